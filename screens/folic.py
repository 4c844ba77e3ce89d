"""The folic-acid programme: who is on it and what she is due, and one woman's courses."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.folic import END_FIELDS, FOLLOWUP_FIELDS, courses, courses_of
from desk.folic_view import FolicView
from desk.people import PersonView
from desk.person_page import person_page
from screens.beside import with_person
from screens.desks import DESKS
from screens.records import QUIET_REFRESH, ListPage, digit_words, new_action, of_people
from tui.actions import HISTORY_KEYS, REFRESH_KEYS, Action
from tui.chrome import OneLine
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row

STATES = {
    "1": "待孕",
    "2": "孕早期",
    "3": "孕中期",
    "4": "孕晚期",
    "5": "已分娩",
    "6": "终止",
}


class FolicPage(ListPage):
    """The women on the programme, the longest due first."""

    HEADING = "增补叶酸"
    EMPTY = "没有在服用的妇女。按 {new} 登记"
    ACTIONS = (
        new_action("登记", "一位待孕或孕早期的妇女登记服用", "records.write"),
        Action("everyone", "f6", "在服/全部", "只看在服用的,或连结束的一起看"),
        Action("folic_stock", "f7", "库存", "按批号的入库、发放、报废、盘点和结存"),
        Action("folic_quarter", "f9", "季度", "一个季度的人数、三个率和知晓率调查"),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("姓名", 10),
        Column("村", 10),
        Column("状态", 8),
        Column("开始服用", 10),
        Column("已领", 4, right=True),
        Column("够服到", 10),
        Column("该办", 14, grow=True),
        Column("依从", 7, right=True, rank=2),
    )

    def __init__(self) -> None:
        super().__init__()
        self._everyone = False

    def above(self) -> Iterable[Widget]:
        """Whom the list shows."""
        yield OneLine(self._scope(), "dim", id="scope")

    def beside(self, records: RecordList) -> Widget:
        """The person pointed at."""
        return with_person(records, self)

    def on_mount(self) -> None:
        """Read them."""
        super().on_mount()
        self.action_refresh()

    def reworded(self) -> None:
        """The scope too."""
        super().reworded()
        self.query_one("#scope", OneLine).show(self._scope())

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(courses, self.desk, everyone=self._everyone), self._arrived)

    def action_everyone(self) -> None:
        """The other scope."""
        self._everyone = not self._everyone
        self.query_one("#scope", OneLine).show(self._scope())
        self.action_refresh()

    def action_new(self) -> None:
        """Somebody new on the programme."""
        self.app.open_form("folic-enrol")

    def action_folic_stock(self) -> None:
        """The stock."""
        self.app.push_screen(self.app.page("folic_stock"))

    def action_folic_quarter(self) -> None:
        """The quarter."""
        self.app.push_screen(self.app.page("folic_quarter"))

    def open(self, row: Row) -> None:
        """Her courses."""
        self.app.push_screen(self.app.page("folic_woman", row.data))

    def _arrived(self, found: tuple[FolicView, ...]) -> None:
        last = date.max
        rows = sorted(found, key=lambda view: (next_due(view) or last, view.person.name))
        lines = [_row(view, self.app.today) for view in rows]
        self.records.reload(of_people(self.desk, lines, lambda row: row.data))

    def _scope(self) -> str:
        return tr("全部登记的妇女") if self._everyone else tr("在服用的妇女")


def _digit(name: str, digit: str, label: str, words: str, permission: str = "") -> Action:
    return Action(name, digit, label, words, "叶酸", permission, hint=False)


_BY_DIGIT = (
    _digit("hand_out", "1", "发药", "发一瓶,从先到期的那批里出", "records.write"),
    _digit("follow_up", "2", "追访", "问服了几天、有没有反应", "records.write"),
    _digit("end_course", "3", "结束", "不再服用:原因和结局", "records.write"),
    _digit("enrol", "4", "再登记", "又准备怀孕,再登记一次", "records.write"),
    _digit("her_page", "5", "她的页", "打开她的个人页"),
)


class FolicWomanPage(ListPage):
    """One woman's courses: digits do what can be done, Enter corrects a line."""

    HEADING = "叶酸服用"
    EMPTY = "还没有登记"
    NARROWING = False
    READ_FIRST = True
    ACTIONS = (
        *_BY_DIGIT,
        Action("edit", "enter", "更正这条", "更正选中的一条,要写原因", "叶酸", "records.write"),
        Action("history", HISTORY_KEYS, "历史", "选中的这条谁在何时改过什么", "叶酸"),
        Action("refresh", REFRESH_KEYS, "刷新", "重新读取", "叶酸", hint=False),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("事项", 12),
        Column("内容", 40, grow=True),
    )

    def __init__(self, folic_person_id: int) -> None:
        super().__init__()
        self.folic_person_id = folic_person_id
        self._woman: PersonView | None = None
        self._courses: tuple[FolicView, ...] = ()

    def above(self) -> Iterable[Widget]:
        """Who she is, where things stand, what the digits do."""
        yield OneLine("", "key", id="who")
        yield OneLine("", "text", id="stands")
        yield OneLine(digit_words(_BY_DIGIT), "dim", id="digits")

    def reworded(self) -> None:
        """The digits in the other language."""
        self.query_one("#digits", OneLine).show(digit_words(_BY_DIGIT), "dim")
        super().reworded()

    def on_mount(self) -> None:
        """Read her."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(self._read, self._arrived)

    def why_not(self, action: Action) -> str | None:
        """Why an action cannot be done with her now."""
        refusal = super().why_not(action)
        if refusal:
            return refusal
        going_on = self.going_on
        if action.id in {"hand_out", "follow_up"} and going_on is None:
            return tr("没有进行中的登记,请先按 4 登记")
        if action.id == "end_course" and (going_on is None or going_on.values["ended_on"]):
            return tr("没有进行中的登记,请先按 4 登记")
        if action.id == "enrol" and going_on is not None and not going_on.over:
            return tr("她已在服用登记中")
        if action.id == "history" and self.records.row is None:  # Enter is the list's own
            return tr("还没有登记")
        return None

    @property
    def going_on(self) -> FolicView | None:
        """The newest course that was not ended."""
        newest = self._courses[0] if self._courses else None
        return newest if newest and not newest.values["ended_on"] else None

    def action_hand_out(self) -> None:
        """Bottles."""
        self._form("folic-handout")

    def action_follow_up(self) -> None:
        """A follow-up."""
        self._form("folic-followup")

    def action_end_course(self) -> None:
        """The end."""
        self._form("folic-end")

    def action_enrol(self) -> None:
        """A first or a further course."""
        self.app.open_form("folic-enrol", f"p{self.folic_person_id}")

    def action_her_page(self) -> None:
        """Her own page."""
        self.app.open_person(self.folic_person_id)

    def action_edit(self) -> None:
        """The line pointed at."""
        row = self.records.row
        if row is not None:
            form, record, _ = row.data
            self.app.open_form(form, record)

    def action_history(self) -> None:
        """Of the line pointed at."""
        row = self.records.row
        if row is not None and self._woman is not None:
            _, _, (table, record_id) = row.data
            page = self.app.page("history", table, record_id, self._woman.name)
            self.app.push_screen(page)

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter on a line corrects it."""
        self.call_next(self.action_act, "edit")

    def _form(self, name: str) -> None:
        if self.going_on is not None:
            self.app.open_form(name, str(self.going_on.id))

    def _read(self) -> tuple[PersonView, tuple[FolicView, ...]]:
        return (
            person_page(self.desk, self.folic_person_id).person,
            courses_of(self.desk, self.folic_person_id),
        )

    def _arrived(self, found: tuple[PersonView, tuple[FolicView, ...]]) -> None:
        self._woman, self._courses = found
        newest = self._courses[0] if self._courses else None
        who = f"{self._woman.name}  {self._woman.birth_date or ''}  {self._woman.village}"
        self.query_one("#who", OneLine).show(who)
        self.query_one("#stands", OneLine).show(stands(newest) if newest else "")
        rows = [row for view in self._courses for row in _lines(view)]
        self.records.reload(MemorySource(rows))
        self.refresh_hints()


def next_due(view: FolicView) -> date | None:
    """The day of what she is due first."""
    return min((day for day in (view.bottle_due, view.followup_due) if day), default=None)


def due_words(view: FolicView, today: date) -> Cell:
    """What she is due, in red when the day has come."""
    if view.over:
        return Cell(tr("已结束"), "dim")
    waits = [
        (day, tr(words, day=f"{day:%m-%d}"))
        for day, words in ((view.bottle_due, "发药 {day}"), (view.followup_due, "追访 {day}"))
        if day
    ]
    if not waits:
        return Cell("")
    day, words = min(waits)
    return Cell(words, "doubt" if day <= today else "text")


def stands(view: FolicView) -> str:
    """Where a course stands, in a line."""
    parts = [tr("已领 {bottles} 瓶", bottles=view.bottles)]
    if view.supplied_until:
        parts.append(tr("够服到 {day}", day=view.supplied_until))
    if view.lmp:
        parts.append(tr("末次月经 {day}", day=view.lmp))
    if view.until:
        parts.append(tr("服到 {day}", day=view.until))
    if view.card_no:
        parts.append(tr("孕册 {number}", number=view.card_no))
    if view.adherence:
        parts.append(
            tr(
                "服 {taken}/{due} 天,{ok}",
                taken=view.adherence.taken,
                due=view.adherence.due,
                ok=tr("依从") if view.adherence.ok else tr("不依从"),
            )
        )
    return "  ".join(parts)


def _row(view: FolicView, today: date) -> Row:
    told = view.adherence
    share = f"{told.taken * 100 // told.due}%" if told and told.due else ""
    cells = (
        view.person.name,
        view.person.village,
        tr(STATES[view.stage]),
        str(view.started_on or ""),
        str(view.bottles),
        str(view.supplied_until or ""),
        due_words(view, today),
        Cell(share, "text" if told and told.ok else "doubt"),
    )
    return Row((view.id,), cells, view.person.id)


def _lines(view: FolicView) -> Iterator[Row]:
    """A course and all that hangs on it, the newest first."""
    found: list[tuple[date, int, Row]] = []
    own = view.id
    enrolled = view.values["enrolled_on"]
    words = tr(STATES[view.values["state"]])
    if view.values["high_risk_which"]:
        words += f"  {view.values['high_risk_which']}"
    found.append((enrolled, 0, _line(view, enrolled, tr("服用登记"), words, "correct-folic", None)))
    for handout in view.handouts:
        values = handout.values
        words = tr("{bottles} 瓶  批号 {batch}", bottles=values["bottles"], batch=handout.batch)
        words = "  ".join(part for part in (words, values["receiver"], values["remark"]) if part)
        day = values["given_on"]
        hangs = ("folic_handouts", handout.id)
        row = _line(view, day, tr("发药"), words, "correct-folic-handout", hangs)
        found.append((day, 1, row))
    for followup in view.followups:
        values = followup.values
        day = values["followed_on"]
        words = tr("服 {taken}/{due} 天", taken=values["days_taken"], due=view.due_on(day))
        way = FOLLOWUP_FIELDS["way"].choice(values["way"])
        more = (tr(way.label) if way else "", values["reaction"], values["stop_reason"])
        words = "  ".join(part for part in (words, *more) if part)
        hangs = ("folic_followups", followup.id)
        row = _line(view, day, tr("追访"), words, "correct-folic-followup", hangs)
        found.append((day, 2, row))
    ended = view.values["ended_on"]
    if ended:
        reason = END_FIELDS["end_reason"].choice(view.values["end_reason"])
        words = tr(reason.label) if reason else ""
        row = _line(view, ended, tr("结束"), words, "correct-folic-end", None)
        found.append((ended, 3, row))
    found.sort(key=lambda each: (each[0], each[1], own))
    return (row for _, _, row in reversed(found))


def _line(  # noqa: PLR0913, PLR0917  what a line consists of
    view: FolicView,
    day: date,
    title: str,
    words: str,
    form: str,
    hangs: tuple[str, int] | None,
) -> Row:
    record = str(view.id) if hangs is None else f"{view.id}/{hangs[1]}"
    table = hangs or ("folic_courses", view.id)
    return Row((str(day), form, *table), (str(day), title, words), (form, record, table))
