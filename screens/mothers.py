"""A child's mother in a form: a woman on the books, or a name as it was typed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.child import CHILD_FIELDS
from desk.people import Found, find_mothers
from rules.entry import parse_value
from rules.errors import RuleError
from tui.fields.parts import Option
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Desk

NUMBER = re.compile("[0-9]+X?")
UNKNOWN = "只记姓名,没有对上名册里的人"


class Mothers:
    """The options of a look-up: women by name, initials or last digits; and the name itself.

    The value is a woman's id, or the name where nobody on the books is meant. A name that is one
    woman's and typed in full means her. With several of that name nobody is taken unasked.
    ``known`` are the women offered so far.
    """

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.known: dict[Any, Found] = {}

    def __call__(self, text: str) -> Sequence[Option]:
        """What a text may mean, the likeliest first; in a thread."""
        found = find_mothers(self._desk, text)
        self.known |= {woman.person_id: woman for woman in found}
        women = [Option(woman.person_id, woman.name, note=_about(woman)) for woman in found]
        name = self._name(text)
        if not name:
            return women
        same = [woman for woman in women if woman.label == name]
        first = women if name.isascii() else same
        if len(same) > 1:
            first = []
        rest = [woman for woman in women if woman not in first]
        return [*first, Option(name, name, note=tr(UNKNOWN)), *rest]

    def who(self, value: Any, _: Mapping[str, Any]) -> str:
        """Who it is, in words beside the field."""
        if isinstance(value, str):
            return tr(UNKNOWN)
        woman = self.known.get(value)
        return _about(woman) if woman else tr("名册里的人")

    def _name(self, text: str) -> str:
        """The text as a name, "" if it is none."""
        if NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().upper()):
            return ""
        try:
            return str(parse_value(CHILD_FIELDS["mother_name"], text, self._desk.today) or "")
        except RuleError:
            return ""


def _about(woman: Found) -> str:
    """What tells her from others of her name."""
    return "  ".join(str(part) for part in (woman.birth_date, woman.village) if part)
