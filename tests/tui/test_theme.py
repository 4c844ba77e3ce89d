from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import try_out
from tui.app import DeskApp
from tui.environment import Surroundings
from tui.theme import LOOKS, ROLES


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_knows_every_role(look: str) -> None:
    assert set(LOOKS[look]) == set(ROLES)


def test_mono_uses_no_colour() -> None:
    assert not [role for role, style in LOOKS["mono"].items() if style.color or style.bgcolor]


@pytest.mark.parametrize("look", LOOKS)
def test_sixteen_colours_are_enough(look: str) -> None:
    colours = [c for style in LOOKS[look].values() for c in (style.color, style.bgcolor) if c]
    assert all(colour.number is not None and colour.number < 16 for colour in colours)


@pytest.mark.parametrize("look", LOOKS)
def test_no_words_have_the_colour_of_their_ground(look: str) -> None:
    for style in LOOKS[look].values():
        assert style.color is None or style.color != style.bgcolor


@pytest.mark.parametrize("look", ["dark", "light", "contrast"])
def test_the_line_one_is_on_stands_out(look: str) -> None:
    assert LOOKS[look]["selected"].bgcolor != LOOKS[look]["text"].bgcolor


def test_no_color_asks_for_mono() -> None:
    assert DeskApp(surroundings=Surroundings(mono=True, remote=False)).theme == "mono"


def test_another_look_is_taken_on_while_running() -> None:
    app = Demo()
    seen: list[object] = []

    async def act(pilot: Pilot[Any]) -> None:
        app.theme = "light"
        await pilot.pause()
        strip = app.screen._compositor.render_strips()[4]
        seen.append(next(iter(strip)).style)

    try_out(app, act)
    assert seen == [LOOKS["light"]["text"]]
