"""Lists of certificate numbers as they are typed, and put together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.certificate import MOST, CertificateRange, number_range
from rules.errors import RuleError
from rules.number_lists import numbers_of, span, spans, unbroken

BUNDLE = number_range("X331990001", "X331990100")
SERIALS = st.sets(st.integers(0, 60), min_size=1, max_size=40)


def said(text: str, within: CertificateRange | None = None) -> str:
    """What is said of a list that cannot be read."""
    with pytest.raises(RuleError) as refused:
        numbers_of(text, within)
    return str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "X331990001-003 X331990009",
        "X331990001-X331990003,X331990009",
        "X331990001 2 3 9",
        "X331990001、2、3、9",
        "x331990001，002，003；009",
        "X331990001 ～ 003  009",
        "X331990001到3 9",
        "X331990001至3、9",
        "X331990001–3 9",
        "9 X331990001 3 2",
        "１-３ ９",
    ],
)
def test_every_way_of_writing_a_list(typed: str) -> None:
    assert numbers_of(typed, BUNDLE) == ("X331990001", "X331990002", "X331990003", "X331990009")


@pytest.mark.parametrize("typed", ["", "  ", "、"])
def test_an_empty_list_has_no_numbers(typed: str) -> None:
    assert numbers_of(typed, BUNDLE) == ()


def test_last_digits_without_a_bundle_follow_the_number_before() -> None:
    assert numbers_of("X331990098-101 105")[-2:] == ("X331990101", "X331990105")


def test_last_digits_with_nothing_before_are_no_number() -> None:
    assert "第1位应为字母" in said("005")


def test_a_number_beyond_the_bundle() -> None:
    assert said("101", BUNDLE) == "X331990101 不在 X331990001–X331990100 之内"


def test_a_number_of_another_bundle() -> None:
    assert "Y331990001 不在" in said("Y331990001", BUNDLE)


@pytest.mark.parametrize("typed", ["3 3", "1-5 4", "X331990003 003"])
def test_a_number_twice(typed: str) -> None:
    assert "写了两次" in said(typed, BUNDLE)


def test_a_range_the_wrong_way_round() -> None:
    assert "小于起号" in said("9-3", BUNDLE)


def test_a_letter_for_a_digit_in_a_list() -> None:
    assert "是否应为数字 0" in said("X33199O003", BUNDLE)


@pytest.mark.parametrize("typed", ["1-2-3", "三", "X331990001-"])
def test_what_is_no_number(typed: str) -> None:
    assert "证书编号" in said(typed, BUNDLE)


@given(SERIALS)
def test_numbers_put_together_and_written_out_are_the_same_numbers(serials: set[int]) -> None:
    numbers = tuple(f"X33199{serial:04}" for serial in sorted(serials))
    ranges = unbroken(reversed(numbers))
    assert numbers_of(spans(ranges, len(ranges))) == numbers
    assert sum(each.count for each in ranges) == len(numbers)
    assert len(ranges) == sum(serial - 1 not in serials for serial in serials)


def test_ranges_end_where_the_letter_or_the_province_does() -> None:
    ends = ["X339999999", "X340000000", "Y330000000"]
    assert [span(each) for each in unbroken(ends)] == ends


def test_more_numbers_than_one_bundle_may_hold_are_still_one_range() -> None:
    numbers = [f"X33{serial:07}" for serial in range(MOST + 1)]
    assert [each.count for each in unbroken(numbers)] == [MOST + 1]
