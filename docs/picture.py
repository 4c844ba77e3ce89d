"""Draws the pictures of the documents from a real terminal: ``python -m docs.picture``.

The demo township is made, the program is started in a pty of 80x24, keys are pressed, and what the
terminal then shows becomes an SVG, cell by cell. The day, the township and the keys are always the
same, so the same program draws the same bytes.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from seed.demo import make_demo
from tests.terminal.harness import CTRL_P, ENTER, F4, F8, Terminal

HERE = Path(__file__).parent
FOLDER = HERE / "pictures"
ON = date(2026, 11, 21)
HOME = "/clerk"  # stands on the export's page
QUIET, LONGER = 0.3, 1.5  # seconds without a byte: the screen stands
WIDTH, HEIGHT, BASE = 9, 22, 17  # a cell, and where its letters stand
SIZE = 2 * WIDTH  # of the letters: a Chinese one fills two cells
FORE, BACK = "#d8dee9", "#14181f"
NAMED = {"black": BACK, "red": "#cd3131", "green": "#0dbc79", "brown": "#e5e510"}
NAMED |= {"blue": "#2472c8", "magenta": "#bc3fbc", "cyan": "#11a8cd", "white": "#e5e5e5"}
NAMED |= {"brightblack": "#7f8794", "brightred": "#f14c4c", "brightgreen": "#23d18b"}
NAMED |= {"brightbrown": "#f5f543", "brightblue": "#3b8eea", "brightmagenta": "#d670d6"}
NAMED |= {"brightcyan": "#29b8db", "brightwhite": "#ffffff"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: who signs in, the keys from the first page on, and words that are then there."""

    name: str
    user: str
    keys: tuple[str, ...]
    see: str
    language: str = "zh"

    @property
    def file(self) -> Path:
        """Where it is drawn."""
        return FOLDER / f"{self.name}.svg"


PICTURES = (
    Picture("sign-in", "", (), "口令"),
    Picture("today", "clerk", (), "未达标"),
    Picture("today-en", "clerk", (), "below:", "en"),
    Picture("find", "clerk", ("/", "wx"), "共 "),
    Picture("pregnancies", "clerk", ("2",), "共 "),
    Picture("person", "clerk", ("2", ENTER), "1 产前随访"),
    Picture("card", "clerk", (F4, "方小丽", ENTER), "> 身份证号"),
    Picture("check", "clerk", ("3", ENTER, "4", "3.4", ENTER, "50.5"), "> 身长"),
    Picture("help", "clerk", ("3", ENTER, "4", "?"), "怎么填"),
    Picture("certificates", "issuer", ("4",), "账实相符"),
    Picture("application", "issuer", ("4", "0", "1", ENTER), "受理"),
    Picture("number", "issuer", ("4", ENTER), "1 看孩子"),
    Picture("blanks", "issuer", ("4", "0", "4"), "保险柜"),
    Picture("table", "issuer", ("4", "0", "9"), "账平"),
    Picture("supervision", "supervisor", ("5",), "共 "),
    Picture("indicators", "supervisor", ("6",), "产后访视率"),
    Picture("ledgers", "clerk", ("7",), "季度台账"),
    Picture("export", "clerk", ("7", F8), "回车导出"),
    Picture("first-day", "clerk", (CTRL_P, "lx", ENTER), "[1/5]"),
)


def draw(picture: Picture, path: Path) -> str:
    """A picture of the program at work on a database, as an SVG."""
    command = [sys.executable, "-m", "mchdesk", "--db", str(path), "--on", f"{ON}"]
    with Terminal([*command, "--lang", picture.language], env={"HOME": HOME}) as terminal:
        terminal.wait_for("Ctrl+P")
        terminal.settle(QUIET)
        for key in (picture.user, ENTER, "demo", ENTER) if picture.user else ():
            terminal.send(key)
            terminal.settle(QUIET)
        if picture.user:
            terminal.wait_for("F5")
        for key in picture.keys:
            terminal.settle(QUIET)
            terminal.send(key)
        terminal.wait_for(picture.see)
        terminal.settle(LONGER)
        return svg(terminal.screen)


def svg(screen: Any) -> str:
    """A pyte screen as a picture."""
    width, height = screen.columns * WIDTH, screen.lines * HEIGHT
    body = "\n".join(line for row in range(screen.lines) for line in _row(screen, row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'xml:space="preserve" '
        f'font-family="Sarasa Mono SC, Noto Sans Mono CJK SC, monospace" font-size="{SIZE}">\n'
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
        cell = WIDTH * 2 if wide else WIDTH
        weight = ' font-weight="bold"' if bold else ""
        # Word by word: in line also where a viewer knows no textLength.
        for word in re.finditer(r"\S+", text):
            yield (
                f'<text x="{left + word.start() * cell}" y="{row * HEIGHT + BASE}" '
                f'fill="{fore}"{weight} textLength="{len(word[0]) * cell}">{escape(word[0])}</text>'
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
    return NAMED.get(name, f"#{name}" if len(name) == len("d8dee9") else FORE)


def main() -> None:
    """All of them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        make_demo(path, ON)
        FOLDER.mkdir(exist_ok=True)
        for picture in PICTURES:
            copy = Path(folder) / picture.name / path.name  # nobody's drafts lie beside it
            copy.parent.mkdir()
            shutil.copyfile(path, copy)
            picture.file.write_text(draw(picture, copy), encoding="utf-8")


if __name__ == "__main__":
    main()
