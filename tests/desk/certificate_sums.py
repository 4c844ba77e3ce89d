"""What the registers of a period sum up to, and what the county's table counts of it."""

from collections import Counter

from desk.certificate_registers import certificate_registers
from desk.certificate_table import certificate_table
from desk.context import Desk
from rules.periods import Period

OF_KIND = {"1": "first", "2": "exchange", "3": "reissue"}
OF_SLIP = {"2": "transferred", "3": "returned", "4": "handed_back"}
COLUMNS = (
    *("received", *OF_KIND.values(), "outside"),
    *("misprint", "lost", "other_void", "void", *OF_SLIP.values()),
)


def of_table(desk: Desk, period: Period) -> dict[str, int]:
    """The columns, as counted."""
    table = certificate_table(desk, period.start, period.end).table
    return {name: getattr(table, name) for name in COLUMNS}


def of_registers(desk: Desk, period: Period) -> dict[str, int]:
    """The same columns, from the lines of the registers."""
    books = certificate_registers(desk, period, masked=True)
    sums = Counter(OF_KIND.get(line.kind, "outside") for line in books.papers)
    sums["received"] = sum(line.count for line in books.receipts)
    for void in books.voids:
        sums[void.column] += void.count
        sums["void"] += void.count
    for slip in books.slips:
        sums[OF_SLIP.get(slip.kind, "")] += slip.count
    return {name: sums[name] for name in COLUMNS}
