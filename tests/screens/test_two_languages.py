"""Every page in both languages, the language switched while it is open."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from desk.context import ROLES, Desk
from screens.page import Page
from tests.conftest import VILLAGES
from tests.screens.prepared import opened
from tests.screens.stage import Stage, play
from tests.screens.test_every_page import (
    EVERY,
    SAMPLE,
    open_page,
    settled,
    typed,
    without_status,
)
from tui.forms import Form
from tui.language import set_language

SHOWN = ("中国", "云溪镇卫生院", "云溪镇", "中文", "妇幼台账", "斤")  # as it stands in either
RUN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
# What stands in the books, and is shown as it is in either language.
DATA = (
    *VILLAGES,
    *SHOWN,
    *("王小丽", "赵秀芳", "赵秀芳之女", "李(流动)梅", "钱小英", "孙小英", "吴试梅"),
    *("瘢痕子宫", "县医院", "贫血", "头晕", "窒息", "车祸"),
    *("赵小一", "钱小二", "孙小三", "赵小一母", "钱小二母", "孙小三母", "另一人"),
    *("县卫健局", "送试甲", "验试乙", "压在柜底", "柜里少一张", "卡纸", "云卫〔2026〕3号"),
)


def not_data(page: str, text: str) -> set[str]:
    """The Chinese on a page that nobody has typed, and that does not stand in the file read."""
    for known in sorted(DATA, key=len, reverse=True):
        text = text.replace(known, "")
    return {words for words in RUN.findall(text) if words not in ALSO.get(page, "")}


def everything_in(workbook: Path) -> str:
    """Every word of a workbook; a space within a name is not kept."""
    with ZipFile(workbook) as parts:
        words = "".join(parts.read(name).decode() for name in parts.namelist())
    return workbook.name + re.sub(r"\s", "", words)


async def typed_into(stage: Stage, page: Page) -> None:
    """Something wrong in the field filled in, so that it is told."""
    if page.query(Form):
        await typed(stage, "x", "enter")


class Walk:
    """What was seen of each page that opens for a role, by the page's name."""

    def __init__(self) -> None:
        self.left: dict[str, set[str]] = {}  # Chinese where it was English
        self.changed: dict[str, list[tuple[str, str]]] = {}  # by switching there and back


USERS = " ".join(ROLES.values())  # they are called after their roles
FILLED_IN = (  # forms that begin with who does the work
    *("history", "receipt", "correct-call", "report"),
    *("blank-slip", "blank-count", "blanks", "blank_counts", "blank_plans", "blank_count"),
    *("blank_paper", "correct-receipt", "application", "voids", "loss", "delegations"),
    *("folic-followup", "folic-handout", "folic-move", "folic-receipt", "folic-survey"),
)
ALSO = {"import": everything_in(SAMPLE), **dict.fromkeys(FILLED_IN, USERS)}


@pytest.fixture(scope="module", params=["clerk", "issuer", "counsellor", "admin"])
def walk(
    request: pytest.FixtureRequest, books_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """Each is walked once for all its tests."""
    path = tmp_path_factory.mktemp("walk") / "centre.db"
    with opened(books_file, path) as desk_of:
        found = through_the_pages(path, desk_of(request.param))
    set_language("zh")
    return found


def through_the_pages(path: Path, desk: Desk) -> Walk:
    found = Walk()

    async def act(stage: Stage) -> None:
        for name in EVERY:
            page = await open_page(stage, name)
            if stage.app.screen is page:  # else it was refused as a whole, in a window
                await there_and_back(stage, page, found, name)
            stage.app.leave_all()
            await settled(stage)

    play(path, act, desk, see="")
    return found


async def there_and_back(stage: Stage, page: Page, walk: Walk, name: str) -> None:
    """Into English and back; in English once more, its help and the palette opened."""
    await typed_into(stage, page)
    before = without_status(stage.text)
    stage.app.action_language()
    await settled(stage)
    left = not_data(name, stage.text.replace(page.corner().strip(), ""))
    stage.app.action_language()
    await settled(stage)
    after = without_status(stage.text)
    if before != after:
        walk.changed[name] = [pair for pair in zip(before, after, strict=True) if len({*pair}) > 1]
    stage.app.action_language()
    for open_guest in (page.action_help, page.action_palette):
        open_guest()
        await settled(stage)
        left |= not_data(name, stage.text)
        stage.app.pop_screen()
    if left:
        walk.left[name] = left
    stage.app.action_language()


def test_in_english_no_chinese_is_left_but_data(walk: Walk) -> None:
    assert walk.left == {}


def test_a_page_switched_to_english_and_back_is_as_before(walk: Walk) -> None:
    assert walk.changed == {}
