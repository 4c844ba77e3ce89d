"""Exchange (换发) and reissue (补发): what they ask beside a first issue, the review, both numbers.

What the new certificate says comes from the old one. An exchange takes the old paper back and
files it: it is recalled, not void. A reissue says the same again, and the lost one is declared.
Source: 卫妇社发〔2009〕96号; 换发申请表; 补发登记表.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.application_view import needs_review
from desk.context import Desk, Hand, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.numbers import Why, move
from desk.people import numbers_of
from desk.problems import Problems, not_future
from models.audit import AuditedSession
from models.base import FieldErrors
from models.blanks import Blank
from models.certificate import (
    AGREED,
    EXCHANGE_CAUSES,
    EXCHANGES,
    FIRSTS,
    REISSUE_CAUSES,
    REISSUES,
    SENT_BACK,
    Application,
    FaceData,
    Issue,
)
from models.child import Child
from models.people import Person
from rules.certificate_states import LABELS, PAPERS
from rules.errors import Phrase, RuleError
from rules.fields import field_specs
from rules.text import clean

FIRST_BORN = date(1996, 1, 1)  # nobody born before has a certificate of birth (卫生部 1995)
FACE_ONLY, BOTH_PAGES = "1", "2"  # codes of RETURNED
NOT_REGISTERED, REGISTERED = "1", "2"  # codes of HUKOU
DAMAGED, PARENTS_CHANGED, NOT_ACCEPTED, OTHER = "2", "3", "4", "9"
_OF_THIS_TIME = frozenset(
    {
        "receiver",
        "relation",
        "receiver_id_no",
        "receiver_phone",
        "old_number",
        "marriage_no",
        "paternity_no",
        "remark",
    }
)
# What the paper itself says of the child and its parents.
CONTENT = tuple(name for name in field_specs(FaceData) if name not in _OF_THIS_TIME)
MOST_OPINION = 200


def causes(kind: str) -> tuple[Any, ...]:
    """The closed list of causes of an exchange or a reissue; none for a first issue."""
    if kind in EXCHANGES:
        return EXCHANGE_CAUSES
    return REISSUE_CAUSES if kind in REISSUES else ()


def pages(values: Mapping[str, Any]) -> str:
    """Which pages a new paper has, a code of ``RETURNED``: after hukou only the first."""
    places = (values.get("mother_hukou"), values.get("father_hukou"))
    return FACE_ONLY if REGISTERED in places else BOTH_PAGES


def old_issue(session: Session, number: str | None) -> Issue | None:
    """What was issued under the old number, if it is on our books."""
    return session.exec(select(Issue).where(Issue.number == number)).first() if number else None


def replaced_by(session: Session, number: str) -> Issue | None:
    """The certificate that took a number's place."""
    return session.exec(select(Issue).where(Issue.old_number == number)).first()


def needs_asking(session: Session, values: Mapping[str, Any]) -> Problems:
    """What is asked about before saving: an old number that is not on the books."""
    number = values.get("old_number")
    if values.get("kind") in FIRSTS or not number or _blank(session, number):
        return {}
    return {
        "old_number": RuleError(
            "NOT_ON_BOOKS", "{number} 不在本院账上;是启用本系统前本院签发的吗?", number=number
        )
    }


def check(
    session: Session,
    desk: Desk,
    values: Mapping[str, Any],
    application_id: int | None = None,
) -> Problems:
    """What is wrong with an exchange or a reissue beyond the form itself, by field.

    Args:
        session: reading or writing.
        desk: where.
        values: of ``ApplicationData``.
        application_id: the application that is being corrected.
    """
    kind = values["kind"]
    if kind in FIRSTS:
        return {}
    wrong = _old_number(session, desk, values, application_id)
    wrong |= _cause(values)
    old = old_issue(session, values.get("old_number"))
    if kind in EXCHANGES:
        return _exchange(values, old) | wrong
    return _reissue(values, old, desk.today) | wrong


def _cause(values: Mapping[str, Any]) -> Problems:
    wrong: Problems = {}
    if values.get("cause") not in {choice.code for choice in causes(values["kind"])}:
        wrong["cause"] = RuleError("REQUIRED", "请从列表选择原因")
    elif values["cause"] == OTHER and not values.get("cause_words"):
        wrong["cause_words"] = RuleError("REQUIRED", "原因为“其他”时请写明")
    if values.get("birth_date") and values["birth_date"] < FIRST_BORN:
        wrong["birth_date"] = RuleError(
            "TOO_EARLY", "1996年1月1日以前出生的不签发、不换发、不补发出生医学证明"
        )
    return wrong


def _old_number(
    session: Session, desk: Desk, values: Mapping[str, Any], application_id: int | None
) -> Problems:
    number = values.get("old_number")
    if not number:
        return {"old_number": RuleError("REQUIRED", "请填原证编号")}
    found: RuleError | None = None
    blank = _blank(session, number)
    if blank is None:
        found = _elsewhere(desk, values)
    elif blank.state != "issued":
        found = _not_issued(session, blank)
    open_one = session.exec(
        select(Application).where(
            Application.old_number == number, col(Application.ended_on).is_(None)
        )
    ).first()
    if found is None and open_one is not None and open_one.id != application_id:
        found = RuleError("OPEN", "{number} 已有一份没办完的换发或补发申请", number=number)
    return {"old_number": found} if found else {}


def _elsewhere(desk: Desk, values: Mapping[str, Any]) -> RuleError | None:
    """A certificate is exchanged and reissued where it was issued, which is where it was born."""
    institution = values.get("institution")
    if values["kind"] not in {"2", "3"} or not institution or institution == desk.centre_name:
        return None
    return RuleError(
        "ELSEWHERE", "原证由 {institution} 签发,请到原签发机构办理", institution=institution
    )


def _not_issued(session: Session, blank: Blank) -> RuleError:
    following = replaced_by(session, blank.number)
    if blank.state in PAPERS and following is not None:
        return RuleError(
            "REPLACED",
            "{number} 已「{state}」,现在有效的是 {following}",
            number=blank.number,
            state=Phrase(LABELS[blank.state]),
            following=following.number,
        )
    if blank.state == "transferred":
        return RuleError(
            "ELSEWHERE", "{number} 已调出给别的机构,请到原签发机构办理", number=blank.number
        )
    return RuleError(
        "NOT_ISSUED",
        "{number} 现为「{state}」,没有签发过;请核对原证编号",
        number=blank.number,
        state=Phrase(LABELS[blank.state]),
    )


def _exchange(values: Mapping[str, Any], old: Issue | None) -> Problems:
    wrong: Problems = {}
    returned = values.get("returned")
    if returned is None:
        wrong["returned"] = RuleError("REQUIRED", "换发要交回原证;交不回的是遗失,请办补发")
    elif returned == BOTH_PAGES and pages(values) == FACE_ONLY:
        wrong["returned"] = RuleError("PAGES", "已入户的副页在户口登记机关,只交回正页")
    elif returned == FACE_ONLY and pages(values) == BOTH_PAGES:
        wrong["returned"] = RuleError("PAGES", "未入户的要交回正页和副页;已入户请填户籍地")
    if values.get("cause") == NOT_ACCEPTED and pages(values) == FACE_ONLY:
        wrong["cause"] = RuleError("PAGES", "已入户,原因不会是户口登记机关不予入户")
    if old is None:
        return wrong
    for parent in ("mother", "father"):
        if _another(old, values, parent) and not values.get("paternity_no"):
            wrong["paternity_no"] = RuleError("REQUIRED", "变更父亲或母亲,要有亲子鉴定编号")
    altered = changes(old, values)
    if altered and values.get("cause") == DAMAGED:
        wrong["cause"] = RuleError("CONTENT", "内容有改动,原因请选打印有误或父母信息变更")
    if not altered and values.get("cause") == PARENTS_CHANGED:
        wrong["cause"] = RuleError("CONTENT", "内容与原证相同,没有变更父母信息")
    return wrong


def _reissue(values: Mapping[str, Any], old: Issue | None, today: date) -> Problems:
    wrong = not_future(values, today, "declared_on")
    needed = {
        "newspaper": RuleError("REQUIRED", "补发要有遗失声明:报刊名称,或写 本人声明"),
        "declared_on": RuleError("REQUIRED", "请填声明日期"),
        "mother_hukou": RuleError("REQUIRED", "请填母亲户籍地证明是否入户"),
    }
    if values.get("father_name"):
        needed["father_hukou"] = RuleError("REQUIRED", "请填父亲户籍地证明是否入户")
    wrong |= {name: error for name, error in needed.items() if not values.get(name)}
    if values.get("returned"):
        wrong["returned"] = RuleError("RETURNED", "交回了原证的请办换发")
    for name in changes(old, values) if old else ():
        wrong[name] = RuleError("SAME", "补发内容与原证一致,不能改;要改内容请办换发")
    return wrong


def changes(old: Issue, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of the content differs from the old paper; what was not recorded then may be added."""
    return tuple(
        name
        for name in CONTENT
        if getattr(old, name) is not None and getattr(old, name) != values.get(name)
    )


def _another(old: Issue, values: Mapping[str, Any], parent: str) -> bool:
    """Whether a parent is another person, not the same with another name or number."""
    name, id_no = f"{parent}_name", f"{parent}_id_no"
    if (getattr(old, name) or None) == (values.get(name) or None):
        return False
    known = getattr(old, id_no)
    return known is None or known != values.get(id_no)


def review(
    desk: Desk, application_id: int, decision: str, opinion: str = "", by: Hand | None = None
) -> None:
    """What the reviewer said of an application, before a number is reserved for it.

    Args:
        desk: the reviewer's; the taker's when the reviewer signs on the spot.
        application_id: of which application.
        decision: a code of ``DECISIONS``.
        opinion: why it goes back.
        by: the reviewer who signed at somebody else's desk.

    Raises:
        NotPermitted: not a reviewer.
        DeskError: the taker's own, ended, decided already, or it has a number.
        FieldErrors: at ``decision`` or ``opinion``.
    """
    if decision not in {AGREED, SENT_BACK}:
        raise FieldErrors({"decision": RuleError("REQUIRED", "请选同意或退回")})
    words = clean(opinion)[:MOST_OPINION]
    if decision == SENT_BACK and not words:
        raise FieldErrors({"opinion": RuleError("REQUIRED", "退回请写明意见")})
    permission = "certificates.review" if by is None else "certificates.write"
    hand = by or Hand(desk.user, desk.user_name, desk.roles, desk.delegated.get("reviewer"))
    with desk.writing(permission, "certificate.review", words) as session:
        if not hand.may("certificates.review"):
            raise DeskError("SECOND", "审核要由审核岗位的人办理")
        application = load(session, Application, application_id)
        _may_review(application, hand)
        application.decision = decision
        application.decided_on = desk.today
        application.opinion = words or None
        application.reviewer, application.reviewer_user = hand.name, hand.user
        application.delegation_id = hand.delegation_id


def _may_review(application: Application, hand: Hand) -> None:
    if not needs_review(application.kind):
        raise DeskError("NO_REVIEW", "机构内首次签发不需要审核")
    if application.ended_on is not None:
        raise DeskError("ENDED", "这份申请已经办结")
    if application.blank_id is not None:
        raise DeskError("HAS_NUMBER", "这份申请已占号,不能再改审核意见")
    if application.decision == AGREED:
        raise DeskError("DECIDED", "这份申请已审核同意")
    if application.user == hand.user:
        raise DeskError("TWO_HANDS", "经办人与审核人应是两个人")


def after_issue(
    session: AuditedSession, desk: Desk, application: Application, issue: Issue
) -> None:
    """The old number follows the new one: recalled or declared, in the same transaction."""
    if application.kind in FIRSTS:
        return
    blank = _blank(session, issue.old_number or "")
    if blank is not None:
        by = Hand(
            application.reviewer_user or "",
            application.reviewer or "",
            frozenset({"reviewer"}),  # as it was when the application was agreed to
            application.delegation_id,
        )
        label = next(one.label for one in causes(issue.kind) if one.code == application.cause)
        words = f"{issue.number} {label} {application.cause_words or ''}".strip()
        act = "recall" if issue.kind in EXCHANGES else "declare"
        why = Why(words=words, second=by, application_id=application.id)
        move(session, desk, blank, act, issue.issued_on, why)
    if issue.child_id is not None:
        _child_follows(session, issue)


def _child_follows(session: AuditedSession, issue: Issue) -> None:
    """The child is found by both numbers, and bears the name an exchange gave it."""
    child = load(session, Child, issue.child_id or 0)
    child.cert_no = issue.number
    person = load(session, Person, child.person_id)
    old = old_issue(session, issue.old_number)
    if issue.kind in EXCHANGES and old is not None and old.child_name != issue.child_name:
        person.name = issue.child_name
    session.flush()
    refresh_keys(session, person, numbers_of(session, child.person_id))


def _blank(session: Session, number: str) -> Blank | None:
    return session.exec(select(Blank).where(Blank.number == number)).first()
