"""Quarterly supervision of the villages, and their monthly reports."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from models.supervision import COUNTS
from rules.dates import add_months
from seed import names
from seed.births import HOME_VISIT, MET
from seed.checklist import checklist
from seed.children import Kid
from seed.history import History
from seed.invented import MALE, World
from seed.pregnancies import ORANGE, RED, Values

HANDED_IN = 24  # day of the month
_PRAISE = (
    "建册及时,孕情摸底清楚",
    "产后访视真实,家属满意",
    "台账整洁,镇村数据一致",
    "宣传专栏更换及时",
)
_UNDER_3, _UNDER_7 = 36, 84  # months


def supervision(history: History) -> Iterator[tuple[Values, dict[str, int]]]:
    """Every village once a quarter: the visit's fields and the score of each item in tenths."""
    world = history.world
    quarter = add_months(world.start.replace(day=1), -((world.start.month - 1) % 3))
    letters: Counter[int] = Counter()
    while quarter <= world.today:
        for village, (_, _, behind) in enumerate(names.VILLAGES):
            visited_on = quarter + timedelta(days=20 + village * 3 + world.rng.randrange(4))
            if world.start <= visited_on <= world.today:
                scores, weak = _scores(world, behind)
                visit = _visit(world, village, visited_on, weak)
                visit["score"] = sum(scores.values())
                if weak:
                    letters[visited_on.year] += 1
                    number = letters[visited_on.year]
                    visit["letter_no"] = f"演卫督〔{visited_on.year}〕{number}号"
                yield visit, scores
        quarter = add_months(quarter, 3)


def _scores(world: World, behind: float) -> tuple[dict[str, int], list[str]]:
    """Points in tenths by item number, and the words of the weakest items."""
    scores: dict[str, int] = {}
    weak: list[str] = []
    for group in checklist()["groups"]:
        for item in group["items"]:
            full = item["points"] * 10
            lost = 0
            if world.happens(0.16 * behind):
                lost = min(full, world.rng.choice((5, 5, 10, 10, 15, 20)))
            scores[str(item["no"])] = full - lost
            if lost >= 10:  # noqa: PLR2004  a whole point
                weak.append(item["text"])
    return scores, weak[:4]


def _visit(world: World, village: int, visited_on: date, weak: list[str]) -> Values:
    deadline = visited_on + timedelta(days=30)
    mended_on = deadline + timedelta(days=world.rng.randrange(-12, 25))
    done = weak and mended_on <= world.today and world.happens(0.97)
    return {
        "village_id": village + 1,
        "visited_on": visited_on,
        "supervisors": f"{names.USERS['supervisor']} {world.rng.choice(world.doctors)}",
        "clinic_head": world.village_doctors[village],
        "highlights": world.rng.choice(_PRAISE),
        "problems": "\n".join(f"{n}. {text}:未达到要求" for n, text in enumerate(weak, 1)) or None,
        "advice": "请对照问题逐项整改,书面回复整改情况。" if weak else None,
        "deadline": deadline if weak else None,
        "struck_off_on": mended_on if done else None,
    }


class _Book:
    """One village's events by kind, sorted, so that a month's count is a difference."""

    def __init__(self) -> None:
        self.days: dict[str, list[date]] = {}
        self.people: dict[str, list[tuple[date, date]]] = {}

    def note(self, kind: str, day: object) -> None:
        """An event of this kind on a day; None is none."""
        if isinstance(day, date):
            self.days.setdefault(kind, []).append(day)

    def close(self) -> None:
        """Sort what was noted."""
        for days in self.days.values():
            days.sort()

    def count(self, kind: str, first: date, last: date) -> int:
        """Events of a kind between two days, both included."""
        days = self.days.get(kind, [])
        return bisect_right(days, last) - bisect_left(days, first)

    def present(self, kind: str, day: date) -> int:
        """People of a kind on a day."""
        return sum(start <= day < end for start, end in self.people.get(kind, ()))


def monthly_reports(history: History) -> Iterator[Values]:
    """The villages' reports: what the books say, with the small slips of real reports."""
    world, books = history.world, _books(history)
    month = add_months(world.start.replace(day=1), 1)
    while month <= world.today:
        last = add_months(month, 1) - timedelta(days=1)
        for village, book in enumerate(books):
            late = (
                world.rng.randrange(1, 6) if world.happens(0.08 * names.VILLAGES[village][2]) else 0
            )
            reported_on = month.replace(day=HANDED_IN) + timedelta(
                days=late - world.rng.randrange(3)
            )
            if reported_on > world.today or world.happens(0.004):
                continue
            counts = _counts(world, book, village, (month, min(last, reported_on)))
            slip = world.rng.choice(("new_preg", "pp_visits", "nb_visits", "child_checks"))
            if world.happens(0.05):
                counts[slip] = max(0, (counts[slip] or 0) + world.rng.choice((-1, 1)))
            yield {
                "village_id": village + 1,
                "month": f"{month:%Y-%m}",
                "counts": counts,
                "reporter": world.village_doctors[village],
                "reported_on": reported_on,
            }
        month = add_months(month, 1)


def _counts(
    world: World, book: _Book, village: int, period: tuple[date, date]
) -> dict[str, int | None]:
    first, last = period
    population = names.VILLAGES[village][1]
    persons = round(population * 0.0012) + world.rng.randrange(2)
    known: dict[str, int | None] = {
        "pop": population,
        "women": round(population * 0.215),
        "folate_persons": persons,
        "folate_bottles": persons * 3,
        "maternal_deaths": 0,
        "edu": world.rng.choice((0, 1, 1, 1, 2)),
    }
    for kind in COUNTS:
        if kind in {"preg_end", "high_risk", "child06", "child03"}:
            known[kind] = book.present(kind, last)
        elif kind not in known:
            known[kind] = book.count(kind, first, last)
    return {kind: known[kind] for kind in COUNTS}


def _books(history: History) -> list[_Book]:
    books = [_Book() for _ in names.VILLAGES]
    for case in history.cases:
        book = books[case.woman.village]
        book.note("new_preg", case.card["booked_on"])
        until = case.ended_on if case.state == "ended" and case.ended_on else case.ends_on
        span = (case.entered_on, until)
        book.people.setdefault("preg_end", []).append(span)
        if {ORANGE, RED} & set(case.colours):
            book.people.setdefault("high_risk", []).append(span)
        if case.delivery:
            book.note("deliveries", case.ends_on)
        for visit in case.visits:
            if visit["kind"] == HOME_VISIT and visit["met"] == MET:
                book.note("pp_visits", visit["visited_on"])
    for kid in history.kids:
        _note_child(books[kid.woman.village], kid)
    for book in books:
        book.close()
    return books


def _note_child(book: _Book, kid: Kid) -> None:
    if kid.case:
        book.note("live", kid.born)
        book.note("live_m" if kid.sex == MALE else "live_f", kid.born)
    for kind, months in (("child03", _UNDER_3), ("child06", _UNDER_7)):
        end = min(kid.leaves_on, add_months(kid.born, months))
        book.people.setdefault(kind, []).append((kid.came_on, end))
    for check in kid.checks:
        kind = "nb_visits" if check["contact"] == "newborn" else "child_checks"
        book.note(kind, check["checked_on"])
    book.note("u5_deaths", kid.person.get("died_on"))
