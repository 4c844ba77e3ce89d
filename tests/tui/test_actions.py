import re

import pytest

from tui.actions import (
    EDITING_KEYS,
    Action,
    KeyMap,
    all_shown_keys,
    initials_of,
    key_table,
    matching,
    rank,
    why_no_key,
)
from tui.catalogue import PO
from tui.language import set_language

NAMED = re.compile(r"(?<![A-Za-z0-9])(?:F[0-9]+|Ctrl[+][A-Z])")
SAVE = Action("save", "f2,ctrl+s", "保存", "检查并保存")
FIND = Action("find", "f3,slash", "查找")


def test_two_actions_on_one_key_are_refused_with_a_sentence() -> None:
    sentence = KeyMap({"find": "f2"}).clash([SAVE, FIND])
    assert sentence == "F2 键同时给了“保存”和“查找”,请改其中一个"


@pytest.mark.parametrize(("code", "words"), [("zh", "左 退格"), ("en", "Left Backspace")])
def test_keys_with_words_on_them_are_named_in_the_language_set(code: str, words: str) -> None:
    set_language(code)
    shown = all_shown_keys("left,backspace")
    set_language("zh")
    assert shown == words


def test_keys_as_declared_do_not_clash() -> None:
    assert KeyMap().clash([SAVE, FIND]) is None


def test_the_palette_finds_by_pinyin_initials() -> None:
    assert matching([SAVE, FIND], "bc") == [SAVE]


def test_the_palette_finds_by_declared_initials() -> None:
    assert rank(Action("x", "f8", "重开", initials="ck"), "ck") == 1


def test_the_palette_leaves_out_what_does_not_fit() -> None:
    assert matching([SAVE, FIND], "zz") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sz", ["设置", "出生证"]),
        ("生", ["生日", "出生证"]),
        ("s", ["设置", "生日", "收养", "出生证"]),
        ("", ["出生证", "设置", "生日", "收养"]),
    ],
)
def test_what_begins_as_typed_stands_above_what_contains_it(typed: str, found: list[str]) -> None:
    actions = [Action(label, "", label) for label in ("出生证", "设置", "生日", "收养")]
    assert [action.label for action in matching(actions, typed)] == found


def test_a_name_that_begins_as_typed_stands_above_initials() -> None:
    second, leave = Action("a", "", "二线"), Action("b", "", "Exit")
    assert matching([second, leave], "ex") == [leave, second]


def test_initials_keep_latin_words() -> None:
    assert initials_of("导出 CSV") == "dccsv"


def test_the_key_table_lists_every_key_once() -> None:
    assert key_table({"通用": [SAVE, FIND]}).splitlines() == [
        "通用",
        "  F2 Ctrl+S  保存: 检查并保存",
        "  F3 /       查找",
    ]


@pytest.mark.parametrize(
    ("declared", "now"),
    [
        ("f3,slash", "f12,slash"),
        ("f2,ctrl+s", "f12"),
        ("f6,left", "f12,left"),
        ("escape", "f12,escape"),
        ("4", "f12,4"),
        ("", "f12"),
    ],
)
def test_a_new_key_replaces_function_keys_and_leaves_the_others(declared: str, now: str) -> None:
    assert KeyMap({"x": "f12"}).keys(Action("x", declared, "做")) == now


def test_an_action_that_is_off_on_a_page_stays_off() -> None:
    assert KeyMap({"x": "f12"}).keys(Action("x", "", "做", palette=False)) == ""


def test_the_declared_key_can_be_had_back() -> None:
    assert KeyMap({"find": "f12"}).with_key("find", None).keys(FIND) == FIND.keys


def test_a_changed_map_leaves_the_first_one_alone() -> None:
    first = KeyMap()
    first.with_key("find", "f12")
    assert first.keys(FIND) == FIND.keys


@pytest.mark.parametrize("key", ["f1", "f12", "ctrl+t", "ctrl+s"])
def test_function_keys_can_be_given(key: str) -> None:
    assert why_no_key(key, None) is None


@pytest.mark.parametrize(
    ("key", "character"),
    [
        ("escape", None),
        ("enter", "\r"),
        ("down", None),
        ("space", " "),
        ("7", "7"),
        ("fullwidth_digit_seven", "７"),
        ("z", "z"),
        ("ctrl+z", None),
        ("ctrl+q", None),
        ("alt+s", None),
        ("shift+f3", None),
    ],
)
def test_keys_that_are_needed_typed_or_lost_cannot_be_given(
    key: str, character: str | None
) -> None:
    assert why_no_key(key, character)


def test_no_sentence_names_a_key_that_may_be_another_by_now() -> None:
    named = {key.lower() for key in NAMED.findall(PO.read_text(encoding="utf-8"))}
    assert named - EDITING_KEYS == set()
