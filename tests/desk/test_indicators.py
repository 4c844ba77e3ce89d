"""The rates of small books filled by hand, and who stands behind them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desk.errors import DeskError, NotPermitted
from desk.indicators import Figure, figures, report, who
from models.antenatal import AntenatalContact
from models.delivery import PostpartumVisit
from models.people import Setting
from rules.periods import quarter_period, statistical_year
from tests.desk.shelf import Shelf, day, opened

Q3 = quarter_period("2026Q3")
LMP = "2025-12-01"  # 12+6 on 2026-03-01
BORN = "2026-09-06"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def figure(shelf: Shelf, code: str, village_id: int | None = None) -> Figure:
    rows = {row.code: row for row in figures(shelf.desk, Q3, village_id).rows}
    return rows[code]


def sizes(shelf: Shelf, code: str) -> tuple[int, int]:
    found = figure(shelf, code)
    return found.numerator, found.denominator


def contacts(shelf: Shelf, pregnancy: int, *days: str) -> None:
    for on in days:
        shelf.add(AntenatalContact(centre="C1", pregnancy_id=pregnancy, visited_on=day(on)))


def visit(shelf: Shelf, pregnancy: int, on: str, kind: str = "1") -> None:
    shelf.add(PostpartumVisit(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), kind=kind))


def managed(shelf: Shelf, name: str = "王甲", **values: int) -> int:
    """A woman who counts in all five maternal rates."""
    pregnancy = shelf.pregnancy(name, LMP, "2026-02-01", **values)
    days = "2026-02-01", "2026-03-25", "2026-05-01", "2026-06-20", "2026-08-20"
    contacts(shelf, pregnancy, *days)
    shelf.delivery(pregnancy, BORN, discharged_on=day("2026-09-09"))
    visit(shelf, pregnancy, "2026-09-14")
    return pregnancy


@pytest.mark.parametrize("code", ["card", "early_booking", "anc5", "system", "postpartum"])
def test_a_woman_managed_throughout_counts_in_every_maternal_rate(shelf: Shelf, code: str) -> None:
    managed(shelf)
    assert sizes(shelf, code) == (1, 1)


def test_twins_are_one_woman_and_two_live_births(shelf: Shelf) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, "2026-02-01")
    shelf.delivery(pregnancy, BORN, "1", "1")
    assert (sizes(shelf, "card"), sizes(shelf, "anc5")) == ((1, 1), (0, 2))


def test_a_stillbirth_is_a_woman_and_no_live_birth(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("王甲", LMP, "2026-02-01"), BORN, "2")
    found = figure(shelf, "anc5")
    assert (sizes(shelf, "card"), found.denominator, found.rate) == ((1, 1), 0, None)


def test_deliveries_outside_the_quarter_are_not_counted(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("前", LMP), "2026-06-30")
    shelf.delivery(shelf.pregnancy("后", LMP), "2026-10-01")
    assert sizes(shelf, "card") == (0, 0)


def test_what_lies_after_the_business_day_is_not_known(shelf: Shelf) -> None:
    managed(shelf)
    rows = figures(shelf.at("2026-09-05"), Q3).rows
    assert {row.denominator for row in rows} == {0}


def test_a_day_42_check_is_no_home_visit(shelf: Shelf) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, "2026-02-01")
    shelf.delivery(pregnancy, BORN)
    visit(shelf, pregnancy, "2026-09-20", kind="2")
    assert sizes(shelf, "postpartum") == (0, 1)


def test_each_missed_woman_has_her_reason(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("王甲", LMP), BORN)
    (missed,) = who(shelf.desk, Q3, "postpartum").missed
    assert (missed.name, missed.village, missed.day) == ("王甲", "东庄村", day(BORN))
    assert missed.reason == "分娩后28天内无访视(无出院日期)"


def test_counted_and_missed_are_the_whole_cohort(shelf: Shelf) -> None:
    managed(shelf)
    shelf.delivery(shelf.pregnancy("李乙", LMP), BORN)
    found = who(shelf.desk, Q3, "card")
    names = [person.name for person in found.counted], [person.name for person in found.missed]
    assert names == (["王甲"], ["李乙"])


def test_newborn_visits_are_counted_over_children_born_in_the_quarter(shelf: Shelf) -> None:
    shelf.check(shelf.child("访", "2026-07-01"), "newborn", "2026-07-28")
    shelf.check(shelf.child("迟", "2026-07-01"), "newborn", "2026-07-29")
    shelf.child("早", "2026-06-30")
    assert sizes(shelf, "newborn_visit") == (1, 2)


def test_under_three_counts_those_with_every_check_that_fell_due(shelf: Shelf) -> None:
    shelf.check(shelf.child("查", "2026-05-20"), "3m", "2026-08-25")
    shelf.child("漏", "2026-05-20")
    shelf.child("三岁", "2023-09-30")
    shelf.child("走", "2026-05-20", moved_out_on=day("2026-09-01"))
    assert sizes(shelf, "under3_system") == (1, 2)


def test_of_two_checks_under_one_name_the_one_in_its_window_counts(shelf: Shelf) -> None:
    child = shelf.child("查", "2026-05-20")
    shelf.check(child, "3m", "2026-08-01")
    shelf.check(child, "3m", "2026-08-25")
    assert sizes(shelf, "under3_system") == (1, 1)


def test_one_village_alone(shelf: Shelf) -> None:
    managed(shelf)
    managed(shelf, "李乙", village_id=shelf.west)
    assert figure(shelf, "card", shelf.west).denominator == 1


def test_the_statistical_year_begins_in_october(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("上年", LMP), "2025-09-30")
    shelf.delivery(shelf.pregnancy("本年", LMP), "2025-10-01")
    people = report(shelf.desk, statistical_year(2026)).who["card"]
    assert [person.name for person in people.missed] == ["本年"]


def test_plan_targets_hold_until_the_centre_sets_its_own(shelf: Shelf) -> None:
    managed(shelf)
    assert (figure(shelf, "anc5").target, figure(shelf, "anc5").met) == (Decimal(90), True)


def test_the_centres_own_target_decides(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("王甲", LMP, "2026-02-01"), BORN)
    shelf.add(Setting(centre="C1", key="targets", value={"2026": {"anc5": "95.5"}}))
    assert (figure(shelf, "anc5").target, figure(shelf, "anc5").met) == (Decimal("95.5"), False)


def test_without_a_target_nothing_is_met_or_missed(shelf: Shelf) -> None:
    managed(shelf)
    assert (figure(shelf, "system").target, figure(shelf, "system").met) == (None, None)


def test_an_unknown_indicator_is_named(shelf: Shelf) -> None:
    with pytest.raises(DeskError, match="没有指标“xyz”"):
        who(shelf.desk, Q3, "xyz")


def test_json_is_as_documented(shelf: Shelf) -> None:
    managed(shelf)
    table = figures(shelf.desk, Q3)
    assert list(table.as_json()) == ["period", "as_of", "indicators"]
    assert table.rows[0].as_json() == {
        "code": "card",
        "name": "孕产妇建册率",
        "numerator": 1,
        "denominator": 1,
        "rate": 100.0,
        "target": 85.0,
        "met": True,
    }


def test_the_administrator_sees_no_rates(shelf: Shelf) -> None:
    with pytest.raises(NotPermitted):
        figures(shelf.only("admin"), Q3)
