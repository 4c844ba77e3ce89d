"""Weights and lengths in a ledger, with the units people write."""

import pytest

from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.measures import read_birth_weight, read_check_weight, read_length
from tests.ledgers.support import refused


@pytest.mark.parametrize(
    ("written", "grams"),
    [
        (3.2, 3200),
        (3200, 3200),
        ("3200", 3200),
        ("3.2kg", 3200),
        ("3.2公斤", 3200),
        ("3200g", 3200),
        ("3200克", 3200),
        ("6.4斤", 3200),
        ("6斤4两", 3200),
        ("6斤8", 3400),
        ("64两", 3200),
        ("６斤４两", 3200),
        ("6斤半", 3250),
        (300, 300),
        (9000, 9000),
    ],
)
def test_birth_weights(written: str | float, grams: int) -> None:
    assert read_birth_weight(Cell(written)) == grams


@pytest.mark.parametrize("written", [32, 299, 9001, "3.2万", "不详", "32kg", 0.2, "-3200"])
def test_birth_weights_refused(written: str | float) -> None:
    assert refused(read_birth_weight, written) == ("WEIGHT_UNIT",)


@pytest.mark.parametrize("written", [6.2, "6.2", "6.2kg", "6.2公斤", "12.4斤", "6200g"])
def test_weights_at_a_check(written: str | float) -> None:
    assert read_check_weight(Cell(written), "3") == 6.2


def test_a_heading_in_catties_makes_bare_numbers_catties() -> None:
    assert read_check_weight(Cell(12.4), "3", "3月龄/体重(斤)") == 6.2


@pytest.mark.parametrize(("age", "low", "high"), [("0", 1.5, 8), ("3", 3, 12), ("30", 7, 26)])
def test_the_ends_of_a_weight_range_belong_to_it(age: str, low: float, high: float) -> None:
    assert [read_check_weight(Cell(end), age) for end in (low, high)] == [low, high]


@pytest.mark.parametrize("written", [13.4, 2.9, "26斤"])
def test_weights_no_child_of_three_months_has_are_refused(written: str | float) -> None:
    with pytest.raises(Unreadable) as caught:
        read_check_weight(Cell(written), "3")
    assert caught.value.codes == ("WEIGHT_IMPLAUSIBLE",)


@pytest.mark.parametrize("written", [62.5, "62.5", "62.5cm", "62.5厘米", "６２．５"])
def test_lengths(written: str | float) -> None:
    assert read_length(Cell(written)) == 62.5


@pytest.mark.parametrize("written", [7.1, 34.9, 130.1, "高"])
def test_lengths_refused(written: str | float) -> None:
    assert refused(read_length, written) == ("LENGTH_IMPLAUSIBLE",)
