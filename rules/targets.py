"""The targets a new centre starts with, in percent; each centre sets its own for each year.

Sources: a township's yearly work plan (早孕建卡 85, 建册 85, 产前健康管理 90, 产后访视 85);
the national rates of 2022 for newborn visits and children under 3. The plan sets none for 系统管理.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

DEFAULT_TARGETS: dict[str, Decimal | None] = {
    "card": Decimal(85),
    "early_booking": Decimal(85),
    "anc5": Decimal(90),
    "system": None,
    "postpartum": Decimal(85),
    "newborn_visit": Decimal("96.7"),
    "under3_system": Decimal("93.3"),
}


def targets_of(year: int, kept: object) -> dict[str, Decimal | None]:
    """A year's targets: those kept for it, else of the last year before it, else the defaults.

    Args:
        year: the year of the period.
        kept: the centre's setting, ``{"2026": {"card": 90, "system": null}}``.

    >>> targets_of(2027, {"2026": {"card": "92.5"}})["card"]
    Decimal('92.5')
    """
    years = kept if isinstance(kept, Mapping) else {}
    known = sorted(int(key) for key in years if str(key).isdecimal() and int(key) <= year)
    own = years[str(known[-1])] if known else {}
    return DEFAULT_TARGETS | {code: _percent(own[code]) for code in DEFAULT_TARGETS if code in own}


def _percent(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
