"""The hands of an intake: one session, and the record of what each row did."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, select

from desk.context import Desk
from desk.intake.report import Clash, Finding, Row
from desk.intake.values import UNKNOWN_SEX, group, shown
from models.audit import AuditedSession
from models.base import Record
from models.people import Person, PersonData
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, field_specs

CHUNK = 500  # values in one IN list
_ADDRESS = field_specs(PersonData)["address"].max_length

RecordT = TypeVar("RecordT", bound=Record)
DraftT = TypeVar("DraftT")
Spot = tuple[str | None, int, int]


@dataclass
class Work:
    """One intake at work; ``villages`` are ids by every known name."""

    session: AuditedSession
    desk: Desk
    villages: dict[str, int]
    changed: set[Spot] = field(default_factory=set)
    conflicts: list[Clash] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    rows_refused: set[tuple[str | None, int]] = field(default_factory=set)
    unfound: dict[int, Person] = field(default_factory=dict)

    @property
    def centre(self) -> str:
        """Whose books these are."""
        return self.desk.centre

    def fetch(self, table: type[RecordT], column: str, values: Iterable[Any]) -> list[RecordT]:
        """This centre's records whose column holds one of the values, oldest first."""
        wanted = iter({value for value in values if value is not None})
        found: list[RecordT] = []
        while chunk := list(islice(wanted, CHUNK)):
            query = select(table).where(col(getattr(table, column)).in_(chunk))
            found += self.session.exec(query)
        return sorted(found, key=lambda record: record.id or 0)

    def drafts(
        self, rows: Sequence[Row], draft: Callable[[Row], DraftT]
    ) -> list[tuple[Row, DraftT]]:
        """The rows whose values may be kept; the others are refused with their sentence.

        A row of twins goes in whole or not at all: a person mends rows, not halves of them.
        """
        kept = []
        for row in rows:
            try:
                kept.append((row, draft(row)))
            except RuleError as error:
                self.refuse(row, error)
        return [(row, made) for row, made in kept if (row.sheet, row.row) not in self.rows_refused]

    def refuse(self, row: Row, error: RuleError) -> None:
        """This row does not come in, and why."""
        self.refused.append(_finding(row, error))
        self.rows_refused.add((row.sheet, row.row))

    def add(self, row: Row, record: RecordT) -> RecordT:
        """Something new that a row brought."""
        self.session.add(record)
        self.mark(row)
        if isinstance(record, Person):
            self.reindex(record)
        return record

    def mark(self, row: Row) -> None:
        """This row changed something."""
        self.changed.add(spot(row))

    def reindex(self, person: Person) -> None:
        """What this person is found by is no longer what is written."""
        self.unfound[id(person)] = person

    def fill(self, row: Row, record: Record, data: SQLModel, *skip: str) -> bool:
        """Fill what is empty in a kept record; what differs stays, as a conflict.

        Phones are added to those known: people have several.
        """
        specs = field_specs(type(data))
        filled = False
        for name in specs:
            if name in skip or name not in data.model_fields_set:
                continue
            ours, theirs = getattr(record, name), getattr(data, name)
            if specs[name].kind is Kind.PHONES:
                more = [phone for phone in theirs if phone not in ours]
                if not more:
                    continue
                theirs = [*ours, *more]
            elif ours == theirs or (name == "sex" and theirs == UNKNOWN_SEX):
                continue
            elif not _empty(name, ours):
                self.clash(row, specs[name], ours, theirs)
                continue
            setattr(record, name, theirs)
            filled = True
        if filled:
            self.mark(row)
            if isinstance(record, Person):
                self.reindex(record)
        return filled

    def compare(self, row: Row, record: Record, data: SQLModel) -> None:
        """Tell what a row says otherwise than a record that no ledger changes."""
        for name, spec in field_specs(type(data)).items():
            ours, theirs = getattr(record, name), getattr(data, name)
            if not _empty(name, theirs) and theirs != ours:
                self.clash(row, spec, ours, theirs)

    def clash(self, row: Row, spec: FieldSpec, ours: object, theirs: object) -> None:
        """Keep ours and tell."""
        if spec.kind is Kind.VILLAGE:
            self.differs(row, spec.label, self._village(ours), self._village(theirs))
        else:
            self.differs(row, spec.label, shown(spec, ours), shown(spec, theirs))

    def differs(self, row: Row, label: str, ours: object, theirs: object) -> None:
        """A difference that is no single field's."""
        self.conflicts.append(Clash(*spot(row), who(row), label, str(ours), str(theirs)))

    def find(self, row: Row, reason: str, template: str, **params: object) -> None:
        """Something a person should look at."""
        self.findings.append(_finding(row, RuleError(reason, template, **params)))

    def village(self, name: str | None) -> int | None:
        """A village's id by the name it was read as."""
        return self.villages.get(name) if name else None

    def home(self, row: Row) -> dict[str, object]:
        """Where a row says somebody lives.

        A village that is not on the centre's list stays as it was written, in the address.
        """
        village = row.fields["village"]
        known = self.village(village)
        written = next((note.value for note in row.notes if note.code == "VILLAGE_UNKNOWN"), None)
        return {
            "village_id": known,
            "group_no": group(row.fields["group"]),
            "address": (written or village or "")[:_ADDRESS] if known is None else None,
        }

    def _village(self, village_id: object) -> str:
        return next((name for name, known in self.villages.items() if known == village_id), "")


def spot(row: Row) -> Spot:
    """Where a record stands in its file."""
    return row.sheet, row.row, row.sub


def who(row: Row) -> str:
    """What a row is called in a list: its person, else its number or village."""
    names = ("name", "child_name", "cert_no", "village")
    return next((str(row.fields[name]) for name in names if row.fields.get(name)), "")


def _empty(name: str, value: object) -> bool:
    return value in (None, "", []) or (name == "sex" and value == UNKNOWN_SEX)


def _finding(row: Row, error: RuleError) -> Finding:
    return Finding(*spot(row), who(row), error)
