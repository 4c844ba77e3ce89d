"""The report cards of deaths: a mother's on her pregnancy card, a child's on the child."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from desk.child import ChildView, child
from desk.child_death import (
    CHILD_DEATH_FIELDS,
    correct_child_death,
    death_problems,
    record_child_death,
)
from desk.closing import DEATH
from desk.pregnancy_view import CardView
from rules.errors import RuleError
from screens.case_form import CaseCorrection, CasePage
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.form_page import FormPage, form_fields, given, when
from screens.person_head import age_words
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from datetime import date

    from screens.ways import Ways
    from tui.drafts import Draft

CAUSES = ("cause_1", "cause_2", "cause_3")
OF_CHILD = (
    ("死亡", ("died_on", "died_at", "status", "death_place", "treated", "untreated_why")),
    (
        "死因",
        (
            *("cause_a", "cause_b", "cause_c", "cause_d", "root_cause"),
            *("class_no", "icd10", "diagnosed_by", "basis"),
        ),
    ),
    (
        "填报",
        (
            *("weighed", "birth_level", "registered", "card_no"),
            *("added_later", "place", "doctor", "filled_on"),
        ),
    ),
)


class MaternalDeathPage(CasePage):
    """The card of a mother's death; what the books know stands there already."""

    HEADING, NAME, KIND = "孕产妇死亡报告卡", "maternal-death", "maternal_deaths"
    DAY = ""
    REMEMBERS: ClassVar = {"doctor": "doctor"}
    SECTIONS = (
        ("死亡", ("died_on", "died_at", "counted", "death_place")),
        ("死因", (*CAUSES, "basis", "cause_class")),
        ("孕产情况", ("first_ga_days", "exams", "abortions", "clean_delivery")),
        (
            "个人",
            (
                *("registered", "registered_at", "staying", "terrain", "ethnicity"),
                *("education", "income", "planned"),
            ),
        ),
        (
            "填报",
            ("summary", "review", "factors", "card_no", "place", "doctor", "filled_on"),
        ),
    )

    def begins_with(self) -> dict[str, Any]:
        """The day she died, her examinations, where and when the card is filled in."""
        card = self.card
        visits = [contact.values["visited_on"] for contact in card.contacts]
        first = (visits[0] - card.start).days if visits and card.start else None
        told = card.ended_on if card.end_reason == DEATH else None
        return super().begins_with() | {
            "died_on": card.mother.values["died_on"] or told,
            "exams": len(visits),
            "first_ga_days": first if first is not None and first >= 0 else None,
            "place": self.desk.centre_name,
            "filled_on": self.app.today,
        }

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """How long after the birth it was."""
        return {"died_on": {"echo": self._days_after}}

    def _days_after(self, day: "date", _: Mapping[str, Any]) -> str:
        if self.card.delivery is None:
            return ""
        return tr("产后 {days} 天", days=(day - self.card.delivery.values["delivered_on"]).days)


class CorrectMaternalDeathPage(CaseCorrection, MaternalDeathPage):
    """The correction of a card; a death told by mistake is withdrawn here."""

    HEADING, NAME = "更正孕产妇死亡报告卡", "correct-maternal-death"


class ChildDeathPage(FormPage):
    """The card of a child's death; record is the child's id, in a correction ``child/death``."""

    HEADING = "儿童死亡报告卡"
    NAME = "child-death"
    REMEMBERS: ClassVar = {"doctor": "doctor"}

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._child: ChildView | None = None

    def prepare(self) -> None:
        """The child."""
        self._child = child(self.desk, self.child_id)

    @property
    def child_id(self) -> int:
        """Whose death it was."""
        return int(self.record.partition("/")[0])

    @property
    def child(self) -> ChildView:
        """The child, once read."""
        if self._child is None:
            raise RuntimeError("not read yet")
        return self._child

    def title_of_draft(self) -> str:
        """Whose card it is."""
        return f"{self.heading()} {self.child.person.name}"

    def begins_with(self) -> dict[str, Any]:
        """The day, if it is known, and where and when the card is filled in."""
        return {
            "died_on": self.child.person.values["died_on"],
            "status": "1",
            "place": self.desk.centre_name,
            "doctor": self.last("doctor"),
            "filled_on": self.app.today,
        }

    def fields(self) -> list[FormField]:
        """The death, its causes, who reports it."""
        values = self.begins_with()
        who = f"{self.child.person.name}  {self.child.person.birth_date}"
        return [
            field
            for place, (title, names) in enumerate(OF_CHILD)
            for field in form_fields(
                CHILD_DEATH_FIELDS,
                names,
                values,
                title if place else f"{who}  {tr(title)}",
                **(
                    {"died_on": {"echo": self._age}, "untreated_why": when("treated", "3")}
                    if not place
                    else {}
                ),
            )
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return death_problems(values, self.app.today, self.child)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """The card."""
        return record_child_death(self.desk, self.child_id, given(values), doubts)

    def _age(self, day: "date", _: Mapping[str, Any]) -> str:
        return age_words(self.child.person.birth_date, day)


class CorrectChildDeathPage(Correction, ChildDeathPage):
    """The correction of a card; a death told by mistake is withdrawn here."""

    HEADING = "更正儿童死亡报告卡"
    NAME = "correct-child-death"
    SPECS = CHILD_DEATH_FIELDS

    def read(self) -> AsKept:
        """The card, its child read anew."""
        ChildDeathPage.prepare(self)
        return as_kept([self.child.death], own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """The corrected card over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_child_death(self.desk, own, self.versions[0], self.over(values), reason)


def ask_for_death_card(app: "Ways", card: CardView) -> None:
    """A woman whose card ended with her death has a report card; it is asked for at once."""
    if card.end_reason == DEATH and not card.records[MaternalDeathPage.KIND]:
        app.open_form(MaternalDeathPage.NAME, str(card.id))
