"""The folic-acid stock: the book by batch holds whatever is typed, and in whatever order."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.context import Desk
from desk.errors import Conflict, DeskError
from desk.folic import correct_handout, course
from desk.folic_book import BatchView, batches, book
from desk.folic_counts import (
    correct_survey,
    folic_counts,
    record_survey,
    surveys,
)
from desk.folic_rules import handout_doubts
from desk.folic_stock import (
    batch_record,
    correct_batch,
    correct_move,
    move,
    move_record,
    receive,
)
from desk.history import history
from desk.house_rules import HouseRules
from desk.pregnancy import open_card
from desk.ruling import put_house_rules
from models.base import FieldErrors
from rules.folic import COUNTED, IN, OUT, SCRAPPED, Move, balances
from rules.periods import quarter_period
from tests.conftest import TODAY, DeskOf
from tests.desk.folic_woman import EXPIRES, FIRST, enrolled, followed, handed, stocked
from tests.desk.shelf import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS = st.dates(FIRST, FIRST + timedelta(days=6))
MOVES = st.lists(st.tuples(DAYS, st.sampled_from((IN, OUT, SCRAPPED, COUNTED)), st.integers(0, 9)))


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def moved(desk: Desk, batch: BatchView, kind: str, bottles: int, **more: Any) -> BatchView:
    values = {"kind": kind, "moved_on": TODAY, "bottles": bottles, **more}
    return move(desk, batch.id, values)


# --- receiving, scrapping, counting


def test_a_batch_that_comes_again_is_the_same_batch(desk: Desk) -> None:
    stocked(desk, 5)
    stocked(desk, 7)
    (batch,) = batches(desk)
    assert (batch.received, batch.left) == (12, 12)


def test_a_batch_that_comes_again_has_the_same_day(desk: Desk) -> None:
    stocked(desk)
    with pytest.raises(FieldErrors, match="登记的有效期是 2028-06-30"):
        stocked(desk, expires_on=EXPIRES + timedelta(days=1))


def test_what_has_expired_is_not_received(desk: Desk) -> None:
    with pytest.raises(FieldErrors, match="已经过期"):
        stocked(desk, expires_on=FIRST - timedelta(days=1))


def test_the_first_to_expire_stands_first(desk: Desk) -> None:
    stocked(desk, number="LATE")
    stocked(desk, number="SOON", expires_on=TODAY + timedelta(days=180))
    stocked(desk, number="PAST", expires_on=TODAY - timedelta(days=1))
    told = [(each.number, each.expired, each.expires_soon) for each in batches(desk)]
    assert told == [("PAST", True, False), ("SOON", False, True), ("LATE", False, False)]


def test_scrapping_needs_its_reason(desk: Desk) -> None:
    batch = stocked(desk)
    with pytest.raises(FieldErrors, match="报废请写明原因"):
        moved(desk, batch, "2", 1)
    assert moved(desk, batch, "2", 1, cause="受潮").left == 19


def test_more_than_there_is_cannot_be_scrapped(desk: Desk) -> None:
    with pytest.raises(FieldErrors, match="只有 20 瓶"):
        moved(desk, stocked(desk), "2", 21, cause="过期")


def test_a_count_that_differs_needs_its_reason(desk: Desk) -> None:
    batch = stocked(desk)
    with pytest.raises(FieldErrors, match="应有 20 瓶,点到 19 瓶"):
        moved(desk, batch, "3", 19)
    after = moved(desk, batch, "3", 19, cause="破损未记")
    assert (after.left, after.difference) == (19, -1)


def test_a_count_that_agrees_needs_none(desk: Desk) -> None:
    assert moved(desk, stocked(desk), "3", 20).difference == 0


def test_a_handout_typed_after_the_count_of_a_later_day_explains_its_difference(
    desk: Desk,
) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    moved(desk, batch, "3", 19, cause="有一瓶没登记")
    handed(desk, woman.id, batch.id)
    (after,) = batches(desk)
    assert (after.left, after.handed, after.difference) == (19, 1, 0)


def test_a_handout_on_the_day_of_a_count_is_asked_about(desk: Desk) -> None:
    batch = moved(desk, stocked(desk), "3", 20)
    values = {"bottles": 1, "given_on": TODAY}
    assert set(handout_doubts(enrolled(desk), batch, values, HouseRules())) == {"batch_id"}


def test_the_book_tells_each_movement_and_what_was_left(desk: Desk) -> None:
    batch, woman = stocked(desk, partner="县妇幼"), enrolled(desk)
    handed(desk, woman.id, batch.id, FIRST + timedelta(days=1), bottles=2)
    moved(desk, batch, "2", 1, cause="受潮")
    told = [(line.kind, line.bottles, line.left, line.who) for line in book(desk)]
    assert told == [("2", 1, 17, ""), ("handed", 2, 18, "钱小英"), ("1", 20, 20, "县妇幼")]


# --- corrections


def test_a_receipt_is_corrected_and_the_old_number_stays(desk: Desk) -> None:
    batch = stocked(desk)
    line = book(desk)[0]
    kept = move_record(desk, line.id)
    correct_move(desk, line.id, kept.version, {**kept.values, "bottles": 18}, "少两瓶")
    assert batches(desk)[0].left == 18
    assert history(desk, "folic_moves", line.id)[0].old["bottles"] == 20
    with pytest.raises(Conflict):
        correct_move(desk, line.id, kept.version, kept.values, "又改")
    assert batch.left == 20


def test_a_receipt_cannot_fall_below_what_went_out(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id, bottles=3)
    line = book(desk)[-1]
    kept = move_record(desk, line.id)
    with pytest.raises(FieldErrors, match="只有 2 瓶"):
        correct_move(desk, line.id, kept.version, {**kept.values, "bottles": 2}, "记错")


def test_a_movement_does_not_become_another_kind(desk: Desk) -> None:
    stocked(desk)
    line = book(desk)[0]
    kept = move_record(desk, line.id)
    with pytest.raises(DeskError, match="类别不能更正"):
        correct_move(desk, line.id, kept.version, {**kept.values, "kind": "3"}, "记错")


def test_the_number_of_a_batch_is_corrected_once_for_all(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    kept = batch_record(desk, batch.id)
    correct_batch(desk, batch.id, kept.version, {**kept.values, "number": "B002"}, "抄错")
    assert course(desk, woman.id).handouts[0].batch == "B002"


def test_two_batches_have_not_one_number(desk: Desk) -> None:
    stocked(desk)
    other = stocked(desk, number="B002")
    kept = batch_record(desk, other.id)
    with pytest.raises(FieldErrors, match="已有这个批号"):
        correct_batch(desk, other.id, kept.version, {**kept.values, "number": "B001"}, "抄错")


def test_a_batch_cannot_have_expired_before_a_bottle_was_handed_out(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id, TODAY)
    kept = batch_record(desk, batch.id)
    values = {**kept.values, "expires_on": TODAY - timedelta(days=1)}
    with pytest.raises(FieldErrors, match="已过期"):
        correct_batch(desk, batch.id, kept.version, values, "抄错")


def test_a_handout_of_the_wrong_batch_goes_back_to_it(desk: Desk) -> None:
    one, other, woman = stocked(desk), stocked(desk, number="B002"), enrolled(desk)
    kept = handed(desk, woman.id, one.id).handouts[0]
    correct_handout(desk, kept.id, kept.version, {**kept.values, "batch_id": other.id}, "拿错")
    assert [each.left for each in batches(desk)] == [20, 19]


# --- properties


@given(MOVES, st.randoms())
def test_the_book_is_the_same_in_whatever_order_it_was_typed(
    typed: list[tuple[date, int, int]], chance: Any
) -> None:
    moves = [Move(day, kind, number) for day, kind, number in typed]
    mixed = moves[:]
    chance.shuffle(mixed)
    assert list(balances(moves)) == list(balances(mixed))


@given(MOVES)
def test_what_is_left_is_what_came_less_what_went_and_what_counts_found(
    typed: list[tuple[date, int, int]],
) -> None:
    lines = list(balances(Move(*each) for each in typed))
    signs = {IN: 1, OUT: -1, SCRAPPED: -1, COUNTED: 0}
    sum_of_all = sum(signs[line.move.kind] * line.move.bottles + line.difference for line in lines)
    assert (lines[-1].left if lines else 0) == sum_of_all


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(("receive", "hand", "scrap", "count", "less", "more")),
        DAYS,
        st.integers(1, 6),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(DOINGS)
def test_the_stock_is_never_negative_whatever_is_tried(
    tmp_path_factory: pytest.TempPathFactory, doings: list[tuple[str, date, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("stock")
    with opened(folder) as shelf:
        desk = shelf.desk
        batch = stocked(desk, 5).id
        woman = enrolled(desk, village_id=shelf.east).id
        for doing, day, number in doings:
            before = batches(desk)
            try:
                _tried(desk, batch, woman, doing, day, number)
            except FieldErrors:
                assert batches(desk) == before
            (view,) = batches(desk)
            assert min(line.left for line in book(desk)) >= 0
            assert view.left == view.received - view.handed - view.scrapped + view.difference


def _tried(  # noqa: PLR0913, PLR0917  a thing tried
    desk: Desk, batch: int, woman: int, doing: str, day: date, number: int
) -> None:
    verbs: dict[str, Callable[[], object]] = {
        "receive": lambda: stocked(desk, number, moved_on=day),
        "hand": lambda: handed(desk, woman, batch, day, bottles=number),
        "scrap": lambda: move(
            desk, batch, {"kind": "2", "moved_on": day, "bottles": number, "cause": "受潮"}
        ),
        "count": lambda: move(
            desk, batch, {"kind": "3", "moved_on": day, "bottles": number, "cause": "点错"}
        ),
        "less": lambda: _corrected(desk, batch, 0),
        "more": lambda: _corrected(desk, batch, number),
    }
    verbs[doing]()


def _corrected(desk: Desk, batch: int, bottles: int) -> None:
    line = book(desk)[-1]
    if line.table == "folic_moves" and line.owner_id == batch:
        kept = move_record(desk, line.id)
        correct_move(desk, line.id, kept.version, {**kept.values, "bottles": bottles}, "核对")


# --- survey and quarter


def test_a_survey_knows_no_more_than_were_asked(desk: Desk) -> None:
    with pytest.raises(FieldErrors, match="不能多于调查人数 10"):
        record_survey(desk, {"surveyed_on": TODAY, "asked": 10, "knew": 11})


def test_a_survey_is_corrected_with_its_reason(desk: Desk) -> None:
    values = {"surveyed_on": TODAY, "village_id": 2, "asked": 10, "knew": 7}
    kept = record_survey(desk, values)
    correct_survey(desk, kept.id, kept.version, {**kept.values, "knew": 8}, "数错")
    ((found, village),) = surveys(desk, quarter_period("2026Q4"))
    assert (found.values["knew"], village) == (8, "西岭村")


def quarter_with_three_women(desk: Desk) -> None:
    """Two began before conceiving, one of them kept to it; a third is enrolled only."""
    batch = stocked(desk, 30)
    lmp = date(2026, 8, 20)
    for name, taken in (("钱小英", 100), ("孙小英", 60)):
        woman = enrolled(desk, name)
        handed(desk, woman.id, batch.id, bottles=4)
        values = {"name": name, "birth_date": date(1998, 4, 5), "village_id": 1, "lmp": lmp}
        open_card(desk, {**values, "booked_on": TODAY}, same_as=woman.person.id)
        followed(desk, woman.id, TODAY, taken)
    enrolled(desk, "李小英", enrolled_on=TODAY, high_risk="2", high_risk_which="生过脊柱裂儿")


def test_the_quarter_counts_who_is_due_who_takes_and_who_keeps_to_it(desk: Desk) -> None:
    quarter_with_three_women(desk)
    record_survey(desk, {"surveyed_on": TODAY, "asked": 8, "knew": 6})
    third = folic_counts(desk, quarter_period("2026Q3"))
    fourth = folic_counts(desk, quarter_period("2026Q4"))
    assert (third.due, third.taking, str(third.taking_rate)) == (2, 2, "100.0")
    assert (fourth.due, fourth.taking, fourth.followups) == (1, 0, 2)
    assert (fourth.second_trimester, fourth.adherent) == (2, 1)
    assert (fourth.asked, fourth.knew, str(fourth.awareness_rate)) == (8, 6, "75.0")


@pytest.mark.parametrize(("divided_by", "rate"), [("1", "None"), ("2", "50.0")])
def test_adherence_is_divided_by_what_the_centre_says(
    desk_of: DeskOf, desk: Desk, divided_by: str, rate: str
) -> None:
    quarter_with_three_women(desk)
    put_house_rules(desk_of("admin"), {"folic_adherence_of": divided_by}, "县里要求")
    counts = folic_counts(desk, quarter_period("2026Q4"))
    assert str(counts.adherence_rate) == rate


def test_a_bottle_received_is_in_the_history_of_its_record(desk: Desk) -> None:
    receive(desk, {"number": "B9", "expires_on": EXPIRES, "bottles": 3, "moved_on": TODAY})
    assert history(desk, "folic_moves", book(desk)[0].id)[0].action == "folic_stock.receive"
