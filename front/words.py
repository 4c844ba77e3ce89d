"""The words of the command line, exactly as the manual names them."""

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from front import accounts, answers, files
from front.who import Call
from rules.errors import RuleError
from tui.language import LANGUAGES, tr, tr_error
from tui.plain import Arguments

if TYPE_CHECKING:
    from rules.periods import Period

    Commands = argparse._SubParsersAction[Arguments]  # noqa: SLF001  argparse names it no other way

KINDS = ("pregnancy", "child", "certificate", "village-report")


def command_line(run_desk: Callable[[Call], int]) -> Arguments:
    """The parser; what it parses has ``run``, the function to call with it."""
    parser = Arguments(prog="mchdesk", description=tr("妇幼工作台。不带命令时打开工作台。"))
    _anywhere(parser, top=True)
    parser.set_defaults(run=run_desk)
    commands = parser.add_subparsers(title=tr("命令"), metavar=tr("命令"))
    _new_databases(commands)
    _ledgers(commands)
    _figures(commands)
    _keeping(commands)
    _users(commands)
    return parser


def _command(
    commands: "Commands", run: Callable[[Call], int], name: str, sentence: str
) -> argparse._ArgumentGroup:
    made = commands.add_parser(name, help=sentence, description=sentence)
    made.set_defaults(run=run)
    _anywhere(made, top=False)
    return made.own


def _anywhere(parser: Arguments, *, top: bool) -> None:
    """The options of every command, taken before it and after it."""
    missing = None if top else argparse.SUPPRESS
    group = parser.add_argument_group(tr("通用"))
    group.add_argument(
        "--db", default=missing, metavar="PATH", help=tr("数据库文件,或 sqlite:/// 地址")
    )
    group.add_argument(
        "--on",
        type=_day,
        default=missing,
        metavar="YYYY-MM-DD",
        help=tr("业务日期,默认今天"),
    )
    group.add_argument("--lang", choices=LANGUAGES, default=missing, help=tr("语言"))
    group.add_argument("--as", dest="user", default=missing, metavar="USER", help=tr("用户名"))


def _new_databases(commands: "Commands") -> None:
    own = _command(commands, files.init, "init", tr("新建一个机构的数据库"))
    own.add_argument("path", type=Path, metavar="PATH", help=tr("数据库文件"))
    own.add_argument("--centre", required=True, metavar="NAME", help=tr("机构名称"))
    own.add_argument("--code", required=True, metavar="CODE", help=tr("机构代码"))
    own.add_argument("--admin", required=True, metavar="USER", help=tr("第一个用户"))

    own = _command(commands, files.demo, "demo", tr("建一个示范乡镇"))
    own.add_argument("path", type=Path, metavar="PATH", help=tr("数据库文件"))
    own.add_argument("--births-per-year", type=_count, metavar="N", help=tr("每年出生数"))
    own.add_argument("--years", type=_count, metavar="N", help=tr("年数"))
    own.add_argument("--rng-seed", type=int, metavar="N", help=tr("随机种子"))


def _ledgers(commands: "Commands") -> None:
    own = _command(commands, files.read_in, "import", tr("读入台账"))
    own.add_argument("kind", choices=KINDS, metavar="|".join(KINDS), help=tr("台账种类"))
    own.add_argument("file", type=Path, metavar="FILE", help=tr("表格文件"))
    own.add_argument("--dry-run", action="store_true", help=tr("只试读,不入账"))
    own.add_argument("--villages", type=Path, metavar="FILE", help=tr("村名单 (JSON)"))
    _json(own)

    own = _command(commands, files.export, "export", tr("导出台账和指标表"))
    _period(own)
    own.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr("放到哪个文件夹"))
    _json(own)


def _figures(commands: "Commands") -> None:
    own = _command(commands, answers.indicators, "indicators", tr("一个季度或年度的指标"))
    _period(own)
    own.add_argument("--village", metavar="NAME", help=tr("只算一个村"))
    own.add_argument("--who", type=_indicator, metavar="CODE", help=tr("列出计入和未计入的人"))
    _json(own)

    own = _command(commands, answers.due, "due", tr("该做的和逾期的"))
    own.add_argument("--village", metavar="NAME", help=tr("只看一个村"))
    _json(own)

    own = _command(commands, answers.stock, "stock", tr("出生医学证明库存和平衡式"))
    _table_period(own)
    _json(own)


def _keeping(commands: "Commands") -> None:
    _json(_command(commands, answers.check, "check", tr("查文件、审计链和证件账")))
    own = _command(commands, files.backup, "backup", tr("备份到一个新文件"))
    own.add_argument("file", type=Path, metavar="FILE", help=tr("备份文件"))
    own = _command(commands, files.restore, "restore", tr("用备份恢复"))
    own.add_argument("file", type=Path, metavar="FILE", help=tr("备份文件"))

    own = _command(commands, files.risk_table, "risk-table", tr("换一张妊娠风险表"))
    own.add_argument("file", type=Path, metavar="FILE", help=tr("风险表文件 (JSON)"))
    own.add_argument("--reason", required=True, metavar="WORDS", help=tr("为什么换,如省里的文号"))


def _users(commands: "Commands") -> None:
    user = commands.add_parser("user", help=tr("用户"), description=tr("用户"))
    verbs = user.add_subparsers(title=tr("命令"), metavar=tr("命令"), required=True)
    own = _command(verbs, accounts.add_user, "add", tr("添加用户"))
    own.add_argument("login", metavar="LOGIN", help=tr("用户名"))
    own.add_argument("--name", default="", metavar="NAME", help=tr("姓名"))
    own.add_argument(
        "--role", action="append", required=True, metavar="ROLE", help=tr("岗位,可写几次")
    )
    own = _command(verbs, accounts.set_roles, "roles", tr("换岗位"))
    own.add_argument("login", metavar="LOGIN", help=tr("用户名"))
    own.add_argument("role", nargs="+", metavar="ROLE", help=tr("岗位,可写几个"))
    _command(verbs, accounts.list_users, "list", tr("列出用户"))
    own = _command(verbs, accounts.disable_user, "disable", tr("停用用户"))
    own.add_argument("login", metavar="LOGIN", help=tr("用户名"))
    own = _command(verbs, accounts.change_password, "passwd", tr("改口令"))
    own.add_argument("login", nargs="?", metavar="LOGIN", help=tr("用户名,不写是自己"))


def _period(own: argparse._ArgumentGroup) -> None:
    either = own.add_mutually_exclusive_group(required=True)
    either.add_argument(
        "--quarter", type=_quarter, dest="period", metavar="2026Q3", help=tr("季度")
    )
    either.add_argument(
        "--year", type=_year, dest="period", metavar="2026", help=tr("统计年度,上年10月至9月")
    )


def _table_period(own: argparse._ArgumentGroup) -> None:
    """Certificates are counted by calendar years."""
    own.set_defaults(period=None)
    either = own.add_mutually_exclusive_group()
    either.add_argument(
        "--month", type=_month, dest="period", metavar="2026-09", help=tr("加上一个月的统计表")
    )
    either.add_argument(
        "--quarter", type=_quarter, dest="period", metavar="2026Q3", help=tr("加上一个季度的统计表")
    )
    either.add_argument(
        "--year",
        type=_calendar_year,
        dest="period",
        metavar="2026",
        help=tr("加上一个日历年的统计表"),
    )


def _json(own: argparse._ArgumentGroup) -> None:
    own.add_argument("--json", action="store_true", help=tr("输出 JSON"))


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise argparse.ArgumentTypeError(tr("日期应写成 2026-11-21,不是 {text}", text=text))


def _count(text: str) -> int:
    if re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        return int(text)
    raise argparse.ArgumentTypeError(tr("应为 1 到 9999 的整数,不是 {text}", text=text))


def _quarter(text: str) -> "Period":
    from rules.periods import quarter_period

    return _period_of(quarter_period, text)


def _month(text: str) -> "Period":
    from rules.periods import month_period

    return _period_of(month_period, text)


def _period_of(reader: Callable[[str], "Period"], text: str) -> "Period":
    try:
        return reader(text)
    except RuleError as error:
        raise argparse.ArgumentTypeError(tr_error(error)) from error


def _year(text: str) -> "Period":
    from rules.periods import statistical_year

    return _year_of(statistical_year, text)


def _calendar_year(text: str) -> "Period":
    from rules.periods import calendar_year

    return _year_of(calendar_year, text)


def _year_of(reader: Callable[[int], "Period"], text: str) -> "Period":
    try:
        return reader(int(text))
    except RuleError as error:
        raise argparse.ArgumentTypeError(tr_error(error)) from error
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("年份应写成 2026,不是 {text}", text=text)) from error


def _indicator(text: str) -> str:
    from rules.indicators import INDICATORS

    if text in INDICATORS:
        return text
    codes = " ".join(INDICATORS)
    raise argparse.ArgumentTypeError(tr("没有指标 {text},只有 {codes}", text=text, codes=codes))
