"""The columns of the certificate registers against the printed forms, and who had a number."""

from pathlib import Path
from typing import Any

import pytest

from desk.certificate_registers import certificate_registers
from desk.house_rules import KEY
from ledgers.export.certificate_registers import REGISTERS
from models.blanks import Blank, BlankMove, Loss, Slip
from models.people import Setting
from tests.desk.shelf import Shelf, day
from tests.ledgers.certified import FORMULA, IN, Q3, export, issued, line, spoilt, words

HERE, HOSPITAL = "C1卫生院", "和平乡卫生院"
# As the forms print them. No form is known of the exchange register, which follows the application
# form, of the count, the plan and the archive index.
FORMS = {
    "receipts": "序号 入库日期 入库数量 起始编码 终止编码 库存数量 经办人签名 审核人签名",
    "slips": "序号 出库单位 出库日期 出库数量 起始编码 终止编码 库存数 申领单位名称 领证人签名"
    " 经办人签名",
    "first": "序号 出生证编号 领证日期 母亲姓名 新生儿姓名 性别 出生日期 母亲身份证号 结婚证号"
    " 亲子鉴定证明编号 父亲姓名 父亲身份证号 领证人签名 领证人身份证号 签发人签名 盖章人签名"
    " 审核人签名",
    "exchanges": "序号 换发日期 新生儿姓名 性别 母亲姓名 母亲身份证号 原证编号 新证编号 换发原因"
    " 原证交回 领证人 与新生儿关系 领证人证件号码 领证人签名 签发人签名 盖章人签名 审核人签名",
    "reissues": "序号 县市区 领证日期 母亲姓名 新生儿姓名 性别 出生日期 原证编号 新证编号 补发原因"
    " 声明作废的报刊名称 刊登日期 母亲户籍地证明是否入户 父亲户籍地证明是否入户 领证人证件号码"
    " 领证人签名 签发人签名 盖章人签名 审核人签名",
    "voids": "序号 单位名称 日期 出生证编号 废证原因 审核人签名 经办人签名",
    "request": "序号 导致废证的助产机构全称 废证数量 废证编号 废证时间 废证原因 废证责任人 审核人"
    " 助产机构负责人",
    "record": "序号 县 县级管理废证人员 县级主管领导 市级审核接收人 废证编号 废证数量 销毁日期"
    " 销毁方式 销毁地点",
    "losses": "序号 单位 证号 时间 原因 经办人 审核人 作废声明/时间 作废声明/报刊名 处理情况/对单位"
    " 处理情况/对人员",
    "counts": "序号 盘点日期 类别 账面数 实点数 差数 差异编号及原因 盘点人 监盘人 备注",
    "plans": "序号 年度 上年活产数 上年用量 计划申领数 上报日期 经办人 负责人 备注",
    "archive": "序号 出生证编号 新生儿姓名 母亲姓名 出生日期 签发日期 签发类别 原证编号 卷盒号"
    " 页次",
}
OURS = {
    "receipts": "短少编码 版本 发放单位 出库单号 领取人 备注",
    "slips": "类别 接收人 审核人 备注",
    "first": "领证人 签发日期 受理、发证代岗文号",
    "exchanges": "领证日期 受理、发证代岗文号",
    "reissues": "领证人 补发日期 受理、发证代岗文号",
    "voids": "枚数 统计表栏目 现在何处 备注",
    "request": "上缴日期 接收单位 单号",
    "record": "办理 上缴日期 接收单位 送交人 清点人 监督人 经办人 单号 备注",
    "losses": "类别 经过 报案/时间 报案/回执 上报",
}


def test_every_column_of_the_form_is_there_in_its_order_and_by_its_name(shelf: Shelf) -> None:
    books = certificate_registers(shelf.desk, Q3, masked=True)
    ours = {name: OURS.get(name, "").split() for name in REGISTERS}
    found = {name: each.sheet(books).blocks[0].headings for name, each in REGISTERS.items()}
    of_form = {
        name: [each for each in headings if each not in ours[name]]
        for name, headings in found.items()
    }
    beside = {
        name: [each for each in headings if each in ours[name]] for name, headings in found.items()
    }
    assert (of_form, beside) == ({name: form.split() for name, form in FORMS.items()}, ours)


def test_the_head_of_the_request_stands_above_its_lines(shelf: Shelf, out: Path) -> None:
    spoilt(shelf, "X331000001", "3")
    said = words(export(shelf, out, "request"), "废证销毁申请表")
    head = said.partition("导致废证的助产机构全称")[0]
    assert all(each in head for each in ("年度: 2026", "废证共 1 枚", "单位(盖章)", "主管领导签字"))


def passed(  # noqa: PLR0913  what a slip says
    shelf: Shelf,
    kind: str,
    on: str,
    *blanks: int,
    was: str,
    becomes: str,
    partner: str = HOSPITAL,
) -> None:
    """A slip between this institution and another, or within."""
    slip = shelf.add(
        Slip(
            centre="C1",
            kind=kind,
            done_on=day(on),
            count=len(blanks),
            partner=None if kind == "1" else partner,
            handler="李四",
        )
    )
    for blank in blanks:
        shelf.add(
            BlankMove(
                centre="C1",
                blank_id=blank,
                moved_on=day(on),
                was=was,
                becomes=becomes,
                handler="李四",
                slip_id=slip,
            )
        )
        shelf.change(blank, Blank, state=becomes)


def sides(found: dict[str, Any]) -> tuple[Any, ...]:
    return found["出库单位"], found["申领单位名称"]


def test_a_slip_says_which_institution_gave_and_which_took(shelf: Shelf, out: Path) -> None:
    blank = shelf.blank("X331000001", IN)
    passed(shelf, "2", "2026-08-01", blank, was="in_stock", becomes="transferred")
    passed(shelf, "3", "2026-08-02", blank, was="transferred", becomes="in_stock")
    book = export(shelf, out, "slips")
    there, back = (sides(line(book, "出库(发放)登记本", row)) for row in (1, 2))
    assert (there, back) == ((HERE, HOSPITAL), (HOSPITAL, HERE))


def test_a_slip_of_two_bundles_is_a_line_for_each_range(shelf: Shelf, out: Path) -> None:
    blanks = [shelf.blank(f"X33100000{last}", IN) for last in (1, 2, 7)]
    passed(shelf, "1", "2026-08-01", *blanks, was="in_stock", becomes="drawn")
    book = export(shelf, out, "slips")
    found = [line(book, "出库(发放)登记本", row) for row in (1, 2)]
    assert [(one["起始编码"], one["终止编码"], one["出库数量"]) for one in found] == [
        ("X331000001", "X331000002", 2),
        ("X331000007", "X331000007", 1),
    ]


def lost_there(shelf: Shelf, partner: str = HOSPITAL) -> int:
    """A number passed on and lost by the other institution."""
    blank = shelf.blank("X331000001", IN)
    passed(shelf, "2", "2026-08-01", blank, was="in_stock", becomes="transferred", partner=partner)
    shelf.move(blank, "2026-08-06", "transferred", "lost")
    shelf.change(blank, Blank, state="lost")
    shelf.add(
        Loss(
            centre="C1",
            blank_id=blank,
            found_on=day("2026-08-06"),
            cause="1",
            story="柜里少一张",
            handler="李四",
        )
    )
    return blank


def test_what_another_institution_lost_stands_under_its_name(shelf: Shelf, out: Path) -> None:
    lost_there(shelf)
    book = export(shelf, out, "voids", "losses")
    units = (
        line(book, "废证登记本")["单位名称"],
        line(book, "遗失和废证处理登记本", 2)["单位"],
    )
    assert units == (HOSPITAL, HOSPITAL)


def test_what_another_institution_lost_is_a_return_without_a_slip(shelf: Shelf, out: Path) -> None:
    lost_there(shelf)
    found = line(export(shelf, out, "slips"), "出库(发放)登记本", 2)
    assert (sides(found), found["出库数量"]) == ((HOSPITAL, HERE), 1)
    assert (found["类别"], found["备注"]) == ("退回", "对方遗失,记退回又记遗失")


def test_a_void_found_where_it_was_lost_is_that_institutions(shelf: Shelf, out: Path) -> None:
    blank = lost_there(shelf)
    shelf.move(blank, "2026-08-09", "lost", "void")
    shelf.change(blank, Blank, state="void")
    found = line(export(shelf, out, "request"), "废证销毁申请表")
    assert (found["导致废证的助产机构全称"], found["废证数量"]) == (HOSPITAL, 1)


def test_a_blank_that_came_back_and_was_lost_here_is_ours(shelf: Shelf, out: Path) -> None:
    blank = shelf.blank("X331000001", IN)
    passed(shelf, "2", "2026-08-01", blank, was="in_stock", becomes="transferred")
    passed(shelf, "3", "2026-08-02", blank, was="transferred", becomes="in_stock")
    shelf.move(blank, "2026-08-06", "in_stock", "lost")
    shelf.move(blank, "2026-08-07", "lost", "void")
    shelf.change(blank, Blank, state="void")
    assert line(export(shelf, out, "voids"), "废证登记本")["单位名称"] == HERE


@pytest.mark.parametrize("county", ["云溪县", None])
def test_the_reissue_says_the_county_where_the_centre_has_set_it(
    shelf: Shelf, out: Path, county: str | None
) -> None:
    shelf.add(Setting(centre="C1", key=KEY, value={"cert_county": county}))
    issued(shelf, "X331000002", "3", old_number="W331000002", cause="1")
    assert line(export(shelf, out, "reissues"), "补发登记本")["县市区"] == county


def test_an_institution_called_a_formula_is_text_in_every_register(shelf: Shelf, out: Path) -> None:
    blank = lost_there(shelf, FORMULA)
    shelf.move(blank, "2026-08-09", "lost", "void")
    shelf.change(blank, Blank, state="void")
    book = export(shelf, out, *REGISTERS)
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    named = [cell.data_type for cell in found if cell.value == FORMULA]
    assert (len(named), {*named}) == (7, {"s"})


def test_a_slip_of_very_many_ranges_goes_over_to_further_lines(shelf: Shelf, out: Path) -> None:
    up = ("2026-08-01", "handed_up")
    blanks = [shelf.blank(f"X3310000{last:02}", IN, up) for last in range(1, 50, 2)]
    passed(shelf, "6", "2026-08-05", *blanks, was="handed_up", becomes="destroyed")
    book = export(shelf, out, "record")
    found = [line(book, "废证销毁记录", row) for row in (1, 2)]
    assert [(one["废证数量"], len(one["废证编号"].split())) for one in found] == [(20, 20), (5, 5)]
