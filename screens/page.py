"""The base of the desk's pages: database work in threads, answers as messages, errors in words."""

import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.message import Message
from textual.worker import get_current_worker

from desk.errors import SignInAgain
from rules.errors import RuleError
from screens.about import ABOUT
from tui.actions import Action
from tui.dialogs import Notice
from tui.language import tr, tr_error, weekday
from tui.page import DeskScreen
from tui.width import cells_of

if TYPE_CHECKING:
    from desk.context import Desk
    from screens.main import MchDesk

Answer = TypeVar("Answer")
# Groups of jobs for which keys wait: another page comes after them, or a question may.
WAITED_FOR = {"save": "save", "enter": "save", "make": "save", "holder": "read"}


class Page(DeskScreen[None]):
    """A page of the desk.

    ``work`` runs a job in a thread and hands its result to ``then`` on the page; a newer job of
    the same group replaces one that still runs, and its answer is not wanted any more.
    """

    READ_FIRST: ClassVar[bool] = False  # what its keys do depends on what is read

    app: "MchDesk"
    _was_read = False

    def __init__(self) -> None:
        super().__init__()
        self._waited_for: dict[str, str] = {}  # what is done now, by the group of the job

    class Done(Message):
        """A job ended."""

        def __init__(self, group: str, then: Callable[[], None], *, failed: bool) -> None:
            super().__init__()
            self.group = group
            self.then = then
            self.failed = failed

    @property
    def under_way(self) -> str:
        """What was typed meanwhile is for what comes."""
        for does in self._waited_for.values():
            return does
        return "read" if self.READ_FIRST and not self._was_read else ""

    @property
    def desk(self) -> "Desk":
        """The signed-in desk."""
        if self.app.signed_in is None:
            raise RuntimeError("nobody is signed in")
        return self.app.signed_in

    def actions(self) -> list[Action]:
        """Before anybody signed in there is nobody to find and no desk to open."""
        found = [each for each in super().actions() if each.id not in self.app.switched_off]
        if self.app.signed_in is None:
            found = [action for action in found if action.group != "各台"]
        return found

    def reworded(self) -> None:
        """Words that were put together when something was read: it is read anew."""
        refresh: Callable[[], None] | None = getattr(self, "action_refresh", None)
        if refresh is not None and self.app.signed_in is not None:
            refresh()

    def purpose(self) -> str:
        """What the page is for."""
        return tr(ABOUT.get(type(self).__name__, ""))

    def corner(self) -> str:
        """Who works here, and the business day."""
        day = self.app.today
        who = self.app.signed_in.user_name if self.app.signed_in else ""
        return f"{who} {day} {weekday(day)} ".lstrip()

    def work(
        self,
        job: Callable[[], Answer],
        then: Callable[[Answer], None],
        *,
        group: str = "read",
        refused: Callable[[RuleError], None] | None = None,
    ) -> None:
        """Run a job in a thread; ``then`` gets its result, ``refused`` the desk's refusal."""
        if group in WAITED_FOR:
            self._waited_for[group] = WAITED_FOR[group]
        self.run_worker(
            partial(self._job, job, then, refused or self.refused, group),
            group=group,
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )

    def _job(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], None],
        refused: Callable[[RuleError], None],
        group: str,
    ) -> None:
        worker = get_current_worker()
        failed = True
        try:
            ready = partial(then, job())
            failed = False
        except SignInAgain as error:
            ready = partial(self._turned_away, refused, error)
        except RuleError as error:
            ready = partial(refused, error)
        except Exception as error:  # noqa: BLE001  any fault ends as a sentence, not as the app
            ready = partial(self.broke, _where(error))
        if not worker.is_cancelled:
            self.post_message(self.Done(group, ready, failed=failed))

    def on_page_done(self, message: Done) -> None:
        """Take a job's answer on the page's own loop."""
        message.stop()
        does = self._waited_for.pop(message.group, "")
        if does == "save" and message.failed:
            self.app.turns.forget()  # typed for the page after the saving
        self._was_read = self._was_read or message.group == "read"
        message.then()

    def refused(self, error: RuleError) -> None:
        """Say what the desk refused: on the status line, or in a window when it is long.

        Of several fields the first: the page has none of them.
        """
        by_field: Mapping[str, RuleError] = getattr(error, "errors", {})
        self.tell(tr_error(next(iter(by_field.values()), error)))

    def _turned_away(self, refused: Callable[[RuleError], None], error: SignInAgain) -> None:
        """Said as any refusal, and the way to the sign-in page; what was typed is a draft."""
        refused(error)
        self.app.sign_in_again(tr_error(error))

    def broke(self, where: str) -> None:
        """Something is wrong with the program itself: no values, they are people's."""
        words = tr("程序出错,这一步没有做成。请把这一行告诉管理员:{where}", where=where)
        self.refused(RuleError("BROKE", "{words}", words=words))

    def tell(self, words: str, role: str = "error") -> None:
        """A sentence that must not be missed."""
        if cells_of(words) < self.size.width:
            self.say(words, role)
        else:
            self.app.push_screen(Notice(words))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} " if frames else ""
    return f"{place}{type(error).__name__}"
