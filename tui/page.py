"""A screen of the desk: title, breadcrumb, body, status, hints, and the keys of its actions.

Subclass ``DeskScreen``, declare ``ACTIONS``, give ``compose_body``; see ``tui.actions``.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from tui.actions import BACK_KEYS, HELP_KEYS, PALETTE, SAVE, Action, key_names
from tui.chrome import Breadcrumb, HintBar, StatusLine, TitleLine
from tui.draw import Lines
from tui.forms import Form
from tui.guide import GuideLine
from tui.language import tr

if TYPE_CHECKING:
    from tui.app import DeskApp

Result = TypeVar("Result")
ACT = "screen.act("  # how the bindings of actions begin

COMMON = (
    SAVE,
    Action("help", HELP_KEYS, "帮助", "这一栏或这一页怎么填、怎么用", "通用"),
    PALETTE,
    Action("back", BACK_KEYS, "返回", "回到上一级;没保存的内容会先问", "通用", palette=False),
)


def alive(
    kind: "type[DeskScreen[Any]]", of_app: Sequence[Action], *, saves: bool = False
) -> list[Action]:
    """The actions alive together on a kind of page: its own, then the app's, then the common.

    ``saves``: there is a form on it, though it says nothing of saving itself.
    """
    found: dict[str, Action] = {}
    for action in (*kind.ACTIONS, *of_app, *COMMON):
        found.setdefault(action.id, action)
    if not saves and all(action.id != "save" for action in kind.ACTIONS):
        del found["save"]
    return list(found.values())


class Body(Container):
    """Holds other widgets, which cover it."""

    BLANK = True


class DeskScreen(Screen[Result]):
    """A page with our own chrome.

    ``TITLE`` and ``crumbs`` fill its first two lines; ``compose_body`` gives what is between;
    ``say`` puts a sentence on the status line. An action's method is ``action_<id>``. Textual calls
    the ``on_mount`` of every class: do not call ``super().on_mount()``.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    HEADING: ClassVar[str] = ""
    BLANK = True  # the page's widgets cover it

    app: "DeskApp"
    _words_said = ("", "text")

    @property
    def under_way(self) -> str:
        """What the page does before it takes keys: "read", "save", or nothing."""
        return ""

    @property
    def reads_scans(self) -> bool:
        """Whether a number that a reader types is looked for: nothing is typed into here."""
        return getattr(self.focused, "caret", None) is None

    def search(self, number: str) -> bool:  # noqa: ARG002  a page may look at home first
        """Begin to look for a number that is typed next; whether that can be done."""
        find = next((action for action in self.actions() if action.id == "find"), None)
        if find is None:
            return False
        self.call_next(self.action_act, find.id)
        return self.why_not(find) is None

    def compose(self) -> ComposeResult:
        """The page's lines around the body."""
        yield TitleLine(self.heading(), self.corner())
        yield Breadcrumb(" > ".join(self.crumbs()))
        with Body(id="body"):
            yield from self.compose_body()
        if self.app.guide is not None:
            yield GuideLine(self.app.guide)
        yield StatusLine(*self._words_said)
        yield HintBar()

    def compose_body(self) -> Iterable[Widget]:
        """What the page is about."""
        return ()

    def heading(self) -> str:
        """The words of the title line."""
        return tr(self.HEADING)

    def corner(self) -> str:
        """The right end of the title line: who and which day."""
        return ""

    def crumbs(self) -> list[str]:
        """The way here from the home screen."""
        return [tr(self.HEADING)] if self.HEADING else []

    def purpose(self) -> str:
        """What the page is for, for its help."""
        return ""

    def say(self, words: str, role: str = "text") -> None:
        """A sentence on the status line: what was done, or why not; also before it stands."""
        self._words_said = words, role
        for line in self.query(StatusLine):
            line.show(words, role)

    def reword(self) -> None:
        """The language, the borders or the keys are others: every word of the page again.

        What was typed, pointed at and marked stays.
        """
        for title in self.query(TitleLine):
            title.right = self.corner()
            title.show(self.heading())
        for way in self.query(Breadcrumb):
            way.show(" > ".join(self.crumbs()))
        self.bind_actions()
        self.reworded()
        for lines in self.query(Lines):
            lines.redraw()
            lines.refresh()

    def reworded(self) -> None:
        """A page that put words into its widgets puts them in anew."""

    # --- actions

    def actions(self) -> list[Action]:
        """Every action of this screen, then the app's, then those of every screen."""
        return alive(type(self), self.app.ACTIONS, saves=bool(self.query(Form)))

    def key_of(self, action_id: str) -> str:
        """The key of an action of this page as it is now, to be named in a sentence."""
        action = next((each for each in self.actions() if each.id == action_id), None)
        return self.app.key_map.first(action) if action else ""

    def why_not(self, action: Action) -> str | None:
        """Why an action cannot be done now, or None. Say it with its cure."""
        if action.permission and not self.app.may(action.permission):
            return tr("你没有这项权限,请找管理员")
        return None

    def on_mount(self) -> None:
        """Bind the keys."""
        self.bind_actions()

    def on_screen_resume(self) -> None:
        """Rights and states may have changed while another screen was in front."""
        self.refresh_hints()

    def bind_actions(self) -> None:
        """Give each action its keys as they are now; called again after a change of keys."""
        bound = self._bindings.key_to_bindings
        for key in [key for key, kept in bound.items() if kept[0].action.startswith(ACT)]:
            del bound[key]
        for action in self.actions():
            for key in key_names(self.app.key_map.keys(action)):
                self._bindings.bind(key, f"{ACT}'{action.id}')", show=False)
        key_map = self.app.key_map
        wrong = key_map.clash(self.actions()) if key_map.changed else None
        if wrong:  # the program was renewed: a page has a key that somebody gave away before
            self.say(wrong, "doubt")
        self.refresh_hints()

    def refresh_hints(self) -> None:
        """Show the hints of what can be done now."""
        hinted = [action for action in self.actions() if action.hint]
        for bar in self.query(HintBar):
            bar.show([(a, self.app.key_map.keys(a), self.why_not(a) is None) for a in hinted])

    async def action_act(self, action_id: str) -> None:
        """Do an action, or say why it cannot be done."""
        action = next((each for each in self.actions() if each.id == action_id), None)
        if action is None:
            return
        reason = self.why_not(action)
        if reason is not None:
            self.say(
                tr("「{label}」不能用:{reason}", label=tr(action.label), reason=reason), "doubt"
            )
            return
        self.say("")
        owner: Any = self if hasattr(self, f"action_{action_id}") else self.app
        result = getattr(owner, f"action_{action_id}")()
        if result is not None:
            await result

    def action_save(self) -> None:
        """What F2 does in the form of this page."""
        self.query(Form).first().submit()

    def action_palette(self) -> None:
        """Everything, by name."""
        from tui.palette import Palette  # noqa: PLC0415  Palette is a page's guest

        def chosen(action_id: str | None) -> None:
            if action_id:
                self.call_next(self.action_act, action_id)

        self.app.push_screen(
            Palette([a for a in self.actions() if a.palette], self.why_not, self.app.key_map.shown),
            chosen,
        )

    def action_help(self) -> None:
        """The focused field, or the keys of this page."""
        from tui.help import HelpScreen, field_help, page_help  # noqa: PLC0415  as above

        if isinstance(self.focused, Form):
            state = self.focused.help_state()
            about = field_help(state, self.key_of("save"), self.purpose())
            self.app.push_screen(HelpScreen(tr(state.spec.label), about))
        else:
            about = page_help(self.actions(), self.app.key_map, self.purpose())
            self.app.push_screen(HelpScreen(self.heading(), about))

    def action_back(self) -> None:
        """One level up; what was typed and not saved is asked about first."""
        forms = [form for form in self.query(Form) if form.dirty]
        if not forms:
            self.leave()
            return
        from tui.dialogs import Ask  # noqa: PLC0415

        def answered(digit: str | None) -> None:
            if digit == "2":
                for form in forms:
                    form.write_draft()
                self.leave()
            elif digit == "3":
                for form in forms:
                    form.saved()
                self.leave()

        choices = [("1", tr("继续填")), ("2", tr("离开,草稿留着")), ("3", tr("离开,不要了"))]
        self.app.push_screen(Ask(tr("填了的内容还没有保存"), choices), answered)

    def leave(self) -> None:
        """Go up one level; the home screen overrides this to ask whether to end."""
        if len(self.app.screen_stack) > 2:  # noqa: PLR2004  textual's blank screen is the first
            self.app.pop_screen()
