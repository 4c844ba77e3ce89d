"""Applying for the delivery subsidy, moving it on, and who stands where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.case_work import record
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.house_rules import HouseRules, house_rules, rules_of
from desk.pregnancy import confirmed
from desk.pregnancy_view import CardView, values_of, view_card
from desk.settling import settled
from desk.subsidy import IN_HOSPITAL, KIND
from models.base import FieldErrors, checked
from models.delivery import Delivery
from models.people import Person, Village
from models.pregnancy import Pregnancy
from models.subsidy import Subsidy, SubsidyData
from rules.subsidy import (
    APPLIED,
    DAYS,
    FIRST,
    IN_COUNTY,
    OUTSIDE,
    OWN,
    PAID,
    PUBLISHED,
    REFUSED,
    TO_APPLY,
    proposed,
    refuse_jump,
)

YEAR = timedelta(days=365)
# What an application sent in again has no longer: the days and words of the way it went before.
_ANEW = ("reviewed_on", "reviewer", "published_on", "returned_on", "refused_on", "why")


@dataclass(frozen=True, slots=True)
class SubsidyLine:
    """A delivery and its subsidy; ``record_id`` None while nothing was noted."""

    person_id: int
    pregnancy_id: int
    record_id: int | None
    name: str
    village: str
    delivered_on: date
    place: str
    category: str | None
    state: str
    since: date
    paid_fen: int | None
    why: str


def standard(rules: HouseRules, category: str | None) -> int | None:
    """What this centre pays for a category, in fen."""
    by_category = {
        OWN: rules.subsidy_own_fen,
        IN_COUNTY: rules.subsidy_county_fen,
        OUTSIDE: rules.subsidy_outside_fen,
    }
    return by_category.get(category or "")


def refuse_off(rules: HouseRules) -> None:
    """Refuse where the county has given the subsidy up.

    Raises:
        DeskError: OFF.
    """
    if not rules.subsidy_on:
        raise DeskError("OFF", "本院规定里已不办理分娩补助")


def apply(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """Note a subsidy; with the day of the application it waits for review at once.

    Raises:
        FieldErrors: by field.
        DeskError: it is there already, or none are given here.
    """
    rules = rules_of(desk)
    refuse_off(rules)
    whole = dict(values)
    if whole.get("standard_fen") is None:
        whole["standard_fen"] = standard(rules, whole.get("category"))
    whole["state"] = APPLIED if whole.get("applied_on") else FIRST
    return record(desk, KIND.name, pregnancy_id, whole, doubts)


def step(
    desk: Desk, record_id: int, version: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """The next state of a subsidy, with its day and what belongs to it.

    Args:
        desk: where.
        record_id: the subsidy.
        version: as it was read.
        values: ``state``, the day of that state and what else the step fills in.
        doubts: fields whose unusual value was confirmed.

    Raises:
        Conflict: somebody saved it since.
        RuleError: the state does not follow.
        FieldErrors: by field.
        DeskError: none are given here.
    """
    with desk.writing(KIND.writes, f"{KIND.act}.step", confirmed(doubts)) as session:
        refuse_off(house_rules(session))
        kept = load(session, Subsidy, record_id)
        pregnancy = load(session, Pregnancy, kept.pregnancy_id)
        refuse_jump(kept.state, values["state"], kept.category)
        data = checked(SubsidyData, stepped(values_of(kept, SubsidyData), values))
        wrong = KIND.check(data.model_dump(), desk.today, view_card(session, desk, pregnancy))
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data.model_dump(), version)
        return settled(session, desk, pregnancy)


def stepped(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A subsidy after a step: what the step says, and what follows from it."""
    whole = {**before, **values}
    state = whole["state"]
    if state == APPLIED:
        whole |= dict.fromkeys(_ANEW)
    if state in {PUBLISHED, PAID} and whole.get("reviewed_on") is None:
        whole["reviewed_on"] = whole.get(DAYS[state])
    if state == PAID and whole.get("paid_fen") is None:
        whole["paid_fen"] = proposed(whole.get("standard_fen"), whole.get("total_fen"))
    return whole


def subsidies(desk: Desk) -> tuple[SubsidyLine, ...]:
    """Everybody who waits for something, longest first; then what ended within a year.

    A woman who gave birth in hospital within a year and of whom nothing was noted is to apply.

    Raises:
        DeskError: none are given here.
    """
    with desk.reading() as session:
        refuse_off(house_rules(session))
        lines = [_line(*row) for row in _rows(session, desk.today - YEAR)]
        lines.sort(key=lambda line: (line.state in {PAID, REFUSED}, line.since, line.pregnancy_id))
        return tuple(lines)


def _rows(session: Session, since: date) -> list[tuple[Any, ...]]:
    found = (
        select(Delivery, Subsidy, Person, col(Village.name))
        .join(Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
    )
    of_delivery = col(Subsidy.pregnancy_id) == col(Delivery.pregnancy_id)
    unnoted = (
        found.join(Subsidy, of_delivery, isouter=True)
        .where(Delivery.delivered_on >= since, Delivery.in_hospital == IN_HOSPITAL)
        .where(col(Subsidy.id).is_(None))
    )
    noted = found.join(Subsidy, of_delivery).where(
        col(Subsidy.state).not_in((PAID, REFUSED)) | (Delivery.delivered_on >= since)
    )
    return [tuple(row) for query in (unnoted, noted) for row in session.execute(query)]


def _line(
    delivery: Delivery, subsidy: Subsidy | None, woman: Person, village: str | None
) -> SubsidyLine:
    state = subsidy.state if subsidy else TO_APPLY
    day = getattr(subsidy, DAYS[state]) if subsidy and state in DAYS else None
    return SubsidyLine(
        person_id=woman.id or 0,
        pregnancy_id=delivery.pregnancy_id,
        record_id=subsidy.id if subsidy else None,
        name=woman.name,
        village=village or "",
        delivered_on=delivery.delivered_on,
        place=delivery.place or "",
        category=subsidy.category if subsidy else delivery.area,
        state=state,
        since=day or delivery.delivered_on,
        paid_fen=subsidy.paid_fen if subsidy else None,
        why=(subsidy.why or "") if subsidy else "",
    )
