"""What happened in the pregnancies of a register: contacts, deliveries, visits after birth."""

import re
from collections import defaultdict
from collections.abc import Sequence

from desk.intake.pregnancy_draft import DAY42, Case
from desk.intake.work import Work
from desk.risk_settling import kind_of, taken_over
from models.antenatal import AntenatalContact, AntenatalContactData
from models.delivery import Delivery, Newborn, NewbornData, PostpartumVisit, PostpartumVisitData
from models.risk import RiskAssessment, RiskAssessmentData
from rules.fields import field_specs

_NOT_LIVE = re.compile(r"死胎|死产")
_VISIT = field_specs(PostpartumVisitData)


def take_events(work: Work, cases: Sequence[Case]) -> None:
    """Everything after the card, of pregnancies that are saved."""
    _assessments(work, cases)
    _contacts(work, cases)
    _visits(work, cases)
    _deliveries(work, cases)
    work.session.flush()


def _assessments(work: Work, cases: Sequence[Case]) -> None:
    """The risk a register tells is the first assessment of a card that has none.

    Told again, it is held against what a register told before; what was judged here stays.
    """
    told = [case for case in cases if case.draft.card.risk_colours or case.draft.card.risk_factors]
    ids = [case.pregnancy.id for case in told]
    judged = {kept.pregnancy_id: kept for kept in work.fetch(RiskAssessment, "pregnancy_id", ids)}
    for case in told:
        pregnancy, card = case.pregnancy, case.draft.card
        kept = judged.get(pregnancy.id or 0)
        if kept is None:
            day = pregnancy.booked_on or pregnancy.start or work.desk.today
            judged[pregnancy.id or 0] = work.add(case.row, taken_over(pregnancy, card, day))
        elif kept.risk_table is None:
            told_now = RiskAssessmentData(
                assessed_on=kept.assessed_on, colours=card.risk_colours, factors=card.risk_factors
            )
            work.fill(case.row, kept, told_now, "kind", "items")
            kept.kind = kind_of(kept.colours)


def _contacts(work: Work, cases: Sequence[Case]) -> None:
    known: defaultdict[int, list[AntenatalContact]] = defaultdict(list)
    ids = [case.pregnancy.id for case in cases]
    for kept in work.fetch(AntenatalContact, "pregnancy_id", ids):
        known[kept.pregnancy_id].append(kept)
    for case in cases:
        contacts = known[case.pregnancy.id or 0]
        for data in case.draft.contacts:
            _contact(work, case, contacts, data)


def _contact(
    work: Work, case: Case, contacts: list[AntenatalContact], data: AntenatalContactData
) -> None:
    numbered = next((kept for kept in contacts if kept.number == data.number), None)
    if numbered:
        if numbered.visited_on != data.visited_on:
            label = f"第{data.number}次产前检查"
            work.differs(case.row, label, numbered.visited_on, data.visited_on)
        return
    that_day = next((kept for kept in contacts if kept.visited_on == data.visited_on), None)
    if that_day is None:
        pregnancy_id = case.pregnancy.id or 0
        values = data.model_dump()
        new = AntenatalContact(centre=work.centre, pregnancy_id=pregnancy_id, **values)
        contacts.append(work.add(case.row, new))
    elif that_day.number is None:
        work.fill(case.row, that_day, data)
    else:
        work.find(
            case.row,
            "SAME_DAY",
            "第{number}次与第{other}次产前检查同一天({day}),只记一次",
            number=data.number,
            other=that_day.number,
            day=data.visited_on.isoformat(),
        )


def _visits(work: Work, cases: Sequence[Case]) -> None:
    known: defaultdict[tuple[int, str], list[PostpartumVisit]] = defaultdict(list)
    ids = [case.pregnancy.id for case in cases]
    for kept in work.fetch(PostpartumVisit, "pregnancy_id", ids):
        known[kept.pregnancy_id, kept.kind].append(kept)
    for case in cases:
        pregnancy_id = case.pregnancy.id or 0
        for data in case.draft.visits:
            visits = known[pregnancy_id, data.kind]
            days = [visit.visited_on for visit in visits]
            if not visits:
                values = data.model_dump()
                new = PostpartumVisit(centre=work.centre, pregnancy_id=pregnancy_id, **values)
                visits.append(work.add(case.row, new))
            elif data.visited_on not in days:
                kind = _VISIT["kind"].choice(data.kind)
                label = kind.label if kind else data.kind
                work.differs(case.row, label, "、".join(map(str, days)), data.visited_on)


def _deliveries(work: Work, cases: Sequence[Case]) -> None:
    delivered = [case for case in cases if case.draft.delivery]
    known = {
        kept.pregnancy_id: kept
        for kept in work.fetch(Delivery, "pregnancy_id", [case.pregnancy.id for case in delivered])
    }
    babies: defaultdict[int, list[Newborn]] = defaultdict(list)
    for baby in work.fetch(Newborn, "delivery_id", [kept.id for kept in known.values()]):
        babies[baby.delivery_id].append(baby)
    for case in delivered:
        data, pregnancy_id = case.draft.delivery, case.pregnancy.id or 0
        if data is None:
            continue
        if kept := known.get(pregnancy_id):
            work.fill(case.row, kept, data)
        elif case.pregnancy.state == "ended":
            work.differs(case.row, "分娩日期", "已结案,无分娩", data.delivered_on)
        else:
            values = data.model_dump()
            new = Delivery(centre=work.centre, pregnancy_id=pregnancy_id, **values)
            known[pregnancy_id] = work.add(case.row, new)
    work.session.flush()
    for case in delivered:
        if delivery := known.get(case.pregnancy.id or 0):
            _newborns(work, case, babies[delivery.id or 0], delivery.id or 0)


def _newborns(work: Work, case: Case, kept: list[Newborn], delivery_id: int) -> None:
    """Babies of a delivery in their order; a kept number of babies is never changed."""
    given = case.draft.newborns
    if not kept:
        for order, data in enumerate(given, start=1):
            values = data.model_dump()
            baby = Newborn(centre=work.centre, delivery_id=delivery_id, birth_order=order, **values)
            kept.append(work.add(case.row, baby))
        if _NOT_LIVE.search(case.draft.card.remark or ""):
            work.find(case.row, "CHECK_OUTCOME", "备注提到死胎或死产,新生儿按活产记入,请核对结局")
    elif len(kept) == len(given):
        for baby, data in zip(_in_order(kept, given), given, strict=True):
            work.fill(case.row, baby, data, "outcome")
    elif given:
        work.differs(case.row, "新生儿人数", len(kept), len(given))


def _in_order(kept: Sequence[Newborn], given: Sequence[NewbornData]) -> list[Newborn]:
    """Kept babies in the order of the register, which may name twins the other way round."""
    left = sorted(kept, key=lambda baby: baby.birth_order)
    found = []
    for data in given:
        best = max(left, key=lambda baby: _likeness(baby, data))  # first of equals
        left.remove(best)
        found.append(best)
    return found


def _likeness(baby: Newborn, data: NewbornData) -> tuple[bool, bool]:
    return baby.sex == data.sex, baby.weight_g is not None and baby.weight_g == data.weight_g


def reach_state(work: Work, case: Case) -> None:
    """Delivered, and closed by the day-42 check; a state reached is never taken back."""
    pregnancy, draft = case.pregnancy, case.draft
    day42 = next((visit.visited_on for visit in draft.visits if visit.kind == DAY42), None)
    if draft.delivery and pregnancy.state == "ongoing":
        pregnancy.state = "delivered"
        work.mark(case.row)
    if day42 and pregnancy.state in {"ongoing", "delivered"}:
        pregnancy.state, pregnancy.end_reason, pregnancy.ended_on = "closed", "1", day42
        work.mark(case.row)
