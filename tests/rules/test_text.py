import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once


@given(ANY_TEXT)
def test_a_name_read_twice_is_the_same_name(typed: str) -> None:
    once = text.name(typed)
    assert text.name(once) == once


@given(ANY_TEXT)
def test_a_code_read_twice_is_the_same_code(typed: str) -> None:
    once = text.code(typed)
    assert text.code(once) == once


@given(ANY_TEXT)
def test_stored_text_can_be_encoded_and_is_composed(typed: str) -> None:
    stored = text.clean(typed)
    assert stored.encode().decode() == stored
    assert unicodedata.is_normalized("NFC", stored)


@pytest.mark.parametrize("keep", [text.clean, text.code, text.name, text.printable])
def test_no_control_or_bidi_character_passes(keep: object) -> None:
    hostile = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) in {"Cc", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in BIDI
        or character in "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\xad\u180e"
    ]
    kept = keep("王" + "".join(hostile) + "丽")  # type: ignore[operator]
    assert kept.replace(" ", "") == "王丽"


@pytest.mark.parametrize("keep", [text.clean, text.code, text.name, text.printable])
def test_half_of_a_character_leaves_a_mark(keep: Callable[[str], str]) -> None:
    halves = "".join(map(chr, range(0xD800, 0xE000)))
    assert keep(f"王{halves}丽") == "王" + "\ufffd" * len(halves) + "丽"


@pytest.mark.parametrize(
    "typed",
    ["[/]", "=1+1", "[@click=app.bell()]", "𠮷𬱖", "\ue863", "䶮㛃", "100%—“”·", "\U00031350"],
)
def test_visible_characters_stay_as_typed(typed: str) -> None:
    assert text.clean(typed) == text.name(typed) == text.printable(typed) == typed


def test_lines_stay_only_in_long_text() -> None:
    assert text.clean("一\r\n二\u2028三\r四", multiline=True) == "一\n二\n三\n四"
    assert text.clean("一\r\n二") == "一二"


@pytest.mark.parametrize("dot", ["•", "·", "・", ".", "‧", "．", "﹒", "∙", "。", " · "])
def test_every_dot_between_han_is_one_dot(dot: str) -> None:
    assert text.name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 丽", "王丽"),
        ("𠮷　丽", "𠮷丽"),
        ("王 Anna 丽", "王 Anna 丽"),
        ("A.B", "A.B"),
        ("欧 阳 小 丽", "欧阳小丽"),
    ],
)
def test_spaces_go_only_between_han(typed: str, kept: str) -> None:
    assert text.name(typed) == kept
