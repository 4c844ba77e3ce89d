"""A pregnancy from the booking to the closed card, as a clerk types it: data for a real pty.

Every field filled in by hand is a ``Typed`` fact of a ``Form``; everything else the clerk does is
keys that move, open, answer and save. Chinese is composed by an input method and arrives whole.
"""

from dataclasses import dataclass
from datetime import date

from tests.terminal.harness import ENTER, ESC, F2, F4, F8

FIND_HER = "zcm"  # the initials of her name


@dataclass(frozen=True, slots=True)
class Typed:
    """A field filled in by hand; a doubt the program has about it is answered with a digit."""

    label: str
    text: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of one form, filled in from where the cursor stands, and what is then seen."""

    name: str
    typed: tuple[Typed, ...]
    see: tuple[str, ...] = ()

    @property
    def labels(self) -> str:
        """Which fields, in their order."""
        return "、".join(each.label for each in self.typed)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that fill in nothing, one burst each, and what is then seen."""

    keys: tuple[str, ...]
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What is chosen on the second menu of her page by the digit before it."""

    label: str
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day's work: the program is started, the clerk signs in, works, and leaves."""

    on: date
    steps: tuple[Form | Keys | Act, ...]


def form(name: str, *typed: tuple[str, ...], see: str = "") -> Form:
    """A form's fields: label, text and the answer to a doubt; what is seen, split at ``|``."""
    return Form(name, tuple(Typed(*each) for each in typed), _seen(see))


def keys(*typed: str, see: str) -> Keys:
    """Keys, and the words that must then be on the screen."""
    return Keys(typed, _seen(see))


def act(label: str, see: str) -> Act:
    """An act of her second menu, and what opens."""
    return Act(label, _seen(see))


def _seen(words: str) -> tuple[str, ...]:
    return tuple(filter(None, words.split("|")))


def found(see: str) -> tuple[Keys, ...]:
    """From the home page to hers."""
    return (
        keys("/", see="拼音首字母"),
        keys(FIND_HER, see="> 赵春梅"),
        keys(ENTER, see=f"1 产前随访|{see}"),
    )


HOME = keys(ESC, see="今日工作|应办")
BACK = (keys(ESC, see=f"> {FIND_HER}"), HOME)
WORKLIST = keys("8", see="待办|全部村")

BOOKING = Day(
    date(2026, 5, 2),
    (
        keys(F4, see="> 姓名*"),
        form(
            "建册",
            ("姓名", "赵春梅"),
            ("身份证号", "361199199103082223"),
            ("联系电话", "13800001234"),
            ("村", "2"),
            ("丈夫姓名", "钱大勇"),
            ("末次月经", "0201"),
            ("孕次", "2"),
            ("产次", "1"),
            ("保健册编号", "202600123"),
            ("建册医生", "周医生"),
            see="女 1991-03-08 35岁|预产期 2026-11-08, 今 12+6|孕12+6 早孕建册",
        ),
        keys(F2, see="已为 赵春梅 建册|孕12+6|风险 黄  年龄 35 岁"),
        act("风险评估", "风险表|现在 黄  勾选后 黄|* 1.1"),
        keys(F2, see="类别      1 筛查|风险等级  2 黄|评估机构  云溪镇卫生院|周医生"),
        keys(F2, see="筛查阳性,转去评估的转诊单现在填吗?"),
        keys("2", see="已保存|风险评估            类别 筛查  风险等级 黄"),
        keys("1", see="第1次产前检查|> 丈夫年龄"),
        form(
            "第1次产前检查",
            ("阴道分娩", "1"),
            ("上次分娩日期", "20220701"),
            ("胎数", "2"),
            ("身高", "161"),
            ("体重", "57.5"),
            ("收缩压", "112"),
            ("舒张压", "71"),
            ("血红蛋白", "119"),
            ("血小板", "205"),
            ("血型ABO", "1"),
            ("血型Rh", "2"),
            ("乙肝表面抗原", "1"),
            ("梅毒血清学试验", "1"),
            ("HIV抗体", "1"),
        ),
        keys(F2, see="风险因素有变化。新出现: 本次 2 胎。要重新评估吗?"),
        keys("2", see="已保存|产检  1 已完成  2 未到期"),
        HOME,
    ),
)
ANAEMIA = Day(
    date(2026, 6, 2),
    (
        *found("风险 黄"),
        keys("1", see="孕17+2|第几次       2|> 体重"),
        form(
            "第2次产前随访",
            ("体重", "60.2"),
            ("收缩压", "118"),
            ("舒张压", "76"),
            ("宫底高度", "17.5"),
            ("胎心率", "146"),
            ("血红蛋白", "58", "1"),
            ("转诊", "2"),
            ("转往机构及科室", "市第一医院血液科"),
            see="+2.7kg/31天|58 g/L  重度贫血|转诊原因       重度贫血",
        ),
        keys(F2, see="风险因素有变化|血红蛋白 58 g/L|要重新评估吗?"),
        keys("1", see="风险表|现在 橙  勾选后 橙|O2.6    橙|血红蛋白 58 g/L"),
        keys(F2, see="类别      2 评估|风险等级  3 橙"),
        keys(F2, see="已保存|风险 橙|待上报: 橙色风险报告单  限 06-05|还剩 7"),
        *BACK,
        WORKLIST,
        keys(see="> 赵春梅             橙色风险报告单|追转诊结果        06-16"),
        keys(ENTER, see="记已上报|橙色风险报告单  还剩 7|> 报告时间|报告人 周医生"),
        form("橙色风险报告单", ("报告单位", "县妇幼保健院")),
        keys(F2, see="待办|1 件  逾期 0|> 赵春梅      橙     追转诊结果"),
        HOME,
    ),
)
TREATED = Day(
    date(2026, 6, 16),
    (
        WORKLIST,
        keys(see="> 赵春梅      橙     高危随访          06-16|追转诊结果"),
        keys(ENTER, see="高危随访|随访  橙|下次随访日期 2026-06-30|> 症状体征"),
        form(
            "高危随访",
            ("收缩压", "121"),
            ("舒张压", "77"),
            ("血红蛋白", "83"),
            ("处理意见", "继续口服铁剂"),
        ),
        keys(F2, see="新出现: 血红蛋白 83 g/L;不再有: 血红蛋白 58 g/L"),
        keys("2", see="待办|1 件  逾期 0|> 赵春梅      橙     追转诊结果"),
        keys(ENTER, see="赵春梅  2026-06-02 转诊: 重度贫血|> 转诊结果|市第一医院血液科"),
        form("转诊结果", ("转诊结果", "输血治疗后出院")),
        keys(F2, see="没有要办的"),  # what was put off is not asked about again
        HOME,
    ),
)
TWINS = Day(
    date(2026, 10, 20),
    (
        *found("风险 橙|产检  1 已完成  2 已完成"),
        keys("2", see="登记分娩|新生儿个数*    2 个|> 分娩日期*"),
        form(
            "分娩",
            ("分娩日期", "1014"),
            ("分娩时间", "0935"),
            ("分娩方式", "3"),
            ("分娩机构", "市妇幼保健院"),
            ("机构级别", "1"),
            ("县内县外", "3"),
            see="2026-10-14  周三  孕36+3  早产|-- 第1个新生儿",
        ),
        form(
            "第1个新生儿",
            ("新生儿性别", "1"),
            ("出生体重", "2450"),
            ("出生身长", "46"),
            ("Apgar 1分钟", "9"),
            ("Apgar 5分钟", "10"),
            see="低出生体重",
        ),
        form(
            "第2个新生儿",
            ("新生儿性别", "2"),
            ("出生体重", "2520"),
            ("出生身长", "45.5"),
            ("Apgar 1分钟", "8"),
            ("Apgar 5分钟", "10"),
        ),
        form("产后", ("出院日期", "1019"), ("出血量", "480"), see="2026-10-26 前访视"),
        keys(F2, see="已保存|孕册 202600123  产后|分娩                孕36+3"),
        *BACK,
    ),
)
AT_HOME = Day(
    date(2026, 10, 23),
    (
        WORKLIST,
        keys(see="> 赵春梅|产后访视"),
        keys(ENTER, see="产后随访|产后 9 天|2026-10-19~2026-10-26|> 体温"),
        form(
            "产后访视",
            ("体温", "36.6"),
            ("收缩压", "122"),
            ("舒张压", "78"),
            ("一般心理状况", "情绪平稳"),
        ),
        keys(F2, see="已保存;接着记新生儿访视|赵春梅之子1|> 体重"),
        form("第1个新生儿访视", ("体重", "2.55")),
        keys(F2, see="赵春梅之女2|> 体重"),
        form("第2个新生儿访视", ("体重", "2.6")),
        keys(F2, see="已保存|待办"),
        HOME,
        *found("产后"),
        act("分娩补助", "住院分娩补助|2026-10-14 分娩 市妇幼保健院|补助类别* 3 县外  标准 400 元"),
        form(
            "分娩补助申请",
            ("住院号", "ZY1014"),
            ("材料", "123456"),
            ("住院总费用", "8650"),
            ("医保报销", "5200"),
            ("申请日期", "1023"),
            see="齐全",
        ),
        keys(F2, see="已保存|孕册 202600123  产后"),
        *BACK,
    ),
)
CLOSED = Day(
    date(2026, 11, 25),
    (
        WORKLIST,
        keys(see="> 赵春梅|产后42天检查"),
        keys(ENTER, see="产后随访|产后 42 天|次别"),
        form("产后42天检查", ("收缩压", "116"), ("舒张压", "74"), see="处理            1 结案"),
        keys(F2, see="已保存"),
        HOME,
        *found("孕册 202600123  结案"),
        *BACK,
    ),
)
QUARTER = Day(
    date(2027, 1, 5),
    (
        keys("7", see="季度台账"),
        keys(F8, see="导出到|2026Q4"),
        keys(ENTER, see="已导出到"),
        keys(ESC, see="工作簿、CSV"),
        HOME,
    ),
)
STORY = (BOOKING, ANAEMIA, TREATED, TWINS, AT_HOME, CLOSED, QUARTER)
