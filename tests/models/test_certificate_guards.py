"""What the database itself refuses about certificates: raw statements, past every verb."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from desk import sign_in as accounts
from desk.context import Desk
from desk.delegation import end_early
from desk.issuing import confirm, printed, reserve
from desk.sealing import seal
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import issued, taken
from tests.desk.two_hands import at, somebody, substitute

DAY = timedelta(days=1)
ONE_HAND = "issuer, sealer and reviewer are different users"
THREE = ("issuer", "sealer", "reviewer")
TWO_OF_THREE = list(permutations(THREE, 2))


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def paper(issuer: Desk, desk_of: DeskOf) -> int:
    """A certificate issued today; its id."""
    return issued(issuer, born(desk_of)).id


def run(desk: Desk, statement: str, **values: object) -> None:
    """A statement of another program on the same file."""
    with desk.store.write.begin() as connection:
        connection.execute(text(statement), values)


def refused(desk: Desk, words: str, statement: str, **values: object) -> None:
    """The database refuses it in these words."""
    with pytest.raises(IntegrityError, match=words):
        run(desk, statement, **values)


SEAL = (
    "INSERT INTO certificate_seals"
    " (centre, version, issue_id, sealed_on, user, sealer, delegation_id)"
    " VALUES ('331199', 1, :issue, :on, :user, 'x', :letter)"
)


def seal_row(
    issue: int, user: str = "sealer", on: date = TODAY, letter: int | None = None
) -> dict[str, object]:
    return {"issue": issue, "user": user, "on": on.isoformat(), "letter": letter}


# --- the seal


def test_the_sealers_seal_is_taken(paper: int, issuer: Desk) -> None:
    run(issuer, SEAL, **seal_row(paper))


def test_the_issuer_does_not_seal(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    later = TODAY + DAY
    accounts.set_roles(at(desk_of, "admin", later), "issuer", ("sealer",))
    refused(issuer, "another hand seals", SEAL, **seal_row(paper, "issuer", later))


def test_whoever_printed_does_not_seal(issuer: Desk, desk_of: DeskOf) -> None:
    substitute(desk_of, "issuer", "clerk")
    printer = desk_of("clerk")
    application = taken(printer, born(desk_of))
    reserve(printer, application.id)
    printed(printer, application.id)
    paper = confirm(issuer, application.id).id
    later = TODAY + 7 * DAY
    accounts.set_roles(at(desk_of, "admin", later), "clerk", ("sealer",))
    refused(issuer, "another hand seals", SEAL, **seal_row(paper, "clerk", later))


@pytest.mark.parametrize("where", ["certificate_issues", "certificate_applications"])
def test_the_reviewer_does_not_seal(paper: int, issuer: Desk, desk_of: DeskOf, where: str) -> None:
    accounts.set_roles(desk_of("admin"), "reviewer", ("sealer",))
    run(
        issuer, f"DROP TRIGGER certificate_{'issue_hands' if 'issues' in where else 'review_first'}"
    )
    run(issuer, f"UPDATE {where} SET reviewer_user = 'reviewer'")
    refused(issuer, "another hand seals", SEAL, **seal_row(paper, "reviewer"))


@pytest.mark.parametrize("user", ["clerk", "nobody"])
def test_whoever_is_no_sealer_does_not_seal(paper: int, issuer: Desk, user: str) -> None:
    refused(issuer, "is a sealer on that day", SEAL, **seal_row(paper, user))


def test_a_substitute_seals_within_the_days_of_the_letter_alone(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    given = substitute(desk_of, "sealer", "clerk")
    after = seal_row(paper, "clerk", given.ends_on + DAY, given.id)
    refused(issuer, "is a sealer on that day", SEAL, **after)


def test_nobody_seals_under_anothers_letter(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "sealer", "clerk")
    theirs = seal_row(paper, "supervisor", TODAY, given.id)
    refused(issuer, "is a sealer on that day", SEAL, **theirs)


def test_nobody_seals_under_a_letter_for_another_role(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    given = substitute(desk_of, "reviewer", "clerk")
    refused(issuer, "is a sealer on that day", SEAL, **seal_row(paper, "clerk", TODAY, given.id))


@pytest.mark.parametrize("lent", [False, True])
def test_nobody_seals_on_a_day_before_their_roles(
    paper: int, issuer: Desk, desk_of: DeskOf, *, lent: bool
) -> None:
    """Also not under a letter that reaches over days on which they were something else."""
    later = TODAY + 7 * DAY
    given = substitute(desk_of, "sealer", "supervisor") if lent else None
    who, roles = ("supervisor", ("clerk",)) if given else ("clerk", ("sealer",))
    accounts.set_roles(at(desk_of, "admin", later), who, roles)
    before = seal_row(paper, who, TODAY, given.id if given else None)
    refused(issuer, "is a sealer on that day", SEAL, **before)


def test_nothing_is_sealed_before_it_was_issued(paper: int, issuer: Desk) -> None:
    refused(issuer, "only what is issued is sealed", SEAL, **seal_row(paper, on=TODAY - DAY))


@pytest.mark.parametrize("state", ["recalled", "declared", "printed", "void"])
def test_only_paper_in_force_is_sealed(paper: int, issuer: Desk, state: str) -> None:
    run(issuer, "DROP TRIGGER certificate_blank_moved")
    run(issuer, "UPDATE certificate_blanks SET state = :state WHERE state = 'issued'", state=state)
    refused(issuer, "only what is issued is sealed", SEAL, **seal_row(paper))


def test_a_seal_of_no_certificate_is_refused(issuer: Desk) -> None:
    refused(issuer, "only what is issued is sealed", SEAL, **seal_row(999))


def test_a_certificate_has_one_seal(paper: int, issuer: Desk) -> None:
    run(issuer, SEAL, **seal_row(paper))
    refused(issuer, "certificate_seals are kept", SEAL, **seal_row(paper))


def test_a_seal_is_not_replaced(paper: int, issuer: Desk) -> None:
    run(issuer, SEAL, **seal_row(paper))
    again = SEAL.replace("INSERT", "INSERT OR REPLACE")
    refused(issuer, "certificate_seals are kept", again, **seal_row(paper))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate_seals SET user = 'x'",
        "DELETE FROM certificate_seals",
        "UPDATE certificate_moves SET user = 'x'",
        "DELETE FROM certificate_moves",
        "DELETE FROM certificate_issues",
    ],
)
def test_what_was_done_is_kept(paper: int, issuer: Desk, desk_of: DeskOf, statement: str) -> None:
    seal(desk_of("sealer"), [paper])
    refused(issuer, "are kept", statement)


# --- the hands of an issue


@pytest.mark.parametrize(
    "change",
    [
        "issuer_user = 'clerk'",
        "issuer_user = NULL",
        "reviewer_user = 'reviewer'",
        "blank_id = 2",
        "number = 'Z331990002'",
        "delegation_id = 1",
    ],
)
def test_who_issued_which_number_stays(
    paper: int, issuer: Desk, desk_of: DeskOf, change: str
) -> None:
    substitute(desk_of, "reviewer", "clerk")
    statement = f"UPDATE certificate_issues SET {change}"
    refused(issuer, "who issued and reviewed", statement)


def test_nobody_reviews_what_they_issue(paper: int, issuer: Desk) -> None:
    run(issuer, "DROP TRIGGER certificate_issue_hands")
    refused(issuer, "ck_hands", "UPDATE certificate_issues SET reviewer_user = issuer_user")


def test_nobody_reviews_what_they_took(issuer: Desk, desk_of: DeskOf) -> None:
    taken(issuer, born(desk_of))
    refused(issuer, "ck_hands", "UPDATE certificate_applications SET reviewer_user = user")


def test_a_review_after_the_issue_is_none(paper: int, issuer: Desk) -> None:
    statement = "UPDATE certificate_applications SET reviewer_user = 'reviewer'"
    refused(issuer, "reviewed before it is issued", statement)


# --- collecting

COLLECT = (
    "INSERT INTO certificate_collections"
    " (centre, version, issue_id, collected_on, receiver, relation, signed, handler)"
    " VALUES ('331199', 1, :issue, :on, 'x', '1', '1', 'x')"
)


def test_nothing_is_collected_unsealed(paper: int, issuer: Desk) -> None:
    refused(issuer, "sealed before", COLLECT, issue=paper, on=TODAY.isoformat())


def test_nothing_is_collected_before_its_seal(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])
    refused(issuer, "sealed before", COLLECT, issue=paper, on=(TODAY - DAY).isoformat())


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM certificate_collections", "are kept"),
        ("UPDATE certificate_collections SET issue_id = 99", "of one certificate"),
    ],
)
def test_a_collection_stays_with_its_certificate(
    paper: int, issuer: Desk, desk_of: DeskOf, statement: str, words: str
) -> None:
    seal(desk_of("sealer"), [paper])
    run(issuer, COLLECT, issue=paper, on=TODAY.isoformat())
    refused(issuer, words, statement)


# --- moves for an application


MOVE = (
    "INSERT INTO certificate_moves"
    " (centre, version, blank_id, moved_on, was, becomes, act, cause, reason, handler, user,"
    " application_id)"
    " SELECT '331199', 1, id, :on, 'in_stock', :becomes, :act, '1', 'x', 'x', 'reviewer', :own"
    " FROM certificate_blanks WHERE number = 'Z331990001'"
)


@pytest.mark.parametrize(
    ("act", "becomes"), [("draw", "drawn"), ("void", "void"), ("lose", "lost")]
)
def test_the_reviewer_moves_no_number_of_the_application_but_says_it_is_lost(
    issuer: Desk, desk_of: DeskOf, act: str, becomes: str
) -> None:
    own = taken(issuer, born(desk_of)).id
    run(issuer, "UPDATE certificate_applications SET reviewer_user = 'reviewer'")
    row = {"act": act, "becomes": becomes, "own": own, "on": TODAY.isoformat()}
    if act == "lose":
        run(issuer, MOVE, **row)
    else:
        refused(issuer, "who reviewed an application", MOVE, **row)


# --- delegations and roles

ROLES_OF = "UPDATE users SET roles = :roles WHERE login = 'clerk'"
NEWCOMER = (
    "INSERT INTO users (centre, version, login, name, roles, password_hash, must_change,"
    " disabled) VALUES ('331199', 1, 'newcomer', 'x', :roles, '', 0, 0)"
)

DELEGATE = (
    "INSERT INTO delegations (centre, version, role, login, instead_of, starts_on, ends_on,"
    " letter_no, signed_by, reason)"
    " VALUES ('331199', 1, :role, :login, 'x', :first, :last, 'x', 'x', '')"
)


def letter_row(role: str, login: str, first: date = TODAY, days: int = 7) -> dict[str, object]:
    last = first + timedelta(days=days - 1)
    return {"role": role, "login": login, "first": first.isoformat(), "last": last.isoformat()}


@pytest.mark.parametrize(("role", "login"), TWO_OF_THREE)
def test_whoever_has_one_hand_is_not_lent_the_other(issuer: Desk, role: str, login: str) -> None:
    refused(issuer, ONE_HAND, DELEGATE, **letter_row(role, login))


@pytest.mark.parametrize(("first", "second"), TWO_OF_THREE)
@pytest.mark.parametrize("shift", [-6, 0, 6])
def test_both_hands_are_not_lent_for_one_day(
    issuer: Desk, first: str, second: str, shift: int
) -> None:
    run(issuer, DELEGATE, **letter_row(first, "clerk"))
    refused(issuer, ONE_HAND, DELEGATE, **letter_row(second, "clerk", TODAY + shift * DAY))


@pytest.mark.parametrize("shift", [-7, 7])
def test_one_hand_may_be_lent_before_or_after_the_other(issuer: Desk, shift: int) -> None:
    run(issuer, DELEGATE, **letter_row("issuer", "clerk"))
    run(issuer, DELEGATE, **letter_row("sealer", "clerk", TODAY + shift * DAY))


def test_a_delegation_has_a_day(issuer: Desk) -> None:
    refused(issuer, "ck_days", DELEGATE, **letter_row("issuer", "clerk", days=-1))


@pytest.mark.parametrize("role", ["admin", "clerk"])
def test_only_the_three_roles_are_lent(issuer: Desk, role: str) -> None:
    refused(issuer, "ck_role", DELEGATE, **letter_row(role, "supervisor"))


@pytest.mark.parametrize(
    "change",
    [
        "ends_on = '2027-12-31'",
        "starts_on = '2020-01-01'",
        "role = 'sealer'",
        "login = 'supervisor'",
        "letter_no = 'y'",
        "signed_by = 'y'",
        "instead_of = 'y'",
    ],
)
def test_a_delegation_is_only_ever_shortened(issuer: Desk, change: str) -> None:
    run(issuer, DELEGATE, **letter_row("reviewer", "clerk"))
    statement = f"UPDATE delegations SET {change}"
    refused(issuer, "only ever shortened", statement)


def test_a_delegation_is_neither_deleted_nor_replaced(issuer: Desk) -> None:
    run(issuer, DELEGATE, **letter_row("reviewer", "clerk"))
    refused(issuer, "delegations are kept", "DELETE FROM delegations")
    again = DELEGATE.replace("INSERT", "REPLACE").replace("(centre,", "(id, centre,")
    again = again.replace("('331199',", "(1, '331199',")
    refused(issuer, "delegations are kept", again, **letter_row("reviewer", "clerk", days=8))


@pytest.mark.parametrize(("lent", "asked"), TWO_OF_THREE)
def test_a_substitute_is_not_given_the_other_hand_as_a_role(
    issuer: Desk, lent: str, asked: str
) -> None:
    run(issuer, DELEGATE, **letter_row(lent, "clerk"))
    refused(issuer, ONE_HAND, ROLES_OF, roles=f'["{asked}"]')


def test_a_substitute_is_not_made_a_user_with_the_other_hand(issuer: Desk) -> None:
    run(issuer, DELEGATE, **letter_row("sealer", "newcomer"))
    refused(issuer, ONE_HAND, NEWCOMER, roles='["issuer"]')


def test_a_user_is_not_replaced_by_one_with_the_other_hand(issuer: Desk) -> None:
    run(issuer, DELEGATE, **letter_row("sealer", "clerk"))
    statement = (
        "INSERT OR REPLACE INTO users (centre, version, login, name, roles, password_hash,"
        " must_change, disabled) VALUES ('331199', 1, 'clerk', 'x', '[\"issuer\"]', '', 0, 0)"
    )
    refused(issuer, ONE_HAND, statement)


@pytest.mark.parametrize("roles", ['["issuer", "sealer"]', '["sealer","clerk","issuer"]'])
def test_the_table_itself_refuses_issuer_and_sealer(issuer: Desk, roles: str) -> None:
    run(issuer, "DROP TRIGGER user_hands_again")
    refused(issuer, "ck_two_hands", ROLES_OF, roles=roles)


@pytest.mark.parametrize(("one", "other"), TWO_OF_THREE)
def test_no_user_gets_two_of_the_three_roles(issuer: Desk, one: str, other: str) -> None:
    refused(issuer, ONE_HAND, ROLES_OF, roles=f'["{one}", "clerk","{other}"]')


@pytest.mark.parametrize(("one", "other"), TWO_OF_THREE)
def test_no_user_begins_with_two_of_the_three_roles(issuer: Desk, one: str, other: str) -> None:
    refused(issuer, ONE_HAND, NEWCOMER, roles=f'["{one}", "{other}"]')


@pytest.mark.parametrize("role", THREE)
def test_a_user_may_have_one_of_the_three_beside_the_others(issuer: Desk, role: str) -> None:
    run(issuer, ROLES_OF, roles=f'["admin", "clerk", "{role}", "supervisor"]')


def test_a_user_of_before_with_two_of_the_three_stays_until_changed(issuer: Desk) -> None:
    with issuer.store.write.begin() as connection:
        guard = "SELECT sql FROM sqlite_master WHERE name = 'user_hands_again'"
        again = connection.execute(text(guard)).scalar_one()
        connection.execute(text("DROP TRIGGER user_hands_again"))
        connection.execute(text(ROLES_OF), {"roles": '["issuer", "reviewer"]'})
        connection.exec_driver_sql(again)
    run(issuer, "UPDATE users SET disabled = 1, roles = roles WHERE login = 'clerk'")
    refused(issuer, ONE_HAND, ROLES_OF, roles='["reviewer", "issuer"]')
    run(issuer, ROLES_OF, roles='["issuer"]')


def test_a_letter_withdrawn_before_it_began_leaves_its_days_to_another(issuer: Desk) -> None:
    run(issuer, DELEGATE, **letter_row("issuer", "clerk", TODAY + DAY, days=0))
    run(issuer, DELEGATE, **letter_row("sealer", "clerk"))


def test_roles_from_after_the_delegation_may_be_the_other_hand(issuer: Desk) -> None:
    run(issuer, DELEGATE, **letter_row("sealer", "clerk"))
    after = (TODAY + 7 * DAY).isoformat()
    run(
        issuer,
        "UPDATE users SET roles = '[\"issuer\"]', roles_from = :after WHERE login = 'clerk'",
        after=after,
    )


def test_a_delegation_withdrawn_stands_in_nobodys_way(issuer: Desk, desk_of: DeskOf) -> None:
    given = substitute(desk_of, "sealer", "clerk")
    end_early(desk_of("admin"), given.id, TODAY - DAY, "写错了人")
    run(issuer, "UPDATE users SET roles = '[\"issuer\"]' WHERE login = 'clerk'")


def test_the_database_asks_no_clock(issuer: Desk, desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "clerk")
    with issuer.store.read.connect() as connection:
        triggers = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
        assert not [sql for (sql,) in triggers if "now" in sql.lower()]
