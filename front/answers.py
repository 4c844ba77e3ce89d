"""The answers: what is due, the rates, the stock, and whether everything is whole."""

from typing import TYPE_CHECKING

from front.who import DONE, NO, Call, open_database, open_desk, show, village_id
from tui.language import side_by_side, tr, tr_error
from tui.plain import table

if TYPE_CHECKING:
    from desk.certificate_table import TableReport
    from desk.indicators import IndicatorReport
    from desk.stock import Stock


def due(call: Call) -> int:
    """Who is due or overdue for what."""
    from desk import worklist

    with open_desk(call) as desk:
        items = worklist.due(desk, village_id(desk, call.village))
    document = {"as_of": desk.today.isoformat(), "items": [item.as_json() for item in items]}

    def text() -> str:
        headings = [tr("村"), tr("姓名"), tr("事项"), tr("自"), tr("至"), tr("逾期天数")]
        rows = [
            (item.village, item.person, tr(item.name), item.opens, item.closes, item.days_late)
            for item in items
        ]
        return f"{table(headings, rows)}\n{tr('共 {count} 项', count=len(items))}"

    show(call, document, text)
    return DONE


def indicators(call: Call) -> int:
    """The rates of a period, and on request the people behind one."""
    from desk.indicators import report

    with open_desk(call) as desk:
        found = report(desk, call.period, village_id(desk, call.village))
    document = found.table.as_json()
    if call.who:
        document |= found.who[call.who].as_json()
    show(call, document, lambda: _rates(found, call.who))
    return DONE


def _rates(found: "IndicatorReport", code: str | None) -> str:
    headings = [tr("指标"), tr("代码"), tr("分子"), tr("分母"), tr("率%"), tr("目标%"), tr("达标")]
    met = {None: "", True: tr("是"), False: tr("否")}
    rows = [
        (
            tr(row.name),
            row.code,
            row.numerator,
            row.denominator,
            None if row.rate is None else float(row.rate),
            None if row.target is None else float(row.target),
            met[row.met],
        )
        for row in found.table.rows
    ]
    period = found.table.period
    parts = [f"{period.code}  {period.start} - {period.end}", table(headings, rows)]
    if code:
        missed = [
            (one.village, one.name, one.day, side_by_side(map(tr_error, one.reasons)))
            for one in found.who[code].missed
        ]
        counted = len(found.who[code].counted)
        parts.append(
            tr("计入 {counted} 人,未计入 {missed} 人", counted=counted, missed=len(missed))
        )
        parts.append(table([tr("村"), tr("姓名"), tr("日期"), tr("未计入的原因")], missed))
    return "\n\n".join(parts)


def stock(call: Call) -> int:
    """The certificate numbers by state and the equation; on request the county's table too."""
    from desk import stock as certificates
    from desk.certificate_table import certificate_table

    with open_desk(call) as desk:
        account = certificates.stock(desk)
        period = call.period
        report = certificate_table(desk, period.start, period.end) if period else None
    document = account.as_json()
    if report:
        document["table"] = report.as_json()

    def text() -> str:
        parts = [_table(report)] if report else []
        return "\n\n".join([_account(account), *parts])

    show(call, document, text)
    return DONE if account.balanced else NO


def _table(report: "TableReport") -> str:
    from rules.certificate_table import COLUMNS, PASSED_ON

    columns = (*COLUMNS, *(PASSED_ON if report.table.passes_on else ()))
    rows = [
        (each.number, tr(each.group), tr(each.heading), getattr(report.table, each.name))
        for each in columns
    ]
    rates = [
        (tr(rate.label), rate.formula, rate.numerator, rate.denominator, rate.percent)
        for rate in report.rates
    ]
    headings = [tr("指标"), tr("算法"), tr("分子"), tr("分母"), tr("率%")]
    return "\n\n".join(
        (
            f"{report.start} - {report.end}",
            table([tr("栏"), "", tr("项目"), tr("数")], rows),
            table(
                headings, [(*row[:4], None if row[4] is None else float(row[4])) for row in rates]
            ),
        )
    )


def _account(account: "Stock") -> str:
    from rules.certificate_states import LABELS

    states = [(tr(label), account.states[state]) for state, label in LABELS.items()]
    flows = {name: value for name, value in account.as_json().items() if name != "states"}
    equation = tr(
        "期初 {opening} + 领入 {received} + 退回 {returned} - 签发 {issued} - 废证 {void}"
        " - 遗失 {lost} - 调出 {transferred} - 交回 {handed_back} = 期末 {closing}",
        **flows,
    )
    verdict = tr("账平") if account.balanced else tr("账不平,请核对")
    return f"{table([tr('状态'), tr('张数')], states)}\n\n{equation}\n{verdict}"


def check(call: Call) -> int:
    """File integrity, audit chain, certificate equation; no person is shown."""
    from desk import safekeeping

    with open_database(call) as store:
        problems = safekeeping.check(store)
    found = [{"code": one.code, "message": tr(one.template, **one.params)} for one in problems]

    def text() -> str:
        if not found:
            return tr("文件完整,审计链完好,证件账平")
        return table([tr("代码"), tr("问题")], [(one["code"], one["message"]) for one in found])

    show(call, {"ok": not found, "problems": found}, text)
    return NO if found else DONE
