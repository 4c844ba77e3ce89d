"""A second person signs at the desk of the first: who, the password, and nothing done without."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from desk import sign_in as accounts
from desk.context import Desk, Hand
from screens.countersign import Countersigned
from screens.main import MchDesk
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.screens.stage import Stage

WORDS = "撤销作废 X331000001"


class Paper(Countersigned):
    """A page with one act that takes two."""

    HEADING = "一张纸"

    def __init__(self) -> None:
        super().__init__()
        self.hands: list[Hand] = []


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return desk_of("issuer")


@pytest.fixture
def two_reviewers(desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "COST", 4)
    accounts.add_user(desk_of("admin"), "rev2", "邻床审核", ("reviewer",), PASSWORD)
    second = accounts.sign_in(desk_of("admin").store, "rev2", PASSWORD, TODAY)
    accounts.change_password(second, PASSWORD, PASSWORD)


Act = Callable[[Stage], Coroutine[None, None, None]]


def signing(desk: Desk, act: Act, permission: str = "certificates.review") -> list[Hand]:
    """Ask for a second person, do the act, and give who signed."""

    async def run() -> list[Hand]:
        app = MchDesk(desk.store.path, TODAY)
        async with app.run_test(size=(80, 24)) as pilot:
            stage = Stage(app, pilot)
            await pilot.pause()
            app.store = desk.store
            app.enter(desk)
            await stage.see("今日工作")
            page = Paper()
            app.push_screen(page)
            await stage.see("一张纸")
            page.countersign(permission, WORDS, page.hands.append)
            await act(stage)
            return page.hands

    return asyncio.run(run())


def test_the_only_other_person_types_the_password_at_once(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("第二人签字", WORDS, "审核", "> 口令")
        await stage.keys(PASSWORD, "enter")
        await stage.gone("第二人签字")

    (hand,) = signing(issuer, act)
    assert (hand.user, hand.delegation_id) == ("reviewer", None)


def test_one_of_several_is_chosen_by_digit(issuer: Desk, two_reviewers: None) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 签字人", "邻床审核")
        digit = stage.line("2 ").split("邻床审核", maxsplit=1)[0].split()[-1]
        await stage.keys(digit, "enter", PASSWORD, "enter")
        await stage.gone("第二人签字")

    assert [hand.user for hand in signing(issuer, act)] == ["rev2"]


def test_the_password_is_never_seen(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 口令")
        await stage.keys("open-sesame")
        await stage.see("*" * len("open-sesame"))
        assert "open-sesame" not in stage.text

    signing(issuer, act)


def test_a_wrong_password_does_nothing_and_can_be_typed_again(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 口令")
        await stage.keys("wrong", "enter")
        await stage.see("用户名或口令不对")
        await stage.keys(PASSWORD, "enter")
        await stage.gone("第二人签字")

    assert [hand.user for hand in signing(issuer, act)] == ["reviewer"]


def test_a_number_scanned_at_the_password_signs_nothing(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 口令")
        await stage.pilot.press(*"X331000001", "enter")
        await stage.see("用户名或口令不对")

    assert signing(issuer, act) == []


def test_escape_does_nothing(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 口令")
        await stage.keys("half", "escape")
        await stage.gone("第二人签字")

    assert signing(issuer, act) == []


@pytest.mark.parametrize("key", ["f3", "ctrl+p", "f4"])
def test_no_key_leads_elsewhere_while_the_password_is_asked_for(issuer: Desk, key: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 口令")
        await stage.keys(key)
        await stage.pilot.pause(0.1)
        assert "第二人签字" in stage.text

    assert signing(issuer, act) == []


def test_whoever_is_alone_in_the_role_is_told(desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("没有这样的人")

    assert signing(desk_of("sealer"), act, "certificates.seal") == []
