"""The antenatal contact's form; record is the pregnancy's id, in a correction ``card/contact``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.antenatal import CONTACT_FIELDS, correct_contact, record_contact
from desk.pregnancy import card
from desk.pregnancy_view import CardView, next_number
from desk.problems import contact as contact_problems
from rules.errors import RuleError
from rules.gestation import gestational_age
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.examined import nothing_examined
from screens.form_page import FormPage, form_fields, given, when
from tui.fields.parts import FormField
from tui.language import tr

MEASURED = (
    "visited_on",
    "number",
    "weight_g",
    "bp_sys",
    "bp_dia",
    "fundal_height_mm",
    "abdomen_mm",
    "fetal_heart",
    "hb",
    "urine_protein",
    "position",  # words: behind the numbers, so that those are typed in one go
)
ABOUT = {"visited_on", "number", "doctor", "place", "next_on"}
JUDGED = (
    "outcome",
    "finding",
    "guidance",
    "referral",
    "referral_reason",
    "referral_place",
    "next_on",
    "doctor",
    "place",
    "kind",
    "complaint",
)


class ContactPage(FormPage):
    """One contact of a pregnancy, today's window filled in."""

    HEADING = "产前随访"
    NAME = "contact"
    DAY = "visited_on"
    START = "weight_g"

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._card: CardView | None = None

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
        """Whose contact it is."""
        return f"{self.heading()} {self.card.mother.name}"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        day = self.day(self.card.values["lmp"])
        taken = {contact.values["number"] for contact in self.card.contacts}
        return {
            "visited_on": day,
            "number": next_number(self.card.values["lmp"], day, taken),
            "kind": "1",
            "outcome": "1",
            "referral": "1",
            "doctor": self.last("doctor"),
            "place": self.last("place"),
        }

    def fields(self) -> list[FormField]:
        """What is measured, then what is judged."""
        values = self.begins_with()
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        return [
            *form_fields(
                CONTACT_FIELDS, MEASURED, values, who, visited_on={"echo": self._gestation}
            ),
            *form_fields(
                CONTACT_FIELDS,
                JUDGED,
                values,
                "判断与指导",
                finding=when("outcome", "2"),
                referral_reason=when("referral", "2"),
                referral_place=when("referral", "2"),
            ),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        delivery = self.card.delivery
        delivered = delivery.values["delivered_on"] if delivery else None
        return contact_problems(values, self.app.today, self.card.values["lmp"], delivered)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Whether anything was examined; sending her to be examined elsewhere is a contact too."""
        return nothing_examined(values, self.begins_with(), ABOUT)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The contact."""
        return record_contact(self.desk, self.card_id, given(values), doubts)

    def _gestation(self, day: date, _: Mapping[str, Any]) -> str:
        lmp = self.card.values["lmp"]
        return tr("孕{weeks}", weeks=gestational_age(lmp, day)) if lmp and lmp <= day else ""


class CorrectContactPage(Correction, ContactPage):
    """The correction of a contact."""

    HEADING = "更正产前随访"
    NAME = "correct-contact"
    SPECS = CONTACT_FIELDS

    def read(self) -> AsKept:
        """The contact, its card read anew."""
        ContactPage.prepare(self)
        return as_kept(self.card.contacts, own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected contact over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_contact(self.desk, own, self.versions[0], self.over(values), reason)
