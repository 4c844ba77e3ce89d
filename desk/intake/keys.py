"""The texts people are found by, written anew for many at once."""

from collections import defaultdict

from sqlalchemy import bindparam, delete, insert
from sqlmodel import col

from desk.find_keys import keys_of
from desk.intake.work import Work
from models.child import Child
from models.people import FindKey
from models.pregnancy import Pregnancy

LONGEST = 60  # of a key


def rewrite_keys(work: Work) -> None:
    """Keys of everybody who came or changed since the last time; all are saved already."""
    people = {person.id: person for person in work.unfound.values()}
    work.unfound.clear()
    if not people:
        return
    numbers: defaultdict[int | None, list[str]] = defaultdict(list)
    for card in work.fetch(Pregnancy, "mother_id", people):
        numbers[card.mother_id] += [card.card_no] if card.card_no else []
    for child in work.fetch(Child, "person_id", people):
        numbers[child.person_id] += [child.cert_no] if child.cert_no else []
    rows = [
        {"person_id": person_id, "centre": work.centre, "kind": kind, "key": key[:LONGEST]}
        for person_id, person in people.items()
        for kind, key in sorted(keys_of(person, numbers[person_id]))
    ]
    connection = work.session.connection()
    theirs = delete(FindKey).where(col(FindKey.person_id) == bindparam("whose"))
    connection.execute(theirs, [{"whose": person_id} for person_id in people])
    connection.execute(insert(FindKey), rows)
