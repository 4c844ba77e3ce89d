"""The forms of the stock room: a bundle counted in, a slip, an edition retired, a year's plan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.stock_room import (
    RECEIPT_FIELDS,
    newest_edition,
    receipt_doubts,
    receipt_problems,
    receive,
)
from rules.certificate import number_range
from rules.errors import RuleError
from screens.form_page import FormPage, form_fields, given
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft


class ReceiptPage(FormPage):
    """A bundle of blanks counted by two people."""

    HEADING = "空白证入库"
    NAME = "receipt"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._edition = ""

    def prepare(self) -> None:
        """Which edition came last."""
        self._edition = newest_edition(self.desk)

    def fields(self) -> list[FormField]:
        """The range, the count, who counted."""
        values = {
            "received_on": self.app.today,
            "edition": self._edition,
            "received_by": self.desk.user_name,
            "checked_by": self.last("checked_by"),
        }
        return form_fields(
            RECEIPT_FIELDS, tuple(RECEIPT_FIELDS), values, "入库", last={"echo": how_many}
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return receipt_problems(values, self.app.today)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Very many, or of an edition that went out of use."""
        return receipt_doubts(values, self._edition)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> int:
        """Into stock."""
        return receive(self.desk, given(values), doubts)

    def kept(self, result: int) -> None:
        """Back to the account."""
        self.leave()
        self.app.say(tr("已入库 {count} 枚", count=result), "good")


def how_many(last: str, values: Mapping[str, Any]) -> str:
    """How many numbers there are between two ends."""
    try:
        return tr("共 {count} 枚", count=number_range(values.get("first") or "", last).count)
    except ValueError:
        return ""
