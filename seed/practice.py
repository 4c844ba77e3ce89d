"""The practice database of the guided first day: a small demo township and a family to work on."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from desk.delivery import record_delivery
from desk.pregnancy import open_card
from desk.sign_in import add_user, sign_in
from models.migrations import open_store
from seed.demo import make_demo
from seed.filling import PASSWORD
from seed.names import CENTRE_NAME

BIRTHS_PER_YEAR, YEARS = 20, 2  # made within a second or two
LEARNER = "learner"
ROLES = ("clerk", "issuer")  # all five steps; in a real centre a second person issues
MOTHERS_ID = "361199199811070020"  # of the baby that waits
BABYS_NAME = "石练习"  # as it is named in its certificate
CHILD_AGE = timedelta(days=29)  # the check of the first month is due


def make_practice(
    path: Path,
    today: date,
    learner: str,
    progress: Callable[[int, int], bool] | None = None,
) -> None:
    """A township to practise in: the learner may do everything, a baby waits for its check.

    Args:
        path: where; nothing may be there.
        today: the business day.
        learner: what the learner is called on the screen.
        progress: called with records written and in all; False stops.

    Raises:
        DeskError: stopped by ``progress``.
    """
    part = path.with_name(f".{path.name}.practice")
    part.unlink(missing_ok=True)
    make_demo(part, today, BIRTHS_PER_YEAR, YEARS, progress=progress)
    store = open_store(part)
    try:
        add_user(sign_in(store, "admin", PASSWORD, today), LEARNER, learner, ROLES, PASSWORD)
        clerk = sign_in(store, "clerk", PASSWORD, today)
        born = today - CHILD_AGE
        woman = {
            "name": "安样例",
            "id_no": MOTHERS_ID,
            "phones": ["19900000000"],
            "village_id": 1,
            "group_no": 1,
            "address": "演示镇稻香社区1组1号",
            "lmp": born - timedelta(days=277),
            "booked_on": born - timedelta(days=210),
            "gravida": 1,
            "para": 0,
            "husband_name": "石样例",
        }
        card = open_card(clerk, woman)
        record_delivery(
            clerk,
            card.id,
            {
                "delivered_on": born,
                "delivered_at": "08:30",
                "discharged_on": born + timedelta(days=3),
                "mode": "1",
                "place": CENTRE_NAME,
            },
            [{"outcome": "1", "sex": "2", "weight_g": 3250, "length_mm": 500}],
        )
    finally:
        store.close()
    part.replace(path)
