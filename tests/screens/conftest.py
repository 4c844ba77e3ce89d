"""A small centre with a few families on its books, and desks to work at it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.antenatal import record_contact
from desk.context import Desk
from desk.delivery import record_delivery
from desk.pregnancy import open_card
from desk.stock_room import receive
from models.engine import Store
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import taken
from tests.screens.applied import NAME, PAPERS, WHOLE
from tests.screens.every_book import fill_books
from tests.screens.hands import hands
from tests.screens.prepared import pour, prepared

__all__ = ["hands"]


@pytest.fixture(scope="session")
def families_file(centre_file: Path) -> Path:
    """The small centre with a few families."""
    return prepared(centre_file, centre_file.with_name("families.db"), families)


@pytest.fixture
def clerk(families_file: Path, store: Store, desk_of: DeskOf) -> Desk:
    """The clerk's desk at a centre with three women, one delivered, and ten blanks."""
    pour(families_file, store)
    return desk_of("clerk")


def families(desk_of: DeskOf) -> None:
    """Three women, one of them delivered, and ten blanks."""
    desk = desk_of("clerk")
    wang = open_card(
        desk,
        {
            "name": "王小丽",
            "id_no": "361199199603050025",
            "phones": ["13800000001"],
            "village_id": 1,
            "lmp": date(2026, 5, 1),
            "booked_on": date(2026, 6, 20),
            "card_no": "C001",
            "gravida": 2,
            "para": 1,
            "risk_colours": ["2"],
            "risk_factors": "瘢痕子宫",
        },
    )
    contact = {"visited_on": date(2026, 6, 20), "number": 1, "bp_sys": 118, "bp_dia": 72}
    record_contact(desk, wang.id, {**contact, "weight_g": 54_500})
    zhao = open_card(
        desk,
        {
            "name": "赵秀芳",
            "birth_date": date(1999, 1, 2),
            "village_id": 2,
            "lmp": date(2026, 1, 20),
            "booked_on": date(2026, 3, 1),
            "card_no": "C002",
        },
    )
    born = TODAY - timedelta(days=20)
    record_delivery(
        desk,
        zhao.id,
        {"delivered_on": born, "mode": "1", "place": "云溪镇卫生院"},
        [{"outcome": "1", "sex": "2", "weight_g": 3200}],
    )
    open_card(
        desk,
        {"name": "李(流动)梅", "birth_date": date(2001, 7, 8), "edd": date(2027, 3, 3)},
    )
    blanks = {
        "received_on": TODAY,
        "first": "Z990000001",
        "last": "Z990000010",
        "count": 10,
        "checked_by": "另一人",
    }
    receive(desk_of("issuer"), blanks)


@pytest.fixture
def books(books_file: Path, store: Store, desk_of: DeskOf) -> Desk:
    """The clerk's desk at books in which every page has something to show."""
    pour(books_file, store)
    return desk_of("clerk")


@pytest.fixture(scope="session")
def books_file(families_file: Path) -> Path:
    """The small centre with something for every page."""
    return prepared(families_file, families_file.with_name("books.db"), fill_books)


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """The issuer of the small centre."""
    assert clerk.centre
    return desk_of("issuer")


@pytest.fixture
def waiting(issuer: Desk) -> int:
    """An application nothing was done with yet."""
    return taken(issuer, 1, child_name=NAME, papers=PAPERS, **WHOLE).id


@pytest.fixture
def lacking(issuer: Desk) -> int:
    """The same, the mother's ethnic group and address not filled in."""
    lacks: dict[str, Any] = {"mother_ethnic": None, "mother_address": None}
    return taken(issuer, 1, child_name=NAME, papers=PAPERS, **WHOLE | lacks).id
