"""What the tests of the reading share: the sample files and small ledgers built on the spot."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from ledgers.reading import Reading, VillageList, read_ledger

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
