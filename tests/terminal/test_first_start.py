"""The first start on a terminal: the ruler, and what its answer changes."""

import unicodedata
from pathlib import Path

import pyte.screens
import pytest

from desk.pregnancy import open_card
from models.engine import Store
from screens.ruler import PLAIN, SAMPLE
from tests.conftest import TODAY, DeskOf
from tests.terminal.desk import command, open_by_name, sign_in
from tests.terminal.harness import ESC, F1, Terminal
from tui.preferences import Preferences, TerminalChoice, terminal_name

NAMES = ("王小丽", "阿依古丽·买买提", "古丽·买")


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that draws ambiguous characters in two cells, as many Chinese ones do."""
    narrow = pyte.screens.wcwidth

    def cells(char: str) -> int:
        is_wide = unicodedata.east_asian_width(char) == "A" and not unicodedata.combining(char)
        return 2 if is_wide else int(narrow(char))

    monkeypatch.setattr(pyte.screens, "wcwidth", cells)


def desk(path: Path, *, first: bool = True) -> Terminal:
    return Terminal(command(path, "--lang", "zh"), first=first)


def begin(terminal: Terminal) -> None:
    terminal.wait_for("上下对齐吗?", PLAIN, SAMPLE)
    terminal.settle()


def choose(store: Store, choice: TerminalChoice) -> None:
    """What somebody chose on this kind of terminal before."""
    files = Preferences(store.path.with_suffix(".settings"))
    files.keep_terminal(terminal_name({"TERM": "xterm-256color"}), choice)


def cell_of(terminal: Terminal, words: str, place: int = 0) -> int:
    """The column of the last letter of some words, in one of the lines that have them."""
    rows = [y for y, line in enumerate(terminal.lines) if words in line]
    row = terminal.screen.buffer[rows[place]]
    return max(x for x in range(terminal.screen.columns) if row[x].data == words[-1])


def test_the_rulers_lines_end_together_on_a_narrow_terminal(store: Store) -> None:
    with desk(store.path) as terminal:
        begin(terminal)
        assert cell_of(terminal, SAMPLE) == cell_of(terminal, PLAIN)


def test_the_rulers_second_line_sticks_out_on_a_wide_terminal(wide: None, store: Store) -> None:
    with desk(store.path) as terminal:
        begin(terminal)
        assert cell_of(terminal, SAMPLE) == cell_of(terminal, PLAIN) + len(SAMPLE) - 2


def test_the_rulers_answer_is_asked_for_once(store: Store) -> None:
    with desk(store.path) as terminal:
        begin(terminal)
        terminal.send("1")
        terminal.wait_for("> 口令")
    with desk(store.path) as again:
        again.wait_for("> 口令")
        again.settle()
        assert PLAIN not in again.text


def test_esc_leaves_the_ruler_for_the_next_start(store: Store) -> None:
    with desk(store.path) as terminal:
        begin(terminal)
        terminal.send(ESC)
        terminal.wait_for("> 口令")
    with desk(store.path) as again:
        begin(again)


def test_nothing_of_the_ruler_is_left_on_a_wide_terminal(wide: None, store: Store) -> None:
    with desk(store.path) as terminal:
        begin(terminal)
        terminal.send("2")
        terminal.wait_for("> 口令")
        terminal.settle()
        assert not set(terminal.text) & set("×℃①“”|")


def test_columns_stand_in_line_on_a_wide_terminal(
    wide: None, store: Store, desk_of: DeskOf
) -> None:
    for name in NAMES:
        woman = {"name": name, "birth_date": TODAY.replace(year=1996), "village_id": 1}
        open_card(desk_of("clerk"), {**woman, "lmp": TODAY.replace(month=3)})
    with desk(store.path) as terminal:
        begin(terminal)
        terminal.send("2")
        terminal.wait_for("> 口令")
        sign_in(terminal)
        terminal.send("2")
        terminal.wait_for("在管的孕册", "共 3 条")
        terminal.settle()
        columns = {cell_of(terminal, "东庄村", place) for place in range(len(NAMES))}
    assert len(columns) == 1


def test_the_keyboard_test_opens_before_anybody_signed_in(store: Store) -> None:
    with desk(store.path, first=False) as terminal:
        terminal.wait_for("> 口令")
        open_by_name(terminal, "jpcs", "键盘测试")
        terminal.wait_for("[ ] F1")
        terminal.send(F1)
        terminal.wait_for("[x] F1", "字节 1b 4f 50")


@pytest.mark.parametrize("sent", ["\x1b[N", "\x1bOT"], ids=["SCO", "VT100+"])
def test_the_keyboard_test_knows_the_wrong_modes_of_putty(store: Store, sent: str) -> None:
    with desk(store.path, first=False) as terminal:
        terminal.wait_for("> 口令")
        open_by_name(terminal, "jpcs", "键盘测试")
        terminal.wait_for("[ ] F1")
        terminal.send(sent)
        terminal.wait_for("PuTTY 请改")


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "not asked for"])
def test_the_mouse_is_the_desks_only_where_it_was_asked_for(store: Store, *, asked: bool) -> None:
    choose(store, TerminalChoice(ambiguous=1, mouse=asked))
    with desk(store.path) as terminal:
        terminal.wait_for("> 口令")
        assert (1000 << 5 in terminal.screen.mode) is asked  # so pyte keeps private modes


@pytest.mark.parametrize(("border", "drawn"), [("ascii", "-" * 72), ("line", "─" * 72)])
def test_a_question_stands_between_the_rules_that_were_chosen(
    store: Store, border: str, drawn: str
) -> None:
    choose(store, TerminalChoice(ambiguous=1, border=border))
    with desk(store.path) as terminal:
        terminal.wait_for("> 口令")
        terminal.send(ESC)
        terminal.wait_for("退出妇幼工作台吗?")
        assert [line.strip() for line in terminal.lines].count(drawn) == 2


def test_the_ruler_is_drawn_as_the_terminal_does_where_the_setting_is_wrong(store: Store) -> None:
    choose(store, TerminalChoice(ambiguous=2, border="line"))
    with desk(store.path) as terminal:
        terminal.wait_for("> 口令")
        open_by_name(terminal, "lzk", "量字宽")
        begin(terminal)
        plain, sample = (
            next(line.strip() for line in terminal.lines if words in line)
            for words in (PLAIN, SAMPLE)
        )
        assert (plain, sample) == (PLAIN, SAMPLE)
