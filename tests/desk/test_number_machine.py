"""The states of a number in a real database: it lets happen what the declared acts do, no more."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from desk.context import ROLES, Desk, Hand
from desk.errors import DeskError
from desk.numbers import Why, blank_of, move, take_back, take_in
from desk.stock import stock
from models.blanks import Blank, BlankMove
from rules.certificate_states import WrongMove
from rules.certificate_table import Table, columns_of
from tests.conftest import DeskOf
from tests.rules.number_model import NUMBERS, Books, Step, steps, ways

TRIED = st.tuples(
    *(st.sampled_from(list(ways(number))) for number in NUMBERS),
    st.tuples(*[st.sampled_from(steps())] * 4),
)


@pytest.fixture
def desks(desk_of: DeskOf) -> dict[str, Desk]:
    """Everybody's desk."""
    return {role: desk_of(role) for role in ROLES}


@pytest.fixture
def serials() -> Iterator[int]:
    """Every example has numbers of its own in the one database."""
    return count(1)


def attempt(desk: Desk, step: Step) -> None:
    """The act, as the desk's verbs do it."""
    second = Hand(step.second, step.second, frozenset({step.second})) if step.second else None
    why = Why(cause=step.cause or None, words="县里来文" if step.words else "", second=second)
    with desk.writing("certificates.write", "test") as session:
        if step.act in {"receive", "miss"}:
            take_in(session, desk, [(step.number, step.act)], desk.today, why)
        elif step.act == "retract":
            take_back(session, desk, [blank_of(session, step.number)], why)
        else:
            move(session, desk, blank_of(session, step.number), step.act, None, why)


def kept(desk: Desk, numbers: list[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The states of some numbers, and their moves in order."""
    with desk.reading("stock.read") as session:
        states = select(Blank.number, Blank.state).where(col(Blank.number).in_(numbers))
        moves = (
            select(BlankMove.was, BlankMove.becomes)
            .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
            .where(col(Blank.number).in_(numbers))
            .order_by(col(BlankMove.id))
        )
        return dict(session.exec(states).all()), list(session.exec(moves).all())


def closing(moves: list[tuple[str, str]]) -> int:
    """What the equation makes of the journal."""
    sums = Counter[str]()
    for was, becomes in moves:
        sums.update(dict(columns_of(was, becomes)))
    return Table(**sums).closing


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tried=TRIED)
def test_the_database_holds_what_the_declared_acts_let_happen(
    desks: dict[str, Desk], serials: Iterator[int], tried: tuple[tuple[Step, ...], ...]
) -> None:
    books, issuer = Books(), desks["issuer"]
    new = {number: f"X33{next(serials):07}" for number in NUMBERS}
    before: tuple[dict[str, str], list[tuple[str, str]]] = ({}, [])
    for planned in (step for part in tried for step in part):
        step = replace(planned, number=new[planned.number])
        allowed, was = books.may(step), books.of(step)
        with suppress(DeskError, WrongMove):
            attempt(desks[step.role], step)
        after = kept(issuer, [*new.values()])
        if allowed:
            books.do(step)
            assert after == (books.state, [*before[1], (was, books.of(step))])
        else:
            assert after == before
        assert closing(after[1]) == books.in_stock()
        before = after
    assert stock(issuer).balanced
