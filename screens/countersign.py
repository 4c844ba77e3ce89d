"""Another person signs at this desk: who, by digit, and their own password.

::

    class VoidPage(ListPage, Countersigned):
        def action_unvoid(self):
            self.countersign("certificates.review", tr("撤销作废"), self._signed)

        def _signed(self, hand: Hand): ...   # work(partial(unvoid, self.desk, …, hand))
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.context import PERMISSIONS, ROLES
from desk.second import people_who_may, second_hand
from rules.errors import RuleError
from rules.fields import Choice, FieldSpec, Kind
from screens.new_password import password_field
from screens.page import Page
from tui.actions import SAVE, Action
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import listed, tr

if TYPE_CHECKING:
    from desk.context import Hand

    People = Sequence[tuple[str, str]]
    Then = Callable[["Hand"], None]
WHO = "签字人"


class CountersignPage(Page):
    """Asks who and the password; until both fit nothing is done, and Esc does nothing at all."""

    HEADING = "第二人签字"
    ACTIONS = (SAVE,)

    def __init__(self, permission: str, words: str, people: "People", then: "Then") -> None:
        super().__init__()
        self._permission = permission
        self._words = words
        self._people = {str(digit): pair for digit, pair in enumerate(people, 1)}
        self._then = then
        self._busy = False

    def actions(self) -> list[Action]:
        """No way elsewhere while somebody else's password is asked for."""
        return [each for each in super().actions() if each.id in {"save", "help", "back"}]

    def crumbs(self) -> list[str]:
        """The act that is signed for."""
        return [self._words]

    def compose_body(self) -> Iterable[Widget]:
        """Who, unless there is only one, and the password."""
        yield Form(self._fields(), self.app.today, asks=False)

    def _fields(self) -> list[FormField]:
        names = tuple(Choice(digit, name) for digit, (_, name) in self._people.items())
        who = FieldSpec(Kind.CHOICE, WHO, choices=names, required=True, help="按数字选人")
        first = next(iter(self._people)) if len(self._people) == 1 else None
        return [
            FormField("who", who, value=first, section=self._words),
            password_field("password", "口令"),
        ]

    @property
    def form(self) -> Form:
        """The fields."""
        return self.query_one(Form)

    def on_mount(self) -> None:
        """With only one person there is nothing to choose."""
        if len(self._people) == 1:
            self.form.go_to("password")
        self.form.focus()
        names = [name for _, name in self._people.values()]
        who = names[0] if len(names) == 1 else tr(WHO)
        self.say(tr("请{who}本人输入自己的口令", who=who), "doubt")

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Try the pair."""
        if self._busy:
            return
        self._busy = True
        login, _ = self._people[message.values["who"]]
        password = message.values["password"] or ""
        job = partial(second_hand, self.desk, login, password, self._permission)
        self.work(job, self._signed, group="enter")

    def _signed(self, hand: "Hand") -> None:
        self.leave()
        self._then(hand)

    def refused(self, error: RuleError) -> None:
        """Say why, and let the password be typed again."""
        super().refused(error)
        self._busy = False
        self.form.set_value("password", None)
        self.form.go_to("password")

    def action_back(self) -> None:
        """What was typed here is no work to be kept."""
        self.leave()


class Countersigned(Page):
    """A page some acts of which take a second person.

    Beside another base it stands last: style rules are found by the first.
    """

    def countersign(self, permission: str, words: str, then: "Then") -> None:
        """Have another person sign for an act.

        Args:
            permission: what they need, see ``desk.context.PERMISSIONS``.
            words: the act, as the window is headed.
            then: gets the second person, on this page.
        """

        def asked(people: "People") -> None:
            if people:
                self.app.push_screen(CountersignPage(permission, words, people, then))
            else:
                self.tell(alone(permission))

        self.work(partial(people_who_may, self.desk, permission), asked, group="countersign")


def roles_for(permission: str) -> str:
    """The roles that cover a permission, in words."""
    return listed(tr(ROLES[role]) for role in ROLES if role in PERMISSIONS[permission])


def alone(permission: str) -> str:
    """What is said where nobody else may sign."""
    return tr(
        "要由另一个「{roles}」岗位的人签字,本院除你之外没有这样的人。请管理员加用户或登记委托",
        roles=roles_for(permission),
    )
