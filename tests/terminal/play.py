"""Plays the clerk's script in a real terminal and reads what is kept afterwards."""

import shutil
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from desk import sign_in as accounts
from desk.antenatal import record_contact
from desk.child import register_child
from desk.delivery import record_delivery
from desk.places import papers_folder
from desk.pregnancy import open_card
from desk.stock_room import receive
from desk.villages import add_villages
from models.antenatal import AntenatalContact
from models.blanks import Blank
from models.certificate import Issue
from models.child import ChildCheck
from models.migrations import open_store
from models.people import Person
from models.pregnancy import Pregnancy
from tests.terminal.harness import ENTER, Terminal
from tests.terminal.script import MOTHER_ID, NAMED, ON, Task, Word

PASSWORD = "demo-2026"
BETWEEN_KEYS = 0.04  # seconds; slower than a scanner, faster than any hand
TABLES: dict[str, type[SQLModel]] = {
    "people": Person,
    "child_checks": ChildCheck,
    "antenatal_contacts": AntenatalContact,
}


def make_centre(path: Path) -> None:
    """A small centre: a woman under care, one delivered, a child of a year, ten blanks."""
    store = accounts.create_centre(
        path, name="云溪镇卫生院", code="331199", admin="boss", password=PASSWORD, town="云溪镇"
    )
    boss = accounts.sign_in(store, "boss", PASSWORD, ON)
    add_villages(boss, ("东庄村", "西岭村", "柳溪村"))
    for login, name in (("clerk", "录入员"), ("issuer", "签发员")):
        accounts.add_user(boss, login, name, (login,), "first-2026")
        accounts.change_password(
            accounts.sign_in(store, login, "first-2026", ON), "first-2026", PASSWORD
        )
    born = date(1996, 3, 5)
    woman = {"name": "王小丽", "birth_date": born, "village_id": 1, "lmp": ON - timedelta(150)}
    first = {"visited_on": ON - timedelta(100), "number": 1, "weight_g": 54_000}
    record_contact(boss, open_card(boss, woman).id, first)
    mother = {"name": "赵秀芳", "id_no": MOTHER_ID, "village_id": 2, "lmp": ON - timedelta(300)}
    delivered = record_delivery(
        boss,
        open_card(boss, mother).id,
        {"delivered_on": ON - timedelta(20), "mode": "1", "place": "云溪镇卫生院"},
        [{"outcome": "1", "sex": "2", "weight_g": 3200, "length_mm": 500}],
    )
    assert delivered.delivery is not None
    child = {"name": "李小宝", "sex": "1", "birth_date": date(2025, 11, 10), "village_id": 3}
    register_child(boss, child)
    issuer = accounts.sign_in(store, "issuer", PASSWORD, ON)
    blanks = {"received_on": ON, "first": "Z990000001", "last": "Z990000010", "count": 10}
    receive(issuer, {**blanks, "checked_by": "另一人"})
    store.close()


@dataclass(frozen=True, slots=True)
class Played:
    """A task played: the keys that were typed, and what is kept now."""

    keys: int
    kept: dict[str, Any]


def play(task: Task, centre: Path, home: Path) -> Played:
    """Do a task on a copy of the centre, from the home page on."""
    path = home / "centre.db"
    shutil.copyfile(centre, path)
    command = [sys.executable, "-m", "mchdesk", "--db", str(path), "--on", ON.isoformat()]
    command += ["--lang", "zh", "--as", task.login]
    with Terminal(command, env={"HOME": str(home)}) as terminal:
        terminal.wait_for("用户名", task.login, "口令")
        terminal.send(PASSWORD, ENTER)
        terminal.wait_for("今日工作", "F5 刷新")
        keys = 0
        for step in task.steps:
            terminal.settle()
            for key in step.keys:
                keys += type_like_a_hand(terminal, key)
            terminal.wait_for(*step.see)
    return Played(keys, _kept(task, path, home))


def type_like_a_hand(terminal: Terminal, text: str) -> int:
    """Type a key, the letters of an abbreviation or a composed word; how many keys that was."""
    if isinstance(text, Word):
        terminal.send(text)
        terminal.settle(BETWEEN_KEYS)
        return 0
    keys = [text] if text in NAMED else list(text)
    for key in keys:
        terminal.send(key)
        terminal.settle(BETWEEN_KEYS)
    return len(keys)


def _kept(task: Task, path: Path, home: Path) -> dict[str, Any]:
    """What the task says should be kept, as it is kept."""
    if task.table == "files":
        folder = home / papers_folder().name
        return {name: (folder / name).stat().st_size > 0 for name in task.kept}
    store = open_store(path)
    try:
        with Session(store.read) as session:
            found = _record(session, task)
    finally:
        store.close()
    return {name: found[name] for name in task.kept}


def _record(session: Session, task: Task) -> dict[str, Any]:
    if task.table == "pregnancies":
        card = session.exec(select(Pregnancy).order_by(col(Pregnancy.id).desc())).first()
        assert card is not None
        woman = session.get(Person, card.mother_id)
        assert woman is not None
        return card.model_dump() | woman.model_dump()
    if task.table == "certificate_issues":
        issue = session.exec(select(Issue)).one()
        blank = session.exec(select(Blank).where(Blank.number == issue.number)).one()
        return issue.model_dump() | {"state": blank.state}
    table = TABLES[task.table]
    query = select(table)
    if table is Person:
        query = query.where(Person.name == task.kept["name"])
    return session.exec(query).all()[-1].model_dump()  # the newest
