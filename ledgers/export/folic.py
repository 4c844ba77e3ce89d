"""The registers of folic acid: the women, the stock book, and the period's counts."""

from collections.abc import Callable
from decimal import Decimal

from desk.folic_book import HANDED, BookLine
from desk.folic_counts import FolicCounts
from desk.folic_registers import FolicRegisters
from desk.folic_view import FolicView, HandoutView
from ledgers.export.cases import typed
from ledgers.export.cells import Value
from ledgers.export.sheets import Block, Column, Sheet, label
from models.folic import FolicCourseData, FolicEndData, FolicMoveData
from rules.dates import completed_years
from rules.fields import field_specs

_MOVES = field_specs(FolicMoveData)["kind"].choices
_REACTION, _STOPPED = "reaction", "stop_reason"
_COUNTS = (
    ("新增应服用人数", "due"),
    ("新增服用人数", "taking"),
    ("其中高危待孕妇女", "high_risk"),
    ("服用率(%)", "taking_rate"),
    ("进入孕中期人数", "second_trimester"),
    ("依从人数", "adherent"),
    ("依从率(%)", "adherence_rate"),
    ("随访人次", "followups"),
    ("知识调查人数", "asked"),
    ("知晓人数", "knew"),
    ("知晓率(%)", "awareness_rate"),
)


def folic_sheet(books: FolicRegisters) -> Sheet:
    """叶酸发放登记, and below it the counts the county asks for."""
    name = "叶酸服用登记"
    counts = tuple((words, books.counts, each) for words, each in _COUNTS)
    blocks = (Block(name, _WOMEN, books.courses), Block("叶酸季报数", _FIGURES, counts))
    scope = "期末前登记、期初前未结束的妇女;下附上报数"
    return Sheet(name, scope, blocks, frozen=3, pages=2)


def stock_sheet(books: FolicRegisters) -> Sheet:
    """叶酸出入库登记."""
    name = "叶酸出入库登记"
    return Sheet(name, "本期的入库、发放、报废和盘点", (Block(name, _STOCK, books.stock),))


def _age(line: FolicView) -> int | None:
    born, on = line.person.birth_date, line.values["enrolled_on"]
    return completed_years(born, on) if born and born <= on else None


def _home(line: FolicView) -> str:
    group = line.person.values["group_no"]
    return f"{line.person.village}{group}组" if group else line.person.village


def _handouts(place: int, words: str) -> tuple[Column[FolicView], ...]:
    """The columns of the first, second and third time she was given some."""

    def of(value: Callable[[HandoutView], Value]) -> Callable[[FolicView], Value]:
        def found(line: FolicView) -> Value:
            given = [each for each in line.handouts if each.values["bottles"]]
            return value(given[place]) if place < len(given) else None

        return found

    return (
        Column("数量(瓶)", of(lambda given: given.values["bottles"]), 5, words),
        Column("批号", of(lambda given: given.batch), 9, words),
        Column("日期", of(lambda given: given.values["given_on"]), 10, words),
        Column("领取人", of(lambda given: given.values["receiver"] or "本人"), 7, words),
    )


def _asked(line: FolicView) -> str | None:
    """The follow-ups: the day and how many days she had taken it by then."""
    told = (
        f"{each.values['followed_on']} 服{each.values['days_taken']}天" for each in line.followups
    )
    return "；".join(told) or None


def _said(name: str) -> Callable[[FolicView], Value]:
    """What the follow-ups say of a thing."""
    return lambda line: "；".join(each.values[name] for each in line.followups if each.values[name])


def _adherent(line: FolicView) -> str | None:
    if line.adherence is None:
        return None
    words = "依从" if line.adherence.ok else "未达到"
    return f"{words}({line.adherence.taken}/{line.adherence.due}天)"


def _moved(line: BookLine) -> str | None:
    return "发放" if line.kind == HANDED else label(_MOVES, line.kind)


def _figure(line: tuple[str, FolicCounts, str]) -> int | Decimal | None:
    found: int | Decimal | None = getattr(line[1], line[2])
    return found


_WOMEN: tuple[Column[FolicView], ...] = (
    *typed(FolicCourseData, "enrolled_on"),
    Column("姓名", lambda line: line.person.name, 8),
    Column("年龄", _age, 4),
    Column("身份证号", lambda line: line.person.values["id_no"], 19),
    Column("村(组)", _home, 10),
    *typed(FolicCourseData, "rural"),
    Column("电话", lambda line: " ".join(line.person.values["phones"]), 12),
    *typed(FolicCourseData, "state high_risk high_risk_which dose_ug"),
    Column("开始服用", lambda line: line.started_on, 10),
    *_handouts(0, "第一次领取"),
    *_handouts(1, "第二次领取"),
    *_handouts(2, "第三次领取"),
    Column("合计(瓶)", lambda line: line.bottles, 5),
    Column("随访", _asked, 18, "服用情况"),
    Column("依从", _adherent, 10, "服用情况"),
    Column("不良反应", _said(_REACTION), 8, "服用情况"),
    Column("停药原因", _said(_STOPPED), 8, "服用情况"),
    Column("末次月经", lambda line: line.lmp, 10, "受孕情况"),
    Column("保健册编号", lambda line: line.card_no, 12, "受孕情况"),
    *typed(FolicEndData, "ended_on end_reason outcome", "结束"),
    *typed(FolicCourseData, "remark"),
)
_STOCK: tuple[Column[BookLine], ...] = (
    Column("日期", lambda line: line.day, 10),
    Column("类别", _moved, 8),
    Column("批号", lambda line: line.batch, 12),
    Column("数量(瓶)", lambda line: line.bottles, 8),
    Column("盘点差(瓶)", lambda line: line.difference or None, 8),
    Column("本批结存(瓶)", lambda line: line.left, 9),
    Column("来源单位/领用妇女", lambda line: line.who, 18),
    Column("原因", lambda line: line.cause, 20),
    Column("经手人", lambda line: line.handler, 10),
)
_FIGURES: tuple[Column[tuple[str, FolicCounts, str]], ...] = (
    Column("项目", lambda line: line[0], 10),
    Column("数", _figure, 8, decimals=1),
)
