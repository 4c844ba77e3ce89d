"""An application on one screen: what the certificate will say, the number, the steps.

Enter does the next step; a digit always means the same.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.widget import Widget

from desk.application import application
from desk.application_view import APPLICATION_FIELDS, STEPS, ApplicationView
from desk.issuing import IssueView, confirm, misprint, next_number, printed, reserve
from desk.sealing import seal_as
from desk.voiding import SPOILT
from rules.certificate_face import still_empty
from rules.errors import RuleError
from screens.application_sheet import TABLE, Sheet, differs
from screens.countersign import Countersigned
from screens.desks import DESKS
from screens.issuing import IssuePage
from screens.person_head import MenuItems
from tui.actions import HISTORY_KEYS, REFRESH_KEYS, Action
from tui.chrome import Breadcrumb
from tui.dialogs import Ask, Menu
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Hand

Answer = TypeVar("Answer")
READ = "还在读取,请稍候"
DOES = {  # what Enter does at a step
    "review": "请审核人审核",
    "pass": "登记移交给签发机构",
    "reserve": "占用下一个编号 {number}",
    "print": "省系统打印好了",
    "confirm": "打印无误,签发 {number}",
    "seal": "请印章管理员当面盖章",
    "collect": "登记领证人领取",
}
NEXT = {
    "review": "review",
    "pass": "pass_on",
    "reserve": "reserve",
    "print": "printed",
    "confirm": "confirm",
    "seal": "seal",
    "collect": "collect",
}
OTHER = "9"  # the cause that has to be written
ASKED_AT = frozenset({"reserve", "confirm"})  # before what cannot be taken back
_HELD = frozenset({"print", "confirm"})
_UNPRINTED = frozenset({"review", "pass", "reserve", "print"})
STEPS_OF = {  # at which steps an action makes sense
    "next": frozenset(NEXT),
    "reserve": frozenset({"reserve"}),
    "confirm": frozenset({"confirm"}),
    "printed": frozenset({"print"}),
    "misprint": _HELD,
    "release": frozenset({"print"}),
    "skip": frozenset({"reserve"}),
    "edit": _UNPRINTED,
    "review": frozenset({"review"}),
    "seal": frozenset({"seal"}),
    "collect": frozenset({"collect"}),
    "withdraw": _UNPRINTED - {"print"},
    "pass_on": frozenset({"pass"}),
    "on_day": frozenset({"reserve", "print", "confirm"}),
}
EDITS = dict.fromkeys("14", "correct-application") | dict.fromkeys("2356", "correct-replacing")
_WRITE = "certificates.write"
_GROUP = "申请"


def _own(  # noqa: PLR0913  what an action consists of
    name: str, keys: str, label: str, words: str, permission: str = _WRITE, *, hint: bool = False
) -> Action:
    return Action(name, keys, label, words, _GROUP, permission, hint=hint)


class ApplicationPage(Countersigned):
    """One application. What is left to do is done from here, each step once and with its day."""

    HEADING = "出生证申请"
    CSS_PATH = "application.tcss"
    ACTIONS = (
        _own("next", "enter", "下一步", "办下一步", "certificates.read", hint=True),
        _own("reserve", "", "占号", "占用下一个编号"),
        _own("confirm", "", "确认签发", "打印无误,这一号就签发了"),
        _own("printed", "1", "打印好了", "省系统已经打在占用的编号上"),
        _own("misprint", "2", "打坏作废", "占用的编号打坏了:作废,再用下一号"),
        _own("release", "3", "退号", "没有打印,编号退回"),
        _own("skip", "4", "另用一号", "不用下一个编号,要写原因"),
        _own("edit", "5", "更正", "打印以前更正申请"),
        _own("review", "6", "审核", "审核人同意或退回", "certificates.read"),
        _own("seal", "7", "盖章", "印章管理员当面签字盖章"),
        _own("collect", "8", "领证", "领证人签字领取"),
        _own("withdraw", "9", "撤回", "这份申请不办了"),
        _own("pass_on", "0", "移交", "审核后移交签发机构"),
        _own("on_day", "f7", "补记", "下一步是前几天办的:写明那一天", hint=True),
        _own("whose", "f6", "此人", "打开孩子的页", "records.read", hint=True),
        _own("history", HISTORY_KEYS, "历史", "谁在何时改过什么", "records.read", hint=True),
        _own("refresh", REFRESH_KEYS, "刷新", "重新读取", ""),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )

    def __init__(self, application_id: int) -> None:
        super().__init__()
        self.application_id = application_id
        self.view: ApplicationView | None = None
        self._following: str | None = None
        self._opened = False
        self._done = 0  # steps done here

    def compose_body(self) -> Iterable[Widget]:
        """Everything on one sheet."""
        yield Sheet()

    def on_mount(self) -> None:
        """Read it."""
        self.query_one(Sheet).focus()
        self.action_refresh()

    def on_screen_resume(self) -> None:
        """Something may have been saved on a page above."""
        if self._opened and self.app.signed_in is not None:
            self.action_refresh()
        self._opened = True

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(self._read, partial(self._still, self._done))

    def _still(self, done: int, found: tuple[ApplicationView, str | None]) -> None:
        """What was read before the last step was done here is not shown over it."""
        if done == self._done:
            self._arrived(found)

    def _read(self) -> tuple[ApplicationView, str | None]:
        view = application(self.desk, self.application_id)
        return view, next_number(self.desk) if view.step == "reserve" else None

    def _arrived(self, found: tuple[ApplicationView, str | None]) -> None:
        self.view, self._following = found
        self.query_one(Breadcrumb).show(" > ".join(self.crumbs()))
        self.query_one(Sheet).show(self.view, self._does(), self._menu())
        self.refresh_hints()

    def crumbs(self) -> list[str]:
        """Whose it is."""
        return [*super().crumbs(), *([self.view.values["child_name"]] if self.view else [])]

    def _does(self) -> str:
        """What Enter does now."""
        view = self.view
        if view is None or view.step not in DOES:
            return ""
        return tr(DOES[view.step], number=view.number or self._following or "")

    def _menu(self) -> MenuItems:
        own = [each for each in self.ACTIONS if each.keys.isdigit()]
        return [(each.keys, each, True) for each in own if self.why_not(each) is None]

    # --- what can be done

    def why_not(self, action: Action) -> str | None:
        """Why an action cannot be done with this application now."""
        refusal = super().why_not(action)
        if refusal or action.group != _GROUP or action.id == "refresh":
            return refusal
        view = self.view
        if view is None:
            return tr(READ)
        if action.id == "whose":
            return None if view.person_id else tr("这个孩子不在册")
        fitting = STEPS_OF.get(action.id)
        if fitting is None or view.step in fitting:
            return None
        return tr("现在是「{step}」,办不了这一步", step=tr(STEPS[view.step]))

    def action_next(self) -> None:
        """The next step."""
        if self.view is not None and self.view.step in NEXT:
            self.call_next(self.action_act, NEXT[self.view.step])

    def action_reserve(self) -> None:
        """The next number is this application's."""
        job = partial(reserve, self.desk, self.application_id)
        self._asked_once(partial(self._do, job, self._reserved))

    def _asked_once(self, then: Callable[[], None]) -> None:
        """What is still empty before a number is taken, what differs from the records, once."""
        view, key = self.shown, f"asked:{self.application_id}"
        taking = view.step == "reserve"
        empty = still_empty(view.values) if taking else ()
        asked = (empty, view.records)
        if not any(asked) or self.app.memory.get(key) == asked:
            then()
            return

        def answered(digit: str | None) -> None:
            if digit == "1":
                self.app.memory[key] = asked
                then()
            elif digit == "2" and taking:
                self._edit([*view.records, *empty][0])

        choices = [("1", tr("不填了,占号")), ("2", tr("回去补填"))]
        if view.records:
            back = tr("回去更正") if taking else tr("先不签发")
            choices = [("1", tr("仍按申请")), ("2", back)]
        words = [differs(view)] if view.records else []
        if empty:
            labels = " ".join(tr(APPLICATION_FIELDS[name].label) for name in empty)
            words.append(tr("还空着: {fields}", fields=labels))
        self.app.push_screen(Ask("  ".join(words), choices, point=1), answered)

    def _reserved(self, view: ApplicationView) -> None:
        shown = self._following
        self._went_on(view)
        if shown is not None and view.number != shown:
            words = tr("{shown} 刚被别人占用,改用 {number}", shown=shown, number=view.number or "")
            self.tell(words, "doubt")
        else:
            self.say(tr("已占号 {number}", number=view.number or ""), "good")

    def action_printed(self) -> None:
        """The province's system printed it."""
        self._do(partial(printed, self.desk, self.application_id), self._went_on)

    def action_confirm(self) -> None:
        """A number that is issued is used up: name it and the child once more."""
        view = self.shown

        def answered(digit: str | None) -> None:
            if digit == "1":
                self._do(partial(confirm, self.desk, self.application_id), self._confirmed)
            elif digit == "2":
                self.call_next(self.action_act, "misprint")

        question = tr(
            "签发 {number} 给 {child}?", number=view.number or "", child=view.values["child_name"]
        )
        issue = tr("打印无误,签发")
        if view.records:
            question, issue = f"{differs(view)}  {question}", tr("仍按申请,签发")
        choices = [("1", issue), ("2", tr("打坏了,作废")), ("3", tr("先不签发"))]
        self.app.push_screen(Ask(question, choices, point=2), answered)

    def _confirmed(self, issued: IssueView) -> None:
        self._went_on(issued.application)
        self.say(tr("已签发 {number}", number=issued.number), "good")

    def action_misprint(self) -> None:
        """The number held is spoilt: why."""
        number = self.shown.number or ""

        def chosen(digit: str | None) -> None:
            if digit == OTHER:
                self._words("misprint")
            elif digit:
                spoil = partial(misprint, self.desk, self.application_id, digit)
                self._do(spoil, partial(self._spoilt, number))

        choices = [(cause.code, tr(cause.label)) for cause in SPOILT]
        self.app.push_screen(Menu(tr("{number} 作废,原因是?", number=number), choices), chosen)

    def _spoilt(self, number: str, view: ApplicationView) -> None:
        self._went_on(view)
        self.say(tr("{number} 已作废。按回车再占下一号", number=number), "doubt")
        self.action_refresh()

    def action_release(self) -> None:
        """The number goes back."""
        self._words("release")

    def action_skip(self) -> None:
        """Another number than the next."""
        self._asked_once(partial(self._words, "skip"))

    def action_on_day(self) -> None:
        """The next step was done on an earlier day."""
        then = partial(self.app.open_form, "application-day", str(self.application_id))
        self._asked_once(then) if self.shown.step in ASKED_AT else then()

    def action_withdraw(self) -> None:
        """It is given up."""
        self._words("withdraw")

    def action_pass_on(self) -> None:
        """Another body issues."""
        self._words("pass")

    def action_edit(self) -> None:
        """What was typed is corrected."""
        self._edit()

    def _edit(self, at: str = "") -> None:
        page = self.app.page(EDITS[self.shown.kind], str(self.application_id))
        if at and isinstance(page, IssuePage):
            page.at = at
        self.app.push_screen(page)

    def action_review(self) -> None:
        """The reviewer decides."""
        self.app.open_form("review", str(self.application_id))

    def action_seal(self) -> None:
        """The sealer seals at this desk."""
        self.countersign(
            "certificates.seal", tr("盖章 {number}", number=self._number), self._sealed
        )

    def _sealed(self, hand: "Hand") -> None:
        issue_id = self.shown.issue_id or 0
        self._do(partial(seal_as, self.desk, hand, issue_id), lambda _: self.action_refresh())

    def action_collect(self) -> None:
        """Somebody takes it away."""
        self.app.open_form("collection", f"{self._number}/{self.shown.issue_id}")

    def action_whose(self) -> None:
        """The child's page."""
        if self.view is not None and self.view.person_id:
            self.app.open_person(self.view.person_id)

    def action_history(self) -> None:
        """Who changed it, when and why."""
        name = self.shown.values["child_name"]
        self.app.push_screen(self.app.page("history", TABLE, self.application_id, name))

    @property
    def shown(self) -> ApplicationView:
        """The application, once read."""
        if self.view is None:
            raise RuntimeError("not read yet")
        return self.view

    @property
    def _number(self) -> str:
        return self.shown.number or ""

    def _words(self, what: str) -> None:
        self.app.open_form("application-step", f"{self.application_id}/{what}")

    def _do(self, job: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        self.work(job, then, group="save", refused=self._not_done)

    def _not_done(self, error: RuleError) -> None:
        """Somebody else may have done it meanwhile: what stands now is shown with the reason."""
        self.action_refresh()
        self.refused(error)

    def _went_on(self, view: ApplicationView) -> None:
        self._done += 1
        self._arrived((view, None))
