"""Village names typed as a list; nothing here loads the database's modules."""

import re
from collections.abc import Mapping
from typing import Any

from tui.language import tr


def names_in(text: str) -> list[str]:
    r"""The villages of a typed list, each once, however they are set apart.

    >>> names_in("东庄村、西岭村\n柳溪村,南河村; 西岭村")
    ['东庄村', '西岭村', '柳溪村', '南河村']
    """
    return list(dict.fromkeys(name for name in re.split(r"[\s、，,；;]+", text) if name))


def how_many(text: str, _: Mapping[str, Any]) -> str:
    """Beside the list: as how many villages it is read."""
    return tr("共 {count} 个村", count=len(names_in(text)))
