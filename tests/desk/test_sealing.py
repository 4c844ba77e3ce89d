"""The seal: once, in its order, and in other hands than the issue."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from desk import sign_in as accounts
from desk.child import register_child
from desk.context import Desk
from desk.delegation import end_early
from desk.errors import DeskError, NotPermitted
from desk.issuing import confirm, printed, reserve
from desk.replacing import review
from desk.replacing_start import begin, take
from desk.sealing import Sealed, seal, seal_as, unsealed
from desk.second import second_hand
from models.blanks import BlankMove
from models.certificate import Issue, Seal
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
