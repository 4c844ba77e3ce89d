"""The collection: once, after the seal, by whoever may and brings what is asked for."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from desk.collecting import (
    collect,
    collected,
    collection,
    correct_collection,
    uncollected,
    waiting,
)
from desk.context import Desk
from desk.errors import Conflict, DeskError, NotPermitted
from desk.issuing import confirm, printed, reserve
from desk.replacing import review
from desk.replacing_start import begin, take
from desk.sealing import seal
from models.base import FieldErrors
from models.certificate import Collection
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import issued


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def paper(issuer: Desk, desk_of: DeskOf) -> int:
    """A certificate issued today; its id."""
    return issued(issuer, born(desk_of)).id


def signed(**values: Any) -> dict[str, Any]:
    """The mother collects today."""
    mother = {"receiver": "史试燕", "relation": "1", "receiver_id_no": "331199199806084705"}
    return {"collected_on": TODAY, "signed": "1", **mother, **values}


def test_nothing_is_collected_before_it_is_sealed(paper: int, issuer: Desk) -> None:
    with pytest.raises(DeskError, match="还没有盖章"):
        collect(issuer, paper, signed())


def test_the_mother_collects_with_her_signature(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    assert uncollected(issuer) == ()
    assert [(line.issue_id, line.receiver) for line in collected(issuer)] == [(paper, "史试燕")]


def test_what_is_sealed_waits_to_be_collected(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    assert [line.number for line in uncollected(issuer)] == ["Z331990001"]


def test_the_form_knows_mother_and_father(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    found = waiting(issuer, paper)
    assert found.relation == "1"
    assert found.people["1"]["receiver"] == "史试燕"
    assert found.people["2"]["receiver"] == "孔试升"


FATHER: dict[str, Any] = {
    "relation": "2",
    "receiver": "孔试升",
    "receiver_id_no": "331199199512300011",
}
PAPERS = ["1", "2", "3"]


def sealed(issuer: Desk, desk_of: DeskOf, **values: Any) -> int:
    """A certificate that waits to be collected, of an application with these values; its id."""
    paper = issued(issuer, born(desk_of), **values).id
    seal(desk_of("sealer"), [paper])
    return paper


def test_whoever_was_named_with_a_letter_is_known_with_it(issuer: Desk, desk_of: DeskOf) -> None:
    found = waiting(issuer, sealed(issuer, desk_of, **FATHER, papers=[*PAPERS, "5"]))
    assert (found.relation, found.people["2"]) == (
        "2",
        {
            "receiver": "孔试升",
            "receiver_id_kind": "1",
            "receiver_id_no": "331199199512300011",
            "receiver_other_no": None,
            "letter": "1",
        },
    )


def test_the_letter_of_an_exchange_is_known_by_its_own_digit(issuer: Desk, desk_of: DeskOf) -> None:
    child = born(desk_of)
    issued(issuer, child)
    papers = {"cause": "2", "returned": "2", "papers": ["1", "2", "4", "8"]}
    asked = take(issuer, child, {**begin(issuer, "2", child_id=child).values, **papers, **FATHER})
    review(desk_of("reviewer"), asked.id, "1")
    reserve(issuer, asked.id)
    printed(issuer, asked.id)
    paper = confirm(issuer, asked.id).id
    seal(desk_of("sealer"), [paper])
    assert waiting(issuer, paper).people["2"]["letter"] == "1"


def test_who_was_not_named_has_no_letter_yet(issuer: Desk, desk_of: DeskOf) -> None:
    found = waiting(issuer, sealed(issuer, desk_of))
    assert "letter" not in found.people["2"]


def test_a_mother_who_cannot_sign_has_other_papers_and_no_letter(
    issuer: Desk, desk_of: DeskOf
) -> None:
    paper = sealed(issuer, desk_of, **FATHER, papers=PAPERS, papers_other="母亲死亡医学证明")
    found = waiting(issuer, paper)
    assert (found.terms.instead, found.people["2"]["letter"]) == ("母亲死亡医学证明", "2")
    collect(issuer, paper, signed(**FATHER, letter="2"))
    assert collected(issuer)[0].receiver == "孔试升"


def test_that_there_is_no_letter_is_said_not_left_out(issuer: Desk, desk_of: DeskOf) -> None:
    paper = sealed(issuer, desk_of, **FATHER, papers=PAPERS, papers_other="母亲死亡医学证明")
    with pytest.raises(FieldErrors, match="委托书"):
        collect(issuer, paper, signed(**FATHER))


def test_other_papers_of_a_mother_who_comes_herself_stand_for_no_letter(
    issuer: Desk, desk_of: DeskOf
) -> None:
    paper = sealed(issuer, desk_of, papers_other="居住证")
    with pytest.raises(FieldErrors, match="委托书"):
        collect(issuer, paper, signed(**FATHER, letter="2"))


def test_a_passport_is_asked_for_by_its_own_number(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    with pytest.raises(FieldErrors) as refusal:
        collect(issuer, paper, signed(**FATHER, receiver_id_kind="3", letter="1"))
    assert set(refusal.value.errors) == {"receiver_other_no"}


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"relation": "2", "receiver": "孔试升"}, "letter", "LETTER"),
        ({"relation": "2", "receiver": "孔试升", "letter": "2"}, "letter", "LETTER"),
        (
            {"relation": "2", "letter": "1", "receiver_id_no": None},
            "receiver_id_no",
            "REQUIRED",
        ),
        ({"signed": None}, "signed", "REQUIRED"),
        ({"receiver": ""}, "receiver", "REQUIRED"),
        ({"collected_on": TODAY + timedelta(days=1)}, "collected_on", "FUTURE"),
        ({"collected_on": TODAY - timedelta(days=1)}, "collected_on", "DATE_ORDER"),
    ],
)
def test_what_a_collection_lacks_is_said_at_its_field(  # noqa: PLR0913, PLR0917  what is lacking
    paper: int,
    issuer: Desk,
    desk_of: DeskOf,
    values: dict[str, Any],
    field: str,
    reason: str,
) -> None:
    seal(desk_of("sealer"), [paper])
    with pytest.raises(FieldErrors) as refusal:
        collect(issuer, paper, signed(**values))
    assert refusal.value.errors[field].reason == reason


def test_another_collects_with_letter_and_passport(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    aunt = {"receiver": "史试梅", "relation": "9", "receiver_id_no": None, "letter": "1"}
    collect(issuer, paper, signed(**aunt, receiver_other_no="E12345678"))
    assert [line.receiver for line in collected(issuer)] == ["史试梅"]


def test_a_certificate_is_collected_once(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    with pytest.raises(DeskError, match="已经领走"):
        collect(issuer, paper, signed())


@pytest.mark.parametrize(
    "another",
    [
        {"receiver": "王冒名"},
        {"receiver": "孔试声", "relation": "2", "letter": "1"},
        {"receiver": "史试燕", "relation": "2", "letter": "1"},
    ],
)
def test_whoever_collects_as_a_parent_is_the_one_the_certificate_names(
    paper: int, issuer: Desk, desk_of: DeskOf, another: dict[str, Any]
) -> None:
    seal(desk_of("sealer"), [paper])
    with pytest.raises(FieldErrors) as caught:
        collect(issuer, paper, signed(**another))
    assert list(caught.value.errors) == ["receiver"]
    assert collected(issuer) == ()


def test_without_a_father_on_it_nobody_collects_as_the_father(
    issuer: Desk, desk_of: DeskOf
) -> None:
    own = issued(issuer, born(desk_of), father_name=None, papers=["1", "2", "6"]).id
    seal(desk_of("sealer"), [own])
    with pytest.raises(FieldErrors, match="没有父亲信息"):
        collect(issuer, own, signed(receiver="孔试升", relation="2", letter="1"))


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer", "admin"])
def test_only_the_issuer_hands_it_over(paper: int, desk_of: DeskOf, role: str) -> None:
    seal(desk_of("sealer"), [paper])
    with pytest.raises(NotPermitted):
        collect(desk_of(role), paper, signed())


def test_a_collection_is_corrected_with_a_reason(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    view, _ = collection(issuer, paper)
    father = {"receiver": "孔试升", "relation": "2", "letter": "1"}
    correct_collection(issuer, paper, view.version, signed(**father), "登记时选错了人")
    assert [line.receiver for line in collected(issuer)] == ["孔试升"]


def test_a_correction_without_a_reason_changes_nothing(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    with pytest.raises(DeskError, match="原因"):
        correct_collection(issuer, paper, 1, signed(receiver="史试雁"), " ")


def test_of_two_corrections_the_second_sees_the_first(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    correct_collection(issuer, paper, 1, signed(receiver_id_no=None), "没看证件")
    with pytest.raises(Conflict):
        correct_collection(issuer, paper, 1, signed(), "看了证件")


def test_whoever_handed_it_over_stands_in_the_record(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    collect(issuer, paper, signed())
    with issuer.reading() as session:
        assert session.exec(select(Collection.handler)).one() == "签发"
