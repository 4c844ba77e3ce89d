"""What an application for a first certificate is refused for; the form asks it too.

Source: 国卫妇幼发〔2013〕52号及各地实施办法; nobody born before 1996 has a certificate of birth.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from desk import problems
from desk.application_known import born_elsewhere, kind_of_birth
from desk.birth_rules import outside
from desk.context import Desk, load
from desk.errors import DeskError
from desk.house_rules import house_rules
from desk.intake.children import is_unnamed
from desk.problems import Problems, Values
from models.base import FieldErrors
from models.certificate import FIRST, FIRSTS, OUTSIDE, Application, ApplicationData, Issue
from models.child import Child
from models.delivery import Newborn
from models.people import Person
from rules import certificate_names, certificate_papers
from rules.certificate import FIRST_EDITION
from rules.certificate_papers import TESTS, USUAL, Local, case_of, papers_of
from rules.errors import Phrase, RuleError

LIVE = "1"
MOTHER, FATHER = "1", "2"  # codes of RELATIONS
PARENTS = {MOTHER: "母亲", FATHER: "父亲"}


def check(
    values: Values,
    today: date,
    local: Local = USUAL,
    *,
    other_name: bool = False,
    taken: date | None = None,
) -> Problems:
    """What is wrong with an application across fields; the form asks it too.

    Args:
        values: stored values of ``APPLICATION_FIELDS``.
        today: the business day.
        local: what the county asks for.
        other_name: the mother stands in the records under another name or number.
        taken: the day it is really taken, by which it is late.
    """
    kind, papers = values.get("kind") or FIRST, values.get("papers") or []
    case = case_of({**values, "kind": kind}, other_name=other_name, taken=taken)
    wrong = certificate_papers.problems(case, papers, local)
    if kind in FIRSTS:  # a reissue says what the old one said
        whole = {**values, "kind": kind}
        wrong = certificate_papers.unnumbered(whole, papers) | wrong
        wrong |= certificate_names.problems(values)
    wrong |= problems.not_future(values, today, "applied_on", "birth_date")
    applied, born = values.get("applied_on"), values.get("birth_date")
    if born and born < FIRST_EDITION:
        wrong["birth_date"] = RuleError(
            "TOO_EARLY", "1996年1月1日以前出生的不签发、换发、补发出生医学证明"
        )
    if applied and born and applied < born:
        wrong["applied_on"] = RuleError("DATE_ORDER", "申请日期早于出生日期")
    parents = {MOTHER: values.get("mother_name"), FATHER: values.get("father_name")}
    stranger = no_parent(values, parents)
    if stranger:
        wrong["receiver"] = stranger
    if set(papers) - {paper.code for paper in papers_of(kind)}:
        wrong["papers"] = RuleError("CHOICE", "没有这个选项")
    if TESTS.get(kind) in papers and not values.get("paternity_no"):
        wrong["paternity_no"] = RuleError("REQUIRED", "有亲子鉴定证明,请填它的编号")
    if kind == FIRST and outside(values.get("institution"), None):
        wrong["institution"] = RuleError("OUTSIDE", "机构外出生的要办机构外申请,请换那张表")
    if kind == OUTSIDE:
        wrong |= {
            name: RuleError("REQUIRED", "机构外出生的要填")
            for name in ("attended", "address", "receiver_phone")
            if not values.get(name)
        }
    return wrong


def no_parent(values: Values, parents: Mapping[str, str | None]) -> RuleError | None:
    """Who collects as a parent is the one the certificate names; anybody else comes as another.

    Args:
        values: ``relation`` and ``receiver`` of an application or a collection.
        parents: the names the certificate prints, by relation.
    """
    relation, receiver = values.get("relation") or "", values.get("receiver")
    if relation not in parents or not receiver:
        return None
    called, name = Phrase(PARENTS[relation]), parents[relation]
    if name is None:
        return RuleError("NO_PARENT", "证上没有{parent}信息,请改选与新生儿关系", parent=called)
    if receiver == name:
        return None
    return RuleError(
        "NO_PARENT",
        "证上{parent}是 {name};别人来领请改选与新生儿关系",
        parent=called,
        name=name,
    )


def refuse_wrong(
    session: Session, desk: Desk, data: ApplicationData, child_id: int | None, taken: date
) -> None:
    """Refuse a first application that is wrong by itself, or against the records of the birth.

    Args:
        session: reading or writing.
        desk: where.
        data: the application.
        child_id: whose; None for a family that is not on the books.
        taken: the day it is really taken.

    Raises:
        FieldErrors: by field.
    """
    local = house_rules(session).certificate_papers
    other = child_id is not None and _under_other_name(session, child_id, data)
    wrong = check(data.model_dump(), desk.today, local, other_name=other, taken=taken)
    if child_id is not None:
        other_kind = _other_kind(session, child_id, data.kind)
        wrong |= {"institution": other_kind} if other_kind else {}
    if wrong:
        raise FieldErrors(wrong)


def refuse_other_kind(session: Session, record: Application) -> None:
    """The records of the birth may say otherwise since the application was taken.

    Raises:
        DeskError: OTHER_KIND.
    """
    if record.child_id is None or record.kind not in FIRSTS:
        return
    wrong = _other_kind(session, record.child_id, record.kind)
    if wrong:
        raise DeskError(wrong.reason, wrong.template)


def refuse_early(desk: Desk, record: Application, on: date | None = None) -> None:
    """No step is done before the family came, nor before the review.

    Args:
        desk: where, with the day it is done on by default.
        record: the application.
        on: another day, as it was typed.

    Raises:
        DeskError: TOO_EARLY, where the desk's own day is before it: the computer's day is wrong.
        FieldErrors: at ``moved_on``, where ``on`` is.
    """
    first = max(record.applied_on, record.decided_on or record.applied_on)
    if (on or desk.today) >= first:
        return
    if on is None:
        raise DeskError(
            "TOO_EARLY",
            "电脑日期 {day} 早于申请或审核的日期 {first},请先改电脑日期",
            day=desk.today.isoformat(),
            first=first.isoformat(),
        )
    wrong = RuleError("DATE_ORDER", "早于申请或审核的日期 {day}", day=first.isoformat())
    raise FieldErrors({"moved_on": wrong})


def _other_kind(session: Session, child_id: int, kind: str) -> RuleError | None:
    """A birth is in an institution or outside one as its records say, not as somebody likes."""
    recorded = kind_of_birth(session, load(session, Child, child_id))
    if recorded in {None, kind}:
        return None
    if recorded == OUTSIDE:
        return RuleError("OTHER_KIND", "记录写的是机构外出生,要办机构外申请;记错了的先更正分娩")
    return RuleError("OTHER_KIND", "记录写的是机构内出生,不办机构外申请;记错了的先更正分娩")


def _under_other_name(session: Session, child_id: int, data: ApplicationData) -> bool:
    """Whether the mother's papers say something else than the record of the birth."""
    child = load(session, Child, child_id)
    mother = session.get(Person, child.mother_id) if child.mother_id else None
    known = (mother.name if mother else child.mother_name, mother.id_no if mother else None)
    shown = (data.mother_name, data.mother_id_no)
    return any(was and says and was != says for was, says in zip(known, shown, strict=True))


def refuse_second(session: Session, child: Child) -> None:
    """A child born alive has one first certificate and one open application.

    Raises:
        DeskError: says what it has.
    """
    refuse_certified(session, child)
    refuse_open(session, child)
    newborn = session.get(Newborn, child.newborn_id) if child.newborn_id else None
    if newborn and newborn.outcome != LIVE:
        raise DeskError("STILLBORN", "死胎、死产不签发出生医学证明")


def refuse_elsewhere(session: Session, desk: Desk, child: Child) -> None:
    """Whoever was born in another institution has the certificate from there.

    Raises:
        DeskError: ELSEWHERE, with its name.
    """
    place = born_elsewhere(session, child, desk.centre_name)
    if place:
        raise DeskError(
            "ELSEWHERE",
            "该在出生的医疗机构签发: {place}。记错了的先更正",
            place=place,
        )


def refuse_certified(session: Session, child: Child) -> None:
    """A child has one first certificate.

    Raises:
        DeskError: says its number.
    """
    issued = select(Issue.number).where(Issue.child_id == child.id)
    number = child.cert_no or session.exec(issued).first()
    if number:
        raise DeskError(
            "HAS_CERTIFICATE", "这个孩子已有出生医学证明 {number},请走换发或补发", number=number
        )


def refuse_open(session: Session, child: Child) -> None:
    """A child has one open application.

    Raises:
        DeskError: says since when.
    """
    still = session.exec(
        select(Application).where(
            Application.child_id == child.id, col(Application.ended_on).is_(None)
        )
    ).first()
    if still:
        raise DeskError(
            "HAS_APPLICATION",
            "这个孩子 {day} 的申请还没有办完,请接着办",
            day=still.applied_on.isoformat(),
        )


def refuse_same_child(
    session: Session, data: ApplicationData, child_id: int | None, own: int | None = None
) -> None:
    """A child has one first certificate, whether its papers join its record or not.

    Args:
        session: reading or writing.
        data: the first application.
        child_id: whose; None for a family that is not on the books.
        own: the application that is being corrected.

    Raises:
        DeskError: says which number it has, or since when another application is open.
    """
    for issue in session.exec(select(Issue).where(Issue.birth_date == data.birth_date)):
        if _same_child(_who(issue), data, child_id):
            raise DeskError(
                "HAS_CERTIFICATE",
                "{child} 已有出生医学证明 {number},请走换发或补发",
                child=issue.child_name,
                number=issue.number,
            )
    under_way = select(Application).where(
        Application.birth_date == data.birth_date,
        col(Application.ended_on).is_(None),
        col(Application.id) != own,
    )
    for still in session.exec(under_way):
        if _same_child(_who(still), data, child_id):
            raise DeskError(
                "HAS_APPLICATION",
                "{child} {day} 的申请还没有办完,请接着办",
                child=still.child_name,
                day=still.applied_on.isoformat(),
            )


def refuse_on_books(session: Session, data: ApplicationData) -> None:
    """A child of the books is applied for from its page, by which its number comes to it.

    Raises:
        DeskError: ON_BOOKS, with its name there.
    """
    born = (
        select(Child, Person)
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(Person.birth_date == data.birth_date)
    )
    for child, person in session.exec(born):
        mother = session.get(Person, child.mother_id) if child.mother_id else None
        hers = (mother.name, mother.id_no) if mother else (child.mother_name or "", None)
        if _same_child(_Who(child.id, person.name, person.sex, *hers), data, None):
            raise DeskError(
                "ON_BOOKS", "{child} 在册,请到孩子的页办「签发出生证」", child=person.name
            )


class _Who(NamedTuple):
    """Who a child of one day is."""

    child_id: int | None
    child_name: str
    sex: str
    mother_name: str
    mother_id_no: str | None


def _who(kept: Application | Issue) -> _Who:
    return _Who(*(getattr(kept, name) for name in _Who._fields))


def _same_child(kept: _Who, data: ApplicationData, child_id: int | None) -> bool:
    """Whether both mean one child, both born on one day; twins have two names."""
    if kept.mother_id_no and data.mother_id_no:
        one_mother = kept.mother_id_no == data.mother_id_no
    else:
        one_mother = kept.mother_name == data.mother_name
    if not one_mother or kept.child_name == data.child_name:
        return one_mother
    # A birth, or an older register, gives it no name of its own; with a digit, there were twins.
    unnamed = is_unnamed(kept.child_name, kept.mother_name) and not kept.child_name[-1].isdigit()
    return unnamed and kept.sex == data.sex and None in {kept.child_id, child_id}


def refuse_ended(record: Application) -> None:
    """Nothing is done to an application that is over.

    Raises:
        DeskError: ENDED.
    """
    if record.ended_on is not None:
        raise DeskError("ENDED", "这份申请已经办结,不能再改")
