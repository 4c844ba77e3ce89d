"""Where a pregnancy stands with its five antenatal contacts.

Source: 国家基本公共卫生服务规范(第三版), 孕产妇健康管理. The standard fixes the windows; how the
state of each is worded here is the desk's own. Nothing is stored: the same facts give the same
states on the same day, in whatever order they were entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.schedule import Contact, antenatal_contacts


class Status(StrEnum):
    """The state of one contact, in the words of the desk."""

    NOT_YET = "未到期"
    DUE = "应访"
    DONE = "已完成"
    MADE_UP = "补做"
    MISSED = "漏访"
    NOT_ASKED = "不适用"


@dataclass(frozen=True, slots=True)
class Visit:
    """One of the five contacts as it stands on a day.

    ``asked``: it is to be done now. That is so inside its window, and after it until the next one
    opens: by then it is missed, but may be made up. The days on which two contacts are asked for
    never meet, so nobody is due for two at once.
    """

    number: int
    contact: Contact
    status: Status
    done_on: date | None = None
    asked: bool = False


def antenatal_visits(
    start: date,
    today: date,
    contacts: Iterable[tuple[date, int | None]],
    booked_on: date | None = None,
    until: date | None = None,
) -> tuple[Visit, ...]:
    """The five contacts of a pregnancy on a day.

    A contact made inside a window completes it, whatever number stands on its form; of several the
    one of its number, else the first. Any other makes up the window of its number; without one,
    the window before, as long as the next has not opened. So a contact counts for one window only.
    A window that closed before the card was booked was never asked for, nor is one that was still
    open or to come when the pregnancy ended.

    Args:
        start: the first day of the pregnancy, as its dates are counted.
        today: the day asked about; what happened later is not known yet.
        contacts: the day of each contact, and its number on the form if it has one.
        booked_on: when the card was made, if known.
        until: the delivery, the end, the move or the death; nothing is asked from then on.

    >>> visits = antenatal_visits(date(2026, 1, 5), date(2026, 6, 5), [(date(2026, 2, 20), 1)])
    >>> [str(visit.status) for visit in visits]
    ['已完成', '漏访', '应访', '未到期', '未到期']
    """
    known = [(day, number) for day, number in contacts if day <= today]
    over = until if until is not None and until <= today else None
    windows = tuple(enumerate(antenatal_contacts(start), 1))
    done = {number: _completes(contact, number, known) for number, contact in windows}
    others = [each for each in known if each[0] not in done.values()]
    return tuple(
        Visit(number, contact, Status.DONE, day)
        if (day := done[number])
        else _visit(number, contact, today, others, booked_on, over)
        for number, contact in windows
    )


def _visit(  # noqa: PLR0913, PLR0917  the facts of one contact
    number: int,
    contact: Contact,
    today: date,
    others: list[tuple[date, int | None]],
    booked_on: date | None,
    over: date | None,
) -> Visit:
    """A window nobody came in; ``others`` are the contacts that complete none."""
    made_up = [day for day, told in others if _makes_up(contact, number, day, told)]
    if made_up:
        return Visit(number, contact, Status.MADE_UP, min(made_up))
    if (booked_on is not None and booked_on > contact.closes) or (
        over is not None and over <= contact.closes
    ):
        return Visit(number, contact, Status.NOT_ASKED)
    if today < contact.opens:
        return Visit(number, contact, Status.NOT_YET)
    if today <= contact.closes:
        return Visit(number, contact, Status.DUE, asked=True)
    may_still = over is None and today <= contact.counts_until
    return Visit(number, contact, Status.MISSED, asked=may_still)


def _completes(contact: Contact, number: int, known: list[tuple[date, int | None]]) -> date | None:
    """The day of the contact that completes a window, or None."""
    inside = [
        (told != number, day) for day, told in known if contact.opens <= day <= contact.closes
    ]
    return min(inside)[1] if inside else None


def _makes_up(contact: Contact, number: int, day: date, told: int | None) -> bool:
    if told is None:
        return contact.closes < day <= contact.counts_until
    return told == number
