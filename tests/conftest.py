"""What tests of every room share: a small centre, its desks, a fixed day, and the real parts.

A real part (LibreOffice, sshd, tmux) is a program this project does not bring along. Where one is
missing the test is not passed over in silence: it is listed at the end of the run under
"could not be tried on this machine:", and with MCHDESK_REAL=1 it fails.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

import models.engine
from desk import sign_in as accounts
from desk.context import ROLES, Desk
from desk.villages import add_villages
from models.engine import Store
from models.migrations import open_store

PASSWORD = "demo-2026"
TODAY = date(2026, 11, 21)
OPENED = date(2026, 1, 1)  # since when the users of the small centre have their roles
VILLAGES = ("东庄村", "西岭村", "柳溪村")
TWO_HANDS = ("issuer", "sealer", "reviewer")  # have their own passwords, and may countersign
ELSEWHERE = "/usr/sbin:/sbin:/usr/local/sbin"  # where sshd hides from ordinary users
STATEMENTS = 5000  # more than there are
STRICT = os.environ.get("MCHDESK_REAL") == "1"

# A property holds or does not: how busy the machine is says nothing about it.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")

DeskOf = Callable[[str], Desk]
RealPart = Callable[[str], str]


@pytest.fixture(autouse=True, scope="session")
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept at home, an export for one, goes where nobody lives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(Path.home() / ".gitconfig"))  # says who may read it
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.delenv(name, raising=False)
        home = tmp_path_factory.mktemp("home")
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        yield


@cache
def first_engine(module: ModuleType) -> Engine:
    """The engine whose dialect and compiled statements all others of a run take."""
    engine = create_engine("sqlite://", module=module, query_cache_size=STATEMENTS)
    engine.connect().close()  # the dialect learns what it is connected to
    return engine


def engine_like_the_first(url: str, *, module: ModuleType, **rest: Any) -> Engine:
    engine, first = create_engine(url, module=module, **rest), first_engine(module)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """A statement is compiled once in a run and not for each test's file: half of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models.engine, "create_engine", engine_like_the_first)
        yield


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def centre_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre with three villages and one user for each role, logins named after the roles."""
    path = tmp_path_factory.mktemp("centre") / "centre.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", 4)  # the real cost is for real passwords
        store = accounts.create_centre(
            path, name="云溪镇卫生院", code="331199", admin="boss", password=PASSWORD, town="云溪镇"
        )
        boss = accounts.sign_in(store, "boss", PASSWORD, OPENED)
        add_villages(boss, VILLAGES)
        for role, name in ROLES.items():
            accounts.add_user(boss, role, name, (role,), PASSWORD)
        for role in TWO_HANDS:
            accounts.change_password(
                accounts.sign_in(store, role, PASSWORD, TODAY), PASSWORD, PASSWORD
            )
        store.close()
    return path


@pytest.fixture
def store(centre_file: Path, tmp_path: Path) -> Iterator[Store]:
    """The small centre in a file of this test's own."""
    path = tmp_path / "centre.db"
    shutil.copyfile(centre_file, path)
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.fixture
def desk_of(store: Store, today: date) -> DeskOf:
    """``desk_of("clerk")``: the desk of the small centre's user with that one role."""
    return lambda role: accounts.sign_in(store, role, PASSWORD, today)


@pytest.fixture
def real_part(request: pytest.FixtureRequest) -> RealPart:
    """``real_part("soffice")``: the program's path, or the test is noted as not tried."""

    def find(name: str) -> str:
        found = shutil.which(name) or shutil.which(name, path=ELSEWHERE)
        if found:
            return found
        if STRICT:
            pytest.fail(f"{name} is not on this machine, and MCHDESK_REAL=1 asks for it")
        request.node.user_properties.append(("untried", name))
        pytest.skip(f"{name} is not on this machine")

    return find


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tried; the reports come from every worker."""
    untried = terminalreporter.stats.get("skipped", [])
    if untried:
        terminalreporter.write_line("could not be tried on this machine:", yellow=True)
    for report in untried:
        parts = [value for key, value in report.user_properties if key == "untried"]
        why = ", ".join(parts) or str(report.longrepr)
        terminalreporter.write_line(f"  {report.nodeid}: {why}", yellow=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The terminal's tests first: the longest of all would else be the last, all alone."""
    items.sort(key=lambda item: "/terminal/" not in item.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With MCHDESK_REAL=1 a run that left anything out has not passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if STRICT and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
