"""Exchange and reissue: from the old certificate, reviewed by another, both numbers linked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk.application import application, withdraw
from desk.application_view import ApplicationView
from desk.child import register_child
from desk.context import Desk
from desk.errors import DeskError, NotPermitted
from desk.issuing import IssueView, confirm, misprint, printed, release, reserve
from desk.losses import lose
from desk.number_life import number_life
from desk.people import find
from desk.replacing import review
from desk.replacing_start import begin, correct, problems, take
from desk.sign_in import set_roles
from desk.voiding import void
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, reviewer, states, stocked
from tests.desk.certified import collected, issued, taken

OLD, NEW = "Z331990001", "Z331990002"
EXCHANGE, REISSUE = "2", "3"
ASKED: dict[str, dict[str, Any]] = {
    EXCHANGE: {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]},
    REISSUE: {
        "cause": "1",
        "newspaper": "本人声明",
        "declared_on": TODAY,
        "mother_hukou": "2",
        "father_hukou": "1",
        "papers": ["1", "2", "3", "5", "6"],
    },
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(issuer: Desk, desk_of: DeskOf) -> int:
    """A child with a certificate of ours, number ``OLD``, which its mother has."""
    own = born(desk_of)
    collected(desk_of, issued(issuer, own, address="东庄村2组"))
    return own


def wanted(desk: Desk, child_id: int, kind: str, **values: Any) -> dict[str, Any]:
    """A whole form of an exchange or a reissue."""
    collects = {"receiver": values["mother_name"]} if "mother_name" in values else {}
    return {**begin(desk, kind, child_id=child_id).values, **ASKED[kind], **collects, **values}


def asked(desk: Desk, child_id: int, kind: str, **values: Any) -> ApplicationView:
    return take(desk, child_id, wanted(desk, child_id, kind, **values))


def replaced(desk: Desk, child_id: int, kind: str, **values: Any) -> IssueView:
    """The whole way to the new certificate."""
    mine = asked(desk, child_id, kind, **values)
    review(desk, mine.id, "1", by=reviewer(desk))
    reserve(desk, mine.id)
    printed(desk, mine.id)
    return confirm(desk, mine.id)


def refused(desk: Desk, child_id: int | None, values: dict[str, Any]) -> set[str]:
    """The fields at which it is refused."""
    before = states(desk)
    with pytest.raises(FieldErrors) as caught:
        take(desk, child_id, values)
    assert states(desk) == before
    return set(caught.value.errors)


@pytest.mark.parametrize("kind", [EXCHANGE, REISSUE])
def test_all_that_is_known_comes_from_the_old_certificate(
    issuer: Desk, child: int, kind: str
) -> None:
    values = begin(issuer, kind, child_id=child).values
    assert values["old_number"] == OLD
    assert (values["child_name"], values["mother_id_no"]) == ("孔试安", "331199199806084705")
    assert values["birth_weight_g"] == 3250
    assert values["kind"] == kind


def test_addresses_and_other_papers_come_from_the_old_certificate(
    issuer: Desk, desk_of: DeskOf
) -> None:
    own = born(desk_of)
    said: dict[str, Any] = {
        "mother_address": "云溪镇东庄村2组",
        "father_address": "外省某县",
        "father_id_kind": "9",
        "father_id_no": None,
        "father_id_name": "户口簿",
        "father_other_no": "0012345",
    }
    issued(issuer, own, **said)
    assert begin(issuer, REISSUE, child_id=own).values.items() >= said.items()


def test_the_mother_collects_with_the_paper_she_has(issuer: Desk, desk_of: DeskOf) -> None:
    own = born(desk_of)
    passport: dict[str, Any] = {
        "mother_id_kind": "3",
        "mother_id_no": None,
        "mother_other_no": "E12345678",
    }
    issued(issuer, own, **passport)
    values = begin(issuer, EXCHANGE, child_id=own).values
    assert (values["receiver_id_kind"], values["receiver_other_no"]) == ("3", "E12345678")


def test_another_may_collect_a_reissue_by_another_paper(issuer: Desk, child: int) -> None:
    aunt: dict[str, Any] = {
        "relation": "9",
        "receiver": "史试梅",
        "receiver_id_kind": "3",
        "receiver_id_no": None,
        "receiver_other_no": "E12345678",
        "papers": [*ASKED[REISSUE]["papers"], "4", "9"],
    }
    assert asked(issuer, child, REISSUE, **aunt).values["receiver_other_no"] == "E12345678"


def test_it_begins_from_the_page_of_the_number_as_well(issuer: Desk, child: int) -> None:
    found = begin(issuer, REISSUE, number=OLD)
    assert (found.child_id, found.values) == (child, begin(issuer, REISSUE, child_id=child).values)


def test_a_number_without_a_certificate_begins_nothing(issuer: Desk) -> None:
    with pytest.raises(DeskError, match="没有签发记录"):
        begin(issuer, REISSUE, number="Z331990009")


@pytest.mark.parametrize(("kind", "becomes"), [(EXCHANGE, "recalled"), (REISSUE, "declared")])
def test_the_old_number_follows_the_new_one_and_both_know_each_other(
    issuer: Desk, child: int, kind: str, becomes: str
) -> None:
    made = replaced(issuer, child, kind)
    now = states(issuer)
    assert (made.number, now[OLD], now[NEW]) == (NEW, becomes, "issued")
    assert number_life(issuer, OLD).replaced_by == (NEW,)
    assert number_life(issuer, NEW).replaces == (OLD,)


@pytest.mark.parametrize("number", [OLD, NEW])
def test_the_child_is_found_by_both_numbers(
    issuer: Desk, child: int, desk_of: DeskOf, number: str
) -> None:
    replaced(issuer, child, EXCHANGE)
    assert [found.name for found in find(desk_of("clerk"), number)] == ["孔试安"]


def test_the_old_number_follows_only_the_certificate_itself(issuer: Desk, child: int) -> None:
    mine = asked(issuer, child, EXCHANGE)
    review(issuer, mine.id, "1", by=reviewer(issuer))
    reserve(issuer, mine.id)
    printed(issuer, mine.id)
    assert states(issuer)[OLD] == "issued"


def test_an_exchange_mends_the_childs_name(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    replaced(issuer, child, EXCHANGE, cause="1", child_name="孔试桉")
    assert [found.name for found in find(desk_of("clerk"), NEW)] == ["孔试桉"]


# --- the review


@pytest.mark.parametrize("kind", [EXCHANGE, REISSUE])
def test_no_number_is_reserved_before_the_review(issuer: Desk, child: int, kind: str) -> None:
    mine = asked(issuer, child, kind)
    with pytest.raises(DeskError, match="没有审核同意"):
        reserve(issuer, mine.id)
    assert states(issuer)[NEW] == "in_stock"


def test_the_reviewer_decides_at_a_desk_of_their_own(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    mine = asked(issuer, child, REISSUE)
    view = review(desk_of("reviewer"), mine.id, "1")
    assert (view.step, view.reviewer, view.decided_on) == ("reserve", "审核", TODAY)


def test_a_clock_set_back_reviews_nothing(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    mine = asked(issuer, child, REISSUE)
    yesterday = replace(desk_of("reviewer"), today=TODAY - timedelta(days=1))
    with pytest.raises(DeskError, match="电脑日期 2026-11-20 早于申请或审核的日期 2026-11-21"):
        review(yesterday, mine.id, "1")


@pytest.mark.parametrize("role", ["issuer", "clerk", "sealer"])
def test_nobody_else_reviews(issuer: Desk, child: int, desk_of: DeskOf, role: str) -> None:
    mine = asked(issuer, child, REISSUE)
    with pytest.raises(NotPermitted):
        review(desk_of(role), mine.id, "1")
    assert application(issuer, mine.id).step == "review"


def test_who_took_it_does_not_review_it(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    mine = asked(issuer, child, REISSUE)
    set_roles(desk_of("admin"), "issuer", ("reviewer",))
    with pytest.raises(DeskError, match="应是两个人"):
        review(desk_of("issuer"), mine.id, "1")


def test_who_corrected_it_does_not_review_it(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    mine = asked(issuer, child, REISSUE)
    set_roles(desk_of("admin"), "clerk", ("issuer",))
    correct(desk_of("clerk"), mine.id, mine.version, mine.values | {"remark": "补充说明"})
    set_roles(desk_of("admin"), "clerk", ("reviewer",))
    with pytest.raises(DeskError, match="应是两个人"):
        review(desk_of("clerk"), mine.id, "1")


@pytest.mark.parametrize(
    ("done", "step"),
    [
        ((), reserve),
        ((reserve,), printed),
        ((reserve,), lambda desk, own: release(desk, own, "选错了")),
        ((reserve,), lambda desk, _: void(desk, NEW, "3")),
        ((reserve, printed), lambda desk, own: misprint(desk, own, "1")),
        ((reserve, printed), confirm),
    ],
)
def test_who_reviewed_it_does_nothing_with_its_numbers(
    issuer: Desk, child: int, desk_of: DeskOf, done: Any, step: Any
) -> None:
    mine = asked(issuer, child, REISSUE)
    review(issuer, mine.id, "1", by=reviewer(issuer))
    for each in done:
        each(issuer, mine.id)
    set_roles(desk_of("admin"), "reviewer", ("issuer",))
    before = states(issuer)
    with pytest.raises(DeskError, match="要由别人办"):
        step(desk_of("reviewer"), mine.id)
    assert states(issuer) == before


def test_who_reviewed_it_tells_that_its_number_is_lost(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    mine = asked(issuer, child, REISSUE)
    review(issuer, mine.id, "1", by=reviewer(issuer))
    reserve(issuer, mine.id)
    set_roles(desk_of("admin"), "reviewer", ("issuer",))
    lose(desk_of("reviewer"), NEW, {"found_on": TODAY, "cause": "1", "story": "柜中不见"})
    assert states(issuer)[NEW] == "lost"


def test_what_is_sent_back_says_why_and_is_mended(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    mine = asked(issuer, child, REISSUE)
    with pytest.raises(FieldErrors) as caught:
        review(desk_of("reviewer"), mine.id, "2", " ")
    assert set(caught.value.errors) == {"opinion"}
    sent = review(desk_of("reviewer"), mine.id, "2", "声明日期不对")
    assert (sent.step, sent.opinion) == ("review", "声明日期不对")
    mended = wanted_again(issuer, mine, newspaper="云溪日报")
    correct(issuer, mine.id, sent.version, mended, "改了声明")
    assert review(desk_of("reviewer"), mine.id, "1").step == "reserve"


def wanted_again(desk: Desk, mine: ApplicationView, **values: Any) -> dict[str, Any]:
    return {**application(desk, mine.id).values, **values}


def test_what_was_agreed_to_is_not_decided_again(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    mine = asked(issuer, child, REISSUE)
    review(desk_of("reviewer"), mine.id, "1")
    with pytest.raises(DeskError, match="已审核同意"):
        review(desk_of("reviewer"), mine.id, "2", "改主意了")


def test_what_is_withdrawn_is_not_reviewed(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    mine = asked(issuer, child, REISSUE)
    withdraw(issuer, mine.id, "证找到了")
    with pytest.raises(DeskError, match="已经办结"):
        review(desk_of("reviewer"), mine.id, "1")


# --- the old number


def test_a_number_replaced_already_says_by_which(issuer: Desk, child: int) -> None:
    values = wanted(issuer, child, EXCHANGE)
    replaced(issuer, child, EXCHANGE)
    with pytest.raises(FieldErrors, match=f"现在有效的是 {NEW}"):
        take(issuer, child, values)


def test_a_number_never_issued_is_refused(issuer: Desk, child: int) -> None:
    void(issuer, NEW, "3")
    for number in (NEW, "Z331990003"):
        assert refused(issuer, child, wanted(issuer, child, REISSUE, old_number=number)) == {
            "old_number"
        }


def test_one_number_is_replaced_by_one_application(issuer: Desk, child: int) -> None:
    values = wanted(issuer, child, EXCHANGE)
    asked(issuer, child, REISSUE)
    assert refused(issuer, None, values) == {"old_number"}


def test_another_childs_number_is_refused(issuer: Desk, child: int, desk_of: DeskOf) -> None:
    other = register_child(
        desk_of("clerk"),
        {"name": "孔试二", "sex": "2", "birth_date": date(2026, 10, 2), "mother_name": "史试燕",
         "cert_no": "Z331980001"},
    )  # fmt: skip
    values = wanted(issuer, child, EXCHANGE)
    assert refused(issuer, other.id, values) == {"old_number"}


def before_the_program(desk_of: DeskOf, place: str | None) -> int:
    made = register_child(
        desk_of("clerk"),
        {"name": "孔试二", "sex": "2", "birth_date": date(2021, 10, 2), "mother_name": "史试燕",
         "birth_place": place, "cert_no": "T331980001"},
    )  # fmt: skip
    return made.id


def test_a_number_from_before_the_program_is_asked_about_and_kept(
    issuer: Desk, desk_of: DeskOf
) -> None:
    old = before_the_program(desk_of, "云溪镇卫生院")
    values = wanted(issuer, old, REISSUE)
    wrong, doubts = problems(issuer, values, old)
    assert (wrong, set(doubts)) == ({}, {"old_number"})
    made = replaced(issuer, old, REISSUE)
    assert number_life(issuer, made.number).replaces == ("T331980001",)


def test_a_number_on_the_books_is_not_asked_about(issuer: Desk, child: int) -> None:
    assert problems(issuer, wanted(issuer, child, REISSUE), child) == ({}, {})


def test_a_certificate_of_another_institution_is_sent_there(issuer: Desk, desk_of: DeskOf) -> None:
    old = before_the_program(desk_of, "县中医院")
    with pytest.raises(FieldErrors, match="县中医院 签发,请到原签发机构"):
        take(issuer, old, wanted(issuer, old, REISSUE))


def test_nobody_born_before_1996_gets_another(issuer: Desk, desk_of: DeskOf) -> None:
    old = before_the_program(desk_of, None)
    values = wanted(issuer, old, REISSUE, birth_date=date(1995, 12, 31))
    assert refused(issuer, old, values) == {"birth_date"}


# --- what an exchange asks


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"returned": None}, "returned"),
        ({"returned": "1"}, "returned"),
        ({"returned": "2", "mother_hukou": "2"}, "returned"),
        ({"cause": None}, "cause"),
        ({"cause": "7"}, "cause"),
        ({"cause": "9"}, "cause_words"),
        ({"child_name": "孔试桉"}, "cause"),
        ({"cause": "3", "papers": ["1", "2", "4", "9"]}, "cause"),
        ({"cause": "4", "returned": "1", "father_hukou": "2", "papers": ["1", "2", "3", "4"]},
         "cause"),
    ],
)  # fmt: skip
def test_an_exchange_that_does_not_fit_is_refused_at_the_field(
    issuer: Desk, child: int, values: dict[str, Any], field: str
) -> None:
    assert refused(issuer, child, wanted(issuer, child, EXCHANGE, **values)) == {field}


def test_after_hukou_only_the_first_page_comes_back(issuer: Desk, child: int) -> None:
    mine = asked(issuer, child, EXCHANGE, returned="1", mother_hukou="2")
    assert mine.step == "review"


@pytest.mark.parametrize(
    "values",
    [
        {"father_name": "孔试他", "father_id_no": None},
        {"mother_name": "史试她", "mother_id_no": "331199199201012848"},
        {"father_name": None, "father_id_no": None},
    ],
)
def test_another_parent_needs_the_test_of_parentage(
    issuer: Desk, child: int, values: dict[str, Any]
) -> None:
    whole = wanted(issuer, child, EXCHANGE, cause="3", papers=["1", "2", "4", "7"], **values)
    assert refused(issuer, child, whole) == {"paternity_no"}


@pytest.mark.parametrize("kind", [EXCHANGE, REISSUE])
def test_nobody_collects_under_a_parents_relation(issuer: Desk, child: int, kind: str) -> None:
    assert refused(issuer, child, wanted(issuer, child, kind, receiver="史试竹")) == {"receiver"}


def test_the_same_parent_with_another_name_needs_no_test(issuer: Desk, child: int) -> None:
    mine = asked(
        issuer, child, EXCHANGE, cause="3", papers=["1", "2", "4", "9"], mother_name="史试雁"
    )
    assert mine.values["mother_name"] == "史试雁"


def test_the_same_parent_by_a_passport_needs_no_test(issuer: Desk, desk_of: DeskOf) -> None:
    own = born(desk_of)
    passport: dict[str, Any] = {
        "father_id_kind": "3",
        "father_id_no": None,
        "father_other_no": "E12345678",
    }
    issued(issuer, own, **passport)
    changed = {"cause": "3", "papers": ["1", "2", "4", "9"], "father_name": "孔试声"}
    assert asked(issuer, own, EXCHANGE, **changed).values["father_name"] == "孔试声"


@pytest.mark.parametrize("name", ["孔Anna", "孔试燕之子"])
def test_an_exchange_gives_no_name_that_cannot_be_printed(
    issuer: Desk, child: int, name: str
) -> None:
    whole = wanted(issuer, child, EXCHANGE, cause="1", child_name=name)
    assert refused(issuer, child, whole) == {"child_name"}


# --- what a reissue asks


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"newspaper": None}, "newspaper"),
        ({"declared_on": None}, "declared_on"),
        ({"mother_hukou": None, "father_hukou": "2"}, "mother_hukou"),
        ({"father_hukou": None}, "father_hukou"),
        ({"cause": None}, "cause"),
        ({"cause": "9"}, "cause_words"),
        ({"returned": "1"}, "returned"),
        ({"child_name": "孔试桉"}, "child_name"),
        ({"mother_id_no": "331199199201012848"}, "mother_id_no"),
        ({"birth_weight_g": 3260}, "birth_weight_g"),
        ({"declared_on": date(2026, 11, 22)}, "declared_on"),
    ],
)
def test_a_reissue_that_does_not_fit_is_refused_at_the_field(
    issuer: Desk, child: int, values: dict[str, Any], field: str
) -> None:
    assert refused(issuer, child, wanted(issuer, child, REISSUE, **values)) == {field}


@pytest.mark.parametrize("name", ["applied_on", "declared_on"])
def test_nothing_is_replaced_before_it_was_issued(issuer: Desk, child: int, name: str) -> None:
    early = wanted(issuer, child, REISSUE, **{name: date(2026, 11, 20)})
    assert refused(issuer, child, early) == {name}


def test_a_reissue_may_add_what_the_old_paper_did_not_record(issuer: Desk, child: int) -> None:
    mine = asked(issuer, child, REISSUE, born_at="浙江省云溪县")
    assert mine.values["born_at"] == "浙江省云溪县"


def test_a_misprint_of_the_new_paper_leaves_the_old_one_in_force(issuer: Desk, child: int) -> None:
    mine = asked(issuer, child, EXCHANGE)
    review(issuer, mine.id, "1", by=reviewer(issuer))
    reserve(issuer, mine.id)
    printed(issuer, mine.id)
    void(issuer, NEW, "1")
    assert (states(issuer)[OLD], application(issuer, mine.id).step) == ("issued", "reserve")


def test_a_first_certificate_is_not_reviewed(issuer: Desk, desk_of: DeskOf) -> None:
    mine = taken(issuer, born(desk_of))
    with pytest.raises(DeskError, match="不需要审核"):
        review(desk_of("reviewer"), mine.id, "1")
