"""Files of every sort: read, or refused as a whole with one sentence."""

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.reading import LedgerFileError, Reading, ReadingCancelled, read_ledger
from tests.ledgers.support import (
    CERTIFICATE,
    CHILD,
    PREGNANCY,
    REPORT,
    SAMPLES,
    TODAY,
    VILLAGES,
    answers,
    fields,
    identity,
    ledger,
    read,
    reasons,
    workbook,
)


def delimited(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def failure(data: bytes, kind: str = "pregnancy") -> LedgerFileError:
    with pytest.raises(LedgerFileError) as caught:
        read(data, kind)
    assert "\n" not in str(caught.value)
    return caught.value


def places(reading: Reading) -> list[tuple[str | None, int]]:
    return [(each.sheet, each.row) for each in reading.records]


def test_an_old_workbook_reads_as_the_new_one() -> None:
    path = SAMPLES / "孕产妇系统管理登记册_2026_旧格式.xls"
    found = read_ledger(path, "pregnancy", VILLAGES, TODAY)
    key = answers("pregnancy")
    assert [each.fields for each in found.records] == [each["fields"] for each in key["records"]]
    assert [each.row for each in found.refused] == [each["row"] for each in key["refused"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimited_text_in_every_encoding(delimiter: str, encoding: str) -> None:
    rows = ledger(REPORT, {"填报人": "李䶮", "常住人口": "2,300", "备注": "新发现1例,\n已督促"})
    found = fields(read(delimited(rows, delimiter).encode(encoding), "village-report"))
    assert (found["reporter"], found["pop"]) == ("李䶮", 2300)
    assert found["remark"] == "新发现1例, 已督促"


def test_row_numbers_of_delimited_text_count_records() -> None:
    rows = ledger(REPORT, {"备注": "一\n二\n三"}, {"报表月份": "2026年8月"})
    found = read(delimited(rows).encode(), "village-report")
    assert places(found) == [(None, 2), (None, 3)]


def test_an_unpaired_quotation_mark_is_a_damaged_file_and_not_one_long_cell() -> None:
    text = delimited(ledger(REPORT, {}, {})).replace("丙医生", '"丙医生', 1)
    assert failure(text.encode(), "village-report").reason == "FILE_DAMAGED"


def test_our_own_guard_before_long_numbers_is_taken_off() -> None:
    rows = ledger(PREGNANCY, {"身份证号码": "\t" + identity(), "备注": "\t=1+1"})
    found = fields(read(delimited(rows).encode(), "pregnancy"))
    assert (found["id_no"], found["remark"]) == (identity(), "=1+1")


def test_an_unknown_village_refuses_in_delimited_text_and_only_there() -> None:
    rows = ledger(PREGNANCY, {"村(组)": "河头村"})
    assert reasons(read(delimited(rows).encode(), "pregnancy")) == [("VILLAGE_UNKNOWN",)]
    assert fields(read(workbook(rows), "pregnancy"))["village"] is None


def test_a_row_with_cells_beyond_the_header_is_shifted() -> None:
    rows = ledger(REPORT, {"备注": "正常"})
    rows[1].insert(2, "")
    assert "COLUMN_SHIFT" in reasons(read(delimited(rows).encode(), "village-report"))[0]


def test_a_web_page_keeps_merged_cells_and_struck_rows() -> None:
    head, first, second = ledger(CHILD, {}, {"儿童姓名": "丁小贝"})
    third = ledger(CHILD, {"儿童姓名": "丁小坡"})[1]
    lines = [
        "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>",
        "<tr><td rowspan=2>西岭村</td>"
        + "".join(f"<td>{cell or '&nbsp;'}</td>" for cell in first[1:])
        + "</tr>",
        "<tr>" + "".join(f"<td>{cell or ''}" for cell in second[1:]) + "</tr>",
        "<tr>" + "".join(f"<td><s>{cell or ''}</s></td>" for cell in third) + "</tr>",
    ]
    page = f"<html><meta charset=gb2312><table>{''.join(lines)}</table></html>"
    found = read(page.encode("gb18030"), "child")
    assert [each.fields["village"] for each in found.records] == ["西岭村", "西岭村"]
    assert reasons(found) == [("STRUCK_OUT",)]


def test_a_struck_part_of_a_cell_strikes_it() -> None:
    def strike(sheet: Worksheet) -> None:
        old = TextBlock(InlineFont(strike=True), "己小兰")
        cell = sheet.cell(2, 3)
        cell.value = CellRichText(old, "甲小花")

    found = read(workbook(ledger(PREGNANCY, {}), arrange=strike), "pregnancy")
    assert reasons(found) == [("STRUCK_OUT",)]


def test_a_formula_without_a_stored_result_is_not_taken_for_an_empty_cell() -> None:
    found = read(workbook(ledger(PREGNANCY, {"预产期": "=DATE(2026,12,6)"})), "pregnancy")
    assert reasons(found) == [("DATE_INVALID",)]


def test_several_sheets_with_other_column_orders_are_one_ledger() -> None:
    book = openpyxl.Workbook()
    number = identity()
    head, row = ledger(PREGNANCY, {"身份证号码": number})
    for name, order in (("上半年", 1), ("下半年", -1)):
        sheet = book.create_sheet(name)
        for line in (head, row):
            sheet.append([None if cell == "" else cell for cell in line[::order]])
    file = BytesIO()
    book.save(file)
    found = read(file.getvalue(), "pregnancy")
    assert places(found) == [("上半年", 2)]
    assert [(each.sheet, each.reasons) for each in found.refused] == [
        ("下半年", ("DUPLICATE_IN_FILE",))
    ]
    assert found.ignored_sheets == ("Sheet",)


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "FILE_EMPTY"),
        (b"\xef\xbb\xbf\r\n", "FILE_EMPTY"),
        (workbook([]), "FILE_EMPTY"),
        (b"PK\x03\x04torn", "FILE_DAMAGED"),
        (workbook(ledger(PREGNANCY, {}))[:-40], "FILE_DAMAGED"),
        (OLE, "FILE_DAMAGED"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "FILE_ENCRYPTED"),
        (OLE + "WordDocument".encode("utf-16-le"), "FILE_FORMAT"),
        (b"%PDF-1.7 ...", "FILE_FORMAT"),
        (b"\x00\x01\x02\x03binary", "FILE_FORMAT"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "FILE_FORMAT"),
        (packed(word__document=b"<w/>"), "FILE_FORMAT"),
        (packed(xl__workbook=b"<!DOCTYPE x><x/>"), "FILE_DAMAGED"),
        (packed(xl__workbook=b" " * 160_000_000), "FILE_TOO_BIG"),
        (packed(xl__workbook=b'<mergeCell ref="A1:XFD1048576"/>'), "FILE_TOO_BIG"),
        (b"a,b\n" * 60_000, "FILE_TOO_BIG"),
        (b"," * 600 + b"a", "FILE_TOO_BIG"),
        (bytes(31_000_000), "FILE_TOO_BIG"),
        ("一份说明,不是台账".encode(), "HEADER_NOT_FOUND"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_one_sentence(data: bytes, reason: str) -> None:
    assert failure(data).reason == reason


def test_a_missing_file_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerFileError) as caught:
        read_ledger(tmp_path / "没有.xlsx", "child", VILLAGES, TODAY)
    assert caught.value.reason == "FILE_MISSING"


def test_a_stray_cell_at_the_far_end_of_a_sheet_is_too_big_at_once() -> None:
    def stray(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    assert failure(workbook(ledger(PREGNANCY, {}), arrange=stray)).reason == "FILE_TOO_BIG"


@pytest.mark.parametrize(
    ("form", "kind"),
    [(CHILD, "pregnancy"), (PREGNANCY, "child"), (REPORT, "certificate"), (CERTIFICATE, "child")],
)
def test_a_ledger_of_another_kind_is_named(form: dict[str, object], kind: str) -> None:
    error = failure(workbook(ledger(form, {})), kind)
    assert error.reason == "WRONG_KIND"


def test_reading_can_be_stopped() -> None:
    rows = ledger(PREGNANCY, *[{"孕妇姓名": f"甲{number}"} for number in range(120)])
    with pytest.raises(ReadingCancelled):
        read_ledger(workbook(rows), "pregnancy", VILLAGES, TODAY, lambda done, _: done < 100)


def test_progress_ends_with_all_rows_done() -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    rows = ledger(PREGNANCY, *[{"孕妇姓名": f"甲{number}"} for number in range(120)])
    read_ledger(workbook(rows), "pregnancy", VILLAGES, TODAY, tell)
    assert told == [(50, 121), (100, 121), (121, 121)]


def test_hostile_text_is_data_without_what_moves_a_cursor() -> None:
    rows = ledger(
        PREGNANCY,
        {"孕妇姓名": "甲[/]\u202e小花", "备注": "=1+1\u2066[bold]", "建册医生": "丙\ufeff"},
    )
    found = fields(read(workbook([[str(c or "") for c in row] for row in rows]), "pregnancy"))
    assert (found["name"], found["doctor"]) == ("甲[/]小花", "丙")
    rows = ledger(PREGNANCY, {"备注": "=1+1\x1b]52;c;eA==\x07"})
    found = fields(read(delimited(rows).encode(), "pregnancy"))
    assert found["remark"] == "=1+1]52;c;eA=="


@pytest.mark.parametrize("filling", [" ", "9", "一", "(", "月", "东", "、", "\n", "一二三月"])
def test_cells_of_great_length_are_read_or_refused_at_once(filling: str) -> None:
    long = "甲" + filling * 10_000 + "乙"
    rows = ledger(PREGNANCY, dict.fromkeys(PREGNANCY, long), {"备注": long})
    found = read(delimited([*rows, [long]]).encode(), "pregnancy")
    assert (len(found.records), len(found.refused)) == (1, 1)


def test_a_count_of_great_length_is_refused() -> None:
    rows = ledger(REPORT, dict.fromkeys(REPORT, "9" * 6000))
    assert "COUNT_INVALID" in reasons(read(delimited(rows).encode(), "village-report"))[0]
