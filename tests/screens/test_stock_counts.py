"""The month-end count by keys: typed, signed by who watched, differences explained."""

import pytest

from desk.context import Desk
from desk.slips import slip
from desk.stock_counts import counts, keep_count
from desk.voiding import void
from rules.certificate import number_range
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.screens.blanks_at_hand import AWAY, COUNTED, WATCHED, at_blanks
from tests.screens.stage import Stage, play


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """The issuer where ten blanks are in the safe."""
    assert clerk.may("stock.read")
    return desk_of("issuer")


def test_a_month_end_count_that_agrees_is_typed_and_signed(issuer: Desk) -> None:
    slip(issuer, "1", {"done_on": TODAY, "count": 3, "receiver": "签试甲"})

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("7")
        await stage.see("按 F4 盘点")
        await stage.keys("f4")
        await stage.see("> Z990000004-10", "Z990000001-3")
        await stage.form("7", "3")
        await stage.keys("f2")
        await stage.see("第二人签字", "> 签字人")
        await stage.keys("1", "enter", PASSWORD, "enter")
        await stage.see("账存 10,实点 10  账实相符")

    play(issuer.store.path, act, issuer, see="")
    assert counts(issuer)[0].checked_by != issuer.user_name


def test_a_count_is_typed_and_not_taken_from_the_books(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.keys("f2")
        await stage.see("请填写Z990000001-10")

    play(issuer.store.path, act, issuer, see="")
    assert counts(issuer) == ()


def test_more_than_a_range_holds_is_sent_to_its_own_field(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.form("11")
        await stage.see("这一段账上 10 枚;多出来的填在「账外编号」")

    play(issuer.store.path, act, issuer, see="")


def test_what_was_not_there_agrees_with_the_count(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.form("8", "7")
        await stage.see("点到 8 枚,应有 2 枚没点到,写了 1 枚")

    play(issuer.store.path, act, issuer, see="")


def test_what_the_last_count_missed_is_named_by_the_next(issuer: Desk) -> None:
    seen = set(number_range("Z990000001", "Z990000010")) - {"Z990000007"}
    keep_count(issuer, COUNTED, seen, {"Z990000007": "还在找"}, WATCHED)

    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10", "上次没点到 Z990000007")

    play(issuer.store.path, act, issuer, see="")


def test_a_difference_is_named_and_explained_before_the_count_is_kept(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.form("9", "7")
        await stage.see("账上 10 枚", "差异原因")
        await stage.keys("f2")
        await stage.see("> 差异原因", "少 Z990000007 账上在保险柜,没点到")
        await stage.form("查实压在打印机里")
        await stage.keys("f2")
        await stage.see("第二人签字", "> 签字人")
        await stage.keys("1", "enter", PASSWORD, "enter")
        await stage.see("差异 1 号,已写明原因")

    play(issuer.store.path, act, issuer, see="")
    ((line, words),) = counts(issuer)[0].lines
    assert (line.number, words) == ("Z990000007", "查实压在打印机里")


def test_a_number_that_should_not_be_there_says_which_act_puts_it_right(issuer: Desk) -> None:
    slip(issuer, "2", {**AWAY, "first": "Z990000001"})

    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000003-10")
        await stage.form("8", "Z990000001")
        await stage.see("> 差异原因", "多 Z990000001 账上已调出:回来了请办退回")

    play(issuer.store.path, act, issuer, see="")


def test_what_moved_meanwhile_is_told_before_anybody_signs_and_counted_again(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.form("10")
        void(issuer, "Z990000002", "3")
        await stage.keys("f2")
        await stage.see("盘点时 Z990000002 变为「废证」,请重点", "> Z990000001-10", "差异原因")
        await stage.form("9", "2")
        await stage.keys("f2")
        await stage.see("第二人签字", "请签字人本人输入自己的口令")
        await stage.keys("1", "enter", PASSWORD, "enter")
        await stage.see("账存 9,实点 9  账实相符")

    play(issuer.store.path, act, issuer, see="")


def test_what_moves_while_somebody_signs_is_explained_in_the_same_form(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-count")
        await stage.see("> Z990000001-10")
        await stage.form("10")
        await stage.keys("f2")
        await stage.see("第二人签字")
        void(issuer, "Z990000002", "3")
        await stage.keys("1", "enter", PASSWORD, "enter")
        await stage.see("盘点时 Z990000002 变为「废证」,请重点")
        await stage.keys("f2")
        await stage.see("> 差异原因", "多 Z990000002 账上是废证")
        await stage.form("点完才作废")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys("1", "enter", PASSWORD, "enter")
        await stage.see("差异 1 号,已写明原因")

    play(issuer.store.path, act, issuer, see="")
