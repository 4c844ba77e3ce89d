"""What came of taking a ledger in: row by row, in words a person can act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desk.errors import DeskError
from rules.errors import RuleError


class Note(Protocol):
    """Something the reading noticed about a value it could not use."""

    @property
    def code(self) -> str:
        """What was noticed."""

    @property
    def value(self) -> str:
        """The value as it was written."""


class Row(Protocol):
    """A clean record of a ledger, as the reading gives it."""

    @property
    def sheet(self) -> str | None:
        """The sheet it stands on; None in a file without sheets."""

    @property
    def row(self) -> int:
        """Its row number as the spreadsheet shows it."""

    @property
    def sub(self) -> int:
        """0, or 1 for the second of two records in one row."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its values by the names of the ledger kind; dates as ISO text."""

    @property
    def notes(self) -> Sequence[Note]:
        """What was noticed about values that are not among the fields."""


class Villages(Protocol):
    """The township's list that village names were read with."""

    @property
    def town(self) -> str:
        """The township."""

    @property
    def villages(self) -> tuple[str, ...]:
        """Names in the township's order."""

    @property
    def aliases(self) -> dict[str, str]:
        """Other names and the names they stand for."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file the records were read from; kept in the audit trail."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A value of the ledger that differs from the one kept; ours stays until a person decides."""

    sheet: str | None
    row: int
    sub: int
    who: str
    label: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A row somebody should look at, and the sentence that says why."""

    sheet: str | None
    row: int
    sub: int
    who: str
    error: RuleError


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of one intake.

    ``imported`` records brought something new, ``unchanged`` ones nothing. ``refused`` records
    could be read but not kept (a remark too long); their rows are in neither count.
    """

    imported: int
    unchanged: int
    conflicts: tuple[Clash, ...]
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]


class Cancelled(DeskError):
    """The person at the desk stopped the intake; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("CANCELLED", "已取消,没有写入任何记录")
