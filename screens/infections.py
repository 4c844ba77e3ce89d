"""HIV, syphilis and hepatitis B for who is permitted: the list, and all of one card."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.case_kinds import KINDS
from desk.infection import CASES, CHILDREN, INFECTION_TESTS
from desk.infections import InfectionBoard, InfectionLine, infection_card, infections
from desk.pregnancy_view import CardView
from rules.errors import RuleError
from rules.infection import HEPATITIS_B, HIV, SYPHILIS
from screens.records import QUIET_REFRESH, REFRESH, ListPage, new_action, of_people
from screens.specs import label_of, shown_value
from screens.words import STATES
from tui.actions import EXPORT_KEYS, HISTORY_KEYS, Action
from tui.chrome import Breadcrumb, OneLine
from tui.dialogs import Menu, Notice
from tui.language import side_by_side, tr, tr_error
from tui.lists import Cell, Column, MemorySource, RecordList, Row
from tui.rows import text_of

DISEASES = {HIV: "艾滋病", SYPHILIS: "梅毒", HEPATITIS_B: "乙肝"}
# What can be recorded on a card: the form of each kind, and of its correction.
FORMS = {
    INFECTION_TESTS.name: ("infection-test", "correct-infection-test"),
    CASES.name: ("infection-case", "correct-infection-case"),
    CHILDREN.name: ("exposed-child", "correct-exposed-child"),
}


class PermittedPage(ListPage):
    """A page that who may not read it does not stay on."""

    def not_opened(self, error: RuleError) -> None:
        """Back to where one came from, with the reason in a window."""
        self.leave()
        self.app.push_screen(Notice(tr_error(error)))


class InfectionsPage(PermittedPage):
    """Who is infected and what is missing, those missing most first."""

    HEADING = "艾梅乙名单"
    EMPTY = "没有阳性的孕产妇"
    ACTIONS = (
        REFRESH,
        Action(
            "export",
            EXPORT_KEYS,
            "导出",
            "艾梅乙登记单独写出,不在季度台账里",
            permission="infections.read",
        ),
    )
    COLUMNS: ClassVar = (
        Column("姓名", 10),
        Column("村", 10),
        Column("病种", 8),
        Column("日期", 10),
        Column("状态", 6),
        Column("还缺什么", 24, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """How many were tested and found."""
        yield OneLine("", "label", id="counts")

    def on_mount(self) -> None:
        """Read the list; that it was read is kept."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(infections, self.desk), self._arrived, refused=self.not_opened)

    def beside(self, records: RecordList) -> Widget:
        """The list; what is missing for the woman pointed at stands whole on the status line."""
        records.pointed = self._say_missing
        return records

    def open(self, row: Row) -> None:
        """All of her card."""
        if isinstance(row.data, InfectionLine):
            self.app.push_screen(self.app.page("infection", row.data.pregnancy_id))

    def action_export(self) -> None:
        """The page that writes the registers."""
        self.app.push_screen(self.app.page("export"))

    def _say_missing(self, row: Row | None) -> None:
        self.say(text_of(row.cells[-1]) if row is not None else "", "dim")

    def _arrived(self, board: InfectionBoard) -> None:
        words = tr(
            "近一年检测 {tested} 人  艾滋病 {hiv} 梅毒 {syphilis} 乙肝 {hepatitis}  有缺 {lacking}",
            tested=board.tested,
            hiv=board.positive(HIV),
            syphilis=board.positive(SYPHILIS),
            hepatitis=board.positive(HEPATITIS_B),
            lacking=sum(bool(line.missing) for line in board.lines),
        )
        self.query_one("#counts", OneLine).show(words, "label")
        rows = [_row(line) for line in board.lines]
        self.records.reload(of_people(self.desk, rows, lambda row: row.data.person_id))


def _row(line: InfectionLine) -> Row:
    missing = side_by_side(map(tr_error, line.missing))
    cells = (
        line.name,
        line.village,
        tr(DISEASES[line.disease]),
        str(line.since),
        tr(STATES[line.state]),
        Cell(missing, "doubt") if missing else Cell(tr("齐全"), "good"),
    )
    return Row((line.pregnancy_id, line.disease), cells, line)


class InfectionCardPage(PermittedPage):
    """Every test, case and child of one card, whole."""

    HEADING = "艾梅乙专册"
    EMPTY = "没有记录。按 {new} 登记"
    NARROWING = False
    ACTIONS = (
        new_action("登记", "登记检测、个案或孩子", "infections.manage"),
        Action(
            "edit", "enter", "随访/更正", "接着记或更正选中的一条,要写原因", "", "infections.manage"
        ),
        Action("whose", "f6", "此人", "打开她的页"),
        Action("history", HISTORY_KEYS, "历史", "选中的这条谁在何时改过什么", hint=False),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("事项", 15),
        Column("内容", 40, grow=True),
    )

    def __init__(self, pregnancy_id: int) -> None:
        super().__init__()
        self.pregnancy_id = pregnancy_id
        self._card: CardView | None = None

    def crumbs(self) -> list[str]:
        """Whose card."""
        return [tr(self.HEADING), *([self._card.mother.name] if self._card else [])]

    def on_mount(self) -> None:
        """Read the card; that it was read is kept."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        look = partial(infection_card, self.desk, self.pregnancy_id)
        self.work(look, self._arrived, refused=self.not_opened)

    def why_not(self, action: Action) -> str | None:
        """Nothing is mended where nothing is."""
        if action.id in {"edit", "history"} and self.records.row is None:
            return tr("还没有记录")
        if action.id == "whose" and self._card is None:
            return tr("还在读取,请稍候")
        return super().why_not(action)

    def action_new(self) -> None:
        """A test, a case or a child."""
        forms = dict(zip("123", FORMS, strict=True))

        def chosen(digit: str | None) -> None:
            if digit:
                self.app.open_form(FORMS[forms[digit]][0], str(self.pregnancy_id))

        choices = [(digit, tr(KINDS[name].title)) for digit, name in forms.items()]
        self.app.push_screen(Menu(tr("登记什么?"), choices), chosen)

    def action_edit(self) -> None:
        """The record pointed at."""
        table, record_id, _ = self._pointed()
        self.app.open_form(FORMS[table][1], f"{self.pregnancy_id}/{record_id}")

    def action_whose(self) -> None:
        """Her page."""
        if self._card is not None:
            self.app.open_person(self._card.mother.id)

    def action_history(self) -> None:
        """Who changed the record pointed at, when and why."""
        self.app.push_screen(self.app.page("history", *self._pointed()))

    def open(self, row: Row) -> None:  # noqa: ARG002  the selected one
        """Enter goes on with a record."""
        self.call_next(self.action_act, "edit")

    def _pointed(self) -> tuple[str, int, str]:
        row = self.records.row
        if row is None:
            raise RuntimeError("nothing is pointed at")
        table, record_id = row.data
        return table, record_id, tr(KINDS[table].title)

    def _arrived(self, card: CardView) -> None:
        self._card = card
        rows = [
            (record.values[KINDS[table].day], table, record)
            for table in FORMS
            for record in card.records[table]
        ]
        rows.sort(key=lambda row: (row[0], row[1]), reverse=True)
        self.records.reload(
            MemorySource(
                [
                    Row(
                        (place,),
                        (str(day), tr(KINDS[table].title), _told(table, record.values)),
                        (table, record.id),
                    )
                    for place, (day, table, record) in enumerate(rows)
                ]
            )
        )
        self.query_one(Breadcrumb).show(" > ".join(self.crumbs()))
        self.refresh_hints()


def _told(table: str, values: dict[str, object]) -> str:
    """Every value but the day, each with its label."""
    return "  ".join(
        f"{label_of(table, name)} {shown}"
        for name, value in values.items()
        if name != KINDS[table].day and (shown := shown_value(table, name, value))
    )
