"""The antenatal contacts and the first examination: recorded, corrected, each in one transaction.

The first examination's form is contact number 1, the rest of its sheet (``first_exams``) and the
infection tests on it, which are kept where only the permitted read them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from desk import first_exam, problems
from desk.case_kinds import KINDS
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.infection import INFECTION_TESTS
from desk.pregnancy import confirmed, given, open_pregnancy
from desk.pregnancy_view import CardView, contacts_of, delivery_of, view_card
from desk.problems import Problems
from desk.referral import Sent, follow
from desk.settling import settled
from desk.trends import measured_on
from models.antenatal import (
    FIRST_NUMBER,
    POSITIONS,
    AntenatalContact,
    AntenatalContactData,
    guidance_choices,
    translate_guidance,
)
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.first_exam import FirstExam, FirstExamData
from models.infection import InfectionTest, InfectionTestData
from models.pregnancy import Pregnancy
from models.referral import ANTENATAL
from rules.antenatal import contact_doubts
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.schedule import antenatal_contacts

if TYPE_CHECKING:
    from desk.pregnancy_view import RecordView

CONTACT_FIELDS = field_specs(AntenatalContactData)
POSITION_WORDS = {option.code: option.label for option in POSITIONS}
OTHER_ADVICE = {number: guidance_choices(number)[-1].code for number in (None, 1, 2, 3, 4, 5)}
_TESTS_ON_SHEET = ("hbsag", "hbsab", "hbeag", "hbeab", "hbcab", "syphilis", "hiv")
TEST_FIELDS = {name: field_specs(InfectionTestData)[name] for name in _TESTS_ON_SHEET}
# The whole sheet of the first examination, each field once; its day and number are the contact's.
SHEET_FIELDS = {
    name: spec
    for name, spec in (CONTACT_FIELDS | first_exam.EXAM_FIELDS).items()
    if name not in {"examined_on", "number", "kind"}
}


def record_contact(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """An antenatal contact of an open pregnancy, with the referral it makes.

    Raises:
        FieldErrors: by field, also when the day or the number is taken.
    """
    data = checked(AntenatalContactData, values)
    with desk.writing("records.write", "contact.record", confirmed(doubts)) as session:
        pregnancy = open_pregnancy(session, pregnancy_id)
        _check(session, desk, pregnancy, data)
        contact = AntenatalContact(
            centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump()
        )
        session.add(contact)
        session.flush()
        follow(session, contact, pregnancy_id, ANTENATAL)
        return settled(session, desk, pregnancy)


def correct_contact(
    desk: Desk, contact_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """An antenatal contact; what was made with it follows.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(AntenatalContactData, values)
    with desk.writing("records.write", "contact.correct", given(reason)) as session:
        contact = load(session, AntenatalContact, contact_id)
        pregnancy = load(session, Pregnancy, contact.pregnancy_id)
        _check(session, desk, pregnancy, data, contact_id)
        exam = session.exec(select(FirstExam).where(FirstExam.contact_id == contact_id)).first()
        if exam is not None and data.number != FIRST_NUMBER:
            raise FieldErrors({"number": RuleError("FIRST_EXAM", "这是第1次产前检查,次数不能改")})
        _put(session, contact, data, version)
        if exam is not None:
            _move(session, exam, data.visited_on)
        return settled(session, desk, pregnancy)


def record_first_exam(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """The first examination: contact 1, the rest of its sheet and its tests, or none of them.

    A contact 1 that is there already, read from a register, becomes the one of the sheet.

    Args:
        desk: where.
        pregnancy_id: on which card.
        values: stored values of ``SHEET_FIELDS`` and ``TEST_FIELDS``.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
        DeskError: the card has its first examination, or is closed.
        NotPermitted: tests were given by who may not enter them.
    """
    tests = {name: values[name] for name in TEST_FIELDS if values.get(name)}
    contact_data, exam_data = _sheet({n: v for n, v in values.items() if n not in TEST_FIELDS})
    if tests:
        desk.require(INFECTION_TESTS.writes)
    with desk.writing("records.write", "first_exam.record", confirmed(doubts)) as session:
        pregnancy = open_pregnancy(session, pregnancy_id)
        before = view_card(session, desk, pregnancy)
        if before.records[first_exam.FIRST_EXAMS.name]:
            raise DeskError("ONCE", "已经登记过,请打开那条更正")
        kept = [c for c in contacts_of(session, pregnancy_id) if c.number == FIRST_NUMBER]
        contact = kept[0] if kept else None
        _check(session, desk, pregnancy, contact_data, contact.id if contact else None, exam_data)
        if contact is None:
            contact = AntenatalContact(
                centre=desk.centre, pregnancy_id=pregnancy_id, **contact_data.model_dump()
            )
            session.add(contact)
            session.flush()
            follow(session, contact, pregnancy_id, ANTENATAL)
        else:
            _put(session, contact, contact_data, contact.version)
        session.add(
            FirstExam(
                centre=desk.centre,
                pregnancy_id=pregnancy_id,
                contact_id=contact.id or 0,
                **exam_data.model_dump(),
            )
        )
        if tests:
            _add_tests(session, desk, pregnancy, before, contact_data.visited_on, tests)
        return settled(session, desk, pregnancy)


def correct_first_exam(
    desk: Desk,
    exam_id: int,
    versions: tuple[int, ...],
    values: Mapping[str, Any],
    reason: str,
) -> CardView:
    """Save the sheet over the versions it was read from; its tests have their own correction.

    Args:
        desk: where.
        exam_id: which examination.
        versions: of the examination and of its contact.
        values: stored values of ``SHEET_FIELDS``.
        reason: why.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    version, contact_version = versions
    contact_data, exam_data = _sheet(values)
    with desk.writing("records.write", "first_exam.correct", given(reason)) as session:
        exam = load(session, FirstExam, exam_id)
        contact = load(session, AntenatalContact, exam.contact_id)
        pregnancy = load(session, Pregnancy, exam.pregnancy_id)
        contact_data.kind = contact.kind
        _check(session, desk, pregnancy, contact_data, contact.id, exam_data)
        moved_from = exam.examined_on
        update(exam, exam_data.model_dump(), version)
        _put(session, contact, contact_data, contact_version)
        _move_tests(session, exam.pregnancy_id, moved_from, exam.examined_on)
        return settled(session, desk, pregnancy)


def first_contact(card: CardView) -> "RecordView | None":
    """A card's contact number 1, or None."""
    return next((c for c in card.contacts if c.values["number"] == FIRST_NUMBER), None)


def first_exam_of(card: CardView) -> "tuple[RecordView, RecordView]":
    """A card's first examination and its contact.

    Raises:
        DeskError: it has none.
    """
    exam, contact = card.latest(first_exam.FIRST_EXAMS.name), first_contact(card)
    if exam is None or contact is None:
        raise DeskError("NOT_FOUND", "没有找到这条记录")
    return exam, contact


def first_exam_due(card: CardView, on: date) -> bool | None:
    """Whether what is done for her on a day is her first examination; None when unclear."""
    if card.records[first_exam.FIRST_EXAMS.name] or first_contact(card):
        return False
    if card.start and antenatal_contacts(card.start)[0].closes >= on:
        return True
    return False if card.contacts else None


def sheet_problems(values: Mapping[str, Any], today: date, card: CardView) -> Problems:
    """What is wrong with the sheet of a first examination, by field, as the verb will check it."""
    whole = {**values, "number": FIRST_NUMBER, "kind": "1"}
    delivered = card.delivery.values["delivered_on"] if card.delivery else None
    return {
        **problems.contact(whole, today, card.start, delivered),
        **first_exam.check(values, today, card),
    }


def doubts_of_contact(
    values: Mapping[str, Any], card: CardView, own_id: int | None = None
) -> Problems:
    """What to ask about a contact of a card, by field; ``own_id`` is the one being corrected."""
    return contact_doubts(values, card.start, measured_before(card, values, "weight_g", own_id))


def measured_before(
    card: CardView, values: Mapping[str, Any], name: str, own_id: int | None = None
) -> Mapping[str, Any] | None:
    """The last measure before the day of these values, and its day; None where there is none."""
    now = values.get("visited_on")
    earlier = [
        {"visited_on": day, name: measured[name]}
        for day, measured in measured_on(card, own_id)
        if now and day < now and measured.get(name)
    ]
    return earlier[-1] if earlier else None


def guidance_field(number: int | None) -> FieldSpec:
    """The guidance as the sheet of a contact prints it."""
    return replace(CONTACT_FIELDS["guidance"], choices=guidance_choices(number))


def guidance_on(codes: Sequence[str], old: int | None, new: int | None) -> list[str]:
    """The digits of one contact's guidance as another's sheet prints the same advice."""
    return translate_guidance(codes, old, new)[0]


def _sheet(values: Mapping[str, Any]) -> tuple[AntenatalContactData, FirstExamData]:
    """The sheet's two records, every wrong field of both told at once."""
    errors: dict[str, RuleError] = {}
    parts: list[Any] = []
    day = values.get("visited_on")
    for data_class, fixed in (
        (AntenatalContactData, {"number": FIRST_NUMBER}),
        (FirstExamData, {"examined_on": day}),
    ):
        own = {n: v for n, v in values.items() if n in field_specs(data_class)}
        try:
            parts.append(checked(data_class, {**own, **fixed}))
        except FieldErrors as wrong:
            errors |= {n: e for n, e in wrong.errors.items() if n != "examined_on"}
    unknown = {n for n in values if n not in CONTACT_FIELDS and n not in first_exam.EXAM_FIELDS}
    errors |= {name: RuleError("FIELD", "没有这个栏目") for name in unknown}
    if errors:
        raise FieldErrors(errors)
    contact, exam = parts
    return contact, exam


def _put(
    session: AuditedSession, contact: AntenatalContact, data: AntenatalContactData, version: int
) -> None:
    """The corrected values into a contact; its referral follows."""
    before = Sent.by(contact)
    update(contact, data.model_dump(), version)
    session.flush()
    follow(session, contact, contact.pregnancy_id, ANTENATAL, before)


def _move(session: AuditedSession, exam: FirstExam, day: date) -> None:
    """The sheet is of the day of its contact, and so are the tests on it."""
    if exam.examined_on != day:
        _move_tests(session, exam.pregnancy_id, exam.examined_on, day)
        exam.examined_on = day


def _move_tests(session: AuditedSession, pregnancy_id: int, old: date, new: date) -> None:
    if old == new:
        return
    for test in session.exec(
        select(InfectionTest).where(
            InfectionTest.pregnancy_id == pregnancy_id, InfectionTest.tested_on == old
        )
    ):
        test.tested_on = new


def _add_tests(  # noqa: PLR0913, PLR0917  where, whose, when and what
    session: AuditedSession,
    desk: Desk,
    pregnancy: Pregnancy,
    before: CardView,
    day: date,
    tests: Mapping[str, Any],
) -> None:
    kind = KINDS[INFECTION_TESTS.name]
    data = checked(kind.data, {**tests, kind.day: day})
    wrong = kind.check(data.model_dump(), desk.today, before)
    if wrong:
        raise FieldErrors(wrong)
    test = kind.table(centre=desk.centre, pregnancy_id=pregnancy.id, **data.model_dump())
    session.add(test)
    session.flush()
    kind.after(session, desk, pregnancy, test)


def _check(  # noqa: PLR0913, PLR0917  the records and whose they are
    session: AuditedSession,
    desk: Desk,
    pregnancy: Pregnancy,
    data: AntenatalContactData,
    own_id: int | None = None,
    exam: FirstExamData | None = None,
) -> None:
    """Refuse a contact its pregnancy has no room for; ``own_id`` is the one being corrected.

    Raises:
        FieldErrors: by field.
    """
    delivery = delivery_of(session, pregnancy.id or 0)
    wrong = problems.contact(
        data.model_dump(),
        desk.today,
        pregnancy.start,
        delivery.delivered_on if delivery else None,
    )
    if exam is not None:
        wrong |= first_exam.check(
            exam.model_dump(), desk.today, view_card(session, desk, pregnancy)
        )
        wrong.pop("examined_on", None)  # it is the contact's, which was checked
    for other in contacts_of(session, pregnancy.id or 0):
        if other.id == own_id:
            continue
        if other.visited_on == data.visited_on:
            wrong["visited_on"] = RuleError("SAME_DAY", "这一天已有随访记录,请打开更正")
        if data.number is not None and other.number == data.number:
            wrong["number"] = RuleError(
                "NUMBER_TAKEN",
                "第{number}次已记于 {day}",
                number=data.number,
                day=other.visited_on.isoformat(),
            )
    if wrong:
        raise FieldErrors(wrong)
