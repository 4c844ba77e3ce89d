"""The sixteen columns against numbers moved by hand, and the numbers behind each column."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from desk.certificate_table import TableReport, certificate_table, numbers_of
from desk.errors import NotPermitted
from desk.stock import stock
from models.blanks import Blank, BlankMove
from models.certificate import Application, Issue
from rules.certificate_states import ACTS, USED
from rules.certificate_table import COLUMNS, PASSED_ON, Table
from rules.periods import calendar_year, months_of
from tests.desk.shelf import Shelf, day, opened

THIRD = day("2026-07-01"), day("2026-09-30")
FOURTH = day("2026-10-01"), day("2026-12-31")
YEAR = day("2026-01-01"), day("2026-12-31")
IN = ("2026-06-30", "in_stock")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def issued(shelf: Shelf, number: str, on: str, kind: str = "1", **values: Any) -> int:
    """A certificate of a kind, its number received in June; ``attended`` makes its application."""
    attended, born = values.pop("attended", None), values.pop("born", "2026-07-01")
    face: dict[str, Any] = {
        "centre": "C1",
        "child_name": "王小丙",
        "sex": "1",
        "birth_date": day(born),
        "mother_name": "王甲",
        "kind": kind,
    }
    application = None
    if attended:
        application = shelf.add(
            Application(**face, applied_on=day(on), attended=attended, user="u1", handler="张三")
        )
    blank = shelf.blank(number, IN, (on, "issued"), **values)
    shelf.add(
        Issue(**face, number=number, blank_id=blank, issued_on=day(on), application_id=application)
    )
    return blank


def spoilt(shelf: Shelf, number: str, on: str, state: str = "void", **values: Any) -> int:
    """A number received in June and void since a day."""
    blank = shelf.blank(number, IN, state=state)
    shelf.add(_move(blank, on, "in_stock", "void", **values))
    return blank


def _move(blank: int, on: str, was: str, becomes: str, **values: Any) -> BlankMove:
    return BlankMove(
        centre="C1",
        blank_id=blank,
        moved_on=day(on),
        was=was,
        becomes=becomes,
        handler="李四",
        **values,
    )


def third(shelf: Shelf) -> TableReport:
    return certificate_table(shelf.desk, *THIRD)


def test_each_kind_of_issue_has_its_column(shelf: Shelf) -> None:
    for place, kind in enumerate("123456"):
        issued(shelf, f"X33100000{place}", "2026-08-01", kind)
    issued(shelf, "X331000009", "2026-08-01", "4", attended="1")
    table = third(shelf).table
    assert (table.first, table.exchange, table.reissue, table.inside) == (1, 1, 1, 3)
    assert (table.midwife, table.elsewhere, table.outside, table.used) == (1, 3, 4, 7)


def test_paper_recalled_or_declared_lost_stays_issued(shelf: Shelf) -> None:
    for place, became in enumerate(("recalled", "declared")):
        blank = issued(shelf, f"X33100000{place}", "2026-08-01")
        shelf.move(blank, "2026-09-01", "issued", became)
    table = third(shelf).table
    assert (table.first, table.void, table.lost, table.closing) == (2, 0, 0, 0)


def test_voids_stand_by_their_cause_however_it_was_kept(shelf: Shelf) -> None:
    spoilt(shelf, "X331000001", "2026-08-01", cause="1")
    spoilt(shelf, "X331000002", "2026-08-01", cause="3")
    spoilt(shelf, "X331000003", "2026-08-01", reason="打印机卡纸,打错")
    spoilt(shelf, "X331000004", "2026-08-01", reason="水浸")
    spoilt(shelf, "X331000005", "2026-08-01")
    table = third(shelf).table
    assert (table.misprint, table.other_void, table.lost, table.void) == (2, 3, 0, 5)


def test_a_void_handed_up_and_destroyed_is_counted_once_when_it_became_void(shelf: Shelf) -> None:
    shelf.blank(
        "X331000001",
        IN,
        ("2026-07-02", "void"),
        ("2026-10-02", "handed_up"),
        ("2026-11-02", "destroyed"),
    )
    assert third(shelf).table.void == 1
    assert certificate_table(shelf.desk, *FOURTH).table.void == 0


def test_an_unvoid_is_a_correction_of_its_own_period(shelf: Shelf) -> None:
    blank = spoilt(shelf, "X331000001", "2026-07-02", state="in_stock", cause="1")
    shelf.move(blank, "2026-10-09", "void", "in_stock")
    fourth = certificate_table(shelf.desk, *FOURTH)
    assert third(shelf).table.misprint == 1
    assert (fourth.table.misprint, fourth.table.closing, fourth.balanced) == (-1, 1, True)


def test_voids_of_an_edition_out_of_use_are_told_and_one_taken_back_is_off(shelf: Shelf) -> None:
    for last in "123":
        back = spoilt(shelf, f"X33100000{last}", "2026-07-02", state="void", cause="5")
    spoilt(shelf, "X331000004", "2026-07-02", cause="9")
    shelf.add(_move(back, "2026-08-05", "void", "in_stock"))
    shelf.change(back, Blank, state="in_stock")
    table = third(shelf).table
    assert (table.other_void, table.old_edition) == (3, 2)


def test_of_two_voids_an_unvoid_takes_back_the_nearer(shelf: Shelf) -> None:
    blank = spoilt(shelf, "X331000001", "2026-07-02", cause="1")
    shelf.move(blank, "2026-07-03", "void", "in_stock")
    shelf.add(_move(blank, "2026-07-04", "in_stock", "void", cause="3"))
    shelf.move(blank, "2026-10-09", "void", "in_stock")
    table = certificate_table(shelf.desk, *FOURTH).table
    assert (table.misprint, table.other_void) == (0, -1)


def test_a_lost_blank_found_again_moves_from_lost_to_other_voids(shelf: Shelf) -> None:
    shelf.blank("X331000001", IN, ("2026-07-02", "lost"), ("2026-10-02", "void"))
    fourth = certificate_table(shelf.desk, *FOURTH).table
    assert third(shelf).table.lost == 1
    assert (fourth.lost, fourth.other_void, fourth.void) == (-1, 1, 0)


def test_a_blank_lost_at_another_institution_came_back_and_was_lost(shelf: Shelf) -> None:
    shelf.blank("X331000001", IN, ("2026-07-02", "transferred"), ("2026-08-02", "lost"))
    report = third(shelf)
    table = report.table
    assert (table.transferred, table.returned, table.lost) == (1, 1, 1)
    assert (table.closing, report.balanced) == (0, True)


def test_a_number_missing_from_its_bundle_counts_when_it_turns_up(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "short"), ("2026-10-02", "in_stock"))
    assert third(shelf).table == Table()
    assert certificate_table(shelf.desk, *FOURTH).table.received == 1


def test_what_is_drawn_reserved_or_printed_is_still_stock(shelf: Shelf) -> None:
    for place, state in enumerate(("drawn", "reserved", "printed")):
        shelf.blank(f"X33100000{place}", IN, ("2026-07-02", state))
    assert third(shelf).table == Table(opening=3)


def test_a_year_is_the_sum_of_its_quarters(shelf: Shelf) -> None:
    issued(shelf, "X331000001", "2026-08-01")
    issued(shelf, "X331000002", "2026-10-08", "2")
    blank = spoilt(shelf, "X331000003", "2026-08-02", cause="1")
    shelf.move(blank, "2026-11-02", "void", "in_stock")
    shelf.blank("X331000004", IN, ("2026-09-02", "transferred"), ("2026-10-02", "in_stock"))
    quarters = [(day("2026-01-01"), day("2026-03-31")), (day("2026-04-01"), day("2026-06-30"))]
    tables = [certificate_table(shelf.desk, *each).table for each in (*quarters, THIRD, FOURTH)]
    year = certificate_table(shelf.desk, *YEAR).table
    flows = {each.name for each in (*COLUMNS, *PASSED_ON)} - {"opening", "closing"}
    assert {name: sum(getattr(table, name) for table in tables) for name in flows} == {
        name: getattr(year, name) for name in flows
    }
    assert [table.closing for table in tables[:-1]] == [table.opening for table in tables[1:]]


def test_table_and_stock_equation_agree(shelf: Shelf) -> None:
    issued(shelf, "X331000001", "2026-08-01")
    spoilt(shelf, "X331000002", "2026-08-02", cause="1")
    shelf.blank("X331000003", IN, ("2026-08-02", "lost"))
    shelf.blank("X331000004", IN, ("2026-08-02", "handed_back"))
    table, account = third(shelf).table, stock(shelf.desk, *THIRD)
    assert (table.opening, table.issued, table.closing) == (4, account.issued, account.closing)
    assert (table.void, table.lost) == (account.void + account.lost, account.lost)
    assert table.handed_back == account.handed_back == 1


def test_live_births_are_those_of_the_institution(shelf: Shelf) -> None:
    for name, on, outcome, values in (
        ("甲", "2026-07-01", "1", {"area": "1"}),
        ("乙", "2026-07-02", "1", {"place": "云溪卫生院"}),
        ("丙", "2026-07-03", "1", {"place": "县医院"}),
        ("丁", "2026-07-04", "1", {"area": "2", "place": "云溪镇卫生院"}),
        ("戊", "2026-07-05", "2", {"area": "1"}),
        ("己", "2026-07-06", "1", {}),
    ):
        shelf.delivery(shelf.pregnancy(name, "2025-10-01"), on, outcome, **values)
    assert third(shelf).table.births == 2
    assert [row.who for row in numbers_of(shelf.desk, "births", *THIRD)] == ["甲", "乙"]


def test_first_issues_of_children_of_earlier_years_are_told_apart(shelf: Shelf) -> None:
    issued(shelf, "X331000001", "2026-08-01", born="2025-12-31")
    issued(shelf, "X331000002", "2026-08-01", born="2026-01-01")
    issued(shelf, "X331000003", "2026-08-01", "2", born="2020-01-01")
    table = third(shelf).table
    assert (table.first, table.first_earlier) == (2, 1)


@pytest.mark.parametrize(("on", "late"), [("2026-07-31", 0), ("2026-08-01", 1)])
def test_an_issue_is_late_after_the_days_of_the_house_rule(
    shelf: Shelf, on: str, late: int
) -> None:
    issued(shelf, "X331000001", on, born="2026-07-01")
    report = third(shelf)
    assert (report.late_days, report.late) == (30, late)
    assert len(numbers_of(shelf.desk, "late", *THIRD)) == late


def test_each_column_opens_to_as_many_numbers_as_it_says(shelf: Shelf) -> None:
    for place, kind in enumerate("12345"):
        issued(shelf, f"X33100000{place}", "2026-08-01", kind)
    blank = spoilt(shelf, "X331000005", "2026-06-30", state="in_stock", cause="1")
    shelf.move(blank, "2026-07-09", "void", "in_stock")
    spoilt(shelf, "X331000006", "2026-07-02", cause="3")
    shelf.blank("X331000007", IN, ("2026-07-02", "lost"))
    shelf.blank("X331000008", ("2026-07-02", "in_stock"), ("2026-07-03", "transferred"))
    table = third(shelf).table
    found = {
        each.name: sum(row.amount for row in numbers_of(shelf.desk, each.name, *THIRD))
        for each in (*COLUMNS, *PASSED_ON)
    }
    assert found == {each.name: getattr(table, each.name) for each in (*COLUMNS, *PASSED_ON)}


def wander(shelf: Shelf, count: int, seed: int) -> None:
    """Numbers that go any way the acts allow, on any days of the year, in one transaction."""
    chance = random.Random(seed)  # noqa: S311  a sample, no secret
    with Session(shelf.store.write) as session:
        for place in range(count):
            blank = Blank(centre="C1", number=f"X33{place:07}")
            session.add(blank)
            session.flush()
            state, on, used = "", day("2026-01-01"), False
            for _ in range(chance.randint(1, 9)):
                used = used or state in USED  # no blank any more
                acts = [
                    act
                    for act in ACTS.values()
                    if state in act.was and not (used and act.never_used)
                ]
                if not acts:
                    break
                act = chance.choice(acts)
                on += timedelta(days=chance.randint(0, 60))
                cause = chance.choice(act.causes).code if act.causes else None
                session.add(_move(blank.id or 0, str(on), state, act.becomes, cause=cause))
                session.flush()
                state = act.becomes
            blank.state = state
        session.commit()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_acts_allow_balances_in_every_month_and_opens_to_its_numbers(
    shelf: Shelf, seed: int
) -> None:
    wander(shelf, 200, seed)
    desk = shelf.at("2027-12-31")
    columns = [each.name for each in (*COLUMNS, *PASSED_ON)]
    closing = 0
    for month in months_of(calendar_year(2026)):
        report = certificate_table(desk, month.start, month.end)
        opened_to = {
            name: sum(row.amount for row in numbers_of(desk, name, month.start, month.end))
            for name in columns
        }
        assert report.balanced
        assert report.table.opening == closing
        assert opened_to == {name: getattr(report.table, name) for name in columns}
        closing = report.table.closing


def test_who_may_not_read_certificates_sees_masked_names(shelf: Shelf) -> None:
    issued(shelf, "X331000001", "2026-08-01")
    (mine,) = numbers_of(shelf.desk, "first", *THIRD)
    (theirs,) = numbers_of(shelf.only("clerk"), "first", *THIRD)
    assert (mine.who, theirs.who) == ("王小丙", "王○○")


def test_moves_after_the_business_day_have_not_happened(shelf: Shelf) -> None:
    issued(shelf, "X331000001", "2026-08-01")
    report = certificate_table(shelf.at("2026-07-31"), *THIRD)
    assert (report.table.first, report.table.closing, report.balanced) == (0, 1, True)


def test_a_number_without_moves_does_not_balance(shelf: Shelf) -> None:
    shelf.blank("X331000001")
    assert not third(shelf).balanced


def test_the_administrator_sees_no_table(shelf: Shelf) -> None:
    with pytest.raises(NotPermitted):
        certificate_table(shelf.only("admin"), *THIRD)
