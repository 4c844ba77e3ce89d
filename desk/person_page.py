"""The person's page: the person, the family, and the family's line of events, newest first.

What happened is told as ``Words``: a template and its parameters, so that the interface can say it
in its own language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.application_known import born_elsewhere
from desk.application_view import OVER, STEPS, ApplicationView, views
from desk.birth_rules import ORGANS, fever
from desk.calls import CALL_FIELDS, CallView, calls_of
from desk.case import CaseKind
from desk.case_kinds import KINDS
from desk.child import CHECK_FIELDS, ChildView, view_child
from desk.child_death import CHILD_DEATH_FIELDS
from desk.context import Desk, load
from desk.delivery import DAY42, DELIVERY_FIELDS, MET, NEWBORN_FIELDS, POSTPARTUM_FIELDS
from desk.house_rules import house_rules
from desk.people import PersonView, view_person
from desk.pregnancy_view import CardView, RecordView, view_card
from desk.referral import Unanswered, unanswered
from desk.report import REPORT_FIELDS, ReportView, reports_of
from models.blanks import Blank
from models.certificate import KINDS as KINDS_OF_ISSUE
from models.certificate import Application, Issue
from models.child import Child
from models.notice import Notice, NoticeData
from models.people import Person
from models.pregnancy import Pregnancy
from rules.antenatal import abnormal
from rules.certificate_states import LABELS
from rules.entry import format_value
from rules.fields import FieldSpec, field_specs
from rules.gestation import GestationalAge, booked_early, gestational_age
from rules.schedule import CONTACT_NAMES

UNDER_CARE = ("ongoing", "delivered")
LIVE = "1"
ABNORMAL = "2"
_NOTICE = field_specs(NoticeData)


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be said in the language of the interface."""

    template: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family; ``kin`` is mother, child or sibling."""

    kin: str
    person_id: int
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; ``record_id`` of ``table`` has its history.

    ``owner_id`` is the card or the child that the record hangs on, or is; ``number`` the
    certificate's, whose page tells more.
    """

    day: date
    title: Words
    details: tuple[Words, ...]
    table: str
    record_id: int
    owner_id: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that a person's page shows. ``cards`` newest first; ``child`` when the person is one."""

    person: PersonView
    relatives: tuple[Relative, ...]
    cards: tuple[CardView, ...]
    child: ChildView | None
    events: tuple[Event, ...]
    reports: tuple[ReportView, ...] = ()  # what must be reported of the person, or was
    waiting: tuple[Unanswered, ...] = ()  # referrals of cards under care without a result
    application: int | None = None  # the child's certificate that is on its way
    certificate: str = ""  # where the child's number stands, if it is one of ours
    babies: tuple[int, ...] = ()  # the persons born of her newest delivery
    born_elsewhere: str = ""  # the other institution the child was born in, which issues

    @property
    def open_card(self) -> CardView | None:
        """The pregnancy going on."""
        return next((card for card in self.cards if card.state == "ongoing"), None)

    @property
    def last_delivered(self) -> CardView | None:
        """The newest pregnancy with a delivery."""
        return next((card for card in self.cards if card.delivery), None)


def person_page(desk: Desk, person_id: int) -> PersonPage:
    """Everything about one person and the family.

    Raises:
        DeskError: there is no such person.
    """
    with desk.reading() as session:
        person = load(session, Person, person_id)
        pregnancies = session.exec(
            select(Pregnancy)
            .where(Pregnancy.mother_id == person_id)
            .order_by(col(Pregnancy.booked_on).desc(), col(Pregnancy.id).desc())
        ).all()
        cards = tuple(view_card(session, desk, pregnancy) for pregnancy in pregnancies)
        record = session.exec(select(Child).where(Child.person_id == person_id)).first()
        child = view_child(session, desk, record) if record else None
        certified = views(session, col(Application.child_id) == record.id) if record else ()
        events = [event for card in cards for event in _of_card(card)]
        told = session.exec(select(Notice).where(Notice.person_id == person_id)).all()
        events += [_of_notice(notice) for notice in told]
        if child:
            issued = session.exec(select(Issue).where(Issue.child_id == child.id)).all()
            events += _of_child(child) + [_of_issue(each, child.id) for each in issued]
            events += [_of_application(each, child.id) for each in certified if each.open]
        events += [_of_call(call) for call in calls_of(session, person_id)]
        reports = reports_of(session, desk, person_id)
        events += [_of_report(each) for each in reports]
        events.sort(key=lambda event: event.day)  # of one day: in the order of the work
        events.reverse()
        return PersonPage(
            person=view_person(session, person),
            relatives=_relatives(session, person_id, record),
            cards=cards,
            child=child,
            events=tuple(events),
            reports=reports,
            babies=_babies(session, cards),
            certificate=_stands(session, child.values["cert_no"], certified) if child else "",
            born_elsewhere=(born_elsewhere(session, record, desk.centre_name) if record else ""),
            application=next((each.id for each in certified if each.step not in OVER), None),
            waiting=tuple(
                each
                for card in cards
                if card.state in UNDER_CARE
                for each in unanswered(card, house_rules(session).referral_days)
            ),
        )


def _relatives(session: Session, person_id: int, record: Child | None) -> tuple[Relative, ...]:
    found: list[Relative] = []
    mother_id = record.mother_id if record else None
    mother = session.get(Person, mother_id) if mother_id else None
    if mother:
        found.append(_relative("mother", mother))
        found += [
            _relative("sibling", other)
            for other in _children_of(session, mother.id or 0)
            if other.id != person_id
        ]
    found += [_relative("child", other) for other in _children_of(session, person_id)]
    return tuple(found)


def _children_of(session: Session, mother_id: int) -> list[Person]:
    return list(
        session.exec(
            select(Person)
            .join(Child, col(Child.person_id) == col(Person.id))
            .where(Child.mother_id == mother_id)
            .order_by(col(Person.birth_date), col(Person.id))
        )
    )


def _babies(session: Session, cards: Iterable[CardView]) -> tuple[int, ...]:
    card = next((card for card in cards if card.delivery), None)
    ours = [baby.child_id for baby in card.newborns if baby.child_id] if card else []
    query = select(Child.person_id).where(col(Child.id).in_(ours)).order_by(col(Child.id))
    return tuple(session.exec(query)) if ours else ()


def _relative(kin: str, person: Person) -> Relative:
    return Relative(kin, person.id or 0, person.name, person.birth_date)


def _words(template: str, **params: object) -> Words:
    return Words(template, params)


def _shown(fields: dict[str, FieldSpec], values: dict[str, Any], *names: str) -> list[Words]:
    """The named values that are there, each as label, value and unit; choices as their words."""
    found = []
    for name in names:
        spec, value = fields[name], values.get(name)
        if value is None or value in ("", []):
            continue
        codes = value if isinstance(value, list) else [value]
        labels = [o.label for code in codes if isinstance(code, str) and (o := spec.choice(code))]
        text = "、".join(labels) or format_value(spec, value)
        unit = f" {spec.unit}" if spec.unit[:1].isdigit() else spec.unit  # 183 10^9/L
        found.append(_words("{label} {value}{unit}", label=spec.label, value=text, unit=unit))
    return found


def _pressure(values: dict[str, Any]) -> list[Words]:
    if not values.get("bp_sys"):
        return []
    return [_words("血压{high}/{low}", high=values["bp_sys"], low=values["bp_dia"])]


def _finding(values: dict[str, Any]) -> list[Words]:
    if values.get("outcome") != ABNORMAL:
        return []
    return [_words("异常:{what}", what=values.get("finding") or "")]


def _gestation(start: date | None, day: date) -> list[Words]:
    if start is None or day < start:
        return []
    return [_words("孕{weeks}", weeks=gestational_age(start, day))]


def _booking(card: CardView) -> list[Words]:
    """Gestation at booking, and whether that was early."""
    days = card.booked_days
    if days is None or days < 0:
        return []
    weeks = _words("孕{weeks}", weeks=GestationalAge.from_days(days))
    return [weeks, early_words(days, card.early_days)]


def early_words(days: int, last_early_day: int) -> Words:
    """Whether a booking at so many days was early, in the words of the register."""
    if booked_early(days, last_early_day):
        return _words("早孕建册")
    limit = GestationalAge.from_days(last_early_day + 1)
    return _words("已过{weeks}周", weeks=limit if limit.days else limit.weeks)


def _of_card(card: CardView) -> list[Event]:
    start = card.start
    events = []
    if card.values["booked_on"]:
        details = _booking(card)
        if card.values["card_no"]:
            details.append(_words("册号{number}", number=card.values["card_no"]))
        if card.values["edd"]:
            details.append(_words("预产期{day}", day=card.values["edd"]))
        booked = card.values["booked_on"]
        events.append(
            Event(booked, _words("建册"), tuple(details), "pregnancies", card.id, card.id)
        )
    events += [_of_contact(card, contact, start) for contact in card.contacts]
    events += [_of_visit(card, visit) for visit in card.visits]
    if card.delivery:
        events.append(_of_delivery(card, card.delivery, start))
    events += [
        _of_case(card, kind, record)
        for kind in KINDS.values()
        for record in card.records[kind.name]
    ]
    return events


def _of_notice(notice: Notice) -> Event:
    shown = _shown(_NOTICE, notice.model_dump(), "source", "lmp", "told_on", "outcome")
    own = notice.id or 0
    return Event(notice.found_on, _words("孕情"), tuple(shown), "notices", own, own)


def _of_case(card: CardView, kind: CaseKind, record: RecordView) -> Event:
    fields, wrong = field_specs(kind.data), abnormal(record.values)
    details: list[Words] = []
    for name in sorted(kind.shows, key=lambda name: name not in wrong):
        pressure = name == "bp_sys"
        details += _pressure(record.values) if pressure else _shown(fields, record.values, name)
    if set(record.values) == {kind.day}:
        details = [_words("内容只有专管人员能看")]
    day = record.values[kind.day]
    return Event(day, _words(kind.title), tuple(details), kind.name, record.id, card.id)


def _of_contact(card: CardView, contact: RecordView, start: date | None) -> Event:
    values = contact.values
    number = values["number"]
    title = _words("第{number}次产前随访", number=number) if number else _words("产前随访")
    details = [*_gestation(start, values["visited_on"]), *_pressure(values)]
    if values["weight_g"]:
        details.append(_words("体重{kg}kg", kg=format(values["weight_g"] / 1000, ".1f")))
    if values["fetal_heart"]:
        details.append(_words("胎心{rate}", rate=values["fetal_heart"]))
    details += _finding(values)
    day = values["visited_on"]
    return Event(day, title, tuple(details), "antenatal_contacts", contact.id, card.id)


def _of_visit(card: CardView, visit: RecordView) -> Event:
    values = visit.values
    title = _words(CONTACT_NAMES["postpartum" if values["kind"] == "1" else "day42"])
    unwell = [name for name in ORGANS if values[name] == ABNORMAL]
    if fever(values):
        unwell.insert(0, "temperature")
    details = [*_pressure(values), *_shown(POSTPARTUM_FIELDS, values, *unwell), *_finding(values)]
    if values["met"] != MET:
        details = _shown(POSTPARTUM_FIELDS, values, "met", "not_met_why")
    elif values["kind"] == DAY42:
        details += _shown(POSTPARTUM_FIELDS, values, "handling")
    day = values["visited_on"]
    return Event(day, title, tuple(details), "postpartum_visits", visit.id, card.id)


def _of_delivery(card: CardView, delivery: RecordView, start: date | None) -> Event:
    day = delivery.values["delivered_on"]
    details = _gestation(start, day) + _shown(DELIVERY_FIELDS, delivery.values, "mode", "place")
    for baby in card.newborns:
        details += _shown(NEWBORN_FIELDS, baby.values, "sex", "weight_g", "defect_diagnosis")
        if baby.values["outcome"] != LIVE:
            details += _shown(NEWBORN_FIELDS, baby.values, "outcome")
    return Event(day, _words("分娩"), tuple(details), "deliveries", delivery.id, card.id)


def _of_call(call: CallView) -> Event:
    title = _words("电话:{what}", what=call.name)
    details = [_words(call.word), *_shown(CALL_FIELDS, call.values, "again_on", "note")]
    if call.called_by:
        details.append(_words("{who}打", who=call.called_by))
    return Event(call.called_on, title, tuple(details), "calls", call.id, call.person_id)


def _of_report(report: ReportView) -> Event:
    """A report on the day it was made, before that on the day it became known."""
    made = report.values["reported_on"]
    details = _shown(REPORT_FIELDS, report.values, "reported_to", "reported_by", "note")
    if made is None:
        details = [_words("待上报,限 {due}", due=f"{report.due_at:%Y-%m-%d %H:%M}")]
    owner = report.pregnancy_id or report.person_id
    day = made or report.known_at.date()
    return Event(day, _words(report.name), tuple(details), "reports", report.id, owner)


def _of_child(child: ChildView) -> list[Event]:
    events = []
    born = child.person.birth_date
    if born:
        weight = child.values["birth_weight_g"]
        at_birth = (_words("{grams}g", grams=weight),) if weight else ()
        events.append(Event(born, _words("出生"), at_birth, "children", child.id, child.id))
    for check in child.checks:
        values = check.values
        title = _words(CONTACT_NAMES[values["contact"]])
        details = (
            *_shown(CHECK_FIELDS, values, "weight_g", "length_mm", "head_mm", "hb"),
            *_finding(values),
        )
        day = values["checked_on"]
        events.append(Event(day, title, details, "child_checks", check.id, child.id))
    if child.death:
        told = _shown(CHILD_DEATH_FIELDS, child.death.values, "status", "root_cause", "cause_a")
        of_child = ("child_deaths", child.death.id, child.id)
        day = child.death.values["died_on"]
        events.append(Event(day, _words("死亡"), tuple(told), *of_child))
    return events


def _of_issue(issue: Issue, child_id: int) -> Event:
    kind = next(choice.label for choice in KINDS_OF_ISSUE if choice.code == issue.kind)
    details = (_words("{number}", number=issue.number), _words(kind))
    title = _words("出生医学证明签发")
    own = ("certificate_issues", issue.id or 0, child_id)
    return Event(issue.issued_on, title, details, *own, number=issue.number)


def _stands(session: Session, number: str | None, certified: Iterable[ApplicationView]) -> str:
    """What is next for a certificate, or the state of its number."""
    going = next((each for each in certified if number and each.number == number), None)
    if going is not None and going.step not in OVER:
        return STEPS[going.step]
    state = session.exec(select(Blank.state).where(Blank.number == number)).first()
    return LABELS[state] if state else ""


def _of_application(application: ApplicationView, child_id: int) -> Event:
    details = [_words(STEPS[application.step])]
    if application.number:
        details.append(_words("{number}", number=application.number))
    day, title = application.values["applied_on"], _words("申请出生医学证明")
    return Event(day, title, tuple(details), "certificate_applications", application.id, child_id)
