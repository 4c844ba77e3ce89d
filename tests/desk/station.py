"""One of many stations at one database, each a process of its own: it finishes its applications."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from desk.application import application
from desk.application_view import ApplicationView
from desk.context import Desk
from desk.errors import DeskError
from desk.issuing import confirm, printed, reserve
from models.engine import Store
from models.migrations import open_store

DAY = date(2026, 11, 21)
BUSY = "BUSY"  # others write; the desk asks to save again, and so does the station


def confirmed(desk: Desk, application_id: int) -> ApplicationView:
    """The print is right."""
    return confirm(desk, application_id).application


STEPS: dict[str, Callable[[Desk, int], ApplicationView]] = {
    "reserve": reserve,
    "print": printed,
    "confirm": confirmed,
}


def issuer_at(store: Store) -> Desk:
    """The issuer's desk, without a password: none is tried here."""
    return Desk(store, "331199", "云溪镇卫生院", "issuer", "签发", frozenset({"issuer"}), DAY)


def finish(desk: Desk, application_id: int) -> None:
    """Whatever is still to be done until it is issued."""
    step = application(desk, application_id).step
    while step in STEPS:
        try:
            step = STEPS[step](desk, application_id).step
        except DeskError as error:
            if error.reason != BUSY:
                raise


def work(path: Path, applications: Sequence[int]) -> None:
    """Finish some applications."""
    store = open_store(path)
    desk = issuer_at(store)
    for application_id in applications:
        finish(desk, application_id)
    store.close()
