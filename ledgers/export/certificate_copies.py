"""Certificate registers and the county's table as workbooks, each export written down.

The registers are masked for everybody. A whole copy takes two: their keeper, who issues, and a
reviewer who signs for it. Source: 卫妇社发〔2009〕96号 (档案专人管理,信息保密).
"""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from desk.certificate_copies import Copy, keep_copy
from desk.certificate_register_names import TABLE
from desk.certificate_registers import certificate_registers
from desk.certificate_table import certificate_table
from desk.context import Desk, Hand
from desk.delegation import Names
from desk.errors import DeskError
from ledgers.export.cells import file_part
from ledgers.export.certificate import MASKED
from ledgers.export.certificate_registers import REGISTERS
from ledgers.export.certificate_table import table_sheets
from ledgers.export.package import period_words
from ledgers.export.placing import Placing, faults_in_words, staging
from ledgers.export.sheets import Sheet
from ledgers.export.workbook import Cover, write_workbook
from rules.periods import Period, months_of
from rules.text import clean

BOOKS = "出生医学证明登记册"
UNFINISHED = f"{TABLE}(本期未完)"  # what for, of a copy that left before its period was over
_MASKED = "_遮盖"
UNMASKED = "未遮盖,只供本院存档和上级核查"


def export_certificate_table(desk: Desk, period: Period, out: Path) -> Path:
    """Write the table of a month, quarter or year into a folder; it names nobody.

    Raises:
        DeskError: the folder cannot be written.
    """
    whole = certificate_table(desk, period.start, period.end)
    months = [
        certificate_table(desk, month.start, month.end)
        for month in months_of(period)
        if month.start <= desk.today
    ]
    why = TABLE if desk.today > period.end else UNFINISHED
    copy = Copy(registers=(TABLE,), period=period.code, lines=1, masked=True, reason=why)
    return _write(desk, period, TABLE, table_sheets(whole, months), out, copy)


def export_certificate_registers(  # noqa: PLR0913  what an export says
    desk: Desk,
    period: Period,
    names: Sequence[str],
    out: Path,
    *,
    reason: str,
    second: Hand | None = None,
) -> Path:
    """Write registers into a folder as one workbook, and write down that they were.

    Args:
        desk: anybody's who may see the stock; of a whole copy the issuer's.
        period: of the registers.
        names: of ``REGISTERS``, in whatever order.
        out: the folder, made if it is not there.
        reason: what the copy is for; kept with who and when.
        second: the reviewer who signs for a whole copy; without one it shows no names, identity
            numbers and remarks.

    Raises:
        NotPermitted: a whole copy, and this user does not issue.
        DeskError: REASON, no reason; SECOND, who signs is no reviewer; TWO_HANDS, the same person;
            or the folder cannot be written.
    """
    masked = second is None
    desk.require(_permission(masked=masked))
    if not clean(reason):
        raise DeskError("REASON", "导出登记册要写明用途")
    if second is not None and second.user == desk.user:
        raise DeskError("TWO_HANDS", "经办人与复核人应是两个人")
    if second is not None and not second.may("certificates.review"):
        raise DeskError("SECOND", "审核要由审核岗位的人办理")
    books = certificate_registers(desk, period, masked=masked)
    chosen = [each for each in REGISTERS.values() if each.name in set(names)]
    sheets = [each.sheet(books) for each in chosen]
    copy = Copy(
        registers=tuple(each.label for each in chosen),
        period=period.code,
        lines=sum(sheet.count for sheet in sheets),
        masked=masked,
        reason=reason,
    )
    return _write(desk, period, BOOKS, sheets, out, copy, second)


def _permission(*, masked: bool) -> str:
    return "stock.read" if masked else "certificates.write"


def _write(  # noqa: PLR0913, PLR0917  what a workbook is made of
    desk: Desk,
    period: Period,
    name: str,
    sheets: Sequence[Sheet],
    out: Path,
    copy: Copy,
    second: Hand | None = None,
) -> Path:
    """The workbook and its entry in the log, both or neither."""
    masked = _MASKED if copy.masked and name == BOOKS else ""
    stem = f"{file_part(desk.centre_name)}_{period.code}_{name}{masked}"
    with faults_in_words(), staging(out) as folder:
        file = _free_name(out, stem)
        path = folder / file
        permission = _permission(masked=copy.masked)
        with desk.reading("stock.read") as session:
            named = Names(session)
            hands = [("制表人", named(desk.user_name, desk.letter_for(permission)))]
            if second is not None:
                hands.append(("复核人", named(second.name, second.delegation_id)))
        cover = _cover(desk, period, name, copy, hands)
        write_workbook(path, cover, sheets, desk.today, lambda: None)
        path.chmod(0o600)
        placing = Placing(folder, out)
        try:
            with desk.writing(permission, "certificates.export", clean(copy.reason)) as session:
                keep_copy(session, desk, copy, second, permission)
                placing.place([file])
        except BaseException:
            placing.undo()
            raise
    return out / file


def _free_name(out: Path, stem: str) -> str:
    """A name of its own: what an earlier copy holds is never written over."""
    names = (f"{stem}{f'_{again}' if again > 1 else ''}.xlsx" for again in count(1))
    return next(name for name in names if not (out / name).exists())


def _cover(
    desk: Desk, period: Period, name: str, copy: Copy, hands: Sequence[tuple[str, str]]
) -> Cover:
    words = period_words(period)
    lines = [
        ("填报单位", desk.centre_name),
        ("统计时段", words),
        ("数据截至", f"{desk.today}{'(本期尚未结束)' if desk.today < period.end else ''}"),
        *hands,
        ("用途", copy.reason),
    ]
    mark = "" if name != BOOKS else MASKED if copy.masked else UNMASKED
    if mark:
        lines.append(("副本", mark))
    return Cover(desk.centre_name, words, tuple(lines), name, mark)
