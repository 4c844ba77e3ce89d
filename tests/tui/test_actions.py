from tui.actions import Action, KeyMap, initials_of, key_table, matches

SAVE = Action("save", "f2,ctrl+s", "保存", "检查并保存")
FIND = Action("find", "f3,slash", "查找")


def test_two_actions_on_one_key_are_refused_with_a_sentence() -> None:
    sentence = KeyMap({"find": "f2"}).clash([SAVE, FIND])
    assert sentence == "F2 键同时给了“保存”和“查找”,请改其中一个"


def test_keys_as_declared_do_not_clash() -> None:
    assert KeyMap().clash([SAVE, FIND]) is None


def test_the_palette_finds_by_pinyin_initials() -> None:
    assert matches(SAVE, "bc")


def test_the_palette_finds_by_declared_initials() -> None:
    assert matches(Action("x", "f8", "重开", initials="ck"), "ck")


def test_the_palette_leaves_out_what_does_not_fit() -> None:
    assert not matches(SAVE, "zz")


def test_initials_keep_latin_words() -> None:
    assert initials_of("导出 CSV") == "dccsv"


def test_the_key_table_lists_every_key_once() -> None:
    assert key_table({"通用": [SAVE, FIND]}).splitlines() == [
        "通用",
        "  F2 Ctrl+S  保存: 检查并保存",
        "  F3 /       查找",
    ]
