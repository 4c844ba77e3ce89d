"""The supervision visit's form; record is the village's id."""

from collections.abc import Mapping
from typing import Any

from desk.problems import not_future
from desk.supervision import VISIT_FIELDS, VisitView, record_visit
from rules.errors import RuleError
from screens.form_page import FormPage, form_fields, given
from screens.villages import village_options
from tui.fields.parts import FormField
from tui.language import tr


class VisitPage(FormPage):
    """One visit to one clinic."""

    HEADING = "村级督导记录"
    NAME = "visit"

    def prepare(self) -> None:
        """The villages."""
        village_options(self)

    def fields(self) -> list[FormField]:
        """The visit, what was found, what is to be mended."""
        values = {
            "village_id": int(self.record) if self.record.isdecimal() else None,
            "visited_on": self.app.today,
            "supervisors": self.last("supervisors"),
            "vetoed": "1",
        }
        return form_fields(
            VISIT_FIELDS,
            tuple(VISIT_FIELDS),
            values,
            "督导",
            village_id={"options": self.app.village_options},
            deadline={"when": lambda form: bool(form.get("advice"))},
            letter_no={"when": lambda form: bool(form.get("advice"))},
            struck_off_on={"when": lambda form: bool(form.get("advice"))},
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return not_future(values, self.app.today, "visited_on", "struck_off_on")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> VisitView:  # noqa: ARG002  none here
        """The visit."""
        return record_visit(self.desk, given(values))

    def kept(self, result: VisitView) -> None:
        """Back to the quarter."""
        self.leave()
        self.app.say(tr("已保存 {village} 的督导记录", village=result.village), "good")
