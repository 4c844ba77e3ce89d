"""Many records into a fresh database: checked, audited, table by table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from desk.find_keys import keys_of
from models.antenatal import AntenatalContact, AntenatalContactData
from models.audit import Act, AuditedSession
from models.base import Record, checked
from models.certificate import Blank, BlankMove, Issue, IssueData, Receipt, ReceiptData
from models.child import Child, ChildCheck, ChildCheckData, ChildData
from models.delivery import (
    Delivery,
    DeliveryData,
    Newborn,
    NewbornData,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.engine import Store
from models.people import FindKey, Person, PersonData
from models.pregnancy import Pregnancy, PregnancyData
from models.supervision import SupervisionVisit, SupervisionVisitData, VillageReport

# In the order they are written: what is pointed at comes first. The class that checks, if any.
_TABLES: dict[type[Record], type[SQLModel] | None] = {
    Person: PersonData,
    Pregnancy: PregnancyData,
    AntenatalContact: AntenatalContactData,
    Delivery: DeliveryData,
    Newborn: NewbornData,
    PostpartumVisit: PostpartumVisitData,
    Child: ChildData,
    ChildCheck: ChildCheckData,
    Receipt: ReceiptData,
    Blank: None,
    BlankMove: None,
    Issue: IssueData,
    SupervisionVisit: SupervisionVisitData,
    VillageReport: None,
}
BATCH = 500

Told = Callable[[int], None]


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
    _waiting: dict[type[Record], list[Record]] = field(default_factory=dict)
    _numbers: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, table: type[Record], values: Mapping[str, object], **columns: object) -> int:
        """Check and number a record; its id.

        Args:
            table: the record's table.
            values: its declared fields.
            columns: what the table adds to them.
        """
        data_class = _TABLES[table]
        data: dict[str, Any] = dict(values)
        if data_class:
            data = checked(data_class, values).model_dump()
        new_id = self._last_id[table] = self._last_id.get(table, 0) + 1
        data |= columns
        record = table(id=new_id, centre=self.act.centre, **data)
        self._waiting.setdefault(table, []).append(record)
        return new_id

    def put_person(self, values: Mapping[str, object], numbers: Iterable[str]) -> int:
        """A person, to be found also by these card and certificate numbers."""
        new_id = self.put(Person, values)
        self._numbers[new_id] = tuple(numbers)
        return new_id

    def write(self) -> None:
        """Everything put since the last time, with its audit entries, in one transaction."""
        with self.store.writing(self.act) as session:
            for table in _TABLES:
                records = self._waiting.pop(table, [])
                for start in range(0, len(records), BATCH):
                    batch = records[start : start + BATCH]
                    session.add_all(batch)
                    session.flush()
                    self._write_keys(session, batch)
                    session.expunge_all()  # written: only memory and time to keep them
                    self.told(len(batch))
        self._numbers.clear()

    def _write_keys(self, session: AuditedSession, batch: list[Record]) -> None:
        rows = [
            {"person_id": person.id, "centre": person.centre, "kind": kind, "key": key[:60]}
            for person in batch
            if isinstance(person, Person)
            for kind, key in sorted(keys_of(person, self._numbers[person.id or 0]))
        ]
        if rows:
            session.connection().execute(insert(FindKey), rows)
