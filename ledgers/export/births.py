"""The registers of births: all babies, those lost around birth, defects; and refused visits."""

from collections.abc import Callable

from desk.register_rows import BirthLine, RefusalLine
from ledgers.export.cells import Value
from ledgers.export.sheets import Block, Column, Sheet, gestation, label, sex_word, shown
from models.delivery import LEVELS, MODES, OUTCOMES, DeliveryData, NewbornData, PostpartumVisitData
from rules.fields import field_specs

LIVE_BORN, DEFECT = "1", "2"
EARLY_DAYS = 7  # a death before this day of life is an early neonatal one
_SPECS = field_specs(NewbornData)
_DELIVERY = field_specs(DeliveryData)
_VISIT = field_specs(PostpartumVisitData)


def birth_sheet(lines: tuple[BirthLine, ...]) -> Sheet:
    """出生登记册(分娩登记), one line for each baby."""
    name = "分娩与出生登记册"
    return Sheet(name, "本期分娩的每个胎儿", (Block(name, _BIRTHS, lines),), frozen=4, pages=2)


def lost_sheet(lines: tuple[BirthLine, ...]) -> Sheet:
    """围产儿死亡登记 and 出生缺陷登记."""
    lost = tuple(line for line in lines if line.outcome != LIVE_BORN or _early(line))
    defects = tuple(line for line in lines if line.defect == DEFECT)
    blocks = (Block("围产儿死亡登记", _LOST, lost), Block("出生缺陷登记", _DEFECTS, defects))
    scope = "本期分娩中的死胎、死产、七天内死亡和出生缺陷"
    return Sheet("围产儿死亡与出生缺陷", scope, blocks, frozen=4, pages=2)


def refusal_sheet(lines: tuple[RefusalLine, ...]) -> Sheet:
    """产后访视拒访登记."""
    name = "产后访视拒访登记"
    return Sheet(name, "本期未见到本人的产后访视", (Block(name, _REFUSALS, lines),), frozen=3)


def _early(line: BirthLine) -> bool:
    """Whether a live-born baby died within the first week."""
    return line.died_on is not None and (line.died_on - line.delivered_on).days < EARLY_DAYS


def _word(name: str) -> Callable[[BirthLine], Value]:
    return lambda line: label(_SPECS[name].choices, getattr(line, name))


def _of_delivery(name: str) -> Callable[[BirthLine], Value]:
    return lambda line: label(_DELIVERY[name].choices, getattr(line, name))


def _fate(line: BirthLine) -> str | None:
    return f"{line.died_on} 死亡" if line.died_on else label(OUTCOMES, line.outcome)


_MOTHER: tuple[Column[BirthLine], ...] = (
    Column("保健册编号", lambda line: line.card_no, 12),
    Column("村(组)", lambda line: line.mother.home, 10),
    Column("母亲姓名", lambda line: line.mother.name, 8),
    Column("母亲身份证号", lambda line: line.mother.id_no, 19),
    Column("电话", lambda line: " ".join(line.mother.phones), 12),
)
_BABY: tuple[Column[BirthLine], ...] = (
    Column("出生日期", lambda line: line.delivered_on, 10, "出生情况"),
    Column("出生时间", lambda line: line.delivered_at, 6, "出生情况"),
    Column("孕周", lambda line: gestation(line.ga_days), 6, "出生情况"),
    Column("胎次/胎数", lambda line: f"{line.birth_order}/{line.fetuses}", 5, "出生情况"),
    Column("性别", lambda line: sex_word(line.sex), 4, "出生情况"),
    Column("体重(g)", lambda line: line.weight_g, 7, "出生情况"),
    Column("身长(cm)", lambda line: shown(line.length_mm, 10), 7, "出生情况", decimals=1),
    Column("结局", _fate, 8, "出生情况"),
)
_BIRTHS: tuple[Column[BirthLine], ...] = (
    *_MOTHER,
    Column("父亲姓名", lambda line: line.father_name, 8),
    Column("父亲身份证号", lambda line: line.father_id_no, 19),
    Column("住址", lambda line: line.mother.address, 14),
    Column("新生儿姓名", lambda line: line.name, 10),
    *_BABY,
    Column("Apgar 1分钟", lambda line: line.apgar_1, 6, "出生情况"),
    Column("Apgar 5分钟", lambda line: line.apgar_5, 6, "出生情况"),
    Column("Apgar 10分钟", lambda line: line.apgar_10, 6, "出生情况"),
    Column("分娩机构", lambda line: line.place, 10, "分娩情况"),
    Column("机构级别", lambda line: label(LEVELS, line.level), 6, "分娩情况"),
    Column("县内县外", _of_delivery("area"), 6, "分娩情况"),
    Column("分娩方式", lambda line: label(MODES, line.mode), 8, "分娩情况"),
    Column("助产方式", _of_delivery("assisted"), 6, "分娩情况"),
    Column("接生者", _of_delivery("attendant"), 8, "分娩情况"),
    Column("会阴情况", _of_delivery("perineum"), 8, "分娩情况"),
    Column("出血量(mL)", lambda line: line.blood_loss_ml, 6, "分娩情况"),
    Column("产时产后并发症", lambda line: line.complications, 12, "分娩情况"),
    Column("危重孕产妇", _of_delivery("critical"), 5, "分娩情况"),
    Column("母亲结局", _of_delivery("mother_outcome"), 5, "分娩情况"),
    Column("出院日期", lambda line: line.discharged_on, 10, "分娩情况"),
    Column("出生缺陷", _word("defect"), 6, "筛查"),
    Column("新筛采血", _word("blood_taken"), 6, "筛查"),
    Column("听力筛查", _word("hearing"), 6, "筛查"),
    Column("出生证编号", lambda line: line.cert_no, 11, "出生医学证明"),
    Column("签发日期", lambda line: line.issued_on, 10, "出生医学证明"),
)
_LOST: tuple[Column[BirthLine], ...] = (
    *_BIRTHS,
    Column("报告日期", lambda line: line.reported_on, 10),
)
_DEFECTS: tuple[Column[BirthLine], ...] = (
    *_MOTHER,
    *_BABY,
    Column("缺陷诊断", lambda line: line.defect_diagnosis, 14, "出生缺陷"),
    Column("诊断依据", _word("defect_basis"), 8, "出生缺陷"),
    Column("报告日期", lambda line: line.reported_on, 10, "出生缺陷"),
)
_REFUSALS: tuple[Column[RefusalLine], ...] = (
    Column("村(组)", lambda line: line.woman.home, 10),
    Column("产妇姓名", lambda line: line.woman.name, 8),
    Column("电话", lambda line: " ".join(line.woman.phones), 12),
    Column("分娩日期", lambda line: line.delivered_on, 10),
    Column("出院日期", lambda line: line.discharged_on, 10),
    Column("次别", lambda line: label(_VISIT["kind"].choices, line.kind), 12, "访视"),
    Column("上门日期", lambda line: line.visited_on, 10, "访视"),
    Column("结果", lambda line: label(_VISIT["met"].choices, line.met), 8, "访视"),
    Column("原因", lambda line: line.not_met_why, 20, "访视"),
    Column("访视人", lambda line: line.doctor, 8, "访视"),
)
