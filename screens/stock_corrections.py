"""Corrections of what a receipt or a slip says; its numbers are moved back by their own acts.

A receipt whose numbers are wrong is retracted as a whole and received anew.
"""

from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.slips import SLIP_WORDS, correct_slip, slip_record, words_of, words_problems
from desk.stock_room import (
    RECEIPT_WORDS,
    correct_receipt,
    receipt_record,
    retract,
    two_hands,
)
from rules.fields import FieldSpec, Kind
from screens.correct import AsKept, Correction
from screens.form_page import FormPage, form_fields
from screens.signed_form import SignedForm
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.errors import RuleError
    from tui.drafts import Draft

WRONG = FieldSpec(
    Kind.TEXT, "错在哪里", required=True, max_length=200, help="例: 年份字母应为 Y,录成了 Z"
)


class ReceiptWordsPage(FormPage):
    """What stands on a receipt beside the numbers; record is its id."""

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return {}

    def fields(self) -> list[FormField]:
        """The edition, where it is from, the people."""
        values = self.begins_with()
        title = f"{tr('入库')} {values.get('first')}–{values.get('last')}"
        return form_fields(RECEIPT_WORDS, tuple(RECEIPT_WORDS), values, title)

    def check(self, values: dict[str, Any]) -> "Mapping[str, RuleError]":
        """As the desk will check it."""
        return two_hands(values)


class CorrectReceiptPage(Correction, ReceiptWordsPage):
    """The correction of a receipt."""

    HEADING = "更正入库"
    NAME = "correct-receipt"
    SPECS = RECEIPT_WORDS

    def read(self) -> AsKept:
        """The receipt as it is."""
        kept = receipt_record(self.desk, int(self.record))
        return (kept.version,), dict(kept.values)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        correct_receipt(self.desk, int(self.record), self.versions[0], self.over(values), reason)


class RetractReceiptPage(SignedForm):
    """A receipt typed wholly wrong goes off the books; record is its id."""

    HEADING = "撤销入库"
    NAME = "retract-receipt"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._range = ""

    def prepare(self) -> None:
        """Which numbers."""
        kept = receipt_record(self.desk, int(self.record)).values
        self._range = f"{kept['first']}–{kept['last']}"

    def signed_for(self) -> str:
        """The numbers."""
        return self._range

    def fields(self) -> list[FormField]:
        """What is wrong with them."""
        return [FormField("words", WRONG, section=f"{tr(self.HEADING)} {self._range}")]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> int:  # noqa: ARG002  none here
        """Off the books."""
        if self.hand is None:
            raise DeskError("SECOND", "{act}要有第二人复核", act=self.HEADING)
        return retract(self.desk, int(self.record), values["words"], self.hand)

    def kept(self, result: int) -> None:
        """Back to the paper; the right numbers are received anew."""
        self.leave()
        self.app.say(tr("已撤销 {count} 枚的入库。对的编号请重新入库", count=result), "good")


class SlipWordsPage(FormPage):
    """What stands on a slip beside the numbers; record is its id."""

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return {}

    def fields(self) -> list[FormField]:
        """Where to, by whom, when."""
        values = self.begins_with()
        specs = words_of(values["kind"])
        return form_fields(specs, tuple(specs), values, tr("单据"))

    def check(self, values: dict[str, Any]) -> "Mapping[str, RuleError]":
        """As the desk will check it."""
        return words_problems(self.begins_with()["kind"], values)


class CorrectSlipPage(Correction, SlipWordsPage):
    """The correction of a slip."""

    HEADING = "更正单据"
    NAME = "correct-blank-slip"
    SPECS = SLIP_WORDS

    def read(self) -> AsKept:
        """The slip as it is."""
        kept = slip_record(self.desk, int(self.record))
        return (kept.version,), dict(kept.values)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        correct_slip(self.desk, int(self.record), self.versions[0], self.over(values), reason)
