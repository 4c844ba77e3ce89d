"""Corrections: a form over a record that is kept already, with its reason.

A page of a record's form becomes its correction by standing behind ``Correction``::

    class CorrectContactPage(Correction, ContactPage): ...
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desk.errors import Conflict
from desk.pregnancy import confirmed
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from screens.compare import conflict, differences
from screens.form_page import FormPage
from screens.risk_offer import CORRECTED
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from desk.pregnancy_view import RecordView
    from tui.drafts import Draft

REASON = FieldSpec(
    Kind.TEXT, "更正原因", required=True, max_length=100, help="原来的值和原因都留在历史里"
)
WHY = "correction"  # the reason's name in the form; a record may have a reason of its own
# Hidden because the identity number tells them; a passport does not, so they stay as they are.
STAYS = frozenset({"birth_date", "sex"})

Versions = tuple[int, ...]
AsKept = tuple[Versions, dict[str, Any]]  # the versions that were read, and the values


class Correction(FormPage):
    """Saved over the versions that were read; of two savers, the second sees both and chooses.

    A page says how the record is read (``read``, in a thread) and its ``SPECS``.
    """

    CORRECTS = True
    SPECS: ClassVar[Mapping[str, FieldSpec]] = {}

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.versions: Versions = ()
        self.before: dict[str, Any] = {}
        self._names: set[str] = set()

    def read(self) -> AsKept:
        """The record as it is kept now."""
        raise NotImplementedError

    def prepare(self) -> None:
        """The record as it is."""
        self.versions, self.before = self.read()

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return self.before

    def fields(self) -> list[FormField]:
        """The record's fields and why they are corrected."""
        fields = super().fields()
        self._names = {field.name for field in fields}
        return [*fields, FormField(WHY, REASON, section="更正")]

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:  # noqa: ARG002  none here
        """Nothing: the reason tells."""
        return {}

    def why(self, values: Mapping[str, Any], doubts: Sequence[str]) -> str:
        """The reason as it is kept: what was typed, then the doubtful values stood by."""
        return "；".join(part for part in (values[WHY] or "", confirmed(doubts)) if part)

    def over(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The record with what was filled in; a field that does not apply any more is emptied."""
        hidden = dict.fromkeys(self._names - STAYS - set(values))
        whole = {**self.before, **hidden, **values}
        return {name: value for name, value in whole.items() if name in self.SPECS}

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """A correction that changes nothing would leave no trace of its reason."""
        before = {name: value for name, value in self.before.items() if name in self.SPECS}
        if self.over(values) == before:
            self.tell(tr("没有一项改动;不用更正就按 Esc 离开"), "doubt")
        else:
            super().submit(values, doubts)

    def kept(self, result: Any) -> None:  # noqa: ARG002  a view of the desk
        """Back to where one came from."""
        self.leave()
        self.app.say(tr(CORRECTED), "good")

    def decide(self, error: RuleError) -> None:
        """Somebody saved first: see both and choose."""
        if isinstance(error, Conflict):
            self.work(self.read, self._choose)
        else:
            super().decide(error)

    def _choose(self, theirs: AsKept) -> None:
        def answered(digit: str | None) -> None:
            if digit == "1":
                self.versions, self.before = theirs
                self.submit_again()
            elif digit == "2":
                self.leave_theirs()

        rows = differences(self.SPECS, self.form.values, theirs[1], self.app.village_options)
        self.app.push_screen(conflict(rows), answered)


class AsksAnew(Correction):
    """A correction that asks about what is unusual, as the form does that was filled in first."""

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What is as it was kept was asked about then; what is new is asked now."""
        asks = super(Correction, self).doubtful
        before = {name: str(error) for name, error in asks(self.before).items()}
        asked = asks({**self.before, **values}).items()
        return {name: error for name, error in asked if before.get(name) != str(error)}


def as_kept(records: "Sequence[RecordView | None]", own_id: int) -> AsKept:
    """One of the records that hang on a card or a child."""
    found = next(each for each in records if each is not None and each.id == own_id)
    return (found.version,), dict(found.values)


def own_id(record: str) -> int:
    """The id of the record that is corrected, from ``card/contact`` and the like."""
    return int(record.partition("/")[2])
