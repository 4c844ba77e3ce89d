"""HIV, syphilis and hepatitis B: kept for the counsellor, and shut at every other door."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlmodel import select

from desk.case_work import correct, record
from desk.context import ROLES, Desk
from desk.delivery import record_delivery
from desk.ending import end_card
from desk.errors import NotPermitted
from desk.history import history
from desk.infections import infection_card, infections
from desk.lists import Ask, pregnancies
from desk.people import find, recent
from desk.person_page import person_page
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from desk.risk import risk_of
from desk.worklist import due
from ledgers.export.package import export_quarter
from models.audit import AuditEntry
from models.base import FieldErrors
from rules.periods import quarter_period
from tests.conftest import TODAY, DeskOf

MARK = "密件甲乙丙"  # stands in a field of words: whoever reads it has read the record
DAY = date(2026, 11, 2)
TESTS = {"tested_on": DAY, "hiv": "2", "syphilis": "2", "hbsag": "2", "place": MARK}
CASE = {"disease": "2", "confirmed_on": date(2026, 11, 5), "drug": MARK, "treated": "1"}
CHILD = {"born_on": date(2026, 11, 10), "syphilis_drug": MARK}
TELLING = (MARK, "梅毒", "艾滋病", "HIV", "乙肝", "表面抗原", "肝炎")
TABLES = ("infection_tests", "infection_cases", "exposed_children")
SECRET = TABLES[1:]
OTHERS = sorted(set(ROLES) - {"counsellor"})
READERS = ("clerk", "issuer", "reviewer", "supervisor")
WOMAN = {
    "name": "史试燕",
    "birth_date": date(1998, 6, 8),
    "phones": ["19900004170"],
    "card_no": "C2026001",
    "lmp": date(2026, 3, 1),
    "booked_on": date(2026, 4, 1),
}


@pytest.fixture
def kept(desk_of: DeskOf) -> CardView:
    """A woman with tests, a case and a child, entered by those who may."""
    view = open_card(desk_of("clerk"), WOMAN)
    record(desk_of("clerk"), "infection_tests", view.id, TESTS)
    counsellor = desk_of("counsellor")
    record(counsellor, "infection_cases", view.id, CASE)
    record(counsellor, "exposed_children", view.id, CHILD)
    correct(counsellor, "infection_tests", 1, 1, TESTS | {"rpr": "2"}, f"补录{MARK}")
    return view


def exported(desk: Desk, folder: Path) -> str:
    """Every word of a quarter's package, workbook and all."""
    export_quarter(desk, quarter_period("2026Q4"), folder)
    words = [path.read_text(encoding="utf-8-sig") for path in folder.rglob("*.csv")]
    for path in folder.rglob("*.xlsx"):
        with ZipFile(path) as book:
            words += [book.read(name).decode() for name in book.namelist() if "xml" in name]
    return "".join(words)


# Every way a clerk reads; what each gives is searched for words that tell.
DOORS: dict[str, Callable[[Desk, Path], object]] = {
    "card": lambda desk, _: card(desk, 1).records,
    "person": lambda desk, _: person_page(desk, 1).events,
    "list": lambda desk, _: pregnancies(desk, Ask(limit=20)),
    "find by words": lambda desk, _: find(desk, MARK),
    "found": lambda desk, _: (find(desk, "ssy"), recent(desk)),
    "work": lambda desk, _: due(desk, waiting=True),
    "risk": lambda desk, _: (
        (risk := risk_of(desk, 1)).colours,
        risk.derived,
        risk.new,
        risk.gone,
        risk.ticked,
    ),
    "export": exported,
    "history of the woman": lambda desk, _: history(desk, "people", 1),
    "history of the card": lambda desk, _: history(desk, "pregnancies", 1),
    **{
        f"history of {table}": lambda desk, _, table=table: [  # type: ignore[misc]
            history(desk, table, each) for each in (1, 2)
        ]
        for table in (*TABLES, "risk_cases", "risk_assessments", "risk_followups")
    },
}


@pytest.mark.parametrize("door", DOORS)
def test_a_clerk_reads_it_at_no_door(
    kept: CardView, desk_of: DeskOf, tmp_path: Path, door: str
) -> None:
    assert kept.id == 1
    told = str(DOORS[door](desk_of("clerk"), tmp_path / "out"))
    assert [word for word in TELLING if word in told] == []


def test_the_counsellor_reads_it_all(kept: CardView, desk_of: DeskOf) -> None:
    counsellor = desk_of("counsellor")
    records = card(counsellor, kept.id).records
    assert [records[table][0].values[name] for table, name in zip(TABLES, WORDS, strict=True)] == [
        MARK
    ] * len(TABLES)
    change = history(counsellor, "infection_tests", 1)[0]
    assert (change.new["rpr"], MARK in change.reason) == ("2", True)


WORDS = ("place", "drug", "syphilis_drug")


@pytest.mark.parametrize("role", READERS)
def test_others_see_that_there_were_tests_and_when(
    kept: CardView, desk_of: DeskOf, role: str
) -> None:
    (test,) = card(desk_of(role), kept.id).records["infection_tests"]
    assert test.values == {"tested_on": DAY}


@pytest.mark.parametrize("table", SECRET)
@pytest.mark.parametrize("role", READERS)
def test_others_do_not_see_that_there_is_a_case(
    kept: CardView, desk_of: DeskOf, role: str, table: str
) -> None:
    desk = desk_of(role)
    assert card(desk, kept.id).records[table] == ()
    assert history(desk, table, 1) == ()


@pytest.mark.parametrize("role", OTHERS)
def test_the_list_is_the_counsellors_alone(kept: CardView, desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted):
        infections(desk_of(role))
    with pytest.raises(NotPermitted):
        infection_card(desk_of(role), kept.id)


@pytest.mark.parametrize("table", SECRET)
def test_a_clerk_keeps_no_case(kept: CardView, desk_of: DeskOf, table: str) -> None:
    with pytest.raises(NotPermitted):
        record(desk_of("clerk"), table, kept.id, CASE if "cases" in table else CHILD)


def test_a_clerk_who_may_write_tests_does_not_correct_what_she_cannot_read(
    kept: CardView, desk_of: DeskOf
) -> None:
    assert kept.id
    with pytest.raises(NotPermitted):
        correct(desk_of("clerk"), "infection_tests", 1, 2, TESTS, "看错了")


@pytest.mark.parametrize("look", [infections, lambda desk: infection_card(desk, 1)])
def test_each_look_is_kept_and_stands_in_nobodys_history(
    kept: CardView, desk_of: DeskOf, look: Callable[[Desk], object]
) -> None:
    counsellor = desk_of("counsellor")
    before = history(counsellor, "pregnancies", kept.id)
    look(counsellor)
    with counsellor.reading() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.action == "infections.look")
        ).all()
    assert [(entry.user, entry.record_id) for entry in entries] == [("counsellor", None)]
    assert history(counsellor, "pregnancies", kept.id) == before


def test_the_list_tells_what_is_missing(kept: CardView, desk_of: DeskOf) -> None:
    board = infections(desk_of("counsellor"))
    missing = {line.disease: [each.reason for each in line.missing] for line in board.lines}
    assert board.tested == 1
    assert missing == {
        "1": ["NO_CASE"],
        "2": ["CARD_LATE", "NOT_STANDARD", "PARTNER"],
        "3": ["NO_CASE"],
    }
    assert {line.pregnancy_id for line in board.lines} == {kept.id}


def test_each_live_born_baby_is_asked_for(desk_of: DeskOf) -> None:
    clerk, counsellor = desk_of("clerk"), desk_of("counsellor")
    view = open_card(clerk, WOMAN)
    record(clerk, "infection_tests", view.id, {"tested_on": DAY, "hbsag": "2"})
    babies = [{"outcome": "1", "sex": "1"}, {"outcome": "1", "sex": "2"}]
    record_delivery(clerk, view.id, {"delivered_on": date(2026, 11, 10)}, babies)
    record(counsellor, "infection_cases", view.id, CASE | {"disease": "3"})
    given = {"born_on": date(2026, 11, 10), "hbig_on": DAY.replace(day=10), "vaccine_on": TODAY}
    record(counsellor, "exposed_children", view.id, given)
    assert [e.reason for e in infections(counsellor).lines[0].missing] == ["NO_CHILD"]
    record(counsellor, "exposed_children", view.id, given | {"birth_order": 2})
    assert infections(counsellor).lines[0].missing == ()


def test_tests_are_entered_on_a_closed_card_too(desk_of: DeskOf) -> None:
    clerk = desk_of("clerk")
    view = open_card(clerk, WOMAN)
    end_card(clerk, view.id, {"ended_on": TODAY, "end_reason": "6"})
    assert record(clerk, "infection_tests", view.id, TESTS).records["infection_tests"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"tested_on": DAY}, "hiv"),
        ({"tested_on": date(2026, 11, 22), "hiv": "1"}, "tested_on"),
        ({"tested_on": date(2026, 2, 28), "hiv": "1"}, "tested_on"),
        ({"tested_on": DAY, "hiv": "1", "told_on": date(2026, 11, 1)}, "told_on"),
        ({"tested_on": DAY, "rpr": "2", "rpr_titre": 6}, "rpr_titre"),
        ({"tested_on": DAY, "rpr": "1", "rpr_titre": 8}, "rpr_titre"),
    ],
)
def test_impossible_tests_are_refused(
    desk_of: DeskOf, values: dict[str, object], field: str
) -> None:
    clerk = desk_of("clerk")
    view = open_card(clerk, WOMAN)
    with pytest.raises(FieldErrors) as caught:
        record(clerk, "infection_tests", view.id, values)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        ("infection_cases", CASE, "disease"),
        ("infection_cases", CASE | {"disease": "1", "reported_on": DAY}, "reported_on"),
        ("exposed_children", CHILD, "birth_order"),
        ("exposed_children", CHILD | {"birth_order": 2, "vaccine_on": DAY}, "vaccine_on"),
    ],
)
def test_a_second_case_of_a_disease_and_days_out_of_order_are_refused(
    kept: CardView, desk_of: DeskOf, table: str, values: dict[str, object], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record(desk_of("counsellor"), table, kept.id, values)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(("positive", "purple"), [("2", True), ("1", False)])
def test_whoever_saves_the_colour_follows(desk_of: DeskOf, positive: str, purple: bool) -> None:  # noqa: FBT001  the case
    clerk = desk_of("clerk")
    view = open_card(clerk, WOMAN)
    after = record(clerk, "infection_tests", view.id, {"tested_on": DAY, "syphilis": positive})
    assert ("5" in after.values["risk_colours"]) == purple
