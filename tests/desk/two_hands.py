"""Delegations for tests, and people who have their own passwords."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk import sign_in as accounts
from desk.context import Desk
from desk.delegation import DelegationView, delegate
from tests.conftest import PASSWORD, TODAY, DeskOf

LETTER = "云卫〔2026〕3号"
NAMES = {"issuer": "签发", "sealer": "印章", "reviewer": "审核"}  # as the small centre has them


def letter(role: str, login: str, **values: Any) -> dict[str, Any]:
    """A week's delegation from today."""
    return {
        "role": role,
        "login": login,
        "instead_of": NAMES[role],
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=6),
        "letter_no": LETTER,
        "signed_by": "院长甲",
        "reason": "进修",
        **values,
    }


def substitute(desk_of: DeskOf, role: str, login: str, **values: Any) -> DelegationView:
    """The administrator records one, today or on the day it begins if that is past."""
    wanted = letter(role, login, **values)
    return delegate(at(desk_of, "admin", min(TODAY, wanted["starts_on"])), wanted)


def somebody(desk_of: DeskOf, login: str, name: str, *roles: str) -> None:
    """A user more, who has signed in before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", 4)  # the real cost is for real passwords
        admin = desk_of("admin")
        accounts.add_user(admin, login, name, roles, PASSWORD)
        theirs = accounts.sign_in(admin.store, login, PASSWORD, TODAY)
        accounts.change_password(theirs, PASSWORD, PASSWORD)


def at(desk_of: DeskOf, login: str, day: date) -> Desk:
    """Somebody's desk on another day."""
    return accounts.sign_in(desk_of("admin").store, login, PASSWORD, day)
