"""The pregnancy register and the postpartum register."""

from collections.abc import Callable
from datetime import date, timedelta

from desk.register_rows import BabyLine, PregnancyLine, VisitLine
from ledgers.export.cells import Value
from ledgers.export.sheets import (
    Block,
    Column,
    Sheet,
    colour_words,
    gestation,
    label,
    labels,
    pressure,
    sex_word,
    shown,
)
from models.delivery import MODES, OUTCOMES, PostpartumVisitData
from models.pregnancy import ENDS
from models.terms import NORMAL
from rules.dates import completed_years
from rules.fields import field_specs

LIVE_BORN, HOME_VISIT, DAY_42, SEEN = "1", "1", "2", "1"
VISIT_DAYS = timedelta(days=7)  # after discharge (孕产妇健康管理服务规范)
_GUIDANCE = field_specs(PostpartumVisitData)["guidance"].choices
_NOT_SEEN = field_specs(PostpartumVisitData)["met"].choices
_YES = "2"
_NOT_WEIGHED, _NOT_KNOWN = "未测", "不详"
_WINDOWS = (
    "第1次(孕13周前)",
    "第2次(16-20周)",
    "第3次(21-24周)",
    "第4次(28-36周)",
    "第5次(37-40周)",
)


def pregnancy_sheet(lines: tuple[PregnancyLine, ...]) -> Sheet:
    """孕产妇系统管理登记册."""
    name = "孕产妇系统管理登记册"
    scope = "本期建册、本期分娩或期内在管(期初前未分娩、未终止)的孕产妇"
    return Sheet(name, scope, (Block(name, _PREGNANCY, lines),), frozen=4, pages=2)


def postpartum_sheet(lines: tuple[PregnancyLine, ...]) -> Sheet:
    """产后访视登记."""
    name = "产后访视登记"
    return Sheet(name, "本期分娩的产妇", (Block(name, _POSTPARTUM, lines),), frozen=3, pages=2)


def age(line: PregnancyLine) -> int | None:
    """Her age when the card was opened."""
    day = line.booked_on or line.lmp or delivered_on(line)
    born = line.woman.birth_date
    return completed_years(born, day) if born and day and born <= day else None


def gravida_para(gravida: int | None, para: int | None) -> str | None:
    """孕2产1."""
    return None if gravida is None or para is None else f"孕{gravida}产{para}"


def _contact(place: int) -> Callable[[PregnancyLine], date | None]:
    return lambda line: line.contacts[place]


def delivered_on(line: PregnancyLine) -> date | None:
    """The day of the delivery."""
    return line.delivery.delivered_on if line.delivery else None


def _discharged_on(line: PregnancyLine) -> date | None:
    return line.delivery.discharged_on if line.delivery else None


def place(line: PregnancyLine) -> str | None:
    """Where she was delivered."""
    return line.delivery.place if line.delivery else None


def mode(line: PregnancyLine) -> str | None:
    """How she was delivered."""
    return label(MODES, line.delivery.mode) if line.delivery else None


def _delivery_gestation(line: PregnancyLine) -> str | None:
    return gestation(line.delivery.ga_days) if line.delivery else None


def sexes(line: PregnancyLine) -> str | None:
    """The sexes of the live-born in their order: 男/女."""
    words = [sex_word(baby.sex) for baby in live_born(line)]
    return "/".join(word or _NOT_KNOWN for word in words) if any(words) else None


def weights(line: PregnancyLine) -> Value:
    """One weight as a number, those of twins as 2600/2450."""
    grams = [baby.weight_g for baby in live_born(line)]
    if len(grams) == 1 or not any(grams):
        return grams[0] if grams else None
    return "/".join(str(weight or _NOT_WEIGHED) for weight in grams)


def live_born(line: PregnancyLine) -> list[BabyLine]:
    """The babies born alive."""
    babies = line.delivery.babies if line.delivery else ()
    return [baby for baby in babies if baby.outcome == LIVE_BORN]


def _visit(line: PregnancyLine, kind: str = HOME_VISIT) -> VisitLine | None:
    """The first of a kind at which she was seen."""
    seen = (visit for visit in line.visits if visit.kind == kind and visit.met == SEEN)
    return next(seen, None)


def _visited_on(line: PregnancyLine, kind: str = HOME_VISIT) -> date | None:
    visit = _visit(line, kind)
    return visit.visited_on if visit else None


def _days_after(line: PregnancyLine) -> int | None:
    visited, delivered = _visited_on(line), delivered_on(line)
    return (visited - delivered).days if visited and delivered else None


def _found(part: str) -> Callable[[PregnancyLine], Value]:
    """What the visit found of a part: in words where it is not normal."""

    def found(visit: VisitLine) -> str | None:
        return getattr(visit, f"{part}_finding") or label(NORMAL, getattr(visit, part))

    return _of_visit(found)


def _of_visit(value: Callable[[VisitLine], Value]) -> Callable[[PregnancyLine], Value]:
    """A value of the visit, if there was one."""

    def of(line: PregnancyLine) -> Value:
        visit = _visit(line)
        return value(visit) if visit else None

    return of


def _guidance(visit: VisitLine) -> str | None:
    return (
        "、".join(filter(None, (labels(_GUIDANCE, visit.guidance), visit.guidance_other))) or None
    )


def _referred(visit: VisitLine) -> str | None:
    """Why and where to, if she was sent on."""
    if visit.referral != _YES:
        return None
    return " ".join(filter(None, (visit.referral_reason, visit.referral_place))) or "有"


def _due_on(line: PregnancyLine) -> date | None:
    discharged = _discharged_on(line)
    return discharged + VISIT_DAYS if discharged else None


def _babies_found(line: PregnancyLine) -> str | None:
    return "/".join(filter(None, (baby.condition for baby in live_born(line)))) or None


def _closed(line: PregnancyLine) -> str | None:
    return label(ENDS, line.end_reason) if line.end_reason else None


def _remark(line: PregnancyLine) -> str | None:
    """The clerk's remark, and what the columns have no room for: stillbirths, an early end."""
    babies = line.delivery.babies if line.delivery else ()
    lost = [label(OUTCOMES, baby.outcome) for baby in babies if baby.outcome != LIVE_BORN]
    early = line.state == "ended"
    end = (
        f"{label(ENDS, line.end_reason) or '终止'} {line.ended_on or ''}".strip() if early else None
    )
    return "；".join(filter(None, (line.remark, *lost, end))) or None


def _postpartum_remark(line: PregnancyLine) -> str | None:
    """The same, and the visits at which she was not seen."""
    missed = [
        f"{visit.visited_on}{label(_NOT_SEEN, visit.met)}"
        for visit in line.visits
        if visit.met != SEEN
    ]
    return "；".join(filter(None, (_remark(line), *missed))) or None


_PREGNANCY: tuple[Column[PregnancyLine], ...] = (
    Column("保健册编号", lambda line: line.card_no, 12),
    Column("村(组)", lambda line: line.woman.home, 10),
    Column("孕妇姓名", lambda line: line.woman.name, 8),
    Column("年龄", age, 4),
    Column("身份证号码", lambda line: line.woman.id_no, 19),
    Column("联系电话", lambda line: " ".join(line.woman.phones), 12),
    Column("丈夫姓名", lambda line: line.husband_name, 8),
    Column("孕产次", lambda line: gravida_para(line.gravida, line.para), 7),
    Column("末次月经", lambda line: line.lmp, 10),
    Column("预产期", lambda line: line.edd, 10),
    Column("建册日期", lambda line: line.booked_on, 10, "建册情况"),
    Column("建册孕周", lambda line: gestation(line.booked_ga_days), 6, "建册情况"),
    Column("高危因素", lambda line: line.risk_factors, 12),
    Column("风险等级", lambda line: colour_words(line.risk_colours), 6),
    Column("基础血压(mmHg)", lambda line: pressure(line.bp_sys, line.bp_dia), 8),
    *(
        Column(heading, _contact(place), 10, "产前检查日期")
        for place, heading in enumerate(_WINDOWS)
    ),
    Column("分娩日期", delivered_on, 10, "分娩情况"),
    Column("分娩地点", place, 10, "分娩情况"),
    Column("分娩方式", mode, 8, "分娩情况"),
    Column("分娩孕周", _delivery_gestation, 6, "分娩情况"),
    Column("新生儿性别", sexes, 6, "分娩情况"),
    Column("出生体重(g)", weights, 8, "分娩情况"),
    Column("产后访视日期", _visited_on, 10, "产后访视"),
    Column("产后42天检查", lambda line: _visited_on(line, DAY_42), 10, "产后访视"),
    Column("建册医生", lambda line: line.doctor, 8),
    Column("备注", _remark, 12),
)
_POSTPARTUM: tuple[Column[PregnancyLine], ...] = (
    Column("村(组)", lambda line: line.woman.home, 10),
    Column("产妇姓名", lambda line: line.woman.name, 8),
    Column("身份证号", lambda line: line.woman.id_no, 19),
    Column("电话", lambda line: " ".join(line.woman.phones), 12),
    Column("分娩日期", delivered_on, 10, "分娩情况"),
    Column("分娩机构", place, 10, "分娩情况"),
    Column("分娩方式", mode, 8, "分娩情况"),
    Column("出院日期", _discharged_on, 10, "分娩情况"),
    Column("新生儿性别", sexes, 6, "分娩情况"),
    Column("出生体重(g)", weights, 8, "分娩情况"),
    Column("应访日", _due_on, 10, "产后访视"),
    Column("访视日期", _visited_on, 10, "产后访视"),
    Column("产后天数", _days_after, 5, "产后访视"),
    Column("访视人", _of_visit(lambda visit: visit.doctor), 8, "产后访视"),
    Column(
        "体温(℃)", _of_visit(lambda visit: shown(visit.temperature, 10)), 5, "产后访视", decimals=1
    ),
    Column(
        "血压(mmHg)", _of_visit(lambda visit: pressure(visit.bp_sys, visit.bp_dia)), 8, "产后访视"
    ),
    Column("恶露", _found("lochia"), 8, "产后访视"),
    Column("伤口", _found("wound"), 8, "产后访视"),
    Column("乳房", _found("breasts"), 8, "产后访视"),
    Column("子宫", _found("uterus"), 8, "产后访视"),
    Column("一般情况", _of_visit(lambda visit: visit.health), 8, "产后访视"),
    Column("心理", _of_visit(lambda visit: visit.mind), 8, "产后访视"),
    Column("新生儿情况", _babies_found, 10, "产后访视"),
    Column(
        "异常与处理",
        _of_visit(lambda visit: visit.finding or label(NORMAL, visit.outcome)),
        12,
        "产后访视",
    ),
    Column("指导", _of_visit(_guidance), 14, "产后访视"),
    Column("转诊", _of_visit(_referred), 10, "产后访视"),
    Column("产后42天检查日期", lambda line: _visited_on(line, DAY_42), 10, "结案"),
    Column("结案", _closed, 8, "结案"),
    Column("产妇签名", lambda _: None, 8),
    Column("备注", _postpartum_remark, 10),
)
