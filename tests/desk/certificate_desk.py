"""A centre with ten blanks and a born child, for the tests of exchange, void and lost blanks."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from desk.context import Desk, Hand
from desk.delivery import record_delivery
from desk.pregnancy import open_card
from desk.second import second_hand
from desk.stock_room import receive
from models.blanks import Blank
from tests.conftest import PASSWORD, DeskOf

BUNDLE: dict[str, Any] = {
    "received_on": date(2026, 11, 3),
    "first": "Z331990001",
    "last": "Z331990010",
    "count": 10,
    "checked_by": "验试乙",
}


def stocked(desk_of: DeskOf) -> Desk:
    """The issuer's desk, ten blanks in the safe."""
    issuer = desk_of("issuer")
    receive(issuer, BUNDLE)
    return issuer


def born(desk_of: DeskOf, place: str = "云溪镇卫生院", **delivery: Any) -> int:
    """A boy born on 2 November 2026; his child's id. ``delivery``: what else its record says."""
    card = open_card(
        desk_of("clerk"),
        {
            "name": "史试燕",
            "id_no": "331199199806084705",
            "lmp": date(2026, 2, 1),
            "husband_name": "孔试升",
            "address": "东庄村2组",
        },
    )
    delivered = record_delivery(
        desk_of("clerk"),
        card.id,
        {"delivered_on": date(2026, 11, 2), "delivered_at": "07:59", "place": place, **delivery},
        [{"sex": "1", "weight_g": 3250, "length_mm": 505}],
    )
    return delivered.newborns[0].child_id or 0


def reviewer(desk: Desk) -> Hand:
    """The reviewer signs on the spot."""
    return second_hand(desk, "reviewer", PASSWORD)


def states(desk: Desk) -> dict[str, str]:
    """Every number with its state."""
    with desk.reading("stock.read") as session:
        query = select(Blank.number, Blank.state).order_by(col(Blank.number))
        return dict(session.exec(query).all())
