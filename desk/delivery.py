"""The delivery and the visits after it: from the newborn's child to the closed card."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from desk import birth_rules, problems, referral
from desk.births import (
    LIVE,
    babies_of,
    child_of,
    follow,
    make_children,
    remove_baby,
    settle_births,
)
from desk.closing import DEATH, died, give_back
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.people import numbers_of
from desk.pregnancy import confirmed, given, open_pregnancy
from desk.pregnancy_view import CardView, contacts_of, delivery_of, visits_of
from desk.settling import settled
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.delivery import (
    RECOVERED,
    Delivery,
    DeliveryData,
    Newborn,
    NewbornData,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.people import Person
from models.pregnancy import Pregnancy
from models.referral import DAY_42, POSTPARTUM
from rules.errors import RuleError
from rules.fields import field_specs

HOME_VISIT, DAY42 = "1", "2"
MET, CLOSES, REFERRED = "1", "1", "2"
MOST_BABIES = 6
_SENT_FROM = {HOME_VISIT: POSTPARTUM, DAY42: DAY_42}

DELIVERY_FIELDS = field_specs(DeliveryData)
NEWBORN_FIELDS = field_specs(NewbornData)
POSTPARTUM_FIELDS = field_specs(PostpartumVisitData)
RECOVERED_FIELD = RECOVERED


def record_delivery(
    desk: Desk,
    pregnancy_id: int,
    values: Mapping[str, Any],
    newborns: Sequence[Mapping[str, Any]],
    doubts: Sequence[str] = (),
) -> CardView:
    """The delivery of a pregnancy; each live-born baby is a child, once.

    A child has no name yet: it stands as its mother's son or daughter until it is named; one
    whom the child register knows already is joined.

    Raises:
        FieldErrors: by field.
        DeskError: the delivery is recorded already, no baby was given, or the card is closed.
    """
    data, babies = _whole(values), _babies(newborns)
    with desk.writing("records.write", "delivery.record", confirmed(doubts)) as session:
        pregnancy = open_pregnancy(session, pregnancy_id)
        if delivery_of(session, pregnancy_id):
            raise DeskError("DELIVERED", "这次分娩已经登记过,请打开更正")
        check_delivery(session, desk, pregnancy, data)
        delivery = Delivery(centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump())
        delivery.ga_told = data.ga_days != _counted(pregnancy, data)
        session.add(delivery)
        session.flush()
        kept = [_baby(session, delivery, n, baby) for n, baby in enumerate(babies, start=1)]
        settle_births(session, desk, delivery, kept)
        pregnancy.state = "delivered"
        settle_mother(pregnancy, load(session, Person, pregnancy.mother_id), data)
        return settled(session, desk, pregnancy)


def correct_delivery(  # noqa: PLR0913  what a correction consists of
    desk: Desk,
    delivery_id: int,
    version: int,
    values: Mapping[str, Any],
    reason: str,
    *,
    newborns: Sequence[Mapping[str, Any]] | None = None,
    newborn_versions: Sequence[int] = (),
) -> CardView:
    """A delivery and its babies; the children follow.

    Args:
        desk: where.
        delivery_id: which.
        version: of the delivery, as it was read.
        values: of the delivery.
        reason: why.
        newborns: every baby in its order, when they are corrected too: more than there were are
            added, fewer take away the last.
        newborn_versions: of the babies that were read.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given, or a child that is none after all has a history.
    """
    data = checked(DeliveryData, values)
    babies = None if newborns is None else _babies(newborns)
    with desk.writing("records.write", "delivery.correct", given(reason)) as session:
        delivery = load(session, Delivery, delivery_id)
        pregnancy = load(session, Pregnancy, delivery.pregnancy_id)
        mother = load(session, Person, pregnancy.mother_id)
        same_weeks = data.ga_days == delivery.ga_days
        if same_weeks and not delivery.ga_told:
            data.ga_days = None  # it follows from the day
        check_delivery(session, desk, pregnancy, data)
        was_dead = delivery.mother_outcome != LIVE
        update(delivery, data.model_dump(), version)
        if not same_weeks:
            delivery.ga_told = data.ga_days != _counted(pregnancy, data)
        if was_dead and data.mother_outcome == LIVE:
            _alive_after_all(pregnancy, mother)
        settle_mother(pregnancy, mother, data)
        changed = []
        if babies is not None:
            changed = _correct_babies(session, delivery, mother, babies, newborn_versions)
        for baby in babies_of(session, delivery_id):
            child = child_of(session, baby)
            if child:
                person = load(session, Person, child.person_id)
                person.birth_date, child.birth_ga_days = data.delivered_on, data.ga_days
                changed.append(baby)
        session.flush()
        settle_births(session, desk, delivery, {baby.id: baby for baby in changed}.values())
        return settled(session, desk, pregnancy)


def record_postpartum(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """A visit after the delivery, or that she refused it; the day-42 check closes the card.

    Raises:
        FieldErrors: by field.
        DeskError: there is no delivery yet.
    """
    data = _visit(values)
    with desk.writing("records.write", "postpartum.record", confirmed(doubts)) as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        delivery = delivery_of(session, pregnancy_id)
        if delivery is None:
            raise DeskError("NOT_DELIVERED", "还没有分娩记录,请先登记分娩")
        check_visit(session, desk, delivery, data)
        visit = PostpartumVisit(centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump())
        session.add(visit)
        session.flush()
        referral.follow(session, visit, pregnancy_id, _SENT_FROM[data.kind])
        _close_by(pregnancy, data)
        return settled(session, desk, pregnancy)


def correct_postpartum(
    desk: Desk, visit_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """A visit after the delivery; a day-42 check that closes no more opens its card again.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given, or it would become the other kind of visit.
    """
    data = _visit(values)
    with desk.writing("records.write", "postpartum.correct", given(reason)) as session:
        visit = load(session, PostpartumVisit, visit_id)
        pregnancy = load(session, Pregnancy, visit.pregnancy_id)
        delivery = delivery_of(session, visit.pregnancy_id)
        if delivery is None or data.kind != visit.kind:
            raise DeskError("KIND", "次别不能更正,请另记一次")
        check_visit(session, desk, delivery, data, visit_id)
        if closes(visit) and pregnancy.state == "closed" and pregnancy.ended_on == visit.visited_on:
            pregnancy.state, pregnancy.end_reason, pregnancy.ended_on = "delivered", None, None
        before = referral.Sent.by(visit)
        update(visit, data.model_dump(), version)
        referral.follow(session, visit, visit.pregnancy_id, _SENT_FROM[data.kind], before)
        _close_by(pregnancy, data)
        return settled(session, desk, pregnancy)


def make_child(desk: Desk, newborn_id: int) -> CardView:
    """A child of a live-born baby that has none yet: one known from a register read in.

    Raises:
        DeskError: it was not born alive, or it is a child already.
    """
    with desk.writing("records.write", "child.make") as session:
        return settled(session, desk, make_children(session, desk, newborn_id))


def check_delivery(session: Session, desk: Desk, pregnancy: Pregnancy, data: DeliveryData) -> None:
    """Refuse a delivery that does not fit its pregnancy; fill in its gestation.

    Raises:
        FieldErrors: by field.
    """
    wrong = problems.delivery(data.model_dump(), desk.today, pregnancy.dated)
    days = [contact.visited_on for contact in contacts_of(session, pregnancy.id or 0)]
    if days and data.delivered_on < max(days) and "delivered_on" not in wrong:
        wrong["delivered_on"] = RuleError(
            "DATE_ORDER", "早于最近一次产前随访 {day}", day=max(days).isoformat()
        )
    if wrong:
        raise FieldErrors(wrong)
    if data.ga_days is None:
        data.ga_days = _counted(pregnancy, data)


def _counted(pregnancy: Pregnancy, data: DeliveryData) -> int | None:
    """The gestation at birth by the dating in force."""
    return (data.delivered_on - pregnancy.dated).days if pregnancy.dated else None


def settle_mother(pregnancy: Pregnancy, mother: Person, data: DeliveryData) -> None:
    """A mother who died at the delivery ends her card."""
    if data.mother_outcome != LIVE:
        died(pregnancy, mother, mother.died_on or data.discharged_on or data.delivered_on)


def check_visit(
    session: Session,
    desk: Desk,
    delivery: Delivery,
    data: PostpartumVisitData,
    own_id: int | None = None,
) -> None:
    """Refuse a visit its delivery has no room for; ``own_id`` is the one being corrected.

    Raises:
        FieldErrors: by field.
    """
    wrong = birth_rules.visit(data.model_dump(), desk.today, delivery.delivered_on)
    for other in visits_of(session, delivery.pregnancy_id):
        if (other.kind, other.visited_on) == (data.kind, data.visited_on) and other.id != own_id:
            wrong["visited_on"] = RuleError("SAME_DAY", "这一天已有随访记录,请打开更正")
    if wrong:
        raise FieldErrors(wrong)


def closes(visit: PostpartumVisitData) -> bool:
    """Whether a visit closes its card: a day-42 check that was done and sent her nowhere."""
    return visit.kind == DAY42 and visit.met == MET and visit.handling != REFERRED


def _close_by(pregnancy: Pregnancy, visit: PostpartumVisitData) -> None:
    if closes(visit) and pregnancy.state == "delivered":
        pregnancy.state, pregnancy.end_reason = "closed", "1"
        pregnancy.ended_on = visit.visited_on


def _alive_after_all(pregnancy: Pregnancy, mother: Person) -> None:
    if pregnancy.state == "ended" and pregnancy.end_reason == DEATH:
        give_back(pregnancy, mother, "delivered")


def _whole(values: Mapping[str, Any]) -> DeliveryData:
    """The delivery; where it was says whether that was a hospital, unless told."""
    told = values.get("in_hospital") or birth_rules.in_hospital(values.get("level"))
    return checked(DeliveryData, {**values, "in_hospital": told})


def _babies(newborns: Sequence[Mapping[str, Any]]) -> list[NewbornData]:
    if not 1 <= len(newborns) <= MOST_BABIES:
        raise DeskError("NEWBORNS", "请登记每个新生儿(1–{most} 个)", most=MOST_BABIES)
    wrong = birth_rules.newborns(newborns)
    if wrong:
        raise FieldErrors(wrong)
    return [checked(NewbornData, baby) for baby in newborns]


def _baby(session: AuditedSession, delivery: Delivery, order: int, data: NewbornData) -> Newborn:
    kept = Newborn(
        centre=delivery.centre,
        delivery_id=delivery.id or 0,
        birth_order=order,
        **data.model_dump(),
    )
    session.add(kept)
    session.flush()
    return kept


def _correct_babies(
    session: AuditedSession,
    delivery: Delivery,
    mother: Person,
    babies: Sequence[NewbornData],
    versions: Sequence[int],
) -> list[Newborn]:
    """The babies as they should be; those that changed or are new."""
    changed = []
    kept = babies_of(session, delivery.id or 0)
    for baby in kept[len(babies) :]:
        remove_baby(session, baby)
    for baby, data, version in zip(kept, babies, versions, strict=False):
        before = Newborn(**baby.model_dump())
        update(baby, data.model_dump(), version)
        if before.model_dump() == baby.model_dump():
            continue
        changed.append(baby)
        child = child_of(session, baby)
        if child:
            person = load(session, Person, child.person_id)
            follow(child, person, before, baby, mother)
            session.flush()
            refresh_keys(session, person, numbers_of(session, child.person_id))
    changed += [
        _baby(session, delivery, order, data)
        for order, data in enumerate(babies[len(kept) :], start=len(kept) + 1)
    ]
    return changed


def _visit(values: Mapping[str, Any]) -> PostpartumVisitData:
    """The visit; whether she was sent on stands in one field, whichever form said it."""
    data = checked(PostpartumVisitData, values)
    if data.kind == DAY42:
        data.handling = data.handling or (CLOSES if data.met == MET else None)
        data.referral = "2" if data.handling == REFERRED else "1"
    return data
