"""《出生医学证明》管理使用情况统计表: sixteen columns, and the equation they have to balance in.

Every move of a number adds one to a column or takes one off, so that opening stock and the moves of
a period always give its closing stock. An un-void, a blank that is found again or a receipt that is
retracted takes one off in the period it happens in: no period told before changes. The columns of a
township that passes blanks on are no part of the form and stand behind it.
Source: 出生医学证明管理使用情况统计表(月报、年报); 卫妇社发〔2009〕96号 (void rate).
"""

from dataclasses import dataclass
from decimal import Decimal

from rules.certificate_states import MISPRINT, PAPERS, STOCK, VOIDS

VOID_WARN_PERMILLE = 5
VOID_LIMIT_PERMILLE = 10  # 96号: above one in a hundred has to be put right
AMBER, RED = "amber", "red"

_INSIDE = {"1": "first", "2": "exchange", "3": "reissue"}  # by the kind of issue; 4 5 6 are outside
_MIDWIFE = "1"  # who attended a birth outside: 1 a licensed home midwife, 2 anyone else


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number on the form, its field or property of ``Table``, its words."""

    number: str
    name: str
    heading: str
    group: str = ""


COLUMNS = (
    Column("1", "opening", "上期末库存"),
    Column("2", "received", "本期申领"),
    Column("3", "first", "首次签发", "机构内签发"),
    Column("4", "exchange", "换发", "机构内签发"),
    Column("5", "reissue", "补发", "机构内签发"),
    Column("6", "inside", "小计", "机构内签发"),
    Column("7", "midwife", "家庭接生员接生", "机构外签发"),
    Column("8", "elsewhere", "其他情况", "机构外签发"),
    Column("9", "outside", "小计", "机构外签发"),
    Column("10", "misprint", "打印或填写错误", "废证"),
    Column("11", "lost", "遗失", "废证"),
    Column("12", "other_void", "其他原因", "废证"),
    Column("13", "void", "小计", "废证"),
    Column("14", "used", "使用合计"),
    Column("15", "closing", "期末库存"),
    Column("16", "births", "机构内活产数"),
)
PASSED_ON = (
    Column("", "transferred", "调出", "流转"),
    Column("", "returned", "退回", "流转"),
    Column("", "handed_back", "交回上级", "流转"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What was counted of one period; what follows from it is a property.

    ``first_earlier`` are those of ``first`` whose child was born in an earlier calendar year,
    ``old_edition`` those of ``other_void`` that an edition going out of use made void.
    """

    opening: int = 0
    received: int = 0
    first: int = 0
    exchange: int = 0
    reissue: int = 0
    midwife: int = 0
    elsewhere: int = 0
    misprint: int = 0
    lost: int = 0
    other_void: int = 0
    births: int = 0
    transferred: int = 0
    returned: int = 0
    handed_back: int = 0
    first_earlier: int = 0
    old_edition: int = 0

    @property
    def inside(self) -> int:
        """(6) = (3) + (4) + (5)."""
        return self.first + self.exchange + self.reissue

    @property
    def outside(self) -> int:
        """(9) = (7) + (8)."""
        return self.midwife + self.elsewhere

    @property
    def issued(self) -> int:
        """Certificates issued, wherever the child was born."""
        return self.inside + self.outside

    @property
    def void(self) -> int:
        """(13) = (10) + (11) + (12)."""
        return self.misprint + self.lost + self.other_void

    @property
    def used(self) -> int:
        """(14) = (6) + (9) + (13)."""
        return self.issued + self.void

    @property
    def closing(self) -> int:
        """(15) = (1) + (2) − (14), and what was passed on to others or came back.

        >>> Table(opening=120, received=200, first=180, exchange=2, misprint=1).closing
        137
        >>> Table(opening=120, transferred=50, returned=8, handed_back=10).closing
        68
        """
        here = self.opening + self.received - self.used
        return here - self.transferred + self.returned - self.handed_back

    @property
    def passes_on(self) -> bool:
        """Whether the columns behind the form hold anything."""
        return any(getattr(self, column.name) for column in PASSED_ON)


def columns_of(
    was: str,
    becomes: str,
    *,
    cause: str | None = None,
    kind: str = "1",
    attended: str | None = None,
) -> tuple[tuple[str, int], ...]:
    """The columns a move of one number counts in, each with +1 or −1.

    >>> columns_of("printed", "issued", kind="4", attended="1")
    (('midwife', 1),)
    >>> columns_of("void", "in_stock", cause="1")
    (('misprint', -1),)
    >>> columns_of("", "in_stock"), columns_of("in_stock", "retracted")
    ((('received', 1),), (('received', -1),))
    >>> columns_of("lost", "void"), columns_of("drawn", "reserved")
    ((('lost', -1), ('other_void', 1)), ())

    Args:
        was: the state it leaves; "" for a number not on the books.
        becomes: the state it comes to.
        cause: of ``rules.certificate_states.VOID_CAUSES``; of an un-void, of the void it undoes.
        kind: the kind of the issue, one digit as on the form.
        attended: who attended a birth outside an institution.
    """
    before, after = (_place(state, cause, kind, attended) for state in (was, becomes))
    if before == after:
        return ()
    if before == "transferred":  # what another institution lost came back to be lost
        return (("returned", 1), *_plus(after))
    return (*((name, -amount) for name, amount in _plus(before)), *_plus(after))


def _place(state: str, cause: str | None, kind: str, attended: str | None) -> str:
    """The column a number in this state is counted in; "stock" is none of them."""
    if state in STOCK:
        return "stock"
    if state in {"", "short", "retracted"}:  # not here: counted when it comes
        return "received"
    if state in PAPERS:
        return _INSIDE.get(kind) or ("midwife" if attended == _MIDWIFE else "elsewhere")
    if state in VOIDS:
        return "misprint" if cause == MISPRINT else "other_void"
    return state


def _plus(place: str) -> tuple[tuple[str, int], ...]:
    if place == "stock":
        return ()
    return ((place, -1 if place == "received" else 1),)


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of the table: what over what, in numbers of certificates or births."""

    label: str
    formula: str
    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """Percent with two decimals, half up; None over nothing."""
        return percent(self.numerator, self.denominator)


def rates(table: Table) -> tuple[Rate, ...]:
    """The rates of a period: first issues against births, voids and second papers against all used.

    >>> [str(rate.percent) for rate in rates(Table(first=417, exchange=3, misprint=1, births=419))]
    ['99.52', '99.52', '0.24', '0.71', '0.00']
    """
    return (
        Rate("首次签发率", "(3)÷(16)", table.first, table.births),
        Rate(
            "当年签发率", "(3)÷(16),只算当年出生", table.first - table.first_earlier, table.births
        ),
        Rate("废证率", "(13)÷(14)", table.void, table.used),
        Rate("换发率", "(4)÷(14)", table.exchange, table.used),
        Rate("补发率", "(5)÷(14)", table.reissue, table.used),
    )


def percent(numerator: int, denominator: int) -> Decimal | None:
    """Percent with two decimals, half up; None where there is nothing to divide by.

    >>> percent(1, 420), percent(1, 0)
    (Decimal('0.24'), None)
    """
    if denominator <= 0:
        return None
    return Decimal((20_000 * numerator + denominator) // (2 * denominator)).scaleb(-2)


def void_colour(
    table: Table, warn: int = VOID_WARN_PERMILLE, limit: int = VOID_LIMIT_PERMILLE
) -> str:
    """``AMBER`` from the first limit on, ``RED`` above the second, in permille of all used.

    >>> [void_colour(Table(first=1000 - voids, misprint=voids)) for voids in (4, 5, 10, 11)]
    ['', 'amber', 'amber', 'red']
    """
    voids = table.void * 1000
    if voids > table.used * limit:
        return RED
    return AMBER if voids > 0 and voids >= table.used * warn else ""
