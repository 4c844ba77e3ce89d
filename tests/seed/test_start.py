"""What a real centre starts with."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desk.context import Desk
from desk.settings import get
from desk.sign_in import sign_in
from desk.villages import villages
from rules.targets import DEFAULT_TARGETS, targets_of
from seed.start import new_centre


@pytest.fixture
def boss(tmp_path: Path, day: date) -> Iterator[Desk]:
    store = new_centre(
        tmp_path / "new.db",
        "云溪镇卫生院",
        " 331199 ",
        "boss",
        "secret",
        villages=("西岭村", "东庄村"),
        year=2026,
    )
    yield sign_in(store, "boss", "secret", day)
    store.close()


def test_first_user_holds_admin_and_clerk(boss: Desk) -> None:
    assert boss.roles == {"admin", "clerk"}


def test_villages_keep_the_order_given(boss: Desk) -> None:
    assert [village.name for village in villages(boss)] == ["西岭村", "东庄村"]


def test_targets_of_the_first_year_are_the_defaults(boss: Desk) -> None:
    assert targets_of(2026, get(boss, "targets")) == DEFAULT_TARGETS


def test_targets_survive_as_exact_decimals(boss: Desk) -> None:
    assert targets_of(2027, get(boss, "targets"))["newborn_visit"] == Decimal("96.7")


def test_checklist_has_36_items_and_100_points(boss: Desk) -> None:
    kept = get(boss, "checklist")
    assert isinstance(kept, dict)
    items = [item for group in kept[kept["current"]]["groups"] for item in group["items"]]
    assert [item["no"] for item in items] == list(range(1, 37))
    assert sum(item["points"] for item in items) == 100
