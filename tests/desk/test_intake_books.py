"""A certificate register read in beside books that are kept: no file moves a number of ours."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from desk.context import Desk
from desk.errors import DeskError
from desk.intake import Taken, take_in
from desk.issuing import IssueView
from desk.number_life import number_life
from desk.stock import stock
from desk.stock_room import receive
from desk.voiding import unvoid, void
from models.blanks import Blank, BlankMove
from models.certificate import Issue
from models.people import Centre, User
from tests.conftest import TODAY, DeskOf
from tests.desk import certificate_desk as books
from tests.desk.certified import issued as issue_here
from tests.desk.intake_rows import Line, everything, issued, rows, spoilt

FREE, NEW = "Z331990005", "Z337104159"


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return books.stocked(desk_of)


@pytest.fixture
def here(issuer: Desk, desk_of: DeskOf) -> IssueView:
    """A certificate issued here."""
    return issue_here(issuer, books.born(desk_of))


def refused(taken: Taken) -> list[tuple[str, str]]:
    return [(each.error.reason, str(each.error)) for each in taken.refused]


def words(number: str, state: str) -> list[tuple[str, str]]:
    said = f"编号 {number} 在本院账上(现为「{state}」),导入不改;请到「出生医学证明」里办"
    return [("OURS", said)]


def row_of(view: IssueView, desk: Desk, **changes: object) -> Line:
    """The certificate as a register of ours would say it."""
    (kept,) = rows(desk, Issue)
    said = {
        "cert_no": view.number,
        "child_name": kept.child_name,
        "sex": "男",
        "birth_date": kept.birth_date.isoformat(),
        "type": issued().fields["type"],
        "kind": "首次签发",
        "issue_date": kept.issued_on.isoformat(),
        "mother_name": kept.mother_name,
    }
    unsaid = dict.fromkeys(issued().fields)
    return issued(**{**unsaid, **said, **changes})


@pytest.mark.parametrize(
    "row", [issued(cert_no=FREE), spoilt(FREE)], ids=["issued there", "void there"]
)
def test_a_row_on_a_number_in_stock_is_refused(desk: Desk, issuer: Desk, row: Line) -> None:
    before = everything(issuer)
    assert refused(take_in(desk, "certificate", [row])) == words(FREE, "在库")
    assert everything(issuer) == before


def test_a_row_that_makes_a_certificate_of_ours_void_is_refused(
    desk: Desk, here: IssueView
) -> None:
    before = everything(desk)
    taken = take_in(desk, "certificate", [spoilt(here.number)])
    assert refused(taken) == words(here.number, "已签发")
    assert everything(desk) == before


@pytest.mark.parametrize("kind", ["换发", "补发", "首次签发"])
def test_a_row_that_takes_the_place_of_a_certificate_of_ours_is_refused(
    desk: Desk, here: IssueView, kind: str
) -> None:
    row = issued(cert_no=NEW, kind=kind, remark=f"原证号{here.number}")
    before = everything(desk)
    assert refused(take_in(desk, "certificate", [row])) == words(here.number, "已签发")
    assert everything(desk) == before


def test_our_own_register_read_in_changes_nothing_and_is_no_conflict(
    desk: Desk, here: IssueView
) -> None:
    before = everything(desk)
    taken = take_in(desk, "certificate", [row_of(here, desk)])
    assert (taken.imported, taken.unchanged, taken.conflicts, taken.refused) == (0, 1, (), ())
    assert everything(desk) == before


def test_what_a_file_says_otherwise_of_a_certificate_of_ours_is_told(
    desk: Desk, here: IssueView
) -> None:
    before = everything(desk)
    row = row_of(here, desk, birth_weight_g=3000, signer="别人", remark="补记")
    taken = take_in(desk, "certificate", [row])
    assert {clash.label for clash in taken.conflicts} == {"出生体重", "签发人", "备注"}
    assert everything(desk) == before


def test_a_number_read_in_and_moved_here_since_is_ours(desk: Desk, desk_of: DeskOf) -> None:
    take_in(desk, "certificate", [spoilt(FREE)])
    issuer = desk_of("issuer")
    unvoid(issuer, FREE, "登记错了", books.reviewer(issuer))
    taken = take_in(desk, "certificate", [issued(cert_no=FREE)])
    assert refused(taken) == words(FREE, "在库")


def test_a_void_of_ours_is_the_same_fact_in_a_file(desk: Desk, issuer: Desk) -> None:
    void(issuer, FREE, "3")
    taken = take_in(desk, "certificate", [spoilt(FREE)])
    assert (taken.unchanged, taken.refused) == (1, ())


def test_no_month_before_the_receipt_is_short_after_a_file(desk: Desk, issuer: Desk) -> None:
    take_in(desk, "certificate", [issued(cert_no=FREE, issue_date="2026-10-05"), issued()])
    october = stock(issuer, date(2026, 10, 1), date(2026, 10, 31))
    assert (october.closing, october.balanced) == (0, True)


def test_a_paper_replaced_earlier_than_it_was_issued_goes_on_the_later_day(desk: Desk) -> None:
    old = issued(issue_date="2026-10-05")
    newer = issued(6, cert_no=NEW, kind="换发", remark=f"原证号{old.fields['cert_no']}")
    take_in(desk, "certificate", [old])
    take_in(desk, "certificate", [newer])
    moves = [move.moved_on for move in rows(desk, BlankMove) if move.blank_id == 1]
    assert moves == sorted(moves)
    assert number_life(desk, str(old.fields["cert_no"])).state == "recalled"


@pytest.fixture
def neighbour(issuer: Desk) -> Desk:
    """Another centre in the same file."""
    with Session(issuer.store.write) as session:
        session.add(Centre(code="331198", name="邻镇卫生院"))
        session.flush()
        both = ["clerk", "issuer"]
        session.add(User(centre="331198", login="next", name="邻试甲", roles=both))
        session.commit()
    return replace(issuer, centre="331198", user="next", roles=frozenset(both))


def test_a_number_of_another_centre_is_not_read_in(neighbour: Desk) -> None:
    taken = take_in(neighbour, "certificate", [issued(cert_no=FREE), issued(6, cert_no=NEW)])
    assert [reason for reason, _ in refused(taken)] == ["OTHER_CENTRE"]
    with neighbour.reading("certificates.read") as session:
        assert session.exec(select(Blank.number)).all() == [NEW]


def test_a_number_of_another_centre_is_not_received(neighbour: Desk) -> None:
    bundle = {"received_on": TODAY, "first": "Z331990010", "last": "Z331990012", "count": 3}
    with pytest.raises(DeskError) as caught:
        receive(neighbour, {**bundle, "checked_by": "验试乙"})
    assert "Z331990010" in str(caught.value)
    assert caught.value.reason == "OTHER_CENTRE"
