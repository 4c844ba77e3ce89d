"""The form of the delivery, and its correction with the newborns."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from desk.birth_rules import (
    HOME_OR_WAY,
    birth_doubts,
    in_hospital,
    in_hospital_by,
    newborns,
    place_doubts,
)
from desk.delivery import DELIVERY_FIELDS, correct_delivery, record_delivery
from desk.house_rules import HouseRules, rules_of
from desk.pregnancy_view import CardView
from desk.problems import delivery as delivery_problems
from rules.birth import term
from rules.errors import RuleError
from rules.gestation import gestational_age
from rules.schedule import postpartum_contacts
from screens.correct import AsKept
from screens.death import ask_for_death_card
from screens.form_page import form_fields, given, when
from screens.moving import Moving
from screens.newborns import FIELDS, as_fields, newborn_fields, newborns_of
from screens.of_card import OfCard
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Desk

BEFORE = ("delivered_on", "delivered_at", "ga_days", "mode", "assisted", "place", "level", "area")
AFTER = (
    "discharged_on",
    "blood_2h_ml",
    "blood_loss_ml",
    "perineum",
    "critical",
    "in_hospital",
    "attendant",
    "mother_outcome",
    "complications",
)
ASSISTED = "2"


class DeliveryPage(OfCard):
    """A delivery with each of its babies."""

    HEADING = "登记分娩"
    NAME = "delivery"
    START = "delivered_on"
    REMEMBERS: ClassVar = {
        "place": "delivery_place",
        "level": "delivery_level",
        "area": "delivery_area",
    }

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._rules = HouseRules()

    def prepare(self) -> None:
        """The card, and by when the house wants her visited."""
        super().prepare()
        self._rules = rules_of(self.desk)

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with: the last delivery's place, this pregnancy's fetuses."""
        level, place = self.last("delivery_level"), self.last("delivery_place")
        return {
            "in_hospital": in_hospital(str(level)) or in_hospital_by(str(place)) or "1",
            "mother_outcome": "1",
            "place": place,
            "level": level,
            "area": self.last("delivery_area"),
            "babies": self.expected,
        }

    @property
    def expected(self) -> int | None:
        """How many fetuses the first examination found."""
        exam = self.card.latest("first_exams")
        return exam.values.get("fetuses") if exam else None

    def fields(self) -> list[FormField]:
        """The delivery, each baby, what followed."""
        values = self.begins_with()
        asked = [name for name in BEFORE if name != "ga_days" or self.asks_gestation]
        return [
            *form_fields(
                DELIVERY_FIELDS,
                asked,
                values,
                self.who,
                delivered_on={"echo": self._gestation},
                assisted=when("mode", ASSISTED),
            ),
            *newborn_fields(self.who, values),
            *form_fields(
                DELIVERY_FIELDS,
                AFTER,
                values,
                "产后",
                discharged_on={"echo": self._visit_by, "when": _left_a_place},
            ),
        ]

    @property
    def asks_gestation(self) -> bool:
        """Where the LMP is not known the gestation is told; else it follows from the day."""
        return self.card.start is None

    def changed(self, name: str, value: Any) -> None:
        """The level of the place says whether it was a hospital; where none does, its name."""
        told = in_hospital(value) if name == "level" else None
        if name == "place" and not in_hospital(self.form.model.state("level").value):
            told = in_hospital_by(value)
        if told:
            self.form.set_value("in_hospital", told)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        wrong = delivery_problems(values, self.app.today, self.card.start)
        return wrong | newborns(newborns_of(values))

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What is unusual about the birth as a whole, what contradicts itself about its place."""
        day, start = values.get("delivered_on"), self.card.start
        days = values.get("ga_days")
        if days is None and day and start:
            days = (day - start).days
        unusual = birth_doubts(newborns_of(values), days, self.expected)
        return unusual | place_doubts(values, self.desk.centre_name)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The delivery and its babies."""
        of_delivery = given({name: values.get(name) for name in DELIVERY_FIELDS})
        return record_delivery(self.desk, self.card_id, of_delivery, newborns_of(values), doubts)

    def kept(self, result: CardView) -> None:
        """Back to where one came from."""
        super().kept(result)
        ask_for_death_card(self.app, result)

    def _gestation(self, day: date, _: Mapping[str, Any]) -> str:
        start = self.card.start
        if not start or start > day:
            return ""
        weeks = gestational_age(start, day)
        return f"{tr('孕{weeks}', weeks=weeks)}  {tr(term((day - start).days))}"

    def _visit_by(self, left: date, values: Mapping[str, Any]) -> str:
        if not values.get("delivered_on"):
            return ""
        home, _ = postpartum_contacts(
            values["delivered_on"], left, home_days=self._rules.home_visit_days
        )
        return tr("{day} 前访视", day=home.closes)


class CorrectDeliveryPage(Moving, DeliveryPage):
    """The correction of a delivery and its newborns; their children follow."""

    HEADING = "更正分娩"
    NAME = "correct-delivery"
    SPECS = DELIVERY_FIELDS | FIELDS
    MOVERS = ("delivered_on",)

    def prepare(self) -> None:
        """As it is kept."""
        Moving.prepare(self)
        self._rules = rules_of(self.desk)

    def read(self) -> AsKept:
        """The delivery and its babies, the card read anew."""
        OfCard.prepare(self)
        delivery, babies = self.card.delivery, self.card.newborns
        if delivery is None:
            raise RuntimeError("not delivered")
        versions = (delivery.version, *(baby.version for baby in babies))
        return versions, delivery.values | as_fields([baby.values for baby in babies])

    @property
    def asks_gestation(self) -> bool:
        """As it is kept, it can be mended."""
        return True

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return DeliveryPage.check(self, values)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Newborns may be other now than the first examination expected."""
        return DeliveryPage.doubtful(self, values)

    def corrected(self, values: dict[str, Any], doubts: list[str], desk: "Desk") -> CardView:
        """The corrected delivery over the versions that were read."""
        reason, whole = self.why(values, doubts), self.over(values)
        delivery, *of_babies = self.versions
        if self.card.delivery is None:
            raise RuntimeError("not delivered")
        return correct_delivery(
            desk,
            self.card.delivery.id,
            delivery,
            {name: whole.get(name) for name in DELIVERY_FIELDS},
            reason,
            newborns=newborns_of(whole),
            newborn_versions=of_babies,
        )


def _left_a_place(values: Mapping[str, Any]) -> bool:
    return values.get("level") not in HOME_OR_WAY
