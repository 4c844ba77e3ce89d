"""What an exchange (换发) and a reissue (补发) ask of the old certificate, the cause, the papers.

The form asks it while it is filled in, the verbs before they save.
Source: 换发申请表; 补发登记表; 卫妇社发〔2009〕96号.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.birth_rules import is_own
from desk.context import Desk, load
from desk.problems import Problems, not_future
from models.blanks import Blank
from models.certificate import (
    EXCHANGE_CAUSES,
    EXCHANGES,
    FIRSTS,
    REISSUE_CAUSES,
    REISSUES,
    Application,
    Collection,
    FaceData,
    Issue,
    Seal,
)
from models.child import Child
from rules import certificate_names
from rules.certificate_face import NOTHING
from rules.certificate_states import LABELS, PAPERS
from rules.errors import Phrase, RuleError
from rules.fields import Choice, field_specs

Values = Mapping[str, Any]

FACE_ONLY, BOTH_PAGES = "1", "2"  # codes of RETURNED
NOT_REGISTERED, REGISTERED = "1", "2"  # codes of HUKOU
DAMAGED, PARENTS_CHANGED, NOT_ACCEPTED, OTHER = "2", "3", "4", "9"
LOST = frozenset("12")  # causes of a reissue: a family lost it, or it was stolen from them
_OF_THIS_TIME = frozenset(
    {
        "receiver",
        "relation",
        "receiver_id_kind",
        "receiver_id_no",
        "receiver_other_no",
        "receiver_phone",
        "old_number",
        "marriage_no",
        "paternity_no",
        "remark",
    }
)
# What the paper itself says of the child and its parents.
CONTENT = tuple(name for name in field_specs(FaceData) if name not in _OF_THIS_TIME)


def is_exchange(kind: str) -> bool:
    """Whether a kind of application takes the old paper back."""
    return kind in EXCHANGES


def causes(kind: str) -> tuple[Choice, ...]:
    """The closed list of causes of an exchange or a reissue; none for a first issue."""
    if kind in EXCHANGES:
        return EXCHANGE_CAUSES
    return REISSUE_CAUSES if kind in REISSUES else ()


def pages(values: Values) -> str:
    """Which pages a new paper has, a code of ``RETURNED``: after hukou only the first.

    >>> pages({"mother_hukou": "1", "father_hukou": "2"}), pages({"mother_hukou": "1"})
    ('1', '2')
    """
    places = (values.get("mother_hukou"), values.get("father_hukou"))
    return FACE_ONLY if REGISTERED in places else BOTH_PAGES


def old_issue(session: Session, number: str | None) -> Issue | None:
    """What was issued under the old number, if it is on our books."""
    return session.exec(select(Issue).where(Issue.number == number)).first() if number else None


def content_of(issue: Issue | None) -> dict[str, Any]:
    """What a certificate says, by field; nothing where it is not on our books."""
    return {name: getattr(issue, name) for name in CONTENT} if issue is not None else {}


def blank_called(session: Session, number: str | None) -> Blank | None:
    """A number's row, if it is on our books."""
    return session.exec(select(Blank).where(Blank.number == number)).first() if number else None


def asked_about(session: Session, values: Values) -> Problems:
    """What is asked about before saving: an old number that is not on the books."""
    number = values.get("old_number")
    if values["kind"] in FIRSTS or not number or blank_called(session, number):
        return {}
    return {"old_number": not_on_books(number)}


def not_on_books(number: str) -> RuleError:
    """The question about an old number that is not on the books."""
    return RuleError(
        "NOT_ON_BOOKS", "{number} 不在本院账上;是启用本系统前本院签发的吗?", number=number
    )


def check(
    session: Session,
    desk: Desk,
    values: Values,
    application_id: int | None = None,
    child_id: int | None = None,
) -> Problems:
    """What is wrong with an exchange or a reissue beyond its papers, by field.

    Args:
        session: reading or writing.
        desk: where.
        values: of ``ApplicationData``; a first issue has nothing to do with an old number.
        application_id: the application that is being corrected.
        child_id: whose it is, if the child is on the books.
    """
    if values["kind"] in FIRSTS:
        return {}
    old = old_issue(session, values.get("old_number"))
    wrong = form_problems(values, content_of(old), desk.today)
    for name in ("applied_on", "declared_on"):
        if old is not None and values.get(name) and values[name] < old.issued_on:
            day = old.issued_on.isoformat()
            wrong[name] = RuleError("DATE_ORDER", "早于原证签发日期 {day},请核对", day=day)
    if values["kind"] in REISSUES and values.get("cause") in LOST and _kept_here(session, old):
        wrong["cause"] = RuleError(
            "NOT_COLLECTED", "原证没有领证登记,不是家长遗失;领过的先补记,没领的选 9 其他并写明"
        )
    child = load(session, Child, child_id) if child_id is not None else None
    found = _old_number(session, desk, values, child, application_id)
    return wrong | ({"old_number": found} if found else {})


def _kept_here(session: Session, old: Issue | None) -> bool:
    """Whether our books know that nobody collected it; older books know nothing of collections."""
    if old is None:
        return False
    sealed = session.exec(select(Seal.id).where(Seal.issue_id == old.id)).first() is not None
    if old.issuer_user is None and not sealed:
        return False
    query = select(Collection.id).where(Collection.issue_id == old.id)
    return session.exec(query).first() is None


def form_problems(values: Values, old: Values, today: date) -> Problems:
    """What the form itself shows to be wrong, by field; ``old`` as ``content_of``."""
    wrong = not_future(values, today, "declared_on")
    wrong |= _exchange(values, old) if values["kind"] in EXCHANGES else _reissue(values, old)
    if values.get("cause") not in {choice.code for choice in causes(values["kind"])}:
        wrong["cause"] = RuleError("REQUIRED", "请从列表选择原因")
    elif values["cause"] == OTHER and not values.get("cause_words"):
        wrong["cause_words"] = RuleError("REQUIRED", "原因为“其他”时请写明")
    return wrong


def _old_number(
    session: Session,
    desk: Desk,
    values: Values,
    child: Child | None,
    application_id: int | None,
) -> RuleError | None:
    number = values.get("old_number")
    if not number:
        return RuleError("REQUIRED", "请填原证编号")
    blank = blank_called(session, number)
    if blank is None and _elsewhere(desk, values):
        return RuleError(
            "ELSEWHERE",
            "原证由 {institution} 签发,请到原签发机构办理",
            institution=values["institution"],
        )
    if blank is not None and blank.state != "issued":
        return _not_issued(session, blank)
    if child is not None and child.cert_no and child.cert_no != number:
        return RuleError("OTHER_NUMBER", "这个孩子现在的证是 {number},请核对", number=child.cert_no)
    still = session.exec(
        select(Application).where(
            Application.old_number == number, col(Application.ended_on).is_(None)
        )
    ).first()
    if still is not None and still.id != application_id:
        return RuleError("OPEN", "{number} 已有一份没办完的换发或补发申请", number=number)
    return None


def _elsewhere(desk: Desk, values: Values) -> bool:
    """Whether another institution issued it: the one the child was born in."""
    institution = values.get("institution") or NOTHING
    return institution != NOTHING and not is_own(institution, desk.centre_name)


def _not_issued(session: Session, blank: Blank) -> RuleError:
    state = Phrase(LABELS[blank.state])
    query = select(Issue).where(Issue.old_number == blank.number)
    following = session.exec(query).first()
    if blank.state in PAPERS and following is not None:
        return RuleError(
            "REPLACED",
            "{number} 已「{state}」,现在有效的是 {following}",
            number=blank.number,
            state=state,
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
        state=state,
    )


def _exchange(values: Values, old: Values) -> Problems:
    wrong = _returned(values)
    names = certificate_names.problems(values).items()
    wrong |= {name: error for name, error in names if values[name] != old.get(name)}
    if not old:
        return wrong
    changed = any(_another(old, values, parent) for parent in ("mother", "father"))
    if changed and not values.get("paternity_no"):
        wrong["paternity_no"] = RuleError("REQUIRED", "变更父亲或母亲,要有亲子鉴定编号")
    altered = changes(old, values)
    if altered and values.get("cause") == DAMAGED:
        wrong["cause"] = RuleError("CONTENT", "内容与原证不同,原因不会只是涂改或损坏,请改选")
    if not altered and values.get("cause") == PARENTS_CHANGED:
        wrong["cause"] = RuleError("CONTENT", "内容与原证相同,父母信息没有变更,请核对")
    return wrong


def _returned(values: Values) -> Problems:
    """The old paper comes back, with the page the registration office has not cut off."""
    returned, expected = values.get("returned"), pages(values)
    if returned is None:
        return {"returned": RuleError("REQUIRED", "换发要交回原证;交不回的是遗失,请办补发")}
    if expected == FACE_ONLY and values.get("cause") == NOT_ACCEPTED:
        return {"cause": RuleError("PAGES", "已入户的,原因不会是户口登记机关不予入户")}
    if returned == expected:
        return {}
    if returned == BOTH_PAGES:
        return {"returned": RuleError("PAGES", "已入户的,副页在户口登记机关,只交回正页")}
    return {"returned": RuleError("PAGES", "没有入户的要交回正页和副页;入了户请填户籍地")}


def _reissue(values: Values, old: Values) -> Problems:
    needed = {
        "newspaper": RuleError("REQUIRED", "补发要有遗失声明:报刊名称,或写 本人声明"),
        "declared_on": RuleError("REQUIRED", "请填声明日期"),
        "mother_hukou": RuleError("REQUIRED", "请填母亲户籍地证明是否入户"),
    }
    if values.get("father_name"):
        needed["father_hukou"] = RuleError("REQUIRED", "请填父亲户籍地证明是否入户")
    wrong: Problems = {name: error for name, error in needed.items() if not values.get(name)}
    if values.get("returned"):
        wrong["returned"] = RuleError("RETURNED", "交回了原证的,请办换发")
    for name in changes(old, values):
        wrong[name] = RuleError("SAME", "补发内容与原证一致,不能改;要改内容请办换发")
    return wrong


def changes(old: Values, values: Values) -> tuple[str, ...]:
    """Which of the content differs from the old paper; what was not recorded then may be added."""
    return tuple(
        name for name, said in old.items() if said is not None and said != values.get(name)
    )


def _another(old: Values, values: Values, parent: str) -> bool:
    """Whether a parent is another person, not the same with another name or number."""
    was, now = (each.get(f"{parent}_name") or None for each in (old, values))
    if was == now:
        return False
    numbers = [f"{parent}_id_no", f"{parent}_other_no"]
    same = any(old[name] and old[name] == values.get(name) for name in numbers)
    return not (was and now and same)
