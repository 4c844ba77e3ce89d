"""A row that stands twice: the later one is refused, whatever happened to the first."""

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledgers.support import (
    CHILD,
    MAN,
    PREGNANCY,
    REPORT,
    WOMAN,
    identity,
    ledger,
    read,
    reasons,
    workbook,
)

WOMANS = {"身份证号码": identity()}
CHILDS = {"儿童身份证号": identity("20250110", MAN)}
SEPTEMBER = {"村名": "东庄村", "报表月份": "2026年9月"}
WRONG_SUM = {**SEPTEMBER, "活产数": 5}


def test_a_pregnancy_typed_again_below_a_refused_row_is_refused() -> None:
    rows = ledger(PREGNANCY, WOMANS | {"基础血压": "80/120"}, WOMANS)
    assert reasons(read(workbook(rows), "pregnancy")) == [("BP_INVALID",), ("DUPLICATE_IN_FILE",)]


def test_another_pregnancy_below_a_refused_row_without_dates_is_fine() -> None:
    rows = ledger(PREGNANCY, WOMANS | {"末次月经": "2026.13.1", "预产期": None}, WOMANS)
    assert reasons(read(workbook(rows), "pregnancy")) == [("DATE_INVALID",)]


def test_a_row_written_anew_below_the_struck_one_is_taken() -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    rows = workbook(ledger(PREGNANCY, WOMANS, WOMANS), arrange=strike)
    assert reasons(read(rows, "pregnancy")) == [("STRUCK_OUT",)]


def test_a_child_typed_again_below_a_refused_row_is_refused() -> None:
    rows = ledger(CHILD, CHILDS | {"出生孕周": "39+9"}, CHILDS)
    assert reasons(read(workbook(rows), "child")) == [("GA_INVALID",), ("DUPLICATE_IN_FILE",)]


def test_a_number_that_is_another_childs_does_not_refuse_that_child() -> None:
    rows = ledger(CHILD, CHILDS | {"性别": "女"}, CHILDS)
    assert reasons(read(workbook(rows), "child")) == [("ID_SEX_MISMATCH",)]


def test_a_report_typed_again_below_a_refused_row_is_refused() -> None:
    rows = workbook(ledger(REPORT, WRONG_SUM, SEPTEMBER))
    assert reasons(read(rows, "village-report")) == [("SUM_MISMATCH",), ("DUPLICATE_IN_FILE",)]


def test_a_correction_wins_over_a_refused_report() -> None:
    rows = workbook(ledger(REPORT, WRONG_SUM, SEPTEMBER | {"备注": "更正"}))
    assert reasons(read(rows, "village-report")) == [("SUM_MISMATCH", "SUPERSEDED")]


def test_a_correction_that_is_refused_supersedes_nothing() -> None:
    rows = workbook(ledger(REPORT, SEPTEMBER, WRONG_SUM | {"备注": "更正"}))
    assert reasons(read(rows, "village-report")) == [("SUM_MISMATCH",)]


def test_twins_of_one_number_are_refused() -> None:
    number = identity("20250110", WOMAN)
    twins = {"儿童姓名": "丁一/丁二", "性别": "女/女", "出生体重": "2500/2600"}
    rows = ledger(CHILD, twins | {"儿童身份证号": f"{number}/{number}"})
    assert reasons(read(workbook(rows), "child")) == [("DUPLICATE_IN_FILE",)]
