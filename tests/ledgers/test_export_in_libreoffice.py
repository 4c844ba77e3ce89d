"""The exported workbook in the real LibreOffice: opened, converted, compared cell by cell."""

import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from ledgers.export import export_quarter
from ledgers.export.certificate_copies import export_certificate_table
from rules.periods import calendar_year, quarter_period
from tests.conftest import RealPart
from tests.ledgers.quarter import filled, in_every_register

NAME = "云溪镇卫生院_2026Q3_台账"
Cells = dict[tuple[str, str], tuple[str, object]]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    shelf = filled(tmp_path)
    in_every_register(shelf)
    shelf.pregnancy('=HYPERLINK("http://x","y")', "2026-01-05", "2026-02-01", doctor="@SUM(A1)")
    export_quarter(shelf.desk, quarter_period("2026Q3"), tmp_path / "out")
    shelf.close()
    return tmp_path / "out" / f"{NAME}.xlsx"


def converted(soffice: str, file: Path, form: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{form.partition(':')[0]}"


def cells(path: Path) -> Cells:
    """Every filled cell with its type: sheet, place, (type, value)."""
    found: Cells = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in {None, ""}:
                    value = cell.value
                    kind = "d" if isinstance(value, datetime) else cell.data_type
                    found[sheet.title, cell.coordinate] = (kind, value)
    return found


def test_opens_and_converts_without_losing_a_cell(
    workbook: Path, tmp_path: Path, real_part: RealPart
) -> None:
    soffice = real_part("soffice")
    as_ods = converted(soffice, workbook, "ods", tmp_path / "a")
    and_back = converted(soffice, as_ods, "xlsx", tmp_path / "b")
    assert cells(and_back) == cells(workbook)


def test_the_countys_table_prints_on_one_landscape_page(
    tmp_path: Path, real_part: RealPart
) -> None:
    soffice, pdftotext = real_part("soffice"), real_part("pdftotext")
    shelf = filled(tmp_path)
    table = export_certificate_table(shelf.desk, calendar_year(2026), tmp_path / "out")
    shelf.close()
    printed = converted(soffice, table, "pdf", tmp_path / "a")
    run = subprocess.run([pdftotext, "-layout", str(printed), "-"], check=True, capture_output=True)
    pages = run.stdout.decode().split("\f")[:-1]
    (form,) = [page for page in pages if "(15)" in page and "填表人" in page and "11月" in page]
    assert "(16)" in form.replace("\n", "")


def test_prints_with_the_header_on_each_page_and_the_pages_numbered(
    workbook: Path, tmp_path: Path, real_part: RealPart
) -> None:
    soffice, pdftotext = real_part("soffice"), real_part("pdftotext")
    printed = converted(soffice, workbook, "pdf", tmp_path / "a")
    run = subprocess.run([pdftotext, "-layout", str(printed), "-"], check=True, capture_output=True)
    pages = run.stdout.decode().split("\f")[:-1]
    wide = [page for page in pages if "孕妇姓名" in page]
    assert len(wide) == 2  # the names stand on both halves of the wide register
    assert all("页" in page and "第" in page for page in pages)
