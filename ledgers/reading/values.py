"""One cell, one value: the strict and the lenient parsers of everything but dates and villages.

Each takes a cell and returns the value, or raises ``Unreadable`` with the reason codes.
"""

import re
from datetime import datetime

from ledgers.reading.errors import Unreadable, unreadable
from ledgers.reading.grid import Cell
from rules.certificate import InvalidCertificateNumber, parse_number
from rules.errors import RuleError
from rules.gestation import parse_gestation
from rules.identity import ResidentId, parse_resident_id, resident_id_errors
from rules.phones import parse_phones
from rules.text import clean, code
from rules.text import name as clean_name

EMPTY_MARKS = frozenset({"", "/", "\\", "-", "--", "---", "_", "//", "无", "──"})
NO_ID = frozenset(
    ("无", "无证", "未办", "未办理", "未上户", "未落户", "未报户口", "暂无", "待办", "没有")
)
NOT_DONE = frozenset(("未测", "未查", "未检", "未做", "未量", "未称", "未体检", "未访", "未访视"))

_PASSPORT = re.compile(r"[A-Z]\d{8}")
_E_NOTATION = re.compile(r"\d(?:\.\d+)?E\+?1\d", re.IGNORECASE)
_LONG_NUMBER = 10**15
_BRACKETS = re.compile(r"\s*[(（【\[](?P<note>[^()（）【】]*)[)）】\]]\s*$")

_HAN_COUNT = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_GRAVIDA = (
    re.compile(r"孕(\d{1,2})次?[,、/;]?产(\d{1,2})次?"),
    re.compile(r"G(\d{1,2})[,/;]?P(\d{1,2})(?:A\d{1,2})?", re.IGNORECASE),
    re.compile(r"(\d{1,2})[/-](\d{1,2})"),
    re.compile(r"(\d{1,2})月(\d{1,2})日"),
    re.compile(r"\d{4}-(\d{1,2})-(\d{1,2})"),
)
_MAX_GRAVIDITY = 20

_PRESSURE = re.compile(r"(?:BP|血压)?[:]?(\d{2,3})[/\\-](\d{2,3})(?:MMHG)?", re.IGNORECASE)
_COLOURS = (
    ("绿", re.compile(r"绿|低风险")),
    ("黄", re.compile(r"黄|一般风险")),
    ("橙", re.compile(r"橙|较高风险")),
    ("红", re.compile(r"红|(?<!较)高风险")),
    ("紫", re.compile(r"紫|传染病")),
)

_BETWEEN_PHONES = re.compile(r"[/、;,，；／或\r\n]+")
_SEXES = {
    word: sex
    for sex, words in (
        ("男", "男 1 M 男孩 男婴 男性 男宝 男童 MALE"),
        ("女", "女 2 F 女孩 女婴 女性 女宝 女童 FEMALE"),
    )
    for word in words.split()
}
_MODES = (
    ("剖宫产", re.compile(r"剖|CS", re.IGNORECASE)),
    ("助产", re.compile(r"胎吸|产钳|助娩|助产|吸引")),
    ("阴道分娩", re.compile(r"平产|顺产|顺|自然分娩|阴道|自娩|自产|平")),
)
_CERTIFICATE_KINDS = (
    ("机构外", re.compile(r"机构外|院外|家庭接生")),
    ("首次签发", re.compile(r"首次|首发|首签")),
    ("换发", re.compile(r"换")),
    ("补发", re.compile(r"补")),
)
_COUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:\.0*)?(?:人次|人|瓶|例|名|次|个)?")
_ZERO = frozenset({"-", "--", "无", "/", "──", "\\"})


def plain(cell: Cell) -> str:
    """The value as a code or number is read: half width, no spaces at the ends, no guard."""
    return code(re.sub(r"[\r\n\t]+", " ", cell.text)).lstrip("'").strip()


def squeezed(cell: Cell) -> str:
    """As ``plain``, without any space."""
    return re.sub(r"\s", "", plain(cell))


def is_mark(cell: Cell) -> bool:
    """A lone stroke: the paper habit of writing that there is nothing to write."""
    return squeezed(cell) in EMPTY_MARKS - {"无"}


def read_text(cell: Cell) -> str | None:
    """Free text on one line, its characters as written."""
    return clean(re.sub(r"[\r\n]+", " ", cell.text)).lstrip("'").strip() or None


def read_name(cell: Cell) -> tuple[str | None, str | None]:
    """A person's name, and what stood in brackets behind it."""
    text = clean_name(re.sub(r"\s+", " ", re.sub(r"[\r\n]+", "", cell.text))).lstrip("'")
    found = _BRACKETS.search(text)
    note = found["note"] if found else None
    if found:
        text = clean_name(text[: found.start()])
    return (None if text in EMPTY_MARKS else text), note


def read_id(cell: Cell, *, passport: bool = False) -> tuple[str | None, ResidentId | None]:
    """An identity number as text, and what it says when it is a resident's."""
    value = cell.value
    if isinstance(value, int | float) and abs(value) >= _LONG_NUMBER:
        raise Unreadable("ID_PRECISION_LOST")
    text = re.sub(r"[-‐‑‒–—]", "", squeezed(cell)).upper()
    if text in NO_ID or text in EMPTY_MARKS:
        return None, None
    if _E_NOTATION.fullmatch(text):
        raise Unreadable("ID_PRECISION_LOST")
    if passport and _PASSPORT.fullmatch(text):
        return text, None
    if wrong := resident_id_errors(text):
        first, *others = wrong
        raise Unreadable(
            first.reason,
            *(error.reason for error in others),
            template="" if others else first.template,
            **first.params,
        )
    identity = parse_resident_id(text)
    return identity.number, identity


def read_certificate(cell: Cell) -> str:
    """A certificate number: CERT_FORMAT when it is none."""
    try:
        return parse_number(re.sub(r"(?i)^(?:no|№)[.:。]?", "", squeezed(cell)))
    except InvalidCertificateNumber as error:
        raise unreadable(error) from error


def read_gestation(cell: Cell) -> int:
    """Completed days of pregnancy: 12+3, 12周3天, 孕12周; the number 12.3 means 12+3."""
    if isinstance(cell.value, datetime) or cell.error:
        raise Unreadable("GA_INVALID")
    try:
        return parse_gestation(plain(cell))
    except RuleError as error:
        raise unreadable(error) from error


def read_gravidity(cell: Cell) -> tuple[int, int]:
    """孕次 and 产次. Excel turns a typed 2-1 into the second month's first day: read back."""
    if cell.error:
        raise Unreadable("GP_INVALID")
    if isinstance(cell.value, datetime):
        gravidity, parity = cell.value.month, cell.value.day
    else:
        text = squeezed(cell).replace("十", "10").translate(_HAN_COUNT)
        found = next((match for form in _GRAVIDA if (match := form.fullmatch(text))), None)
        if not found:
            raise Unreadable("GP_INVALID")
        gravidity, parity = int(found[1]), int(found[2])
    check_gravidity(gravidity, parity)
    return gravidity, parity


def check_gravidity(gravidity: int, parity: int) -> None:
    """孕次 counts the present pregnancy; 产次 is never more."""
    if not 1 <= gravidity <= _MAX_GRAVIDITY or parity > gravidity:
        raise Unreadable("GP_INVALID")


def read_pressure(cell: Cell) -> tuple[int, int]:
    """Systolic and diastolic in mmHg."""
    found = None if isinstance(cell.value, datetime) else _PRESSURE.fullmatch(squeezed(cell))
    if not found:
        raise Unreadable("BP_INVALID")
    check_pressure(int(found[1]), int(found[2]))
    return int(found[1]), int(found[2])


def check_pressure(systolic: int, diastolic: int) -> None:
    """The ranges of the contract, and systolic above diastolic."""
    if not (60 <= systolic <= 260 and 30 <= diastolic <= 160 and systolic > diastolic):  # noqa: PLR2004  mmHg
        raise Unreadable("BP_INVALID")


def read_colours(cell: Cell) -> list[str]:
    """Risk colours, the order of severity with purple last."""
    text = squeezed(cell)
    found = [colour for colour, words in _COLOURS if words.search(text)]
    if not found and text not in EMPTY_MARKS:
        raise Unreadable("RISK_UNKNOWN")
    return found


def read_phones(cell: Cell) -> tuple[list[str], bool]:
    """The telephone numbers in a cell, and whether something else was in it too."""
    phones: list[str] = []
    left_over = False
    for piece in _BETWEEN_PHONES.split(cell.text):
        text = re.sub(r"(\d)\.0+$", r"\1", code(piece)).lstrip("'")
        try:
            phones += [] if text in EMPTY_MARKS else parse_phones(text)
        except RuleError:
            left_over = True
    return list(dict.fromkeys(phones)), left_over


def read_sex(cell: Cell) -> str:
    """男 or 女."""
    sex = _SEXES.get(squeezed(cell).upper())
    if not sex:
        raise Unreadable("SEX_INVALID")
    return sex


def read_mode(cell: Cell) -> str:
    """阴道分娩, 剖宫产 or 助产."""
    text = squeezed(cell)
    for mode, words in _MODES:
        if words.search(text):
            return mode
    raise Unreadable("MODE_UNKNOWN")


def read_certificate_kind(cell: Cell) -> str:
    """首次签发, 换发, 补发 or 机构外."""
    text = squeezed(cell)
    for kind, words in _CERTIFICATE_KINDS:
        if words.search(text):
            return kind
    raise Unreadable("CERT_KIND_UNKNOWN")


def read_count(cell: Cell) -> int | None:
    """A count of a report; -1 and -2 (not collected, not carried out) and nothing are None."""
    if isinstance(cell.value, datetime) or cell.error:
        raise Unreadable("COUNT_INVALID")
    text = squeezed(cell)
    if text in _ZERO:
        return 0
    if text in {"-1", "-2"}:
        return None
    found = _COUNT.fullmatch(text)
    if not found:
        raise Unreadable("COUNT_INVALID")
    if found[1]:
        raise Unreadable("COUNT_NEGATIVE")
    return int(found[2].replace(",", ""))
