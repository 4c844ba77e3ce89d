"""One field while it is being filled in: what was typed, what it means, what is wrong with it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rules.entry import doubt, format_value, parse_value
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from tui.editor import Editor
from tui.fields.echo import echo
from tui.fields.parts import FormField, Option, narrow
from tui.language import told, tr
from tui.width import cut

LISTS = {Kind.CHOICES, Kind.PHONES}
# Typed as a whole: who comes back and types means another value. Words are rather mended.
WHOLE = {Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.GESTATION, Kind.CHOICE}
NUMBERED = {Kind.ID, Kind.CERTIFICATE}
SPACED = 12  # numbers are copied with spaces and hyphens in them, which do not count
FREE_TEXT = {Kind.TEXT, Kind.LONG, Kind.NAME}
QUOTED = {"typed", "text", "part"}  # how sentences name what was typed
MOST_QUOTED = 12  # cells


class FieldState:
    """A field's text and value, kept apart from how it is drawn.

    ``error`` is what is wrong with the text itself, ``cross`` what a check across fields found;
    ``doubts`` are soft findings not yet answered, ``agreed`` those answered with yes.
    """

    def __init__(self, field: FormField, today: date) -> None:
        self.field = field
        self.spec = field.spec
        self.options = field.options
        if self.options is None and field.spec.kind is Kind.VILLAGE:
            self.options = [Option(int(c.code), c.label, c.code) for c in field.spec.choices]
        self.today = today
        self.value: Any = field.value
        self.first_text = self._editing_text(field.value)
        limit = self.spec.max_length + (SPACED if self.spec.kind in NUMBERED else 0)
        self.editor = Editor(self.first_text, limit, lines=self.spec.kind is Kind.LONG)
        self.error: RuleError | None = None
        self.cross: RuleError | None = None
        self.soft: list[RuleError] = []
        self.agreed: dict[str, RuleError] = {}
        self.touched = False
        self.cut_off = 0  # characters the last paste or key had no room for
        self.found: Sequence[Option] = ()
        self.found_for: str | None = None
        self.at = 0  # which of the found is pointed at
        self.habits: Sequence[str] = ()  # what is usually written here, the likeliest first

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return self.field.name

    @property
    def lookup(self) -> bool:
        """Whether the value is picked from options rather than read from the text."""
        return self.options is not None

    @property
    def empty(self) -> bool:
        """Whether there is no value."""
        return self.value is None or self.value == []

    @property
    def carried(self) -> bool:
        """Whether there still stands what the last record had."""
        return self.field.carried and not self.empty and self.editor.text == self.first_text

    @property
    def passed(self) -> bool:
        """Whether Enter goes past it: what stands in it was known, and nothing is wrong with it."""
        return self.field.known and not self.empty and self.problem is None

    @property
    def problem(self) -> RuleError | None:
        """What must be put right, shown once the field was visited."""
        return self.error or self.cross

    @property
    def open(self) -> bool:
        """Whether the list of a look-up is being chosen from."""
        return self.lookup and self.value is None and bool(self.found) and bool(self.editor.text)

    @property
    def offer(self) -> str:
        """What is usually written here and begins with what stands here; "" for nothing."""
        if self.editor.given or self.editor.cursor < len(self.editor.text):
            return ""
        typed = self.editor.text.strip()
        words = (word for word in self.habits if word.startswith(typed) and word != typed)
        return next(words, "")

    def take_offer(self) -> None:
        """What is offered stands here as if typed: one may type on."""
        self.editor.set(self.offer)
        self.editor.go(len(self.editor.text))

    def pending(self) -> RuleError | None:
        """The first doubt not yet answered."""
        found = [self._plain_doubt(), *self.soft]
        return next((each for each in found if each and each.reason not in self.agreed), None)

    def agree(self, error: RuleError) -> None:
        """Record that the person stands by a doubtful value."""
        self.agreed[error.reason] = error

    def changed(self) -> None:
        """The text is another one: forget what was said about it, read it if it can be read."""
        self.agreed.clear()
        self.error = self.cross = None
        self.soft = []
        if self.lookup:
            self.value = None
            self.at = 0
            self._narrow_local()
        else:
            self.value = self._read()[0]

    def commit(self) -> None:
        """Take the text as meant: its value, or what is wrong with it."""
        self.touched = True
        self.cut_off = 0
        if self.lookup:
            self._commit_lookup()
        else:
            self.value, self.error = self._read()
            if self.error is None and self.value is not None and self.spec.kind not in FREE_TEXT:
                text = self._editing_text(self.value)
                if text != self.editor.text:
                    self.editor.set(text)

    def require(self) -> None:
        """At saving: an empty required field is an error."""
        if self.spec.required and self.empty and self.error is None:
            self.error = RuleError("REQUIRED", "请填写{label}", label=self.spec.label)

    def type(self, character: str) -> None:
        """A character typed; a digit of a choice replaces the one before unless it goes on."""
        if self.spec.kind is Kind.CHOICE and not self.lookup:
            character = unicodedata.normalize("NFKC", character)
            longer = self.editor.text + character
            if longer.isdigit() and not self._begins_code(longer):
                self.editor.set("")
        self.cut_off = 0 if self.editor.type(character) else 1
        self.changed()

    def take(self, text: str) -> None:
        """Have it as if this had been typed here and left."""
        self.editor.set(text)
        self.changed()
        self.commit()

    def arrive(self) -> None:
        """One came back to it by Enter or an arrow."""
        if self.spec.kind in WHOLE:
            self.editor.stand()

    def choose(self, key: str) -> None:
        """Up and down among what a look-up found; escape closes the list."""
        if key == "escape":
            self.found, self.found_for = (), None  # typing on, or Enter, looks again
        else:
            by = -1 if key == "up" else 1
            self.at = min(max(0, self.at + by), len(self.found) - 1)

    def pick(self, option: Option) -> None:
        """Take one of the options."""
        self.value = option.value
        self.error = None
        self.editor.set(option.label)
        self.found = ()

    def set_found(self, text: str, options: Sequence[Option]) -> None:
        """What the options function gave for a text."""
        if text == self.editor.text:
            self.found, self.found_for, self.at = options, text, 0

    def set_value(self, value: Any, shown: str = "") -> None:
        """Set it from outside (derived from another field, or a draft)."""
        self.value = value
        self.error = None
        self.editor.set(shown or self._editing_text(value))
        self.found = ()

    def fit(self, spec: FieldSpec) -> None:
        """The same field with other choices; what stands in it is read by them."""
        self.spec, self.field = spec, replace(self.field, spec=spec)
        self.changed()

    def reword(self, field: FormField) -> None:
        """The same field in another language; a choice made from a list changes its words."""
        self.field = replace(self.field, section=field.section, help=field.help)
        if field.options is None or callable(field.options):
            return
        self.options = field.options
        self._narrow_local()
        chosen = next((option for option in field.options if option.value == self.value), None)
        if self.value is not None and chosen is not None and chosen.label != self.editor.text:
            self.editor.set(chosen.label)

    def echo(self, values: Mapping[str, Any]) -> str:
        """What the value means in words, with what the form derives from it."""
        if self.empty or self.error is not None:
            return ""
        plain = self.lookup or self.spec.kind in {Kind.CHOICE, Kind.CHOICES}
        words = "" if plain else echo(self.spec, self.value, self.today)
        more = self.field.echo(self.value, values) if self.field.echo else ""
        return "  ".join(part for part in (words, more) if part)

    def shown(self) -> str:
        """The value as shown when one is elsewhere in the form."""
        if self.field.secret:
            return "*" * len(self.editor.text)
        if self.spec.kind in {Kind.CHOICE, Kind.CHOICES} and not self.lookup:
            if self.empty:
                return self.editor.text
            words = []
            for code in self._codes(self.value):
                option = self.spec.choice(code)
                words.append(f"{code} {tr(option.label)}" if option else code)
            return "  ".join(words)
        return self.editor.text

    def sentence(self) -> str:
        """What is wrong, in a sentence; of what was typed, which the field shows, the beginning."""
        if not self.problem:
            return ""
        params = {
            name: cut(str(value), MOST_QUOTED) if name in QUOTED else value
            for name, value in self.problem.params.items()
        }
        if self.problem.reason == "CHOICE":  # the options are listed beneath the field
            return tr("没有“{typed}”这一项,请按数字选", **params)
        return told(self.problem.template, params)

    def _read(self) -> tuple[Any, RuleError | None]:
        if self.field.secret:
            return self.editor.text or None, None
        text = self.editor.text.strip()
        if not text:
            return ([] if self.spec.kind in LISTS else None), None
        if text == self.first_text and self.field.value is not None:
            return self.field.value, None
        try:
            return parse_value(self.spec, text, self.today), None
        except RuleError as error:
            return None, error

    def _begins_code(self, digits: str) -> bool:
        codes = (option.code for option in self.spec.choices)
        return any(code.startswith(digits) or code.lstrip("0").startswith(digits) for code in codes)

    def _plain_doubt(self) -> RuleError | None:
        unchanged = self.editor.text == self.first_text and self.field.value is not None
        if self.empty or self.lookup or unchanged:
            return None
        return doubt(self.spec, self.value)

    def _commit_lookup(self) -> None:
        text = self.editor.text.strip()
        if not text:
            self.value, self.error = None, None
        elif self.value is None and self.found:
            self.pick(self.found[self.at])
        elif self.value is None:
            self.error = RuleError("NOT_FOUND", "没有找到“{text}”,请核对或换个写法", text=text)

    def _narrow_local(self) -> None:
        if self.options is not None and not callable(self.options):
            self.found = narrow(self.options, self.editor.text)
            self.found_for = self.editor.text

    def _codes(self, value: Any) -> list[str]:
        return [value] if isinstance(value, str) else [str(code) for code in value]

    def _editing_text(self, value: Any) -> str:
        if value is None:
            return ""
        if self.lookup:
            if self.field.shown:
                return self.field.shown
            options = self.options if not callable(self.options) else ()
            return next((option.label for option in options or () if option.value == value), "")
        if self.spec.kind in {Kind.CHOICE, Kind.CHOICES}:
            return " ".join(self._codes(value))
        return format_value(self.spec, value)
