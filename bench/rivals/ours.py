"""The toolkit: ``python -m bench.rivals.ours list`` or ``form``."""

import sys
from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from bench.rivals.rows import COLUMNS, COUNT, LABELS, person
from rules.fields import FieldSpec, Kind
from tui.actions import FIND_KEYS, NEW_KEYS, Action
from tui.app import DeskApp
from tui.environment import Surroundings
from tui.forms import Form, FormField
from tui.lists import LAST, Column, Page, PageAsk, RecordList, Row
from tui.page import DeskScreen

KEPT = 11  # the first fields hold words already, as in a card that is corrected


def page(ask: PageAsk) -> Page:
    """Rows by key, as a database would give them."""
    if ask.before is LAST:
        start, end = COUNT - ask.limit, COUNT
    elif isinstance(ask.before, int):
        start, end = ask.before - ask.limit, ask.before
    else:
        start = ask.after + 1 if isinstance(ask.after, int) else 0
        end = start + ask.limit
    rows = [Row(number, person(number)) for number in range(max(0, start), min(COUNT, end))]
    return Page(rows, COUNT)


class ListPage(DeskScreen[None]):
    HEADING = "孕产妇"
    ACTIONS: ClassVar = (
        Action("new", NEW_KEYS, "新增", "建一张孕册"),
        Action("find", FIND_KEYS, "查找", "找任何人"),
    )

    def compose_body(self) -> Iterable[Widget]:
        yield RecordList([Column(words, cells) for words, cells in COLUMNS], page)


class FormPage(DeskScreen[None]):
    HEADING = "产前随访"

    def compose_body(self) -> Iterable[Widget]:
        values = person(7)
        fields = [
            FormField(
                f"field{place}",
                FieldSpec(Kind.TEXT, label, max_length=60),
                values[place % len(values)] if 0 < place < KEPT else "",
                section="基本情况" if place < KEPT else "本次检查",
            )
            for place, label in enumerate(LABELS)
        ]
        yield Form(fields, date(2026, 11, 21))


class Ours(DeskApp):
    def __init__(self, first: DeskScreen[None]) -> None:
        super().__init__(surroundings=Surroundings(mono=False, remote=False))
        self.first = first

    def on_mount(self) -> None:
        self.push_screen(self.first)


if __name__ == "__main__":
    sys.exit(Ours(ListPage() if sys.argv[1] == "list" else FormPage()).start())
