import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.certificate import InvalidCertificateNumber, number_range, parse_number

SERIALS = st.integers(0, 9_999_999)


@pytest.mark.parametrize(
    "typed", ["X320101001", "x320101001", " X320 101 001 ", "No.X320101001", "№ X320101001",
              "Ｘ３２０１０１００１", "X32-0101-001", "NO:X320101001", "编号：X320101001"],
)  # fmt: skip
def test_every_way_of_writing_a_number(typed: str) -> None:
    assert parse_number(typed) == "X320101001"


def test_a_number_of_the_letter_n_keeps_its_letter() -> None:
    assert parse_number("N320101001") == "N320101001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写证书编号"),
        ("320101001", "第1位应为字母"),
        ("0320101001", "第1位应为字母"),
        ("XX20101001", "第2位应为数字,现为“X”"),
        ("X32O101001", "第4位是字母 O,是否应为数字 0"),
        ("X3201010010", "现有 10 位数字"),
        ("X32010100", "现有 8 位数字"),
        ("X32010100٣", "第10位应为数字"),
    ],
)
def test_a_slip_is_named(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidCertificateNumber) as refused:
        parse_number(typed)
    assert refused.value.reason == "CERT_FORMAT"
    assert sentence in str(refused.value)


@given(SERIALS, st.integers(1, 200))
def test_a_range_counts_what_it_holds(start: int, count: int) -> None:
    start = min(start, 10_000_000 - count)
    blanks = number_range(f"X32{start:07}", f"X32{start + count - 1:07}")
    numbers = list(blanks)
    assert len(blanks) == blanks.count == len(numbers) == count
    assert numbers[0] == blanks.first
    assert numbers[-1] == blanks.last
    assert all(number in blanks for number in numbers)


@pytest.mark.parametrize(
    "other", ["X320101000", "X320101101", "Y320101050", "X330101050", "X3201010501", 7]
)
def test_a_number_outside_is_not_in_the_range(other: object) -> None:
    assert other not in number_range("X320101001", "X320101100")


@pytest.mark.parametrize(
    "last", ["X320101000", "Y320101100", "X330101100"], ids=["reversed", "letter", "province"]
)
def test_ends_that_make_no_series_are_refused(last: str) -> None:
    with pytest.raises(InvalidCertificateNumber) as refused:
        number_range("X320101001", last)
    assert refused.value.reason == "CERT_RANGE"


def test_ten_thousand_blanks_are_no_doubt_and_one_more_is() -> None:
    assert number_range("X320000001", "X320010000").doubts == ()
    (doubt,) = number_range("X320000001", "X320010001").doubts
    assert "10001" in str(doubt)
