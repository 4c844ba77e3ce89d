"""The toolkit in a real terminal."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyte
import pytest

from rules.text import printable
from tests.terminal.harness import (
    CTRL_C,
    CTRL_P,
    CTRL_Q,
    DOWN,
    ENTER,
    ESC,
    F1,
    F2,
    F4,
    F5,
    F6,
    F7,
    Terminal,
)
from tui.drafts import DraftStore

CTRL_U = "\x15"
DEMO = [sys.executable, "-m", "tests.tui.demo"]
OURS = re.compile(r"\x1b\[[0-9;?<>=]*\$?[A-Za-z]|\r?\n")  # the sequences the desk itself sends

HOSTILE = {
    "clipboard": "王\x1b]52;c;UE9JU09O\x07丽",
    "title": "\x1b]0;owned\x1b\\",
    "moves": "\x1b[66;66H\x1b[2J",
    "reset": "\x1bc\x00\x7f",
    "c1": "\x9b66;66H\x9d52;c;UE9J\x9c",
    "bidi": "\u202e王\u2066丽\u2069",
    "hidden": "王\u200d\u200b\ufeff丽",
    "lines": "王\r\n\t\x0b\x0c丽",
    "markup": "[/] [@click=app.exit]王[/] [bold",
    "surrogate": "王\ud800丽",
    "long": "王" * 10_000,
}


class Recording(pyte.ByteStream):
    """A stream that notes the bytes it draws."""

    def __init__(self, terminal: "Recorded") -> None:
        super().__init__(terminal.screen)
        self.terminal = terminal

    def feed(self, data: bytes) -> None:  # type: ignore[override]
        self.terminal.raw += data
        super().feed(data)


class Recorded(Terminal):
    """A terminal that keeps what it received."""

    def __init__(self, *arguments: str, **rest: Any) -> None:
        super().__init__([*DEMO, *arguments], **rest)
        self.raw = b""
        self._stream = Recording(self)

    def send_bytes(self, data: bytes) -> None:
        os.write(self.master, data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_steers_nothing_in_any_widget(name: str) -> None:
    with Recorded("", json.dumps([HOSTILE[name]])) as terminal:
        terminal.wait_for("共 1000 条")
        for key, back in ((F6, ""), (F1, ESC), (CTRL_P, ESC), (F5, ESC), (F7, ESC), (DOWN, "")):
            terminal.send(key)
            terminal.wait_for(printable(HOSTILE[name]).strip()[:1])
            terminal.settle()
            terminal.send(back)
            terminal.settle()
        terminal.send(DOWN, "x", DOWN, ENTER)
        terminal.settle()
    sent = OURS.sub("", terminal.raw.decode("utf-8", "strict"))
    assert b"\x1b[66;66H" not in terminal.raw
    assert sent == printable(sent)


GBK = "王小丽".encode("gbk")


@pytest.mark.parametrize(
    "pieces",
    {
        "whole": [GBK],
        "half characters": [GBK[:1], GBK[1:3], GBK[3:]],
        "pasted": [b"\x1b[200~" + GBK + b"\x1b[201~"],
        "mixed with UTF-8": ["李".encode() + GBK + "四".encode()],
    }.items(),
    ids=lambda pair: pair[0],
)
def test_a_gbk_terminal_is_told_the_cure_and_the_desk_lives(
    pieces: tuple[str, list[bytes]],
) -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        for piece in pieces[1]:
            terminal.settle()
            terminal.send_bytes(piece)
        terminal.wait_for("PuTTY: Window > Translation > UTF-8")
        terminal.settle()  # what comes in one reading with GBK is not trusted either
        terminal.send(CTRL_U, "甲")
        terminal.wait_for("> 姓名*      甲")


def test_a_word_committed_by_an_input_method_lands_whole() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send("阿依古丽·买买提")
        terminal.wait_for("> 姓名*      阿依古丽·买买提")


def test_full_width_digits_are_read() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send(*[DOWN] * 6, "２０２６。１１。２０", ENTER)
        terminal.wait_for("末次月经   2026-11-20  周五")


@pytest.mark.parametrize("mark", ["/", "、", "／"])
def test_narrowing_begins_with_what_an_input_method_makes_of_the_slash(mark: str) -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(mark, "999")
        terminal.wait_for("共 1 条")


@pytest.mark.parametrize("mark", ["?", "？"])
def test_the_question_mark_opens_help_in_an_empty_field(mark: str) -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send(mark)
        terminal.wait_for("帮助: 姓名")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_what_was_typed_is_kept_when_the_system_ends_the_desk(tmp_path: Path, number: int) -> None:
    with Recorded(str(tmp_path)) as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send("王小丽")
        terminal.wait_for("王小丽")
        terminal.kill(number)
        assert terminal.wait_end() == 0
    (draft,) = DraftStore(tmp_path).list()
    assert draft.texts["name"] == "王小丽"


def test_what_was_typed_is_kept_when_the_line_is_closed(tmp_path: Path) -> None:
    terminal = Recorded(str(tmp_path))
    terminal.wait_for("共 1000 条")
    terminal.send(F4)
    terminal.wait_for("> 姓名*")
    terminal.send("王小丽")
    terminal.wait_for("王小丽")
    os.close(terminal.master)
    _, status = os.waitpid(terminal.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    (draft,) = DraftStore(tmp_path).list()
    assert draft.texts["name"] == "王小丽"


def test_the_draft_is_on_disk_without_leaving_the_field(tmp_path: Path) -> None:
    with Recorded(str(tmp_path)) as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send("王小丽")
        store = DraftStore(tmp_path)
        terminal.wait_until(lambda: bool(store.list()), "a draft")
        terminal.kill(signal.SIGKILL)
    assert store.list()[0].texts["name"] == "王小丽"


def test_a_dumb_terminal_gets_a_sentence() -> None:
    with Recorded(env={"TERM": "dumb"}) as terminal:
        terminal.wait_for("这个终端不能画屏幕")
        assert terminal.wait_end() == 1


def codes(raw: bytes) -> list[str]:
    """The parameters of every change of style that was sent."""
    return [found.decode() for found in re.findall(rb"\x1b\[([\d;:]*)m", raw)]


def look_around(**rest: Any) -> bytes:
    """What is sent for a list, a form with an error, help, the palette and a question."""
    with Recorded(**rest) as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send(F2)
        terminal.wait_for("请填写姓名")
        terminal.send(F1)
        terminal.wait_for("帮助: 姓名")
        terminal.send(ESC)
        terminal.wait_gone("帮助: 姓名")
        terminal.send(CTRL_P)
        terminal.wait_for("全部功能: ")
        terminal.settle()
    return terminal.raw


@pytest.fixture(scope="module")
def sent() -> bytes:
    return look_around()


def test_no_colour_is_sent_where_none_is_wanted() -> None:
    sent = {
        number for code in codes(look_around(env={"NO_COLOR": "1"})) for number in code.split(";")
    }
    assert not sent - {"", "0", "1", "4", "7", "22", "24", "27", "39", "49"}


@pytest.mark.parametrize("promised", ["truecolor", ""])
def test_sixteen_colours_are_all_that_is_sent_so_a_slow_line_needs_no_setting(
    promised: str,
) -> None:
    sent = codes(look_around(env={"COLORTERM": promised, "SSH_TTY": "/dev/pts/9"}))
    assert not [code for code in sent if re.search(r"[34]8[;:][25]", code)]
    assert [code for code in sent if re.search(r"\b[34]\d\b", code)], "no colour at all"


def test_an_exported_size_is_not_believed_before_the_terminals_own() -> None:
    with Recorded(env={"COLUMNS": "80", "LINES": "24"}, columns=100, lines=30) as terminal:
        terminal.wait_for("共 1000 条")
        assert "F4 新增" in terminal.lines[-1]


def test_a_window_that_loses_the_focus_is_not_drawn_anew() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.settle()
        before = terminal.received
        terminal.send("\x1b[O", "\x1b[I")
        terminal.settle()
        assert terminal.received == before


def test_the_environment_cannot_put_in_another_driver() -> None:
    with Recorded(env={"TEXTUAL_DRIVER": "no.such:Driver"}) as terminal:
        terminal.wait_for("共 1000 条")


def test_ctrl_q_does_not_end_the_desk() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(CTRL_Q, F4)
        terminal.wait_for("> 姓名*")


def test_ctrl_c_sends_nothing_to_the_clipboard() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send("王", CTRL_C, "丽")
        terminal.wait_for("王丽")
    assert b"\x1b]52" not in terminal.raw


def test_a_crash_report_has_places_and_no_values() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F7)
        assert terminal.wait_end() == 1
    report = terminal.raw.decode()
    assert "action_crash" in report
    assert "ValueError" in report
    assert "机密的名字" not in report


def test_the_mouse_is_left_to_the_terminal(sent: bytes) -> None:
    assert not re.search(rb"\x1b\[\?100[0-36]h", sent)


def test_kitty_keys_are_not_asked_for(sent: bytes) -> None:
    assert not re.search(rb"\x1b\[[>=<][\d;]*u", sent)


def test_the_focus_of_the_window_is_not_asked_for(sent: bytes) -> None:
    assert b"\x1b[?1004h" not in sent


def test_esc_on_the_first_page_ends_with_0() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(ESC)
        assert terminal.wait_end() == 0


def test_a_reader_with_carriage_return_and_line_feed_fills_one_field_only() -> None:
    with Recorded() as terminal:
        terminal.wait_for("共 1000 条")
        terminal.send(F4)
        terminal.wait_for("> 姓名*")
        terminal.send(DOWN)
        terminal.wait_for("> 身份证号")
        terminal.send("331199199003076023\r\n")
        terminal.wait_for("> 性别")
        terminal.send("2", F2)
        terminal.wait_for("请填写姓名")


def test_a_pipe_gets_a_sentence() -> None:
    ended = subprocess.run(DEMO, input=b"", capture_output=True, check=False)
    assert ended.returncode == 1
    assert "要在终端窗口里运行" in ended.stderr.decode()
