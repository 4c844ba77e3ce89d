"""A form without a screen: where one is, where one goes next, and what must be answered first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rules.errors import RuleError
from tui.fields.parts import Check, Doubt, FormField
from tui.fields.state import FieldState
from tui.language import tr, tr_error

Then = Literal["next", "save"]


@dataclass(frozen=True, slots=True)
class Question:
    """What must be answered with 1 or 2 before anything else: a doubt, or whether to save."""

    doubt: RuleError | None = None
    then: Then = "next"

    @property
    def sentence(self) -> str:
        """The question in the language set."""
        if self.doubt is None:
            return tr("都填好了,保存吗? 1是 2否")
        said = tr_error(self.doubt)
        if said.endswith(("?", "？")):
            return tr("{doubt} 1是 2改", doubt=said)
        return tr("{doubt}。确定? 1是 2改", doubt=said.rstrip("。 "))


class FormModel:
    """The fields of a form and the one being filled in.

    ``check`` looks across the fields; it is asked after each field and at saving. Enter in the last
    field asks whether to save, or, without ``asks``, says so at once by ``finished``.
    """

    def __init__(
        self,
        fields: Sequence[FormField],
        today: date,
        check: Check | None,
        *,
        asks: bool = True,
    ) -> None:
        self.states = [FieldState(field, today) for field in fields]
        self.check = check
        self.asks = asks
        self.finished = False
        self.question: Question | None = None
        self.index = 0
        self._first = self.texts()
        self._proposed: dict[str, str] = {}
        visible = self.stops()
        self.index = visible[0] if visible else 0

    @property
    def current(self) -> FieldState:
        """The field being filled in."""
        return self.states[self.index]

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the form began with."""
        return self.texts() != self._first

    def settle(self) -> None:
        """What stands in the fields is kept: nothing is unsaved any more."""
        self._first = self.texts()

    def reword(self, fields: Sequence[FormField]) -> None:
        """The same fields in another language; what was typed stays."""
        anew = {field.name: field for field in fields}
        for state in self.states:
            if state.name not in anew:
                continue
            before = state.editor.text
            state.reword(anew[state.name])
            if self._first[state.name] == before:
                self._first[state.name] = state.editor.text

    def read_by(self, today: date) -> None:
        """What is typed from now on is read by another day; what stands in the fields stays."""
        for state in self.states:
            state.today = today

    def texts(self) -> dict[str, str]:
        """What stands in each field, as typed."""
        return {state.name: state.editor.text for state in self.states}

    def values(self) -> dict[str, Any]:
        """The stored value of each field shown; None where empty or not readable."""
        return {state.name: state.value for state in self.visible()}

    def visible(self) -> list[FieldState]:
        """The fields shown now."""
        everything = {state.name: state.value for state in self.states}
        return [s for s in self.states if s.field.when is None or s.field.when(everything)]

    def stops(self) -> list[int]:
        """The places of the fields that can be filled in now."""
        shown = {id(state) for state in self.visible()}
        return [
            place
            for place, state in enumerate(self.states)
            if id(state) in shown and not state.field.readonly
        ]

    def state(self, name: str) -> FieldState:
        """The field of a name."""
        return next(state for state in self.states if state.name == name)

    def commit(self) -> bool:
        """Take the field being filled in as meant; whether one may go on."""
        self.current.commit()
        self.recheck()
        return self.current.problem is None

    def enter(self) -> bool:
        """Go on to the next field; from the last one to what is still required, else to save.

        True when the field was left.
        """
        if not self.commit():
            return False
        if self._ask_doubt(self.current, "next"):
            return False
        self._go_on()
        return True

    def step(self, by: int) -> None:
        """Move to another field; what is wrong in this one stays shown."""
        self.commit()
        stops = self.stops()
        beyond = [p for p in stops if (p > self.index if by > 0 else p < self.index)]
        if beyond:
            self._arrive(beyond[0] if by > 0 else beyond[-1])

    def jump_section(self, by: int) -> None:
        """Move to the first field of the next section, or of this one and the one before."""
        self.commit()
        starts = self.sections()
        if by > 0:
            later = [place for place in starts if place > self.index]
            self._arrive(later[0] if later else self.stops()[-1])
        else:
            earlier = [place for place in starts if place < self.index]
            self._arrive(earlier[-1] if earlier else self.index)

    def sections(self) -> list[int]:
        """The place of the first field of each section."""
        starts = []
        heading = None
        for place in self.stops():
            if self.states[place].field.section != heading:
                heading = self.states[place].field.section
                starts.append(place)
        return starts

    def rest_of_section(self) -> list[FieldState]:
        """The empty fields of the section one is in."""
        here = self.current.field.section
        return [s for s in self.visible() if s.field.section == here and s.empty]

    def go_to(self, name: str) -> None:
        """Move to a named field."""
        self.index = self.states.index(self.state(name))

    def save(self) -> bool:
        """Whether everything is in order to save; else one stands at what is not."""
        self.question, self.finished = None, False
        for state in self.visible():
            if not state.field.readonly:
                state.commit()
                state.require()
        self.recheck()
        for state in self.visible():
            if state.problem is not None:
                self.index = self.states.index(state)
                return False
        return not any(self._ask_doubt(state, "save") for state in self.visible())

    def answer(self, yes: bool) -> bool:  # noqa: FBT001  an answer is a bool
        """Answer the question; whether saving should now go on."""
        question, self.question = self.question, None
        if question is None or not yes:
            return False
        if question.doubt is not None:
            self.current.agree(question.doubt)
        if question.then == "save":
            return True
        if not self._ask_doubt(self.current, "next"):
            self._go_on()
        return False

    def doubts(self) -> list[Doubt]:
        """The doubts answered with yes."""
        return [
            Doubt(state.name, error.reason, tr_error(error))
            for state in self.visible()
            for error in state.agreed.values()
        ]

    def recheck(self) -> None:
        """Ask the check across fields and put what it finds at the fields."""
        self._propose()
        for state in self.states:
            state.cross, state.soft = None, []
        if self.check is None:
            return
        shown = {state.name: state for state in self.visible()}
        for problem in self.check(self.values()):
            state = shown.get(problem.field, self.current)
            if problem.soft:
                state.soft.append(problem.error)
            elif state.cross is None:
                state.cross = problem.error

    def _propose(self) -> None:
        """What follows from the values as they stand, where nothing else was typed."""
        values = self.values()
        for state in self.states:
            put = self._proposed.get(state.name, state.first_text)
            if state.field.follows is None or state.editor.text != put:
                continue
            value = state.field.follows(values)
            value = state.field.value if value is None else value
            if value != state.value:
                state.set_value(value)
                self._proposed[state.name] = state.editor.text

    def _go_on(self) -> None:
        later = [place for place in self.stops() if place > self.index]
        ahead = [place for place in later if not self.states[place].passed]
        if ahead:
            self._arrive(ahead[0])
        elif wanting := self._wanting():
            self.index = self.states.index(wanting[0])
            wanting[0].require()
        elif not self.asks:
            self.finished = True
        else:
            self.question = Question(then="save")

    def _wanting(self) -> list[FieldState]:
        """The fields that must not be empty and are."""
        stops = (self.states[place] for place in self.stops())
        return [state for state in stops if state.spec.required and state.empty]

    def _arrive(self, place: int) -> None:
        """Move on to a field: what stands in it is a whole value, typed over or edited."""
        if place != self.index:
            self.index = place
            self.current.arrive()

    def _ask_doubt(self, state: FieldState, then: Then) -> bool:
        found = state.pending()
        if found is None:
            return False
        self.index = self.states.index(state)
        self.question = Question(found, then)
        return True
