"""Many records into a fresh database: checked, audited, table by table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from desk.find_keys import keys_of
from models.antenatal import AntenatalContact, AntenatalContactData
from models.audit import Act, AuditedSession
from models.base import Record, checked
from models.blanks import (
    Blank,
    BlankMove,
    BlankPlan,
    CountData,
    CountLine,
    Loss,
    LossData,
    PlanData,
    Receipt,
    ReceiptData,
    Slip,
    SlipData,
    StockCount,
)
from models.certificate import (
    Application,
    ApplicationData,
    Collection,
    CollectionData,
    ExportLog,
    Issue,
    IssueData,
    Seal,
)
from models.child import Child, ChildCheck, ChildCheckData, ChildData
from models.death import ChildDeath, ChildDeathData
from models.delivery import (
    Delivery,
    DeliveryData,
    Newborn,
    NewbornData,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.engine import Store
from models.first_exam import FirstExam, FirstExamData
from models.folic import (
    FolicBatch,
    FolicBatchData,
    FolicCourse,
    FolicCourseData,
    FolicFollowup,
    FolicFollowupData,
    FolicHandout,
    FolicHandoutData,
    FolicMove,
    FolicMoveData,
    FolicSurvey,
    FolicSurveyData,
)
from models.infection import (
    ExposedChild,
    ExposedChildData,
    InfectionCase,
    InfectionCaseData,
    InfectionTest,
    InfectionTestData,
)
from models.list_keys import write_places
from models.notice import Notice, NoticeData
from models.people import Delegation, DelegationData, FindKey, Person, PersonData
from models.pregnancy import Pregnancy, PregnancyData
from models.prenatal import PrenatalScreening, PrenatalScreeningData
from models.referral import Referral, ReferralData
from models.report import Report
from models.risk import (
    RiskAssessment,
    RiskAssessmentData,
    RiskCase,
    RiskCaseData,
    RiskFollowup,
    RiskFollowupData,
)
from models.subsidy import Subsidy, SubsidyData
from models.supervision import SupervisionVisit, SupervisionVisitData, VillageReport

# In the order they are written: what is pointed at comes first. The class that checks, if any.
TABLES: dict[type[Record], type[SQLModel] | None] = {
    Person: PersonData,
    Pregnancy: PregnancyData,
    Notice: NoticeData,
    AntenatalContact: AntenatalContactData,
    FirstExam: FirstExamData,
    InfectionTest: InfectionTestData,
    InfectionCase: InfectionCaseData,
    PrenatalScreening: PrenatalScreeningData,
    RiskAssessment: RiskAssessmentData,
    RiskCase: RiskCaseData,
    RiskFollowup: RiskFollowupData,
    Delivery: DeliveryData,
    Newborn: NewbornData,
    PostpartumVisit: PostpartumVisitData,
    Referral: ReferralData,
    ExposedChild: ExposedChildData,
    Subsidy: SubsidyData,
    Child: ChildData,
    ChildCheck: ChildCheckData,
    ChildDeath: ChildDeathData,
    Report: None,
    FolicBatch: FolicBatchData,
    FolicMove: FolicMoveData,
    FolicCourse: FolicCourseData,
    FolicHandout: FolicHandoutData,
    FolicFollowup: FolicFollowupData,
    FolicSurvey: FolicSurveyData,
    Receipt: ReceiptData,
    Slip: SlipData,
    Delegation: DelegationData,
    Blank: None,
    Application: ApplicationData,
    BlankMove: None,
    Issue: IssueData,
    Seal: None,
    Collection: CollectionData,
    Loss: LossData,
    StockCount: CountData,
    CountLine: None,
    BlankPlan: PlanData,
    ExportLog: None,
    SupervisionVisit: SupervisionVisitData,
    VillageReport: None,
}
BATCH = 500

Told = Callable[[int], None]
Row = dict[str, Any]


@dataclass(slots=True)
class Writer:
    """Numbers records as they are put, writes those put so far as one transaction.

    The database is new and nobody else's, so ids are counted here: one statement then writes
    a batch, and a record can point at another before either is written.
    """

    store: Store
    act: Act
    told: Told  # called after each batch with how many records it had
    _last_id: dict[type[Record], int] = field(default_factory=dict)
    _waiting: dict[type[Record], list[Row]] = field(default_factory=dict)
    _numbers: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, table: type[Record], values: Mapping[str, object], **columns: object) -> int:
        """Check and number a record; its id.

        Args:
            table: the record's table.
            values: its declared fields.
            columns: what the table adds to them.
        """
        data_class = TABLES[table]
        data = checked(data_class, values).model_dump() if data_class else dict(values)
        new_id = self._last_id[table] = self._last_id.get(table, 0) + 1
        own = {"id": new_id, "centre": self.act.centre, "version": 1}
        self._waiting.setdefault(table, []).append(_blank(table) | data | columns | own)
        return new_id

    def put_person(self, values: Mapping[str, object], numbers: Iterable[str]) -> int:
        """A person, to be found also by these card and certificate numbers."""
        new_id = self.put(Person, values)
        self._numbers[new_id] = tuple(numbers)
        return new_id

    def write(self) -> None:
        """Everything put since the last time, with its audit entries, in one transaction."""
        with self.store.writing(self.act) as session:
            placed: set[int] = set()
            for table in TABLES:
                rows = self._waiting.pop(table, [])
                for start in range(0, len(rows), BATCH):
                    batch = rows[start : start + BATCH]
                    session.add_rows(table, batch)
                    if table is Person:
                        self._write_keys(session, batch)
                    self.told(len(batch))
                if table in {Child, Pregnancy}:
                    placed |= {row["person_id" if table is Child else "mother_id"] for row in rows}
            write_places(session.connection(), sorted(placed))
        self._numbers.clear()

    def _write_keys(self, session: AuditedSession, batch: list[Row]) -> None:
        rows = [
            {"person_id": row["id"], "centre": row["centre"], "kind": kind, "key": key[:60]}
            for row in batch
            for kind, key in sorted(keys_of(Person(**row), self._numbers[row["id"]]))
        ]
        if rows:
            session.connection().execute(insert(FindKey), rows)


def _blank(table: type[Record]) -> Row:
    """A row of a table with nothing but its defaults."""
    defaults, made = _defaults(table)
    return defaults | {name: make() for name, make in made}


@cache
def _defaults(table: type[Record]) -> tuple[Row, tuple[tuple[str, Callable[[], Any]], ...]]:
    plain, made = {}, []
    for name, spec in table.model_fields.items():
        factory: Any = spec.default_factory
        if factory is not None:
            made.append((name, factory))
        elif not spec.is_required():
            plain[name] = spec.get_default()
    return plain, tuple(made)
