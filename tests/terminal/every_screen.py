"""Walks through every screen of the desk with hostile texts; run as a program in a terminal.

``python -m tests.terminal.every_screen DATABASE SUMMARY``: the real app with the real driver, led
from inside by ``tests.terminal.walking``. What was seen goes into the summary, a file of JSON.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tui.environment import prepare

surroundings = prepare()  # before textual is imported, as the front door does

import pytest  # noqa: E402  as above
from sqlmodel import col, select  # noqa: E402  as above
from textual import events  # noqa: E402  as above
from textual.pilot import Pilot  # noqa: E402  as above

import seed.demo  # noqa: E402  as above
from desk import sign_in as accounts  # noqa: E402  as above
from desk.application import applications  # noqa: E402  as above
from desk.case_work import record  # noqa: E402  as above
from desk.child import register_child  # noqa: E402  as above
from desk.child_death import record_child_death  # noqa: E402  as above
from desk.collecting import collected  # noqa: E402  as above
from desk.context import Desk, load  # noqa: E402  as above
from desk.delegation import delegations  # noqa: E402  as above
from desk.ending import end_card  # noqa: E402  as above
from desk.losses import lose  # noqa: E402  as above
from desk.opening import open_store  # noqa: E402  as above
from desk.person_page import Event, person_page  # noqa: E402  as above
from desk.pregnancy import open_card  # noqa: E402  as above
from desk.slips import slip  # noqa: E402  as above
from desk.stock_book import papers  # noqa: E402  as above
from desk.stock_plans import plans, save_plan  # noqa: E402  as above
from desk.stock_room import receive  # noqa: E402  as above
from desk.voiding import hand_up, void  # noqa: E402  as above
from models.folic import FolicCourse, FolicSurvey  # noqa: E402  as above
from models.people import Person  # noqa: E402  as above
from models.pregnancy import Pregnancy  # noqa: E402  as above
from screens.main import MchDesk  # noqa: E402  as above
from screens.page import Page  # noqa: E402  as above
from screens.person_reasons import CORRECTIONS, WHOLE  # noqa: E402  as above
from screens.today import TodayPage  # noqa: E402  as above
from seed.demo import make_demo  # noqa: E402  as above
from seed.filling import PASSWORD  # noqa: E402  as above
from tests.terminal.hostile import COUNT  # noqa: E402  as above
from tests.terminal.hostile_books import LOGIN  # noqa: E402  as above
from tests.terminal.walking import AnyScreen, Walk, Way, act, answer, stay  # noqa: E402  as above
from tui.forms import Form  # noqa: E402  as above

TODAY = date(2026, 11, 21)


class Walked(MchDesk):
    """The desk, which cannot be left before the walk is over; notes what opens."""

    over = False

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.opened: set[str] = set()

    def exit(self, *arguments: Any, **named: Any) -> None:
        """End, if the walk is over."""
        if self.over:
            super().exit(*arguments, **named)

    def action_sign_out(self) -> None:
        """Stay."""

    def push_screen(self, screen: Any, *arguments: Any, **named: Any) -> Any:
        """Note what opens, were it only for a moment."""
        self.opened.add(type(screen).__name__)
        return super().push_screen(screen, *arguments, **named)

    def switch_screen(self, screen: Any) -> Any:
        """As above."""
        self.opened.add(type(screen).__name__)
        return super().switch_screen(screen)


@dataclass(slots=True)
class Seen:
    """What the walk saw: the summary."""

    opened: list[str]
    walked: list[str]
    steps: int
    people: int
    given: dict[str, int]  # texts put into each screen
    shown: dict[str, int]  # texts seen on each screen
    tags: list[str]  # of all the texts seen
    faults: list[str]


async def through(walk: Walk, app: Walked) -> Seen:
    """From signing in to the first start of another centre."""
    path = app.path
    store = open_store(path)
    await walk.look()
    await answer("1", app.screen)  # the ruler of a terminal's first start
    await walk.settle()
    app.store = store
    desk = accounts.sign_in(store, LOGIN, PASSWORD, TODAY)
    app.enter(desk)
    await walk.look()
    await answer("1", app.screen)  # a draft was left: go on with it
    await walk.look()
    app.leave_all()
    await walk.settle()
    await walk.walk([])
    with desk.reading() as session:
        people = session.exec(select(Person.id).order_by(col(Person.id)).limit(COUNT)).all()
    for person in filter(None, people):
        app.leave_all()
        home = app.screen
        assert isinstance(home, TodayPage), home
        await open_person(person, home)
        await walk.look()
        await walk.walk([Way(home, f"person {person}", partial(open_person, person))])
    for name, own in rare_forms(desk, [person for person in people if person]):
        app.leave_all()
        await walk.settle()
        home = app.screen
        await open_form(name, own, home)
        await walk.look()
        await walk.walk([Way(home, f"{name} {own}", partial(open_form, name, own))])
    await conflict(walk, app, desk)
    await first_day(walk, app)
    app.signed_in = None
    app.begin()
    await walk.settle()
    await walk.walk([])
    app.move_to(path.with_name("h000\x1b[66;66H\u202e.db"))
    app.begin()
    await walk.settle()
    await walk.walk([])
    tags = sorted(set().union(*walk.shown.values()))
    return Seen(
        sorted(app.opened),
        walk.walked,
        len(walk.done),
        len(people),
        {name: len(texts) for name, texts in walk.given.items()},
        {name: len(texts) for name, texts in walk.shown.items() if texts},
        tags,
        walk.faults,
    )


async def open_person(person: int, screen: AnyScreen) -> None:
    """The page of one person."""
    assert isinstance(screen, Page)
    screen.app.open_person(person)


async def open_form(name: str, record: str, screen: AnyScreen) -> None:
    """A form of one record."""
    assert isinstance(screen, Page)
    screen.app.open_form(name, record)


def rare_forms(desk: Desk, people: list[int]) -> Iterator[tuple[str, str]]:
    """The forms of records few people have: the correction of each kind, a first sheet."""
    woman = {"birth_date": date(1999, 1, 2), "lmp": TODAY - timedelta(80)}
    yield "first-exam", str(open_card(desk, {**woman, "name": "周丽"}).id)
    died = open_card(desk, {**woman, "name": "赵丽"})
    end_card(desk, died.id, {"ended_on": TODAY, "end_reason": "5"})
    record(desk, "maternal_deaths", died.id, {"died_on": TODAY, "counted": "1"})
    born = {"name": "赵小丽", "sex": "2", "birth_date": TODAY - timedelta(40)}
    child = register_child(desk, born)
    record_child_death(desk, child.id, {"died_on": TODAY, "status": "1"})
    found: dict[str, Event] = {}
    for person in (died.mother.id, child.person.id, *reversed(people)):
        for event in person_page(desk, person).events:
            found.setdefault(event.table, event)
    for table, form in CORRECTIONS.items():
        if table in found:
            own = "" if table in WHOLE else f"/{found[table].record_id}"
            yield form, f"{found[table].owner_id}{own}"
    with desk.reading() as session:
        ended = select(FolicCourse.id).where(col(FolicCourse.ended_on).is_not(None))
        course, survey = session.exec(ended).first(), session.exec(select(FolicSurvey.id)).first()
    yield from (("correct-folic", str(course)), ("correct-folic-end", str(course)))
    yield "correct-folic-survey", str(survey)
    yield from rare_blanks(desk)
    yield from rare_certificates(desk)


def rare_blanks(desk: Desk) -> Iterator[tuple[str, str]]:
    """What is rare in the stock room: a number short in its bundle, corrections."""
    bundle = {"first": "B990000001", "last": "B990000003", "count": 2, "missing": "2"}
    receive(desk, {**bundle, "received_on": TODAY, "checked_by": "某人"})
    drawn = slip(desk, "1", {"done_on": TODAY, "first": "B990000001", "count": 1, "receiver": "某"})
    year = {"year": TODAY.year + 1, "births": 1, "asked": 2, "asked_on": TODAY}
    yield "turn-up", "new"
    yield "correct-blank-slip", str(drawn.id)
    plan = next(iter(plans(desk)), None) or save_plan(desk, year)
    yield "correct-blank-plan", str(plan.id)
    came = next(each for each in papers(desk) if each.first == bundle["first"] and not each.kind)
    yield "correct-receipt", str(came.id)
    yield "retract-receipt", str(came.id)


def rare_certificates(desk: Desk) -> Iterator[tuple[str, str]]:
    """What few certificates and blanks come to: an exchange corrected, a loss, a destruction."""
    exchange = next(each for each in applications(desk) if each.kind == "2")
    yield "correct-replacing", str(exchange.id)
    taken = collected(desk)[0]
    yield "correct-collection", f"{taken.number}/{taken.issue_id}"
    letter = delegations(desk)[0]
    yield "end-delegation", f"{letter.letter_no}/{letter.id}"
    gone, lost = "C990000001", "C990000002"
    bundle = {"first": gone, "last": lost, "count": 2}
    receive(desk, {**bundle, "received_on": TODAY, "checked_by": "某人"})
    (report,) = lose(desk, lost, {"found_on": TODAY, "cause": "1", "story": "某事"})
    yield "loss", str(report)
    yield "find-blank", lost
    void(desk, gone, "1")
    yield "lose-void", gone
    yield "find-void", gone
    up = {"done_on": TODAY, "partner": "某处", "carrier": "某甲", "checked_by": "某乙"}
    hand_up(desk, up, [gone])
    yield "destroy-voids", gone


async def conflict(walk: Walk, app: Walked, desk: Desk) -> None:
    """Somebody else saves while a correction is filled in: both are shown side by side."""
    app.leave_all()
    await walk.settle()
    home = app.screen
    woman = {"name": "王丽", "birth_date": date(1999, 1, 2), "lmp": TODAY - timedelta(100)}
    record = open_card(desk, woman).id
    app.open_form("correct-card", str(record))
    await walk.settle()
    form = app.screen.query_one(Form)
    with desk.writing("records.write", "card.correct", walk.texts[30]) as session:
        load(session, Pregnancy, record).remark = walk.texts[31]
    for name in ("remark", "correction"):
        form.go_to(name)
        form.post_message(events.Paste(walk.texts[40]))
        await walk.settle()
    await walk.save(form)
    await walk.walk([Way(home, "conflict", stay)])


async def first_day(walk: Walk, app: Walked) -> None:
    """The guide goes with one through a few pages of a township to practise in."""
    app.leave_all()
    await walk.settle()
    app.action_first_day()
    await walk.look()
    for name in ("find", "pregnancies", "first_day"):
        app.leave_all()
        await walk.settle()
        await act(name, app.screen)
        await walk.look()


def a_few_families(
    path: Path, today: date, *_: int, progress: seed.demo.Progress | None = None
) -> None:
    """The demo township without its ten years."""
    make_demo(path, today, 4, 1, progress=progress)


def main(database: Path, summary: Path) -> int:
    """Walk, and write down what was seen."""
    app = Walked(database, TODAY, surroundings=surroundings)
    found: list[Seen] = []

    async def lead(pilot: Pilot[Any]) -> None:
        walk = Walk(app, pilot)
        broke = Page.broke

        def noted(page: Page, where: str) -> None:
            walk.faults.append(f"{type(page).__name__}: {where}")
            broke(page, where)

        patch.setattr(seed.demo, "make_demo", a_few_families)
        patch.setattr(Page, "broke", noted)  # the program goes on; the walk tells
        try:
            found.append(await through(walk, app))
        finally:
            app.over = True
            app.exit(0)

    with pytest.MonkeyPatch.context() as patch:
        result = app.run(mouse=False, auto_pilot=lead)
    summary.write_text(json.dumps(asdict(found[0])))
    return app.return_code or result or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
