"""A person beside a list, on wide screens: who it is, where things stand, what was done last."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from desk.person_page import Event, PersonPage, person_page
from screens.person_head import card_line, child_line, kin_words, numbers_line, who_line
from screens.words import said
from tui.draw import Line, paragraph
from tui.list_detail import WithDetail
from tui.width import wrap_words

if TYPE_CHECKING:
    from screens.page import Page
    from tui.lists import RecordList, Row


def with_person(records: "RecordList", page: "Page") -> WithDetail:
    """A list whose rows are people's, with the person beside it where there is room."""
    return WithDetail(
        records,
        read=partial(_read, page),
        tell=lambda found, width: _lines(found, page.app.today, width),
    )


def _read(page: "Page", row: "Row") -> PersonPage | None:
    return person_page(page.desk, row.data) if isinstance(row.data, int) else None


def _lines(page: PersonPage, today: date, width: int) -> list[Line]:
    lines: list[Line] = [((page.person.name, "key"),)]
    for whole in _about(page, today):
        lines += paragraph("".join(text for text, _ in whole), "text", width)
    for event in page.events:
        lines += _event_lines(event, width)
    return lines


def _about(page: PersonPage, today: date) -> Iterator[Line]:
    yield who_line(page, today)
    if page.person.values["address"]:
        yield ((page.person.values["address"], "text"),)
    yield numbers_line(page)
    yield from (((kin_words(one), "text"),) for one in page.relatives)
    yield from (card_line(card) for card in page.cards[:1])
    if page.child:
        yield child_line(page)
    yield ()


def _event_lines(event: Event, width: int) -> list[Line]:
    details = "  ".join(said(words) for words in event.details)
    head: Line = ((f"{event.day} ", "dim"), (said(event.title), "text"))
    return [head, *(((f"  {part}", "dim"),) for part in wrap_words(details, width - 2) if part)]
