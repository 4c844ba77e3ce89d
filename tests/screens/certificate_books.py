"""Books in which every page about certificates has something to show, made by the desk's verbs."""

from datetime import date
from typing import Any

from desk.child import register_child
from desk.collecting import collect
from desk.context import Desk, Hand
from desk.losses import lose
from desk.replacing_start import begin, take
from desk.sealing import seal
from desk.slips import slip
from desk.stock_counts import keep_count
from desk.stock_plans import save_plan
from desk.stock_room import receive
from desk.voiding import hand_up, void
from rules.certificate import number_range
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import issued, taken
from tests.desk.two_hands import substitute

BORN = date(2026, 11, 1)
SHORT, VOID, HANDED_UP, LOST = "Z990000103", "Z990000010", "Z990000009", "Z990000008"
OLD_EDITION = "Y990000001"
FIRST, SECOND = "Z990000001", "Z990000002"


def certificate_books(clerk: Desk, desk_of: DeskOf) -> None:
    """Two certificates, an exchange and a first application under way, and each incident once.

    The small centre has the numbers Z990000001 to Z990000010 already.
    """
    issuer = desk_of("issuer")
    exchanged, collected, waits = (_child(clerk, name) for name in ("赵小一", "钱小二", "孙小三"))
    papers: dict[str, Any] = {"papers": ["1", "2", "6"]}
    old = issued(issuer, exchanged, child_name="赵小一", **papers)
    done = issued(issuer, collected, child_name="钱小二", **papers)
    seal(desk_of("sealer"), [old.id, done.id])
    collect(
        issuer,
        done.id,
        {"collected_on": TODAY, "receiver": "钱小二母", "relation": "1", "signed": "1"},
    )
    why = {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]}
    take(issuer, exchanged, {**begin(issuer, "2", child_id=exchanged).values, **why})
    taken(issuer, waits, child_name="孙小三", **papers)
    _stock_room(issuer)
    substitute(desk_of, "reviewer", "clerk")


def _child(clerk: Desk, name: str) -> int:
    values = {"name": name, "sex": "1", "birth_date": BORN, "mother_name": f"{name}母"}
    return register_child(clerk, values).id


def _stock_room(issuer: Desk) -> None:
    """A bundle that came short, a slip, a void that stays and one handed up, a loss, a count."""
    bundle: dict[str, Any] = {
        "received_on": TODAY,
        "first": "Z990000101",
        "last": "Z990000105",
        "count": 4,
        "missing": SHORT,
        "checked_by": "另一人",
    }
    receive(issuer, bundle)
    old = {"first": OLD_EDITION, "last": OLD_EDITION, "count": 1, "missing": None, "edition": "6"}
    receive(issuer, bundle | old)
    slip(issuer, "1", {"done_on": TODAY, "count": 2, "receiver": "签发"})
    for number in (VOID, HANDED_UP):
        void(issuer, number, "1", "卡纸")
    up = {"done_on": TODAY, "partner": "县卫健局", "carrier": "送试甲", "checked_by": "验试乙"}
    hand_up(issuer, up, [HANDED_UP])
    lose(issuer, LOST, {"found_on": TODAY, "cause": "1", "story": "柜里少一张"})
    seen = {*number_range("Z990000003", "Z990000007"), *number_range("Z990000101", "Z990000105")}
    keep_count(
        issuer,
        {"counted_on": TODAY, "counted_by": "签发"},
        (seen | {OLD_EDITION}) - {SHORT, "Z990000007"},
        {"Z990000007": "压在柜底"},
        Hand("clerk", "另一人", frozenset({"clerk"})),
    )
    save_plan(issuer, {"year": 2027, "births": 10, "asked": 11, "asked_on": TODAY})
