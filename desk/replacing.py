"""Exchange (换发) and reissue (补发): reviewed by another person, old and new number linked.

An exchange takes the old paper back and files it: it is recalled, not void. A reissue says the same
again, and the lost one is declared. Source: 卫妇社发〔2009〕96号.
"""

from collections.abc import Iterable

from sqlmodel import Session, select

from desk.application_rules import refuse_early
from desk.application_view import CORRECTED, ApplicationView, needs_review, view_of
from desk.context import Desk, Hand, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.numbers import Why, move
from desk.people import numbers_of
from desk.replacing_rules import blank_called, causes, check
from models.audit import AuditedSession, AuditEntry
from models.base import FieldErrors
from models.certificate import AGREED, EXCHANGES, FIRSTS, SENT_BACK, Application, Issue
from models.child import Child
from models.people import Person
from rules.errors import RuleError
from rules.text import clean

__all__ = ["after_issue", "check", "needs_review", "review"]
MOST_OPINION = 200


def review(
    desk: Desk, application_id: int, decision: str, opinion: str = "", by: Hand | None = None
) -> ApplicationView:
    """What the reviewer said of an application, before a number is reserved for it.

    Args:
        desk: the reviewer's; the taker's when the reviewer signs on the spot.
        application_id: of which application.
        decision: a code of ``DECISIONS``.
        opinion: why it goes back.
        by: the reviewer who signed at somebody else's desk.

    Raises:
        NotPermitted: not a reviewer.
        DeskError: taken or corrected by the reviewer, ended, decided already, it has a number, or
            today is before it.
        FieldErrors: at ``decision`` or ``opinion``.
    """
    if decision not in {AGREED, SENT_BACK}:
        raise FieldErrors({"decision": RuleError("REQUIRED", "请选同意或退回")})
    words = clean(opinion)[:MOST_OPINION]
    if decision == SENT_BACK and not words:
        raise FieldErrors({"opinion": RuleError("REQUIRED", "退回请写明意见")})
    permission = "certificates.review" if by is None else "certificates.write"
    hand = by or Hand(desk.user, desk.user_name, desk.roles, desk.letter_for(permission))
    with desk.writing(permission, "certificate.review", words) as session:
        if not hand.may("certificates.review"):
            raise DeskError("SECOND", "审核要由审核岗位的人办理")
        record = load(session, Application, application_id)
        _may_review(session, record, hand)
        refuse_early(desk, record)
        record.decision, record.decided_on = decision, desk.today
        record.opinion = words or None
        record.reviewer, record.reviewer_user = hand.name, hand.user
        record.delegation_id = hand.delegation_id
        return view_of(session, record)


def _may_review(session: Session, record: Application, hand: Hand) -> None:
    if not needs_review(record.kind):
        raise DeskError("NO_REVIEW", "机构内首次签发不需要审核")
    if record.ended_on is not None:
        raise DeskError("ENDED", "这份申请已经办结,不能再改")
    if record.decision == AGREED:
        raise DeskError("DECIDED", "这份申请已审核同意")
    if hand.user in {record.user, *_who_corrected(session, record)}:
        raise DeskError("TWO_HANDS", "经办人与审核人应是两个人")


def _who_corrected(session: Session, record: Application) -> Iterable[str]:
    """What they say themselves they cannot agree to; only the journal of changes knows them."""
    return session.exec(
        select(AuditEntry.user).where(
            AuditEntry.table_name == Application.__tablename__,
            AuditEntry.record_id == record.id,
            AuditEntry.action == CORRECTED,
        )
    )


def after_issue(session: AuditedSession, desk: Desk, record: Application, issue: Issue) -> None:
    """The old number follows the new one: recalled or declared, in the same transaction.

    Args:
        session: of the issue.
        desk: the issuer's.
        record: the application, agreed to by a reviewer.
        issue: what was issued for it; of a first issue nothing follows.
    """
    if record.kind in FIRSTS:
        return
    blank = blank_called(session, record.old_number)
    if blank is not None:
        by = Hand(
            record.reviewer_user or "",
            record.reviewer or "",
            frozenset({"reviewer"}),  # as it was when the application was agreed to
            record.delegation_id,
        )
        cause = next(one.label for one in causes(record.kind) if one.code == record.cause)
        why = Why(
            words=" ".join(filter(None, (issue.number, cause, record.cause_words))),
            second=by,
            application_id=record.id,
        )
        act = "recall" if record.kind in EXCHANGES else "declare"
        move(session, desk, blank, act, issue.issued_on, why)
    if issue.child_id is not None:
        _child_follows(session, issue)


def _child_follows(session: AuditedSession, issue: Issue) -> None:
    """The child has the new number, is found by both, and bears the name an exchange mended."""
    child = load(session, Child, issue.child_id or 0)
    child.cert_no = issue.number
    person = load(session, Person, child.person_id)
    old = session.exec(select(Issue).where(Issue.number == issue.old_number)).first()
    if issue.kind in EXCHANGES and old is not None and old.child_name != issue.child_name:
        person.name = issue.child_name
    session.flush()
    refresh_keys(session, person, numbers_of(session, child.person_id))
