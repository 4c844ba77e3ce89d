"""The supervision checklist a centre starts with: 36 items, 100 points, a version of its own."""

import json
from functools import cache
from pathlib import Path
from typing import Any

VERSION = "2026-1"


@cache
def checklist(version: str = VERSION) -> dict[str, Any]:
    """A version of the checklist: groups of items with number, text, points and method.

    >>> items = [item for group in checklist()["groups"] for item in group["items"]]
    >>> len(items), sum(item["points"] for item in items)
    (36, 100)
    """
    name = f"checklist_{version.replace('-', '_')}.json"
    found: dict[str, Any] = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return found
