"""What the centre's own rules ask of a family is asked at the desk."""

from datetime import date
from typing import Any

import pytest

from desk.application import draft, take
from desk.context import Desk
from desk.ruling import put_house_rules
from models.base import FieldErrors
from tests.conftest import DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import NAME, taken

WHY = "县妇幼2026年文件"


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    return born(desk_of)


def refused(desk: Desk, child_id: int, **values: Any) -> dict[str, str]:
    """What is said at each field of an application."""
    with pytest.raises(FieldErrors) as caught:
        taken(desk, child_id, **values)
    return {name: str(error) for name, error in caught.value.errors.items()}


def test_a_province_that_asks_for_the_marriage_certificate(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    put_house_rules(desk_of("admin"), {"cert_marriage": "1"}, WHY)
    assert refused(issuer, child_id) == {"papers": "本地要求核对结婚证"}
    view = taken(issuer, child_id, papers=["1", "2", "3", "8"])
    assert view.values["papers"] == ["1", "2", "3", "8"]


def test_a_county_where_a_fortnight_is_late(issuer: Desk, child_id: int, desk_of: DeskOf) -> None:
    put_house_rules(desk_of("admin"), {"cert_apply_days": 14}, WHY)
    assert refused(issuer, child_id) == {"late_why": "出生超过 14 天才来申请,请写明迟办原因"}
    assert taken(issuer, child_id, late_why="外出打工").values["late_why"] == "外出打工"


def test_a_county_where_a_fortnight_asks_for_a_test(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    put_house_rules(desk_of("admin"), {"cert_apply_days": 14, "cert_late_days": 14}, WHY)
    said = refused(issuer, child_id, late_why="外出打工")
    assert said == {"papers": "出生超过 14 天才来申请,要亲子鉴定证明"}


@pytest.mark.parametrize("name", ["孔Anna", "孔试安2", "孔xiaoan"])
def test_a_name_with_a_letter_or_a_digit_is_not_printed(
    issuer: Desk, child_id: int, name: str
) -> None:
    assert "只能用汉字和间隔号" in refused(issuer, child_id, child_name=name)["child_name"]


def test_a_look_alike_of_the_dot_is_kept_as_the_dot(issuer: Desk, child_id: int) -> None:
    assert taken(issuer, child_id, child_name="阿依 • 孔").values["child_name"] == "阿依·孔"


@pytest.mark.parametrize("name", ["", "史试燕之子"])
def test_an_unnamed_child_is_refused(issuer: Desk, child_id: int, name: str) -> None:
    assert "child_name" in refused(issuer, child_id, child_name=name)


def test_a_father_written_as_a_stroke_is_left_empty_instead(issuer: Desk, child_id: int) -> None:
    said = refused(issuer, child_id, father_name="/", papers=["1", "2", "6"])
    assert said == {"father_name": "没有父亲信息的请空着,证上打印“/”"}


def test_with_no_father_the_statement_takes_the_place_of_his_paper(
    issuer: Desk, child_id: int
) -> None:
    values = {**draft(issuer, child_id), "child_name": NAME, "father_name": None}
    with pytest.raises(FieldErrors) as caught:
        take(issuer, child_id, {**values, "papers": ["1", "2", "3"]})
    assert str(caught.value.errors["papers"]) == "没有父亲信息的,要有母亲签字的声明"
    assert (
        take(issuer, child_id, {**values, "papers": ["1", "2", "6"]}).values["father_name"] is None
    )


def test_the_day_of_the_birth_is_not_late(issuer: Desk, child_id: int) -> None:
    assert taken(issuer, child_id, applied_on=date(2026, 11, 2)).values["late_why"] is None


@pytest.mark.parametrize(
    "mother",
    [
        {"mother_name": "史试艳", "receiver": "史试艳"},
        {"mother_id_no": "331199199806084721"},
    ],
)
def test_a_mother_recorded_under_another_name_or_number_brings_proof(
    issuer: Desk, child_id: int, mother: dict[str, str]
) -> None:
    said = refused(issuer, child_id, **mother)
    assert said == {"papers": "母亲证件与住院登记不符,要户口机关证明或亲子鉴定证明"}
    assert taken(issuer, child_id, **mother, papers=["1", "2", "3", "9"]).step == "reserve"
