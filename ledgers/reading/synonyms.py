"""Headings and the fields they mean, for each kind of ledger: data, no logic.

A heading is matched without spaces, in half width and capitals, first as it stands under its group
(``母亲信息/姓名``), then alone, then without a unit in brackets. Each pattern must match the whole.
Sources: the ledgers of township health centres and exports of provincial systems.
"""

import re
from dataclasses import dataclass

_SELF = r"(?:(?:基本|一般|个人|孕产?妇|产妇)(?:信息|情况|资料)?/)?"
_ID = r"(?:有效)?(?:居民)?(?:身份证件?|证件)(?:号码?|编号)?|公民身份(?:证)?号码?|身份证明号码?"
_PHONE = (
    r"(?:本人|联系|家庭|母亲|家长|监护人|孕产?妇|产妇)?(?:联系)?(?:电话|手机)(?:号码?)?|联系方式"
)
_REMARK = r"备\s*注|备注说明"
_DATE = r"(?:(?:体检|检查|随访|健康检查|访视|产检)?(?:日期|时间))"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The headings of one kind of ledger.

    ``needs`` lists alternatives: the header must show one field of each group.
    """

    kind: str
    title: str
    fields: dict[str, re.Pattern[str]]
    needs: tuple[frozenset[str], ...]
    hint: re.Pattern[str]
    needs_words: str
    village: str | None = None

    @property
    def name_field(self) -> str:
        """The field whose column names the row."""
        return next(iter(self.fields))


def _vocabulary(
    kind: str, title: str, needs: tuple[str, ...], words: str, hint: str, patterns: dict[str, str],
    village: str | None = None,
) -> Vocabulary:  # fmt: skip
    return Vocabulary(
        kind=kind,
        title=title,
        fields={field: re.compile(pattern) for field, pattern in patterns.items()},
        needs=tuple(frozenset(group.split()) for group in needs),
        hint=re.compile(hint),
        needs_words=words,
        village=village,
    )


_VISITS = {
    f"anc{number}": rf"(?:[^后/]*/)?第?[{number}{han}]次(?:产前)?(?:产检|检查|随访)?(?:日期|时间)?(?:\([^()]*\))?(?:/{_DATE})?"
    for number, han in enumerate("一二三四五", start=1)
}

PREGNANCY = _vocabulary(
    "pregnancy",
    "孕产妇登记册",
    (
        "name",
        "lmp edd reg_date reg_ga gravidity_parity gravidity card_no anc1 delivery_date",
    ),
    "姓名和预产期(或末次月经、建册日期)",
    r"姓\s*名",
    {
        "name": rf"{_SELF}(?:孕产妇|孕妇|产妇|妇女)?姓名",
        "id_no": rf"{_SELF}(?:孕产妇|孕妇|产妇|本人)?(?:{_ID})",
        "phones": rf"{_SELF}(?:{_PHONE})",
        "kin_phones": r"(?:丈夫|配偶|亲属|家属)(?:联系)?电话",
        "card_no": r"(?:保健|母子健康|母子保健|围产保健|孕产妇保健|围产期保健)(?:手册|册|卡|手册卡)(?:编号|号码?|卡号)|(?:保健册|手册|建册|建卡|册|围产保健卡)(?:编?号)",
        "village": rf"{_SELF}(?:所在|乡)?村(?:名|\(居\))?(?:\(组\)|\(社区\))?|村组|村\(居\)组?|(?:乡村|住址|地址)\(村组\)|(?:家庭|现|详细|常住)?(?:住址|地址)(?:\(村组\))?|居住地",
        "group": r"组|组别|村民小组",
        "husband": r"(?:丈夫|配偶|爱人)(?:信息/)?姓名|丈夫(?:信息|情况)/姓名",
        "gravidity_parity": r"孕/?产次|孕次/产次|孕产史|G/?P",
        "gravidity": r"(?:孕产次/)?孕次|孕产次/孕",
        "parity": r"(?:孕产次/)?产次|孕产次/产",
        "lmp": r"末次月经(?:日期|时间)?(?:\(LMP\))?|LMP",
        "edd": r"预产期(?:日期)?(?:\(?(?:EDC|EDD)\)?)?|EDC|EDD|预产日期",
        "reg_date": r"(?:早孕)?(?:建册|建卡|建档|登记)(?:情况/)?(?:日期|时间)",
        "reg_ga": r"(?:建册|建卡|建档|初检|初诊)(?:时)?孕周",
        "risk_factors": r"高危因素|风险因素|高危情况|妊娠风险因素",
        "risk_colours": r"(?:妊娠)?风险(?:等级|分级|颜色|评估(?:等级|分级|结果)?)|高危(?:级别|等级|分级|颜色)",
        "bp": r"(?:[^第/]*/)?(?:基础|建册|初检)?血压|BP",
        "bp_sys": r"(?:[^第/]*/)?收缩压",
        "bp_dia": r"(?:[^第/]*/)?舒张压",
        **_VISITS,
        "delivery_date": r"分娩(?:日期|时间)|(?:分娩|产时)情况/日期",
        "delivery_place": r"分娩(?:地点|医院|机构|单位)|(?:分娩|产时)情况/(?:地点|医院|机构)",
        "delivery_mode": r"分娩(?:方式)|(?:分娩|产时)情况/方式",
        "delivery_ga": r"分娩(?:时)?孕周|(?:分娩|产时)情况/孕周",
        "newborn_sex": r"(?:新生儿|婴儿|出生婴儿)(?:信息/|情况/)?性别|(?:分娩|产时)情况/性别|性别",
        "newborn_weight": r"(?:新生儿|婴儿)?(?:信息/|情况/)?出生体重|新生儿(?:情况/)?体重|(?:分娩|产时)情况/体重",
        "pp_visit": r"产后访视(?:情况/)?(?:日期|时间)?|产后访视/(?:第?[1一]次|访视日期)",
        "pp42": r"产后42天(?:健康)?(?:检查)?(?:日期|时间)?|42天(?:健康)?检查(?:日期)?|产后访视/(?:产后)?42天(?:检查)?",
        "doctor": r"(?:建册|建卡|责任|随访|检查|主管)(?:医生|医师|人|者)|建册人员",
        "remark": _REMARK,
    },
    village="village",
)

_AGES = {
    "0": r"满月(?:\([01]月龄\))?|[01]月龄?(?:\(满月\))?",
    **{age: rf"{age}(?:个)?月龄?" for age in ("3", "6", "8", "12", "18", "24", "30")},
}
_CHECKS = {
    f"{field}{age}": rf"(?:[^/]*/)?(?:{words})(?:体检|检查|健康检查|随访)?(?:/?{measure})"
    for age, words in _AGES.items()
    for field, measure in (
        ("date", rf"(?:{_DATE})?"),
        ("weight", r"体重"),
        ("length", r"(?:身长|身高)(?:\(?/?(?:身长|身高)\)?)?"),
    )
}

CHILD = _vocabulary(
    "child",
    "儿童健康管理台账",
    ("name", "birth_date"),
    "儿童姓名和出生日期",
    r"姓\s*名",
    {
        "name": r"(?:(?:基本|一般|儿童|幼儿)(?:信息|情况)?/)?(?:儿童|宝宝|幼儿|小儿|婴儿|孩子)?姓名",
        "sex": r"(?:(?:基本|一般|儿童|幼儿)(?:信息|情况)?/)?(?:儿童)?性别",
        "village": r"(?:所在|乡)?村(?:名|\(居\))?(?:\(组\)|\(社区\))?|村组|(?:乡村|住址|地址)\(村组\)|(?:家庭|现|详细|常住)?(?:住址|地址)(?:\(村组\))?|居住地",
        "group": r"组|组别|村民小组",
        "mother_name": r"(?:母亲|妈妈)(?:信息|情况)?/?姓名",
        "mother_id": rf"(?:母亲|妈妈)(?:信息|情况)?/?(?:{_ID})",
        "guardian": r"(?:家长|监护人|父亲|爸爸)(?:信息/)?姓名",
        "phones": rf"(?:(?:母亲|家长)(?:信息|情况)/)?(?:{_PHONE})",
        "birth_date": r"(?:(?:基本|儿童|出生)(?:信息|情况)/)?(?:出生(?:日期|年月日?|时间)|生日)",
        "birth_ga": r"(?:出生(?:时)?|分娩)?孕周|出生情况/孕周",
        "id_no": rf"(?:(?:基本|一般|儿童|幼儿)(?:信息|情况)?/)?(?:儿童|幼儿|宝宝|本人)?(?:{_ID})",
        "cert_no": r"(?:出生(?:医学)?证明?)(?:编号|证号|号码?)|出生证号|证号",
        "birth_weight": r"出生体重|出生情况/体重",
        "nb_visit": r"新生儿(?:家庭)?访视(?:/)?(?:日期|时间)?|访视日期",
        **_CHECKS,
        "high_risk": r"(?:高危儿|体弱儿)(?:/(?:高危儿|体弱儿))?(?:情况|因素|原因)?|高危(?:因素|情况)",
        "remark": _REMARK,
    },
    village="village",
)

CERTIFICATE = _vocabulary(
    "certificate",
    "出生医学证明签发登记",
    ("cert_no", "issue_date"),
    "出生医学证明编号和签发日期",
    r"证明?(?:编|证)?号|编号",
    {
        "cert_no": r"(?:出生(?:医学)?证明?)(?:编号|证号|号码?)|出生证号|证号|证明编号|证书编号",
        "child_name": r"(?:新生儿|婴儿|儿童|孩子|宝宝)(?:信息/|情况/)?姓名|姓名",
        "sex": r"(?:(?:新生儿|婴儿|儿童)(?:信息|情况)?/?)?性别",
        "birth_date": r"(?:(?:新生儿|婴儿|儿童|出生)(?:信息|情况)?/)?(?:出生(?:日期|年月日)(?:及时间|时间)?|出生时间|生日)",
        "birth_time": r"出生时刻|出生时分|出生时间\(时分\)",
        "birth_ga": r"(?:出生(?:时)?)?孕周",
        "birth_weight": r"(?:出生)?体重",
        "birth_length": r"(?:出生)?(?:身长|身高)",
        "mother_name": r"(?:母亲|妈妈|产妇)(?:信息|情况)?/?(?:母亲)?姓名",
        "mother_id": rf"(?:母亲|妈妈|产妇)(?:信息|情况)?/?(?:母亲)?(?:{_ID})",
        "father_name": r"(?:父亲|爸爸)(?:信息|情况)?/?(?:父亲)?姓名",
        "father_id": rf"(?:父亲|爸爸)(?:信息|情况)?/?(?:父亲)?(?:{_ID})",
        "address": r"(?:家庭|现|详细|常住)?(?:住址|地址)|村\(组\)",
        "issue_date": r"(?:签发|发证|领证)(?:日期|时间)",
        "kind": r"(?:签发|发证|证件)?(?:类别|类型)",
        "receiver": r"领证人(?:信息/?)?(?:姓名)?|领取人(?:姓名)?",
        "relation": r"(?:领证人信息/|领证人/)?(?:与?(?:新生儿|婴儿|儿童|孩子)?的?关系|与(?:新生儿|婴儿|儿童)的?关系)|领证人与(?:新生儿|婴儿|儿童)的?关系",
        "receiver_id": rf"(?:领证人|领取人)(?:信息)?/?(?:{_ID})",
        "signer": r"(?:签发|经办|发证)人(?:员)?(?:签名|签字)?",
        "remark": rf"{_REMARK}|备注\(原证号\)|作废原因",
    },
)

COUNTS = {
    "pop": r"(?:辖区)?常住人口(?:数)?|(?:辖区)?人口数|总人口(?:数)?",
    "women": r"育龄妇女(?:人)?数?",
    "new_preg": r"(?:本月)?新(?:发现|增)孕妇(?:人)?数?",
    "preg_end": r"(?:期末|月末|现有)孕妇(?:人)?数?",
    "high_risk": r"(?:其中)?/?高危孕(?:产)?妇(?:人)?数?",
    "deliveries": r"分娩(?:产妇)?(?:人)?数|产妇数",
    "live": r"活产(?:婴儿)?数(?:/?(?:合计|小计))?|活产/(?:合计|小计)",
    "live_m": r"活产(?:婴儿)?数?(?:\(男\)|/男(?:婴)?|男(?:婴)?数?)",
    "live_f": r"活产(?:婴儿)?数?(?:\(女\)|/女(?:婴)?|女(?:婴)?数?)",
    "pp_visits": r"产后访视(?:人)?(?:次)?数?",
    "nb_visits": r"新生儿访视(?:人)?(?:次)?数?",
    "child06": r"0[-~]6岁儿童(?:人)?数?",
    "child03": r"(?:3岁以下|0[-~]3岁|0[-~]36月)儿童(?:人)?数?",
    "child_checks": r"(?:本月)?儿童(?:健康)?体检(?:人)?(?:次)?数?",
    "folate_persons": r"叶酸(?:发放|领取)人(?:次)?数?",
    "folate_bottles": r"叶酸(?:发放|领取)瓶数?",
    "maternal_deaths": r"孕产妇死亡(?:人)?数?",
    "u5_deaths": r"5岁以下儿童死亡(?:人)?数?",
    "edu": r"(?:健康)?(?:宣传|教育|宣教)(?:活动)?次?数?|健康教育(?:活动)?次数",
}

VILLAGE_REPORT = _vocabulary(
    "village-report",
    "村级妇幼月报",
    ("village", "month", "pop live deliveries new_preg preg_end child06"),
    "村名、报表月份和活产数",
    r"村\s*名|村\(居\)|月\s*份",
    {
        "village": r"村(?:名|\(居\)|\(社区\)|居名称)(?:\(居\))?|村居|单位名称",
        "month": r"(?:报表|报告|统计)?月份|年月|报表年月",
        **COUNTS,
        "reporter": r"(?:填报|填表|报告|上报)人(?:员)?(?:姓名|签名)?",
        "report_date": r"(?:填报|填表|报告|上报)(?:日期|时间)",
        "remark": _REMARK,
    },
    village="village",
)

VOCABULARIES = {
    vocabulary.kind: vocabulary for vocabulary in (PREGNANCY, CHILD, CERTIFICATE, VILLAGE_REPORT)
}
