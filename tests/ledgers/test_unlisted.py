"""The villages of a ledger that the centre's list lacks: who is asked about, by which name."""

import pytest

from ledgers.reading import VillageList, unlisted_villages
from tests.ledgers.support import CHILD, VILLAGES, ledger, read, workbook


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("河头村", "河头村"),
        ("河头村 3组", "河头村"),
        ("河头村(第三村民小组)", "河头村"),
        ("河头村-2队", "河头村"),
        ("河头村3组12号", "河头村"),
        ("河头村卫生室", "河头村"),
        ("河头村村委会", "河头村"),
        ("河头村民委员会2组", "河头村"),
        ("云溪镇河头村", "河头村"),
        ("青石县云溪镇河头村2组", "河头村"),
        ("河头", "河头"),
        ("东门社区5组", "东门社区"),
        ("卫生室", "卫生室"),
    ],
)
def test_name_without_what_is_no_part_of_it(written: str, name: str) -> None:
    assert VILLAGES.names_of([written]) == (name,)


@pytest.mark.parametrize("written", ["河头村 3组", "河头村民委员会2组", "坪上", "东门社区5组"])
def test_village_is_found_once_its_name_is_on_the_list(written: str) -> None:
    (name,) = VILLAGES.names_of([written])
    found = VillageList(VILLAGES.town, (*VILLAGES.villages, name)).find(written)
    assert found is not None
    assert found[0] == name


def test_rows_are_counted_and_each_village_named_once() -> None:
    rows = ledger(
        CHILD,
        {"村(组)": "河头村1组"},
        {"村(组)": "河头村2组", "儿童姓名": "丁二宝"},
        {"村(组)": "坪上村", "儿童姓名": "丁三宝"},
        {"儿童姓名": "丁四宝"},
    )
    found = unlisted_villages(read(workbook(rows), "child"), VILLAGES)
    assert (found.rows, found.villages, found.some) == (3, ("河头村", "坪上村"), "河头村、坪上村")


def test_only_the_first_few_villages_stand_in_the_sentence() -> None:
    changes = [{"村(组)": f"{n}岭村", "儿童姓名": f"丁{n}宝"} for n in "甲乙丙戊己"]
    found = unlisted_villages(read(workbook(ledger(CHILD, *changes)), "child"), VILLAGES)
    assert found.some == "甲岭村、乙岭村、丙岭村、戊岭村…"
