"""The village's notices of pregnancies, and the cards opened."""

from desk.register_rows import BookingLine, NoticeLine
from ledgers.export.maternal import age, gravida_para
from ledgers.export.sheets import Block, Column, Sheet, colour_words, gestation, label
from models.notice import NOT_BOOKED, SOURCES
from models.people import PersonData
from models.pregnancy import ENDS, PregnancyData
from rules.fields import field_specs

_FOLIC = field_specs(PregnancyData)["folic_use"].choices
_RESIDENCE = field_specs(PersonData)["residence"].choices
_YES_NO = {True: "是", False: "否", None: None}


def notice_sheet(lines: tuple[NoticeLine, ...]) -> Sheet:
    """孕情登记册."""
    name = "孕情登记册"
    return Sheet(name, "本期村里发现的", (Block(name, _NOTICES, lines),), frozen=4, pages=2)


def booking_sheet(lines: tuple[BookingLine, ...]) -> Sheet:
    """建册登记."""
    name = "建册登记"
    return Sheet(name, "本期建册的", (Block(name, _BOOKINGS, lines),), frozen=4, pages=2)


def _fate(line: NoticeLine) -> str | None:
    """What became of it: of the notice, else of the card."""
    if line.outcome:
        return label(NOT_BOOKED, line.outcome)
    if line.delivered_on:
        return f"{line.delivered_on} 分娩"
    return label(ENDS, line.end_reason) or ("已建册" if line.booked_on else None)


def _screened(line: BookingLine) -> str | None:
    if line.screened is None:
        return None
    return colour_words(line.screened) or "阳性待评估"


_NOTICES: tuple[Column[NoticeLine], ...] = (
    Column("发现日期", lambda line: line.found_on, 10),
    Column("村(组)", lambda line: line.woman.home, 10),
    Column("姓名", lambda line: line.woman.name, 8),
    Column("身份证号", lambda line: line.woman.id_no, 19),
    Column("出生日期", lambda line: line.woman.birth_date, 10),
    Column("丈夫姓名", lambda line: line.husband_name, 8),
    Column("电话", lambda line: " ".join(line.woman.phones), 12),
    Column("常住类型", lambda line: label(_RESIDENCE, line.woman.residence), 6),
    Column("孕产次", lambda line: gravida_para(line.gravida, line.para), 7),
    Column("末次月经", lambda line: line.lmp, 10),
    Column("预产期", lambda line: line.edd, 10),
    Column("发现孕周", lambda line: gestation(line.ga_days), 6),
    Column("来源", lambda line: label(SOURCES, line.source), 6),
    Column("报告人", lambda line: line.reporter, 8),
    Column("叶酸服用", lambda line: label(_FOLIC, line.folic_use), 8),
    Column("通知建册", lambda line: line.told_on, 10),
    Column("建册日期", lambda line: line.booked_on, 10),
    Column("结局", _fate, 12),
    Column("备注", lambda line: line.remark, 12),
)
_BOOKINGS: tuple[Column[BookingLine], ...] = (
    Column("建册日期", lambda line: line.pregnancy.booked_on, 10),
    Column("保健册编号", lambda line: line.pregnancy.card_no, 12),
    Column("姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("年龄", lambda line: age(line.pregnancy), 4),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    Column("丈夫姓名", lambda line: line.pregnancy.husband_name, 8),
    Column("电话", lambda line: " ".join(line.pregnancy.woman.phones), 12),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("现住址", lambda line: line.pregnancy.woman.address, 16),
    Column("常住类型", lambda line: label(_RESIDENCE, line.pregnancy.woman.residence), 6),
    Column("末次月经", lambda line: line.pregnancy.lmp, 10),
    Column("预产期", lambda line: line.pregnancy.edd, 10),
    Column("建册孕周", lambda line: gestation(line.pregnancy.booked_ga_days), 6),
    Column("孕13周前", lambda line: _YES_NO[line.early], 5),
    Column("孕产次", lambda line: gravida_para(line.pregnancy.gravida, line.pregnancy.para), 7),
    Column("初筛结果", _screened, 8),
    Column("建册医生", lambda line: line.pregnancy.doctor, 8),
    Column("领册人签字", lambda _: None, 8),
    Column("备注", lambda line: line.pregnancy.remark, 12),
)
