"""Books made once for a whole run, and poured into each test's own file."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desk import sign_in as accounts
from models.engine import Store, sqlite_module
from models.migrations import open_store
from tests.conftest import PASSWORD, TODAY, DeskOf


@contextmanager
def opened(source: Path, path: Path) -> Iterator[DeskOf]:
    """A copy of a file, and the desks at it while it is open."""
    shutil.copyfile(source, path)
    store = open_store(path)
    yield lambda role: accounts.sign_in(store, role, PASSWORD, TODAY)
    store.close()


def prepared(source: Path, path: Path, fill: Callable[[DeskOf], object]) -> Path:
    """A copy of a file with more on its books."""
    with opened(source, path) as desk_of:
        fill(desk_of)
    return path


def pour(source: Path, store: Store) -> None:
    """What a prepared file holds becomes what a test's own file holds.

    By the SQLite that has the file open: two libraries in one process do not see each other's
    locks, and either may take the journal away from under the other.
    """
    sqlite = sqlite_module()
    with closing(sqlite.connect(source)) as full, closing(sqlite.connect(store.path)) as own:
        full.backup(own)
