"""A person's page: who they are, the family, what can be done now, and what happened."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from desk.antenatal import first_exam_due
from desk.delivery import make_child
from desk.person_page import Event, PersonPage, person_page
from screens.acts import ACTS, LEAVES, Act, not_closed
from screens.desks import DESKS
from screens.person_head import Head, kin_words
from screens.person_reasons import (
    APPLICATIONS,
    CORRECTIONS,
    WHOLE,
    no_card_to_end,
    no_child,
    no_issue,
    no_new_card,
    no_open_card,
    not_delivered,
    not_to_edit,
    nothing_to_correct,
    unmade,
)
from screens.records import ListPage
from screens.words import said
from tui.actions import HISTORY_KEYS, NEW_KEYS, REFRESH_KEYS, Action
from tui.dialogs import Ask, Menu
from tui.language import tr
from tui.lists import Column, MemorySource, Row

if TYPE_CHECKING:
    from desk.child import ChildView
    from desk.pregnancy_view import CardView

READ = "还在读取,请稍候"


class PersonScreen(ListPage):
    """One person. Digits do what can be done; the list below is the line of events."""

    HEADING = "个人"
    EMPTY = "还没有记录"
    NARROWING = False
    READ_FIRST = True
    CSS_PATH = "person.tcss"
    ACTIONS = (
        Action("contact", "1", "产前随访", "记一次产前随访", "此人", "records.write", hint=False),
        Action(
            "delivery",
            "2",
            "分娩",
            "登记分娩,活产的孩子自动建档",
            "此人",
            "records.write",
            hint=False,
        ),
        Action(
            "postpartum", "3", "产后随访", "产后访视或42天检查", "此人", "records.write", hint=False
        ),
        Action("check", "4", "儿童体检", "记一次儿童健康检查", "此人", "records.write", hint=False),
        Action(
            "issue", "5", "签发出生证", "签发出生医学证明", "此人", "certificates.write", hint=False
        ),
        Action(
            "correct",
            "6",
            "更正",
            "更正孕册或儿童资料,要写原因",
            "此人",
            "records.write",
            hint=False,
        ),
        Action(
            "new", f"{NEW_KEYS},7", "建册", "给她建一张孕册", "此人", "records.write", hint=False
        ),
        Action(
            "end",
            "8",
            "结案",
            "流产、死亡、迁出、失访:不再等分娩和42天检查",
            "此人",
            "records.write",
            hint=False,
        ),
        Action(
            "make_child",
            "9",
            "建儿童档案",
            "给登记册上读来的活产新生儿建档",
            "此人",
            "records.write",
            hint=False,
        ),
        Action("more", "0", "更多", "风险、转诊、检测、叶酸等", "此人", hint=False),
        *(act.action for act in ACTS.values()),
        Action("edit", "enter", "更正这条", "更正选中的记录,要写原因", "此人"),
        Action("family", "f6", "家人", "打开母亲或孩子的页", "此人"),
        Action("history", HISTORY_KEYS, "历史", "选中的这条谁在何时改过什么", "此人"),
        Action("refresh", REFRESH_KEYS, "刷新", "重新读取", "此人", hint=False),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("事项", 18),
        Column("内容", 30, grow=True),
    )

    def __init__(self, person_id: int, wanted: str = "") -> None:
        super().__init__()
        self.person_id = person_id
        self._wanted = wanted  # what is done here once it is read
        self.page: PersonPage | None = None

    def above(self) -> Iterable[Widget]:
        """Who it is and what can be done."""
        yield Head(self.menu)

    def on_mount(self) -> None:
        """Read the person."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(person_page, self.desk, self.person_id), self._arrived)

    async def action_act(self, action_id: str) -> None:
        """Do an action."""
        act = ACTS.get(action_id)
        if act is not None and self.why_not(act.action) is None:
            self._open(act)
        else:
            await super().action_act(action_id)

    def _open(self, act: Act) -> None:
        record = act.record(self.shown) or ""
        among = act.among(self.shown) if act.among else {}
        if len(among) > 1:
            self._ask_which(act, among)
        elif act.page:
            self.app.push_screen(self.app.page(act.opens, int(record)))
        else:
            self.app.open_form(act.form(self.shown), record)

    def _ask_which(self, act: Act, among: dict[str, str]) -> None:
        """Which of several records it is for."""
        records = dict(zip("123456789", among, strict=False))
        form = act.form(self.shown)

        def chosen(digit: str | None) -> None:
            if digit:
                self.app.open_form(form, records[digit])

        choices = [(digit, among[record]) for digit, record in records.items()]
        self.app.push_screen(Menu(tr("哪一次?"), choices), chosen)

    def menu(self) -> list[tuple[str, Action, bool]]:
        """The page's digits: digit, action, whether it can be done now."""
        found = []
        for action in self.ACTIONS:
            digit = next((key for key in action.keys.split(",") if key.isdigit()), "")
            can = self.why_not(action) is None
            if digit and (can or action.id != "make_child"):  # rare: told of where it is needed
                found.append((digit, action, can))
        return found

    def why_not(self, action: Action) -> str | None:
        """Why an action cannot be done with this person now."""
        refusal = super().why_not(action)
        reasons: dict[str, Callable[[PersonPage], str | None]] = {
            "contact": no_open_card,
            "delivery": no_open_card,
            "postpartum": not_delivered,
            "check": no_child,
            "issue": no_issue,
            "correct": nothing_to_correct,
            "new": no_new_card,
            "end": no_card_to_end,
            "make_child": lambda page: None if unmade(page) else tr("没有待建档的活产新生儿"),
            "more": lambda _: None if self._leaves() else tr("现在没有别的可做"),
            "edit": lambda page: not_to_edit(page, self.pointed_at, self.app.may),
            "family": lambda page: None if page.relatives else tr("没有登记家人"),
            "history": lambda page: None if page.events else tr("还没有记录"),
        }
        reasons |= {name: act.why_not for name, act in ACTS.items()}
        if refusal or action.id not in reasons:
            return refusal
        return reasons[action.id](self.page) if self.page else tr(READ)

    # --- what can be done; ``why_not`` has seen to it that it can

    def action_contact(self) -> None:
        """An antenatal contact."""
        card = self.shown.open_card
        if card is None:
            return
        first = first_exam_due(card, self.app.memory.get("day", self.app.today))

        def chosen(digit: str | None) -> None:
            if digit:
                self._form("first-exam" if digit == "1" else "contact", card)

        if first is None:
            words = tr("还没有随访记录。这次是第1次产前检查吗?")
            choices = [("1", tr("是,填第1次产前检查表")), ("2", tr("否,只记产前随访"))]
            self.app.push_screen(Ask(words, choices), chosen)
        else:
            chosen("1" if first else "2")

    def action_delivery(self) -> None:
        """A delivery."""
        self._form("delivery", self.shown.open_card)

    def action_postpartum(self) -> None:
        """A visit after the delivery."""
        self._form("postpartum", self.shown.last_delivered)

    def action_check(self) -> None:
        """A child's check."""
        self._form("check", self.shown.child)

    def action_issue(self) -> None:
        """A birth certificate: one on its way is gone on with; a mother's is her child's."""
        if self.shown.child is None:
            self.app.push_screen(self.app.page("person", self.shown.babies[0], "issue"))
        elif self.shown.application is None:
            self._form("issue", self.shown.child)
        else:
            self.app.push_screen(self.app.page("application", self.shown.application))

    def action_correct(self) -> None:
        """The child's data, or the newest card."""
        if self.shown.child:
            self._form("correct-child", self.shown.child)
        else:
            self._form("correct-card", self.shown.cards[0])

    def action_new(self) -> None:
        """A card for her."""
        self.app.open_form("card", f"p{self.person_id}")

    def action_end(self) -> None:
        """No delivery or no day-42 check will come."""
        self._form("end", not_closed(self.shown))

    def action_make_child(self) -> None:
        """The babies a register told of become children."""
        babies = unmade(self.shown)

        def make() -> int:
            for newborn_id in babies:
                make_child(self.desk, newborn_id)
            return len(babies)

        self.work(make, self._made, group="save")

    def _made(self, count: int) -> None:
        words = tr("已建 {count} 份儿童档案,按 {key} 打开", count=count, key=self.key_of("family"))
        self.say(words, "good")
        self.action_refresh()

    def action_more(self) -> None:
        """The second menu: what can be done now; the palette says why the rest cannot."""
        self._turn(0)

    def _leaves(self) -> list[dict[str, Act]]:
        """What can be done now, by digit, leaf by leaf."""
        off = self.app.switched_off
        leaves = [
            {
                str(digit): act
                for digit, act in enumerate(leaf, 1)
                if act.opens not in off and self.why_not(act.action) is None
            }
            for leaf in LEAVES
        ]
        return [leaf for leaf in leaves if leaf]

    def _turn(self, place: int) -> None:
        """A leaf of the second menu; 0 turns to the next."""
        leaves = self._leaves()
        leaf = leaves[place % len(leaves)]

        def chosen(digit: str | None) -> None:
            if digit == "0":
                self._turn(place + 1)
            elif digit:
                self.call_next(self.action_act, leaf[digit].opens)

        choices = [(digit, tr(act.label)) for digit, act in leaf.items()]
        if len(leaves) > 1:
            choices.append(("0", tr("下一页")))
        self.app.push_screen(Menu(tr("更多"), choices), chosen)

    def action_edit(self) -> None:
        """The selected record in its form, to be corrected; a certificate on its own page."""
        event = self.pointed_at
        if event is not None and event.table == APPLICATIONS:
            self.app.push_screen(self.app.page("application", event.record_id))
        elif event is not None and event.number:
            self.app.push_screen(self.app.page("number", event.number))
        elif event is not None:
            own = "" if event.table in WHOLE else f"/{event.record_id}"
            self.app.open_form(CORRECTIONS[event.table], f"{event.owner_id}{own}")

    @property
    def pointed_at(self) -> Event | None:
        """The selected event."""
        row = self.records.row
        return row.data if row is not None and isinstance(row.data, Event) else None

    def action_family(self) -> None:
        """The only relative, or one chosen by digit."""
        relatives = self.shown.relatives[:9]

        def chosen(digit: str | None) -> None:
            if digit:
                self.app.open_person(relatives[int(digit) - 1].person_id)

        if len(relatives) == 1:
            chosen("1")
            return
        choices = [(str(n), kin_words(one)) for n, one in enumerate(relatives, 1)]
        self.app.push_screen(Menu(tr("打开家人的页"), choices), chosen)

    def action_history(self) -> None:
        """Who changed the selected record, when and why."""
        event = self.pointed_at
        if event is not None:
            title = said(event.title)
            self.app.push_screen(self.app.page("history", event.table, event.record_id, title))

    def open(self, row: Row) -> None:  # noqa: ARG002  the selected one
        """Enter on an event corrects it."""
        self.call_next(self.action_act, "edit")

    @property
    def shown(self) -> PersonPage:
        """The person, once read."""
        if self.page is None:
            raise RuntimeError("not read yet")
        return self.page

    def _form(self, name: str, record: "CardView | ChildView | None") -> None:
        if record is not None:
            self.app.open_form(name, str(record.id))

    def _arrived(self, page: PersonPage) -> None:
        self.page = page
        rows = [
            Row((place, event.table, event.record_id), _cells(event), event)
            for place, event in enumerate(page.events)
        ]
        self.records.reload(MemorySource(rows))
        self.query_one(Head).show(page, self.app.today)
        self.refresh_hints()
        if self._wanted:
            self.call_next(self.action_act, self._wanted)
            self._wanted = ""


def _cells(event: Event) -> tuple[str, str, str]:
    details = "  ".join(said(words) for words in event.details)
    return str(event.day), said(event.title), details
