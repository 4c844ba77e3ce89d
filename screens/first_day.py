"""The guided first day: five tasks in a township to practise in, told key by key.

What is told is data (``STEPS``). A step is done when the desk has recorded its act, not when keys
were pressed: so one may leave at any time, and go on where one was.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.desks import FORMS, PAGES
from screens.page import Page
from screens.progress import run_with_progress
from tui.actions import Action, shown_key
from tui.forms import Form
from tui.language import tr

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.context import Desk
    from screens.main import MchDesk

FOLDER = "first-day"  # beside the database: the practice township, its drafts, its ledgers
NAMES = {place: name for name, place in (PAGES | FORMS).items()}
BABY, WOMANS_ID = "aylzn", "331199200005200046"


@dataclass(frozen=True, slots=True)
class Cue:
    """What to do on a page: press the key of an action, or type into a field and press Enter.

    ``words`` may name ``{key}`` and ``{typed}``. It is told on its page, while its field is the
    focused one and its action can be done. ``then`` are digits that answer the question after it.
    """

    page: str
    words: str
    action: str = ""
    field: str = ""
    typed: str = ""
    keys: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A task: the act the desk records when it is done, the praise for it, and its cues."""

    act: str
    praise: str
    cues: tuple[Cue, ...]


FIND_BABY = (
    Cue("today", "下一件是孩子的事。按 {key} 找孩子", "find"),
    Cue("find", "输姓名的拼音首字母 {typed},看到她就按回车", typed=BABY),
)
OTHER_BABY = Cue("person", "下一件是孩子的事。按 {key} 找孩子", "find")
STEPS = (
    Step(
        "card.open",
        "册建好了!",
        (
            Cue("today", "来了一位孕妇。按 {key} 给她建册", "new"),
            Cue("card", "输姓名 {typed},按回车到下一栏", field="name", typed="方练习"),
            Cue("card", "输身份证号 {typed},按回车", field="id_no", typed=WOMANS_ID),
            Cue(
                "card",
                "电话、村都可以空着。按 PgDn 跳到「本次妊娠」",
                field="phones",
                keys=("pagedown",),
            ),
            Cue(
                "card",
                "末次月经在60天前:输 {typed},按回车,看旁边的预产期",
                field="lmp",
                typed="-60",
            ),
            Cue("card", "其余的以后再填。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "contact.record",
        "随访记好了!",
        (
            Cue("person", "这是她的页。按 {key} 记一次产前随访", "contact"),
            Cue("today", "给她记一次产前随访。按 {key} 找她", "find"),
            Cue("find", "输身份证的末四位 {typed},看到她就按回车", typed=WOMANS_ID[-4:]),
            Cue(
                "contact",
                "日期已填好。输体重 {typed},按回车",
                field="weight_g",
                typed="56.5",
            ),
            Cue("contact", "收缩压:输 {typed},按回车", field="bp_sys", typed="118"),
            Cue("contact", "舒张压:输 {typed},按回车", field="bp_dia", typed="72"),
            Cue("contact", "没量的空着就行。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "check.record",
        "体检记好了!",
        (
            Cue("person", "孩子满月了。按 {key} 记一次儿童体检", "check"),
            OTHER_BABY,
            *FIND_BABY,
            Cue("check", "输体重 {typed},按回车", field="weight_g", typed="4.6"),
            Cue("check", "输身长 {typed},按回车", field="length_mm", typed="55"),
            Cue("check", "都正常就不用再填。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "certificate.issue",
        "证发好了!",
        (
            Cue("person", "给孩子签发出生医学证明。按 {key}", "issue"),
            OTHER_BABY,
            *FIND_BABY,
            Cue(
                "issue",
                "只缺孩子的姓名:输 {typed},按回车",
                field="child_name",
                typed="石练习",
            ),
            Cue("issue", "其余都已带出来。按 {key},再按 1 签发", "save", then=("1",)),
        ),
    ),
    Step(
        "ledgers.export",
        "台账导好了!",
        (
            Cue("today", "最后一件:导出季度台账。按 {key} 到台账", "ledgers"),
            Cue("ledgers", "按 {key} 导出", "export"),
            Cue("export", "存到练习的文件夹。按 {key} 写出", "write"),
            Cue("person", "最后一件:导出季度台账。按 {key} 返回", "back"),
        ),
    ),
)
OVER = (
    Cue("today", "五件事都会了。按 {key},再按 2 结束练习", "back", then=("2",)),
    Cue("", "五件事都会了。按 {key} 返回", "back"),
)
LOST = Cue("", "走到别处了,不要紧。按 {key} 返回", "back")


class FirstDay:
    """The guide through the steps; also the way back to where one came from."""

    def __init__(self, app: "MchDesk") -> None:
        self.came_from = app.path, app.signed_in
        self.cue = LOST
        self.praised = ""  # what stands before the cue told now
        self._praise = ""  # what will stand before the next
        self._done: frozenset[str] = frozenset()
        self._asking: Page | None = None  # whose answer is awaited
        self._known_on: Page | None = None  # where what has been done is known

    @property
    def place(self) -> int:
        """The place of the first step that is not done; their number when all are."""
        return next((n for n, step in enumerate(STEPS) if step.act not in self._done), len(STEPS))

    def look(self, screen: "Screen[Any]") -> str:
        """What to do next on the page in front; asks what has been done."""
        if not isinstance(screen, Page):
            return ""
        self._ask(screen)
        if screen is not self._known_on:
            return ""
        cues = STEPS[self.place].cues if self.place < len(STEPS) else OVER
        cue = next((cue for cue in cues if _fits(cue, screen)), LOST)
        if cue is not self.cue:
            self.cue, self.praised = cue, self._praise
            self._praise = ""
        words = tr(cue.words, key=_key(cue, screen), typed=tr(cue.typed))
        place = f"[{min(self.place + 1, len(STEPS))}/{len(STEPS)}]"
        return " ".join(part for part in (place, self.praised, words) if part)

    def keys(self, screen: Page) -> tuple[str, ...]:
        """The keys the cue told now asks for."""
        cue, action = self.cue, _action(self.cue, screen)
        if cue.typed:
            return (tr(cue.typed), "enter")
        if action:
            return (screen.app.key_map.keys(action).split(",")[0], *cue.then)
        return cue.keys

    def _ask(self, page: Page) -> None:
        from desk.history import acts  # noqa: PLC0415  after the first paint

        if self._asking is not page:
            self._asking = page
            page.work(partial(acts, page.desk), partial(self._told, page), group="guide")

    def _told(self, page: Page, done: frozenset[str]) -> None:
        before = self.place
        self._done, self._asking, self._known_on = done, None, page
        if done and self.place > before:
            self._praise = tr(STEPS[before].praise)


def _fits(cue: Cue, page: Page) -> bool:
    if cue.page and cue.page != NAMES.get((type(page).__module__, type(page).__name__)):
        return False
    form = next(iter(page.query(Form)), None)
    if cue.field and (form is None or form.focused_field.name != cue.field):
        return False
    action = _action(cue, page)
    return not cue.action or (action is not None and page.why_not(action) is None)


def _action(cue: Cue, page: Page) -> Action | None:
    return next((action for action in page.actions() if action.id == cue.action), None)


def _key(cue: Cue, page: Page) -> str:
    action = _action(cue, page)
    return shown_key(page.app.key_map.keys(action)) if action else ""


def begin(page: Page) -> None:
    """Go on with today's practice, or make a new township and begin."""
    app = page.app
    folder = app.path.parent / FOLDER
    path = folder / f"{app.today}.db"

    def job(progress: Callable[[int, int], bool]) -> "Desk":
        return _practice(path, app, progress)

    run_with_progress(page, tr("正在编造一个练习用的乡镇…"), job, partial(_enter, app, path))


def _practice(path: Path, app: "MchDesk", progress: Callable[[int, int], bool]) -> "Desk":
    """The learner's desk in a township where something is left to do."""
    from desk.history import acts  # noqa: PLC0415  after the first paint
    from desk.opening import open_store  # noqa: PLC0415
    from desk.sign_in import sign_in  # noqa: PLC0415
    from seed.filling import PASSWORD  # noqa: PLC0415
    from seed.practice import LEARNER, make_practice  # noqa: PLC0415

    if path.exists():
        store = open_store(path)
        desk = sign_in(store, LEARNER, PASSWORD, app.today)
        if not acts(desk).issuperset(step.act for step in STEPS):
            return desk
        store.close()
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    make_practice(path, app.today, tr("练习"), progress)
    return sign_in(open_store(path), LEARNER, PASSWORD, app.today)


def _enter(app: "MchDesk", path: Path, desk: "Desk") -> None:
    """Work in the practice township, the guide above the status line."""
    app.leave_all()
    app.guide = FirstDay(app)
    mine = {name: chosen for name, chosen in asdict(app.choices.person).items() if chosen}
    _move(app, path, desk)
    app.choices.of_person(**mine)  # the language, look and keys one knows
    app.memory["out"] = path.parent / tr("台账")


def end(app: "MchDesk") -> None:
    """Back to where one came from: signed in there, or to its first page."""
    guide, app.guide = app.guide, None
    if not isinstance(guide, FirstDay):
        return
    path, desk = guide.came_from
    if app.store is not None:
        app.store.close()
    app.leave_all()
    if desk is None:
        app.move_to(path)
        app.signed_in = None
        app.begin()
    else:
        _move(app, path, desk)


def _move(app: "MchDesk", path: Path, desk: "Desk") -> None:
    app.move_to(path)
    app.store = desk.store
    app.village_options = ()
    app.enter(desk)
