"""Many stations issue at one database at once, and some are killed at whatever they do."""

import random
import signal
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlmodel import Session, col, select

from desk.context import Desk
from desk.safekeeping import check
from desk.stock import stock
from desk.stock_room import receive
from models.blanks import Blank, BlankMove
from models.certificate import Application, Issue
from models.engine import Store
from rules.certificate import number_range
from tests.desk.station import DAY, finish, issuer_at, work

STATIONS, ISSUES = 32, 1000
KILLED, AT_ONCE = 25, 6
FIRST = "X330001000"
ORDER = ["receive", "draw", "reserve", "print", "issue"]
HELD = ("reserved", "printed")


def stations(path: Path, shares: Sequence[Sequence[int]]) -> list[BaseProcess]:
    """A process for each share of the applications, at work."""
    context = get_context("forkserver")  # processes of their own that have everything loaded
    context.set_forkserver_preload(["tests.desk.station"])
    started: list[BaseProcess] = [context.Process(target=work, args=(path, s)) for s in shares]
    for one in started:
        one.start()
    return started


def prepared(store: Store, count: int) -> tuple[Desk, list[int]]:
    """Blanks for more than the applications, which are taken already; their ids."""
    desk = issuer_at(store)
    last = number_range(FIRST, f"X33{1000 + count + 99:07}")
    bundle = {"received_on": DAY, "first": FIRST, "last": last.last, "count": last.count}
    receive(desk, {**bundle, "checked_by": "验试乙"})
    with desk.writing("certificates.write", "test") as session:
        taken = [
            Application(
                centre=desk.centre,
                kind="1",
                applied_on=DAY,
                child_name=f"试{place}",
                sex="1",
                birth_date=DAY,
                mother_name="史试燕",
                papers=["1", "2"],
                user="issuer",
                handler="签发",
            )
            for place in range(count)
        ]
        session.add_all(taken)
        session.flush()
        return desk, [one.id or 0 for one in taken]


def journals(session: Session) -> dict[str, list[str]]:
    """What each number went through."""
    found: dict[str, list[str]] = {}
    query = select(Blank.number, BlankMove.act, BlankMove.was, BlankMove.becomes)
    query = query.join(BlankMove, col(BlankMove.blank_id) == col(Blank.id))
    last: dict[str, str] = {}
    for number, act, was, becomes in session.execute(query.order_by(col(BlankMove.id))):
        assert last.get(number, "") == was
        last[number] = becomes
        found.setdefault(number, []).append(act)
    return found


def test_thirty_two_stations_issue_a_thousand_certificates_in_order(store: Store) -> None:
    desk, applications = prepared(store, ISSUES)
    at_work = stations(store.path, [applications[n::STATIONS] for n in range(STATIONS)])
    for one in at_work:
        one.join()
    assert [one.exitcode for one in at_work] == [0] * STATIONS
    with desk.reading("certificates.read") as session:
        issued = session.exec(select(Issue.number).order_by(col(Issue.number))).all()
        ended = [one.ended_on for one in session.exec(select(Application))]
        journal = journals(session)
    first = list(journal)[:ISSUES]
    assert issued == first  # none twice, none skipped
    assert ended == [DAY] * ISSUES
    assert all(journal[number] == ORDER for number in first)
    assert all(acts == ORDER[:1] for number, acts in journal.items() if number not in set(first))
    account = stock(desk)
    assert (account.issued, account.balanced) == (ISSUES, True)
    assert check(store) == ()


def killed_at_work(path: Path, applications: Sequence[int], rng: random.Random) -> int:
    """Stations that are killed whatever they do, each followed by another; how many were."""
    shares = [applications[n::AT_ONCE] for n in range(AT_ONCE)]
    at_work = stations(path, shares)
    killed = 0
    while killed < KILLED:
        time.sleep(rng.uniform(0.05, 0.4))
        place = rng.randrange(AT_ONCE)
        killed += _kill(at_work[place])
        (at_work[place],) = stations(path, [shares[place]])
    return killed + sum(_kill(one) for one in at_work)


def _kill(process: BaseProcess) -> bool:
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def test_whatever_station_is_killed_every_number_is_accounted_for(store: Store) -> None:
    desk, applications = prepared(store, ISSUES)
    assert killed_at_work(store.path, applications, random.Random(5)) > KILLED  # noqa: S311
    assert check(store) == ()
    assert stock(desk).balanced
    with desk.reading("certificates.read") as session:
        states = dict(session.exec(select(Blank.id, Blank.state)).all())
        journal = journals(session)
        issues = dict(session.exec(select(Issue.blank_id, Issue.application_id)).all())
        kept = session.exec(select(Application)).all()
    assert all(acts == ORDER[: len(acts)] for acts in journal.values())
    assert {blank for blank, state in states.items() if state == "issued"} == set(issues)
    assert {one.blank_id: one.id for one in kept if one.ended_on} == issues
    open_with = {one.blank_id: one.id for one in kept if one.blank_id and not one.ended_on}
    assert {blank for blank, state in states.items() if state in HELD} == set(open_with)
    assert len(issues) > 0
    for application_id in [*open_with.values(), applications[-1]]:
        finish(desk, application_id or 0)
    assert stock(desk).issued == len(issues) + len({*open_with.values(), applications[-1]})
    assert check(store) == ()
