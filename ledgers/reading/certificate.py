"""A row of the certificate register (出生医学证明签发登记): an issue or a void form."""

import re
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import Any

from ledgers.reading.dates import read_moment
from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.measures import read_birth_weight, read_length
from ledgers.reading.take import Take, iso
from ledgers.reading.values import (
    plain,
    read_certificate,
    read_certificate_kind,
    read_gestation,
    read_sex,
    squeezed,
)
from rules.people import Sex

_VOID = re.compile(r"作废|废证|^废$")
_SELF = frozenset({"本人", "母亲本人", "产妇本人", "本人(母亲)"})
_CLOCK = re.compile(r"(\d{1,2})(?:[:时点](\d{1,2})?分?)(?::\d{1,2})?")
_OTHER_BATCH = 100  # so many numbers missing in a row are another delivery of blanks, not a gap


def read_certificate_row(take: Take) -> list[dict[str, Any]]:
    """The fields of the row's record; problems stay with ``take``."""
    number = take.strict("cert_no", read_certificate)
    if number is None and not take.problems:
        take.refuse("CERT_FORMAT", "cert_no", "没有出生证编号,请补上")
    named = take.row.cells.get("child_name")
    if named and _VOID.search(squeezed(named)):
        return [
            {
                "type": "void",
                "cert_no": number,
                "void_reason": take.text("remark"),
                "void_date": iso(take.day("issue_date")),
                "signer": take.text("signer"),
            }
        ]
    return [_issue(take, number)]


def _issue(take: Take, number: str | None) -> dict[str, Any]:
    born, clock = _birth(take)
    issued = take.needed_day("issue_date")
    take.in_order(born, issued, "issue_date")
    heading = take.label("birth_weight")
    fields: dict[str, Any] = {
        "type": "issue",
        "cert_no": number,
        "child_name": take.person("child_name"),
        "sex": take.strict("sex", read_sex),
        "birth_date": iso(born),
        "birth_time": clock.isoformat(timespec="minutes") if clock else None,
        "birth_ga_days": take.strict("birth_ga", read_gestation),
        "birth_weight_g": take.measured(
            "birth_weight", lambda cell: read_birth_weight(cell, heading)
        ),
        "birth_length_cm": take.measured("birth_length", read_length),
        "mother_name": take.person("mother_name"),
        "mother_id": take.mother_id("mother_id", passport=True),
        "father_name": take.person("father_name", required=False),
        "father_id": take.identity("father_id", sex=Sex.MALE, passport=True),
        "address": take.text("address") if take.cell("address") else None,
        "issue_date": iso(issued),
        "kind": take.strict("kind", read_certificate_kind),
    }
    fields |= _receiver(take, fields)
    return fields | {"signer": take.text("signer"), "remark": take.text("remark")}


def _birth(take: Take) -> tuple[date | None, time | None]:
    """The day and the minute of birth, from one column or two."""
    before = len(take.problems)
    name = "birth_date" if take.has("birth_date") else "birth_time"
    moment = take.strict(
        name,
        lambda cell: read_moment(cell, take.context.today, epoch=take.context.epoch),
    )
    if moment is None and len(take.problems) == before and take.has(name):
        take.refuse("DATE_INCOMPLETE", name, "这一栏没有日期,请补上")
    day, clock = moment or (None, None)
    if clock is None and name == "birth_date":
        clock = take.strict("birth_time", _clock)
    return day, clock


def _clock(cell: Cell) -> time:
    if isinstance(cell.value, time):
        return cell.value.replace(second=0, microsecond=0)
    found = _CLOCK.fullmatch(re.sub(r"\s", "", plain(cell)))
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time(24)
    except ValueError:
        raise Unreadable("TIME_INVALID") from None


def _receiver(take: Take, fields: dict[str, Any]) -> dict[str, Any]:
    """Who took the certificate; 本人 is the mother."""
    receiver = take.person("receiver", required=False)
    relation = take.text("relation") if take.cell("relation") else None
    number = take.identity("receiver_id", passport=True)
    if receiver in _SELF:
        return {
            "receiver": fields["mother_name"],
            "relation": relation or "母亲",
            "receiver_id": number or fields["mother_id"],
        }
    return {"receiver": receiver, "relation": relation, "receiver_id": number}


@dataclass(slots=True)
class CertificatesSeen:
    """The numbers of the file, in use or in refused rows."""

    numbers: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)

    def check(self, take: Take, fields: dict[str, Any]) -> None:
        """Refuse a number used above."""
        number = fields["cert_no"]
        if number is None:
            return
        if number in self._used:
            take.refuse("CERT_DUPLICATE", "cert_no")
        self._used.add(number)
        self.numbers.add(number)

    def findings(self) -> tuple[dict[str, Any], ...]:
        """CERT_GAP with the numbers missing between those seen."""
        missing: list[str] = []
        ordered = sorted(self.numbers)
        for before, after in pairwise(ordered):
            between = range(int(before[1:]) + 1, int(after[1:]))
            if before[0] == after[0] and len(between) < _OTHER_BATCH:
                missing += [f"{before[0]}{serial:09}" for serial in between]
        return ({"code": "CERT_GAP", "missing": missing},) if missing else ()
