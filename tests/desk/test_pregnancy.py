"""From the card to day 42, as a clerk does it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from desk.antenatal import record_contact
from desk.child import child
from desk.context import Desk
from desk.delivery import record_delivery, record_postpartum
from desk.errors import Conflict, DeskError, LooksAlike, NotPermitted
from desk.history import history
from desk.people import find, recent
from desk.pregnancy import CARD_FIELDS, card, correct_card, open_card
from desk.pregnancy_view import CardView
from models.base import FieldErrors
from models.people import MatchDecision
from tests.conftest import TODAY, DeskOf

ID = "331199199806084705"  # a woman born 1998-06-08
OTHER_ID = "331199198902197641"
LMP = date(2026, 2, 1)
CARD: dict[str, Any] = {
    "name": "史试燕",
    "id_no": ID,
    "phones": ["19900004170"],
    "card_no": "C2026001",
    "lmp": LMP,
    "booked_on": date(2026, 4, 1),
    "gravida": 2,
    "para": 1,
}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    return open_card(desk, CARD)


def refusals(values: Mapping[str, Any], desk: Desk) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        open_card(desk, {**CARD, **values})
    return {name: str(error) for name, error in caught.value.errors.items()}


def test_a_card_fills_in_what_follows_from_what_was_typed(opened: CardView) -> None:
    assert opened.mother.birth_date == date(1998, 6, 8)
    assert opened.mother.sex == "2"
    assert opened.values["edd"] == date(2026, 11, 8)
    assert opened.values["booked_ga_days"] == 59
    assert opened.gestation == "41+6"
    assert opened.state == "ongoing"


@pytest.mark.parametrize(
    "text",
    ["史试", "试燕", "ssy", "SSY", "ｓｓｙ", "4705", "084705", "4170", "199", "C2026001", "026001"],
)
def test_she_is_found_by_anything(desk: Desk, opened: CardView, text: str) -> None:
    assert [found.person_id for found in find(desk, text)] == [opened.mother.id]


def test_a_text_that_is_nobodys_finds_nobody(desk: Desk, opened: CardView) -> None:
    assert opened.id
    assert find(desk, "zzz") == ()
    assert find(desk, "%") == ()


def test_an_empty_box_offers_whom_one_worked_on_last(desk: Desk, opened: CardView) -> None:
    assert [found.person_id for found in recent(desk)] == [opened.mother.id]
    assert find(desk, " ") == recent(desk)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": ""}, "name", "请填写姓名"),
        ({"lmp": None}, "lmp", "至少填一项"),
        ({"lmp": TODAY + timedelta(days=1)}, "lmp", "今天之后"),
        ({"booked_on": LMP - timedelta(days=1)}, "booked_on", "早于末次月经"),
        ({"booked_on": TODAY + timedelta(days=1)}, "booked_on", "今天之后"),
        ({"lmp": date(2025, 2, 1), "edd": None}, "lmp", "核对年份"),
        ({"edd": date(2027, 11, 8)}, "edd", "2026-11-08"),
        ({"para": 3}, "para", "不能多于孕次 2"),
        ({"bp_sys": 120, "bp_dia": 120}, "bp_dia", "低于收缩压"),
        ({"bp_sys": 120}, "bp_dia", "一起填"),
        ({"weight_g": 620_000}, "weight_g", "25–200 kg"),
        ({"birth_date": date(1998, 6, 9)}, "birth_date", "与身份证"),
        ({"id_no": "331199199806084713"}, "id_no", "男性"),
        ({"id_no": None, "birth_date": date(2015, 1, 1)}, "birth_date", "11 岁"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_with_the_cure(
    desk: Desk, values: dict[str, Any], field: str, sentence: str
) -> None:
    assert sentence in refusals(values, desk)[field]
    assert find(desk, "史试燕") == ()


def test_an_open_card_is_not_opened_twice(desk: Desk, opened: CardView) -> None:
    with pytest.raises(DeskError, match="已有未结案的孕册 C2026001"):
        open_card(desk, {**CARD, "card_no": "C2"}, same_as=opened.mother.id)


def test_an_identity_number_is_one_persons(desk: Desk, opened: CardView) -> None:
    assert opened.id
    with pytest.raises(DeskError, match="已登记给 史试燕,请查找"):  # of no village
        open_card(desk, {**CARD, "name": "别人试", "card_no": "C2"})


def test_a_card_number_is_one_cards(desk: Desk, opened: CardView) -> None:
    assert opened.id
    assert (
        "史试燕" in refusals({"name": "别人试", "id_no": OTHER_ID, "phones": []}, desk)["card_no"]
    )


@pytest.mark.parametrize("same", [{"phones": ["19900004170"]}, {"birth_date": date(1998, 6, 8)}])
def test_somebody_who_looks_alike_is_shown_and_the_decision_kept(
    desk: Desk, opened: CardView, same: dict[str, Any]
) -> None:
    twin = {"name": "史试燕", "lmp": LMP, **same}
    with pytest.raises(LooksAlike) as caught:
        open_card(desk, twin)
    (candidate,) = caught.value.candidates
    assert candidate.person_id == opened.mother.id
    other = open_card(desk, twin, not_same=[candidate.person_id])
    assert other.mother.id != opened.mother.id
    with Session(desk.store.read) as session:
        (decision,) = session.exec(select(MatchDecision)).all()
    assert (decision.person_id, decision.other_id, decision.same, decision.decided_by) == (
        other.mother.id,
        opened.mother.id,
        False,
        "clerk",
    )


def test_a_name_alone_is_not_alike(desk: Desk, opened: CardView) -> None:
    other = open_card(desk, {"name": "史试燕", "id_no": OTHER_ID, "lmp": LMP})
    assert other.mother.id != opened.mother.id


def test_recognised_as_the_same_she_is_not_doubled_and_learns_what_is_new(
    desk: Desk, opened: CardView
) -> None:
    record_delivery(desk, opened.id, {"delivered_on": date(2026, 11, 1)}, [{"sex": "2"}])
    again = open_card(
        desk,
        {"name": "史试燕", "lmp": date(2026, 11, 10), "address": "新址"},
        same_as=opened.mother.id,
    )
    assert again.mother.id == opened.mother.id
    assert again.mother.values["id_no"] == ID
    assert again.mother.values["address"] == "新址"


def test_the_second_of_two_savers_sees_both(desk: Desk, opened: CardView) -> None:
    correct_card(desk, opened.id, opened.version, {**CARD, "gravida": 3}, "漏记一次")
    with pytest.raises(Conflict) as caught:
        correct_card(desk, opened.id, opened.version, {**CARD, "gravida": 4}, "改错了")
    assert (caught.value.theirs["gravida"], caught.value.yours["gravida"]) == (3, 4)
    assert card(desk, opened.id).values["gravida"] == 3
    chosen = correct_card(desk, opened.id, caught.value.version, {**CARD, "gravida": 4}, "对照后")
    assert chosen.values["gravida"] == 4


def test_a_correction_keeps_old_new_who_and_why(desk: Desk, opened: CardView) -> None:
    correct_card(desk, opened.id, opened.version, {**CARD, "lmp": date(2026, 2, 3)}, "孕妇更正")
    newest = history(desk, "pregnancies", opened.id)[0]
    assert (newest.user, newest.reason) == ("clerk", "孕妇更正")
    assert (newest.old["lmp"], newest.new["lmp"]) == ("2026-02-01", "2026-02-03")


def test_a_correction_without_a_reason_is_refused(desk: Desk, opened: CardView) -> None:
    with pytest.raises(DeskError, match="写明原因"):
        correct_card(desk, opened.id, opened.version, CARD, " ")


def test_only_the_clerk_opens_cards(desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted, match="录入"):
        open_card(desk_of("supervisor"), CARD)


def test_what_the_clerk_confirmed_is_kept(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, "weight_g": 118_000}, doubts=("体重",))
    assert history(desk, "pregnancies", opened.id)[0].reason == "确认: 体重"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"visited_on": LMP - timedelta(days=1)}, "visited_on"),
        ({"visited_on": TODAY + timedelta(days=1)}, "visited_on"),
        ({"visited_on": date(2026, 6, 1), "number": 2}, "visited_on"),
        ({"visited_on": date(2026, 7, 1), "number": 1}, "number"),
        ({"visited_on": date(2026, 7, 1), "outcome": "2"}, "finding"),
        ({"visited_on": date(2026, 7, 1), "referral": "2"}, "referral_reason"),
        ({"visited_on": date(2026, 7, 1), "next_on": date(2026, 7, 1)}, "next_on"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_at_its_field(
    desk: Desk, opened: CardView, values: dict[str, Any], field: str
) -> None:
    record_contact(desk, opened.id, {"visited_on": date(2026, 6, 1), "number": 1})
    with pytest.raises(FieldErrors) as caught:
        record_contact(desk, opened.id, values)
    assert set(caught.value.errors) == {field}
    assert len(card(desk, opened.id).contacts) == 1


def test_a_contact_after_the_delivery_is_refused(desk: Desk, opened: CardView) -> None:
    record_delivery(desk, opened.id, {"delivered_on": date(2026, 11, 1)}, [{"sex": "2"}])
    with pytest.raises(FieldErrors, match="产后访视"):
        record_contact(desk, opened.id, {"visited_on": date(2026, 11, 2)})


def test_each_live_born_twin_becomes_a_child_and_a_stillborn_does_not(
    desk: Desk, opened: CardView
) -> None:
    delivered = record_delivery(
        desk,
        opened.id,
        {"delivered_on": date(2026, 10, 20), "mode": "3", "place": "县中医院"},
        [
            {"sex": "1", "weight_g": 2600, "length_mm": 480},
            {"sex": "2", "weight_g": 2400},
            {"sex": "2", "weight_g": 900, "outcome": "3"},
        ],
    )
    assert delivered.state == "delivered"
    assert delivered.delivery is not None
    assert delivered.delivery.values["ga_days"] == 261
    boy, girl, none = delivered.newborns
    assert none.child_id is None
    first = child(desk, boy.child_id or 0)
    assert (first.person.name, first.person.birth_date) == ("史试燕之子1", date(2026, 10, 20))
    assert (first.mother_id, first.values["birth_weight_g"]) == (opened.mother.id, 2600)
    assert child(desk, girl.child_id or 0).person.name == "史试燕之女2"


def test_a_delivery_is_recorded_once(desk: Desk, opened: CardView) -> None:
    record_delivery(desk, opened.id, {"delivered_on": date(2026, 11, 1)}, [{"sex": "2"}])
    with pytest.raises(DeskError, match="已经登记过"):
        record_delivery(desk, opened.id, {"delivered_on": date(2026, 11, 1)}, [{"sex": "2"}])
    assert len(find(desk, "史试燕之女")) == 1


@pytest.mark.parametrize(
    ("values", "babies", "sentence"),
    [
        ({"delivered_on": date(2026, 5, 31)}, 1, "不足20周"),
        ({"delivered_on": TODAY + timedelta(days=1)}, 1, "今天之后"),
        ({"delivered_on": date(2026, 7, 30)}, 1, "早于最近一次产前随访"),
        ({"delivered_on": date(2026, 11, 1), "discharged_on": date(2026, 10, 30)}, 1, "早于分娩"),
        ({"delivered_on": date(2026, 11, 1)}, 0, "每个新生儿"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused_and_makes_no_child(
    desk: Desk, opened: CardView, values: dict[str, Any], babies: int, sentence: str
) -> None:
    record_contact(desk, opened.id, {"visited_on": date(2026, 8, 1)})
    with pytest.raises((FieldErrors, DeskError), match=sentence):
        record_delivery(desk, opened.id, values, [{"sex": "1"}] * babies)
    assert find(desk, "史试燕之") == ()


def test_a_mother_who_dies_closes_her_card(desk: Desk, opened: CardView) -> None:
    ended = record_delivery(
        desk, opened.id, {"delivered_on": date(2026, 11, 1), "mother_outcome": "2"}, [{"sex": "1"}]
    )
    assert (ended.state, ended.mother.values["died_on"]) == ("ended", date(2026, 11, 1))


def test_the_day_42_check_closes_the_card(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, "lmp": date(2025, 12, 20), "booked_on": None})
    with pytest.raises(DeskError, match="先登记分娩"):
        record_postpartum(desk, opened.id, {"visited_on": TODAY})
    record_delivery(desk, opened.id, {"delivered_on": date(2026, 10, 1)}, [{"sex": "2"}])
    visited = record_postpartum(desk, opened.id, {"visited_on": date(2026, 10, 8)})
    assert visited.state == "delivered"
    with pytest.raises(FieldErrors, match="不应早于产后28天"):
        record_postpartum(desk, opened.id, {"visited_on": date(2026, 10, 9), "kind": "2"})
    closed = record_postpartum(desk, opened.id, {"visited_on": date(2026, 11, 12), "kind": "2"})
    assert closed.state == "closed"
    with pytest.raises(DeskError, match="已结案"):
        record_contact(desk, opened.id, {"visited_on": date(2026, 11, 13)})


def test_a_hostile_name_is_kept_as_typed_without_what_cannot_be_seen(desk: Desk) -> None:
    opened = open_card(desk, {"name": "王[/]\x1b]52;c;x\x07=1+1\u202e试", "lmp": LMP})
    assert opened.mother.name == "王[/]]52;c;x=1+1试"


def test_every_field_of_a_card_is_declared_with_a_label() -> None:
    assert all(spec.label for spec in CARD_FIELDS.values())
