"""The books of a centre that issues certificates, as large as one likes, straight into the tables.

Every certificate has its mother, birth and child, its application, its moves one by one, its seal
and its collection; every hundredth print is spoilt, every fiftieth certificate is an exchange and
every seventieth a reissue. Bundles come, are drawn in fifties, passed on and returned; voids are
handed up and destroyed each year; the blanks are counted each month. At the end 20 applications
wait for a number and 50 certificates for the seal. The guards of the database stay on while it is
filled; the audit chain knows only the centre.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update
from sqlmodel import SQLModel, col, insert

from bench.crowd import CODE, LOGIN, PASSWORD, TODAY, VILLAGES
from desk.sign_in import add_user, change_password, create_centre, sign_in
from desk.villages import add_villages
from models.blanks import SLIP_ACTS, Blank, BlankMove, Loss, Receipt, Slip, StockCount
from models.certificate import (
    AGREED,
    EXCHANGE,
    FIRST,
    REISSUE,
    Application,
    Collection,
    Issue,
    Seal,
)
from models.child import Child
from models.delivery import Delivery, Newborn
from models.people import Person
from models.pregnancy import Pregnancy
from rules.certificate_states import ACTS, MISPRINT, STOCK

ROLES = {"issuer": "签发甲", "sealer": "印章乙", "reviewer": "审核丙"}
CENTRE = "云溪镇卫生院"
WAITING, UNSEALED = 20, 50
SPOILT, EXCHANGED, REISSUED = 100, 50, 70  # every so many
DRAWN = 50
YEAR = 365
DAY = timedelta(days=1)
AT_ONCE = 5000
DRAW, TRANSFER, RETURN, HAND_UP, DESTROY = "1", "2", "3", "5", "6"  # codes of a slip
ORDER: tuple[type[SQLModel], ...] = (
    *(Person, Pregnancy, Delivery, Newborn, Child, Receipt, Blank, Slip, Loss, StockCount),
    *(Application, BlankMove, Issue, Seal, Collection),
)


def make(path: Path, years: int, a_year: int) -> None:
    """A database file with so many certificates in each of so many years."""
    store = create_centre(path, name=CENTRE, code=CODE, admin=LOGIN, password=PASSWORD)
    boss = sign_in(store, LOGIN, PASSWORD, TODAY - years * YEAR * DAY)
    add_villages(boss, VILLAGES)
    for role, name in ROLES.items():
        add_user(boss, role, name, (role,), PASSWORD)
        change_password(sign_in(store, role, PASSWORD, TODAY), PASSWORD, PASSWORD)
    books = _Books(a_year)
    books.work(years)
    with store.write.begin() as connection:
        books.write(connection)
    store.close()


@dataclass(slots=True)
class _Books:
    """Day after day; what is written waits by table."""

    a_year: int
    rows: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)
    states: list[str] = field(default_factory=lambda: [""])  # by a blank's id
    desk: deque[int] = field(default_factory=deque)
    safe: deque[int] = field(default_factory=deque)
    issued: deque[dict[str, Any]] = field(default_factory=deque)

    def work(self, years: int) -> None:
        """All the years up to today, and what is left waiting."""
        start, total = TODAY - years * YEAR * DAY, years * self.a_year
        coming = deque(self._stock_room(start))
        for place in range(total):
            day = start + DAY * (place * (years * YEAR - 10) // total)
            while coming and coming[0][0] <= day:
                on, act = coming.popleft()
                act(on)
            self._serve(place, day)
        for on, act in coming:
            act(on)
        for place in range(UNSEALED):
            self._first(place, TODAY - 3 * DAY, sealed=False)
        for place in range(WAITING):
            self._apply(FIRST, TODAY, self._born(place, TODAY), None)

    def write(self, connection: Connection) -> None:
        """Every row, so that the guards let it pass: a paper is sealed before it is recalled."""
        gone = {"recalled", "declared"}
        later = [
            {"id": row["id"], "state": self.states[row["id"]]}
            for row in self.rows[Blank]
            if self.states[row["id"]] in gone
        ]
        for row in self.rows[Blank]:
            state = self.states[row["id"]]
            row["state"] = "issued" if state in gone else state
        for table in ORDER:
            rows = self.rows.get(table, [])
            for start in range(0, len(rows), AT_ONCE):
                connection.execute(insert(table), rows[start : start + AT_ONCE])
        for state in gone:
            ids = [row["id"] for row in later if row["state"] == state]
            for start in range(0, len(ids), AT_ONCE):
                some = col(Blank.id).in_(ids[start : start + AT_ONCE])
                connection.execute(update(Blank).where(some).values(state=state))

    # --- the stock room

    def _stock_room(self, start: date) -> Iterator[tuple[date, Any]]:
        """What happens beside the families, by day."""
        day = start + 30 * DAY
        month = 0
        while day < TODAY:
            month += 1
            yield day, self._count
            if month % 12 == 0:
                yield day, self._year_ends
            day += 30 * DAY

    def _count(self, day: date) -> None:
        held = sum(state in STOCK for state in self.states)
        self._put(
            StockCount,
            counted_on=day,
            counted=held,
            on_books=held,
            counted_by=ROLES["issuer"],
            checked_by=ROLES["reviewer"],
        )

    def _year_ends(self, day: date) -> None:
        """Twenty are passed on and five come back, one is lost, the voids go up."""
        while len(self.safe) < 2 * DRAWN:
            self._receive(day)
        gone = [self.safe.pop() for _ in range(20)]
        self._slip(TRANSFER, day, gone)
        self._slip(RETURN, day, gone[:5])
        self.safe += gone[:5]
        lost = self.safe.pop()
        self._move(lost, "lose", day, cause="1", reason="在保险柜里遗失")
        self._put(
            Loss,
            blank_id=lost,
            found_on=day,
            cause="1",
            story="在保险柜里遗失",
            told_police_on=day,
            reported_on=day,
            declared_on=day,
            handler=ROLES["issuer"],
        )
        voids = [place for place, state in enumerate(self.states) if state == "void"]
        up = [place for place, state in enumerate(self.states) if state == "handed_up"]
        if up:
            self._slip(DESTROY, day, up)
        if voids:
            self._slip(HAND_UP, day, voids)

    def _receive(self, day: date) -> None:
        count = max(2 * DRAWN, self.a_year // 4)
        first = len(self.states)
        receipt = self._put(
            Receipt,
            received_on=day,
            first=_number(first),
            last=_number(first + count - 1),
            count=count,
            edition="7",
            received_by=ROLES["issuer"],
            checked_by=ROLES["reviewer"],
        )
        for place in range(first, first + count):
            self.states.append("")
            self._put(Blank, number=_number(place), receipt_id=receipt)
            self._move(place, "receive", day)
            self.safe.append(place)

    def _slip(self, kind: str, day: date, blanks: list[int]) -> None:
        slip = self._put(Slip, kind=kind, done_on=day, count=len(blanks), handler=ROLES["issuer"])
        for blank in blanks:
            self._move(blank, SLIP_ACTS[kind], day, slip_id=slip)

    # --- families

    def _serve(self, place: int, day: date) -> None:
        kind = EXCHANGE if place % EXCHANGED == EXCHANGED - 1 else FIRST
        kind = REISSUE if place % REISSUED == REISSUED - 1 else kind
        if kind == FIRST or not self.issued:
            self._first(place, day)
            return
        old = self.issued.popleft()
        new = self._issue(place, kind, day, old["child_id"], old)
        act = "recall" if kind == EXCHANGE else "declare"
        second = {"second": ROLES["reviewer"], "second_user": "reviewer"}
        why = {"reason": new["number"], "application_id": new["application_id"]}
        self._move(old["blank_id"], act, day, **why, **second)

    def _first(self, place: int, day: date, *, sealed: bool = True) -> None:
        issue = self._issue(place, FIRST, day, self._born(place, day), None, sealed=sealed)
        if sealed:
            self.issued.append(issue)

    def _issue(  # noqa: PLR0913  what a certificate consists of
        self,
        place: int,
        kind: str,
        day: date,
        child: int,
        old: dict[str, Any] | None,
        *,
        sealed: bool = True,
    ) -> dict[str, Any]:
        application = self._apply(kind, day, child, old)
        if place % SPOILT == SPOILT - 1:
            spoilt = self._print(day, application["id"])
            self._move(spoilt, "void", day, cause=MISPRINT, application_id=application["id"])
        blank = self._print(day, application["id"])
        self._move(blank, "issue", day, application_id=application["id"])
        application |= {"ended_on": day, "blank_id": blank}
        face = {name: application[name] for name in _FACE}
        issue = face | {
            "number": _number(blank),
            "kind": kind,
            "issued_on": day,
            "issuer": ROLES["issuer"],
            "issuer_user": "issuer",
            "reviewer_user": application["reviewer_user"],
            "blank_id": blank,
            "child_id": child,
            "application_id": application["id"],
        }
        number = self._put(Issue, **issue)
        if sealed:
            self._put(
                Seal, issue_id=number, sealed_on=day + DAY, user="sealer", sealer=ROLES["sealer"]
            )
            self._put(
                Collection,
                issue_id=number,
                collected_on=day + 2 * DAY,
                receiver=face["mother_name"],
                relation="1",
                signed="1",
                handler=ROLES["issuer"],
            )
        return issue

    def _print(self, day: date, application: int) -> int:
        if not self.desk:
            if len(self.safe) < 2 * DRAWN:
                self._receive(day)
            self.desk += [self.safe.popleft() for _ in range(DRAWN)]
            self._slip(DRAW, day, list(self.desk))
        blank = self.desk.popleft()
        self._move(blank, "reserve", day, application_id=application)
        self._move(blank, "print", day, application_id=application)
        return blank

    def _apply(
        self, kind: str, day: date, child: int, old: dict[str, Any] | None
    ) -> dict[str, Any]:
        face = {
            "child_name": f"王小{child}",
            "sex": "1",
            "birth_date": (old or {}).get("birth_date", day - 5 * DAY),
            "mother_name": f"王{child}",
            "mother_age": 27,
            "father_name": f"李{child}",
            "old_number": (old or {}).get("number"),
        }
        reviewed = {
            "decision": AGREED,
            "decided_on": day,
            "reviewer": ROLES["reviewer"],
            "reviewer_user": "reviewer",
        }
        row = face | {
            "kind": kind,
            "applied_on": day,
            "papers": ["1", "2", "3"],
            "child_id": child,
            "blank_id": None,
            "ended_on": None,
            "user": "issuer",
            "handler": ROLES["issuer"],
            **(reviewed if kind != FIRST else dict.fromkeys(reviewed)),
        }
        row["id"] = self._put(Application, **row)
        self.rows[Application][-1] = whole = self.rows[Application][-1] | row
        return whole

    def _born(self, place: int, day: date) -> int:
        """A woman, her card, the birth here five days ago, the child; the child's id."""
        born, village = day - 5 * DAY, place % len(VILLAGES) + 1
        own = len(self.rows.get(Child, ())) + 1
        mother = self._put(
            Person,
            name=f"王{own}",
            sex="2",
            phones=["13800000001"],
            village_id=village,
            birth_date=None,
        )
        card = self._put(
            Pregnancy,
            mother_id=mother,
            lmp=born - 280 * DAY,
            edd=born,
            risk_colours=["1"],
            state="delivered",
        )
        delivery = self._put(Delivery, pregnancy_id=card, delivered_on=born, area="1")
        newborn = self._put(Newborn, delivery_id=delivery, sex="1", outcome="1")
        person = self._put(
            Person, name=f"王小{own}", sex="1", phones=[], birth_date=born, village_id=village
        )
        return self._put(Child, person_id=person, mother_id=mother, newborn_id=newborn)

    def _put(self, table: type[SQLModel], **values: Any) -> int:
        rows = self.rows.setdefault(table, [])
        rows.append({"id": len(rows) + 1, "centre": CODE, "version": 1, **values})
        return len(rows)

    def _move(self, blank: int, act: str, day: date, **more: Any) -> None:
        was, becomes = self.states[blank], ACTS[act].becomes
        self.states[blank] = becomes
        nothing = dict.fromkeys(_BESIDE)
        self._put(
            BlankMove,
            blank_id=blank,
            moved_on=day,
            was=was,
            becomes=becomes,
            act=act,
            handler=ROLES["issuer"],
            user="issuer",
            **(nothing | more),
        )


_BESIDE = ("cause", "reason", "second", "second_user", "slip_id", "application_id")
_FACE = (
    "child_name",
    "sex",
    "birth_date",
    "mother_name",
    "mother_age",
    "father_name",
    "old_number",
)


def _number(place: int) -> str:
    return f"Z33{1990000 + place:07}"
