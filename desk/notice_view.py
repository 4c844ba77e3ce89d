"""Notices of pregnancies: what a list and a form show of them, and which of them a card answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.context import load
from desk.house_rules import house_rules
from desk.people import PersonView, view_person
from desk.problems import LONGEST_DAYS
from models.audit import AuditedSession
from models.notice import Notice, NoticeData
from models.people import Person, Village
from models.pregnancy import Pregnancy


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice whole; ``booked_on`` and ``pregnancy_id`` once her card is there."""

    id: int
    version: int
    woman: PersonView
    values: dict[str, Any]
    pregnancy_id: int | None
    booked_on: date | None


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice without a card; ``book_by`` is the day by which she should be booked."""

    notice_id: int
    person_id: int
    name: str
    village_id: int | None
    village: str
    phones: tuple[str, ...]
    found_on: date
    book_by: date
    told_on: date | None


def view_notice(session: Session, notice: Notice) -> NoticeView:
    """A frozen copy of a notice."""
    card = session.get(Pregnancy, notice.pregnancy_id) if notice.pregnancy_id else None
    return NoticeView(
        notice.id or 0,
        notice.version,
        view_person(session, load(session, Person, notice.person_id)),
        {name: getattr(notice, name) for name in NoticeData.model_fields},
        notice.pregnancy_id,
        card.booked_on if card else None,
    )


def open_notices(
    session: Session, village_id: int | None = None, person_id: int | None = None
) -> Iterator[OpenNotice]:
    """Notices nobody has answered, the oldest first; not of women dead or moved away."""
    query = (
        select(Notice, Person, col(Village.name))
        .join(Person, col(Person.id) == col(Notice.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .where(
            col(Notice.pregnancy_id).is_(None),
            col(Notice.outcome).is_(None),
            col(Person.died_on).is_(None),
            col(Person.moved_out_on).is_(None),
        )
        .order_by(col(Notice.found_on), col(Notice.id))
    )
    if village_id is not None:
        query = query.where(col(Person.village_id) == village_id)
    if person_id is not None:
        query = query.where(col(Person.id) == person_id)
    days = timedelta(days=house_rules(session).notice_days)
    for notice, person, village in session.exec(query):
        yield OpenNotice(
            notice.id or 0,
            person.id or 0,
            person.name,
            person.village_id,
            village or "",
            tuple(person.phones),
            notice.found_on,
            notice.found_on + days,
            notice.told_on,
        )


def answer_all(session: AuditedSession, pregnancies: Iterable[Pregnancy]) -> None:
    """The cards of a register answer notices, too; most women have none."""
    waiting = set(
        session.exec(
            select(Notice.person_id).where(
                col(Notice.pregnancy_id).is_(None), col(Notice.outcome).is_(None)
            )
        )
    )
    for pregnancy in pregnancies:
        if pregnancy.mother_id in waiting:
            answer_notices(session, pregnancy)


def answer_notices(session: AuditedSession, pregnancy: Pregnancy) -> None:
    """A card answers the open notices of its woman that were of this pregnancy."""
    mine = select(Notice).where(
        col(Notice.person_id) == pregnancy.mother_id,
        col(Notice.pregnancy_id).is_(None),
        col(Notice.outcome).is_(None),
    )
    for notice in session.exec(mine):
        if is_of(notice, pregnancy):
            notice.pregnancy_id = pregnancy.id


def is_of(notice: Notice, pregnancy: Pregnancy) -> bool:
    """Whether a notice told of this pregnancy: found while it lasted, as far as is known."""
    start = pregnancy.start
    if start is None:
        return pregnancy.booked_on is None or pregnancy.booked_on >= notice.found_on
    return start <= notice.found_on <= start + timedelta(days=LONGEST_DAYS)
