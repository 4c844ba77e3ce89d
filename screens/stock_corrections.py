"""Corrections of what a receipt or a slip says; its numbers are moved back by their own acts."""

from typing import TYPE_CHECKING, Any

from desk.slips import ASKED, SLIP_WORDS, correct_slip, missing_words, slip_record
from desk.stock_room import RECEIPT_WORDS, correct_receipt, receipt_record, two_hands
from screens.correct import AsKept, Correction
from screens.form_page import FormPage, form_fields
from tui.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.errors import RuleError
    from tui.fields.parts import FormField


class ReceiptWordsPage(FormPage):
    """What stands on a receipt beside the numbers; record is its id."""

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return {}

    def fields(self) -> "list[FormField]":
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


class SlipWordsPage(FormPage):
    """What stands on a slip beside the numbers; record is its id."""

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return {}

    def fields(self) -> "list[FormField]":
        """Where to, by whom, when."""
        values = self.begins_with()
        names = (*ASKED[values["kind"]], "remark")
        return form_fields(SLIP_WORDS, names, values, tr("单据"))

    def check(self, values: dict[str, Any]) -> "Mapping[str, RuleError]":
        """As the desk will check it."""
        return missing_words(self.begins_with()["kind"], values)


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
