"""What was mended later, so that a record's history has something to show."""

from sqlmodel import col, select

from desk.find_keys import refresh_keys
from desk.people import numbers_of
from models.audit import Act
from models.engine import Store
from models.people import Person
from models.pregnancy import Pregnancy
from seed import names
from seed.invented import World

_EVERY = 12  # one card in so many
_NEWEST = 400  # cards; older ones nobody corrects


def correct(store: Store, world: World) -> None:
    """Some women of newer cards have changed their telephone; the clerk wrote it down."""
    act = Act(names.CENTRE_CODE, "clerk", "demo", "孕产妇来电更换号码")
    with store.writing(act) as session:
        cards = select(Pregnancy.mother_id).order_by(col(Pregnancy.id).desc()).limit(_NEWEST)
        mothers = list(dict.fromkeys(session.exec(cards)))
        for mother_id in sorted(world.rng.sample(mothers, len(mothers) // _EVERY)):
            person = session.get_one(Person, mother_id)
            person.phones = [world.phone()]
            session.flush()
            refresh_keys(session, person, numbers_of(session, mother_id))
