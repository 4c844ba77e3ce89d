"""What really went wrong with blanks elsewhere: recorded as what it is, or refused in words.

The first part follows an inquiry into 91 blanks reported under one heading, "lost or stolen", of
which 65 were something else; the second is what else a desk can do wrong.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desk.application import withdraw
from desk.context import Desk
from desk.issuing import confirm, printed, reserve
from desk.losses import fill_in, find, find_void, lose, lose_void, losses
from desk.number_life import number_life
from desk.replacing import review
from desk.replacing_start import begin, take
from desk.sealing import seal
from desk.slips import slip
from desk.stock import stock
from desk.stock_room import receive
from desk.voiding import destroy, hand_up, unvoid, void, voids
from models.base import FieldErrors
from rules.errors import RuleError
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import BUNDLE, born, reviewer, states, stocked
from tests.desk.certified import collected, issued, taken
from tests.desk.test_losses import LOST
from tests.desk.test_replacing import ASKED, EXCHANGE, REISSUE
from tests.desk.test_voiding import GONE, UP

FIRST, SECOND, THIRD, FIFTH = (f"Z33199000{n}" for n in (1, 2, 3, 5))
AWAY: dict[str, Any] = {
    "first": FIRST,
    "last": FIFTH,
    "count": 5,
    "done_on": TODAY,
    "done_at": "09:00",
    "partner": "柳溪卫生院",
    "carrier": "送试丙",
    "receiver": "收试戊",
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(desk_of: DeskOf) -> int:
    return born(desk_of)


def refused(desk: Desk, words: str, act: Callable[[], object]) -> None:
    """The act is refused in these words and changes nothing."""
    before = states(desk), losses(desk), voids(desk)
    with pytest.raises(RuleError, match=words):
        act()
    assert (states(desk), losses(desk), voids(desk)) == before


def asked(desk: Desk, child_id: int, kind: str) -> int:
    values = {**begin(desk, kind, child_id=child_id).values, **ASKED[kind]}
    mine = take(desk, child_id, values)
    review(desk, mine.id, "1", by=reviewer(desk))
    return mine.id


def replaced(desk: Desk, child_id: int, kind: str) -> str:
    mine = asked(desk, child_id, kind)
    reserve(desk, mine)
    printed(desk, mine)
    return confirm(desk, mine).number


# --- the inquiry


@pytest.mark.parametrize("cause", ["1", "4"])
def test_blanks_lost_or_stolen_are_lost_blanks(issuer: Desk, cause: str) -> None:
    lose(issuer, FIRST, {**LOST, "cause": cause})
    assert states(issuer)[FIRST] == "lost"


def test_a_certificate_a_family_lost_is_a_reissue(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    collected(desk_of, issued(issuer, child))
    refused(issuer, "家庭遗失办补发", lambda: lose(issuer, FIRST, LOST))
    assert replaced(issuer, child, REISSUE) == SECOND
    assert (states(issuer)[FIRST], losses(issuer)) == ("declared", ())


def test_a_misprint_is_a_void_and_cannot_be_called_lost(issuer: Desk, child: int) -> None:
    mine = taken(issuer, child)
    reserve(issuer, mine.id)
    printed(issuer, mine.id)
    void(issuer, FIRST, "1", "打印机卡纸")
    refused(issuer, "已经是废证", lambda: lose(issuer, FIRST, LOST))


def test_a_blank_sealed_before_its_use_is_a_void_of_that_cause(
    issuer: Desk, desk_of: DeskOf
) -> None:
    refused(issuer, "没有找到", lambda: seal(desk_of("sealer"), [1]))
    void(issuer, FIRST, "4")
    assert [line.cause for line in voids(issuer)] == ["4"]


def test_a_certificate_validly_issued_is_neither_lost_nor_void(issuer: Desk, child: int) -> None:
    issued(issuer, child)
    refused(issuer, "不是空白证遗失", lambda: lose(issuer, FIRST, LOST))
    refused(issuer, "不能作废", lambda: void(issuer, FIRST, "3"))


def test_a_stained_void_is_not_used_again(issuer: Desk, child: int) -> None:
    void(issuer, FIRST, "3", "墨水")
    mine = taken(issuer, child)
    refused(issuer, "废证", lambda: reserve(issuer, mine.id, FIRST, "还能用"))
    refused(issuer, "废证", lambda: receive(issuer, BUNDLE))
    alone = replace(reviewer(issuer), user=issuer.user)
    refused(issuer, "应是两个人", lambda: unvoid(issuer, FIRST, "还能用", alone))
    assert reserve(issuer, mine.id).number == SECOND


def test_a_bundle_one_short_has_neither_a_void_nor_a_loss(issuer: Desk) -> None:
    short = {**BUNDLE, "first": "Z331991001", "last": "Z331991003", "count": 2}
    receive(issuer, {**short, "missing": "Z331991002"})
    refused(issuer, "短少", lambda: lose(issuer, "Z331991002", LOST))
    refused(issuer, "短少", lambda: void(issuer, "Z331991002", "9", "没有见到"))


def test_five_blanks_that_vanished_on_the_way_are_one_incident(issuer: Desk) -> None:
    slip(issuer, "2", AWAY)
    assert len(lose(issuer, FIRST, {**LOST, "cause": "2"}, last=FIFTH)) == 5


def test_a_blank_gone_at_the_final_print_frees_the_family(issuer: Desk, child: int) -> None:
    mine = taken(issuer, child)
    reserve(issuer, mine.id)
    printed(issuer, mine.id)
    lose(issuer, FIRST, {**LOST, "cause": "3"})
    assert reserve(issuer, mine.id).number == SECOND


@pytest.mark.parametrize("typed", ["Z331990011", "Y331990001", "Z331980001"])
def test_a_serial_mistyped_in_a_report_is_not_on_the_books(issuer: Desk, typed: str) -> None:
    refused(issuer, "不在账上", lambda: lose(issuer, typed, LOST))
    refused(issuer, "不在账上", lambda: void(issuer, typed, "1"))


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("Z33199005", "现有 8 位数字"),
        ("Z332990005", "请核对第4位"),
        ("Z331980005", "小于起号"),
        ("Z3319900O5", "第9位是字母 O"),
    ],
)
def test_a_range_mistyped_in_a_report_is_no_range(issuer: Desk, last: str, words: str) -> None:
    refused(issuer, words, lambda: lose(issuer, FIRST, LOST, last=last))


# --- and what else


def test_a_family_that_finds_the_old_one_again_has_one_certificate(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    collected(desk_of, issued(issuer, child))
    late = {**begin(issuer, EXCHANGE, child_id=child).values, **ASKED[EXCHANGE]}
    replaced(issuer, child, REISSUE)
    refused(issuer, f"现在有效的是 {SECOND}", lambda: take(issuer, child, late))


def test_a_certificate_is_replaced_again_and_again_in_one_chain(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    collected(desk_of, issued(issuer, child))
    replaced(issuer, child, REISSUE)
    assert replaced(issuer, child, EXCHANGE) == THIRD
    assert number_life(issuer, THIRD).replaces == (SECOND, FIRST)
    assert number_life(issuer, FIRST).replaced_by == (SECOND, THIRD)


def test_recalled_paper_is_neither_void_nor_lost(issuer: Desk, child: int) -> None:
    issued(issuer, child)
    replaced(issuer, child, EXCHANGE)
    refused(issuer, "存档不作废", lambda: void(issuer, FIRST, "3"))
    refused(issuer, "存档不作废", lambda: lose(issuer, FIRST, LOST))
    refused(issuer, "不能办「上缴」", lambda: hand_up(issuer, UP, [FIRST]))
    assert stock(issuer, TODAY.replace(month=1, day=1)).void == 0


def test_an_exchange_given_up_leaves_the_old_one_in_force(issuer: Desk, child: int) -> None:
    issued(issuer, child)
    withdraw(issuer, asked(issuer, child, EXCHANGE), "家长又不换了")
    assert states(issuer)[FIRST] == "issued"
    assert replaced(issuer, child, EXCHANGE) == SECOND


def test_two_who_void_one_number_void_it_once(issuer: Desk) -> None:
    void(issuer, FIRST, "1")
    refused(issuer, "已经是废证", lambda: void(issuer, FIRST, "3"))
    assert [line.cause for line in voids(issuer)] == ["1"]


def test_a_blank_that_was_handed_back_is_not_here(issuer: Desk) -> None:
    slip(issuer, "4", {**AWAY, "letter_no": "云卫退1号"})
    refused(issuer, "不在本院", lambda: void(issuer, FIRST, "1"))
    refused(issuer, "不在本院", lambda: lose(issuer, FIRST, LOST))


def test_a_void_gone_up_does_not_come_back(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    hand_up(issuer, UP, [FIRST])
    refused(issuer, "不能办「撤销作废」", lambda: unvoid(issuer, FIRST, "要用", reviewer(issuer)))
    destroy(issuer, GONE, [FIRST])
    refused(issuer, "已销毁", lambda: void(issuer, FIRST, "3"))
    refused(issuer, "已销毁", lambda: lose(issuer, FIRST, LOST))


def test_what_was_found_again_is_no_second_loss(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    find(issuer, FIRST, "夹在文件里", reviewer(issuer))
    refused(issuer, "已经是废证", lambda: lose(issuer, FIRST, LOST))
    found = stock(issuer, TODAY.replace(month=1, day=1))
    assert (found.balanced, found.states["void"]) == (True, 1)


def test_a_void_missing_at_a_check_of_the_custody_is_reported_and_stays_a_void(
    issuer: Desk,
) -> None:
    for number in (FIRST, SECOND):
        void(issuer, number, "3")
    before = stock(issuer, TODAY.replace(month=1, day=1))
    lose_void(issuer, FIRST, {**LOST, "story": "封存柜内清点时不见"})
    (report,) = losses(issuer)
    assert (report.number, report.state, report.due_at.hour) == (FIRST, "void_lost", 10)
    assert report.undone[0] == "reported_on"
    after = stock(issuer, TODAY.replace(month=1, day=1))
    assert (after.void, after.lost, after.closing) == (before.void, before.lost, before.closing)
    assert (after.balanced, after.states["void"], after.states["void_lost"]) == (True, 1, 1)


def test_a_void_found_again_is_back_in_custody_by_two_and_goes_up_with_the_others(
    issuer: Desk,
) -> None:
    void(issuer, FIRST, "3", "墨水")
    lose_void(issuer, FIRST, LOST)
    alone = replace(reviewer(issuer), user=issuer.user)
    refused(issuer, "应是两个人", lambda: find_void(issuer, FIRST, "夹在旧册里", alone))
    find_void(issuer, FIRST, "夹在旧册里", reviewer(issuer))
    (line,) = voids(issuer, "void")
    assert (line.number, line.cause, line.words) == (FIRST, "3", "墨水")
    assert hand_up(issuer, UP, [FIRST]) == 1


def test_a_void_that_was_lost_is_never_a_blank_again(issuer: Desk) -> None:
    void(issuer, FIRST, "3", "看错了号")
    lose_void(issuer, FIRST, LOST)
    find_void(issuer, FIRST, "夹在旧册里", reviewer(issuer))
    refused(issuer, "遗失过", lambda: unvoid(issuer, FIRST, "还能用", reviewer(issuer)))


def test_a_lost_void_cannot_be_handed_up_nor_destroyed(issuer: Desk) -> None:
    for number in (FIRST, SECOND):
        void(issuer, number, "3")
    lose_void(issuer, FIRST, LOST)
    refused(issuer, "现为「废证遗失」", lambda: hand_up(issuer, UP, [FIRST, SECOND]))
    refused(issuer, "现为「废证遗失」", lambda: destroy(issuer, GONE, [FIRST]))


def test_a_lost_void_is_no_lost_blank_and_a_lost_blank_no_lost_void(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    refused(issuer, "已经是废证.*请报废证遗失", lambda: lose(issuer, FIRST, LOST))
    refused(issuer, "是空白证.*请报空白证遗失", lambda: lose_void(issuer, SECOND, LOST))
    lose_void(issuer, FIRST, LOST)
    refused(issuer, "已报废证遗失", lambda: lose(issuer, FIRST, LOST))
    refused(issuer, "已报废证遗失", lambda: lose_void(issuer, FIRST, LOST))
    refused(issuer, "已报废证遗失", lambda: void(issuer, FIRST, "3"))


def test_a_void_lost_twice_in_a_day_has_two_reports_each_with_its_own_move(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    for story in ("早上清点不见", "又不见了"):
        (known,) = lose_void(issuer, FIRST, {**LOST, "story": story})
        fill_in(issuer, known, 1, {**LOST, "story": story, "for_unit": "通报"})
        if story == "早上清点不见":
            find_void(issuer, FIRST, "在另一层", reviewer(issuer))
    told = [event.opens for event in number_life(issuer, FIRST).events]
    assert [opens for opens in told if opens and opens[0] == "loss"] == [
        ("loss", str(report.id)) for report in sorted(losses(issuer), key=lambda each: each.id)
    ]


def test_another_familys_number_is_not_replaced_by_mistake(
    issuer: Desk, child: int, desk_of: DeskOf
) -> None:
    issued(issuer, child)
    own = {**begin(issuer, EXCHANGE, child_id=child).values, **ASKED[EXCHANGE]}
    with pytest.raises(FieldErrors) as caught:
        take(issuer, child, {**own, "old_number": SECOND})
    assert set(caught.value.errors) == {"old_number"}
