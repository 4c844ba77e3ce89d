"""What waits about certificates, for whoever may settle it: derived each time, never stored.

These are no contacts of a person, so the worklist of people does not know them; Today shows both.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from desk.application import applications
from desk.certificate_copies import table_left
from desk.certificate_flows import flows
from desk.collecting import uncollected
from desk.context import Desk
from desk.editions import in_use
from desk.house_rules import house_rule, house_rules
from desk.losses import losses
from desk.sealing import unsealed
from desk.stock import last_move
from desk.stock_book import low_stock
from desk.stock_counts import count_due, unsettled
from desk.stock_plans import plan_due
from desk.voiding import voids
from models.blanks import Blank, BlankMove
from rules.certificate_states import STOCK
from rules.certificate_table import RED, Table, percent, void_colour
from rules.periods import calendar_year

WRITE, REVIEW, SEAL = "certificates.write", "certificates.review", "certificates.seal"
# What each is called, the most urgent first.
NAMES = {
    "loss": "遗失证未上报",
    "void_red": "废证率过高",
    "review": "申请待审核",
    "left": "占号未办完",
    "seal": "待盖章",
    "issue": "申请待签发",
    "short": "开包短少待补",
    "loss_open": "遗失处理未完",
    "collect": "久未领证",
    "unsettled": "盘点短少未清",
    "count": "月末未盘点",
    "low": "空白证只剩",
    "retire": "旧版待停用",
    "report": "报年度统计表",
    "plan": "报年度计划",
    "hand_up": "上缴往年废证",
    "void_amber": "废证率偏高",
}
URGENT = {"loss", "void_red"}
# Month and day, of the year before: its report is in, its voids are up (卫妇社发〔2009〕96号).
REPORTED, HANDED_UP = (3, 31), (12, 31)
LAST_QUARTER = 10  # the month from which on one is reminded of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that waits.

    Attributes:
        code: of ``NAMES``.
        number: the number it is about, where it is about a single one.
        value: how many, or how much.
        closes: the day it should have been done by, or since when it waits.
        days_late: since then.
    """

    code: str
    number: str = ""
    value: str = ""
    closes: date | None = None
    days_late: int = 0

    @property
    def name(self) -> str:
        """What is to be done."""
        return NAMES[self.code]

    @property
    def urgent(self) -> bool:
        """Whether it stands before everything else, in red from the first minute."""
        return self.code in URGENT


def certificate_duties(desk: Desk) -> tuple[Duty, ...]:
    """What waits for the one at the desk, the most urgent first."""
    found = [
        duty for permission, source in _SOURCES if desk.may(permission) for duty in source(desk)
    ]
    order = list(NAMES)
    return tuple(sorted(found, key=lambda duty: order.index(duty.code)))


def _of_several(
    desk: Desk, code: str, waiting: Sequence[tuple[str, date]], days: int = 0
) -> Iterator[Duty]:
    """One line for all of a kind, with the day the oldest should have been done by."""
    if waiting:
        closes = min(day for _, day in waiting) + timedelta(days=days)
        yield Duty(
            code=code,
            number=waiting[0][0] if len(waiting) == 1 else "",
            value=str(len(waiting)),
            closes=closes,
            days_late=max(0, (desk.today - closes).days),
        )


def _lost(desk: Desk) -> Iterator[Duty]:
    """Lost blanks nobody has reported, and those where something is still to be done."""
    found = losses(desk, undone=True)
    for code, unreported in (("loss", True), ("loss_open", False)):
        waiting = [
            (each.number, each.values["found_on"])
            for each in found
            if ("reported_on" in each.undone) is unreported
        ]
        yield from _of_several(desk, code, waiting)


def _void_rate(desk: Desk) -> Iterator[Duty]:
    """The void rate of this calendar year."""
    with desk.reading("stock.read") as session:
        rules = house_rules(session)
        table = Table(**flows(session, desk.today.replace(month=1, day=1), desk.today))
    colour = void_colour(table, rules.cert_void_warn_permille, rules.cert_void_limit_permille)
    if colour:
        rate = f"{float(percent(table.void, table.used) or 0):.3g}%"
        yield Duty(code="void_red" if colour == RED else "void_amber", value=rate)


def _to_review(desk: Desk) -> Iterator[Duty]:
    """Applications another person took."""
    waiting = [
        (each.number or "", each.values["applied_on"])
        for each in applications(desk)
        if each.step == "review" and each.user != desk.user
    ]
    yield from _of_several(desk, "review", waiting)


def _to_issue(desk: Desk) -> Iterator[Duty]:
    """Applications without a number, decided upon or taken on an earlier day."""
    waiting = [
        ("", each.decided_on or each.values["applied_on"])
        for each in applications(desk)
        if each.step in {"reserve", "pass"}
        and (each.decision or each.values["applied_on"] < desk.today)
    ]
    yield from _of_several(desk, "issue", waiting)


def _left_over(desk: Desk) -> Iterator[Duty]:
    """Numbers reserved or printed on an earlier day and not issued since."""
    found = _standing(desk, "reserved", "printed")
    waiting = [(number, day) for number, day in found if day < desk.today]
    yield from _of_several(desk, "left", waiting)


def _standing(desk: Desk, *states: str) -> list[tuple[str, date]]:
    """The numbers in some states, each with the day it came there."""
    query = (
        select(col(Blank.number), col(BlankMove.moved_on))
        .join(BlankMove, col(BlankMove.id) == last_move(desk.today))
        .where(col(Blank.state).in_(states))
        .order_by(col(Blank.number))
    )
    with desk.reading("stock.read") as session:
        return [(number, day) for number, day in session.execute(query)]


def _to_seal(desk: Desk) -> Iterator[Duty]:
    """Certificates issued by others and not sealed."""
    waiting = [(each.number, each.issued_on) for each in unsealed(desk) if not each.own]
    yield from _of_several(desk, "seal", waiting)


def _to_collect(desk: Desk) -> Iterator[Duty]:
    """Certificates sealed long ago that nobody came for."""
    with desk.reading("stock.read") as session:
        days = house_rule(session, "cert_collect_days")
    waiting = [
        (each.number, each.sealed_on)
        for each in uncollected(desk)
        if (desk.today - each.sealed_on).days > days
    ]
    yield from _of_several(desk, "collect", waiting, days)


def _short(desk: Desk) -> Iterator[Duty]:
    """Numbers missing from their bundle that nobody has explained to the county yet."""
    yield from _of_several(desk, "short", _standing(desk, "short"))


def _low(desk: Desk) -> Iterator[Duty]:
    """Too few blanks for the months to come."""
    low = low_stock(desk)
    if low is not None:
        yield Duty(code="low", value=str(low.left))


def _retire(desk: Desk) -> Iterator[Duty]:
    """Blanks of an edition out of use that came into stock since: void, and handed up."""
    here = select(col(Blank.number)).where(col(Blank.state).in_(STOCK))
    with desk.reading("stock.read") as session:
        old = session.scalars(here.where(~in_use(session))).all()
    if old:
        yield Duty(code="retire", number=old[0] if len(old) == 1 else "", value=str(len(old)))


def _count(desk: Desk) -> Iterator[Duty]:
    """The count of the month that ends or ended."""
    month = count_due(desk)
    if month is not None:
        closes = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        yield Duty(code="count", closes=closes, days_late=max(0, (desk.today - closes).days))


def _unsettled(desk: Desk) -> Iterator[Duty]:
    """Numbers the last count missed, neither found nor lost nor void since."""
    found = unsettled(desk)
    if found is not None:
        day, numbers = found
        yield from _of_several(desk, "unsettled", [(number, day) for number in numbers])


def _report(desk: Desk) -> Iterator[Duty]:
    """The table of the year before, until a copy of it left."""
    year = calendar_year(desk.today.year - 1)
    with desk.reading("stock.read") as session:
        began = session.scalar(select(func.min(BlankMove.moved_on)))
        due = began is not None and began <= year.end and not table_left(session, year)
    if due:
        closes = date(desk.today.year, *REPORTED)
        late = max(0, (desk.today - closes).days)
        yield Duty(code="report", closes=closes, days_late=late)


def _plan(desk: Desk) -> Iterator[Duty]:
    """In December: how many blanks the next year needs."""
    closes = plan_due(desk)
    if closes is not None:
        yield Duty(code="plan", closes=closes, days_late=max(0, (desk.today - closes).days))


def _to_hand_up(desk: Desk) -> Iterator[Duty]:
    """Voids of earlier years still here: they go up by the end of the year after theirs."""
    years = [line.voided_on.year for line in voids(desk, "void")]
    begun = desk.today.year - (desk.today.month < LAST_QUARTER)  # those of years before it wait
    due = [date(year + 1, *HANDED_UP) for year in years if year < begun]
    if due:
        closes = min(due)
        late = max(0, (desk.today - closes).days)
        yield Duty(code="hand_up", value=str(len(due)), closes=closes, days_late=late)


_SOURCES: tuple[tuple[str, Callable[[Desk], Iterator[Duty]]], ...] = (
    (WRITE, _lost),
    (WRITE, _void_rate),
    (REVIEW, _to_review),
    (WRITE, _left_over),
    (SEAL, _to_seal),
    (WRITE, _to_issue),
    (WRITE, _short),
    (WRITE, _to_collect),
    (WRITE, _unsettled),
    (WRITE, _count),
    (WRITE, _low),
    (WRITE, _retire),
    (WRITE, _report),
    (WRITE, _plan),
    (WRITE, _to_hand_up),
)
