"""《出生医学证明》管理使用情况统计表 of any period, and the numbers behind each of its columns.

All of it comes from the journal of the numbers, the certificates and the deliveries: nothing is
entered for the table. A day after the business day has not happened yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import extract, func, select
from sqlmodel import Session, col

from desk.birth_rules import is_own
from desk.certificate_flows import Counted, numbers
from desk.context import Desk
from desk.house_rules import house_rules
from desk.indicators import LIVE_BORN
from desk.stock import account_of, held_on
from models.certificate import FIRSTS, Issue
from models.delivery import Delivery, Newborn
from models.people import Person
from models.pregnancy import Pregnancy
from rules import masking
from rules.certificate_states import LABELS, LOSS_CAUSES, STOCK, VOID_CAUSES
from rules.certificate_table import COLUMNS, PASSED_ON, Rate, Table, rates, void_colour

LATE = "late"  # not a column: the certificates issued later than the house rule allows
_SUMS = {
    "inside": ("first", "exchange", "reissue"),
    "outside": ("midwife", "elsewhere"),
    "void": ("misprint", "lost", "other_void"),
}
_SUMS["used"] = (*_SUMS["inside"], *_SUMS["outside"], *_SUMS["void"])
_HERE = "1"  # the delivery was in this institution


@dataclass(frozen=True, slots=True)
class TableReport:
    """The table of a period, its rates and whether it balances."""

    start: date
    end: date
    as_of: date
    table: Table
    rates: tuple[Rate, ...]
    colour: str  # of the void rate: "", "amber" or "red"
    late: int
    late_days: int
    balanced: bool
    born_before: int  # of (3), those whose child was born before the period
    unlisted: bool  # more of (3) are for births of the period than it has

    def as_json(self) -> dict[str, object]:
        """The table as programs read it."""
        columns = {each.name: getattr(self.table, each.name) for each in (*COLUMNS, *PASSED_ON)}
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            **columns,
            "first_earlier": self.table.first_earlier,
            "late": self.late,
            "void_rate": self.colour or "good",
            "balanced": self.balanced,
        }


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number behind a column; ``amount`` is -1 where it takes back what was counted before.

    ``who`` is the child, or at a live birth the mother; without certificates.read it is masked.
    ``why`` are words of a closed list, to be translated; ``said`` is what was written beside them.
    """

    number: str
    on: date
    amount: int
    who: str
    why: str
    said: str
    handler: str


def certificate_table(desk: Desk, start: date, end: date) -> TableReport:
    """The table from ``start`` to ``end``, both included, as the books stand on the business day.

    Raises:
        NotPermitted: without stock.read.
    """
    last = min(end, desk.today)
    with desk.reading("stock.read") as session:
        account = account_of(session, start, last)
        rules = house_rules(session)
        births = len(list(_births(session, desk, start, last)))
        earlier = _count_first(session, start, last, _of_earlier_year())
        late = _count_first(session, start, last, _late(rules.cert_apply_days))
        inside, before = col(Issue.kind) == "1", col(Issue.birth_date) < start
        born_before = _count_first(session, start, last, inside & before)
        born_within = _count_first(session, start, last, inside & ~before)
    table = replace(account.table, births=births, first_earlier=earlier)
    return TableReport(
        start=start,
        end=end,
        as_of=desk.today,
        table=table,
        rates=rates(table),
        colour=void_colour(table, rules.cert_void_warn_permille, rules.cert_void_limit_permille),
        late=late,
        late_days=rules.cert_apply_days,
        balanced=account.balanced,
        born_before=born_before,
        unlisted=born_within > births,
    )


def numbers_of(desk: Desk, column: str, start: date, end: date) -> tuple[NumberRow, ...]:
    """The numbers that a column counts, or the live births, by day.

    Args:
        desk: anybody's who may see the stock.
        column: the name of a column of ``rules.certificate_table``, or ``late``.
        start: as for the table.
        end: the same.
    """
    last = min(end, desk.today)
    named = desk.may("certificates.read")
    with desk.reading("stock.read") as session:
        if column == "births":
            return tuple(_born(session, desk, start, last))
        if column == "opening":
            return tuple(_held(session, start - timedelta(days=1)))
        if column == "closing":
            return tuple(_held(session, last))
        if column == LATE:
            days = house_rules(session).cert_apply_days
            return tuple(_late_rows(session, start, last, days, named=named))
        counted = numbers(session, _SUMS.get(column, (column,)), start, last)
        return tuple(_row(each, named=named) for each in counted)


def _row(each: Counted, *, named: bool) -> NumberRow:
    move = each.move
    options = LOSS_CAUSES if move.becomes == "lost" else VOID_CAUSES
    words = next((one.label for one in options if one.code == each.cause), "")
    undone = each.amount < 0 and move.was not in STOCK  # out of stock only a receipt is undone
    moved = "" if move.becomes == "issued" else LABELS[move.was if undone else move.becomes]
    who = each.issue.child_name if each.issue else ""
    return NumberRow(
        number=each.blank.number,
        on=move.moved_on,
        amount=each.amount,
        who=who if named else masking.name(who) or "",
        why=words or moved,
        said=(move.reason or "") if named else "",
        handler=move.handler,
    )


def _held(session: Session, day: date) -> Iterator[NumberRow]:
    """The numbers in stock at the end of a day, each with the day it came to its place."""
    for number, on, state, handler in held_on(session, day):
        yield NumberRow(number, on, 1, "", LABELS[state], "", handler)


# --- first issues


def _first_issues(start: date, last: date) -> tuple[Any, ...]:
    return (col(Issue.kind).in_(FIRSTS), col(Issue.issued_on).between(start, last))


def _of_earlier_year() -> Any:
    """Born in a calendar year before the one the certificate is of, inside the institution."""
    born, issued = (extract("year", each) for each in (col(Issue.birth_date), col(Issue.issued_on)))
    return (col(Issue.kind) == "1") & (born < issued)


def _late(days: int) -> Any:
    return func.julianday(col(Issue.issued_on)) - func.julianday(col(Issue.birth_date)) > days


def _count_first(session: Session, start: date, last: date, which: Any) -> int:
    query = select(func.count()).select_from(Issue).where(*_first_issues(start, last), which)
    found: int = session.execute(query).scalar_one()
    return found


def _late_rows(
    session: Session, start: date, last: date, days: int, *, named: bool
) -> Iterator[NumberRow]:
    query = (
        select(Issue)
        .where(*_first_issues(start, last), _late(days))
        .order_by(col(Issue.issued_on), col(Issue.number))
    )
    for (issue,) in session.execute(query):
        who = issue.child_name if named else masking.name(issue.child_name) or ""
        born = issue.birth_date.isoformat()
        yield NumberRow(issue.number, issue.issued_on, 1, who, "出生日期", born, issue.issuer or "")


# --- live births


def _births(session: Session, desk: Desk, start: date, last: date) -> Iterator[tuple[date, str]]:
    """Day and mother of each live birth in this institution.

    Where a delivery does not say that it was here, the place it names does: registers read in have
    no more than that.
    """
    query = (
        select(
            col(Delivery.delivered_on), col(Delivery.area), col(Delivery.place), col(Person.name)
        )
        .join(Newborn, col(Newborn.delivery_id) == col(Delivery.id))
        .join(Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(
            col(Newborn.outcome) == LIVE_BORN,
            col(Delivery.delivered_on).between(start, last),
        )
        .order_by(col(Delivery.delivered_on), col(Newborn.id))
    )
    for on, area, place, mother in session.execute(query):
        if area == _HERE or (area is None and place and is_own(place, desk.centre_name)):
            yield on, mother


def _born(session: Session, desk: Desk, start: date, last: date) -> Iterator[NumberRow]:
    named = desk.may("records.read")
    for on, mother in _births(session, desk, start, last):
        who = mother if named else masking.name(mother) or ""
        yield NumberRow("", on, 1, who, "活产", "", "")
