"""Voids: the list in custody, handed up and destroyed, and the forms of what is done with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from desk.application import applications
from desk.certificate_register_names import NAMES
from desk.problems import back_dated
from desk.voiding import (
    CUSTODY,
    DESTROY,
    DESTROY_FIELDS,
    HAND_UP,
    HAND_UP_FIELDS,
    SPOILT,
    VoidLine,
    check_unvoid,
    destroy,
    hand_up,
    slip_problems,
    unvoid,
    void,
    voids,
)
from rules.certificate_states import LABELS, VOID_CAUSES
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from rules.number_lists import spans, unbroken
from screens.form_page import FormPage, form_fields
from screens.records import REFRESH, ListPage, new_action
from screens.signed_form import SignedForm
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.fields.parts import FormField
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from desk.context import Desk
    from tui.drafts import Draft

    Lines = tuple[VoidLine, ...]

OTHER = "9"
NUMBER = FieldSpec(
    Kind.CERTIFICATE, "编号", required=True, max_length=10, help="输入或扫描要作废的那一枚"
)
CAUSE = FieldSpec(Kind.CHOICE, "废证原因", choices=SPOILT, required=True)
WORDS = FieldSpec(Kind.TEXT, "说明", max_length=100, help="怎么坏的;原因为其他时必填")
WHY = FieldSpec(Kind.TEXT, "原因", required=True, max_length=100)
CAUSES = {choice.code: choice.label for choice in VOID_CAUSES}
HERE, UP, _, GONE = CUSTODY
# What is done with one, by where it is: the choice and its form.
_OPENS = {
    HERE: (("撤销作废", "unvoid"), ("报废证遗失", "lose-void")),
    GONE: (("废证找回", "find-void"),),
}
_SENDS = {HERE: "hand-up-voids", UP: "destroy-voids"}  # the form of what goes further
_WRITE = "certificates.write"


class VoidsPage(ListPage):
    """The voids of one place, the oldest first; space marks those that go together."""

    HEADING = "废证"
    EMPTY = "这里没有废证"
    ACTIONS = (
        new_action("作废", "一枚空白证打坏、损毁了", _WRITE),
        Action("send", "f6", "上缴/销毁", "勾选的;没有勾选先问是否全部", permission=_WRITE),
        Action("where", "f7", "看哪些", "在柜、已上缴、已销毁、遗失"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("作废日期", 10),
        Column("原因", 17),
        Column("经办人", 8),
        Column("上缴", 10, rank=2),
        Column("销毁", 10, rank=3),
        Column("说明", 12, rank=2, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._where = HERE
        self._lines: dict[int, VoidLine] = {}

    def above(self) -> Iterable[Widget]:
        """Which of them, and how many."""
        yield OneLine("", "label", id="sums")

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """What is lost or destroyed goes nowhere."""
        if action.id == "send" and (self._where not in _SENDS or not self._lines):
            return super().why_not(action) or tr("这里没有可上缴或销毁的")
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(_read, self.desk, self._where), self._arrived)

    def action_new(self) -> None:
        """One more."""
        self.app.open_form("void-blank")

    def action_where(self) -> None:
        """Another place."""
        choices = [(str(digit), tr(LABELS[place])) for digit, place in enumerate(CUSTODY, 1)]

        def chosen(digit: str | None) -> None:
            if digit:
                self._where = CUSTODY[int(digit) - 1]
                self.records.marked.clear()
                self.action_refresh()

        point = CUSTODY.index(self._where)
        self.app.push_screen(Menu(tr("看哪些?"), choices, point=point), chosen)

    def action_send(self) -> None:
        """Up, or destroyed where they are up already."""
        marked = [line for row, line in self._lines.items() if row in self.records.marked]
        if marked or len(self._lines) == 1:
            self._send(marked or list(self._lines.values()))
            return
        lines = list(self._lines.values())

        def chosen(digit: str | None) -> None:
            if digit:
                self._send(lines)

        numbers = spans(unbroken(line.number for line in lines), 2)
        whole = tr("全部 {count} 枚: {numbers}", count=len(lines), numbers=numbers)
        self.app.push_screen(Menu(tr("没有勾选,办哪些?"), [("1", whole)]), chosen)

    def _send(self, lines: Sequence[VoidLine]) -> None:
        """The form of what is done with these."""
        numbers = " ".join(sorted(line.number for line in lines))
        self.app.open_form(_SENDS[self._where], numbers)

    def open(self, row: Row) -> None:
        """What to do with one."""
        line: VoidLine = row.data
        forms = _OPENS.get(line.state, ()) if self.app.may(_WRITE) else ()

        def chosen(digit: str | None) -> None:
            if digit == "1":
                self.app.push_screen(self.app.page("number", line.number))
            elif digit:
                self.app.open_form(forms[int(digit) - 2][1], line.number)

        choices = [(str(digit), tr(words)) for digit, (words, _) in enumerate(forms, 2)]
        title = f"{line.number}  {tr('经办 {value}', value=line.handler)}"
        menu = Menu(title, [("1", tr("看这个编号")), *choices])
        self.app.push_screen(menu, chosen)

    def _arrived(self, found: "tuple[Lines, Lines]") -> None:
        shown, gone = found
        self._lines = {line.blank_id: line for line in shown}
        words = tr("{place} {count} 枚", place=tr(LABELS[self._where]), count=len(shown))
        if self._where == HERE and gone:
            numbers = spans(unbroken(line.number for line in gone), 2)
            lost = tr("另有 {count} 枚遗失,不能上缴: {numbers}", count=len(gone), numbers=numbers)
            words = f"{words}  {lost}"
        self.query_one("#sums", OneLine).show(words)
        self.records.reload(MemorySource([_row(line) for line in shown]))
        self.refresh_hints()


def _read(desk: "Desk", where: str) -> "tuple[Lines, Lines]":
    """Those of a place, and those lost."""
    return voids(desk, where), voids(desk, GONE)


def _row(line: VoidLine) -> Row:
    cells = (
        Cell(line.number, "key"),
        str(line.voided_on),
        tr(CAUSES[line.cause]),
        line.handler,
        str(line.handed_up_on or ""),
        str(line.destroyed_on or ""),
        line.words,
    )
    return Row(line.blank_id, cells, line)


class VoidPage(FormPage):
    """A blank that is spoilt; record is the number it was opened from, or ``new``.

    Nothing is proposed: what stands in the field is what somebody scanned, typed or chose.
    """

    HEADING = "作废空白证"
    NAME = "void-blank"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._held: dict[str, str] = {}

    def prepare(self) -> None:
        """For whose certificate a number is held."""
        kept = applications(self.desk)
        self._held = {each.number: each.values["child_name"] for each in kept if each.number}

    def fields(self) -> list[FormField]:
        """Which, why, and how it came."""
        chosen = None if self.record == "new" else self.record
        return [
            FormField("number", NUMBER, value=chosen),
            FormField("cause", CAUSE),
            FormField("words", WORDS),
        ]

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """A number held for a child that was not chosen from its own page."""
        number = values.get("number")
        if number not in self._held or number == self.record:
            return {}
        words = "这一号占给了{name},作废后那份申请要另占一号,作废吗?"
        return {"number": RuleError("HELD", words, name=self._held[number])}

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        if values.get("cause") == OTHER and not values.get("words"):
            return {"words": RuleError("REASON", "原因为“其他”时请写明")}
        return {}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> str:  # noqa: ARG002  none here
        """On the books as void."""
        void(self.desk, values["number"], values["cause"], values.get("words") or "")
        return str(values["number"])

    def kept(self, result: str) -> None:
        """Back, and say what is done with the paper."""
        self.leave()
        self.app.say(tr("{number} 已作废;三联盖作废章,锁好保存", number=result), "good")


class UnvoidPage(SignedForm):
    """A number voided by mistake; record is the number."""

    HEADING = "撤销作废"
    NAME = "unvoid"

    def prepare(self) -> None:
        """It must be one that may be taken back."""
        check_unvoid(self.desk, self.record)

    def heading(self) -> str:
        """Which."""
        return f"{tr(self.HEADING)} {self.record}"

    def signed_for(self) -> str:
        """The number."""
        return self.record

    def fields(self) -> list[FormField]:
        """Why."""
        return [FormField("words", WHY)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:  # noqa: ARG002  none here
        """Back to stock."""
        if self.hand is not None:
            unvoid(self.desk, self.record, values["words"], self.hand)

    def kept(self, result: None) -> None:  # noqa: ARG002  nothing
        """Back."""
        self.leave()
        self.app.say(tr("{number} 又在库了", number=self.record), "good")


class HandUpPage(FormPage):
    """Voids that leave with their list; record is their numbers, a space between two."""

    HEADING = "上缴废证"
    NAME = "hand-up-voids"
    KIND: ClassVar[str] = HAND_UP
    PAPER: ClassVar[str] = "request"  # the register it stands in
    SPECS: ClassVar[Mapping[str, FieldSpec]] = HAND_UP_FIELDS
    REMEMBERS: ClassVar[Mapping[str, str]] = {"partner": "handed_up_to"}

    @property
    def numbers(self) -> Sequence[str]:
        """Which."""
        return self.record.split()

    def fields(self) -> list[FormField]:
        """To whom, by whom, counted with whom; or how, where and before whom."""
        values = {"done_on": self.app.today, "partner": self.last("handed_up_to")}
        count = len(self.numbers)
        section = tr("{count} 枚: {numbers}", count=count, numbers=spans(unbroken(self.numbers)))
        return [
            replace(f, section=section)
            for f in form_fields(self.SPECS, tuple(self.SPECS), values, "")
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return slip_problems(values, self.KIND, self.app.today, self.desk.user_name)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Long ago."""
        return back_dated(values, self.app.today, "done_on")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> int:
        """Gone."""
        return hand_up(self.desk, values, self.numbers, doubts)

    def kept(self, result: int) -> None:
        """Back to the list."""
        self.leave()
        words = tr(
            "已记 {count} 枚;到登记册里导出{paper}", count=result, paper=tr(NAMES[self.PAPER][0])
        )
        self.app.say(words, "good")


class DestroyPage(HandUpPage):
    """Voids whose destruction was witnessed."""

    HEADING = "废证销毁记录"
    NAME = "destroy-voids"
    KIND = DESTROY
    PAPER = "record"
    SPECS = DESTROY_FIELDS

    def keep(self, values: dict[str, Any], doubts: list[str]) -> int:
        """Destroyed."""
        return destroy(self.desk, values, self.numbers, doubts)
