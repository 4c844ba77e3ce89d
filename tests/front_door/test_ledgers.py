"""Ledgers through the real command line: dry runs equal their keys, imports happen once."""

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import RealPart
from tests.front_door.conftest import KINDS, ON, PASSWORD, SAMPLES, VILLAGES, Run

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CELLS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

Rows = dict[tuple[str | None, int, int], Any]


def key_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{Path(name).stem}.key.json").read_text("utf-8"))
    return found


def placed(rows: list[dict[str, Any]], value: str) -> Rows:
    """A value of each row, by where the row stands."""
    return {(row.get("sheet"), row["row"], row.get("sub", 0)): row[value] for row in rows}


@pytest.fixture(scope="module")
def dry(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The dry run of every sample, at a place where no database is."""
    from tests.front_door.conftest import call  # noqa: PLC0415  a fixture of the module

    nowhere = tmp_path_factory.mktemp("nowhere") / "none.db"
    found = {}
    for kind, name in KINDS.items():
        ran = call(
            *("--db", nowhere, *ON, "import", kind, SAMPLES / name),
            *("--villages", VILLAGES, "--dry-run", "--json"),
        )
        assert (ran.status, ran.err) == (0, "")
        found[kind] = ran.json
    assert not nowhere.exists()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_dry_run_gives_the_records_of_the_key(dry: dict[str, Any], kind: str) -> None:
    expected = placed(key_of(KINDS[kind])["records"], "fields")
    assert placed(dry[kind]["records"], "fields") == expected


@pytest.mark.parametrize("kind", KINDS)
def test_dry_run_refuses_the_rows_of_the_key_for_a_reason_of_the_key(
    dry: dict[str, Any], kind: str
) -> None:
    expected = placed(key_of(KINDS[kind])["refused"], "reasons")
    found = placed(dry[kind]["refused"], "reasons")
    assert found.keys() == expected.keys()
    assert [row for row in found if not set(found[row]) & set(expected[row])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_dry_run_ignores_the_rows_of_the_key(dry: dict[str, Any], kind: str) -> None:
    expected = sorted(row["row"] for row in key_of(KINDS[kind])["ignored_rows"])
    assert sorted(row["row"] for row in dry[kind]["ignored_rows"]) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_second_reading_of_a_file_imports_nothing(
    run: Run, filled: Path, tmp_path: Path, kind: str
) -> None:
    copy = shutil.copy(filled, tmp_path / "copy.db")
    ran = run(
        *("--db", copy, *ON, "--as", "boss", "import", kind, SAMPLES / KINDS[kind], "--json"),
        env={"MCHDESK_PASSWORD": PASSWORD},
    )
    assert (ran.status, ran.json["imported"]) == (0, 0)


def test_file_without_one_good_row_is_answered_no(run: Run, tmp_path: Path) -> None:
    ledger = tmp_path / "one.csv"
    ledger.write_text(
        "姓名,身份证号,末次月经,预产期,建册日期\n王小丽,331199199004117020,,,\n", "utf-8"
    )
    ran = run(
        *("--db", tmp_path / "none.db", *ON, "import", "pregnancy", ledger),
        *("--villages", VILLAGES, "--dry-run", "--json"),
    )
    assert (ran.status, len(ran.json["refused"])) == (1, 1)


@pytest.mark.parametrize(
    ("name", "code"), [("损坏.xlsx", "FILE_DAMAGED"), ("不在.xlsx", "FILE_MISSING")]
)
def test_file_that_cannot_be_read_is_one_sentence(run: Run, name: str, code: str) -> None:
    ran = run(
        *("import", "child", SAMPLES / "extras" / name, "--villages", VILLAGES),
        *("--dry-run", "--json"),
    )
    assert (ran.status, ran.json["error"]["code"]) == (1, code)
    assert "Traceback" not in ran.err


def test_dry_run_at_a_terminal_counts_the_three_lists(run: Run) -> None:
    ran = run(
        *(*ON, "import", "child", SAMPLES / KINDS["child"], "--villages", VILLAGES, "--dry-run"),
    )
    assert ran.out.splitlines()[0] == "可入账 130 条,退回 16 行,不计 7 行"


def one_village(tmp_path: Path) -> Path:
    """A list of villages that lacks nearly all of the samples'."""
    path = tmp_path / "villages.json"
    path.write_text(json.dumps({"town": "云溪镇", "villages": ["东庄村"]}), "utf-8")
    return path


def test_person_is_told_of_villages_the_list_lacks(run: Run, tmp_path: Path) -> None:
    ran = run(
        *(*ON, "import", "child", SAMPLES / KINDS["child"], "--dry-run"),
        *("--villages", one_village(tmp_path)),
    )
    (line,) = ran.err.splitlines()
    assert re.fullmatch(r"\d+ 行的村不在本机构名单里: \S+村、.+…", line)


def test_program_is_told_nothing_beside_the_document(run: Run, tmp_path: Path) -> None:
    ran = run(
        *(*ON, "import", "child", SAMPLES / KINDS["child"], "--dry-run", "--json"),
        *("--villages", one_village(tmp_path)),
    )
    assert ran.err == ""


def test_person_who_imports_is_told_of_villages_the_centre_lacks(run: Run, tmp_path: Path) -> None:
    who = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    path = tmp_path / "new.db"
    run("init", path, "--centre", "甲院", "--code", "331199", "--admin", "boss", env=who)
    ran = run("--db", path, *ON, "import", "child", SAMPLES / KINDS["child"], env=who)
    assert (ran.status, "行的村不在本机构名单里: " in ran.err) == (0, True)


def test_export_lists_its_files_with_their_hashes(at_desk: Run, tmp_path: Path) -> None:
    ran = at_desk("export", "--quarter", "2026Q3", "--out", tmp_path, "--json")
    listed = {Path(file["path"]).name: file["sha256"] for file in ran.json["files"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()
    }
    assert listed == found
    assert {"云溪镇卫生院_2026Q3_台账.xlsx", "manifest.json"} <= listed.keys()


def test_indicator_sheet_after_libreoffice_equals_the_command(
    at_desk: Run, real_part: RealPart, tmp_path: Path
) -> None:
    at_desk("export", "--quarter", "2026Q3", "--out", tmp_path)
    subprocess.run(
        [
            *(real_part("soffice"), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"),
            *("--headless", "--convert-to", "ods", "--outdir", str(tmp_path / "ods")),
            str(tmp_path / "云溪镇卫生院_2026Q3_台账.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    told = at_desk("indicators", "--quarter", "2026Q3", "--json").json["indicators"]
    rows = ods_rows(next((tmp_path / "ods").iterdir()), "指标")
    for figure in told:
        row = next(row for row in rows if figure["name"] in row)
        place = row.index(figure["name"])
        numbers = [cell for cell in row[place:] if isinstance(cell, float)]
        assert numbers[:3] == [figure["numerator"], figure["denominator"], figure["rate"]]


def ods_rows(path: Path, sheet: str) -> list[list[object]]:
    """The cells of a sheet as LibreOffice saved them, numbers as numbers."""
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read("content.xml"))  # noqa: S314  our own file
    found = next(one for one in root.iter(f"{CELLS}table") if sheet in one.get(f"{CELLS}name", ""))
    return [
        [
            value
            for cell in row
            for value in [_value(cell)]
            * min(int(cell.get(f"{CELLS}number-columns-repeated", 1)), 9)
        ]
        for row in found.iter(f"{CELLS}table-row")
    ]


def _value(cell: ET.Element) -> object:
    if cell.get(f"{OFFICE}value-type") in {"float", "percentage"}:
        return float(cell.get(f"{OFFICE}value", ""))
    return "".join(cell.itertext())
