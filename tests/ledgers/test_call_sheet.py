"""The call sheet: a page of A4 for each village doctor, which says no more than it may."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

import openpyxl
import pytest

from desk.calls import record_call
from desk.errors import DeskError, NotPermitted
from desk.worklist import due
from ledgers.export.call_sheet import MOST, export_call_sheets
from models.base import checked
from models.call import CallData
from models.people import Person, Village
from models.risk import RiskAssessment
from tests.conftest import RealPart
from tests.desk.shelf import Shelf, day, opened
from tests.ledgers.test_export_in_libreoffice import converted

TODAY = day("2026-03-02")
PAPER = 80  # cells across at ten characters an inch
ID_NUMBER = "361199199603050025"
LINES_OF_A4 = 66


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path, TODAY) as shelf:
        yield shelf


def woman(shelf: Shelf, name: str = "王甲", *colours: str, village_id: int | None = None) -> int:
    return shelf.pregnancy(
        name,
        "2026-01-05",
        "2026-02-20",
        phones=["13800000001", "13900000002"],
        risk_colours=list(colours) or ["1"],
        risk_factors="梅毒",
        village_id=village_id or shelf.east,
    )


def written(shelf: Shelf, out: Path) -> tuple[Path, Path]:
    items = due(shelf.desk, waiting=True)
    book, text = export_call_sheets(shelf.desk, items, out)
    return book, text


def text_of(shelf: Shelf, out: Path) -> str:
    return written(shelf, out)[1].read_text(encoding="utf-8-sig")


def cells_of(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def test_each_village_has_a_sheet_of_its_own(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    woman(shelf, "李乙", village_id=shelf.west)
    book = openpyxl.load_workbook(written(shelf, tmp_path / "out")[0])
    assert book.sheetnames == ["东庄村", "西沟村"]


def test_a_line_says_whom_to_call_for_what_until_when(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    sheet = openpyxl.load_workbook(written(shelf, tmp_path / "out")[0])["东庄村"]
    assert [cell.value for cell in sheet[3]] == [
        1,
        "王甲",
        "13800000001",
        "第1次产前检查",
        "2026-04-05",
        "",
        "绿",
        "1会来□ 2改期□ 3外出□ 4失访□ 5拒绝□",
    ]


def test_the_text_has_the_same_lines_with_room_to_tick(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    found = text_of(shelf, tmp_path / "out")
    assert "王甲     13800000001 第1次产前检查          2026-04-05" in found
    assert found.splitlines()[5].endswith("_ _ _ _ _")


@pytest.mark.parametrize("words", ["预产期已过,未登记分娩", "筛查阳性,待评估"])
def test_what_is_to_be_done_stands_whole(shelf: Shelf, tmp_path: Path, words: str) -> None:
    assessed = shelf.pregnancy("李乙", "2025-05-05", "2025-06-20", village_id=shelf.east)
    shelf.add(RiskAssessment(centre="C1", pregnancy_id=assessed, assessed_on=day("2025-06-20")))
    lines = text_of(shelf, tmp_path / "out").splitlines()
    assert any(words in line and cells_of(line) <= PAPER for line in lines)


def test_one_womans_lines_stand_together(shelf: Shelf, tmp_path: Path) -> None:
    shelf.pregnancy("李乙", "2025-05-05", "2025-06-20", risk_colours=["2"])
    shelf.pregnancy("王甲", "2025-05-08", "2025-06-20", risk_colours=["2"])
    lines = text_of(shelf, tmp_path / "out").splitlines()
    names = [name for line in lines for name in ("李乙", "王甲") if name in line]
    assert names == sorted(names, key=names.index)
    assert {names.count("李乙"), names.count("王甲")} == {2}


def test_a_child_without_a_phone_is_called_at_its_mothers(shelf: Shelf, tmp_path: Path) -> None:
    mother = shelf.person("赵丙", phones=["13700000003"])
    shelf.child("小丙", "2026-02-25", mother_id=mother)
    assert "小丙     13700000003" in text_of(shelf, tmp_path / "out")


@pytest.mark.parametrize("secret", ["梅毒", "紫", ID_NUMBER])
def test_what_a_neighbour_may_not_read_is_not_on_it(
    shelf: Shelf, tmp_path: Path, secret: str
) -> None:
    shelf.change(woman(shelf, "王甲", "2", "5"), Person, id_no=ID_NUMBER)
    book, text = written(shelf, tmp_path / "out")
    values = [str(cell.value) for row in openpyxl.load_workbook(book)["东庄村"] for cell in row]
    assert "黄" in values
    assert not any(secret in words for words in [*values, text.read_text(encoding="utf-8-sig")])


def test_what_was_put_off_is_not_called_again(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    values = {"called_on": TODAY, "outcome": "2", "again_on": day("2026-03-10")}
    record_call(shelf.desk, due(shelf.desk)[0], checked(CallData, values).model_dump())
    with pytest.raises(DeskError):
        written(shelf, tmp_path / "out")


def test_a_village_with_much_to_do_has_the_most_urgent_on_its_page(
    shelf: Shelf, tmp_path: Path
) -> None:
    for number in range(MOST + 3):
        woman(shelf, f"王{number}")
    shelf.pregnancy("红红", "2026-01-05", "2026-02-20", risk_colours=["4"])
    found = text_of(shelf, tmp_path / "out").splitlines()
    assert "红红" in found[5]
    assert any("另有 5 件没有列出" in line for line in found)


def test_the_text_fits_a_page_of_a4(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(MOST + 3):
        woman(shelf, f"阿依古丽·买买提{number}")
    (page,) = text_of(shelf, tmp_path / "out").split("\f")
    lines = page.splitlines()
    assert len(lines) <= LINES_OF_A4
    assert max(map(cells_of, lines)) <= PAPER


def test_villages_whose_names_a_sheet_cannot_have_get_one_each(
    shelf: Shelf, tmp_path: Path
) -> None:
    for name in ("东[1]/庄", "东(1)?庄*", "东(1)*庄?"):
        village = shelf.add(Village(centre="C1", name=name))
        woman(shelf, village_id=village)
    assert len(openpyxl.load_workbook(written(shelf, tmp_path / "out")[0]).sheetnames) == 3


def test_what_somebody_typed_becomes_no_formula(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf, "=1+1")
    sheet = openpyxl.load_workbook(written(shelf, tmp_path / "out")[0])["东庄村"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")


def test_the_files_are_their_owners_alone(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    assert {path.stat().st_mode & 0o777 for path in written(shelf, tmp_path / "out")} == {0o600}


def test_only_who_may_export_writes_them(shelf: Shelf, tmp_path: Path) -> None:
    woman(shelf)
    items = due(shelf.desk)
    with pytest.raises(NotPermitted):
        export_call_sheets(shelf.only("issuer"), items, tmp_path / "out")


def test_each_village_prints_on_one_page(shelf: Shelf, tmp_path: Path, real_part: RealPart) -> None:
    soffice, pdftotext = real_part("soffice"), real_part("pdftotext")
    for number in range(MOST + 3):
        woman(shelf, f"阿依古丽·买买提{number}")
    woman(shelf, "李乙", village_id=shelf.west)
    printed = converted(soffice, written(shelf, tmp_path / "out")[0], "pdf", tmp_path / "a")
    run = subprocess.run([pdftotext, "-layout", str(printed), "-"], check=True, capture_output=True)
    pages = run.stdout.decode().split("\f")[:-1]
    assert [("东庄村" in page, "西沟村" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]
