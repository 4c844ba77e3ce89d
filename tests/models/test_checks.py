"""The same ranges in the data class and in the database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from models.antenatal import AntenatalContactData
from models.base import FieldErrors, checked, checks
from models.blanks import ReceiptData
from models.certificate import IssueData
from models.child import ChildCheckData, ChildData
from models.delivery import DeliveryData, NewbornData, PostpartumVisitData
from models.people import PersonData
from models.pregnancy import PregnancyData
from models.supervision import SupervisionVisitData
from rules.fields import Kind, field_specs

DATA: tuple[type[SQLModel], ...] = (
    PersonData, PregnancyData, AntenatalContactData, DeliveryData, NewbornData,
    PostpartumVisitData, ChildData, ChildCheckData, ReceiptData, IssueData, SupervisionVisitData,
)  # fmt: skip
RANGED = [
    (data_class, name)
    for data_class in DATA
    for name, spec in field_specs(data_class).items()
    if spec.hard and spec.kind in {Kind.NUMBER, Kind.GESTATION}
]


def refused(data_class: type[SQLModel], values: dict[str, object]) -> set[str]:
    try:
        checked(data_class, values)
    except FieldErrors as error:
        return set(error.errors)
    return set()


@given(case=st.sampled_from(RANGED), value=st.integers(-10, 400_000))
def test_the_data_class_and_the_check_constraint_draw_the_same_line(
    case: tuple[type[SQLModel], str], value: int
) -> None:
    data_class, name = case
    rule = {str(check.name): str(check.sqltext) for check in checks(data_class)}[f"ck_{name}"]
    low, high = map(int, rule.split(" BETWEEN ")[1].split(" AND "))
    assert (name in refused(data_class, {name: value})) is not (low <= value <= high)


def test_every_choice_and_date_has_its_constraint() -> None:
    for data_class in DATA:
        made = {check.name for check in checks(data_class) if isinstance(check, CheckConstraint)}
        for name, spec in field_specs(data_class).items():
            if spec.kind in {Kind.CHOICE, Kind.DATE} or spec.hard:
                assert f"ck_{name}" in made


def test_every_measure_has_a_hard_range() -> None:
    for data_class in DATA:
        for name, spec in field_specs(data_class).items():
            assert spec.hard or spec.kind is not Kind.NUMBER, f"{data_class.__name__}.{name}"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "甲" * 51}, "name"),
        ({"name": "甲", "sex": "5"}, "sex"),
        ({"name": "甲", "birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"name": "甲", "birth_date": "二〇二六"}, "birth_date"),
        ({"name": "甲", "no_such_field": 1}, "no_such_field"),
    ],
)
def test_a_wrong_value_is_named_by_its_field(values: dict[str, object], field: str) -> None:
    assert refused(PersonData, values) == {field}
