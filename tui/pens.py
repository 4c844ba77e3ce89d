"""Pens: how cells are drawn, and the shortest code that changes from one to another."""

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

INK, GROUND = "39", "49"  # the terminal's own colours
MARKS = {"bold": 1, "dim": 2, "italic": 3, "underline": 4, "reverse": 7, "strike": 9}  # no blink
OFF = {1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29}
SEEN_ON_BLANKS = {4, 7, 9}


class Pen(NamedTuple):
    """How a cell is drawn: the codes of its colours and of its marks."""

    ink: str = INK
    ground: str = GROUND
    marks: tuple[int, ...] = ()

    @property
    def blank(self) -> "Pen":
        """What of it shows on a space: not the ink, unless a mark shows that."""
        return self if SEEN_ON_BLANKS.intersection(self.marks) else Pen(ground=self.ground)


@lru_cache(4096)
def pen_of(style: Style | None, colours: ColorSystem) -> Pen:
    """The codes of a style in the colours the terminal has."""
    if style is None:
        return Pen()
    codes = [
        ";".join(colour.downgrade(colours).get_ansi_codes(foreground)) if colour else default
        for colour, foreground, default in (
            (style.color, True, INK),
            (style.bgcolor, False, GROUND),
        )
    ]
    marks = tuple(code for name, code in MARKS.items() if getattr(style, name))
    return Pen(codes[0], codes[1], marks)


@lru_cache(4096)
def turn(old: Pen | None, new: Pen) -> str:
    r"""The shortest code that changes the pen.

    >>> turn(Pen("31", "40"), Pen("31", "40", (1,))), turn(None, Pen())
    ('\x1b[1m', '\x1b[m')
    """
    if old == new:
        return ""
    anew = [str(mark) for mark in new.marks]
    anew += [code for code, plain in ((new.ink, INK), (new.ground, GROUND)) if code != plain]
    anew = ["0", *anew] if anew else []
    if old is not None:
        off = {OFF[mark] for mark in old.marks if mark not in new.marks}
        on = [mark for mark in new.marks if mark not in old.marks or OFF[mark] in off]
        step = [str(code) for code in (*sorted(off), *on)]
        step += [code for code, before in zip(new[:2], old[:2], strict=True) if code != before]
        anew = min(anew, step, key=lambda codes: len(";".join(codes)))
    return f"\x1b[{';'.join(anew)}m"
