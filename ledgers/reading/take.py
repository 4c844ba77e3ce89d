"""Taking values out of one row: every problem is kept, none stops the others from being seen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from ledgers.reading.dates import read_date
from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.outcome import Note, Problem, problem
from ledgers.reading.rows import DataRow
from ledgers.reading.values import (
    EMPTY_MARKS,
    NOT_DONE,
    is_mark,
    plain,
    read_id,
    read_name,
    read_phones,
    read_text,
    squeezed,
)
from ledgers.reading.villages import VillageList
from rules.dates import completed_years
from rules.identity import OLD_LENGTH
from rules.people import Sex
from rules.text import printable

Value = TypeVar("Value")
_YOUNGEST_MOTHER, _OLDEST_MOTHER = 13, 55
_NOT_GIVEN = frozenset({"无", "未提供", "不详", "未填", "保密", "否"})


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole sheet."""

    today: date
    villages: VillageList
    epoch: date
    strict_village: bool
    year: int | None = None


@dataclass(slots=True)
class Take:
    """One row under reading."""

    row: DataRow
    context: Context
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def label(self, name: str) -> str:
        """The heading of a field."""
        return self.row.header.label(name)

    def has(self, name: str) -> bool:
        """Whether the ledger has such a column at all."""
        return name in self.row.header.columns

    def cell(self, name: str) -> Cell | None:
        """The cell of a field; None when it is empty or holds a lone stroke."""
        cell = self.row.cells.get(name)
        if cell is None or is_mark(cell):
            return None
        return cell

    def refuse(self, code: str, name: str, template: str = "", **params: object) -> None:
        """Keep a problem with a field."""
        cell = self.row.cells.get(name)
        text = printable(cell.text) if cell else ""
        self.problems.append(problem(code, self.label(name), text, template, **params))

    def doubts_identity(self) -> bool:
        """Whether an identity number of the row may be somebody else's."""
        return any(
            problem.code.startswith("ID_")
            or problem.code in {"AGE_OUT_OF_RANGE", "BIRTH_ID_MISMATCH"}
            for problem in self.problems
        )

    def note(self, code: str, name: str, value: str = "") -> None:
        """Keep a note about a field."""
        cell = self.row.cells.get(name)
        self.notes.append(
            Note(code, self.label(name), value or (printable(cell.text) if cell else ""))
        )

    def parse(self, name: str, cell: Cell | None, parse: Callable[[Cell], Value]) -> Value | None:
        """A cell through its parser, its problems kept under the heading of ``name``."""
        if cell is None:
            return None
        try:
            return parse(cell)
        except Unreadable as error:
            for code in error.codes:
                self.refuse(code, name, error.template, **error.params)
            return None

    def strict(self, name: str, parse: Callable[[Cell], Value]) -> Value | None:
        """A value that must be readable when it is there."""
        return self.parse(name, self.cell(name), parse)

    def measured_cell(self, name: str) -> Cell | None:
        """The cell of a field for which 未测 may stand: then it is empty, with a note."""
        cell = self.cell(name)
        if cell and squeezed(cell) in NOT_DONE:
            self.note("NOT_MEASURED", name)
            return None
        return cell

    def measured(self, name: str, parse: Callable[[Cell], Value]) -> Value | None:
        """A strict value for which 未测 may stand."""
        return self.parse(name, self.measured_cell(name), parse)

    def day(self, name: str, *, future: bool = False) -> date | None:
        """A day; 未查 and the like are none."""
        context = self.context
        return self.measured(
            name,
            lambda cell: read_date(cell, context.today, future=future, epoch=context.epoch),
        )

    def needed_day(self, name: str) -> date | None:
        """A day without which the record means nothing."""
        before = len(self.problems)
        found = self.day(name)
        if found is None and len(self.problems) == before and self.has(name):
            self.refuse("DATE_INCOMPLETE", name, "这一栏没有日期,请补上")
        return found

    def in_order(self, earlier: date | None, later: date | None, name: str) -> None:
        """DATE_ORDER when the day of ``name`` comes before what must precede it."""
        if earlier and later and later < earlier:
            self.refuse("DATE_ORDER", name)

    def text(self, name: str) -> str | None:
        """Free text."""
        cell = self.row.cells.get(name)
        return read_text(cell) if cell else None

    def code(self, name: str) -> str | None:
        """A number that is no quantity, in half width."""
        cell = self.cell(name)
        return plain(cell) or None if cell else None

    def text_or_none(self, name: str) -> str | None:
        """Free text where 无, 否 or a stroke says that there is nothing."""
        cell = self.row.cells.get(name)
        if cell is None or squeezed(cell) in EMPTY_MARKS | {"否"}:
            return None
        return read_text(cell)

    def person(self, name: str, *, required: bool = True) -> str | None:
        """A person's name; NAME_MISSING when it must be there and is not."""
        cell = self.row.cells.get(name)
        found, bracket = read_name(cell) if cell else (None, None)
        if not required and found in _NOT_GIVEN:
            found = None
        if bracket:
            self.note("NAME_NOTE", name, bracket)
        if found is None and required and self.has(name):
            self.refuse("NAME_MISSING", name)
        return found

    def mother_id(self, name: str, *, passport: bool) -> str | None:
        """The identity number of a woman of child-bearing age."""
        return self.identity(name, sex=Sex.FEMALE, passport=passport, mother=True)

    def identity(
        self,
        name: str,
        *,
        sex: Sex | None = None,
        passport: bool = False,
        born: date | None = None,
        mother: bool = False,
    ) -> str | None:
        """An identity number, compared with what else is known of the person."""
        cell = self.cell(name)
        if cell is None or (not mother and squeezed(cell) in _NOT_GIVEN):
            return None
        found = self.strict(name, lambda given: read_id(given, passport=passport))
        if found is None:
            return None
        number, resident = found
        if number is None:
            self.note("ID_MISSING", name)
        elif resident is None:
            self.note("PASSPORT", name)
        if resident is None:
            return number
        if sum(character.isalnum() for character in plain(cell)) == OLD_LENGTH:
            self.note("ID15_UPGRADED", name)
        if sex and resident.sex != sex:
            self.refuse("ID_SEX_MISMATCH", name)
        if born and resident.birth_date != born:
            self.refuse("BIRTH_ID_MISMATCH", name)
        age = completed_years(resident.birth_date, self.context.today)
        if mother and not _YOUNGEST_MOTHER <= age <= _OLDEST_MOTHER:
            self.refuse("AGE_OUT_OF_RANGE", name)
        return number

    def phones(self) -> list[str]:
        """The telephone numbers of the row."""
        name = next((name for name in ("phones", "kin_phones") if name in self.row.cells), None)
        if name is None:
            return []
        phones, left_over = read_phones(self.row.cells[name])
        if left_over:
            self.note("PHONE_INVALID", name)
        return phones

    def village(self) -> tuple[str | None, int | None]:
        """The village and group of the row."""
        cell = self.cell("village")
        if cell is None:
            return None, self._group()
        found = self.context.villages.find(plain(cell))
        if found:
            village, group = found
            return village, group if group is not None else self._group()
        if self.context.strict_village:
            self.refuse("VILLAGE_UNKNOWN", "village")
        else:
            self.note("VILLAGE_UNKNOWN", "village")
        return None, None

    def _group(self) -> int | None:
        cell = self.cell("group")
        found = re.search(r"(?a:\d{1,3})", plain(cell)) if cell else None
        return int(found[0]) if found else None


def iso(day: date | None) -> str | None:
    """A day as it stands in a record's fields."""
    return day.isoformat() if day else None
