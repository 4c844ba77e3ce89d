"""An application at the small centre: what the tests of its form and of its page share."""

from sqlmodel import Session, col, select

from desk.context import Desk
from models.blanks import Blank
from models.delivery import Delivery

NAME = "赵安安"
FIRST, SECOND = "Z990000001", "Z990000002"
EARLY = "Y990000001"  # it came before the others
MOTHER_ID = "361199199706122220"
PAPERS = ["1", "2", "6"]
WHOLE = {  # what the records of the small centre do not say
    "birth_time": "07:59",
    "birth_length_mm": 505,
    "born_at": "浙江省青川县云溪镇",
    "attendant": "吴试接",
    "mother_ethnic": "汉族",
    "mother_address": "青川县云溪镇西岭村2组",
}


def states(desk: Desk) -> dict[str, str]:
    with Session(desk.store.read) as session:
        found = select(Blank.number, Blank.state).where(col(Blank.state) != "in_stock")
        return dict(session.exec(found).all())


def born_at(issuer: Desk, place: str | None) -> None:
    """What the delivery's record says of where the child was born."""
    with Session(issuer.store.write) as session:
        delivery = session.get_one(Delivery, 1)
        delivery.place = place
        session.commit()
