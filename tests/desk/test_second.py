"""The second person of an act: who may be one, and what their signature takes."""

import pytest

from desk import sign_in as accounts
from desk.errors import DeskError, NotPermitted
from desk.second import people_who_may, second_hand
from tests.conftest import PASSWORD, DeskOf
from tests.desk.two_hands import somebody, substitute


def test_the_reviewer_signs_at_the_issuers_desk(desk_of: DeskOf) -> None:
    hand = second_hand(desk_of("issuer"), "reviewer", PASSWORD)
    assert (hand.user, hand.name, hand.delegation_id) == ("reviewer", "审核", None)


@pytest.mark.parametrize(
    ("login", "password"), [("reviewer", "wrong"), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_pair_is_refused_without_saying_which_half(
    desk_of: DeskOf, login: str, password: str
) -> None:
    with pytest.raises(accounts.SignInRefused, match=r"^用户名或口令不对,或账号已停用$"):
        second_hand(desk_of("issuer"), login, password)


def test_a_disabled_user_is_refused_in_the_same_words(desk_of: DeskOf) -> None:
    accounts.disable_user(desk_of("admin"), "reviewer")
    with pytest.raises(accounts.SignInRefused, match=r"^用户名或口令不对,或账号已停用$"):
        second_hand(desk_of("issuer"), "reviewer", PASSWORD)


def test_nobody_is_their_own_second_hand(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="两个人"):
        second_hand(desk_of("reviewer"), "reviewer", PASSWORD)


def test_whoever_has_not_the_role_is_refused_with_the_role_that_may(desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted, match="审核"):
        second_hand(desk_of("issuer"), "sealer", PASSWORD)


def test_the_role_asked_for_is_that_of_the_act(desk_of: DeskOf) -> None:
    hand = second_hand(desk_of("issuer"), "sealer", PASSWORD, "certificates.seal")
    assert hand.may("certificates.seal")


def test_a_password_the_administrator_gave_signs_nothing(desk_of: DeskOf) -> None:
    accounts.reset_password(desk_of("admin"), "reviewer", PASSWORD)
    with pytest.raises(DeskError, match="首次口令"):
        second_hand(desk_of("issuer"), "reviewer", PASSWORD)


def test_a_substitute_signs_under_the_letter(desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "clerk")
    given = substitute(desk_of, "reviewer", "wei")
    assert second_hand(desk_of("issuer"), "wei", PASSWORD).delegation_id == given.id


def test_what_comes_with_ones_own_role_is_under_no_letter(desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "clerk")
    substitute(desk_of, "reviewer", "wei")
    accounts.set_roles(desk_of("admin"), "wei", ("reviewer",))
    assert second_hand(desk_of("clerk"), "wei", PASSWORD).delegation_id is None


def test_everybody_else_with_the_role_is_offered(desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "reviewer")
    substitute(desk_of, "reviewer", "supervisor")
    offered = people_who_may(desk_of("issuer"), "certificates.review")
    assert {login for login, _ in offered} == {"reviewer", "wei", "supervisor"}


def test_nobody_is_offered_to_themselves(desk_of: DeskOf) -> None:
    assert people_who_may(desk_of("reviewer"), "certificates.review") == ()


def test_a_disabled_user_is_not_offered(desk_of: DeskOf) -> None:
    accounts.disable_user(desk_of("admin"), "reviewer")
    assert people_who_may(desk_of("issuer"), "certificates.review") == ()
