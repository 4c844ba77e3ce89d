"""A centre whose certificates are written by hand, and the workbooks made of them."""

from pathlib import Path
from typing import Any

import openpyxl

from desk.context import Hand
from ledgers.export.certificate_copies import (
    export_certificate_registers,
)
from models.blanks import BlankMove
from models.certificate import Application, Collection, Issue, Seal
from rules.periods import Period, quarter_period
from tests.desk.shelf import Shelf, day
from tests.ledgers.support import identity

Q3 = quarter_period("2026Q3")
REVIEWER = Hand("u2", "钱六", frozenset({"reviewer"}))
MOTHER, FORMULA = identity("19950301"), "=1+1"
IN = ("2026-07-01", "in_stock")


def issued(
    shelf: Shelf,
    number: str,
    kind: str,
    *,
    collected: bool = True,
    by: dict[str, Any] | None = None,
    **values: Any,
) -> int:
    """A certificate of a kind with all that hangs on it; ``by`` says who collects it otherwise."""
    face: dict[str, Any] = {
        "centre": "C1",
        "kind": kind,
        "child_name": "王小丙",
        "sex": "1",
        "birth_date": day("2026-07-10"),
        "mother_name": "王甲",
        "mother_id_no": MOTHER,
        "father_name": FORMULA,
        "address": "云溪镇东庄村3组",
        "old_number": values.pop("old_number", None),
        "father_other_no": values.pop("father_other_no", None),
    }
    application = shelf.add(
        Application(**face, applied_on=day("2026-08-01"), user="u1", handler="张三", **values)
    )
    blank = shelf.blank(number, IN, ("2026-08-02", "issued"))
    issue = shelf.add(
        Issue(
            **face,
            number=number,
            blank_id=blank,
            application_id=application,
            issued_on=day("2026-08-02"),
            issuer="李四",
            reviewer="赵六",
        )
    )
    shelf.add(
        Seal(centre="C1", issue_id=issue, sealed_on=day("2026-08-02"), user="sealer", sealer="钱五")
    )
    if not collected:
        return blank
    shelf.add(
        Collection(
            centre="C1",
            issue_id=issue,
            collected_on=day("2026-08-03"),
            signed="1",
            handler="李四",
            **(by or {"receiver": "王甲", "relation": "1", "receiver_id_no": MOTHER}),
        )
    )
    return blank


def export(
    shelf: Shelf,
    out: Path,
    *names: str,
    period: Period = Q3,
    masked: bool = False,
    reason: str = "县里检查",
) -> Any:
    second = None if masked else REVIEWER
    path = export_certificate_registers(
        shelf.desk, period, names, out, reason=reason, second=second
    )
    return openpyxl.load_workbook(path)


def line(book: Any, sheet: str, row: int = 1) -> dict[str, Any]:
    """A line of a register by its headings."""
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(place for place, values in enumerate(rows) if values[0] == "序号")
    return dict(zip(rows[top], rows[top + row], strict=True))


def words(book: Any, sheet: str) -> str:
    return "\n".join(
        str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell
    )


def spoilt(shelf: Shelf, number: str, cause: str, reason: str = "") -> int:
    blank = shelf.blank(number, IN, state="void")
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day("2026-08-04"),
            was="in_stock",
            becomes="void",
            cause=cause,
            reason=reason,
            handler="李四",
            second="钱五",
        )
    )
    return blank
