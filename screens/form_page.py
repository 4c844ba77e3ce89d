"""A page that is one form: loads what it needs, keeps a draft, saves in a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from rules.errors import RuleError
from rules.fields import FieldSpec
from screens.examined import EXAMINED, NOTHING_EXAMINED
from screens.page import Page
from screens.unsaved import title_of
from tui.actions import SAVE, Action
from tui.dialogs import Ask, Notice
from tui.drafts import Draft
from tui.fields.parts import Doubt, FormField, Problem
from tui.forms import Form
from tui.language import tr, tr_error

# What the next record of the same user begins with, by the name it is kept under; nothing that
# tells of a person cared for. The day of a visit is of this session alone, see ``day``.
REMEMBERED = {name: name for name in ("village_id", "doctor", "place", "supervisors")}
# What the app does without leaving the page beneath.
STAYING = {"find", "language", "look", "settings"}


class FormPage(Page):
    """A form's page. ``NAME`` and ``record`` are its draft's key.

    A page says what it loads (``prepare``), its ``fields``, its ``check`` across fields, how it is
    kept (``keep``, in a thread) and what comes after (``kept``).
    """

    NAME: ClassVar[str] = ""
    CORRECTS: ClassVar[bool] = False
    DAY: ClassVar[str] = ""  # the field of the day it was done; the next record begins with it
    START: ClassVar[str] = ""  # the field to begin at; without it the first empty one
    ASKS: ClassVar[bool] = True  # whether Enter in the last field asks before it saves
    REMEMBERS: ClassVar[Mapping[str, str]] = REMEMBERED
    CSS_PATH = "form_page.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE,)

    def __init__(self, record: str = "new", draft: Draft | None = None) -> None:
        super().__init__()
        self.record = record
        self.saving = False
        self._draft = draft
        self._values: dict[str, Any] = {}
        self._doubts: list[str] = []
        self._taken: set[str] = set()  # what of the last record the form asked for

    # --- what a page says

    def prepare(self) -> None:
        """Load what the form needs; in a thread."""

    def fields(self) -> list[FormField]:
        """The form."""
        raise NotImplementedError

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:  # noqa: ARG002  as given
        """What is wrong across fields, by field."""
        return {}

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:  # noqa: ARG002  as given
        """What is asked about before saving, by field."""
        return {}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> Any:
        """Save; in a thread."""
        raise NotImplementedError

    def kept(self, result: Any) -> None:  # noqa: ARG002  a view of the desk
        """It is saved: back to where one came from."""
        self.leave()
        self.app.say(tr("已保存"), "good")

    def day(self, first: date | None = None) -> date:
        """The day the last record was of, else today: a pile of paper is of one day mostly.

        Never a day before ``first``.
        """
        day: date = self.app.memory.get("day", self.app.today)
        return self.app.today if first is not None and day < first else day

    def last(self, name: str) -> str | int | None:
        """What the last record had under this name, if it can still be had."""
        self._taken.add(name)
        value = self.app.choices.person.last.get(name)
        if name == "village_id" and all(each.value != value for each in self.app.village_options):
            return None
        return value

    def carries(self, field: FormField) -> bool:
        """Whether a field begins with what the last record had."""
        kept = "" if self.CORRECTS else self.REMEMBERS.get(field.name, "")
        return field.value is not None and kept in self._taken and field.value == self.last(kept)

    def start(self) -> str:
        """The field to begin at while it is empty."""
        return self.START

    def opened(self, form: Form) -> None:
        """The form is there, nothing has been typed yet."""

    def restored(self) -> None:
        """What a draft had stands in the fields."""

    def changed(self, name: str, value: Any) -> None:
        """A field was left with another value."""

    def reworded(self) -> None:
        """The sections and lists of choices in the language set now."""
        for form in self.query(Form):
            form.model.reword(self.fields())

    # --- the form's life

    @property
    def under_way(self) -> str:
        """The form comes when what it needs is loaded; what is typed before is for the form."""
        return super().under_way if self.query(Form) else "read"

    def on_mount(self) -> None:
        """Load."""
        self.work(self.prepare, self._prepared, refused=self._not_opened)

    @property
    def form(self) -> Form:
        """The form, once it is there."""
        return self.query_one(Form)

    def _prepared(self, _: None) -> None:
        self.run_worker(self._build())

    async def _build(self) -> None:
        fields = [replace(field, carried=self.carries(field)) for field in self.fields()]
        form = Form(fields, self.app.today, self._problems, asks=self.ASKS)
        await self.query_one("#body").mount(form)
        key = f"{self.NAME}:{self.record}"
        left = self._draft or self.app.drafts.load(key)
        form.keep_draft(self.app.drafts, key, self.title_of_draft())
        self.opened(form)
        if left is not None and self._draft is not None:
            form.restore(left)
            self.restored()
        elif left is not None:
            self._offer(left)
        self._to_first_empty(form)
        form.focus()
        self.refresh_hints()
        if habits := form.habits:
            job = partial(self._written, habits)
            self.work(job, form.offer, group="habits", refused=lambda _: None)

    def _written(self, habits: set[str]) -> dict[str, tuple[str, ...]]:
        from desk.habits import written  # noqa: PLC0415  a form may come before there is a database

        return written(self.desk, habits)

    def title_of_draft(self) -> str:
        """What the draft is called when it is offered."""
        return self.heading()

    def _offer(self, left: Draft) -> None:
        def answered(digit: str | None) -> None:
            if digit == "2":
                self.app.drafts.drop(left.key)
            else:
                self.form.restore(left)
                self.restored()
                self._to_first_empty(self.form)

        choices = [("1", tr("接着填")), ("2", tr("丢弃"))]
        question = tr("这张表上次没有保存完: {title}。接着填吗?", title=title_of(left))
        self.app.push_screen(Ask(question, choices), answered)

    def _to_first_empty(self, form: Form) -> None:
        """What is known need not be passed with Enter; a correction begins at its top."""
        if self.CORRECTS:
            return
        if self.DAY and form.model.state(self.DAY).value not in {None, self.app.today}:
            form.go_to(self.DAY)  # another day than today is looked at first
            form.model.current.arrive()
            return
        start = self.start()
        if start and form.model.state(start).empty:
            form.go_to(start)
            return
        for place in form.model.stops():
            if form.model.states[place].empty:
                form.go_to(form.model.states[place].name)
                return

    def _not_opened(self, error: RuleError) -> None:
        self.leave()
        self.app.push_screen(Notice(tr_error(error)))

    def why_not(self, action: Action) -> str | None:
        """Leaving for another desk would leave what was typed: save or leave first."""
        leaving = action in self.app.ACTIONS and action.id not in STAYING
        if leaving and any(form.dirty for form in self.query(Form)):
            return tr("这张表还没有保存,请先按 {key} 保存或 Esc 离开", key=self.key_of("save"))
        return super().why_not(action)

    def action_save(self) -> None:
        """What F2 does from the palette."""
        self.form.submit()

    def on_form_changed(self, message: Form.Changed) -> None:
        """Tell the page."""
        self.changed(message.name, message.value)

    def _problems(self, values: dict[str, Any]) -> Sequence[Problem]:
        wrong = [Problem(name, error) for name, error in self.check(values).items()]
        asked = self.doubtful(values).items()
        return wrong + [Problem(name, error, soft=True) for name, error in asked]

    # --- saving

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Save what the form gives."""
        # One field may be asked about twice: as typed, and beside the other values.
        self.submit(message.values, list(dict.fromkeys(map(self._label, message.doubts))))

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Save these values; also called again after a decision."""
        if self.saving:
            return
        self.saving = True
        self._values, self._doubts = values, doubts
        self.say(tr("正在保存…"), "dim")
        self.work(
            partial(self._keep, values, doubts), self._kept, group="save", refused=self._refused
        )

    def submit_again(self) -> None:
        """Save the same values, something having been decided."""
        self.submit(self._values, self._doubts)

    def broke(self, where: str) -> None:
        """A fault of the program while saving: the form stays."""
        self.saving = False
        super().broke(where)

    def _keep(self, values: dict[str, Any], doubts: list[str]) -> Any:
        result = self.keep(values, doubts)
        if not self.CORRECTS:  # an old record says nothing of the next one
            had = {name: values.get(name) for name in self.REMEMBERS}
            self.app.choices.remember(**{self.REMEMBERS[n]: v for n, v in had.items() if v})
        return result

    def _kept(self, result: Any) -> None:
        self.form.saved()
        if not self.CORRECTS and self.DAY:
            self.app.memory["day"] = self._values[self.DAY]
        self.kept(result)

    def _refused(self, error: RuleError) -> None:
        self.saving = False
        self.say("")
        self.decide(error)

    def decide(self, error: RuleError) -> None:
        """Show a refusal where it can be mended."""
        by_field: Mapping[str, RuleError] = getattr(error, "errors", {})
        shown = {state.name for state in self.form.model.visible()}
        for name, one in by_field.items():
            if name in shown:
                self.form.show_problem(name, one)
                return
        super().refused(error)

    def leave_theirs(self) -> None:
        """Somebody else's saving stays; what was typed here is not wanted."""
        self.form.saved()
        self.leave()
        self.app.say(tr("用了别人存的那份"))

    def _label(self, doubt: Doubt) -> str:
        if doubt.reason == NOTHING_EXAMINED:
            return EXAMINED
        return self.form.model.state(doubt.field).spec.label


def form_fields(
    specs: Mapping[str, FieldSpec],
    names: Sequence[str],
    values: Mapping[str, Any],
    section: str,
    **more: Mapping[str, Any],
) -> list[FormField]:
    """A section of a form: named fields with their values; ``more`` adds to a field by name."""
    return [
        FormField(name, specs[name], value=values.get(name), section=section, **more.get(name, {}))
        for name in names
    ]


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in: a new record takes its own defaults for the rest."""
    return {name: value for name, value in values.items() if value is not None}


def when(name: str, code: str) -> dict[str, Any]:
    """Show a field only while another has a code."""
    return {"when": lambda values: values.get(name) == code}
