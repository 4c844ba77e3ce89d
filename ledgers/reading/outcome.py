"""What a reading gives: records, refused rows with reasons, ignored rows, findings of the file."""

from dataclasses import dataclass
from typing import Any

from ledgers.reading.reasons import reason_sentence


@dataclass(frozen=True, slots=True)
class Note:
    """Something noticed that refuses nothing."""

    code: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a row is refused, in which column and over which value.

    ``template`` and ``params`` are the sentence for a person, with the cure.
    """

    code: str
    column: str
    value: str
    template: str
    params: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """The Chinese sentence."""
        return self.template.format(**dict(self.params))


@dataclass(frozen=True, slots=True)
class Record:
    """A clean record; ``sub`` counts the children of one row. ``fields`` is ready for JSON."""

    sheet: str | None
    row: int
    sub: int
    fields: dict[str, Any]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row nothing is taken from; ``raw`` pairs each heading with the text found under it.

    ``who`` is what stands in the column that names the row: a person, else a number or village.
    """

    sheet: str | None
    row: int
    problems: tuple[Problem, ...]
    raw: tuple[tuple[str, str], ...]
    who: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reason codes, each once."""
        return tuple(dict.fromkeys(problem.code for problem in self.problems))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings the reasons are about, each once."""
        return tuple(dict.fromkeys(problem.column for problem in self.problems if problem.column))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons as sentences, each with its heading in front."""
        return tuple(
            f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence
            for problem in self.problems
        )


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that holds no record, and why."""

    sheet: str | None
    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One ledger read.

    ``titles`` are the first lines above each header, ``ignored_sheets`` those without the header,
    ``unread`` the headings (sheet, heading) nothing was taken from.
    """

    kind: str
    records: tuple[Record, ...]
    refused: tuple[Refused, ...]
    ignored_rows: tuple[Ignored, ...]
    findings: tuple[dict[str, Any], ...]
    titles: tuple[tuple[str | None, str], ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    unread: tuple[tuple[str | None, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document of ``import --dry-run --json``."""
        return {
            "records": [
                {"sheet": each.sheet, "row": each.row, "sub": each.sub, "fields": each.fields}
                for each in self.records
            ],
            "refused": [
                {"sheet": each.sheet, "row": each.row, "reasons": list(each.reasons)}
                for each in self.refused
            ],
            "ignored_rows": [
                {"sheet": each.sheet, "row": each.row, "why": each.why}
                for each in self.ignored_rows
            ],
            "findings": list(self.findings),
        }


def problem(
    code: str, column: str = "", value: str = "", template: str = "", **params: object
) -> Problem:
    """A problem with the general sentence of its code, unless a closer one is given."""
    return Problem(code, column, value, template or reason_sentence(code), tuple(params.items()))
