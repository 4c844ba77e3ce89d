"""The register of the delivery subsidy."""

from desk.register_rows import CaseLine
from ledgers.export.cases import NOTED, typed
from ledgers.export.maternal import delivered_on, live_born, mode, place
from ledgers.export.sheets import Block, Column, Sheet
from models.subsidy import SubsidyData


def subsidy_sheet(lines: tuple[CaseLine, ...]) -> Sheet:
    """住院分娩补助登记."""
    name = "住院分娩补助登记"
    return Sheet(name, NOTED, (Block(name, _COLUMNS, lines),), frozen=4, pages=2)


def _names(line: CaseLine) -> str | None:
    return "、".join(each.name for each in live_born(line.pregnancy) if each.name) or None


def _certificates(line: CaseLine) -> str | None:
    return "、".join(each.cert_no for each in live_born(line.pregnancy) if each.cert_no) or None


_COLUMNS: tuple[Column[CaseLine], ...] = (
    *typed(SubsidyData, "noted_on"),
    Column("产妇姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("电话", lambda line: " ".join(line.pregnancy.woman.phones), 12),
    *typed(SubsidyData, "rural"),
    Column("分娩日期", lambda line: delivered_on(line.pregnancy), 10, "分娩情况"),
    Column("分娩医院", lambda line: place(line.pregnancy), 10, "分娩情况"),
    *typed(SubsidyData, "category admission_no", "分娩情况"),
    Column("分娩方式", lambda line: mode(line.pregnancy), 8, "分娩情况"),
    Column("新生儿姓名", _names, 10, "分娩情况"),
    Column("出生证编号", _certificates, 11, "分娩情况"),
    *typed(SubsidyData, "total_fen insured_fen standard_fen paid_fen", "费用与补助"),
    *typed(SubsidyData, "papers applied_on reviewer reviewed_on published_on", "申请与审核"),
    *typed(SubsidyData, "state paid_on pay_method receiver kinship", "兑现"),
    Column("领款人签字", lambda _: None, 8, "兑现"),
    *typed(SubsidyData, "account_tail returned_on refused_on why", "兑现"),
    *typed(SubsidyData, "remark"),
)
