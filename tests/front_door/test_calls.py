"""Calls that are wrong, refused or broken: exit status, one sentence, JSON when asked for."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import mchdesk
from front.who import BROKEN_OFF
from tests.front_door.conftest import ON, PASSWORD, ROOT, Run
from tests.terminal.harness import Terminal

WRONG_CALLS = [
    ("frobnicate",),
    ("export", "--quarter", "2026Q3"),
    ("indicators",),
    ("indicators", "--quarter", "2026Q5"),
    ("indicators", "--quarter", "2026Q3", "--year", "2026"),
    ("indicators", "--quarter", "2026Q3", "--who", "nobody"),
    ("--on", "2026-02-30", "due"),
    ("--on", "20261121", "due"),
    ("--lang", "fr", "due"),
    ("--db", "postgresql://server/mch", "due"),
    ("import", "cats", "file.xlsx"),
    ("user", "add", "somebody"),
    ("demo", "x.db", "--years", "0"),
]


@pytest.mark.parametrize("words", WRONG_CALLS, ids=" ".join)
def test_wrong_call_is_2_with_a_json_error(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--json")
    assert ran.status == 2
    assert set(ran.json["error"]) == {"code", "message"}


@pytest.mark.parametrize("words", WRONG_CALLS[:3], ids=" ".join)
def test_wrong_call_is_one_sentence_on_standard_error(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.out, len(ran.err.splitlines())) == ("", 1)


def test_wrong_call_speaks_the_language_asked_for(run: Run) -> None:
    assert run("--lang", "zh", "export", "--quarter", "2026Q3").err.startswith(
        "mchdesk: 缺少 --out"
    )
    assert run("--lang", "en", "export", "--quarter", "2026Q3").err.isascii()


def test_nobody_named_is_a_wrong_call(run: Run, filled: Path) -> None:
    ran = run("--db", filled, "due", "--json", env={"MCHDESK_PASSWORD": PASSWORD})
    assert (ran.status, ran.json["error"]["code"]) == (2, "NO_USER")


def test_no_password_and_no_terminal_is_a_wrong_call(run: Run, filled: Path) -> None:
    ran = run("--db", filled, "--as", "boss", "due", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "NO_PASSWORD")


def test_wrong_password_is_refused(at_desk: Run) -> None:
    ran = at_desk("due", "--json", env={"MCHDESK_PASSWORD": "guess"})
    assert (ran.status, ran.json["error"]["code"]) == (1, "SIGN_IN")


def test_as_goes_before_the_variable(at_desk: Run) -> None:
    assert at_desk("--as", "nobody", "due").status == 1


def test_database_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("--db", tmp_path / "none.db", "check", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (1, "MISSING")
    assert not (tmp_path / "none.db").exists()


def test_url_of_a_file_is_a_database(run: Run, filled: Path) -> None:
    assert run("--db", f"sqlite:///{filled}", "check").status == 0


def test_variable_names_the_database(run: Run, filled: Path) -> None:
    assert run("check", env={"MCHDESK_DB": str(filled)}).status == 0


def test_common_options_may_stand_after_the_command(run: Run, filled: Path) -> None:
    assert run("check", "--db", filled).status == 0


def test_init_covers_no_database_that_is_there(run: Run, filled: Path) -> None:
    before = filled.read_bytes()
    ran = run(
        *("init", filled, "--centre", "甲", "--code", "1", "--admin", "a"),
        env={"MCHDESK_PASSWORD": PASSWORD},
    )
    assert (ran.status, filled.read_bytes()) == (1, before)


def test_user_is_added_listed_and_disabled(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    run("init", path, "--centre", "甲", "--code", "1", "--admin", "boss", env=env)
    added = run(
        *("--db", path, "user", "add", "zhang", "--name", "张三", "--role", "issuer"),
        env=env,
        typed="first-one\n",
    )
    assert added.status == 0, added.err
    assert "zhang" in run("--db", path, "user", "list", env=env).out
    zhang = {"MCHDESK_PASSWORD": "first-one", "MCHDESK_USER": "zhang"}
    assert run("--db", path, "stock", env=zhang).status == 0
    assert run("--db", path, "user", "disable", "zhang", env=env).status == 0
    assert run("--db", path, "stock", env=zhang).status == 1


def test_roles_are_changed_but_never_to_both_hands(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    run("init", path, "--centre", "甲", "--code", "1", "--admin", "boss", env=env)
    add = ("--db", path, "user", "add", "zhang", "--role", "clerk")
    run(*add, env=env, typed="first-one\n")
    assert run("--db", path, "user", "roles", "zhang", "issuer", "sealer", env=env).status == 1
    changed = run("--db", path, "user", "roles", "zhang", "issuer", "clerk", env=env)
    assert (changed.status, "clerk issuer" in changed.out) == (0, True)


def test_password_is_changed_from_standard_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    run("init", path, "--centre", "甲", "--code", "1", "--admin", "boss", env=env)
    assert run("--db", path, "user", "passwd", env=env, typed="second-one\n").status == 0
    assert run("--db", path, "due", env={**env, "MCHDESK_PASSWORD": "second-one"}).status == 0


def test_desk_without_a_terminal_is_one_sentence(run: Run) -> None:
    ran = run()
    assert (ran.status, len(ran.err.splitlines())) == (1, 1)


def test_desk_on_a_dumb_terminal_is_one_sentence() -> None:
    command = [sys.executable, "-m", "mchdesk"]
    with Terminal(command, env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_end() == 1
        assert "TERM=dumb" in terminal.text


def test_output_that_nobody_reads_any_more_ends_quietly(filled: Path) -> None:
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    command = [sys.executable, "-m", "mchdesk", "--db", str(filled), *ON, "due", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        assert ran.stderr.read() == b""
        assert ran.wait() == 1


def test_interrupt_ends_without_a_word(filled: Path) -> None:
    command = [sys.executable, "-m", "mchdesk", "--db", str(filled), "--as", "boss", "due"]
    with Terminal(command, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("口令")
        terminal.kill(signal.SIGINT)
        assert terminal.wait_end() == BROKEN_OFF
        assert "Traceback" not in terminal.text


def test_password_is_asked_at_the_terminal_and_not_shown(filled: Path) -> None:
    command = [sys.executable, "-m", "mchdesk", "--db", str(filled), "--as", "boss", "stock"]
    with Terminal(command, env={"PYTHONPATH": str(ROOT)}, lines=40) as terminal:
        terminal.wait_for("口令")
        terminal.send(f"{PASSWORD}\r")
        terminal.wait_for("账平")
        assert PASSWORD not in terminal.text


def test_fault_of_the_program_is_a_sentence_and_a_log_without_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("王小丽 331199199004117026")

    monkeypatch.setattr("front.who.open_database", broken)
    monkeypatch.setattr("front.answers.open_database", broken)
    status = mchdesk.main(["--db", str(tmp_path / "x.db"), "check", "--json"])
    out, err = capsys.readouterr()
    log = (tmp_path / "mchdesk.log").read_text("utf-8")
    assert (status, json.loads(out)["error"]["code"]) == (1, "INTERNAL")
    assert "KeyError" in log
    assert "王小丽" not in log + out + err
