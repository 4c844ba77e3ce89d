"""Which rows are data (R1–R6 of the reading contract)."""

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledgers.support import (
    CERTIFICATE,
    CHILD,
    MAN,
    PREGNANCY,
    REPORT,
    fields,
    identity,
    ledger,
    notes,
    read,
    reasons,
    workbook,
)

WIDTH = len(PREGNANCY)


def whys(rows: list[list[object]]) -> list[str]:
    return [each.why for each in read(workbook(rows), "pregnancy").ignored_rows]


def beside(first: object, **cells: object) -> list[object]:
    """A row with a text in its first cell and others under their headings."""
    row: list[object] = [None] * WIDTH
    row[0] = first
    for heading, value in cells.items():
        row[list(PREGNANCY).index(heading)] = value
    return row


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (beside("本页小计：38人"), "page_subtotal"),
        (beside("小 计", 孕妇姓名="42人"), "page_subtotal"),
        (beside(None, 孕妇姓名="小计", 身份证号码="12"), "page_subtotal"),
        (beside("9月小计", 孕妇姓名="7人"), "month_subtotal"),
        (beside("合　计", 孕妇姓名="115人"), "total"),
        (beside("总计"), "total"),
        (beside("东庄村小计", 孕妇姓名="3人"), "page_subtotal"),
        (beside("本年累计建册84人,其中高危9人"), "total"),
        (beside("注：1.孕周填写“周+天”"), "note"),
        (beside("说明：同上表"), "note"),
        (beside("填表人：丙医生", 孕妇姓名="审核人：戊主任"), "signature"),
        (beside("填表人：丙", 孕妇姓名="审核人：戊", 身份证号码="2026年10月8日"), "signature"),
        (beside("单位(盖章)"), "signature"),
        (beside("以下空白"), "blankmark"),
        (beside("承上页"), "blankmark"),
        (beside("转下页", 备注="第2页"), "blankmark"),
        (beside("东庄村"), "section"),
        (beside("二、西岭村(12人)"), "section"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_record_is_ignored(row: list[object], why: str) -> None:
    rows = [*ledger(PREGNANCY, {}), row, ledger(PREGNANCY, {"孕妇姓名": "己小兰"})[1]]
    assert whys(rows) == ["header", why]


def test_a_title_repeated_at_a_page_break_is_ignored() -> None:
    titles: list[list[object]] = [["云溪镇卫生院登记册"], ["填报单位：云溪镇卫生院"]]
    rows = [
        *titles,
        *ledger(PREGNANCY, {}),
        *titles,
        *ledger(PREGNANCY, {"末次月经": "2026-03-02"}),
    ]
    assert whys(rows) == ["title", "title", "header", "title", "title", "repeated_header"]


def test_a_merged_title_in_the_name_column_is_no_woman() -> None:
    rows = ledger(PREGNANCY, {})
    order = [2, *(column for column in range(WIDTH) if column != 2)]
    shuffled = [[row[column] for column in order] for row in rows]
    shuffled.append(["云溪镇卫生院妇幼保健科编印"])
    found = read(workbook(shuffled, merged=["A3:J3"]), "pregnancy")
    assert [each.why for each in found.ignored_rows] == ["header", "note"]


@pytest.mark.parametrize("line", ["第1页 共3页", "打印日期：2026-10-8", "村医签名", "（续）"])
def test_a_line_of_the_page_in_the_name_column_is_no_woman(line: str) -> None:
    form = {"孕妇姓名": "甲小花", "预产期": "2026-12-06"}
    found = read(workbook([list(form), list(form.values()), [line]]), "pregnancy")
    assert [(each.row, each.why) for each in found.ignored_rows] == [(1, "header"), (3, "note")]


def test_the_names_at_the_foot_are_no_report_though_a_date_stands_under_the_month() -> None:
    order = ["村名", "填报人", "常住人口", "备注", "报表月份", "活产数"]
    rows: list[list[object]] = [[*order], [REPORT[heading] for heading in order]]
    rows.append(["汇总人：甲", "", "审核：乙", "", "2026.10.8", ""])
    found = read(workbook(rows), "village-report")
    assert [each.why for each in found.ignored_rows] == ["header", "signature"]


def test_a_remark_that_begins_like_a_note_stays_data() -> None:
    order = ["备注", *(heading for heading in PREGNANCY if heading != "备注")]
    form = {heading: PREGNANCY[heading] for heading in order}
    form |= {"备注": "注：本人要求保密", "身份证号码": identity()}
    assert fields(read(workbook([list(form), list(form.values())]), "pregnancy"))["remark"] == (
        "注：本人要求保密"
    )


def test_a_hidden_row_is_data() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    found = read(workbook(ledger(PREGNANCY, {}), arrange=hide), "pregnancy")
    assert notes(found) == ["HIDDEN_ROW"]


def test_a_hidden_column_that_repeats_a_visible_heading_is_ignored() -> None:
    head, row = ledger(PREGNANCY, {})
    rows = [[*head, "手机号"], [*row, "13900000009"]]

    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["Z"].hidden = True

    found = read(workbook(rows, arrange=hide), "pregnancy")
    assert fields(found)["phones"] == ["13800000001"]


def test_a_struck_row_is_refused() -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    found = read(workbook(ledger(PREGNANCY, {}), arrange=strike), "pregnancy")
    assert reasons(found) == [("STRUCK_OUT",)]


def test_a_merged_village_of_a_struck_row_does_not_strike_the_rows_below() -> None:
    rows = ledger(PREGNANCY, {}, {"村(组)": None, "孕妇姓名": "己小兰"})

    def strike(sheet: Worksheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    found = read(workbook(rows, merged=["B2:B3"], arrange=strike), "pregnancy")
    assert [each.fields["village"] for each in found.records] == ["东庄村"]


def test_a_merged_value_belongs_to_every_row() -> None:
    rows = ledger(CHILD, {}, {"儿童姓名": "丁小贝", "母亲姓名": None, "出生体重": 2500})
    column = "ABCDEFGHIJ"[list(CHILD).index("母亲姓名")]
    found = read(workbook(rows, merged=[f"{column}2:{column}3"]), "child")
    assert [each.fields["mother_name"] for each in found.records] == ["甲小花", "甲小花"]


@pytest.mark.parametrize("ditto", ["同上", "〃", "″", "同前", "同 上"])
def test_a_ditto_mark_takes_the_value_above(ditto: str) -> None:
    rows = ledger(PREGNANCY, {}, {"孕妇姓名": "己小兰", "建册医生": ditto})
    found = read(workbook(rows), "pregnancy")
    assert found.records[1].fields["doctor"] == "丙医生"


def test_an_empty_village_takes_the_one_above_though_that_row_was_refused() -> None:
    rows = ledger(PREGNANCY, {"基础血压": "80/120"}, {"孕妇姓名": "己小兰", "村(组)": None})
    (record,) = read(workbook(rows), "pregnancy").records
    assert (record.fields["village"], record.fields["group"]) == ("东庄村", 2)


def test_another_empty_cell_takes_nothing_from_above() -> None:
    rows = ledger(PREGNANCY, {}, {"孕妇姓名": "己小兰", "建册医生": None})
    assert read(workbook(rows), "pregnancy").records[1].fields["doctor"] is None


def test_section_rows_give_their_village_where_no_column_does() -> None:
    form = {heading: value for heading, value in PREGNANCY.items() if heading != "村(组)"}
    head, row = ledger(form, {})
    rows: list[list[object]] = [head, ["东庄村"], row, ["西岭"]]
    rows.append([*row[:1], "己小兰", *row[2:]])
    found = read(workbook(rows), "pregnancy")
    assert [each.fields["village"] for each in found.records] == ["东庄村", "西岭村"]


def test_a_section_row_ends_the_village_of_the_rows_above_it() -> None:
    head, first, second = ledger(PREGNANCY, {}, {"村(组)": None, "孕妇姓名": "己小兰"})
    rows: list[list[object]] = [head, first, ["西岭村"], second]
    found = read(workbook(rows), "pregnancy")
    assert [each.fields["village"] for each in found.records] == ["东庄村", "西岭村"]


def test_a_row_without_name_but_with_number_is_refused_for_the_name() -> None:
    rows = ledger(PREGNANCY, {"孕妇姓名": None, "身份证号码": identity()})
    assert reasons(read(workbook(rows), "pregnancy")) == [("NAME_MISSING",)]


def test_a_header_of_two_unmerged_rows_is_understood() -> None:
    rows: list[list[object]] = [
        ["序号", "母亲信息", "", "父亲信息", "", "出生证号", "新生儿姓名", "发证日期"],
        ["", "姓名", "证件号码", "姓名", "证件号码", "", "", ""],
        [1, "甲小花", identity(), "乙大山", identity(sex=MAN), "Z337000001", "丁宝", "2026-01-20"],
    ]  # fmt: skip
    found = fields(read(workbook(rows), "certificate"))
    assert (found["mother_name"], found["father_name"]) == ("甲小花", "乙大山")


def test_a_header_of_three_merged_rows_is_understood() -> None:
    rows: list[list[object]] = [
        ["儿童姓名", "出生日期", "儿童健康检查", "", "", ""],
        ["", "", "3月龄", "", "6月", ""],
        ["", "", "体检日期", "体重(kg)", "日期", "体重"],
        ["丁小宝", "2025-01-10", "2025-04-12", 6.1, "2025-07-11", 7.9],
    ]
    merged = ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2"]
    found = fields(read(workbook(rows, merged=merged), "child"))["checks"]
    assert found["3"] == {"date": "2025-04-12", "weight_kg": 6.1, "length_cm": None}
    assert found["6"] == {"date": "2025-07-11", "weight_kg": 7.9, "length_cm": None}


def test_a_husbands_number_is_not_taken_for_the_womans() -> None:
    rows: list[list[object]] = [
        ["孕妇姓名", "预产期", "丈夫信息", ""],
        ["", "", "姓名", "身份证号"],
        ["甲小花", "2026-12-06", "乙大山", identity(sex=MAN)],
    ]
    found = fields(read(workbook(rows, merged=["A1:A2", "B1:B2", "C1:D1"]), "pregnancy"))
    assert (found["husband"], found["id_no"]) == ("乙大山", None)


def test_a_header_further_down_may_order_its_columns_anew() -> None:
    head, row = ledger(PREGNANCY, {"孕妇姓名": "己小兰"})
    rows = [*ledger(PREGNANCY, {}), head[::-1], row[::-1]]
    found = read(workbook(rows), "pregnancy")
    assert [each.fields["name"] for each in found.records] == ["甲小花", "己小兰"]


def test_the_line_that_numbers_the_columns_belongs_to_the_header() -> None:
    rows = ledger(PREGNANCY, {})
    rows.insert(1, list(range(1, WIDTH + 1)))
    assert whys(rows) == ["header", "header"]


def test_a_report_typed_twice_is_refused_and_the_correction_wins() -> None:
    again, corrected = {"常住人口": 2301}, {"常住人口": 2302, "备注": "更正"}
    found = read(workbook(ledger(REPORT, {}, again, corrected)), "village-report")
    assert reasons(found) == [("SUPERSEDED",), ("DUPLICATE_IN_FILE",)]
    assert [each.fields["pop"] for each in found.records] == [2302]


def test_the_same_number_with_another_name_is_a_conflict() -> None:
    number = identity()
    rows = ledger(PREGNANCY, {"身份证号码": number}, {"身份证号码": number, "孕妇姓名": "己小兰"})
    assert reasons(read(workbook(rows), "pregnancy")) == [("ID_NAME_CONFLICT",)]


def test_another_pregnancy_of_the_same_woman_is_fine() -> None:
    number = identity()
    later = {"身份证号码": number, "末次月经": "2026-08-01", "预产期": "2027-05-08"}
    found = read(workbook(ledger(PREGNANCY, {"身份证号码": number}, later)), "pregnancy")
    assert len(found.records) == 2


def test_a_certificate_number_used_twice_is_refused_though_the_first_row_was_too() -> None:
    twice = {"出生医学证明编号": "Z337000009"}
    rows = ledger(CERTIFICATE, twice | {"签发日期": "2026-13-01"}, twice)
    assert reasons(read(workbook(rows), "certificate")) == [("DATE_INVALID",), ("CERT_DUPLICATE",)]


def test_numbers_missing_in_the_series_are_found_and_refuse_nothing() -> None:
    numbers = [{"出生医学证明编号": f"Z33700000{last}"} for last in (1, 2, 5)]
    found = read(workbook(ledger(CERTIFICATE, *numbers)), "certificate")
    assert found.findings == ({"code": "CERT_GAP", "missing": ["Z337000003", "Z337000004"]},)


def test_another_delivery_of_blanks_is_no_gap() -> None:
    numbers = [
        {"出生医学证明编号": number} for number in ("Z337000001", "Z337900001", "Y337000003")
    ]
    assert read(workbook(ledger(CERTIFICATE, *numbers)), "certificate").findings == ()


def test_the_headings_of_a_provincial_export_are_understood() -> None:
    form: dict[str, object] = {
        "条形码": "8001",
        "产妇姓名": "甲小花",
        "出生日期": "1995-03-01",
        "证件类型": "身份证",
        "证件号码": identity(),
        "联系电话": "13800000001",
        "末次月经": "2026-03-01",
        "建册孕周": "8+5",
        "孕次": 2,
        "产次": 1,
        "高危因素(2018新版)": "年龄≥35岁",
        "高危级别": "一般风险",
        "丈夫姓名": "乙大山",
        "丈夫证件号": identity(sex=MAN),
        "丈夫联系电话": "13900000002",
        "收缩压": 120,
        "舒张压": 80,
    }
    found = fields(read(workbook([list(form), list(form.values())]), "pregnancy"))
    assert (found["id_no"], found["phones"]) == (identity(), ["13800000001"])
    assert (found["risk_factors"], found["risk_colours"]) == ("年龄≥35岁", ["黄"])
    assert (found["gravidity"], found["parity"], found["bp_sys"]) == (2, 1, 120)
