"""The four sample ledgers equal their answer keys, and the odd files behave as theirs says."""

import json
from typing import Any

import pytest

from ledgers.reading import KINDS, LedgerFileError, read_ledger
from tests.ledgers.support import SAMPLES, TODAY, VILLAGES, answers, sample

EXTRAS = SAMPLES / "extras"
ROWS: dict[str, Any] = json.loads((EXTRAS / "extras.key.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_records_of_a_sample_equal_its_key(kind: str) -> None:
    found = {
        (each["sheet"], each["row"], each["sub"]): each["fields"]
        for each in sample(kind).as_json()["records"]
    }
    expected = {
        (each.get("sheet"), each["row"], each.get("sub", 0)): each["fields"]
        for each in answers(kind)["records"]
    }
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_refused_rows_of_a_sample_have_the_reasons_of_its_key(kind: str) -> None:
    found = {(each.sheet, each.row): set(each.reasons) for each in sample(kind).refused}
    expected = {
        (each.get("sheet"), each["row"]): set(each["reasons"]) for each in answers(kind)["refused"]
    }
    assert found.keys() == expected.keys()
    assert {place for place in found if not expected[place] <= found[place]} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_refused_rows_of_a_sample_name_the_columns_of_its_key(kind: str) -> None:
    found = {(each.sheet, each.row): set(each.columns) for each in sample(kind).refused}
    expected = {
        (each.get("sheet"), each["row"]): set(each["columns"]) for each in answers(kind)["refused"]
    }
    assert {place for place in found if not expected[place] <= found[place]} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_ignored_rows_of_a_sample_equal_its_key(kind: str) -> None:
    found = {(each.sheet, each.row): each.why for each in sample(kind).ignored_rows}
    expected = {
        (each.get("sheet"), each["row"]): each["why"] for each in answers(kind)["ignored_rows"]
    }
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_findings_and_ignored_sheets_of_a_sample_equal_its_key(kind: str) -> None:
    reading, key = sample(kind), answers(kind)
    assert list(reading.findings) == key.get("file_findings", [])
    assert list(reading.ignored_sheets) == key.get("ignored_sheets", [])


@pytest.mark.parametrize("kind", KINDS)
def test_every_used_row_of_a_sample_is_in_exactly_one_list(kind: str) -> None:
    reading = sample(kind)
    places = (
        [(each.sheet, each.row) for each in reading.records if each.sub == 0]
        + [(each.sheet, each.row) for each in reading.refused]
        + [(each.sheet, each.row) for each in reading.ignored_rows]
    )
    assert sorted(row for _, row in places) == list(range(1, len(places) + 1))


def test_a_list_with_byte_order_mark_and_guarded_numbers_is_read() -> None:
    name = "建册名单_utf8bom.csv"
    reading = read_ledger(EXTRAS / name, "pregnancy", VILLAGES, TODAY)
    found = [
        {field: each.fields[field] for field in ("name", "id_no", "reg_date")}
        for each in reading.records
    ]
    assert found == ROWS[name]["rows"]


def test_a_web_page_named_xls_is_read() -> None:
    name = "妇幼系统导出_花名册.xls"
    reading = read_ledger(EXTRAS / name, "child", VILLAGES, TODAY)
    found = [
        {
            "name": each.fields["name"],
            "sex": each.fields["sex"],
            "birth": each.fields["birth_date"],
            "id_no": each.fields["id_no"],
            "addr": each.fields["village"],
            "parent": each.fields["remark"].removeprefix("家长姓名:"),
            "phone": each.fields["phones"][0],
        }
        for each in reading.records
    ]
    assert found == ROWS[name]["rows"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_folic_acid_list_is_no_ledger_of_ours_and_the_sentence_says_what_to_do(kind: str) -> None:
    with pytest.raises(LedgerFileError, match=r"另存为 \.xlsx") as caught:
        read_ledger(EXTRAS / "叶酸发放登记_旧格式.xls", kind, VILLAGES, TODAY)
    assert caught.value.reason == "HEADER_NOT_FOUND"


@pytest.mark.parametrize(
    ("name", "reason"), [("损坏.xlsx", "FILE_DAMAGED"), ("空表.xlsx", "HEADER_NOT_FOUND")]
)
def test_a_file_that_cannot_be_read_gets_one_sentence(name: str, reason: str) -> None:
    with pytest.raises(LedgerFileError) as caught:
        read_ledger(EXTRAS / name, "pregnancy", VILLAGES, TODAY)
    assert caught.value.reason == reason
