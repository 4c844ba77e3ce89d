"""Every reason code with its sentence: what is wrong and the cure."""

REASONS = {
    "STRUCK_OUT": "这一行被划掉了。仍有效请去掉删除线,作废请整行删去",
    "NAME_MISSING": "没有姓名,请补上",
    "ID_PRECISION_LOST": "证件号被表格存成了数字,后几位已丢失。请把单元格设为文本后重新录入18位",
    "ID_MASKED": "身份证号有遮盖的位,请录入完整号码",
    "ID_LENGTH": "身份证应为18位,请核对",
    "ID_CHARS": "身份证里有不是数字的字符,请核对",
    "ID_REGION": "身份证前两位不是省份代码,请核对",
    "ID_BIRTHDATE": "身份证中的出生日期不存在,请核对",
    "ID_CHECKSUM": "身份证校验位不对,请核对每一位",
    "ID_SEX_MISMATCH": "身份证第17位表示的性别与本人不符,请核对是否写成了别人的号码",
    "AGE_OUT_OF_RANGE": "按身份证母亲的年龄不在13–55岁之间,请核对是否写成了别人的号码",
    "BIRTH_ID_MISMATCH": "身份证中的出生日期与出生日期一栏不同,请核对哪一个对",
    "ID_NAME_CONFLICT": "同一身份证号前面登记的是另一个姓名,请核对",
    "DATE_INVALID": "日期读不懂或不存在,请写成 2026-03-05 的样子",
    "DATE_NO_YEAR": "日期没有年份,请写全年月日",
    "DATE_INCOMPLETE": "日期没有写全,请写全年月日",
    "DATE_LUNAR": "写的是农历,请换算成公历",
    "DATE_APPROX": "日期是大约的,请写确切的年月日",
    "DATE_AMBIGUOUS": "分不清哪个是月哪个是日,请按 年-月-日 写",
    "DATE_FUTURE": "日期在今天之后,请核对",
    "DATE_ORDER": "日期的先后不对,请与前面的日期核对",
    "TIME_INVALID": "时刻不存在,请写成 14:20 的样子",
    "EDD_LMP_CONFLICT": "预产期与末次月经相差超过21天,请核对,或把末次月经写为不详",
    "GA_INVALID": "孕周读不懂,请写成 12+3(天数0–6)",
    "GP_INVALID": "孕产次读不懂或产次多于孕次,请写成 孕2产1",
    "BP_INVALID": "血压读不懂或超出范围,请写成 120/80",
    "WEIGHT_UNIT": "体重看不出单位,请写明克、公斤或斤",
    "WEIGHT_IMPLAUSIBLE": "这个月龄不会有这样的体重(公斤),请核对",
    "LENGTH_IMPLAUSIBLE": "身长应在35–130厘米之间,请核对",
    "SEX_INVALID": "性别应为男或女",
    "MODE_UNKNOWN": "分娩方式应为阴道分娩、剖宫产或助产",
    "TWINS_UNCLEAR": "一行里写了几个孩子,但这一栏的个数对不上,请分开写全,如 2500/2600",
    "CERT_FORMAT": "出生证编号应为1个字母加9位数字",
    "CERT_DUPLICATE": "这个出生证编号前面已经用过,请核对",
    "CERT_KIND_UNKNOWN": "签发类别应为首次签发、换发、补发或机构外",
    "DUPLICATE_IN_FILE": "与前面的一行重复,请留一行",
    "SUPERSEDED": "后面有更正的一行,这一行不再使用",
    "VILLAGE_UNKNOWN": "村名不在本镇的村名清单里,请核对",
    "MONTH_INVALID": "报表月份读不懂,请写成 2026年9月",
    "COUNT_INVALID": "应为不小于0的整数",
    "COUNT_NEGATIVE": "人数不能是负数;未收集填-1,未开展填-2",
    "SUM_MISMATCH": "活产数应等于男加女",
    "HIGH_RISK_GT_TOTAL": "高危孕妇数不能多于孕妇数",
    "COLUMN_SHIFT": "这一行比表头多出几格,可能错位了,请对齐",
}

NOTES = {
    "EDD_DIFFERS": "预产期与末次月经推算的相差4–21天,按表中所写",
    "LMP_UNKNOWN": "末次月经不详,按预产期",
    "GP_FROM_DATE": "孕产次被表格变成了日期,已还原",
    "ID15_UPGRADED": "15位身份证已升为18位",
    "ID_MISSING": "没有身份证号",
    "PASSPORT": "证件是护照",
    "PHONE_INVALID": "有读不懂的电话,没有读入",
    "VILLAGE_UNKNOWN": "村名不在清单里,没有读入",
    "NAME_NOTE": "姓名后括号里的话没有读入姓名",
    "NOT_MEASURED": "写明未测或未查",
    "HIDDEN_ROW": "这一行在表中是隐藏的",
    "SECOND_PREGNANCY": "同一人的另一次妊娠",
    "RISK_UNKNOWN": "风险等级读不懂,没有读入",
}


def reason_sentence(code: str) -> str:
    """The sentence of a reason code.

    >>> reason_sentence("NAME_MISSING")
    '没有姓名,请补上'
    """
    return REASONS[code]
