"""A pregnancy at the front desk by keys alone: from the booking at 12+6 to the closed card."""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session, select

from desk import sign_in as accounts
from desk.villages import add_villages
from models.child import Child, ChildCheck
from models.migrations import open_store
from models.pregnancy import Pregnancy
from models.referral import Referral
from models.report import Report
from tests.terminal.harness import DOWN, ENTER, Terminal
from tests.terminal.play import BETWEEN_KEYS, PASSWORD
from tests.terminal.pregnancy_day import (
    BOOKING,
    FIND_HER,
    STORY,
    Act,
    Day,
    Form,
    Keys,
    Typed,
)
from tests.terminal.script import NAMED

FIELDS = 80  # no form has more
CODE = 2  # a digit, or two: an option, a count, a score
# Every field typed by hand in the whole story, by the form it stands on.
TYPED = {
    "建册": "姓名、身份证号、联系电话、村、丈夫姓名、末次月经、孕次、产次、保健册编号、建册医生",
    "第1次产前检查": "阴道分娩、上次分娩日期、胎数、身高、体重、收缩压、舒张压、血红蛋白、血小板、"
    "血型ABO、血型Rh、乙肝表面抗原、梅毒血清学试验、HIV抗体",
    "第2次产前随访": "体重、收缩压、舒张压、宫底高度、胎心率、血红蛋白、转诊、转往机构及科室",
    "橙色风险报告单": "报告单位",
    "高危随访": "收缩压、舒张压、血红蛋白、处理意见",
    "转诊结果": "转诊结果",
    "分娩": "分娩日期、分娩时间、分娩方式、分娩机构、机构级别、县内县外",
    "第1个新生儿": "新生儿性别、出生体重、出生身长、Apgar 1分钟、Apgar 5分钟",
    "第2个新生儿": "新生儿性别、出生体重、出生身长、Apgar 1分钟、Apgar 5分钟",
    "产后": "出院日期、出血量",
    "产后访视": "体温、收缩压、舒张压、一般心理状况",
    "第1个新生儿访视": "体重",
    "第2个新生儿访视": "体重",
    "分娩补助申请": "住院号、材料、住院总费用、医保报销、申请日期",
    "产后42天检查": "收缩压、舒张压",
}
# What is found anew at each visit, and of each of two babies.
MEASURED_EACH_TIME = {"体重", "收缩压", "舒张压", "血红蛋白"} | set(
    TYPED["第1个新生儿"].split("、")
)


def make_centre(path: Path) -> None:
    """A centre with two villages and a clerk, nobody on its books."""
    store = accounts.create_centre(
        path, name="云溪镇卫生院", code="361199", admin="boss", password=PASSWORD, town="云溪镇"
    )
    on = BOOKING.on
    boss = accounts.sign_in(store, "boss", PASSWORD, on)
    add_villages(boss, ("东庄村", "西岭村"))
    accounts.add_user(boss, "clerk", "录入员", ("clerk",), "first-2026")
    clerk = accounts.sign_in(store, "clerk", "first-2026", on)
    accounts.change_password(clerk, "first-2026", PASSWORD)
    store.close()


def forms() -> list[Form]:
    """The forms of the story, in the order they are filled in."""
    return [step for day in STORY for step in day.steps if isinstance(step, Form)]


# What stands about her in the registers, and the fields it was typed in or follows from. The day of
# a visit is the day the program was started on, the doctor the one of the card.
DAY, BEGUN = "当天", "表上已填"
WRITTEN = {
    "202600123": "建册 保健册编号",
    "赵春梅": "建册 姓名",
    "361199199103082223": "建册 身份证号",
    "35": "建册 身份证号",
    "13800001234": "建册 联系电话",
    "西岭村": "建册 村",
    "钱大勇": "建册 丈夫姓名",
    "2026-02-01 2026-11-08 12+6 17+2": "建册 末次月经",
    "36+3": "建册 末次月经+分娩 分娩日期",
    "孕2产1": "建册 孕次+建册 产次",
    "周医生": "建册 建册医生",
    "112/71": "第1次产前检查 收缩压+第1次产前检查 舒张压",
    "血红蛋白 58 g/L；年龄 35 岁；本次 2 胎；血红蛋白 83 g/L": "建册 身份证号+第1次产前检查 胎数"
    "+第2次产前随访 血红蛋白+高危随访 血红蛋白",
    "橙": "第2次产前随访 血红蛋白",
    "2026-05-02 2026-06-02 2026-06-16 2026-10-23 2026-11-25 云溪镇卫生院": DAY,
    "县妇幼保健院": "橙色风险报告单 报告单位",
    "市第一医院血液科": "第2次产前随访 转往机构及科室",
    "重度贫血": "第2次产前随访 血红蛋白",
    "2026-10-14": "分娩 分娩日期",
    "09:35": "分娩 分娩时间",
    "剖宫产": "分娩 分娩方式",
    "市妇幼保健院": "分娩 分娩机构",
    "省地市": "分娩 机构级别",
    "县外 400.00": "分娩 县内县外",
    "1/2 2/2": "第1次产前检查 胎数",
    "分娩；活产2(男/女,2450/2520g)": "第1个新生儿 出生体重+第2个新生儿 出生体重",
    "男 赵春梅之子1": "第1个新生儿 新生儿性别",
    "女 赵春梅之女2": "第2个新生儿 新生儿性别",
    "男/女 赵春梅之子1、赵春梅之女2": "第1个新生儿 新生儿性别+第2个新生儿 新生儿性别",
    "2450/2520": "第1个新生儿 出生体重+第2个新生儿 出生体重",
    "2450": "第1个新生儿 出生体重",
    "2520": "第2个新生儿 出生体重",
    "46.0": "第1个新生儿 出生身长",
    "45.5": "第2个新生儿 出生身长",
    "9": "第1个新生儿 Apgar 1分钟",
    "8": "第2个新生儿 Apgar 1分钟",
    "10": "第1个新生儿 Apgar 5分钟+第2个新生儿 Apgar 5分钟",
    "480": "产后 出血量",
    "2026-10-19 2026-10-26": "产后 出院日期",
    "36.6": "产后访视 体温",
    "122/78": "产后访视 收缩压+产后访视 舒张压",
    "情绪平稳": "产后访视 一般心理状况",
    "ZY1014": "分娩补助申请 住院号",
    "8650.00": "分娩补助申请 住院总费用",
    "5200.00": "分娩补助申请 医保报销",
    "身份证、户口本、医保证、发票或结算单、出院小结、出生证": "分娩补助申请 材料",
    "待审": "分娩补助申请 申请日期",
    "活产 存活 是 未见异常 未见异常/未见异常 42天结案": BEGUN,
}
REGISTERS = {
    "孕产妇系统管理登记册": 1,
    "高危孕产妇登记册": 1,
    "产后访视登记": 1,
    "分娩与出生登记册": 2,
    "住院分娩补助登记": 1,
}


class Clerk:
    """Types like a hand, looks at what the screen says, and counts the keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def do(self, step: Form | Keys | Act) -> None:
        """A step, and what must then be seen."""
        if isinstance(step, Form):
            for typed in step.typed:
                self.fill(typed)
        elif isinstance(step, Act):
            self.choose(step.label)
        else:
            for key in step.keys:
                self.press(key)
        self.see(*step.see)
        self.terminal.settle()

    def see(self, *words: str) -> None:
        """Wait for words, however many spaces a column leaves between them."""
        wanted = [_plain(each) for each in words]
        self.terminal.wait_until(
            lambda: all(each in _plain(self.terminal.text) for each in wanted),
            " | ".join(wanted),
            20,
        )

    def press(self, text: str) -> None:
        """A key, or letters one by one."""
        for key in [text] if text in NAMED else text:
            self.terminal.send(key)
            self.terminal.settle(BETWEEN_KEYS)
            self.keys += 1

    @property
    def field(self) -> str:
        """The line the cursor stands on."""
        return next((line[2:] for line in self.terminal.lines if line.startswith("> ")), "")

    def fill(self, typed: Typed) -> None:
        """Go down to a field and type; Enter leaves it."""
        for _ in range(FIELDS):
            if re.match(rf"{re.escape(typed.label)}(\*|\s|$)", self.field):
                break
            self._leave(DOWN)
        else:
            raise AssertionError(f"no field {typed.label}\n{self.terminal.text}")
        if typed.text.isascii():
            self.press(typed.text)
        else:  # composed by an input method
            self.terminal.send(typed.text)
            self.terminal.settle(BETWEEN_KEYS)
        if typed.doubt:
            self.press(ENTER)
            self.terminal.wait_for("确定? 1是 2改")
            self.terminal.settle()
            self._leave(typed.doubt)
        else:
            self._leave(ENTER)

    def _leave(self, key: str) -> None:
        before = self.field.split("  ")[0]
        self.press(key)
        self.terminal.wait_until(lambda: self.field.split("  ")[0] != before, f"after {before}", 10)

    def choose(self, label: str) -> None:
        """What stands on the second menu, on whichever of its leaves."""
        self.press("0")
        self.terminal.wait_for("更多")
        self.terminal.settle()
        if not (line := self._digit(label)):
            self.press("0")
            self.terminal.wait_until(lambda: self._digit(label) is not None, label)
            line = self._digit(label)
        assert line is not None
        self.press(line)

    def _digit(self, label: str) -> str | None:
        found = re.search(rf"^\s*>?\s*(\d) {label}\s*$", self.terminal.text, re.MULTILINE)
        return found[1] if found else None


def _plain(text: str) -> str:
    return re.sub(" +", " ", text)


def work(day: Day, path: Path) -> int:
    """A day in a terminal of its own; how many keys it took."""
    command = [sys.executable, "-m", "mchdesk", "--db", str(path), "--on", day.on.isoformat()]
    command += ["--lang", "zh", "--as", "clerk"]
    with Terminal(command, env={"HOME": str(path.parent)}) as terminal:
        terminal.wait_for("用户名", "clerk", "口令")
        terminal.send(PASSWORD, ENTER)
        terminal.wait_for("今日工作", "F5 刷新")
        clerk = Clerk(terminal)
        terminal.settle()
        for step in day.steps:
            clerk.do(step)
        terminal.send("\x1b")
        terminal.wait_for("退出妇幼工作台吗?")
        terminal.settle()
        terminal.send("3")
        assert terminal.wait_end() == 0
        return clerk.keys


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The centre's folder after the whole story, with the quarter's files."""
    folder = tmp_path_factory.mktemp("pregnancy")
    make_centre(folder / "centre.db")
    for day in STORY:
        work(day, folder / "centre.db")
    return folder


def test_every_field_is_typed_on_one_form_alone() -> None:
    assert {each.name: each.labels for each in forms()} == TYPED
    assert len(forms()) == len(TYPED)
    assert sum(labels.count("、") + 1 for labels in TYPED.values()) == 69


def test_nothing_the_books_know_is_typed_again() -> None:
    asked = Counter(typed.label for each in forms() for typed in each.typed)
    assert {label for label, times in asked.items() if times > 1} <= MEASURED_EACH_TIME
    texts = Counter(typed.text for each in forms() for typed in each.typed)
    assert [text for text, times in texts.items() if times > 1 and len(text) > CODE] == []


def test_keys_outside_a_form_move_open_and_answer() -> None:
    others = [
        key for day in STORY for step in day.steps if isinstance(step, Keys) for key in step.keys
    ]
    assert {key for key in others if key not in NAMED and len(key) > 1} == {FIND_HER}


def rows_of(folder: Path, register: str) -> list[dict[str, str]]:
    (path,) = folder.rglob(f"*_2026Q4_{register}.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {name: cell.strip() for name, cell in row.items() if cell and name != "序号"}
        for row in rows
    ]


def test_the_registers_show_what_was_typed_once_and_what_follows(worked: Path) -> None:
    rows = {register: rows_of(worked, register) for register in REGISTERS}
    assert {register: len(lines) for register, lines in rows.items()} == REGISTERS
    shown = {cell for lines in rows.values() for row in lines for cell in row.values()}
    known = {cell for cells in WRITTEN for cell in (cells, *cells.split())}
    assert shown <= known
    assert {cells for cells in WRITTEN if not shown & {cells, *cells.split()}} == set()
    sources = {each for source in WRITTEN.values() for each in source.split("+")}
    typed = {f"{form.name} {each.label}" for form in forms() for each in form.typed}
    assert sources - {DAY, BEGUN} <= typed


def test_the_books_hold_the_closed_card_and_both_children(worked: Path) -> None:
    store = open_store(worked / "centre.db")
    try:
        with Session(store.read) as session:
            card = session.exec(select(Pregnancy)).one()
            report = session.exec(select(Report)).one()
            referral = session.exec(select(Referral)).one()
            children = session.exec(select(Child)).all()
            checks = session.exec(select(ChildCheck)).all()
    finally:
        store.close()
    assert (card.state, card.end_reason, card.risk_colours) == ("closed", "1", ["3"])
    assert (report.reported_to, referral.result) == ("县妇幼保健院", "输血治疗后出院")
    assert [each.birth_weight_g for each in children] == [2450, 2520]
    assert [each.contact for each in checks] == ["newborn", "newborn"]
