"""What a risk asks for: screening, an assessment, follow-ups by colour, reports with a clock."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from desk.places import CHINA
from desk.worklist.items import FIRST_OF_ALL, Books, DueItem, risk_of
from desk.worklist.pregnant import contacts_made
from models.people import Person
from models.pregnancy import START, Pregnancy
from models.report import Report
from models.risk import RiskAssessment, RiskFollowup
from rules.gestation import EARLY_BOOKING_DAYS

AHEAD = timedelta(days=3)  # a follow-up is listed so long before its day


@dataclass(slots=True)
class _Course:
    """Of one card: when she was assessed, seen, and last followed up."""

    assessed: list[date] = field(default_factory=list)
    seen: list[date] = field(default_factory=list)
    followed: tuple[date, date | None] | None = None

    def due_on(self, booked_on: date, days: int) -> date:
        """The day of the next follow-up: as agreed at the last one, else so many days after it.

        A contact in the clinic is as good as a follow-up.
        """
        usual = timedelta(days=days)
        seen = max([booked_on, *self.assessed, *self.seen])
        if self.followed is None:
            return seen + usual
        followed_on, agreed = self.followed
        day = agreed or followed_on + usual
        return day if seen <= followed_on else max(day, seen + usual)


def at_risk(books: Books) -> Iterator[DueItem]:
    """Cards nobody screened, positive screenings nobody assessed, follow-ups by colour."""
    courses = _courses(books)
    women = (
        select(
            col(Pregnancy.id),
            START,
            col(Pregnancy.booked_on),
            col(Pregnancy.risk_colours),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(col(Pregnancy.state) == "ongoing", *books.present())
    )
    for card_id, start, booked, colours, *who in books.session.execute(women):
        course, booked_on = courses[card_id], booked or start or books.today
        days = books.rules.followup_days(colours)
        if days is not None:
            day = course.due_on(booked_on, days)
            code, window = "followup", (day - AHEAD, day)
        elif colours:
            continue
        elif course.assessed:
            screened = max(course.assessed)
            answer_by = screened + timedelta(days=books.rules.referral_days)
            code, window = "assess", (screened, answer_by)
        else:
            by = _screened_by(booked, course.seen, start) or books.today
            code, window = "screen", (by, by)
        if window[0] <= books.today:
            yield books.item(
                "risk", code, window, who, card_id, risk=risk_of(colours), pregnancy_id=card_id
            )


def _screened_by(booked: date | None, seen: list[date], start: date | None) -> date | None:
    """She is screened when she is first seen; where no day is written, while booking is early."""
    first = [day for day in (booked, *seen) if day]
    if first or start is None:
        return min(first, default=None)
    return start + timedelta(days=EARLY_BOOKING_DAYS)


def _courses(books: Books) -> defaultdict[int, _Course]:
    courses: defaultdict[int, _Course] = defaultdict(_Course)
    ongoing = col(Pregnancy.state) == "ongoing"
    assessed = (
        select(col(RiskAssessment.pregnancy_id), col(RiskAssessment.assessed_on))
        .join(Pregnancy, col(Pregnancy.id) == col(RiskAssessment.pregnancy_id))
        .where(ongoing)
    )
    for card_id, day in books.session.execute(assessed):
        courses[card_id].assessed.append(day)
    followed = (
        select(
            col(RiskFollowup.pregnancy_id),
            col(RiskFollowup.followed_on),
            col(RiskFollowup.next_on),
        )
        .join(Pregnancy, col(Pregnancy.id) == col(RiskFollowup.pregnancy_id))
        .where(ongoing)
        .order_by(col(RiskFollowup.followed_on))
    )
    for card_id, day, agreed in books.session.execute(followed):
        courses[card_id].followed = day, agreed
    for card_id, made in contacts_made(books).items():
        courses[card_id].seen = [day for day, _ in made]
    return courses


def reports(books: Books) -> Iterator[DueItem]:
    """Reports upwards whose clock runs, whatever became of whom they are about."""
    running = (
        select(
            col(Report.id),
            col(Report.kind),
            col(Report.known_at),
            col(Report.due_at),
            col(Report.pregnancy_id),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Report.person_id))
        .where(col(Report.reported_on).is_(None), *books.here())
    )
    for report_id, kind, known_at, due_at, card_id, *who in books.session.execute(running):
        window = _day(known_at), _day(due_at)
        risk = ((), FIRST_OF_ALL)
        code = f"report{kind}"
        yield books.item("report", code, window, who, report_id, risk=risk, pregnancy_id=card_id)


def _day(instant: str) -> date:
    """The day in China of an instant kept as UTC."""
    return datetime.fromisoformat(instant).astimezone(CHINA).date()
