"""No finder reads a table from end to end: each statement's plan walks an index."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from desk import lists
from desk.child import register_child
from desk.context import Desk
from desk.lists import (
    Ask,
    children,
    count_children,
    count_issues,
    count_pregnancies,
    issues,
    pregnancies,
)
from desk.people import find, look_alikes, recent
from desk.person_page import person_page
from desk.pregnancy import open_card
from desk.worklist import due
from tests.conftest import TODAY, DeskOf

SMALL = {"villages"}  # a township has some dozens
AT = ("2026-05-01", 1)
PAGES = (
    Ask(),
    Ask(falling=True),
    Ask(last=True),
    Ask(after=AT),
    Ask(before=AT),
    Ask(after=AT, falling=True),
)
WORDS = ("王", "wx", "0025", "东", "C001")
Job = Callable[[Desk], object]
Finder = Callable[[Desk, Ask], object]


def of_children(order: str) -> Finder:
    return lambda desk, ask: children(desk, replace(ask, order=order))


def of_cards(order: str, *, everyone: bool) -> Finder:
    return lambda desk, ask: pregnancies(desk, replace(ask, order=order), everyone=everyone)


def finding(words: str) -> Job:
    return lambda desk: find(desk, words)


def narrowing(words: str) -> Job:
    ask = Ask(narrow=words)
    return lambda desk: (
        children(desk, ask),
        pregnancies(desk, ask),
        issues(desk, ask),
        count_children(desk, words),
        count_issues(desk, words),
    )


PAGED: dict[str, Finder] = {
    **{f"children by {order}": of_children(order) for order in ("born", "name", "village")},
    **{
        f"{'all' if everyone else 'open'} cards by {order}": of_cards(order, everyone=everyone)
        for order in ("edd", "booked", "name", "village")
        for everyone in (False, True)
    },
    "certificates": issues,
}
FINDERS: dict[str, Job] = {
    **{f"find {words}": finding(words) for words in WORDS},
    **{f"narrow to {words}": narrowing(words) for words in WORDS},
    "the last five": recent,
    "look-alikes": lambda desk: look_alikes(desk, {"name": "王小丽", "birth_date": TODAY}),
    "a person's page": lambda desk: person_page(desk, 1),
    "the worklist": due,
    "a village's worklist": lambda desk: due(desk, 1, waiting=True),
}
# A count reads all it counts, behind the page that is shown already; by an index at least.
COUNTS: dict[str, Job] = {
    "counts": lambda desk: (count_children(desk), count_pregnancies(desk), count_issues(desk))
}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    clerk = desk_of("clerk")
    open_card(clerk, {"name": "王小丽", "lmp": TODAY.replace(month=5), "village_id": 1})
    register_child(clerk, {"name": "王小小", "sex": "2", "birth_date": TODAY, "village_id": 2})
    return clerk


def plan(desk: Desk, job: Job) -> list[str]:
    """Every line of the plans of what a job asks."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        asked.append((statement, values))

    engine = desk.store.read
    event.listen(engine, "before_cursor_execute", note)
    try:
        job(desk)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    lines: list[str] = []
    with engine.connect() as connection:
        for statement, values in asked:
            if statement.startswith("SELECT"):
                found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                lines += [row[3] for row in found]
    assert lines
    return lines


def scanned(lines: list[str]) -> list[str]:
    """Tables read from end to end; the rows of a subquery are not a table."""
    names = [found[1] for line in lines if (found := re.match(r"SCAN (\w+)", line))]
    return [name for name in names if not name.startswith("anon_") and name not in SMALL]


def by_centre_alone(lines: list[str]) -> list[str]:
    """Lookups that read everything the centre has, which is a scan by another name."""
    return [line for line in lines if re.search(r"ix_\w+_centre \(centre=\?\)", line)]


@pytest.mark.parametrize("name", FINDERS | COUNTS)
def test_a_finder_scans_no_table(desk: Desk, name: str) -> None:
    assert not scanned(plan(desk, (FINDERS | COUNTS)[name]))


@pytest.mark.parametrize("name", FINDERS)
def test_a_finder_reads_no_whole_centre(desk: Desk, name: str) -> None:
    assert not by_centre_alone(plan(desk, FINDERS[name]))


@pytest.mark.parametrize("ask", PAGES)
@pytest.mark.parametrize("name", PAGED)
def test_a_page_is_walked_in_the_order_of_an_index(desk: Desk, name: str, ask: Ask) -> None:
    lines = plan(desk, lambda desk: PAGED[name](desk, ask))
    assert not scanned(lines)
    assert not by_centre_alone(lines)
    assert "USE TEMP B-TREE FOR ORDER BY" not in lines


def test_many_matches_are_met_on_a_walk_without_a_sort(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", 1)
    ask = Ask(narrow="王", limit=1)
    lines = plan(desk, lambda desk: pregnancies(desk, ask))
    assert "USE TEMP B-TREE FOR ORDER BY" not in lines
