"""The form that closes a card with no delivery to come; record is the pregnancy's id."""

from collections.abc import Mapping
from typing import Any

from desk.ending import end_card
from desk.pregnancy import END_FIELDS
from desk.pregnancy_view import CardView
from desk.problems import not_future
from rules.errors import RuleError
from screens.contact import ContactPage
from screens.form_page import form_fields
from tui.fields.parts import FormField
from tui.language import tr


class EndPage(ContactPage):
    """A loss, a move, a death, a woman lost: when and why."""

    HEADING = "结案"
    NAME = "end"
    DAY = ""
    START = "end_reason"

    def begins_with(self) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"ended_on": self.app.today}

    def fields(self) -> list[FormField]:
        """The day, the reason, what there is to say."""
        mother = self.card.mother
        number = self.card.values["card_no"] or tr("未编号")
        who = f"{mother.name}  {mother.village}  {tr('孕册 {number}', number=number)}"
        return form_fields(END_FIELDS, tuple(END_FIELDS), self.begins_with(), who)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return not_future(values, self.app.today, "ended_on")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:  # noqa: ARG002  none here
        """The closed card."""
        return end_card(self.desk, self.card_id, values)

    def kept(self, result: CardView) -> None:
        """Back to her page."""
        self.leave()
        self.app.say(tr("{name} 的孕册已结案", name=result.mother.name), "good")
