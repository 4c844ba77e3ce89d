"""Month-end counts: the list, one count with its differences, and the form it is counted with."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from desk.errors import DeskError
from desk.stock_counts import (
    COUNT_FIELDS,
    Books,
    CountView,
    Difference,
    books,
    count_due,
    count_of,
    count_problems,
    counts,
    keep_count,
)
from rules.certificate import CertificateRange
from rules.certificate_states import LABELS
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from rules.number_lists import all_of, numbers_of, span, unbroken
from screens.form_page import FormPage, form_fields, given
from screens.records import REFRESH, ListPage, new_action
from tui.chrome import OneLine
from tui.fields.parts import FormField
from tui.language import tr, tr_error
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from datetime import date

    from tui.drafts import Draft

    Group = tuple[Difference, ...]
    Seen = tuple[tuple[str, CertificateRange], ...]  # a field's name and what it ought to hold

NONE = "-"  # typed where nothing of a range was there
MOST_GROUPS = 8  # explanations asked for one by one; the last one is for all that is left
OVER = FieldSpec(
    Kind.TEXT, "账外编号", max_length=500, help="点到了、账上不在手的编号,用空格分开;没有就空着"
)
WORDS = FieldSpec(
    Kind.TEXT, "差异原因", max_length=200, required=True, help="查到的原因;改账要另办作废、遗失等"
)
MISSING, EXTRA = "1", "2"  # codes of a difference
KINDS = {MISSING: "少", EXTRA: "多"}


class BlankCountsPage(ListPage):
    """The counts, the newest first."""

    HEADING = "空白证盘点"
    EMPTY = "还没有盘点。按 {new} 盘点"
    ACTIONS = (
        new_action("新盘点", "两人把保险柜和签发处的空白证逐号点一遍", "certificates.write"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("盘点日期", 10),
        Column("账存", 5, right=True),
        Column("实点", 5, right=True),
        Column("少", 7, right=True),
        Column("多", 4, right=True),
        Column("盘点人", 10),
        Column("监盘人", 10),
        Column("备注", 8, rank=2, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """Whether one is due."""
        yield OneLine("", "doubt", id="due")

    def on_mount(self) -> None:
        """Read them."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(lambda: (counts(self.desk), count_due(self.desk)), self._arrived)

    def action_new(self) -> None:
        """Count."""
        self.app.open_form("blank-count")

    def open(self, row: Row) -> None:
        """Its differences."""
        self.app.push_screen(self.app.page("blank_count", row.data))

    def _arrived(self, found: "tuple[tuple[CountView, ...], date | None]") -> None:
        kept, due = found
        words = tr("{month} 还没有盘点", month=f"{due:%Y-%m}") if due else ""
        self.query_one("#due", OneLine).show(words, "doubt")
        self.records.reload(MemorySource([_row(each) for each in kept]))


class BlankCountPage(ListPage):
    """One count: each number that differed, and why; Enter opens the number's life."""

    HEADING = "盘点差异"
    EMPTY = "账实相符,没有差异"
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("差异", 7),
        Column("当时账上", 10),
        Column("原因", 40, grow=True),
    )

    def __init__(self, count_id: int) -> None:
        super().__init__()
        self._count_id = count_id

    def above(self) -> Iterable[Widget]:
        """When, how many, by whom."""
        yield OneLine("", "key", id="count")

    def on_mount(self) -> None:
        """Read it."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(count_of, self.desk, self._count_id), self._arrived)

    def open(self, row: Row) -> None:
        """The number's whole life."""
        self.app.push_screen(self.app.page("number", row.data))

    def _arrived(self, kept: CountView) -> None:
        words = tr(
            "{day}  账存 {books}  实点 {counted}  盘点人 {who}  监盘人 {other}",
            day=kept.counted_on,
            books=kept.on_books,
            counted=kept.counted,
            who=kept.counted_by,
            other=kept.checked_by,
        )
        self.query_one("#count", OneLine).show(words, "key")
        self.records.reload(MemorySource([_line(each, words) for each, words in kept.lines]))


class CountPage(FormPage):
    """A count: Enter on a range that is all there, else what was seen of it; differences explained.

    The fields of the ranges are those the books have now; the differences follow from what is
    typed, so each must be explained on this very page.
    """

    HEADING = "月末盘点"
    NAME = "blank-count"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._books = Books({})
        self._seen: Seen = ()
        self._found: tuple[list[object], list[Group]] = ([], [])  # what was typed, what it makes

    def prepare(self) -> None:
        """The books."""
        self._books = books(self.desk)
        ranges = (*self._books.safe, *self._books.at_desk)
        if not ranges:
            raise DeskError("NONE", "账上没有空白证,不用盘点")
        self._seen = tuple((f"seen_{each.first}", each) for each in ranges)

    def fields(self) -> list[FormField]:
        """Each range by its place, what is over, an explanation for each difference, the people."""
        safe = len(self._books.safe)
        fields = [self._range(place, place < safe) for place in range(len(self._seen))]
        fields.append(FormField("over", OVER, section=tr("账外")))
        fields += [self._explanation(place) for place in range(MOST_GROUPS)]
        values = {
            "counted_on": self.app.today,
            "counted_by": self.desk.user_name,
            "checked_by": self.last("checked_by"),
        }
        names = tuple(name for name in COUNT_FIELDS if name != "counted")
        return fields + form_fields(COUNT_FIELDS, names, values, "月末盘点")

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Lists that can be read, and as the desk will check it."""
        wrong = dict(count_problems(values, self.app.today))
        for name, within in (*self._seen, ("over", None)):
            try:
                _numbers(values.get(name), within)
            except RuleError as error:
                wrong[name] = error
        return wrong

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CountView:  # noqa: ARG002  none here
        """With an explanation for every number that differs."""
        words = {
            each.number: values.get(f"words_{place}") or ""
            for place, group in enumerate(self._groups(values))
            for each in group
        }
        kept = {name: values.get(name) for name in COUNT_FIELDS if name != "counted"}
        return count_of(
            self.desk, keep_count(self.desk, given(kept), self._numbers_seen(values), words)
        )

    def kept(self, result: CountView) -> None:
        """Back to the list."""
        self.leave()
        words = tr("账存 {books},实点 {counted}", books=result.on_books, counted=result.counted)
        self.app.say(f"{words}  {_verdict(result)}", "doubt" if result.lines else "good")

    def _range(self, place: int, safe: bool) -> FormField:  # noqa: FBT001  which of two places
        name, within = self._seen[place]
        spec = FieldSpec(
            Kind.TEXT,
            _short(within),
            max_length=500,
            help="全在就按回车;有缺的只填点到的,如 1-7 9;一枚也没有填 -",
        )
        return FormField(
            name,
            spec,
            section=tr("保险柜") if safe else tr("签发处"),
            hint=partial(_all_there, within),
            echo=partial(_echo, within),
        )

    def _explanation(self, place: int) -> FormField:
        def shown(values: Mapping[str, Any]) -> bool:
            return len(self._groups(values)) > place

        def hint(values: Mapping[str, Any]) -> str:
            groups = self._groups(values)
            return _about(groups[place]) if len(groups) > place else ""

        return FormField(
            f"words_{place}",
            WORDS,
            section=tr("差异"),
            when=shown,
            hint=hint,
            echo=lambda _, values: hint(values),
        )

    def _numbers_seen(self, values: Mapping[str, Any]) -> list[str]:
        fields = (*self._seen, ("over", None))
        return list(
            chain.from_iterable(_numbers(values.get(name), within) for name, within in fields)
        )

    def _groups(self, values: Mapping[str, Any]) -> "list[Group]":
        """The differences, those of one kind and state in a row together."""
        typed = [values.get(name) for name, _ in (*self._seen, ("over", None))]
        if typed != self._found[0]:
            try:
                self._found = typed, _grouped(self._books.compare(self._numbers_seen(values)))
            except RuleError:
                self._found = typed, []  # a list cannot be read yet
        return self._found[1]


def _numbers(typed: str | None, within: CertificateRange | None) -> Sequence[str]:
    """What was seen of a range; nothing typed means all of it."""
    if within is not None and not typed:
        return all_of(within)
    return () if typed == NONE else numbers_of(typed or "", within)


def _grouped(found: Sequence[Difference]) -> "list[Group]":
    groups: list[list[Difference]] = []
    for each in found:
        last = groups[-1][-1] if groups else None
        joined = last and (last.kind, last.state) == (each.kind, each.state)
        if (last and joined and len(unbroken([last.number, each.number])) == 1) or (
            len(groups) == MOST_GROUPS
        ):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [tuple(group) for group in groups]


def _about(group: "Group") -> str:
    """Which numbers, which way they differ, and which act puts it right."""
    numbers = unbroken(each.number for each in group)
    first = span(numbers[0])
    more = tr("等{count}枚", count=len(group)) if len(numbers) > 1 else ""
    return f"{tr(KINDS[group[0].kind])} {first}{more} {tr_error(group[0].advice)}"


def _all_there(within: CertificateRange, _: Mapping[str, Any]) -> str:
    return tr("{count} 枚全在就按回车", count=within.count)


def _echo(within: CertificateRange, typed: str, _: Mapping[str, Any]) -> str:
    try:
        return tr(
            "点到 {seen} 枚,账上 {books} 枚", seen=len(_numbers(typed, within)), books=within.count
        )
    except RuleError:
        return ""


def _short(numbers: CertificateRange) -> str:
    """A range as a label: the second end by its last digits."""
    if numbers.count == 1:
        return numbers.first
    same = next(place for place in range(10) if numbers.first[place] != numbers.last[place])
    return f"{numbers.first}-{numbers.last[same:]}"


def _verdict(kept: CountView) -> str:
    if not kept.lines:
        return tr("账实相符")
    return tr("差异 {count} 号,已写明原因", count=len(kept.lines))


def _row(kept: CountView) -> Row:
    kinds = [each.kind for each, _ in kept.lines]
    cells = (
        str(kept.counted_on),
        str(kept.on_books),
        str(kept.counted),
        Cell(str(kinds.count(MISSING) or ""), "error"),
        Cell(str(kinds.count(EXTRA) or ""), "error"),
        kept.counted_by,
        kept.checked_by,
        kept.remark,
    )
    return Row((kept.id,), cells, kept.id)


def _line(each: Difference, words: str) -> Row:
    state = tr(LABELS[each.state]) if each.state else tr("不在账上")
    return Row((each.number,), (each.number, tr(KINDS[each.kind]), state, words), each.number)
