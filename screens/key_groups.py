"""Every action of every page: for the key table of the manual, and for re-mapping keys."""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module

from screens.desks import FORMS, PAGES
from screens.main import MchDesk
from screens.page import Page
from tui.actions import Action, KeyMap
from tui.page import COMMON, alive

DESKS, EVERYWHERE = "各台", "通用"
# Pages that only another page opens, and those before anybody signed in.
BEHIND = (("screens.indicators", "WhoPage"), ("screens.risk_items", "RiskItemsPage"))
BEFORE = (("screens.start", "StartPage"), ("screens.sign_in", "SignInPage"))


def page_kinds(places: Iterable[tuple[str, str]]) -> Iterator[type[Page]]:
    """The classes of pages by module and name; imports them."""
    for module, kind in places:
        yield getattr(import_module(module), kind)


def key_groups() -> dict[str, list[Action]]:
    """Every action once, by the heading of its page: the desks, pages, forms, then the common ones.

    What several pages have alike (F5 reads anew) stands among the common ones.
    """
    known = {_who(action): action for action in (*MchDesk.ACTIONS, *COMMON)}
    everywhere = {(action.id, action.label) for action in MchDesk.ACTIONS}
    found = [
        (kind.HEADING, action)
        for kind in page_kinds([*PAGES.values(), *BEHIND, *BEFORE, *FORMS.values()])
        for action in kind.ACTIONS
        if (action.keys or action.palette) and (action.id, action.label) not in everywhere
    ]
    shared = Counter(who for _, who in {(heading, _who(action)) for heading, action in found})
    groups = {DESKS: {who: action for who, action in known.items() if action.group == DESKS}}
    for heading, action in found:
        if shared[_who(action)] == 1 and _who(action) not in known:
            groups.setdefault(heading, {})[_who(action)] = action
    alike = Counter(action for _, action in found if shared[_who(action)] > 1)
    common = {who: action for who, action in known.items() if action.group != DESKS}
    for action, _ in alike.most_common():
        common.setdefault(_who(action), action)
    groups[EVERYWHERE] = common
    return {heading: list(actions.values()) for heading, actions in groups.items()}


def clash(key_map: KeyMap) -> str | None:
    """The sentence for two actions on one key on some page, or None."""
    places = [*PAGES.values(), *BEHIND, *FORMS.values()]
    found = (
        key_map.clash(alive(kind, MchDesk.ACTIONS), kind.HEADING) for kind in page_kinds(places)
    )
    return next((sentence for sentence in found if sentence), None)


def _who(action: Action) -> tuple[str, str, str]:
    return action.id, action.keys, action.label
