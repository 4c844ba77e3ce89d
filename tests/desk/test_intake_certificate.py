"""Certificate registers taken in."""

from datetime import date

import pytest

from desk.context import Desk
from desk.intake import take_in
from desk.stock import stock
from desk.stock_room import receive, retract
from models.blanks import Blank, BlankMove
from models.certificate import Issue
from models.child import Child
from models.people import Person
from tests.conftest import DeskOf
from tests.desk.certificate_desk import BUNDLE, reviewer
from tests.desk.intake_rows import FATHER_ID, Line, child, everything, issued, rows, spoilt

NUMBER = "Z337104157"
BEGAN = date(2026, 9, 2)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def states(desk: Desk) -> dict[str, str]:
    return {blank.number: blank.state for blank in rows(desk, Blank)}


def test_issue_keeps_what_the_certificate_says(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    (issue,) = rows(desk, Issue)
    assert (issue.number, issue.kind, issue.relation, issue.sex) == (NUMBER, "1", "1", "2")
    assert (issue.birth_length_mm, issue.birth_time, issue.issuer) == (505, "19:19", "石医生")


def test_new_number_is_received_and_issued_on_the_day(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    moves = [(move.was, move.becomes) for move in rows(desk, BlankMove)]
    assert moves == [
        ("", "in_stock"),
        ("in_stock", "drawn"),
        ("drawn", "reserved"),
        ("reserved", "printed"),
        ("printed", "issued"),
    ]
    assert {move.moved_on for move in rows(desk, BlankMove)} == {date(2026, 9, 2)}


def test_stock_equation_holds_after_an_import(desk: Desk) -> None:
    take_in(desk, "certificate", [issued(), spoilt()])
    account = stock(desk)
    assert account.balanced
    assert (account.received, account.issued, account.void, account.closing) == (2, 1, 1, 0)


def test_void_form_keeps_its_reason_and_day(desk: Desk) -> None:
    take_in(desk, "certificate", [spoilt()])
    last = rows(desk, BlankMove)[-1]
    assert (last.becomes, last.reason, last.moved_on) == ("void", "打印错误", date(2026, 9, 3))


@pytest.mark.parametrize(
    "row", [issued(), spoilt(), issued(kind="换发", remark="原证号Y335028387")]
)
def test_second_reading_changes_nothing(desk: Desk, row: Line) -> None:
    take_in(desk, "certificate", [row])
    before = everything(desk)
    again = take_in(desk, "certificate", [row])
    assert (again.imported, again.unchanged, again.conflicts) == (0, 1, ())
    assert everything(desk) == before


@pytest.mark.parametrize(
    ("kind", "code"), [("首次签发", "1"), ("换发", "2"), ("补发", "3"), ("机构外", "4")]
)
def test_kind_is_its_code(desk: Desk, kind: str, code: str) -> None:
    take_in(desk, "certificate", [issued(kind=kind)])
    assert rows(desk, Issue)[0].kind == code


@pytest.mark.parametrize(
    ("relation", "code"), [("父亲", "2"), ("祖母", "3"), ("外公", "3"), ("舅舅", "9"), (None, None)]
)
def test_relation_is_its_code(desk: Desk, relation: str | None, code: str | None) -> None:
    take_in(desk, "certificate", [issued(relation=relation)])
    assert rows(desk, Issue)[0].relation == code


def test_old_number_is_read_from_the_remark(desk: Desk) -> None:
    take_in(desk, "certificate", [issued(kind="换发", remark="原证号Y335028387")])
    assert rows(desk, Issue)[0].old_number == "Y335028387"


@pytest.mark.parametrize("first", [0, 1], ids=["old one first", "new one first"])
@pytest.mark.parametrize(("kind", "state"), [("换发", "recalled"), ("补发", "declared")])
def test_replaced_number_is_no_longer_good(desk: Desk, kind: str, state: str, first: int) -> None:
    newer = issued(
        6, cert_no="Z337104159", kind=kind, remark=f"原证号{NUMBER}", issue_date="2026-10-08"
    )
    files = [[issued()], [newer]]
    take_in(desk, "certificate", files[first])
    take_in(desk, "certificate", files[1 - first])
    assert states(desk) == {NUMBER: state, "Z337104159": "issued"}
    assert rows(desk, BlankMove)[-1].moved_on >= date(2026, 10, 8)
    assert stock(desk).balanced


def test_certificate_joins_the_child_of_its_number(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    take_in(desk, "certificate", [issued()])
    (kept,) = rows(desk, Child)
    assert rows(desk, Issue)[0].child_id == kept.id
    assert (kept.father_name, kept.birth_length_mm) == ("李大山", 505)


def test_certificate_gives_its_number_to_the_child_of_name_and_mother(desk: Desk) -> None:
    take_in(desk, "child", [child(cert_no=None)])
    take_in(desk, "certificate", [issued()])
    assert rows(desk, Child)[0].cert_no == NUMBER


def test_certificate_of_nobody_known_makes_no_child(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    assert rows(desk, Person) == []
    assert rows(desk, Issue)[0].child_id is None


def test_exchanged_certificate_leaves_the_child_its_first_number(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    newer = issued(cert_no="Z337104159", kind="换发", remark=f"原证号{NUMBER}")
    taken = take_in(desk, "certificate", [newer])
    assert taken.conflicts == ()
    assert rows(desk, Issue)[0].child_id == rows(desk, Child)[0].id


def test_number_issued_to_another_child_is_told_and_kept(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    before = everything(desk)
    taken = take_in(desk, "certificate", [issued(child_name="赵大宝")])
    assert everything(desk) == before
    assert [(clash.label, clash.ours) for clash in taken.conflicts] == [
        (f"证书 {NUMBER}", "李明明 2026-08-20")
    ]


def test_void_of_an_issued_number_is_told_and_kept(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    taken = take_in(desk, "certificate", [spoilt(NUMBER)])
    assert states(desk) == {NUMBER: "issued"}
    assert [(clash.ours, clash.theirs) for clash in taken.conflicts] == [("已签发", "废证")]


def test_issue_of_a_void_number_is_told_and_kept(desk: Desk) -> None:
    take_in(desk, "certificate", [spoilt(NUMBER)])
    taken = take_in(desk, "certificate", [issued()])
    assert (states(desk), rows(desk, Issue)) == ({NUMBER: "void"}, [])
    assert [(clash.ours, clash.theirs) for clash in taken.conflicts] == [("废证", "已签发")]


def test_detail_that_differs_is_told_and_kept(desk: Desk) -> None:
    take_in(desk, "certificate", [issued()])
    taken = take_in(desk, "certificate", [issued(birth_weight_g=3200, father_id=FATHER_ID)])
    (issue,) = rows(desk, Issue)
    assert (issue.birth_weight_g, issue.father_id_no) == (3100, FATHER_ID)
    assert [(clash.label, clash.theirs) for clash in taken.conflicts] == [("出生体重", "3200g")]


def test_issue_before_birth_is_refused(desk: Desk) -> None:
    taken = take_in(desk, "certificate", [issued(issue_date="2026-08-19")])
    assert [each.error.reason for each in taken.refused] == ["DATE_ORDER"]
    assert rows(desk, Blank) == []


# --- once the centre keeps its certificates here


@pytest.fixture
def began(desk_of: DeskOf) -> int:
    """The first bundle, counted in on the day the row of ``issued`` says; the receipt's id."""
    receive(desk_of("issuer"), BUNDLE | {"received_on": BEGAN})
    return 1


@pytest.mark.parametrize(
    "row", [issued(), spoilt(void_date=BEGAN.isoformat()), issued(issue_date="2026-11-20")]
)
def test_no_number_of_a_day_kept_here_comes_from_a_register(
    desk: Desk, began: int, row: Line
) -> None:
    before = everything(desk)
    taken = take_in(desk, "certificate", [row])
    (refused,) = taken.refused
    assert str(refused.error).startswith("本院 2026-09-02 起用本程序管证")
    assert everything(desk) == before


@pytest.mark.parametrize("row", [issued(issue_date="2026-09-01"), spoilt(void_date="2026-09-01")])
def test_numbers_of_the_days_before_come_in(desk: Desk, began: int, row: Line) -> None:
    assert take_in(desk, "certificate", [row]).imported == 1


@pytest.mark.parametrize("row", [issued(), spoilt()])
def test_what_was_read_before_is_read_again_as_ever(desk: Desk, desk_of: DeskOf, row: Line) -> None:
    take_in(desk, "certificate", [row])
    receive(desk_of("issuer"), BUNDLE | {"received_on": date(2026, 9, 1)})
    before = everything(desk)
    assert take_in(desk, "certificate", [row]).refused == ()
    assert everything(desk) == before


def test_a_receipt_that_was_retracted_did_not_begin_the_books(
    desk: Desk, desk_of: DeskOf, began: int
) -> None:
    issuer = desk_of("issuer")
    retract(issuer, began, "录错编号", reviewer(issuer))
    assert take_in(desk, "certificate", [issued()]).imported == 1
