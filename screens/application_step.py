"""The steps of an application that take words, and those that are written down a later day."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from desk.application import application, pass_on, withdraw
from desk.application_view import STEPS as NEXT
from desk.application_view import ApplicationView
from desk.issuing import confirm, misprint, next_number, printed, release, reserve
from desk.stock_book import in_order
from rules.fields import FieldSpec, Kind
from screens.form_page import FormPage
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

WORDS = FieldSpec(Kind.TEXT, "原因", required=True, max_length=100)
PASSED_TO = FieldSpec(Kind.TEXT, "签发机构", required=True, max_length=60)
NUMBER = FieldSpec(
    Kind.CERTIFICATE, "改用编号", required=True, max_length=10, help="输入或扫描要用的那一枚"
)
STEPS = {
    "misprint": ("作废", (("words", WORDS),)),
    "release": ("退号", (("words", WORDS),)),
    "withdraw": ("撤回申请", (("words", WORDS),)),
    "pass": ("移交签发机构", (("passed_to", PASSED_TO),)),
    "skip": ("另用一号", (("number", NUMBER), ("words", WORDS))),
}
DAY = FieldSpec(Kind.DATE, "办的日期", required=True, help="这一步真正办的那一天")
BEHIND = {
    "reserve": "占用下一个编号 {number}",
    "print": "省系统打印好了",
    "confirm": "签发 {number} 给 {child}",
}


class ApplicationStepPage(FormPage):
    """A step that takes words; record is the application's id and the step: ``12/release``."""

    HEADING = "申请的一步"
    NAME = "application-step"
    REMEMBERS: ClassVar[Mapping[str, str]] = {"passed_to": "passed_to"}

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        own, _, self.what = record.partition("/")
        self.application_id = int(own)
        self._next: str | None = None
        self._safe: tuple[str, ...] = ()

    def heading(self) -> str:
        """Which step."""
        return tr(STEPS[self.what][0])

    def prepare(self) -> None:
        """The number that would be next, and those not drawn yet."""
        self._next = next_number(self.desk)
        self._safe = in_order(self.desk)

    def fields(self) -> list[FormField]:
        """The words; what was passed on last went to the same body."""
        values = {"passed_to": self.last("passed_to")}
        fields = [
            FormField(name, spec, value=values.get(name)) for name, spec in STEPS[self.what][1]
        ]
        if self.what == "skip":
            told = tr("下一枚本是 {number}", number=self._next or "")
            fields[0] = replace(fields[0], help=told, echo=self._drawn_first)
        return fields

    def _drawn_first(self, number: str, _: Mapping[str, Any]) -> str:
        return tr("该号在库房,将先领用") if number in self._safe else ""

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:  # noqa: ARG002  none
        """The step done."""
        desk, own, words = self.desk, self.application_id, values.get("words") or ""
        if self.what == "misprint":
            return misprint(desk, own, "9", words)
        if self.what == "release":
            return release(desk, own, words)
        if self.what == "withdraw":
            return withdraw(desk, own, words)
        if self.what == "pass":
            return pass_on(desk, own, values["passed_to"])
        return reserve(desk, own, values["number"], words)


class ApplicationDayPage(FormPage):
    """The next step of an application, done on an earlier day; record is its id."""

    HEADING = "补记"
    NAME = "application-day"
    DAY = "moved_on"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._view: ApplicationView | None = None
        self._number = ""

    @property
    def view(self) -> ApplicationView:
        """The application, once read."""
        if self._view is None:
            raise RuntimeError("not read yet")
        return self._view

    def prepare(self) -> None:
        """The step that is next, and the number it is about."""
        self._view = application(self.desk, int(self.record))
        self._number = self._view.number or next_number(self.desk) or ""

    def fields(self) -> list[FormField]:
        """The day, none before what was done last."""
        view, child = self.view, self.view.values["child_name"]
        first = max([view.decided_on or view.values["applied_on"], *(f.on for f in view.facts)])
        title = tr(BEHIND[view.step], number=self._number, child=child)
        return [FormField("moved_on", DAY, value=self.day(first), section=title)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:  # noqa: ARG002  none
        """The step done, if it still is the next one."""
        desk, own, on = self.desk, self.view.id, values["moved_on"]
        if self.view.step == "confirm":
            return confirm(desk, own, on).application
        step = printed if self.view.step == "print" else reserve
        return step(desk, own, on=on)

    def kept(self, result: ApplicationView) -> None:
        """Back to the application: where the number is now."""
        self.leave()
        self.app.say(f"{result.number} {tr(NEXT[result.step])}", "good")
