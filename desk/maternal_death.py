"""The report card of a mother's death: it ends her card (its clock: ``desk.death_settling``).

Maternal is a death from conception to 42 days after the pregnancy ended; an accident is recorded
and not counted (妇幼卫生年报 指标解释).
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from desk.case import CaseKind
from desk.closing import BEFORE_BIRTH, DEATH, died, give_back
from desk.context import Desk, load
from desk.problems import Problems, not_future
from models.audit import AuditedSession
from models.death import MaternalDeath, MaternalDeathData
from models.delivery import Delivery
from models.people import Person
from models.pregnancy import Pregnancy
from rules.bands import MATERNAL_DEATH_DAYS, maternal_death
from rules.errors import RuleError

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

COUNTED, ACCIDENT, LATE, WITHDRAWN = "1", "2", "3", "9"  # codes of MaternalDeathData.counted
ALIVE = "1"


def check(values: Mapping[str, Any], today: date, card: "CardView") -> Problems:
    """A death within what the books know of her."""
    wrong = not_future(values, today, "died_on", "filled_on")
    day, counted = values.get("died_on"), values.get("counted")
    if counted == WITHDRAWN:
        if card.delivery and card.delivery.values["mother_outcome"] != ALIVE:
            wrong["counted"] = RuleError("DIED", "分娩记录写的是母亲死亡,请先更正分娩记录")
        return wrong
    if not day:
        return wrong
    seen = [record.values["visited_on"] for record in card.contacts]
    seen += [visit.values["visited_on"] for visit in card.visits if visit.values["met"] == "1"]
    last = max(seen, default=None)
    if card.start and day < card.start:
        wrong["died_on"] = RuleError(
            "DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=card.start.isoformat()
        )
    elif last and day < last:
        wrong["died_on"] = RuleError(
            "DATE_ORDER", "早于最近一次随访 {day},请核对", day=last.isoformat()
        )
    ended = pregnancy_ended(card)
    if counted == COUNTED and ended and not maternal_death(ended, day):
        wrong["counted"] = RuleError(
            "AFTER_42_DAYS",
            "距妊娠结束 {days} 天,超过{limit}天,不计孕产妇死亡",
            days=(day - ended).days,
            limit=MATERNAL_DEATH_DAYS,
        )
    if counted == LATE and (ended is None or maternal_death(ended, day)):
        wrong["counted"] = RuleError(
            "WITHIN_42_DAYS", "没有超过产后{limit}天,请重新归类", limit=MATERNAL_DEATH_DAYS
        )
    return wrong


def pregnancy_ended(card: "CardView") -> date | None:
    """The day the pregnancy ended, by birth or by loss; None while she carried."""
    if card.delivery:
        day: date = card.delivery.values["delivered_on"]
        return day
    return card.ended_on if card.end_reason in BEFORE_BIRTH else None


def follow(
    session: AuditedSession,
    desk: Desk,  # noqa: ARG001  what follows a kind has its shape
    pregnancy: Pregnancy,
    record: Any,
) -> None:
    """Her card ends; a death withdrawn gives her back."""
    mother = load(session, Person, pregnancy.mother_id)
    if record.counted == WITHDRAWN:
        if pregnancy.end_reason == DEATH:
            of_her = select(Delivery.id).where(Delivery.pregnancy_id == pregnancy.id)
            delivered = session.exec(of_her).first()
            give_back(pregnancy, mother, "delivered" if delivered else "ongoing")
        mother.died_on = None
    else:
        died(pregnancy, mother, record.died_on)


MATERNAL_DEATHS = CaseKind(
    name="maternal_deaths",
    title="孕产妇死亡",
    act="maternal_death",
    data=MaternalDeathData,
    table=MaternalDeath,
    day="died_on",
    shows=("counted", "cause_1", "cause_class"),
    register="孕产妇死亡登记",
    once=True,
    closed_too=True,
    check=check,
    after=follow,
)
