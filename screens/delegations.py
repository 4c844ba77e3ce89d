"""The administrator's list of written delegations, and the forms that begin and end one."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.context import ROLES
from desk.delegation import (
    DELEGABLE,
    DELEGATION_FIELDS,
    DelegationView,
    delegate,
    delegations,
    end_early,
)
from desk.sign_in import UserView, users
from rules.errors import RuleError
from rules.fields import Choice, FieldSpec, Kind
from screens.form_page import FormPage, form_fields
from screens.records import QUIET_REFRESH, ListPage, new_action
from tui.actions import Action
from tui.fields.parts import FormField
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from tui.drafts import Draft

ADMIN = "users.write"
LONG = 92  # days; a substitute for longer is asked about
LETTER = ("starts_on", "ends_on", "letter_no", "signed_by", "reason")
STATES = {"withdrawn": "已撤回", "coming": "未开始", "on": "生效", "over": "已到期"}
SHADES = {"on": "good", "coming": "doubt"}


class DelegationsPage(ListPage):
    """Who substitutes for whom, since when and under which letter."""

    HEADING = "代岗委托"
    EMPTY = "没有委托。按 {new} 登记一份委托书"
    ACTIONS: ClassVar = (
        new_action("登记委托", "一份书面委托:谁代谁、哪个岗位、从哪天到哪天", ADMIN),
        Action("end", "f7", "提前结束", "选中的委托提前结束或撤回,要写原因", permission=ADMIN),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("代办人", 8),
        Column("岗位", 6),
        Column("代谁", 8),
        Column("从", 10),
        Column("到", 10),
        Column("状态", 9),
        Column("笔数", 4, right=True, rank=2),
        Column("文号", 12, grow=True),
    )

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be one that is not over."""
        refusal = super().why_not(action)
        if refusal is None and action.id == "end":
            row = self.records.row
            if row is None or row.data.over(self.app.today):
                return tr("先选一份还没有到期的委托")
        return refusal

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(delegations, self.desk), self._arrived)

    def action_new(self) -> None:
        """A letter."""
        self.app.open_form("delegation")

    def action_end(self) -> None:
        """The one pointed at ends before its time."""
        row = self.records.row
        if row is not None:
            self.app.open_form("end-delegation", f"{row.data.letter_no}/{row.data.id}")

    def open(self, row: Row) -> None:
        """Enter says who signed it, why, and how much was done under it."""
        given: DelegationView = row.data
        words = tr(
            "{letter} {signer}批准,办证 {count} 笔。{reason}",
            letter=given.letter_no,
            signer=given.signed_by,
            count=given.records,
            reason=given.reason,
        )
        self.tell(words, "text")

    def _arrived(self, found: tuple[DelegationView, ...]) -> None:
        rows = [_row(each, each.state(self.app.today)) for each in found]
        self.records.reload(MemorySource(rows))
        self.refresh_hints()


class DelegationPage(FormPage):
    """A letter: role and people by digit, days, number, who signed it."""

    HEADING = "登记委托"
    NAME = "delegation"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._users: tuple[UserView, ...] = ()

    def prepare(self) -> None:
        """Everybody who may sign in, and whom somebody may stand in for."""
        self._users = users(self.desk)

    def fields(self) -> list[FormField]:
        """By digit where there is a list."""
        roles = tuple(Choice(str(digit), ROLES[role]) for digit, role in enumerate(DELEGABLE, 1))
        people = tuple(
            Choice(str(digit), _with_roles(user)) for digit, user in enumerate(self._users, 1)
        )
        section = tr("代办")
        return [
            FormField("role", _by_digit("role", roles), section=section),
            FormField("instead_of", _by_digit("instead_of", people), section=section),
            FormField("login", _by_digit("login", people), section=section),
            *form_fields(DELEGATION_FIELDS, LETTER, {"starts_on": self.app.today}, tr("书面委托")),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What needs no look at other delegations."""
        first, last = values["starts_on"], values["ends_on"]
        if first and last and last < first:
            return {"ends_on": RuleError("DATE_ORDER", "不能早于开始日期")}
        return {}

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """A long one may be a slip of the year."""
        first, last = values["starts_on"], values["ends_on"]
        days = (last - first).days + 1 if first and last else 0
        if days <= LONG:
            return {}
        return {"ends_on": RuleError("LONG", "委托长达 {days} 天,对吗?", days=days)}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> DelegationView:  # noqa: ARG002  the letter's days are its own reason
        """The letter, people by their logins."""
        letter = {name: values[name] or "" for name in LETTER}
        return delegate(
            self.desk,
            {
                "role": DELEGABLE[int(values["role"]) - 1],
                "login": self._user(values["login"]).login,
                "instead_of": self._user(values["instead_of"]).name,
                **letter,
            },
        )

    def kept(self, result: DelegationView) -> None:
        """It holds from the next signing in."""
        self.leave()
        words = tr("已登记;{name}下次登录起按委托办", name=result.name)
        self.app.say(words, "good")

    def _user(self, digits: str) -> UserView:
        return self._users[int(digits) - 1]


class EndDelegationPage(FormPage):
    """A delegation that ends before its time."""

    HEADING = "提前结束委托"
    NAME = "end-delegation"
    START = "words"

    def fields(self) -> list[FormField]:
        """Its last day and why."""
        last = FieldSpec(
            Kind.DATE, "最后一天", required=True, help="这一天还有效;写开始日期之前就是撤回"
        )
        words = FieldSpec(Kind.TEXT, "原因", required=True, max_length=100)
        section = self.record.rpartition("/")[0]
        return [
            FormField("last", last, value=self.app.today, section=section),
            FormField("words", words, section=section),
        ]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> DelegationView:  # noqa: ARG002  none here
        """The end."""
        own = int(self.record.rpartition("/")[2])
        return end_early(self.desk, own, values["last"], values["words"])


def _by_digit(name: str, options: tuple[Choice, ...]) -> FieldSpec:
    label = DELEGATION_FIELDS[name].label
    return FieldSpec(Kind.CHOICE, label, choices=options, required=True, help="按数字选")


def _with_roles(user: UserView) -> str:
    roles = "、".join(ROLES[role] for role in user.roles)
    return f"{user.name}({roles})"


def _row(given: DelegationView, state: str) -> Row:
    cells = (
        given.name,
        tr(ROLES[given.role]),
        given.instead_of,
        str(given.starts_on),
        str(given.ends_on),
        Cell(tr(STATES[state]), SHADES.get(state, "dim")),
        str(given.records),
        given.letter_no,
    )
    return Row(given.id, cells, given)
