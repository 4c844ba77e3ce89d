"""Files: a new database, the demo township, ledgers in and out, backups."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.places import database_path
from front.who import (
    DONE,
    NO,
    Call,
    day_of,
    new_password,
    open_database,
    open_desk,
    show,
    signed_in,
)
from tui.language import side_by_side, told, tr, tr_error
from tui.plain import table

if TYPE_CHECKING:
    from ledgers.reading import Reading, Refused, VillageList

MANY = 20  # refused rows shown at a terminal; the JSON has them all


def init(call: Call) -> int:
    """A new database with one centre and its first user."""
    from seed.start import new_centre

    given = os.environ.get("MCHDESK_PASSWORD")
    new_centre(
        call.path,
        name=call.centre,
        code=call.code,
        admin=call.admin,
        password=new_password() if given is None else given,
        year=day_of(call).year,
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
        day_of(call),
        **{name: value for name, value in asked.items() if value is not None},
    )
    print(tr("示范乡镇已建好: {path}", path=call.path))
    print(tr("用户 clerk issuer sealer reviewer supervisor counsellor admin,口令都是 demo"))
    return DONE


def read_in(call: Call) -> int:
    """A ledger read, and unless it is a dry run its good rows taken in.

    A dry run with its own list of villages needs no database and nobody to sign in.
    """
    listed = _village_list(call.villages)
    if call.dry_run and listed:
        return _tried(call, listed)
    with open_desk(call) as desk:
        from ledgers.imports import import_ledger, village_list

        known = listed or village_list(desk)
        if call.dry_run:
            desk.require("ledgers.import")
            return _tried(call, known)
        result = import_ledger(desk, call.file, call.kind, listed)
    _warn(call, result.reading, known)

    def text() -> str:
        taken = tr(
            "入账 {imported} 条,已有 {unchanged} 条,与原记录不同 {conflicts} 处(保留原值)",
            imported=result.imported,
            unchanged=result.unchanged,
            conflicts=len(result.conflicts),
        )
        kept_out = [
            (row.sheet, row.row, row.who, tr_error(row.error))
            for row in (*result.refused, *result.findings)
        ]
        headings = [tr("工作表"), tr("行"), tr("姓名"), tr("请核对")]
        return "\n\n".join(
            [_lists(result.reading), *([table(headings, kept_out)] if kept_out else []), taken]
        )

    show(call, result.as_json(), text)
    return DONE if result.imported or result.unchanged else NO


def _village_list(path: Path | None) -> "VillageList | None":
    from ledgers.reading import VillageList

    return VillageList.from_json(path.read_text("utf-8-sig")) if path else None


def _read(call: Call, villages: "VillageList") -> "Reading":
    from ledgers.reading import read_ledger

    return read_ledger(call.file, call.kind, villages, day_of(call))


def _warn(call: Call, reading: "Reading", villages: "VillageList") -> None:
    """Villages the list lacks, to a person; a program finds them empty in the records."""
    from ledgers.reading import unlisted_villages

    lacking = unlisted_villages(reading, villages)
    if lacking.rows and not call.json:
        words = tr("{rows} 行的村不在本机构名单里: {names}", rows=lacking.rows, names=lacking.some)
        print(words, file=sys.stderr)


def _tried(call: Call, villages: "VillageList") -> int:
    reading = _read(call, villages)
    _warn(call, reading, villages)
    show(call, reading.as_json(), lambda: f"{_lists(reading)}\n\n{tr('只是试读,没有入账')}")
    return DONE if reading.records else NO


def _lists(reading: "Reading") -> str:
    """What became of the file's rows, and the first refused ones with their reasons."""
    counts = tr(
        "可入账 {records} 条,退回 {refused} 行,不计 {ignored} 行",
        records=len(reading.records),
        refused=len(reading.refused),
        ignored=len(reading.ignored_rows),
    )
    if not reading.refused:
        return counts
    rows = [(row.sheet, row.row, _why(row)) for row in reading.refused[:MANY]]
    parts = [counts, table([tr("工作表"), tr("行"), tr("退回的原因")], rows)]
    if len(reading.refused) > MANY:
        more = len(reading.refused) - MANY
        parts.append(tr("还有 {count} 行,加 --json 可看全部", count=more))
    return "\n\n".join(parts)


def _why(row: "Refused") -> str:
    """Each reason behind the heading it is about."""
    sentences = [(one.column, told(one.template, dict(one.params))) for one in row.problems]
    return side_by_side(f"{column}: {said}" if column else said for column, said in sentences)


def export(call: Call) -> int:
    """The registers and the indicator table of a period as a workbook and CSV files."""
    from ledgers.export import export_quarter

    with open_desk(call) as desk:
        written = export_quarter(desk, call.period, call.out)
    show(
        call,
        written.as_json(),
        lambda: table(
            [tr("文件"), tr("行数"), "SHA-256"],
            [(file.path, file.rows, file.sha256[:16]) for file in written.files],
        ),
    )
    return DONE


def risk_table(call: Call) -> int:
    """A provincial or scored risk table from a file: checked, kept and put in force."""
    from desk.ruling import load_variant

    try:
        text = call.file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        words = "{name} 不是 UTF-8 编码的文字,请另存为 UTF-8 再读"
        raise DeskError("NOT_UTF_8", words, name=call.file.name) from error
    with open_desk(call) as desk:
        table = load_variant(desk, text, call.reason)
    words = "已启用风险表 {title}(版本 {version},{count} 项);以前的评估仍用原来的表"
    print(tr(words, title=table.title, version=table.version, count=len(table.items)))
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
