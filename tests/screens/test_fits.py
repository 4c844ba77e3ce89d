"""On a screen of 80x24 nothing the desk says is cut, in either language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest

from desk.context import Desk
from screens.page import Page
from tests.screens.cuts import listening
from tests.screens.prepared import opened
from tests.screens.stage import Stage, play
from tests.screens.test_every_page import EVERY, open_page, settled
from tui.chrome import KEPT, HintBar, OneLine
from tui.fields.model import FormModel
from tui.fields.paint import paint_form
from tui.fields.state import FieldState
from tui.forms import Form
from tui.language import LANGUAGES, set_language, tr
from tui.width import cells_of, wrap_words

WIDTH = 80
BESIDE_LABEL = 4  # cells: the sign of the field filled in, a star, a space
ROLES = ("clerk", "issuer", "supervisor", "counsellor", "admin")
# Pages that tell the whole of a line elsewhere, and the least width of its last column: on the
# status line, above the list, in the window or in the form that Enter opens.
TOLD_WHOLE = {"infections": 24, "risk": 30, "history": 12, "person": 30}
CHINESE, ENGLISH = LANGUAGES
MOST_LINES = {CHINESE: 1, ENGLISH: 2}  # of what is said about a field
# Words that are wrong in one field or another, the longest ones too.
WRONG = (
    *("x", "0", "-5", "99", "999999", "9.99999", "3斤斤", "哈" * 30, "?" * 30),
    *("2026-02-31", "2099-01-01", "1850-01-01", "13+9", "50+0", "25:61"),
    *("13800", "361199199603050026", "36119919960305002*", "A123", "z9", "1 9", "200"),
)


@dataclass
class Walk:
    """What was found on the way through the pages that open for a role, by the page's name."""

    cut: dict[str, list[str]] = field(default_factory=dict)
    no_corner: list[str] = field(default_factory=list)
    hints_lost: dict[str, list[str]] = field(default_factory=dict)
    long_refusals: list[str] = field(default_factory=list)
    long_errors: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module", params=product(ROLES, LANGUAGES), ids="-".join)
def walk(
    request: pytest.FixtureRequest, books_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """Each is walked once for all its tests."""
    role, spoken = request.param
    path = tmp_path_factory.mktemp("walk") / "centre.db"
    set_language(spoken)
    try:
        with opened(books_file, path) as desk_of:
            return through_the_pages(path, desk_of(role), spoken)
    finally:
        set_language(CHINESE)


def through_the_pages(path: Path, desk: Desk, spoken: str) -> Walk:
    found = Walk()

    async def act(stage: Stage) -> None:
        for name in EVERY:
            cut.clear()
            page = await open_page(stage, name)
            if stage.app.screen is page:  # else it was refused as a whole, in a window
                paint_each_field(page)
                look_around(page, stage, found, name)
                await stage.leads_on("f1")
                await settled(stage)
            lost = {words for words in cut if cells_of(words) <= TOLD_WHOLE.get(name, 10**6)}
            if lost:
                found.cut[name] = sorted(lost)
            wrong = [words for form in page.query(Form) for words in too_long(form.model, spoken)]
            if wrong:
                found.long_errors[name] = wrong
            stage.app.leave_all()
            await settled(stage)

    with listening() as cut:
        play(path, act, desk, see="", asked=spoken)
    return found


def paint_each_field(page: Page) -> None:
    """As each looks while it is filled in."""
    for form in page.query(Form):
        for place in form.model.stops():
            form.model.index = place
            paint_form(form.model, WIDTH)


def look_around(page: Page, stage: Stage, found: Walk, name: str) -> None:
    """The lines around the page, and what its keys say when they cannot be used."""
    if page.corner().strip() not in stage.text.splitlines()[0]:
        found.no_corner.append(name)
    line = "".join(words for words, _ in page.query_one(HintBar).paint(WIDTH, 1)[0])
    lost = [each.id for each in page.actions() if each.hint and tr(each.label) not in line]
    if lost:
        found.hints_lost[name] = lost
    reasons = ((action, page.why_not(action)) for action in page.actions())
    said = (
        tr("「{label}」不能用:{reason}", label=tr(a.label), reason=why) for a, why in reasons if why
    )
    found.long_refusals += [words for words in said if cells_of(words) > WIDTH]


def too_long(model: FormModel, spoken: str) -> list[str]:
    """What is said of wrong and of doubtful values that takes too many lines."""
    label = max(cells_of(tr(state.spec.label)) for state in model.visible())
    said = (words for state in model.visible() for words in sentences(model, state))
    room = WIDTH - label - BESIDE_LABEL
    return [words for words in said if len(wrap_words(words, room)) > MOST_LINES[spoken]]


def sentences(model: FormModel, state: FieldState) -> Iterator[str]:
    """The sentences about the wrong and the doubtful values of a field."""
    if state.field.readonly or state.field.secret:
        return
    for wrong in WRONG:
        state.take(wrong)
        yield state.sentence()
        if model._ask_doubt(state, "next"):
            yield model.question.sentence if model.question else ""
    state.take("")


def test_nothing_is_cut(walk: Walk) -> None:
    assert walk.cut == {}


def test_who_works_and_which_day_stand_in_every_corner(walk: Walk) -> None:
    assert walk.no_corner == []


def test_the_most_needed_hints_are_always_there(walk: Walk) -> None:
    lost = {name: set(ids) & set(KEPT) for name, ids in walk.hints_lost.items()}
    assert [name for name, ids in lost.items() if ids] == []


def test_a_page_leaves_out_one_hint_at_the_most(walk: Walk) -> None:
    assert {name: ids for name, ids in walk.hints_lost.items() if len(ids) > 1} == {}


def test_why_something_cannot_be_done_fits_the_status_line(walk: Walk) -> None:
    assert walk.long_refusals == []


def test_what_is_wrong_with_a_field_takes_a_line_in_chinese_and_two_in_english(
    walk: Walk,
) -> None:
    assert walk.long_errors == {}


def test_the_listener_hears_what_is_cut(books: Desk) -> None:
    async def act(stage: Stage) -> None:
        with listening() as cut:
            stage.app.screen.query_one("#sums", OneLine).show("长" * 50)
        assert cut == {"长" * 50}

    play(books.store.path, act, books)
