"""Cells that hold the values of several children: a/b, a、b or one below the other."""

import re
from dataclasses import replace

from ledgers.reading.grid import Cell
from rules.text import clean

_BETWEEN = re.compile(r"[/／、;；\r\n]+|(?<=[\d男女])[,，](?=[\d男女])")


def parts(cell: Cell) -> list[Cell]:
    """The cell as the cells of its parts; one part when it holds one value."""
    if not isinstance(cell.value, str):
        return [cell]
    texts = [text for text in _BETWEEN.split(cell.value) if clean(text)]
    if len(texts) <= 1:
        return [cell]
    return [replace(cell, value=text) for text in texts]
