"""Certificate blanks from the county to the families, number by number."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.certificate import number_range
from rules.certificate_states import MISPRINT, check_act
from seed import names
from seed.births import SECTION
from seed.children import Kid
from seed.history import History
from seed.invented import MALE, World
from seed.pregnancies import Values

BUNDLE, LOW, DRAWN_AT_ONCE = 50, 15, 10
FIRST, EXCHANGE, REISSUE, OUTSIDE = "1", "2", "3", "4"
_PROVINCE = "99"  # never assigned
_LETTER_YEAR = 2023  # blanks printed in it begin with X


@dataclass(slots=True)
class Move:
    """One line of a number's journal."""

    number: str
    moved_on: date
    was: str
    becomes: str
    reason: str | None
    handler: str
    act: str
    cause: str | None


@dataclass(slots=True)
class Certificates:
    """Receipts, the state of every number, its moves, and what was issued to whom."""

    receipts: list[Values] = field(default_factory=list)
    receipt_of: dict[str, int] = field(default_factory=dict)  # place in ``receipts``
    states: dict[str, str] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    issues: list[tuple[Kid, Values]] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)  # in stock, in order
    desk: list[str] = field(default_factory=list)  # drawn to the issuing desk, in order

    def move(  # noqa: PLR0913, PLR0917  what a line of the journal says
        self,
        number: str,
        name: str,
        on: date,
        reason: str | None = None,
        cause: str | None = None,
        by: str = "issuer",
    ) -> None:
        """Move a number as the state machine allows."""
        was = self.states.get(number, "")
        act = check_act(number, was, name)
        self.states[number] = act.becomes
        self.moves.append(Move(number, on, was, act.becomes, reason, names.USERS[by], name, cause))

    def receive(self, on: date) -> None:
        """Count in a bundle of the county's."""
        letter = chr(min(ord("Z"), ord("X") + on.year - _LETTER_YEAR))
        serial = 1 + BUNDLE * len(self.receipts)
        first = f"{letter}{_PROVINCE}{serial:07}"
        bundle = number_range(first, f"{letter}{_PROVINCE}{serial + BUNDLE - 1:07}")
        self.receipts.append(
            {
                "received_on": on,
                "first": bundle.first,
                "last": bundle.last,
                "count": bundle.count,
                "supplier": names.COUNTY_MCH,
                "received_by": names.USERS["issuer"],
                "checked_by": names.USERS["reviewer"],
            }
        )
        for number in bundle:
            self.receipt_of[number] = len(self.receipts) - 1
            self.move(number, "receive", on)
            self.queue.append(number)

    def next_number(self, on: date) -> str:
        """The lowest number at the issuing desk, drawn or received first where needed."""
        if not self.desk:
            for _ in range(DRAWN_AT_ONCE):
                number = self.queue.pop(0)
                self.move(number, "draw", on)
                self.desk.append(number)
            if len(self.queue) < LOW:
                self.receive(on)
        return self.desk.pop(0)


def issue_certificates(history: History) -> Certificates:
    """Issue to every child born in the centre whose family came, and all that went wrong."""
    world, books = history.world, Certificates()
    books.receive(world.start)
    for day, _, kind, kid in sorted(_visits(history), key=lambda visit: visit[:3]):
        if kid is None:
            _destroy(books, day)
            continue
        old = kid.child.get("cert_no") if kind in {EXCHANGE, REISSUE} else None
        number = books.next_number(day)
        if world.happens(0.006):
            number = _spoil(books, number, day)
        _issue(world, books, kid, (kind, number, str(old) if old else None), day)
    return books


def _visits(history: History) -> list[tuple[date, int, str, Kid | None]]:
    """Who comes when and for what, and the years' ends."""
    world = history.world
    coming: list[tuple[date, int, str, Kid | None]] = []
    for place, kid in enumerate(history.kids):
        where = kid.child.get("birth_place")
        if where in {names.OWN, names.HOME}:
            kind = FIRST if where == names.OWN else OUTSIDE
            day = kid.born + timedelta(days=_wait(world, kid))
            if day > min(world.today, kid.leaves_on - timedelta(days=1)):
                continue
            coming.append((day, place, kind, kid))
            again = day + timedelta(days=world.rng.randrange(20, 900))
            if world.happens(0.025) and again <= world.today:
                coming.append((again, place, EXCHANGE if world.happens(0.6) else REISSUE, kid))
        elif where and (world.today - kid.born).days > world.soon(5, 20, 60):
            kid.child["cert_no"] = f"Z{_PROVINCE}{8_000_000 + place:07}"
    years = range(world.start.year + 1, world.today.year + 1)
    ends = [(date(year, 12, 10), -1, "", None) for year in years]
    return coming + [end for end in ends if end[0] <= world.today]


def _wait(world: World, kid: Kid) -> int:
    """Days from birth until the family comes: at discharge, or weeks later."""
    if kid.child.get("birth_place") == names.HOME:
        return world.soon(20, 35, 120)
    section = kid.case and kid.case.delivery and kid.case.delivery["mode"] == SECTION
    if world.happens(0.6):
        return world.soon(2, 3, 6) + (2 if section else 0)
    return world.soon(4, 15, 60)


def _spoil(books: Certificates, number: str, day: date) -> str:
    """A misprint: the paper is void and the next number is taken."""
    for act in ("reserve", "print"):
        books.move(number, act, day)
    books.move(number, "void", day, "打印错误", MISPRINT)
    return books.next_number(day)


def _destroy(books: Certificates, day: date) -> None:
    """Voids of earlier years go up to be destroyed."""
    made = {move.number: move.moved_on for move in books.moves if move.becomes == "void"}
    for number, voided_on in made.items():
        if books.states[number] == "void" and voided_on.year < day.year:
            books.move(number, "hand_up", day, "上年度废证上缴")


def _issue(
    world: World, books: Certificates, kid: Kid, what: tuple[str, str, str | None], day: date
) -> None:
    kind, number, old = what
    for act in ("reserve", "print", "issue"):
        books.move(number, act, day)
    if old:
        act, reason = ("recall", "信息变更换发") if kind == EXCHANGE else ("declare", "家长遗失")
        books.move(old, act, day, reason, by="reviewer")
    kid.child["cert_no"] = number
    woman, delivery = kid.woman, (kid.case.delivery if kid.case else None) or {}
    father = world.happens(0.7)
    books.issues.append(
        (
            kid,
            {
                "number": number,
                "kind": kind,
                "child_name": _certified_name(kid),
                "sex": kid.sex,
                "birth_date": kid.born,
                "birth_time": delivery.get("delivered_at"),
                "birth_ga_days": kid.child["birth_ga_days"],
                "birth_weight_g": kid.child["birth_weight_g"],
                "birth_length_mm": kid.child["birth_length_mm"],
                "mother_name": woman.person["name"],
                "mother_id_no": woman.person["id_no"],
                "father_name": woman.husband,
                "father_id_no": woman.husband_id,
                "address": woman.person["address"],
                "issued_on": day,
                "receiver": woman.husband if father else woman.person["name"],
                "relation": "2" if father else "1",
                "receiver_id_no": woman.husband_id if father else woman.person["id_no"],
                "issuer": names.USERS["issuer"],
                "old_number": old,
            },
        )
    )


def _certified_name(kid: Kid) -> object:
    """A certificate names the child, so from then on it has a name."""
    if "之" in str(kid.person["name"]):
        kid.person["name"] = kid.surname + ("安" if kid.sex == MALE else "宁")
    return kid.person["name"]
