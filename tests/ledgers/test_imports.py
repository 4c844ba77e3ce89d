"""Files read and taken in, on copies of real-life ledgers."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from desk.context import Desk
from desk.errors import NotPermitted
from desk.intake import Cancelled
from desk.sign_in import create_centre, sign_in
from desk.stock import stock
from ledgers.imports import import_ledger, village_list
from ledgers.reading import LedgerFileError
from models.audit import AuditEntry, broken_links
from models.child import Child
from models.people import Person
from models.pregnancy import Pregnancy
from models.supervision import VillageReport
from tests.conftest import PASSWORD, DeskOf
from tests.desk.intake_rows import everything
from tests.ledgers.support import LEDGERS, SAMPLES, TODAY, VILLAGES, answers


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A new centre with the four samples taken in; tests only read it."""
    path = tmp_path_factory.mktemp("filled") / "centre.db"
    store = create_centre(path, name="云溪镇卫生院", code="C1", admin="boss", password=PASSWORD)
    desk = sign_in(store, "boss", PASSWORD, TODAY)
    for kind, name in LEDGERS.items():
        import_ledger(desk, SAMPLES / name, kind, VILLAGES)
    yield desk
    store.close()


def born(desk: Desk, first: date, last: date) -> int:
    with Session(desk.store.read) as session:
        query = (
            select(func.count()).select_from(Child).join(Person, col(Child.person_id) == Person.id)
        )
        return session.exec(query.where(col(Person.birth_date).between(first, last))).one()


@pytest.mark.parametrize("kind", LEDGERS)
def test_every_good_row_goes_in(desk: Desk, kind: str) -> None:
    result = import_ledger(desk, SAMPLES / LEDGERS[kind], kind, VILLAGES)
    assert (result.imported, result.conflicts, result.refused) == (
        len(answers(kind)["records"]),
        (),
        (),
    )


@pytest.mark.parametrize("kind", LEDGERS)
def test_second_reading_of_a_file_changes_nothing(filled: Desk, kind: str) -> None:
    before = everything(filled)
    again = import_ledger(filled, SAMPLES / LEDGERS[kind], kind, VILLAGES)
    assert (again.imported, again.conflicts) == (0, ())
    assert everything(filled) == before


def test_children_are_those_of_the_child_register(filled: Desk) -> None:
    records = answers("child")["records"]
    quarter = date(2026, 7, 1), date(2026, 9, 30)
    in_key = [
        record
        for record in records
        if quarter[0] <= date.fromisoformat(record["fields"]["birth_date"]) <= quarter[1]
    ]
    assert born(filled, *quarter) == len(in_key)
    assert born(filled, date(1900, 1, 1), TODAY) == len(records)


def test_a_woman_with_two_pregnancies_is_one_person(filled: Desk) -> None:
    numbers = [record["fields"]["id_no"] for record in answers("pregnancy")["records"]]
    with Session(filled.store.read) as session:
        cards = session.exec(select(Pregnancy.mother_id)).all()
    assert len(cards) == len(numbers)
    assert len(set(cards)) == len(set(numbers))


def test_stock_equation_and_trail_hold_after_the_samples(filled: Desk) -> None:
    with Session(filled.store.read) as session:
        assert list(broken_links(session)) == []
    roles = filled.roles | {"issuer"}
    account = stock(Desk(filled.store, "C1", "", "boss", "", roles, TODAY))
    kinds = [record["fields"]["type"] for record in answers("certificate")["records"]]
    assert account.balanced
    assert (account.issued, account.void) == (kinds.count("issue"), kinds.count("void"))


def test_village_names_are_read_with_the_list_of_the_database(filled: Desk) -> None:
    listed = village_list(filled)
    assert (listed.town, listed.villages) == (VILLAGES.town, VILLAGES.villages)
    assert listed.find("云溪镇上徐村3组") == ("徐家村", 3)


def test_file_is_named_in_the_trail_by_its_sha256(desk: Desk) -> None:
    path = SAMPLES / LEDGERS["village-report"]
    import_ledger(desk, path, "village-report", VILLAGES)
    with Session(desk.store.read) as session:
        notes = session.exec(
            select(AuditEntry.new).where(AuditEntry.action == "import", AuditEntry.table_name == "")
        ).all()
    (note,) = [json.loads(text or "{}") for text in notes]
    assert note["file"] == path.name
    assert note["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_corrected_file_brings_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "月报.csv"
    lines = (SAMPLES / LEDGERS["village-report"]).read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(lines[:10]))
    first = import_ledger(desk, path, "village-report", VILLAGES)
    shutil.copyfile(SAMPLES / LEDGERS["village-report"], path)
    whole = import_ledger(desk, path, "village-report", VILLAGES)
    assert whole.unchanged == first.imported > 0
    with Session(desk.store.read) as session:
        count = session.exec(select(func.count()).select_from(VillageReport)).one()
    assert count == first.imported + whole.imported


def test_json_of_an_import_is_the_reading_and_the_counts(desk: Desk) -> None:
    result = import_ledger(desk, SAMPLES / LEDGERS["certificate"], "certificate", VILLAGES)
    document = result.as_json()
    assert document["imported"] == len(document["records"]) == result.imported
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document


@pytest.mark.parametrize("stop_at", [300, 700], ids=["while reading", "while taking in"])
def test_cancelling_leaves_nothing(desk: Desk, stop_at: int) -> None:
    before = everything(desk)
    path = SAMPLES / LEDGERS["child"]
    with pytest.raises(Cancelled):
        import_ledger(desk, path, "child", VILLAGES, lambda done, _total: done < stop_at)
    assert everything(desk) == before


def test_progress_only_goes_forward(desk: Desk) -> None:
    told: list[int] = []

    def progress(done: int, total: int) -> bool:
        told.append(done * 100 // total)
        return True

    import_ledger(desk, SAMPLES / LEDGERS["child"], "child", VILLAGES, progress)
    assert told == sorted(told)
    assert told[-1] == 100


def test_file_that_cannot_be_read_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = everything(desk)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(LedgerFileError):
        import_ledger(desk, path, "child", VILLAGES)
    assert everything(desk) == before


def test_without_permission_the_file_is_not_even_read(desk_of: DeskOf, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        import_ledger(desk_of("supervisor"), tmp_path / "none.xlsx", "child", VILLAGES)
