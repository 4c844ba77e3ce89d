"""Referrals: made once by what sends her on, following it, answered within two weeks."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.antenatal import correct_contact, record_contact, record_first_exam
from desk.case_work import correct, record
from desk.context import Desk
from desk.ending import end_card
from desk.errors import Conflict
from desk.history import history
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from desk.referral import REFERRALS, slip, unanswered
from desk.referral_result import record_result
from desk.risk import assess_risk
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf

LMP = date(2026, 7, 1)
DAY = date(2026, 11, 2)
SENT = {"referral": "2", "referral_reason": "血压偏高", "referral_place": "县妇幼产科"}
WEEKS = 14


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    return open_card(desk, {"name": "史试燕", "birth_date": date(1998, 6, 8), "lmp": LMP})


def referrals(view: CardView) -> list[dict[str, Any]]:
    return [each.values for each in view.records["referrals"]]


def corrected(desk: Desk, opened: CardView, **changes: Any) -> CardView:
    """The only contact of the card with some values changed."""
    (contact,) = card(desk, opened.id).contacts
    values = {**contact.values, **changes}
    return correct_contact(desk, contact.id, contact.version, values, "更正")


def test_a_contact_that_sends_her_on_makes_its_referral(desk: Desk, opened: CardView) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, "doctor": "钱医生", **SENT})
    (made,) = referrals(view)
    assert (made["referred_on"], made["reason"], made["place"]) == (DAY, "血压偏高", "县妇幼产科")
    assert (made["source"], made["doctor"], made["result_on"]) == ("1", "钱医生", None)


def test_a_contact_that_does_not_send_her_on_makes_none(desk: Desk, opened: CardView) -> None:
    assert referrals(record_contact(desk, opened.id, {"visited_on": DAY})) == []


def test_a_first_examination_that_sends_her_on_makes_its_referral(
    desk: Desk, opened: CardView
) -> None:
    view = record_first_exam(desk, opened.id, {"visited_on": DAY, "hb": 90, **SENT})
    assert [each["reason"] for each in referrals(view)] == ["血压偏高"]


def test_the_first_sheet_over_a_contact_1_makes_no_second_referral(
    desk: Desk, opened: CardView
) -> None:
    record_contact(desk, opened.id, {"visited_on": DAY, "number": 1, **SENT})
    view = record_first_exam(desk, opened.id, {"visited_on": DAY, "hb": 90, **SENT})
    assert len(referrals(view)) == 1


def test_a_referral_follows_the_correction_of_its_contact(desk: Desk, opened: CardView) -> None:
    record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    view = corrected(desk, opened, referral_reason="子痫前期", visited_on=DAY + timedelta(days=1))
    (made,) = referrals(view)
    assert (made["reason"], made["referred_on"]) == ("子痫前期", DAY + timedelta(days=1))


def test_a_correction_that_does_not_touch_the_referral_leaves_it(
    desk: Desk, opened: CardView
) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    (own,) = view.records["referrals"]
    correct(desk, "referrals", own.id, own.version, {**own.values, "place": "市医院"}, "去了市里")
    assert referrals(corrected(desk, opened, weight_g=60_000))[0]["place"] == "市医院"


def test_a_contact_corrected_to_send_her_on_makes_its_referral(
    desk: Desk, opened: CardView
) -> None:
    record_contact(desk, opened.id, {"visited_on": DAY})
    assert len(referrals(corrected(desk, opened, **SENT))) == 1


def test_a_contact_corrected_not_to_send_her_on_takes_its_referral_back(
    desk: Desk, opened: CardView
) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    own = view.records["referrals"][0].id
    not_sent = {"referral": "1", "referral_reason": None, "referral_place": None}
    assert referrals(corrected(desk, opened, **not_sent)) == []
    assert history(desk, "referrals", own)[0].old["reason"] == "血压偏高"


def test_a_referral_with_a_result_is_not_taken_back(desk: Desk, opened: CardView) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    own = view.records["referrals"][0]
    record_result(desk, own.id, own.version, {"result_on": TODAY, "result": "好转"})
    with pytest.raises(FieldErrors, match="已有结果"):
        corrected(desk, opened, referral="1", referral_reason=None)
    assert len(referrals(card(desk, opened.id))) == 1


def test_a_referral_waits_for_its_result_until_it_is_there(desk: Desk, opened: CardView) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    (waiting,) = unanswered(view, WEEKS)
    assert waiting.due_on == date(2026, 11, 16)
    own = waiting.referral
    told = {"result_on": TODAY, "result": "血压已控制", "result_place": "县妇幼"}
    answered = record_result(desk, own.id, own.version, told)
    assert unanswered(answered, WEEKS) == []
    assert referrals(answered)[0]["result"] == "血压已控制"
    with pytest.raises(Conflict):
        record_result(desk, own.id, own.version, told)


def test_the_result_comes_also_when_the_card_is_closed(desk: Desk, opened: CardView) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    end_card(desk, opened.id, {"ended_on": TODAY, "end_reason": "6"})
    own = view.records["referrals"][0]
    answered = record_result(desk, own.id, own.version, {"result_on": TODAY, "result": "已住院"})
    assert (answered.state, unanswered(answered, WEEKS)) == ("ended", [])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"result_on": TODAY}, "result"),
        ({"result": "好转"}, "result_on"),
        ({"result": "好转", "result_on": DAY - timedelta(days=1)}, "result_on"),
        ({"result": "好转", "result_on": TODAY + timedelta(days=1)}, "result_on"),
    ],
)
def test_a_result_that_cannot_be_is_refused_at_its_field(
    desk: Desk, opened: CardView, told: dict[str, Any], field: str
) -> None:
    view = record_contact(desk, opened.id, {"visited_on": DAY, **SENT})
    own = view.records["referrals"][0]
    with pytest.raises(FieldErrors) as caught:
        record_result(desk, own.id, own.version, told)
    assert set(caught.value.errors) == {field}


def test_she_is_sent_on_outside_a_contact_too(desk: Desk, opened: CardView) -> None:
    values = {"referred_on": DAY, "source": "2", "reason": "筛查阳性", "urgent": "2"}
    view = record(desk, "referrals", opened.id, values)
    assert [each["source"] for each in referrals(view)] == ["2"]


def test_nobody_is_sent_on_before_the_pregnancy(desk: Desk, opened: CardView) -> None:
    values = {"referred_on": LMP - timedelta(days=1), "reason": "腹痛"}
    with pytest.raises(FieldErrors) as caught:
        record(desk, "referrals", opened.id, values)
    assert set(caught.value.errors) == {"referred_on"}


def test_a_slip_after_a_positive_screening_says_what_was_found(
    desk: Desk, opened: CardView
) -> None:
    view = assess_risk(desk, opened.id, {"assessed_on": DAY, "items": ["2.3"]})
    assert slip(view) == {"source": "2", "reason": "不孕史"}


def test_a_slip_does_not_tell_of_an_infection(desk: Desk, opened: CardView) -> None:
    record(desk, "infection_tests", opened.id, {"tested_on": DAY, "syphilis": "2"})
    view = assess_risk(desk, opened.id, {"assessed_on": DAY, "items": ["2.3"]})
    assert slip(view)["reason"] == "不孕史；见专册"


def test_a_screening_that_was_sent_on_begins_no_second_slip(desk: Desk, opened: CardView) -> None:
    view = assess_risk(desk, opened.id, {"assessed_on": DAY, "items": ["2.3"]})
    view = record(desk, "referrals", opened.id, {"referred_on": DAY, **slip(view)})
    assert slip(view) == {}


def test_a_slip_after_an_assessment_begins_with_what_it_found(desk: Desk, opened: CardView) -> None:
    judged = {"assessed_on": DAY, "kind": "2", "items": ["2.3"], "colours": ["2"]}
    assert slip(assess_risk(desk, opened.id, judged)) == {"reason": "不孕史"}


def test_a_slip_begins_with_the_last_finding_until_she_is_sent_on(
    desk: Desk, opened: CardView
) -> None:
    found = {"visited_on": DAY, "outcome": "2", "finding": "血压偏高"}
    view = record_contact(desk, opened.id, found)
    assert slip(view) == {"reason": "血压偏高"}
    assert slip(record(desk, "referrals", opened.id, {"referred_on": DAY, **slip(view)})) == {}


def test_a_result_of_one_character_is_asked_about(opened: CardView) -> None:
    told = {"referred_on": DAY, "result_on": DAY, "result": "1"}
    assert list(REFERRALS.doubts(told, TODAY, opened)) == ["result"]
    assert not REFERRALS.doubts({**told, "result": "血压已控制"}, TODAY, opened)
