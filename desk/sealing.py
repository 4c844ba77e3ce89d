"""The seal and the collection of issued certificates, each once and in other hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.context import Desk, Hand
from models.certificate import CollectionData
from rules.fields import field_specs

COLLECTION_FIELDS = field_specs(CollectionData)


@dataclass(frozen=True, slots=True)
class SealLine:
    """An issued certificate that waits for the seal."""

    issue_id: int
    number: str
    child: str
    issued_on: date
    issuer: str
    own: bool  # the one at the desk issued or reviewed it: another hand must seal


@dataclass(frozen=True, slots=True)
class CollectLine:
    """A sealed certificate nobody has collected."""

    issue_id: int
    number: str
    child: str
    mother: str
    sealed_on: date
    sealer: str


def seal(desk: Desk, issue_ids: Sequence[int], on: date | None = None) -> int:
    """Seal several certificates; how many."""
    raise NotImplementedError


def seal_as(desk: Desk, hand: Hand, issue_id: int, on: date | None = None) -> None:
    """The sealer seals at the issuer's desk, having signed there; see ``desk.second``."""
    raise NotImplementedError


def unsealed(desk: Desk) -> tuple[SealLine, ...]:
    """What waits for the seal, the oldest first."""
    raise NotImplementedError


def collect(desk: Desk, issue_id: int, values: Mapping[str, Any]) -> None:
    """Somebody took the certificate away and signed for it."""
    raise NotImplementedError


def uncollected(desk: Desk) -> tuple[CollectLine, ...]:
    """Sealed, and not collected yet, the oldest first."""
    raise NotImplementedError
