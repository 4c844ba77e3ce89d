"""The walk: what a screen's actions, rows and answers open is opened in turn, and every text given.

Nothing is left to chance, and a new page is walked through because an action leads to it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from rules.fields import Kind
from screens.main import MchDesk
from screens.person import PersonScreen
from tests.terminal.hostile import TAG, hostile_strings
from tui.dialogs import Ask
from tui.drafts import Draft
from tui.forms import Form
from tui.list_detail import DetailPane
from tui.lists import RecordList
from tui.page import COMMON, DeskScreen
from tui.theme import LOOKS

LEAVING = {"quit", "sign_out"}  # the walk ends by itself
LAST = {"first_day"}  # goes to another database and back
AGAIN = {"language": 2, "look": len(LOOKS)}  # until all is as it was
AT_ONCE = 10  # texts put in between two looks
TYPED = 24  # characters typed one by one; a paste brings all of them
ROWS = 2  # tried of a list whose rows are all alike
RESTS = 0.2  # seconds; a box asks when the typing rests
FREE = {Kind.TEXT, Kind.NAME, Kind.LONG}

AnyScreen = Screen[Any]
Step = Callable[[AnyScreen], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Way:
    """One step: on which screen, what it is called, and what is done."""

    screen: AnyScreen
    name: str
    step: Step


class Walk:
    """The walk; ``given`` and ``shown`` are the numbers of texts by screen."""

    def __init__(self, app: MchDesk, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.texts = hostile_strings()
        self.done: set[tuple[str, str]] = set()
        self.refused: set[tuple[str, str]] = set()
        self.walked: list[str] = []
        self.turn = 0
        self.given: dict[str, set[int]] = defaultdict(set)
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.faults: list[str] = []

    # --- looking

    @property
    def name(self) -> str:
        """Of the screen in front."""
        return type(self.app.screen).__name__

    async def settle(self) -> None:
        """Nothing is under way any more, and what was asked for is drawn."""
        quiet = 0
        while quiet < 2:  # an answer may ask once more
            await self.pilot.pause(0)
            if self.app._exception is not None:
                raise self.app._exception
            busy = any(not worker.is_finished for worker in self.app.workers)
            quiet = 0 if busy else quiet + 1
            if busy:
                await asyncio.sleep(0.002)

    async def look(self) -> None:
        """See which texts are on the screen, and whether a list could not be read."""
        await self.settle()
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        words = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        self.shown[self.name].update(TAG.findall(words))
        for each in (*screen.query(RecordList), *screen.query(DetailPane)):
            if each._failed:
                self.faults.append(f"{self.name}: {type(each).__name__} was not read")

    # --- ways

    async def stand(self, ways: Sequence[Way]) -> AnyScreen:
        """Be again where the ways lead, from the nearest screen still open."""
        app, start = self.app, 0
        for place, way in enumerate(ways):
            if way.screen in app.screen_stack:
                start = place
        if ways and ways[start].screen in app.screen_stack:
            await self.down_to(ways[start].screen)
        else:
            app.leave_all()
            await self.settle()
        for way in ways[start:]:
            if type(app.screen) is not type(way.screen):
                break  # it led elsewhere this time
            await way.step(app.screen)
            await self.settle()
        return app.screen

    async def down_to(self, screen: AnyScreen) -> None:
        """Close what is open above a screen."""
        while self.app.screen is not screen:
            self.app.pop_screen()
        await self.settle()

    async def follow(self, ways: Sequence[Way], name: str, step: Step) -> None:
        """Take a step from the screen in front; walk through what it opens."""
        here = self.app.screen
        await step(here)
        await self.look()
        if self.app.screen is not here:
            await self.walk([*ways, Way(here, name, step)])

    async def walk(self, ways: Sequence[Way]) -> None:
        """Do on the screen in front whatever was not done on one like it."""
        screen, kind = self.app.screen, self.name
        await self.look()
        if any(same(way.screen, screen) for way in ways):
            return  # whoever came from there goes on with it
        if kind not in self.walked and not isinstance(screen, Ask):
            self.walked.append(kind)
            await self.feed(screen)
            if self.app.screen is not screen:  # saved, or asked about
                await self.walk([*ways, Way(screen, "saved", stay)])
        alike = like(screen)
        for name, step in self.steps(screen, ways):
            key = (alike, name)
            possible = self.possible(screen, name)
            if key in self.done or (key in self.refused and not possible):
                continue
            if screen is not self.app.screen:
                if screen in self.app.screen_stack:
                    await self.down_to(screen)
                else:
                    screen = await self.stand(ways)
                if type(screen).__name__ != kind:
                    return
            for _ in range(AGAIN.get(name, 1)):
                await self.follow(ways, name, step)
            (self.done if possible else self.refused).add(key)

    def possible(self, screen: AnyScreen, name: str) -> bool:
        """Whether an action can be done here; if not, it is tried on the next such page."""
        if not isinstance(screen, DeskScreen):
            return True
        action = next((each for each in screen.actions() if each.id == name), None)
        return action is None or screen.why_not(action) is None

    def steps(self, screen: AnyScreen, ways: Sequence[Way]) -> list[tuple[str, Step]]:
        """What can be done on a screen, by name."""
        if isinstance(screen, Ask):
            asked = f"{ways[-1].name} of {like(ways[-1].screen)}" if ways else ""
            digits = reversed([digit for digit, _ in screen.choices])
            return [(f"{digit} after {asked}", partial(answer, digit)) for digit in digits]
        found: list[tuple[str, Step]] = []
        if screen.query(Form):
            found.append(("free text saved", self.save_free))
        if isinstance(screen, DeskScreen):
            own = {action.id for action in (*type(screen).ACTIONS, *COMMON)}
            everywhere = {action.id for action in self.app.ACTIONS}
            home = type(screen).__name__ == "TodayPage"
            skipped = LEAVING | LAST
            found += [
                (action.id, partial(act, action.id))
                for action in screen.actions()
                if action.id not in skipped
                and (home or action.id in own)
                and (home or action.id not in everywhere or action.id == "find")
            ]
        for place, records in enumerate(screen.query(RecordList)):
            kinds: dict[str, int] = {}
            for at, row in enumerate(records._window.rows):
                kind = getattr(row.data, "table", "") or ("" if at < ROWS else None)
                if kind is not None:
                    kinds.setdefault(f"row {kind or at} of list {place}", at)
            found += [(name, partial(enter_row, place, at)) for name, at in kinds.items()]
        return found

    # --- feeding

    async def feed(self, screen: AnyScreen) -> None:
        """Give the screen every text, wherever it takes one."""
        for form in screen.query(Form):
            await self.feed_form(form)
            if not form.is_attached:
                return
        for widget in screen.query(Widget):
            if getattr(widget, "editor", None) is not None and not isinstance(widget, RecordList):
                await self.feed_box(widget)
        for records in screen.query(RecordList):
            await self.page_through(records)
        await self.feed_rest(screen)

    async def feed_form(self, form: Form) -> None:
        """Every text in turn into the fields from the first to the last, then save."""
        stops = len(form.model.stops())
        self.given[self.name].update(range(len(self.texts)))
        form.go_to(form.model.states[form.model.stops()[0]].name)
        for number, text in enumerate(self.texts):
            form.post_message(events.Key("ctrl+u", None))
            if number % 3:
                form.post_message(events.Paste(text))
            else:
                type_into(form, text)
            if number % stops == stops - 1:
                await self.settle()
                form.go_to(form.model.states[form.model.stops()[0]].name)
            else:
                form.post_message(events.Key("tab", None))
            if number % AT_ONCE == 0:
                await self.look()
        await self.save(form)

    async def save(self, form: Form) -> None:
        """F2, and yes to a doubt."""
        screen = self.app.screen
        form.post_message(events.Key("f2", None))
        await self.look()
        if self.app.screen is screen and form.is_attached and form.question is not None:
            form._answered_yes()
            await self.look()

    async def save_free(self, screen: AnyScreen) -> None:
        """Only where any words may stand, the rest as the form began; saved."""
        form = screen.query_one(Form)
        form.restore(Draft("", "", dict(form.model._first), {}, datetime.now(UTC)))
        for state in form.model.visible():
            if state.spec.kind in FREE and not state.field.readonly and state.empty:
                form.go_to(state.name)
                self.turn += 1
                form.post_message(events.Paste(self.texts[self.turn % len(self.texts)]))
                await self.pilot.pause(0)
        await self.save(form)

    async def feed_box(self, box: Widget) -> None:
        """Every text into a line outside a form; a look at what some of them find."""
        self.given[self.name].update(range(len(self.texts)))
        for number, text in enumerate(self.texts):
            box.post_message(events.Key("ctrl+u", None))
            if number % 2:
                box.post_message(events.Paste(text))
            else:
                type_into(box, text)
            if number % AT_ONCE == 0:
                await self.pilot.pause(0)
            if number % 50 == 0:
                await asyncio.sleep(RESTS)
                await self.look()
        box.post_message(events.Key("ctrl+u", None))
        await asyncio.sleep(RESTS)
        await self.look()

    async def page_through(self, records: RecordList) -> None:
        """To the end of a list and back, then every text after "/"."""
        before = None
        while records.row is not None and records.row is not before:
            before = records.row
            records.post_message(events.Key("pagedown", None))
            await self.look()
        for key in ("pageup", "home", "space", "end", "up", "home"):
            records.post_message(events.Key(key, None))
            await self.look()
        if not records._narrowing:
            return
        self.given[self.name].update(range(len(self.texts)))
        records.post_message(events.Key("slash", "/"))
        for number, text in enumerate(self.texts):
            records.post_message(events.Key("ctrl+u", None))
            records.post_message(events.Paste(text))
            if number % AT_ONCE == 0:
                await self.pilot.pause(0)
            if number % 100 == 0:
                await asyncio.sleep(RESTS)
                await self.look()
        records.post_message(events.Key("escape", None))
        await self.settle()

    async def feed_rest(self, screen: AnyScreen) -> None:
        """Pastes and keys to what takes no text: nothing must come of them."""
        self.given[self.name].update(range(len(self.texts)))
        for number, text in enumerate(self.texts):
            target = screen.focused or screen
            target.post_message(events.Paste(text))
            if number % 10 == 0 and not isinstance(screen, DeskScreen | Ask):
                type_into(target, text)
                await self.look()
            if self.app.screen is not screen:
                return
        await self.look()


def same(one: AnyScreen, other: AnyScreen) -> bool:
    """Two screens of a kind; two questions only if they ask and offer the same."""
    if isinstance(one, Ask) and isinstance(other, Ask):
        return (one.question, one.choices) == (other.question, other.choices)
    return type(one) is type(other)


def like(screen: AnyScreen) -> str:
    """What is done once on screens alike; a child's page leads elsewhere than a mother's."""
    child = isinstance(screen, PersonScreen) and screen.page is not None and screen.page.child
    return f"{type(screen).__name__}{' of a child' if child else ''}"


async def stay(screen: AnyScreen) -> None:
    """Something else led on."""


def type_into(widget: Widget, text: str) -> None:
    """A text typed; the controls below space are keys of their own."""
    for character in text[:TYPED]:
        if character >= " ":
            widget.post_message(events.Key(_character_to_key(character), character))


async def act(action_id: str, screen: AnyScreen) -> None:
    """Do an action of a page, or have it said why not."""
    assert isinstance(screen, DeskScreen)
    await screen.action_act(action_id)


async def answer(digit: str, screen: AnyScreen) -> None:
    """Answer a question."""
    if isinstance(screen, Ask) and any(digit == code for code, _ in screen.choices):
        screen.dismiss(digit)


async def enter_row(place: int, at: int, screen: AnyScreen) -> None:
    """Enter on a row of a list."""
    lists = list(screen.query(RecordList))
    if place < len(lists) and at < len(lists[place]._window.rows):
        records = lists[place]
        records._window.at = at
        if isinstance(screen, DeskScreen) and not records.can_focus:  # a box has the keys
            await screen.action_act("open")
            return
        records.post_message(RecordList.Selected(records, records._window.rows[at]))
