"""Signing in: the first page, drawn before anything of the database is loaded."""

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from rules.errors import RuleError
from screens.boxes import Box
from screens.page import Page
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Ask
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.opening import Store

# What the first pages need, loaded while the person types the password.
SOON = ("desk.sign_in", "screens.today", "screens.find", "screens.person")


class SignInPage(Page):
    """User and password; a new password where the first one must be changed."""

    HEADING = "妇幼工作台"
    CSS_PATH = "sign_in.tcss"
    ACTIONS = (Action("enter", "enter", "登录", palette=False),)

    def __init__(self, user: str = "") -> None:
        super().__init__()
        self._user = user
        self._busy = False
        self._desk: Desk | None = None  # signed in, but the password must be changed first

    def crumbs(self) -> list[str]:
        """Which database it is."""
        return [tr("登录"), self.app.path.name]

    def compose_body(self) -> Iterable[Widget]:
        """Two boxes."""
        with Vertical(id="door"):
            yield OneLine(tr("妇幼工作台  孕产妇、儿童、出生医学证明、村级督导"), "rule")
            yield Box(tr("用户名"), self._user, id="user")
            yield Box(tr("口令"), secret=True, id="password")
            yield Box(tr("新口令"), secret=True, id="new")
            yield Box(tr("再输一次"), secret=True, id="again")

    def on_mount(self) -> None:
        """Start where something is to be typed; load the rest meanwhile."""
        self.query_one("#user" if not self._user else "#password").focus()
        self.set_timer(0.05, self._load)

    def _load(self) -> None:
        self.work(partial(_open, self), lambda _: None, group="open")

    @on(Box.Entered, "#user")
    def user_entered(self) -> None:
        """On to the password."""
        self.query_one("#password").focus()

    @on(Box.Entered, "#password")
    def password_entered(self) -> None:
        """Try the pair."""
        self.action_enter()

    @on(Box.Entered, "#new")
    def new_entered(self) -> None:
        """On to the second time."""
        self.query_one("#again").focus()

    @on(Box.Entered, "#again")
    def again_entered(self) -> None:
        """Change the password."""
        new, again = self._text("new"), self._text("again")
        if new != again:
            self.say(tr("两次输入的口令不一样,请再输一次"), "error")
            self.query_one("#again", Box).set("")
        elif not self._busy:
            self._busy = True
            self.work(partial(self._change, new), self.app.enter, group="enter")

    def action_enter(self) -> None:
        """Sign in with what was typed."""
        if self._busy or self._desk is not None:
            return
        self._busy = True
        self.say(tr("正在登录…"), "dim")
        self.work(
            partial(self._sign_in, self._text("user"), self._text("password")),
            self._signed_in,
            group="enter",
        )

    def refused(self, error: RuleError) -> None:
        """Say why, and let the password be typed again."""
        super().refused(error)
        self._busy = False
        box = self.query_one("#new" if self._desk else "#password", Box)
        box.set("")
        box.focus()

    def leave(self) -> None:
        """Esc here leaves the program."""

        def answered(digit: str | None) -> None:
            if digit == "1":
                self.app.exit(0)

        self.app.push_screen(
            Ask(tr("退出妇幼工作台吗?"), [("1", tr("退出")), ("2", tr("不退出"))]), answered
        )

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Box).text

    def _sign_in(self, user: str, password: str) -> "Desk":
        store = _open(self)
        from desk.sign_in import sign_in  # noqa: PLC0415  after the first paint

        return sign_in(store, user, password, self.app.today)

    def _signed_in(self, desk: "Desk") -> None:
        if not desk.must_change:
            self.app.enter(desk)
            return
        self._busy = False
        self._desk = desk
        self.query_one("#door").add_class("changing")
        self.query_one("#new").focus()
        self.say(tr("第一次登录,请换一个自己的口令"), "doubt")

    def _change(self, new: str) -> "Desk":
        from desk.sign_in import change_password  # noqa: PLC0415  after the first paint

        if self._desk is None:
            raise RuntimeError("nobody signed in")
        change_password(self._desk, self._text("password"), new)
        return self._sign_in(self._text("user"), new)


def _open(page: Page) -> "Store":
    """Load the database's modules and open the file, once; a second asker waits for the first.

    Two threads importing the same packages at once would find them half loaded.
    """
    with page.app.opening:
        if page.app.store is None:
            from desk.opening import open_store  # noqa: PLC0415  after the first paint

            page.app.store = open_store(page.app.path)
            for name in SOON:
                import_module(name)
        return page.app.store
