"""Help that is never empty: every page says what it is for, every field how it is filled in."""

import pkgutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

import screens
from desk.antenatal import CONTACT_FIELDS
from desk.application_view import APPLICATION_FIELDS
from desk.child import CHECK_FIELDS, CHILD_FIELDS
from desk.context import Desk
from desk.delivery import DELIVERY_FIELDS, NEWBORN_FIELDS, POSTPARTUM_FIELDS
from desk.pregnancy import CARD_FIELDS, END_FIELDS
from desk.slips import SLIP_FIELDS
from desk.stock_counts import COUNT_FIELDS
from desk.stock_plans import PLAN_FIELDS
from desk.stock_room import RECEIPT_FIELDS
from rules.entry import parse_value
from rules.fields import FieldSpec, Kind
from screens.about import ABOUT
from screens.main import MchDesk
from screens.page import Page
from tests.screens.stage import Stage, play
from tui.actions import KeyMap
from tui.draw import width_of
from tui.fields.parts import FormField
from tui.fields.state import FieldState
from tui.help import WEIGHTS, HelpText, field_help, page_help
from tui.language import set_language, tr
from tui.page import alive

TODAY = date(2026, 11, 21)
FIELDS: dict[str, FieldSpec] = {
    f"{record}.{name}": spec
    for record, specs in {
        "card": CARD_FIELDS,
        "contact": CONTACT_FIELDS,
        "end": END_FIELDS,
        "delivery": DELIVERY_FIELDS,
        "newborn": NEWBORN_FIELDS,
        "postpartum": POSTPARTUM_FIELDS,
        "child": CHILD_FIELDS,
        "check": CHECK_FIELDS,
        "issue": APPLICATION_FIELDS,
        "receipt": RECEIPT_FIELDS,
        "slip": SLIP_FIELDS,
        "count": COUNT_FIELDS,
        "plan": PLAN_FIELDS,
    }.items()
    for name, spec in specs.items()
}


def beneath(kind: type[Page]) -> Iterator[type[Page]]:
    for each in kind.__subclasses__():
        yield each
        yield from beneath(each)


def pages() -> dict[str, type[Page]]:
    """Every page that is shown, by the name of its class: those with a heading."""
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"screens.{module.name}")
    shown = (kind for kind in beneath(Page) if kind.HEADING)
    return {kind.__name__: kind for kind in shown if kind.__module__.startswith("screens.")}


PAGES = pages()


@pytest.fixture(params=["zh", "en"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    set_language(request.param)
    yield
    set_language("zh")


def state(name: str, spec: FieldSpec) -> FieldState:
    return FieldState(FormField(name, spec), TODAY)


def test_every_page_says_what_it_is_for() -> None:
    assert set(PAGES) == set(ABOUT)


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("name", PAGES)
def test_help_of_a_page_fits_eighty_columns(name: str) -> None:
    actions = alive(PAGES[name], MchDesk.ACTIONS)
    help_text = HelpText(name, page_help(actions, KeyMap(), tr(ABOUT[name])))
    lines = help_text.paint(80, 500)
    assert [line for line in lines if width_of(line) > 80] == []


def test_keys_of_the_page_itself_come_before_those_of_every_page() -> None:
    keys = dict(page_help(alive(PAGES["CertificatesPage"], MchDesk.ACTIONS), KeyMap()))["按键"]
    headings = [line for line in keys.splitlines() if line and not line.startswith(" ")]
    assert headings == ["本页", "各台", "通用"]


def test_what_has_no_key_is_named_in_the_help_of_a_page() -> None:
    parts = dict(page_help(alive(PAGES["TodayPage"], MchDesk.ACTIONS), KeyMap()))
    assert "开始/结束练习" in parts["全部功能里还有"]


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("name", FIELDS)
def test_help_of_a_field_says_how_it_is_filled_in(name: str) -> None:
    assert tr("怎么填") in dict(field_help(state(name, FIELDS[name]), "F2"))


@pytest.mark.parametrize("name", [name for name, spec in FIELDS.items() if spec.source])
def test_help_of_a_field_names_its_source(name: str) -> None:
    assert dict(field_help(state(name, FIELDS[name]), "F2"))["出处"] == FIELDS[name].source


@pytest.mark.parametrize("name", [name for name, spec in FIELDS.items() if spec.hard])
def test_help_of_a_field_tells_its_range(name: str) -> None:
    low, high = FIELDS[name].hard or (0, 0)
    assert (
        f"应在 {low:g}–{high:g} 之间" in dict(field_help(state(name, FIELDS[name]), "F2"))["范围"]
    )


@pytest.mark.parametrize("unit", WEIGHTS)
def test_weights_are_read_as_the_help_writes_them(unit: str) -> None:
    spec = FieldSpec(Kind.NUMBER, "体重", unit=unit, scale=1000 if unit == "kg" else 1)
    written = WEIGHTS[unit].removesuffix(" 都可以").split("、")
    assert all(3000 <= int(str(parse_value(spec, one, TODAY))) <= 7000 for one in written)


def test_help_of_a_field_says_what_its_page_is_for(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名*")
        await stage.keys("f1")
        await stage.see("怎么填", "给孕妇建册。有身份证号就不用填出生日期")

    play(clerk.store.path, act, clerk)


def test_help_of_a_page_moves_to_its_end(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f1")
        await stage.see("今天该做的和逾期的", "刷新")
        assert "退出程序" not in stage.text
        await stage.keys("pagedown", "pagedown")
        await stage.see("退出程序")

    play(clerk.store.path, act, clerk)
