"""The lines of the certificate registers, and how much of one a masked copy shows.

Those who had a hand in it stand with the letter of the delegation they worked under.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from desk.register_rows import CertificateLine
from rules import masking


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """A bundle counted in, or numbers that came or went without one: ``note`` says how.

    ``words`` is the reason as written, ``stock`` what was there after it. The counts of a period
    are column (2) of its table; what was retracted counts less than nothing.
    """

    received_on: date
    count: int
    first: str
    last: str
    missing: str | None
    edition: str | None
    supplier: str | None
    note_no: str | None
    carrier: str | None
    received_by: str | None
    checked_by: str | None
    stock: int
    note: str = ""
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """Numbers that changed hands, from one institution to another or within this one.

    ``numbers`` are those of its moves, ``county`` is the one this institution is in.
    """

    kind: str
    giver: str
    taker: str | None
    county: str | None
    done_on: date
    done_at: str | None
    count: int
    first: str | None
    last: str | None
    carrier: str | None
    receiver: str | None
    checked_by: str | None
    witness: str | None
    method: str | None
    place: str | None
    letter_no: str | None
    remark: str | None
    handler: str
    numbers: tuple[str, ...]
    stock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A certificate issued, with its application, its seal and its collection."""

    number: str
    county: str | None
    kind: str
    issued_on: date
    child_name: str
    sex: str
    birth_date: date
    mother_name: str
    mother_id_no: str | None
    father_name: str | None
    father_id_no: str | None
    marriage_no: str | None
    paternity_no: str | None
    old_number: str | None
    issuer: str | None
    reviewer: str | None
    sealer: str | None
    sealed_on: date | None
    collected_on: date | None
    receiver: str | None
    relation: str | None
    receiver_id_no: str | None
    cause: str | None
    cause_words: str | None
    returned: str | None
    newspaper: str | None
    declared_on: date | None
    mother_hukou: str | None
    father_hukou: str | None
    letters: str | None  # of who took the application and who handed it over: no column names them


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLine:
    """A blank that became void or was lost, or no longer is; ``state`` is where it is now.

    ``column`` and ``count`` say where the table counts it, and with which sign. ``unit`` is the
    institution that had it; ``up_…`` say with which slip it was handed up, ``back_…`` how it was
    taken back, ``gone_on`` since when it has been lost from custody.
    """

    number: str
    unit: str
    on: date
    becomes: str
    cause: str | None
    words: str | None
    handler: str
    second: str | None
    state: str
    up_on: date | None
    up_to: str | None
    up_no: str | None
    back_on: date | None
    back_words: str | None
    back_by: str | None
    back_second: str | None
    gone_on: date | None
    column: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LossLine:
    """The report of a lost blank or void; ``state`` is the one of ``LOST`` it came to.

    ``unit`` is the institution that had it.
    """

    number: str
    unit: str
    state: str
    found_on: date
    found_at: str | None
    cause: str
    story: str | None
    told_police_on: date | None
    police: str | None
    reported_on: date | None
    reported_at: str | None
    declared_on: date | None
    newspaper: str | None
    for_unit: str | None
    for_people: str | None
    reviewer: str | None
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine:
    """A count of the stock; ``differences`` are (number, missing or over, explanation)."""

    kind: str
    counted_on: date
    on_books: int
    counted: int
    counted_by: str
    checked_by: str
    remark: str | None
    differences: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A yearly plan of blanks, beside the births and the use of the year before it."""

    year: int
    births: int
    used: int
    asked: int
    asked_on: date
    handler: str
    remark: str | None


PersonsLine = TypeVar("PersonsLine", PaperLine, CertificateLine)


def masked_person(line: PersonsLine) -> PersonsLine:
    """A line of a certificate as those see it who may not read certificates."""
    names = ("child_name", "mother_name", "father_name", "receiver")
    numbers = ("mother_id_no", "father_id_no", "receiver_id_no", "marriage_no", "paternity_no")
    seen: dict[str, Any] = {name: masking.name(getattr(line, name)) for name in names}
    seen |= {name: masking.id_no(getattr(line, name)) for name in numbers if hasattr(line, name)}
    if isinstance(line, CertificateLine):
        return replace(line, **seen, address=masking.address(line.address), remark=None)
    return replace(line, **seen, cause_words=None)


def masked_receipt(line: ReceiptLine) -> ReceiptLine:
    """The line without the reason as written."""
    return replace(line, words=None)


def masked_void(line: VoidLine) -> VoidLine:
    """Its cause without what was written beside it: a family may be named there."""
    return replace(line, words=None, back_words=None)


def masked_slip(line: SlipLine) -> SlipLine:
    """The slip without its remark."""
    return replace(line, remark=None)


def masked_loss(line: LossLine) -> LossLine:
    """The report without what was written of people."""
    return replace(line, story=None, for_people=None)


def masked_count(line: CountedLine) -> CountedLine:
    """The differences without their explanations."""
    bare = tuple((number, difference, None) for number, difference, _ in line.differences)
    return replace(line, remark=None, differences=bare)


def masked_plan(line: PlanLine) -> PlanLine:
    """The numbers without the remark."""
    return replace(line, remark=None)
