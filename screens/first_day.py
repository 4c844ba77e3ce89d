"""The guided first day: five tasks in a township to practise in, told key by key.

What is told is data, see ``screens.first_steps``. A step is done when the desk has recorded its
act, not when keys were pressed: so one may leave at any time, and go on where one was.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.desks import FORMS, PAGES
from screens.first_steps import LOST, ONWARD, OVER, STEPS, Cue
from screens.page import Page
from screens.progress import run_with_progress
from tui.actions import Action, initials_of, shown_key
from tui.dialogs import Ask
from tui.forms import Form
from tui.language import tr

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.context import Desk
    from screens.main import MchDesk

FOLDER = "first-day"  # beside the database: the practice township, its drafts, its ledgers
NAMES = {place: name for name, place in (PAGES | FORMS).items()}


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody a cue sends one to: the name on the books, and what finds it."""

    name: str
    how: str
    typed: str


class FirstDay:
    """The guide through the steps; also the way back to where one came from."""

    def __init__(self, app: "MchDesk") -> None:
        self._app = app
        self.came_from = app.path, app.signed_in
        self.cue = LOST
        self.praised = ""  # what stands before the cue told now
        self._praise = ""  # what will stand before the next
        self._done: tuple[str, ...] = ()  # the steps' acts, the one done last at the end
        self._sought: dict[str, Sought] = {}
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
        cue = next((cue for cue in cues if self._fits(cue, screen)), LOST)
        if cue.action == "save" and _to_come(cues, screen):
            cue = ONWARD
        if cue is not self.cue:
            self.cue, self.praised = cue, self._praise
            self._praise = ""
        words = self._words(cue, screen)
        place = f"[{min(self.place + 1, len(STEPS))}/{len(STEPS)}]"
        return " ".join(part for part in (place, self.praised, words) if part)

    def keys(self, screen: Page) -> tuple[str, ...]:
        """The keys the cue told now asks for."""
        cue, action = self.cue, _action(self.cue, screen)
        if cue.typed or cue.sought:
            return (self._typed(cue), "enter")
        if cue.keys or not action:
            return cue.keys
        return (screen.app.key_map.keys(action).split(",")[0], *cue.then)

    def leaving(self, page: "Screen[Any]") -> bool:
        """Leaving the home page of the practice ends the practice, not the program."""

        def answered(digit: str | None) -> None:
            if digit == "2":
                end(self._app)

        # 1 and Enter stay, as everywhere on the home page.
        choices = [("1", tr("接着练")), ("2", tr("结束练习"))]
        page.app.push_screen(Ask(tr("结束练习吗?"), choices), answered)
        return True

    def _ask(self, page: Page) -> None:
        if self._asking is not page:
            self._asking = page
            job = partial(_known, page.desk, seeking=_name(page) == "find")
            page.work(job, partial(self._told, page), group="guide")

    def _told(self, page: Page, known: tuple[tuple[str, ...], dict[str, Sought]]) -> None:
        done, self._sought = known
        praises = {step.act: step.praise for step in STEPS}
        before, self._done = self._done, tuple(act for act in done if act in praises)
        self._asking, self._known_on = None, page
        if self._done != before:
            self._praise = tr(praises[self._done[-1]])

    def _fits(self, cue: Cue, page: Page) -> bool:
        if cue.page and cue.page != _name(page):
            return False
        if cue.sought and cue.sought not in self._sought:
            return False
        if cue.field and not _waits(cue, page):
            return False
        action = _action(cue, page)
        return not cue.action or (action is not None and page.why_not(action) is None)

    def _words(self, cue: Cue, page: Page) -> str:
        who = self._sought.get(cue.sought)
        said = {"name": who.name, "how": tr(who.how)} if who else {}
        return tr(cue.words, key=_key(cue, page), typed=self._typed(cue), **said)

    def _typed(self, cue: Cue) -> str:
        who = self._sought.get(cue.sought)
        return who.typed if who else tr(cue.typed)


def _known(desk: "Desk", *, seeking: bool) -> tuple[tuple[str, ...], dict[str, Sought]]:
    """What has been done; who is to be found, as they are on the books, where one seeks."""
    from desk.history import acts, last_record  # noqa: PLC0415  after the first paint
    from desk.people import find  # noqa: PLC0415
    from desk.person_page import person_page  # noqa: PLC0415
    from desk.pregnancy import card  # noqa: PLC0415
    from seed.practice import BABYS_NAME, MOTHERS_ID  # noqa: PLC0415

    # A certificate's name is Chinese in any language.
    found = {"name": Sought(BABYS_NAME, "姓名", BABYS_NAME)}
    if seeking:
        opened = last_record(desk, STEPS[0].act, "pregnancies")
        if opened is not None:
            mother = card(desk, opened).mother
            found["woman"] = sought(mother.name, mother.values["id_no"])
        for one in find(desk, MOTHERS_ID, 1):
            family = person_page(desk, one.person_id).relatives
            baby = next(each for each in family if each.kin == "child")
            found["baby"] = sought(baby.name)
    return acts(desk), found


def sought(name: str, id_no: str | None = None) -> Sought:
    """By the last digits of a number, else by the initials, else by the name itself."""
    from desk.find_keys import initials  # noqa: PLC0415  after the first paint

    if id_no:
        return Sought(name, "身份证末四位", id_no[-4:])
    # Of several readings the usual one; what has none, as a digit, is in none of them.
    readings, usual = initials(name), initials_of("".join(filter(str.isalpha, name)))
    typed = usual if usual in readings else readings[0]
    return Sought(name, "拼音首字母", typed) if typed else Sought(name, "姓名", name)


def _name(page: Page) -> str | None:
    return NAMES.get((type(page).__module__, type(page).__name__))


def _waits(cue: Cue, page: Page) -> bool:
    """Whether the cue's field is the focused one, and still to be filled."""
    form = next(iter(page.query(Form)), None)
    if form is None or form.focused_field.name != cue.field:
        return False
    if cue.until and not form.model.state(cue.until).empty:
        return False
    current = form.model.current
    return not cue.typed or current.empty or not current.editor.given


def _to_come(cues: Sequence[Cue], page: Page) -> bool:
    """Whether a field that is to be typed into comes after the focused one, empty."""
    form = next(iter(page.query(Form)), None)
    if form is None:
        return False
    names = {cue.field for cue in cues if cue.typed and cue.page == _name(page)}
    return any(
        state.name in names and state.empty for state in form.model.states[form.model.index + 1 :]
    )


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
        if {step.act for step in STEPS} - set(acts(desk)):
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
    mine.pop("last", None)  # the village and doctor of the last record belong to the books left
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
