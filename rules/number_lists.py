"""Many certificate numbers at once: as unbroken ranges, and as a list somebody typed."""

import re
from collections.abc import Iterable
from itertools import pairwise

from rules.certificate import CertificateRange, number_range, parse_number
from rules.errors import RuleError
from rules.text import code

_LENGTH = 10
_APART = re.compile(r"[\s,;、]+")
_TO = re.compile(r"\s*[-~到至]+\s*")
MOST_RANGES = 3  # as many are written out in a line


class InvalidNumberList(RuleError):
    """A list of numbers that cannot be read. Reasons: LIST OUTSIDE TWICE, or of the number."""


def unbroken(numbers: Iterable[str]) -> tuple[CertificateRange, ...]:
    """Numbers put together to the fewest ranges, in order.

    >>> [span(each) for each in unbroken(["Z331990007", "Z331990002", "Z331990001"])]
    ['Z331990001–Z331990002', 'Z331990007']
    """
    found: list[CertificateRange] = []
    first = last = ""
    for number in sorted(set(numbers)):
        if last and number == _next(last):
            last = number
            continue
        if last:
            found.append(_between(first, last))
        first = last = number
    if last:
        found.append(_between(first, last))
    return tuple(found)


def _next(number: str) -> str:
    """The number after one; "" where a damaged file holds what is none."""
    serial = number[3:]
    return f"{number[:3]}{int(serial) + 1:07}" if serial.isascii() and serial.isdigit() else ""


def all_of(numbers: CertificateRange) -> tuple[str, ...]:
    """The numbers of a range."""
    return (numbers.first,) if numbers.count == 1 else tuple(numbers)


def _between(first: str, last: str) -> CertificateRange:
    """A range of numbers that are known, however many."""
    if first == last:
        return CertificateRange(first, last, 1)
    return CertificateRange(first, last, int(last[3:]) - int(first[3:]) + 1)


def span(numbers: CertificateRange) -> str:
    """A range as written: both ends, or the one number."""
    return numbers.first if numbers.count == 1 else f"{numbers.first}–{numbers.last}"


def spans(ranges: Iterable[CertificateRange], most: int = MOST_RANGES) -> str:
    """Ranges in a line; of very many the first ones.

    >>> spans(unbroken(f"Z33199{n}" for n in ("0001", "0003", "0005", "0006", "0009")), 2)
    'Z331990001 Z331990003 …'
    """
    written = [span(each) for each in ranges]
    return " ".join([*written[:most], *(["…"] if len(written) > most else [])])


def numbered_from(first: str, count: int) -> str:
    """The last of so many numbers.

    >>> numbered_from("Z331990001", 10)
    'Z331990010'
    """
    return f"{first[:3]}{int(first[3:]) + count - 1:07}"


def numbers_of(text: str, within: CertificateRange | None = None) -> tuple[str, ...]:
    """The numbers somebody typed: whole, or by the last digits; ``3-5`` is three of them.

    Last digits are those of the range, or where there is none of the number before.

    >>> numbers_of("3 5-7, z331990009", number_range("Z331990001", "Z331990010"))
    ('Z331990003', 'Z331990005', 'Z331990006', 'Z331990007', 'Z331990009')
    >>> numbers_of("Z331990099-101")
    ('Z331990099', 'Z331990100', 'Z331990101')

    Raises:
        InvalidNumberList: what cannot be read, is not of the range, or stands there twice.
    """
    found: list[str] = []
    like = within.first if within else ""
    for typed in filter(None, _APART.split(_TO.sub("-", code(text).upper().replace("–", "-")))):
        first, to, last = typed.partition("-")
        start = whole_number(first, like)
        end = whole_number(last, start) if to else start
        for each in (start, end):
            if within and each not in within:
                raise InvalidNumberList(
                    "OUTSIDE",
                    "{number} 不在 {first}–{last} 之内",
                    number=each,
                    first=within.first,
                    last=within.last,
                )
        found += number_range(start, end)
        like = like or start
    found.sort()
    for number, after in pairwise(found):
        if number == after:
            raise InvalidNumberList("TWICE", "{number} 写了两次", number=number)
    return tuple(found)


def whole_number(typed: str, like: str) -> str:
    """A number, or its last digits, those before as in another.

    >>> whole_number("150", "Z331990101")
    'Z331990150'

    Raises:
        InvalidCertificateNumber: it is neither.
    """
    if like and typed.isascii() and typed.isdigit() and len(typed) < _LENGTH:
        return like[: _LENGTH - len(typed)] + typed
    return parse_number(typed)
