"""Bottles for a woman, whether she takes them, and the end of it: forms and corrections."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.folic import (
    END_FIELDS,
    FOLLOWUP_FIELDS,
    HANDOUT_FIELDS,
    correct_end,
    correct_followup,
    correct_handout,
    end_course,
    follow_up,
    hand_out,
)
from desk.folic_book import BatchView, batches
from desk.folic_rules import (
    followup_doubts,
    followup_problems,
    handout_doubts,
    handout_problems,
)
from desk.folic_view import FolicView
from desk.problems import not_future
from rules.errors import RuleError
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.form_page import form_fields, given
from screens.of_course import OfCourse
from tui.fields.parts import FormField, Option
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

# What is filled in comes first, so that two Enters pass what is empty.
HANDED = ("given_on", "batch_id", "bottles", "giver", "receiver", "remark")


class FolicHandoutPage(OfCourse):
    """Bottles for her: all is filled in for the usual one, Enter twice hands it out."""

    HEADING = "发叶酸"
    NAME = "folic-handout"
    DAY = "given_on"
    START = "receiver"
    ASKS = False

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._batches: tuple[BatchView, ...] = ()

    def prepare(self) -> None:
        """The course and the batches."""
        super().prepare()
        self._batches = batches(self.desk)
        if not self.offered():
            raise DeskError("NO_STOCK", "没有可发的叶酸,请先入库")

    @property
    def own_handout(self) -> int | None:
        """Which one is corrected, if one is."""
        return None

    def offered(self) -> list[BatchView]:
        """The batches that can be handed out of, the first to expire first."""
        return [batch for batch in self._batches if batch.left > 0 and not batch.expired]

    def begins_with(self) -> dict[str, Any]:
        """One bottle of what expires first, by whoever works here."""
        return {
            "batch_id": self.offered()[0].id,
            "bottles": 1,
            "given_on": self.day(self.view.values["enrolled_on"]),
            "giver": self.desk.user_name,
        }

    def fields(self) -> list[FormField]:
        """What, how many, when, from whom to whom."""
        options = [Option(batch.id, batch.number, note=_about(batch)) for batch in self.offered()]
        return form_fields(
            HANDOUT_FIELDS,
            HANDED,
            self.begins_with(),
            self.who,
            batch_id={"options": options, "echo": self._of_batch},
            bottles={"echo": self._had},
            receiver={"hint": lambda _: tr("本人领的按回车")},
            remark={"hint": lambda _: tr("没有就按回车,这就发出")},
        )

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Many, early, or more than can be taken in time."""
        return handout_doubts(self.view, self._batch(values.get("batch_id")), values, self.rules)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return handout_problems(self.view, values, self.app.today, self.own_handout)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """They leave the stock."""
        return hand_out(self.desk, self.course_id, given(values), doubts)

    def kept(self, result: FolicView) -> None:
        """Until when she is supplied now."""
        self.leave()
        words = tr("已发,够服到 {day}", day=result.supplied_until)
        self.app.say(words, "good")

    def _batch(self, batch_id: Any) -> BatchView | None:
        return next((batch for batch in self._batches if batch.id == batch_id), None)

    def _of_batch(self, batch_id: Any, _: Mapping[str, Any]) -> str:
        batch = self._batch(batch_id)
        return _about(batch) if batch else ""

    def _had(self, _: Any, __: Mapping[str, Any]) -> str:
        return tr("已领 {bottles} 瓶", bottles=self.view.bottles)


class CorrectFolicHandoutPage(Correction, FolicHandoutPage):
    """The correction of bottles handed out; none were: 0."""

    HEADING = "更正发叶酸"
    ASKS = True
    NAME = "correct-folic-handout"
    SPECS = HANDOUT_FIELDS

    def read(self) -> AsKept:
        """The handout, the course and the batches as they are."""
        self.read_course()
        self._batches = batches(self.desk)
        return as_kept(self.view.handouts, own_id(self.record))

    @property
    def own_handout(self) -> int | None:
        """The record says."""
        return own_id(self.record)

    def offered(self) -> list[BatchView]:
        """Its own batch as well."""
        own = self.before.get("batch_id")
        return [b for b in self._batches if b.id == own or (b.left > 0 and not b.expired)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_handout(self.desk, own, self.versions[0], self.over(values), reason)


class FolicFollowupPage(OfCourse):
    """Whether she takes it."""

    HEADING = "叶酸随访"
    NAME = "folic-followup"
    DAY = "followed_on"
    START = "days_taken"

    def begins_with(self) -> dict[str, Any]:
        """By telephone, on the day of the last record."""
        conceived = self.view.lmp is not None or any(
            each.values["conceived"] == "2" for each in self.view.followups
        )
        return {
            "followed_on": self.day(self.view.started_on),
            "way": "1",
            "conceived": "2" if conceived else "1",
            "follower": self.desk.user_name,
        }

    def fields(self) -> list[FormField]:
        """The days due beside the day."""
        return form_fields(
            FOLLOWUP_FIELDS,
            tuple(FOLLOWUP_FIELDS),
            self.begins_with(),
            self.who,
            followed_on={"echo": self._due},
            days_taken={"echo": self._share},
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return followup_problems(self.view, values, self.app.today)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """More tablets than she had."""
        return followup_doubts(self.view, values, self.rules)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """The follow-up."""
        return follow_up(self.desk, self.course_id, given(values), doubts)

    def _due(self, day: date, _: Mapping[str, Any]) -> str:
        return tr("应服 {days} 天", days=self.view.due_on(day))

    def _share(self, taken: int, values: Mapping[str, Any]) -> str:
        day = values.get("followed_on")
        due = self.view.due_on(day) if day else 0
        return f"{taken * 100 // due}%" if due else ""


class CorrectFolicFollowupPage(Correction, FolicFollowupPage):
    """The correction of a follow-up."""

    HEADING = "更正叶酸随访"
    NAME = "correct-folic-followup"
    SPECS = FOLLOWUP_FIELDS

    def read(self) -> AsKept:
        """The follow-up and the course as they are."""
        self.read_course()
        return as_kept(self.view.followups, own_id(self.record))

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it, beside the others."""
        return followup_problems(self.view, values, self.app.today, own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_followup(self.desk, own, self.versions[0], self.over(values), reason)


class FolicEndPage(OfCourse):
    """She takes no more."""

    HEADING = "结束服用"
    NAME = "folic-end"
    START = "end_reason"

    def begins_with(self) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"ended_on": self.app.today}

    def fields(self) -> list[FormField]:
        """When, why, and what became of it where no card tells."""
        names = tuple(END_FIELDS) if self.view.pregnancy_id is None else ("ended_on", "end_reason")
        return form_fields(END_FIELDS, names, self.begins_with(), self.who)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return not_future(values, self.app.today, "ended_on")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:  # noqa: ARG002  none here
        """The course that ended."""
        return end_course(self.desk, self.course_id, given(values))


class CorrectFolicEndPage(Correction, FolicEndPage):
    """The correction of an end."""

    HEADING = "更正结束服用"
    NAME = "correct-folic-end"
    SPECS = END_FIELDS

    def read(self) -> AsKept:
        """The course as it is kept."""
        self.read_course()
        return (self.view.version,), {name: self.view.values[name] for name in END_FIELDS}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> FolicView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = self.course_id
        return correct_end(self.desk, own, self.versions[0], self.over(values), reason)


def _about(batch: BatchView) -> str:
    return tr("有效期 {day},剩 {left} 瓶", day=batch.expires_on, left=batch.left)
