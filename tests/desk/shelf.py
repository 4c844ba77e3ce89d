"""A township's books filled by hand, record by record, for what is derived from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlmodel import Session

from desk.context import ROLES, Desk
from models.base import Record
from models.blanks import Blank, BlankMove
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn
from models.migrations import create_store
from models.people import Centre, Person, User, Village
from models.pregnancy import Pregnancy
from rules.certificate_states import ACTS

PERSONAL = (
    "birth_date",
    "village_id",
    "group_no",
    "id_no",
    "sex",
    "phones",
    "died_on",
    "moved_out_on",
)
TODAY = date(2026, 11, 21)
OFF = (  # what the database asks of new rows only
    *("certificate_move_follows", "certificate_move_why", "certificate_move_two"),
    *("certificate_issue_number", "certificate_issue_agreed"),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def way(was: str, becomes: str) -> list[str]:
    """The states a number goes through from one to another, the shortest way the acts allow."""
    ways, seen = [[was]], {was}
    while ways:
        passed = ways.pop(0)
        if passed[-1] == becomes:
            return passed
        after = [act.becomes for act in ACTS.values() if passed[-1] in act.was]
        ways += [[*passed, state] for state in after if state not in seen]
        seen.update(after)
    raise AssertionError((was, becomes))


class Shelf:
    """One centre in one database; ``desk`` may do what one person may.

    The books are as older versions left them: a line need not say all it has to say today.
    """

    def __init__(self, path: Path, today: date = TODAY, centre: str = "C1") -> None:
        self.store = create_store(path / "books.db")
        with self.store.write.begin() as books:
            for guard in OFF:
                books.exec_driver_sql(f"DROP TRIGGER {guard}")
        self.centre = centre
        roles = frozenset(ROLES) - {"sealer", "reviewer"}
        self.desk = Desk(self.store, centre, "云溪镇卫生院", "u1", "张三", roles, today)
        self.add_centre(centre)
        self.add(User(centre=centre, login="u1", name="张三", roles=sorted(roles)))
        self.add(User(centre=centre, login="u2", name="钱六", roles=["reviewer"]))
        self.east = self.add(Village(centre=centre, name="东庄村", position=0))
        self.west = self.add(Village(centre=centre, name="西沟村", position=1))

    def add_centre(self, code: str) -> None:
        with Session(self.store.write) as session:
            session.add(Centre(code=code, name=f"{code}卫生院"))
            session.commit()

    def add(self, record: Record) -> int:
        with Session(self.store.write) as session:
            session.add(record)
            session.commit()
            assert record.id is not None
            return record.id

    def at(self, today: str) -> Desk:
        return replace(self.desk, today=day(today))

    def only(self, *roles: str) -> Desk:
        return replace(self.desk, roles=frozenset(roles))

    def person(self, name: str, **values: Any) -> int:
        values.setdefault("village_id", self.east)
        return self.add(Person(centre=self.centre, name=name, **values))

    def pregnancy(self, name: str, lmp: str, booked: str | None = None, **values: Any) -> int:
        who = {key: values.pop(key) for key in PERSONAL if key in values}
        return self.add(
            Pregnancy(
                centre=self.centre,
                mother_id=self.person(name, **({"sex": "2"} | who)),
                lmp=day(lmp),
                booked_on=day(booked) if booked else None,
                **values,
            )
        )

    def change(
        self,
        record_id: int,
        table: type[Record] = Pregnancy,
        **values: Any,
    ) -> None:
        with Session(self.store.write) as session:
            record = session.get(table, record_id)
            assert record is not None
            for name, value in values.items():
                setattr(record, name, value)
            session.commit()

    def delivery(self, pregnancy_id: int, on: str, *outcomes: str, **values: Any) -> list[int]:
        """A delivery; ids of the newborns, one live-born by default."""
        self.change(pregnancy_id, state="delivered")
        delivery = self.add(
            Delivery(centre=self.centre, pregnancy_id=pregnancy_id, delivered_on=day(on), **values)
        )
        return [
            self.add(
                Newborn(
                    centre=self.centre, delivery_id=delivery, birth_order=order, outcome=outcome
                )
            )
            for order, outcome in enumerate(outcomes or ("1",), 1)
        ]

    def child(self, name: str, born: str, **values: Any) -> int:
        who = {key: values.pop(key) for key in PERSONAL if key in values}
        person = self.person(name, **({"birth_date": day(born)} | who))
        return self.add(Child(centre=self.centre, person_id=person, **values))

    def check(self, child_id: int, contact: str, on: str, **values: Any) -> int:
        return self.add(
            ChildCheck(
                centre=self.centre,
                child_id=child_id,
                contact=contact,
                checked_on=day(on),
                **values,
            )
        )

    def blank(self, number: str, *moves: tuple[str, str], **values: Any) -> int:
        """A number with its moves as (day, state it came to), by way of the states between."""
        state = moves[-1][1] if moves else "in_stock"
        blank = self.add(Blank(centre=self.centre, number=number, **({"state": state} | values)))
        for (_, was), (on, becomes) in pairwise([("", ""), *moves]):
            for before, after in pairwise(way(was, becomes)):
                self.move(blank, on, before, after)
        return blank

    def move(self, blank_id: int, on: str, was: str, becomes: str) -> None:
        """One line of the journal, sound or not."""
        self.add(
            BlankMove(
                centre=self.centre,
                blank_id=blank_id,
                moved_on=day(on),
                was=was,
                becomes=becomes,
                handler="李四",
            )
        )

    def close(self) -> None:
        self.store.close()


@contextmanager
def opened(path: Path, today: date = TODAY) -> Iterator[Shelf]:
    shelf = Shelf(path, today)
    try:
        yield shelf
    finally:
        shelf.close()
