"""Copies of the certificate registers that leave: masked, named, logged; and the county's table."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.certificate_copies import kept_copies
from desk.context import Hand
from desk.delegation import end_early
from desk.errors import DeskError, NotPermitted
from ledgers.export import export_quarter
from ledgers.export.certificate_copies import (
    export_certificate_registers,
    export_certificate_table,
)
from ledgers.export.certificate_registers import REGISTERS
from rules.periods import Period, calendar_year, month_period
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import reviewer, stocked
from tests.desk.shelf import Shelf
from tests.desk.two_hands import LETTER, substitute
from tests.ledgers.certified import IN, MOTHER, Q3, REVIEWER, export, issued, line, spoilt, words


def test_a_masked_copy_hides_people_and_shows_staff(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1")
    spoilt(shelf, "X331000002", "1", "打成了王小丁的名字")
    book = export(shelf, out, "first", "voids", masked=True)
    found = line(book, "首次签发登记本")
    assert (found["新生儿姓名"], found["母亲姓名"], found["领证人"]) == ("王○○", "王○", "王○")
    assert (found["母亲身份证号"], found["签发人签名"]) == (
        f"{MOTHER[:6]}**********{MOTHER[-2:]}",
        "李四",
    )
    assert line(book, "废证登记本")["废证原因"] == "打印或填写错误"
    assert "已遮盖" in words(book, "首次签发登记本")


@pytest.mark.parametrize(("masked", "mark"), [(True, "已遮盖"), (False, "未遮盖")])
def test_every_page_of_a_copy_says_whether_it_is_masked(
    shelf: Shelf, out: Path, mark: str, *, masked: bool
) -> None:
    book = export(shelf, out, "first", "voids", masked=masked)
    assert all(mark in (sheet.oddFooter.left.text or "") for sheet in book)


def test_a_masked_copy_has_a_name_of_its_own(shelf: Shelf, out: Path) -> None:
    export(shelf, out, "first")
    export(shelf, out, "first", masked=True)
    assert {path.name for path in out.iterdir()} == {
        "云溪镇卫生院_2026Q3_出生医学证明登记册.xlsx",
        "云溪镇卫生院_2026Q3_出生医学证明登记册_遮盖.xlsx",
    }


def test_a_later_copy_never_takes_the_place_of_an_earlier_one(shelf: Shelf, out: Path) -> None:
    export(shelf, out, "first")
    book = export(shelf, out, "voids")
    assert "废证登记本" in book.sheetnames
    assert {path.name for path in out.iterdir()} == {
        "云溪镇卫生院_2026Q3_出生医学证明登记册.xlsx",
        "云溪镇卫生院_2026Q3_出生医学证明登记册_2.xlsx",
    }


def test_every_register_says_whose_it_is(shelf: Shelf, out: Path) -> None:
    book = export(shelf, out, *REGISTERS)
    heads = [book[name]["A2"].value for name in book.sheetnames[1:]]
    assert all("填报单位:云溪镇卫生院" in head for head in heads)


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer", "supervisor"])
def test_only_the_keeper_gets_an_unmasked_copy(shelf: Shelf, out: Path, role: str) -> None:
    with pytest.raises(NotPermitted):
        export_certificate_registers(
            shelf.only(role), Q3, ["first"], out, reason="县里检查", second=REVIEWER
        )
    assert not out.exists()


@pytest.mark.parametrize(
    "second",
    [replace(REVIEWER, user="u1"), replace(REVIEWER, roles=frozenset({"supervisor", "sealer"}))],
)
def test_an_unmasked_copy_takes_a_reviewer_who_is_somebody_else(
    shelf: Shelf, out: Path, second: Hand
) -> None:
    with pytest.raises(DeskError) as refusal:
        export_certificate_registers(
            shelf.desk, Q3, ["first"], out, reason="县里检查", second=second
        )
    assert refusal.value.reason in {"TWO_HANDS", "SECOND"}
    assert not out.exists()


def test_an_unmasked_copy_says_who_signed_for_it(shelf: Shelf, out: Path) -> None:
    assert "钱六" in words(export(shelf, out, "first"), "封面")
    (kept,) = kept_copies(shelf.desk)
    assert (kept.masked, kept.second) == (False, "钱六")


@pytest.mark.parametrize("whose", ["issuer", "reviewer"])
def test_a_whole_copy_names_the_letter_of_a_substitute(
    desk_of: DeskOf, out: Path, whose: str
) -> None:
    issuer = stocked(desk_of)
    kept = substitute(desk_of, whose, "clerk")
    desk = desk_of("clerk") if whose == "issuer" else issuer
    hand = Hand("clerk", "录入", frozenset({"clerk", "reviewer"}), kept.id)
    second = reviewer(desk) if whose == "issuer" else hand
    path = export_certificate_registers(desk, Q3, ["first"], out, reason="存档", second=second)
    (copy,) = kept_copies(issuer)
    assert [LETTER in name for name in (copy.name, copy.second)] == [
        whose == "issuer",
        whose == "reviewer",
    ]
    assert LETTER in words(openpyxl.load_workbook(path), "封面")
    with pytest.raises(DeskError, match="还按这份委托办过证"):
        end_early(desk_of("admin"), kept.id, TODAY - timedelta(days=1), "没用上")


def test_an_export_without_a_reason_is_refused(shelf: Shelf, out: Path) -> None:
    with pytest.raises(DeskError, match="用途"):
        export(shelf, out, "first", masked=True, reason="  ")
    assert not out.exists()


def test_each_export_is_kept_with_who_when_how_many_and_why(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1")
    export(shelf, out, "first", "archive", masked=True)
    (kept,) = kept_copies(shelf.desk)
    assert (kept.name, kept.lines, kept.masked, kept.reason) == ("张三", 2, True, "县里检查")
    assert (kept.registers, kept.period) == (("首次签发登记本", "档案目录"), "2026Q3")
    assert kept.at.utcoffset() == timedelta(hours=8)


def test_an_export_that_cannot_be_written_is_not_kept(shelf: Shelf, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(DeskError):
        export(shelf, blocked, "first")
    assert kept_copies(shelf.desk) == ()


def package(shelf: Shelf, out: Path, *roles: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The certificate line and the manifest of a quarter's package."""
    desk = replace(shelf.desk, roles=frozenset(roles))
    export_quarter(desk, Q3, out)
    book = openpyxl.load_workbook(out / "云溪镇卫生院_2026Q3_台账.xlsx")
    rows = list(book["出生医学证明签发登记"].iter_rows(values_only=True))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return dict(zip(map(str, rows[2]), rows[4], strict=True)), manifest


@pytest.mark.parametrize("roles", [("clerk",), ("clerk", "issuer")])
def test_the_quarters_package_is_masked_whoever_exports_it(
    shelf: Shelf, out: Path, roles: tuple[str, ...]
) -> None:
    issued(shelf, "X331000001", "1")
    found, manifest = package(shelf, out, *roles)
    (kept,) = kept_copies(shelf.desk)
    assert (found["新生儿姓名"], manifest["certificates_masked"], kept.masked) == (
        "王○○",
        True,
        True,
    )


def test_the_cover_of_the_package_says_that_the_certificates_are_masked(
    shelf: Shelf, out: Path
) -> None:
    package(shelf, out, "clerk")
    book = openpyxl.load_workbook(out / "云溪镇卫生院_2026Q3_台账.xlsx")
    assert "已遮盖" in words(book, "封面")


def table(shelf: Shelf, out: Path, period: Period) -> Any:
    return openpyxl.load_workbook(export_certificate_table(shelf.desk, period, out))


def test_the_table_has_a_line_for_each_month_and_their_sum(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1")
    spoilt(shelf, "X331000002", "1")
    rows = list(table(shelf, out, Q3)["出生医学证明管理使用情况统计表"].iter_rows(values_only=True))
    assert [row[:2] for row in rows[4:8]] == [(1, "7月"), (2, "8月"), (3, "9月"), (None, "合计")]
    numbers = {
        heading or group: value for group, heading, value in zip(*rows[2:4], rows[7], strict=True)
    }
    assert (numbers["(3)首次签发"], numbers["(10)打印或填写错误"], numbers["(15)期末库存"]) == (
        1,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("period", "said"), [(Q3, "有不在册的"), (month_period("2026-08"), "含以前出生 1 张")]
)
def test_first_issues_without_a_birth_in_the_period_are_explained(
    shelf: Shelf, out: Path, period: Period, said: str
) -> None:
    issued(shelf, "X331000001", "1")
    rates = list(table(shelf, out, period)["指标"].iter_rows(values_only=True))
    assert [row[-1] for row in rates if "首次签发率" in row] == [said]


def test_the_table_of_one_month_is_one_line(shelf: Shelf, out: Path) -> None:
    book = table(shelf, out, month_period("2026-08"))
    rows = list(book["出生医学证明管理使用情况统计表"].iter_rows(values_only=True))
    assert (rows[4][1], rows[5][1]) == ("合计", None)


def test_what_was_passed_on_has_columns_only_where_something_was(shelf: Shelf, out: Path) -> None:
    blank = shelf.blank("X331000001", IN)
    before = words(table(shelf, out, Q3), "出生医学证明管理使用情况统计表")
    shelf.move(blank, "2026-08-01", "in_stock", "transferred")
    after = words(table(shelf, out, Q3), "出生医学证明管理使用情况统计表")
    assert ("调出" in before, "(15)=(1)+(2)-(14)-调出+退回-交回" in after) == (False, True)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("void", "in_stock", "撤销的作废"),
        ("lost", "void", "找回的遗失空白证"),
        ("in_stock", "retracted", "撤销的入库"),
    ],
)
def test_a_correction_below_nothing_is_explained(
    shelf: Shelf, out: Path, was: str, becomes: str, said: str
) -> None:
    blank = shelf.blank("X331000001", ("2026-06-01", was))
    shelf.move(blank, "2026-08-01", was, becomes)
    sheet = words(table(shelf, out, Q3), "出生医学证明管理使用情况统计表")
    note = next(each for each in sheet.splitlines() if each.startswith("负数"))
    assert said in note


@pytest.mark.parametrize(("cause", "said"), [("5", True), ("3", False)])
def test_a_high_void_rate_says_how_much_of_it_an_edition_out_of_use_is(
    shelf: Shelf, out: Path, cause: str, *, said: bool
) -> None:
    spoilt(shelf, "X331000001", cause)
    book = table(shelf, out, Q3)
    sheets = ("出生医学证明管理使用情况统计表", "指标")
    assert ["含旧版停用 1 枚" in words(book, sheet) for sheet in sheets] == [said, said]


def test_the_year_of_the_table_is_the_calendar_year(shelf: Shelf, out: Path) -> None:
    book = table(shelf, out, calendar_year(2026))
    assert "2026年(2026-01-01 至 2026-12-31)" in words(book, "封面")


def test_the_table_has_the_signature_line_of_the_form(shelf: Shelf, out: Path) -> None:
    said = words(table(shelf, out, Q3), "出生医学证明管理使用情况统计表")
    signers = ("证件管理人", "印章管理人", "单位名称", "负责人", "填表人", "审核人", "填表日期")
    assert all(word in said for word in signers)
