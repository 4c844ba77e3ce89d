"""The forms of what hangs on a card; record is the pregnancy's id, in a correction ``card/record``.

A subject's page says its ``KIND`` and ``SECTIONS``; what begins filled in and what depends on what
stand in ``begins_with`` and ``more``::

    class ReferralPage(CasePage):
        HEADING, NAME, KIND = "转诊", "referral", "referrals"
        SECTIONS = (("转出", ("referred_on", "reason", "place")),)

    class CorrectReferralPage(CaseCorrection, ReferralPage):
        HEADING, NAME = "更正转诊", "correct-referral"
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from desk.case import CaseKind
from desk.case_kinds import KINDS
from desk.case_work import correct, record
from desk.pregnancy import card
from desk.pregnancy_view import CardView
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.form_page import FormPage, form_fields, given
from screens.risk_offer import CORRECTED, TICKING, saved_then_offered
from tui.fields.parts import FormField
from tui.language import tr


class CasePage(FormPage):
    """One record of a kind on a card."""

    KIND: ClassVar[str]
    SECTIONS: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]]

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._card: CardView | None = None

    @property
    def kind(self) -> CaseKind:
        """What is recorded."""
        return KINDS[self.KIND]

    @property
    def specs(self) -> dict[str, FieldSpec]:
        """Its fields."""
        return field_specs(self.kind.data)

    def prepare(self) -> None:
        """The card."""
        self._card = card(self.desk, self.card_id)

    @property
    def card_id(self) -> int:
        """Whose card it is."""
        return int(self.record.partition("/")[0])

    @property
    def card(self) -> CardView:
        """The card, once it is read."""
        if self._card is None:
            raise RuntimeError("not read yet")
        return self._card

    def title_of_draft(self) -> str:
        """Whose record it is."""
        return f"{self.heading()} {self.card.mother.name}"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with: the defaults of its fields, and the day."""
        first = self.card.start
        return self.defaults() | {self.kind.day: self.day(first)}

    def defaults(self) -> dict[str, Any]:
        """What the data class says of a new record, and what the last one of its kind had."""
        found = {
            name: value
            for name, field in self.kind.data.model_fields.items()
            if not field.is_required()
            and (value := field.get_default(call_default_factory=True)) not in (None, "", [])
        }
        return found | {name: self.last(name) for name in ("doctor", "place") if name in self.specs}

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """What is added to fields by name: ``when`` they are shown, what they ``echo``."""
        return {}

    def fields(self) -> list[FormField]:
        """The sections; the first is headed by whose card it is."""
        values, more = self.begins_with(), self.more()
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        return [
            field
            for place, (title, names) in enumerate(self.SECTIONS)
            for field in form_fields(
                self.specs,
                names,
                values,
                title if place else f"{who}  {tr(title)}",
                **{name: more[name] for name in names if name in more},
            )
        ]

    def others(self) -> CardView:
        """The card as the rules see it: without the record that is being corrected."""
        return self.card

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return self.kind.check(values, self.app.today, self.others())

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What is asked about."""
        return self.kind.doubts(values, self.app.today, self.others())

    def kept(self, result: CardView) -> None:
        """Back to where one came from; what changes her risk is asked about at once."""
        saved_then_offered(self, result, tr("已保存"))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The record."""
        return record(self.desk, self.KIND, self.card_id, given(values), doubts)


class CaseCorrection(Correction, CasePage):
    """Stands before a subject's page and makes it the correction."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.SPECS = field_specs(KINDS[cls.KIND].data)

    def read(self) -> AsKept:
        """The record, its card read anew; who may not read it is refused."""
        self.desk.require(self.kind.reads)
        CasePage.prepare(self)
        return as_kept(self.card.records[self.KIND], own_id(self.record))

    def others(self) -> CardView:
        """The card without this record."""
        return self.card.without(self.KIND, own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected record over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct(self.desk, self.KIND, own, self.versions[0], self.over(values), reason)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; what changes her risk is asked about at once."""
        if self.KIND in TICKING:
            saved_then_offered(self, result, tr(CORRECTED))
        else:
            Correction.kept(self, result)
