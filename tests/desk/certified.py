"""Applications and issued certificates for tests, by the desk's own verbs."""

from datetime import date
from typing import Any

from desk.application import draft, take
from desk.application_view import ApplicationView
from desk.context import Desk
from desk.issuing import IssueView, confirm, printed, reserve

NAME = "孔试安"


def taken(desk: Desk, child_id: int, **values: Any) -> ApplicationView:
    """A first application with every paper that is asked for."""
    whole = {**draft(desk, child_id), "child_name": NAME, "papers": ["1", "2", "3"], **values}
    return take(desk, child_id, whole)


def issued(desk: Desk, child_id: int, on: date | None = None, **values: Any) -> IssueView:
    """A first certificate, from the application to the confirmed print."""
    given = {"applied_on": on} if on else {}
    application = taken(desk, child_id, **given, **values)
    reserve(desk, application.id, on=on)
    printed(desk, application.id, on=on)
    return confirm(desk, application.id, on)
