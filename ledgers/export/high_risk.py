"""The register of high-risk pregnancies and that of their follow-ups."""

from collections.abc import Callable

from desk.register_rows import CaseLine, ReferredLine, RiskLine
from ledgers.export.cases import GESTATION, NOTED, WHO, typed
from ledgers.export.cells import Value
from ledgers.export.maternal import (
    age,
    delivered_on,
    gravida_para,
    live_born,
    mode,
    place,
    sexes,
    weights,
)
from ledgers.export.sheets import Block, Column, Sheet, colour_words, gestation, label, pressure
from models.risk import OUTCOMES, RiskFollowupData


def high_risk_sheet(lines: tuple[RiskLine, ...], centre: str) -> Sheet:
    """高危孕产妇登记册 of a centre, from where all are referred."""
    name = "高危孕产妇登记册"
    scope = "本期在册的孕产妇中,曾评为黄、橙、红、紫或已建高危专案的"
    sent_from: Column[RiskLine] = Column(
        "转出医院", lambda line: centre if line.referral else None, 10, "转诊"
    )
    columns = (*_FOUND, sent_from, *_THEN)
    return Sheet(name, scope, (Block(name, columns, lines),), frozen=4, pages=2)


def followup_sheet(lines: tuple[CaseLine, ...]) -> Sheet:
    """高危随访登记."""
    name = "高危随访登记"
    return Sheet(name, NOTED, (Block(name, _FOLLOWUPS, lines),), frozen=4, pages=2)


def _followed(line: RiskLine) -> str | None:
    return "、".join(str(day) for day in line.followed_on) or None


def _referral(value: Callable[[ReferredLine], Value]) -> Callable[[RiskLine | CaseLine], Value]:
    """A value of the referral, if there was one."""
    return lambda line: value(line.referral) if line.referral else None


def _mother_and_babies(line: RiskLine) -> str | None:
    """母婴转归: how it ended for her, and the babies born alive."""
    babies = len(live_born(line.pregnancy))
    alive = (
        f"活产{babies}({sexes(line.pregnancy) or '不详'},{weights(line.pregnancy) or '未测'}g)"
        if babies
        else None
    )
    return "；".join(filter(None, (label(OUTCOMES, line.outcome), alive))) or None


_FOUND: tuple[Column[RiskLine], ...] = (
    Column("登记日期", lambda line: line.registered_on or line.found_on, 10),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("年龄", lambda line: age(line.pregnancy), 4),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    Column("电话", lambda line: " ".join(line.pregnancy.woman.phones), 12),
    Column("丈夫姓名", lambda line: line.pregnancy.husband_name, 8),
    Column("末次月经", lambda line: line.pregnancy.lmp, 10),
    Column("预产期", lambda line: line.pregnancy.edd, 10),
    Column("登记孕周", lambda line: gestation(line.registered_ga_days), 6),
    Column("孕产次", lambda line: gravida_para(line.pregnancy.gravida, line.pregnancy.para), 7),
    Column("高危因素", lambda line: line.pregnancy.risk_factors, 16),
    Column("风险等级", lambda line: colour_words(line.pregnancy.risk_colours), 6),
    Column("评估日期", lambda line: line.assessed_on, 10, "评估"),
    Column("评估机构", lambda line: line.assessed_at, 10, "评估"),
    Column("发现日期", lambda line: line.found_on, 10, "五个一"),
    Column("上报日期", lambda line: line.reported_on, 10, "五个一"),
    Column("上报单位", lambda line: line.report_to, 10, "五个一"),
    Column("管理日期", lambda line: line.managed_on, 10, "五个一"),
    Column("救治日期", lambda line: line.treated_on, 10, "五个一"),
    Column("随访日期", _followed, 20),
    Column("转诊日期", _referral(lambda sent: sent.referred_on), 10, "转诊"),
)
_THEN: tuple[Column[RiskLine], ...] = (
    Column("转入医院", _referral(lambda sent: sent.place), 10, "转诊"),
    Column("转诊原因", _referral(lambda sent: sent.reason), 14, "转诊"),
    Column("反馈日期", _referral(lambda sent: sent.result_on), 10, "转诊"),
    Column("定点分娩医院", lambda line: line.delivery_place, 10),
    Column("分娩日期", lambda line: delivered_on(line.pregnancy), 10, "分娩情况"),
    Column("分娩医院", lambda line: place(line.pregnancy), 10, "分娩情况"),
    Column("分娩方式", lambda line: mode(line.pregnancy), 8, "分娩情况"),
    Column("母婴转归", _mother_and_babies, 12, "结案"),
    Column("转归日期", lambda line: line.outcome_on, 10, "结案"),
    Column("结案日期", lambda line: line.closed_on, 10, "结案"),
    Column("责任医生", lambda line: line.doctor, 8),
    Column("备注", lambda line: line.note, 12),
)
_FOLLOWUPS: tuple[Column[CaseLine], ...] = (
    *WHO,
    *typed(RiskFollowupData, "followed_on"),
    GESTATION,
    *typed(RiskFollowupData, "way symptoms"),
    Column("血压(mmHg)", lambda line: pressure(line.values["bp_sys"], line.values["bp_dia"]), 8),
    *typed(RiskFollowupData, "weight_g hb urine_protein fetal_heart new_factors"),
    Column("风险等级", lambda line: colour_words(line.pregnancy.risk_colours), 6),
    *typed(RiskFollowupData, "advice"),
    *typed(RiskFollowupData, "referral", "转诊"),
    Column("转往机构", _referral(lambda sent: sent.place), 10, "转诊"),
    Column("转诊结果", _referral(lambda sent: sent.result), 12, "转诊"),
    Column("结果日期", _referral(lambda sent: sent.result_on), 10, "转诊"),
    *typed(RiskFollowupData, "next_on doctor"),
)
