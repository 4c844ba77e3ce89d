"""What did not fit: a listener at the places where words are cut to the room there is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules

import pytest

import screens
import tui
import tui.fields
from tui import draw, width

ROOMS = (screens, tui, tui.fields)


@contextmanager
def listening() -> Iterator[set[str]]:
    """The texts that are cut from now on, and whole lines that lose their end."""
    for room in ROOMS:
        for found in iter_modules(room.__path__, f"{room.__name__}."):
            import_module(found.name)
    heard: set[str] = set()
    cut, fit = width.cut, draw.fit

    def heard_cut(text: str, cells: int, more: str = "~") -> str:
        if width.cells_of(text.rstrip()) > cells:
            heard.add(text.strip())
        return cut(text, cells, more)

    def heard_fit(line: draw.Line, cells: int) -> draw.Line:
        words = "".join(text for text, _ in line)
        if width.cells_of(words.rstrip()) > cells:
            heard.add(words.strip())
        return fit(line, cells)

    with pytest.MonkeyPatch.context() as patch:
        for module in list(sys.modules.values()):
            if getattr(module, "cut", None) is cut:
                patch.setattr(module, "cut", heard_cut)
        patch.setattr(draw, "fit", heard_fit)
        yield heard
