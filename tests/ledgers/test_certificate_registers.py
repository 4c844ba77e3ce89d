"""The certificate registers as a workbook: what stands in each column."""

from pathlib import Path

import pytest

from ledgers.export.certificate_registers import REGISTERS
from models.blanks import Blank, BlankMove, BlankPlan, CountLine, Loss, Receipt, Slip, StockCount
from rules.periods import quarter_period
from tests.desk.shelf import Shelf, day
from tests.ledgers.certified import FORMULA, IN, MOTHER, export, issued, line, words

Q4 = quarter_period("2026Q4")


def test_every_register_has_a_sheet(shelf: Shelf, out: Path) -> None:
    assert export(shelf, out, *REGISTERS).sheetnames == [
        "封面",
        *(register.label for register in REGISTERS.values()),
    ]


def test_only_the_registers_asked_for_are_written(shelf: Shelf, out: Path) -> None:
    assert export(shelf, out, "voids", "first").sheetnames == [
        "封面",
        "首次签发登记本",
        "废证登记本",
    ]


def test_a_receipt_says_what_was_in_stock_after_it(shelf: Shelf, out: Path) -> None:
    shelf.blank("X331000001", ("2026-06-30", "in_stock"))
    receipt = shelf.add(
        Receipt(
            centre="C1",
            received_on=day("2026-07-01"),
            first="X331000002",
            last="X331000003",
            count=2,
            received_by="李四",
            checked_by="钱五",
        )
    )
    for number in ("X331000002", "X331000003"):
        shelf.blank(number, IN, receipt_id=receipt)
    shelf.blank("X331000004", IN)
    found = line(export(shelf, out, "receipts"), "入库登记本")
    assert (found["入库数量"], found["起始编码"], found["库存数量"]) == (2, "X331000002", 3)
    assert (found["经办人签名"], found["审核人签名"]) == ("李四", "钱五")


@pytest.mark.parametrize(("state", "said"), [("in_stock", None), ("retracted", "入库撤销")])
def test_a_receipt_taken_back_says_so(
    shelf: Shelf, out: Path, state: str, said: str | None
) -> None:
    receipt = shelf.add(
        Receipt(
            centre="C1",
            received_on=day("2026-07-01"),
            first="X331000001",
            last="X331000001",
            count=1,
            checked_by="钱五",
        )
    )
    shelf.blank("X331000001", IN, ("2026-08-01", state), receipt_id=receipt)
    assert line(export(shelf, out, "receipts"), "入库登记本")["备注"] == said


def later(shelf: Shelf, was: str, becomes: str) -> None:
    """A bundle of July, one number of which turned up or was retracted in October."""
    receipt = shelf.add(
        Receipt(
            centre="C1",
            received_on=day("2026-07-01"),
            first="X331000001",
            last="X331000002",
            count=1,
            checked_by="钱五",
        )
    )
    blank = shelf.blank("X331000002", ("2026-07-01", was), receipt_id=receipt, state=becomes)
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day("2026-10-08"),
            was=was,
            becomes=becomes,
            reason="县里来函",
            handler="李四",
            second="赵六",
        )
    )


@pytest.mark.parametrize(
    ("was", "becomes", "count", "act"),
    [("short", "in_stock", 1, "补到"), ("in_stock", "retracted", -1, "撤销入库")],
)
def test_what_turned_up_or_was_retracted_is_a_line_of_its_own_day(  # noqa: PLR0913, PLR0917
    shelf: Shelf, out: Path, was: str, becomes: str, count: int, act: str
) -> None:
    later(shelf, was, becomes)
    found = line(export(shelf, out, "receipts", period=Q4), "入库登记本")
    assert (found["入库日期"].date(), found["入库数量"]) == (day("2026-10-08"), count)
    assert (found["起始编码"], found["审核人签名"]) == ("X331000002", "赵六")
    assert found["备注"] == f"{act}(2026-07-01入库 X331000001 起的一批)；县里来函"


def test_a_masked_copy_says_that_a_receipt_was_retracted_and_not_the_reason_as_written(
    shelf: Shelf, out: Path
) -> None:
    later(shelf, "in_stock", "retracted")
    found = line(export(shelf, out, "receipts", period=Q4, masked=True), "入库登记本")
    assert found["备注"] == "撤销入库(2026-07-01入库 X331000001 起的一批)"


def test_the_first_issue_has_its_hands_and_its_collector(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1")
    found = line(export(shelf, out, "first"), "首次签发登记本")
    hands = (found["签发人签名"], found["盖章人签名"], found["审核人签名"])
    assert hands == ("李四", "钱五", "赵六")
    assert (found["母亲身份证号"], found["领证人"], str(found["领证日期"])[:10]) == (
        MOTHER,
        "王甲",
        "2026-08-03",
    )


def test_who_has_no_resident_number_stands_with_the_number_of_the_other_paper(
    shelf: Shelf, out: Path
) -> None:
    aunt = {"receiver": "王乙", "relation": "9", "receiver_id_kind": "3"}
    by = {**aunt, "receiver_other_no": "E12345678", "letter": "1"}
    issued(shelf, "X331000001", "1", by=by, father_other_no="H0123456")
    first = line(export(shelf, out, "first"), "首次签发登记本")
    assert (first["父亲身份证号"], first["领证人身份证号"]) == ("H0123456", "E12345678")


def test_a_masked_copy_hides_the_number_of_another_paper_too(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1", father_other_no="H0123456")
    first = line(export(shelf, out, "first", masked=True), "首次签发登记本")
    assert first["父亲身份证号"] == "******56"


def test_what_somebody_typed_is_no_formula(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "1")
    sheet = export(shelf, out, "first")["首次签发登记本"]
    types = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == FORMULA}
    assert types == {"s"}


def test_exchange_and_reissue_say_the_old_number_and_why(shelf: Shelf, out: Path) -> None:
    issued(shelf, "X331000001", "2", old_number="W331000001", cause="2", returned="2")
    issued(shelf, "X331000002", "6", old_number="W331000002", cause="1", mother_hukou="1")
    book = export(shelf, out, "exchanges", "reissues")
    exchanged, reissued = line(book, "换发登记本"), line(book, "补发登记本")
    assert (exchanged["原证编号"], exchanged["换发原因"], exchanged["原证交回"]) == (
        "W331000001",
        "涂改或损坏",
        "正页和副页",
    )
    assert (reissued["原证编号"], reissued["补发原因"], reissued["母亲户籍地证明是否入户"]) == (
        "W331000002",
        "遗失",
        "未入户",
    )


@pytest.mark.parametrize(("name", "kind"), [("换发", "2"), ("补发", "3")])
def test_what_nobody_collected_has_no_day_of_collection(
    shelf: Shelf, out: Path, name: str, kind: str
) -> None:
    issued(shelf, "X331000001", kind, collected=False, old_number="W331000001")
    found = line(export(shelf, out, "exchanges", "reissues"), f"{name}登记本")
    assert (found[f"{name}日期"].date(), found["领证日期"]) == (day("2026-08-02"), None)


def test_what_issuing_drew_by_itself_is_a_line_by_day_and_unbroken_range(
    shelf: Shelf, out: Path
) -> None:
    for number in ("X331000001", "X331000002", "X331000009"):
        shelf.blank(number, IN, ("2026-08-02", "issued"))
    book = export(shelf, out, "slips")
    found = [line(book, "出库(发放)登记本", row) for row in (1, 2)]
    assert [(one["起始编码"], one["终止编码"], one["出库数量"]) for one in found] == [
        ("X331000001", "X331000002", 2),
        ("X331000009", "X331000009", 1),
    ]
    assert (found[0]["类别"], found[0]["接收人"], found[0]["备注"]) == (
        "领用",
        "李四",
        "签发时领用",
    )
    assert found[0]["出库日期"].date() == day("2026-08-02")


def test_two_slips_of_a_day_each_say_what_was_left_after_them(shelf: Shelf, out: Path) -> None:
    blanks = [shelf.blank(f"X33100000{last}", IN) for last in range(1, 4)]
    for place, blank in enumerate(blanks[:2], 1):
        slip = shelf.add(
            Slip(
                centre="C1",
                kind="2",
                done_on=day("2026-08-05"),
                done_at=f"0{place}:30",
                count=1,
                handler="李四",
            )
        )
        shelf.add(
            BlankMove(
                centre="C1",
                blank_id=blank,
                moved_on=day("2026-08-05"),
                was="in_stock",
                becomes="transferred",
                handler="李四",
                slip_id=slip,
            )
        )
        shelf.change(blank, Blank, state="transferred")
    book = export(shelf, out, "slips")
    found = [line(book, "出库(发放)登记本", row) for row in (1, 2)]
    assert [(one["库存数"], str(one["出库日期"])) for one in found] == [
        (2, "2026-08-05 01:30:00"),
        (1, "2026-08-05 02:30:00"),
    ]


def test_the_record_of_destruction_has_the_numbers_of_its_slip(shelf: Shelf, out: Path) -> None:
    slip = shelf.add(
        Slip(
            centre="C1",
            kind="6",
            done_on=day("2026-08-05"),
            count=1,
            method="焚烧",
            place="市里",
            witness="孙七",
            handler="李四",
        )
    )
    blank = shelf.blank("X331000001", IN, ("2026-08-01", "handed_up"), state="destroyed")
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day("2026-08-05"),
            was="handed_up",
            becomes="destroyed",
            handler="李四",
            slip_id=slip,
        )
    )
    found = line(export(shelf, out, "record"), "废证销毁记录")
    assert (found["废证编号"], found["销毁方式"], found["监督人"]) == ("X331000001", "焚烧", "孙七")


def test_losses_and_counts_are_by_number(shelf: Shelf, out: Path) -> None:
    blank = shelf.blank("X331000001", IN, ("2026-08-06", "lost"))
    shelf.add(
        Loss(
            centre="C1",
            blank_id=blank,
            found_on=day("2026-08-06"),
            cause="1",
            told_police_on=day("2026-08-07"),
            police="回执3",
            story="月末盘点发现",
            handler="李四",
        )
    )
    count = shelf.add(
        StockCount(
            centre="C1",
            counted_on=day("2026-08-31"),
            counted=0,
            on_books=1,
            counted_by="李四",
            checked_by="钱五",
            kind="2",
        )
    )
    shelf.add(
        CountLine(
            centre="C1", count_id=count, number="X331000001", difference="1", words="已报遗失"
        )
    )
    book = export(shelf, out, "losses", "counts")
    lost = line(book, "遗失和废证处理登记本", 2)  # two rows of headings
    assert (lost["证号"], lost["报案"].date()) == ("X331000001", day("2026-08-07"))
    assert lost["类别"] == "空白证遗失"
    counted = line(book, "月末盘点表")
    assert (counted["差数"], counted["差异编号及原因"]) == (-1, "X331000001 缺 已报遗失")
    assert counted["类别"] == "人员交接"


def test_a_plan_stands_in_the_register_of_the_period_it_was_reported_in(
    shelf: Shelf, out: Path
) -> None:
    asked_on = day("2026-09-20")
    plan = BlankPlan(
        centre="C1", year=2027, births=100, asked=105, asked_on=asked_on, handler="张三"
    )
    shelf.add(plan)
    told = line(export(shelf, out, "plans"), "年度申领计划")
    assert (told["年度"], told["上年活产数"], told["计划申领数"]) == (2027, 100, 105)


def test_the_archive_is_by_kind_with_room_for_the_place_of_the_paper(
    shelf: Shelf, out: Path
) -> None:
    issued(shelf, "X331000001", "1")
    issued(shelf, "X331000002", "3", old_number="W331000002")
    book = export(shelf, out, "archive")
    said = words(book, "档案目录")
    assert said.index("X331000001") < said.index("补发档案") < said.index("X331000002")
    assert line(book, "档案目录")["卷盒号"] is None
