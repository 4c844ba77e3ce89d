"""The forms of the delivery and of the visits after it.

Record is the pregnancy's id; in a correction ``card/delivery``, ``card/visit``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from desk.delivery import (
    DELIVERY_FIELDS,
    MOST_BABIES,
    NEWBORN_FIELDS,
    POSTPARTUM_FIELDS,
    correct_delivery,
    correct_postpartum,
    record_delivery,
    record_postpartum,
)
from desk.pregnancy_view import CardView
from desk.problems import delivery as delivery_problems
from desk.problems import postpartum as postpartum_problems
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from rules.gestation import gestational_age
from screens.contact import ContactPage
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.examined import nothing_examined
from screens.form_page import form_fields, given, when
from tui.fields.parts import FormField
from tui.language import tr

BABIES = FieldSpec(
    Kind.NUMBER,
    "新生儿个数",
    unit="个",
    hard=(1, MOST_BABIES),
    required=True,
    help="死胎、死产也算",
)
BEFORE = ("delivered_on", "delivered_at", "mode", "place")
AFTER = ("discharged_on", "blood_loss_ml", "in_hospital", "mother_outcome", "complications")
DAY42 = timedelta(days=35)  # from here on a visit is the day-42 check rather than the home visit


class DeliveryPage(ContactPage):
    """A delivery with each of its babies."""

    HEADING = "登记分娩"
    NAME = "delivery"
    DAY = ""
    START = "delivered_on"
    REMEMBERS: ClassVar = {"place": "delivery_place"}

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        return {
            "in_hospital": "1",
            "mother_outcome": "1",
            "place": self.last("delivery_place"),
        }

    def fields(self) -> list[FormField]:
        """The delivery, each baby, what followed."""
        values = self.begins_with()
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        fields = form_fields(
            DELIVERY_FIELDS, BEFORE, values, who, delivered_on={"echo": self._gestation}
        )
        after = form_fields(DELIVERY_FIELDS, AFTER, values, "产后")
        return [*fields, *self.babies(who), *after]

    def babies(self, section: str) -> list[FormField]:
        """How many, and each of them."""
        fields = [FormField("babies", BABIES, value=1, section=section)]
        for order in range(1, MOST_BABIES + 1):
            fields += [
                FormField(
                    f"{name}_{order}",
                    spec,
                    value="1" if name == "outcome" else None,
                    section=tr("第{order}个新生儿", order=order),
                    when=_at_least(order),
                )
                for name, spec in NEWBORN_FIELDS.items()
            ]
        return fields

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return delivery_problems(values, self.app.today, self.card.values["lmp"])

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:  # noqa: ARG002  none here
        """A delivery is not examined."""
        return {}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The delivery and its babies."""
        babies = [
            given({name: values[f"{name}_{order}"] for name in NEWBORN_FIELDS})
            for order in range(1, (values["babies"] or 1) + 1)
        ]
        of_delivery = given({name: values[name] for name in (*BEFORE, *AFTER)})
        return record_delivery(self.desk, self.card_id, of_delivery, babies, doubts)

    def _gestation(self, day: date, _: Mapping[str, Any]) -> str:
        lmp = self.card.values["lmp"]
        return tr("孕{weeks}", weeks=gestational_age(lmp, day)) if lmp and lmp <= day else ""


class PostpartumPage(ContactPage):
    """The home visit or the day-42 check."""

    HEADING = "产后随访"
    NAME = "postpartum"
    START = "temperature"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        return {
            "visited_on": self.day(self._delivered_on()),
            "kind": self._kind(),
            **dict.fromkeys(("breasts", "lochia", "uterus", "wound", "outcome"), "1"),
            "doctor": self.last("doctor"),
        }

    def fields(self) -> list[FormField]:
        """The visit."""
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        return form_fields(
            POSTPARTUM_FIELDS,
            tuple(POSTPARTUM_FIELDS),
            self.begins_with(),
            who,
            visited_on={"echo": self._days_after},
            finding=when("outcome", "2"),
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return postpartum_problems(values, self.app.today, self._delivered_on())

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Whether anything was examined."""
        return nothing_examined(values, self.begins_with(), {"visited_on", "kind", "doctor"})

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The visit."""
        return record_postpartum(self.desk, self.card_id, given(values), doubts)

    def _delivered_on(self) -> date:
        if self.card.delivery is None:
            raise RuntimeError("not delivered")
        day: date = self.card.delivery.values["delivered_on"]
        return day

    def _kind(self) -> str:
        visited = any(visit.values["kind"] == "1" for visit in self.card.visits)
        late = self.day(self._delivered_on()) >= self._delivered_on() + DAY42
        return "2" if visited or late else "1"

    def _days_after(self, day: date, _: Mapping[str, Any]) -> str:
        return tr("产后 {days} 天", days=(day - self._delivered_on()).days)


class CorrectDeliveryPage(Correction, DeliveryPage):
    """The correction of a delivery; its children are corrected on their own pages."""

    HEADING = "更正分娩"
    NAME = "correct-delivery"
    SPECS = DELIVERY_FIELDS

    def read(self) -> AsKept:
        """The delivery, its card read anew."""
        ContactPage.prepare(self)
        return as_kept([self.card.delivery], own_id(self.record))

    def babies(self, section: str) -> list[FormField]:  # noqa: ARG002  as DeliveryPage
        """None here."""
        return []

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected delivery over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_delivery(self.desk, own, self.versions[0], self.over(values), reason)


class CorrectPostpartumPage(Correction, PostpartumPage):
    """The correction of a visit; it stays the kind of visit it is."""

    HEADING = "更正产后随访"
    NAME = "correct-postpartum"
    SPECS = POSTPARTUM_FIELDS

    def read(self) -> AsKept:
        """The visit, its card read anew."""
        ContactPage.prepare(self)
        return as_kept(self.card.visits, own_id(self.record))

    def fields(self) -> list[FormField]:
        """The visit, its kind only shown."""
        return [
            replace(field, readonly=True) if field.name == "kind" else field
            for field in super().fields()
        ]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected visit over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_postpartum(self.desk, own, self.versions[0], self.over(values), reason)


def _at_least(order: int) -> Any:
    return lambda values: (values.get("babies") or 1) >= order
