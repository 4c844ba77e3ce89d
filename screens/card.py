"""The pregnancy card's form: a new one, or the correction of one with its reason."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.person_page import person_page
from desk.pregnancy import CARD_FIELDS, card, correct_card, open_card
from desk.pregnancy_view import CardView
from desk.problems import card as card_problems
from desk.problems import identity
from rules.errors import RuleError
from rules.gestation import due_date, gestational_age
from screens.correct import AsKept, Correction
from screens.form_page import form_fields, given
from screens.register import RegisterPage
from screens.villages import village_options
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr

if TYPE_CHECKING:
    from desk.people import PersonView
    from tui.drafts import Draft

WOMAN = ("name", "id_no", "birth_date", "phones", "village_id", "group_no", "husband_name")
PREGNANCY = ("lmp", "gravida", "para", "card_no")
EXAMINED = ("height_mm", "weight_g", "bp_sys", "bp_dia", "risk_colours", "risk_factors", "doctor")
# Known, derived or rare: last, so that nobody passes them with Enter.
REST = ("booked_on", "booked_ga_days", "edd", "lmp_basis", "residence", "address", "remark")


class CardPage(RegisterPage):
    """A new card; for a woman on the books (record ``p<id>``) with what is known of her."""

    HEADING = "建册"
    NAME = "card"

    def __init__(
        self,
        record: str = "new",
        draft: "Draft | None" = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(record, draft)
        self._typed = typed or {}  # what was typed of her where she was not found
        self._woman: PersonView | None = None
        self._due: date | None = None  # the due date the form derived, replaced when the LMP is

    def prepare(self) -> None:
        """The villages, and the woman if she is known."""
        village_options(self)
        if self.record.startswith("p"):
            self._woman = person_page(self.desk, int(self.record[1:])).person
            self.same_as = self._woman.id

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        known = {
            "booked_on": self.app.today,
            "residence": "1",
            "lmp_basis": "1",
            "village_id": self.last("village_id"),
            "doctor": self.last("doctor"),
        }
        return known | (self._woman.values if self._woman else {})

    def fields(self) -> list[FormField]:
        """The woman, her pregnancy, the first examination, the rest."""
        values = self.begins_with()
        return [
            *form_fields(
                CARD_FIELDS,
                WOMAN,
                values,
                "孕妇",
                birth_date={"when": lambda form: not form.get("id_no")},
                village_id={"options": self.app.village_options},
            ),
            *form_fields(
                CARD_FIELDS,
                PREGNANCY,
                values,
                "本次妊娠",
                lmp={
                    "echo": self._gestation,
                    "hint": "不知道就空着,填“其他”里的预产期",
                },
            ),
            *form_fields(
                CARD_FIELDS,
                EXAMINED,
                values,
                "检查",
                risk_factors={
                    "when": lambda form: form.get("risk_colours") not in (None, [], ["1"])
                },
            ),
            *form_fields(
                CARD_FIELDS,
                REST,
                values,
                "其他",
                booked_ga_days={"when": lambda form: not form.get("lmp")},
            ),
        ]

    def carries(self, field: FormField) -> bool:
        """What is known of her is no other record's."""
        hers = self._woman is not None and field.name in self._woman.values
        return not hers and super().carries(field)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        says, wrong = identity(values, self.app.today)
        return wrong | card_problems({"sex": "2", **values, **says}, self.app.today)

    def opened(self, form: Form) -> None:
        """What was typed of her stands in its field as if typed there."""
        for name, text in self._typed.items():
            form.model.state(name).take(text)

    def changed(self, name: str, value: Any) -> None:
        """The last period gives the due date."""
        super().changed(name, value)
        if name == "lmp" and value:
            edd = self.form.values.get("edd")
            if edd in (None, self._due):
                self._due = due_date(value)
                self.form.set_value("edd", self._due)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """A card for her."""
        return open_card(
            self.desk, given(values), same_as=self.same_as, not_same=self.not_same, doubts=doubts
        )

    def kept(self, result: CardView) -> None:
        """Her page: what comes next is done there."""
        name = result.mother.name
        self.leave()
        self.app.open_person(result.mother.id)
        self.app.call_later(self.app.say, tr("已为 {name} 建册", name=name), "good")

    def _gestation(self, lmp: date, _: Mapping[str, Any]) -> str:
        if lmp > self.app.today:
            return ""
        return tr(
            "预产期 {due}, 今 {weeks}",
            due=due_date(lmp),
            weeks=gestational_age(lmp, self.app.today),
        )


class CorrectCardPage(Correction, CardPage):
    """The correction of a card; record is the pregnancy's id."""

    HEADING = "更正孕册"
    NAME = "correct-card"
    SPECS = CARD_FIELDS

    def read(self) -> AsKept:
        """The card with its woman."""
        view = card(self.desk, int(self.record))
        return (view.version, view.mother.version), view.mother.values | view.values

    def prepare(self) -> None:
        """The villages and the card as it is."""
        village_options(self)
        super().prepare()

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected card over the versions that were read."""
        card_version, mother_version = self.versions
        return correct_card(
            self.desk,
            int(self.record),
            card_version,
            self.over(values),
            self.why(values, doubts),
            mother_version=mother_version,
        )

    def kept(self, result: CardView) -> None:
        """Back to her page."""
        self.leave()
        self.app.say(tr("已更正 {name} 的孕册", name=result.mother.name), "good")
