"""The registers of certificates and blanks as they are printed and bound.

The columns of a province's official printouts come first, in their order and by their names; what
else the books know stands behind them. Names of staff stand where they sign; who collects a
certificate is named and signs in an empty column.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from desk.certificate_lines import (
    CountedLine,
    LossLine,
    PaperLine,
    PlanLine,
    ReceiptLine,
    SlipLine,
    VoidLine,
)
from desk.certificate_register_names import NAMES
from desk.certificate_registers import CertificateRegisters
from ledgers.export.cells import Value
from ledgers.export.certificate import KEEPERS, MASKED
from ledgers.export.sheets import Block, Column, Sheet, label, sex_word
from models.blanks import EDITIONS, MISSING, SLIPS, CountData
from models.certificate import (
    EXCHANGE_CAUSES,
    EXCHANGES,
    FIRSTS,
    HUKOU,
    KINDS,
    REISSUE_CAUSES,
    REISSUES,
    RELATIONS,
    RETURNED,
)
from rules.certificate_states import ACTS, LABELS, LOSS_CAUSES, VOID_CAUSES
from rules.certificate_table import COLUMNS
from rules.fields import field_specs
from rules.number_lists import all_of, spans, unbroken

_UP, _DESTROYED = "5", "6"  # codes of SLIPS: they have a record of their own
_RANGES = 20  # in one line of the record: a row has to fit on a page
_REQUEST_HEAD = (
    "年度: {year}      废证共 {count} 枚      单位(盖章):                    "
    "主管领导签字:                    日期:        年    月    日"
)
_COUNTY_SAYS = "县级主管部门意见:                              日期:        年    月    日"
_KEPT = "保管期限: 永久"
_GONE_NAME = "废证遗失,不在上缴之列"
_IN_TABLE = {each.name: f"({each.number}){each.heading}" for each in COLUMNS}
_DESTROYERS = "销毁人签字:                    监督人(纪检监察)签字:                    日期:"


@dataclass(frozen=True, slots=True)
class Register:
    """A register and its sheet."""

    name: str
    sheet: Callable[[CertificateRegisters], Sheet]

    @property
    def label(self) -> str:
        """What it is called."""
        return NAMES[self.name][0]


def _sheet(
    name: str, blocks: tuple[Block, ...], books: CertificateRegisters, *notes: str, head: str = ""
) -> Sheet:
    title, scope = NAMES[name]
    said = (*notes, *((MASKED,) if books.masked else ()), KEEPERS)
    return Sheet(title, scope, blocks, frozen=2, notes=said, head=head)


def _of_kinds(books: CertificateRegisters, kinds: frozenset[str]) -> tuple[PaperLine, ...]:
    return tuple(line for line in books.papers if line.kind in kinds)


def _slips(books: CertificateRegisters, *, gone: bool) -> tuple[SlipLine, ...]:
    return tuple(line for line in books.slips if (line.kind in {_UP, _DESTROYED}) == gone)


def _in_lines(slips: Iterable[SlipLine]) -> Iterator[SlipLine]:
    """Slips with their numbers; very many ranges go over to further lines."""
    for slip in slips:
        ranges = unbroken(slip.numbers)
        for start in range(0, max(len(ranges), 1), _RANGES):
            parts = map(all_of, ranges[start : start + _RANGES])
            numbers = tuple(chain.from_iterable(parts))
            yield replace(slip, numbers=numbers, count=len(numbers) or slip.count)


def _register(
    name: str,
    columns: tuple[Column[Any], ...],
    lines: Callable[[CertificateRegisters], tuple[object, ...]],
    *notes: str,
) -> Register:
    def sheet(books: CertificateRegisters) -> Sheet:
        block = Block(NAMES[name][0], columns, lines(books))
        return _sheet(name, (block,), books, *notes)

    return Register(name, sheet)


def _causes(line: PaperLine) -> str | None:
    options = EXCHANGE_CAUSES if line.kind in EXCHANGES else REISSUE_CAUSES
    return "；".join(filter(None, (label(options, line.cause), line.cause_words))) or None


def _void_cause(line: VoidLine) -> str | None:
    options = LOSS_CAUSES if line.becomes == "lost" else VOID_CAUSES
    undone = ACTS["unvoid"].label if line.becomes == "in_stock" else None
    return "；".join(filter(None, (undone, label(options, line.cause), line.words))) or None


def _moment(day: date | None, at: str | None) -> date | datetime | None:
    """Day and minute, or the day alone where the minute is not known."""
    return datetime.combine(day, time.fromisoformat(at)) if day and at else day


def _if(line: SlipLine, kind: str, value: Value) -> Value:
    """A value where the slip is of a kind."""
    return value if line.kind == kind else None


def _taken_back(line: VoidLine) -> str | None:
    """When, why and with whom a void was taken back."""
    if line.back_on is None:
        return None
    said = f"{line.back_on}撤销作废"
    by = f"经办人 {line.back_by}"
    second = f"复核人 {line.back_second}" if line.back_second else None
    return "；".join(filter(None, (said, line.back_words, by, second)))


def _difference(line: CountedLine) -> str | None:
    said = (
        f"{number} {'缺' if difference == MISSING else '多'}{f' {words}' if words else ''}"
        for number, difference, words in line.differences
    )
    return "；".join(said) or None


_RECEIPTS: tuple[Column[ReceiptLine], ...] = (
    Column("入库日期", lambda line: line.received_on, 9.5),
    Column("入库数量", lambda line: line.count, 8),
    Column("起始编码", lambda line: line.first, 10),
    Column("终止编码", lambda line: line.last, 10),
    Column("库存数量", lambda line: line.stock, 8),
    Column("经办人签名", lambda line: line.received_by, 10),
    Column("审核人签名", lambda line: line.checked_by, 10),
    Column("短少编码", lambda line: line.missing, 12),
    Column("版本", lambda line: label(EDITIONS, line.edition), 7),
    Column("发放单位", lambda line: line.supplier, 14),
    Column("出库单号", lambda line: line.note_no, 10),
    Column("领取人", lambda line: line.carrier, 8),
    Column("备注", lambda line: "；".join(filter(None, (line.note, line.words))) or None, 14),
)
_OUT: tuple[Column[SlipLine], ...] = (
    Column("出库单位", lambda line: line.giver, 16),
    Column("出库日期", lambda line: _moment(line.done_on, line.done_at), 14),
    Column("出库数量", lambda line: line.count, 8),
    Column("起始编码", lambda line: line.first, 10),
    Column("终止编码", lambda line: line.last, 10),
    Column("库存数", lambda line: line.stock, 7),
    Column("申领单位名称", lambda line: line.taker, 16),
    Column("领证人签名", lambda line: line.carrier, 9),
    Column("经办人签名", lambda line: line.handler, 9),
    Column("类别", lambda line: label(SLIPS, line.kind), 6),
    Column("接收人", lambda line: line.receiver, 8),
    Column("审核人", lambda line: line.checked_by, 8),
    Column("备注", lambda line: line.remark, 12),
)
_PARENTS: tuple[Column[PaperLine], ...] = (
    Column("领证日期", lambda line: line.collected_on, 9.5),
    Column("母亲姓名", lambda line: line.mother_name, 7),
    Column("新生儿姓名", lambda line: line.child_name, 7),
    Column("性别", lambda line: sex_word(line.sex), 4),
    Column("出生日期", lambda line: line.birth_date, 9.5),
)
_COLLECTOR: Column[PaperLine] = Column("领证人", lambda line: line.receiver, 7)
_SIGNS: Column[PaperLine] = Column("领证人签名", lambda _: None, 10)
_HANDS: tuple[Column[PaperLine], ...] = (
    Column("签发人签名", lambda line: line.issuer, 8.5),
    Column("盖章人签名", lambda line: line.sealer, 8.5),
    Column("审核人签名", lambda line: line.reviewer, 8.5),
)
_LETTERS: Column[PaperLine] = Column("受理、发证代岗文号", lambda line: line.letters, 9)
_FIRST: tuple[Column[PaperLine], ...] = (
    Column("出生证编号", lambda line: line.number, 10),
    *_PARENTS,
    Column("母亲身份证号", lambda line: line.mother_id_no, 16.5),
    Column("结婚证号", lambda line: line.marriage_no, 10),
    Column("亲子鉴定证明编号", lambda line: line.paternity_no, 10),
    Column("父亲姓名", lambda line: line.father_name, 7),
    Column("父亲身份证号", lambda line: line.father_id_no, 16.5),
    _COLLECTOR,
    _SIGNS,
    Column("领证人身份证号", lambda line: line.receiver_id_no, 16.5),
    *_HANDS,
    Column("签发日期", lambda line: line.issued_on, 9.5),
    _LETTERS,
)
_EXCHANGED: tuple[Column[PaperLine], ...] = (
    Column("换发日期", lambda line: line.issued_on, 9.5),
    Column("新生儿姓名", lambda line: line.child_name, 7),
    Column("性别", lambda line: sex_word(line.sex), 4),
    Column("母亲姓名", lambda line: line.mother_name, 7),
    Column("母亲身份证号", lambda line: line.mother_id_no, 16.5),
    Column("原证编号", lambda line: line.old_number, 10),
    Column("新证编号", lambda line: line.number, 10),
    Column("换发原因", _causes, 14),
    Column("原证交回", lambda line: label(RETURNED, line.returned), 10),
    _COLLECTOR,
    Column("与新生儿关系", lambda line: label(RELATIONS, line.relation), 8),
    Column("领证人证件号码", lambda line: line.receiver_id_no, 16.5),
    _SIGNS,
    *_HANDS,
    Column("领证日期", lambda line: line.collected_on, 9.5),
    _LETTERS,
)
_REISSUED: tuple[Column[PaperLine], ...] = (
    Column("县市区", lambda line: line.county, 8),
    *_PARENTS,
    Column("原证编号", lambda line: line.old_number, 10),
    Column("新证编号", lambda line: line.number, 10),
    Column("补发原因", _causes, 12),
    Column("声明作废的报刊名称", lambda line: line.newspaper, 10),
    Column("刊登日期", lambda line: line.declared_on, 9.5),
    Column("母亲户籍地证明是否入户", lambda line: label(HUKOU, line.mother_hukou), 9),
    Column("父亲户籍地证明是否入户", lambda line: label(HUKOU, line.father_hukou), 9),
    _COLLECTOR,
    Column("领证人证件号码", lambda line: line.receiver_id_no, 16.5),
    _SIGNS,
    *_HANDS,
    Column("补发日期", lambda line: line.issued_on, 9.5),
    _LETTERS,
)
_VOIDS: tuple[Column[VoidLine], ...] = (
    Column("单位名称", lambda line: line.unit, 16),
    Column("日期", lambda line: line.on, 9.5),
    Column("出生证编号", lambda line: line.number, 10),
    Column("废证原因", _void_cause, 26),
    Column("审核人签名", lambda line: line.second, 12),
    Column("经办人签名", lambda line: line.handler, 12),
    Column("枚数", lambda line: line.count, 6),
    Column("统计表栏目", lambda line: _IN_TABLE[line.column], 10),
    Column("现在何处", lambda line: LABELS[line.state], 10),
    Column("备注", _taken_back, 24),
)
_VOID: tuple[Column[VoidLine], ...] = (
    Column("导致废证的助产机构全称", lambda line: line.unit, 16),
    Column("废证数量", lambda _: 1, 8),
    Column("废证编号", lambda line: line.number, 10),
    Column("废证时间", lambda line: line.on, 9.5),
    Column("废证原因", _void_cause, 26),
    Column("废证责任人", lambda line: line.handler, 12),
    Column("审核人", lambda line: line.second, 12),
)
_REQUEST: tuple[Column[VoidLine], ...] = (
    *_VOID,
    Column("助产机构负责人", lambda _: None, 12),
    Column("上缴日期", lambda line: line.up_on, 9.5),
    Column("接收单位", lambda line: line.up_to, 14),
    Column("单号", lambda line: line.up_no, 10),
)
_GONE: tuple[Column[VoidLine], ...] = (
    *_VOID,
    Column("遗失日期", lambda line: line.gone_on, 12),
)
_RECORD: tuple[Column[SlipLine], ...] = (
    Column("县", lambda line: line.county, 8),
    Column("县级管理废证人员", lambda line: line.receiver, 10),
    Column("县级主管领导", lambda _: None, 10),
    Column("市级审核接收人", lambda line: _if(line, _DESTROYED, line.checked_by), 10),
    Column("废证编号", lambda line: spans(unbroken(line.numbers), _RANGES), 19),
    Column("废证数量", lambda line: line.count, 8),
    Column("销毁日期", lambda line: _if(line, _DESTROYED, line.done_on), 10),
    Column("销毁方式", lambda line: line.method, 9),
    Column("销毁地点", lambda line: line.place, 12),
    Column("办理", lambda line: label(SLIPS, line.kind), 6),
    Column("上缴日期", lambda line: _if(line, _UP, line.done_on), 10),
    Column("接收单位", lambda line: line.taker, 14),
    Column("送交人", lambda line: line.carrier, 8),
    Column("清点人", lambda line: _if(line, _UP, line.checked_by), 8),
    Column("监督人", lambda line: line.witness, 8),
    Column("经办人", lambda line: line.handler, 8),
    Column("单号", lambda line: line.letter_no, 10),
    Column("备注", lambda line: line.remark, 10),
)
_LOST: tuple[Column[LossLine], ...] = (
    Column("单位", lambda line: line.unit, 14),
    Column("证号", lambda line: line.number, 10),
    Column("时间", lambda line: _moment(line.found_on, line.found_at), 14),
    Column("原因", lambda line: label(LOSS_CAUSES, line.cause), 10),
    Column("经办人", lambda line: line.handler, 8),
    Column("审核人", lambda line: line.reviewer, 8),
    Column("时间", lambda line: line.declared_on, 10, "作废声明"),
    Column("报刊名", lambda line: line.newspaper, 10, "作废声明"),
    Column("对单位", lambda line: line.for_unit, 12, "处理情况"),
    Column("对人员", lambda line: line.for_people, 12, "处理情况"),
    Column("类别", lambda line: LABELS[line.state], 10),
    Column("经过", lambda line: line.story, 20),
    Column("时间", lambda line: line.told_police_on, 10, "报案"),
    Column("回执", lambda line: line.police, 10, "报案"),
    Column("上报", lambda line: _moment(line.reported_on, line.reported_at), 14),
)
_COUNT_KINDS = field_specs(CountData)["kind"].choices
_COUNTS: tuple[Column[CountedLine], ...] = (
    Column("盘点日期", lambda line: line.counted_on, 9.5),
    Column("类别", lambda line: label(_COUNT_KINDS, line.kind), 10),
    Column("账面数", lambda line: line.on_books, 8),
    Column("实点数", lambda line: line.counted, 8),
    Column("差数", lambda line: line.counted - line.on_books, 7),
    Column("差异编号及原因", _difference, 44),
    Column("盘点人", lambda line: line.counted_by, 10),
    Column("监盘人", lambda line: line.checked_by, 10),
    Column("备注", lambda line: line.remark, 16),
)
_PLANS: tuple[Column[PlanLine], ...] = (
    Column("年度", lambda line: line.year, 8),
    Column("上年活产数", lambda line: line.births, 10),
    Column("上年用量", lambda line: line.used, 10),
    Column("计划申领数", lambda line: line.asked, 10),
    Column("上报日期", lambda line: line.asked_on, 11),
    Column("经办人", lambda line: line.handler, 10),
    Column("负责人", lambda _: None, 12),
    Column("备注", lambda line: line.remark, 24),
)
_ARCHIVE: tuple[Column[PaperLine], ...] = (
    Column("出生证编号", lambda line: line.number, 10),
    Column("新生儿姓名", lambda line: line.child_name, 10),
    Column("母亲姓名", lambda line: line.mother_name, 10),
    Column("出生日期", lambda line: line.birth_date, 11),
    Column("签发日期", lambda line: line.issued_on, 11),
    Column("签发类别", lambda line: label(KINDS, line.kind), 12),
    Column("原证编号", lambda line: line.old_number, 10),
    Column("卷盒号", lambda _: None, 12),
    Column("页次", lambda _: None, 8),
)


def _archive(books: CertificateRegisters) -> Sheet:
    groups = (("首次签发档案", FIRSTS), ("换发档案", EXCHANGES), ("补发档案", REISSUES))
    blocks = tuple(Block(name, _ARCHIVE, _of_kinds(books, kinds)) for name, kinds in groups)
    return _sheet("archive", blocks, books, _KEPT)


def _request(books: CertificateRegisters) -> Sheet:
    """What goes up, and by itself what cannot: voids lost from custody."""
    gone = tuple(line for line in books.waiting if line.gone_on)
    here = tuple(line for line in books.waiting if not line.gone_on)
    up = Block(NAMES["request"][0], _REQUEST, here)
    blocks = (up, Block(_GONE_NAME, _GONE, gone)) if gone else (up,)
    head = _REQUEST_HEAD.format(year=books.period.end.year, count=len(here))
    return _sheet("request", blocks, books, _COUNTY_SAYS, head=head)


_ALL = (
    _register("receipts", _RECEIPTS, lambda books: books.receipts),
    _register("slips", _OUT, lambda books: _slips(books, gone=False)),
    _register("first", _FIRST, lambda books: _of_kinds(books, FIRSTS)),
    _register("exchanges", _EXCHANGED, lambda books: _of_kinds(books, EXCHANGES)),
    _register("reissues", _REISSUED, lambda books: _of_kinds(books, REISSUES)),
    _register("voids", _VOIDS, lambda books: books.voids),
    Register("request", _request),
    _register(
        "record", _RECORD, lambda books: tuple(_in_lines(_slips(books, gone=True))), _DESTROYERS
    ),
    _register("losses", _LOST, lambda books: books.losses),
    _register("counts", _COUNTS, lambda books: books.counts),
    _register("plans", _PLANS, lambda books: books.plans),
    Register("archive", _archive),
)
REGISTERS: dict[str, Register] = {each.name: each for each in _ALL}
