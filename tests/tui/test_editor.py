from tui.editor import Editor


def edited(text: str, *keys: str, limit: int = 100, lines: bool = False) -> Editor:
    editor = Editor(text, limit, lines=lines)
    for key in keys:
        if key in editor.keys:
            editor.keys[key]()
        else:
            editor.type(key)
    return editor


def test_a_run_of_letters_is_taken_back_at_once() -> None:
    assert edited("王", "小", "丽", "ctrl+z").text == "王"


def test_typing_and_removing_are_taken_back_one_by_one() -> None:
    assert edited("", "a", "b", "backspace", "ctrl+z").text == "ab"


def test_what_was_taken_back_can_be_done_again() -> None:
    assert edited("", "a", "b", "ctrl+z", "ctrl+y").text == "ab"


def test_ctrl_w_takes_one_chinese_character() -> None:
    assert edited("北街三号", "ctrl+w").text == "北街三"


def test_ctrl_w_takes_one_latin_word() -> None:
    assert edited("call clinic", "ctrl+w").text == "call "


def test_a_key_beyond_the_limit_is_not_taken() -> None:
    editor = Editor("12", 2)
    assert not editor.type("3")
    assert editor.text == "12"


def test_a_long_paste_is_cut_and_the_rest_counted() -> None:
    editor = Editor("", 4)
    assert editor.paste("123456") == 2
    assert editor.text == "1234"


def test_a_paste_of_several_lines_becomes_one() -> None:
    editor = Editor("")
    editor.paste(" 北街\r\n3号\t院 \n")
    assert editor.text == "北街 3号 院"


def test_steering_characters_do_not_enter() -> None:
    editor = edited("", "王", "\x1b", "\u202e", "\u200d", "丽")
    editor.paste("\x1b]52;c;AAAA\x07好")
    assert editor.text == "王丽]52;c;AAAA好"


def test_the_window_keeps_the_cursor_in_view() -> None:
    words, at = Editor("一二三四五六").window(6)
    assert (words, at) == ("五六", 4)


def test_the_window_at_home_shows_the_beginning() -> None:
    assert edited("一二三四五六", "home").window(6) == ("一二三", 0)


def test_up_in_a_wrapped_text_goes_to_the_row_above() -> None:
    editor = Editor("一二三四五", lines=True)
    editor.columns = 4
    assert editor.row(-1)
    assert editor.cursor == 3


def test_up_in_the_first_row_leaves_the_text() -> None:
    editor = edited("一二", "home", lines=True)
    assert not editor.row(-1)


def test_one_line_has_no_rows_to_move_in() -> None:
    assert not Editor("一二").row(1)


def test_a_text_put_in_is_given_until_it_is_edited() -> None:
    put_in, moved, again, typed = (Editor("2026") for _ in range(4))
    moved.go(4)
    again.go(4)
    again.set("2027")
    typed.type("1")
    assert [editor.given for editor in (put_in, moved, again, typed)] == [True, False, True, False]


def test_half_a_character_typed_or_pasted_is_marked() -> None:
    editor = edited("", "王", "\ud842")
    editor.paste("\udfb7丽")
    assert editor.text == "王\ufffd\ufffd丽"
