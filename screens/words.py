"""Words that several pages share."""

from datetime import date
from typing import TYPE_CHECKING

from tui.language import told, tr
from tui.lists import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk.person_page import Words

STATES = {"ongoing": "在孕", "delivered": "产后", "closed": "结案", "ended": "终止"}
KIN = {"mother": "母亲", "child": "孩子", "sibling": "同胞"}
SEXES = {"1": "男", "2": "女", "0": "未知", "9": "未说明"}
NEAR = range(-10, 2)  # months from this one: a year that ends with the next month
_COLOURS = {"绿": "green", "黄": "yellow", "橙": "orange", "红": "red", "紫": "purple"}


def said(words: "Words") -> str:
    """A sentence of the desk in the interface's language; words among its parameters too."""
    return told(words.template, words.params)


def risk_cell(colours: "Iterable[str]", *, short: bool = False) -> Cell:
    """Risk colours as words in their colour; several, in a list short: the highest decides."""
    words = list(colours)
    roles = [role for word, role in _COLOURS.items() if word in words]
    letters = 2 if short and len(words) > 1 else None
    return Cell(" ".join(tr(word)[:letters] for word in words), roles[-1] if roles else "text")


def day_or_month(day: date, today: date) -> str:
    """Month and day within the year that ends with the next month; else the year and the month.

    So the same month and day never mean two days, and what is near keeps its day at New Year.

    >>> day_or_month(date(2026, 12, 9), date(2026, 11, 21))
    '12-09'
    >>> day_or_month(date(2027, 1, 14), date(2026, 11, 21))
    '2027-01'
    >>> day_or_month(date(2027, 1, 3), date(2026, 12, 21))
    '01-03'
    """
    months = 12 * (day.year - today.year) + day.month - today.month
    return f"{day:%m-%d}" if months in NEAR else f"{day:%Y-%m}"
