"""The guided first day, done with the very keys the guide tells."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desk.context import Desk
from desk.history import acts
from desk.people import find
from screens import first_day
from screens.first_day import FirstDay
from screens.first_steps import LOST, ONWARD, OVER, STEPS, WOMANS_ID, Cue
from screens.page import Page
from tests.screens.stage import PATIENCE, Stage, play
from tui.dialogs import Notice
from tui.guide import GuideLine
from tui.language import set_language, tr
from tui.width import cells_of

COLUMNS = 80
MOST_KEYS = 80
CERTIFICATE = 3  # the place of its step
HOW = "身份证末四位"  # the longer of the ways to find somebody


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


@dataclass
class Told:
    """What was told on a way through the day, and what stood on the screen then."""

    cues: list[Cue] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    done: tuple[str, ...] = ()
    last: str = ""


def guide(stage: Stage) -> FirstDay:
    assert isinstance(stage.app.guide, FirstDay)
    return stage.app.guide


async def told(stage: Stage) -> tuple[Page, Cue]:
    """The cue that is told on the page in front."""
    end = time.monotonic() + PATIENCE
    while True:
        page = stage.app.screen
        if isinstance(page, Page):
            line = page.query_one(GuideLine)
            if line.words and line.words == guide(stage).look(page):
                return page, guide(stage).cue
        assert time.monotonic() < end, f"nothing is told\n{stage.text}"
        await stage.pilot.pause(0.05)


async def follow(stage: Stage, page: Page, cue: Cue) -> None:
    """Press what the cue asks for, and wait until it has led on."""
    place = guide(stage).place
    for key in guide(stage).keys(page):
        await (stage.answer(key) if key in cue.then else stage.keys(key))
    end = time.monotonic() + PATIENCE
    while stage.app.guide is not None:
        if isinstance(stage.app.screen, Notice):
            await stage.keys("enter")
        same = stage.app.screen is page and guide(stage).cue is cue
        if not same and isinstance(stage.app.screen, Page) and guide(stage).place >= place:
            return
        assert time.monotonic() < end, f"{cue} leads nowhere\n{stage.text}"
        await stage.pilot.pause(0.05)


async def follow_to_the_end(stage: Stage, seen: Told, *, from_home: bool) -> None:
    """All the way, from the home page at each step where asked; ends in the practice no more."""
    place = -1
    for _ in range(MOST_KEYS):
        if from_home and guide(stage).place > place:
            place = guide(stage).place
            stage.app.go("today")
            await stage.see(tr("今日工作"))
        page, cue = await told(stage)
        words = page.query_one(GuideLine).words
        seen.cues.append(cue)
        if words not in stage.text:
            seen.cut.append(words)
        if cue is OVER[0]:
            seen.done = acts(page.desk)
        await follow(stage, page, cue)
        if stage.app.guide is None:
            break
    await stage.see(tr("演示乡镇"))


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """The day done twice: straight on in Chinese; in English, every step begun on the home page."""
    found = []
    for language, from_home in (("zh", False), ("en", True)):
        seen = Told()

        async def act(stage: Stage, seen: Told = seen, *, from_home: bool = from_home) -> None:
            await begin(stage)
            await follow_to_the_end(stage, seen, from_home=from_home)

        set_language(language)
        seen.last = play(tmp_path_factory.mktemp("day") / "new.db", act)
        found.append(seen)
    set_language("zh")
    return found


def test_the_keys_told_do_all_five_things(ways: list[Told]) -> None:
    assert [{step.act for step in STEPS} - set(seen.done) for seen in ways] == [set(), set()]


def test_every_cue_is_told_somewhere(ways: list[Told]) -> None:
    cues = {cue for step in STEPS for cue in step.cues} | set(OVER)
    assert cues - {cue for seen in ways for cue in seen.cues} == set()


def test_nobody_who_follows_is_told_that_they_are_lost(ways: list[Told]) -> None:
    assert [cue for seen in ways for cue in seen.cues if cue is LOST] == []


def test_no_sentence_of_the_guide_is_cut(ways: list[Told]) -> None:
    assert [seen.cut for seen in ways] == [[], []]


def test_the_day_ends_where_it_was_begun(ways: list[Told]) -> None:
    assert all("English/中文" in seen.last for seen in ways)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_the_guide_fits_a_line_with_its_praise(language: str) -> None:
    set_language(language)
    praises = ["", *(tr(step.praise) for step in STEPS)]
    steps = [*(step.cues for step in STEPS), OVER]
    sentences = [
        f"[1/5] {praise} "
        + tr(
            cue.words, key="Ctrl+S", typed=tr(cue.typed) or "aylzn", name="安样例之女", how=tr(HOW)
        )
        for praise, cues in zip(praises, steps, strict=True)
        for cue in (*cues, LOST, ONWARD)
    ]
    assert [sentence for sentence in sentences if cells_of(sentence) > COLUMNS] == []


async def begin(stage: Stage) -> None:
    await stage.see(tr("跟着做一天"))
    await stage.answer("4")
    await stage.see("[1/")


def test_a_wrong_turn_is_met_by_the_way_back(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await begin(stage)
        await stage.keys("2")
        await stage.see("走到别处了,不要紧。按 Esc 返回")
        await stage.keys("escape")
        await stage.see("按 F4 给她建册")

    play(tmp_path / "new.db", act)


async def open_a_card(stage: Stage) -> None:
    page, cue = await told(stage)
    while guide(stage).place == 0:
        await follow(stage, page, cue)
        page, cue = await told(stage)
    await stage.see("[2/5] 册建好了!")


def test_the_day_goes_on_where_it_was_left(tmp_path: Path) -> None:
    async def first(stage: Stage) -> None:
        await begin(stage)
        await open_a_card(stage)

    async def second(stage: Stage) -> None:
        await stage.see("跟着做一天")
        await stage.answer("4")
        await stage.see("[2/5]", "按 F3 找她")

    play(tmp_path / "new.db", first)
    play(tmp_path / "new.db", second)


def test_a_day_that_was_finished_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_day, "STEPS", STEPS[:1])

    async def again(stage: Stage) -> None:
        await begin(stage)
        await follow_to_the_end(stage, Told(), from_home=False)
        await stage.answer("4")
        await stage.see("[1/1]", "按 F4 给她建册")

    play(tmp_path / "new.db", again)


def test_practising_leaves_the_books_alone_and_comes_back_to_them(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "lx")
        await stage.see("> 开始/结束练习")
        await stage.keys("enter")
        await stage.see("[1/5]")
        await open_a_card(stage)
        await stage.keys("ctrl+p", "lx")
        await stage.see("> 开始/结束练习")
        await stage.keys("enter")
        await stage.see("云溪镇卫生院", "王小丽")

    play(clerk.store.path, act, clerk)
    assert find(clerk, "方练习") == ()


async def end_by_esc(stage: Stage, digit: str) -> None:
    await stage.keys("escape")
    await stage.see("结束练习吗?", "1 接着练", "2 结束练习")
    await stage.answer(digit)


def test_esc_in_the_practice_asks_whether_to_end_the_practice(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await begin(stage)
        await end_by_esc(stage, "1")
        await stage.see("[1/5]", "按 F4 给她建册")
        await end_by_esc(stage, "2")
        await stage.see("跟着做一天")

    play(tmp_path / "new.db", act)


def test_praise_is_for_what_was_done_last(tmp_path: Path) -> None:
    async def first(stage: Stage) -> None:
        await begin(stage)
        while guide(stage).place < CERTIFICATE:
            await follow(stage, *await told(stage))

    async def second(stage: Stage) -> None:
        await stage.see("跟着做一天")
        await stage.answer("4")
        await stage.see("[4/5] 体检记好了! 下一件是孩子的出生证。按 F3 找孩子")

    play(tmp_path / "new.db", first)
    play(tmp_path / "new.db", second)


def test_a_draft_taken_up_again_is_told_only_what_it_lacks(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await begin(stage)
        await stage.keys("f4")
        await stage.see("输姓名")
        await stage.form("方练习", WOMANS_ID)
        await stage.keys("pagedown", "-60", "enter")
        await stage.see("按 F2 保存")
        await stage.keys("escape")
        await stage.answer("2")
        await stage.see("按 F4 给她建册")
        await stage.keys("f4")
        await stage.see("接着填吗")
        await stage.answer("1")
        await stage.see("电话可以空着。按回车到「村」")
        await stage.keys("enter")
        await stage.see("村:输 dxsq")
        await stage.keys("dxsq", "enter")
        await stage.see("按 F2 保存")

    play(tmp_path / "new.db", act)


def test_saving_is_not_told_while_something_to_type_is_to_come(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await begin(stage)
        await stage.keys("f4")
        await stage.see("输姓名")
        await stage.form("方练习", "")  # without a number her birth date is asked for
        await stage.see("这一栏不用再填。按回车到下一栏")

    play(tmp_path / "new.db", act)


def test_somebody_is_sought_by_the_name_that_was_saved(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await begin(stage)
        await stage.keys("f4")
        await stage.see("输姓名")
        await stage.form("方练6", WOMANS_ID)
        await stage.keys("pagedown", "-60", "enter", "f2")
        await stage.see("[2/5] 册建好了!")
        await stage.keys("f3")
        await stage.see("找方练6:输身份证末四位 0046")

    play(tmp_path / "new.db", act)


def test_the_village_of_the_real_books_is_not_carried_into_the_practice(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.choices.remember(village_id=1)
        await stage.keys("ctrl+p", "lx")
        await stage.see("> 开始/结束练习")
        await stage.keys("enter")
        await stage.see("[1/5]")
        assert stage.app.choices.person.last == {}

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(
    ("name", "typed"), [("安样例之女", "aylzn"), ("石练6", "sl"), ("٣٤", "٣٤")]
)
def test_whoever_has_no_number_is_found_by_what_is_told(name: str, typed: str) -> None:
    assert first_day.sought(name).typed == typed
