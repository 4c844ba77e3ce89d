from pathlib import Path

import pytest

from tui.preferences import PersonalChoice, Preferences, TerminalChoice, terminal_name

PUTTY = "xterm ssh"


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_terminals_choice_comes_back_as_it_was(tmp_path: Path) -> None:
    choice = TerminalChoice(2, "line", mouse=True)
    Preferences(tmp_path / "s").keep_terminal(PUTTY, choice)
    assert Preferences(tmp_path / "s").terminal(PUTTY) == choice


def test_a_persons_choice_comes_back_as_it_was(tmp_path: Path) -> None:
    choice = PersonalChoice("en", "light", {"find": "f7"}, {"doctor": "陈医生", "village_id": 3})
    Preferences(tmp_path / "s").keep_person("王/../丽", choice)
    assert Preferences(tmp_path / "s").person("王/../丽") == choice


def test_every_terminal_has_its_own_choice(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.keep_terminal(PUTTY, TerminalChoice(2))
    assert kept.terminal("xterm local") == TerminalChoice()


def test_every_user_has_their_own_choice(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.keep_person("clerk", PersonalChoice("en"))
    assert kept.person("boss") == PersonalChoice()


def test_only_the_owner_can_read_what_was_chosen(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "s")
    kept.keep_person("clerk", PersonalChoice("en"))
    modes = kept.folder.stat().st_mode & 0o777, only_file(kept.folder).stat().st_mode & 0o777
    assert modes == (0o700, 0o600)


def test_folders_made_on_the_way_are_their_owners_alone(tmp_path: Path) -> None:
    Preferences(tmp_path / "data" / "s").keep_terminal(PUTTY, TerminalChoice(2))
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_choosing_again_leaves_one_file(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    for look in ("light", "mono"):
        kept.keep_person("clerk", PersonalChoice(look=look))
    assert only_file(tmp_path)
    assert kept.person("clerk").look == "mono"


def test_a_name_longer_than_the_disk_allows_is_kept_too(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    for last in "甲乙":
        kept.keep_person("王" * 59 + last, PersonalChoice(keys={"find": last}))
    assert kept.person("王" * 59 + "甲").keys == {"find": "甲"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "\x00",
        "[" * 100_000,
        '{"ambiguous": 3, "border": [], "mouse": "yes"}',
    ],
    ids=["empty", "torn", "list", "null", "binary", "deep", "foreign values"],
)
def test_what_is_no_choice_of_a_terminal_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    kept = Preferences(tmp_path)
    kept.keep_terminal(PUTTY, TerminalChoice(2))
    only_file(tmp_path).write_text(text, encoding="utf-8")
    assert kept.terminal(PUTTY) == TerminalChoice()


@pytest.mark.parametrize(
    "text",
    ["not json", '{"language": "xx", "look": {}, "keys": []}', '{"keys": {"find": 1}}'],
    ids=["no json", "foreign values", "keys that are none"],
)
def test_what_is_no_choice_of_a_person_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    kept = Preferences(tmp_path)
    kept.keep_person("clerk", PersonalChoice("en"))
    only_file(tmp_path).write_text(text, encoding="utf-8")
    assert kept.person("clerk") == PersonalChoice()


def test_a_true_is_no_width(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.keep_terminal(PUTTY, TerminalChoice(2))
    only_file(tmp_path).write_text('{"ambiguous": true}', encoding="utf-8")
    assert kept.terminal(PUTTY).ambiguous is None


def test_bytes_that_are_not_utf8_are_as_good_as_none(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.keep_person("clerk", PersonalChoice("en"))
    only_file(tmp_path).write_bytes("王小丽".encode("gbk"))
    assert kept.person("clerk") == PersonalChoice()


def test_a_line_and_the_desk_itself_are_two_terminals() -> None:
    assert terminal_name({"TERM": "linux"}) != terminal_name({"TERM": "linux", "SSH_TTY": "x"})
