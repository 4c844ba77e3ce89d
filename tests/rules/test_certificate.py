import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.certificate import InvalidCertificateNumber, number_range, parse_number

SERIALS = st.integers(0, 9_999_999)


@pytest.mark.parametrize(
    "typed", ["X320101001", "x320101001", " X320 101 001 ", "No.X320101001", "№ X320101001",
              "Ｘ３２０１０１００１", "X32-0101-001", "NO:X320101001", "编号：X320101001",
              "*X320101001*"],
)  # fmt: skip
def test_every_way_of_writing_a_number(typed: str) -> None:
    assert parse_number(typed) == "X320101001"


def test_a_number_of_the_letter_n_keeps_its_letter() -> None:
    assert parse_number("N320101001") == "N320101001"


def slip(typed: str) -> str:
    """What the field says of it."""
    with pytest.raises(InvalidCertificateNumber) as refused:
        parse_number(typed)
    assert refused.value.reason == "CERT_FORMAT"
    return str(refused.value)


@pytest.mark.parametrize("typed", ["", "  ", "*"])
def test_nothing_typed(typed: str) -> None:
    assert "请填写证书编号" in slip(typed)


def test_the_letter_forgotten() -> None:
    assert "第1位应为字母" in slip("331990001")


def test_a_nought_for_the_letter() -> None:
    assert "第1位应为字母" in slip("0331990001")


def test_two_letters() -> None:
    assert "第2位应为数字,现为“X”" in slip("XX31990001")


@pytest.mark.parametrize(
    ("typed", "position", "character", "meant"),
    [
        ("X33199O001", 7, "O", 0),
        ("X33l990001", 4, "L", 1),
        ("XI31990001", 2, "I", 1),
        ("X3319900Z1", 9, "Z", 2),
        ("X33199000S", 10, "S", 5),
        ("XB31990001", 2, "B", 8),
    ],
)
def test_a_letter_that_looks_like_a_digit(
    typed: str, position: int, character: str, meant: int
) -> None:
    assert slip(typed) == f"证书编号第{position}位是字母 {character},是否应为数字 {meant}"


def test_one_digit_too_many() -> None:
    assert "现有 10 位数字" in slip("X3319900010")


def test_one_digit_too_few() -> None:
    assert "现有 8 位数字" in slip("X33199001")


def test_a_digit_of_another_script() -> None:
    assert "第10位应为数字" in slip("X33199000٣")


def test_two_numbers_scanned_into_one_field() -> None:
    assert "第11位应为数字,现为“X”" in slip("X331990001X331990002")


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


def no_series(first: str, last: str) -> str:
    """What the field says of two ends."""
    with pytest.raises(InvalidCertificateNumber) as refused:
        number_range(first, last)
    assert refused.value.reason == "CERT_RANGE"
    return str(refused.value)


def test_the_ends_the_wrong_way_round() -> None:
    assert "止号 X331990001 小于起号 X331990100" in no_series("X331990100", "X331990001")


def test_a_range_across_two_letters() -> None:
    assert "字母和前两位数字应相同" in no_series("X331990001", "Y331990100")


def test_a_range_across_two_provinces() -> None:
    assert "字母和前两位数字应相同" in no_series("X331990001", "X341990100")


@pytest.mark.parametrize(
    ("first", "last", "count", "position"),
    [
        ("X331990001", "X332990100", 1_000_100, 4),
        ("X331000001", "X331200100", 200_100, 5),
        ("X331000001", "X339999999", 8_999_999, 4),
    ],
)
def test_a_range_of_a_million_by_one_wrong_digit(
    first: str, last: str, count: int, position: int
) -> None:
    words = f"有 {count} 枚,一段最多 100000 枚,请核对第{position}位"
    assert words in no_series(first, last)


def test_a_hundred_thousand_is_the_most() -> None:
    assert number_range("X330000000", "X330099999").count == 100_000
    assert "100001 枚" in no_series("X330000000", "X330100000")


def test_ten_thousand_blanks_are_no_doubt_and_one_more_is() -> None:
    assert number_range("X320000001", "X320010000").doubts == ()
    (doubt,) = number_range("X320000001", "X320010001").doubts
    assert "10001" in str(doubt)
