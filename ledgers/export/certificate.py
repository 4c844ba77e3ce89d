"""The register of birth certificates issued, with the numbers that were spoilt."""

from datetime import date, datetime, time

from desk.register_rows import CertificateLine
from ledgers.export.sheets import Block, Column, Sheet, gestation, label, sex_word, shown
from models.certificate import KINDS, RELATIONS

NAME = "出生医学证明签发登记"
MASKED = "本副本已遮盖姓名、证件号码、住址,不含手写说明"
KEEPERS = "证件管理人:                    印章管理人:                    "  # they sign as well
SPOILT = "作废"  # stands for the name, as on the paper register


def certificate_sheet(lines: tuple[CertificateLine, ...]) -> Sheet:
    """出生医学证明签发登记, always masked."""
    said = f"本期签发的出生医学证明,及本期作废或遗失的空白证;{MASKED}"
    return Sheet(NAME, said, (Block(NAME, _COLUMNS, lines),), frozen=3, notes=(MASKED,))


def _is_void(line: CertificateLine) -> bool:
    return line.void_reason is not None


def _born(line: CertificateLine) -> date | datetime | None:
    """Day and minute, or the day alone where the minute is not known."""
    if line.birth_date is None or not line.birth_time:
        return line.birth_date
    return datetime.combine(line.birth_date, time.fromisoformat(line.birth_time))


def _remark(line: CertificateLine) -> str | None:
    """The reason of a spoilt number; of a new one for an old, the old number."""
    if _is_void(line):
        return line.void_reason
    said = line.remark or ""
    old = line.old_number if line.old_number and line.old_number not in said else None
    return "；".join(filter(None, (f"原证号{old}" if old else None, said))) or None


_COLUMNS: tuple[Column[CertificateLine], ...] = (
    Column("出生医学证明编号", lambda line: line.number, 11),
    Column("新生儿姓名", lambda line: SPOILT if _is_void(line) else line.child_name, 8),
    Column("性别", lambda line: sex_word(line.sex), 4),
    Column("出生日期及时间", _born, 15),
    Column("出生孕周", lambda line: gestation(line.birth_ga_days), 6),
    Column("出生体重(g)", lambda line: line.birth_weight_g, 7),
    Column("出生身长(cm)", lambda line: shown(line.birth_length_mm, 10), 7, decimals=1),
    Column("姓名", lambda line: line.mother_name, 8, "母亲信息"),
    Column("有效身份证件号码", lambda line: line.mother_id_no, 19, "母亲信息"),
    Column("姓名", lambda line: line.father_name, 8, "父亲信息"),
    Column("有效身份证件号码", lambda line: line.father_id_no, 19, "父亲信息"),
    Column("家庭住址", lambda line: line.address, 14),
    Column("签发日期", lambda line: line.on, 10),
    Column("签发类别", lambda line: label(KINDS, line.kind), 8),
    Column("姓名", lambda line: line.receiver, 8, "领证人信息"),
    Column("与新生儿关系", lambda line: label(RELATIONS, line.relation), 8, "领证人信息"),
    Column("有效身份证件号码", lambda line: line.receiver_id_no, 19, "领证人信息"),
    Column("签发人", lambda line: line.issuer, 8),
    Column("备注(原证号)", _remark, 14),
)
