"""How many cells a text takes, and cutting it to fit: the one truth about width.

Ambiguous characters (``─ · × ℃ “``) take one cell in some terminals and two in many Chinese ones;
``set_ambiguous(2)`` says which this is. Everything that measures text for the terminal asks here,
never rich or textual, which know one cell only.
"""

import unicodedata
from functools import lru_cache

from rich.cells import get_character_cell_size

_ambiguous = 1


def set_ambiguous(cells: int) -> None:
    """Say how wide the terminal draws ambiguous characters: 1 or 2."""
    global _ambiguous  # noqa: PLW0603  one terminal for the whole program
    if cells not in (1, 2):
        raise ValueError("ambiguous width is 1 or 2")
    _ambiguous = cells
    char_cells.cache_clear()
    cells_of.cache_clear()


def ambiguous() -> int:
    """How wide the terminal draws ambiguous characters, as it was last said."""
    return _ambiguous


@lru_cache(8192)
def char_cells(char: str) -> int:
    """The cells one character takes on this terminal: 0, 1 or 2.

    >>> char_cells("a"), char_cells("王"), char_cells("·"), char_cells("\u0301")
    (1, 2, 1, 0)
    """
    cells = get_character_cell_size(char)
    if cells == 1 and _ambiguous == 2 and unicodedata.east_asian_width(char) == "A":  # noqa: PLR2004  the setting
        return 2
    return cells


@lru_cache(8192)
def cells_of(text: str) -> int:
    """The cells a text takes on this terminal.

    >>> cells_of("王a·")
    4
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(char_cells, text))


def cut(text: str, width: int, more: str = "~") -> str:
    """The text if it fits, else its beginning with a mark that there is more.

    >>> cut("阿依古丽", 5)
    '阿依~'
    """
    if cells_of(text) <= width:
        return text
    room = width - len(more)
    return head(text, room) + more if room >= 0 else more[:width]


def head(text: str, width: int) -> str:
    """The longest beginning that fits.

    >>> head("王小丽", 5)
    '王小'
    """
    used = 0
    for index, char in enumerate(text):
        used += char_cells(char)
        if used > width:
            return text[:index]
    return text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text cut or filled with spaces to exactly the width.

    >>> pad("王小丽", 8), pad("12", 4, right=True)
    ('王小丽  ', '  12')
    """
    text = cut(text, width)
    space = " " * (width - cells_of(text))
    return space + text if right else text + space


def wrap_words(text: str, width: int) -> list[str]:
    """The text in lines that fit: Chinese is broken anywhere, Latin words are kept whole.

    >>> wrap_words("一二三四", 5)
    ['一二', '三四']
    >>> wrap_words("call the clinic", 9)
    ['call the', 'clinic']
    """
    lines: list[str] = []
    for part in text.split("\n"):
        rest = part
        while cells_of(rest) > width and len(rest) > 1:
            line = head(rest, width) or rest[:1]
            following = rest[len(line) :]
            space = line.rfind(" ")
            if space > 0 and line[-1].isascii() and following[:1].isascii():
                line = rest[: space + 1] if not following.startswith(" ") else line
            lines.append(line.rstrip())
            rest = rest[len(line) :].lstrip()
        lines.append(rest)
    return lines
