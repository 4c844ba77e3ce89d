"""The forms that end a card with no day-42 check to come, and that take an ending back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.closing import BEFORE_BIRTH, MOVED
from desk.ending import end_card, end_doubts, end_problems, reopen
from desk.pregnancy import END_FIELDS
from desk.pregnancy_view import CardView
from rules.errors import RuleError
from rules.gestation import gestational_age
from screens.correct import REASON
from screens.death import ask_for_death_card
from screens.form_page import form_fields, when
from screens.of_card import OfCard
from tui.fields.parts import FormField
from tui.language import tr


class EndPage(OfCard):
    """A loss, a move, a death, a woman lost: when, why, and where she is."""

    HEADING = "结案"
    NAME = "end"
    START = "end_reason"

    def begins_with(self) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"ended_on": self.app.today}

    def fields(self) -> list[FormField]:
        """The day, the reason, what belongs to it."""
        return form_fields(
            END_FIELDS,
            tuple(END_FIELDS),
            self.begins_with(),
            f"{self.who}  {numbered(self.card)}",
            ended_on={"echo": self._gestation},
            end_ga_days={"when": _lost},
            end_place={"when": _lost},
            moved_to=when("end_reason", MOVED),
            handed_over=when("end_reason", MOVED),
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return end_problems(values, self.app.today, self.card)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """An induced end so late."""
        return end_doubts(values, self.card)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The closed card."""
        return end_card(self.desk, self.card_id, values, doubts)

    def kept(self, result: CardView) -> None:
        """Back to her page; a death has its report card."""
        self.leave()
        ask_for_death_card(self.app, result)
        self.app.say(tr("{name} 的孕册已结案", name=result.mother.name), "good")

    def _gestation(self, day: date, _: Mapping[str, Any]) -> str:
        start = self.card.start
        if self.card.delivery or not start or start > day:
            return ""
        return tr("孕{weeks}", weeks=gestational_age(start, day))


class ReopenPage(OfCard):
    """An ending that was wrong is taken back, and why."""

    HEADING = "撤销结案"
    NAME = "reopen"

    def fields(self) -> list[FormField]:
        """How it ended, and the reason."""
        ended = END_FIELDS["end_reason"].choice(self.card.end_reason or "")
        how = f"{self.card.ended_on or ''} {tr(ended.label) if ended else ''}".strip()
        return [FormField("reason", REASON, section=f"{self.who}  {numbered(self.card)}  {how}")]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:  # noqa: ARG002  none
        """The card, open again."""
        return reopen(self.desk, self.card_id, values["reason"])

    def kept(self, result: CardView) -> None:
        """Back to her page."""
        self.leave()
        self.app.say(tr("{name} 的孕册已恢复", name=result.mother.name), "good")


def numbered(card: CardView) -> str:
    """The card by its number."""
    return tr("孕册 {number}", number=card.values["card_no"] or tr("未编号"))


def _lost(values: Mapping[str, Any]) -> bool:
    return values.get("end_reason") in BEFORE_BIRTH
