"""The same rows by curses: a reversed cursor line, a scroll region, a foot with the place."""

import curses
import locale
from typing import TYPE_CHECKING

from bench.rivals.rows import COUNT, line

if TYPE_CHECKING:
    from curses import window


def main(screen: "window") -> None:
    curses.use_default_colors()
    curses.curs_set(0)
    height, _ = screen.getmaxyx()
    shown = height - 1
    screen.scrollok(True)  # noqa: FBT003  curses' own way
    screen.idlok(True)  # noqa: FBT003  as above: the terminal moves the lines
    screen.setscrreg(0, shown - 1)
    top = at = 0

    def draw(row: int) -> None:
        style = curses.A_REVERSE if row == at else curses.A_NORMAL
        screen.move(row - top, 0)
        screen.clrtoeol()
        screen.insstr(row - top, 0, line(row), style)

    for row in range(shown):
        draw(row)
    while True:
        screen.addstr(shown, 0, f"第 {at + 1} 条 共 {COUNT} 条")
        screen.clrtoeol()
        screen.refresh()
        key = screen.getch()
        step = {curses.KEY_DOWN: 1, curses.KEY_UP: -1}.get(key, 0)
        page = {curses.KEY_NPAGE: shown, curses.KEY_PPAGE: -shown}.get(key, 0)
        old, at = at, max(0, min(COUNT - 1, at + step + page))
        if page:
            top = max(0, min(COUNT - shown, top + page))
            for row in range(top, top + shown):
                draw(row)
            continue
        moved = at - (top + shown - 1) if at >= top + shown else min(0, at - top)
        top += moved
        if moved:
            screen.scroll(moved)
        if top <= old < top + shown:
            draw(old)
        draw(at)


if __name__ == "__main__":
    locale.setlocale(locale.LC_ALL, "")
    curses.wrapper(main)
