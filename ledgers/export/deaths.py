"""The registers of deaths: mothers, and children under five."""

from desk.register_rows import CaseLine, ChildDeathLine
from ledgers.export.cases import typed
from ledgers.export.maternal import age, delivered_on, mode, place
from ledgers.export.sheets import Block, Column, Sheet, gestation, label, sex_word
from models.death import ChildDeathData, MaternalDeathData
from models.delivery import LEVELS, DeliveryData
from rules.fields import field_specs

WITHDRAWN = "9"
_ATTENDANTS = field_specs(DeliveryData)["attendant"].choices


def maternal_death_sheet(lines: tuple[CaseLine, ...]) -> Sheet:
    """孕产妇死亡登记; a card that was withdrawn is no death."""
    name = "孕产妇死亡登记"
    standing = tuple(line for line in lines if line.values["counted"] != WITHDRAWN)
    return Sheet(name, "本期死亡的孕产妇", (Block(name, _MOTHERS, standing),), frozen=4, pages=2)


def child_death_sheet(lines: tuple[ChildDeathLine, ...]) -> Sheet:
    """5岁以下儿童死亡登记."""
    name = "5岁以下儿童死亡登记"
    return Sheet(name, "本期死亡的5岁以下儿童", (Block(name, _CHILDREN, lines),), frozen=4, pages=2)


def _attendant(line: CaseLine) -> str | None:
    delivery = line.pregnancy.delivery
    return label(_ATTENDANTS, delivery.attendant) if delivery else None


def _level(line: CaseLine) -> str | None:
    delivery = line.pregnancy.delivery
    return label(LEVELS, delivery.level) if delivery else None


def _lived(line: ChildDeathLine) -> str | None:
    """The age at death: days in the first month, then months, then years."""
    born, died = line.child.birth_date, line.values["died_on"]
    if born is None or died < born:
        return None
    months = (died.year - born.year) * 12 + died.month - born.month - (died.day < born.day)
    if months < 1:
        return f"{(died - born).days}天"
    return f"{months}月" if months < 12 else f"{months // 12}岁{months % 12}月"  # noqa: PLR2004  a year


_MOTHERS: tuple[Column[CaseLine], ...] = (
    *typed(MaternalDeathData, "card_no"),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("年龄", lambda line: age(line.pregnancy), 4),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    *typed(MaternalDeathData, "registered planned ethnicity education income terrain"),
    Column("现住址", lambda line: line.pregnancy.woman.address, 14),
    *typed(MaternalDeathData, "staying registered_at"),
    Column("孕次", lambda line: line.pregnancy.gravida, 4),
    Column("产次", lambda line: line.pregnancy.para, 4),
    *typed(MaternalDeathData, "abortions"),
    Column("末次月经", lambda line: line.pregnancy.lmp, 10),
    Column("分娩日期", lambda line: delivered_on(line.pregnancy), 10, "分娩情况"),
    Column(
        "分娩时间",
        lambda line: line.pregnancy.delivery.delivered_at if line.pregnancy.delivery else None,
        6,
        "分娩情况",
    ),
    Column("分娩机构", lambda line: place(line.pregnancy), 10, "分娩情况"),
    Column("分娩地点", _level, 8, "分娩情况"),
    Column(
        "分娩方式",
        lambda line: mode(line.pregnancy) if line.pregnancy.delivery else "未娩",
        8,
        "分娩情况",
    ),
    *typed(MaternalDeathData, "clean_delivery", "分娩情况"),
    Column("接生者", _attendant, 8, "分娩情况"),
    *typed(MaternalDeathData, "died_on died_at death_place", "死亡情况"),
    *typed(MaternalDeathData, "first_ga_days exams", "产检"),
    *typed(MaternalDeathData, "cause_1 cause_2 cause_3 basis cause_class", "死因"),
    *typed(MaternalDeathData, "counted review factors summary place doctor filled_on"),
)
_CHILDREN: tuple[Column[ChildDeathLine], ...] = (
    *typed(ChildDeathData, "card_no"),
    Column("村(组)", lambda line: line.child.home, 10),
    Column("儿童姓名", lambda line: line.child.name, 8),
    Column("住址", lambda line: line.child.address, 14),
    Column("父亲姓名", lambda line: line.father_name, 8),
    Column("母亲姓名", lambda line: line.mother_name, 8),
    Column("电话", lambda line: " ".join(line.child.phones), 12),
    *typed(ChildDeathData, "registered"),
    Column("性别", lambda line: sex_word(line.sex), 4),
    Column("出生日期", lambda line: line.child.birth_date, 10, "出生情况"),
    Column("出生体重(g)", lambda line: line.birth_weight_g, 7, "出生情况"),
    *typed(ChildDeathData, "weighed", "出生情况"),
    Column("出生孕周", lambda line: gestation(line.birth_ga_days), 6, "出生情况"),
    *typed(ChildDeathData, "birth_level", "出生情况"),
    *typed(ChildDeathData, "died_on died_at", "死亡情况"),
    Column("死亡年龄", _lived, 7, "死亡情况"),
    *typed(ChildDeathData, "cause_a cause_b cause_c cause_d root_cause class_no icd10", "死因"),
    *typed(ChildDeathData, "death_place treated diagnosed_by untreated_why basis", "死亡情况"),
    *typed(ChildDeathData, "place doctor filled_on added_later"),
    Column("报告日期", lambda line: line.reported_on, 10),
)
