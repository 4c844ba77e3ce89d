"""Half of a character (a lone surrogate) put into a field: no file and no terminal takes it."""

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget

from rules.fields import FieldSpec, Kind, choices
from rules.text import REPLACEMENT
from tui.app import DeskApp
from tui.forms import Form, FormField
from tui.page import DeskScreen

TODAY = date(2026, 11, 21)
HIGH, LOW = "\ud83d", "\ude00"
FREE = (Kind.TEXT, Kind.NAME, Kind.LONG)


class OneField(DeskScreen[None]):
    """A form of one field."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.spec = FieldSpec(kind, "一栏", choices=choices("1 甲"))
        self.saved: dict[str, Any] = {}

    def compose_body(self) -> Iterable[Widget]:
        yield Form([FormField("field", self.spec)], TODAY, asks=False)

    def on_mount(self) -> None:
        self.query_one(Form).focus()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self.saved = message.values


class Desk(DeskApp):
    """Only that page."""

    def __init__(self, page: OneField) -> None:
        super().__init__()
        self.page = page

    def on_mount(self) -> None:
        self.push_screen(self.page)


def put_in(kind: Kind, *what: Message) -> tuple[str, Any]:
    """The text that stands in the field after it, and the value that is saved."""
    page = OneField(kind)

    async def run() -> tuple[str, Any]:
        async with Desk(page).run_test() as pilot:
            form = page.query_one(Form)
            for message in what:
                form.post_message(message)
                await pilot.pause()
            text = form.model.current.editor.text
            await pilot.press("f2")
            await pilot.pause()
            return text, page.saved.get("field")

    return asyncio.run(run())


@pytest.mark.parametrize("half", [HIGH, LOW, LOW + HIGH])
@pytest.mark.parametrize("kind", FREE)
def test_a_pasted_half_is_saved_as_the_mark_of_what_is_missing(kind: Kind, half: str) -> None:
    assert put_in(kind, Paste(f"王{half}丽"))[1] == f"王{REPLACEMENT * len(half)}丽"


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(FREE)))
def test_a_pasted_half_stands_in_no_field_of_codes(kind: Kind) -> None:
    assert put_in(kind, Paste(f"1{HIGH}"))[0] == f"1{REPLACEMENT}"


@pytest.mark.parametrize("kind", FREE)
def test_a_typed_half_is_never_saved(kind: Kind) -> None:
    typed = (Key("a", "a"), Key("half", HIGH), Key("b", "b"))
    assert put_in(kind, *typed)[1].replace(REPLACEMENT, "") == "ab"
