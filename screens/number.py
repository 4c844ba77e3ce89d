"""A certificate number's page: what it is now, whose, its whole life, and what can be done."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.number_events import LifeEvent, Opens
from desk.number_life import NumberLife, number_life
from desk.right_path import no_loss, no_void, no_void_loss
from rules.certificate_states import LABELS, USED, WrongMove, check_act
from screens.desks import DESKS
from screens.person_head import MenuItems, menu_lines
from screens.records import ListPage
from screens.words import said
from tui.actions import HISTORY_KEYS, REFRESH_KEYS, Action, key_names
from tui.draw import Line, Lines, Span, rule
from tui.language import listed, tr, tr_error
from tui.lists import Column, MemorySource, Row
from tui.width import cells_of, wrap_words

BESIDE = 28  # cells of a line before the words of an event
READ = "还在读取,请稍候"
_WRITE = "certificates.write"
# What is done with a number in a form of its own: the form, and the act it begins.
_FORMS = {
    "void": ("void-blank", "void"),
    "lose": ("lose-blank", "lose"),
    "exchange": ("exchange", "recall"),
    "reissue": ("reissue", "declare"),
    "unvoid": ("unvoid", "unvoid"),
    "found": ("find-blank", "find"),
    "turn_up": ("turn-up", "turn_up"),
}
# The same of a void: lost from custody, and back in it.
_OF_VOID = {"lose": ("lose-void", "lose_void"), "found": ("find-void", "find_void")}
_ROLES = {
    "issued": "green",
    "void": "doubt",
    "void_lost": "error",
    "lost": "error",
    "short": "error",
    "": "doubt",
}
_GROUP = "此号"


class NumberHead(Lines):
    """The lines above the life."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.life: NumberLife | None = None
        self.menu: MenuItems = []

    def show(self, life: NumberLife, menu: MenuItems) -> None:
        """Show a number; the height follows the lines."""
        self.life, self.menu = life, menu
        self.styles.height = len(self.paint(self.size.width, 0))
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  as many as needed
        """The state, whose it is, old and new numbers, the digits."""
        if self.life is None:
            return [((tr("正在读取…"), "dim"),)]
        edge: Line = ((rule(width), "rule"),)
        digits = menu_lines(self.menu, width)
        return [state_line(self.life), *about_lines(self.life), edge, *digits, edge]


class NumberPage(ListPage):
    """One number. Digits do what can be done; the list is its life, oldest first."""

    HEADING = "编号"
    EMPTY = "账上没有它的记录"
    NARROWING = False
    CSS_PATH = "number.tcss"
    ACTIONS = (
        Action("child", "1", "看孩子", "打开孩子的页", _GROUP, "records.read", hint=False),
        Action(
            "application", "2", "看申请", "打开它的申请", _GROUP, "certificates.read", hint=False
        ),
        Action("older", "3", "看原证", "打开它所替换的原证编号", _GROUP, hint=False),
        Action("newer", "4", "看新证", "打开换发或补发的新证编号", _GROUP, hint=False),
        Action("void", "5", "作废", "空白证打坏、损毁了", _GROUP, _WRITE, hint=False),
        Action("lose", "6", "报遗失", "空白证或废证不见了,马上报", _GROUP, _WRITE, hint=False),
        Action("exchange", "7", "换发", "交回原证,换一张新证", _GROUP, _WRITE, hint=False),
        Action("reissue", "8", "补发", "家庭遗失的证,补一张新证", _GROUP, _WRITE, hint=False),
        Action("unvoid", "9", "撤销作废", "作废错了,两人复核后回库", _GROUP, _WRITE, hint=False),
        Action("found", "0", "找回", "遗失的找到了:作废,锁好保存", _GROUP, _WRITE, hint=False),
        Action("turn_up", "f6", "补到", "开包短少的这一枚来了", _GROUP, _WRITE, hint=False),
        Action("open", "enter", "打开", "打开选中的这条", _GROUP),
        Action("history", HISTORY_KEYS, "历史", "这张证谁在何时改过什么", _GROUP, "records.read"),
        Action("refresh", REFRESH_KEYS, "刷新", "重新读取", _GROUP),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("事项", 12),
        Column("内容", 30, grow=True),
    )

    def __init__(self, number: str, key: str = "") -> None:
        super().__init__()
        self._wanted = next((a.id for a in self.ACTIONS if key and key in key_names(a.keys)), "")
        self.number = number
        self.life: NumberLife | None = None

    def heading(self) -> str:
        """The number itself."""
        return f"{super().heading()} {self.number}"

    def above(self) -> Iterable[Widget]:
        """What it is now and what can be done."""
        yield NumberHead(self.number)

    def on_mount(self) -> None:
        """Read the number."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(number_life, self.desk, self.number), self._arrived)

    async def action_act(self, action_id: str) -> None:
        """Do an action; one of this number's waits until it is read."""
        if self.life is None and any(each.id == action_id for each in self._own()):
            self._wanted = action_id
        elif action_id in _FORMS and self.why_not(self._action(action_id)) is None:
            self.app.open_form(_way(self.life, action_id)[0], self.number)
        else:
            await super().action_act(action_id)

    def _action(self, action_id: str) -> Action:
        return next(action for action in self.ACTIONS if action.id == action_id)

    def _own(self) -> list[Action]:
        return [action for action in self.ACTIONS if action.group == _GROUP]

    def menu(self) -> MenuItems:
        """The page's digits: digit, action, whether it can be done now."""
        return [
            (action.keys, action, self.why_not(action) is None)
            for action in self.ACTIONS
            if action.keys.isdigit()
        ]

    def why_not(self, action: Action) -> str | None:
        """Why an action cannot be done with this number now."""
        refusal = super().why_not(action)
        if refusal or action.group != _GROUP or action.id == "refresh":
            return refusal
        if self.life is None:
            return tr(READ)
        if action.id in _FORMS:
            return why_no_act(self.life, _way(self.life, action.id)[1])
        return self._why_no_way(action, self.life)

    def _why_no_way(self, action: Action, life: NumberLife) -> str | None:
        ways = {
            "child": (life.person_id, "这个编号没有孩子的档案"),
            "application": (life.application_id, "没有它的申请"),
            "older": (life.replaces, "它没有替换别的证"),
            "newer": (life.replaced_by, "没有证替换它"),
            "open": (self._opens, "这一条没有别的可看"),
            "history": (life.issue_id, "还没有签发"),
        }
        there, words = ways[action.id]
        return None if there else tr(words)

    @property
    def _opens(self) -> Opens | None:
        """What the event pointed at opens."""
        row = self.records.row
        event = row.data if row is not None else None
        return event.opens if isinstance(event, LifeEvent) else None

    def action_child(self) -> None:
        """The child's page."""
        if self.life is not None and self.life.person_id:
            self.app.open_person(self.life.person_id)

    def action_application(self) -> None:
        """The application it is held or was issued for."""
        if self.life is not None and self.life.application_id:
            self.app.push_screen(self.app.page("application", self.life.application_id))

    def action_older(self) -> None:
        """The number it took the place of."""
        self._number(self.life.replaces if self.life else ())

    def action_newer(self) -> None:
        """The number that took its place."""
        self._number(self.life.replaced_by if self.life else ())

    def action_history(self) -> None:
        """Who changed the certificate, when and why."""
        if self.life is not None and self.life.issue_id:
            own = self.life.issue_id
            self.app.push_screen(self.app.page("history", "certificate_issues", own, self.number))

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter on an event opens what it is about."""
        self.call_next(self.action_act, "open")

    def action_open(self) -> None:
        """What the event pointed at is about."""
        if self._opens is not None:
            self.app.push_screen(self.app.page(*self._opens))

    def on_resize(self) -> None:
        """The lines are as long as the screen is wide."""
        self._tell()

    def _tell(self) -> None:
        """The life, an event in as many lines as its words take."""
        events = self.life.events if self.life else ()
        room = self.size.width - BESIDE
        rows = [
            Row(
                (place, at),
                (str(event.day), said(event.title), part) if not at else ("", "", part),
                event,
            )
            for place, event in enumerate(events)
            for at, part in enumerate(told_lines(event, room))
        ]
        self.records.reload(MemorySource(rows))

    def _number(self, numbers: tuple[str, ...]) -> None:
        if numbers:
            self.app.push_screen(self.app.page("number", numbers[0]))

    def _arrived(self, life: NumberLife) -> None:
        self.life, self.number = life, life.number
        self._tell()
        self.records.focus()
        self.query_one(NumberHead).show(life, self.menu())
        self.refresh_hints()
        if self._wanted:
            self.call_next(self.action_act, self._wanted)
            self._wanted = ""


def _way(life: NumberLife | None, action_id: str) -> tuple[str, str]:
    """The form of an action and the act it begins: of a void other ones than of a blank."""
    of_void = life is not None and life.state in {"void", "void_lost"}
    return _OF_VOID.get(action_id, _FORMS[action_id]) if of_void else _FORMS[action_id]


def why_no_act(life: NumberLife, name: str) -> str | None:
    """Why a number is not voided, exchanged and so on now; what is right, where that is known."""
    known = {"void": no_void, "lose": no_loss, "lose_void": no_void_loss}.get(name)
    right = known(life.number, life.state) if known else None
    if right is not None:
        return tr_error(right)
    try:
        check_act(life.number, life.state, name, used=life.used)
    except WrongMove as error:
        if life.used and error.reason != "WRONG_MOVE":
            return tr("{been},不再是空白证", been=tr(USED[life.used]))
        return tr("现为「{state}」", state=tr(LABELS.get(life.state, "不在账上")))
    return None


def state_line(life: NumberLife) -> Line:
    """What it is now: the state, the kind of certificate, what is still to come."""
    words = [tr(life.kind)] if life.kind else []
    if life.state == "issued":
        words.append(tr("已领证") if life.collected else tr("未领证"))
        if not life.sealed:
            words[-1] = tr("未盖章")
    span: Span = (tr(LABELS.get(life.state, "不在账上")), _ROLES.get(life.state, "text"))
    return ((f"{life.number}  ", "key"), span, ("".join(f"  {word}" for word in words), "text"))


def about_lines(life: NumberLife) -> list[Line]:
    """Whose it is; old and new numbers; where a number not on the books belongs."""
    lines: list[Line] = []
    whose = []
    if life.child:
        whose.append(tr("孩子 {name}", name=life.child))
    if life.mother:
        whose.append(tr("母亲 {name}", name=life.mother))
    if whose:
        lines.append((("  ".join(whose), "text"),))
    ties = []
    if life.replaces:
        ties.append(tr("替换了 {numbers}", numbers=listed(life.replaces)))
    if life.replaced_by:
        ties.append(tr("已由 {numbers} 替换", numbers=listed(life.replaced_by)))
    if ties:
        lines.append((("  ".join(ties), "label"),))
    if life.note:
        lines.append((("  ".join(said(words) for words in life.note), "doubt"),))
    return lines


def told_lines(event: LifeEvent, width: int) -> list[str]:
    """The words of an event in lines that fit, broken between two of them if need be."""
    lines = [""]
    for words in event.details:
        told = f"{lines[-1]}  {said(words)}".strip()
        if cells_of(told) > width and lines[-1]:
            lines.append("")
            told = said(words)
        lines[-1:] = wrap_words(told, width)
    return lines
