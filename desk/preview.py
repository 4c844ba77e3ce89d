"""What a correction would move, before it is kept: the verb itself is tried and taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from desk.context import Desk
from desk.person_page import early_words
from desk.pregnancy import CARD_FIELDS, card
from desk.pregnancy_view import CardView
from models.audit import Act, AuditedSession
from models.engine import Store
from rules.errors import Phrase
from rules.gestation import GestationalAge
from rules.schedule import CONTACT_NAMES, antenatal_contacts
from rules.why import Why

COLOURS = CARD_FIELDS["risk_colours"]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that a correction moves: what it is, as it stands, as it would stand."""

    what: Why
    old: Why | None
    new: Why | None


class _Trial(Store):
    """A database in which everything is taken back that was written."""

    @contextmanager
    def writing(self, act: Act) -> Iterator[AuditedSession]:
        """One transaction, rolled back at its end."""
        with AuditedSession(self.write, act) as session:
            session.info["centre"] = act.centre
            yield session
            session.rollback()


def preview(
    desk: Desk, pregnancy_id: int, correction: Callable[[Desk], CardView]
) -> tuple[Move, ...]:
    """What a correction of a card, or of anything on it, would move.

    Args:
        desk: where.
        pregnancy_id: the card.
        correction: the verb that corrects, called with the desk it is tried at.

    Raises:
        RuleError: whatever the verb refuses.
    """
    store = desk.store
    before = card(desk, pregnancy_id)
    after = correction(replace(desk, store=_Trial(store.path, store.read, store.write)))
    return moves(before, after)


def moves(before: CardView, after: CardView) -> tuple[Move, ...]:
    """What differs of all that follows from a card's dates."""
    old, new = _following(before), _following(after)
    return tuple(
        Move(what, old.get(key, (what, None))[1], new.get(key, (what, None))[1])
        for key, (what, _) in (old | new).items()
        if _said(old.get(key)) != _said(new.get(key))
    )


_Told = tuple[Why, Why | None]


def _said(told: _Told | None) -> str:
    return str(told[1]) if told and told[1] else ""


def _following(card: CardView) -> dict[str, _Told]:
    """Everything that follows from a card's dates, by a key that pairs it."""
    values, start = card.values, card.start
    found: dict[str, _Told] = {
        "edd": (Why(CARD_FIELDS["edd"].label), _day(values["edd"])),
        "basis": (Why(CARD_FIELDS["lmp_basis"].label), _choice("lmp_basis", values["lmp_basis"])),
        "today": (Why("今天孕周"), _text(card.gestation)),
        "booked": (Why(CARD_FIELDS["booked_ga_days"].label), _weeks(card.booked_days)),
        "early": (Why("早孕建册"), _early(card)),
        "colours": (Why(COLOURS.label), _colours(values["risk_colours"])),
        "factors": (Why(CARD_FIELDS["risk_factors"].label), _text(values["risk_factors"])),
    }
    if start is None:
        return found
    for window in antenatal_contacts(start):
        span = Why("{first}~{last}", {"first": window.opens, "last": window.closes})
        found[window.code] = (Why(CONTACT_NAMES[window.code]), span)
    for contact in card.contacts:
        day = contact.values["visited_on"]
        what = Why("{day} 的随访", {"day": day})
        found[f"contact {contact.id}"] = (what, _in_window(start, day))
    if card.delivery:
        day = card.delivery.values["delivered_on"]
        found["delivery"] = (Why("分娩孕周"), _weeks((day - start).days))
    return found


def _in_window(start: date, day: date) -> Why:
    """Weeks on a day and the contact whose window it lies in."""
    days = (day - start).days
    if days < 0:
        return Why("早于末次月经")
    weeks = GestationalAge.from_days(days)
    for window in antenatal_contacts(start):
        if window.opens <= day <= window.closes:
            name = Phrase(CONTACT_NAMES[window.code])
            return Why("孕{weeks} {window}", {"weeks": weeks, "window": name})
    return Why("孕{weeks} 不在窗口", {"weeks": weeks})


def _day(day: date | None) -> Why | None:
    return Why("{day}", {"day": day}) if day else None


def _text(text: str | None) -> Why | None:
    return Why("{text}", {"text": text}) if text else None


def _weeks(days: int | None) -> Why | None:
    if days is None or days < 0:
        return None
    return Why("{weeks}", {"weeks": GestationalAge.from_days(days)})


def _early(card: CardView) -> Why | None:
    if card.booked_days is None:
        return None
    words = early_words(card.booked_days, card.early_days)
    return Why(words.template, words.params)


def _choice(name: str, code: str | None) -> Why | None:
    option = CARD_FIELDS[name].choice(code or "")
    return Why(option.label) if option else None


def _colours(codes: list[str]) -> Why | None:
    options = [option for code in codes if (option := COLOURS.choice(code))]
    if not options:
        return None
    return Why("{colours}", {"colours": Phrase(*(option.label for option in options))})
