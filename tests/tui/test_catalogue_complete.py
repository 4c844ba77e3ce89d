"""The English of the whole program: nothing missing, nothing left over, nothing too wide."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

import pytest

import models
import screens
from desk.due_names import KINDS, NAMES
from rules.fields import FieldSpec, field_specs
from rules.indicators import INDICATORS
from rules.schedule import CONTACT_NAMES
from screens.about import ABOUT
from screens.desks import DESKS, FORMS, LOOK_WORDS, PAGES
from screens.history import ACTS
from screens.ledgers import KIND_WORDS
from screens.main import MchDesk
from screens.person import PersonScreen
from screens.sign_in import SignInPage
from screens.start import StartPage
from screens.words import KIN, SEXES, STATES
from tui import catalogue
from tui.actions import Action, shown_key
from tui.dialogs import MARGIN
from tui.language import LANGUAGES, WEEKDAYS, set_language, tr
from tui.page import COMMON, DeskScreen
from tui.palette import COLUMNS
from tui.rows import GAP
from tui.width import cells_of

SCREEN = 80
LABEL = 14  # of a field in a form, a required one's star beside it
ANSWER = SCREEN - 2 * MARGIN - 3  # in a window, behind its digit
NAME_CELLS = 8  # cells a name or number takes in a sentence
HINTED = 4  # hints that every page has room for: its own come first


TABLES = (CONTACT_NAMES, STATES, KIN, SEXES, ACTS, LOOK_WORDS, KIND_WORDS, ABOUT, KINDS)


class Placed(NamedTuple):
    """A message and the cells it has."""

    message: str
    cells: int
    place: str


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def too_wide(placed: Iterator[Placed]) -> list[str]:
    return [
        f"{each.place}: {tr(each.message)} has {each.cells} cells"
        for each in placed
        if cells_of(tr(each.message)) > each.cells
    ]


def pages() -> list[type[DeskScreen[None]]]:
    named = [getattr(import_module(module), kind) for module, kind in (PAGES | FORMS).values()]
    return [SignInPage, StartPage, *named]


def actions() -> dict[str, Action]:
    """Every action by its label."""
    declared = [each for page in pages() for each in page.ACTIONS]
    return {each.label: each for each in (*declared, *MchDesk.ACTIONS, *COMMON)}


def test_every_message_has_its_english() -> None:
    missing, _ = catalogue.gaps(catalogue.read(), catalogue.messages())
    assert missing == [], "make messages, then write the English into mchdesk.po"


def test_no_english_is_left_of_a_message_that_went() -> None:
    _, unused = catalogue.gaps(catalogue.read(), catalogue.messages())
    assert unused == [], "python -m tui.catalogue --drop"


def test_no_english_holds_chinese() -> None:
    examples = {"中文", "云溪镇", "云溪镇卫生院", "孕2产1", "年", "月", "斤"}  # to be typed so
    found = []
    for entry in catalogue.read():
        told = str(entry.string)
        for example in sorted(examples, key=len, reverse=True):
            told = told.replace(example, "")
        if catalogue.HAN.search(told) and entry.id:
            found.append(entry.string)
    assert found == []


def test_words_made_from_tables_are_found_by_the_keeper() -> None:
    words = [
        *(word for each in INDICATORS.values() for word in (each.name, each.numerator, each.base)),
        *(word for _, label, purpose, _ in DESKS for word in (label, purpose)),
        *(word for table in TABLES for word in table.values()),
        *WEEKDAYS,
    ]
    assert not_found(words) == []


def test_words_of_fields_are_found_by_the_keeper() -> None:
    said = (
        (each.label, each.unit, each.help, each.source, *(one.label for one in each.choices))
        for each in fields()
    )
    assert not_found(word for words in said for word in words) == []


def test_words_of_actions_are_found_by_the_keeper() -> None:
    said = ((each.label, each.help, each.group) for each in actions().values())
    assert not_found(word for words in said for word in words) == []


def test_templates_of_errors_handed_on_are_found_by_the_keeper() -> None:
    """Those given to another function first, which the keeper cannot follow."""
    handed = [
        words
        for path in sorted((catalogue.ROOT / "rules").glob("*.py"))
        for words in catalogue.every_literal(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"\{[a-z]+\}", words)
    ]
    assert not_found(handed) == []


def not_found(words: Iterable[str]) -> list[str]:
    """The Chinese words that the keeper has not found."""
    found = catalogue.messages()
    return [word for word in words if catalogue.HAN.search(word) and word not in found]


def test_english_is_written_with_its_own_punctuation() -> None:
    full_width = re.compile("[\u3000-\u303f\uff00-\uffef]")
    found = [str(entry.string) for entry in catalogue.read() if entry.id]
    assert [told for told in found if full_width.search(told)] == []


def test_english_leaves_no_spaces_at_the_ends_that_chinese_has_not() -> None:
    """But before a word that is set right behind another, and for a unit that is left out."""
    glued, left_out = {"{group}组"}, {"个", "次"}
    found = {str(entry.id): str(entry.string) for entry in catalogue.read() if entry.id}
    apart = {word for word, told in found.items() if told.strip() != told and word.strip() == word}
    assert apart - glued - left_out == set()


def test_a_count_stands_apart_from_its_word() -> None:
    """So that it agrees with one as with many."""
    found = [str(entry.string) for entry in catalogue.read() if entry.id]
    assert [told for told in found if re.match(r"\{count\} [a-z]+s\b", told)] == []


def fields() -> Iterator[FieldSpec]:
    """The fields of every record, and those of forms alone."""
    for room in (models, screens):
        for found in iter_modules(room.__path__, f"{room.__name__}."):
            for each in vars(import_module(found.name)).values():
                if isinstance(each, FieldSpec):
                    yield each
                elif isinstance(each, type):
                    yield from field_specs(each).values()


def test_field_labels_fit_beside_the_fields() -> None:
    assert too_wide(Placed(each.label, LABEL, "field") for each in fields()) == []


def test_the_keeper_of_widths_sees_the_fields() -> None:
    assert {"末次月经", "恶露", "更正原因"} <= {each.label for each in fields()}


def literals(name: str, place: int, node: ast.AST) -> Iterator[str]:
    """The message translated right where a function of this name gets it; a named one too."""
    if isinstance(node, ast.Call) and catalogue._called(node) == name:
        for given in node.args[place : place + 1]:
            if isinstance(given, ast.Call) and getattr(given.func, "id", "") == "tr":
                word = given.args[0]
                yield NAMED[word.id] if isinstance(word, ast.Name) else str(ast.literal_eval(word))


def interface() -> Iterator[ast.AST]:
    """Every node of the interface's source."""
    for room in catalogue.INTERFACE:
        for path in sorted((catalogue.ROOT / room).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


# Sentences that stand under a name, to be said in several places.
NAMED = {
    node.targets[0].id: node.value.value
    for node in interface()
    if isinstance(node, ast.Assign)
    and isinstance(node.targets[0], ast.Name)
    and isinstance(node.value, ast.Constant)
    and isinstance(node.value.value, str)
}


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_what_is_said_fits_the_status_line(spoken: str) -> None:
    set_language(spoken)
    said = {words for node in interface() for words in literals("say", 0, node)}
    assert "已保存" in said
    assert [tr(each) for each in sorted(said) if cells_of(with_names(tr(each))) > SCREEN] == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_answers_fit_their_windows(spoken: str) -> None:
    set_language(spoken)
    answers = {
        str(ast.literal_eval(node.elts[1].args[0]))
        for node in interface()
        if isinstance(node, ast.Tuple)
        and len(node.elts) == len(("digit", "words"))
        and isinstance(node.elts[0], ast.Constant)
        and str(node.elts[0].value).isdigit()
        and isinstance(node.elts[1], ast.Call)
        and getattr(node.elts[1].func, "id", "") == "tr"
        and isinstance(node.elts[1].args[0], ast.Constant)
    }
    assert "继续填" in answers
    assert [each for each in sorted(answers) if cells_of(tr(each)) > ANSWER] == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_what_an_action_does_fits_the_palette(spoken: str) -> None:
    set_language(spoken)
    room = SCREEN - 2 - sum(column.width + GAP for column in COLUMNS[:2]) - GAP
    assert too_wide(Placed(each.help, room, each.id) for each in actions().values()) == []


def with_names(sentence: str) -> str:
    """A sentence with something in place of each ``{name}``."""
    return re.sub(r"\{\w+\}", "x" * NAME_CELLS, sentence)


def columns() -> Iterator[Placed]:
    """The headings written in the source with their widths."""
    for room in catalogue.INTERFACE:
        for path in sorted((catalogue.ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Column":
                    heading, cells = (ast.literal_eval(each) for each in node.args[:2])
                    yield Placed(heading, cells, path.name)


def test_column_headings_fit_their_columns() -> None:
    assert too_wide(columns()) == []


def test_the_keeper_of_widths_sees_the_columns() -> None:
    assert Placed("孕周", 5, "pregnancies.py") in columns()


def cells(page: str, heading: str, table: str = "COLUMNS") -> int:
    """The width of a column of a page."""
    module, kind = PAGES[page]
    of_page = getattr(getattr(import_module(module), kind), table)
    return next(int(column.width) for column in of_page if column.heading == heading)


def test_what_is_due_fits_its_column() -> None:
    room = cells("today", "该做", "ITEMS")
    assert too_wide(Placed(word, room, "today") for word in NAMES.values()) == []


def test_states_of_a_card_fit_their_column() -> None:
    room = cells("pregnancies", "状态")
    assert too_wide(Placed(word, room, "pregnancies") for word in STATES.values()) == []


def test_names_of_rates_fit_their_column() -> None:
    room = cells("indicators", "指标")
    words = (each.name for each in INDICATORS.values())
    assert too_wide(Placed(word, room, "indicators") for word in words) == []


def test_acts_of_a_history_fit_their_column() -> None:
    room = cells("history", "做了")
    assert too_wide(Placed(word, room, "history") for word in ACTS.values()) == []


def test_ways_to_begin_fit_their_column() -> None:
    room = StartPage.COLUMNS[1].width
    assert too_wide(Placed(each.label, room, "start") for each in StartPage.ACTIONS) == []


def test_labels_of_actions_fit_the_palette() -> None:
    assert too_wide(Placed(label, COLUMNS[0].width, "palette") for label in actions()) == []


@pytest.mark.parametrize("screen", pages(), ids=lambda screen: screen.__name__)
def test_the_first_hints_of_a_page_fit_one_line(screen: type[DeskScreen[None]]) -> None:
    own = {each.id: each for each in (*screen.ACTIONS, *MchDesk.ACTIONS, *COMMON)}
    hints = [each for each in own.values() if each.hint][:HINTED]
    line = "  ".join(f"{shown_key(each.keys)} {tr(each.label)}" for each in hints)
    assert cells_of(line) <= SCREEN


def test_the_digits_of_a_person_take_two_lines() -> None:
    digits = [each for each in PersonScreen.ACTIONS if any(c.isdigit() for c in each.keys[-1:])]
    assert sum(cells_of(tr(each.label)) + 4 for each in digits) <= 2 * SCREEN


def test_the_way_to_the_desks_stands_beside_the_name_of_the_centre() -> None:
    centre, desks = "某某某镇卫生院 > ", "1今日 2孕产妇 3儿童 4出生证 5督导 6指标 7台账 8待办"
    assert tr(desks) != desks
    assert cells_of(centre + tr(desks)) <= SCREEN
