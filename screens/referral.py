"""Referrals: a new one, its result, its correction.

The record is the pregnancy's id, for the last two ``card/referral``.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from desk.pregnancy_view import CardView, RecordView
from desk.referral import RESULT, slip
from desk.referral_result import record_result
from rules.errors import RuleError
from screens.case_form import CaseCorrection, CasePage
from screens.correct import own_id
from screens.form_page import FormPage, form_fields, given
from screens.risk_offer import UNDER_CARE, ask_next
from tui.dialogs import Ask
from tui.fields.parts import FormField
from tui.language import tr

SCREENED = "2"  # code of where a referral comes from
Sections = tuple[tuple[str, tuple[str, ...]], ...]

SENT = ("referred_on", "reason", "place", "department", "urgent", "source", "doctor")
TOLD = ("result", "result_on", "result_place", "result_doctor")


class ReferralPage(CasePage):
    """She is sent on, outside a contact or a visit: those make their referral themselves."""

    HEADING, NAME, KIND = "转诊", "referral", "referrals"
    SECTIONS: ClassVar[Sections] = (("转出", SENT),)
    REMEMBERS: ClassVar[Mapping[str, str]] = {"place": "referral_place", "doctor": "doctor"}

    def begins_with(self) -> dict[str, Any]:
        """Why she goes, as was found last; where the last one was sent, never to this centre."""
        place = self.last("referral_place")
        elsewhere = None if place == self.desk.centre_name else place
        return super().begins_with() | {"place": elsewhere} | slip(self.card)


class CorrectReferralPage(CaseCorrection, ReferralPage):
    """The correction of a referral and of its result."""

    HEADING, NAME = "更正转诊", "correct-referral"
    SECTIONS: ClassVar[Sections] = (("转出", SENT), ("转诊结果", RESULT))


class ReferralResultPage(ReferralPage):
    """What came of a referral; record is ``card/referral``."""

    HEADING, NAME = "转诊结果", "referral-result"
    START = "result"

    @property
    def referral(self) -> RecordView:
        """Which one."""
        own = own_id(self.record)
        return next(each for each in self.card.records[self.KIND] if each.id == own)

    def fields(self) -> list[FormField]:
        """What came of it, beneath what it was for."""
        sent = self.referral.values
        begun = {"result_on": self.app.today, "result_place": sent["place"]}
        words = tr(
            "{name}  {day} 转诊: {reason}",
            name=self.card.mother.name,
            day=sent["referred_on"],
            reason=sent["reason"],
        )
        return form_fields(self.specs, TOLD, begun, words)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """A result is written down, and does not come before the referral."""
        wrong = dict(super().check({**self.referral.values, **values}))
        if not values.get("result"):
            wrong["result"] = RuleError("REQUIRED", "请写明转诊结果")
        return wrong

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The result."""
        kept = self.referral
        return record_result(self.desk, kept.id, kept.version, given(values), doubts)

    def kept(self, result: CardView) -> None:
        """What came of a positive screening is an assessment: its form is offered at once."""
        if self.referral.values["source"] != SCREENED or result.state not in UNDER_CARE:
            super().kept(result)
            return
        app, record = self.app, self.record
        FormPage.kept(self, result)

        def answered(digit: str | None) -> None:
            if digit == "1":
                app.open_form("risk", record)

        choices = [("1", tr("现在登记")), ("2", tr("以后"))]
        ask_next(app, Ask(tr("转诊结果就是风险评估,现在登记评估吗?"), choices), answered)
