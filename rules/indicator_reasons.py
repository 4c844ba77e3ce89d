"""Why somebody does not count: every condition of a rate, as the sentence that can be acted on.

Each function answers with the reasons one woman or child is missed; none means counted. A reason
whose time has not run out says until when it can be mended.
"""

from datetime import date, timedelta

from rules.errors import RuleError
from rules.gestation import GestationalAge
from rules.indicator_facts import ChildFacts, Frame, MotherFacts
from rules.schedule import Contact, child_contacts

Reasons = tuple[RuleError, ...]
_WEEK = 7


def booked(woman: MotherFacts, frame: Frame) -> Reasons:
    """A card exists."""
    if woman.booked_on and woman.booked_on <= frame.today:
        return ()
    return (RuleError("NOT_BOOKED", "未建册"),)


def booked_early(woman: MotherFacts, frame: Frame) -> Reasons:
    """Booked before 13 weeks; a woman booked but never examined by then does not count."""
    missing = booked(woman, frame)
    if missing or woman.booked_on is None:
        return missing
    start = woman.conceived
    if start is None:
        return (RuleError("GA_UNKNOWN", "末次月经和建册孕周都没有,无法判断建册孕周"),)
    days = (woman.booked_on - start).days
    if days < 0:
        return (RuleError("DATE_ORDER", "建册日期早于末次月经,请核对"),)
    if days > frame.settings.booking_days:
        age = GestationalAge.from_days(days)
        return (RuleError("BOOKED_LATE", "建册时已孕{age}", age=age),)
    return examined_early(woman, frame)


def examined_early(woman: MotherFacts, frame: Frame) -> Reasons:
    """The first antenatal examination was before 13 weeks."""
    start, limit = woman.conceived, frame.settings.booking_days
    if start is None:
        return (RuleError("GA_UNKNOWN", "末次月经和建册孕周都没有,无法判断首检孕周"),)
    if any(0 <= (day - start).days <= limit for day in _antenatal(woman, frame)):
        return ()
    weeks = (limit + 1) // _WEEK
    return (RuleError("NOT_EXAMINED_EARLY", "孕{weeks}周前没有产前检查", weeks=weeks),)


def enough_contacts(woman: MotherFacts, frame: Frame) -> Reasons:
    """At least five antenatal contacts, on different days, before the delivery."""
    count, needed = len(_antenatal(woman, frame)), frame.settings.min_contacts
    if count >= needed:
        return ()
    sentence = "产前检查 {count} 次,不足 {needed} 次"
    return (RuleError("FEW_CONTACTS", sentence, count=count, needed=needed),)


def delivered_in_hospital(woman: MotherFacts, _: Frame) -> Reasons:
    """Born in a hospital."""
    if woman.hospital_delivery:
        return ()
    if woman.hospital_delivery is None:
        return (RuleError("PLACE_UNKNOWN", "分娩地点不详"),)
    return (RuleError("HOME_BIRTH", "非住院分娩"),)


def visited_after_birth(woman: MotherFacts, frame: Frame) -> Reasons:
    """A home visit within 28 days of discharge; no discharge date: of the delivery."""
    limit = frame.settings.postpartum_days
    start = woman.discharged_on or woman.delivered_on
    visits = sorted(day for day in woman.postpartum_visits if day <= frame.today)
    after = [(day - start).days for day in visits if day >= start]
    last = start + timedelta(days=limit)
    if after and after[0] <= limit:
        return ()
    if after:
        sentence = "出院后第{days}天才访视,超过{limit}天"
        if not woman.discharged_on:
            sentence = "分娩后第{days}天才访视,超过{limit}天(无出院日期)"
        return (RuleError("VISIT_LATE", sentence, days=after[0], limit=limit),)
    if visits:
        sentence = "访视日期 {day} 早于出院,请核对"
        return (RuleError("DATE_ORDER", sentence, day=visits[-1]),)
    if frame.today <= last:
        return (_still_open(last),)
    return (_not_visited(woman, frame),)


def _not_visited(woman: MotherFacts, frame: Frame) -> RuleError:
    """Nobody came in time, or she did not want it."""
    refused = max((day for day in woman.refused_visits if day <= frame.today), default=None)
    if refused:
        return RuleError("REFUSED", "{day} 拒访,不计访视", day=refused)
    limit = frame.settings.postpartum_days
    if woman.discharged_on:
        return RuleError("NO_VISIT", "出院后{limit}天内无访视", limit=limit)
    return RuleError("NO_VISIT", "分娩后{limit}天内无访视(无出院日期)", limit=limit)


def managed_throughout(woman: MotherFacts, frame: Frame) -> Reasons:
    """系统管理: examined early, five contacts, born in hospital, visited after birth."""
    return (
        *examined_early(woman, frame),
        *enough_contacts(woman, frame),
        *delivered_in_hospital(woman, frame),
        *visited_after_birth(woman, frame),
    )


def visited_as_newborn(child: ChildFacts, frame: Frame) -> Reasons:
    """At least one visit before the 28th day of life is over."""
    days = frame.settings.newborn_days
    last = child.birth_date + timedelta(days=days - 1)
    visits = sorted(day for day in child.visits if child.birth_date <= day <= frame.today)
    if visits and visits[0] <= last:
        return ()
    if visits:
        age = (visits[0] - child.birth_date).days
        sentence = "出生后第{age}天才访视,超过{limit}天"
        return (RuleError("VISIT_LATE", sentence, age=age, limit=days - 1),)
    if frame.today <= last:
        return (_still_open(last),)
    return (RuleError("NO_VISIT", "出生后{limit}天内无访视", limit=days),)


def checked_on_schedule(child: ChildFacts, frame: Frame) -> Reasons:
    """Every check whose window closed in the period was done; none closed: managed."""
    due = [
        contact
        for contact in child_contacts(child.birth_date)
        if contact.code in frame.settings.system_checks
        and frame.covers(contact.closes)
        and (child.since is None or child.since <= contact.closes)
    ]
    missing = (_not_checked(contact, child.checks.get(contact.code), frame) for contact in due)
    return tuple(reason for reason in missing if reason)


def _antenatal(woman: MotherFacts, frame: Frame) -> set[date]:
    """The days of antenatal contacts: not after the delivery, not after today."""
    last = min(woman.delivered_on, frame.today)
    return {day for day in woman.contacts if day <= last}


def _not_checked(contact: Contact, done: date | None, frame: Frame) -> RuleError | None:
    first = contact.opens - timedelta(days=frame.settings.early_days)
    if done is None or done > frame.today:
        if frame.today <= contact.counts_until:
            sentence = "{contact}检查未做,{last} 及以前补做仍可计入"
            return RuleError(
                "CHECK_OPEN", sentence, contact=contact.name, last=contact.counts_until
            )
        return RuleError("NO_CHECK", "{contact}检查未做", contact=contact.name)
    if done < first:
        sentence = "{contact}检查 {day} 做,早于 {first}"
        return RuleError("CHECK_EARLY", sentence, contact=contact.name, day=done, first=first)
    if done > contact.counts_until:
        sentence = "{contact}检查 {day} 才做,晚于 {last}"
        return RuleError(
            "CHECK_LATE", sentence, contact=contact.name, day=done, last=contact.counts_until
        )
    return None


def _still_open(last: date) -> RuleError:
    return RuleError("VISIT_OPEN", "尚未访视,{last} 及以前访视仍可计入", last=last)
