"""A certificate number scanned into a form: whole in a field of one, nothing of it in others.

A scanner types where the cursor stands. In a field of a number it means that number, whatever stood
there; in a field of a choice, a day or a name its digits would choose and change what nobody meant.
"""

from typing import Any

from textual.events import Key

from rules.certificate import InvalidCertificateNumber, parse_number
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from tui.fields.model import FormModel
from tui.fields.state import FieldState

LENGTH = 10
# What holds words may hold a number among them, and a look-up is asked for it.
FREE = {Kind.TEXT, Kind.LONG, Kind.ID}


class ScannedNumber:
    """The burst under way, as far as it may be a certificate's number."""

    def __init__(self, model: FormModel) -> None:
        self._model = model
        self._text = ""
        self._state: FieldState | None = None
        self._before: tuple[str, Any] = ("", None)
        self._refused = False

    def begin(self, event: Key) -> None:
        """A key no other came right before; it is not typed yet."""
        self._refused = False
        self._start(event.character or "")

    def takes(self, event: Key) -> bool:
        """Another key of the burst; whether it is dealt with."""
        if self._refused:
            return True
        if event.character is None or not event.character.isprintable():
            self._state = None  # what comes next is another scan
            return False
        if self._state is not self._model.current:
            self._start(event.character)
            return False
        self._text += event.character
        if len(self._text) < LENGTH or not is_number(self._text):
            return False
        state, self._state = self._state, None
        text, value = self._before
        self._refused = not put_in(state, self._text, text, value)
        return self._refused or of_one(state.spec)

    def _start(self, character: str) -> None:
        self._state, self._text = self._model.current, character
        self._before = self._state.editor.text, self._state.value


def is_number(text: str) -> bool:
    """Whether a text is a certificate's number and nothing else."""
    try:
        parse_number(text)
    except InvalidCertificateNumber:
        return False
    return True


def of_one(spec: FieldSpec) -> bool:
    """Whether a field holds one certificate's number: a text with room for no more does too."""
    return spec.kind is Kind.CERTIFICATE or (spec.kind is Kind.TEXT and spec.max_length == LENGTH)


def put_in(state: FieldState, number: str, text: str, value: Any) -> bool:
    """Have a number alone in a field of one; elsewhere what stood there stays, and it is said why.

    Whether the field takes it.
    """
    if of_one(state.spec):
        state.editor.set(number)
        state.editor.go(len(number))  # a star after it is typed on
        state.changed()
        state.cut_off = 0
    elif state.spec.kind not in FREE:
        state.editor.set(text)
        state.changed()
        state.value, state.touched = value, True
        words = "{number} 是证书编号,不是{label},没有录入"
        state.error = RuleError("SCANNED", words, number=number, label=state.spec.label)
        return False
    return True


def number_pasted(model: FormModel, text: str) -> bool:
    """The same with a number pasted; False where it is pasted like any other text."""
    state, number = model.current, text.strip()
    if not is_number(number):
        return False
    taken = put_in(state, number, state.editor.text, state.value)
    return not taken or of_one(state.spec)
