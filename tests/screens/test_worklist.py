"""The worklist's page: calls by one digit, taken back by another, and the way to the forms."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.calls import record_call
from desk.context import Desk
from desk.worklist import DueItem, due
from screens import worklist
from tests.conftest import TODAY, DeskOf
from tests.screens.stage import Act, Stage, golden, play

FIRST = "王小丽"


def of(desk: Desk, kind: str) -> DueItem:
    """What of a kind is due for the woman the tests look at."""
    return next(i for i in due(desk, waiting=True) if (i.person, i.kind) == (FIRST, kind))


def open_worklist(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("全部村", FIRST)
        await stage.keys("f7")  # the kind of the first line
        await stage.see(f"> {FIRST}")
        await then(stage)

    return act


def test_the_worklist_looks_as_it_should(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("全部村", FIRST)

    golden("worklist", play(clerk.store.path, act, clerk))


@pytest.mark.parametrize(("digit", "word"), [("1", "会来"), ("3", "外出"), ("5", "拒绝")])
def test_one_digit_records_what_came_of_a_call(clerk: Desk, digit: str, word: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.answer(digit)
        await stage.see(f"{FIRST}: {word}", "按 9 撤销")

    play(clerk.store.path, open_worklist(act), clerk)
    call = of(clerk, "risk").call
    assert call is not None
    assert call.word == word


def test_the_next_digit_takes_it_back(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.answer("5")
        await stage.see("按 9 撤销")
        await stage.answer("9")
        await stage.see("已撤销")

    play(clerk.store.path, open_worklist(act), clerk)
    assert of(clerk, "risk").call is None


def test_what_is_put_off_leaves_the_list_and_is_shown_when_asked_for(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.answer("2")
        await stage.see("改到哪天")
        await stage.answer("3")
        await stage.see("已改期 1")
        await stage.gone(f"> {FIRST}")
        await stage.answer("0")
        await stage.see("只看已改期的", f"> {FIRST}", "改期11-28")

    play(clerk.store.path, open_worklist(act), clerk)


def test_another_day_and_a_note_are_typed_into_the_form(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.answer("2")
        await stage.see("别的日子")
        await stage.answer("5")
        await stage.see("电话记录", "> 改到")
        await stage.keys("20261203", "enter", "等丈夫回来", "f2")
        await stage.see("已保存")

    play(clerk.store.path, open_worklist(act), clerk)
    call = of(clerk, "risk").call
    assert call is not None
    assert (str(call.again_on), call.values["note"]) == ("2026-12-03", "等丈夫回来")


def test_not_found_on_a_third_day_closing_the_card_is_proposed(clerk: Desk) -> None:
    for ago in (4, 2):
        before = TODAY - timedelta(days=ago)
        record_call(clerk, of(clerk, "risk"), {"called_on": before, "outcome": "4"})

    async def act(stage: Stage) -> None:
        await stage.answer("4")
        await stage.see("已有 3 天找不到人")
        await stage.answer("2")
        await stage.see("结案原因")

    play(clerk.store.path, open_worklist(act), clerk)


def test_who_was_not_found_and_who_refused_are_counted(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.answer("4")
        await stage.see("失访 1")

    play(clerk.store.path, open_worklist(act), clerk)


def test_enter_opens_the_form_that_does_it(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f7")
        await stage.see("产前随访  2 件")
        await stage.keys("down", "enter")
        await stage.see("随访日期*", "第几次")

    play(clerk.store.path, open_worklist(act), clerk)


def test_who_may_not_write_comes_to_the_persons_page(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see("身份证 3611")

    play(clerk.store.path, open_worklist(act), desk_of("supervisor"))


@pytest.mark.parametrize("digit", ["2", "6"])
def test_no_call_is_begun_for_what_is_the_centres_own_duty(
    clerk: Desk, digit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = replace(of(clerk, "risk"), code="assess")
    monkeypatch.setattr(worklist, "due", lambda desk, **_: [duty])

    async def act(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("全部村", "筛查阳性,待评")
        await stage.answer(digit)
        await stage.see("这是本院要办的事,不用打电话")

    play(clerk.store.path, act, clerk)


def test_a_village_after_the_other_and_all_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("全部村", FIRST)
        await stage.keys("right", "right")
        await stage.see("西岭村  全部事", "> 赵秀芳")
        await stage.gone(FIRST)
        await stage.keys("left", "left")
        await stage.see("全部村", FIRST)

    play(clerk.store.path, act, clerk)


def test_only_what_is_overdue(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("全部村", FIRST)
        await stage.keys("f9")
        await stage.gone("满月")

    play(clerk.store.path, act, clerk)


def test_a_call_stands_on_the_persons_page_and_is_corrected_there(clerk: Desk) -> None:
    record_call(clerk, of(clerk, "risk"), {"called_on": TODAY, "outcome": "3", "note": "在外"})

    async def act(stage: Stage) -> None:
        await stage.answer("7")
        await stage.see("> 2026-11-21  电话:高危随访", "外出", "说明 在外")
        await stage.keys("enter")
        await stage.see("更正电话记录", "更正原因*")

    play(clerk.store.path, open_worklist(act), clerk)


def test_the_sheets_are_written_where_the_status_line_says(
    clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    async def act(stage: Stage) -> None:
        await stage.keys("f8")
        await stage.see("电话单已写到")

    play(clerk.store.path, open_worklist(act), clerk)
    written = [path.suffix for path in sorted((tmp_path / "妇幼台账").iterdir())]
    assert written == [".txt", ".xlsx"]
