"""From delivery to child: each live birth is one child, whatever came first or is corrected."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from desk import sign_in as accounts
from desk.birth_rules import place_doubts
from desk.child import child, record_check, register_child
from desk.context import Desk
from desk.delivery import correct_delivery, record_delivery
from desk.errors import DeskError
from desk.pregnancy import open_card
from desk.pregnancy_view import CardView
from desk.report import open_reports
from models.base import FieldErrors
from models.child import Child
from models.migrations import open_store
from models.people import Person
from tests.conftest import PASSWORD, TODAY, DeskOf

BORN = date(2026, 11, 1)
BOY, GIRL = "1", "2"
LIVE, FETAL_DEATH, STILLBIRTH = "1", "2", "3"


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    return expecting(desk)


def expecting(desk: Desk) -> CardView:
    return open_card(
        desk,
        {"name": "王芳", "birth_date": date(1996, 3, 5), "village_id": 1, "lmp": date(2026, 2, 1)},
    )


def delivered(desk: Desk, card: CardView, *babies: dict[str, Any], **values: Any) -> CardView:
    return record_delivery(desk, card.id, {"delivered_on": BORN, **values}, babies)


def registered(desk: Desk, card: CardView | None, name: str, **values: Any) -> int:
    person = {"name": name, "birth_date": BORN, "sex": GIRL, "village_id": 1, **values}
    return register_child(desk, person, mother_id=card.mother.id if card else None).id


def mended(desk: Desk, card: CardView, *babies: dict[str, Any], **values: Any) -> CardView:
    assert card.delivery is not None
    return correct_delivery(
        desk,
        card.delivery.id,
        card.delivery.version,
        {**card.delivery.values, **values},
        "医院来电",
        newborns=babies,
        newborn_versions=[baby.version for baby in card.newborns],
    )


def children(desk: Desk) -> list[tuple[str, str, int | None]]:
    """Name, sex and newborn of every child."""
    with desk.reading() as session:
        rows = session.exec(select(Child, Person).where(Child.person_id == Person.id))
        return sorted((person.name, person.sex, one.newborn_id) for one, person in rows)


def reports(desk: Desk) -> list[str]:
    return sorted(each.name for each in open_reports(desk))


def test_twins_by_caesarean_of_whom_one_is_stillborn_are_one_child(
    desk: Desk, opened: CardView
) -> None:
    card = delivered(
        desk,
        opened,
        {"outcome": LIVE, "sex": BOY, "weight_g": 2300, "apgar_1": 9, "apgar_5": 10},
        {"outcome": STILLBIRTH, "sex": GIRL, "weight_g": 2100},
        mode="3",
        level="2",
        area="2",
    )
    assert [baby.child_id is None for baby in card.newborns] == [False, True]
    assert children(desk) == [("王芳之子1", BOY, 1)]
    assert reports(desk) == ["围产儿死亡报告"]


@pytest.mark.parametrize(
    ("level", "told", "expected"),
    [("2", None, "1"), ("4", None, "2"), ("5", None, "2"), ("7", None, "1"), ("5", "1", "1")],
)
def test_the_level_of_the_place_says_whether_it_was_a_hospital_unless_told(
    desk: Desk, opened: CardView, level: str, told: str | None, expected: str
) -> None:
    card = delivered(desk, opened, {}, level=level, **({"in_hospital": told} if told else {}))
    assert card.delivery is not None
    assert card.delivery.values["in_hospital"] == expected


def test_a_home_birth_needs_no_discharge(desk: Desk, opened: CardView) -> None:
    card = delivered(desk, opened, {"sex": GIRL}, level="5", place="家中")
    assert card.delivery is not None
    assert (card.state, card.delivery.values["discharged_on"]) == ("delivered", None)


def test_a_child_registered_before_its_delivery_is_joined_to_it(
    desk: Desk, opened: CardView
) -> None:
    known = registered(desk, opened, "李小雨", birth_weight_g=3100)
    card = delivered(desk, opened, {"sex": GIRL}, place="县医院")
    assert [baby.child_id for baby in card.newborns] == [known]
    joined = child(desk, known)
    assert (joined.person.name, joined.values["birth_place"]) == ("李小雨", "县医院")
    assert card.newborns[0].values["weight_g"] == 3100


def test_a_child_registered_with_its_mothers_name_alone_is_joined_too(
    desk: Desk, opened: CardView
) -> None:
    known = registered(desk, None, "李小雨", mother_name="王芳")
    card = delivered(desk, opened, {"sex": GIRL})
    assert [baby.child_id for baby in card.newborns] == [known]
    assert child(desk, known).mother_id == opened.mother.id


def test_a_child_of_another_village_with_a_mother_of_that_name_stays_another(
    desk: Desk, opened: CardView
) -> None:
    other = registered(desk, None, "李小雨", mother_name="王芳", village_id=2)
    card = delivered(desk, opened, {"sex": GIRL})
    assert card.newborns[0].child_id != other


def test_a_child_registered_after_its_delivery_gives_its_name_to_the_one_there(
    desk: Desk, opened: CardView
) -> None:
    delivered(desk, opened, {"sex": GIRL, "weight_g": 3100})
    registered(desk, opened, "李小雨")
    assert children(desk) == [("李小雨", GIRL, 1)]


def test_a_second_child_of_a_single_birth_is_refused(desk: Desk, opened: CardView) -> None:
    delivered(desk, opened, {"sex": GIRL})
    registered(desk, opened, "李小雨")
    with pytest.raises(DeskError, match="活产都已建档"):
        registered(desk, opened, "李小雪")


def test_a_child_whose_sex_fits_no_newborn_is_asked_about(desk: Desk, opened: CardView) -> None:
    registered(desk, opened, "李小雨")
    with pytest.raises(DeskError, match="性别与这里登记的不符"):
        delivered(desk, opened, {"sex": BOY})
    assert len(children(desk)) == 1


def test_among_twins_of_one_sex_the_weight_tells(desk: Desk, opened: CardView) -> None:
    light = registered(desk, opened, "李小雨", birth_weight_g=2200)
    heavy = registered(desk, opened, "李小雪", birth_weight_g=2700)
    card = delivered(desk, opened, {"sex": GIRL, "weight_g": 2700}, {"sex": GIRL, "weight_g": 2200})
    assert [baby.child_id for baby in card.newborns] == [heavy, light]


def test_twins_without_weights_are_joined_in_their_order(desk: Desk, opened: CardView) -> None:
    known = [registered(desk, opened, name) for name in ("李小雨", "李小雪")]
    card = delivered(desk, opened, {"sex": GIRL}, {"sex": GIRL})
    assert [baby.child_id for baby in card.newborns] == known


def test_a_stillbirth_that_was_a_live_birth_becomes_a_child_once(
    desk: Desk, opened: CardView
) -> None:
    card = delivered(desk, opened, {"outcome": STILLBIRTH, "sex": BOY})
    card = mended(desk, card, {"outcome": LIVE, "sex": BOY})
    mended(desk, card, {"outcome": LIVE, "sex": BOY, "weight_g": 3000})
    assert children(desk) == [("王芳之子", BOY, 1)]
    assert reports(desk) == []


def test_a_live_birth_that_was_a_stillbirth_is_no_child(desk: Desk, opened: CardView) -> None:
    card = delivered(desk, opened, {"outcome": LIVE, "sex": BOY})
    mended(desk, card, {"outcome": FETAL_DEATH, "sex": BOY})
    assert children(desk) == []
    assert reports(desk) == ["围产儿死亡报告"]


def test_a_child_with_checks_cannot_be_corrected_away(desk: Desk, opened: CardView) -> None:
    card = delivered(desk, opened, {"outcome": LIVE, "sex": BOY})
    record_check(desk, card.newborns[0].child_id or 0, {"checked_on": TODAY, "contact": "newborn"})
    with pytest.raises(DeskError, match="已有体检"):
        mended(desk, card, {"outcome": STILLBIRTH, "sex": BOY})
    assert len(children(desk)) == 1


def test_a_baby_added_later_becomes_a_child_and_one_taken_away_is_none(
    desk: Desk, opened: CardView
) -> None:
    card = delivered(desk, opened, {"sex": GIRL})
    card = mended(desk, card, {"sex": GIRL}, {"sex": BOY})
    assert [name for name, _, _ in children(desk)] == ["王芳之女", "王芳之子2"]
    card = mended(desk, card, {"sex": GIRL})
    assert [name for name, _, _ in children(desk)] == ["王芳之女"]


def test_a_corrected_newborns_child_follows_where_it_said_the_same(
    desk: Desk, opened: CardView
) -> None:
    card = delivered(desk, opened, {"sex": GIRL, "weight_g": 3200, "length_mm": 500})
    mended(desk, card, {"sex": BOY, "weight_g": 2300, "length_mm": 500, "apgar_1": 8})
    (known,) = children(desk)
    follows = child(desk, 1)
    assert known == ("王芳之子", BOY, 1)
    assert follows.values["birth_weight_g"] == 2300


def test_a_childs_own_weight_is_not_overwritten_by_its_newborns(
    desk: Desk, opened: CardView
) -> None:
    registered(desk, opened, "李小雨", birth_weight_g=3150)
    card = delivered(desk, opened, {"sex": GIRL, "weight_g": 3200})
    mended(desk, card, {"sex": GIRL, "weight_g": 3300})
    assert child(desk, 1).values["birth_weight_g"] == 3150


def test_a_corrected_day_finds_the_child_the_register_knew(desk: Desk, opened: CardView) -> None:
    registered(desk, opened, "李小雨")
    card = record_delivery(desk, opened.id, {"delivered_on": date(2026, 10, 30)}, [{"sex": GIRL}])
    assert len(children(desk)) == 2
    mended(desk, card, {"sex": GIRL}, delivered_on=BORN)
    assert [name for name, _, _ in children(desk)] == ["李小雨"]


def test_a_defect_is_named_and_starts_its_clock_until_it_is_taken_back(
    desk: Desk, opened: CardView
) -> None:
    with pytest.raises(FieldErrors, match="请写诊断"):
        delivered(desk, opened, {"sex": GIRL, "defect": "2"})
    card = delivered(desk, opened, {"sex": GIRL, "defect": "2", "defect_diagnosis": "唇裂"})
    assert reports(desk) == ["出生缺陷报告"]
    mended(desk, card, {"sex": GIRL, "defect": "1"})
    assert reports(desk) == []


def test_a_loss_before_28_weeks_and_below_1000_g_is_no_perinatal_death(
    desk: Desk, opened: CardView
) -> None:
    delivered(desk, opened, {"outcome": STILLBIRTH, "weight_g": 800}, ga_days=190)
    assert reports(desk) == []


Baby = tuple[str, int, bool]
BABIES = st.lists(
    st.tuples(st.sampled_from((BOY, GIRL)), st.integers(1500, 1503), st.booleans()),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(babies=BABIES, data=st.data())
def test_children_equal_live_births_in_whatever_order_they_come(
    centre_file: Path, tmp_path: Path, babies: list[Baby], data: st.DataObject
) -> None:
    path = tmp_path / "order.db"
    for left in tmp_path.glob("order.db*"):
        left.unlink()
    shutil.copyfile(centre_file, path)
    store = open_store(path)
    try:
        desk = accounts.sign_in(store, "clerk", PASSWORD, TODAY)
        opened = expecting(desk)
        alive = [n for n, (_, _, lives) in enumerate(babies) if lives]
        for step in data.draw(st.permutations([None, *alive])):
            if step is None:
                newborns = [
                    {"sex": sex, "weight_g": grams, "outcome": LIVE if lives else STILLBIRTH}
                    for sex, grams, lives in babies
                ]
                delivered(desk, opened, *newborns)
            else:
                sex, grams, _ = babies[step]
                registered(desk, opened, f"李小{'雨雪云'[step]}", sex=sex, birth_weight_g=grams)
        found = children(desk)
        assert len(found) == len(alive)
        assert len({newborn for _, _, newborn in found}) == len(alive)
        assert None not in {newborn for _, _, newborn in found}
    finally:
        store.close()


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("云溪镇卫生院", False),
        ("云溪卫生院", False),
        ("青石县云溪镇卫生院", False),
        ("本院", False),
        (None, False),
        ("县人民医院", True),
        ("石桥镇卫生院", True),
    ],
)
def test_our_own_hospital_with_the_name_of_another_is_asked_about(
    place: str | None,
    asked: bool,  # noqa: FBT001  a table of cases
) -> None:
    found = place_doubts({"area": "1", "level": "3", "place": place}, "云溪镇卫生院")
    assert ("area" in found) is asked


@pytest.mark.parametrize(
    ("level", "in_hospital", "asked"),
    [("5", "1", True), ("6", "1", True), ("5", "2", False), ("4", "1", False), ("3", "1", False)],
)
def test_a_birth_at_home_or_on_the_way_in_hospital_is_asked_about(
    level: str,
    in_hospital: str,
    asked: bool,  # noqa: FBT001  a table of cases
) -> None:
    found = place_doubts({"level": level, "in_hospital": in_hospital}, "云溪镇卫生院")
    assert ("in_hospital" in found) is asked


@pytest.mark.parametrize(
    ("place", "asked"), [("家中", True), ("/", True), ("县医院", False), (None, False)]
)
def test_a_place_that_is_no_hospital_in_hospital_is_asked_about(
    place: str | None,
    asked: bool,  # noqa: FBT001  a table of cases
) -> None:
    found = place_doubts({"place": place, "in_hospital": "1"}, "云溪镇卫生院")
    assert ("in_hospital" in found) is asked
