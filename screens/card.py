"""The pregnancy card's form: a new one, or the correction of one with its reason."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.card_rules import card as card_problems
from desk.card_rules import overlap
from desk.dating import first_day, verdict
from desk.house_rules import HouseRules, rules_of
from desk.next_card import NextCard, next_card
from desk.person_page import early_words, person_page
from desk.pregnancy import CARD_FIELDS, card, correct_card, open_card
from desk.pregnancy_view import CardView
from desk.problems import identity
from rules.errors import RuleError
from rules.gestation import GestationalAge
from screens.correct import AsKept
from screens.form_page import form_fields, given
from screens.moving import Moving
from screens.register import RegisterPage
from screens.risk_offer import saved_then_offered
from screens.villages import village_options
from screens.words import said
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import told, tr

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.people import Found, PersonView
    from tui.drafts import Draft

WOMAN = ("name", "id_no", "birth_date", "phones", "village_id", "group_no", "husband_name")
PREGNANCY = ("lmp", "gravida", "para", "card_no")
EXAMINED = ("height_mm", "weight_g", "bp_sys", "bp_dia", "doctor")
# Known, derived or rare: last, so that nobody passes them with Enter.
DATED = ("booked_on", "scan_on", "scan_ga_days", "scan_by", "lmp_basis", "dating_reason", "edd")
REST = ("booked_ga_days", "folic_use", "source", "residence", "address", "remark")
FACTS = ("lmp", "scan_on", "scan_ga_days")  # what the dating is weighed from
MOVERS = (*FACTS, "lmp_basis", "edd", "booked_on")  # what moves other dates and colours


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
        self._known = NextCard()
        self._rules = HouseRules()
        self._derived: dict[str, Any] = {}  # what the form derived; replaced with its facts

    def prepare(self) -> None:
        """The villages, and the woman if she is known."""
        self.prepare_lists()
        if self.record.startswith("p"):
            self._woman = person_page(self.desk, int(self.record[1:])).person
            self.same_as = self._woman.id
            self._known = next_card(self.desk, self._woman.id)

    def prepare_lists(self) -> None:
        """The villages and the house rules."""
        village_options(self)
        self._rules = rules_of(self.desk)

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        known = {
            "booked_on": self.app.today,
            "residence": "1",
            "village_id": self.last("village_id"),
            "doctor": self.last("doctor"),
        }
        return known | (self._woman.values if self._woman else {}) | self._known.values

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
                    "hint": "不知道就空着,填“孕周核实”的超声或预产期",
                },
            ),
            *form_fields(
                CARD_FIELDS,
                EXAMINED,
                values,
                "检查",
            ),
            *form_fields(
                CARD_FIELDS,
                DATED,
                values,
                "孕周核实",
                booked_on={"echo": self._early},
                scan_ga_days={"when": lambda form: form.get("scan_on")},
                scan_by={"when": lambda form: form.get("scan_on")},
                lmp_basis={"echo": self._why},
                dating_reason={"when": self._against_the_rule},
            ),
            *form_fields(
                CARD_FIELDS,
                REST,
                values,
                "其他",
                booked_ga_days={"when": lambda form: not (form.get("lmp") or form.get("scan_on"))},
            ),
        ]

    def carries(self, field: FormField) -> bool:
        """What is known of her is no other record's."""
        hers = self._woman is not None and field.name in self._woman.values
        return not hers and super().carries(field)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        says, wrong = identity(values, self.app.today)
        whole = {"sex": "2", **values, **says}
        return wrong | card_problems(whole, self.app.today, self._rules)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """A pregnancy that began before the former one ended."""
        return overlap(values, self._known.delivered_on, self._rules)

    def opened(self, form: Form) -> None:
        """What was typed of her stands in its field as if typed there."""
        for name, text in self._typed.items():
            form.model.state(name).take(text)

    def changed(self, name: str, value: Any) -> None:
        """The datings give the basis, the basis the due date; what was typed stays."""
        super().changed(name, value)
        if name in FACTS:
            self._derive("lmp_basis", lambda form: verdict(form, self._rules).basis)
        if name in {*FACTS, "lmp_basis"}:
            self._derive("edd", self._due)

    def _derive(self, name: str, rule: Callable[[dict[str, Any]], Any]) -> None:
        state = self.form.model.state(name)
        if state.value in {None, self._derived.get(name)}:
            found = rule(self._whole())
            if found is not None:
                self._derived[name] = found
                self.form.set_value(name, found)

    def _whole(self) -> dict[str, Any]:
        """The values of all fields, those not shown too."""
        return {state.name: state.value for state in self.form.model.states}

    def _due(self, values: Mapping[str, Any]) -> date | None:
        start = first_day(values, self._rules)
        return self._rules.due_date(start) if start else None

    def fill(self, person: "Found") -> None:
        """Also what is known of her pregnancies, where nothing was typed."""
        super().fill(person)
        self.work(lambda: next_card(self.desk, person.person_id), self._remember, group="known")

    def _remember(self, known: NextCard) -> None:
        self._known = known
        names = {state.name for state in self.form.model.states if state.empty}
        for name, value in known.values.items():
            if name in names:
                self.form.set_value(name, value)
                self.changed(name, value)

    def recognised(self, person_id: int) -> None:
        """She looks like somebody and is: what is known of her is asked about too."""

        def remember(known: NextCard) -> None:
            self._known = known
            self.form.submit()

        self.work(lambda: next_card(self.desk, person_id), remember, group="known")

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

    def _gestation(self, lmp: date, values: Mapping[str, Any]) -> str:
        start = first_day(values, self._rules) or lmp
        if start > self.app.today:
            return ""
        days = (self.app.today - start).days
        due, weeks = self._rules.due_date(start), GestationalAge.from_days(days)
        return tr("预产期 {due}, 今 {weeks}", due=due, weeks=weeks)

    def _early(self, booked: date, values: Mapping[str, Any]) -> str:
        start = first_day(values, self._rules)
        if start is None or booked < start:
            return ""
        days = (booked - start).days
        weeks = tr("孕{weeks}", weeks=GestationalAge.from_days(days))
        return f"{weeks} {said(early_words(days, self._rules.early_booking_days))}"

    def _why(self, _: str, values: Mapping[str, Any]) -> str:
        why = verdict(values, self._rules).why
        return told(why.template, why.params) if why else ""

    def _against_the_rule(self, values: Mapping[str, Any]) -> bool:
        basis = values.get("lmp_basis")
        asked = bool(basis and values.get("lmp") and values.get("scan_on"))
        return asked and basis != verdict(values, self._rules).basis


class CorrectCardPage(Moving, CardPage):
    """The correction of a card; record is the pregnancy's id."""

    HEADING = "更正孕册"
    NAME = "correct-card"
    SPECS = CARD_FIELDS
    MOVERS = MOVERS

    def read(self) -> AsKept:
        """The card with its woman."""
        view = card(self.desk, int(self.record))
        values = view.mother.values | view.values
        if values["lmp"] or values["scan_on"]:
            values["booked_ga_days"] = None  # follows from the dating
        return (view.version, view.mother.version), values

    def prepare(self) -> None:
        """The villages and the card as it is."""
        self.prepare_lists()
        super().prepare()
        self._derived = {
            "lmp_basis": verdict(self.before, self._rules).basis,
            "edd": self._due(self.before),
        }

    def corrected(self, values: dict[str, Any], doubts: list[str], desk: "Desk") -> CardView:
        """The corrected card over the versions that were read."""
        card_version, mother_version = self.versions
        return correct_card(
            desk,
            int(self.record),
            card_version,
            self.over(values),
            self.why(values, doubts),
            mother_version=mother_version,
        )

    def kept(self, result: CardView) -> None:
        """Back to her page; what changes her risk is asked about at once."""
        saved_then_offered(self, result, tr("已更正 {name} 的孕册", name=result.mother.name))
