"""The five contacts of a card: what of the card ends what is asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.pregnancy import card
from desk.visits import visits_of
from models.antenatal import AntenatalContact
from models.people import Person
from models.pregnancy import Pregnancy
from tests.desk.shelf import Shelf, day, opened

TODAY = "2026-06-05"  # inside the third window of LMP 2026-01-05


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path, day(TODAY)) as shelf:
        yield shelf


def woman(shelf: Shelf) -> int:
    return shelf.pregnancy("王甲", "2026-01-05", "2026-02-20")


def words(shelf: Shelf, card_id: int) -> list[str]:
    return [str(visit.status) for visit in visits_of(card(shelf.desk, card_id), shelf.desk.today)]


def test_a_card_has_its_five_contacts_with_their_state(shelf: Shelf) -> None:
    card_id = woman(shelf)
    shelf.add(
        AntenatalContact(centre="C1", pregnancy_id=card_id, visited_on=day("2026-02-20"), number=1)
    )
    assert words(shelf, card_id) == ["已完成", "漏访", "应访", "未到期", "未到期"]


ENDED: dict[str, Callable[[Shelf, int, int], object]] = {
    "delivered": lambda shelf, card_id, _: shelf.delivery(card_id, "2026-06-02"),
    "ended": lambda shelf, card_id, _: shelf.change(
        card_id, state="ended", ended_on=day("2026-06-02"), end_reason="2"
    ),
    "moved": lambda shelf, _, mother: shelf.change(mother, Person, moved_out_on=day("2026-06-02")),
    "dead": lambda shelf, _, mother: shelf.change(mother, Person, died_on=day("2026-06-02")),
}


@pytest.mark.parametrize("end", ENDED)
def test_what_was_open_or_to_come_when_it_ended_is_not_asked_for(shelf: Shelf, end: str) -> None:
    card_id = woman(shelf)
    with shelf.desk.reading() as session:
        kept = session.get(Pregnancy, card_id)
    assert kept is not None
    ENDED[end](shelf, card_id, kept.mother_id)
    assert words(shelf, card_id) == ["漏访", "漏访", "不适用", "不适用", "不适用"]


def test_without_a_date_nothing_is_told(shelf: Shelf) -> None:
    card_id = woman(shelf)
    shelf.change(card_id, lmp=None)
    assert words(shelf, card_id) == []
