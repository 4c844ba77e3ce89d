"""The demo township: 25,000 invented inhabitants, ten years of work, the same every time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from desk.errors import DeskError
from models.audit import Act
from models.engine import Store, StoreError
from models.migrations import create_store
from rules.dates import add_months
from seed import names
from seed.calls import call
from seed.certificate_filling import write_certificates
from seed.certificates import Certificates, issue_certificates
from seed.corrections import correct
from seed.filling import open_centre, write_families, write_village_work
from seed.history import History, tell
from seed.village_work import monthly_reports, supervision
from seed.writing import Writer

Progress = Callable[[int, int], bool]


def make_demo(  # noqa: PLR0913, PLR0917  each may be chosen
    path: Path,
    today: date,
    births_per_year: int = 140,
    years: int = 10,
    rng_seed: int = 1,
    progress: Progress | None = None,
) -> None:
    """Make the database of the demo township; half-made ones leave nothing behind.

    The same day, sizes and seed make the same records; only audit times and password salts differ.

    Args:
        path: where; nothing may be there.
        today: the day the story ends.
        births_per_year: 140 fits the township's 25,000 inhabitants.
        years: how long the story is.
        rng_seed: another number, another story.
        progress: called with records written and in all; False stops.

    Raises:
        StoreError: something is at the path already.
        DeskError: stopped by ``progress`` (``CANCELLED``).
    """
    if path.exists() and path.stat().st_size:
        raise StoreError("EXISTS", "{path} 已存在,不会覆盖", path=path.name)
    part = path.with_name(f".{path.name}.part")
    _remove(part)
    try:
        store = create_store(part)
        try:
            _fill(store, _Story(today, births_per_year, years, rng_seed), progress)
        finally:
            store.close()
        part.replace(path)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class _Story:
    """Everything that is going to be written."""

    def __init__(self, today: date, births_per_year: int, years: int, rng_seed: int) -> None:
        rng = Random(rng_seed)  # noqa: S311  a story, not a secret
        self.today = today
        self.history: History = tell(add_months(today, -12 * years), today, births_per_year, rng)
        self.certificates: Certificates = issue_certificates(self.history)
        self.supervision = list(supervision(self.history))
        self.reports = list(monthly_reports(self.history))

    def size(self) -> int:
        """How many records there are to write."""
        cases, kids = self.history.cases, self.history.kids
        women = {id(case.woman) for case in cases} | {id(kid.woman) for kid in kids}
        women |= {id(woman) for woman, _ in self.history.notices}
        women |= {id(course.woman) for course in self.history.courses}
        programmes = len(self.history.notices) + self.history.stock.size(self.history.courses)
        of_cases = sum(case.size for case in cases)
        of_kids = sum(kid.size for kid in kids)
        of_books = self.certificates.size
        of_villages = len(self.supervision) + len(self.reports)
        return len(women) + programmes + of_cases + of_kids + of_books + of_villages


def _fill(store: Store, story: _Story, progress: Progress | None) -> None:
    done, total = 0, story.size()

    def told(count: int) -> None:
        nonlocal done
        done += count
        if progress and not progress(done, total):
            raise DeskError("CANCELLED", "已取消,没有建立演示数据")

    open_centre(store, story.today.year)
    writer = Writer(store, Act(names.CENTRE_CODE, "demo", "demo"), told)
    child_ids = write_families(writer, story.history)
    write_certificates(writer, story.certificates, child_ids)
    write_village_work(writer, story.supervision, story.reports)
    correct(store, story.history.world)
    call(store, story.history.world)
