"""Calls of the last days: somebody who is overdue was asked to come."""

from datetime import date, timedelta

from desk.context import Desk
from desk.worklist import due
from models.audit import Act
from models.base import checked
from models.call import RE_DATED, Call, CallData
from models.engine import Store
from seed import names
from seed.invented import World

CALLED = 0.4  # of those who are overdue
_OUTCOMES = {"1": 50, RE_DATED: 20, "3": 14, "4": 12, "5": 4}
_NOTES = {"3": "在外务工,月底回来", "4": "电话停机", "5": "说在县城做过了"}


def call(store: Store, world: World) -> None:
    """Write what came of calling some of those who are overdue on the day."""
    clerk, code = names.USERS["clerk"], names.CENTRE_CODE
    roles = frozenset({"clerk"})
    desk = Desk(store, code, names.CENTRE_NAME, "clerk", clerk, roles, world.today)
    late = [item for item in due(desk) if item.days_late > 0 and item.kind != "report"]
    with store.writing(Act(code, "clerk", "call.record")) as session:
        for item in late:
            if not world.happens(CALLED):
                continue
            called_on = world.today - timedelta(days=world.rng.randrange(min(5, item.days_late)))
            outcome = world.rng.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
            values = {
                "called_on": called_on,
                "outcome": outcome,
                "again_on": _again(world, called_on) if outcome == RE_DATED else None,
                "note": _NOTES.get(outcome),
            }
            session.add(
                Call(
                    centre=code,
                    person_id=item.person_id,
                    pregnancy_id=item.pregnancy_id,
                    due_kind=item.kind,
                    due_code=item.code,
                    record_id=item.record_id,
                    called_by=clerk,
                    **checked(CallData, values).model_dump(),
                )
            )


def _again(world: World, called_on: date) -> date:
    return called_on + timedelta(days=world.rng.randrange(2, 9))
