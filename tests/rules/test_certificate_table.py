"""The sixteen columns and what each move counts in."""

from dataclasses import asdict, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.certificate_states import ACTS, STOCK, VOID_CAUSES
from rules.certificate_table import (
    COLUMNS,
    PASSED_ON,
    Column,
    Table,
    columns_of,
    rates,
    void_colour,
)

COUNTED = [column.name for column in fields(Table)]
TABLES = st.builds(Table, **{name: st.integers(0, 9_999) for name in COUNTED})
LEGAL = [
    pytest.param(was, act.becomes, id=f"{was or 'new'}-{act.name}")
    for act in ACTS.values()
    for was in sorted(act.was)
]


def counts(
    was: str,
    becomes: str,
    *,
    cause: str | None = None,
    kind: str = "1",
    attended: str | None = None,
) -> dict[str, int]:
    return dict(columns_of(was, becomes, cause=cause, kind=kind, attended=attended))


def test_the_columns_have_the_numbers_of_the_form() -> None:
    assert [column.number for column in COLUMNS] == [str(n) for n in range(1, 17)]


def test_every_column_is_in_the_table_once_and_nothing_counted_is_left_out() -> None:
    names = [column.name for column in (*COLUMNS, *PASSED_ON)]
    assert len(set(names)) == len(names)
    assert all(hasattr(Table(), name) for name in names)
    within = {"first_earlier", "old_edition"}  # of (3) for the same-year rate, and of (12)
    assert set(COUNTED) - set(names) == within


@given(TABLES)
def test_the_sums_are_those_printed_on_the_form(table: Table) -> None:
    value = {column.number: getattr(table, column.name) for column in COLUMNS}
    assert value["6"] == value["3"] + value["4"] + value["5"]
    assert value["9"] == value["7"] + value["8"]
    assert value["13"] == value["10"] + value["11"] + value["12"]
    assert value["14"] == value["6"] + value["9"] + value["13"]
    passed = table.transferred - table.returned + table.handed_back
    assert value["15"] == value["1"] + value["2"] - value["14"] - passed


@given(st.lists(TABLES, min_size=3, max_size=3))
def test_three_months_add_up_to_their_quarter(months: list[Table]) -> None:
    flows = [name for name in COUNTED if name != "opening"]
    opening = stock = months[0].opening
    for month in months:
        stock = Table(**{**asdict(month), "opening": stock}).closing
    sums = {name: sum(getattr(month, name) for month in months) for name in flows}
    assert Table(opening=opening, **sums).closing == stock


@pytest.mark.parametrize("column", PASSED_ON, ids=lambda column: column.name)
def test_a_centre_that_passes_blanks_on_is_known_by_any_of_its_columns(column: Column) -> None:
    assert not Table(opening=9, first=3).passes_on
    assert Table(**{column.name: 1}).passes_on


@pytest.mark.parametrize(("was", "becomes"), LEGAL)
def test_a_move_counts_what_it_takes_from_stock_or_brings(was: str, becomes: str) -> None:
    table = Table(**counts(was, becomes, cause="1"))
    assert table.closing == (becomes in STOCK) - (was in STOCK)


@pytest.mark.parametrize(
    ("kind", "attended", "column"),
    [
        ("1", None, "first"),
        ("2", None, "exchange"),
        ("3", None, "reissue"),
        ("4", "1", "midwife"),
        ("4", "2", "elsewhere"),
        ("4", None, "elsewhere"),
        ("5", "1", "midwife"),
        ("6", None, "elsewhere"),
    ],
)
def test_an_issue_counts_by_its_kind_and_outside_by_who_attended(
    kind: str, attended: str | None, column: str
) -> None:
    assert counts("printed", "issued", kind=kind, attended=attended) == {column: 1}


@pytest.mark.parametrize("cause", [choice.code for choice in VOID_CAUSES])
def test_only_a_misprint_counts_as_one(cause: str) -> None:
    assert counts("drawn", "void", cause=cause) == {"misprint" if cause == "1" else "other_void": 1}


def test_a_void_taken_back_comes_off_where_it_was_counted() -> None:
    assert counts("void", "in_stock", cause="1") == {"misprint": -1}
    assert counts("void", "in_stock", cause="5") == {"other_void": -1}


def test_a_blank_found_again_is_void_for_another_cause_than_loss() -> None:
    assert counts("lost", "void", cause="6") == {"lost": -1, "other_void": 1}


def test_a_blank_lost_on_its_way_comes_back_to_our_books_as_our_loss() -> None:
    assert counts("transferred", "lost") == {"returned": 1, "lost": 1}


def test_a_blank_that_comes_back_is_returned_and_was_passed_on_all_the_same() -> None:
    assert counts("transferred", "in_stock") == {"returned": 1}


def test_a_number_short_in_its_bundle_is_received_when_it_turns_up() -> None:
    assert counts("", "short") == {}
    assert counts("short", "in_stock") == {"received": 1}


def test_a_retracted_receipt_is_taken_off_what_was_received() -> None:
    assert counts("in_stock", "retracted") == {"received": -1}
    assert counts("short", "retracted") == {}


def test_what_was_retracted_is_received_when_it_comes() -> None:
    assert counts("retracted", "in_stock") == {"received": 1}
    assert counts("retracted", "short") == {}


@pytest.mark.parametrize("becomes", ["recalled", "declared"])
@pytest.mark.parametrize("kind", ["1", "4"])
def test_the_old_paper_of_an_exchange_or_reissue_is_no_void(becomes: str, kind: str) -> None:
    assert counts("issued", becomes, kind=kind) == {}


@pytest.mark.parametrize("cause", ["1", "4"])  # of the loss; a misprint's code is 1 too
@pytest.mark.parametrize(("was", "becomes"), [("void", "void_lost"), ("void_lost", "void")])
def test_a_void_lost_and_found_stays_a_void_of_its_period(
    was: str, becomes: str, cause: str
) -> None:
    assert counts(was, becomes, cause=cause) == {}


@pytest.mark.parametrize(("was", "becomes"), [("void", "handed_up"), ("handed_up", "destroyed")])
@pytest.mark.parametrize("cause", ["1", "9"])
def test_a_void_handed_up_or_destroyed_is_counted_no_second_time(
    was: str, becomes: str, cause: str
) -> None:
    assert counts(was, becomes, cause=cause) == {}


def rate(label: str, table: Table) -> Decimal | None:
    return next(each.percent for each in rates(table) if each.label == label)


@pytest.mark.parametrize("label", ["首次签发率", "当年签发率", "废证率", "换发率", "补发率"])
def test_a_rate_over_nothing_is_none(label: str) -> None:
    assert rate(label, Table()) is None


def test_the_void_rate_is_voids_over_voids_and_issues_wherever_the_child_was_born() -> None:
    assert rate("废证率", Table(first=90, elsewhere=5, misprint=3, lost=2)) == Decimal("5.00")


def test_the_same_year_rate_leaves_out_the_children_of_earlier_years() -> None:
    table = Table(first=50, first_earlier=10, births=80)
    assert rate("首次签发率", table) == Decimal("62.50")
    assert rate("当年签发率", table) == Decimal("50.00")


def test_a_rate_is_rounded_half_up() -> None:
    assert rate("换发率", Table(first=1_999, exchange=1)) == Decimal("0.05")
    assert rate("换发率", Table(first=15_999, exchange=1)) == Decimal("0.01")


@pytest.mark.parametrize(
    ("voids", "issued", "colour"),
    [
        (0, 0, ""),
        (0, 100, ""),
        (4, 996, ""),
        (5, 995, "amber"),
        (10, 990, "amber"),
        (11, 989, "red"),
    ],
)
def test_the_void_rate_turns_amber_at_half_a_percent_and_red_above_one(
    voids: int, issued: int, colour: str
) -> None:
    assert void_colour(Table(first=issued, misprint=voids)) == colour


def test_the_limits_are_the_centres_own() -> None:
    table = Table(first=98, misprint=2)
    assert [void_colour(table, warn, limit) for warn, limit in ((20, 30), (5, 20), (21, 30))] == [
        "amber",
        "amber",
        "",
    ]


def test_more_taken_back_than_void_in_a_period_is_no_alarm() -> None:
    assert void_colour(Table(first=3, misprint=-1)) == ""
    assert rate("废证率", Table(first=3, misprint=-1)) == Decimal("-50.00")
