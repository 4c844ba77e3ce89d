"""Every verb about certificates, on whatever number or application a random pick points at.

The pick prefers what the verb is meant for, so that sequences lead on; one in four points anywhere.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk import replacing_start
from desk.application import take, withdraw
from desk.application_view import ApplicationView, views
from desk.child import CHILD_FIELDS, child, correct_child, register_child
from desk.collecting import collect
from desk.context import Desk, Hand
from desk.intake import take_in
from desk.issuing import confirm, misprint, printed, release, reserve
from desk.losses import find, lose
from desk.replacing import review
from desk.sealing import seal
from desk.sign_in import set_roles
from desk.slips import slip
from desk.stock_counts import books, keep_count
from desk.stock_room import receive, retract, turn_up
from desk.voiding import destroy, hand_up, unvoid, void
from models.blanks import Blank, Receipt
from models.certificate import Application
from models.child import Child
from rules.certificate_states import STOCK
from rules.errors import RuleError
from tests.conftest import TODAY
from tests.desk.intake_rows import issued as issued_row
from tests.desk.intake_rows import spoilt as void_row

ANYWHERE = 4  # every fourth pick
REPLACED = 3  # every third row of a register takes the place of another
OF_CHILD = 3  # every third family has its child on the books
THREE = ("issuer", "sealer", "reviewer")
OLDER = date(2026, 9, 2)  # before any bundle came
BORN = date(2026, 10, 25)
BUNDLE, MISSING = 8, 2  # numbers of a bundle, and the place of the one it may lack
NONE_YET = "Z331990000"
WORDS = "两人核对"
NAMES = "安宁康平和顺春夏秋冬东南西北梅兰竹菊松柏"
LOST: dict[str, Any] = {"cause": "1", "story": "柜内清点时不见"}
AWAY: dict[str, Any] = {"carrier": "送试丙", "receiver": "收试戊", "done_at": "09:00"}
UP: dict[str, Any] = {
    "partner": "县卫生健康局",
    "carrier": "送试丙",
    "checked_by": "验试乙",
}
GONE: dict[str, Any] = {
    "method": "粉碎",
    "place": "市档案馆",
    "witness": "纪试丁",
}
ASKED: dict[str, dict[str, Any]] = {
    "2": {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]},
    "3": {
        "cause": "9",
        "cause_words": "由派出所收缴",
        "newspaper": "本人声明",
        "declared_on": TODAY,
        "mother_hukou": "2",
        "father_hukou": "1",
        "papers": ["1", "2", "3", "5", "6"],
    },
}


@dataclass(frozen=True, slots=True)
class Pick:
    """What a verb is done to: a number that chance drew, the second person beside, the day."""

    desk: Desk
    chance: int
    second: Hand
    on: date = TODAY

    def reading(self) -> AbstractContextManager[Session]:
        """A look at the books that asks for no permission: the verb itself is to ask."""
        return self.desk.store.reading(self.desk.centre)

    def of(self, meant: Sequence[Any], other: Sequence[Any]) -> Any:
        """One that is meant, or any other where there is none, or where chance has it so."""
        from_these = meant if meant and self.chance % ANYWHERE else other
        if not from_these:
            raise RuleError("NONE", "没有")
        return from_these[self.chance // ANYWHERE % len(from_these)]

    def number(self, *states: str) -> str:
        """A number in one of these states."""
        with self.reading() as session:
            rows = session.exec(select(Blank.number, Blank.state).order_by(col(Blank.number))).all()
        meant = [number for number, state in rows if state in states]
        return str(self.of(meant, [number for number, _ in rows]))

    def application(self, *steps: str) -> int:
        """An application at one of these steps."""
        found = self._applications()
        meant = [one.id for one in found if one.step in steps]
        return int(self.of(meant, [one.id for one in found]))

    def issue(self, step: str) -> int:
        """A certificate that waits for this step."""
        found = [one for one in self._applications() if one.issue_id is not None]
        meant = [one.issue_id for one in found if one.step == step]
        return int(self.of(meant, [one.issue_id for one in found]))

    def _applications(self) -> Sequence[ApplicationView]:
        with self.reading() as session:
            return views(session, col(Application.id) > 0)


Verb = Callable[[Pick], object]


def _receive(pick: Pick) -> object:
    """The next bundle, every other one short of a number; sometimes one that is there already."""
    with pick.reading() as session:
        last = (
            session.exec(select(Blank.number).order_by(col(Blank.number).desc())).first()
            or NONE_YET
        )
    first = int(last[1:]) + (1 if pick.chance % ANYWHERE else 0)
    short = pick.chance // ANYWHERE % 2
    bundle = {
        "received_on": pick.on,
        "first": f"Z{first:09}",
        "last": f"Z{first + BUNDLE - 1:09}",
        "count": BUNDLE - short,
        "missing": f"Z{first + MISSING:09}" if short else None,
        "checked_by": "验试乙",
    }
    return receive(pick.desk, bundle)


def _slip(kind: str, state: str, **words: Any) -> Verb:
    """One or two numbers that change hands."""

    def verb(pick: Pick) -> object:
        first, count = pick.number(state), 1 + pick.chance % 2
        return slip(pick.desk, kind, {"done_on": pick.on, "first": first, "count": count, **words})

    return verb


def _take(pick: Pick) -> object:
    """A family that is not on the books, or a child that is; sometimes the last one once more."""
    with pick.reading() as session:
        before = len(session.exec(select(Application.id)).all())
        children = session.exec(select(Child.id).order_by(col(Child.id))).all()
    values = {
        "kind": "1",
        "applied_on": pick.on,
        "child_name": "孔试" + NAMES[before - (pick.chance % ANYWHERE == 0)],
        "sex": "1",
        "birth_date": BORN,
        "mother_name": "史试燕",
        "mother_id_no": "331199199806084705",
        "relation": "1",
        "receiver": "史试燕",
        "papers": ["1", "2", "6"],
    }
    own = pick.of(children, children) if children and pick.chance % OF_CHILD == 0 else None
    return take(pick.desk, own, values)


def _replace(kind: str) -> Verb:
    """An exchange or a reissue is asked for."""

    def verb(pick: Pick) -> object:
        number = pick.number("issued")
        begun = replacing_start.begin(pick.desk, kind, number=number)
        values = {**begun.values, **ASKED[kind]}
        if pick.chance % ANYWHERE == 0:  # whoever has collected it or not
            values |= {"cause": "9", "cause_words": WORDS}
        return replacing_start.take(pick.desk, begun.child_id, values)

    return verb


def _review(pick: Pick) -> object:
    decision = "1" if pick.chance % ANYWHERE else "2"
    return review(pick.desk, pick.application("review"), decision, "再核对")


def _skip(pick: Pick) -> object:
    """Another number than the next one, with or without a reason."""
    number = pick.number("drawn", "in_stock")
    words = "前一张粘连" if pick.chance % ANYWHERE else ""
    return reserve(pick.desk, pick.application("reserve"), number, words, on=pick.on)


def _collect(pick: Pick) -> None:
    values = {"collected_on": pick.on, "receiver": "史试燕", "relation": "1", "signed": "1"}
    collect(pick.desk, pick.issue("collect"), values)


def _retract(pick: Pick) -> object:
    with pick.reading() as session:
        rows = session.exec(select(Receipt.id).order_by(col(Receipt.id))).all()
    return retract(pick.desk, pick.of(rows, rows), WORDS, pick.second)


def _lose(pick: Pick) -> object:
    return lose(pick.desk, pick.number("in_stock", "drawn"), LOST | {"found_on": pick.on})


def _destroy(pick: Pick) -> object:
    return destroy(pick.desk, GONE | {"done_on": pick.on}, [pick.number("handed_up")])


def _count(pick: Pick) -> object:
    """Everything is where the books have it."""
    seen = [number for number, state in books(pick.desk).states.items() if state in STOCK]
    values = {"counted_on": pick.on, "counted_by": pick.desk.user_name}
    return keep_count(pick.desk, values, seen, {}, pick.second)


def _read_in(pick: Pick) -> object:
    """A register says something of a number of the books, or of one from before them."""
    fresh = pick.chance % ANYWHERE == 1
    number = f"Y33199{pick.chance:04}" if fresh else pick.number()
    on = OLDER if fresh else pick.on
    day = on.isoformat()
    said: dict[str, Any] = {"birth_date": min(BORN, on).isoformat(), "issue_date": day}
    if pick.chance % REPLACED == 0:
        said |= {"kind": "换发", "remark": f"原证号{pick.number('issued')}"}
    void = pick.chance // ANYWHERE % 2
    row = void_row(number, void_date=day) if void else issued_row(cert_no=number, **said)
    taken = take_in(pick.desk, "certificate", [row])
    if not taken.imported:
        raise RuleError("NOT_TAKEN", "没有入账")
    return taken


def _type_number(pick: Pick) -> object:
    """A clerk writes a number into a child's record, or takes it out of there."""
    with pick.reading() as session:
        children = session.exec(select(Child.id).order_by(col(Child.id))).all()
    numbers = (pick.number(), f"X33199{pick.chance:04}", None)
    number = numbers[pick.chance % len(numbers)]
    if pick.chance % ANYWHERE == 0 or not children:
        name = "钟试" + NAMES[len(children) % len(NAMES)]
        values = {"name": name, "sex": "1", "birth_date": BORN, "mother_name": "袁试玲"}
        return register_child(pick.desk, {**values, "cert_no": number})
    view = child(pick.desk, children[pick.chance // ANYWHERE % len(children)] or 0)
    whole = {**view.values, **view.person.values, "cert_no": number}
    values = {name: whole[name] for name in CHILD_FIELDS if name in whole}
    return correct_child(pick.desk, view.id, view.version, values, "补录")


def _roles(pick: Pick) -> object:
    """One of the three has the role no more, or has it again."""
    role = THREE[pick.chance % len(THREE)]
    return set_roles(pick.desk, role, (role,) if pick.chance // ANYWHERE % 2 else ("supervisor",))


# Whose work each is, and how it is done.
VERBS: dict[str, tuple[str, Verb]] = {
    "receive": ("issuer", _receive),
    "draw": ("issuer", _slip("1", "in_stock", receiver="领试己")),
    "put back": ("issuer", _slip("7", "drawn")),
    "transfer": ("issuer", _slip("2", "in_stock", partner="柳溪卫生院", **AWAY)),
    "return": ("issuer", _slip("3", "transferred", partner="柳溪卫生院", **AWAY)),
    "hand back": ("issuer", _slip("4", "in_stock", partner="县妇幼", letter_no="1", **AWAY)),
    "turn up": ("issuer", lambda p: turn_up(p.desk, p.number("short"), WORDS, p.second)),
    "retract": ("issuer", _retract),
    "take": ("issuer", _take),
    "withdraw": ("issuer", lambda p: withdraw(p.desk, p.application("reserve", "review"), WORDS)),
    "reserve": ("issuer", lambda p: reserve(p.desk, p.application("reserve"), on=p.on)),
    "skip": ("issuer", _skip),
    "release": ("issuer", lambda p: release(p.desk, p.application("print"), WORDS)),
    "print": ("issuer", lambda p: printed(p.desk, p.application("print"), on=p.on)),
    "misprint": ("issuer", lambda p: misprint(p.desk, p.application("confirm"), "1")),
    "confirm": ("issuer", lambda p: confirm(p.desk, p.application("confirm"), p.on)),
    "exchange": ("issuer", _replace("2")),
    "reissue": ("issuer", _replace("3")),
    "review": ("reviewer", _review),
    "seal": ("sealer", lambda p: seal(p.desk, [p.issue("seal")])),
    "collect": ("issuer", _collect),
    "void": ("issuer", lambda p: void(p.desk, p.number("in_stock", "drawn"), "3")),
    "lose": ("issuer", _lose),
    "find": ("issuer", lambda p: find(p.desk, p.number("lost"), WORDS, p.second)),
    "unvoid": ("issuer", lambda p: unvoid(p.desk, p.number("void"), WORDS, p.second)),
    "hand up": ("issuer", lambda p: hand_up(p.desk, UP | {"done_on": p.on}, [p.number("void")])),
    "count": ("issuer", _count),
    "read in": ("clerk", _read_in),
    "type number": ("clerk", _type_number),
    "roles": ("admin", _roles),
    "destroy": ("issuer", _destroy),
}
