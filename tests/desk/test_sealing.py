"""The seal and the collection: each once, in its order, and in other hands than the issue."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from desk import sign_in as accounts
from desk.child import register_child
from desk.collecting import (
    collect,
    collected,
    collection,
    correct_collection,
    uncollected,
    waiting,
)
from desk.context import Desk
from desk.delegation import end_early
from desk.errors import Conflict, DeskError, NotPermitted
from desk.issuing import confirm, printed, reserve
from desk.replacing import review
from desk.replacing_start import begin, take
from desk.sealing import Sealed, seal, seal_as, unsealed
from desk.second import second_hand
from models.base import FieldErrors
from models.blanks import BlankMove
from models.certificate import Collection, Issue, Seal
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import issued, taken
from tests.desk.two_hands import at, somebody, substitute

WEEKS = timedelta(days=21)
CHILD = {"name": "钱试宝", "sex": "1", "birth_date": TODAY, "mother_name": "钱试母"}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def paper(issuer: Desk, desk_of: DeskOf) -> int:
    """A certificate issued today; its id."""
    return issued(issuer, born(desk_of)).id


def seals(desk: Desk) -> list[Seal]:
    with desk.store.reading(desk.centre) as session:
        return list(session.exec(select(Seal)))


def signed(**values: Any) -> dict[str, Any]:
    """The mother collects today."""
    mother = {"receiver": "史试燕", "relation": "1", "receiver_id_no": "331199199806084705"}
    return {"collected_on": TODAY, "signed": "1", **mother, **values}


def test_what_is_issued_waits_for_the_seal_with_number_and_child(
    paper: int, desk_of: DeskOf
) -> None:
    (line,) = unsealed(desk_of("sealer"))
    assert (line.issue_id, line.number, line.child, line.issued_on, line.own) == (
        paper,
        "Z331990001",
        "孔试安",
        TODAY,
        False,
    )


def test_whoever_issued_sees_that_it_is_for_another_to_seal(paper: int, issuer: Desk) -> None:
    assert [line.own for line in unsealed(issuer)] == [True]


@pytest.mark.parametrize("role", ["clerk", "supervisor", "counsellor", "admin"])
def test_others_do_not_see_what_waits_for_the_seal(desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted):
        unsealed(desk_of(role))


def test_the_seal_is_a_dated_fact_of_the_sealer(paper: int, desk_of: DeskOf) -> None:
    assert seal(desk_of("sealer"), [paper]).count == 1
    (mark,) = seals(desk_of("sealer"))
    assert (mark.issue_id, mark.sealed_on, mark.user, mark.sealer) == (
        paper,
        TODAY,
        "sealer",
        "印章",
    )


def test_what_is_sealed_waits_no_more(paper: int, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    assert unsealed(desk_of("sealer")) == ()


def test_a_certificate_is_sealed_once(paper: int, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    with pytest.raises(DeskError, match="已经盖过章"):
        seal(desk_of("sealer"), [paper])


def test_named_twice_it_is_sealed_once(paper: int, desk_of: DeskOf) -> None:
    assert seal(desk_of("sealer"), [paper, paper]) == Sealed(1)


def second(desk: Desk, desk_of: DeskOf) -> int:
    """A certificate of another family, issued today; its id."""
    child = register_child(desk_of("clerk"), CHILD).id
    return issued(desk, child, child_name="钱试宝", papers=["1", "2", "6"]).id


def test_what_is_sealed_already_is_left_and_the_others_are_sealed(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    other = second(issuer, desk_of)
    seal(desk_of("sealer"), [paper])
    done = seal(desk_of("sealer"), [paper, other])
    assert (done.count, [str(error) for error in done.left]) == (1, ["Z331990001 已经盖过章"])
    assert [mark.issue_id for mark in seals(desk_of("sealer"))] == [paper, other]


def test_what_the_sealer_had_a_hand_in_is_left_and_the_others_are_sealed(
    paper: int, desk_of: DeskOf
) -> None:
    substitute(desk_of, "issuer", "clerk")
    own = second(desk_of("clerk"), desk_of)
    later = TODAY + WEEKS
    accounts.set_roles(at(desk_of, "admin", later), "clerk", ("sealer",))
    done = seal(at(desk_of, "clerk", later), [own, paper])
    assert (done.count, [error.reason for error in done.left]) == (1, ["TWO_HANDS"])
    assert [mark.issue_id for mark in seals(desk_of("sealer"))] == [paper]


@pytest.mark.parametrize("role", ["clerk", "issuer", "reviewer", "supervisor", "admin"])
def test_only_a_sealer_seals(paper: int, desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted, match="印章"):
        seal(desk_of(role), [paper])


@pytest.mark.parametrize(
    ("on", "reason"),
    [(TODAY - timedelta(days=1), "DATE_ORDER"), (TODAY + timedelta(days=1), "FUTURE")],
)
def test_the_seal_is_neither_before_the_issue_nor_in_the_future(
    paper: int, desk_of: DeskOf, on: date, reason: str
) -> None:
    with pytest.raises(DeskError, match="盖章日期") as refusal:
        seal(desk_of("sealer"), [paper], on)
    assert refusal.value.reason == reason


def test_the_sealer_seals_at_the_issuers_desk(paper: int, issuer: Desk) -> None:
    hand = second_hand(issuer, "sealer", PASSWORD, "certificates.seal")
    seal_as(issuer, hand, paper)
    assert [(mark.user, mark.sealer) for mark in seals(issuer)] == [("sealer", "印章")]


# --- the hands of one record


def substitute_issues(desk_of: DeskOf, login: str, child: int) -> int:
    """Somebody else issues under a letter of this week."""
    substitute(desk_of, "issuer", login)
    return issued(desk_of(login), child).id


def test_a_substitute_who_issued_does_not_seal_it_weeks_later(
    issuer: Desk, desk_of: DeskOf
) -> None:
    paper = substitute_issues(desk_of, "clerk", born(desk_of))
    later = TODAY + WEEKS
    substitute(desk_of, "sealer", "clerk", starts_on=later, ends_on=later)
    with pytest.raises(DeskError, match="另一个人"):
        seal(at(desk_of, "clerk", later), [paper])


def test_a_substitute_who_became_the_sealer_does_not_seal_it(issuer: Desk, desk_of: DeskOf) -> None:
    paper = substitute_issues(desk_of, "clerk", born(desk_of))
    later = TODAY + WEEKS
    accounts.set_roles(at(desk_of, "admin", later), "clerk", ("sealer",))
    with pytest.raises(DeskError, match="另一个人"):
        seal(at(desk_of, "clerk", later), [paper])


def test_a_reviewer_who_became_the_sealer_does_not_seal_what_they_reviewed(
    issuer: Desk, desk_of: DeskOf
) -> None:
    child = born(desk_of)
    issued(issuer, child)
    papers = {"cause": "2", "returned": "2", "papers": ["1", "2", "4"]}
    asked = take(issuer, child, {**begin(issuer, "2", child_id=child).values, **papers})
    review(desk_of("reviewer"), asked.id, "1")
    reserve(issuer, asked.id)
    printed(issuer, asked.id)
    paper = confirm(issuer, asked.id).id
    accounts.set_roles(desk_of("admin"), "reviewer", ("sealer",))
    with pytest.raises(DeskError, match="另一个人"):
        seal(desk_of("reviewer"), [paper])


def test_a_reviewer_who_became_the_sealer_seals_what_another_reviewed(
    paper: int, desk_of: DeskOf
) -> None:
    accounts.set_roles(desk_of("admin"), "reviewer", ("sealer",))
    assert seal(desk_of("reviewer"), [paper]).count == 1


def test_whoever_printed_does_not_seal_what_another_confirmed(
    issuer: Desk, desk_of: DeskOf
) -> None:
    substitute(desk_of, "issuer", "clerk")
    printer = desk_of("clerk")
    application = taken(printer, born(desk_of))
    reserve(printer, application.id)
    printed(printer, application.id)
    paper = confirm(issuer, application.id).id
    later = TODAY + WEEKS
    accounts.set_roles(at(desk_of, "admin", later), "clerk", ("sealer",))
    with pytest.raises(DeskError, match="另一个人"):
        seal(at(desk_of, "clerk", later), [paper])


def test_a_substitute_seals_what_others_issued_under_the_letter(
    paper: int, desk_of: DeskOf
) -> None:
    given = substitute(desk_of, "sealer", "clerk")
    seal(desk_of("clerk"), [paper])
    assert [mark.delegation_id for mark in seals(desk_of("clerk"))] == [given.id]


def test_a_substitute_signs_at_the_issuers_desk_under_the_letter(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    somebody(desk_of, "wei", "卫试", "clerk")
    given = substitute(desk_of, "sealer", "wei")
    hand = second_hand(issuer, "wei", PASSWORD, "certificates.seal")
    seal_as(issuer, hand, paper)
    assert [(m.user, m.delegation_id) for m in seals(issuer)] == [("wei", given.id)]


def test_a_delegation_ended_meanwhile_seals_no_more(paper: int, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "sealer", "clerk", starts_on=TODAY - timedelta(days=1))
    signed_in = desk_of("clerk")
    end_early(desk_of("admin"), given.id, TODAY - timedelta(days=1), "提前回来")
    with pytest.raises(NotPermitted, match="已经结束"):
        seal(signed_in, [paper])


def test_a_delegation_ended_meanwhile_moves_no_number(issuer: Desk, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "issuer", "clerk", starts_on=TODAY - timedelta(days=1))
    signed_in = desk_of("clerk")
    end_early(desk_of("admin"), given.id, TODAY - timedelta(days=1), "提前回来")
    with pytest.raises(NotPermitted, match="已经结束"):
        issued(signed_in, born(desk_of))


def test_ones_own_work_goes_on_when_a_delegation_ends(desk_of: DeskOf) -> None:
    given = substitute(desk_of, "issuer", "clerk", starts_on=TODAY - timedelta(days=1))
    signed_in = desk_of("clerk")
    end_early(desk_of("admin"), given.id, TODAY - timedelta(days=1), "提前回来")
    assert register_child(signed_in, CHILD).id


def test_no_seal_is_set_under_a_letter_on_a_day_before_it(paper: int, desk_of: DeskOf) -> None:
    later = TODAY + WEEKS
    substitute(desk_of, "sealer", "clerk", starts_on=later, ends_on=later)
    with pytest.raises(NotPermitted, match="没有印章岗位"):
        seal(at(desk_of, "clerk", later), [paper], later - timedelta(days=1))


@pytest.mark.parametrize("login", ["clerk", "wei", "letter"])
def test_no_seal_is_set_on_a_day_before_the_sealer_had_these_roles(
    issuer: Desk, desk_of: DeskOf, login: str
) -> None:
    """The clerk became the sealer today, the second came today, the third has a letter of today."""
    yesterday = TODAY - timedelta(days=1)
    paper = issued(issuer, born(desk_of), yesterday).id
    accounts.set_roles(desk_of("admin"), "clerk", ("sealer",))
    somebody(desk_of, "wei", "卫试", "sealer")
    substitute(desk_of, "sealer", "supervisor")
    who = "supervisor" if login == "letter" else login
    with pytest.raises(NotPermitted):
        seal(desk_of(who), [paper], yesterday)


def test_whoever_has_been_the_sealer_seals_on_an_earlier_day(issuer: Desk, desk_of: DeskOf) -> None:
    yesterday = TODAY - timedelta(days=1)
    seal(desk_of("sealer"), [issued(issuer, born(desk_of), yesterday).id], yesterday)
    assert [mark.sealed_on for mark in seals(issuer)] == [yesterday]


def test_a_role_taken_away_meanwhile_seals_no_more(paper: int, desk_of: DeskOf) -> None:
    signed_in = desk_of("sealer")
    accounts.set_roles(desk_of("admin"), "sealer", ("clerk",))
    with pytest.raises(NotPermitted, match="岗位已调整"):
        seal(signed_in, [paper])


def test_a_delegation_is_not_ended_before_what_was_done_under_it(
    paper: int, desk_of: DeskOf
) -> None:
    given = substitute(desk_of, "sealer", "clerk")
    seal(desk_of("clerk"), [paper])
    with pytest.raises(DeskError, match=TODAY.isoformat()):
        end_early(desk_of("admin"), given.id, TODAY - timedelta(days=1), "写错了")


def test_an_issue_keeps_the_letter_it_was_made_under(issuer: Desk, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "issuer", "clerk")
    paper = issued(desk_of("clerk"), born(desk_of)).id
    with issuer.reading() as session:
        assert session.get_one(Issue, paper).delegation_id == given.id


def test_a_move_keeps_the_letter_it_was_made_under(issuer: Desk, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "issuer", "clerk")
    issued(desk_of("clerk"), born(desk_of))
    with issuer.reading() as session:
        kept = session.exec(select(BlankMove.delegation_id).where(BlankMove.act == "print")).one()
    assert kept == given.id


# --- collecting


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
