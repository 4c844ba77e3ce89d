"""Ledgers of many states of repair, taken in one after another: each a second time for nothing."""

import copy
import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from desk.intake import take_in
from desk.stock import stock
from models.audit import broken_links
from tests.conftest import DeskOf
from tests.desk.intake_rows import Line, everything
from tests.ledgers.support import LEDGERS, VILLAGES, answers

KEPT = {"name", "child_name", "birth_date", "issue_date", "type", "kind", "sex", "mother_name"}
KEPT |= {"checks", "newborns", "phones", "risk_colours", "void_date", "village", "month"}
ISO_DATE = 10


def worn(fields: dict[str, Any], others: list[dict[str, Any]], chance: random.Random) -> Any:
    """A record as another year's copy might hold it: gaps, other dates, others' numbers."""
    found = copy.deepcopy(fields)
    optional = [name for name in found if name not in KEPT and name != "cert_no"]
    for name in chance.sample(optional, k=min(2, len(optional))):
        found[name] = None
    for name, value in found.items():
        if isinstance(value, str) and len(value) == ISO_DATE and value[4] == "-":
            if chance.random() < 0.1:
                days = timedelta(days=chance.choice([-40, -20, -1, 1, 20, 200]))
                found[name] = (date.fromisoformat(value) + days).isoformat()
        elif name in {"id_no", "mother_id", "cert_no"} and chance.random() < 0.05:
            found[name] = chance.choice(others).get(name) or value
    return found


def some_ledger(kind: str, chance: random.Random) -> list[Line]:
    fields = [record["fields"] for record in answers(kind)["records"]]
    chosen = chance.sample(fields, len(fields) // 3)
    return [
        Line(worn(one, fields, chance) if chance.random() < 0.6 else one, row)
        for row, one in enumerate(chosen)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_any_ledger_a_second_time_changes_nothing(desk_of: DeskOf, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same worn ledgers each time
    desk = desk_of("clerk")
    for kind in chance.choices(list(LEDGERS), k=6):
        ledger = some_ledger(kind, chance)
        take_in(desk, kind, ledger, villages=VILLAGES)
        before = everything(desk)
        assert take_in(desk, kind, ledger, villages=VILLAGES).imported == 0
        assert everything(desk) == before
    with Session(desk.store.read) as session:
        assert list(broken_links(session)) == []
    assert stock(replace(desk, roles=frozenset({"issuer"}))).balanced
