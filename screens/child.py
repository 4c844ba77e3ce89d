"""The form of a child: one who moved in, or the correction of one with its reason."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.child import CHILD_FIELDS, ChildView, child, correct_child, register_child
from desk.people import Found
from desk.problems import identity, not_future
from rules.errors import RuleError
from screens.correct import AsKept, Correction
from screens.form_page import form_fields, given
from screens.mothers import Mothers
from screens.register import RegisterPage
from screens.villages import village_options
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

CHILD = ("name", "id_no", "sex", "birth_date", "phones", "village_id", "group_no")
FAMILY = ("mother_name", "father_name", "cert_no", "birth_weight_g", "birth_length_mm")
REST = ("birth_ga_days", "birth_place", "high_risk", "residence", "address", "remark")


class ChildPage(RegisterPage):
    """A child who did not come from a delivery recorded here."""

    HEADING = "登记儿童"
    NAME = "child"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._mothers: Mothers | None = None

    def prepare(self) -> None:
        """The villages."""
        village_options(self)

    def mother(self) -> dict[str, Any]:
        """What the field of the mother's name has besides: she is looked up as one types."""
        self._mothers = Mothers(self.desk)
        return {"options": self._mothers, "echo": self._mothers.who}

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        return {"residence": "1", "village_id": self.last("village_id")}

    def fields(self) -> list[FormField]:
        """The child, the family and the birth, the rest."""
        values = self.begins_with()
        no_number = {"when": lambda form: not form.get("id_no")}
        return [
            *form_fields(
                CHILD_FIELDS,
                CHILD,
                values,
                "儿童",
                sex=no_number,
                birth_date=no_number,
                village_id={"options": self.app.village_options},
            ),
            *form_fields(CHILD_FIELDS, FAMILY, values, "家庭与出生", mother_name=self.mother()),
            *form_fields(CHILD_FIELDS, REST, values, "其他"),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        says, wrong = identity(values, self.app.today)
        return wrong | not_future(values | says, self.app.today, "birth_date")

    def changed(self, name: str, value: Any) -> None:
        """A mother who was picked brings her village and phones where there are none yet."""
        super().changed(name, value)
        woman = self._mothers.known.get(value) if name == "mother_name" and self._mothers else None
        if woman is not None:
            self._live_with(woman)

    def _live_with(self, woman: Found) -> None:
        form = self.form
        if woman.phones and not form.values.get("phones"):
            form.set_value("phones", list(woman.phones))
        village = next((o for o in self.app.village_options if o.label == woman.village), None)
        if village is not None and form.values.get("village_id") is None:
            form.set_value("village_id", village.value, village.label)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """A child on the books."""
        filled = given(values)
        picked = isinstance(filled.get("mother_name"), int)
        return register_child(
            self.desk,
            filled,
            mother_id=filled.pop("mother_name") if picked else None,
            same_as=self.same_as,
            not_same=self.not_same,
            doubts=doubts,
        )

    def kept(self, result: ChildView) -> None:
        """The child's page."""
        self.leave()
        self.app.open_person(result.person.id)
        words = tr("已登记 {name}", name=result.person.name)
        self.app.call_later(self.app.say, words, "good")


class CorrectChildPage(Correction, ChildPage):
    """The correction of a child, naming a newborn too; record is the child's id."""

    HEADING = "更正儿童资料"
    NAME = "correct-child"
    SPECS = CHILD_FIELDS

    def read(self) -> AsKept:
        """The child with the person."""
        view = child(self.desk, int(self.record))
        self.same_as = view.person.id
        return (view.version, view.person.version), view.person.values | view.values

    def mother(self) -> dict[str, Any]:
        """Who she is stays as it is; her name is corrected as any other."""
        return {}

    def prepare(self) -> None:
        """The villages and the child as it is."""
        village_options(self)
        super().prepare()

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ChildView:
        """The corrected child over the versions that were read."""
        version, person_version = self.versions
        return correct_child(
            self.desk,
            int(self.record),
            version,
            self.over(values),
            self.why(values, doubts),
            person_version=person_version,
        )

    def kept(self, result: ChildView) -> None:
        """Back to the child's page."""
        self.leave()
        self.app.say(tr("已更正 {name} 的资料", name=result.person.name), "good")
