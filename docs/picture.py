"""Draws the README's pictures from a real terminal: ``python -m docs.picture``.

The demo township is made, the program is started in a pty of 80x24, somebody signs in, and what
the terminal then shows becomes an SVG, cell by cell.
"""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from seed.demo import make_demo
from tests.terminal.harness import ENTER, Terminal

HERE = Path(__file__).parent
ON = date(2026, 11, 21)
PICTURES = {"zh": "picture.svg", "en": "picture-en.svg"}
WIDTH, HEIGHT, BASE = 9, 20, 15  # a cell, and where its letters stand
FORE, BACK = "#d8dee9", "#14181f"
NAMED = {"black": BACK, "red": "#cd3131", "green": "#0dbc79", "brown": "#e5e510"}
NAMED |= {"blue": "#2472c8", "magenta": "#bc3fbc", "cyan": "#11a8cd", "white": "#e5e5e5"}


def today_page(path: Path, language: str) -> str:
    """The first page after signing in, as an SVG."""
    command = [sys.executable, "-m", "mchdesk", "--db", str(path), "--on", f"{ON}"]
    with Terminal([*command, "--lang", language]) as terminal:
        terminal.settle(1)
        terminal.send("clerk", ENTER)
        terminal.settle(1)
        terminal.send("demo", ENTER)
        terminal.wait_for("F5")
        terminal.settle(2)
        return svg(terminal.screen)


def svg(screen: Any) -> str:
    """A pyte screen as a picture."""
    width, height = screen.columns * WIDTH, screen.lines * HEIGHT
    body = "\n".join(line for row in range(screen.lines) for line in _row(screen, row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'xml:space="preserve" '
        f'font-family="Sarasa Mono SC, Noto Sans Mono CJK SC, monospace" font-size="{BASE}">\n'
        f'<rect width="{width}" height="{height}" fill="{BACK}"/>\n{body}\n</svg>\n'
    )


def _row(screen: Any, row: int) -> Iterator[str]:
    cells = [(column, screen.buffer[row][column]) for column in range(screen.columns)]
    for (back, fore, bold, wide), run in groupby(cells, lambda cell: _style(cells, *cell)):
        found = list(run)
        left, span = found[0][0] * WIDTH, len(found) * WIDTH
        if back != BACK:
            yield (
                f'<rect x="{left}" y="{row * HEIGHT}" width="{span}" height="{HEIGHT}" '
                f'fill="{back}"/>'
            )
        text = "".join(one.data for _, one in found)
        ink = text.strip()
        if ink:
            cell = WIDTH * 2 if wide else WIDTH
            left += (len(text) - len(text.lstrip())) * cell
            weight = ' font-weight="bold"' if bold else ""
            yield (
                f'<text x="{left}" y="{row * HEIGHT + BASE}" fill="{fore}"{weight} '
                f'textLength="{len(ink) * cell}">{escape(ink)}</text>'
            )


def _style(
    cells: list[tuple[int, Any]],
    column: int,
    cell: Any,
) -> tuple[str, str, bool, bool]:
    fore, back = _colour(cell.fg, FORE), _colour(cell.bg, BACK)
    if cell.reverse:
        fore, back = back, fore
    # The second half of a wide character is an empty cell and belongs to it.
    wide = not cell.data or (column + 1 < len(cells) and not cells[column + 1][1].data)
    return back, fore, cell.bold, wide


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return NAMED.get(
        name.removeprefix("bright"), f"#{name}" if len(name) == len("d8dee9") else FORE
    )


def main() -> None:
    """Both languages."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        make_demo(path, ON)
        for language, name in PICTURES.items():
            (HERE / name).write_text(today_page(path, language), encoding="utf-8")


if __name__ == "__main__":
    main()
