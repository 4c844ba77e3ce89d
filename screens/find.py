"""Finding anyone: one box, the people as one types, the five last ones while it is empty.

A certificate number is found too; a whole one, typed or scanned, opens its own page.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget

from desk.lists import Ask, children, pregnancies
from desk.number_life import NumberHit, find_numbers
from desk.people import Found, find
from rules.certificate import parse_number, slip_in
from rules.certificate_states import LABELS
from rules.errors import RuleError
from screens.beside import with_person
from screens.page import Page
from screens.records import new_action
from screens.words import SEXES
from tui.actions import Action
from tui.editor import Editor
from tui.language import tr, tr_error
from tui.lists import Column, MemorySource, RecordList, Row
from tui.palette import LIST_KEYS, FindBox

if TYPE_CHECKING:
    from textual.timer import Timer

    from desk.context import Desk

MAY_TYPE = "可以输:姓名、拼音首字母、身份证或电话末几位、册号、证号"
HAN = re.compile(r"[\u3400-\u9fff]")
WHOLE_NUMBER = re.compile("[0-9]{17}[0-9X]")
PAUSE = 0.15  # an input method commits a name as many keys: ask once for all of them
MOST_LETTERS = 40
MOST_FOUND = 20


class FindLine(FindBox):
    """The box; takes a paste too, and leaves Enter to the page.

    ``waits`` says whether the list answers another text than the one typed. What moves in the list
    or opens is ``held`` then, with all that follows it; keys after Enter are for the page it opens.
    """

    def __init__(
        self,
        editor: Editor,
        typed: Callable[[], None],
        records: RecordList,
        waits: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(editor, typed, records)
        self.held: list[events.Key] = []
        self._waits = waits

    def holds(self, event: events.Key) -> bool:
        """Keep a key until the answer comes; whether it must wait."""
        opens = any(key.key == "enter" for key in self.held)
        typed = event.character is not None and event.character.isprintable()
        own = typed or event.key in LIST_KEYS or event.key in self.editor.keys
        begins = event.key in LIST_KEYS and self._waits()
        held = event.key != "escape" and (opens or (own and (bool(self.held) or begins)))
        if held:
            self.held.append(event)
        return held

    async def take(self, event: events.Key) -> None:
        """A key that was held."""
        await super()._on_key(event)

    async def _on_key(self, event: events.Key) -> None:
        if self.holds(event):
            event.stop()
            event.prevent_default()
        elif event.key == "enter" and event.character in {None, "\r", "\n"}:
            event.prevent_default()  # textual asks the base class too

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.editor.paste(event.text)
        self.redraw()
        self._typed()


class FindPage(Page):
    """One box for names, initials and numbers; Enter opens the person pointed at."""

    HEADING = "找人"
    CSS_PATH = "find.tcss"
    ACTIONS = (
        Action("open", "enter", "打开", palette=False),
        new_action("建册", "给一位孕妇建册,带上输入的姓名或身份证号", "records.write"),
        # In the box a slash is text.
        Action("find", "f3", "清空再找", palette=False),
    )
    COLUMNS: ClassVar = (
        Column("姓名", 14),
        Column("性别", 4),
        Column("出生日期", 10),
        Column("村", 10),
        Column("身份证号", 18),
        Column("电话", 11, rank=2, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._editor = Editor("", MOST_LETTERS)
        self._timer: Timer | None = None
        self._answered: str | None = None  # the text the list answers
        self._records = RecordList(
            self.COLUMNS,
            MemorySource(),
            empty=MAY_TYPE,
            narrowing=False,
        )
        self._records.can_focus = False

    def compose_body(self) -> Iterable[Widget]:
        """The box above the list."""
        yield FindLine(self._editor, self._typed, self._records, self._waits)
        yield with_person(self._records, self)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FindLine).focus()
        self.say(
            tr("姓名、拼音首字母、身份证或电话的末几位、册号、证号。空着是最近办过的五个人"), "dim"
        )

    def on_screen_resume(self) -> None:
        """A person may have been renamed above."""
        if self.is_mounted:
            self._ask()

    def reworded(self) -> None:
        """The people in the language set now."""
        self._ask()

    def action_find(self) -> None:
        """An empty box again."""
        self._editor.set("")
        line = self.query_one(FindLine)
        line.held = []
        line.redraw()
        self._typed()

    def action_new(self) -> None:
        """A card for somebody who is not found, with what was typed of her."""
        typed = in_a_card(self._editor.text)
        self.app.switch_screen(self.app.page("card", "new", None, typed))

    def action_open(self) -> None:
        """Open who is pointed at."""
        self._open()

    def refused(self, error: RuleError) -> None:
        """No answer to wait for, and nobody of an older one to open by mistake."""
        self.query_one(FindLine).held = []
        self._answered = self._editor.text
        self._records.empty = "没有读到,请再试一次"
        self._records.reload(MemorySource())
        super().refused(error)

    def _open(self) -> bool:
        """Open who is pointed at, if anybody is."""
        row = self._records.row
        if row is None:
            return False
        number = isinstance(row.data, str)
        self.app.push_screen(self.app.page("number" if number else "person", row.data))
        return True

    def _waits(self) -> bool:
        """Whether the answer to what was typed is still to come."""
        return self._answered != self._editor.text

    async def _go_on(self) -> None:
        """The answer is there: the keys that waited for it."""
        line = self.query_one(FindLine)
        if not self.is_current or self._waits():
            return  # it is asked again
        keys, line.held = line.held, []
        for place, key in enumerate(keys, 1):
            if line.holds(key):
                continue  # a letter among them: it has its own answer
            if key.key != "enter":
                await line.take(key)
            elif self._open():
                self.app.turns.again(keys[place:])
                return

    def _typed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._ask)

    def _ask(self) -> None:
        if self.app.signed_in is None:
            return  # uncovered while somebody signs out
        text = self._editor.text
        self.work(partial(_look, self.desk, text), partial(self._found, text), group="find")

    def _found(self, text: str, answer: "Answer") -> None:
        people, numbers, anybody = answer
        self._answered = text
        self._records.empty = self._why_empty(text, anybody=anybody)
        self._records.note = "先列这些,再输几个字就少了" if len(people) == MOST_FOUND else ""
        rows = [_row(text, person) for person in people]
        of_numbers = [_number_row(text, hit) for hit in numbers]
        whole = any(hit.number == whole_number(text) for hit in numbers)
        self._records.reload(MemorySource(of_numbers + rows if whole else rows + of_numbers))
        self.call_next(self._go_on)

    def _why_empty(self, text: str, *, anybody: bool) -> str:
        """What stands where nobody does."""
        may_add, new = self.app.may("records.write"), self.key_of("new")
        if not anybody:
            return tr("还没有人。按 {new} 建册", new=new) if may_add else "还没有人"
        if not text.strip():
            return MAY_TYPE
        slip = slip_in(text)
        if slip is not None:
            return tr_error(slip)
        if may_add:
            return tr("没有找到。换个写法,或只输姓名首字母;新来的按 {new} 建册", new=new)
        return "没有找到。换个写法,或只输姓名首字母"


def in_a_card(text: str) -> dict[str, str]:
    """Where a typed text belongs in a new card: an identity number, a name, or nowhere.

    >>> in_a_card(" 钱进 "), in_a_card("36119919970612222x"), in_a_card("qj"), in_a_card("C001")
    ({'name': '钱进'}, {'id_no': '36119919970612222X'}, {}, {})
    """
    typed = unicodedata.normalize("NFKC", text).strip().upper()
    if WHOLE_NUMBER.fullmatch(typed):
        return {"id_no": typed}
    return {"name": text.strip()} if HAN.search(text) else {}


def whole_number(text: str) -> str:
    """The certificate number a text is, or "" where it is none.

    >>> whole_number("x331 000 001"), whole_number("X3310")
    ('X331000001', '')
    """
    try:
        return parse_number(text)
    except RuleError:
        return ""


Answer = tuple[tuple[Found, ...], tuple[NumberHit, ...], bool]


def _look(desk: "Desk", text: str) -> Answer:
    """Who and which numbers are found, and whether anybody is on the books at all."""
    numbers = find_numbers(desk, text)
    if not desk.may("records.read"):
        return (), numbers, True
    people = find(desk, text, MOST_FOUND)
    one = Ask(limit=1)
    anybody = bool(people or pregnancies(desk, one, everyone=True) or children(desk, one))
    return people, numbers, anybody


def _number_row(text: str, hit: NumberHit) -> Row:
    state = tr(LABELS.get(hit.state, "不在账上"))
    return Row((text, hit.number), (hit.number, "", "", state, hit.child, ""), hit.number)


def _row(text: str, person: Found) -> Row:
    cells = (
        person.name,
        tr(SEXES.get(person.sex, "")),
        str(person.birth_date or ""),
        person.village,
        person.id_no or "",
        " ".join(person.phones),
    )
    return Row((text, person.person_id), cells, person.person_id)
