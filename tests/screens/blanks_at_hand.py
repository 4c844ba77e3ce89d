"""What the tests of the stock room begin with."""

from typing import Any

from desk.context import Hand
from tests.conftest import TODAY
from tests.screens.stage import Stage

AWAY: dict[str, Any] = {
    "done_on": TODAY,
    "done_at": "09:30",
    "first": "Z990000101",
    "count": 2,
    "partner": "东山卫生院",
    "carrier": "运试丙",
    "receiver": "收试丁",
}
COUNTED: dict[str, Any] = {"counted_on": TODAY, "counted_by": "签试甲"}
WATCHED = Hand("clerk", "验试乙", frozenset({"clerk"}))


async def at_blanks(stage: Stage) -> None:
    """The stock room."""
    stage.app.push_screen(stage.app.page("blanks"))
    await stage.see("9 停旧版", "第 1 条")
