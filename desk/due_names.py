"""What the worklist's items are called, by kind and by code."""

from models.report import REPORTS
from rules.schedule import CONTACT_NAMES

# In the order in which a screen counts them.
KINDS = {
    "report": "上报",
    "risk": "高危",
    "referral": "转诊",
    "antenatal": "产前随访",
    "delivery": "临产",
    "postpartum": "产后",
    "notice": "孕情",
    "folic": "叶酸",
    "subsidy": "补助",
    "infection": "专册",
    "child": "儿童",
}
PRIVATE = {"infection"}  # kinds of which nothing is told on paper or in a call
# What the township itself has to do: nobody is to be called for it. Besides, every report.
OWN_DUTY = {"assess", "subsidy_step"}
NAMES = CONTACT_NAMES | {
    "delivery": "预产期已过,未登记分娩",
    "followup": "高危随访",
    "screen": "风险筛查",
    "assess": "筛查阳性,待评估",
    "referral": "追转诊结果",
    "notice": "孕情待建册",
    "subsidy_apply": "申请分娩补助",
    "subsidy_step": "补助下一步",
    "infection_case": "专册待建个案",
    "death_card": "填死亡报告卡",
    "folic_bottle": "叶酸领药",
    "folic_asked": "叶酸随访",
    **{f"report{each.code}": each.label for each in REPORTS},
}
