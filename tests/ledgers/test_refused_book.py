"""The refused rows leave as a workbook that is mended and read again."""

import stat
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.reading import KINDS, read_ledger, write_refused
from ledgers.reading.reasons import REASONS, reason_sentence
from tests.ledgers.support import (
    PREGNANCY,
    TODAY,
    VILLAGES,
    ledger,
    read,
    reasons,
    sample,
    workbook,
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_refused_row_of_a_sample_comes_back_as_data(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "拒收.xlsx"
    reading = sample(kind)
    assert write_refused(reading, path) == len(reading.refused)
    again = read_ledger(path, kind, VILLAGES, TODAY)
    assert len(again.records) + len(again.refused) == len(reading.refused)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_refused_for_its_values_is_refused_again_unmended(
    kind: str, tmp_path: Path
) -> None:
    cured = {"DUPLICATE_IN_FILE", "CERT_DUPLICATE", "SUPERSEDED"}
    path = tmp_path / "拒收.xlsx"
    reading = sample(kind)
    write_refused(reading, path)
    again = read_ledger(path, kind, VILLAGES, TODAY)
    expected = [each.reasons for each in reading.refused if not cured & set(each.reasons)]
    assert [each.reasons for each in again.refused] == expected


def test_a_mended_row_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "拒收.xlsx"
    write_refused(read(workbook(ledger(PREGNANCY, {"基础血压": "80/120"})), "pregnancy"), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[2] if cell.value == "基础血压")
    sheet.cell(3, column).value = "120/80"
    book.save(path)
    (record,) = read_ledger(path, "pregnancy", VILLAGES, TODAY).records
    assert (record.fields["name"], record.fields["bp_sys"]) == ("甲小花", 120)


@pytest.fixture
def struck(tmp_path: Path) -> Path:
    """The refused rows of a ledger whose only row somebody crossed out."""

    def cross_out(sheet: Worksheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    path = tmp_path / "拒收.xlsx"
    write_refused(read(workbook(ledger(PREGNANCY, {}), arrange=cross_out), "pregnancy"), path)
    return path


def test_a_row_struck_out_is_refused_again_until_the_stroke_is_taken_away(struck: Path) -> None:
    again = read_ledger(struck, "pregnancy", VILLAGES, TODAY)
    assert (again.records, reasons(again)) == ((), [("STRUCK_OUT",)])


def test_a_row_whose_stroke_was_taken_away_is_a_record(struck: Path) -> None:
    book = openpyxl.load_workbook(struck)
    for cell in book.worksheets[0][3]:
        cell.font = Font(strike=False)
    book.save(struck)
    (record,) = read_ledger(struck, "pregnancy", VILLAGES, TODAY).records
    assert record.fields["name"] == "甲小花"


def test_the_workbook_is_its_owners_alone(struck: Path) -> None:
    assert stat.S_IMODE(struck.stat().st_mode) == 0o600


def test_every_cell_is_text_and_the_reason_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "拒收.xlsx"
    rows = ledger(PREGNANCY, {"基础血压": "80/120", "备注": "'=1+1"})
    write_refused(read(workbook(rows), "pregnancy"), path)
    cells = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert "基础血压: 血压读不懂或超出范围,请写成 120/80" in {cell.value for cell in cells}


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    taken = tmp_path / "拒收.xlsx"
    taken.mkdir()
    with pytest.raises(OSError):  # noqa: PT011  which one depends on the system
        write_refused(sample("pregnancy"), taken)
    assert [each.name for each in tmp_path.iterdir()] == ["拒收.xlsx"]


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_sentence_of_one_line(code: str) -> None:
    assert reason_sentence(code)
    assert "\n" not in reason_sentence(code)
