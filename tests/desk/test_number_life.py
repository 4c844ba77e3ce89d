"""A number's whole life: what it is, whose, what befell it, and where one not on the books lies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.context import Desk
from desk.intake import take_in
from desk.number_life import NumberHit, NumberLife, find_numbers, number_life
from models.blanks import Blank, BlankMove, CountLine, Receipt, Slip, StockCount
from models.certificate import Application, Collection, Issue, Seal
from models.people import Delegation, User
from rules.certificate import InvalidCertificateNumber
from tests.desk.intake_rows import issued as read_in
from tests.desk.shelf import Shelf, day, opened

FIRST, LAST = "X331000001", "X331000050"
OLD, NEW, NEWEST = "X331000001", "X331000002", "X331000003"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as made:
        yield made


def bundle(shelf: Shelf, first: str = FIRST, last: str = LAST, **values: Any) -> int:
    given: dict[str, Any] = {
        "received_on": date(2026, 1, 5),
        "first": first,
        "last": last,
        "count": int(last[1:]) - int(first[1:]) + 1,
        "received_by": "李试甲",
        "checked_by": "张试乙",
    }
    return shelf.add(Receipt(centre=shelf.centre, **(given | values)))


def issued(shelf: Shelf, number: str, on: str, **values: Any) -> int:
    """A number issued; the certificate's id."""
    steps = ("drawn", "reserved", "printed", "issued")
    blank = shelf.blank(number, ("2026-01-05", "in_stock"), *((on, state) for state in steps))
    given: dict[str, Any] = {
        "child_name": "王小丽",
        "sex": "2",
        "birth_date": date(2026, 2, 1),
        "mother_name": "赵试英",
        "issuer": "签试甲",
        "kind": "1",
    }
    return shelf.add(
        Issue(
            centre=shelf.centre,
            number=number,
            blank_id=blank,
            issued_on=day(on),
            **(given | values),
        )
    )


def told(life: NumberLife) -> list[str]:
    """The events as words."""
    return [
        " ".join(
            [
                str(event.day),
                event.title.template,
                *(words.template.format(**words.params) for words in event.details),
            ]
        )
        for event in life.events
    ]


def test_a_life_begins_with_its_bundle(shelf: Shelf) -> None:
    receipt = bundle(shelf, missing="X331000007")
    shelf.blank(FIRST, ("2026-01-05", "in_stock"), receipt_id=receipt)
    (begins,) = told(number_life(shelf.desk, FIRST))
    assert begins == (
        "2026-01-05 在库 X331000001–X331000050 共 50 枚 第7版 开包短少 X331000007"
        " 接收 李试甲 验收 张试乙 经办 李四"
    )


def test_a_number_retracted_and_come_again_tells_each_bundle(shelf: Shelf) -> None:
    bundle(shelf)
    later = Receipt(
        centre=shelf.centre,
        received_on=day("2026-03-01"),
        first=FIRST,
        last=FIRST,
        count=1,
        checked_by="张试乙",
    )
    steps = ("2026-01-05", "in_stock"), ("2026-03-01", "retracted"), ("2026-03-01", "in_stock")
    shelf.blank(FIRST, *steps, receipt_id=shelf.add(later))
    life = number_life(shelf.desk, FIRST)
    assert [(event.title.template, event.opens) for event in life.events] == [
        ("在库", ("blank_paper", "receipt", 1)),
        ("入库撤销", None),
        ("在库", ("blank_paper", "receipt", 2)),
    ]


def test_a_number_of_a_register_came_with_no_bundle(shelf: Shelf) -> None:
    take_in(shelf.desk, "certificate", [read_in(cert_no=FIRST, birth_date="2025-12-01",
                                                issue_date="2025-12-30")])  # fmt: skip
    bundle(shelf, missing=FIRST)
    first = number_life(shelf.desk, FIRST).events[0]
    assert (str(first.day), first.opens) == ("2025-12-30", None)


def test_every_move_stands_on_its_day_in_the_order_it_was_made(shelf: Shelf) -> None:
    issued(shelf, FIRST, "2026-02-10")
    life = number_life(shelf.desk, FIRST)
    assert [(str(event.day), event.title.template) for event in life.events] == [
        ("2026-01-05", "在库"),
        ("2026-02-10", "已领用"),
        ("2026-02-10", "已占号"),
        ("2026-02-10", "已打印"),
        ("2026-02-10", "已签发"),
    ]


def test_the_issue_tells_whose_certificate_it_is(shelf: Shelf) -> None:
    child = shelf.child("王小丽", "2026-02-01")
    issued(shelf, FIRST, "2026-02-10", child_id=child)
    life = number_life(shelf.desk, FIRST)
    assert (life.state, life.kind, life.child, life.mother) == (
        "issued",
        "首次签发",
        "王小丽",
        "赵试英",
    )
    assert (life.child_id, life.sealed, life.collected) == (child, False, False)


def test_a_move_tells_its_cause_its_words_both_people_and_the_letter(shelf: Shelf) -> None:
    letter = shelf.add(
        Delegation(
            centre=shelf.centre,
            role="reviewer",
            login="u2",
            instead_of="钱试丙",
            starts_on=day("2026-02-01"),
            ends_on=day("2026-12-31"),
            letter_no="云卫〔2026〕3号",
            signed_by="孙试丁",
        )
    )
    blank = shelf.blank(FIRST, ("2026-01-05", "in_stock"), state="void")
    shelf.add(
        BlankMove(
            centre=shelf.centre,
            blank_id=blank,
            moved_on=day("2026-02-10"),
            was="in_stock",
            becomes="void",
            act="void",
            cause="3",
            reason="水浸",
            handler="李四",
            second="周试戊",
            second_delegation_id=letter,
        )
    )
    assert told(number_life(shelf.desk, FIRST))[-1] == (
        "2026-02-10 作废 损毁 水浸 经办 李四 复核 周试戊(委托 云卫〔2026〕3号)"
    )


def test_a_number_handed_out_tells_carrier_and_receiver(shelf: Shelf) -> None:
    slip = shelf.add(
        Slip(
            centre=shelf.centre,
            kind="2",
            done_on=day("2026-02-10"),
            done_at="09:30",
            count=1,
            partner="柳溪分院",
            carrier="吴试己",
            receiver="郑试庚",
            letter_no="调1",
            handler="李四",
        )
    )
    blank = shelf.blank(FIRST, ("2026-01-05", "in_stock"), state="transferred")
    shelf.add(
        BlankMove(
            centre=shelf.centre,
            blank_id=blank,
            moved_on=day("2026-02-10"),
            was="in_stock",
            becomes="transferred",
            act="transfer",
            handler="李四",
            slip_id=slip,
        )
    )
    assert told(number_life(shelf.desk, FIRST))[-1] == (
        "2026-02-10 调出 09:30 柳溪分院 领证人 吴试己 接收 郑试庚 单号 调1 经办 李四"
    )


def test_a_void_handed_up_tells_who_took_it_there(shelf: Shelf) -> None:
    slip = shelf.add(
        Slip(
            centre=shelf.centre,
            kind="5",
            done_on=day("2026-02-10"),
            count=1,
            partner="县妇幼保健院",
            carrier="吴试己",
            checked_by="郑试庚",
            handler="李四",
        )
    )
    blank = shelf.blank(FIRST, ("2026-01-05", "in_stock"), ("2026-02-01", "void"), state="void")
    shelf.add(
        BlankMove(
            centre=shelf.centre,
            blank_id=blank,
            moved_on=day("2026-02-10"),
            was="void",
            becomes="handed_up",
            act="hand_up",
            handler="李四",
            slip_id=slip,
        )
    )
    assert told(number_life(shelf.desk, FIRST))[-1] == (
        "2026-02-10 上缴 县妇幼保健院 送交人 吴试己 审核 郑试庚 经办 李四"
    )


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"ended_why": "家长不办了"}, "2026-02-10 撤回申请 家长不办了 经办 王五"),
        ({"passed_to": "县妇幼保健院"}, "2026-02-10 移交 县妇幼保健院 经办 王五"),
    ],
)
def test_an_application_given_up_or_passed_on_tells_by_whom(
    shelf: Shelf, values: dict[str, Any], line: str
) -> None:
    issued(shelf, OLD, "2026-02-03")
    shelf.add(
        Application(
            centre=shelf.centre,
            kind="3",
            applied_on=day("2026-02-08"),
            child_name="王小丽",
            sex="2",
            birth_date=day("2026-02-01"),
            mother_name="赵试英",
            old_number=OLD,
            user="u1",
            handler="李四",
            ended_on=day("2026-02-10"),
            ended_by="王五",
            **values,
        )
    )
    assert told(number_life(shelf.desk, OLD))[-1] == line


def test_the_application_its_review_seal_and_collection_are_events(shelf: Shelf) -> None:
    asked = shelf.add(
        Application(
            centre=shelf.centre,
            kind="2",
            applied_on=day("2026-02-08"),
            child_name="王小丽",
            sex="2",
            birth_date=day("2026-02-01"),
            mother_name="赵试英",
            old_number=OLD,
            user="u1",
            handler="李四",
            decision="1",
            decided_on=day("2026-02-09"),
            reviewer="周试戊",
            reviewer_user="u2",
            ended_on=day("2026-02-10"),
        )
    )
    issue = issued(shelf, NEW, "2026-02-10", kind="2", old_number=OLD, application_id=asked)
    shelf.add(User(centre=shelf.centre, login="u3", name="印", roles=["sealer"]))
    shelf.add(
        Seal(
            centre=shelf.centre, issue_id=issue, sealed_on=day("2026-02-11"), user="u3", sealer="印"
        )
    )
    shelf.add(
        Collection(
            centre=shelf.centre,
            issue_id=issue,
            collected_on=day("2026-02-12"),
            receiver="赵试英",
            relation="1",
            signed="1",
            handler="李四",
        )
    )
    life = number_life(shelf.desk, NEW)
    assert (life.application_id, life.sealed, life.collected) == (asked, True, True)
    lines = [line for line in told(life) if line >= "2026-02-08"]
    assert lines[:2] == [
        "2026-02-08 申请 换发 孩子 王小丽 原证 X331000001 受理 李四",
        "2026-02-09 审核 同意 审核 周试戊",
    ]
    assert lines[-2:] == ["2026-02-11 盖章 印章 印", "2026-02-12 领证 领证人 赵试英 母亲 经办 李四"]
    old = number_life(shelf.desk, OLD)
    assert [event.opens for event in old.events] == [("application", asked)] * 2


def test_old_and_new_numbers_are_linked_both_ways_along_the_chain(shelf: Shelf) -> None:
    issued(shelf, OLD, "2026-02-10")
    issued(shelf, NEW, "2026-03-10", kind="2", old_number=OLD)
    issued(shelf, NEWEST, "2026-04-10", kind="3", old_number=NEW)
    assert number_life(shelf.desk, OLD).replaced_by == (NEW, NEWEST)
    assert number_life(shelf.desk, NEWEST).replaces == (NEW, OLD)


def test_a_chain_that_bites_its_tail_ends(shelf: Shelf) -> None:
    issued(shelf, OLD, "2026-02-10", old_number=NEW)
    issued(shelf, NEW, "2026-03-10", kind="2", old_number=OLD)
    assert number_life(shelf.desk, OLD).replaces == (NEW,)


def test_a_count_that_missed_the_number_is_part_of_its_life(shelf: Shelf) -> None:
    shelf.blank(FIRST, ("2026-01-05", "in_stock"))
    count = shelf.add(
        StockCount(
            centre=shelf.centre,
            counted_on=day("2026-01-31"),
            counted=49,
            on_books=50,
            counted_by="甲",
            checked_by="乙",
        )
    )
    shelf.add(
        CountLine(
            centre=shelf.centre,
            count_id=count,
            number=FIRST,
            difference="1",
            state="in_stock",
            words="压在柜底",
        )
    )
    assert told(number_life(shelf.desk, FIRST))[-1] == (
        "2026-01-31 盘点缺少 账上 在库 压在柜底 盘点 甲 监盘 乙"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("X331000051", ["X331000051 不在账上", "在 X331000001–X331000050 之后"]),
        (
            "X331000060",
            [
                "X331000060 不在账上",
                "在 X331000001–X331000050 之后",
                "在 X331000101–X331000150 之前",
            ],
        ),
        ("X331000007", ["X331000007 不在账上", "在 X331000001–X331000050 之内:这批开包时短少"]),
        ("Y331000001", ["Y331000001 不在账上", "Y33 开头的号没有入过库"]),
    ],
)
def test_a_number_not_on_the_books_tells_where_it_belongs(
    shelf: Shelf, number: str, words: list[str]
) -> None:
    bundle(shelf, missing="X331000007")
    if number.endswith("60"):
        bundle(shelf, "X331000101", "X331000150")
    life = number_life(shelf.desk, number)
    assert (life.state, life.events) == ("", ())
    assert [each.template.format(**each.params) for each in life.note] == words


def test_a_certificate_of_another_institution_leads_to_its_child(shelf: Shelf) -> None:
    child = shelf.child("王小丽", "2026-02-01", cert_no="L350247695")
    life = number_life(shelf.desk, "L350247695")
    assert (life.child_id, life.child) == (child, "王小丽")
    assert life.note[0].template == "不在本院账上,由别的机构签发"


def test_a_number_is_read_as_it_is_scanned(shelf: Shelf) -> None:
    shelf.blank(FIRST, ("2026-01-05", "in_stock"))
    assert number_life(shelf.desk, "no.ｘ331 000 001\n").state == "in_stock"


def test_what_is_no_number_is_refused_in_words(shelf: Shelf) -> None:
    with pytest.raises(InvalidCertificateNumber, match="现有 10 位数字"):
        number_life(shelf.desk, "X3310000011")


def sealer(shelf: Shelf) -> Desk:
    return replace(shelf.desk, roles=frozenset({"sealer"}))


def test_who_reads_no_records_sees_no_names_of_families(shelf: Shelf) -> None:
    issue = issued(shelf, FIRST, "2026-02-10")
    shelf.add(
        Collection(
            centre=shelf.centre,
            issue_id=issue,
            collected_on=day("2026-02-12"),
            receiver="赵试英",
            relation="1",
            signed="1",
            handler="李四",
        )
    )
    life = number_life(sealer(shelf), FIRST)
    assert (life.child, life.mother) == ("王○○", "赵○○")
    assert not [line for line in told(life) if "小丽" in line or "试英" in line]


def test_numbers_are_found_whole_by_their_beginning_and_by_their_end(shelf: Shelf) -> None:
    issued(shelf, OLD, "2026-02-10")
    for number in (NEW, NEWEST, "Y331000001"):
        shelf.blank(number, ("2026-01-05", "in_stock"))
    whole = find_numbers(shelf.desk, "x331000001")
    assert whole == (NumberHit(OLD, "issued", "王小丽"),)
    assert [hit.number for hit in find_numbers(shelf.desk, "X33100")] == [OLD, NEW, NEWEST]
    assert [hit.number for hit in find_numbers(shelf.desk, "0001")] == [OLD, "Y331000001"]


@pytest.mark.parametrize("text", ["", "王", "X33", "001", "X3310000O1", "12345678901234567X"])
def test_what_means_no_number_finds_none(shelf: Shelf, text: str) -> None:
    shelf.blank("X331000001", ("2026-01-05", "in_stock"))
    assert find_numbers(shelf.desk, text) == ()


def test_a_whole_number_is_found_though_it_is_not_on_the_books(shelf: Shelf) -> None:
    assert find_numbers(shelf.desk, "X331000999") == (NumberHit("X331000999", "", ""),)


def test_another_centres_number_is_not_told_of(shelf: Shelf) -> None:
    shelf.add_centre("C2")
    shelf.add(Blank(centre="C2", number=FIRST))
    assert number_life(shelf.desk, FIRST).state == ""
