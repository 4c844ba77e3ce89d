"""Forms as data: say which fields, get values and answered doubts back.

::

    class BirthScreen(DeskScreen):
        def compose_body(self):
            specs = field_specs(DeliveryData)
            yield Form(
                [
                    FormField("delivered_on", specs["delivered_on"], section="分娩"),
                    FormField("village_id", VILLAGE, value=last.village_id,
                              options=[Option(v.id, v.name, v.number, v.initials) for v in known]),
                    FormField("mother_id", PERSON, options=find_mothers),   # called in a thread
                ],
                today=self.app.today,
                check=lambda values: problems_of(values),     # -> [Problem(field, RuleError, soft)]
            )

        def on_mount(self):
            self.query_one(Form).keep_draft(self.app.drafts, f"birth:{self.pregnancy_id}", "分娩")

        def on_form_submitted(self, message: Form.Submitted):
            ... save message.values and message.doubts in a worker, then
            message.form.saved()                              # drops the draft
            # or message.form.show_problem("id_number", error)  # the desk refused it

``Form.Changed(name, value)`` comes when a field was left with another value; a screen may answer
with ``form.set_value(other, derived)``. Values are stored values (see ``rules.entry``); fields that
``when`` hides are not among them.

Keys: Enter next field (after the last: asks to save), Up/Down, Tab/Shift+Tab move, digits choose,
Right takes the words offered, PgUp/PgDn jump sections, F2 or Ctrl+S save, Ctrl+Z takes back typing,
Ctrl+U empties the field, Ctrl+J breaks a line of a long text, Esc closes a list or a question and
is otherwise the screen's.
A reader's burst is told from a hand: it never answers a question, see ``tui.fields.reader``.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import Offset
from textual.message import Message

from rules.errors import RuleError
from rules.fields import Kind
from tui.actions import SAVE, key_names
from tui.drafts import Draft, DraftStore
from tui.draw import Line, Lines
from tui.fields.keeping import Keeping
from tui.fields.model import FormModel, Question
from tui.fields.paint import paint_form
from tui.fields.parts import Check, Doubt, FormField, Option, Options, Problem, narrow
from tui.fields.reader import CardLine, fill_pasted
from tui.fields.state import FieldState
from tui.keys import Alone, digit_of, is_burst
from tui.language import tr

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.app import DeskApp

__all__ = ["Check", "Doubt", "Form", "FormField", "Option", "Options", "Problem", "narrow"]

MOVES: Mapping[str, Callable[[FormModel], object]] = {
    "enter": FormModel.enter,
    "up": lambda model: model.step(-1),
    "shift+tab": lambda model: model.step(-1),
    "down": lambda model: model.step(1),
    "tab": lambda model: model.step(1),
    "pageup": lambda model: model.jump_section(-1),
    "pagedown": lambda model: model.jump_section(1),
}
FIND_SECONDS = 0.15  # an input method commits a name as many keys: ask once for all of them


class Form(Lines):
    """A form that draws itself: one widget, one line a field, only changed lines sent.

    ``today`` is the business day dates are read by. ``check`` looks across the fields. Without
    ``asks`` Enter in the last field saves.
    """

    can_focus = True
    app: "DeskApp"

    class Submitted(Message):
        """Everything is in order and the person said save."""

        def __init__(self, form: "Form", values: dict[str, Any], doubts: list[Doubt]) -> None:
            super().__init__()
            self.form = form
            self.values = values
            self.doubts = doubts

        @property
        def control(self) -> "Form":
            """The form, for ``@on`` selectors."""
            return self.form

    class Changed(Message):
        """A field was left with another value."""

        def __init__(self, form: "Form", name: str, value: Any) -> None:
            super().__init__()
            self.form = form
            self.name = name
            self.value = value

        @property
        def control(self) -> "Form":
            """The form, for ``@on`` selectors."""
            return self.form

    def __init__(
        self,
        fields: Sequence[FormField],
        today: date,
        check: Check | None = None,
        *,
        asks: bool = True,
        id: str | None = None,  # noqa: A002  textual's name
    ) -> None:
        super().__init__(id=id)
        self.model = FormModel(fields, today, check, asks=asks)
        self._top = 0
        self._known = dict(self.model.values())
        self._keeping = Keeping(self, self.model, lambda words: self.app.say(words, "error"))
        self._find_timer: Timer | None = None
        self._answer_keys = Alone(self)
        self._card = CardLine(self, self.model, self._take_key, self._left)

    # --- what a screen uses

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.model.dirty

    @property
    def values(self) -> dict[str, Any]:
        """The stored values as they stand, None where empty or not readable."""
        return self.model.values()

    @property
    def focused_field(self) -> FormField:
        """The field being filled in."""
        return self.model.current.field

    def set_value(self, name: str, value: Any, shown: str = "") -> None:
        """Set a field from the program; ``shown`` is a look-up's words."""
        self.model.state(name).set_value(value, shown)
        self._known[name] = value
        if self.dirty:
            self._keeping.soon()
        self.redraw()

    def show_problem(self, name: str, error: RuleError) -> None:
        """Show what the desk refused, at its field, and go there."""
        self.model.go_to(name)
        self.model.current.touched, self.model.current.error = True, error
        self.redraw()

    def go_to(self, name: str) -> None:
        """Move to a named field."""
        self.model.go_to(name)
        self.redraw()

    def submit(self) -> None:
        """What F2 does: check everything, ask about doubts, then send ``Submitted``."""
        if self.model.save():
            self.post_message(self.Submitted(self, self.values, self.model.doubts()))
        self._after()

    def saved(self) -> None:
        """The record is kept: the draft is not needed any more."""
        self.model.settle()
        self._keeping.end()

    @property
    def habits(self) -> set[str]:
        """Of which habits there are fields."""
        return {state.spec.habit for state in self.model.states if state.spec.habit}

    def offer(self, words: Mapping[str, Sequence[str]]) -> None:
        """What is usually written in the fields of each habit; Right takes what is offered."""
        for state in self.model.states:
            state.habits = words.get(state.spec.habit, ())
        self.redraw()

    def keep_draft(self, store: DraftStore, key: str, title: str = "") -> None:
        """From now on keep what is typed under this key."""
        self._keeping.begin(store, key, title)

    def restore(self, draft: Draft) -> None:
        """Put a draft's texts into the fields."""
        self._keeping.restore(draft)
        self._known = dict(self.model.values())
        self.redraw()

    def write_draft(self) -> None:
        """Write the draft at once, if there is anything to keep."""
        self._keeping.write(at_once=True)

    # --- keys

    def on_mount(self) -> None:
        """Be among those who write drafts when the program must end."""
        self.app.keepers.add(self)

    def on_unmount(self) -> None:
        """Leaving the screen is a field change too."""
        self._keeping.close()

    async def _on_key(self, event: events.Key) -> None:
        if not is_burst(event):
            self._answer_keys.before(event)
            await self._card.begin(event)
        elif self.model.question is None and self._card.holds(event):
            event.stop()
            event.prevent_default()
            return
        await self._take_key(event)

    async def _take_key(self, event: events.Key) -> None:
        in_burst = is_burst(event)
        if self.model.question is not None:
            self._answer(event)
            return
        if event.character is not None and event.character.isprintable():
            if self._wants_help(event.character):
                return  # the screen's help key
            event.stop()
            event.prevent_default()
            self._typed(event.character)
        elif await self._command(event.key, in_burst=in_burst):
            event.stop()
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.model.question is not None:
            return
        state = self.model.current
        if fill_pasted(self.model, event.text):
            self._left()
            return
        self._begin_anew()
        state.cut_off = state.editor.paste(event.text)
        state.changed()
        self._text_changed()

    def _typed(self, character: str) -> None:
        self._begin_anew()
        self.model.current.type(character)
        self._text_changed()

    def _begin_anew(self) -> None:
        """Typing over a value that stands in the field replaces it; Ctrl+Z brings it back."""
        state = self.model.current
        if state.editor.given and state.spec.kind is not Kind.LONG:
            state.editor.set("")

    async def _command(self, key: str, *, in_burst: bool) -> bool:
        """A key that is not text; whether it was the form's."""
        state = self.model.current
        if state.open and key in {"up", "down", "escape"}:
            state.choose(key)
        elif key in {"up", "down"} and state.editor.row(-1 if key == "up" else 1):
            pass
        elif key in MOVES:
            await self._find_now()
            MOVES[key](self.model)
            self._left()
            if self.model.finished:
                self.submit()
        elif self._saves(key):
            await self._find_now()
            self.submit()
        elif key == "ctrl+j":
            # A reader's CR LF arrives as Enter and Ctrl+J: the second half means nothing.
            if not in_burst:
                self._edit(state.editor.newline)
        elif key == "right" and state.offer:
            self._edit(state.take_offer)
        elif key in state.editor.keys:
            self._edit(state.editor.keys[key])
        else:
            return False
        self.redraw()
        return True

    def _edit(self, change: Callable[[], None]) -> None:
        """A key of the editor: moving, or changing the text."""
        state = self.model.current
        before = state.editor.text
        change()
        if state.editor.text != before:
            state.changed()
            self._text_changed()

    def _answer(self, event: events.Key) -> None:
        """A question takes 1, 2 and Esc from a person's hand, nothing from a reader's burst."""
        event.stop()
        event.prevent_default()
        digit = digit_of(event)
        # F2 says "save" again; it does not say that a doubtful value is right.
        saves = self._saves(event.key) and self.question is not None and not self.question.doubt
        then: Callable[[], object] | None = None
        if digit == "1" or saves:
            then = self._answered_yes
        elif digit == "2" or event.key == "escape":
            then = self._answered_no
        self._answer_keys.take(event, then)

    def _answered_yes(self) -> None:
        if self.model.answer(yes=True):
            self.submit()
        self._left()

    def _answered_no(self) -> None:
        self.model.answer(yes=False)
        self.redraw()

    def _saves(self, key: str) -> bool:
        """Whether a key is one that saves now."""
        return key in key_names(self.app.key_map.keys(SAVE))

    def _wants_help(self, character: str) -> bool:
        state = self.model.current
        free = state.spec.kind in {Kind.TEXT, Kind.LONG}
        return character in "?？" and not (state.field.secret or (free and state.editor.text))

    # --- after a key

    def _text_changed(self) -> None:
        state = self.model.current
        if callable(state.options):
            if self._find_timer is not None:
                self._find_timer.stop()
            self._find_timer = self.set_timer(FIND_SECONDS, self._start_find)
        self._keeping.soon()
        self.redraw()

    def _left(self) -> None:
        """A field may have been left: tell the screen what changed, write the draft."""
        values = self.model.values()
        for name, value in values.items():
            if value != self._known.get(name):
                self.post_message(self.Changed(self, name, value))
        self._known = dict(values)
        self._after()

    def _after(self) -> None:
        self._keeping.left()
        self.redraw()

    def _start_find(self) -> None:
        work: Callable[[], object] = self._find_now  # not begun before the worker is
        self.run_worker(work, group="find", exclusive=True, exit_on_error=False)

    async def _find_now(self) -> None:
        """Have the options function answer for the text as it stands."""
        state = self.model.current
        text, options = state.editor.text, state.options
        if not callable(options) or state.value is not None or state.found_for == text or not text:
            return
        try:
            state.set_found(text, await asyncio.to_thread(options, text))
        except Exception:  # noqa: BLE001  what was typed elsewhere in the form must not be lost
            self.app.say(tr("没有读到,请再试一次"), "error")
        self.redraw()

    # --- drawing

    def paint(self, width: int, height: int) -> list[Line]:
        """The part of the form that fits, the field being filled in always within it."""
        painted = paint_form(self.model, width)
        lines = painted.lines
        room = height if len(lines) <= height else height - 1
        first, last = painted.block
        self._top = max(0, min(self._top, len(lines) - room))
        if last >= self._top + room:
            self._top = last - room + 1
        self._top = min(self._top, first)
        self._caret = Offset(painted.caret[1], painted.caret[0] - self._top)
        shown = lines[self._top : self._top + room]
        return [*shown, *self._foot(scrolled=room < len(lines), bare=height - len(lines))]

    def _foot(self, *, scrolled: bool, bare: int) -> list[Line]:
        """How far one is in a form that does not fit, and the keys between its sections."""
        words = tr("-- PgUp/PgDn 换节 --")
        if scrolled:
            stops = self.model.stops()
            place = stops.index(self.model.index) + 1 if self.model.index in stops else 0
            words = tr(
                "-- 第 {place} 项,共 {count} 项,PgUp/PgDn 换节 --", place=place, count=len(stops)
            )
        elif bare < 1 or len(self.model.sections()) == 1:
            return []
        return [((words, "dim"),)]

    @property
    def question(self) -> Question | None:
        """What is being asked, if anything."""
        return self.model.question

    def help_state(self) -> FieldState:
        """The field the help screen explains."""
        return self.model.current
