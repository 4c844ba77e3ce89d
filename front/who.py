"""Whose desk: opening the database, signing in, asking for passwords, giving the answer."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from desk.places import business_day, database_path
from rules.errors import RuleError
from tui.language import tr
from tui.plain import WrongCall, ask, at_terminal, json_text

if TYPE_CHECKING:
    from desk.context import Desk
    from models.engine import Store

DONE, NO, WRONG, BROKEN_OFF = 0, 1, 2, 130

Call = Namespace


@contextmanager
def open_database(call: Call) -> Iterator["Store"]:
    """The database of the call, closed afterwards."""
    from models.migrations import open_store

    store = open_store(database_path(call.db))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_desk(call: Call) -> Iterator["Desk"]:
    """The signed-in user's desk."""
    with open_database(call) as store:
        yield signed_in(store, call)


def signed_in(store: "Store", call: Call) -> "Desk":
    """The desk of ``--as`` or ``MCHDESK_USER``, else of who answers at the terminal.

    Raises:
        WrongCall: nobody is named and nobody can be asked.
    """
    from desk.sign_in import sign_in

    login = call.user or os.environ.get("MCHDESK_USER") or ""
    if not login and at_terminal():
        login = ask(tr("用户名: "))
    if not login:
        raise WrongCall("NO_USER", "请用 --as 用户名 或 MCHDESK_USER 说明是谁")
    return sign_in(store, login, password(tr("口令: ")), day_of(call))


def day_of(call: Call) -> date:
    """The business day: what ``--on`` says, else today."""
    day: date | None = call.on
    return day or business_day()


def password(question: str) -> str:
    """``MCHDESK_PASSWORD``, else asked at the terminal.

    Raises:
        WrongCall: neither.
    """
    given = os.environ.get("MCHDESK_PASSWORD")
    if given is not None:
        return given
    if not at_terminal():
        raise WrongCall("NO_PASSWORD", "没有终端可问口令,请设 MCHDESK_PASSWORD")
    return ask(question, secret=True)


def new_password() -> str:
    """A password being set: asked twice, or the next line of standard input.

    Raises:
        WrongCall: the two differ.
    """
    if not at_terminal():
        return sys.stdin.readline().rstrip("\r\n")
    first = ask(tr("新口令: "), secret=True)
    if ask(tr("再输一次: "), secret=True) != first:
        raise WrongCall("PASSWORDS_DIFFER", "两次输入的口令不同")
    return first


def village_id(desk: "Desk", name: str | None) -> int | None:
    """The id of the village of this name or alias; None when none is asked for.

    Raises:
        RuleError: no such village.
    """
    from desk.villages import villages

    if name is None:
        return None
    for village in villages(desk):
        if name == village.name or name in village.aliases:
            return village.id
    raise RuleError("VILLAGE_UNKNOWN", "没有“{name}”这个村", name=name)


def show(call: Call, document: object, text: Callable[[], str]) -> None:
    """The answer, for programs or for people."""
    print(json_text(document) if call.json else text())
