"""Written delegations: who may stand in for whom, for which days, and never both hands."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from desk import sign_in as accounts
from desk.delegation import DELEGABLE, delegate, delegations, end_early
from desk.errors import DeskError, NotPermitted
from desk.number_life import number_life
from desk.second import second_hand
from desk.voiding import unvoid, void
from models.base import FieldErrors
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.certificate_desk import stocked
from tests.desk.two_hands import LETTER, at, letter, somebody, substitute

DAY = timedelta(days=1)
NUMBER = "Z331990001"
TWO_OF_THREE = list(permutations(DELEGABLE, 2))


@pytest.mark.parametrize("role", DELEGABLE)
def test_a_substitute_has_the_role_within_the_days_of_the_letter_alone(
    desk_of: DeskOf, role: str
) -> None:
    given = substitute(desk_of, role, "clerk")
    days = [given.starts_on - DAY, given.starts_on, given.ends_on, given.ends_on + DAY]
    assert [role in at(desk_of, "clerk", day).roles for day in days] == [False, True, True, False]


def test_the_desk_of_a_substitute_says_which_letter_a_role_comes_from(desk_of: DeskOf) -> None:
    given = substitute(desk_of, "reviewer", "clerk")
    assert desk_of("clerk").delegated == {"reviewer": given.id}


@pytest.mark.parametrize(("role", "login"), TWO_OF_THREE)
def test_whoever_has_one_hand_is_not_lent_the_other(desk_of: DeskOf, role: str, login: str) -> None:
    with pytest.raises(FieldErrors) as refusal:
        substitute(desk_of, role, login)
    assert refusal.value.errors["login"].reason == "TWO_HANDS"


@pytest.mark.parametrize(("first", "second"), TWO_OF_THREE)
@pytest.mark.parametrize("shift", [0, 6])
def test_both_hands_are_not_lent_for_one_day(
    desk_of: DeskOf, first: str, second: str, shift: int
) -> None:
    substitute(desk_of, first, "clerk")
    start = TODAY + shift * DAY
    with pytest.raises(FieldErrors) as refusal:
        substitute(desk_of, second, "clerk", starts_on=start, ends_on=start + 6 * DAY)
    assert refusal.value.errors["login"].reason == "OVERLAPS"


def test_one_hand_may_be_lent_after_the_other_is_given_back(desk_of: DeskOf) -> None:
    substitute(desk_of, "issuer", "clerk")
    later = TODAY + 7 * DAY
    given = substitute(desk_of, "sealer", "clerk", starts_on=later, ends_on=later)
    assert at(desk_of, "clerk", later).delegated == {"sealer": given.id}


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"login": "nobody"}, "login", "NO_USER"),
        ({"login": "reviewer"}, "login", "OWN_ROLE"),
        ({"role": "admin"}, "role", "ROLE"),
        ({"instead_of": "印章"}, "instead_of", "NOT_THEIRS"),
        ({"instead_of": "路人乙"}, "instead_of", "NOT_THEIRS"),
        ({"signed_by": "录入"}, "signed_by", "SELF"),
        ({"ends_on": TODAY - DAY}, "ends_on", "DATE_ORDER"),
        ({"starts_on": TODAY - DAY}, "starts_on", "PAST"),
        ({"letter_no": ""}, "letter_no", "REQUIRED"),
        ({"signed_by": None}, "signed_by", "REQUIRED"),
        ({"starts_on": None}, "starts_on", "REQUIRED"),
    ],
)
def test_what_is_wrong_with_a_letter_is_said_at_its_field(
    desk_of: DeskOf, values: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(FieldErrors) as refusal:
        delegate(desk_of("admin"), {**letter("reviewer", "clerk"), **values})
    assert refusal.value.errors[field].reason == reason


def test_two_letters_for_the_same_days_and_role_are_refused(desk_of: DeskOf) -> None:
    substitute(desk_of, "reviewer", "clerk")
    with pytest.raises(FieldErrors, match=LETTER):
        substitute(desk_of, "reviewer", "clerk", letter_no="云卫〔2026〕4号")


@pytest.mark.parametrize("role", ["clerk", "issuer", "sealer", "reviewer", "supervisor"])
def test_only_the_administrator_delegates(desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted):
        delegate(desk_of(role), letter("reviewer", "clerk"))


def test_a_disabled_user_substitutes_for_nobody(desk_of: DeskOf) -> None:
    accounts.disable_user(desk_of("admin"), "clerk")
    with pytest.raises(FieldErrors) as refusal:
        substitute(desk_of, "reviewer", "clerk")
    assert refusal.value.errors["login"].reason == "NO_USER"


def test_ended_early_it_holds_until_its_last_day(desk_of: DeskOf) -> None:
    given = substitute(desk_of, "reviewer", "clerk")
    end_early(desk_of("admin"), given.id, TODAY + DAY, "提前回来")
    held = ["reviewer" in at(desk_of, "clerk", TODAY + n * DAY).roles for n in range(3)]
    assert held == [True, True, False]


def test_withdrawn_before_it_began_it_never_holds(desk_of: DeskOf) -> None:
    later = TODAY + 3 * DAY
    given = substitute(desk_of, "reviewer", "clerk", starts_on=later, ends_on=later + DAY)
    ended = end_early(desk_of("admin"), given.id, TODAY, "不去了")
    assert ended.state(later) == "withdrawn"
    assert at(desk_of, "clerk", later).delegated == {}


def test_a_letter_withdrawn_leaves_its_days_to_another(desk_of: DeskOf) -> None:
    given = substitute(desk_of, "issuer", "clerk")
    end_early(desk_of("admin"), given.id, TODAY - DAY, "写错了人")
    assert substitute(desk_of, "sealer", "clerk").role == "sealer"


@pytest.mark.parametrize(
    ("last", "words", "reason"),
    [(TODAY, " ", "REASON"), (TODAY + 6 * DAY, "早点", "NOT_EARLIER")],
)
def test_an_early_end_needs_a_reason_and_a_day_before_its_time(
    desk_of: DeskOf, last: Any, words: str, reason: str
) -> None:
    given = substitute(desk_of, "reviewer", "clerk")
    with pytest.raises(DeskError) as refusal:
        end_early(desk_of("admin"), given.id, last, words)
    assert refusal.value.reason == reason


def test_the_list_has_the_latest_first_with_its_state(desk_of: DeskOf) -> None:
    substitute(desk_of, "reviewer", "clerk")
    later = TODAY + 20 * DAY
    substitute(desk_of, "sealer", "clerk", starts_on=later, ends_on=later)
    found = delegations(desk_of("admin"))
    assert [(each.role, each.state(TODAY)) for each in found] == [
        ("sealer", "coming"),
        ("reviewer", "on"),
    ]


def test_an_act_of_two_under_two_letters_shows_and_counts_both(desk_of: DeskOf) -> None:
    stocked(desk_of)
    theirs, others = "云卫〔2026〕7号", "云卫〔2026〕8号"
    mine = substitute(desk_of, "issuer", "clerk", letter_no=theirs)
    somebody(desk_of, "wei", "卫试", "supervisor")
    second = substitute(desk_of, "reviewer", "wei", letter_no=others)
    desk = desk_of("clerk")
    void(desk, NUMBER, "3")
    unvoid(desk, NUMBER, "损坏的是另一枚", second_hand(desk, "wei", PASSWORD))
    words = number_life(desk, NUMBER).events[-1].details
    assert [each.params["value"] for each in words[-2:]] == [
        f"录入(委托 {theirs})",
        f"卫试(委托 {others})",
    ]
    used = {each.id: each.records for each in delegations(desk_of("admin"))}
    assert used == {mine.id: 2, second.id: 1}
    with pytest.raises(DeskError, match="还按这份委托办过证"):
        end_early(desk_of("admin"), second.id, TODAY - DAY, "提前回来")


@pytest.mark.parametrize(("lent", "asked"), TWO_OF_THREE)
def test_a_substitute_is_not_given_the_other_hand_as_a_role(
    desk_of: DeskOf, lent: str, asked: str
) -> None:
    substitute(desk_of, lent, "clerk")
    with pytest.raises(DeskError, match=LETTER):
        accounts.set_roles(desk_of("admin"), "clerk", ("clerk", asked))


def test_after_the_delegation_the_other_role_may_be_had(desk_of: DeskOf) -> None:
    substitute(desk_of, "sealer", "clerk")
    admin = at(desk_of, "admin", TODAY + 7 * DAY)
    assert accounts.set_roles(admin, "clerk", ("issuer",)).roles == ("issuer",)


@pytest.mark.parametrize("roles", [*TWO_OF_THREE, (), ("boss",)])
def test_roles_that_cannot_be_are_refused(desk_of: DeskOf, roles: tuple[str, ...]) -> None:
    with pytest.raises(DeskError):
        accounts.set_roles(desk_of("admin"), "clerk", roles)


def test_the_administrator_stays_one(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="自己的管理岗位"):
        accounts.set_roles(desk_of("admin"), "admin", ("clerk",))


def test_new_roles_hold_from_the_next_signing_in(desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "clerk")
    accounts.set_roles(desk_of("admin"), "wei", ("issuer", "clerk"))
    assert desk_of("wei").roles == {"clerk", "issuer"}
