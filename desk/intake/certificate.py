"""The register of certificates: what was issued and what was spoilt.

Only numbers that are not on the books come in, through the states a number goes through at the
desk, on the day of the issue, so that the stock equation holds; and only of days before the first
bundle was counted in here, lest a slip of the pen use up a number that is still to come. What came
by a receipt or was moved at this desk is never touched: that takes an issuer, a reviewer and a
sealer, and no file. A certificate joins the child it was issued for; it makes no child of its own,
since a centre also issues to families of other townships, and the book of the township's children
is the child register.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from desk.intake.children import Children, Wanted, is_unnamed
from desk.intake.report import Row
from desk.intake.values import SEX_CODES, UNKNOWN_SEX, code, day, scaled, valid
from desk.intake.work import Work
from desk.numbers import elsewhere, elsewhere_error
from models.blanks import Blank, BlankMove, Receipt
from models.certificate import KINDS, RELATIONS, Issue, IssueData
from models.child import Child, ChildData
from rules.certificate_states import LABELS, VOIDS, WrongMove, check_act
from rules.errors import Phrase, RuleError
from rules.fields import field_specs
from rules.void_words import void_cause

IN_STOCK, ISSUED, VOID, RETRACTED = "in_stock", "issued", "void", "retracted"
ONWARD = {"": "receive", IN_STOCK: "draw", "drawn": "reserve", "reserved": "print"}
GIVEN_OUT = frozenset({ISSUED, "recalled", "declared"})
REPLACED = {
    "2": "recall",
    "3": "declare",
    "5": "recall",
    "6": "declare",
}  # exchanged; lost by the family
REASON = "签发登记导入"
_RECEIVED_BY = "导入"
_OLD_NUMBER = re.compile(r"原(?:证|出生证)?(?:编)?号?码?\s*[:：为]?\s*(?P<number>[A-Z]\d{9})")
_GRANDPARENT = re.compile(r"(?:外)?(?:祖|公|婆|爷|奶)|姥")
_ISSUE = field_specs(IssueData)
_HANDLER = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the register, checked: an issue, or a void form with its reason."""

    number: str
    on: date
    handler: str
    issue: IssueData | None
    reason: str
    wanted: Wanted | None


@dataclass(slots=True)
class Case:
    """A row and its number."""

    row: Row
    draft: Draft
    blank: Blank


class Numbers:
    """The numbers of some rows: their blanks, what was issued on them and what replaces them."""

    def __init__(self, work: Work, drafts: Sequence[Draft]) -> None:
        self.work = work
        numbers = {draft.number for draft in drafts}
        older = {draft.issue.old_number for draft in drafts if draft.issue}
        self.blanks = {
            blank.number: blank for blank in work.fetch(Blank, "number", numbers | older)
        }
        self.issues = {issue.number: issue for issue in work.fetch(Issue, "number", numbers)}
        self.newer = {issue.old_number: issue for issue in work.fetch(Issue, "old_number", numbers)}
        self.states = {blank.number: blank.state for blank in self.blanks.values()}
        self.moves: list[tuple[Row, Blank, BlankMove]] = []
        self.elsewhere = elsewhere(work.session, work.centre, numbers)
        moved = select(BlankMove.blank_id).join(Blank).where(col(Blank.receipt_id).is_(None))
        self._moved = frozenset(work.session.exec(moved.where(col(BlankMove.user).is_not(None))))
        came = select(func.min(Receipt.received_on)).join(Blank).where(Blank.state != RETRACTED)
        self.began: date | None = work.session.exec(came).one()  # the books kept here

    def ours(self, number: str | None) -> bool:
        """Whether it came by a receipt or was moved at this desk, and not by a ledger alone."""
        blank = self.blanks.get(number or "")
        return blank is not None and (blank.receipt_id is not None or blank.id in self._moved)

    def blank(self, number: str) -> Blank:
        """The blank of a number; one not in stock yet comes into stock by its first move."""
        if number not in self.blanks:
            self.blanks[number] = Blank(centre=self.work.centre, number=number, state="")
            self.states[number] = ""
        return self.blanks[number]

    def move(self, case: Case, name: str, reason: str, cause: str | None = None) -> None:
        """An act the state machine allows; saved once the number has an id.

        Raises:
            WrongMove: it does not allow this one.
        """
        draft, blank = case.draft, case.blank
        was = self.states[blank.number]
        act = check_act(blank.number, was, name)
        move = BlankMove(
            centre=self.work.centre,
            blank_id=0,
            moved_on=draft.on,
            was=was,
            becomes=act.becomes,
            act=act.name,
            cause=cause,
            reason=reason,
            handler=draft.handler,
        )
        self.states[blank.number] = act.becomes
        self.moves.append((case.row, blank, move))

    def replace(self, case: Case, newer: Issue | IssueData) -> None:
        """This number's paper is no longer good: exchanged, or declared lost by the family."""
        act, blank = REPLACED.get(newer.kind), case.blank
        if act and self.states[blank.number] == ISSUED and not self.ours(blank.number):
            moved = select(col(BlankMove.moved_on)).where(BlankMove.blank_id == blank.id)
            on = max([newer.issued_on, *self.work.session.exec(moved)])
            draft = replace(case.draft, on=on, handler=_handler(newer.issuer))
            self.move(replace(case, draft=draft), act, f"新证 {newer.number}")

    def save(self) -> None:
        """New numbers first, then the moves in order; the journal leads, the states follow."""
        for row, blank, _ in self.moves:
            blank.state = blank.state or self.states[blank.number]
            self.work.add(row, blank)
        self.work.session.flush()
        for row, blank, move in self.moves:
            move.blank_id = blank.id or 0
            self.work.add(row, move)
        self.work.session.flush()
        for _, blank, _ in self.moves:
            blank.state = self.states[blank.number]
        self.moves.clear()
        self.work.session.flush()


def take_certificates(work: Work, rows: Sequence[Row]) -> None:
    """Rows of a certificate register."""
    drafts = work.drafts(rows, _draft)
    numbers = Numbers(work, [draft for _, draft in drafts])
    children = Children(work, [draft.wanted for _, draft in drafts if draft.wanted])
    issued = []
    for row, draft in drafts:
        refused = _barred(numbers, draft)
        if refused is not None:
            work.refuse(row, refused)
            continue
        case = Case(row, draft, numbers.blank(draft.number))
        if _take(work, numbers, case):
            issued.append(case)
    numbers.save()
    for case in issued:
        _issue(work, numbers, children, case)
    for case in issued:
        _replace(numbers, case)
    numbers.save()


def _draft(row: Row) -> Draft:
    fields = row.fields
    if fields["type"] == VOID:
        on, reason = day(fields["void_date"]), fields["void_reason"] or "原因未写"
        if on is None:
            raise RuleError("REQUIRED", "作废日期必填")
        return Draft(fields["cert_no"], on, _handler(fields["signer"]), None, reason[:200], None)
    remark = fields["remark"] or ""
    old = _OLD_NUMBER.search(remark)
    issue = valid(
        IssueData,
        {
            "number": fields["cert_no"],
            "kind": code(KINDS, fields["kind"]),
            "child_name": fields["child_name"],
            "sex": SEX_CODES.get(fields["sex"], UNKNOWN_SEX),
            "birth_date": day(fields["birth_date"]),
            "birth_time": fields["birth_time"],
            "birth_ga_days": fields["birth_ga_days"],
            "birth_weight_g": fields["birth_weight_g"],
            "birth_length_mm": scaled(fields["birth_length_cm"], _ISSUE["birth_length_mm"].scale),
            "mother_name": fields["mother_name"],
            "mother_id_no": fields["mother_id"],
            "father_name": fields["father_name"],
            "father_id_no": fields["father_id"],
            "address": fields["address"],
            "issued_on": day(fields["issue_date"]),
            "receiver": fields["receiver"],
            "relation": _relation(fields["relation"]),
            "receiver_id_no": fields["receiver_id"],
            "issuer": fields["signer"],
            "old_number": old["number"] if old else None,
            "remark": remark,
        },
    )
    if issue.issued_on < issue.birth_date:
        raise RuleError("DATE_ORDER", "签发日期早于出生日期")
    return Draft(
        issue.number,
        issue.issued_on,
        _handler(issue.issuer),
        issue,
        REASON,
        Wanted(
            issue.child_name,
            issue.sex,
            issue.birth_date,
            None,
            issue.mother_name,
            issue.mother_id_no,
            issue.number,
            issue.birth_weight_g,
        ),
    )


def _handler(signer: str | None) -> str:
    return (signer or _RECEIVED_BY)[:_HANDLER]


def _relation(written: str | None) -> str | None:
    """The code of a relation; registers write 祖母 where the form has (外)祖父母."""
    if not written:
        return None
    return code(RELATIONS, written) or ("3" if _GRANDPARENT.match(written) else "9")


def _barred(numbers: Numbers, draft: Draft) -> RuleError | None:
    """Why a row does not come in.

    It would move a number that is ours or another centre's, or add one on a day whose account is
    kept at this desk.
    """
    number = draft.number
    if number in numbers.elsewhere:
        return elsewhere_error(number)
    same = GIVEN_OUT if draft.issue else VOIDS
    if numbers.ours(number):
        return None if numbers.states[number] in same else _of_ours(numbers.blanks[number])
    if numbers.began and draft.on >= numbers.began and numbers.states.get(number) not in same:
        return RuleError(
            "BEGUN",
            "本院 {day} 起用本程序管证,那天起的编号不从登记册读入;抄错了的请改正",
            day=numbers.began.isoformat(),
        )
    old = draft.issue.old_number if draft.issue else None
    return _of_ours(numbers.blanks[old]) if old and numbers.ours(old) else None


def _of_ours(blank: Blank) -> RuleError:
    return RuleError(
        "OURS",
        "编号 {number} 在本院账上(现为「{state}」),导入不改;请到「出生医学证明」里办",
        number=blank.number,
        state=Phrase(LABELS[blank.state]),
    )


def _take(work: Work, numbers: Numbers, case: Case) -> bool:
    """Move a number where the register says it is; whether it stands as issued."""
    draft, blank = case.draft, case.blank
    if draft.issue is None:
        _void(work, numbers, case)
        return False
    if numbers.states[blank.number] in GIVEN_OUT:
        return True
    try:
        while (state := numbers.states[blank.number]) != ISSUED:
            numbers.move(case, ONWARD.get(state, "issue"), REASON)
    except WrongMove:
        work.differs(case.row, f"证书 {draft.number}", LABELS[state], LABELS[ISSUED])
        return False
    return True


def _void(work: Work, numbers: Numbers, case: Case) -> None:
    """A spoilt form. One that is void already is the same fact."""
    blank = case.blank
    state = numbers.states[blank.number]
    if state in VOIDS:
        return
    try:
        if not state:
            numbers.move(case, "receive", REASON)
        numbers.move(case, "void", case.draft.reason, void_cause(case.draft.reason))
    except WrongMove:
        work.differs(case.row, f"证书 {blank.number}", LABELS[state], LABELS[VOID])


def _issue(work: Work, numbers: Numbers, children: Children, case: Case) -> None:
    """What the certificate says, and whose it is."""
    data = case.draft.issue
    if data is None:
        return
    kept = numbers.issues.get(data.number)
    if kept and (kept.child_name, kept.birth_date) != (data.child_name, data.birth_date):
        ours, theirs = (f"{one.child_name} {one.birth_date}" for one in (kept, data))
        work.differs(case.row, f"证书 {data.number}", ours, theirs)
        return
    if kept and numbers.ours(data.number):
        work.compare(case.row, kept, data)
        return
    if kept is None:
        blank_id = case.blank.id or 0
        kept = work.add(case.row, Issue(centre=work.centre, blank_id=blank_id, **data.model_dump()))
        numbers.issues[data.number] = kept
    else:
        work.fill(case.row, kept, data)
    if kept.child_id is None:
        _join_child(work, children, case, kept, data)


def _join_child(work: Work, children: Children, case: Case, issue: Issue, data: IssueData) -> None:
    """The child a certificate was issued for, if the books have it; it gets what it lacks."""
    wanted = case.draft.wanted
    mother = children.people.by_id(data.mother_id_no)
    person = children.find(wanted, mother) if wanted else None
    child = children.of(person) if person else None
    if person is None or child is None:
        return
    issue.child_id = child.id
    work.mark(case.row)
    if is_unnamed(person.name, data.mother_name) and person.name != data.child_name:
        person.name = data.child_name
        children.people.add(person)
        work.reindex(person)
    facts = valid(
        ChildData,
        {
            "birth_ga_days": data.birth_ga_days,
            "birth_weight_g": data.birth_weight_g,
            "birth_length_mm": data.birth_length_mm,
            "father_name": data.father_name,
            "cert_no": data.number,
        },
    )
    skip = ["cert_no"] if _number_kept(children, child, data) else []
    if work.fill(case.row, child, facts, *skip):
        work.reindex(person)
        children.add(person, child)


def _number_kept(children: Children, child: Child, data: IssueData) -> bool:
    """Whether the child keeps the number it has: another child's, or the one replaced."""
    holder = children.holder(data.number)
    replaced = child.cert_no is not None and child.cert_no == data.old_number
    return replaced or (holder is not None and holder is not child)


def _replace(numbers: Numbers, case: Case) -> None:
    """What this certificate replaces, and what replaced it if the register had that first."""
    if data := case.draft.issue:
        old = numbers.blanks.get(data.old_number or "")
        if old:
            numbers.replace(Case(case.row, case.draft, old), data)
        if newer := numbers.newer.get(data.number):
            numbers.replace(case, newer)
