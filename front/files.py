"""Files: a new database, the demo township, ledgers in and out, backups."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.places import database_path
from front.who import (
    DONE,
    NO,
    Call,
    new_password,
    open_database,
    open_desk,
    show,
    signed_in,
)
from tui.language import tr
from tui.plain import table

if TYPE_CHECKING:
    from ledgers.reading import Reading, VillageList

MANY = 20  # refused rows shown at a terminal; the JSON has them all


def init(call: Call) -> int:
    """A new database with one centre and its first user."""
    from desk.sign_in import create_centre

    given = os.environ.get("MCHDESK_PASSWORD")
    create_centre(
        call.path,
        name=call.centre,
        code=call.code,
        admin=call.admin,
        password=new_password() if given is None else given,
    ).close()
    print(tr("已建好 {path},{user} 可以登录", path=call.path, user=call.admin))
    return DONE


def demo(call: Call) -> int:
    """The demo township."""
    from seed.demo import make_demo

    asked = {
        "births_per_year": call.births_per_year,
        "years": call.years,
        "rng_seed": call.rng_seed,
    }
    make_demo(
        call.path,
        call.on,
        **{name: value for name, value in asked.items() if value is not None},
    )
    print(tr("示范乡镇已建好: {path}", path=call.path))
    print(tr("用户 clerk issuer sealer reviewer supervisor admin,口令都是 demo"))
    return DONE


def read_in(call: Call) -> int:
    """A ledger read, and unless it is a dry run its good rows taken in."""
    given = _village_list(call.villages)
    if call.dry_run and given:
        return _tried(call, _read(call, given))
    with open_desk(call) as desk:
        from ledgers.imports import import_ledger, village_list

        reading = _read(call, given or village_list(desk))
        if call.dry_run:
            return _tried(call, reading)
        taken = import_ledger(desk, call.file, reading, given)
    document = reading.as_json() | {"imported": taken.imported}
    show(
        call,
        document,
        lambda: f"{_lists(reading)}\n{tr('已入账 {count} 条', count=taken.imported)}",
    )
    return DONE if reading.records else NO


def _village_list(path: Path | None) -> "VillageList | None":
    from ledgers.reading import VillageList

    return VillageList.from_json(path.read_text("utf-8-sig")) if path else None


def _read(call: Call, villages: "VillageList") -> "Reading":
    from ledgers.reading import read_ledger

    return read_ledger(call.file, call.kind, villages, call.on)


def _tried(call: Call, reading: "Reading") -> int:
    text = f"{_lists(reading)}\n{tr('只是试读,没有入账')}"
    show(call, reading.as_json(), lambda: text)
    return DONE if reading.records else NO


def _lists(reading: "Reading") -> str:
    counts = tr(
        "可入账 {records} 条,退回 {refused} 行,不计 {ignored} 行",
        records=len(reading.records),
        refused=len(reading.refused),
        ignored=len(reading.ignored_rows),
    )
    if not reading.refused:
        return counts
    rows = [(row.sheet, row.row, "；".join(row.sentences)) for row in reading.refused[:MANY]]
    more = len(reading.refused) - len(rows)
    parts = [counts, table([tr("工作表"), tr("行"), tr("退回的原因")], rows)]
    if more > 0:
        parts.append(tr("还有 {count} 行,加 --json 可看全部", count=more))
    return "\n\n".join(parts)


def export(call: Call) -> int:
    """The registers and the indicator table of a period as a workbook and CSV files."""
    from ledgers.export import export_quarter

    with open_desk(call) as desk:
        written = export_quarter(desk, call.period, call.out)
    files = written.as_json()
    show(
        call,
        files,
        lambda: table(
            [tr("文件"), tr("行数"), "SHA-256"],
            [(file["path"], file["rows"], file["sha256"][:16]) for file in files["files"]],
        ),
    )
    return DONE


def backup(call: Call) -> int:
    """A whole copy in a new file; no person is shown, so nobody signs in."""
    from desk import safekeeping

    if call.file.exists():
        raise DeskError("EXISTS", "{path} 已存在,不会覆盖", path=call.file.name)
    with open_database(call) as store:
        safekeeping.backup(store, call.file)
    print(tr("已备份到 {path}", path=call.file))
    return DONE


def restore(call: Call) -> int:
    """A backup in the place of the database.

    While that database still opens, only its administrator may replace it.
    """
    from desk import safekeeping
    from models.engine import StoreError

    target = database_path(call.db)
    try:
        with open_database(call) as store:
            signed_in(store, call).require("settings.write")
    except StoreError as error:  # nothing there, or past opening: nothing to protect
        if error.reason not in {"MISSING", "DAMAGED"}:
            raise
    former = safekeeping.restore(call.file, target)
    print(tr("已用 {backup} 恢复 {path}", backup=call.file.name, path=target))
    if former:
        print(tr("原来的数据库留在 {path}", path=former))
    return DONE
