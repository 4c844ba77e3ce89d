"""A card that ends without a day-42 check, and one that was ended or closed by mistake."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from desk.closing import BEFORE_BIRTH, DEATH, MISCARRIAGE, MOVED, WHERE, give_back
from desk.context import Desk, load
from desk.errors import DeskError
from desk.maternal_death import WITHDRAWN
from desk.pregnancy import confirmed, given, open_pregnancy, refuse_open_card
from desk.pregnancy_view import CardView, delivery_of, view_card
from desk.problems import Problems, Values, not_future
from desk.settling import settled
from models.base import FieldErrors, checked
from models.death import MaternalDeath
from models.people import Person
from models.pregnancy import EndData, Pregnancy
from rules.birth import BIRTH_DAYS
from rules.errors import RuleError


def end_problems(values: Values, today: date, card: CardView) -> Problems:
    """What is wrong about an ending, by field."""
    wrong = not_future(values, today, "ended_on")
    day, reason, start = values.get("ended_on"), values.get("end_reason"), card.start
    if day and start and day < start:
        wrong["ended_on"] = RuleError(
            "DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=start.isoformat()
        )
    if card.state == "delivered" and reason in BEFORE_BIRTH:
        wrong["end_reason"] = RuleError("DELIVERED", "已登记分娩,不能按流产、引产结案")
    days = _weeks(values, card)
    if reason == MISCARRIAGE and days is not None and days >= BIRTH_DAYS and not wrong:
        wrong["end_reason"] = RuleError("A_BIRTH", "已满28周,请登记分娩(死胎或死产)")
    return wrong


def end_doubts(values: Values, card: CardView) -> Problems:
    """An induced or ectopic end is not expected so late."""
    days = _weeks(values, card)
    if values.get("end_reason") in BEFORE_BIRTH and days is not None and days >= BIRTH_DAYS:
        return {"end_reason": RuleError("LATE_LOSS", "已满28周;死胎引产请登记分娩,仍按引产结案吗?")}
    return {}


def end_card(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """Close a card that has no delivery to come: a loss, a move, a death, a woman lost.

    Args:
        desk: where.
        pregnancy_id: which card.
        values: stored values of ``END_FIELDS``.
        doubts: fields whose unusual value the clerk confirmed.

    Raises:
        FieldErrors: by field.
        DeskError: the card is closed already.
    """
    data = checked(EndData, values)
    with desk.writing("records.write", "card.end", confirmed(doubts)) as session:
        pregnancy = open_pregnancy(session, pregnancy_id)
        card = view_card(session, desk, pregnancy)
        wrong = end_problems(data.model_dump(), desk.today, card)
        if wrong:
            raise FieldErrors(wrong)
        pregnancy.state = "ended"
        pregnancy.ended_on, pregnancy.end_reason = data.ended_on, data.end_reason
        if data.end_reason in BEFORE_BIRTH:
            data.end_ga_days = _weeks(data.model_dump(), card)
        for name in WHERE:
            setattr(pregnancy, name, getattr(data, name))
        mother = load(session, Person, pregnancy.mother_id)
        if data.end_reason == DEATH:
            mother.died_on = data.ended_on
        elif data.end_reason == MOVED:
            mother.moved_out_on = data.ended_on
        if data.remark:
            kept = [pregnancy.remark, data.remark]
            pregnancy.remark = "\n".join(part for part in kept if part)
        return settled(session, desk, pregnancy)


def reopen(desk: Desk, pregnancy_id: int, reason: str) -> CardView:
    """Take back a closing that was wrong; a death or a move it told of is taken back, too.

    Raises:
        DeskError: no reason, nothing to take back, her death is recorded elsewhere, or she has
            another pregnancy going on.
    """
    with desk.writing("records.write", "card.reopen", given(reason)) as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        mother = load(session, Person, pregnancy.mother_id)
        if pregnancy.state not in {"closed", "ended"}:
            raise DeskError("NOT_CLOSED", "这张孕册没有结案")
        delivery = delivery_of(session, pregnancy_id)
        if pregnancy.end_reason == DEATH:
            if delivery and delivery.mother_outcome != "1":
                raise DeskError("DIED", "分娩记录写的是母亲死亡,请先更正分娩记录")
            if _death_stands(session, pregnancy_id):
                raise DeskError("DIED", "已有死亡报告卡,请先把报告卡的归类改为误报")
        if delivery is None:
            refuse_open_card(session, mother)
        give_back(pregnancy, mother, "delivered" if delivery else "ongoing")
        return settled(session, desk, pregnancy)


def _death_stands(session: Session, pregnancy_id: int) -> bool:
    card = session.exec(
        select(MaternalDeath).where(MaternalDeath.pregnancy_id == pregnancy_id)
    ).first()
    return card is not None and card.counted != WITHDRAWN


def _weeks(values: Values, card: CardView) -> int | None:
    """The gestation at the end: as told, else from the day."""
    told: int | None = values.get("end_ga_days")
    if told is not None or not values.get("ended_on") or not card.start:
        return told
    days: int = (values["ended_on"] - card.start).days
    return days
