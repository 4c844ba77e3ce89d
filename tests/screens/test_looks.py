"""The main pages look as they did when somebody last looked at them: 80x24, text only."""

from pathlib import Path

import pytest

from desk.context import Desk
from tests.conftest import DeskOf
from tests.screens.stage import Act, Stage, golden, play
from tui.language import set_language


def pressing(*keys: str, see: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys(*keys)
        await stage.see(see)

    return act


PAGES: dict[str, Act] = {
    "today": pressing(see="> 王小丽"),
    "pregnancies": pressing("2", see="王小丽"),
    "children": pressing("3", see="赵秀芳之女"),
    "certificates": pressing("4", see="账实相符"),
    "supervision": pressing("5", see="未督导"),
    "indicators": pressing("6", see="回车看每个数背后的人"),
    "ledgers": pressing("7", see="季度台账"),
    "export": pressing("7", "f8", see="回车导出"),
    "leave": pressing("escape", see="退出妇幼工作台吗"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clerk.store.path.parent)
    monkeypatch.setenv("HOME", "/clerk")  # the export's folder stands on its page
    text = play(Path("centre.db"), PAGES[name], clerk)
    golden(name, text)


def test_sign_in(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")

    golden("sign_in", play(clerk.store.path, act))


def test_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(stage: Stage) -> None:
        await stage.see("演示乡镇")

    golden("start", play(Path("new.db"), act))


def test_find(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl")
        await stage.see("361199199603050025")

    golden("find", play(clerk.store.path, act, clerk))


def open_person(initials: str, see: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("1 产前随访", see)

    return act


def test_woman(clerk: Desk) -> None:
    golden("woman", play(clerk.store.path, open_person("wxl", "第1次产前随访"), clerk))


def test_child(clerk: Desk) -> None:
    golden("child", play(clerk.store.path, open_person("zxfzn", "现在该做"), clerk))


FORMS = {
    "contact": ("wxl", "1", "> 体重"),
    "delivery": ("wxl", "2", "> 分娩日期"),
    "correct_card": ("wxl", "6", "更正"),
    "postpartum": ("zxf", "3", "产后 20 天"),
    "check": ("zxfzn", "4", "> 体重"),
}


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str, clerk: Desk) -> None:
    initials, digit, see = FORMS[name]

    async def act(stage: Stage) -> None:
        await open_person(initials, "身份证")(stage)
        await stage.keys(digit)
        await stage.see("F2 保存", see)

    golden(f"form_{name}", play(clerk.store.path, act, clerk))


def test_new_card_form(clerk: Desk) -> None:
    golden("form_card", play(clerk.store.path, pressing("2", "f4", see="> 姓名*"), clerk))


def test_issue_form(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await open_person("zxfzn", "身份证")(stage)
        await stage.keys("5")
        await stage.see("F2 保存", "> 出生时间")

    golden("form_issue", play(clerk.store.path, act, desk_of("issuer")))


def test_today_in_english(clerk: Desk) -> None:
    set_language("en")
    try:
        golden("today_en", play_english(clerk))
    finally:
        set_language("zh")


def play_english(clerk: Desk) -> str:
    async def act(stage: Stage) -> None:
        stage.app.store = clerk.store
        stage.app.enter(clerk)
        await stage.see("东庄村")

    return play(clerk.store.path, act)
