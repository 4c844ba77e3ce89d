"""From a row to a record: what is taken, compared and refused, kind by kind."""

import pytest

from tests.ledgers.support import (
    CERTIFICATE,
    CHILD,
    MAN,
    PREGNANCY,
    REPORT,
    WOMAN,
    fields,
    identity,
    ledger,
    notes,
    one,
    read,
    reasons,
    workbook,
)

TWINS: dict[str, object] = {
    "儿童姓名": "丁小宝/丁小贝", "性别": "男/女", "出生体重": "2500/2600",
    "出生医学证明编号": "Z337000001/Z337000002", "3月龄体检日期": "2025-04-12",
    "3月龄体重(kg)": "5.1/5.3", "3月龄身长(cm)": "58、59",
}  # fmt: skip


def test_an_unknown_period_is_none_where_the_due_date_is_there() -> None:
    found = one("pregnancy", 末次月经="不详")
    assert fields(found)["lmp"] is None
    assert notes(found) == ["LMP_UNKNOWN"]


def test_an_unknown_period_without_due_date_refuses() -> None:
    assert reasons(one("pregnancy", 末次月经="不详", 预产期=None)) == [("DATE_INVALID",)]


@pytest.mark.parametrize(
    ("due", "noted"),
    [
        ("2026-12-06", []),
        ("2026-12-09", []),
        ("2026-12-10", ["EDD_DIFFERS"]),
        ("2026-12-27", ["EDD_DIFFERS"]),
    ],
)
def test_a_due_date_is_kept_as_written(due: str, noted: list[str]) -> None:
    found = one("pregnancy", 预产期=due)
    assert fields(found)["edd"] == due
    assert notes(found) == noted


def test_a_due_date_22_days_off_conflicts() -> None:
    assert reasons(one("pregnancy", 预产期="2026-12-28")) == [("EDD_LMP_CONFLICT",)]


def test_a_delivery_before_the_period_is_out_of_order() -> None:
    assert reasons(one("pregnancy", 分娩日期="2026-02-28")) == [("DATE_ORDER",)]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (identity(sex=MAN), "ID_SEX_MISMATCH"),
        (identity("20131122"), "AGE_OUT_OF_RANGE"),
        (identity("19701121"), "AGE_OUT_OF_RANGE"),
        ("E31234567", "ID_LENGTH"),
    ],
)
def test_a_number_that_cannot_be_the_womans_is_refused(number: str, reason: str) -> None:
    (found,) = reasons(one("pregnancy", 身份证号码=number))
    assert found[0] == reason


@pytest.mark.parametrize("born", ["20131121", "19701122"])
def test_the_youngest_and_the_oldest_mother_are_taken(born: str) -> None:
    assert fields(one("pregnancy", 身份证号码=identity(born)))["id_no"] == identity(born)


def test_all_the_reasons_of_a_row_are_named() -> None:
    found = one("pregnancy", 孕产次="孕1产2", 基础血压="80/120", 建册日期="3.5")
    assert reasons(found) == [("GP_INVALID", "DATE_NO_YEAR", "BP_INVALID")]


def test_twins_in_one_cell_are_two_newborns() -> None:
    cells = {"分娩日期": "2026-11-01", "新生儿性别": "男/女", "出生体重(g)": "2500\n2600"}
    assert fields(one("pregnancy", **cells))["newborns"] == [
        {"sex": "男", "weight_g": 2500},
        {"sex": "女", "weight_g": 2600},
    ]


def test_newborns_whose_number_is_unclear_refuse() -> None:
    cells = {"分娩日期": "2026-11-01", "新生儿性别": "男/女", "出生体重(g)": "2500"}
    assert reasons(one("pregnancy", **cells)) == [("TWINS_UNCLEAR",)]


def test_an_empty_optional_cell_is_none() -> None:
    found = fields(one("pregnancy", 基础血压=None, 孕产次=None, 建册孕周=None, 联系电话=None))
    assert (found["bp_sys"], found["gravidity"], found["reg_ga_days"], found["phones"]) == (
        None, None, None, [],
    )  # fmt: skip


def test_separate_columns_of_pressure_and_history_are_read() -> None:
    form = {k: v for k, v in PREGNANCY.items() if k not in {"孕产次", "基础血压"}}
    form |= {"孕次": 2, "产次": 1, "收缩压": 120, "舒张压": 80}
    found = fields(read(workbook([list(form), list(form.values())]), "pregnancy"))
    assert [found[name] for name in ("gravidity", "parity", "bp_sys", "bp_dia")] == [2, 1, 120, 80]


def test_twins_in_one_row_are_two_children() -> None:
    found = read(workbook(ledger(CHILD, TWINS)), "child")
    assert [(each.row, each.sub) for each in found.records] == [(2, 0), (2, 1)]
    second = found.records[1].fields
    assert (second["name"], second["sex"], second["cert_no"]) == ("丁小贝", "女", "Z337000002")
    assert second["checks"]["3"] == {"date": "2025-04-12", "weight_kg": 5.3, "length_cm": 59.0}


@pytest.mark.parametrize("heading", ["性别", "出生体重", "出生医学证明编号", "3月龄体重(kg)"])
def test_twins_with_one_value_between_them_are_refused(heading: str) -> None:
    one_value = {
        "性别": "男",
        "出生体重": 2500,
        "出生医学证明编号": "Z337000001",
        "3月龄体重(kg)": 5.1,
    }
    found = read(workbook(ledger(CHILD, TWINS | {heading: one_value[heading]})), "child")
    assert reasons(found) == [("TWINS_UNCLEAR",)]


def test_one_name_over_two_lines_is_one_child() -> None:
    assert fields(one("child", 儿童姓名="丁小\n宝"))["name"] == "丁小宝"


def test_a_number_over_two_lines_is_one_childs() -> None:
    number, certificate = identity("20250110", MAN), "Z337000001"
    found = fields(
        one(
            "child",
            儿童身份证号=f"{number[:6]}\n{number[6:]}",
            出生医学证明编号=f"{certificate[:4]}\n{certificate[4:]}",
        )
    )
    assert (found["id_no"], found["cert_no"]) == (number, certificate)


def test_twins_without_names_are_refused_for_both() -> None:
    assert reasons(one("child", **TWINS | {"儿童姓名": " "})) == [("NAME_MISSING", "TWINS_UNCLEAR")]


def test_a_child_is_compared_with_its_number() -> None:
    number = identity("20250111", sex=WOMAN)
    assert reasons(one("child", 儿童身份证号=number)) == [("ID_SEX_MISMATCH", "BIRTH_ID_MISMATCH")]


def test_a_mother_may_have_a_passport() -> None:
    found = one("child", 母亲身份证号="e31234567")
    assert fields(found)["mother_id"] == "E31234567"
    assert notes(found) == ["PASSPORT"]


def test_a_check_before_the_birth_is_out_of_order() -> None:
    assert reasons(one("child", **{"3月龄体检日期": "2024-12-14"})) == [("DATE_ORDER",)]


def test_a_check_without_its_day_is_not_dropped_silently() -> None:
    assert reasons(one("child", **{"3月龄体重(kg)": 6.1})) == [("DATE_INCOMPLETE",)]


def test_what_was_not_measured_is_none() -> None:
    found = one("child", **{"3月龄体检日期": "2025-04-12", "3月龄体重(kg)": "未测"})
    assert fields(found)["checks"]["3"]["weight_kg"] is None
    assert notes(found) == ["NOT_MEASURED"]


def test_a_child_without_birth_date_is_refused() -> None:
    assert reasons(one("child", 出生日期=None)) == [("DATE_INCOMPLETE",)]


def test_the_same_child_and_the_same_certificate_are_refused() -> None:
    number = identity("20250110", sex=MAN)
    same = {"儿童身份证号": number, "出生医学证明编号": "Z337000001"}
    found = read(workbook(ledger(CHILD, same, same)), "child")
    assert reasons(found) == [("DUPLICATE_IN_FILE", "CERT_DUPLICATE")]


@pytest.mark.parametrize("word", ["否", "无", "/", None])
def test_no_risk_is_none(word: str | None) -> None:
    assert fields(one("child", 高危儿=word))["high_risk"] is None


def test_the_receiver_herself_is_the_mother() -> None:
    found = fields(one("certificate", 母亲证件号=identity()))
    assert (found["receiver"], found["receiver_id"]) == ("甲小花", identity())


@pytest.mark.parametrize("word", ["无", "未提供", "/"])
def test_a_father_not_given_is_none(word: str) -> None:
    found = fields(one("certificate", 父亲姓名=word, 父亲证件号=word))
    assert (found["father_name"], found["father_id"]) == (None, None)


@pytest.mark.parametrize("name", ["作废", "作 废", "丁小宝(作废)"])
def test_a_void_form(name: str) -> None:
    cells = dict.fromkeys(CERTIFICATE)
    cells |= {"出生医学证明编号": "Z337000001", "新生儿姓名": name, "签发日期": "2026.3.26"}
    found = fields(one("certificate", **cells | {"签发人": "丙医生", "备注": "打印错误"}))
    assert found == {
        "type": "void", "cert_no": "Z337000001", "void_reason": "打印错误",
        "void_date": "2026-03-26", "signer": "丙医生",
    }  # fmt: skip


def test_an_issue_before_the_birth_is_out_of_order() -> None:
    assert reasons(one("certificate", 签发日期="2026-01-09")) == [("DATE_ORDER",)]


def test_an_issue_without_number_is_refused() -> None:
    assert reasons(one("certificate", 出生医学证明编号=None)) == [("CERT_FORMAT",)]


@pytest.mark.parametrize(
    ("written", "kind"),
    [("首发", "首次签发"), ("换证", "换发"), ("补证", "补发"), ("机构外签发", "机构外")],
)
def test_kinds_of_issue(written: str, kind: str) -> None:
    assert fields(one("certificate", 签发类别=written))["kind"] == kind


@pytest.mark.parametrize("written", ["2026年9月", "2026.9", "202609", 202609, "2026-09"])
def test_months(written: str | int) -> None:
    assert fields(one("village-report", 报表月份=written))["month"] == "2026-09"


def test_a_month_takes_its_year_from_the_title() -> None:
    rows: list[list[object]] = [["云溪镇月报（2026年第三季度）"]]
    rows += [*ledger(REPORT, {"报表月份": "9月"})]
    assert fields(read(workbook(rows), "village-report"))["month"] == "2026-09"


@pytest.mark.parametrize("title", ["云溪镇月报", "月报（2025年10月-2026年9月）"])
def test_a_month_without_one_year_in_the_title_is_refused(title: str) -> None:
    rows: list[list[object]] = [[title]]
    rows += [*ledger(REPORT, {"报表月份": "9月"})]
    assert reasons(read(workbook(rows), "village-report")) == [("MONTH_INVALID",)]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"活产数": 3}, "SUM_MISMATCH"),
        ({"其中高危孕妇数": 10}, "HIGH_RISK_GT_TOTAL"),
        ({"报表月份": "2026年13月"}, "MONTH_INVALID"),
        ({"报表月份": 2026.1}, "MONTH_INVALID"),
        ({"报表月份": "2026年12月"}, "DATE_FUTURE"),
        ({"村名": "河头村"}, "VILLAGE_UNKNOWN"),
        ({"常住人口": -3}, "COUNT_NEGATIVE"),
        ({"填报日期": "2026.07.32"}, "DATE_INVALID"),
    ],
)
def test_reports_refused(cells: dict[str, object], reason: str) -> None:
    assert reasons(one("village-report", **cells)) == [(reason,)]


def test_counts_not_collected_compare_with_nothing() -> None:
    found = fields(one("village-report", 活产数=-1, 其中高危孕妇数=-2))
    assert (found["live"], found["high_risk"]) == (None, None)
