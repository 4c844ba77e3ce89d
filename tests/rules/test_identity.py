from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.identity import InvalidResidentId, check_digit, parse_resident_id
from rules.people import Sex

TODAY = date(2026, 11, 21)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)


def number(region: str, birth: str, serial: str) -> str:
    first = region + birth + serial
    return first + check_digit(first)


@pytest.mark.parametrize("known", ["11010519491231002X", "440524188001010014"])
def test_published_samples_have_their_check_digit(known: str) -> None:
    assert check_digit(known[:17]) == known[17]


@given(st.sampled_from(["331199", "361199", "429099"]), BIRTHS, st.integers(0, 999))
def test_a_number_says_birth_sex_and_region(region: str, birth: date, serial: int) -> None:
    person = parse_resident_id(number(region, f"{birth:%Y%m%d}", f"{serial:03}"), TODAY)
    assert person.birth_date == birth
    assert person.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)
    assert person.region == region


@given(BIRTHS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth: date, serial: int, at: int, add: int) -> None:
    good = number("331199", f"{birth:%Y%m%d}", f"{serial:03}")
    wrong = "0" if good[at] == "X" else str((int(good[at]) + add) % 10)
    with pytest.raises(InvalidResidentId):
        parse_resident_id(good[:at] + wrong + good[at + 1 :], TODAY)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_are_the_same_person(birth: date, serial: int) -> None:
    new = number("331199", f"{birth:%Y%m%d}", f"{serial:03}")
    assert parse_resident_id(new[:6] + new[8:17]).number == new


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", "110105 19491231 002X", "110105-19491231-002X",
     "１１０１０５１９４９１２３１００２Ｘ",
     "'11010519491231002X", "1101\n0519491231002X", "\u200b11010519491231002X", "110105491231002"],
)  # fmt: skip
def test_every_way_of_writing_a_number(typed: str) -> None:
    assert parse_resident_id(typed, TODAY).number == "11010519491231002X"


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "911100", "650100", "710000"])
def test_permits_and_far_provinces_are_valid(region: str) -> None:
    assert parse_resident_id(number(region, "19900101", "002")).region == region


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("3311********0040", "ID_MASKED"),
        ("", "ID_LENGTH"),
        ("3311991990010100", "ID_LENGTH"),
        ("33119919900101002A5", "ID_LENGTH"),
        ("33119919900101O021", "ID_CHARS"),
        ("X31199199001010021", "ID_CHARS"),
        ("33119990010100X", "ID_CHARS"),
        ("001199199013010021", "ID_REGION"),
        ("991199199013010021", "ID_BIRTHDATE"),
        ("331199199002300021", "ID_BIRTHDATE"),
        ("331199202611220021", "ID_BIRTHDATE"),
        ("331199189912310021", "ID_BIRTHDATE"),
        ("331199000001010021", "ID_BIRTHDATE"),
        ("331199900230002", "ID_BIRTHDATE"),
    ],
)
def test_the_first_reason_that_applies_is_given(typed: str, reason: str) -> None:
    with pytest.raises(InvalidResidentId) as refused:
        parse_resident_id(typed, TODAY)
    assert refused.value.reason == reason


def test_a_wrong_check_digit_names_the_right_one() -> None:
    good = number("331199", "19900101", "002")
    wrong = "0" if good[17] != "0" else "1"
    with pytest.raises(InvalidResidentId) as refused:
        parse_resident_id(good[:17] + wrong)
    assert refused.value.reason == "ID_CHECKSUM"
    assert str(refused.value) == f"身份证第18位应为 {good[17]},请核对"


def test_without_a_day_a_coming_birth_is_not_noticed() -> None:
    assert parse_resident_id(number("331199", "20991231", "002")).birth_date.year == 2099
