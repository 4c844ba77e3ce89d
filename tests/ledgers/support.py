"""What the tests of the reading share: the sample files and small ledgers built on the spot."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.reading import Reading, VillageList, read_ledger
from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell, Value
from rules.identity import check_digit

SAMPLES = Path(__file__).parent / "samples"
VILLAGES = VillageList.from_json((SAMPLES / "villages.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 21)
LEDGERS = {
    "pregnancy": "孕产妇系统管理登记册_2026.xlsx",
    "child": "0-6岁儿童健康管理台账_2026.xlsx",
    "certificate": "出生医学证明签发登记_2026.xlsx",
    "village-report": "村级妇幼月报_2026年7-9月.csv",
}


def answers(kind: str) -> dict[str, Any]:
    """The answer key of a sample ledger."""
    path = (SAMPLES / LEDGERS[kind]).with_suffix(".key.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def sample(kind: str) -> Reading:
    """The reading of a sample ledger."""
    return read_ledger(SAMPLES / LEDGERS[kind], kind, VILLAGES, TODAY)


def read(data: bytes, kind: str) -> Reading:
    """The reading of a ledger built in a test."""
    return read_ledger(data, kind, VILLAGES, TODAY)


Cells = Sequence[object]

PREGNANCY: dict[str, object] = {
    "保健册编号": "YCF001", "村(组)": "东庄村2组", "孕妇姓名": "甲小花", "身份证号码": "",
    "联系电话": "13800000001", "丈夫姓名": "乙大山", "孕产次": "孕2产1", "末次月经": "2026-03-01",
    "预产期": "2026-12-06", "建册日期": "2026-05-01", "建册孕周": "8+5", "高危因素": "无",
    "风险等级": "绿", "基础血压": "120/80", "第1次(孕13周前)": "2026-05-01",
    "第2次(16-20周)": None, "分娩日期": None, "分娩方式": None, "分娩孕周": None,
    "新生儿性别": None, "出生体重(g)": None, "产后访视日期": None, "产后42天检查": None,
    "建册医生": "丙医生", "备注": None,
}  # fmt: skip
CHILD: dict[str, object] = {
    "村(组)": "东庄村", "儿童姓名": "丁小宝", "性别": "男", "出生日期": "2025-01-10",
    "儿童身份证号": None, "出生医学证明编号": "Z337000001", "母亲姓名": "甲小花",
    "母亲身份证号": None, "联系电话": "13800000001", "出生体重": 3200, "出生孕周": "39+2",
    "新生儿访视日期": "2025-01-20", "3月龄体检日期": None, "3月龄体重(kg)": None,
    "3月龄身长(cm)": None, "高危儿": None, "备注": None,
}  # fmt: skip
CERTIFICATE: dict[str, object] = {
    "出生医学证明编号": "Z337000001", "新生儿姓名": "丁小宝", "性别": "男",
    "出生日期及时间": "2026-01-10 08:05", "出生孕周": "39+2", "出生体重(g)": 3200,
    "出生身长(cm)": 50, "母亲姓名": "甲小花", "母亲证件号": None, "父亲姓名": "乙大山",
    "父亲证件号": None, "家庭住址": "东庄村2组", "签发日期": "2026-01-20", "签发类别": "首次",
    "领证人": "本人", "关系": "母亲", "领证人证件号": None, "签发人": "丙医生", "备注": None,
}  # fmt: skip
REPORT: dict[str, object] = {
    "村名": "东庄村", "报表月份": "2026年9月", "常住人口": 2300, "育龄妇女数": 460,
    "新发现孕妇数": 1, "期末孕妇数": 9, "其中高危孕妇数": 1, "分娩产妇数": 2, "活产数": 2,
    "活产数(男)": 1, "活产数(女)": 1, "填报人": "丙医生", "填报日期": "2026-09-24", "备注": "",
}  # fmt: skip
WOMAN, MAN = "2", "1"


def identity(born: str = "19950301", sex: str = WOMAN, serial: str = "01") -> str:
    """An invented number of a district that was never assigned, its check digit right."""
    first = f"331199{born}{serial}{sex}"
    return first + check_digit(first)


def workbook(
    rows: Sequence[Cells],
    *,
    title: str = "登记",
    merged: Sequence[str] = (),
    arrange: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """A workbook of one sheet; ``arrange`` may hide, strike or format before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for area in merged:
        sheet.merge_cells(area)
    if arrange:
        arrange(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ledger(form: dict[str, object], *changes: Mapping[str, object]) -> list[list[object]]:
    """The heading line and one row for each set of changes to the form."""
    rows: list[list[object]] = [list(form)]
    for number, change in enumerate(changes):
        row = form | dict(change)
        if form is CERTIFICATE and "出生医学证明编号" not in change:
            row["出生医学证明编号"] = f"Z33700{number + 1:04}"
        if form is CHILD and "出生医学证明编号" not in change:
            row["出生医学证明编号"] = None
        rows.append([row[heading] for heading in form])
    return rows


def one(kind: str, **change: object) -> Reading:
    """The reading of a ledger of one row that differs in these cells from a good one."""
    forms = {
        "pregnancy": PREGNANCY,
        "child": CHILD,
        "certificate": CERTIFICATE,
        "village-report": REPORT,
    }
    return read(workbook(ledger(forms[kind], change)), kind)


def fields(reading: Reading) -> dict[str, Any]:
    """The fields of the only record."""
    assert [each.sentences for each in reading.refused] == []
    (record,) = reading.records
    return record.fields


def reasons(reading: Reading) -> list[tuple[str, ...]]:
    """The reasons of each refused row."""
    return [each.reasons for each in reading.refused]


def notes(reading: Reading) -> list[str]:
    """The notes of the only record."""
    (record,) = reading.records
    return [note.code for note in record.notes]


def refused(parse: Callable[[Cell], object], value: Value) -> tuple[str, ...]:
    """The codes with which a parser refuses a value."""
    with pytest.raises(Unreadable) as caught:
        parse(Cell(value))
    return caught.value.codes
