"""The five antenatal contacts of a card as they stand today."""

from datetime import date

from desk.pregnancy_view import CardView
from rules.visits import Visit, antenatal_visits


def visits_of(card: CardView, today: date) -> tuple[Visit, ...]:
    """The five contacts; none where nothing tells when the pregnancy began."""
    if card.start is None:
        return ()
    mother = card.mother.values
    ends = [card.ended_on, mother["moved_out_on"], mother["died_on"]]
    if card.delivery is not None:
        ends.append(card.delivery.values["delivered_on"])
    made = [(each.values["visited_on"], each.values["number"]) for each in card.contacts]
    until = min((day for day in ends if day is not None), default=None)
    return antenatal_visits(card.start, today, made, card.values["booked_on"], until)
