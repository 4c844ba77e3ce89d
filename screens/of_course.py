"""A form on a folic-acid course; record is its id, of what hangs on it ``course/record``."""

from typing import TYPE_CHECKING, Any

from desk.folic import course
from desk.folic_view import FolicView
from desk.house_rules import HouseRules, rules_of
from screens.form_page import FormPage

if TYPE_CHECKING:
    from tui.drafts import Draft


class OfCourse(FormPage):
    """A form on a course."""

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._view: FolicView | None = None
        self.rules = HouseRules()

    def prepare(self) -> None:
        """The course."""
        self.read_course()

    def read_course(self) -> None:
        """Read the course and the centre's rules; in a thread."""
        self._view = course(self.desk, self.course_id)
        self.rules = rules_of(self.desk)

    @property
    def course_id(self) -> int:
        """Whose course it is."""
        return int(self.record.partition("/")[0])

    @property
    def view(self) -> FolicView:
        """The course, once it is read."""
        if self._view is None:
            raise RuntimeError("not read yet")
        return self._view

    def title_of_draft(self) -> str:
        """Whose."""
        return f"{self.heading()} {self.view.person.name}"

    @property
    def who(self) -> str:
        """What stands above the fields."""
        return f"{self.view.person.name}  {self.view.person.village}"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        return {}
