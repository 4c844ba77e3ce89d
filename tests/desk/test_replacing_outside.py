"""The exchange and the reissue of a certificate of a birth outside an institution."""

from typing import Any

import pytest

from desk.application import pass_on
from desk.application_view import ApplicationView
from desk.certificate_table import certificate_table
from desk.context import Desk
from desk.house_rules import rules_of
from desk.issuing import IssueView, confirm, printed, reserve
from desk.replacing import review
from desk.replacing_start import begin, take
from desk.ruling import put_house_rules
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, reviewer, stocked
from tests.desk.certified import collected, issued, taken
from tests.desk.test_replacing import ASKED, EXCHANGE, REISSUE

LOST = ASKED[REISSUE]
MIDWIFE, OTHERS = "1", "2"


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    admin = desk_of("admin")
    put_house_rules(admin, rules_of(admin).model_dump() | {"cert_outside": "2"}, "受县里委托")
    return stocked(desk_of)


def agreed(desk: Desk, application: ApplicationView) -> IssueView:
    """Reviewed, printed and issued."""
    review(desk, application.id, "1", by=reviewer(desk))
    reserve(desk, application.id)
    printed(desk, application.id)
    return confirm(desk, application.id)


def born_at_home(desk: Desk, desk_of: DeskOf, attended: str) -> IssueView:
    """A certificate of a birth at home, which its mother has."""
    said: dict[str, Any] = {
        "attended": attended,
        "papers": ["1", "2", "3", "4", "7"],
        "paternity_no": "鉴2026-17",
        "receiver_phone": "13800001234",
    }
    first = taken(desk, born(desk_of, "家中"), **said)
    return collected(desk_of, agreed(desk, first))


def replaced(desk: Desk, old: IssueView, kind: str) -> IssueView:
    values = begin(desk, kind, number=old.number).values | ASKED[kind]
    return agreed(desk, take(desk, old.child_id, values))


def columns(desk: Desk) -> tuple[int, int]:
    table = certificate_table(desk, TODAY.replace(day=1), TODAY).table
    return table.midwife, table.elsewhere


@pytest.mark.parametrize("kind", [EXCHANGE, REISSUE])
@pytest.mark.parametrize(("attended", "counts"), [(MIDWIFE, (2, 0)), (OTHERS, (0, 2))])
def test_the_next_paper_counts_by_who_attended_the_birth(
    issuer: Desk, desk_of: DeskOf, attended: str, counts: tuple[int, int], kind: str
) -> None:
    old = born_at_home(issuer, desk_of, attended)
    replaced(issuer, old, kind)
    assert columns(issuer) == counts


def test_the_third_paper_still_knows_it(issuer: Desk, desk_of: DeskOf) -> None:
    old = born_at_home(issuer, desk_of, MIDWIFE)
    replaced(issuer, replaced(issuer, old, EXCHANGE), EXCHANGE)
    assert columns(issuer) == (3, 0)


def test_a_county_that_reissues_gets_what_was_agreed_to(issuer: Desk, desk_of: DeskOf) -> None:
    old = born_at_home(issuer, desk_of, OTHERS)
    admin = desk_of("admin")
    put_house_rules(admin, rules_of(admin).model_dump() | {"cert_reissue": "2"}, "县里统一补发")
    mine = take(issuer, old.child_id, begin(issuer, REISSUE, number=old.number).values | LOST)
    assert review(issuer, mine.id, "1", by=reviewer(issuer)).step == "pass"
    passed = pass_on(issuer, mine.id, "县妇幼保健院")
    assert (passed.step, passed.number) == ("passed", None)


def test_where_the_county_reissues_an_exchange_stays_here(issuer: Desk, desk_of: DeskOf) -> None:
    admin = desk_of("admin")
    put_house_rules(admin, rules_of(admin).model_dump() | {"cert_reissue": "2"}, "县里统一补发")
    old = collected(desk_of, issued(issuer, born(desk_of)))
    assert replaced(issuer, old, EXCHANGE).application.step == "seal"
