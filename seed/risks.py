"""The risk of each pregnancy: screened, assessed anew when something shows, followed, reported.

What an assessment comes to is asked of ``desk.risk``, so that the books hold what the desk itself
would derive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from desk.risk import assessed
from desk.risk_course import ORANGE, PURPLE, RED, Rules, course, factor_words, rose_on, stood_on
from desk.risk_findings import Findings
from desk.risk_settling import LONGEST
from models import report as reports
from models.antenatal import AntenatalContactData
from models.base import FieldErrors
from models.first_exam import FirstExamData
from models.infection import InfectionTest, InfectionTestData
from models.referral import SCREENED, Referral
from models.risk import (
    ASSESSMENT,
    SCREENING,
    RiskAssessment,
    RiskAssessmentData,
    RiskCase,
    RiskFollowup,
    RiskFollowupData,
)
from rules.bands import ANAEMIA_BELOW, HIGH
from rules.dates import completed_years
from rules.risk import RiskAssessment as Derived
from rules.risk import assess
from rules.risk_table import risk_table
from seed import names
from seed.clocks import clock
from seed.invented import World
from seed.pregnancies import GREEN, YELLOW, Case, Clock, Values


@dataclass(frozen=True, slots=True)
class _Remembering(Rules):
    """The national table, asked once for days of a card that differ in nothing it goes by."""

    known: dict[object, Derived] = field(default_factory=dict)

    def derived(self, findings: Findings, on: date) -> Derived:
        """What the facts of a day come to."""
        facts = findings.facts(on)
        hb, pressure = facts.hb or 999, (facts.bp_sys or 0, facts.bp_dia or 0)
        key = (
            facts.birth_date and completed_years(facts.birth_date, on),
            hb if hb < ANAEMIA_BELOW else 0,
            pressure if pressure[0] >= HIGH[0] or pressure[1] >= HIGH[1] else 0,
            max(facts.urine_proteins, default=0) > 1 and facts.urine_proteins,
            (facts.fetuses, facts.platelets, facts.hiv, facts.syphilis, facts.hbsag),
        )
        if key not in self.known:
            self.known[key] = Rules.derived(self, findings, on)
        return self.known[key]


TABLE = risk_table()
CASE_COLOURS = (ORANGE, RED, PURPLE)
INTERVALS = {YELLOW: 30, ORANGE: 14, RED: 7, PURPLE: 30}  # days between follow-ups, as by default
_OLD, _OLDEST, _SEVERE = 35, 40, 60  # from where age and haemoglobin change the table's items
_PRESSURE, _PREECLAMPSIA = "Y3.5", "O3.7"
_AT_CLINIC, _BY_PHONE, _MOVES = "1", "3", 28  # ways; from which week she counts movements
FRESH = timedelta(days=4)  # a card so new may not be screened yet
DELIVERED = "3"
_OUTCOMES = {"2": "4", "3": "4", "4": "4"}  # of the file, by how the card ended


@dataclass(slots=True)
class _Event:
    """A day on which she is assessed: what is ticked anew, and whether by the own doctors."""

    ticks: set[str] = field(default_factory=set)
    here: bool = False
    words: list[str] = field(default_factory=list)


def grade(world: World, case: Case) -> None:
    """Write the assessments of a case until today, what follows from them, and its colours."""
    rules = _Remembering(TABLE, lambda _: TABLE, carriers_purple=True)
    findings, booked_on = _findings(case), case.booked_on
    fresh = booked_on is not None and world.today - booked_on < FRESH
    if booked_on and not (fresh and world.happens(0.3)):
        last = min(world.today, case.ends_on - timedelta(days=1))
        found = _assessments(world, case, findings, rules, last)
        followed = _followups(world, case, found, last)
        case.hung += [(RiskAssessment, values) for values in found]
        case.hung += [(RiskFollowup, values) for values in followed]
        findings = replace(
            findings,
            assessments=_dated(RiskAssessmentData, found, "assessed_on"),
            followups=_dated(RiskFollowupData, followed, "followed_on"),
        )
    days = course(findings, rules)
    case.colours = case.card["risk_colours"] = days[-1].colours if days else []
    words = "；".join(factor_words(findings, rules))
    cut = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    case.card["risk_factors"] = cut or None
    if booked_on is None:
        return
    since = stood_on(days, CASE_COLOURS)
    file = _file(world, case, since) if since else None
    if file:
        case.hung.append((RiskCase, file))
    for colour, kind in ((ORANGE, reports.ORANGE), (RED, reports.RED)):
        if risen := rose_on(days, colour):
            report = clock(world, kind, risen)
            case.clocks.append(Clock(report))
            if file:  # the desk writes it there when the report is made
                file |= {"reported_on": report["reported_on"], "report_to": report["reported_to"]}


def _assessments(
    world: World, case: Case, findings: Findings, rules: Rules, last: date
) -> list[Values]:
    """The screening at booking, then an assessment on each day on which something changed."""
    booked_on = _day(case.contacts[0], "visited_on")
    events = _events(world, case, booked_on)
    here = {each.code for each in case.troubles if each.here}
    early = [each for each in case.troubles if not each.here and each.days is None]
    facts = replace(findings.facts(booked_on), ticked=frozenset(here))
    waiting = assess(facts, rules.table, carriers_purple=True).waiting
    if waiting or early:
        answer = booked_on + timedelta(days=world.soon(2, 6, 16))
        event = events.setdefault(answer, _Event())
        event.ticks |= {each.code for each in early}
        event.words += [each.words for each in early] or ["筛查阳性,经评估"]
        case.hung.append((Referral, _slip(world, booked_on, answer if answer <= last else None)))
    events[booked_on] = _Event(here, here=True)
    ticked: set[str] = set()
    found: list[Values] = []
    for day in sorted(day for day in events if day <= last):
        ticked |= events[day].ticks
        values = _judged(world, case, day, events[day]) | {"items": sorted(ticked)}
        try:
            found.append(assessed(findings, values, rules))
        except FieldErrors:  # the table gives no colour: whoever assessed her chose one
            chosen = [YELLOW if case.woman.diseases else GREEN]
            found.append(assessed(findings, values | {"colours": chosen}, rules))
    return found


def _events(world: World, case: Case, booked_on: date) -> dict[date, _Event]:
    """What shows after the booking: troubles at their time, what a contact measured, birthdays."""
    events: dict[date, _Event] = {}
    for each in case.troubles:
        if each.days:
            shown = case.lmp + timedelta(days=world.rng.randrange(*each.days))
            event = events.setdefault(max(shown, booked_on + timedelta(days=3)), _Event())
            event.ticks.add(each.code)
            event.words.append(each.words)
    known = _marks(case, case.contacts[0])
    for contact in case.contacts[1:]:
        day, marks = _day(contact, "visited_on"), _marks(case, contact)
        if marks - known - {"pressure"}:
            events.setdefault(day, _Event(here=True))
        if "pressure" in marks - known:
            severe = any(each.code == _PREECLAMPSIA for each in case.troubles)
            event = events.setdefault(day + timedelta(days=world.soon(1, 2, 6)), _Event())
            event.ticks |= set() if severe else {_PRESSURE}
            event.words.append("妊娠期高血压疾病")
        known |= marks
    return events


def _marks(case: Case, contact: Values) -> set[str]:
    """What of a contact an item of the table goes by."""
    hb, systolic = contact["hb"], contact["bp_sys"]
    age = completed_years(case.woman.born, _day(contact, "visited_on"))
    found = {f"{years}" for years in (_OLD, _OLDEST) if age >= years}
    if isinstance(hb, int):
        found |= {f"hb{limit}" for limit in (ANAEMIA_BELOW - 1, _SEVERE) if hb <= limit}
    return found | ({"pressure"} if isinstance(systolic, int) and systolic >= HIGH[0] else set())


def _judged(world: World, case: Case, day: date, event: _Event) -> Values:
    """Who assesses her, where, and in which words."""
    return {
        "assessed_on": day,
        "kind": SCREENING if day == case.booked_on else ASSESSMENT,
        "place": names.OWN if event.here else names.COUNTY_MCH,
        "doctor": world.doctor() if event.here else world.specialist(),
        "note": "、".join(dict.fromkeys(event.words)) or None,
    }


def _slip(world: World, day: date, answer: date | None) -> Values:
    """She was sent to be assessed; the result where it is there."""
    return {
        "referred_on": day,
        "source": SCREENED,
        "reason": "妊娠风险筛查阳性,请评估分级",
        "place": names.COUNTY_MCH,
        "department": "产科",
        "doctor": world.doctor(),
        "result_on": answer,
        "result_place": names.COUNTY_MCH if answer else None,
        "result": "已评估分级,按等级管理" if answer else None,
        "result_doctor": world.specialist() if answer else None,
    }


def _followups(world: World, case: Case, found: Sequence[Values], last: date) -> list[Values]:
    """Between the contacts, as often as the colour of the time asks for."""
    seen = sorted(
        [_day(each, "visited_on") for each in case.contacts]
        + [_day(each, "assessed_on") for each in found]
    )
    made: list[Values] = []
    now = seen[0]
    while now <= last:
        colours = next(
            _colours(each) for each in reversed(found) if _day(each, "assessed_on") <= now
        )
        days = min((INTERVALS[code] for code in colours if code in INTERVALS), default=None)
        coming = next((day for day in seen if day > now), None)
        due = now + timedelta(days=days) if days else None
        if due is None or (coming and coming <= due):
            if coming is None:
                break
            now = coming
            continue
        late = world.soon(4, 6, 15) if world.happens(0.04 * case.woman.slack) else 0
        now = due + timedelta(days=late or world.rng.randrange(-3, 1))
        if world.since <= now <= last and now not in seen:
            made.append(_followup(world, case, now, days or 0))
    return made


def _followup(world: World, case: Case, day: date, days: int) -> Values:
    weeks = (day - case.lmp).days // 7
    way = world.rng.choices("123", (35, 20, 45))[0]
    systolic = min(136, case.woman.systolic + world.rng.randrange(-6, 7)) if way != _BY_PHONE else 0
    heard = way == _AT_CLINIC and weeks >= 14  # noqa: PLR2004  from then on it can be heard
    return {
        "followed_on": day,
        "way": way,
        "symptoms": "无不适",
        "bp_sys": systolic or None,
        "bp_dia": round(systolic * 0.63) or None,
        "fetal_heart": world.whole(143, 6, 122, 160) if heard else None,
        "advice": "按时产检,自数胎动,有不适随诊" if weeks >= _MOVES else "按时产检,注意休息",
        "next_on": day + timedelta(days=days),
        "doctor": world.doctor(),
    }


def _file(world: World, case: Case, found_on: date) -> Values:
    """The five steps, and how it ended; of the last days only what is done by then."""
    known = world.today if case.ended_on is None else min(world.today, case.ended_on)

    def step(after: int) -> date | None:
        day = found_on + timedelta(days=after)
        return day if day <= min(known, case.ends_on) else None

    grave = bool({ORANGE, RED} & set(case.colours))
    reported = step(1) if grave else step(2)
    outcome = _OUTCOMES.get(case.end_reason or "")
    if case.delivery:
        outcome = DELIVERED
    return {
        "found_on": found_on,
        "registered_on": found_on,
        "reported_on": reported,
        "report_to": names.COUNTY_MCH if reported else None,
        "managed_on": step(2),
        "treated_on": step(world.soon(3, 5, 12)) if grave else None,
        "delivery_place": names.COUNTY_MCH if step(5) else None,
        "doctor": world.doctor() if step(1) else None,
        "outcome": outcome,
        "outcome_on": case.ends_on if outcome else None,
        "closed_on": case.ended_on,
    }


def _findings(case: Case) -> Findings:
    """The case as ``desk.risk_findings`` reads it from the books."""
    woman = case.woman
    card = SimpleNamespace(**case.card, start=case.lmp)
    born = (case.ends_on, 1 + case.twins) if case.delivery else None
    return Findings(
        card=_any(card),
        mother=_any(SimpleNamespace(birth_date=woman.born)),
        contacts=_dated(AntenatalContactData, case.contacts, "visited_on"),
        exams=_dated(FirstExamData, [case.exam] if case.exam else [], "examined_on"),
        followups=(),
        tests=_dated(InfectionTestData, case.of(InfectionTest), "tested_on"),
        cases=(),
        assessments=(),
        last_birth_on=max((day for day in woman.births if day <= case.lmp), default=None),
        born=born,
    )


def _dated(data: Any, records: Sequence[Values], name: str) -> Any:
    return [(values[name], data.model_construct(**values)) for values in records]


def _any(thing: Any) -> Any:
    return thing


def _day(values: Values, name: str) -> date:
    day = values[name]
    assert isinstance(day, date)  # noqa: S101  tells the type checker what a record holds
    return day


def _colours(assessment: Values) -> list[str]:
    colours = assessment["colours"]
    assert isinstance(colours, list)  # noqa: S101  tells the type checker what it holds
    return colours
