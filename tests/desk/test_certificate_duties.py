"""What waits about certificates: each for who may settle it, and only as long as it waits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.certificate_duties import NAMES, Duty, certificate_duties
from ledgers.export.certificate_copies import export_certificate_table
from models.blanks import MISSING, Blank, BlankPlan, CountLine, Loss, Receipt, StockCount
from models.certificate import Application, Issue, Seal
from models.people import User
from rules.periods import calendar_year
from tests.desk.shelf import Shelf, day, opened

NUMBER = "X331000001"
FIRST_DAY = "2026-10-05"
STEPS = ("drawn", "reserved", "printed", "issued")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def counted(shelf: Shelf) -> Shelf:
    """A stock room that was counted at the end of October."""
    shelf.add(
        StockCount(
            centre=shelf.centre,
            counted_on=day("2026-10-31"),
            counted=0,
            on_books=0,
            counted_by="甲",
            checked_by="乙",
        )
    )
    return shelf


def waiting(shelf: Shelf, role: str, today: str = "2026-11-21", user: str = "u1") -> list[Duty]:
    desk = replace(shelf.desk, roles=frozenset({role}), today=day(today), user=user)
    return list(certificate_duties(desk))


def codes(shelf: Shelf, role: str, today: str = "2026-11-21", user: str = "u1") -> list[str]:
    return [duty.code for duty in waiting(shelf, role, today, user)]


def issue(shelf: Shelf, number: str = NUMBER, on: str = "2026-10-05", **values: Any) -> int:
    blank = shelf.blank(number, (FIRST_DAY, "in_stock"), *((on, state) for state in STEPS))
    given: dict[str, Any] = {
        "child_name": "王小丽",
        "sex": "2",
        "birth_date": date(2026, 10, 1),
        "mother_name": "赵试英",
        "issuer": "签试甲",
        "issuer_user": "issuer",
    }
    return shelf.add(
        Issue(
            centre=shelf.centre,
            number=number,
            blank_id=blank,
            issued_on=day(on),
            **(given | values),
        )
    )


def application(shelf: Shelf, **values: Any) -> int:
    given: dict[str, Any] = {
        "kind": "1",
        "applied_on": day("2026-11-20"),
        "child_name": "王小丽",
        "sex": "2",
        "birth_date": date(2026, 10, 1),
        "mother_name": "赵试英",
        "user": "u1",
        "handler": "张三",
    }
    return shelf.add(Application(centre=shelf.centre, **(given | values)))


def test_an_empty_centre_waits_for_nothing(shelf: Shelf) -> None:
    assert codes(shelf, "issuer") == codes(shelf, "reviewer") == codes(shelf, "sealer") == []


def test_an_application_to_review_waits_for_another_reviewer(shelf: Shelf) -> None:
    application(shelf, kind="2", old_number=NUMBER)
    assert codes(shelf, "reviewer", user="u2") == ["review"]
    assert codes(shelf, "reviewer", user="u1") == []


def test_an_agreed_application_waits_for_the_issuer(shelf: Shelf) -> None:
    application(
        shelf,
        kind="2",
        old_number=NUMBER,
        applied_on=day("2026-11-21"),
        decision="1",
        decided_on=day("2026-11-21"),
        reviewer="乙",
        reviewer_user="u2",
    )
    assert codes(shelf, "issuer") == ["issue"]


def test_an_application_of_today_waits_for_nobody_yet(shelf: Shelf) -> None:
    application(shelf, applied_on=day("2026-11-21"))
    assert codes(shelf, "issuer") == []


def test_a_number_printed_yesterday_is_left_over(counted: Shelf) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"), ("2026-11-20", "printed"))
    (duty,) = waiting(counted, "issuer")
    assert (duty.code, duty.number, duty.closes, duty.days_late) == (
        "left",
        NUMBER,
        day("2026-11-20"),
        1,
    )


def test_a_number_printed_today_is_not_left_over(counted: Shelf) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"), ("2026-11-21", "printed"))
    assert codes(counted, "issuer") == []


def test_what_is_issued_waits_for_the_sealer_alone(shelf: Shelf) -> None:
    issue(shelf)
    assert codes(shelf, "sealer", user="s1") == ["seal"]
    assert "seal" not in codes(shelf, "issuer")


@pytest.mark.parametrize(("sealed", "found"), [("2026-10-22", 0), ("2026-10-21", 1)])
def test_a_certificate_nobody_came_for_waits_after_thirty_days(
    shelf: Shelf, sealed: str, found: int
) -> None:
    own = issue(shelf)
    shelf.add(User(centre=shelf.centre, login="s1", name="印", roles=["sealer"]))
    shelf.add(
        Seal(centre=shelf.centre, issue_id=own, sealed_on=day(sealed), user="s1", sealer="印")
    )
    assert codes(shelf, "issuer").count("collect") == found


def loss(shelf: Shelf, **values: Any) -> int:
    blank = shelf.blank(NUMBER, (FIRST_DAY, "in_stock"), ("2026-11-21", "lost"))
    given: dict[str, Any] = {
        "found_on": day("2026-11-21"),
        "cause": "1",
        "story": "柜里少一张",
        "handler": "张三",
    }
    return shelf.add(Loss(centre=shelf.centre, blank_id=blank, **(given | values)))


def test_a_lost_blank_not_reported_stands_first_and_red_from_the_first_minute(
    counted: Shelf,
) -> None:
    loss(counted)
    first = waiting(counted, "issuer")[0]
    assert (first.code, first.number, first.urgent) == ("loss", NUMBER, True)


def test_a_reported_loss_waits_for_the_rest(counted: Shelf) -> None:
    loss(counted, reported_on=day("2026-11-21"), reported_at="10:00")
    assert "loss" not in codes(counted, "issuer")
    assert "loss_open" in codes(counted, "issuer")


@pytest.mark.parametrize(
    ("issued", "found"), [(9, "void_red"), (100, "void_amber"), (199, "void_amber"), (200, "")]
)
def test_the_void_rate_of_the_year_is_told_in_its_colour(
    counted: Shelf, issued: int, found: str
) -> None:
    counted.blank(NUMBER, ("2026-10-05", "in_stock"), ("2026-10-06", "void"))
    for serial in range(2, issued + 2):
        steps = ((FIRST_DAY, state) for state in STEPS)
        counted.blank(f"X33100{serial:04}", (FIRST_DAY, "in_stock"), *steps)
    told = [code for code in codes(counted, "issuer") if code.startswith("void")]
    assert told == ([found] if found else [])


def test_a_number_missing_from_its_bundle_waits(counted: Shelf) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "short"))
    assert codes(counted, "issuer") == ["short"]


def test_a_number_a_count_missed_waits_until_it_is_settled(counted: Shelf) -> None:
    lost = "X331000002"
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    counted.blank(lost, (FIRST_DAY, "in_stock"), ("2026-11-02", "lost"))
    for number in (NUMBER, lost):
        counted.add(
            CountLine(
                centre=counted.centre,
                count_id=1,
                number=number,
                difference=MISSING,
                state="in_stock",
                words="还在找",
            )
        )
    (duty,) = (each for each in waiting(counted, "issuer") if each.code == "unsettled")
    assert (duty.number, duty.value, duty.closes) == (NUMBER, "1", day("2026-10-31"))


def test_too_few_blanks_are_told_with_how_many_are_left(counted: Shelf) -> None:
    for serial in range(2, 14):
        issue(counted, f"X3310000{serial:02}", "2026-11-01", issuer_user=None)
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    found = {duty.code: duty.value for duty in waiting(counted, "issuer")}
    assert found["low"] == "1"


def test_a_month_not_counted_is_due(shelf: Shelf) -> None:
    shelf.blank(NUMBER, (FIRST_DAY, "in_stock"))
    (duty,) = waiting(shelf, "issuer")
    assert (duty.code, duty.closes, duty.days_late) == ("count", day("2026-10-31"), 21)


@pytest.mark.parametrize(("today", "due"), [("2026-11-30", 0), ("2026-12-01", 1)])
def test_the_plan_is_due_in_december(counted: Shelf, today: str, due: int) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    assert codes(counted, "issuer", today).count("plan") == due


def test_a_plan_made_is_not_due(counted: Shelf) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    counted.add(
        BlankPlan(
            centre=counted.centre,
            year=2027,
            births=10,
            asked=11,
            asked_on=day("2026-12-02"),
            handler="张三",
        )
    )
    assert "plan" not in codes(counted, "issuer", "2026-12-03")


@pytest.mark.parametrize(
    ("today", "late"), [("2026-12-31", None), ("2027-01-01", 0), ("2027-04-01", 1)]
)
def test_the_table_of_a_year_is_due_on_the_last_of_march(
    counted: Shelf, today: str, late: int | None
) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    found = [each for each in waiting(counted, "issuer", today) if each.code == "report"]
    wanted = [(day("2027-03-31"), late)] if late is not None else []
    assert [(duty.closes, duty.days_late) for duty in found] == wanted


@pytest.mark.parametrize(("left", "due"), [("2026-12-31", True), ("2027-01-04", False)])
def test_a_table_that_left_after_its_year_is_not_due(
    counted: Shelf,
    tmp_path: Path,
    left: str,
    due: bool,  # noqa: FBT001  given by name
) -> None:
    counted.blank(NUMBER, (FIRST_DAY, "in_stock"))
    then = replace(counted.desk, today=day(left))
    export_certificate_table(then, calendar_year(2026), tmp_path / "out")
    assert ("report" in codes(counted, "issuer", "2027-01-05")) is due


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2027-09-30", []),
        ("2027-10-01", [("1", day("2027-12-31"), 0)]),
        ("2028-01-02", [("1", day("2027-12-31"), 2)]),
        ("2028-10-01", [("2", day("2027-12-31"), 275)]),
    ],
)
def test_voids_go_up_by_the_end_of_the_next_year(
    counted: Shelf, today: str, found: list[tuple[str, date, int]]
) -> None:
    for number, on in ((NUMBER, "2026-10-06"), ("X331000002", "2027-01-04")):
        counted.blank(number, (FIRST_DAY, "in_stock"), (on, "void"))
    duties = [each for each in waiting(counted, "issuer", today) if each.code == "hand_up"]
    assert [(duty.value, duty.closes, duty.days_late) for duty in duties] == found


def test_voids_that_went_up_wait_no_longer(counted: Shelf) -> None:
    steps = (FIRST_DAY, "in_stock"), ("2026-10-06", "void"), ("2027-10-08", "handed_up")
    counted.blank(NUMBER, *steps)
    assert "hand_up" not in codes(counted, "issuer", "2027-10-09")


@pytest.mark.parametrize("role", ["clerk", "admin", "supervisor", "counsellor"])
def test_nothing_waits_for_who_may_not_settle_it(shelf: Shelf, role: str) -> None:
    issue(shelf)
    loss_of = shelf.add(Receipt(centre=shelf.centre, **RECEIPT))
    shelf.add(Blank(centre=shelf.centre, number="X331000009", state="short", receipt_id=loss_of))
    assert codes(shelf, role) == []


RECEIPT: dict[str, Any] = {
    "received_on": date(2026, 10, 5),
    "first": "X331000001",
    "last": "X331000010",
    "count": 9,
    "checked_by": "乙",
}


def test_every_duty_has_a_name_that_fits_its_column() -> None:
    assert all(len(name) <= 7 for name in NAMES.values())
