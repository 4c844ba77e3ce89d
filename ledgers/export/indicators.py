"""The indicator sheet: the rates, and below them everybody who is not counted, with the reason."""

from desk.indicators import Behind, Figure, IndicatorReport
from ledgers.export.sheets import Block, Column, Sheet

RATES, MISSED = "指标", "未计入人员"
_MET = {True: "达标", False: "未达标", None: None}


def indicator_sheet(report: IndicatorReport) -> Sheet:
    """指标 and 未计入人员."""
    names = {row.code: row.name for row in report.table.rows}
    missed = tuple(
        (names[code], person) for code, behind in report.who.items() for person in behind.missed
    )
    blocks = (Block(RATES, _RATES, report.table.rows), Block(MISSED, _MISSED, missed))
    return Sheet(RATES, "产妇按本期分娩、新生儿按本期出生统计;下附未计入人员及原因", blocks)


_RATES: tuple[Column[Figure], ...] = (
    Column("指标名称", lambda line: line.name, 24),
    Column("计算方法", lambda line: line.formula, 62),
    Column("分子", lambda line: line.numerator, 10),
    Column("分母", lambda line: line.denominator, 12),
    Column("率(%)", lambda line: line.rate, 11, decimals=1),
    Column("目标(%)", lambda line: line.target, 9, decimals=1),
    Column("是否达标", lambda line: _MET[line.met], 9),
)
_MISSED: tuple[Column[tuple[str, Behind]], ...] = (
    Column("未计入的指标", lambda line: line[0], 24),
    Column("未计入原因", lambda line: line[1].reason, 62),
    Column("人员姓名", lambda line: line[1].name, 10),
    Column("村", lambda line: line[1].village, 12),
    Column("分娩/出生日期", lambda line: line[1].day, 11),
)
