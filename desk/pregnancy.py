"""The pregnancy card: open it, correct it, end it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk import card_rules
from desk.context import Desk, load, update
from desk.dating import dated
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.house_rules import rules_of
from desk.notice_view import answer_notices
from desk.people import numbers_of, refuse_taken_id, register
from desk.pregnancy_view import CardView, contacts_of, delivery_of, view_card
from desk.problems import LONGEST_DAYS, SHORTEST_BIRTH_DAYS, identity
from desk.risk_settling import take_typed
from desk.settling import settled
from models.base import FieldErrors, checked
from models.child import Child
from models.delivery import Newborn
from models.people import Person, PersonData
from models.pregnancy import BY_SCAN, EndData, Pregnancy, PregnancyData
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.text import clean

PERSON_FIELDS: dict[str, FieldSpec] = field_specs(PersonData)
# The woman first: an identity number fills in sex and birth date, so sex is not asked.
CARD_FIELDS: dict[str, FieldSpec] = {
    name: PERSON_FIELDS[name]
    for name in (
        "name",
        "id_no",
        "birth_date",
        "phones",
        "village_id",
        "group_no",
        "address",
        "residence",
    )
} | field_specs(PregnancyData)
END_FIELDS = field_specs(EndData)
DERIVED = frozenset({"risk_colours", "risk_factors"})  # by the assessments, never by this form


def open_card(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    same_as: int | None = None,
    not_same: Collection[int] = (),
    doubts: Sequence[str] = (),
) -> CardView:
    """A new card, with its woman registered or found.

    Args:
        desk: where.
        values: stored values of ``CARD_FIELDS``.
        same_as: the person this is, when the clerk found or recognised her.
        not_same: people who look alike and whom the clerk decided are others.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
        DeskError: her identity number is somebody else's, or she has an open card.
        LooksAlike: nobody decided yet about somebody who looks like her.
    """
    mother_values, card_values = _split(desk, values)
    with desk.writing("records.write", "card.open", confirmed(doubts)) as session:
        mother = register(session, desk, mother_values, same_as=same_as, not_same=not_same)
        refuse_open_card(session, mother)
        _refuse_taken_card(session, card_values.get("card_no"))
        pregnancy = Pregnancy(centre=desk.centre, mother_id=mother.id or 0, **card_values)
        session.add(pregnancy)
        session.flush()
        answer_notices(session, pregnancy)
        take_typed(session, desk, pregnancy)
        refresh_keys(session, mother, numbers_of(session, mother.id or 0))
        return settled(session, desk, pregnancy)


def card(desk: Desk, pregnancy_id: int) -> CardView:
    """A card as it is now."""
    with desk.reading() as session:
        return view_card(session, desk, load(session, Pregnancy, pregnancy_id))


def correct_card(  # noqa: PLR0913  what a correction consists of
    desk: Desk,
    pregnancy_id: int,
    version: int,
    values: Mapping[str, Any],
    reason: str,
    *,
    mother_version: int | None = None,
) -> CardView:
    """Save a card's form over the version it was read from; the old values stay in the history.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given, or another woman holds the identity number.
    """
    reason = given(reason)
    mother_values, card_values = _split(desk, values)
    with desk.writing("records.write", "card.correct", reason) as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        mother = load(session, Person, pregnancy.mother_id)
        refuse_taken_id(session, mother_values.get("id_no"), mother.id)
        _refuse_taken_card(session, card_values.get("card_no"), pregnancy.id)
        known = {n: v for n, v in card_values.items() if n not in DERIVED or n in values}
        before = pregnancy.dated
        update(pregnancy, known, version)
        _refuse_late_start(session, pregnancy, before)
        _birth_follows(session, pregnancy, before)
        update(mother, mother_values, mother_version or mother.version)
        session.flush()
        refresh_keys(session, mother, numbers_of(session, pregnancy.mother_id))
        return settled(session, desk, pregnancy)


def _refuse_late_start(session: Session, pregnancy: Pregnancy, before: date | None) -> None:
    """A pregnancy does not begin after something that is recorded of it.

    Raises:
        FieldErrors: the corrected dating would have it so.
    """
    start = pregnancy.dated
    if start is None or start == before:
        return
    seen = [each.visited_on for each in contacts_of(session, pregnancy.id or 0)[:1]]
    delivery = delivery_of(session, pregnancy.id or 0)
    seen += [delivery.delivered_on] if delivery else []
    if seen and min(seen) < start:
        name = "scan_ga_days" if pregnancy.lmp_basis == BY_SCAN else "lmp"
        raise FieldErrors(
            {
                name: RuleError(
                    "DATE_ORDER",
                    "{day} 已有随访或分娩,孕周不能从 {start} 算起",
                    day=min(seen).isoformat(),
                    start=start.isoformat(),
                )
            }
        )


def _birth_follows(session: Session, pregnancy: Pregnancy, before: date | None) -> None:
    """A gestation at birth that was counted from the old dating is counted from the new one."""
    delivery, after = delivery_of(session, pregnancy.id or 0), pregnancy.dated
    if delivery is None or delivery.ga_told:
        return
    if before is None or after is None or before == after:
        return
    was, now = ((delivery.delivered_on - start).days for start in (before, after))
    if not SHORTEST_BIRTH_DAYS <= now <= LONGEST_DAYS:
        return
    if delivery.ga_days == was:
        delivery.ga_days = now
    children = (
        select(Child)
        .join(Newborn, col(Newborn.id) == col(Child.newborn_id))
        .where(Newborn.delivery_id == delivery.id, Child.birth_ga_days == was)
    )
    for child in session.exec(children):
        child.birth_ga_days = now


def _split(desk: Desk, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The woman's and the card's values, completed and checked."""
    rules = rules_of(desk)
    says, wrong = identity(values, desk.today)
    whole = dated({"sex": "2", **values, **says}, rules)
    wrong |= card_rules.card(whole, desk.today, rules)
    if wrong:
        raise FieldErrors(wrong)
    mother = {name: value for name, value in whole.items() if name in PERSON_FIELDS}
    of_card = {name: value for name, value in whole.items() if name not in PERSON_FIELDS}
    mother = checked(PersonData, mother).model_dump(include=set(mother))
    return mother, checked(PregnancyData, of_card).model_dump()


def given(reason: str) -> str:
    """The reason of a correction, which must not be empty."""
    if not clean(reason):
        raise DeskError("REASON", "更正请写明原因")
    return clean(reason)


def confirmed(doubts: Sequence[str]) -> str:
    """The audit reason that says which unusual values the clerk confirmed."""
    return f"确认: {'、'.join(doubts)}" if doubts else ""


def refuse_open_card(session: Session, mother: Person) -> None:
    """A woman has one pregnancy at a time.

    Raises:
        DeskError: hers is on its way.
    """
    other = session.exec(
        select(Pregnancy).where(Pregnancy.mother_id == mother.id, Pregnancy.state == "ongoing")
    ).first()
    if other:
        raise DeskError(
            "OPEN_CARD",
            "{name} 已有未结案的孕册 {card}(建册 {day}),请打开原册",
            name=mother.name,
            card=other.card_no or "",
            day=other.booked_on.isoformat() if other.booked_on else "",
        )


def _refuse_taken_card(session: Session, card_no: str | None, own_id: int | None = None) -> None:
    if not card_no:
        return
    other = session.exec(select(Pregnancy).where(Pregnancy.card_no == card_no)).first()
    if other and other.id != own_id:
        holder = load(session, Person, other.mother_id)
        raise FieldErrors(
            {
                "card_no": RuleError(
                    "CARD_TAKEN", "编号 {card} 已用于 {name}", card=card_no, name=holder.name
                )
            }
        )


def open_pregnancy(session: Session, pregnancy_id: int) -> Pregnancy:
    """A pregnancy that may still be recorded on."""
    pregnancy = load(session, Pregnancy, pregnancy_id)
    refuse_closed(pregnancy)
    return pregnancy


def refuse_closed(pregnancy: Pregnancy) -> None:
    """Nothing more is recorded on a card that is closed.

    Raises:
        DeskError: it is.
    """
    if pregnancy.state in {"closed", "ended"}:
        raise DeskError("CLOSED", "此孕册已结案,不能再记")
