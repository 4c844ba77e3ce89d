"""Many certificate numbers at once: as unbroken ranges, and as a list somebody typed."""

import re
from collections.abc import Iterable

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
        if last and number[:3] == last[:3] and int(number[3:]) == int(last[3:]) + 1:
            last = number
            continue
        if last:
            found.append(number_range(first, last))
        first = last = number
    if last:
        found.append(number_range(first, last))
    return tuple(found)


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


def numbers_of(text: str, near: CertificateRange) -> tuple[str, ...]:
    """The numbers somebody typed of a range: whole, or their last digits; ``3-5`` is three of them.

    >>> numbers_of("3 5-7, z331990009", number_range("Z331990001", "Z331990010"))
    ('Z331990003', 'Z331990005', 'Z331990006', 'Z331990007', 'Z331990009')

    Raises:
        InvalidNumberList: what cannot be read, is not of the range, or stands there twice.
    """
    found: list[str] = []
    for typed in filter(None, _APART.split(_TO.sub("-", code(text).upper().replace("–", "-")))):
        first, to, last = typed.partition("-")
        ends = (_whole(first, near), _whole(last, near)) if to else (_whole(first, near),) * 2
        for end in ends:
            if end not in near:
                raise InvalidNumberList(
                    "OUTSIDE",
                    "{number} 不在 {first}–{last} 之内",
                    number=end,
                    first=near.first,
                    last=near.last,
                )
        found += number_range(*ends)
    for number, after in zip(sorted(found), sorted(found)[1:], strict=False):
        if number == after:
            raise InvalidNumberList("TWICE", "{number} 写了两次", number=number)
    return tuple(sorted(found))


def _whole(typed: str, near: CertificateRange) -> str:
    """A number by its last digits."""
    if typed.isascii() and typed.isdigit() and len(typed) < _LENGTH:
        return near.first[: _LENGTH - len(typed)] + typed
    return parse_number(typed)
