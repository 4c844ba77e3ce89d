"""The register of high-risk pregnancies."""

from desk.register_rows import RiskLine
from ledgers.export.maternal import age, colours, delivered_on, gravida_para, mode, place
from ledgers.export.sheets import Block, Column, Sheet, gestation, label
from models.risk import OUTCOMES


def high_risk_sheet(lines: tuple[RiskLine, ...]) -> Sheet:
    """高危孕产妇登记册."""
    name = "高危孕产妇登记册"
    scope = "本期在册的孕产妇中,曾评为黄、橙、红、紫或已建高危专案的"
    return Sheet(name, scope, (Block(name, _COLUMNS, lines),), frozen=4, pages=2)


def _followed(line: RiskLine) -> str | None:
    return "、".join(str(day) for day in line.followed_on) or None


_COLUMNS: tuple[Column[RiskLine], ...] = (
    Column("登记日期", lambda line: line.registered_on or line.found_on, 10),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("年龄", lambda line: age(line.pregnancy), 4),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    Column("电话", lambda line: " ".join(line.pregnancy.woman.phones), 12),
    Column("丈夫姓名", lambda line: line.pregnancy.husband_name, 8),
    Column("末次月经", lambda line: line.pregnancy.lmp, 10),
    Column("预产期", lambda line: line.pregnancy.edd, 10),
    Column("登记孕周", lambda line: gestation(line.pregnancy.booked_ga_days), 6),
    Column("孕产次", lambda line: gravida_para(line.pregnancy), 7),
    Column("高危因素", lambda line: line.pregnancy.risk_factors, 16),
    Column("风险等级", lambda line: colours(line.pregnancy), 6),
    Column("评估日期", lambda line: line.assessed_on, 10, "评估"),
    Column("评估机构", lambda line: line.assessed_at, 10, "评估"),
    Column("发现日期", lambda line: line.found_on, 10, "五个一"),
    Column("上报日期", lambda line: line.reported_on, 10, "五个一"),
    Column("上报单位", lambda line: line.report_to, 10, "五个一"),
    Column("管理日期", lambda line: line.managed_on, 10, "五个一"),
    Column("救治日期", lambda line: line.treated_on, 10, "五个一"),
    Column("随访日期", _followed, 20),
    Column("转诊日期", lambda line: line.referral[0], 10, "转诊"),
    Column("转入机构", lambda line: line.referral[1], 10, "转诊"),
    Column("转诊原因", lambda line: line.referral[2], 14, "转诊"),
    Column("反馈日期", lambda line: line.referral[3], 10, "转诊"),
    Column("定点分娩医院", lambda line: line.delivery_place, 10),
    Column("分娩日期", lambda line: delivered_on(line.pregnancy), 10, "分娩情况"),
    Column("分娩医院", lambda line: place(line.pregnancy), 10, "分娩情况"),
    Column("分娩方式", lambda line: mode(line.pregnancy), 8, "分娩情况"),
    Column("转归", lambda line: label(OUTCOMES, line.outcome), 8, "结案"),
    Column("转归日期", lambda line: line.outcome_on, 10, "结案"),
    Column("结案日期", lambda line: line.closed_on, 10, "结案"),
    Column("责任医生", lambda line: line.doctor, 8),
    Column("备注", lambda line: line.note, 12),
)
