"""What holds on every page; one that is added is tried here by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.context import Desk
from screens.boxes import Box
from screens.desks import FORMS, PAGES
from screens.find import FindLine
from screens.page import Page
from tests.conftest import DeskOf
from tests.desk.two_hands import LETTER
from tests.screens.certificate_books import (
    FIRST,
    HANDED_UP,
    LOST,
    SECOND,
    SHORT,
    VOID,
)
from tests.screens.stage import Stage, play
from tui.actions import is_function_key
from tui.chrome import HintBar
from tui.forms import Form
from tui.keys import ALONE_SECONDS
from tui.language import set_language, tr

SAMPLE = Path(__file__).parents[1] / "ledgers" / "samples" / "孕产妇系统管理登记册_2026.xlsx"
# What a page is opened with; those not named need nothing.
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "person": (1,),
    "choose_file": ("pregnancy",),
    "import": ("pregnancy", SAMPLE),
    "history": ("pregnancies", 1, "C001"),
    "correct-card": ("1",),
    "correct-notice": ("1",),
    "end": ("1",),
    "contact": ("1",),
    "correct-contact": ("1/1",),
    "first-exam": ("1",),
    "correct-first-exam": ("3/1",),
    "risk": ("1",),
    "correct-risk": ("1/1",),
    "risk-case": ("3/1",),
    "risk-followup": ("3",),
    "correct-risk-followup": ("3/1",),
    "report": ("3/1",),
    "referral": ("1",),
    "referral-result": ("3/1",),
    "correct-referral": ("3/1",),
    "trends": (1,),
    "delivery": ("1",),
    "correct-delivery": ("2/1",),
    "postpartum": ("2",),
    "correct-postpartum": ("2/1",),
    "reopen": ("3",),
    "maternal-death": ("2",),
    "correct-maternal-death": ("3/1",),
    "child-death": ("1",),
    "correct-child-death": ("1/1",),
    "call": ("risk/followup/1/",),
    "correct-call": ("1/1",),
    "correct-child": ("1",),
    "check": ("1",),
    "correct-check": ("1/1",),
    "issue": ("1",),
    "infection": (1,),
    "infection-test": ("1",),
    "correct-infection-test": ("1/1",),
    "infection-case": ("1",),
    "correct-infection-case": ("1/1",),
    "exposed-child": ("1",),
    "correct-exposed-child": ("1/1",),
    "prenatal": ("1",),
    "correct-prenatal": ("1/1",),
    "subsidy": ("2",),
    "subsidy-step": ("2",),
    "correct-subsidy": ("2/1",),
    "folic_woman": (5,),
    "folic_book": (1,),
    "correct-folic": ("1",),
    "folic-handout": ("1",),
    "correct-folic-handout": ("1/1",),
    "folic-followup": ("1",),
    "correct-folic-followup": ("1/1",),
    "folic-end": ("1",),
    "correct-folic-end": ("2",),
    "folic-move": ("1",),
    "correct-folic-move": ("1/1",),
    "correct-folic-batch": ("1",),
    "correct-folic-survey": ("1",),
    "application": (3,),
    "correct-application": ("4",),
    "application-step": ("4/withdraw",),
    "application-day": ("4",),
    "exchange": (SECOND,),
    "reissue": (SECOND,),
    "correct-replacing": ("3",),
    "review": ("3",),
    "number": (FIRST,),
    "void-blank": (VOID,),
    "unvoid": (VOID,),
    "hand-up-voids": (VOID,),
    "destroy-voids": (HANDED_UP,),
    "lose-blank": (SHORT,),
    "loss": ("1",),
    "find-blank": (LOST,),
    "lose-void": (VOID,),
    "find-void": (VOID,),
    "collection": (f"{FIRST}/1",),
    "correct-collection": (f"{SECOND}/2",),
    "end-delegation": (f"{LETTER}/1",),
    "blank_paper": ("slip", 1),
    "blank_count": (1,),
    "blank-slip": ("1",),
    "correct-blank-plan": ("1",),
    "correct-receipt": ("1",),
    "retract-receipt": ("1",),
    "correct-blank-slip": ("1",),
}
EVERY = sorted(PAGES | FORMS)
WHO = {
    "counsellor": """infections infection infection-case exposed-child correct-infection-test
        correct-infection-case correct-exposed-child""",
    "issuer": """issue application applications correct-application application-step
        application-day exchange reissue correct-replacing seals collect collection
        correct-collection receipt blank-slip turn-up retire-edition blank-count blank-plan
        correct-blank-plan void-blank unvoid correct-receipt retract-receipt correct-blank-slip
        hand-up-voids destroy-voids lose-blank loss find-blank lose-void find-void""",
    "reviewer": "review",
    "admin": "house-rules delegations delegation end-delegation",
}
MAY = {page: role for role, names in WHO.items() for page in names.split()}  # else the clerk
CHOSEN_HERE = "settings"  # the language is a field of this form
STATUS = -2  # the status line's place from the bottom
MOST_SEEN = 30  # letters; the status line may cut the rest
SEVERAL = 3


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


async def open_page(stage: Stage, name: str) -> Page:
    """Open a page and wait until it stands."""
    page = stage.app.page(name, *ARGUMENTS.get(name, ()))
    stage.app.push_screen(page)
    await settled(stage)
    return page


async def settled(stage: Stage) -> None:
    """Nothing is being read any more, and the screen stays as it is."""
    before, now = "", ""
    while not now.strip() or before != now:
        await stage.pilot.pause()
        while any(not worker.is_finished for worker in stage.app.workers):
            await stage.pilot.pause()
        before, now = now, stage.text


async def typed(stage: Stage, *keys: str) -> None:
    """Press keys and wait for what they do; a digit may begin a scanner's burst."""
    await stage.keys(*keys)
    await stage.pilot.pause(2 * ALONE_SECONDS)
    await settled(stage)


def without_status(text: str) -> list[str]:
    lines = text.splitlines()
    return lines[:STATUS] + lines[STATUS + 1 :]


@pytest.mark.parametrize("name", [name for name in EVERY if name != CHOSEN_HERE])
def test_a_page_whose_language_is_switched_says_what_one_opened_in_it_says(
    books: Desk, desk_of: DeskOf, name: str
) -> None:
    async def act(stage: Stage) -> None:
        page = await open_page(stage, name)
        stage.app.action_language()
        await settled(stage)
        switched = stage.text
        page.dismiss()
        await settled(stage)
        await open_page(stage, name)
        assert without_status(switched) == without_status(stage.text)

    play(books.store.path, act, desk_of(MAY.get(name, "clerk")))


async def silent_keys(stage: Stage, page: Page) -> tuple[list[str], list[str]]:
    """The actions that cannot be done now: those tried by their key, and those that said nothing.

    Where letters and digits are typed, only F-keys and Ctrl-keys reach the page.
    """
    typed_into = bool(page.query(Form) or page.query(FindLine) or page.query(Box))
    tried, silent = [], []
    for action in page.actions():
        keys = stage.app.key_map.keys(action).split(",")
        key = next((key for key in keys if is_function_key(key) or not typed_into), "")
        why = page.why_not(action)
        if not key or why is None:
            continue
        page.say("")
        await typed(stage, key)
        said = tr("「{label}」不能用:{reason}", label=tr(action.label), reason=why)
        tried.append(action.id)
        if said[:MOST_SEEN] not in stage.text.splitlines()[STATUS]:
            silent.append(f"{type(page).__name__} {action.id}")
    return tried, silent


@pytest.mark.parametrize("role", ["clerk", "supervisor", "issuer"])
def test_a_key_whose_action_cannot_be_done_says_why(
    books: Desk, desk_of: DeskOf, role: str
) -> None:
    tried: list[str] = []
    silent: list[str] = []

    async def act(stage: Stage) -> None:
        for name in EVERY:
            page = await open_page(stage, name)
            if stage.app.screen is page:  # else it was refused as a whole, in a window
                found = await silent_keys(stage, page)
                tried.extend(found[0])
                silent.extend(found[1])
            stage.app.leave_all()
            await settled(stage)

    play(books.store.path, act, desk_of(role), see="")
    assert silent == []
    assert len(set(tried)) >= SEVERAL


def test_an_action_without_permission_is_dim_in_the_hints(books: Desk) -> None:
    async def act(stage: Stage) -> None:
        page = await open_page(stage, "certificates")
        bar = page.query_one(HintBar).paint(80, 1)[0]
        roles = {words.strip(): role for words, role in bar}
        assert (roles["签发"], roles["更多"]) == ("dim", "text")

    play(books.store.path, act, books)


def test_no_page_has_two_functions_of_one_name(books: Desk, desk_of: DeskOf) -> None:
    doubles: list[str] = []

    async def act(stage: Stage) -> None:
        for name in EVERY:
            page = stage.app.page(name, *ARGUMENTS.get(name, ()))
            for language in ("zh", "en"):
                set_language(language)
                labels = [tr(action.label) for action in page.actions() if action.palette]
                doubles.extend(
                    f"{name} {label}" for label in set(labels) if labels.count(label) > 1
                )
            set_language("zh")

    play(books.store.path, act, desk_of("clerk"))
    assert doubles == []


def test_the_palette_points_at_its_first_row_after_each_letter(books: Desk) -> None:
    async def act(stage: Stage) -> None:
        await open_page(stage, "person")
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        for key in ("s", "down", "z"):
            await stage.keys(key)
        await settled(stage)
        assert stage.text.splitlines()[3].startswith("> 设置")

    play(books.store.path, act, books)
