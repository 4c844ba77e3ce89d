"""Hostile texts through every screen of the real program in a real terminal: none of them acts.

The screens are those the actions lead to, see ``tests.terminal.walking``; the texts those of
``tests.terminal.hostile``. A page that is added is walked through, or fails the test by its name.
"""

import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen

import screens
import tui
from desk import sign_in as accounts
from rules.text import printable
from tests.terminal.every_screen import TODAY
from tests.terminal.harness import Terminal
from tests.terminal.hostile import COUNT, hostile_strings, tag
from tests.terminal.hostile_books import make_books, make_files
from tui.page import DeskScreen

PATIENCE = 900.0  # seconds; two busy cores, a hundred pages
COLUMNS, LINES = 80, 24
ROOT = Path(__file__).parents[2]
# What the driver writes when it takes the terminal and when it gives it back.
MODES = {
    *("?1049h", "?1049l", "?25h", "?25l", "?2004h", "?2004l", "?7h", "?7l", "<u"),
    *("?1004l", "?2048$p", "?2026$p"),
}
CODE = re.compile(r"\x1b(?:\[([?<>=!]?[0-9;:]*)([$ ]?[@-~])|([DM78]))")
# Bases that no page is opened as.
BASES = {
    "DeskScreen",
    "Page",
    "ListPage",
    "FormPage",
    "RegisterPage",
    "RangePage",
    "Correction",
    "AsksAnew",
    "CasePage",
    "CaseCorrection",
    "Moving",
    "OfCard",
    "OfCourse",
    "FolicCoursePage",
    "FolicBatchPage",
    "ReceiptWordsPage",
    "SlipWordsPage",
    "ReplacingPage",
    "OfPeriod",
    "_ReportPage",
    "Countersigned",
    "SignedForm",
    "PermittedPage",
    "_RulesForm",
    "ModalScreen",
    "Window",
}


class Raw(Terminal):
    """A terminal that only keeps what it is sent."""

    def __init__(self, *arguments: Any, **rest: Any) -> None:
        super().__init__(*arguments, **rest)
        self.raw = b""
        self._stream = self  # type: ignore[assignment]  # in place of the emulator

    def feed(self, data: bytes) -> None:
        """Keep it."""
        self.raw += data


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk that ended: what the terminal was sent, and what the walk says it saw."""

    status: int
    sent: str
    seen: dict[str, Any]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    folder = tmp_path_factory.mktemp("hostile")
    work = folder / "deep" / "below"  # a path with ../.. stays inside
    work.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", 4)  # the real cost is for real passwords
        database = make_books(folder, TODAY)
        make_files(folder / "home")
        patch.chdir(work)
        summary = folder / "seen.json"
        command = [sys.executable, "-m", "tests.terminal.every_screen", str(database), str(summary)]
        env = {"HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
        with Raw(command, env=env, columns=COLUMNS, lines=LINES) as terminal:
            status = terminal.wait_end(PATIENCE)
    sent = terminal.raw.decode("utf-8", "strict")
    assert status == 0, sent[-3000:]
    return Walked(status, sent, json.loads(summary.read_text(encoding="utf-8")))


def not_ours(code: re.Match[str]) -> str:
    """Nothing of a code that the desk writes itself, of any other the whole."""
    parameters, final, bare = code[1] or "", code[2] or "", code[3] or ""
    if bare or parameters + final in MODES:
        return ""
    numbers = [int(number) for number in re.split("[;:]", parameters) if number.isdigit()]
    if final == "m" and re.fullmatch("[0-9;]*", parameters):
        return ""
    small = all(number <= COLUMNS for number in numbers) and numbers[:1] <= [COLUMNS]
    if final in set("HGCEABKJr") and re.fullmatch("[0-9;]*", parameters) and small:
        return code[0] if final == "H" and numbers[:1] > [LINES] else ""
    return code[0]


def test_nothing_that_steers_or_hides_is_left_beside_the_desks_own_codes(walked: Walked) -> None:
    left = CODE.sub(not_ours, walked.sent).replace("\r\n", "")
    strange = {left[max(0, m.start() - 10) : m.end() + 20] for m in UNSAFE.finditer(left)}
    assert sorted(strange)[:10] == []


UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f]")


def test_no_text_hides_or_turns_what_is_written(walked: Walked) -> None:
    left = CODE.sub("", walked.sent).replace("\r\n", "")
    assert left == printable(left)


@pytest.mark.parametrize(
    "what", ["\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bc", "\x1b[66;66"]
)
def test_no_string_reset_or_move_of_theirs_is_sent(walked: Walked, what: str) -> None:
    assert what not in walked.sent


def test_nothing_breaks(walked: Walked) -> None:
    assert walked.seen["faults"] == []


def kinds_of(package: Any) -> Iterator[type[Any]]:
    """Every class of page or window of a package."""
    for found in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, DeskScreen | ModalScreen):
                yield each


def test_every_page_and_window_there_is_was_opened(walked: Walked) -> None:
    there = {kind.__name__ for package in (tui, screens) for kind in kinds_of(package)}
    assert there - BASES - set(walked.seen["opened"]) == set()


def test_every_page_that_takes_text_was_given_every_text(walked: Walked) -> None:
    given = walked.seen["given"]
    assert {name: count for name, count in given.items() if count < COUNT} == {}


def test_every_text_with_something_to_see_was_seen(walked: Walked) -> None:
    visible = {tag(n) for n, text in enumerate(hostile_strings()) if printable(text).strip()}
    assert visible - set(walked.seen["tags"]) == set()


def test_there_are_three_hundred_different_texts() -> None:
    assert len(set(hostile_strings())) == COUNT
