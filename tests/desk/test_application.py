"""Applications for a first certificate: filled from the records, refused where the trade does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from desk.application import (
    application,
    applications,
    correct,
    draft,
    pass_on,
    take,
    withdraw,
)
from desk.application_view import ApplicationView
from desk.child import register_child
from desk.context import Desk
from desk.delivery import record_delivery
from desk.errors import Conflict, DeskError, NotPermitted
from desk.house_rules import rules_of
from desk.issuing import printed, release, reserve
from desk.pregnancy import open_card
from desk.replacing import review
from desk.ruling import put_house_rules
from models.base import FieldErrors
from models.delivery import Delivery
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import NAME, PARENTS, filled, issued, taken

OUTSIDE: dict[str, Any] = {
    "kind": "4",
    "child_name": NAME,
    "sex": "1",
    "birth_date": date(2026, 11, 2),
    "mother_name": "史试燕",
    "mother_id_no": PARENTS["mother_id_no"],
    "applied_on": TODAY,
    "relation": "1",
    "attended": "1",
    "address": "东庄村2组",
    "receiver_phone": "13800001234",
    "paternity_no": "鉴2026-17",
    "papers": ["1", "2", "3", "7"],
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    return born(desk_of)


def wrong(desk: Desk, child_id: int | None, values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        take(desk, child_id, values)
    return {name: str(error) for name, error in caught.value.errors.items()}


def test_everything_known_is_in_the_form_already(issuer: Desk, child_id: int) -> None:
    assert draft(issuer, child_id) == {
        "kind": "1",
        "applied_on": TODAY,
        "child_name": None,
        "sex": "1",
        "birth_date": date(2026, 11, 2),
        "birth_time": "07:59",
        "birth_ga_days": 274,
        "birth_weight_g": 3250,
        "birth_length_mm": 505,
        "born_at": None,
        "institution": "云溪镇卫生院",
        "attended": None,
        "mother_name": "史试燕",
        "mother_id_no": "331199199806084705",
        "mother_id_kind": "1",
        "mother_age": 28,
        "mother_nation": "中国",
        "mother_address": "东庄村2组",
        "father_name": "孔试升",
        "address": "东庄村2组",
        "relation": "1",
        "receiver": "史试燕",
        "receiver_id_kind": "1",
        "receiver_id_no": "331199199806084705",
        "receiver_phone": None,
    }


def test_what_the_records_do_not_say_is_not_made_up(issuer: Desk, desk_of: DeskOf) -> None:
    moved_in = register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": date(2026, 10, 1), "mother_name": "袁试玲"},
    )
    known = draft(issuer, moved_in.id)
    assert known["child_name"] == "钟试文"
    assert known["mother_name"] == "袁试玲"
    assert not {"mother_age", "mother_nation", "mother_ethnic"} & set(known)
    assert known["birth_time"] is None


def test_where_an_institution_is_has_to_be_typed_once(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    issued(issuer, child_id, born_at="浙江省青川县云溪镇")
    mother = {"name": "于试兰", "birth_date": date(1999, 1, 2)}
    other = register_child(
        desk_of("clerk"),
        {"name": "于试宝", "sex": "2", "birth_date": date(2026, 11, 9),
         "mother_name": mother["name"], "birth_place": "云溪镇卫生院"},
    )  # fmt: skip
    assert draft(issuer, other.id)["born_at"] == "浙江省青川县云溪镇"


def test_an_identity_number_says_age_and_nationality(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id, father_id_no="331199199501010019")
    father = {name: view.values[f"father_{name}"] for name in ("id_kind", "age", "nation")}
    assert father == {"id_kind": "1", "age": 31, "nation": "中国"}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"child_name": ""}, "child_name", "请填写"),
        ({"child_name": "史试燕之子"}, "child_name", "正式姓名"),
        ({"applied_on": date(2026, 11, 1)}, "applied_on", "早于出生日期"),
        ({"applied_on": TODAY + timedelta(days=1)}, "applied_on", "今天之后"),
        ({"papers": []}, "papers", "还缺: 1 首次签发登记表"),
        ({"papers": ["1", "2"]}, "papers", "父亲有效身份证件"),
        ({"papers": ["1", "2", "3", "x"]}, "papers", "没有这个选项"),
        ({"papers": ["1", "2", "3", "7"]}, "paternity_no", "编号"),
        ({"relation": "3"}, "papers", "还缺"),
        ({"receiver": "史试竹"}, "receiver", "证上母亲是 史试燕;别人来领请改选"),
        ({"relation": "2", "receiver": "史试燕"}, "receiver", "证上父亲是 孔试升"),
        (
            {"relation": "2", "receiver": "孔试升", "father_name": None},
            "receiver",
            "证上没有父亲信息",
        ),
    ],
)
def test_an_application_that_cannot_be_is_refused_at_the_field(
    issuer: Desk, child_id: int, values: dict[str, Any], field: str, words: str
) -> None:
    assert words in wrong(issuer, child_id, filled(issuer, child_id, **values))[field]
    assert applications(issuer) == ()


def test_a_late_application_says_why(issuer: Desk, desk_of: DeskOf) -> None:
    late = register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": TODAY - timedelta(days=31),
         "mother_name": "袁试玲", "father_name": "钟试明"},
    )  # fmt: skip
    values = filled(issuer, late.id, child_name="钟试文")
    assert "请写明迟办原因" in wrong(issuer, late.id, values)["late_why"]
    assert take(issuer, late.id, {**values, "late_why": "母亲外出务工"}).step == "reserve"


def test_a_very_late_application_needs_a_parentage_test(issuer: Desk, desk_of: DeskOf) -> None:
    late = register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": date(2025, 1, 3),
         "mother_name": "袁试玲", "father_name": "钟试明"},
    )  # fmt: skip
    values = filled(issuer, late.id, late_why="不知道要办")
    assert "亲子鉴定" in wrong(issuer, late.id, values)["papers"]
    tested = {**values, "papers": ["1", "2", "3", "7"], "paternity_no": "鉴2026-17"}
    assert take(issuer, late.id, tested).step == "reserve"


def test_it_is_late_by_the_day_it_is_taken_whatever_day_is_typed(
    issuer: Desk, desk_of: DeskOf
) -> None:
    born_on = TODAY - timedelta(days=40)
    late = register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": born_on, "mother_name": "袁试玲"},
    )
    values = filled(issuer, late.id, papers=["1", "2", "6"], applied_on=born_on)
    assert "请写明迟办原因" in wrong(issuer, late.id, values)["late_why"]


def test_a_father_who_collects_gives_his_number_once(issuer: Desk, child_id: int) -> None:
    father = "331199199603150012"
    collects = {"relation": "2", "receiver": "孔试升", "receiver_id_no": father}
    values = filled(issuer, child_id, **collects, receiver_id_kind=None, father_id_no=None)
    view = take(issuer, child_id, {**values, "papers": ["1", "2", "3", "5"]})
    assert (view.values["father_id_no"], view.values["father_age"]) == (father, 30)


def test_a_child_has_one_open_application(issuer: Desk, child_id: int) -> None:
    values = filled(issuer, child_id)
    take(issuer, child_id, values)
    with pytest.raises(DeskError, match="2026-11-21 的申请还没有办完"):
        take(issuer, child_id, values)
    with pytest.raises(DeskError, match="2026-11-21 的申请还没有办完"):
        draft(issuer, child_id)


def test_a_child_has_one_first_certificate(issuer: Desk, child_id: int) -> None:
    values = filled(issuer, child_id)
    issued(issuer, child_id)
    with pytest.raises(DeskError, match="已有出生医学证明 Z331990001"):
        take(issuer, child_id, values)


def test_exchange_and_reissue_are_not_taken_here(issuer: Desk, child_id: int) -> None:
    with pytest.raises(DeskError, match="首次签发"):
        take(issuer, child_id, filled(issuer, child_id, kind="2"))


def test_a_family_that_is_not_on_the_books_is_kept_as_typed(issuer: Desk) -> None:
    values = {
        "child_name": NAME,
        "sex": "1",
        "birth_date": date(2026, 11, 2),
        "mother_name": "外试花",
        "father_name": "孔试升",
        **PARENTS,
        "applied_on": TODAY,
        "papers": ["1", "2", "3"],
    }
    view = take(issuer, None, values)
    assert (view.child_id, view.person_id, view.step) == (None, None, "reserve")
    with pytest.raises(DeskError, match=f"{NAME} 2026-11-21 的申请还没有办完"):
        take(issuer, None, values)


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer", "supervisor", "admin"])
def test_only_the_issuer_takes_applications(
    issuer: Desk, child_id: int, desk_of: DeskOf, role: str
) -> None:
    with pytest.raises(NotPermitted, match="签发"):
        take(desk_of(role), child_id, filled(issuer, child_id))


def test_the_oldest_application_is_the_first_of_the_list(issuer: Desk, child_id: int) -> None:
    outside = take(issuer, None, OUTSIDE | {"birth_date": date(2026, 11, 1)})
    early = taken(issuer, child_id, applied_on=date(2026, 11, 9))
    assert [one.id for one in applications(issuer)] == [early.id, outside.id]


# --- corrected and withdrawn


def test_an_open_application_is_corrected_freely(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    reserve(issuer, view.id)
    mended = correct(issuer, view.id, at(issuer, view).version, view.values | {"sex": "2"})
    assert (mended.values["sex"], mended.step) == ("2", "print")


def test_nothing_is_corrected_after_the_print(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    reserve(issuer, view.id)
    printed(issuer, view.id)
    with pytest.raises(DeskError, match="已经打印"):
        correct(issuer, view.id, at(issuer, view).version, view.values | {"sex": "2"})


def test_nothing_is_corrected_after_the_issue(issuer: Desk, child_id: int) -> None:
    done = issued(issuer, child_id).application
    with pytest.raises(DeskError, match="已经办结"):
        correct(issuer, done.id, done.version, done.values | {"sex": "2"}, "错了")


def test_of_two_who_correct_the_second_sees_both(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    correct(issuer, view.id, view.version, view.values | {"sex": "2"})
    with pytest.raises(Conflict):
        correct(issuer, view.id, view.version, view.values | {"sex": "9"})


def test_an_application_is_withdrawn_with_a_reason(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    with pytest.raises(DeskError, match="原因"):
        withdraw(issuer, view.id, " ")
    gone = withdraw(issuer, view.id, "家长改到县里办")
    assert (gone.step, gone.ended_on, gone.ended_why) == ("withdrawn", TODAY, "家长改到县里办")
    assert applications(issuer) == ()
    assert taken(issuer, child_id).step == "reserve"


def test_a_clock_set_back_withdraws_nothing(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    with pytest.raises(DeskError, match="早于申请或审核的日期 2026-11-21"):
        withdraw(replace(issuer, today=TODAY - timedelta(days=1)), view.id, "家长改到县里办")
    assert applications(issuer) == (view,)


def test_an_application_with_a_number_is_not_withdrawn(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id)
    reserve(issuer, view.id)
    with pytest.raises(DeskError, match="占着一个编号"):
        withdraw(issuer, view.id, "不办了")
    release(issuer, view.id, "不办了")
    assert withdraw(issuer, view.id, "不办了").step == "withdrawn"


def at(desk: Desk, view: ApplicationView) -> ApplicationView:
    return application(desk, view.id)


# --- where the child was born


def moved_in(desk_of: DeskOf, place: str | None) -> int:
    """A child without a delivery on the books."""
    child = {"name": "钟试文", "sex": "1", "birth_date": date(2026, 11, 1), "mother_name": "袁试玲"}
    return register_child(desk_of("clerk"), {**child, "birth_place": place}).id


@pytest.mark.parametrize("place", ["演示县人民医院", "县妇幼保健院", "东山卫生院"])
def test_a_child_of_another_institution_has_its_certificate_from_there(
    issuer: Desk, desk_of: DeskOf, place: str
) -> None:
    for child_id in (born(desk_of, place), moved_in(desk_of, place)):
        with pytest.raises(DeskError, match=f"该在出生的医疗机构签发: {place}"):
            draft(issuer, child_id)


def test_an_application_does_not_pass_by_where_the_child_was_born(
    issuer: Desk, desk_of: DeskOf
) -> None:
    child_id = born(desk_of)
    values = filled(issuer, child_id)
    with Session(issuer.store.write) as session:
        session.get_one(Delivery, 1).place = "演示县人民医院"
        session.commit()
    with pytest.raises(DeskError, match="该在出生的医疗机构签发"):
        take(issuer, child_id, values)


@pytest.mark.parametrize("place", [None, "县城", "云溪卫生院"])
def test_where_it_is_not_clear_or_here_the_form_opens(
    issuer: Desk, desk_of: DeskOf, place: str | None
) -> None:
    known = draft(issuer, moved_in(desk_of, place))
    assert (known["kind"], known["institution"]) == ("1", place)


def test_a_child_born_at_home_leads_to_the_other_form(issuer: Desk, desk_of: DeskOf) -> None:
    known = draft(issuer, moved_in(desk_of, "家中"))
    assert (known["kind"], known["institution"]) == ("4", "/")


# --- born outside an institution


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("attended", "机构外出生的要填"),
        ("address", "机构外出生的要填"),
        ("receiver_phone", "机构外出生的要填"),
        ("paternity_no", "编号"),
    ],
)
def test_a_birth_outside_says_more(issuer: Desk, field: str, words: str) -> None:
    assert words in wrong(issuer, None, OUTSIDE | {field: None})[field]


def test_a_birth_outside_is_reviewed_before_anything_else(issuer: Desk) -> None:
    view = take(issuer, None, OUTSIDE)
    assert view.step == "review"
    with pytest.raises(DeskError, match="还没有审核同意"):
        reserve(issuer, view.id)
    with pytest.raises(DeskError, match="审核同意后才能移交"):
        pass_on(issuer, view.id, "县妇幼保健院")


def test_a_centre_that_only_reviews_passes_it_on(issuer: Desk, desk_of: DeskOf) -> None:
    view = take(issuer, None, OUTSIDE)
    review(desk_of("reviewer"), view.id, "1")
    assert at(issuer, view).step == "pass"
    with pytest.raises(DeskError):
        reserve(issuer, view.id)
    passed = pass_on(issuer, view.id, "县妇幼保健院")
    assert (passed.step, passed.passed_to, passed.number) == ("passed", "县妇幼保健院", None)
    assert passed.ended_on == TODAY


def test_a_clock_set_back_passes_nothing_on(issuer: Desk, desk_of: DeskOf) -> None:
    view = take(issuer, None, OUTSIDE)
    review(desk_of("reviewer"), view.id, "1")
    with pytest.raises(DeskError, match="早于申请或审核的日期 2026-11-21"):
        pass_on(replace(issuer, today=TODAY - timedelta(days=1)), view.id, "县妇幼保健院")


def test_a_centre_that_issues_for_them_goes_on_as_ever(issuer: Desk, desk_of: DeskOf) -> None:
    admin = desk_of("admin")
    put_house_rules(admin, rules_of(admin).model_dump() | {"cert_outside": "2"}, "受县里委托")
    view = take(issuer, None, OUTSIDE)
    review(desk_of("reviewer"), view.id, "1")
    held = reserve(issuer, view.id)
    assert (held.step, held.number) == ("print", "Z331990001")


def test_a_delivery_at_home_begins_the_other_form(issuer: Desk, desk_of: DeskOf) -> None:
    clerk = desk_of("clerk")
    mother = {"name": "于试兰", "birth_date": date(1999, 1, 2), "lmp": date(2026, 2, 1)}
    at_home = {"delivered_on": date(2026, 11, 2), "in_hospital": "2", "level": "5"}
    delivered = record_delivery(clerk, open_card(clerk, mother).id, at_home, [{"sex": "2"}])
    known = draft(issuer, delivered.newborns[0].child_id)
    assert (known["kind"], known["institution"]) == ("4", "/")


@pytest.mark.parametrize(
    ("attendant", "attended"), [("1", "2"), ("2", "2"), ("3", "1"), ("4", "2"), (None, None)]
)
def test_who_attended_a_birth_outside_is_known_from_the_delivery(
    issuer: Desk, desk_of: DeskOf, attendant: str | None, attended: str | None
) -> None:
    at_home = {"in_hospital": "2", "attendant": attendant}
    assert draft(issuer, born(desk_of, "家中", **at_home))["attended"] == attended


def test_who_attended_a_birth_in_an_institution_is_not_asked(issuer: Desk, desk_of: DeskOf) -> None:
    assert draft(issuer, born(desk_of, attendant="1"))["attended"] is None


def test_what_was_reviewed_is_corrected_with_a_reason_and_reviewed_again(
    issuer: Desk, desk_of: DeskOf
) -> None:
    view = take(issuer, None, OUTSIDE)
    review(desk_of("reviewer"), view.id, "1")
    version = at(issuer, view).version
    with pytest.raises(DeskError, match="原因"):
        correct(issuer, view.id, version, view.values | {"sex": "2"})
    again = correct(issuer, view.id, version, view.values | {"sex": "2"}, "抄错")
    assert (again.step, again.decision, again.reviewer) == ("review", None, "")
