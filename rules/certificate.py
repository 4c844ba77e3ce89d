"""Birth certificate numbers: one capital letter and nine digits.

Source: 出生医学证明 editions 2 to 7. The letter tells the year of printing, the first two digits
the province (GB/T 2260), the last seven run in series. No letter
is refused: what follows Z is unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.errors import RuleError
from rules.text import code

FIRST_EDITION = date(1996, 1, 1)  # in use from; nobody born before has a certificate
MAX_DOUBTLESS = 10_000  # numbers in a range: more are asked about
MOST = 100_000  # more are a slip in one digit
_DIGITS = 9
_SERIES = 3  # letter and province: what one delivery of blanks has in common
_NUMBER = re.compile(r"[A-Z]\d{9}", re.ASCII)
_PREFIX = re.compile(r"^(?:NO[.:]?|编号:?)(?=[A-Z]\d)", re.ASCII)
_LIKE = re.compile(r"[A-Z][0-9A-Z]{9}", re.ASCII)  # ten characters as a number has, some slips
_MOST_LETTERS = 3  # more are a name in pinyin
_MISTAKEN = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}


class InvalidCertificateNumber(RuleError):
    """No certificate number, or no range of them. Reasons: CERT_FORMAT CERT_RANGE."""


@dataclass(frozen=True, slots=True)
class CertificateRange:
    """Numbers in unbroken order, both ends included; ``doubts`` are questions, not refusals."""

    first: str
    last: str
    count: int
    doubts: tuple[RuleError, ...] = ()

    def __iter__(self) -> Iterator[str]:
        series, start = self.first[:_SERIES], int(self.first[_SERIES:])
        return (f"{series}{serial:07}" for serial in range(start, start + self.count))

    def __len__(self) -> int:
        return self.count

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            return False
        # Of one fixed shape, the order of text is the order of serials.
        return self.first <= number <= self.last


def parse_number(text: str) -> str:
    """A certificate number as typed, scanned (some scanners add the stars of Code 39) or written.

    >>> parse_number("no. x320 101 001")
    'X320101001'

    Raises:
        InvalidCertificateNumber: CERT_FORMAT, with what looks wrong.
    """
    typed = _typed(text)
    if _NUMBER.fullmatch(typed):
        return typed
    raise _slip(typed)


def slip_in(text: str) -> InvalidCertificateNumber | None:
    """What looks wrong in a text that was meant as a number, if it was.

    Another length is no sign of it: passports and permits have a letter and digits too.

    >>> print(slip_in("YO90000020"))
    证书编号第2位是字母 O,是否应为数字 0
    >>> slip_in("Y090000020"), slip_in("E12345678"), slip_in("wangxiaoli")
    (None, None, None)
    """
    typed = _typed(text)
    few = sum("A" <= each <= "Z" for each in typed) <= _MOST_LETTERS
    if not few or not _LIKE.fullmatch(typed) or _NUMBER.fullmatch(typed):
        return None
    return _slip(typed)


def _typed(text: str) -> str:
    return _PREFIX.sub("", re.sub(r"[\s*-]", "", code(text)).upper())


def _slip(typed: str) -> InvalidCertificateNumber:
    """What most likely went wrong in the typing."""
    reason = "CERT_FORMAT"
    if not typed:
        return InvalidCertificateNumber(reason, "请填写证书编号,如 X320101001")
    if not ("A" <= typed[0] <= "Z"):
        return InvalidCertificateNumber(reason, "证书编号第1位应为字母,如 X320101001")
    for position, character in enumerate(typed[1:], start=2):
        if not ("0" <= character <= "9"):
            return _no_digit(position, character)
    return InvalidCertificateNumber(
        reason, "证书编号应为1个字母加9位数字,现有 {count} 位数字", count=len(typed) - 1
    )


def _no_digit(position: int, character: str) -> InvalidCertificateNumber:
    meant = _MISTAKEN.get(character)
    if meant:
        return InvalidCertificateNumber(
            "CERT_FORMAT",
            "证书编号第{position}位是字母 {character},是否应为数字 {meant}",
            position=position,
            character=character,
            meant=meant,
        )
    return InvalidCertificateNumber(
        "CERT_FORMAT",
        "证书编号第{position}位应为数字,现为“{character}”",
        position=position,
        character=character,
    )


def number_range(first: str, last: str) -> CertificateRange:
    """The numbers from ``first`` to ``last``, as on a delivery note.

    >>> blanks = number_range("X320101001", "X320101100")
    >>> blanks.count, list(blanks)[1], "X320101100" in blanks
    (100, 'X320101002', True)

    Raises:
        InvalidCertificateNumber: CERT_FORMAT, or CERT_RANGE for ends that make no series.
    """
    start, end = parse_number(first), parse_number(last)
    if start[:_SERIES] != end[:_SERIES]:
        raise InvalidCertificateNumber(
            "CERT_RANGE",
            "起止编号的字母和前两位数字应相同: {first} 与 {last}",
            first=start,
            last=end,
        )
    if end < start:
        raise InvalidCertificateNumber(
            "CERT_RANGE", "止号 {last} 小于起号 {first},请核对", first=start, last=end
        )
    count = int(end[_SERIES:]) - int(start[_SERIES:]) + 1
    if count > MOST:
        raise InvalidCertificateNumber(
            "CERT_RANGE",
            "{first} 到 {last} 有 {count} 枚,一段最多 {most} 枚,请核对第{position}位",
            first=start,
            last=end,
            count=count,
            most=MOST,
            position=next(n for n in range(len(start)) if start[n] != end[n]) + 1,
        )
    if count <= MAX_DOUBTLESS:
        return CertificateRange(start, end, count)
    doubt = RuleError(
        "CERT_RANGE_LARGE",
        "共 {count} 个编号,超过 {limit} 个,请核对起止编号",
        count=count,
        limit=MAX_DOUBTLESS,
    )
    return CertificateRange(start, end, count, (doubt,))
