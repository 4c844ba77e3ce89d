"""The form of a call; record is the item's ``kind/code/record/outcome``, else ``person/call``."""

from collections.abc import Mapping
from typing import Any

from desk.calls import (
    CALL_FIELDS,
    RE_DATED,
    CallView,
    call_of,
    check_call,
    correct_call,
    record_call,
)
from desk.errors import DeskError
from desk.worklist import DueItem, due
from rules.errors import RuleError
from screens.correct import AsKept, Correction, own_id
from screens.form_page import FormPage, form_fields, given, when
from tui.fields.parts import FormField
from tui.language import tr


class CallPage(FormPage):
    """What came of a call for something due, in full."""

    HEADING = "电话记录"
    NAME = "call"
    START = "outcome"

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._item: DueItem | None = None

    def prepare(self) -> None:
        """What it is about, as it is due now.

        Raises:
            DeskError: it is due no more.
        """
        kind, code, record_id, _ = self.record.split("/")
        wanted = (kind, code, int(record_id))
        for item in due(self.desk, waiting=True):
            if (item.kind, item.code, item.record_id) == wanted:
                self._item = item
                return
        raise DeskError("NOT_DUE", "这件事已经办了,不用再打电话")

    @property
    def item(self) -> DueItem:
        """What is due, once it is read."""
        if self._item is None:
            raise RuntimeError("not read yet")
        return self._item

    def title_of_draft(self) -> str:
        """Whom it was about."""
        return f"{self.heading()} {self.item.person}"

    def begins_with(self) -> dict[str, Any]:
        """Today; the outcome if its key was pressed."""
        outcome = self.record.rpartition("/")[2]
        return {"called_on": self.app.today, "outcome": outcome or None}

    def headed(self) -> str:
        """Whom and what it is about."""
        item = self.item
        return f"{item.person}  {item.village}  {tr(item.name)}"

    def fields(self) -> list[FormField]:
        """The day, what came of it, until when, what there is to say."""
        more = {"again_on": when("outcome", RE_DATED)}
        return form_fields(
            CALL_FIELDS, tuple(CALL_FIELDS), self.begins_with(), self.headed(), **more
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return check_call(values, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CallView:  # noqa: ARG002  none here
        """The call."""
        return record_call(self.desk, self.item, given(values))


class CorrectCallPage(Correction, CallPage):
    """The correction of a call."""

    HEADING = "更正电话记录"
    NAME = "correct-call"
    SPECS = CALL_FIELDS

    def read(self) -> AsKept:
        """The call as it is kept."""
        self.call = call_of(self.desk, own_id(self.record))
        return (self.call.version,), dict(self.call.values)

    def title_of_draft(self) -> str:
        """It has no other name."""
        return self.heading()

    def headed(self) -> str:
        """What it was about, and who called."""
        return f"{tr(self.call.name)}  {self.call.called_by}"

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CallView:
        """The corrected call over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_call(self.desk, own, self.versions[0], self.over(values), reason)
