"""The township's villages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from desk.context import Desk
from models.base import checked
from models.people import Village, VillageData
from rules.text import clean


@dataclass(frozen=True, slots=True)
class VillageView:
    """A village as lists and choices show it."""

    id: int
    name: str
    aliases: tuple[str, ...]
    population: int | None


def villages(desk: Desk) -> tuple[VillageView, ...]:
    """All villages in the township's order."""
    with desk.store.reading(desk.centre) as session:
        return tuple(
            VillageView(village.id or 0, village.name, tuple(village.aliases), village.population)
            for village in session.exec(select(Village).order_by(col(Village.position)))
        )


def add_villages(desk: Desk, names: Sequence[str]) -> None:
    """Add the villages that are not there yet, after those that are."""
    with desk.writing("settings.write", "villages.add") as session:
        ensure_villages(session, desk.centre, names)


def ensure_villages(
    session: Session,
    centre: str,
    names: Sequence[str],
    aliases: dict[str, str] | None = None,
) -> dict[str, int]:
    """Ids by name, adding villages that are missing; ``aliases`` maps other names to names."""
    known = {village.name: village for village in session.exec(select(Village))}
    for name in names:
        tidy = clean(name)
        if tidy and tidy not in known:
            data = checked(VillageData, {"name": tidy})
            known[tidy] = Village(centre=centre, position=len(known), **data.model_dump())
            session.add(known[tidy])
    for alias, name in (aliases or {}).items():
        village = known.get(clean(name))
        if village and clean(alias) not in village.aliases:
            village.aliases = [*village.aliases, clean(alias)]
    session.flush()
    return {name: village.id or 0 for name, village in known.items()}
