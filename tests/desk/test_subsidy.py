"""The delivery subsidy: applied for, moved on, refused in words, switched off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.case_kinds import KINDS
from desk.context import Desk
from desk.delivery import record_delivery
from desk.errors import Conflict, DeskError
from desk.history import history
from desk.pregnancy import open_card
from desk.pregnancy_view import CardView, RecordView
from desk.ruling import put_house_rules
from desk.subsidy_work import apply, step, stepped, subsidies
from models.base import FieldErrors
from rules.errors import RuleError
from rules.subsidy import APPLIED, DAYS, PAID, PUBLISHED, STATES, refuse_jump, unfounded
from tests.conftest import TODAY, DeskOf

BORN = date(2026, 11, 1)
WOMAN = {
    "name": "史试燕",
    "birth_date": date(1998, 6, 8),
    "lmp": date(2026, 2, 1),
    "booked_on": date(2026, 4, 1),
}
CLAIM = {"noted_on": TODAY, "category": "3", "papers": list("123456"), "total_fen": 300_000}
SENT = CLAIM | {"applied_on": date(2026, 11, 15)}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def delivered(desk: Desk) -> CardView:
    return give_birth(desk)


def give_birth(desk: Desk, **values: Any) -> CardView:
    view = open_card(desk, WOMAN)
    born = {"delivered_on": BORN, "area": "3", "place": "邻县医院", **values}
    return record_delivery(desk, view.id, born, [{"outcome": "1", "sex": "2"}])


def of(view: CardView) -> RecordView:
    found = view.latest("subsidies")
    assert found is not None
    return found


def wrong(values: Mapping[str, Any], desk: Desk, card_id: int) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        apply(desk, card_id, values)
    return {name: error.reason for name, error in caught.value.errors.items()}


@pytest.mark.parametrize(("values", "state"), [(CLAIM, "1"), (SENT, "2")])
def test_with_the_day_of_application_it_waits_for_review(
    desk: Desk, delivered: CardView, values: dict[str, Any], state: str
) -> None:
    assert of(apply(desk, delivered.id, values)).values["state"] == state


@pytest.mark.parametrize(("category", "fen"), [("1", 30_000), ("2", 40_000), ("3", 60_000)])
def test_the_standard_comes_from_the_house_rules(
    desk: Desk, desk_of: DeskOf, delivered: CardView, category: str, fen: int
) -> None:
    own = {"subsidy_own_fen": 30_000, "subsidy_outside_fen": 60_000}
    put_house_rules(desk_of("admin"), own, "县里定的")
    view = apply(desk, delivered.id, CLAIM | {"category": category})
    assert of(view).values["standard_fen"] == fen


def test_a_subsidy_goes_all_the_way(desk: Desk, delivered: CardView) -> None:
    view = apply(desk, delivered.id, SENT)
    for state, name, day in (
        (PUBLISHED, "published_on", date(2026, 11, 16)),
        (PAID, "paid_on", date(2026, 11, 20)),
    ):
        view = step(desk, of(view).id, of(view).version, {"state": state, name: day})
    values = of(view).values
    assert (values["state"], values["paid_fen"]) == (PAID, 40_000)
    assert values["reviewed_on"] == date(2026, 11, 16)
    acts = [change.action for change in history(desk, "subsidies", of(view).id)]
    assert acts == ["subsidy.step", "subsidy.step", "subsidy.record"]


def test_sent_in_again_it_begins_anew(desk: Desk, delivered: CardView) -> None:
    view = apply(desk, delivered.id, SENT)
    back = {"state": "5", "returned_on": date(2026, 11, 16), "why": "缺发票"}
    view = step(desk, of(view).id, of(view).version, back)
    again = {"state": "2", "applied_on": date(2026, 11, 18)}
    values = of(step(desk, of(view).id, of(view).version, again)).values
    assert (values["state"], values["applied_on"]) == ("2", date(2026, 11, 18))
    assert (values["returned_on"], values["why"]) == (None, None)


def test_a_jump_is_refused_in_words(desk: Desk, delivered: CardView) -> None:
    view = apply(desk, delivered.id, CLAIM)
    with pytest.raises(RuleError) as caught:
        step(desk, of(view).id, of(view).version, {"state": PAID, "paid_on": TODAY})
    told = "现在是待申请,不能直接转为已兑现;下一步只能是:待审 不予兑现"
    assert str(caught.value) == told


def test_a_step_over_somebody_elses_is_a_conflict(desk: Desk, delivered: CardView) -> None:
    view = apply(desk, delivered.id, SENT)
    with pytest.raises(Conflict):
        step(desk, of(view).id, 0, {"state": PUBLISHED, "published_on": TODAY})


def test_it_is_noted_once(desk: Desk, delivered: CardView) -> None:
    apply(desk, delivered.id, CLAIM)
    with pytest.raises(DeskError, match="已经登记过"):
        apply(desk, delivered.id, CLAIM)


def test_a_birth_at_home_has_no_subsidy(desk: Desk) -> None:
    view = give_birth(desk, in_hospital="2", area=None)
    assert wrong(CLAIM, desk, view.id) == {"noted_on": "AT_HOME"}
    assert subsidies(desk) == ()


def test_before_the_delivery_there_is_none(desk: Desk) -> None:
    assert wrong(CLAIM, desk, open_card(desk, WOMAN).id) == {"noted_on": "NOT_DELIVERED"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"paid_fen": 40_001}, "paid_fen"),
        ({"total_fen": 30_000, "paid_fen": 30_001}, "paid_fen"),
        ({"insured_fen": 300_001}, "insured_fen"),
        ({"account_tail": "12x4"}, "account_tail"),
        ({"account_tail": "123"}, "account_tail"),
        ({"applied_on": date(2026, 11, 22)}, "applied_on"),
    ],
)
def test_amounts_accounts_and_days_that_cannot_be_are_refused(
    desk: Desk, delivered: CardView, values: dict[str, Any], field: str
) -> None:
    assert set(wrong(CLAIM | values, desk, delivered.id)) == {field}


def test_missing_papers_are_asked_about_when_it_is_sent_in(desk: Desk, delivered: CardView) -> None:
    doubts = KINDS["subsidies"].doubts(SENT | {"papers": ["1"]}, desk.today, delivered)
    assert set(doubts) == {"papers"}


def test_who_gave_birth_in_hospital_and_did_not_apply_is_listed(
    desk: Desk, delivered: CardView
) -> None:
    (line,) = subsidies(desk)
    assert (line.record_id, line.state, line.category) == (None, "1", "3")
    apply(desk, delivered.id, SENT)
    (line,) = subsidies(desk)
    assert (line.state, line.since) == ("2", date(2026, 11, 15))


def test_switched_off_nothing_is_done(desk: Desk, desk_of: DeskOf, delivered: CardView) -> None:
    view = apply(desk, delivered.id, SENT)
    put_house_rules(desk_of("admin"), {"subsidy": "2"}, "并入医保")
    with pytest.raises(DeskError, match="不办理"):
        subsidies(desk)
    with pytest.raises(DeskError, match="不办理"):
        apply(desk, delivered.id, CLAIM)
    with pytest.raises(DeskError, match="不办理"):
        step(desk, of(view).id, of(view).version, {"state": PUBLISHED, "published_on": TODAY})


@given(st.lists(st.sampled_from(sorted(STATES)), max_size=10), st.sampled_from("123"))
def test_every_allowed_way_leaves_a_subsidy_with_what_its_state_needs(
    wanted: list[str], category: str
) -> None:
    kept: dict[str, Any] = SENT | {"state": "1", "category": category, "standard_fen": 40_000}
    kept["applied_on"] = None
    for state in wanted:
        try:
            refuse_jump(kept["state"], state, category)
        except RuleError:
            continue
        kept = stepped(kept, {"state": state, DAYS[state]: TODAY, "why": "缺材料"})
        assert unfounded(kept) == {}
        assert (kept["state"] == PAID) == (kept.get("paid_on") is not None)
        if state == APPLIED:
            assert kept["why"] is None
