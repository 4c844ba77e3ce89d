"""A card or a certificate read where nothing is typed: it is looked for, and no key of it acts.

A reader types like a hand. On a page whose digits are actions a number would open one page after
another. So there a letter or a digit waits for the moment in which a reader would have typed on.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key

from rules.card_reader import read_card
from rules.certificate import InvalidCertificateNumber, parse_number
from tui.keys import ALONE_SECONDS, is_burst
from tui.language import tr
from tui.page import DeskScreen

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.app import DeskApp

BETWEEN = {"enter": "\n", "tab": "\t", "ctrl+j": "\n"}  # what readers part and end by
STAR = "*"  # around a number in Code 39
LONG = 6  # characters; so many at once are no hand's


class Scans:
    """Keeps keys that may be a reader's until nothing follows them.

    ``hand_on`` gets those of a hand; of a reader the number, typed with Enter where
    ``DeskScreen.search`` leads.
    """

    def __init__(self, app: "DeskApp", hand_on: Callable[[Sequence[Key]], None]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._keys: list[Key] = []
        self._page: DeskScreen[Any] | None = None  # where they were typed
        self._timer: Timer | None = None

    @property
    def under_way(self) -> bool:
        """Whether keys are kept."""
        return bool(self._keys)

    def holds(self, event: Event) -> bool:
        """Whether a key is kept; one that is not follows those that were."""
        if isinstance(event, Key) and (self._goes_on(event) or self._begins(event)):
            self._keys.append(event)
            if self._timer is not None:
                self._timer.stop()
            self._timer = self._app.set_timer(ALONE_SECONDS, self._over)
            return True
        self._over()
        return False

    def _goes_on(self, event: Key) -> bool:
        return self._page is not None and is_burst(event) and bool(_character(event))

    def _begins(self, event: Key) -> bool:
        """Whether it is the first key of what may be a number, where nothing is typed."""
        self._over()
        screen = self._app.screen if self._app.screen_stack else None
        first = event.character or ""
        may = not is_burst(event) and (first.isalnum() or first == STAR)
        if may and isinstance(screen, DeskScreen) and screen.reads_scans:
            self._page = screen
        return self._page is not None

    def _over(self) -> None:
        """Nothing more of it comes."""
        if self._timer is not None:
            self._timer.stop()
        (keys, page), (self._keys, self._page) = (self._keys, self._page), ([], None)
        if page is None or self._app.screen is not page:
            return  # typed for a page that is not in front any more
        text = "".join(map(_character, keys)).strip()
        number = number_in(text)
        if number and page.search(number):
            self._hand_on([*(Key(each, each) for each in number), Key("enter", "\r")])
        elif not number and len(text) < LONG:
            self._hand_on(keys)
        elif not number:
            self._app.say(tr("读到的不是证书编号,也不是身份证号,什么都没做"), "doubt")


def _character(event: Key) -> str:
    if event.character is not None and event.character.isprintable():
        return event.character
    return BETWEEN.get(event.key, "")


def number_in(text: str) -> str:
    r"""The certificate's number that was read, or the number of a card; "" for neither.

    >>> number_in("x331000001"), number_in("某某\t女\t361199199706122220\n")
    ('X331000001', '361199199706122220')
    >>> number_in("6935559000015")
    ''
    """
    try:
        return parse_number(text)
    except InvalidCertificateNumber:
        card = read_card(text)
        return card.number if card else ""
