"""A desk left open over midnight: the new day, and nothing of a form lost."""

from datetime import date, timedelta

import pytest

from desk.context import Desk
from screens import main
from screens.card import CardPage
from tests.conftest import TODAY
from tests.screens.stage import Stage, play

OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)


class Clock:
    """The computer's: what day it shows, and how often it was looked at."""

    def __init__(self) -> None:
        self.day = OLD
        self.looks = 0

    def __call__(self) -> date:
        self.looks += 1
        return self.day

    async def looked_at(self, stage: Stage) -> None:
        """Wait until the desk has seen what it shows now."""
        seen = self.looks
        await stage.until(lambda: self.looks > seen + 1, "a look at the clock")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(main, "business_day", made)
    monkeypatch.setattr(main, "LOOKS_AT_CLOCK", 0.02)
    return made


def card(stage: Stage) -> CardPage:
    """The form of a new card in front."""
    page = stage.app.screen
    assert isinstance(page, CardPage)
    return page


def test_after_midnight_the_desk_goes_on_with_the_new_day(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("2026-12-31")
        clock.day = NEW
        await stage.see("2027-01-01 周五", "过了零点,今天是 2027-01-01")
        assert "2026-12-31" not in stage.text
        await stage.keys("f4")
        await stage.see("> 姓名*", "2027-01-01 周五")
        assert card(stage).desk.today == NEW
        assert card(stage).form.values["booked_on"] == NEW

    play(clerk.store.path, act, clerk, today=None)


def test_a_form_open_over_midnight_keeps_what_is_in_it(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名*")
        await stage.form("钱进", "", "19980102", "", "3")
        await stage.keys("陈")
        before = card(stage).form.model.texts()
        clock.day = NEW
        await stage.see("过了零点", "2027-01-01 周五")
        assert card(stage).form.model.texts() == before
        assert card(stage).form.values["booked_on"] == OLD
        assert card(stage).desk.today == NEW

    play(clerk.store.path, act, clerk, today=None)


def test_a_day_typed_after_midnight_is_read_by_the_new_day(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名*")
        clock.day = NEW
        await stage.see("过了零点")
        card(stage).form.go_to("booked_on")
        await stage.keys("ctrl+u", "0101", "enter")
        assert card(stage).form.values["booked_on"] == NEW

    play(clerk.store.path, act, clerk, today=None)


def test_the_day_of_the_last_record_is_not_carried_over_midnight(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        stage.app.memory["day"] = OLD
        clock.day = NEW
        await stage.see("过了零点")
        assert "day" not in stage.app.memory

    play(clerk.store.path, act, clerk, today=None)


def test_a_clock_set_back_while_somebody_works_changes_nothing(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        clock.day = OLD - timedelta(days=1)
        await clock.looked_at(stage)
        assert stage.app.today == OLD

    play(clerk.store.path, act, clerk, today=None)


def test_the_sign_in_page_follows_the_clock(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("escape")
        await stage.see("退出妇幼工作台吗")
        await stage.answer("2")
        await stage.see("口令", "2026-12-31")
        clock.day = NEW
        await stage.see("口令", "2027-01-01 周五")

    play(clerk.store.path, act, clerk, today=None)


def test_a_day_that_was_given_stays(clerk: Desk, clock: Clock) -> None:
    async def act(stage: Stage) -> None:
        await stage.pilot.pause(0.2)
        assert (stage.app.today, clock.looks) == (TODAY, 0)

    play(clerk.store.path, act, clerk)
