"""The documents say what the program does, and all of it."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

import pytest

from desk.house_rules import HOUSE_RULE_FIELDS
from desk.pregnancy import END_FIELDS
from docs import certificate_states, dictionary, house_rules, keys
from docs.picture import PICTURES, Picture
from front.words import command_line
from ledgers.export import export_quarter
from models.base import Record
from rules.fields import field_specs
from rules.periods import quarter_period
from rules.risk_table import load_table
from screens.acts import LEAVES
from screens.key_groups import key_groups
from tests.conftest import DeskOf
from tui.actions import all_shown_keys

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "manual.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
PARSER = command_line(lambda call: 0)
COMMON = {"-h", "--help", "--db", "--on", "--lang", "--as"}


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command of the parser, with the words that call it."""
    deeper = [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]
    if words and not deeper:
        yield " ".join(words), parser
    for action in deeper:
        for name, found in action.choices.items():
            yield from commands(found, (*words, name))


COMMANDS = dict(commands(PARSER))


def section(command: str) -> str:
    """The manual's part about a command."""
    heading = f"### `mchdesk {command.split(maxsplit=1)[0]}`"
    assert heading in MANUAL, f"the manual has no {heading}"
    return MANUAL.split(heading)[1].split("\n##")[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_manual_has_every_command_with_its_options(command: str) -> None:
    part = section(command)
    options = {name for action in COMMANDS[command]._actions for name in action.option_strings}
    assert f"mchdesk {command}" in part
    assert {option for option in options - COMMON if f"{option}" not in part} == set()


def test_manual_has_the_options_of_every_command() -> None:
    assert {option for option in COMMON - {"-h", "--help"} if f"`{option}`" not in MANUAL} == set()


def test_manual_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"^### `mchdesk ([\w-]+)`", MANUAL, re.MULTILINE))
    assert named == {command.split()[0] for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(command: str) -> None:
    parser = COMMANDS[command]
    assert parser.description
    assert [action.dest for action in parser._actions if not action.help] == []


def called(page: str) -> list[str]:
    """The lines of a page's code blocks that call the program, as it is called."""
    blocks = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("mchdesk ") and "[" not in line]


@pytest.mark.parametrize("line", called(README) + called(MANUAL))
def test_call_in_the_documents_is_one_the_program_takes(line: str) -> None:
    if "LOGIN" not in line:
        PARSER.parse_args(shlex.split(line.replace("\\", "/"))[1:])


def test_make_targets_in_the_readme_exist() -> None:
    named = set(re.findall(r"make (\w+)", README)) - {"are", "is"}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_data_dictionary_is_what_the_fields_declare() -> None:
    assert dictionary.FILE.read_text("utf-8") == dictionary.text()


def test_house_rules_are_what_is_declared() -> None:
    again = "python -m docs.house_rules writes it anew"
    assert house_rules.FILE.read_text("utf-8") == house_rules.text(), again


def test_states_of_a_number_are_drawn_as_they_are_declared() -> None:
    again = "python -m docs.certificate_states writes it anew"
    assert certificate_states.FILE.read_text("utf-8") == certificate_states.text(), again


def test_key_table_is_what_the_actions_declare() -> None:
    assert keys.FILE.read_text("utf-8") == keys.text(), "python -m docs.keys writes it anew"


def test_manual_shows_every_picture_that_is_drawn() -> None:
    shown = re.findall(r"!\[.*?\]\((pictures/.*?)\)", MANUAL)
    assert sorted(shown) == sorted(f"pictures/{picture.name}.svg" for picture in PICTURES)


def test_no_picture_is_left_over() -> None:
    drawn = {picture.file for picture in PICTURES}
    assert set((ROOT / "docs").rglob("*.svg")) == drawn


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_picture_is_of_what_it_is_said_to_show(picture: Picture) -> None:
    words = re.findall(r">([^<>\n]+)</text>", picture.file.read_text("utf-8"))
    assert "".join(picture.see.split()) in unescape("".join("".join(words).split()))


def test_what_the_manual_finds_under_ctrl_p_is_there() -> None:
    named = set(re.findall(r"`Ctrl\+P` 找「(.+?)」", MANUAL))
    labels = {action.label for actions in key_groups().values() for action in actions}
    assert named
    assert named - labels == set()


# `F6`「下一村」, `0` `2`「风险评估」, `Ctrl+P`「本院规定」: keys, then what they open.
WAYS = re.findall(r"((?:`[^`\n]+` ?)+)「(.+?)」", MANUAL)
KEYS = {
    (key, action.label)
    for actions in key_groups().values()
    for action in actions
    for key in [*all_shown_keys(action.keys).split(), "Ctrl+P"]
}


@pytest.mark.parametrize(("keys", "label"), sorted(set(WAYS)))
def test_a_key_in_the_manual_opens_what_it_says(keys: str, label: str) -> None:
    pressed = re.findall(r"`(.+?)`", keys)
    if pressed[0] == "0" and len(pressed) > 1:  # the second menu: 0 turns its leaves
        leaf = LEAVES[pressed.count("0") - 1]
        assert leaf[int(pressed[-1]) - 1].label == label
    else:
        assert [(key, label) for key in pressed if (key, label) not in KEYS] == []


def test_the_manual_tells_how_each_act_of_the_second_menu_is_reached() -> None:
    told = {label for keys, label in WAYS if keys.startswith("`0` ")}
    assert {act.label for leaf in LEAVES for act in leaf} - told == set()


FORMS = [field_specs(table) for table in Record.__subclasses__()]
PRINTED = {
    f"{choice.code} {choice.label}"
    for specs in [*FORMS, END_FIELDS, HOUSE_RULE_FIELDS]
    for spec in specs.values()
    for choice in spec.choices
}


@pytest.mark.parametrize("choice", sorted(set(re.findall(r"`(\d [^`]+)`", MANUAL))))
def test_a_digit_in_the_manual_is_printed_on_a_form(choice: str) -> None:
    assert choice in PRINTED


def test_the_risk_table_of_the_manual_can_be_loaded() -> None:
    example = section("risk-table").split("```json\n")[1].split("```")[0]
    assert load_table(example).version == "示例省2026"


def test_registers_of_the_manual_leave_with_a_quarter(desk_of: DeskOf, tmp_path: Path) -> None:
    part = MANUAL.split("### 每季度的登记册")[1].split("\n##")[0]
    named = {
        name
        for line in re.findall(r"^- \*\*.+?\*\*:(.+)$", part, re.MULTILINE)
        for name in line.split("、")
    }
    written = export_quarter(desk_of("clerk"), quarter_period("2026Q3"), tmp_path / "out").files
    assert named == {file.path.stem.rpartition("_")[2] for file in written} - {"台账", "manifest"}


def test_changelog_has_the_version_of_the_project() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
