"""《出生医学证明》管理使用情况统计表 as the county's form prints it, with a line for each month."""

from collections.abc import Sequence

from desk.certificate_register_names import TABLE
from desk.certificate_table import TableReport
from ledgers.export.certificate import KEEPERS
from ledgers.export.sheets import Block, Column, Sheet
from rules.certificate_table import COLUMNS, PASSED_ON, RED, Rate
from rules.certificate_table import Column as Heading

_TOTAL = "合计"
_WORDS = {"": "正常", "amber": "偏高", RED: "超过上限,应整改"}
Line = tuple[str, TableReport]
_EARLIER: Column[Line] = Column(
    "其中历史出生", lambda line: line[1].table.first_earlier, 6.5, "机构内签发"
)


def table_sheets(whole: TableReport, months: Sequence[TableReport]) -> tuple[Sheet, Sheet]:
    """The table of a period under those of its months, and the rates on a sheet of their own."""
    lines: list[Line] = []
    if len(months) > 1:
        lines += [(f"{month.start.month}月", month) for month in months]
    lines.append((_TOTAL, whole))
    passed = PASSED_ON if any(each.table.passes_on for _, each in lines) else ()
    columns = [_period(), *map(_column, COLUMNS[:3]), _EARLIER, *map(_column, COLUMNS[3:])]
    columns += map(_column, passed)
    table = Sheet(
        TABLE,
        "由编号流转账逐号算出",
        (Block(TABLE, tuple(columns), tuple(lines), total=True),),
        frozen=2,
        notes=tuple(_notes(whole, lines, passed=bool(passed))),
    )
    rates = Sheet("指标", "由统计表算出", (Block("指标", _rate_columns(whole), whole.rates),))
    return table, rates


def _period() -> Column[Line]:
    return Column("时段", lambda line: line[0], 6)


def _column(heading: Heading) -> Column[Line]:
    """Its number stands before its words, as on the form."""
    number = f"({heading.number})" if heading.number else ""
    return Column(
        f"{number}{heading.heading}",
        lambda line: getattr(line[1].table, heading.name),
        6.5,
        heading.group,
    )


def _notes(whole: TableReport, lines: Sequence[Line], *, passed: bool) -> Sequence[str]:
    formula = f"(15)=(1)+(2)-(14){'-调出+退回-交回' if passed else ''}"
    said = [f"注: 单位均为枚。{formula};领用、占号、已打印的空白证仍算库存。"]
    counted = [getattr(each.table, one.name) for _, each in lines for one in (*COLUMNS, *PASSED_ON)]
    if any(number < 0 for number in counted):
        said.append(
            "负数是本期撤销的入库、撤销的作废或找回的遗失空白证多于新发生的,已上报的时段不改。"
        )
    if whole.colour and whole.table.old_edition:
        said.append(f"废证率含旧版停用 {whole.table.old_edition} 枚,按表列入(12)其他原因。")
    if not whole.balanced:
        said.append("账与编号状态不符,请先核对再上报。")
    return [*said, KEEPERS]


def _rate_columns(whole: TableReport) -> tuple[Column[Rate], ...]:
    def judged(rate: Rate) -> str | None:
        if rate is whole.rates[0]:
            before = f"含以前出生 {whole.born_before} 张" if whole.born_before else ""
            return ",".join(filter(None, (before, "有不在册的" if whole.unlisted else ""))) or None
        if rate.label != "废证率":
            return None
        old = f",含旧版停用 {whole.table.old_edition} 枚" if whole.table.old_edition else ""
        return f"{_WORDS[whole.colour]}{old if whole.colour else ''}"

    return (
        Column("指标名称", lambda rate: rate.label, 16),
        Column("计算方法", lambda rate: rate.formula, 34),
        Column("分子", lambda rate: rate.numerator, 10),
        Column("分母", lambda rate: rate.denominator, 10),
        Column("率(%)", lambda rate: rate.percent, 10, decimals=2),
        Column("评价", judged, 18),
    )
