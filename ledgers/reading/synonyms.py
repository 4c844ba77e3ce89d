"""Headings and the fields they mean, for each kind of ledger: data, no logic.

A heading is matched without spaces, in half width and capitals, first as it stands under its group
(``母亲信息/姓名``), then alone, then without a unit in brackets. Each pattern must match the whole.
Sources: ledgers of township health centres and exports of provincial systems.
"""

import re
from dataclasses import dataclass, field

_ABOUT = r"(?:基本|一般|个人)?(?:信息|情况|资料)?"
_SELF = rf"(?:(?:孕产?妇|产妇|本人){_ABOUT}/)?"
_BABY = rf"(?:(?:儿童|幼儿){_ABOUT}/)?"
_ID = (
    r"(?:(?:有效)?(?:居民)?(?:身份证件?|证件)(?:号码?|编号)?"
    r"|公民身份(?:证)?号码?|身份证明号码?)"
)
_PHONE = (
    r"(?:(?:本人|联系|家庭|母亲|家长|监护人|孕产?妇|产妇)?(?:联系)?(?:电话|手机)(?:号码?)?"
    r"|联系方式)"
)
_PLACE = (
    r"(?:所在|乡)?村(?:名|\(居\))?(?:\(组\)|\(社区\))?|村组|村\(居\)组?"
    r"|(?:乡村|住址|地址)\(村组\)|居住地"
    r"|(?:家庭|现|详细|常住)?(?:住址|地址)(?:\(村组\))?|乡村\(组\)|住址\(村\(?组\)?\)"
    r"|(?:家庭|现)?住址\(组\)|(?:乡村|住址|地址)\(村\(组\)\)"
)
_GROUP = r"组|组别|村民小组"
_REMARK = r"备注|备注说明"
_DAY = r"(?:日期|时间)"
_VISIT_DAY = rf"(?:(?:体检|检查|随访|健康检查|访视|产检)?{_DAY})"
_CERTIFICATE_NUMBER = r"出生(?:医学)?证明?(?:编号|证号|号码?)|出生证号|证号"
_AT_BIRTH = r"(?:分娩|产时)情况"


@dataclass(frozen=True)
class Vocabulary:
    """The headings of one kind of ledger.

    ``patterns`` names the fields, the one that names the row first. ``needs`` lists groups of
    fields: a header shows one of each (``needs_words`` tells people). ``hint`` is a word that
    stands in every such header, to pass over the rows of data quickly. ``sheet`` is how the
    register's sheet is called in our own workbooks.
    """

    kind: str
    title: str
    needs: tuple[str, ...]
    needs_words: str
    hint: re.Pattern[str]
    patterns: dict[str, str]
    keys: tuple[str, ...]
    village: str | None = "village"
    sheet: str = ""
    fields: dict[str, re.Pattern[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        compiled = {name: re.compile(pattern) for name, pattern in self.patterns.items()}
        object.__setattr__(self, "fields", compiled)

    @property
    def name_field(self) -> str:
        """The field whose column names the row."""
        return next(iter(self.patterns))

    def is_complete(self, found: set[str]) -> bool:
        """Whether these fields make a header of this kind."""
        return all(not found.isdisjoint(group.split()) for group in self.needs)


PREGNANCY = Vocabulary(
    kind="pregnancy",
    title="孕产妇登记册",
    sheet="孕产妇系统管理登记册",
    needs=(
        "name",
        "lmp edd reg_date reg_ga gravidity_parity gravidity card_no anc1 delivery_date",
    ),
    needs_words="姓名和预产期(或末次月经、建册日期)",
    hint=re.compile(r"姓\s*名"),
    keys=("name", "id_no"),
    patterns={
        "name": rf"{_SELF}(?:孕产妇|孕妇|产妇|妇女)?姓名",
        "id_no": rf"{_SELF}(?:孕产妇|孕妇|产妇|本人)?{_ID}",
        "phones": rf"{_SELF}{_PHONE}",
        "kin_phones": r"(?:丈夫|配偶|亲属|家属)(?:联系)?电话",
        "card_no": (
            r"(?:孕产妇|围产期?|母子)?(?:保健|健康)?(?:手册|册|卡|手册卡)(?:编号|号码?|卡号)"
            r"|(?:建册|建卡)编?号"
        ),
        "village": _PLACE,
        "group": _GROUP,
        "husband": r"(?:丈夫|配偶|爱人)(?:信息|情况)?/?姓名",
        "gravidity_parity": r"孕/?产次|孕次/产次|孕产史|G/?P",
        "gravidity": r"(?:孕产次/)?孕次|孕产次/孕",
        "parity": r"(?:孕产次/)?产次|孕产次/产",
        "lmp": rf"末次月经{_DAY}?(?:\(LMP\))?|LMP",
        "edd": rf"预产期{_DAY}?(?:\(?(?:EDC|EDD)\)?)?|EDC|EDD|预产日期",
        "reg_date": rf"(?:早孕)?(?:建册|建卡|建档|登记)(?:情况/)?{_DAY}",
        "reg_ga": r"(?:建册|建卡|建档|初检|初诊)(?:时)?孕周",
        "risk_factors": r"(?:妊娠)?(?:高危|风险)因素|高危情况",
        "risk_colours": (
            r"(?:妊娠)?风险(?:等级|分级|颜色|评估(?:等级|分级|结果)?)"
            r"|高危(?:级别|等级|分级|颜色)"
        ),
        "bp": r"(?:[^第/]*/)?(?:基础|建册|初检)?血压|BP",
        "bp_sys": r"(?:[^第/]*/)?收缩压",
        "bp_dia": r"(?:[^第/]*/)?舒张压",
        **{
            f"anc{number}": rf"(?:[^后/]*/)?第?[{number}{han}]次(?:产前)?(?:产检|检查|随访)?"
            rf"{_DAY}?(?:\([^()]*\))?(?:/{_VISIT_DAY})?"
            for number, han in enumerate("一二三四五", start=1)
        },
        "delivery_date": rf"分娩{_DAY}|{_AT_BIRTH}/日期",
        "delivery_place": rf"分娩(?:地点|医院|机构|单位)|{_AT_BIRTH}/(?:地点|医院|机构)",
        "delivery_mode": rf"分娩方式|{_AT_BIRTH}/方式",
        "delivery_ga": rf"分娩(?:时)?孕周|{_AT_BIRTH}/孕周",
        "newborn_sex": rf"(?:(?:新生儿|婴儿|出生婴儿)(?:信息/|情况/|/)?|{_AT_BIRTH}/)?性别",
        "newborn_weight": (
            rf"(?:新生儿|婴儿)?(?:信息/|情况/|/)?出生体重|新生儿(?:情况/|/)?体重|{_AT_BIRTH}/体重"
        ),
        "pp_visit": rf"产后访视(?:情况/)?{_DAY}?|产后访视/(?:第?[1一]次|访视{_DAY})",
        "pp42": (
            rf"产后42天(?:健康)?(?:检查)?{_DAY}?|42天(?:健康)?检查{_DAY}?"
            r"|产后访视/(?:产后)?42天(?:检查)?"
        ),
        "doctor": r"(?:建册|建卡|责任|随访|检查|主管)(?:医生|医师|人|者|人员)",
        "remark": _REMARK,
    },
)

_AGES = {
    "0": r"满月(?:\([01]月龄\))?|[01]月龄?(?:\(满月\))?",
    **{age: rf"{age}(?:个)?月龄?" for age in ("3", "6", "8", "12", "18", "24", "30")},
}

CHILD = Vocabulary(
    kind="child",
    title="儿童健康管理台账",
    sheet="0-6岁儿童健康管理台账",
    needs=("name", "birth_date"),
    needs_words="儿童姓名和出生日期",
    hint=re.compile(r"姓\s*名"),
    keys=("name", "id_no", "cert_no"),
    patterns={
        "name": rf"{_BABY}(?:儿童|宝宝|幼儿|小儿|婴儿|孩子)?姓名",
        "sex": rf"{_BABY}(?:儿童|宝宝|幼儿)?性别",
        "village": _PLACE,
        "group": _GROUP,
        "mother_name": r"(?:母亲|妈妈)(?:信息|情况)?/?姓名",
        "mother_id": rf"(?:母亲|妈妈)(?:信息|情况)?/?{_ID}",
        "guardian": r"(?:家长|监护人|父亲|爸爸)(?:信息)?/?姓名",
        "phones": rf"(?:(?:母亲|家长)(?:信息|情况)?/)?{_PHONE}",
        "birth_date": rf"(?:(?:基本|儿童|出生)(?:信息|情况)?/)?(?:出生(?:{_DAY}|年月日?)|生日)",
        "birth_ga": r"(?:出生(?:时)?|分娩)?孕周|出生情况/孕周",
        "id_no": rf"{_BABY}(?:儿童|幼儿|宝宝|本人)?{_ID}",
        "cert_no": _CERTIFICATE_NUMBER,
        "birth_weight": r"出生体重|出生情况/体重",
        "nb_visit": rf"新生儿(?:家庭)?访视/?(?:访视)?{_DAY}?|访视日期",
        **{
            f"{measure}{age}": (
                rf"(?:[^/]*/)?(?:{age_words})(?:体检|检查|健康检查|随访)?[/_-]?{words}"
            )
            for age, age_words in _AGES.items()
            for measure, words in (
                ("date", f"{_VISIT_DAY}?"),
                ("weight", "体重"),
                ("length", r"(?:身长|身高)(?:\(?/?(?:身长|身高)\)?)?"),
            )
        },
        "high_risk": (
            r"(?:高危儿|体弱儿)(?:/(?:高危儿|体弱儿))?(?:情况|因素|原因)?|高危(?:因素|情况)"
        ),
        "remark": _REMARK,
    },
)

CERTIFICATE = Vocabulary(
    kind="certificate",
    title="出生医学证明签发登记",
    sheet="出生医学证明签发登记",
    needs=("cert_no", "issue_date"),
    needs_words="出生医学证明编号和签发日期",
    hint=re.compile(r"证\s*号|编\s*号"),
    keys=("child_name", "cert_no"),
    patterns={
        "child_name": r"(?:(?:新生儿|婴儿|儿童|孩子|宝宝)(?:信息|情况)?/?)?姓名",
        "cert_no": rf"{_CERTIFICATE_NUMBER}|证明编号|证书编号",
        "sex": r"(?:(?:新生儿|婴儿|儿童)(?:信息|情况)?/?)?性别",
        "birth_date": (
            r"(?:(?:新生儿|婴儿|儿童|出生)(?:信息|情况)?/)?"
            r"(?:出生(?:日期|年月日)(?:及?时间|时分)?|生日)"
        ),
        "birth_time": (
            r"(?:(?:新生儿|出生)(?:信息|情况)?/)?(?:出生)?(?:时间|时刻|时分)(?:\(时分\))?"
        ),
        "birth_ga": r"(?:出生(?:时)?)?孕周",
        "birth_weight": r"(?:出生)?体重",
        "birth_length": r"(?:出生)?(?:身长|身高)",
        "mother_name": r"(?:母亲|妈妈|产妇)(?:信息|情况)?/?(?:母亲)?姓名",
        "mother_id": rf"(?:母亲|妈妈|产妇)(?:信息|情况)?/?(?:母亲)?{_ID}",
        "father_name": r"(?:父亲|爸爸)(?:信息|情况)?/?(?:父亲)?姓名",
        "father_id": rf"(?:父亲|爸爸)(?:信息|情况)?/?(?:父亲)?{_ID}",
        "address": r"(?:家庭|现|详细|常住)?(?:住址|地址)|村\(组\)",
        "issue_date": rf"(?:签发|发证|领证){_DAY}",
        "kind": r"(?:签发|发证|证件)?(?:类别|类型)",
        "receiver": r"领(?:证|取)人(?:信息)?/?(?:姓名)?",
        "relation": r"(?:领证人(?:信息)?/?)?(?:与)?(?:新生儿|婴儿|儿童|孩子)?的?关系",
        "receiver_id": rf"领(?:证|取)人(?:信息)?/?{_ID}",
        "signer": r"(?:签发|经办|发证)人(?:员)?(?:签名|签字)?",
        "remark": rf"{_REMARK}|备注\(原证号\)|作废原因",
    },
    village=None,
)

COUNTS = {
    "pop": r"(?:辖区)?常住人口数?|(?:辖区)?人口数|总人口数?",
    "women": r"育龄妇女(?:人)?数?",
    "new_preg": r"(?:本月)?新(?:发现|增)孕妇(?:人)?数?",
    "preg_end": r"(?:期末|月末|现有)孕妇(?:人)?数?",
    "high_risk": r"(?:(?:其中)?/?|.*孕妇(?:人)?数?/(?:其中)?)高危孕(?:产)?妇(?:人)?数?",
    "deliveries": r"分娩(?:产妇)?(?:人)?数|产妇数",
    "live": r"活产(?:婴儿)?数?(?:/?(?:合计|小计))|活产(?:婴儿)?数",
    "live_m": r"活产(?:婴儿)?数?(?:\(男\)|/男(?:婴)?|男(?:婴)?数?)",
    "live_f": r"活产(?:婴儿)?数?(?:\(女\)|/女(?:婴)?|女(?:婴)?数?)",
    "pp_visits": r"产后访视(?:人)?次?数?",
    "nb_visits": r"新生儿访视(?:人)?次?数?",
    "child06": r"0[-~]6岁儿童(?:人)?数?",
    "child03": r"(?:3岁以下|0[-~]3岁|0[-~]36月)儿童(?:人)?数?",
    "child_checks": r"(?:本月)?儿童(?:健康)?体检(?:人)?次?数?",
    "folate_persons": r"叶酸(?:发放|领取)人次?数?",
    "folate_bottles": r"叶酸(?:发放|领取)瓶数?",
    "maternal_deaths": r"孕产妇死亡(?:人)?数?",
    "u5_deaths": r"5岁以下儿童死亡(?:人)?数?",
    "edu": r"(?:健康)?(?:宣传|教育|宣教)(?:活动)?次?数?|健康教育(?:活动)?次数",
}

VILLAGE_REPORT = Vocabulary(
    kind="village-report",
    title="村级妇幼月报",
    needs=("village", "month", "pop live deliveries new_preg preg_end child06"),
    needs_words="村名、报表月份和活产数",
    hint=re.compile(r"村\s*名|村\(居\)|月\s*份"),
    keys=("village", "month"),
    patterns={
        "village": r"(?:行政)?村(?:名称?|\(居\)名?|\(社区\)|居名称)?(?:\(居\))?|村居|单位名称",
        "month": r"(?:报表|报告|统计)?月份|年月|报表年月",
        **COUNTS,
        "reporter": r"(?:填报|填表|报告|上报)人(?:员)?(?:姓名|签名)?",
        "report_date": rf"(?:填报|填表|报告|上报){_DAY}",
        "remark": _REMARK,
    },
)

VOCABULARIES = {
    vocabulary.kind: vocabulary for vocabulary in (PREGNANCY, CHILD, CERTIFICATE, VILLAGE_REPORT)
}
