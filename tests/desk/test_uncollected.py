"""A certificate nobody has collected is not lost by a family: its exchange and its reissue."""

import pytest

from desk.context import Desk
from desk.number_life import number_life
from desk.sealing import seal
from tests.conftest import DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import issued
from tests.desk.test_replacing import EXCHANGE, NEW, OLD, REISSUE, asked, refused, replaced, wanted


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def here_still(issuer: Desk, desk_of: DeskOf) -> int:
    """A child whose certificate nobody has collected."""
    own = born(desk_of)
    issued(issuer, own, address="东庄村2组")
    return own


@pytest.mark.parametrize("cause", ["1", "2"])
def test_a_family_does_not_lose_what_it_never_had(
    issuer: Desk, here_still: int, desk_of: DeskOf, cause: str
) -> None:
    values = wanted(issuer, here_still, REISSUE, cause=cause)
    assert refused(issuer, here_still, values) == {"cause"}
    seal(desk_of("sealer"), [number_life(issuer, OLD).issue_id or 0])
    assert refused(issuer, here_still, values) == {"cause"}


def test_what_became_of_it_here_is_told_in_words(issuer: Desk, here_still: int) -> None:
    told = {"cause": "9", "cause_words": "存放时被水浸毁"}
    assert asked(issuer, here_still, REISSUE, **told).step == "review"


def test_a_paper_nobody_collected_may_be_exchanged(issuer: Desk, here_still: int) -> None:
    assert replaced(issuer, here_still, EXCHANGE).number == NEW


def test_what_was_issued_before_collections_were_kept_may_be_lost(
    issuer: Desk, here_still: int
) -> None:
    with issuer.store.write.begin() as books:
        books.exec_driver_sql("DROP TRIGGER certificate_issue_hands")
        books.exec_driver_sql("UPDATE certificate_issues SET issuer_user = NULL")
    assert asked(issuer, here_still, REISSUE).step == "review"
