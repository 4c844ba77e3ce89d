"""Notices of pregnancies: record what a village told, correct it, list it; the card answers it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, literal, tuple_, type_coerce
from sqlmodel import col, select

from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.lists import Ask, Key
from desk.matching import Meant
from desk.notice_view import NoticeView, is_of, open_notices, view_notice
from desk.people import numbers_of, refuse_taken_id, register
from desk.pregnancy import PERSON_FIELDS, confirmed, given
from desk.problems import MOTHER_AGES, Problems, identity, not_future
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.notice import Notice, NoticeData
from models.people import Person, PersonData, Village
from models.pregnancy import Pregnancy
from rules.dates import completed_years
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.text import clean

_WOMAN = ("name", "id_no", "birth_date", "phones", "village_id", "group_no", "residence")
NOTICE_FIELDS: dict[str, FieldSpec] = {name: PERSON_FIELDS[name] for name in _WOMAN} | field_specs(
    NoticeData
)
_OPEN = col(Notice.pregnancy_id).is_(None) & col(Notice.outcome).is_(None)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list; ``booked_on`` where her card answered it."""

    key: Key
    notice_id: int
    person_id: int
    name: str
    village: str
    found_on: date
    source: str
    lmp: date | None
    told_on: date | None
    outcome: str | None
    answered: bool
    booked_on: date | None


def problems_of(values: Mapping[str, Any], today: date) -> Problems:
    """What is wrong with a notice, by field."""
    says, wrong = identity({"sex": "2", **values}, today)
    wrong |= not_future(values, today, "found_on", "lmp", "told_on", "birth_date")
    found, lmp, told = (values.get(name) for name in ("found_on", "lmp", "told_on"))
    if found and lmp and lmp > found:
        wrong["lmp"] = RuleError("DATE_ORDER", "晚于发现日期,请核对")
    if found and told and told < found:
        wrong["told_on"] = RuleError("DATE_ORDER", "早于发现日期,请核对")
    gravida, para = values.get("gravida"), values.get("para")
    if gravida is not None and para is not None and para > gravida:
        wrong["para"] = RuleError(
            "GP_INVALID", "产次不能多于孕次 {gravida}(孕次含本次)", gravida=gravida
        )
    low, high = MOTHER_AGES
    born = says.get("birth_date") or values.get("birth_date")
    if born and not low <= completed_years(born, today) <= high:
        where = "id_no" if values.get("id_no") else "birth_date"
        wrong[where] = RuleError(
            "AGE_OUT_OF_RANGE",
            "年龄 {age} 岁,孕妇应在 {low}–{high} 岁之间,请核对",
            age=completed_years(born, today),
            low=low,
            high=high,
        )
    return wrong


def record_notice(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    same_as: int | None = None,
    not_same: Collection[int] = (),
    doubts: Sequence[str] = (),
) -> NoticeView:
    """A village's word of a pregnancy; answered at once where her card is there already.

    Args:
        desk: where.
        values: stored values of ``NOTICE_FIELDS``.
        same_as: the person this is, when the clerk found or recognised her.
        not_same: people who look alike and whom the clerk decided are others.
        doubts: fields whose unusual value the clerk confirmed.

    Raises:
        FieldErrors: by field.
        DeskError: she has a notice that nobody answered yet, or her number is somebody else's.
        LooksAlike: nobody decided yet about somebody who looks like her.
    """
    woman, data = _split(desk, values)
    with desk.writing("records.write", "notice.record", confirmed(doubts)) as session:
        person = register(session, desk, woman, same_as=same_as, not_same=not_same)
        notice = Notice(centre=desk.centre, person_id=person.id or 0, **data)
        _answered(session, notice)
        other = session.exec(select(Notice).where(Notice.person_id == person.id, _OPEN)).first()
        if other and notice.pregnancy_id is None and notice.outcome is None:
            raise DeskError(
                "OPEN_NOTICE",
                "{name} {day} 的孕情还没有建册,请打开那一条",
                name=person.name,
                day=other.found_on.isoformat(),
            )
        session.add(notice)
        session.flush()
        return view_notice(session, notice)


def correct_notice(
    desk: Desk, notice_id: int, versions: tuple[int, int], values: Mapping[str, Any], reason: str
) -> NoticeView:
    """Save a notice's form over the versions of notice and woman it was read from.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    woman, data = _split(desk, values)
    with desk.writing("records.write", "notice.correct", given(reason)) as session:
        notice = load(session, Notice, notice_id)
        person = load(session, Person, notice.person_id)
        refuse_taken_id(session, woman.get("id_no"), person.id)
        update(notice, data, versions[0])
        update(person, woman, versions[1])
        session.flush()
        refresh_keys(session, person, numbers_of(session, person.id or 0))
        if notice.pregnancy_id is None:
            _answered(session, notice)
        session.flush()
        return view_notice(session, notice)


def notice(desk: Desk, notice_id: int) -> NoticeView:
    """A notice as it is now."""
    with desk.reading() as session:
        return view_notice(session, load(session, Notice, notice_id))


def notices(desk: Desk, ask: Ask, *, everyone: bool = False) -> tuple[NoticeLine, ...]:
    """Notices that wait for a card, the oldest first; with ``everyone`` the others after them."""
    found_on = type_coerce(col(Notice.found_on), String)
    key: Any = case((_OPEN, literal("0")), else_=literal("1")).concat(found_on)
    place: Any = col(Notice.id)
    query = (
        select(key, Notice, Person, col(Village.name))
        .add_columns(col(Pregnancy.booked_on))
        .join(Person, col(Person.id) == col(Notice.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(Pregnancy, col(Pregnancy.id) == col(Notice.pregnancy_id), isouter=True)
        .where(*_meant(desk, ask.narrow, everyone=everyone))
    )
    backward = ask.last or ask.before is not None
    edge = ask.before if backward else ask.after
    if edge is not None:
        at = tuple_(literal(edge[0]), literal(edge[1]))
        query = query.where(tuple_(key, place) < at if backward else tuple_(key, place) > at)
    order = (key.desc(), place.desc()) if backward else (key, place)
    with desk.reading() as session:
        rows = session.execute(query.order_by(*order).limit(ask.limit)).all()
    lines = [_line(*row) for row in rows]
    return tuple(lines[::-1] if backward else lines)


def count_notices(desk: Desk, narrow: str = "", *, everyone: bool = False) -> int:
    """How many notices there are."""
    query = (
        select(func.count())
        .select_from(Notice)
        .join(Person, col(Person.id) == col(Notice.person_id))
        .where(*_meant(desk, narrow, everyone=everyone))
    )
    with desk.reading() as session:
        return session.scalar(query) or 0


def count_open(desk: Desk) -> tuple[int, int]:
    """How many notices wait for a card, and how many of them longer than the house rule says."""
    with desk.reading() as session:
        waiting = list(open_notices(session))
    return len(waiting), sum(each.book_by < desk.today for each in waiting)


def _meant(desk: Desk, narrow: str, *, everyone: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Notice.centre) == desk.centre]
    if not everyone:
        present = col(Person.died_on).is_(None) & col(Person.moved_out_on).is_(None)
        found += [_OPEN, present]
    if clean(narrow):
        people = Meant(desk.centre, clean(narrow), villages=True).people()
        found.append(col(Notice.person_id).in_(people))
    return found


def _line(
    key: str, notice: Notice, woman: Person, village: str | None, booked_on: date | None
) -> NoticeLine:
    return NoticeLine(
        key=(key, notice.id or 0),
        notice_id=notice.id or 0,
        person_id=notice.person_id,
        name=woman.name,
        village=village or "",
        found_on=notice.found_on,
        source=notice.source,
        lmp=notice.lmp,
        told_on=notice.told_on,
        outcome=notice.outcome,
        answered=notice.pregnancy_id is not None,
        booked_on=booked_on,
    )


def _split(desk: Desk, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The woman's values and the notice's, checked."""
    says, _ = identity(values, desk.today)
    wrong = problems_of(values, desk.today)
    if wrong:
        raise FieldErrors(wrong)
    whole = {"sex": "2", **values, **says}
    woman = {name: value for name, value in whole.items() if name in PERSON_FIELDS}
    told = {name: value for name, value in whole.items() if name not in PERSON_FIELDS}
    told = checked(NoticeData, told).model_dump()
    return checked(PersonData, woman).model_dump(include=set(woman)), told


def _answered(session: AuditedSession, notice: Notice) -> None:
    """By a card of hers that was there before the notice was written down."""
    hers = select(Pregnancy).where(Pregnancy.mother_id == notice.person_id)
    for pregnancy in session.exec(hers):
        if is_of(notice, pregnancy):
            notice.pregnancy_id = pregnancy.id
