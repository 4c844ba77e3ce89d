from collections.abc import Iterator

import pytest

from tui.width import cells_of, char_cells, pad, set_ambiguous, wrap_words


@pytest.fixture
def wide() -> Iterator[None]:
    set_ambiguous(2)
    yield
    set_ambiguous(1)


def test_an_ambiguous_character_takes_two_cells_where_the_terminal_says_so(wide: None) -> None:
    assert cells_of("阿依古丽·买买提") == 16


def test_columns_line_up_on_a_terminal_with_wide_ambiguous_characters(wide: None) -> None:
    assert cells_of(pad("36.5℃", 10)) == cells_of(pad("36.5 度", 10)) == 10


def test_a_character_wider_than_the_line_still_ends() -> None:
    assert wrap_words("王王", 1) == ["王", "王"]


def test_an_accent_takes_no_cell_of_its_own_however_wide_the_terminal_is(wide: None) -> None:
    assert char_cells("\u0301") == 0


@pytest.mark.parametrize("text", ["阿依古丽·买买提 36.5℃", "e\u0301─│①“”…", "a\U0002b856\ue000"])
def test_the_cells_of_a_text_are_those_of_its_characters(wide: None, text: str) -> None:
    assert cells_of(text) == sum(char_cells(char) for char in text)
