"""Which families come to the issuing desk, when and for what, and how far each has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from seed import names
from seed.births import SECTION
from seed.children import Kid
from seed.history import History

FIRST, EXCHANGE, REISSUE, OUTSIDE = "1", "2", "3", "4"
OUTSIDE_TOO = {EXCHANGE: "5", REISSUE: "6"}  # of a certificate for a birth outside
EXCHANGES = {EXCHANGE, OUTSIDE_TOO[EXCHANGE]}
REISSUES = {REISSUE, OUTSIDE_TOO[REISSUE]}
_OPEN_DAYS, _ASKED_DAYS = 40, (60, 300)
# How far the newest families have come: sealed, issued, issued, printed, a number reserved.
_STEPS = ("sealed", "issued", "issued", "printed", "reserved")


@dataclass(frozen=True, slots=True)
class Visit:
    """A family at the issuing desk; ``step`` is how far it has come by today."""

    day: date
    place: int  # of the child in the history: the order of a day
    kind: str
    kid: Kid
    step: str = "done"


def visits(history: History) -> list[Visit]:
    """Who comes when and for what; the families of the last weeks are not done yet."""
    world, today = history.world, history.world.today
    coming: list[Visit] = []
    waiting: list[Visit] = []
    again: list[Visit] = []
    for place, kid in enumerate(history.kids):
        where = kid.child.get("birth_place")
        if where in {names.OWN, names.HOME}:
            first = _first(history, place, kid)
            stays = kid.leaves_on > today and kid.born < today
            if where == names.OWN and stays and (today - first.day).days < _OPEN_DAYS:
                waiting.append(first)
                continue
            if first.day > min(today, kid.leaves_on - timedelta(days=1)):
                continue
            coming.append(first)
            later = first.day + timedelta(days=world.rng.randrange(20, 900))
            if world.happens(0.025) and later <= today:
                kind = EXCHANGE if world.happens(0.6) else REISSUE
                kind = kind if where == names.OWN else OUTSIDE_TOO[kind]
                again.append(Visit(later, place, kind, kid))
        elif where and (today - kid.born).days > world.soon(5, 20, 60):
            kid.child["cert_no"] = f"Z99{8_000_000 + place:07}"
    return coming + again + list(_open(waiting, today)) + _asked(coming, again, today)


def _first(history: History, place: int, kid: Kid) -> Visit:
    kind = FIRST if kid.child.get("birth_place") == names.OWN else OUTSIDE
    return Visit(kid.born + timedelta(days=_wait(history, kid)), place, kind, kid)


def _wait(history: History, kid: Kid) -> int:
    """Days from birth until the family comes: at discharge, or weeks later."""
    world = history.world
    if kid.child.get("birth_place") == names.HOME:
        return world.soon(20, 35, 120)
    section = kid.case and kid.case.delivery and kid.case.delivery["mode"] == SECTION
    if world.happens(0.6):
        return world.soon(2, 3, 6) + (2 if section else 0)
    return world.soon(4, 15, 60)


def _open(waiting: list[Visit], today: date) -> Iterator[Visit]:
    """The youngest children's families come today, each as far as one step; the others came."""
    waiting.sort(key=lambda visit: (visit.kid.born, visit.place))
    for visit in waiting[: -len(_STEPS)]:
        if visit.day <= today:
            yield visit
    newest = waiting[-len(_STEPS) :]
    for visit, step in zip(newest, _STEPS[-len(newest) :], strict=False):
        yield Visit(today, visit.place, FIRST, visit.kid, step)


def _asked(coming: list[Visit], again: list[Visit], today: date) -> list[Visit]:
    """A family asks today for an exchange, which the reviewer has not seen yet."""
    least, most = _ASKED_DAYS
    came_again = {id(visit.kid) for visit in again}
    for visit in reversed(coming):
        fits = least <= (today - visit.day).days <= most and visit.kid.leaves_on > today
        if fits and visit.kind == FIRST and id(visit.kid) not in came_again:
            return [Visit(today, visit.place, EXCHANGE, visit.kid, "review")]
    return []
