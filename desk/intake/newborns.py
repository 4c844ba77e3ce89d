"""A newborn of a delivery and a child of the books who are surely one are joined, once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from desk.intake.values import UNKNOWN_SEX
from desk.intake.work import Work
from models.child import Child
from models.delivery import Delivery, Newborn
from models.people import Person
from models.pregnancy import Pregnancy

LIVE = "1"


def join_newborns(work: Work, mother_ids: Collection[int | None]) -> None:
    """Join live-born newborns without a child to children without a newborn.

    They are one when mother, birth date and sex agree; among twins of one sex the birth weight
    tells them apart, and where it does not, their order.
    """
    children = [
        child for child in work.fetch(Child, "mother_id", mother_ids) if not child.newborn_id
    ]
    if not children:
        return
    free = _free_newborns(work, {child.mother_id for child in children})
    people = {
        person.id: person
        for person in work.fetch(Person, "id", [child.person_id for child in children])
    }
    for same_weight in (True, False):
        for child in children:
            person = people[child.person_id]
            if child.newborn_id or not person.birth_date:
                continue
            for newborn in free[child.mother_id, person.birth_date]:
                weighs = newborn.weight_g == child.birth_weight_g
                if _one_sex(newborn.sex, person.sex) and weighs >= same_weight:
                    child.newborn_id = newborn.id
                    free[child.mother_id, person.birth_date].remove(newborn)
                    break
    work.session.flush()


def _free_newborns(
    work: Work, mother_ids: Collection[int | None]
) -> defaultdict[tuple[int | None, date], list[Newborn]]:
    """Live-born newborns nobody's child is, by mother and day of birth."""
    cards = {card.id: card.mother_id for card in work.fetch(Pregnancy, "mother_id", mother_ids)}
    deliveries = {one.id: one for one in work.fetch(Delivery, "pregnancy_id", cards)}
    newborns = work.fetch(Newborn, "delivery_id", deliveries)
    ids = [newborn.id for newborn in newborns]
    taken = {child.newborn_id for child in work.fetch(Child, "newborn_id", ids)}
    free: defaultdict[tuple[int | None, date], list[Newborn]] = defaultdict(list)
    for newborn in newborns:
        delivery = deliveries[newborn.delivery_id]
        if newborn.outcome == LIVE and newborn.id not in taken:
            free[cards[delivery.pregnancy_id], delivery.delivered_on].append(newborn)
    return free


def _one_sex(ours: str, theirs: str) -> bool:
    return ours == theirs or UNKNOWN_SEX in {ours, theirs}
