"""Voids: each with its cause, in custody until handed up and destroyed, never an issued paper."""

from datetime import timedelta
from typing import Any

import pytest

from desk.application import application
from desk.context import Desk
from desk.errors import DeskError, NotPermitted
from desk.issuing import printed, reserve
from desk.losses import find, lose
from desk.slips import slip
from desk.voiding import destroy, hand_up, unvoid, void, voids
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, reviewer, states, stocked
from tests.desk.certified import issued, taken

FIRST, SECOND, THIRD = "Z331990001", "Z331990002", "Z331990003"
LOST: dict[str, Any] = {
    "found_on": TODAY,
    "found_at": "08:00",
    "cause": "1",
    "story": "柜内清点时不见",
}
UP: dict[str, Any] = {
    "done_on": TODAY,
    "partner": "县卫生健康局",
    "carrier": "送试丙",
    "checked_by": "验试乙",
}
GONE: dict[str, Any] = {
    "done_on": TODAY,
    "method": "粉碎",
    "place": "市档案馆",
    "witness": "纪试丁",
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(desk_of: DeskOf) -> int:
    return born(desk_of)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_blank_is_voided_in_the_safe_reserved_or_printed(
    issuer: Desk, child: int, steps: int
) -> None:
    for step in (reserve, printed)[:steps]:
        step(issuer, taken(issuer, child).id if step is reserve else 1)
    void(issuer, FIRST, "1", "卡纸")
    (line,) = voids(issuer)
    assert (line.number, line.state, line.cause) == (FIRST, "void", "1")
    assert line.was == ("in_stock", "reserved", "printed")[steps]
    assert (line.words, line.handler, line.voided_on) == ("卡纸", "签发", TODAY)


def test_a_void_number_leaves_its_application_which_takes_the_next(
    issuer: Desk, child: int
) -> None:
    asked = taken(issuer, child)
    reserve(issuer, asked.id)
    void(issuer, FIRST, "3", "墨水")
    assert application(issuer, asked.id).step == "reserve"
    assert reserve(issuer, asked.id).number == SECOND


def test_an_issued_number_is_no_void_but_exchanged_or_reissued(issuer: Desk, child: int) -> None:
    issued(issuer, child)
    with pytest.raises(DeskError, match="打印有误办换发,家庭遗失办补发"):
        void(issuer, FIRST, "1")
    assert states(issuer)[FIRST] == "issued"


@pytest.mark.parametrize(
    ("cause", "words", "sentence"),
    [("6", "", "找回"), ("9", " ", "请写明"), ("7", "", "请从列表选择"), ("", "", "请从列表选择")],
)
def test_a_cause_outside_the_list_is_refused(
    issuer: Desk, cause: str, words: str, sentence: str
) -> None:
    with pytest.raises(DeskError, match=sentence):
        void(issuer, FIRST, cause, words)
    assert states(issuer)[FIRST] == "in_stock"


def test_a_number_of_nobody_is_refused(issuer: Desk) -> None:
    with pytest.raises(DeskError, match="Z331991234 不在账上"):
        void(issuer, "Z331991234", "1")


def test_a_number_passed_on_is_voided_by_who_has_it(issuer: Desk) -> None:
    slip(issuer, "2", {"first": FIRST, "last": FIRST, "count": 1, "done_on": TODAY,
                       "done_at": "09:00", "partner": "柳溪卫生院", "carrier": "送试丙",
                       "receiver": "收试戊"})  # fmt: skip
    with pytest.raises(DeskError, match="由对方作废"):
        void(issuer, FIRST, "1")


def test_only_the_issuer_voids(issuer: Desk, desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted):
        void(desk_of("reviewer"), FIRST, "1")
    assert states(issuer)[FIRST] == "in_stock"


def test_an_unvoid_takes_two_people_and_a_reason(issuer: Desk) -> None:
    void(issuer, FIRST, "3", "看错了号")
    with pytest.raises(DeskError, match="请写明原因"):
        unvoid(issuer, FIRST, " ", reviewer(issuer))
    assert states(issuer)[FIRST] == "void"
    unvoid(issuer, FIRST, "损坏的是另一枚", reviewer(issuer))
    assert states(issuer)[FIRST] == "in_stock"
    assert voids(issuer) == ()


def test_paper_printed_on_is_never_a_blank_again(issuer: Desk, child: int) -> None:
    asked = taken(issuer, child)
    reserve(issuer, asked.id)
    printed(issuer, asked.id)
    void(issuer, FIRST, "1")
    with pytest.raises(WrongMove, match="打印过"):
        unvoid(issuer, FIRST, "还能用", reviewer(issuer))
    assert states(issuer)[FIRST] == "void"


def test_a_blank_lost_and_found_is_never_used_again(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    find(issuer, FIRST, "夹在文件里", reviewer(issuer))
    with pytest.raises(WrongMove, match="遗失过,不再是空白证,只能作废"):
        unvoid(issuer, FIRST, "找到了", reviewer(issuer))
    (line,) = voids(issuer)
    assert (line.cause, line.second) == ("6", "审核")


def test_voids_go_up_with_their_list_and_are_destroyed_with_a_witness(issuer: Desk) -> None:
    for number in (FIRST, SECOND, THIRD):
        void(issuer, number, "3")
    assert hand_up(issuer, UP, [THIRD, FIRST]) == 2
    assert [line.number for line in voids(issuer, "void")] == [SECOND]
    assert [line.handed_up_on for line in voids(issuer, "handed_up")] == [TODAY, TODAY]
    assert destroy(issuer, GONE, [FIRST]) == 1
    (line,) = voids(issuer, "destroyed")
    assert (line.number, line.destroyed_on) == (FIRST, TODAY)


@pytest.mark.parametrize("missing", ["partner", "carrier", "checked_by"])
def test_handing_up_says_to_whom_by_whom_and_counted_with_whom(issuer: Desk, missing: str) -> None:
    void(issuer, FIRST, "3")
    with pytest.raises(FieldErrors) as caught:
        hand_up(issuer, {**UP, missing: None}, [FIRST])
    assert set(caught.value.errors) == {missing}
    assert states(issuer)[FIRST] == "void"


@pytest.mark.parametrize("missing", ["method", "place", "witness"])
def test_destruction_says_how_where_and_before_whom(issuer: Desk, missing: str) -> None:
    void(issuer, FIRST, "3")
    hand_up(issuer, UP, [FIRST])
    with pytest.raises(FieldErrors) as caught:
        destroy(issuer, {**GONE, missing: None}, [FIRST])
    assert set(caught.value.errors) == {missing}
    assert states(issuer)[FIRST] == "handed_up"


def test_nobody_counts_or_witnesses_alone(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    with pytest.raises(FieldErrors) as caught:
        hand_up(issuer, {**UP, "checked_by": "签发"}, [FIRST])
    assert set(caught.value.errors) == {"checked_by"}


def test_one_number_that_is_no_void_keeps_the_whole_list_here(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    before = states(issuer)
    with pytest.raises(WrongMove, match=SECOND):
        hand_up(issuer, UP, [FIRST, SECOND])
    assert states(issuer) == before


def test_what_is_still_in_custody_is_not_destroyed(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    with pytest.raises(WrongMove, match=FIRST):
        destroy(issuer, GONE, [FIRST])


def test_a_void_cannot_go_up_before_it_was_made(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    with pytest.raises(FieldErrors) as caught:
        hand_up(issuer, {**UP, "done_on": TODAY - timedelta(days=1)}, [FIRST])
    assert set(caught.value.errors) == {"moved_on"}


def test_the_list_is_of_a_year(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    assert voids(issuer, year=2025) == ()
    assert [line.number for line in voids(issuer, year=2026)] == [FIRST]
