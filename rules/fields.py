"""What a field is: declared once, read by forms, registers, importers, help and the dictionary.

A ``FieldSpec`` stands in the annotation of a field on a record's data class::

    weight_g: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1, hard=(0.3, 60)),
    ] = None

Measurements are stored as integers (``scale`` stored units in one shown unit), so that 3.1 kg stays
3100 g and never becomes 3.0999. Ranges are written in the shown unit.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is typed, checked, shown and written to a register."""

    TEXT = "text"
    LONG = "long"  # several lines
    NAME = "name"  # a person's name: NFC, no inner spaces between Han
    ID = "id"  # resident identity number; "" when not known yet
    DATE = "date"
    TIME = "time"  # HH:MM
    GESTATION = "gestation"  # completed days, shown as weeks+days
    NUMBER = "number"  # integer of stored units
    CHOICE = "choice"  # one code of ``choices``
    CHOICES = "choices"  # several codes of ``choices``; without any: of a list the desk knows
    PHONES = "phones"  # list of numbers
    VILLAGE = "village"  # id of a village; its choices come from the desk
    CERTIFICATE = "certificate"  # letter and nine digits


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the code as printed on the paper form (typed as a digit) and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record.

    ``label`` is the field's standard Chinese term, as printed on the paper form.
    ``hard`` (refused outside) and ``plausible`` (asked about outside) are inclusive, in ``unit``.
    ``expect`` says which way a date with no year is filled: "past" or "future".
    ``source`` names the form or rule the field comes from; ``help`` says what it means.
    ``habit`` names the few words that are written here over and over: they are offered again.
    """

    kind: Kind
    label: str
    unit: str = ""
    scale: int = 1
    decimals: int = 0
    hard: tuple[float, float] | None = None
    plausible: tuple[float, float] | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = False
    max_length: int = 100
    expect: str = "past"
    source: str = ""
    help: str = ""
    habit: str = ""

    def choice(self, code: str) -> Choice | None:
        """The option with this code, or None."""
        return next((option for option in self.choices if option.code == code), None)


def field_specs(record: type) -> dict[str, FieldSpec]:
    """The declared fields of a record's data class, in the order they are declared."""
    found: dict[str, FieldSpec] = {}
    for name, info in getattr(record, "model_fields", {}).items():
        for item in getattr(info, "metadata", ()):
            if isinstance(item, FieldSpec):
                found[name] = item
    return found


def choices(*pairs: str) -> tuple[Choice, ...]:
    """Options from ``"1 未见异常"`` words: the code, a space, the label.

    >>> choices("1 男", "2 女")[1]
    Choice(code='2', label='女')
    """
    return tuple(Choice(*pair.split(" ", 1)) for pair in pairs)
