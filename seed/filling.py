"""The story's people, cards, children, certificates and village work, put into the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from desk.context import ROLES
from desk.sign_in import hash_password
from models.antenatal import AntenatalContact
from models.audit import Act
from models.base import Record, checked
from models.child import Child, ChildCheck
from models.death import ChildDeath
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.engine import Store
from models.first_exam import FirstExam
from models.folic import (
    FolicBatch,
    FolicCourse,
    FolicFollowup,
    FolicHandout,
    FolicMove,
    FolicSurvey,
)
from models.notice import Notice
from models.people import Centre, User, Village, VillageData
from models.pregnancy import Pregnancy
from models.referral import Referral
from models.report import Report
from models.supervision import SupervisionVisit, VillageReport
from seed import names
from seed.checklist import VERSION
from seed.children import Kid
from seed.history import History
from seed.invented import Woman
from seed.pregnancies import Case, Values
from seed.start import seed_centre
from seed.writing import Writer

PASSWORD = "demo"  # noqa: S105  the demo's, told to everybody


def open_centre(store: Store, year: int) -> None:
    """The centre, its settings, villages and users."""
    code = names.CENTRE_CODE
    with store.writing(Act(code, "demo", "demo")) as session:
        session.add(Centre(code=code, name=names.CENTRE_NAME, town=names.TOWN))
        session.flush()
        seed_centre(session, code, year)
        for position, (name, population, _) in enumerate(names.VILLAGES):
            data = checked(VillageData, {"name": name, "population": population})
            session.add(
                Village(id=position + 1, centre=code, position=position, **data.model_dump())
            )
        for role in ROLES:
            session.add(
                User(
                    centre=code,
                    login=role,
                    name=names.USERS[role],
                    roles=[role],
                    password_hash=hash_password(PASSWORD),
                )
            )


def write_families(writer: Writer, history: History) -> dict[int, int]:
    """Mothers, pregnancies and children, a year at a time; child ids by ``id`` of the kid."""
    families = _Families(writer, history)
    entries: list[Case | Kid] = [*history.cases, *(kid for kid in history.kids if not kid.case)]
    entries.sort(key=_entered)
    for _, of_year in groupby(entries, key=lambda entry: _entered(entry).year):
        for entry in of_year:
            families.put(entry)
        writer.write()
    for woman, notice in history.notices:
        writer.put(Notice, notice, person_id=families.mother(woman))
    _put_folic(writer, history, [families.mother(course.woman) for course in history.courses])
    writer.write()
    return families.child_ids


def _entered(entry: Case | Kid) -> date:
    return entry.entered_on if isinstance(entry, Case) else entry.came_on


class _Families:
    """Puts each mother once, before her first case."""

    def __init__(self, writer: Writer, history: History) -> None:
        self.child_ids: dict[int, int] = {}
        self._writer = writer
        self._mother_ids: dict[int, int] = {}
        self._kids: defaultdict[int, list[Kid]] = defaultdict(list)
        self._cards: defaultdict[int, list[str]] = defaultdict(list)
        for kid in history.kids:
            self._kids[id(kid.case)].append(kid)
        for case in history.cases:
            if case.card["card_no"]:
                self._cards[id(case.woman)].append(str(case.card["card_no"]))

    def put(self, entry: Case | Kid) -> None:
        """A case with its children, or a child that moved in."""
        mother_id = self.mother(entry.woman)
        if isinstance(entry, Kid):
            self._put_kid(entry, mother_id, None)
            return
        newborn_ids = _put_case(self._writer, entry, mother_id)
        for kid in self._kids[id(entry)]:
            self._put_kid(kid, mother_id, newborn_ids[kid.order])

    def mother(self, woman: Woman) -> int:
        """Her id; she is put when she is asked for first."""
        if id(woman) not in self._mother_ids:
            person_id = self._writer.put_person(woman.person, self._cards[id(woman)])
            self._mother_ids[id(woman)] = person_id
        return self._mother_ids[id(woman)]

    def _put_kid(self, kid: Kid, mother_id: int, newborn_id: int | None) -> None:
        number = kid.child.get("cert_no")
        person_id = self._writer.put_person(kid.person, [str(number)] if number else [])
        child_id = self._writer.put(
            Child, kid.child, person_id=person_id, mother_id=mother_id, newborn_id=newborn_id
        )
        for check in kid.checks:
            self._writer.put(ChildCheck, check, child_id=child_id)
        if kid.death is not None and kid.clock is not None:
            death_id = self._writer.put(ChildDeath, kid.death, child_id=child_id)
            about = {"subject_table": "child_deaths", "subject_id": death_id}
            self._writer.put(Report, kid.clock, person_id=person_id, **about)
        self.child_ids[id(kid)] = child_id


def _put_case(writer: Writer, case: Case, mother_id: int) -> list[int]:
    """A card with all that hangs on it; the ids of its newborns."""
    pregnancy_id = writer.put(
        Pregnancy,
        case.card,
        mother_id=mother_id,
        state=case.state,
        ended_on=case.ended_on,
        end_reason=case.end_reason,
    )
    if case.notice:
        writer.put(Notice, case.notice, person_id=mother_id, pregnancy_id=pregnancy_id)
    for contact in case.contacts:
        contact_id = _put_sender(writer, AntenatalContact, contact, case, pregnancy_id)
        if case.exam and contact is case.contacts[0]:
            writer.put(FirstExam, case.exam, pregnancy_id=pregnancy_id, contact_id=contact_id)
    for table, values in case.hung:
        writer.put(table, values, pregnancy_id=pregnancy_id)
    newborns: list[int] = []
    if case.delivery is not None:
        delivery_id = writer.put(Delivery, case.delivery, pregnancy_id=pregnancy_id)
        for visit in case.visits:
            _put_sender(writer, PostpartumVisit, visit, case, pregnancy_id)
        newborns = [
            writer.put(Newborn, newborn, delivery_id=delivery_id, birth_order=order)
            for order, newborn in enumerate(case.newborns, start=1)
        ]
    for clock in case.clocks:
        about = "pregnancies" if clock.baby is None else "newborns"
        subject = pregnancy_id if clock.baby is None else newborns[clock.baby]
        own = {"pregnancy_id": pregnancy_id, "person_id": mother_id}
        writer.put(Report, clock.values, subject_table=about, subject_id=subject, **own)
    return newborns


def _put_folic(writer: Writer, history: History, women: list[int]) -> None:
    """Courses with their bottles and follow-ups, the stock, the surveys."""
    books = history.stock
    batches = [writer.put(FolicBatch, batch.values) for batch in books.batches]
    for batch_id, batch in zip(batches, books.batches, strict=True):
        for move in batch.moves:
            writer.put(FolicMove, move, batch_id=batch_id)
    courses = [
        writer.put(
            FolicCourse,
            course.values,
            person_id=person_id,
            ended_on=course.ended_on,
            end_reason=course.end_reason,
        )
        for person_id, course in zip(women, history.courses, strict=True)
    ]
    for handout in books.handouts:
        values = handout.values | {"batch_id": batches[handout.batch]}
        writer.put(FolicHandout, values, course_id=courses[handout.course])
    for course_id, course in zip(courses, history.courses, strict=True):
        for followup in course.followups:
            writer.put(FolicFollowup, followup, course_id=course_id)
    for survey in books.surveys:
        writer.put(FolicSurvey, survey)


def _put_sender(
    writer: Writer, table: type[Record], values: Values, case: Case, pregnancy_id: int
) -> int:
    """A contact or a visit, with the referral it made."""
    record_id = writer.put(table, values, pregnancy_id=pregnancy_id)
    day = values["visited_on"]
    if isinstance(day, date) and day in case.sent:
        made_by = {"source_table": str(table.__tablename__), "source_id": record_id}
        writer.put(Referral, case.sent[day], pregnancy_id=pregnancy_id, **made_by)
    return record_id


def write_village_work(
    writer: Writer,
    visits: Iterable[tuple[Values, Mapping[str, int]]],
    reports: Iterable[Values],
) -> None:
    """Supervision visits with their scores, and the monthly reports."""
    for visit, scores in visits:
        writer.put(SupervisionVisit, visit, checklist=VERSION, scores=scores)
    for report in reports:
        writer.put(VillageReport, report)
    writer.write()
