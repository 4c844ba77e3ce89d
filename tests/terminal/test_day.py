"""A clerk's day in a real terminal, from signing in to leaving, and a power cut in the middle."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from desk.pregnancy import open_card
from models.antenatal import AntenatalContact
from models.audit import AuditEntry
from models.engine import Store
from models.people import Person
from models.pregnancy import Pregnancy
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.terminal.desk import sign_in
from tests.terminal.harness import ENTER, ESC, F2, F3, F4, Terminal

MCHDESK = [sys.executable, "-m", "mchdesk"]
DAY = ["--on", TODAY.isoformat(), "--lang", "zh", "--as", "boss"]


@pytest.fixture
def centre(store: Store, desk_of: DeskOf) -> Path:
    """The small centre with one woman on its books."""
    woman = {
        "name": "王小丽",
        "birth_date": TODAY.replace(year=1996),
        "lmp": TODAY.replace(month=3),
        "village_id": 1,
    }
    open_card(desk_of("clerk"), woman)
    return store.path


@pytest.fixture
def terminal(centre: Path) -> Iterator[Terminal]:
    with Terminal([*MCHDESK, "--db", str(centre), *DAY]) as opened:
        yield opened


def open_new_card(terminal: Terminal) -> None:
    terminal.send("2")
    terminal.wait_for("在管的孕册", "王小丽")
    terminal.send(F4)
    terminal.wait_for("姓名*", "末次月经")


def fill(terminal: Terminal, *values: str) -> None:
    """Values of fields one after another; each is seen on the screen before Enter."""
    for value in values:
        if value:
            terminal.send(value)
            terminal.wait_for(value)
        terminal.send(ENTER)


def check(path: Path) -> dict[str, object]:
    done = subprocess.run(
        [*MCHDESK, "--db", str(path), "check", "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "MCHDESK_USER": "boss", "MCHDESK_PASSWORD": PASSWORD},
    )
    return {"status": done.returncode, **json.loads(done.stdout)}


def test_find_open_a_card_record_a_contact_leave(
    terminal: Terminal, centre: Path, store: Store
) -> None:
    sign_in(terminal)

    terminal.send("/")
    terminal.wait_for("拼音首字母")
    terminal.send("wxl")
    terminal.wait_for("> wxl", "> 王小丽")
    terminal.send(ENTER)
    terminal.wait_for("王小丽  女", "东庄村", "在孕")
    terminal.send(ESC)
    terminal.wait_for("> wxl", "> 王小丽")
    terminal.send(ESC)
    terminal.wait_for("今日工作")

    open_new_card(terminal)
    fill(terminal, "赵春梅", "361199199706122220")
    terminal.wait_for("女 1997-06-12")
    fill(terminal, "13800001234", "2")
    terminal.wait_for("西岭村")
    fill(terminal, "", "", "20260805")
    terminal.wait_for("预产期 2027-05-12, 今 15+3")
    fill(terminal, "1", "0")
    terminal.send(F2)
    terminal.wait_for("已为 赵春梅 建册", "1 产前随访")

    terminal.send("1")
    terminal.wait_for("这次是第1次产前检查吗?")
    terminal.settle()  # a question does not take what comes in one burst with it
    terminal.send("2")
    terminal.wait_for("产前随访", "> 体重")
    fill(terminal, "52.5", "112", "70")
    terminal.send(F2)
    terminal.wait_for("已保存", "血压112/70")

    terminal.send(ESC)
    terminal.wait_for("孕产妇", "赵春梅")
    terminal.send(ESC)
    terminal.wait_for("今日工作")
    terminal.send(ESC)
    terminal.wait_for("退出妇幼工作台吗?")
    terminal.send("3")
    assert terminal.wait_end() == 0

    with Session(store.read) as session:
        woman = session.exec(select(Person).where(Person.name == "赵春梅")).one()
        card = session.exec(select(Pregnancy).where(Pregnancy.mother_id == woman.id)).one()
        contact = session.exec(
            select(AntenatalContact).where(AntenatalContact.pregnancy_id == card.id)
        ).one()
        entries = session.exec(
            select(AuditEntry.action, AuditEntry.table_name)
            .where(AuditEntry.user == "boss")
            .order_by(col(AuditEntry.seq).desc())
            .limit(3)
        ).all()
    assert (woman.id_no, woman.village_id, card.state) == ("361199199706122220", 2, "ongoing")
    assert (contact.visited_on, contact.weight_g, contact.bp_sys) == (TODAY, 52500, 112)
    assert entries == [
        ("contact.record", "antenatal_contacts"),
        ("card.open", "pregnancies"),
        ("card.open", "people"),
    ]
    assert check(centre) == {"status": 0, "ok": True, "problems": []}


def test_a_user_and_a_password_in_one_burst_sign_in(centre: Path) -> None:
    with Terminal([*MCHDESK, "--db", str(centre), *DAY[:-2]]) as terminal:
        terminal.wait_for("用户名", "口令")
        terminal.send(f"boss{ENTER}{PASSWORD}{ENTER}")
        terminal.wait_for("今日工作", "应办")
        assert PASSWORD not in terminal.text


def test_what_was_typed_before_a_power_cut_is_offered_at_the_next_start(
    terminal: Terminal, centre: Path
) -> None:
    sign_in(terminal)
    open_new_card(terminal)
    fill(terminal, "钱一半")
    terminal.send("3611991997")
    terminal.wait_for("3611991997")
    drafts = centre.with_suffix(".drafts")
    terminal.wait_until(
        lambda: any("3611991997" in path.read_text() for path in drafts.rglob("*.json")),
        "the draft on disk",
        patience=2.5,  # two seconds is the promise, the rest is this machine's
    )
    terminal.kill(signal.SIGKILL)
    terminal.wait_end()

    with Terminal([*MCHDESK, "--db", str(centre), *DAY]) as again:
        sign_in(again, "有未保存的草稿", "建册 钱一半")
        again.send("1")
        again.wait_for("钱一半", "3611991997")


def test_a_name_cannot_steer_the_terminal_or_the_markup(terminal: Terminal, store: Store) -> None:
    sign_in(terminal)
    open_new_card(terminal)
    terminal.send("\x1b[200~孙[/]\u202e丽\x9b31m[@click=app.quit]\x1b[201~")
    terminal.wait_for("[@click=app.quit]")
    fill(terminal, "", "", "19970612", "", "", "", "", "20260805")
    terminal.send(F2)
    terminal.wait_for("已为 孙[/]丽", "在孕")
    terminal.send(F3)
    terminal.wait_for("找人")
    terminal.send("孙")
    terminal.wait_for("> 孙[/]丽")

    with Session(store.read) as session:
        (name,) = session.exec(select(Person.name).where(col(Person.name).startswith("孙"))).all()
    assert name == "孙[/]丽31m[@click=app.quit]"
