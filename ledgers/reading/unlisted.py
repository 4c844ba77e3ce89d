"""The villages of a reading that are not on the list it was read with."""

from dataclasses import dataclass

from ledgers.reading.outcome import Reading
from ledgers.reading.villages import VillageList

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Unlisted:
    """How many rows that can be taken have such a village, and the villages, each once."""

    rows: int
    villages: tuple[str, ...]

    @property
    def some(self) -> str:
        """The first few by name, as a sentence names them."""
        return "、".join(self.villages[:_SHOWN]) + ("…" if len(self.villages) > _SHOWN else "")


def unlisted_villages(reading: Reading, villages: VillageList) -> Unlisted:
    """What a person is asked about before the rows are taken in without their villages."""
    rows = set()
    written = []
    for record in reading.records:
        for note in record.notes:
            if note.code == "VILLAGE_UNKNOWN":
                rows.add((record.sheet, record.row))
                written.append(note.value)
    return Unlisted(len(rows), villages.names_of(written))
