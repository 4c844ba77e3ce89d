"""A form's draft: which texts are kept of it, when, and how they are put back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.drafts import Draft, DraftStore
from tui.fields.model import FormModel
from tui.language import tr

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

DRAFT_SECONDS = 1.0  # after the first key since the last writing: within two seconds of any key


class Keeping:
    """Keeps what is typed into a form under a key of a store.

    ``store`` is None while nothing is kept; ``tell`` says what went wrong.
    """

    def __init__(self, widget: "Widget", model: FormModel, tell: Callable[[str], None]) -> None:
        self.store: DraftStore | None = None
        self._model = model
        self._widget = widget
        self._tell = tell
        self._key = ""
        self._title = ""
        self._timer: Timer | None = None
        self._there = False  # a draft of this form; one that was left and not taken up is not its

    def begin(self, store: DraftStore, key: str, title: str) -> None:
        """From now on keep what is typed under this key."""
        self.store, self._key, self._title = store, key, title

    def soon(self) -> None:
        """Something was typed: write before long."""
        if self.store is not None and self._timer is None:
            write = partial(self.write, at_once=False)
            self._timer = self._widget.set_timer(DRAFT_SECONDS, write)

    def left(self) -> None:
        """The field was left: write what was typed in it."""
        if self._timer is not None:
            self.write(at_once=False)

    def write(self, *, at_once: bool) -> None:
        """Write the draft; typing that was taken back leaves none."""
        self._stop()
        if self.store is None:
            return
        if self._model.dirty:
            states = self._model.states
            texts = {s.name: s.editor.text for s in states if not s.field.secret}
            picked = {s.name: s.value for s in states if s.lookup and s.value is not None}
            self.store.save(self._key, texts, picked, self._title, at_once=at_once)
            self._there = True
            if self.store.fault is not None:  # of this writing or the one before
                self._tell(tr("草稿写不进磁盘,断电会丢失;请先保存,再清理磁盘"))
        elif self._there:
            self.store.drop(self._key)
            self._there = False

    def end(self) -> None:
        """The draft is not needed any more."""
        self._stop()
        if self.store is not None:
            self.store.drop(self._key)
            self.store = None

    def close(self) -> None:
        """The form is gone: its draft is the last it writes. Another form may save the record."""
        self.write(at_once=False)
        self.store = None

    def restore(self, draft: Draft) -> None:
        """Put a draft's texts into the fields."""
        self._there = True
        for state in self._model.states:
            text = draft.texts.get(state.name)
            if text is None or state.field.readonly:
                continue
            if state.lookup and draft.picked.get(state.name) is not None:
                state.set_value(draft.picked[state.name], text)
            else:
                state.editor.set(text)
                if text != state.first_text:
                    state.editor.go(len(text))  # half typed: typing goes on
                state.changed()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
