"""Ranges of numbers in the forms of the stock room: the last digits will do, long ago is asked."""

import pytest

from desk.context import Desk
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """The issuer where ten blanks are in the safe."""
    assert clerk.may("stock.read")
    return desk_of("issuer")


@pytest.mark.parametrize("kind", ["2", "4"])
def test_of_a_slip_too_the_last_number_may_be_typed_by_its_last_digits(
    issuer: Desk, kind: str
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-slip", kind)
        await stage.see("> 起始编号")
        await stage.form("Z990000001", "5")
        await stage.see("Z990000005", "共 5 枚", "> 数量*     5")

    play(issuer.store.path, act, issuer, see="")


def test_a_drawing_takes_the_last_digits_too(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-slip", "1")
        await stage.see("> 数量")
        await stage.form("3", "Z990000001", "3", "", "")
        await stage.keys("f2")
        await stage.see("领用 3 枚: Z990000001–Z990000003")

    play(issuer.store.path, act, issuer, see="")


def test_a_slip_of_long_ago_is_asked_about(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("blank-slip", "2")
        await stage.see("> 起始编号")
        await stage.form("Z990000001", "5", "", "20261101")
        await stage.see("日期是 20 天以前,那天以来各期的统计表、登记册会变,日期对吗?")

    play(issuer.store.path, act, issuer, see="")


def test_a_range_that_is_gone_is_typed_by_its_last_digits(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("lose-blank")
        await stage.see("> 编号")
        await stage.form("Z990000003", "5")
        await stage.see("Z990000005", "共 3 枚", "> 发现日期")
        await stage.form("", "", "1", "柜内清点时不见")
        await stage.keys("f2")
        await stage.see("已记遗失 3 枚")

    play(issuer.store.path, act, issuer, see="")
