"""Signing in, and who may do what."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from sqlmodel import Session, col, select

from desk import sign_in as accounts
from desk.context import PERMISSIONS, ROLES, Desk
from desk.delegation import DELEGABLE
from desk.errors import DeskError, NotPermitted, SignInAgain
from desk.people import find
from models import audit
from models.audit import AuditEntry
from models.engine import Store
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.two_hands import somebody, substitute


def test_the_right_password_opens_the_desk_with_the_users_roles(store: Store) -> None:
    desk = accounts.sign_in(store, "issuer", PASSWORD, TODAY)
    assert (desk.centre_name, desk.user, desk.roles) == (
        "云溪镇卫生院",
        "issuer",
        frozenset({"issuer"}),
    )


@pytest.mark.parametrize(
    ("login", "password"), [("clerk", "wrong"), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_pair_is_refused_without_saying_which_half(
    store: Store, login: str, password: str
) -> None:
    with pytest.raises(accounts.SignInRefused, match="用户名或口令不对"):
        accounts.sign_in(store, login, password, TODAY)


def test_a_disabled_user_is_out_at_once(store: Store, desk_of: DeskOf) -> None:
    accounts.disable_user(accounts.sign_in(store, "boss", PASSWORD, TODAY), "clerk")
    with pytest.raises(accounts.SignInRefused):
        desk_of("clerk")


def test_a_new_user_must_change_the_first_password_and_then_need_not(
    store: Store, desk_of: DeskOf
) -> None:
    accounts.add_user(desk_of("admin"), "li", "李试", ("clerk",), "first-one")
    desk = accounts.sign_in(store, "li", "first-one", TODAY)
    assert desk.must_change
    accounts.change_password(desk, "first-one", "second-one")
    assert not accounts.sign_in(store, "li", "second-one", TODAY).must_change


@pytest.mark.parametrize(("one", "other"), list(combinations(DELEGABLE, 2)))
def test_nobody_is_given_two_of_the_three_roles(desk_of: DeskOf, one: str, other: str) -> None:
    named = f"「{ROLES[one]}」与「{ROLES[other]}」不能是同一人"
    with pytest.raises(DeskError, match=named):
        accounts.add_user(desk_of("admin"), "li", "李试", (other, "clerk", one), "secret")


@pytest.mark.parametrize("roles", [(), ("boss",)])
def test_a_role_nobody_knows_is_refused_with_the_list(
    desk_of: DeskOf, roles: tuple[str, ...]
) -> None:
    with pytest.raises(DeskError, match="clerk issuer"):
        accounts.add_user(desk_of("admin"), "li", "李试", roles, "secret")


def test_a_login_is_one_persons(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="已有人使用"):
        accounts.add_user(desk_of("admin"), "clerk", "李试", ("clerk",), "secret")


def test_the_administrator_sees_no_record(desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted, match="录入"):
        find(desk_of("admin"), "王")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_permission_belongs_to_its_roles_alone(desk_of: DeskOf, permission: str) -> None:
    allowed = {role for role in ROLES if desk_of(role).may(permission)}
    assert allowed == PERMISSIONS[permission]


def writes(desk: Desk, permission: str = "records.write") -> None:
    """Something is saved under a permission."""
    with desk.writing(permission, "test"):
        pass


def test_who_is_disabled_while_signed_in_saves_nothing_more_and_may_still_look(
    desk_of: DeskOf,
) -> None:
    clerk = desk_of("clerk")
    writes(clerk)
    accounts.disable_user(desk_of("admin"), "clerk")
    with pytest.raises(SignInAgain, match="账号已停用"):
        writes(clerk)
    assert find(clerk, "孔试安") == ()


def test_whose_role_is_taken_away_while_signed_in_saves_nothing_more_under_it(
    desk_of: DeskOf,
) -> None:
    somebody(desk_of, "wei", "卫试", "clerk", "supervisor")
    signed_in = desk_of("wei")
    accounts.set_roles(desk_of("admin"), "wei", ("supervisor",))
    writes(signed_in, "supervision.write")
    with pytest.raises(SignInAgain, match="岗位已调整"):
        writes(signed_in)


def test_one_role_that_still_covers_it_is_enough(desk_of: DeskOf) -> None:
    somebody(desk_of, "wei", "卫试", "clerk", "counsellor")
    signed_in = desk_of("wei")
    accounts.set_roles(desk_of("admin"), "wei", ("clerk",))
    writes(signed_in, "infections.write")


def test_a_letter_the_desk_does_not_know_of_does_not_stand_for_the_role_taken_away(
    desk_of: DeskOf,
) -> None:
    somebody(desk_of, "wei", "卫试", "issuer")
    signed_in = desk_of("wei")
    accounts.set_roles(desk_of("admin"), "wei", ("clerk",))
    substitute(desk_of, "issuer", "wei")
    with pytest.raises(SignInAgain, match="岗位已调整"):
        writes(signed_in, "certificates.write")
    writes(desk_of("wei"), "certificates.write")


def test_what_a_user_does_stands_under_their_name(store: Store, desk_of: DeskOf) -> None:
    accounts.add_user(desk_of("admin"), "li", "李试", ("clerk",), "secret")
    with Session(store.read) as session:
        last = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc())).first()
    assert last is not None
    assert (last.user, last.action, last.table_name) == ("admin", "user.add", "users")


@pytest.mark.parametrize(("today", "said"), [(21, date(2026, 11, 22)), (22, None)])
def test_a_clock_set_back_behind_the_books_is_noticed_by_the_day_in_china(
    desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch, today: int, said: date | None
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls(2026, 11, 21, 17, 30, tzinfo=UTC)

    monkeypatch.setattr(audit, "datetime", Clock)
    clerk = desk_of("clerk")
    with clerk.writing("records.write", "test") as session:
        session.note({})
    assert accounts.last_entry_after(replace(clerk, today=date(2026, 11, today))) == said
