"""The quarter's package, read back with another library and byte by byte."""

import csv
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, col, select

from desk.errors import DeskError, NotPermitted
from desk.indicators import figures
from ledgers.export import ExportCancelled, ExportResult, export_quarter
from ledgers.export.package import period_words
from models.audit import AuditEntry
from rules.periods import (
    Period,
    calendar_year,
    month_period,
    quarter_period,
    statistical_year,
)
from tests.desk.shelf import Shelf
from tests.ledgers.quarter import FORMULA, WOMAN, filled

Q3 = quarter_period("2026Q3")
REGISTER = "孕产妇系统管理登记册"
SHEETS = [
    "封面",
    "孕情登记册",
    "建册登记",
    REGISTER,
    "高危孕产妇登记册",
    "高危随访登记",
    "转诊登记",
    "产前筛查登记",
    "分娩与出生登记册",
    "产后访视登记",
    "产后访视拒访登记",
    "孕产妇死亡登记",
    "围产儿死亡与出生缺陷",
    "0-6岁儿童健康管理台账",
    "5岁以下儿童死亡登记",
    "出生医学证明签发登记",
    "叶酸服用登记",
    "叶酸出入库登记",
    "住院分娩补助登记",
    "村级督导记录",
    "指标",
]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = filled(tmp_path)
    yield shelf
    shelf.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "台账 out"


def export(shelf: Shelf, out: Path) -> ExportResult:
    return export_quarter(shelf.desk, Q3, out)


def book(out: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(out / "云溪镇卫生院_2026Q3_台账.xlsx")


def page(out: Path, name: str) -> Worksheet:
    found = book(out)[name]
    assert isinstance(found, Worksheet)
    return found


def line(out: Path, name: str, row: int = 5) -> dict[str, object]:
    """A line by its headings; the second header row wins where there is one."""
    sheet = page(out, name)
    heads = [below.value or above.value for above, below in zip(sheet[3], sheet[4], strict=True)]
    return dict(zip(map(str, heads), (cell.value for cell in sheet[row]), strict=True))


def table(out: Path, name: str) -> list[list[str]]:
    path = out / f"云溪镇卫生院_2026Q3_{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def footer(out: Path) -> str:
    """The page footer of the second sheet, as it stands in the file."""
    with ZipFile(out / "云溪镇卫生院_2026Q3_台账.xlsx") as parts:
        return parts.read("xl/worksheets/sheet2.xml").decode()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def audited(shelf: Shelf) -> list[AuditEntry]:
    with Session(shelf.store.read) as session:
        chosen = select(AuditEntry).where(
            col(AuditEntry.action) == "ledgers.export", col(AuditEntry.table_name) == ""
        )
        return list(session.exec(chosen))


def test_workbook_has_cover_registers_and_rates(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    assert book(out).sheetnames == SHEETS


def test_the_cover_leads_to_each_register(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    places = {
        str(cell.hyperlink.location)
        for row in page(out, "封面").iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert places == {f"'{name}'!A1" for name in SHEETS[1:]}


def test_a_register_nobody_stands_in_is_there_with_its_heading(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    assert page(out, "5岁以下儿童死亡登记")["C3"].value == "村(组)"


def test_cover_says_for_whom_what_and_as_of_when(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    cells = [cell.value for row in page(out, "封面").iter_rows() for cell in row]
    said = {"云溪镇卫生院", "2026年第3季度(2026-07-01 至 2026-09-30)", "2026-11-21", "张三"}
    assert said <= set(cells)


def test_a_running_quarter_says_that_it_is_not_over(shelf: Shelf, out: Path) -> None:
    export_quarter(shelf.at("2026-09-25"), Q3, out)
    cells = [cell.value for row in page(out, "封面").iter_rows() for cell in row]
    assert "2026-09-25(本期尚未结束)" in cells


def test_identity_number_and_phone_are_text(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    found = line(out, REGISTER)
    assert (found["身份证号码"], found["联系电话"]) == (WOMAN, "13800000001 13800000002")


def test_dates_are_dates_and_moments_moments(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    assert line(out, REGISTER)["末次月经"] == datetime(2025, 12, 1)  # noqa: DTZ001  a day
    born = line(out, "出生医学证明签发登记", 6)["出生日期及时间"]
    assert born == datetime(2026, 9, 6, 8, 5)  # noqa: DTZ001  the wall clock


def test_measurements_are_numbers_in_their_unit(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    sheet = page(out, "0-6岁儿童健康管理台账")
    column = next(cell.column for cell in sheet[3] if cell.value == "满月(0月龄)")
    measured = [sheet.cell(5, column + place).value for place in (1, 2)]
    assert measured == [4.21, 54.5]


def test_twins_share_a_line(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    found = line(out, REGISTER)
    assert (found["新生儿性别"], found["出生体重(g)"]) == ("男/女", "2600/2450")


def test_no_cell_is_a_formula(shelf: Shelf, out: Path) -> None:
    shelf.pregnancy('=HYPERLINK("http://x","y")', "2026-01-05", "2026-02-01", doctor="+cmd|x")
    export(shelf, out)
    kinds = {cell.data_type for sheet in book(out) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert line(out, REGISTER)["备注"] == FORMULA


def test_control_characters_are_left_out(shelf: Shelf, out: Path) -> None:
    shelf.pregnancy("王\x1b[1m丽\u202e", "2026-01-05", "2026-02-01")
    export(shelf, out)
    names = {line(out, REGISTER, row)["孕妇姓名"] for row in (5, 6)}
    assert "王[1m丽" in names


def test_header_is_two_merged_rows_repeated_on_each_landscape_page(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    sheet = page(out, REGISTER)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:AE1", "A3:A4", "L3:M3", "Q3:U3"} <= merged
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.freeze_panes == "E5"


def test_pages_are_numbered_and_end_with_a_line_to_sign(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    sheet = page(out, REGISTER)
    assert "第 &P 页 共 &N 页".replace("&", "&amp;") in footer(out)
    assert str(sheet.cell(sheet.max_row, 1).value).startswith("单位名称(盖章):")


def test_rates_on_the_sheet_are_those_of_the_command(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    rows = page(out, "指标").iter_rows(min_row=4, max_row=10, values_only=True)
    found = [(row[1], row[3], row[4], row[5]) for row in rows]
    assert found == [
        (row.name, row.numerator, row.denominator, None if row.rate is None else float(row.rate))
        for row in figures(shelf.desk, Q3).rows
    ]


def test_everybody_missed_stands_below_the_rates_with_the_reason(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    cells = list(page(out, "指标").iter_rows(values_only=True))
    assert ("产前健康管理率", "产前检查 3 次,不足 5 次", "王甲") in [row[1:4] for row in cells]


def test_csv_has_a_mark_line_ends_and_tabs_before_what_a_spreadsheet_would_change(
    shelf: Shelf, out: Path
) -> None:
    export(shelf, out)
    raw = (out / f"云溪镇卫生院_2026Q3_{REGISTER}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    cells = dict(zip(*table(out, REGISTER), strict=True))
    assert (cells["身份证号码"], cells["备注"]) == (f"\t{WOMAN}", f"\t{FORMULA}")
    assert (cells["孕妇姓名"], cells["末次月经"]) == ("王甲", "2025-12-01")


def test_manifest_names_each_file_with_its_lines_and_hash(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["period"], manifest["as_of"]) == ("2026Q3", "2026-11-21")
    assert {file["path"] for file in manifest["files"]} == set(names(out)) - {"manifest.json"}
    for file in manifest["files"]:
        assert hashlib.sha256((out / file["path"]).read_bytes()).hexdigest() == file["sha256"]
        if file["path"].endswith(".csv"):
            assert len(table(out, file["path"].split("_")[2][:-4])) == file["rows"] + 1


def test_the_same_books_give_the_same_bytes(shelf: Shelf, tmp_path: Path) -> None:
    first, second = (export(shelf, tmp_path / name).files for name in ("eins", "zwei"))
    assert [file.sha256 for file in first] == [file.sha256 for file in second]


def test_the_export_is_kept_with_who_and_how_many(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    (entry,) = audited(shelf)
    said = json.loads(entry.new or "")
    assert (entry.user, said["period"]) == ("u1", "2026Q3")
    registers = [file for file in said["files"] if file["path"].endswith(".csv")]
    assert said["files"][0]["rows"] == sum(file["rows"] for file in registers)


def test_the_statistical_year_has_its_own_name(shelf: Shelf, out: Path) -> None:
    export_quarter(shelf.desk, statistical_year(2026), out)
    assert (out / "云溪镇卫生院_2026_台账.xlsx").exists()


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (month_period("2026-11"), "2026年11月(2026-11-01 至 2026-11-30)"),
        (quarter_period("2026Q3"), "2026年第3季度(2026-07-01 至 2026-09-30)"),
        (calendar_year(2026), "2026年(2026-01-01 至 2026-12-31)"),
        (statistical_year(2026), "2026统计年度(2025-10-01 至 2026-09-30)"),
    ],
)
def test_a_period_is_called_what_it_is(period: Period, words: str) -> None:
    assert period_words(period) == words


def test_cancelling_leaves_nothing(shelf: Shelf, out: Path) -> None:
    with pytest.raises(ExportCancelled):
        export_quarter(shelf.desk, Q3, out, lambda _done, _total: False)
    assert (out.exists(), audited(shelf)) == (False, [])


def test_progress_ends_at_the_whole(shelf: Shelf, out: Path) -> None:
    told: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    export_quarter(shelf.desk, Q3, out, hear)
    assert told[-1][0] == told[-1][1] > 0


def test_a_full_disk_leaves_what_was_there(
    shelf: Shelf, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(shelf, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shelf.pregnancy("新来", "2026-01-05", "2026-02-01")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeskError, match="磁盘已满"):
        export(shelf, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_file_that_cannot_take_its_name_takes_back_those_that_did(
    shelf: Shelf, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(shelf, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    replace = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if target == out / "manifest.json" and path.parent.name != "before":
            raise PermissionError(errno.EACCES, "in use")
        return replace(path, target)

    shelf.pregnancy("新来", "2026-01-05", "2026-02-01")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refused)
        with pytest.raises(DeskError, match="正被表格程序打开"):
            export(shelf, out)
    left = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert (left, len(audited(shelf))) == (before, 1)


def test_who_may_not_export_is_told_before_anything_is_read(shelf: Shelf, out: Path) -> None:
    with pytest.raises(NotPermitted):
        export_quarter(shelf.only("issuer"), Q3, out)
    assert not out.exists()


def test_a_new_folder_and_the_files_in_it_are_their_owners_alone(shelf: Shelf, out: Path) -> None:
    export(shelf, out)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()}
    assert (stat.S_IMODE(out.stat().st_mode), modes) == (0o700, {0o600})


def test_a_folder_somebody_chose_keeps_its_mode(shelf: Shelf, out: Path) -> None:
    out.mkdir()
    out.chmod(0o755)
    export(shelf, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o755
