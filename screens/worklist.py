"""The worklist: everything due, one line each; a digit records a call, Enter opens the form."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from textual.widget import Widget

from desk.calls import (
    AWAY,
    COMING,
    LOST,
    RE_DATED,
    REFUSED,
    CallView,
    no_call,
    record_call,
    take_back,
)
from desk.places import papers_folder
from desk.worklist import KINDS, DueItem, due
from ledgers.export.call_sheet import export_call_sheets
from rules.errors import RuleError
from screens.desks import DESKS
from screens.records import QUIET_REFRESH, ListPage, digit_words
from screens.worklist_rows import COLUMNS, call_words, form_of, item_row
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Ask
from tui.language import tr, tr_error
from tui.lists import MemorySource, Row

ALL = ""  # every village, every kind
# An item is put off by a digit for so many days; the last digit asks for the day itself.
PUT_OFF = {"1": 1, "2": 3, "3": 7, "4": 14}
ANOTHER_DAY = "5"
CALLS = "电话"


def _call(name: str, digit: str, label: str, words: str) -> Action:
    return Action(name, digit, label, words, CALLS, "records.write", hint=False)


class WorklistPage(ListPage):
    """What is due, of every village or of one."""

    HEADING = "待办"
    EMPTY = "没有要办的"
    ACTIONS = (
        _call("coming", COMING, "会来", "电话: 会来,或已经来了"),
        _call("re_date", RE_DATED, "改期", "电话: 改到别的日子,到那天再列出"),
        _call("away", AWAY, "外出", "电话: 人在外地"),
        _call("lost", LOST, "失访", "电话: 找不到人;三天都找不到就问要不要结案"),
        _call("refused", REFUSED, "拒绝", "电话: 不愿来"),
        _call("note_call", "6", "详记", "写下电话的日期、结果和说明"),
        _call("take_back", "9,ctrl+z", "撤销", "撤销这一页上刚记的电话"),
        Action("village", "f6,right", "下一村", "只看一个村;再按是下一个"),
        Action("village_back", "left", "上一村", "前一个村", palette=False, hint=False),
        Action("kind", "f7,8", "换一类", "只看一类事;再按是下一类"),
        Action("sheet", "f8", "电话单", "每村一页,打印给村医", permission="ledgers.export"),
        Action("late", "f9", "逾期/全部", "只看逾期的,最久的在前;再按一次看全部"),
        Action("person", "7", "个人页", "打开这个人的页", hint=False),
        Action("waiting", "0", "已改期", "只看改了期、还没到日子的;再按一次看其余", hint=False),
        QUIET_REFRESH,
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )
    COLUMNS = COLUMNS

    def __init__(self, village: str = ALL) -> None:
        super().__init__()
        self._village = village
        self._kind = ALL
        self._late = self._waiting = False
        self._items: Sequence[DueItem] = ()
        self._recorded: list[CallView] = []  # here; the last is taken back first

    def above(self) -> Iterable[Widget]:
        """What is shown, and what the digits record."""
        yield OneLine(tr("正在读取…"), "label", id="sums")
        yield OneLine(self._digits(), "dim", id="digits")

    def on_mount(self) -> None:
        """Read; textual also calls the list's own, which takes the keys."""
        self.action_refresh()

    def reworded(self) -> None:
        """The digits in the other language."""
        self.query_one("#digits", OneLine).show(self._digits())
        super().reworded()

    def _digits(self) -> str:
        shown = (each for each in self.ACTIONS if each.group == CALLS or each.id == "person")
        return digit_words(sorted(shown, key=lambda each: each.keys))

    # --- reading and showing

    def action_refresh(self) -> None:
        """Read anew."""
        read = partial(due, self.desk, waiting=True)
        self.work(read, self._arrived, refused=self._not_read)

    def _not_read(self, error: RuleError) -> None:
        self.query_one("#sums", OneLine).show("")
        self.refused(error)

    def _arrived(self, items: Sequence[DueItem]) -> None:
        self._items = items
        self._show()

    def _show(self) -> None:
        shown = self._filtered()
        if self._late:
            shown = sorted((i for i in shown if i.days_late), key=lambda item: -item.days_late)
        self.query_one("#sums", OneLine).show(self._sums(shown))
        self.records.reload(MemorySource([item_row(item, self.app.today) for item in shown]))

    def _filtered(self) -> list[DueItem]:
        today = self.app.today
        return [
            item
            for item in self._items
            if self._village in {ALL, item.village}
            and self._kind in {ALL, item.kind}
            and item.waits(today) == self._waiting
        ]

    def _sums(self, shown: Sequence[DueItem]) -> str:
        parts = [
            self._village or tr("全部村"),
            tr(KINDS[self._kind]) if self._kind else tr("全部事"),
            tr("{count} 件", count=len(shown)),
            tr("逾期 {count}", count=sum(item.days_late > 0 for item in shown)),
        ]
        parts += call_words(shown)
        put_off = sum(item.waits(self.app.today) for item in self._items)
        if self._waiting:
            parts.append(tr("只看已改期的"))
        elif put_off:
            parts.append(tr("已改期 {count}", count=put_off))
        return "  ".join(parts)

    def action_village(self) -> None:
        """The next village of those with something due."""
        self._village = self._next(self._village, 1, *sorted({i.village for i in self._items}))
        self._turn()

    def action_village_back(self) -> None:
        """The village before."""
        self._village = self._next(self._village, -1, *sorted({i.village for i in self._items}))
        self._turn()

    def action_kind(self) -> None:
        """The next kind of those that are due."""
        due_now = {item.kind for item in self._items}
        self._kind = self._next(self._kind, 1, *(kind for kind in KINDS if kind in due_now))
        self._turn()

    def action_late(self) -> None:
        """Only what is overdue, the longest first; or all again."""
        self._late = not self._late
        self._turn()

    def action_waiting(self) -> None:
        """Only what was put off; or the rest again."""
        self._waiting = not self._waiting
        self._turn()

    def _turn(self) -> None:
        self._show()
        self.records.to_start()

    @staticmethod
    def _next(now: str, step: int, *others: str) -> str:
        places = [ALL, *(each for each in others if each != ALL)]
        return places[(places.index(now) + step) % len(places)] if now in places else ALL

    # --- what is done

    @property
    def item(self) -> DueItem | None:
        """What is pointed at."""
        row = self.records.row
        return row.data if row is not None else None

    def why_not(self, action: Action) -> str | None:
        """No call where nobody is to be called; nor is one taken back that was not recorded."""
        refusal = super().why_not(action)
        if refusal is not None or action.group != CALLS:
            return refusal
        if action.id == "take_back":
            return None if self._recorded else tr("这一页上还没有记电话")
        if self.item is None:
            return tr("名单是空的")
        uncalled = no_call(self.item)
        return tr_error(uncalled) if uncalled else None

    def open(self, row: Row) -> None:
        """The form that does it, or the person's page where there is none for this user."""
        item: DueItem = row.data
        opened = form_of(item) if self.app.may("records.write") else None
        if opened is None:
            self.app.open_person(item.person_id)
        else:
            self.app.open_form(*opened)

    def action_person(self) -> None:
        """The person's page."""
        if self.item is not None:
            self.app.open_person(self.item.person_id)

    def action_coming(self) -> None:
        """Said she would come."""
        self._record(COMING)

    def action_away(self) -> None:
        """Elsewhere."""
        self._record(AWAY)

    def action_lost(self) -> None:
        """Not to be found."""
        self._record(LOST)

    def action_refused(self) -> None:
        """Would not."""
        self._record(REFUSED)

    def action_re_date(self) -> None:
        """On another day: which?"""
        item = self.item
        if item is None:
            return

        def chosen(digit: str | None) -> None:
            if digit == ANOTHER_DAY:
                self._open_call(item, RE_DATED)
            elif digit:
                self._record(RE_DATED, self.app.today + timedelta(days=PUT_OFF[digit]), item)

        choices = [
            (digit, tr("{days} 天后  {day}", days=days, day=self.app.today + timedelta(days=days)))
            for digit, days in PUT_OFF.items()
        ]
        choices.append((ANOTHER_DAY, tr("别的日子")))
        question = tr("{name} {what}: 改到哪天?", name=item.person, what=tr(item.name))
        self.app.push_screen(Ask(question, choices), chosen)

    def action_note_call(self) -> None:
        """The whole form of a call."""
        if self.item is not None:
            self._open_call(self.item)

    def _open_call(self, item: DueItem, outcome: str = "") -> None:
        self.app.open_form("call", f"{item.kind}/{item.code}/{item.record_id}/{outcome}")

    def _record(
        self, outcome: str, again_on: date | None = None, item: DueItem | None = None
    ) -> None:
        item = item or self.item
        if item is None:
            return
        values = {"called_on": self.app.today, "outcome": outcome, "again_on": again_on}
        self.work(
            partial(record_call, self.desk, item, values),
            partial(self._called, item),
            group=f"call {item.kind} {item.code} {item.record_id}",
        )

    def _called(self, item: DueItem, call: CallView) -> None:
        self._recorded.append(call)
        done = replace(item, call=call)
        self._items = [done if _same(each, item) else each for each in self._items]
        self._show()
        self.action_refresh()  # in place of a reading that began before the call was kept
        undo = self.key_of("take_back")
        words = tr("{name}: {word}。按 {key} 撤销", name=item.person, word=tr(call.word), key=undo)
        self.say(words, "good")
        if call.to_close and item.pregnancy_id is not None:
            self._propose_closing(item, call)

    def _propose_closing(self, item: DueItem, call: CallView) -> None:
        def answered(digit: str | None) -> None:
            if digit == "2":
                self.app.open_form("end", str(item.pregnancy_id))

        words = tr(
            "{name} 已有 {days} 天找不到人。按失访结案吗?", name=item.person, days=call.lost_days
        )
        self.app.push_screen(Ask(words, [("1", tr("再找找")), ("2", tr("去结案"))]), answered)

    def action_take_back(self) -> None:
        """The last call recorded here."""
        call = self._recorded.pop()
        self.work(partial(take_back, self.desk, call.id), self._taken_back, group="take back")

    def _taken_back(self, _: None) -> None:
        self.say(tr("已撤销"), "good")
        self.action_refresh()

    def action_sheet(self) -> None:
        """A sheet for each village doctor, of what is shown."""
        out: Path = self.app.memory.get("out", papers_folder())
        shown = [item for item in self._items if self._village in {ALL, item.village}]
        job = partial(export_call_sheets, self.desk, shown, out)
        self.work(job, self._written, group="sheet")

    def _written(self, paths: Sequence[Path]) -> None:
        words = tr(
            "电话单已写到 {folder}: {names}",
            folder=paths[0].parent,
            names="、".join(path.name for path in paths),
        )
        self.tell(words, "good")


def _same(one: DueItem, other: DueItem) -> bool:
    return (one.kind, one.code, one.record_id) == (other.kind, other.code, other.record_id)
