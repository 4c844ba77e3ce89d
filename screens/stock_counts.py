"""Counts of the blanks: the list, one count with its differences, the form it is counted with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from desk.errors import DeskError
from desk.stock_counts import (
    COUNT_FIELDS,
    HANDOVER,
    MONTH_END,
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
from rules.number_lists import all_of, numbers_of, span, spans, unbroken
from screens.form_page import form_fields, given
from screens.records import REFRESH, ListPage, new_action
from screens.signed_form import SignedForm
from tui.chrome import OneLine
from tui.fields.parts import FormField
from tui.language import tr, tr_error
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from datetime import date

    from tui.drafts import Draft

    Group = tuple[Difference, ...]

MOST_GROUPS = 8  # explanations asked for one by one; the last one is for all that is left
SEEN = FieldSpec(
    Kind.NUMBER, "", unit="枚", hard=(0, 100_000), required=True, help="这一段点到几枚就填几"
)
GONE = FieldSpec(
    Kind.TEXT,
    "没点到的",
    max_length=500,
    required=True,
    help="没点到的编号,可只写后几位,如 7 9-11",
)
OVER = FieldSpec(
    Kind.TEXT, "账外编号", max_length=500, help="点到了、账上不在手的编号,用空格分开;没有就空着"
)
WORDS = FieldSpec(
    Kind.TEXT, "差异原因", max_length=200, required=True, help="查到的原因;改账要另办作废、遗失等"
)
MISSING, EXTRA = "1", "2"  # codes of a difference
TYPED = tuple(name for name in COUNT_FIELDS if name not in {"counted", "checked_by"})
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
        Column("类别", 10),
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
            "{day} {kind}  账存 {books}  实点 {counted}  盘点人 {who}  监盘人 {other}",
            day=kept.counted_on,
            kind=_kind(kept),
            books=kept.on_books,
            counted=kept.counted,
            who=kept.counted_by,
            other=kept.checked_by,
        )
        self.query_one("#count", OneLine).show(words, "key")
        self.records.reload(MemorySource([_line(each, words) for each, words in kept.lines]))


class CountPage(SignedForm):
    """A count: of each range how many were there, and which were not; differences explained.

    The fields of the ranges are those the books have now; the differences follow from what is
    typed, so each must be explained on this very page. Who watched signs at the end; at a handover
    that is who takes the stock over.
    """

    HEADING = "月末盘点"
    NAME = "blank-count"
    SIGNS = "stock.read"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._books = Books({})
        self._ranges: tuple[CertificateRange, ...] = ()
        self._found: tuple[list[object], list[Group]] = ([], [])  # what was typed, what it makes

    def prepare(self) -> None:
        """The books."""
        self._books = books(self.desk)
        self._ranges = (*self._books.safe, *self._books.at_desk)
        if not self._ranges:
            raise DeskError("NONE", "账上没有空白证,不用盘点")

    def fields(self) -> list[FormField]:
        """Each range by its place, what is over, an explanation for each difference, the people."""
        safe = len(self._books.safe)
        fields: list[FormField] = []
        for place, each in enumerate(self._ranges):
            fields += self._range(each, tr("保险柜") if place < safe else tr("签发处"))
        fields.append(FormField("over", OVER, section=tr("账外")))
        fields += [self._explanation(place) for place in range(MOST_GROUPS)]
        values = {
            "kind": MONTH_END,
            "counted_on": self.app.today,
            "counted_by": self.desk.user_name,
        }
        return fields + form_fields(COUNT_FIELDS, TYPED, values, "月末盘点", kind={"known": True})

    def signed_for(self) -> str:
        """At a handover, who it is that signs."""
        return tr("人员交接,接管的人签字") if self.form.values.get("kind") == HANDOVER else ""

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Held against the books of this moment before anybody signs."""

        def read(now: Books) -> None:
            if not self._moved(now):
                super(CountPage, self).submit(values, doubts)

        self.work(partial(books, self.desk), read, group="save")

    def decide(self, error: RuleError) -> None:
        """What moved while somebody signed is to be counted again."""
        if error.reason == "UNEXPLAINED":
            self.submit_again()
        else:
            super().decide(error)

    def _moved(self, now: Books) -> bool:
        """Take the books as they are now; whether other numbers ought to be here than before."""
        before, self._books, self._found = self._books.here, now, ([], [])
        moved = sorted(before ^ now.here)
        if not moved:
            return False
        more = tr("等{count}枚", count=len(moved)) if len(moved) > 1 else ""
        state = tr(LABELS[now.states[moved[0]]])
        words = "盘点时 {number}{more} 变为「{state}」,请重点"
        places = [f"seen_{each.first}" for each in self._ranges if moved[0] in each]
        self.form.go_to(*places or ["over"])
        self.form.model.current.arrive()
        self.tell(tr(words, number=moved[0], more=more, state=state))
        return True

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Counts that agree with what was missed, lists that can be read, and as the desk does."""
        wrong = dict(count_problems(values, self.app.today))
        for each in self._ranges:
            found = _wrong(each, values)
            if found is not None:
                wrong[found[0]] = found[1]
        try:
            numbers_of(values.get("over") or "")
        except RuleError as error:
            wrong["over"] = error
        return wrong

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CountView:  # noqa: ARG002  none here
        """With an explanation for every number that differs."""
        if self.hand is None:
            raise DeskError("SECOND", "{act}要有第二人复核", act="月末盘点")
        words = {
            each.number: values.get(f"words_{place}") or ""
            for place, group in enumerate(self._groups(values))
            for each in group
        }
        typed = given({name: values.get(name) for name in TYPED})
        seen = self._numbers_seen(values)
        return count_of(self.desk, keep_count(self.desk, typed, seen, words, self.hand))

    def kept(self, result: CountView) -> None:
        """Back to the list."""
        self.leave()
        words = tr("账存 {books},实点 {counted}", books=result.on_books, counted=result.counted)
        self.app.say(f"{words}  {_verdict(result)}", "doubt" if result.lines else "good")

    def _range(self, within: CertificateRange, section: str) -> list[FormField]:
        """How many of a range were there; where some were not, which."""
        missed = [number for number in self._books.unsettled if number in within]
        again = spans(unbroken(missed))
        seen, gone = f"seen_{within.first}", f"gone_{within.first}"
        return [
            FormField(
                seen,
                replace(SEEN, label=_short(within)),
                section=section,
                hint=(lambda _: tr("上次没点到 {numbers}", numbers=again)) if missed else "",
                echo=lambda count, _: (
                    tr("账上 {books} 枚", books=within.count) if count != within.count else ""
                ),
            ),
            FormField(
                gone,
                GONE,
                section=section,
                when=lambda values: 0 < (values.get(seen) or 0) < within.count,
            ),
        ]

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
        seen = list(numbers_of(values.get("over") or ""))
        for each in self._ranges:
            if values.get(f"seen_{each.first}"):
                gone = set(_gone(each, values))
                seen += [number for number in all_of(each) if number not in gone]
        return seen

    def _groups(self, values: Mapping[str, Any]) -> "list[Group]":
        """The differences, those of one kind and state in a row together.

        None while a range is not counted, or while what was missed does not agree with its count.
        """
        names = [f"{what}_{each.first}" for each in self._ranges for what in ("seen", "gone")]
        typed = [values.get(name) for name in (*names, "over")]
        if typed != self._found[0]:
            self._found = typed, self._compared(values)
        return self._found[1]

    def _compared(self, values: Mapping[str, Any]) -> "list[Group]":
        counted = all(values.get(f"seen_{each.first}") is not None for each in self._ranges)
        if not counted or any(_wrong(each, values) for each in self._ranges):
            return []
        try:
            return _grouped(self._books.compare(self._numbers_seen(values)))
        except RuleError:
            return []  # a list cannot be read yet


def _gone(within: CertificateRange, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of a range were not there."""
    partly = 0 < (values.get(f"seen_{within.first}") or 0) < within.count
    return numbers_of(values.get(f"gone_{within.first}") or "", within) if partly else ()


def _wrong(within: CertificateRange, values: Mapping[str, Any]) -> tuple[str, RuleError] | None:
    """The field of a range that cannot be right, and why."""
    seen, gone = f"seen_{within.first}", f"gone_{within.first}"
    count = values.get(seen)
    if count is not None and count > within.count:
        words = "这一段账上 {books} 枚;多出来的填在「账外编号」"
        return seen, RuleError("OVER", words, books=within.count)
    try:
        missed = len(_gone(within, values))
    except RuleError as error:
        return gone, error
    if count and values.get(gone) and count < within.count and count + missed != within.count:
        words = "点到 {seen} 枚,应有 {missing} 枚没点到,写了 {written} 枚"
        return gone, RuleError(
            "COUNT", words, seen=count, missing=within.count - count, written=missed
        )
    return None


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


def _kind(kept: CountView) -> str:
    choice = COUNT_FIELDS["kind"].choice(kept.kind)
    return tr(choice.label) if choice else ""


def _row(kept: CountView) -> Row:
    kinds = [each.kind for each, _ in kept.lines]
    cells = (
        str(kept.counted_on),
        _kind(kept),
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
