"""One demo township of three years for all tests of this room."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from desk import sign_in as accounts
from desk.context import Desk
from models.engine import Store
from models.migrations import open_store
from seed.demo import make_demo


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", 4)
        yield


@pytest.fixture(scope="session")
def day() -> date:
    return date(2026, 11, 21)


@pytest.fixture(scope="session")
def demo(
    tmp_path_factory: pytest.TempPathFactory, day: date, cheap_passwords: None
) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(path, day, births_per_year=140, years=3)
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture
def books(demo: Store) -> Iterator[Session]:
    with Session(demo.read) as session:
        yield session


@pytest.fixture
def clerk(demo: Store, day: date) -> Desk:
    return accounts.sign_in(demo, "clerk", "demo", day)
