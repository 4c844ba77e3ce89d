"""A centre's books filled by hand, and a folder for what is written of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.people import User
from tests.desk.shelf import Shelf, opened


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        shelf.add(
            User(centre="C1", login="sealer", name="钱五", password_hash="", roles=["sealer"])
        )
        yield shelf


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"
