"""Enrolling a woman on the folic-acid programme, and the correction of it.

Record is ``new``, ``p<person>`` for a woman on the books, in the correction the course's id.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.folic import COURSE_FIELDS, WOMAN_FIELDS, correct_course, enrol
from desk.folic_rules import course_doubts, course_problems
from desk.folic_view import FolicView
from desk.person_page import person_page
from desk.problems import identity
from rules.errors import RuleError
from screens.correct import AsKept, Correction
from screens.form_page import form_fields, given, when
from screens.of_course import OfCourse
from screens.register import RegisterPage
from screens.villages import village_options
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from desk.people import PersonView
    from tui.drafts import Draft

USUAL = {"state": "1", "rural": "1", "high_risk": "1", "dose_ug": 400}
STATE = ("state", "lmp", "rural", "high_risk", "high_risk_which", "dose_ug")
DATES = ("enrolled_on", "started_on", "remark")
EARLY, YES = "2", "2"


def course_fields(values: Mapping[str, Any]) -> list[FormField]:
    """What is typed of a course."""
    return [
        *form_fields(
            COURSE_FIELDS,
            STATE,
            values,
            "增补叶酸",
            lmp=when("state", EARLY),
            high_risk_which=when("high_risk", YES),
        ),
        *form_fields(COURSE_FIELDS, DATES, values, "日期"),
    ]


class FolicEnrolPage(RegisterPage):
    """A woman on the programme; for one on the books with what is known of her."""

    HEADING = "叶酸登记"
    NAME = "folic-enrol"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._woman: PersonView | None = None

    def prepare(self) -> None:
        """The villages, and the woman if she is known."""
        village_options(self)
        if self.record.startswith("p"):
            self._woman = person_page(self.desk, int(self.record[1:])).person
            self.same_as = self._woman.id

    def fields(self) -> list[FormField]:
        """The woman, then her course."""
        values = (
            USUAL
            | {
                "enrolled_on": self.app.today,
            }
            | (self._woman.values if self._woman else {})
        )
        return [
            *form_fields(
                WOMAN_FIELDS,
                tuple(WOMAN_FIELDS),
                values,
                "妇女",
                birth_date={"when": lambda form: not form.get("id_no")},
                village_id={"options": self.app.village_options},
            ),
            *course_fields(values),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        _, wrong = identity({"sex": "2", **values}, self.app.today)
        return wrong | course_problems(values, self.app.today)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """An unusual dose."""
        return course_doubts(values)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """Enrolled."""
        return enrol(
            self.desk, given(values), same_as=self.same_as, not_same=self.not_same, doubts=doubts
        )

    def kept(self, result: FolicView) -> None:
        """Her page of the programme: the bottle is handed out there."""
        self.leave()
        if getattr(self.app.screen, "folic_person_id", None) != result.person.id:
            self.app.push_screen(self.app.page("folic_woman", result.person.id))
        words = tr("已登记 {name},按 1 发药", name=result.person.name)
        self.app.call_later(self.app.say, words, "good")


class FolicCoursePage(OfCourse):
    """What was typed of a course."""

    def fields(self) -> list[FormField]:
        """The course."""
        return course_fields(self.begins_with())

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return course_problems(values, self.app.today)


class CorrectFolicPage(Correction, FolicCoursePage):
    """The correction of an enrolment."""

    HEADING = "更正叶酸登记"
    NAME = "correct-folic"
    SPECS = COURSE_FIELDS

    def read(self) -> AsKept:
        """The course as it is kept."""
        self.read_course()
        return (self.view.version,), {name: self.view.values[name] for name in COURSE_FIELDS}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = self.course_id
        return correct_course(self.desk, own, self.versions[0], self.over(values), reason)
