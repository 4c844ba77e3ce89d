"""What was chosen before, put to use: the terminal's at the start, a person's at signing in."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.actions import KeyMap, is_function_key
from tui.draw import set_border
from tui.language import language, set_language, tr
from tui.preferences import PersonalChoice, Preferences, TerminalChoice, terminal_name
from tui.width import set_ambiguous

if TYPE_CHECKING:
    from screens.main import MchDesk


class Choices:
    """The choices in force. A change is put to use at once, on every open page, and kept.

    ``asked`` is the language of the command line: it comes before a person's own.
    """

    def __init__(self, app: "MchDesk", asked: str | None = None) -> None:
        self._app = app
        self._asked = asked
        self._first = language(), app.theme
        self._mono = app.theme == "mono"  # NO_COLOR: a look chosen elsewhere does not count
        self._name = terminal_name(os.environ)
        self._user = ""
        self.terminal = TerminalChoice()
        self.person = PersonalChoice()

    def beside(self, path: Path) -> None:
        """Take the terminal's choice kept beside a database.

        What was chosen on the way there, before there was this database, goes along.
        """
        self._files = Preferences(path.with_suffix(".settings"))
        kept = self._files.terminal(self._name)
        if kept != TerminalChoice() or self.terminal == TerminalChoice():
            self.terminal = kept
            self._draw()
        else:
            self._kept(lambda: self._files.keep_terminal(self._name, self.terminal))

    def sign_in(self, user: str) -> None:
        """Take what a person chose."""
        self._user, self.person = user, self._files.person(user)
        first_language, first_look = self._first
        set_language(self._asked or self.person.language or first_language)
        self._app.theme = first_look if self._mono else self.person.look or first_look
        self._map_keys()

    def sign_out(self) -> None:
        """As it was before anybody came."""
        self._user, self.person = "", PersonalChoice()
        first_language, first_look = self._first
        set_language(first_language)
        self._app.theme = first_look
        self._map_keys()

    def of_terminal(self, **changes: Any) -> bool:
        """Change how this terminal draws; whether it could be kept."""
        self.terminal = replace(self.terminal, **changes)
        self._draw()
        self._app.reword()
        return self._kept(lambda: self._files.keep_terminal(self._name, self.terminal))

    def of_person(self, **changes: Any) -> bool:
        """Change what the person signed in prefers, of nobody for now; whether it could be kept."""
        self.person = replace(self.person, **changes)
        if "language" in changes:
            set_language(self.person.language)
            self._asked = None  # somebody asked otherwise since
        if "look" in changes:
            self._app.theme = self.person.look
            self._mono = False
        if not self._user:  # chosen at the door: it holds for whoever comes in without a choice
            self._first = language(), self._app.theme
        self._map_keys()
        self._app.reword()
        user, person = self._user, self.person
        return not user or self._kept(lambda: self._files.keep_person(user, person))

    def remember(self, **values: str | int) -> None:
        """Keep what a record had for the next one like it; in the thread that saved it."""
        last = {**self.person.last, **values}
        if not self._user or last == self.person.last:
            return
        self.person = replace(self.person, last=last)
        # The same user at another terminal may have chosen other keys since.
        kept = replace(self._files.person(self._user), last=last)
        with suppress(OSError):  # the record is kept; only the next one will have more to type
            self._files.keep_person(self._user, kept)

    def _draw(self) -> None:
        set_ambiguous(self.terminal.ambiguous or 1)
        set_border(self.terminal.border)

    def _map_keys(self) -> None:
        keys = {id_: key for id_, key in self.person.keys.items() if is_function_key(key)}
        self._app.key_map = KeyMap(keys)

    def _kept(self, keep: Callable[[], None]) -> bool:
        try:
            keep()
        except OSError:
            self._app.say(tr("设置没有存下来,只在这次有用。请看文件夹能不能写"), "error")
            return False
        return True
