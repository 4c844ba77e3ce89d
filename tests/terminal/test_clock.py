"""The real program on the computer's own day, whose clock may be set wrong."""

import sys
from pathlib import Path

import pytest

from models.engine import Store
from tests.conftest import TODAY
from tests.terminal.desk import sign_in
from tests.terminal.harness import Terminal

# The command, on a computer whose clock shows this day.
COMMAND = """
import sys
from datetime import date
from desk import places
places.business_day = lambda: date(2020, 1, 1)
from mchdesk import main
sys.exit(main())
"""


def desk(path: Path, *more: str) -> Terminal:
    words = ("--db", str(path), "--lang", "zh", "--as", "boss")
    return Terminal([sys.executable, "-c", COMMAND, *words, *more])


def test_a_clock_set_back_is_asked_about(store: Store) -> None:
    with desk(store.path) as terminal:
        sign_in(terminal, "电脑日期 2020-01-01 早于账上最后一笔", "1 先改电脑日期")
        terminal.settle()
        terminal.send("2")
        terminal.wait_for("今日工作", "2020-01-01")


@pytest.mark.parametrize("day", [TODAY.isoformat(), "2020-01-02"])
def test_a_day_given_is_not_asked_about(store: Store, day: str) -> None:
    with desk(store.path, "--on", day) as terminal:
        sign_in(terminal, "今日工作", day)
