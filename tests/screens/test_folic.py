"""The folic-acid programme by keys: enrol, hand out with Enter twice, ask, count, correct."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from desk.context import Desk
from desk.folic import courses, courses_of
from desk.folic_book import batches, book
from desk.folic_counts import folic_counts, record_survey
from rules.periods import quarter_period
from tests.conftest import TODAY
from tests.desk.folic_woman import FIRST, enrolled, followed, handed, stocked
from tests.screens.stage import Stage, golden, play
from tui.forms import Form
from tui.language import set_language


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


async def at_folic(stage: Stage) -> None:
    """The list, by the palette."""
    await stage.keys("ctrl+p")
    await stage.see("全部功能")
    await stage.keys("增补叶酸", "enter")
    await stage.see("在服用的妇女")


async def at_woman(stage: Stage) -> None:
    """The first woman of the list."""
    await at_folic(stage)
    await stage.see("钱小英")
    await stage.keys("enter")
    await stage.see("叶酸服用", "服用登记")


def test_a_woman_is_enrolled_and_handed_a_bottle(clerk: Desk) -> None:
    stocked(clerk, 20)

    async def act(stage: Stage) -> None:
        await at_folic(stage)
        await stage.keys("f4")
        await stage.see("> 姓名*")
        await stage.form("钱小英", "", "19980405", "13800000009", "1")
        await stage.keys("f2")
        await stage.see("按 1 发药", "登记")
        await stage.keys("1")
        await stage.see("发叶酸", "B001", "剩 20 瓶")
        await stage.keys("enter", "enter")
        await stage.see("已发,够服到")

    play(clerk.store.path, act, clerk)
    (view,) = courses(clerk)
    assert (view.bottles, view.started_on, batches(clerk)[0].left) == (1, TODAY, 19)


def test_a_stranger_begins_without_the_last_womans_village(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.choices.remember(village_id=1)
        stage.app.open_form("folic-enrol")
        await stage.see("> 姓名*")
        assert stage.app.screen.query_one(Form).values["village_id"] is None

    play(clerk.store.path, act, clerk)


def test_the_same_batch_on_the_same_day_is_refused_before_anything_is_asked(clerk: Desk) -> None:
    batch, course = stocked(clerk), enrolled(clerk)
    handed(clerk, course.id, batch.id, TODAY)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("1")
        await stage.see("> 领取人")
        await stage.keys("f2")
        await stage.see("这一天已发过这批药")
        assert "现在就发吗" not in stage.text

    play(clerk.store.path, act, clerk)


def test_enter_pressed_twice_more_hands_out_no_second_bottle(clerk: Desk) -> None:
    stocked(clerk)
    enrolled(clerk)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("1")
        await stage.see("> 领取人")
        await stage.keys("enter")
        await stage.pilot.press("enter", "enter", "enter")
        await stage.until(lambda: batches(clerk)[0].left < 20, "a bottle less")
        await stage.gone("这就发出")

    play(clerk.store.path, act, clerk)
    assert (courses(clerk)[0].bottles, batches(clerk)[0].left) == (1, 19)


def test_a_bottle_long_before_the_first_is_empty_is_asked_about(clerk: Desk) -> None:
    batch = stocked(clerk)
    woman = enrolled(clerk)
    handed(clerk, woman.id, batch.id, TODAY - timedelta(days=5))

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("1")
        await stage.see("> 领取人")
        await stage.keys("f2")
        await stage.see("现在就发吗?")

    play(clerk.store.path, act, clerk)
    assert courses(clerk)[0].bottles == 1


def test_without_stock_the_handout_says_so(clerk: Desk) -> None:
    enrolled(clerk)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("1")
        await stage.see("没有可发的叶酸,请先入库")

    play(clerk.store.path, act, clerk)


def test_a_follow_up_shows_the_days_due_and_the_share_taken(clerk: Desk) -> None:
    woman = enrolled(clerk, started_on=FIRST)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("2")
        await stage.see("应服 113 天")
        await stage.form("100")
        await stage.see("88%")
        await stage.keys("f2")
        await stage.see("服 100/113 天,依从")

    play(clerk.store.path, act, clerk)
    (kept,) = courses_of(clerk, woman.person.id)[0].followups
    assert kept.values["days_taken"] == 100


def test_a_handout_is_corrected_from_her_page_with_its_reason(clerk: Desk) -> None:
    batch = stocked(clerk)
    woman = enrolled(clerk)
    handed(clerk, woman.id, batch.id)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.see("1 瓶  批号 B001")
        await stage.keys("enter")
        await stage.see("更正发叶酸")
        await stage.keys("down", "down")
        await stage.form("2")
        for _ in range(3):
            await stage.keys("down")
        await stage.see("> 更正原因")
        await stage.keys("数错了", "f2")
        await stage.see("2 瓶  批号 B001")
        await stage.keys("f9")
        await stage.see("数错了", "更正")

    play(clerk.store.path, act, clerk)
    assert batches(clerk)[0].left == 18


def test_a_course_is_ended_and_another_enrolled(clerk: Desk) -> None:
    woman = enrolled(clerk)

    async def act(stage: Stage) -> None:
        await at_woman(stage)
        await stage.keys("4")
        await stage.see("她已在服用登记中")
        await stage.keys("3")
        await stage.see("> 结束原因")
        await stage.keys("2", "f2")
        await stage.see("不愿再服")
        await stage.keys("4")
        await stage.see("叶酸登记", "钱小英")
        await stage.keys("f2")
        await stage.see("已登记 钱小英")

    play(clerk.store.path, act, clerk)
    assert len(courses_of(clerk, woman.person.id)) == 2


def test_her_own_page_leads_to_the_programme(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("0 更多")
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("增补叶酸:", "enter")
        await stage.see("叶酸服用", "还没有登记")
        await stage.keys("4")
        await stage.see("叶酸登记", "王小丽")

    play(clerk.store.path, act, clerk)


def test_bottles_are_received_counted_and_the_book_tells_it(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_folic(stage)
        await stage.keys("f7")
        await stage.see("还没有入库")
        await stage.keys("f4")
        await stage.form("B777", "20280630", "50")
        await stage.keys("f2")
        await stage.see("批号 B777 结存 50 瓶", "可发 50 瓶")
        await stage.keys("f6")
        await stage.see("账上 50 瓶")
        await stage.keys("49", "f2")
        await stage.see("账上应有 50 瓶,点到 49 瓶")
        await stage.form("打碎一瓶")
        await stage.keys("f2")
        await stage.see("结存 49 瓶")
        await stage.keys("enter")
        await stage.see("叶酸账页", "打碎一瓶")

    play(clerk.store.path, act, clerk)
    assert [(line.kind, line.left) for line in book(clerk)] == [("3", 49), ("1", 50)]


def test_a_survey_is_recorded_and_stands_in_the_quarter(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_folic(stage)
        await stage.keys("f9")
        await stage.see("2026Q4", "服用率 -")
        await stage.keys("f4")
        await stage.see("> 村")
        await stage.form("2", "40", "30")
        await stage.see("75.0%,答对 3 题算知晓")
        await stage.keys("f2")
        await stage.see("知晓率 75.0%", "西岭村")

    play(clerk.store.path, act, clerk)
    assert folic_counts(clerk, quarter_period("2026Q4")).knew == 30


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_stand_whole_at_80_columns(clerk: Desk, lang: str) -> None:
    batch = stocked(clerk)
    stocked(clerk, 3, "OLD", TODAY + timedelta(days=20))
    woman = enrolled(clerk)
    handed(clerk, woman.id, batch.id)
    followed(clerk, woman.id, FIRST + timedelta(days=30), 20)
    record_survey(clerk, {"surveyed_on": TODAY, "village_id": 1, "asked": 40, "knew": 31})
    told: list[str] = []

    async def act(stage: Stage) -> None:
        for name, arguments in (
            ("folic", ()),
            ("folic_woman", (woman.person.id,)),
            ("folic_stock", ()),
            ("folic_book", (batch.id,)),
            ("folic_quarter", ()),
            ("folic-handout", (str(woman.id),)),
            ("folic-followup", (str(woman.id),)),
        ):
            stage.app.push_screen(stage.app.page(name, *arguments))
            await stage.pilot.pause(0.05)
            while any(not worker.is_finished for worker in stage.app.workers):
                await stage.pilot.pause(0.02)
            await stage.pilot.pause(0.05)
            told.append(stage.text)
            stage.app.leave_all()
            await stage.pilot.pause()

    play(clerk.store.path, act, clerk, see="", asked=lang)
    golden(f"folic_{lang}", "\n\n".join(told))
