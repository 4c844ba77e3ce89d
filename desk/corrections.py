"""Correcting what was recorded: the old value stays in the history, with who and why.

Each function saves a record's form over the version it was read from, so the second of two savers
sees both (``Conflict``). The card, the delivery with what follows it, and the child are corrected
beside where they are recorded.
"""

from collections.abc import Mapping
from typing import Any

from desk.child import ChildView, check_check, view_child
from desk.context import Desk, load, update
from desk.pregnancy import given
from models.base import checked
from models.child import Child, ChildCheck, ChildCheckData


def correct_check(
    desk: Desk, check_id: int, version: int, values: Mapping[str, Any], reason: str
) -> ChildView:
    """A child check.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(ChildCheckData, values)
    with desk.writing("records.write", "check.correct", given(reason)) as session:
        check = load(session, ChildCheck, check_id)
        child = load(session, Child, check.child_id)
        check_check(session, desk, child, data, check_id)
        update(check, data.model_dump(), version)
        session.flush()
        return view_child(session, desk, child)
