"""Every verb about certificates, on whatever number or application a random pick points at.

The pick prefers what the verb is meant for, so that sequences lead on; one in four points anywhere.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from desk import replacing_start
from desk.application import take, withdraw
from desk.application_view import ApplicationView, views
from desk.collecting import collect
from desk.context import Desk, Hand
from desk.issuing import confirm, misprint, printed, release, reserve
from desk.losses import find, lose
from desk.replacing import review
from desk.sealing import seal
from desk.slips import slip
from desk.stock_room import receive, retract, turn_up
from desk.voiding import destroy, hand_up, unvoid, void
from models.blanks import Blank
from models.certificate import Application
from rules.errors import RuleError
from tests.conftest import TODAY

ANYWHERE = 4  # every fourth pick
BUNDLE, MISSING = 8, 2  # numbers of a bundle, and the place of the one it may lack
NONE_YET = "Z331990000"
WORDS = "两人核对"
NAMES = "安宁康平和顺春夏秋冬东南西北梅兰竹菊松柏"
LOST: dict[str, Any] = {"found_on": TODAY, "cause": "1", "story": "柜内清点时不见"}
AWAY: dict[str, Any] = {"carrier": "送试丙", "receiver": "收试戊", "done_at": "09:00"}
UP: dict[str, Any] = {
    "done_on": TODAY,
    "partner": "县卫生健康局",
    "carrier": "送试丙",
    "checked_by": "验试乙",
}
GONE: dict[str, Any] = {
    "done_on": TODAY,
    "method": "粉碎",
    "place": "市档案馆",
    "witness": "纪试丁",
}
ASKED: dict[str, dict[str, Any]] = {
    "2": {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]},
    "3": {
        "cause": "1",
        "newspaper": "本人声明",
        "declared_on": TODAY,
        "mother_hukou": "2",
        "father_hukou": "1",
        "papers": ["1", "2", "3", "5", "6"],
    },
}


@dataclass(frozen=True, slots=True)
class Pick:
    """What a verb is done to: a number that chance drew, and the second person beside."""

    desk: Desk
    chance: int
    second: Hand

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
        "received_on": TODAY,
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
        return slip(pick.desk, kind, {"done_on": TODAY, "first": first, "count": count, **words})

    return verb


def _take(pick: Pick) -> object:
    """A family that is not on the books; sometimes the one before once more."""
    with pick.reading() as session:
        before = len(session.exec(select(Application.id)).all())
    values = {
        "kind": "1",
        "applied_on": TODAY,
        "child_name": "孔试" + NAMES[before - (pick.chance % ANYWHERE == 0)],
        "sex": "1",
        "birth_date": TODAY,
        "mother_name": "史试燕",
        "mother_id_no": "331199199806084705",
        "relation": "1",
        "receiver": "史试燕",
        "papers": ["1", "2", "6"],
    }
    return take(pick.desk, None, values)


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
    return reserve(pick.desk, pick.application("reserve"), number, words)


def _collect(pick: Pick) -> None:
    values = {"collected_on": TODAY, "receiver": "史试燕", "relation": "1", "signed": "1"}
    collect(pick.desk, pick.issue("collect"), values)


def _retract(pick: Pick) -> object:
    with pick.reading() as session:
        rows = session.exec(select(Blank.receipt_id).distinct()).all()
    return retract(pick.desk, pick.of(sorted(rows, key=str), rows), WORDS, pick.second)


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
    "reserve": ("issuer", lambda p: reserve(p.desk, p.application("reserve"))),
    "skip": ("issuer", _skip),
    "release": ("issuer", lambda p: release(p.desk, p.application("print"), WORDS)),
    "print": ("issuer", lambda p: printed(p.desk, p.application("print"))),
    "misprint": ("issuer", lambda p: misprint(p.desk, p.application("confirm"), "1")),
    "confirm": ("issuer", lambda p: confirm(p.desk, p.application("confirm"))),
    "exchange": ("issuer", _replace("2")),
    "reissue": ("issuer", _replace("3")),
    "review": ("reviewer", _review),
    "seal": ("sealer", lambda p: seal(p.desk, [p.issue("seal")])),
    "collect": ("issuer", _collect),
    "void": ("issuer", lambda p: void(p.desk, p.number("in_stock", "drawn"), "3")),
    "lose": ("issuer", lambda p: lose(p.desk, p.number("in_stock", "drawn"), LOST)),
    "find": ("issuer", lambda p: find(p.desk, p.number("lost"), WORDS, p.second)),
    "unvoid": ("issuer", lambda p: unvoid(p.desk, p.number("void"), WORDS, p.second)),
    "hand up": ("issuer", lambda p: hand_up(p.desk, UP, [p.number("void")])),
    "destroy": ("issuer", lambda p: destroy(p.desk, GONE, [p.number("handed_up")])),
}
