"""The first antenatal examination: what its form has beyond the card, the person and contact 1."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.antenatal import FIRST
from models.base import Record, checks
from models.terms import MATERNAL_WEIGHT, NO_YES, NORMAL, URINE_GRADES
from rules.fields import FieldSpec, Kind, choices

NONE, OTHER_HISTORY = "1", {"past_history": "8", "family_history": "4", "personal_history": "7"}


def _text(label: str) -> FieldSpec:
    return FieldSpec(Kind.TEXT, label, max_length=100, source=FIRST)


def _organ(label: str) -> FieldSpec:
    return FieldSpec(
        Kind.CHOICE, label, choices=NORMAL, source=FIRST, help="没有检查就空着,不要填未见异常"
    )


def _graded(label: str) -> FieldSpec:
    return FieldSpec(Kind.CHOICE, label, choices=URINE_GRADES, source=FIRST)


def _times(label: str) -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER, label, unit="次", hard=(0, 20), plausible=(0, 5), source=FIRST, help="没有填0"
    )


def _measured(  # noqa: PLR0913  what a laboratory value is
    label: str,
    unit: str,
    *,
    hard: tuple[float, float],
    plausible: tuple[float, float],
    scale: int = 1,
    help: str = "",  # noqa: A002  FieldSpec's own name
) -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER,
        label,
        unit=unit,
        scale=scale,
        decimals=1 if scale > 1 else 0,
        hard=hard,
        plausible=plausible,
        source=FIRST,
        help=help,
    )


class FirstExamData(SQLModel):
    """The rest of the first examination's form; ranges are wide, a laboratory's own decide."""

    examined_on: Annotated[date, FieldSpec(Kind.DATE, "检查日期", required=True, source=FIRST)]
    husband_age: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "丈夫年龄", unit="岁", hard=(14, 90), plausible=(20, 60), source=FIRST
        ),
    ] = None
    husband_phone: Annotated[list[str], FieldSpec(Kind.PHONES, "丈夫电话", source=FIRST)] = Field(
        default_factory=list, sa_type=JSON
    )
    past_history: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "既往史",
            source=FIRST,
            choices=choices(
                "1 无",
                "2 心脏病",
                "3 肾脏疾病",
                "4 肝脏疾病",
                "5 高血压",
                "6 贫血",
                "7 糖尿病",
                "8 其他",
            ),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    past_other: Annotated[str | None, _text("其他既往史")] = None
    family_history: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "家族史",
            source=FIRST,
            choices=choices("1 无", "2 遗传性疾病史", "3 精神疾病史", "4 其他"),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    family_other: Annotated[str | None, _text("其他家族史")] = None
    family_who: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "家族史何人",
            source=FIRST,
            choices=choices("1 父母", "2 丈夫", "3 兄弟姐妹", "4 其他子女"),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    personal_history: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "个人史",
            source=FIRST,
            choices=choices(
                "1 无特殊",
                "2 吸烟",
                "3 饮酒",
                "4 服用药物",
                "5 接触有毒有害物质",
                "6 接触放射线",
                "7 其他",
            ),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    personal_other: Annotated[str | None, _text("其他个人史")] = None
    surgery: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "妇产科手术史", choices=NO_YES, source=FIRST)
    ] = None
    surgery_what: Annotated[str | None, _text("何种手术")] = None
    vaginal_births: Annotated[int | None, _times("阴道分娩")] = None
    caesareans: Annotated[int | None, _times("剖宫产")] = None
    last_birth_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "上次分娩日期", source=FIRST, help="推算生育间隔;没有生过就空着"),
    ] = None
    miscarriages: Annotated[int | None, _times("自然流产")] = None
    induced_abortions: Annotated[int | None, _times("人工流产")] = None
    fetal_deaths: Annotated[int | None, _times("死胎")] = None
    stillbirths: Annotated[int | None, _times("死产")] = None
    neonatal_deaths: Annotated[int | None, _times("新生儿死亡")] = None
    defects: Annotated[int | None, _times("出生缺陷儿")] = None
    fetuses: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "胎数", unit="胎", hard=(1, 8), plausible=(1, 3), source=FIRST),
    ] = None
    height_mm: Annotated[
        int | None,
        _measured("身高", "cm", scale=10, hard=(100, 220), plausible=(140, 185)),
    ] = None
    prepregnancy_weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "孕前体重",
            unit="kg",
            scale=MATERNAL_WEIGHT.scale,
            decimals=MATERNAL_WEIGHT.decimals,
            hard=MATERNAL_WEIGHT.hard,
            plausible=MATERNAL_WEIGHT.plausible,
            source=FIRST,
            help="推算BMI和孕期增重,她记得的也可以",
        ),
    ] = None
    heart: Annotated[str | None, _organ("心脏")] = None
    heart_finding: Annotated[str | None, _text("心脏异常")] = None
    lungs: Annotated[str | None, _organ("肺部")] = None
    lungs_finding: Annotated[str | None, _text("肺部异常")] = None
    vulva: Annotated[str | None, _organ("外阴")] = None
    vulva_finding: Annotated[str | None, _text("外阴异常")] = None
    vagina: Annotated[str | None, _organ("阴道")] = None
    vagina_finding: Annotated[str | None, _text("阴道异常")] = None
    cervix: Annotated[str | None, _organ("宫颈")] = None
    cervix_finding: Annotated[str | None, _text("宫颈异常")] = None
    uterus: Annotated[str | None, _organ("子宫")] = None
    uterus_finding: Annotated[str | None, _text("子宫异常")] = None
    adnexa: Annotated[str | None, _organ("附件")] = None
    adnexa_finding: Annotated[str | None, _text("附件异常")] = None
    wbc: Annotated[
        int | None, _measured("白细胞", "10^9/L", scale=100, hard=(0.1, 500), plausible=(3, 20))
    ] = None
    platelets: Annotated[
        int | None, _measured("血小板", "10^9/L", hard=(1, 2000), plausible=(50, 500))
    ] = None
    blood_other: Annotated[str | None, _text("血常规其他")] = None
    urine_glucose: Annotated[str | None, _graded("尿糖")] = None
    urine_ketone: Annotated[str | None, _graded("尿酮体")] = None
    urine_blood: Annotated[str | None, _graded("尿潜血")] = None
    urine_other: Annotated[str | None, _text("尿常规其他")] = None
    abo: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "血型ABO",
            source=FIRST,
            choices=choices("1 A型", "2 B型", "3 O型", "4 AB型", "5 不详"),
        ),
    ] = None
    rh: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE, "血型Rh", source=FIRST, choices=choices("1 阴性", "2 阳性", "3 不详")
        ),
    ] = None
    glucose: Annotated[
        int | None,
        _measured("血糖", "mmol/L", scale=100, hard=(0.5, 60), plausible=(3, 11), help="空腹血糖"),
    ] = None
    alt: Annotated[
        int | None, _measured("谷丙转氨酶", "U/L", scale=10, hard=(0, 20000), plausible=(1, 80))
    ] = None
    ast: Annotated[
        int | None, _measured("谷草转氨酶", "U/L", scale=10, hard=(0, 20000), plausible=(1, 80))
    ] = None
    albumin: Annotated[
        int | None, _measured("白蛋白", "g/L", scale=10, hard=(5, 90), plausible=(25, 60))
    ] = None
    bilirubin_total: Annotated[
        int | None, _measured("总胆红素", "μmol/L", scale=10, hard=(0, 1500), plausible=(1, 35))
    ] = None
    bilirubin_direct: Annotated[
        int | None, _measured("结合胆红素", "μmol/L", scale=10, hard=(0, 1000), plausible=(0, 15))
    ] = None
    creatinine: Annotated[
        int | None, _measured("血清肌酐", "μmol/L", scale=10, hard=(5, 3000), plausible=(20, 120))
    ] = None
    urea: Annotated[
        int | None, _measured("血尿素", "mmol/L", scale=100, hard=(0.2, 100), plausible=(1, 9))
    ] = None
    discharge: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "阴道分泌物",
            source=FIRST,
            choices=choices("1 未见异常", "2 滴虫", "3 假丝酵母菌", "4 其他"),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    discharge_other: Annotated[str | None, _text("其他分泌物异常")] = None
    cleanliness: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "阴道清洁度",
            source=FIRST,
            choices=choices("1 I度", "2 II度", "3 III度", "4 IV度"),
        ),
    ] = None
    ultrasound: Annotated[str | None, FieldSpec(Kind.TEXT, "B超", max_length=200, source=FIRST)] = (
        None
    )


class FirstExam(Record, FirstExamData, table=True):
    """The first examination of a pregnancy: its contact number 1 and this."""

    __tablename__ = "first_exams"
    __table_args__ = (
        UniqueConstraint("pregnancy_id"),
        UniqueConstraint("contact_id"),
        *checks(FirstExamData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
    contact_id: int = Field(foreign_key="antenatal_contacts.id")
