"""The letter of a substitute is shown on every record made under it, and in its register."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from desk.application import application, withdraw
from desk.certificate_registers import CertificateRegisters, certificate_registers
from desk.collecting import collect
from desk.context import Desk
from desk.delegation import end_early
from desk.errors import DeskError
from desk.history import history
from desk.issuing import confirm, printed, reserve
from desk.losses import lose, loss
from desk.number_life import number_life
from desk.replacing import review
from desk.replacing_start import begin, correct, take
from desk.sealing import seal
from desk.slips import slip
from desk.stock_book import RECEIPT, paper, papers
from desk.stock_counts import books, count_of, keep_count
from desk.stock_plans import plan_draft, plans, save_plan
from desk.stock_room import receive
from desk.voiding import destroy, hand_up, unvoid, void, voids
from rules.periods import month_period
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import BUNDLE, born, reviewer, stocked
from tests.desk.certified import issued, taken
from tests.desk.two_hands import LETTER, substitute

LOST = {"found_on": TODAY, "cause": "1", "story": "不见"}
NEW, SPOILT = "Z331990002", "Z331990009"
MONTH = month_period("2026-11")
ROLES = {"review": "reviewer", "seal": "sealer"}  # of the other steps: the issuer
STEPS = ("take", "review", "issue", "seal", "collect")
Read = Callable[[Desk], object]
Line = Callable[[CertificateRegisters], object]


def exchanged(step: str, desk_of: DeskOf) -> Read:
    """An exchange all the way, with one step done by the substitute."""
    issuer = stocked(desk_of)
    child = born(desk_of)
    issued(issuer, child)
    substitute(desk_of, ROLES.get(step, "issuer"), "clerk")
    who = {each: desk_of(ROLES.get(each, "issuer")) for each in STEPS} | {step: desk_of("clerk")}
    asked = begin(who["take"], "2", child_id=child).values
    asked |= {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]}
    own = take(who["take"], child, asked).id
    review(who["review"], own, "1")
    for do in (reserve, printed):
        do(issuer, own)
    made = confirm(who["issue"], own)
    seal(who["seal"], [made.id])
    signed = {"collected_on": TODAY, "receiver": "史试燕", "relation": "1", "signed": "1"}
    collect(who["collect"], made.id, signed)
    return lambda desk: application(desk, own)


def received(desk_of: DeskOf) -> Read:
    substitute(desk_of, "issuer", "clerk")
    receive(desk_of("clerk"), BUNDLE)
    return lambda desk: paper(desk, RECEIPT, papers(desk)[0].id)


def drawn(desk_of: DeskOf) -> Read:
    stocked(desk_of)
    substitute(desk_of, "issuer", "clerk")
    made = slip(desk_of("clerk"), "1", {"done_on": TODAY, "count": 2, "receiver": "签试甲"})
    return lambda desk: paper(desk, "slip", made.id)


def voided(desk_of: DeskOf) -> Read:
    stocked(desk_of)
    substitute(desk_of, "issuer", "clerk")
    void(desk_of("clerk"), SPOILT, "3")
    return voids


def taken_back(desk_of: DeskOf) -> Read:
    void(stocked(desk_of), SPOILT, "3")
    substitute(desk_of, "issuer", "clerk")
    unvoid(desk_of("clerk"), SPOILT, "损坏的是另一枚", reviewer(desk_of("clerk")))
    return lambda desk: number_life(desk, SPOILT)


def destroyed(desk_of: DeskOf) -> Read:
    issuer = stocked(desk_of)
    void(issuer, SPOILT, "3")
    up = {"done_on": TODAY, "partner": "县局", "carrier": "送试丙", "checked_by": "验试乙"}
    hand_up(issuer, up, [SPOILT])
    substitute(desk_of, "issuer", "clerk")
    gone = {"done_on": TODAY, "method": "粉碎", "place": "市档案馆", "witness": "纪试丁"}
    destroy(desk_of("clerk"), gone, [SPOILT])
    return lambda desk: papers(desk)[0]


def lost(desk_of: DeskOf) -> Read:
    stocked(desk_of)
    substitute(desk_of, "issuer", "clerk")
    (own,) = lose(desk_of("clerk"), SPOILT, {**LOST, "reported_on": TODAY, "reported_at": "23:59"})
    return lambda desk: loss(desk, own)


def counted(desk_of: DeskOf) -> Read:
    stocked(desk_of)
    substitute(desk_of, "issuer", "clerk")
    clerk = desk_of("clerk")
    seen = [number for numbers in books(clerk).safe for number in numbers]
    own = keep_count(clerk, {"counted_on": TODAY, "counted_by": "录入"}, seen, {}, reviewer(clerk))
    return lambda desk: count_of(desk, own)


def planned(desk_of: DeskOf) -> Read:
    stocked(desk_of)
    substitute(desk_of, "issuer", "clerk")
    clerk = desk_of("clerk")
    save_plan(clerk, plan_draft(clerk))
    return plans


def given_up(desk_of: DeskOf) -> Read:
    own = taken(stocked(desk_of), born(desk_of)).id
    substitute(desk_of, "issuer", "clerk")
    withdraw(desk_of("clerk"), own, "家属不办了")
    return lambda desk: application(desk, own)


MADE: dict[str, Callable[[DeskOf], Read]] = {
    "receipt": received,
    "slip": drawn,
    "void": voided,
    "void taken back": taken_back,
    "destruction": destroyed,
    "loss": lost,
    "count": counted,
    "plan": planned,
    "withdrawal": given_up,
    **{step: lambda desk_of, step=step: exchanged(step, desk_of) for step in STEPS},  # type: ignore[misc]
}
LINES: dict[str, Line] = {
    "receipt": lambda found: found.receipts,
    "slip": lambda found: found.slips,
    "void": lambda found: found.voids,
    "void taken back": lambda found: found.voids,
    "destruction": lambda found: found.slips,
    "loss": lambda found: found.losses,
    "count": lambda found: found.counts,
    "plan": lambda found: found.plans,
    **{step: lambda found: [each for each in found.papers if each.number == NEW] for step in STEPS},
}


@pytest.mark.parametrize("kind", MADE)
def test_a_record_and_its_register_name_the_letter(desk_of: DeskOf, kind: str) -> None:
    read = MADE[kind](desk_of)
    issuer = desk_of("issuer")
    assert LETTER in repr(read(issuer))
    if kind in LINES:  # what was given up is in no register
        assert LETTER in repr(LINES[kind](certificate_registers(issuer, MONTH, masked=False)))


@pytest.mark.parametrize("kind", MADE)
def test_a_letter_something_was_done_under_is_not_withdrawn(desk_of: DeskOf, kind: str) -> None:
    MADE[kind](desk_of)
    with pytest.raises(DeskError, match="还按这份委托办过证"):
        end_early(desk_of("admin"), 1, TODAY - timedelta(days=1), "没用上")


@pytest.mark.parametrize(("kind", "number"), [("collect", NEW), ("loss", SPOILT), ("take", NEW)])
def test_the_page_of_a_number_names_the_letter(desk_of: DeskOf, kind: str, number: str) -> None:
    MADE[kind](desk_of)
    events: Any = number_life(desk_of("issuer"), number).events
    assert LETTER in repr(
        [each for each in events if each.title.template in {"申请", "领证", "上报遗失"}]
    )


def test_a_correction_names_the_letter_in_the_history(desk_of: DeskOf) -> None:
    issuer = stocked(desk_of)
    child = born(desk_of)
    issued(issuer, child)
    values = begin(issuer, "2", child_id=child).values
    asked = take(issuer, child, values | {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]})
    # By the clock and not the business day: whenever this runs.
    substitute(desk_of, "issuer", "clerk", ends_on=date(2100, 12, 31))
    correct(desk_of("clerk"), asked.id, asked.version, asked.values | {"remark": "补充说明"})
    last, first = history(issuer, "certificate_applications", asked.id)
    assert (LETTER in last.name, LETTER in first.name) == (True, False)
