"""Words that several pages share."""

from typing import TYPE_CHECKING

from tui.language import told, tr
from tui.lists import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk.person_page import Words

STATES = {"ongoing": "在孕", "delivered": "产后", "closed": "结案", "ended": "终止"}
KIN = {"mother": "母亲", "child": "孩子", "sibling": "同胞"}
SEXES = {"1": "男", "2": "女", "0": "未知", "9": "未说明"}
_COLOURS = {"绿": "green", "黄": "yellow", "橙": "orange", "红": "red", "紫": "purple"}


def said(words: "Words") -> str:
    """A sentence of the desk in the interface's language; words among its parameters too."""
    return told(words.template, words.params)


def risk_cell(colours: "Iterable[str]") -> Cell:
    """Risk colours as words in their colour; several: the highest decides."""
    words = list(colours)
    roles = [role for word, role in _COLOURS.items() if word in words]
    return Cell(" ".join(tr(word) for word in words), roles[-1] if roles else "text")
