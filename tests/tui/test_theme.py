from typing import Any

import pytest
from rich.style import Style
from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import try_out
from tui.app import DeskApp
from tui.environment import Surroundings
from tui.theme import LOOKS, ROLES

READABLE = 4.5  # the ratio of WCAG 2 for ordinary text
# What terminals make of the sixteen colours, as they come out of the box.
SIXTEEN = {
    "the VGA of a Linux console": (
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "PuTTY": (
        "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "the Windows console": (
        "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
        "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
    ),
}


def luminance(terminal: str, number: int) -> float:
    """The relative luminance of WCAG 2."""
    colour = SIXTEEN[terminal].split()[number]
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style, terminal: str) -> float:
    """The poorest a style can look: bold ink may be drawn in its brighter colour."""
    assert style.color
    assert style.bgcolor
    ink, ground = style.color.number, style.bgcolor.number
    assert ink is not None
    assert ground is not None
    inks = {ink, ink + 8} if style.bold and ink < 8 else {ink}
    below = luminance(terminal, ground)
    ratios = []
    for above in (luminance(terminal, number) for number in inks):
        dark, light = sorted((above, below))
        ratios.append((light + 0.05) / (dark + 0.05))
    return round(min(ratios), 2)


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


@pytest.mark.parametrize("terminal", SIXTEEN)
@pytest.mark.parametrize("look", ["dark", "light", "contrast"])
def test_every_role_reads_well_on_every_terminal(look: str, terminal: str) -> None:
    poor = {role: contrast(style, terminal) for role, style in LOOKS[look].items()}
    assert {role: ratio for role, ratio in poor.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("look", ["dark", "light", "contrast"])
def test_the_colours_of_risk_are_told_apart(look: str) -> None:
    styles = {LOOKS[look][role] for role in ("green", "yellow", "orange", "red", "purple")}
    assert len(styles) == 5


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
