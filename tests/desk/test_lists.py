"""The lists behind the desks: every line once, whichever way one pages."""

from datetime import date, timedelta

import pytest

from desk.context import Desk
from desk.lists import (
    Ask,
    PregnancyLine,
    children,
    count_children,
    count_issues,
    count_pregnancies,
    issues,
    pregnancies,
)
from desk.pregnancy import open_card
from tests.conftest import TODAY, DeskOf

BORN = date(1996, 3, 5)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    """Nine cards, some with the same due date and one with none but the LMP's."""
    clerk = desk_of("clerk")
    for number in range(9):
        open_card(
            clerk,
            {
                "name": f"王甲{'一二三四五六七八九'[number]}",
                "birth_date": BORN + timedelta(days=number),
                "lmp": TODAY - timedelta(days=30 * (number // 3 + 1)),
                "booked_on": TODAY - timedelta(days=number // 2),
                "village_id": number % 3 + 1,
            },
        )
    return clerk


@pytest.mark.parametrize("everyone", [False, True])
def test_paging_forward_gives_every_card_once(desk: Desk, everyone: bool) -> None:  # noqa: FBT001
    whole = pregnancies(desk, Ask(), everyone=everyone)
    paged: list[PregnancyLine] = []
    after = None
    while lines := pregnancies(desk, Ask(after=after, limit=2), everyone=everyone):
        paged += lines
        after = lines[-1].key
    assert [line.key for line in paged] == [line.key for line in whole]
    assert len(whole) == 9


@pytest.mark.parametrize("everyone", [False, True])
def test_paging_backward_gives_the_same_order(desk: Desk, everyone: bool) -> None:  # noqa: FBT001
    whole = pregnancies(desk, Ask(), everyone=everyone)
    paged = list(pregnancies(desk, Ask(last=True, limit=2), everyone=everyone))
    while lines := pregnancies(desk, Ask(before=paged[0].key, limit=2), everyone=everyone):
        paged[:0] = lines
    assert [line.key for line in paged] == [line.key for line in whole]


def test_narrowing_takes_initials_and_villages(desk: Desk) -> None:
    by_initials = pregnancies(desk, Ask(narrow="wjj"))
    by_village = pregnancies(desk, Ask(narrow="西岭"))
    assert [line.name for line in by_initials] == ["王甲九"]
    assert {line.village for line in by_village} == {"西岭村"}


def test_the_count_is_of_the_whole_list(desk: Desk) -> None:
    assert count_pregnancies(desk) == 9


def test_words_that_are_like_wildcards_find_nothing(desk: Desk) -> None:
    assert not pregnancies(desk, Ask(narrow="%"))


def test_empty_lists_are_empty(desk: Desk) -> None:
    assert (children(desk, Ask()), issues(desk, Ask())) == ((), ())
    assert (count_children(desk), count_issues(desk)) == (0, 0)
