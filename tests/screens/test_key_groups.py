from collections import Counter

from screens.desks import FORMS, PAGES
from screens.key_groups import BEHIND, DESKS, EVERYWHERE, clash, key_groups, page_kinds
from tui.actions import KeyMap, key_table

GROUPS = key_groups()


def test_the_desks_come_first_and_the_common_actions_last() -> None:
    headings = list(GROUPS)
    assert (headings[0], headings[1], headings[-1]) == (DESKS, "今日工作", EVERYWHERE)


def test_every_action_stands_once() -> None:
    found = Counter((a.id, a.keys, a.label) for actions in GROUPS.values() for a in actions)
    assert [who for who, times in found.items() if times > 1] == []


def test_every_action_one_can_do_is_in_a_group() -> None:
    listed = {action.id for actions in GROUPS.values() for action in actions}
    kinds = page_kinds([*PAGES.values(), *FORMS.values(), *BEHIND])
    can = {a.id for kind in kinds for a in kind.ACTIONS if a.keys or a.palette}
    assert can - listed == set()


def test_what_several_pages_have_alike_is_common() -> None:
    assert [a.help for a in GROUPS[EVERYWHERE] if a.id == "refresh"] == ["重新读取"]


def test_no_heading_is_empty() -> None:
    assert [heading for heading, actions in GROUPS.items() if not actions] == []


def test_the_key_table_shows_a_changed_key() -> None:
    assert "  F12  作废" in key_table(GROUPS, KeyMap({"spoil": "f12"}))


def test_no_two_actions_of_a_page_are_declared_on_one_key() -> None:
    assert clash(KeyMap()) is None


def test_a_key_taken_on_one_page_only_is_a_clash_and_the_page_is_named() -> None:
    sentence = "F9 键在“个人”页同时给了“家人”和“历史”,请改其中一个"
    assert clash(KeyMap({"family": "f9"})) == sentence


def test_two_pages_may_use_one_key() -> None:
    assert clash(KeyMap({"spoil": "f9"})) is None
