"""Signing in: the first page, drawn before anything of the database is loaded."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual.widget import Widget

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from screens.new_password import new_password, password_field
from screens.page import Page
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Ask
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr
from tui.page import Body

if TYPE_CHECKING:
    from datetime import date

    from desk.context import Desk
    from desk.opening import Store

USER = FieldSpec(Kind.TEXT, "用户名", max_length=60)
WHAT_FOR = "妇幼工作台  孕产妇、儿童、出生医学证明、村级督导"
# What the first pages need, loaded while the person types the password.
SOON = ("desk.sign_in", "screens.today", "screens.find", "screens.person")


class SignInPage(Page):
    """User and password; a new password where the first one must be changed."""

    HEADING = "妇幼工作台"
    CSS_PATH = "sign_in.tcss"
    ACTIONS = (Action("save", "enter", "登录", palette=False),)

    def __init__(self, user: str = "") -> None:
        super().__init__()
        self._user = user
        self._password = ""  # the one signed in with, until it is changed
        self._busy = False
        self._desk: Desk | None = None  # signed in, but the password must be changed first

    def crumbs(self) -> list[str]:
        """Which database it is."""
        return [tr("登录"), self.app.path.name]

    def compose_body(self) -> Iterable[Widget]:
        """One form: keys typed ahead come to the field they are meant for."""
        with Body(id="door"):
            yield OneLine(tr(WHAT_FOR), "rule", id="what_for")
            yield Form(self._fields(), self.app.today, asks=False)

    def _fields(self) -> list[FormField]:
        pair = [
            FormField("user", USER, value=self._user or None),
            password_field("password", "口令"),
        ]
        new = [password_field("new", "新口令"), password_field("again", "再输一次")]
        return [
            *(replace(field, when=lambda _: self._desk is None) for field in pair),
            *(replace(field, when=lambda _: self._desk is not None) for field in new),
        ]

    @property
    def form(self) -> Form:
        """The fields."""
        return self.query_one(Form)

    def reworded(self) -> None:
        """What the desk is for."""
        self.query_one("#what_for", OneLine).show(tr(WHAT_FOR))

    def on_mount(self) -> None:
        """Start where something is to be typed; load the rest meanwhile."""
        if self._user:
            self.form.go_to("password")
        self.form.focus()
        self.set_timer(0.05, self._load)

    def _load(self) -> None:
        self.work(partial(_open, self), lambda _: None, group="open")

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Try the pair, or change the password."""
        if self._busy:
            return
        if self._desk is None:
            self._user = message.values["user"] or ""
            self._password = message.values["password"] or ""
            self.say(tr("正在登录…"), "dim")
            self._busy = True
            self.app.read_clock()
            self.work(partial(self._try, self._password), self._signed_in, group="enter")
            return
        new = new_password(message.form)
        if new is not None:
            self._busy = True
            self.work(partial(self._change, self._desk, new), self.app.enter, group="enter")

    def refused(self, error: RuleError) -> None:
        """Say why, and let the password be typed again."""
        super().refused(error)
        self._busy = False
        for name in ("password", "new", "again"):
            self.form.set_value(name, None)
        self.form.go_to("new" if self._desk else "password")

    def action_back(self) -> None:
        """What was typed here is no work to be kept."""
        self.leave()

    def leave(self) -> None:
        """Esc here leaves the program."""

        def answered(digit: str | None) -> None:
            if digit == "2":
                self.app.exit(0)

        self.app.push_screen(
            Ask(tr("退出妇幼工作台吗?"), [("1", tr("不退出")), ("2", tr("退出"))]), answered
        )

    def _sign_in(self, password: str) -> "Desk":
        store = _open(self)
        from desk.sign_in import sign_in  # noqa: PLC0415  after the first paint

        return sign_in(store, self._user, password, self.app.today)

    def _try(self, password: str) -> "tuple[Desk, date | None]":
        """Sign in; with the day of the last entry where the computer's lies before it."""
        desk = self._sign_in(password)
        from desk.sign_in import last_entry_after  # noqa: PLC0415  after the first paint

        return desk, last_entry_after(desk) if self.app.by_clock else None

    def _signed_in(self, found: "tuple[Desk, date | None]") -> None:
        desk, last = found
        if last is None:
            self._come_in(desk)
            return

        def answered(digit: str | None) -> None:
            if digit == "2":
                self._come_in(desk)
            else:
                self.app.exit(0)

        words = tr("电脑日期 {day} 早于账上最后一笔 {last},日期对吗?", day=desk.today, last=last)
        choices = [("1", tr("先改电脑日期(退出)")), ("2", tr("照常进入"))]
        self.app.push_screen(Ask(words, choices), answered)

    def _come_in(self, desk: "Desk") -> None:
        if not desk.must_change:
            self.app.enter(desk)
            return
        self._busy = False
        self._desk = desk
        self.form.go_to("new")
        self.say(tr("第一次登录,请换一个自己的口令"), "doubt")

    def _change(self, desk: "Desk", new: str) -> "Desk":
        from desk.sign_in import change_password  # noqa: PLC0415  after the first paint

        change_password(desk, self._password, new)
        return self._sign_in(new)


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
