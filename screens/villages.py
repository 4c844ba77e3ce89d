"""The township's villages as a form's options, read once in a session."""

from typing import TYPE_CHECKING

from desk.find_keys import initials
from desk.villages import villages
from tui.fields.parts import Option

if TYPE_CHECKING:
    from screens.page import Page


def village_options(page: "Page") -> tuple[Option, ...]:
    """The villages by number, name and pinyin initials; call it in a thread."""
    if not page.app.village_options:
        page.app.village_options = tuple(
            Option(village.id, village.name, str(number), " ".join(initials(village.name)))
            for number, village in enumerate(villages(page.desk), 1)
        )
    return page.app.village_options
