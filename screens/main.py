"""The app: which page opens on which key, who is signed in, and what the session remembers.

Nothing here loads the database's modules: the first page is drawn before they are imported.
"""

from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from screens.desks import DESKS, FORMS, PAGES
from screens.page import Page
from tui.actions import FIND_KEYS, Action
from tui.app import DeskApp
from tui.drafts import Draft, DraftStore
from tui.environment import Surroundings
from tui.language import language, set_language, tr
from tui.theme import LOOKS

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.opening import Store
    from tui.fields.parts import Option

HOME = 2  # textual's blank screen, then the home page


class MchDesk(DeskApp):
    """Wiring: pages by name, the signed-in desk, drafts, the session's memory."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action(
            "find",
            FIND_KEYS,
            "找人",
            "姓名、拼音首字母、身份证或电话末几位、册号、证号",
            "各台",
            "records.read",
        ),
        *(
            Action(name, str(digit), label, words, "各台", permission, hint=False)
            for digit, (name, label, words, permission) in enumerate(DESKS, 1)
        ),
        Action("villages", "", "加村", "村名清单里加村", "通用", "settings.write", hint=False),
        Action(
            "first_day",
            "",
            "跟着做一天",
            "在练习用的乡镇里做五件事;练习中再选就结束",
            "通用",
            hint=False,
        ),
        Action("language", "", "中文/English", "换一种语言", "通用", hint=False, initials="zwyy"),
        Action("look", "", "换配色", "深色、浅色、高对比、黑白", "通用", hint=False),
        Action("sign_out", "", "换人登录", "回到登录页", "通用", hint=False),
        Action("quit", "", "退出程序", "离开妇幼工作台", "通用", hint=False),
    )

    def __init__(
        self, path: Path, today: date, *, user: str = "", surroundings: Surroundings | None = None
    ) -> None:
        super().__init__(surroundings=surroundings)
        self.move_to(path)
        self.today = today
        self.first_user = user
        self.opening = Lock()
        self.signed_in: Desk | None = None
        self.offer_drafts = False  # once after each signing in
        self.memory: dict[str, Any] = {}
        self.village_options: tuple[Option, ...] = ()

    def on_mount(self) -> None:
        """The first page: sign in, or make a database where there is none."""
        self.begin()

    def begin(self) -> None:
        """Sign in, or the first-run page."""
        from screens.sign_in import SignInPage  # noqa: PLC0415  the pages import this room's page
        from screens.start import StartPage  # noqa: PLC0415  as above

        found = self.path.exists() and self.path.stat().st_size > 0
        page: Page = SignInPage(self.first_user) if found else StartPage()
        self.leave_all()
        if len(self.screen_stack) >= HOME:
            self.switch_screen(page)
        else:
            self.push_screen(page)

    def move_to(self, path: Path) -> None:
        """Work on another database, drafts beside it."""
        self.path = path
        self.store: Store | None = None
        self.drafts = DraftStore(path.with_suffix(".drafts"))

    def enter(self, desk: "Desk") -> None:
        """Somebody signed in: their drafts, a fresh memory, and the home page."""
        self.signed_in = desk
        self.memory.clear()
        self.offer_drafts = True
        folder = self.path.with_suffix(".drafts") / quote(desk.user, safe="")
        self.drafts = DraftStore(folder)
        self.switch_screen(self.page("today"))

    def may(self, permission: str) -> bool:
        """Whether the signed-in user has a permission."""
        return self.signed_in is not None and self.signed_in.may(permission)

    def page(self, name: str, *arguments: object) -> Page:
        """A page by name."""
        module, kind = (PAGES | FORMS)[name]
        page: Page = getattr(import_module(module), kind)(*arguments)
        return page

    def leave_all(self) -> None:
        """Back to the home page."""
        while len(self.screen_stack) > HOME:
            self.pop_screen()

    def go(self, name: str) -> None:
        """Open a desk from wherever one is."""
        if self.signed_in is None:
            return
        self.leave_all()
        if name != "today":
            self.push_screen(self.page(name))

    def open_person(self, person_id: int) -> None:
        """A person's page on top of where one is."""
        self.push_screen(self.page("person", person_id))

    def open_form(self, name: str, record: str = "new", draft: Draft | None = None) -> None:
        """A form on top of where one is."""
        self.push_screen(self.page(name, record, draft))

    def action_find(self) -> None:
        """Find anyone."""
        if self.signed_in is not None:
            self.push_screen(self.page("find"))

    def action_today(self) -> None:
        """The home page."""
        self.go("today")

    def action_pregnancies(self) -> None:
        """The pregnancy list."""
        self.go("pregnancies")

    def action_children(self) -> None:
        """The list of children."""
        self.go("children")

    def action_certificates(self) -> None:
        """Certificates."""
        self.go("certificates")

    def action_supervision(self) -> None:
        """Supervision."""
        self.go("supervision")

    def action_indicators(self) -> None:
        """Indicators."""
        self.go("indicators")

    def action_ledgers(self) -> None:
        """Ledgers in and out."""
        self.go("ledgers")

    def action_villages(self) -> None:
        """More villages."""
        if self.signed_in is not None:
            self.open_form("villages")

    def action_language(self) -> None:
        """The other language; the page is drawn anew."""
        set_language("en" if language() == "zh" else "zh")
        self.go("today")
        if self.signed_in is not None:
            self.switch_screen(self.page("today"))

    def action_look(self) -> None:
        """The next look."""
        names = list(LOOKS)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.say(tr("配色: {name}", name=self.theme))

    def action_first_day(self) -> None:
        """Begin the guided first day, or end it."""
        from screens import first_day  # noqa: PLC0415  it knows every page

        if self.guide is not None:
            first_day.end(self)
        elif isinstance(self.screen, Page):
            first_day.begin(self.screen)

    def action_sign_out(self) -> None:
        """Somebody else's turn; from the guided first day back to where it began."""
        if self.guide is not None:
            self.action_first_day()
            return
        self.signed_in = None
        self.first_user = ""
        self.begin()

    async def action_quit(self) -> None:
        """Leave the program."""
        self.write_drafts()
        self.exit(0)
