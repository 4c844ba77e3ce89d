"""The registers of folic acid: who was given it, the stock book, the period's counts."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from desk.context import Desk
from desk.folic_book import BookLine, book_in
from desk.folic_counts import FolicCounts, counts_in
from desk.folic_view import FolicView, view_courses
from models.folic import FolicCourse
from rules.periods import Period


@dataclass(frozen=True, slots=True)
class FolicRegisters:
    """Courses going on in the period, what moved in the stock in it, its counts."""

    courses: tuple[FolicView, ...]
    stock: tuple[BookLine, ...]
    counts: FolicCounts


def folic(session: Session, desk: Desk, period: Period) -> FolicRegisters:
    """The registers of a period."""
    ended_on = col(FolicCourse.ended_on)
    listed = (
        select(FolicCourse)
        .where(
            col(FolicCourse.enrolled_on) <= period.end,
            or_(ended_on.is_(None), ended_on >= period.start),
        )
        .order_by(col(FolicCourse.enrolled_on), col(FolicCourse.id))
    )
    views = view_courses(session, desk, session.exec(listed).all())
    return FolicRegisters(
        courses=tuple(each for each in views if not each.until or each.until >= period.start),
        stock=tuple(line for line in book_in(session) if line.day in period),
        counts=counts_in(session, desk, period),
    )
