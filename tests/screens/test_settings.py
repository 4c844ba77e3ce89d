"""Settings and keys: kept beside the database, in use at once, on every open page."""

from collections.abc import Iterator

import pytest

from desk.context import Desk
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play
from tui import draw, width
from tui.environment import Surroundings
from tui.language import language, set_language
from tui.preferences import PersonalChoice, Preferences, TerminalChoice


@pytest.fixture(autouse=True)
def as_at_first() -> Iterator[None]:
    yield
    set_language("zh")
    width.set_ambiguous(1)
    draw.set_border("ascii")


def kept(desk: Desk) -> Preferences:
    return Preferences(desk.store.path.with_suffix(".settings"))


async def choose(stage: Stage, typed: str, label: str) -> None:
    """Find something in the palette and do it."""
    await stage.keys("ctrl+p")
    await stage.see("输入名称或拼音首字母" if language() == "zh" else "name or pinyin")
    await stage.keys(typed)
    await stage.see(label)
    await stage.keys("enter")


async def to_keys(stage: Stage) -> None:
    await choose(stage, "设置", "设置")
    await stage.see("> 语言")
    await stage.keys("f6")
    await stage.see("回车换键")


async def to_find(stage: Stage) -> None:
    """Ask for the key of the first action."""
    await to_keys(stage)
    await stage.keys("enter")
    await stage.see("“找人”现在是", "换成哪个键?")


def test_what_is_set_is_kept_for_this_person_and_this_terminal(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "设置", "设置")
        await stage.see("> 语言")
        await stage.form("", "2", "2", "2", "1")
        await stage.see("保存吗")
        await stage.answer("1")
        await stage.see("已保存;鼠标下次打开时生效")

    play(clerk.store.path, act, clerk)
    person = kept(clerk).person(clerk.user)
    (file,) = kept(clerk).folder.glob("terminal-*")
    assert (person.language, person.look) == ("zh", "light")
    assert '"ambiguous": 2, "border": "line", "mouse": true' in file.read_text(encoding="utf-8")


def test_the_borders_and_widths_chosen_are_drawn_at_once(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", "wxl")
        await stage.see("王小丽")
        await stage.keys("enter")
        await stage.see("身份证", "----")
        stage.app.choices.of_terminal(border="line")
        await stage.see("────")

    play(clerk.store.path, act, clerk)


def test_the_next_session_begins_as_the_person_left_it(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice("en", "contrast", {"find": "f12"}))

    async def act(stage: Stage) -> None:
        await stage.see("F12 Find")
        assert stage.app.theme == "contrast"

    play(clerk.store.path, act, clerk, see="Today")


def test_the_next_person_does_not_inherit_anything(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice("en", "contrast", {"find": "f12"}))

    async def act(stage: Stage) -> None:
        stage.app.action_sign_out()
        await stage.see("登录", "口令")
        assert (stage.app.theme, stage.app.key_map.changed) == ("dark", {})

    play(clerk.store.path, act, clerk, see="Today")


def test_no_colour_comes_before_a_look_chosen_elsewhere(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(look="contrast"))

    async def act(stage: Stage) -> None:
        assert stage.app.theme == "mono"

    play(clerk.store.path, act, clerk, surroundings=Surroundings(mono=True, remote=False))


def test_the_language_of_the_command_line_comes_before_the_persons(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice("en"))

    async def act(stage: Stage) -> None:
        await stage.see("F3 找人")

    play(clerk.store.path, act, clerk, asked="zh")


def test_a_language_chosen_at_the_door_holds_inside(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")
        await choose(stage, "English", "English")
        await stage.see("Password")
        stage.app.store = clerk.store
        stage.app.enter(clerk)
        await stage.see("Today")

    play(clerk.store.path, act, asked="zh")


def test_settings_that_cannot_be_kept_are_said_and_used(clerk: Desk) -> None:
    kept(clerk).folder.write_text("a file where the folder should be", encoding="utf-8")

    async def act(stage: Stage) -> None:
        await choose(stage, "换配色", "换配色")
        await stage.see("设置没有存下来,只在这次有用")
        assert stage.app.theme == "light"

    play(clerk.store.path, act, clerk)


def test_a_terminals_choice_goes_along_to_the_database_that_is_made(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.choices.of_terminal(ambiguous=2)
        stage.app.move_to(clerk.store.path.with_name("other.db"))
        assert width.ambiguous() == 2

    play(clerk.store.path, act, clerk)
    (file,) = clerk.store.path.with_name("other.settings").glob("terminal-*")
    assert '"ambiguous": 2' in file.read_text(encoding="utf-8")


# --- the language


def test_switching_the_language_keeps_what_is_typed_in_a_form(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名")
        await stage.keys("钱进")
        await choose(stage, "English", "English")
        await stage.see("> Name", "钱进", "Save")

    play(clerk.store.path, act, clerk)
    assert kept(clerk).person(clerk.user).language == "en"


def test_switching_the_language_of_an_untouched_form_leaves_nothing_to_save(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名")
        await choose(stage, "English", "English")
        await stage.see("> Name")
        await stage.keys("escape")
        await stage.see("Today")

    play(clerk.store.path, act, clerk)


# --- keys


def test_a_key_is_given_by_pressing_it_and_holds_at_once(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await to_find(stage)
        await stage.keys("f12")
        await stage.see("“找人”现在是 F12 /")
        assert "F12 找人" in stage.text.splitlines()[-1]
        await stage.keys("f3")
        assert "F12 找人" in stage.text
        await stage.keys("f12")
        await stage.see("F12 清空再找")

    play(clerk.store.path, act, clerk)
    assert kept(clerk).person(clerk.user).keys == {"find": "f12"}


def test_help_and_palette_show_the_changed_key(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"refresh": "f12"}))

    async def act(stage: Stage) -> None:
        await stage.keys("?")
        await stage.see("F12", "刷新")
        await stage.keys("escape", "ctrl+p", "刷新")
        await stage.see("F12")

    play(clerk.store.path, act, clerk)


def test_sentences_name_the_changed_key(clerk: Desk, desk_of: DeskOf) -> None:
    kept(clerk).keep_person("admin", PersonalChoice(keys={"palette": "f12"}))

    async def act(stage: Stage) -> None:
        await stage.see("按 F12 看能做什么")
        stage.app.action_ruler()
        await stage.see("以后按 F12 找")

    play(clerk.store.path, act, desk_of("admin"), see="今日工作")


def test_a_form_is_saved_by_the_changed_key_and_no_more_by_the_old(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"save": "f12"}))

    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名", "F12 保存")
        await stage.keys("f2")
        assert "请填写姓名" not in stage.text
        await stage.keys("f12")
        await stage.see("请填写姓名")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("f9", "页同时给了“"),
        ("x", "“x”是要打进去的字"),
        ("7", "“7”是要打进去的字"),
        ("enter", "Enter 在每一页都要用"),
        ("left", "左 在每一页都要用"),
        ("ctrl+u", "Ctrl+U 在输入框里用来改字"),
        ("ctrl+c", "Ctrl+C 是终端和程序自己的键"),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_and_another_may_be_pressed(
    clerk: Desk, key: str, why: str
) -> None:
    async def act(stage: Stage) -> None:
        await to_find(stage)
        await stage.keys(key)
        await stage.see(why, "换成哪个键?")
        await stage.keys("f12")
        await stage.see("“找人”现在是 F12 /")

    play(clerk.store.path, act, clerk)


def test_escape_leaves_the_key_as_it_was(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await to_find(stage)
        await stage.keys("escape")
        await stage.gone("换成哪个键?")

    play(clerk.store.path, act, clerk)
    assert kept(clerk).person(clerk.user) == PersonalChoice()


def test_backspace_gives_the_declared_key_back(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"find": "f12"}))

    async def act(stage: Stage) -> None:
        await to_find(stage)
        await stage.keys("backspace")
        await stage.see("“找人”现在是 F3 /")

    play(clerk.store.path, act, clerk)
    assert kept(clerk).person(clerk.user).keys == {}


def test_a_key_given_away_before_the_program_needed_it_is_told(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"find": "f9"}))

    async def act(stage: Stage) -> None:
        stage.app.open_person(1)
        await stage.see("F9 键同时给了“历史”和“找人”,请改其中一个")

    play(clerk.store.path, act, clerk)


def test_keys_nobody_could_have_chosen_are_not_used(clerk: Desk) -> None:
    kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"find": "enter", "new": "x"}))

    async def act(stage: Stage) -> None:
        assert stage.app.key_map.changed == {}

    play(clerk.store.path, act, clerk)


def test_an_unchanged_terminal_keeps_nothing(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        assert stage.app.choices.terminal == TerminalChoice()

    play(clerk.store.path, act, clerk)
    assert not kept(clerk).folder.exists()
