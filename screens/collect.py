"""Sealed certificates: who is still to collect, who did, and the form of a collection."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from desk.application_rules import MOTHER
from desk.collecting import (
    COLLECTION_FIELDS,
    NO_LETTER,
    RESIDENT,
    CollectLine,
    Terms,
    Waiting,
    collect,
    collected,
    collection,
    collection_problems,
    correct_collection,
    number_field,
    uncollected,
    waiting,
)
from rules.errors import RuleError
from screens.correct import AsKept, Correction, own_id
from screens.form_page import FormPage, form_fields, given
from screens.records import QUIET_REFRESH, ListPage
from tui.actions import HISTORY_KEYS, Action
from tui.chrome import Breadcrumb, OneLine
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr
from tui.lists import Column, MemorySource, Row

if TYPE_CHECKING:
    from tui.drafts import Draft

PERSON = ("receiver", "receiver_id_kind", "receiver_id_no", "receiver_other_no", "letter")
WRITE = "certificates.write"


class CollectPage(ListPage):
    """What waits to be collected; Enter records it. The other list corrects what was recorded."""

    HEADING = "领证"
    EMPTY = "没有等着领的证"
    ACTIONS: ClassVar = (
        Action(
            "take",
            "enter",
            "领证",
            "选中的证领走了;已领的是更正",
            permission=WRITE,
            palette=False,  # there it would stand beside this page's own name
        ),
        Action("turn", "f6", "待领/已领", "换看另一边"),
        Action("history", HISTORY_KEYS, "历史", "选中的证谁在何时改过什么"),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("新生儿", 14),
        Column("母亲", 10, rank=2),
        Column("盖章日期", 10),
        Column("盖章人", 8, rank=3),
        Column("领证日期", 10),
        Column("领证人", 10, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._taken = False

    def above(self) -> Iterable[Widget]:
        """Which of the two lists."""
        yield OneLine("", "label", id="sums")

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be one to point at."""
        if action.id in {"take", "history"} and self.records.row is None:
            return super().why_not(action) or tr(self.EMPTY)
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(collected if self._taken else uncollected, self.desk), self._arrived)

    def action_turn(self) -> None:
        """The other list."""
        self._taken = not self._taken
        self.action_refresh()

    def action_take(self) -> None:
        """The form of the one pointed at."""
        row = self.records.row
        if row is not None:
            name = "correct-collection" if self._taken else "collection"
            self.app.open_form(name, f"{row.data.number}/{row.data.issue_id}")

    def action_history(self) -> None:
        """Of the certificate pointed at; of one collected, of its collection."""
        row = self.records.row
        if row is not None:
            line: CollectLine = row.data
            kept = ("certificate_issues", line.issue_id)
            if line.collection_id is not None:
                kept = ("certificate_collections", line.collection_id)
            self.app.push_screen(self.app.page("history", *kept, line.number))

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter."""
        self.call_next(self.action_act, "take")

    def _arrived(self, found: tuple[CollectLine, ...]) -> None:
        words = "已领走 {count} 张,最近的在前" if self._taken else "待领 {count} 张,等得久的在前"
        self.query_one("#sums", OneLine).show(tr(words, count=len(found)), "label")
        self.records.reload(MemorySource([_row(line) for line in found]))
        self.refresh_hints()


class CollectionPage(FormPage):
    """Somebody collects a certificate: the mother, or another with her letter.

    Whoever the application named stands there with number and letter, and only signs.
    """

    HEADING = "领证"
    NAME = "collection"
    START = "signed"
    ASKS = False

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.issue_id = own_id(record)
        self.terms = Terms(date.min)
        self._waiting: Waiting | None = None

    def crumbs(self) -> list[str]:
        """Which certificate."""
        child = self._waiting.child if self._waiting else ""
        return [tr(self.HEADING), " ".join(filter(None, (self.record.partition("/")[0], child)))]

    def prepare(self) -> None:
        """The certificate, and who is to collect it."""
        self._waiting = waiting(self.desk, self.issue_id)
        self.terms = self._waiting.terms

    def begins_with(self) -> dict[str, Any]:
        """Whoever the application names comes today; name and papers follow."""
        relation = self._waiting.relation if self._waiting else None
        return {"collected_on": self.app.today, "relation": relation}

    def opened(self, form: Form) -> None:
        """What is known of that person stands there from the beginning; whose it is, too."""
        form.model.recheck()
        form.model.settle()
        self.query_one(Breadcrumb).show(" > ".join(self.crumbs()))

    def fields(self) -> list[FormField]:
        """The relation first: name and papers of mother, father and who was named are known."""
        names = ("relation", *PERSON, "collected_on", "signed")
        more: dict[str, dict[str, Any]] = {name: self._known(name) for name in PERSON}
        more["receiver_id_no"]["when"] = lambda values: _shows(values, "receiver_id_no")
        more["receiver_other_no"]["when"] = lambda values: _shows(values, "receiver_other_no")
        more["letter"] |= {
            "when": lambda values: values.get("relation") != MOTHER,
            "echo": self._instead,
        }
        more["collected_on"] = {"known": True}
        more["signed"] = {"hint": "不是这个人来领的,按 PgUp 改关系"}
        section = " ".join(self.crumbs()[1:])
        return form_fields(COLLECTION_FIELDS, names, self.begins_with(), section, **more)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return collection_problems(values, self.terms, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:  # noqa: ARG002  none here
        """The collection."""
        collect(self.desk, self.issue_id, given(values))

    def _known(self, name: str) -> dict[str, Any]:
        found = self._waiting
        if found is None:
            return {}

        def follows(values: Mapping[str, Any]) -> Any:
            relation = values.get("relation") or ""
            person = found.people.get(relation, {})
            if name == "receiver_id_kind" and relation not in {"", MOTHER}:
                return person.get(name) or RESIDENT  # a number is asked for: of this, mostly
            if name == "letter" and values.get("receiver") not in {None, person.get("receiver")}:
                return None  # the letter names somebody else
            return person.get(name)

        return {"follows": follows, "known": True}

    def _instead(self, value: Any, values: Mapping[str, Any]) -> str:  # noqa: ARG002  echo's form
        """What the application took in place of the letter."""
        if value != NO_LETTER or not self.terms.instead:
            return ""
        return tr("申请时的其他材料: {words}", words=self.terms.instead)


def _shows(values: Mapping[str, Any], name: str) -> bool:
    return number_field(values) == name


class CorrectCollectionPage(Correction, CollectionPage):
    """The correction of a collection."""

    HEADING = "更正领证"
    NAME = "correct-collection"
    SPECS = COLLECTION_FIELDS

    def read(self) -> AsKept:
        """The collection as it is kept."""
        view, self.terms = collection(self.desk, self.issue_id)
        return (view.version,), dict(view.values)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own, new = self.issue_id, self.over(values)
        correct_collection(self.desk, own, self.versions[0], new, reason)


def _row(line: CollectLine) -> Row:
    cells = (
        line.number,
        line.child,
        line.mother,
        str(line.sealed_on),
        line.sealer,
        str(line.collected_on or ""),
        line.receiver,
    )
    return Row(line.issue_id, cells, line)
