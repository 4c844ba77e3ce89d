"""Words written before are offered again: shared by fields of one habit, lately the most first."""

from datetime import timedelta

import pytest

from desk import habits
from desk.antenatal import record_contact
from desk.context import Desk
from desk.delivery import record_delivery
from desk.habits import written
from desk.pregnancy import open_card
from models.engine import Store
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import taken

COUNTY, OTHER, OWN = "青川县妇幼保健院", "青川县人民医院", "云溪镇卫生院"


@pytest.fixture
def clerk(desk_of: DeskOf) -> Desk:
    """A desk where four contacts were elsewhere, and one delivery."""
    desk = desk_of("clerk")
    card = open_card(
        desk,
        {
            "name": "王小丽",
            "birth_date": TODAY - timedelta(days=10_000),
            "lmp": TODAY - timedelta(days=280),
            "booked_on": TODAY - timedelta(days=200),
        },
    )
    for days, place in ((190, OTHER), (150, COUNTY), (100, COUNTY), (80, COUNTY)):
        record_contact(desk, card.id, {"visited_on": TODAY - timedelta(days=days), "place": place})
    birth = {"delivered_on": TODAY, "mode": "1", "place": OWN}
    record_delivery(desk, card.id, birth, [{"outcome": "1", "sex": "2", "weight_g": 3200}])
    return desk


def test_every_field_of_a_habit_shares_its_words_the_usual_one_first(clerk: Desk) -> None:
    words = written(clerk, {"institution", "newspaper"})
    assert words["institution"][0] == COUNTY
    assert set(words["institution"]) == {COUNTY, OTHER, OWN}
    assert words["newspaper"] == ()


def test_nothing_is_no_word(clerk: Desk, desk_of: DeskOf) -> None:
    ethnic = {"mother_ethnic": "汉族", "father_ethnic": "/"}
    taken(desk_of("issuer"), 1, father_name="孔试元", attendant="/", **ethnic)
    assert written(clerk, {"attendant", "ethnic"}) == {"attendant": (), "ethnic": ("汉族",)}


def test_what_was_usual_long_ago_is_not_offered(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(habits, "LOOKED_AT", 2)
    assert OTHER not in written(clerk, {"institution"})["institution"]


def test_who_keeps_the_blanks_alone_is_offered_words_too(clerk: Desk, desk_of: DeskOf) -> None:
    assert clerk.may("records.read")
    sealer = desk_of("sealer")
    assert not sealer.may("records.read")
    assert COUNTY in written(sealer, {"institution"})["institution"]


def test_another_centres_words_are_its_own(clerk: Desk, store: Store) -> None:
    with store.write.begin() as connection:
        connection.exec_driver_sql("INSERT INTO centres VALUES ('C2', '另一卫生院', '')")
        connection.exec_driver_sql("UPDATE antenatal_contacts SET centre = 'C2'")
    assert set(written(clerk, {"institution"})["institution"]) == {OWN}
