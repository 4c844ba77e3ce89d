"""A form on a pregnancy card; record is the card's id, in a correction ``card/record``."""

from datetime import date
from typing import TYPE_CHECKING

from desk.pregnancy import card
from desk.pregnancy_view import CardView
from screens.form_page import FormPage

if TYPE_CHECKING:
    from tui.drafts import Draft


class OfCard(FormPage):
    """Reads the card; what is asked and kept is the form's own."""

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
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

    @property
    def delivered_on(self) -> date:
        """The day of her delivery, which there is."""
        if self.card.delivery is None:
            raise RuntimeError("not delivered")
        day: date = self.card.delivery.values["delivered_on"]
        return day

    def title_of_draft(self) -> str:
        """Whose form it is."""
        return f"{self.heading()} {self.card.mother.name}"

    @property
    def who(self) -> str:
        """Whose form it is, as its first section says it."""
        return f"{self.card.mother.name}  {self.card.mother.village}"
