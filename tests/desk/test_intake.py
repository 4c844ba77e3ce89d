"""What holds for every ledger taken in, and village reports."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlmodel import Session

from desk import intake
from desk.context import Desk
from desk.errors import DeskError, NotPermitted
from desk.intake import Cancelled, Source, take_in
from models.audit import broken_links
from models.people import Centre, Person, Village
from models.pregnancy import Pregnancy
from models.supervision import VillageReport
from tests.conftest import DeskOf
from tests.desk.intake_rows import (
    Line,
    Listed,
    Noted,
    child,
    entries,
    everything,
    issued,
    pregnancy,
    report,
    rows,
)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def register(count: int) -> list[Line]:
    """Women without numbers, each with a card of her own."""
    return [pregnancy(row, id_no=None, card_no=f"K{row:05}") for row in range(count)]


@pytest.mark.parametrize("role", ["issuer", "supervisor", "admin", "sealer", "reviewer"])
def test_only_the_clerk_takes_ledgers_in(desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted):
        take_in(desk_of(role), "pregnancy", [pregnancy()])


def test_file_and_counts_stand_in_the_trail(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()], source=Source("登记册.xlsx", "ab" * 32))
    (note,) = [entry for entry in entries(desk, "") if entry.action == "import"]
    assert json.loads(note.new or "") == {
        "kind": "pregnancy",
        "file": "登记册.xlsx",
        "sha256": "ab" * 32,
        "imported": 1,
        "unchanged": 0,
        "conflicts": 0,
        "refused": 0,
    }


def test_trail_holds_after_an_import_of_several_batches(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    take_in(desk, "pregnancy", register(5))
    with Session(desk.store.read) as session:
        assert list(broken_links(session)) == []


def test_people_are_matched_across_batches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)
    first, second = child(5), child(6, name="李思思", birth_date="2023-01-02", cert_no=None)
    take_in(desk, "child", [first, second])
    assert sorted(person.name for person in rows(desk, Person)) == ["李思思", "李明明", "王小芳"]


def test_fault_in_the_last_record_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    before = everything(desk)

    @event.listens_for(Pregnancy, "before_insert")
    def break_the_last(_mapper: object, _connection: object, card: Pregnancy) -> None:
        if card.card_no == "K00004":
            card.state = "no such state"

    try:
        with pytest.raises(DeskError, match="约束"):
            take_in(desk, "pregnancy", register(5))
    finally:
        event.remove(Pregnancy, "before_insert", break_the_last)
    assert everything(desk) == before


def test_cancelling_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    before = everything(desk)
    with pytest.raises(Cancelled):
        take_in(desk, "pregnancy", register(5), progress=lambda done, _total: done < 4)
    assert everything(desk) == before


def test_progress_goes_from_nothing_to_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    take_in(desk, "pregnancy", register(5), progress=progress)
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_database_another_program_writes_to_is_one_sentence(desk: Desk) -> None:
    with desk.store.write.begin():

        @event.listens_for(desk.store.write, "connect")
        def impatient(connection: object, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]

        with pytest.raises(DeskError, match="别的程序正在写入"):
            take_in(desk, "pregnancy", [pregnancy()])
    assert rows(desk, Person) == []


def test_villages_of_the_list_are_added_in_its_order(desk: Desk) -> None:
    listed = Listed(("东庄村", "石桥头村", "西岭村", "下湾村"), {"石桥村": "石桥头村"})
    take_in(desk, "pregnancy", [pregnancy(village="石桥头村")], villages=listed)
    names = [one.name for one in sorted(rows(desk, Village), key=lambda one: one.position)]
    assert names == ["东庄村", "西岭村", "柳溪村", "石桥头村", "下湾村"]
    assert rows(desk, Person)[0].village_id == 4
    assert rows(desk, Village)[3].aliases == ["石桥村"]


def test_centre_without_a_town_takes_it_from_the_list(desk: Desk) -> None:
    with desk.writing("ledgers.import", "test") as session:
        session.get_one(Centre, desk.centre).town = ""
    take_in(desk, "pregnancy", [pregnancy()], villages=Listed(("东庄村",), {}))
    assert rows(desk, Centre)[0].town == "云溪镇"


def test_other_centre_in_the_database_is_not_matched(desk: Desk) -> None:
    with desk.writing("ledgers.import", "test") as session:
        session.add(Centre(code="999", name="别处"))
        session.flush()
        session.add(Person(centre="999", name="王小芳", id_no=pregnancy().fields["id_no"]))
    take_in(desk, "pregnancy", [pregnancy()])
    assert [person.centre for person in rows(desk, Person)] == ["999", desk.centre]


def test_nothing_to_take_is_nothing_done(desk: Desk) -> None:
    before = everything(desk)
    taken = take_in(desk, "child", [], villages=Listed(("下湾村",), {}))
    assert (taken.imported, taken.unchanged) == (0, 0)
    assert everything(desk) == before


def test_report_keeps_its_counts(desk: Desk) -> None:
    take_in(desk, "village-report", [report()])
    (kept,) = rows(desk, VillageReport)
    assert (kept.month, kept.counts["pop"], kept.counts["child_checks"]) == ("2026-09", 2303, None)
    assert (kept.reporter, str(kept.reported_on)) == ("李村医", "2026-09-25")


def test_report_read_twice_changes_nothing(desk: Desk) -> None:
    take_in(desk, "village-report", [report()])
    before = everything(desk)
    assert take_in(desk, "village-report", [report()]).imported == 0
    assert everything(desk) == before


def test_report_fills_what_was_not_counted_and_tells_what_differs(desk: Desk) -> None:
    take_in(desk, "village-report", [report()])
    taken = take_in(desk, "village-report", [report(child_checks=7, pop=2304)])
    counts = rows(desk, VillageReport)[0].counts
    assert (taken.imported, counts["child_checks"], counts["pop"]) == (1, 7, 2303)
    assert [(clash.label, clash.ours, clash.theirs) for clash in taken.conflicts] == [
        ("2026-09 常住人口", "2303", "2304")
    ]


def test_report_of_no_known_village_is_refused(desk: Desk) -> None:
    taken = take_in(desk, "village-report", [report(village="河头村")])
    assert [each.error.reason for each in taken.refused] == ["VILLAGE_UNKNOWN"]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("pregnancy", pregnancy),
        ("child", child),
        ("certificate", issued),
        ("village-report", report),
    ],
)
def test_every_kind_goes_in_and_only_once(desk: Desk, kind: str, line: Callable[[], Line]) -> None:
    assert take_in(desk, kind, [line()]).imported == 1
    assert take_in(desk, kind, [line()]).imported == 0


SETTLING = 16  # looks that settle one open card


def looks(desk: Desk, records: list[Line]) -> int:
    """How many times the database was asked something while these were taken in."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(desk.store.write, "before_cursor_execute", note)
    take_in(desk, "pregnancy", records)
    event.remove(desk.store.write, "before_cursor_execute", note)
    return len(asked)


def test_more_rows_are_no_more_looks_than_their_open_cards_are_settled_with(desk: Desk) -> None:
    women = register(200)
    take_in(desk, "pregnancy", women[:5])
    few, many = looks(desk, women[5:10]), looks(desk, women[10:])
    assert many - few <= SETTLING * (len(women) - 15)


def elsewhere(line: Line, written: str = "河头村3组") -> Line:
    """The row with a village that is not on the list, as a reading gives it."""
    fields = line.fields | {"village": None, "group": None}
    return replace(line, fields=fields, notes=(Noted("VILLAGE_UNKNOWN", written),))


@pytest.mark.parametrize(("kind", "line"), [("pregnancy", pregnancy()), ("child", child())])
def test_village_that_is_not_listed_stays_as_it_was_written(
    desk: Desk, kind: str, line: Line
) -> None:
    take_in(desk, kind, [elsewhere(line)])
    name = line.fields["name"]
    (person,) = [person for person in rows(desk, Person) if person.name == name]
    assert (person.village_id, person.address) == (None, "河头村3组")


@pytest.mark.parametrize(("kind", "line"), [("pregnancy", pregnancy()), ("child", child())])
def test_address_somebody_wrote_is_neither_changed_nor_a_difference(
    desk: Desk, kind: str, line: Line
) -> None:
    take_in(desk, kind, [elsewhere(line, "河头村石桥边")])
    again = take_in(desk, kind, [elsewhere(line)])
    assert (again.imported, again.conflicts) == (0, ())
    assert {person.address for person in rows(desk, Person)} - {None} == {"河头村石桥边"}


def test_written_village_is_cut_to_what_an_address_holds(desk: Desk) -> None:
    take_in(desk, "pregnancy", [elsewhere(pregnancy(), "河" * 200)])
    (person,) = rows(desk, Person)
    assert person.address == "河" * 100


def test_known_village_leaves_the_address_empty(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    (person,) = rows(desk, Person)
    assert (person.village_id, person.address) == (1, None)
