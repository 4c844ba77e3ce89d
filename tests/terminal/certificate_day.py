"""The certificates' desk of a township on a month's last day: who works there, and what they type.

The centre is made in process: fifty-four children born in it, no certificates, no blanks. Chinese
is composed by an input method and arrives whole; a scanner sends a number and Enter in one burst.
"""

import re
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path

from desk import sign_in as accounts
from desk.context import Desk
from desk.delivery import record_delivery
from desk.pregnancy import open_card
from desk.villages import add_villages
from rules.certificate import number_range
from rules.identity import check_digit
from tests.terminal.harness import DOWN, ENTER, ESC, F2, F4, F6, F8, PAGE_DOWN, UP, Terminal
from tests.terminal.script import NAMED, Card, Word

MCHDESK = [sys.executable, "-m", "mchdesk"]

ON = date(2026, 11, 30)
PASSWORD = "demo-2026"
CENTRE = "云溪镇卫生院"
FIRST, LAST, BLANKS = "Z360000001", "Z360000080", 80
NUMBERS = tuple(number_range(FIRST, LAST))
MISPRINTS = (NUMBERS[16], NUMBERS[33])
EXCHANGED, REISSUED = (NUMBERS[4], NUMBERS[52]), (NUMBERS[1], NUMBERS[53])  # old and new
CHILDREN, ISSUED, COLLECTED = 54, 50, 3
# The sixteen columns of the quarter after this day's work.
TABLE = {
    1: 0,
    2: BLANKS,
    3: ISSUED,
    4: 1,
    5: 1,
    6: ISSUED + 2,
    7: 0,
    8: 0,
    9: 0,
    10: 2,
    11: 0,
    12: 0,
    13: 2,
    14: ISSUED + 4,
    15: BLANKS - ISSUED - 4,
    16: CHILDREN,
}
USERS = (("clerk", "录入员"), ("issuer", "签发员"), ("sealer", "印章员"), ("reviewer", "审核员"))

NO_FATHER = 7  # of ten families, by place
_FAMILY = {"w": "王", "z": "张", "l": "刘", "c": "陈", "y": "杨", "h": "黄", "g": "高", "s": "孙"}
_MIDDLE = {"x": "秀", "c": "春", "m": "美"}
_LAST = {"f": "芳", "l": "兰", "h": "红"}


@dataclass(frozen=True, slots=True)
class Family:
    """A child on the books: its mother, what it is to be called, and its father.

    ``known``: he stands on the mother's card, else he is typed; his identity card is laid on the
    reader. A family without him has the mother's statement among its papers.
    """

    initials: str
    mother: str
    child: str
    father: str
    father_id: str
    known: bool

    @property
    def papers(self) -> str:
        """The digits of what is shown."""
        return "123" if self.father else "126"


def _number(first17: str) -> str:
    return first17 + check_digit(first17)


def _families() -> tuple[Family, ...]:
    names = product(_FAMILY, _MIDDLE, _LAST)
    return tuple(
        Family(
            a + b + c,
            _FAMILY[a] + _MIDDLE[b] + _LAST[c],
            f"{_FAMILY[a]}安{_LAST[c]}",
            "" if place % 10 == NO_FATHER else "钱大勇",
            _number(f"33119919950105{2 * place + 1:03}"),
            known=place % 3 == 0,
        )
        for place, (a, b, c) in enumerate(names)
    )[:CHILDREN]


FAMILIES = _families()


def make_centre(path: Path) -> None:
    """A centre with its four hands and the births of a month."""
    store = accounts.create_centre(
        path, name=CENTRE, code="331199", admin="boss", password=PASSWORD, town="云溪镇"
    )
    boss = accounts.sign_in(store, "boss", PASSWORD, ON)
    add_villages(boss, ("东庄村", "西岭村", "柳溪村"))
    for login, name in USERS:
        accounts.add_user(boss, login, name, (login,), "first-2026")
        accounts.change_password(
            accounts.sign_in(store, login, "first-2026", ON), "first-2026", PASSWORD
        )
    for place, family in enumerate(FAMILIES):
        _born(boss, family, place)
    store.close()


def _born(desk: Desk, family: Family, place: int) -> None:
    on = ON - timedelta(days=2 + place % 25)
    mother = {
        "name": family.mother,
        "id_no": _number(f"36119919960305{2 * place:03}"),
        "husband_name": family.father if family.known else None,
        "village_id": 1 + place % 3,
        "lmp": on - timedelta(days=278),
    }
    record_delivery(
        desk,
        open_card(desk, mother).id,
        {"delivered_on": on, "delivered_at": "0835", "mode": "1", "place": CENTRE, "area": "1"},
        [{"outcome": "1", "sex": str(1 + place % 2), "weight_g": 3200, "length_mm": 500}],
    )


class Hand:
    """Somebody at the desk: types, looks what came of it, and counts the keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def type(self, *texts: str, see: str) -> None:
        """Keys one after another, and the words, split at ``|``, that must then be seen."""
        for text in texts:
            self.keys += 0 if isinstance(text, Word) else 1 if text in NAMED else len(text)
        self.terminal.send(*texts)
        wanted = [_plain(words) for words in see.split("|")]
        self.terminal.wait_until(
            lambda: all(each in _plain(self.terminal.text) for each in wanted), see, 20
        )

    def scan(self, number: str, *, see: str) -> None:
        """A number and Enter in one burst."""
        self.type(number + ENTER, see=see)

    def home(self) -> None:
        """Back to today's page."""
        for _ in range(4):
            before = self.terminal.settle()
            if "1今日" in before:
                break
            self.terminal.send(ESC)
            self.terminal.wait_until(partial(self._left, before), "another page", 20)
        self.terminal.wait_for("1今日")

    def _left(self, before: str) -> bool:
        return self.terminal.text != before


def _plain(text: str) -> str:
    return re.sub(" +", " ", text)


def sit_down(path: Path, login: str, on: date = ON) -> Terminal:
    """The program for one user, signed in."""
    command = [*MCHDESK, "--db", str(path), "--on", on.isoformat(), "--lang", "zh", "--as", login]
    terminal = Terminal(command, env={"HOME": str(path.parent)})
    terminal.wait_for("用户名", login, "口令")
    terminal.send(PASSWORD, ENTER)
    terminal.wait_for("今日工作", "F5 刷新")
    terminal.settle()
    return terminal


def receive_by_scanning(hand: Hand) -> None:
    """Each scan goes to the next field; the count and who checked it are typed."""
    hand.type("4", see="还没有签发|F6 入库")
    hand.type(F6, see="> 起始编号")
    hand.scan(FIRST, see=f"起始编号* {FIRST}|> 终止编号")
    hand.scan(LAST, see=f"终止编号* {LAST} 共 {BLANKS} 枚|> 缺号")
    hand.type(ENTER, see="> 数量")
    hand.type(str(BLANKS), DOWN, see=f"{BLANKS} 枚|> 版本")
    hand.type(DOWN, DOWN, DOWN, DOWN, DOWN, see="> 验收人")
    hand.type(Word("审核员"), see="验收人* 审核员")
    hand.type(F2, see=f"已入库 {BLANKS} 枚|在库 {BLANKS}")
    hand.home()


def apply(hand: Hand, family: Family, *, born_at: str = "") -> None:
    """From wherever one is to the application of a child, taken."""
    hand.type("/", see="找人|姓名 性别 出生日期")
    find = (family.initials, DOWN, ENTER, "5")  # nobody waits for a list of two
    if born_at:  # what is not known of the centre yet is asked of the first
        hand.type(*find, see="申请出生医学证明|> 出生地点")
        hand.type(Word(born_at), PAGE_DOWN, see="> 新生儿姓名")
    else:
        hand.type(*find, see="申请出生医学证明|> 新生儿姓名")
    hand.type(Word(family.child), PAGE_DOWN, see="> 父亲姓名")
    if family.father:
        name = () if family.known else (Word(family.father),)
        hand.type(*name, see=f"父亲姓名 {family.father}")
        hand.type(Card(family.father_id + ENTER), see="31 岁|> 父亲民族")
    hand.type(PAGE_DOWN, PAGE_DOWN, see="> 已核材料")
    hand.type(family.papers, F2, see="待占号|占用下一个编号")


def reserve(hand: Hand, number: str, *, asked: bool = True) -> None:
    """The next number is taken though something is empty, which is asked once."""
    if asked:
        hand.type(ENTER, see="还空着: |1 不填了,占号")
    hand.type("1" if asked else ENTER, see=f"待打印|已占号 {number}")


def print_and_confirm(hand: Hand, number: str, family: Family, *, asked: bool) -> None:
    """The number reserved, printed, confirmed."""
    reserve(hand, number, asked=asked)
    hand.type(ENTER, see="待确认")
    hand.type(ENTER, see=f"签发 {number} 给 {family.child}?")
    hand.type("1", see=f"已签发 {number}")


def misprint(hand: Hand, number: str) -> None:
    """The number reserved is printed badly: void, and the next one is offered."""
    reserve(hand, number)
    hand.type("2", see=f"{number} 作废,原因是?|1 打印或填写错误")
    hand.type("1", see=f"待占号|{number} 已作废|占用下一个编号")


def issue_all(hand: Hand) -> dict[str, int]:
    """First certificates for fifty children; how many keys each took, by its number.

    The keys of a misprint are not among them: they belong to the number that is void.
    """
    keys: dict[str, int] = {}
    numbers = iter(NUMBERS)
    for place, family in enumerate(FAMILIES[:ISSUED]):
        before = hand.keys
        apply(hand, family, born_at="" if place else "江西省云溪县")
        number, spoilt = next(numbers), 0
        if number in MISPRINTS:
            spoilt = hand.keys
            misprint(hand, number)
            spoilt, number = hand.keys - spoilt, next(numbers)
        print_and_confirm(hand, number, family, asked=not spoilt)
        keys[number] = hand.keys - before - spoilt
    return keys


def seal_all(hand: Hand, count: int) -> None:
    """The sealer marks what is on the paper, and seals it together."""
    hand.type("4", see="出生医学证明|已签发")
    hand.type("0", see="2 盖章")
    hand.type("2", see=f"待盖章 {count} 张")
    for _ in range(count):
        hand.terminal.send(" ")
    hand.type("", see=f"选中 {count} 条")
    hand.type(F2, see=f"盖章: {count} 张,|章都盖在纸上了吗?")
    hand.type("1", see=f"已记下 {count} 张的盖章|没有等着盖章的证")
    hand.home()


def collect(hand: Hand, count: int) -> None:
    """The mothers at the head of the list take theirs away."""
    hand.type("4", see="出生医学证明|已签发")
    hand.type("0", see="3 领证")
    hand.type("3", see=f"待领 {ISSUED} 张")
    for left in range(ISSUED - 1, ISSUED - 1 - count, -1):
        hand.type(ENTER, see="> 本人签字*")
        hand.type("1", see="1 已签")
        hand.type(F2, see=f"待领 {left} 张|已保存")
    hand.home()


def open_number(hand: Hand, number: str, see: str) -> None:
    """Scanned on the home page it opens its life."""
    hand.scan(number, see=f"编号 {number}|{see}")


def reviewed_and_issued(hand: Hand, new: str) -> None:
    """The reviewer signs at this desk, the number is issued, the sealer signs too."""
    hand.type(ENTER, see="> 审核意见*")
    hand.type("1", see="1 同意")
    hand.type(F2, see="第二人签字|签字人* 1 审核员|> 口令")
    hand.type(PASSWORD, ENTER, see="审核同意|占用下一个编号")
    reserve(hand, new)
    hand.type(ENTER, see="待确认")
    hand.type(ENTER, see=f"签发 {new} 给")
    hand.type("1", see=f"已签发 {new}|待盖章")
    hand.type(ENTER, see="第二人签字|签字人* 1 印章员|> 口令")
    hand.type(PASSWORD, ENTER, see="待领证|盖章 2026-11-30 印章员")


def exchange(hand: Hand, old: str, new: str) -> None:
    """A damaged paper comes back whole, the child not registered yet."""
    open_number(hand, old, "已签发")
    hand.type("7", see="换发|> 原因*")
    hand.type("2", ENTER, "1", ENTER, "1", ENTER, see="> 原证交回")
    hand.type("2", ENTER, see="> 已核材料")
    hand.type("124", F2, see="换发 待审核|请审核人审核")
    reviewed_and_issued(hand, new)
    hand.home()


def reissue(hand: Hand, old: str, new: str) -> None:
    """A paper the family lost is declared lost."""
    open_number(hand, old, "已签发")
    hand.type("8", see="补发|> 原因*")
    hand.type("1", ENTER, Word("云溪日报"), ENTER, "1130", ENTER, see="> 母亲户籍地")
    hand.type("1", ENTER, "1", ENTER, see="> 已核材料")
    hand.type("1235678", F2, see="补发 待审核|请审核人审核")
    reviewed_and_issued(hand, new)
    hand.home()


def count_the_blanks(hand: Hand, left: int) -> None:
    """One short at first, which asks for the number; then all are there, and the watcher signs."""
    hand.type("4", see="出生医学证明|已签发")
    hand.type("0", see="5 月末盘点")
    hand.type("5", see="2026-11 还没有盘点")
    hand.type(F4, see=f"> {NUMBERS[-left]}-")
    hand.type(str(left - 1), ENTER, see=f"账上 {left} 枚|> 没点到的*")
    hand.type(UP, see=f"> {NUMBERS[-left]}-")
    hand.type(str(left), ENTER, see=f"{left} 枚|> 账外编号")
    assert "没点到的" not in hand.terminal.settle()
    hand.type(F2, see="第二人签字|> 签字人*|3 审核员")
    hand.type("3", ENTER, see="签字人* 3 审核员|> 口令")
    hand.type(PASSWORD, ENTER, see=f"账存 {left},实点 {left} 账实相符")
    hand.home()


def print_the_table(hand: Hand) -> None:
    """The quarter on the screen, and as a workbook."""
    hand.type("4", see="出生医学证明|已签发")
    hand.type("0", see="9 统计表")
    hand.type("9", see="2026Q4|账平|(16) 机构内活产数")
    for column, count in TABLE.items():
        assert re.search(rf"\({column}\) [^0-9]+ {count}\b", _plain(hand.terminal.text)), column
    hand.type(F8, see="已写到")
