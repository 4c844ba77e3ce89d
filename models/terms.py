"""Choices and measures that several records share, declared once."""

from rules.fields import FieldSpec, Kind, choices

_ANTENATAL = "孕产妇健康管理服务规范(2017) 产前检查与随访记录表"

SEX = choices("1 男", "2 女", "0 未知", "9 未说明")  # GB/T 2261.1
NORMAL = choices("1 未见异常", "2 异常")
NO_YES = choices("1 无", "2 有")
URINE_GRADES = choices("0 -", "1 ±", "2 +", "3 ++", "4 +++", "5 ++++")
COLOURS = choices("1 绿", "2 黄", "3 橙", "4 红", "5 紫")

# Hard ranges of the blood pressure as the registers are read.
SYSTOLIC = FieldSpec(Kind.NUMBER, "收缩压", unit="mmHg", hard=(60, 260), source=_ANTENATAL)
DIASTOLIC = FieldSpec(Kind.NUMBER, "舒张压", unit="mmHg", hard=(30, 160), source=_ANTENATAL)
HAEMOGLOBIN = FieldSpec(
    Kind.NUMBER,
    "血红蛋白",
    unit="g/L",
    hard=(10, 250),
    plausible=(60, 180),
    source=_ANTENATAL,
    help="孕期低于110为贫血",
)
MATERNAL_WEIGHT = FieldSpec(
    Kind.NUMBER,
    "体重",
    unit="kg",
    scale=1000,
    decimals=1,
    hard=(25, 200),
    plausible=(35, 110),
    source=_ANTENATAL,
)
BIRTH_WEIGHT = FieldSpec(
    Kind.NUMBER,
    "出生体重",
    unit="g",
    hard=(300, 9000),
    plausible=(1500, 4500),
    source="分娩记录; 新生儿家庭访视记录表",
)
BIRTH_LENGTH = FieldSpec(
    Kind.NUMBER,
    "出生身长",
    unit="cm",
    scale=10,
    decimals=1,
    hard=(25, 70),
    plausible=(40, 56),
    source="分娩记录; 新生儿家庭访视记录表",
)
