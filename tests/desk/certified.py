"""Applications and issued certificates for tests, by the desk's own verbs."""

from datetime import date
from typing import Any

from desk.application import draft, take
from desk.application_view import ApplicationView
from desk.collecting import collect
from desk.context import Desk
from desk.issuing import IssueView, confirm, printed, reserve
from desk.sealing import seal
from tests.conftest import TODAY, DeskOf

NAME = "孔试安"
PARENTS = {"mother_id_no": "331199199806084705", "father_id_no": "331199199501010019"}


def filled(desk: Desk, child_id: int, **values: Any) -> dict[str, Any]:
    """What is known, and what a family shows for a first certificate; ``values`` before it."""
    known = draft(desk, child_id)
    known = {name: value for name, value in known.items() if value is not None}
    whole = {**PARENTS, **known, "child_name": NAME, "papers": ["1", "2", "3"], **values}
    return whole if whole.get("father_name") else whole | {"father_id_no": None}


def taken(desk: Desk, child_id: int, **values: Any) -> ApplicationView:
    """A first application with every paper that is asked for."""
    return take(desk, child_id, filled(desk, child_id, **values))


def issued(desk: Desk, child_id: int, on: date | None = None, **values: Any) -> IssueView:
    """A first certificate, from the application to the confirmed print."""
    given = {"applied_on": on} if on else {}
    application = taken(desk, child_id, **given, **values)
    reserve(desk, application.id, on=on)
    printed(desk, application.id, on=on)
    return confirm(desk, application.id, on)


def collected(desk_of: DeskOf, paper: IssueView) -> IssueView:
    """The same certificate, sealed and in its mother's hands."""
    seal(desk_of("sealer"), [paper.id])
    mother = paper.application.values["mother_name"]
    signed = {"collected_on": TODAY, "relation": "1", "receiver": mother, "signed": "1"}
    collect(desk_of("issuer"), paper.id, signed)
    return paper
