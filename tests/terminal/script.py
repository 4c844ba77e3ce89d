"""What a clerk types for the everyday tasks, key by key: data that ``play`` types into a real pty.

Every key counts: Enter, F-keys, each digit and each letter. Chinese that an input method composes
does not; it arrives as one ``Word``. Every task begins on the home page after signing in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.terminal.harness import DOWN, ENTER, F2, F4, F8, PAGE_DOWN, UP

ON = date(2026, 11, 21)
NAMED = {ENTER: "回车", F2: "F2", F4: "F4", F8: "F8", DOWN: "↓", UP: "↑", PAGE_DOWN: "PgDn"}
EXAMPLE_ID, MOTHER_ID = "361199199706122220", "361199199603050025"
FATHER_ID = "331199199501010019"


class Word(str):
    """Chinese put in by an input method: one text, none of our keys."""

    __slots__ = ()


class Card(Word):
    """An identity card laid on the reader, which types its number and Enter in one burst."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Keys typed one after another, and the words that must then be on the screen."""

    keys: tuple[str, ...]
    see: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many keys that is."""
        typed = (key for key in self.keys if not isinstance(key, Word))
        return sum(1 if key in NAMED else len(key) for key in typed)


@dataclass(frozen=True, slots=True)
class Task:
    """An everyday task: the most keys it may take, who does it, and what must be kept of it.

    ``table`` is what ``kept`` is read from, see ``tests.terminal.play``.
    """

    name: str
    english: str
    most: int
    login: str
    steps: tuple[Step, ...]
    table: str
    kept: dict[str, Any]

    @property
    def count(self) -> int:
        """The keys of the whole task."""
        return sum(step.count for step in self.steps)


def step(*keys: str, see: str) -> Step:
    """Keys, and the words to be seen after them, separated by ``|``."""
    return Step(keys, tuple(see.split("|")))


def numbers(*values: str) -> tuple[str, ...]:
    """Values of fields one after another, Enter after each but the last."""
    typed: list[str] = []
    for value in values:
        typed += [value, ENTER] if value else [ENTER]
    return tuple(typed[:-1])


FIND_MOTHER = step("/", "wxl", ENTER, see="王小丽  女|1 产前随访")
FIND_CHILD = step("/", "lxb", ENTER, see="李小宝  男|4 儿童体检")
BEGIN_CARD = (
    step(F4, see="> 姓名*"),
    step(Word("赵春梅"), ENTER, EXAMPLE_ID, ENTER, see="女 1997-06-12|> 联系电话"),
    step("13800001234", ENTER, "2", ENTER, see="西岭村|> 组"),
    step(ENTER, Word("钱大勇"), ENTER, "0805", ENTER, see="预产期 2027-05-12, 今 15+3|> 孕次"),
)
WOMAN = {
    "name": "赵春梅",
    "id_no": EXAMPLE_ID,
    "birth_date": date(1997, 6, 12),
    "phones": ["13800001234"],
    "village_id": 2,
}
BOOK = {
    "lmp": date(2026, 8, 5),
    "edd": date(2027, 5, 12),
    "gravida": 1,
    "para": 0,
    "husband_name": "钱大勇",
}
MEASURED = {
    "visited_on": ON,
    "number": 3,
    "weight_g": 58_500,
    "bp_sys": 118,
    "bp_dia": 76,
    "fundal_height_mm": 210,
    "abdomen_mm": 860,
    "fetal_heart": 142,
}

TASKS = (
    Task(
        "按姓名首字母找到并打开一个人",
        "find a person by initials and open",
        6,
        "clerk",
        (FIND_MOTHER,),
        "people",
        {"name": "王小丽"},
    ),
    Task(
        "儿童体检:体重、身长、血红蛋白,其余正常",
        "child check: weight, length, Hb, all normal",
        28,
        "clerk",
        (
            FIND_CHILD,
            step("4", see="> 体重"),
            step(*numbers("9.6", "74.5", "", "118"), see="> 血红蛋白|118"),
            step(F2, see="已保存|体重 9.60kg"),
        ),
        "child_checks",
        {
            "checked_on": ON,
            "contact": "12m",
            "weight_g": 9600,
            "length_mm": 745,
            "hb": 118,
            "outcome": "1",
        },
    ),
    Task(
        "产前随访:体重、血压、宫高、腹围、胎心六个数",
        "antenatal contact: weight, two pressures, fundus, abdomen, heart",
        30,
        "clerk",
        (
            FIND_MOTHER,
            step("1", see="> 体重"),
            step(*numbers("58.5", "118", "76", "21", "86", "142"), see="> 胎心率|142"),
            step(F2, see="已保存|血压118/76"),
        ),
        "antenatal_contacts",
        MEASURED,
    ),
    Task(
        "产前随访:体重、血压、宫高、胎心、血红蛋白六个数",
        "antenatal contact: weight, two pressures, fundus, heart, Hb",
        30,
        "clerk",
        (
            FIND_MOTHER,
            step("1", see="> 体重"),
            step(*numbers("58.5", "118", "76", "21", "", "142", "118"), see="> 血红蛋白|118"),
            step(F2, see="已保存|血压118/76"),
        ),
        "antenatal_contacts",
        {**MEASURED, "abdomen_mm": None, "hb": 118},
    ),
    Task(
        "建册:身份证号、电话、村、丈夫、末次月经、孕产次",
        "new card: ID number, phone, village, husband, last period, gravida and para",
        60,
        "clerk",
        (
            *BEGIN_CARD,
            step(*numbers("1", "0"), see="> 产次"),
            step(F2, see="已为 赵春梅 建册"),
        ),
        "pregnancies",
        WOMAN | BOOK,
    ),
    Task(
        "给已知的孩子签发出生证,起名,填父亲姓名和身份证",
        "certificate for a known child, named, with the father's name and card",
        25,
        "issuer",
        (
            step("/", "zxf", see="赵秀芳之女"),
            step(DOWN, ENTER, see="赵秀芳之女  女|5 签发出生证"),
            step("5", see="申请出生医学证明|> 出生时间"),
            step(PAGE_DOWN, Word("钱安安"), PAGE_DOWN, Word("钱大勇"), see="> 父亲姓名"),
            step(Card(FATHER_ID + ENTER), see="31 岁"),
            step(PAGE_DOWN, PAGE_DOWN, see="> 已核材料|2 母亲证件 3 父亲证件"),
            step("123", F2, see="待占号|占用下一个编号 Z990000001"),
            step(ENTER, see="还空着: 出生时间"),
            step("1", see="待打印|已占号 Z990000001"),
            step(ENTER, see="待确认"),
            step(ENTER, see="签发 Z990000001 给 钱安安?"),
            step("1", see="已签发 Z990000001"),
        ),
        "certificate_issues",
        {
            "number": "Z990000001",
            "child_name": "钱安安",
            "father_name": "钱大勇",
            "father_id_no": FATHER_ID,
            "mother_name": "赵秀芳",
            "issued_on": ON,
            "state": "issued",
        },
    ),
    Task(
        "导出上季度台账",
        "export of the quarter",
        6,
        "clerk",
        (
            step("7", see="季度台账"),
            step(F8, see="导出到|2026Q3"),
            step(ENTER, see="已导出到"),
        ),
        "files",
        {"云溪镇卫生院_2026Q3_台账.xlsx": True, "manifest.json": True},
    ),
)
