"""The form of a child's check; record is the child's id, in a correction ``child/check``."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.child import CHECK_FIELDS, ChildView, child, next_contact, record_check
from desk.corrections import correct_check
from desk.problems import check as check_problems
from rules.errors import RuleError
from rules.schedule import child_contacts
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.examined import nothing_examined
from screens.form_page import FormPage, form_fields, given, when
from screens.person_head import age_words
from tui.fields.parts import FormField, Option
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

MEASURED = ("checked_on", "contact", "weight_g", "length_mm", "head_mm", "hb")
ABOUT = {"checked_on", "contact", "doctor", "next_on"}
JUDGED = (
    "outcome",
    "finding",
    "warning_signs",
    "referral",
    "referral_reason",
    "guidance",
    "next_on",
    "doctor",
)


class CheckPage(FormPage):
    """One of the thirteen contacts; the one that is open today is filled in."""

    HEADING = "儿童体检"
    NAME = "check"
    DAY = "checked_on"
    START = "weight_g"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._child: ChildView | None = None

    def prepare(self) -> None:
        """The child."""
        self._child = child(self.desk, self.child_id)

    @property
    def child_id(self) -> int:
        """Whose check it is."""
        return int(self.record.partition("/")[0])

    @property
    def child(self) -> ChildView:
        """The child, once read."""
        if self._child is None:
            raise RuntimeError("not read yet")
        return self._child

    def title_of_draft(self) -> str:
        """Whose check it is."""
        return f"{self.heading()} {self.child.person.name}"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        born, checks = self.child.person.birth_date, self.child.checks
        day = self.day(born)
        return {
            "checked_on": day,
            "contact": next_contact(born, day, {check.values["contact"] for check in checks}),
            "outcome": "1",
            "referral": "1",
            "doctor": self.last("doctor"),
        }

    def fields(self) -> list[FormField]:
        """What is measured, then what is judged."""
        values = self.begins_with()
        # Typed by its place in the form's order: 3m is 3, not a code nobody knows by heart.
        contacts = [
            Option(choice.code, tr(choice.label), str(number), choice.code)
            for number, choice in enumerate(CHECK_FIELDS["contact"].choices, 1)
        ]
        who = f"{self.child.person.name}  {self.child.person.birth_date}"
        return [
            *form_fields(
                CHECK_FIELDS,
                MEASURED,
                values,
                who,
                checked_on={"echo": self._age},
                contact={"options": contacts, "echo": self._window},
            ),
            *form_fields(
                CHECK_FIELDS,
                JUDGED,
                values,
                "判断与指导",
                finding=when("outcome", "2"),
                referral_reason=when("referral", "2"),
            ),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return check_problems(values, self.app.today, self.child.person.birth_date or date.min)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Whether anything was examined."""
        return nothing_examined(values, self.begins_with(), ABOUT)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """The check."""
        return record_check(self.desk, self.child_id, given(values), doubts)

    def _age(self, day: date, _: Mapping[str, Any]) -> str:
        return age_words(self.child.person.birth_date, day)

    def _window(self, code: str, _: Mapping[str, Any]) -> str:
        born = self.child.person.birth_date
        contact = next((c for c in child_contacts(born) if c.code == code), None) if born else None
        return f"{contact.opens}~{contact.closes}" if contact else ""


class CorrectCheckPage(Correction, CheckPage):
    """The correction of a check."""

    HEADING = "更正儿童体检"
    NAME = "correct-check"
    SPECS = CHECK_FIELDS

    def read(self) -> AsKept:
        """The check, its child read anew."""
        CheckPage.prepare(self)
        return as_kept(self.child.checks, own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """The corrected check over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_check(self.desk, own, self.versions[0], self.over(values), reason)
