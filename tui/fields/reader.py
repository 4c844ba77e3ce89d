"""A card reader at the keyboard: what it types in one burst lands in the right fields.

A reader types a whole card where the cursor stands, and its tabs and line ends would walk through
the form. So the first of them in a burst, and what follows, is held until the burst is over. Then
a card's line fills the name and the number; anything else is typed on as if nothing had happened,
what follows the card too.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.events import Key

from rules.card_reader import CardRead, read_card
from rules.fields import Kind
from tui.fields.model import FormModel
from tui.fields.scanned import ScannedNumber, number_pasted
from tui.fields.state import FieldState
from tui.keys import ALONE_SECONDS

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

MOVING = {"enter": "\n", "tab": "\t", "ctrl+j": "\n"}
NEAR = 2  # a number belongs to the name one or two fields before it
NUMBER_LENGTH = 18


class CardLine:
    """The burst under way: in a field of a name or an identity number it may be a card.

    ``replay`` types a key that was held, ``filled`` is told that a card was filled in.
    """

    def __init__(
        self,
        widget: "Widget",
        model: FormModel,
        replay: Callable[[Key], Awaitable[None]],
        filled: Callable[[], None],
    ) -> None:
        self.model = model
        self._widget = widget
        self._scanned = ScannedNumber(model)
        self._replay = replay
        self._filled = filled
        self._timer: Timer | None = None
        self._held: list[tuple[Key, int]] = []  # with the length of the burst up to there
        self._text = ""
        self._before = ""
        self._state: FieldState | None = None

    async def begin(self, event: Key) -> None:
        """A key that came alone: the burst before is over, another may begin with this one."""
        await self.over()
        self._scanned.begin(event)
        state = self.model.current
        self._state = state if pair_of(self.model, state) else None
        self._before = state.editor.text
        self._text = event.character or ""

    def holds(self, event: Key) -> bool:
        """Take another key of the burst; whether it is dealt with, or waits for the burst's end."""
        if self._scanned.takes(event):
            self._filled()
            return True
        if self._state is None:
            return False
        printable = event.character is not None and event.character.isprintable()
        self._text += (event.character or "") if printable else MOVING.get(event.key, "")
        held = bool(self._held) or event.key in MOVING
        if held:
            self._held.append((event, len(self._text)))
        if held or len(self._text) >= NUMBER_LENGTH:
            self._stop()
            self._timer = self._widget.set_timer(ALONE_SECONDS, self.over)
        return held

    async def over(self) -> None:
        """Nothing follows: fill in the card, or type the keys that were held."""
        if self._timer is None:
            return
        self._stop()
        state, held = self._state, self._held
        self._state, self._held = None, []
        keys = [key for key, _ in held]
        card = read_card(self._text)
        if card and state and (card.name or state.spec.kind is Kind.NAME):
            state.editor.set(self._before)
            state.changed()
            fill(self.model, state, card)
            self._filled()
            keys = [key for key, length in held if length > card.end]
        for key in keys:
            await self._replay(key)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def pair_of(model: FormModel, state: FieldState) -> tuple[FieldState | None, FieldState] | None:
    """The name and the identity number a field belongs to; None for any other field."""
    states = [each for each in model.visible() if not each.field.readonly]
    if state not in states or state.lookup:
        return None
    place = states.index(state)
    if state.spec.kind is Kind.NAME:
        near = states[place + 1 : place + 1 + NEAR]
        number = next((each for each in near if each.spec.kind is Kind.ID), None)
        return (state, number) if number else None
    if state.spec.kind is Kind.ID:
        near = states[max(0, place - NEAR) : place]
        name = next((each for each in reversed(near) if each.spec.kind is Kind.NAME), None)
        return (name, state)
    return None


def fill_pasted(model: FormModel, text: str) -> bool:
    """Fill in a card pasted into one of its fields, or a certificate's number; False for others."""
    if number_pasted(model, text):
        return True
    card = read_card(text)
    if card is None or not pair_of(model, model.current):
        return False
    if text.strip() == card.number and model.current.spec.kind is Kind.ID:
        return False
    fill(model, model.current, card)
    return True


def fill(model: FormModel, state: FieldState, card: CardRead) -> None:
    """Put a card into the fields it belongs to, as if just typed there; a typed name stays."""
    pair = pair_of(model, state)
    if pair is None:
        return
    name, number = pair
    if name is not None and card.name and not name.editor.text:
        name.take(card.name)
    number.take(card.number)
    model.go_to(number.name)
    model.commit()
