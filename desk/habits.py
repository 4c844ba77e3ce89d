"""Words written before: the few names a centre writes over and over, offered where one is due.

A hospital is the same whether a delivery, a referral or a certificate names it: the fields of one
habit (``FieldSpec.habit``) share their words.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from sqlalchemy import func, select
from sqlmodel import Session

from desk.context import Desk
from models.base import Record
from rules.certificate_face import NOTHING
from rules.fields import field_specs

LOOKED_AT = 500  # the last records of a kind: what was usual years ago is not offered
MOST = 40


def written(desk: Desk, habits: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The words of each habit, what was written most often lately first.

    Args:
        desk: who asks; it may be somebody of the records or of the blanks.
        habits: as fields name them.
    """
    with desk.reading("records.read" if desk.may("records.read") else "stock.read") as session:
        return {habit: _words(session, habit) for habit in habits}


def _words(session: Session, habit: str) -> tuple[str, ...]:
    counted = Counter(word for word in _lately(session, habit) if word and word != NOTHING)
    return tuple(word for word, _ in counted.most_common(MOST))


def _lately(session: Session, habit: str) -> Iterator[str | None]:
    for record in Record.__subclasses__():
        names = [name for name, spec in field_specs(record).items() if spec.habit == habit]
        if not names:
            continue
        # As a table: the sessions' "this centre only" would have the planner sort the whole centre.
        table = record.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class
        last = select(func.max(table.c.id) - LOOKED_AT).scalar_subquery()
        own = table.c.centre.concat("") == session.info["centre"]
        lately = select(*(table.c[name] for name in names)).where(table.c.id > last, own)
        for line in session.execute(lately.order_by(table.c.id.desc())):
            yield from line
