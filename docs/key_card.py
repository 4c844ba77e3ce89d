"""Writes ``key-card.xlsx``, one A4 page to print and laminate: ``python -m docs.key_card``.

A workbook, because every centre prints those. Keys come from the actions as declared; a test fails
when the file and they differ, and another when it prints on more than one page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from xlsxwriter import Workbook

from rules.fields import FieldSpec, Kind
from screens.desks import DESKS
from screens.key_groups import DESKS as DESKS_GROUP
from screens.key_groups import EVERYWHERE, key_groups
from tui.actions import Action, all_shown_keys
from tui.language import language, set_language, tr

FILE = Path(__file__).with_name("key-card.xlsx")
TITLE, SUBTITLE = "妇幼工作台 键卡", "MCH Desk key card"
WIDTHS = (20, 40, 30)  # of the three columns, in characters of the usual font
TALL, USUAL, HEAD_HEIGHT = 40, 26, 26  # points
FONT = "Microsoft YaHei"
WEIGHT = FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1)
DATE, GESTATION = FieldSpec(Kind.DATE, "日期"), FieldSpec(Kind.GESTATION, "孕周")
TIME = FieldSpec(Kind.TIME, "时间")

Row = tuple[str, str, str]  # the key, Chinese, English


@dataclass(frozen=True, slots=True)
class Example:
    """Something typed, and what the desk takes it for."""

    spec: FieldSpec
    typed: str
    chinese: str
    english: str


EXAMPLES = (
    Example(DATE, "1121", "11月21日(不输年)", "21 November, no year"),
    Example(DATE, "21", "最近的21日", "the latest 21st"),
    Example(DATE, "t", "今天", "today"),
    Example(DATE, "-3", "三天前", "three days ago"),
    Example(GESTATION, "12+3", "孕12周零3天", "12 weeks and 3 days"),
    Example(WEIGHT, "6.5", "6.5公斤", "6.5 kg"),
    Example(WEIGHT, "13斤", "13斤,自动换成公斤", "13 jin, made kilograms"),
    Example(TIME, "0830", "8点30分", "half past eight"),
)
# What is on every page, by the action that does it.
EVERYDAY: tuple[tuple[str, str, str], ...] = (
    ("find", "找人:姓名首字母、身份证尾号", "find anyone"),
    ("new", "新建:建册、登记", "new: a card, a child"),
    ("save", "保存", "save"),
    ("refresh", "刷新", "read again"),
    ("export", "在台账里导出一个季度", "in the ledgers: export a quarter"),
    ("history", "谁改过什么", "who changed what"),
    ("back", "返回;没保存会先问", "back; asks before losing"),
)
FORM: tuple[Row, ...] = (
    ("Enter", "下一栏;最后一栏问保存", "next field; the last asks to save"),
    ("↑ ↓", "上一栏 下一栏", "previous, next field"),
    ("1 2 3", "选项:同纸表上的数字", "choices: the paper's digits"),
    ("PgUp PgDn", "上一节 下一节", "previous, next section"),
    ("Ctrl+Z", "撤销刚输的", "take back typing"),
    ("Ctrl+U", "清空这一栏", "empty the field"),
)
STUCK: tuple[tuple[str, str, str], ...] = (
    ("help", "这一栏、这一页怎么用", "how this field or page works"),
    ("palette", "输拼音首字母找任何功能", "everything, by name"),
)
PRACTICE: Row = ("Ctrl+P  lx", "五分钟跟着做一遍", "the guided first day: practise")


def rows() -> list[Row]:
    """The card, line by line; a heading has no key."""
    known = _actions()
    places = [(str(n), label) for n, (_, label, _, _) in enumerate(DESKS, 1)]
    groups = (places[:4], places[4:])
    return [
        ("", "去哪里", "Places"),
        *map(_place, groups),
        ("", "每天用的", "Every day"),
        *((all_shown_keys(known[name].keys), zh, en) for name, zh, en in EVERYDAY),
        ("", "填表", "In a form"),
        *FORM,
        ("", "怎么写", "How to type"),
        *((one.typed, one.chinese, one.english) for one in EXAMPLES),
        ("", "不会的时候", "When stuck"),
        *((all_shown_keys(known[name].keys), zh, en) for name, zh, en in STUCK),
        PRACTICE,
    ]


def _actions() -> dict[str, Action]:
    """Each action by its id, as most pages have it."""
    groups = key_groups()
    usual = [groups.pop(DESKS_GROUP), groups.pop(EVERYWHERE)]
    found: dict[str, Action] = {}
    for action in chain(*usual, *groups.values()):
        found.setdefault(action.id, action)
    return found


def _place(desks: list[tuple[str, str]]) -> Row:
    digits, labels = zip(*desks, strict=True)
    return " ".join(digits), _words("zh", labels), _words("en", labels)


def _words(code: str, labels: Iterable[str]) -> str:
    before = language()
    set_language(code)
    words = "  ".join(tr(label) for label in labels)
    set_language(before)
    return words


def write(path: Path) -> None:
    """The workbook."""
    with Workbook(path) as book:
        book.set_properties({"title": f"{TITLE} {SUBTITLE}", "created": datetime(2026, 1, 1)})  # noqa: DTZ001  written as it is
        sheet = book.add_worksheet(TITLE)
        sheet.set_paper(9)  # A4
        sheet.set_margins(0.4, 0.4, 0.4, 0.4)
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        common = {"font_name": FONT, "valign": "vcenter"}
        line = common | {"bottom": 4, "bottom_color": "#999999"}
        title = book.add_format(common | {"font_size": 24, "bold": True})
        head = book.add_format(
            common | {"font_size": 13, "bold": True, "font_color": "white", "bg_color": "#333333"}
        )
        styles = (
            book.add_format(line | {"font_size": 17, "bold": True}),
            book.add_format(line | {"font_size": 14}),
            book.add_format(line | {"font_size": 9, "font_color": "#444444"}),
        )
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, TALL)
        sheet.write_string(0, 0, f"{TITLE}  {SUBTITLE}", title)
        for place, (key, *words) in enumerate(rows(), 1):
            sheet.set_row(place, USUAL if key else HEAD_HEIGHT)
            cells = (key, *words) if key else ("  ".join(words), "", "")
            for column, (cell, style) in enumerate(zip(cells, styles, strict=True)):
                sheet.write_string(place, column, cell, style if key else head)


if __name__ == "__main__":
    write(FILE)
