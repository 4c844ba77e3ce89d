"""The registers of voids and of lost blanks, and the papers of their destruction, as a workbook."""

from pathlib import Path
from typing import Any

import pytest

from models.blanks import Blank, BlankMove, Loss, Slip
from rules.periods import quarter_period
from tests.desk.shelf import Shelf, day
from tests.ledgers.certified import IN, export, line, spoilt, words

Q4 = quarter_period("2026Q4")


def test_the_void_register_says_why_and_where_the_paper_is(shelf: Shelf, out: Path) -> None:
    spoilt(shelf, "X331000001", "1", "打成了姐姐的名字")
    found = line(export(shelf, out, "voids"), "废证登记本")
    assert (found["废证原因"], found["现在何处"]) == ("打印或填写错误；打成了姐姐的名字", "废证")


def handed_up(shelf: Shelf, blank: int, on: str, **values: Any) -> None:
    """A void goes up with a slip."""
    slip = shelf.add(
        Slip(
            centre="C1",
            kind="5",
            done_on=day(on),
            count=1,
            partner="县卫健局",
            letter_no="交7",
            checked_by="孙七",
            handler="李四",
            **values,
        )
    )
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day(on),
            was="void",
            becomes="handed_up",
            handler="李四",
            slip_id=slip,
        )
    )
    shelf.change(blank, Blank, state="handed_up")


def test_the_request_to_destroy_has_the_voids_still_kept_here(shelf: Shelf, out: Path) -> None:
    spoilt(shelf, "X331000001", "3")
    shelf.blank("X331000002", ("2026-06-01", "in_stock"), ("2026-06-02", "handed_up"))
    book = export(shelf, out, "request")
    assert "X331000001" in words(book, "废证销毁申请表")
    assert "X331000002" not in words(book, "废证销毁申请表")
    assert "主管领导签字" in words(book, "废证销毁申请表")


def test_the_request_to_destroy_has_what_went_up_with_its_slip(shelf: Shelf, out: Path) -> None:
    handed_up(shelf, spoilt(shelf, "X331000001", "3"), "2026-08-20")
    found = line(export(shelf, out, "request"), "废证销毁申请表")
    assert (found["废证编号"], found["接收单位"], found["单号"]) == (
        "X331000001",
        "县卫健局",
        "交7",
    )
    assert (found["上缴日期"].date(), found["废证时间"].date()) == (
        day("2026-08-20"),
        day("2026-08-04"),
    )


def gone(shelf: Shelf, number: str) -> int:
    """A void lost from custody, with its report."""
    blank = spoilt(shelf, number, "3")
    shelf.move(blank, "2026-08-20", "void", "void_lost")
    shelf.change(blank, Blank, state="void_lost")
    shelf.add(
        Loss(
            centre="C1",
            blank_id=blank,
            found_on=day("2026-08-20"),
            cause="1",
            story="封存柜内清点时不见",
            handler="李四",
        )
    )
    return blank


def test_a_void_lost_from_custody_is_named_in_the_request_and_does_not_go_up(
    shelf: Shelf, out: Path
) -> None:
    gone(shelf, "X331000001")
    spoilt(shelf, "X331000002", "3")
    said = words(export(shelf, out, "request"), "废证销毁申请表")
    up, _, lost = said.partition("废证遗失,不在上缴之列")
    assert ("X331000001" in up, "X331000002" in up, "废证共 1 枚" in said) == (False, True, True)
    assert "X331000001" in lost


def test_a_void_lost_from_custody_stands_in_the_register_of_losses_as_what_it_is(
    shelf: Shelf, out: Path
) -> None:
    gone(shelf, "X331000001")
    book = export(shelf, out, "losses", "voids")
    assert line(book, "遗失和废证处理登记本", 2)["类别"] == "废证遗失"
    assert line(book, "废证登记本")["现在何处"] == "废证遗失"


def test_a_void_found_again_is_one_void_of_the_day_it_became_one(shelf: Shelf, out: Path) -> None:
    blank = gone(shelf, "X331000001")
    shelf.move(blank, "2026-08-25", "void_lost", "void")
    shelf.change(blank, Blank, state="void")
    book = export(shelf, out, "request", "voids")
    for register in ("废证销毁申请表", "废证登记本"):
        found = line(book, register)
        assert str(found["废证时间" if "废证时间" in found else "日期"])[:10] == "2026-08-04"
    assert "不在上缴之列" not in words(book, "废证销毁申请表")


def test_what_went_up_after_the_period_is_in_custody_at_its_end(shelf: Shelf, out: Path) -> None:
    handed_up(shelf, spoilt(shelf, "X331000001", "3"), "2026-10-20")
    found = line(export(shelf, out, "request"), "废证销毁申请表")
    assert (found["废证编号"], found["上缴日期"]) == ("X331000001", None)


def test_the_void_register_has_the_hand_that_counted_it_out(shelf: Shelf, out: Path) -> None:
    blank = shelf.blank("X331000001", IN, ("2026-08-04", "void"))
    handed_up(shelf, blank, "2026-08-20")
    assert line(export(shelf, out, "voids"), "废证登记本")["审核人签名"] == "孙七"


@pytest.mark.parametrize(
    ("masked", "said"),
    [
        (False, "2026-08-06撤销作废；看错了号；经办人 李四；复核人 赵六"),
        (True, "2026-08-06撤销作废；经办人 李四；复核人 赵六"),
    ],
)
def test_a_void_taken_back_says_when_why_and_with_whom(
    shelf: Shelf, out: Path, *, masked: bool, said: str
) -> None:
    blank = spoilt(shelf, "X331000001", "3")
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day("2026-08-06"),
            was="void",
            becomes="in_stock",
            reason="看错了号",
            handler="李四",
            second="赵六",
        )
    )
    shelf.change(blank, Blank, state="in_stock")
    found = line(export(shelf, out, "voids", masked=masked), "废证登记本")
    assert (found["现在何处"], found["备注"]) == ("在库", said)


def test_a_void_taken_back_is_less_one_in_the_period_it_was_taken_back_in(
    shelf: Shelf, out: Path
) -> None:
    blank = spoilt(shelf, "X331000001", "3")
    shelf.add(
        BlankMove(
            centre="C1",
            blank_id=blank,
            moved_on=day("2026-10-06"),
            was="void",
            becomes="in_stock",
            reason="看错了号",
            handler="李四",
            second="赵六",
        )
    )
    found = line(export(shelf, out, "voids", period=Q4), "废证登记本")
    assert (found["日期"].date(), found["枚数"], found["统计表栏目"]) == (
        day("2026-10-06"),
        -1,
        "(12)其他原因",
    )
    assert (found["废证原因"], found["审核人签名"]) == ("撤销作废；损毁；看错了号", "赵六")


def test_a_lost_blank_found_again_leaves_the_lost_and_joins_the_other_voids(
    shelf: Shelf, out: Path
) -> None:
    shelf.blank("X331000001", IN, ("2026-08-04", "lost"), ("2026-10-06", "void"))
    book = export(shelf, out, "voids", period=Q4)
    found = [line(book, "废证登记本", row) for row in (1, 2)]
    assert [(one["枚数"], one["统计表栏目"]) for one in found] == [
        (-1, "(11)遗失"),
        (1, "(12)其他原因"),
    ]


def test_the_second_person_of_a_loss_is_its_own_and_not_who_counted_it_out_later(
    shelf: Shelf, out: Path
) -> None:
    blank = shelf.blank("X331000001", IN, ("2026-08-04", "lost"), ("2026-08-10", "void"))
    shelf.add(
        Loss(
            centre="C1",
            blank_id=blank,
            found_on=day("2026-08-04"),
            cause="1",
            story="柜里少一张",
            reviewer="周八",
            handler="李四",
        )
    )
    handed_up(shelf, blank, "2026-08-20")
    assert line(export(shelf, out, "voids"), "废证登记本")["审核人签名"] == "周八"
