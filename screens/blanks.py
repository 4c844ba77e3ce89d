"""The issuer's form of a certificate for a child."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.certificate import ISSUE_FIELDS, IssueView, issue, issue_draft
from desk.problems import issue as issue_problems
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from screens.form_page import FormPage, form_fields, given
from tui.dialogs import Ask
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

SKIP = FieldSpec(Kind.TEXT, "跳号原因", max_length=100, help="不用下一个编号时,写明为什么跳过")
CHILD = ("number", "child_name", "sex", "birth_date", "birth_time")
BIRTH = ("birth_ga_days", "birth_weight_g", "birth_length_mm")
PARENTS = ("mother_name", "mother_id_no", "father_name", "father_id_no", "address")
HANDED = ("issued_on", "receiver", "relation", "receiver_id_no", "issuer", "remark")


class IssuePage(FormPage):
    """A first certificate; record is the child's id."""

    HEADING = "签发出生医学证明"
    NAME = "issue"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._known: dict[str, Any] = {}

    def prepare(self) -> None:
        """What is known already."""
        self._known = issue_draft(self.desk, int(self.record))

    def title_of_draft(self) -> str:
        """Whose certificate."""
        return f"{self.heading()} {self._known['child_name']}"

    def fields(self) -> list[FormField]:
        """The certificate as it will be printed, and to whom it is handed."""
        following = self._known["number"]
        skipped = FormField(
            "skip_reason",
            SKIP,
            section="证件",
            when=lambda values: values.get("number") not in {None, following},
        )
        fields = form_fields(ISSUE_FIELDS, CHILD, self._known, "证件")
        return [
            fields[0],
            skipped,
            *fields[1:],
            *form_fields(ISSUE_FIELDS, BIRTH, self._known, "出生"),
            *form_fields(ISSUE_FIELDS, PARENTS, self._known, "父母"),
            *form_fields(ISSUE_FIELDS, HANDED, self._known, "领证"),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return issue_problems(values, self.app.today)

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """A number that is issued is used up: name it and the child once more."""
        keep = partial(super().submit, values, doubts)

        def answered(digit: str | None) -> None:
            if digit == "1":
                keep()

        question = tr(
            "签发 {number} 给 {child}?", number=values["number"], child=values["child_name"]
        )
        choices = [("1", tr("签发")), ("2", tr("改"))]
        self.app.push_screen(Ask(question, choices, point=1), answered)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> IssueView:
        """Issued, printed and confirmed."""
        filled = given(values)
        reason = filled.pop("skip_reason", "")
        return issue(self.desk, int(self.record), filled, skip_reason=reason, doubts=doubts)

    def kept(self, result: IssueView) -> None:
        """Back to the child."""
        self.leave()
        self.app.say(tr("已签发 {number}", number=result.number), "good")
