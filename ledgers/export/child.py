"""The child register."""

from desk.register_rows import CheckLine, ChildLine
from ledgers.export.sheets import Block, Column, Sheet, gestation, sex_word, shown

_GROUPS = {
    "1m": "满月(0月龄)",
    **{f"{months}m": f"{months}月龄" for months in (3, 6, 8, 12, 18, 24, 30)},
    **{f"{years}y": f"{years}岁" for years in (3, 4, 5, 6)},
}
_MEASURED_STANDING = frozenset({"24m", "30m", "3y", "4y", "5y", "6y"})
_NOTHING = CheckLine(None, None, None)


def child_sheet(lines: tuple[ChildLine, ...]) -> Sheet:
    """0-6岁儿童健康管理台账."""
    name = "0-6岁儿童健康管理台账"
    scope = "期末未满7周岁、期初前未迁出或死亡的儿童"
    return Sheet(name, scope, (Block(name, _COLUMNS, lines),), frozen=3, pages=2)


def _check(code: str, group: str) -> tuple[Column[ChildLine], ...]:
    def done(line: ChildLine) -> CheckLine:
        return line.checks.get(code, _NOTHING)

    height = "身高(cm)" if code in _MEASURED_STANDING else "身长(cm)"
    return (
        Column("体检日期", lambda line: done(line).checked_on, 10, group),
        Column("体重(kg)", lambda line: shown(done(line).weight_g, 1000), 6, group, decimals=2),
        Column(height, lambda line: shown(done(line).length_mm, 10), 6, group, decimals=1),
    )


_COLUMNS: tuple[Column[ChildLine], ...] = (
    Column("村(组)", lambda line: line.child.home, 10),
    Column("儿童姓名", lambda line: line.child.name, 8),
    Column("性别", lambda line: sex_word(line.sex), 4),
    Column("出生日期", lambda line: line.child.birth_date, 10),
    Column("儿童身份证号", lambda line: line.child.id_no, 19),
    Column("出生医学证明编号", lambda line: line.cert_no, 11),
    Column("母亲姓名", lambda line: line.mother_name, 8),
    Column("母亲身份证号", lambda line: line.mother_id_no, 19),
    Column("联系电话", lambda line: " ".join(line.child.phones), 12),
    Column("出生体重(g)", lambda line: line.birth_weight_g, 7),
    Column("出生孕周", lambda line: gestation(line.birth_ga_days), 6),
    Column("新生儿访视日期", lambda line: line.checks.get("newborn", _NOTHING).checked_on, 10),
    *(column for code, group in _GROUPS.items() for column in _check(code, group)),
    Column("高危儿/体弱儿", lambda line: line.high_risk, 10),
    Column("备注", lambda line: line.remark, 12),
)
