"""What a sheet is: blocks of columns, each column a heading and how to find its value in a line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from ledgers.export.cells import Value
from models.terms import COLOURS, SEX
from rules.fields import Choice
from rules.gestation import GestationalAge
from rules.infection import masked

LineT = TypeVar("LineT")
_KNOWN_SEX = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class Column(Generic[LineT]):
    """One column. Neighbours with the same ``group`` share a merged heading above theirs."""

    heading: str
    value: Callable[[LineT], Value]
    width: float = 8
    group: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Block:
    """A header and its lines. The number of a line, from 1, stands in front of it.

    A last line that is the ``total`` of the others has none.

    What anybody wrote of HIV, syphilis or hepatitis B is masked unless the block is ``private``,
    for a package that only those get who may read it.
    """

    name: str
    columns: tuple[Column[Any], ...]
    lines: tuple[Any, ...]
    private: bool = False
    total: bool = False

    @property
    def headings(self) -> list[str]:
        """The headings of a one-row header, groups in front: 母亲信息/姓名."""
        grouped = (
            f"{each.group}/{each.heading}" if each.group else each.heading for each in self.columns
        )
        return ["序号", *grouped]

    def rows(self) -> Iterable[list[Value]]:
        """The lines as values."""
        for number, line in enumerate(self.lines, 1):
            values = [column.value(line) for column in self.columns]
            if not self.private:
                values = [masked(each) if isinstance(each, str) else each for each in values]
            yield [None if self.total and number == len(self.lines) else number, *values]


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: title, what stands in it, and its blocks, one below the other.

    ``frozen`` columns stay on screen and stand again on each page when it prints ``pages`` wide.
    ``head`` stands between title and blocks, ``notes`` below the blocks, above the signatures.
    """

    name: str
    scope: str
    blocks: tuple[Block, ...]
    frozen: int = 0
    pages: int = 1
    notes: tuple[str, ...] = ()
    head: str = ""

    @property
    def count(self) -> int:
        """Lines in all blocks."""
        return sum(len(block.lines) for block in self.blocks)


def label(options: tuple[Choice, ...], code: str | None) -> str | None:
    """The words of a code."""
    return next((option.label for option in options if option.code == code), None)


def labels(options: tuple[Choice, ...], codes: Iterable[str]) -> str | None:
    """The words of several codes in the order of the form."""
    chosen = set(codes)
    return "、".join(each.label for each in options if each.code in chosen) or None


def colour_words(codes: Iterable[str]) -> str | None:
    """The words of risk colours."""
    return labels(COLOURS, codes)


def pressure(systolic: int | None, diastolic: int | None) -> str | None:
    """A blood pressure as it is written: 118/76."""
    return f"{systolic}/{diastolic}" if systolic and diastolic else None


def sex_word(code: str) -> str | None:
    """男 or 女; nothing where it is not known."""
    return label(SEX, code) if code in _KNOWN_SEX else None


def gestation(days: int | None) -> str | None:
    """Weeks and days, 38+6."""
    return None if days is None else str(GestationalAge.from_days(days))


def shown(stored: int | None, scale: int) -> Decimal | None:
    """A stored measurement in its shown unit.

    >>> shown(3140, 1000)
    Decimal('3.14')
    """
    return None if stored is None else Decimal(stored) / scale
