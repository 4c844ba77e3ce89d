"""The form of a pregnancy told by a village; ``p<id>`` is for a woman on the books."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.notice import NOTICE_FIELDS, correct_notice, notice, problems_of, record_notice
from desk.person_page import person_page
from rules.errors import RuleError
from screens.correct import AsKept, Correction
from screens.form_page import form_fields, given
from screens.register import RegisterPage
from screens.villages import village_options
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from desk.notice_view import NoticeView
    from tui.drafts import Draft

WOMAN = ("name", "id_no", "birth_date", "phones", "village_id", "group_no")
TOLD = ("found_on", "lmp", "told_ga_days", "source", "reporter", "told_on")
REST = ("husband_name", "gravida", "para", "residence", "outcome", "remark")


class NoticePage(RegisterPage):
    """A village's first word of a pregnancy."""

    HEADING = "孕情登记"
    NAME = "notice"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._woman: dict[str, Any] = {}

    def prepare(self) -> None:
        """The villages, and the woman if she is known."""
        village_options(self)
        if self.record.startswith("p"):
            self.same_as = int(self.record[1:])
            self._woman = person_page(self.desk, self.same_as).person.values

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        known = {
            "found_on": self.app.today,
            "village_id": self.last("village_id"),
            "source": "2",
            "residence": "1",
        }
        return known | self._woman

    def fields(self) -> list[FormField]:
        """The woman, what was told, the rest."""
        values = self.begins_with()
        return [
            *form_fields(
                NOTICE_FIELDS,
                WOMAN,
                values,
                "孕妇",
                birth_date={"when": lambda form: not form.get("id_no")},
                village_id={"options": self.app.village_options},
            ),
            *form_fields(
                NOTICE_FIELDS,
                TOLD,
                values,
                "孕情",
                told_ga_days={"when": lambda form: not form.get("lmp")},
            ),
            *form_fields(NOTICE_FIELDS, REST, values, "其他"),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return problems_of(values, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> "NoticeView":
        """The notice."""
        return record_notice(
            self.desk, given(values), same_as=self.same_as, not_same=self.not_same, doubts=doubts
        )

    def kept(self, result: "NoticeView") -> None:
        """Back to the list; it says when her card is there already."""
        self.leave()
        self.app.point(result.id)
        name = result.woman.name
        if result.pregnancy_id is None:
            self.app.say(tr("已登记 {name} 的孕情", name=name), "good")
        else:
            self.app.say(tr("已登记 {name} 的孕情,她已建册", name=name), "good")


class CorrectNoticePage(Correction, NoticePage):
    """The correction of a notice, also when she was told to come and what came of it."""

    HEADING = "更正孕情"
    NAME = "correct-notice"
    SPECS = NOTICE_FIELDS

    def read(self) -> AsKept:
        """The notice with its woman."""
        view = notice(self.desk, int(self.record))
        woman = {name: view.woman.values[name] for name in NOTICE_FIELDS if name not in view.values}
        return (view.version, view.woman.version), woman | view.values

    def prepare(self) -> None:
        """The villages and the notice as it is."""
        village_options(self)
        super().prepare()

    def keep(self, values: dict[str, Any], doubts: list[str]) -> "NoticeView":
        """The corrected notice over the versions that were read."""
        notice_version, woman_version = self.versions
        return correct_notice(
            self.desk,
            int(self.record),
            (notice_version, woman_version),
            self.over(values),
            self.why(values, doubts),
        )

    def kept(self, result: "NoticeView") -> None:
        """Back to where one came from."""
        self.leave()
        self.app.point(result.id)
        self.app.say(tr("已更正 {name} 的孕情", name=result.woman.name), "good")
