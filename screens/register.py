"""Registering a person through a form: the identity number fills in, look-alikes are decided."""

from typing import TYPE_CHECKING, Any

from desk.errors import LooksAlike
from desk.people import Found, find
from rules.errors import RuleError
from rules.identity import InvalidResidentId, parse_resident_id
from screens.compare import same_person
from screens.form_page import FormPage
from tui.dialogs import Ask
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft


class RegisterPage(FormPage):
    """A form that registers somebody; what was decided about look-alikes is kept until saved."""

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.same_as: int | None = None
        self.not_same: set[int] = set()

    def changed(self, name: str, value: Any) -> None:
        """A whole identity number: is this person on the books already?"""
        if name == "id_no" and value and self.same_as is None:
            self.work(lambda: find(self.desk, value, 1), self._holder_found, group="holder")

    def fill(self, person: Found) -> None:
        """Take what is known of somebody into the form; a village and phones just typed stay."""
        known = {
            "name": person.name,
            "id_no": person.id_no,
            "birth_date": person.birth_date,
            "phones": list(person.phones),
        }
        form = self.form
        names = {state.name for state in form.model.states}
        new = {state.name for state in form.model.states if not (state.empty or state.editor.given)}
        for name, value in known.items():
            if value and name in names and not (name == "phones" and name in new):
                form.set_value(name, value)
        village = next((o for o in self.app.village_options if o.label == person.village), None)
        if village is not None and "village_id" in names - new:
            form.set_value("village_id", village.value, village.label)

    def decide(self, error: RuleError) -> None:
        """Show look-alikes one after another; a taken number stands at its field."""
        if isinstance(error, LooksAlike):
            self._ask_about(error.candidates[0])
        elif error.reason == "ID_TAKEN":
            self.form.show_problem("id_no", error)
        else:
            super().decide(error)

    def recognised(self, person_id: int) -> None:  # noqa: ARG002  a form may ask more of her
        """She is on the books: save what was refused."""
        self.submit_again()

    def _holder_found(self, found: tuple[Found, ...]) -> None:
        if not found or found[0].id_no != self.form.values.get("id_no"):
            return
        holder = found[0]

        def answered(digit: str | None) -> None:
            if digit == "1":
                self.same_as = holder.person_id
                self.fill(holder)

        question = tr("这个号码已登记给 {name},用她的资料吗?", name=holder.name)
        if holder.village:
            question = tr(
                "这个号码已登记给 {name}({village}),用她的资料吗?",
                name=holder.name,
                village=holder.village,
            )
        self.app.push_screen(Ask(question, [("1", tr("是她")), ("2", tr("号码再核对"))]), answered)

    def _ask_about(self, other: Found) -> None:
        values = self.form.values
        states = {state.name: state for state in self.form.model.states}
        mine = [
            states[name].shown() if name in states else ""
            for name in ("name", "birth_date", "id_no", "phones", "village_id")
        ]
        if not mine[1]:
            mine[1] = born_of(values.get("id_no"))
        theirs = [
            other.name,
            str(other.birth_date or ""),
            other.id_no or "",
            " ".join(other.phones),
            other.village,
        ]

        def answered(digit: str | None) -> None:
            if digit == "1":
                self.same_as = other.person_id
                self.recognised(other.person_id)
            elif digit == "2":
                self.not_same.add(other.person_id)
                self.submit_again()

        self.app.push_screen(same_person(mine, theirs), answered)


def born_of(number: str | None) -> str:
    """The birth date an identity number tells, or ""."""
    try:
        return str(parse_resident_id(number).birth_date) if number else ""
    except InvalidResidentId:
        return ""
