"""The certificate number in a child's record: what issues here writes it, and nobody else may.

A number of another institution is typed from the paper the family shows. One on our books comes
to the child by its issue; typed by hand it would take a blank from whom it will be issued to.
"""

from datetime import date

from sqlmodel import Session, col, or_, select

from desk.context import load
from desk.errors import DeskError
from models.blanks import Blank
from models.certificate import Issue
from models.child import Child
from models.people import Person
from rules.certificate_states import LABELS
from rules.errors import Phrase, RuleError

NOT_HERE = frozenset({"", "retracted"})


def typed_problem(
    session: Session, number: str | None, child: Child | None, born: date | None
) -> RuleError | None:
    """Why a number may not be typed into a child's record, or None.

    Args:
        session: reading or writing.
        number: as typed; None clears it.
        child: whose record; None for one that is being registered.
        born: the child's birth date.
    """
    known = child.cert_no if child else None
    if number == known:
        return None
    if child is not None and known and _issued_here(session, child):
        return RuleError(
            "CERT_OURS",
            "{number} 是本院签发的,不能在这里改;内容有误请办换发,丢了请办补发",
            number=known,
        )
    if not number:
        return None
    holder = _holder(session, number)
    if holder is not None:
        return RuleError("CERT_DUPLICATE", "编号已用于 {name}", name=_name(session, holder))
    blank = session.exec(select(Blank).where(Blank.number == number)).first()
    issue = session.exec(select(Issue).where(Issue.number == number)).first()
    return not_typed(number, blank.state if blank else "", issue, child.id if child else None, born)


def not_typed(
    number: str, state: str, issue: Issue | None, child_id: int | None, born: date | None
) -> RuleError | None:
    """Why a number that stands so on our books is not this child's, or None."""
    if state in NOT_HERE:
        return None
    if issue is None:
        return RuleError(
            "CERT_BLANK",
            "编号 {number} 在本院账上(现为「{state}」),签发时自动写到孩子名下,不能手填",
            number=number,
            state=Phrase(LABELS[state]),
        )
    its_own = issue.child_id == child_id if issue.child_id is not None else issue.birth_date == born
    if its_own:
        return None
    return RuleError(
        "CERT_OTHER",
        "编号 {number} 签发给 {name}({day} 出生),请核对",
        number=number,
        name=issue.child_name,
        day=issue.birth_date.isoformat(),
    )


def refuse_held(session: Session, number: str, child_id: int | None) -> None:
    """A number that stands in another child's record is not issued to this one.

    It was typed there before the number came onto our books.

    Raises:
        DeskError: says in whose record.
    """
    holder = _holder(session, number)
    if holder is not None and holder.id != child_id:
        raise DeskError(
            "CERT_DUPLICATE",
            "编号 {number} 已写在 {name} 的档案里,请先核对、更正那里的编号",
            number=number,
            name=_name(session, holder),
        )


def _holder(session: Session, number: str) -> Child | None:
    return session.exec(select(Child).where(Child.cert_no == number)).first()


def _name(session: Session, child: Child) -> str:
    return load(session, Person, child.person_id).name


def _issued_here(session: Session, child: Child) -> bool:
    """Whether the child's number was issued here to it, and not read in from a register."""
    query = (
        select(Issue.id)
        .join(Blank, col(Blank.id) == col(Issue.blank_id))
        .where(Issue.number == child.cert_no, Issue.child_id == child.id)
        .where(or_(col(Blank.receipt_id).is_not(None), col(Issue.issuer_user).is_not(None)))
    )
    return session.exec(query).first() is not None
