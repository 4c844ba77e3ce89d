"""Resident identity numbers (公民身份号码, GB 11643-1999).

Eighteen characters: six of division, eight of birth date, three of serial (odd for men), one check
character. Old numbers of fifteen digits lack the century and the check character. The county list
is not consulted: merged counties keep their codes on people's cards.
"""

import re
from dataclasses import dataclass
from datetime import date

from rules.dates import FIRST_YEAR
from rules.errors import RuleError
from rules.people import Sex
from rules.text import code

OLD_LENGTH, LENGTH = 15, 18
# GB/T 2260; 81-83 are residence permits of Hong Kong, Macau and Taiwan people.
_PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
    *range(61, 66), 71, 81, 82, 83,
    *range(90, 100),  # permanent residence cards of foreigners since 2023
}  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MASKS = "*×●"


class InvalidResidentId(RuleError):
    """No resident identity number.

    Reasons, the first that applies: ID_MASKED ID_LENGTH ID_CHARS ID_REGION ID_BIRTHDATE
    ID_CHECKSUM.
    """


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid number and what it says; ``region`` is where it was first issued."""

    number: str
    birth_date: date
    sex: Sex
    region: str


def check_digit(first17: str) -> str:
    """The 18th character of a number (ISO 7064 MOD 11-2).

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def parse_resident_id(text: str, today: date | None = None) -> ResidentId:
    """A resident identity number as typed, read from a card or found in a register.

    Full width, spaces, hyphens and a lower-case x are taken; 15 digits become 18.

    Args:
        text: what was typed.
        today: the business day; without it a birth date in the future is not noticed.

    >>> person = parse_resident_id("110105 19491231 002x")
    >>> person.number, str(person.birth_date), person.sex.name, person.region
    ('11010519491231002X', '1949-12-31', 'FEMALE', '110105')
    >>> parse_resident_id("110105491231002").number
    '11010519491231002X'
    >>> parse_resident_id("110105194912310025")
    Traceback (most recent call last):
    rules.identity.InvalidResidentId: 身份证第18位应为 X,请核对

    Raises:
        InvalidResidentId: the reason that applies first.
    """
    number, wrong = _examined(text, today)
    for error in wrong:
        raise error
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return ResidentId(number, _birth_date(number), sex, number[:6])


def resident_id_errors(text: str, today: date | None = None) -> tuple[InvalidResidentId, ...]:
    """All that is wrong with a number, in the order of the reasons; none for a good one.

    >>> [error.reason for error in resident_id_errors("061199 19951332 0128")]
    ['ID_REGION', 'ID_BIRTHDATE', 'ID_CHECKSUM']
    """
    return tuple(_examined(text, today)[1])


def _examined(text: str, today: date | None) -> tuple[str, list[InvalidResidentId]]:
    """The number in its 18 characters, and what is wrong with it."""
    typed = re.sub(r"[\s-]", "", code(text)).lstrip("'").upper()
    wrong = _wrong_characters(typed)
    if wrong:
        return typed, wrong
    number = typed
    if len(typed) == OLD_LENGTH:
        number = f"{typed[:6]}19{typed[6:]}"
        number += check_digit(number)
    if int(number[:2]) not in _PROVINCES:
        wrong.append(
            InvalidResidentId(
                "ID_REGION", "身份证前两位 {region} 不是省份代码,请核对", region=number[:2]
            )
        )
    if not _is_birth_date(number, today):
        wrong.append(
            InvalidResidentId(
                "ID_BIRTHDATE",
                "身份证中的出生日期 {digits} 不存在或在今天之后,请核对",
                digits=number[6:14],
            )
        )
    expected = check_digit(number[:17])
    if number[17] != expected:
        wrong.append(
            InvalidResidentId(
                "ID_CHECKSUM", "身份证第18位应为 {expected},请核对", expected=expected
            )
        )
    return number, wrong


def _wrong_characters(typed: str) -> list[InvalidResidentId]:
    if any(mask in typed for mask in _MASKS):
        return [InvalidResidentId("ID_MASKED", "身份证号有遮盖的位,请录入完整号码")]
    wrong = []
    if len(typed) not in {OLD_LENGTH, LENGTH}:
        wrong.append(
            InvalidResidentId("ID_LENGTH", "身份证应为18位,现有 {count} 位", count=len(typed))
        )
    for position, character in enumerate(typed, start=1):
        if "0" <= character <= "9" or (character == "X" and position == len(typed) != OLD_LENGTH):
            continue
        wrong.append(
            InvalidResidentId(
                "ID_CHARS",
                "身份证第{position}位“{character}”应为数字,请核对",
                position=position,
                character=character,
            )
        )
        break
    return wrong


def _birth_date(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _is_birth_date(number: str, today: date | None) -> bool:
    try:
        born = _birth_date(number)
    except ValueError:
        return False
    return born.year >= FIRST_YEAR and (today is None or born <= today)
