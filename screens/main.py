"""The app: which page opens on which key, who is signed in, and what the session remembers.

Nothing here loads the database's modules: the first page is drawn before they are imported.
"""

import gc
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from desk.places import business_day
from screens.choices import Choices
from screens.desks import DESKS, LOOK_WORDS, OF_CERTIFICATES, SUBSIDY
from screens.page import Page
from screens.ways import HOME, Ways
from tui.actions import FIND_KEYS, Action
from tui.dialogs import Ask
from tui.drafts import DraftStore
from tui.environment import Surroundings
from tui.forms import Form
from tui.language import language, tr
from tui.theme import LOOKS

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.opening import Store
    from tui.fields.parts import Option

LOOKS_AT_CLOCK = 60.0  # seconds


class MchDesk(Ways):
    """Wiring: pages by name, the signed-in desk, drafts, the session's memory.

    ``today`` is the business day; without one it is the computer's, and follows its clock.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action(
            "find",
            FIND_KEYS,
            "找人",
            "姓名、首字母、身份证或电话末几位、册号、证号",
            "各台",
            "stock.read",
        ),
        *(
            Action(name, str(digit), label, words, "各台", permission, hint=False)
            for digit, (name, label, words, permission) in enumerate(DESKS, 1)
        ),
        Action(
            "folic",
            "",
            "增补叶酸",
            "谁在服、谁该发药或随访,药品库存,季度三率",
            "各台",
            "records.read",
            hint=False,
        ),
        Action(
            "subsidies",
            "",
            "分娩补助名单",
            "谁还没申请,谁在等,谁已兑现",
            "各台",
            "records.read",
            hint=False,
        ),
        Action(
            "infections",
            "",
            "艾梅乙名单",
            "阳性的孕产妇和还缺什么",
            "各台",
            "infections.read",
            hint=False,
        ),
        Action(
            "seals",
            "",
            "待盖章",
            "已签发、等着盖章的证",
            "各台",
            "seals.read",
            hint=False,
        ),
        Action(
            "collect",
            "",
            "领证",
            "盖了章等着领的证",
            "各台",
            "certificates.read",
            hint=False,
        ),
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in OF_CERTIFICATES
        ),
        Action(
            "certificate_table",
            "",
            "出生证统计表",
            "县里的十六栏统计表,每栏看得到编号",
            "各台",
            "stock.read",
            hint=False,
        ),
        Action(
            "certificate_registers",
            "",
            "出生证登记册",
            "入库、签发、废证等登记册,导出打印",
            "各台",
            "stock.read",
            hint=False,
        ),
        Action(
            "delegations",
            "",
            "代岗委托",
            "书面委托:谁代谁办签发、盖章或审核",
            "通用",
            "users.write",
            hint=False,
        ),
        Action(
            "house_rules",
            "",
            "本院规定",
            "期限、频次、预产期算法、补助标准",
            "通用",
            "settings.write",
            hint=False,
        ),
        Action("villages", "", "加村", "村名清单里加村", "通用", "settings.write", hint=False),
        Action(
            "first_day",
            "",
            "开始/结束练习",
            "跟着做一天:在练习用的乡镇里做五件事",
            "通用",
            hint=False,
        ),
        Action("settings", "", "设置", "语言、配色、边框、字宽、鼠标、按键", "通用", hint=False),
        Action(
            "keyboard",
            "",
            "键盘测试",
            "看收到的是什么键;F 键不灵时怎么改终端",
            "通用",
            hint=False,
        ),
        Action("ruler", "", "量字宽", "这个终端里 · ─ ℃ 这些字占一格还是两格", "通用", hint=False),
        Action("language", "", "中文/English", "换一种语言", "通用", hint=False, initials="zwyy"),
        Action("look", "", "换配色", "深色、浅色、高对比、黑白", "通用", hint=False),
        Action("sign_out", "", "换人登录", "回到登录页", "通用", hint=False),
        Action("quit", "", "退出程序", "离开妇幼工作台", "通用", hint=False),
    )

    def __init__(
        self,
        path: Path,
        today: date | None,
        *,
        user: str = "",
        asked: str | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        super().__init__(surroundings=surroundings)
        self.choices = Choices(self, asked)
        self.move_to(path)
        self.by_clock = today is None
        self.today = today or business_day()
        self.first_user = user
        self.opening = Lock()
        self.offer_drafts = False  # once after each signing in
        self.memory: dict[str, Any] = {}
        self.village_options: tuple[Option, ...] = ()

    def on_mount(self) -> None:
        """The first page: sign in, or make a database; before it, on a new terminal, the ruler."""
        self.begin()
        if self.choices.terminal.ambiguous is None and not self.is_headless:
            self.action_ruler()
        if self.by_clock:
            self.set_interval(LOOKS_AT_CLOCK, self.follow_clock)
        self.call_after_refresh(gc.enable)

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
        """Work on another database, drafts and settings beside it."""
        self.path = path
        self.store: Store | None = None
        self.drafts = DraftStore(path.with_suffix(".drafts"))
        self.choices.beside(path)

    def enter(self, desk: "Desk") -> None:
        """Somebody signed in: their drafts and choices, a fresh memory, and the home page."""
        self.signed_in = replace(desk, today=self.today)  # midnight may have passed since
        self.heed_rules()
        self.choices.sign_in(desk.user)
        self.memory.clear()
        self.offer_drafts = True
        folder = self.path.with_suffix(".drafts") / quote(desk.user, safe="")
        self.drafts = DraftStore(folder)
        self.switch_screen(self.page("today"))
        gc.freeze()  # the database's modules are loaded; no later look for garbage need pass them

    def heed_rules(self) -> None:
        """Take away what the house rules have given up; also after they were changed."""
        from desk.house_rules import rules_of  # noqa: PLC0415  the database's modules come late

        if self.signed_in is not None:
            on = rules_of(self.signed_in).subsidy_on
            self.switched_off = frozenset() if on else SUBSIDY

    def read_clock(self) -> None:
        """Whoever signs in works on the computer's day; one before the books' is asked about."""
        if self.by_clock:
            self.today = business_day()

    def follow_clock(self) -> None:
        """After midnight it is the new day, and never an earlier one; open forms stay as filled."""
        before, self.today = self.today, max(self.today, business_day())
        if self.today == before:
            return
        if self.signed_in is not None:
            self.signed_in = replace(self.signed_in, today=self.today)
        if self.memory.get("day") == before:
            del self.memory["day"]  # nobody chose it
        for screen in self.screen_stack:
            for form in screen.query(Form):
                form.model.read_by(self.today)
        self.reword()
        self.say(tr("过了零点,今天是 {day}。新记的按这一天,填着的不变", day=self.today), "doubt")

    def may(self, permission: str) -> bool:
        """Whether the signed-in user has a permission."""
        return self.signed_in is not None and self.signed_in.may(permission)

    def action_language(self) -> None:
        """The other language."""
        if self.choices.of_person(language="en" if language() == "zh" else "zh"):
            self.say("")

    def action_look(self) -> None:
        """The next look."""
        names = list(LOOKS)
        look = names[(names.index(self.theme) + 1) % len(names)]
        if self.choices.of_person(look=look):
            self.say(tr("配色: {name}", name=tr(LOOK_WORDS[look])))

    def action_ruler(self) -> None:
        """How wide this terminal draws some characters."""
        from screens.ruler import measure  # noqa: PLC0415  once on each terminal

        measure(self)

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
        self._sign_out()

    def _sign_out(self, user: str = "") -> None:
        self.signed_in = None
        self.choices.sign_out()
        self.first_user = user
        self.begin()

    def sign_in_again(self, why: str) -> None:
        """What somebody could do when signing in holds no more: to the sign-in page, if wanted."""

        def answered(digit: str | None) -> None:
            if digit == "1" and self.signed_in is not None:
                self.write_drafts()
                self._sign_out(self.signed_in.user)

        question = tr("{why}。没有保存的留作草稿,登录后可接着填", why=why)
        choices = [("1", tr("到登录页")), ("2", tr("先留在这里"))]
        self.push_screen(Ask(question, choices), answered)

    async def action_quit(self) -> None:
        """Leave the program."""
        self.write_drafts()
        self.exit(0)
