"""The forms of a first certificate: the application and its correction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.application import application, birth_recorded, correct, draft, take
from desk.application_known import COLLECTS, derived
from desk.application_rules import check
from desk.application_view import APPLICATION_FIELDS, ApplicationView
from desk.birth_rules import is_own
from desk.child import child
from desk.house_rules import rules_of
from desk.problems import days_back
from rules import certificate_names
from rules.certificate_face import number_field
from rules.certificate_papers import MARRIAGES, TESTS, Local, case_of, is_late, needed, papers_of
from rules.errors import RuleError
from rules.fields import FieldSpec
from screens.correct import AsKept, AsksAnew
from screens.form_page import FormPage, form_fields, given
from tui.actions import Action
from tui.chrome import Breadcrumb, TitleLine
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from datetime import date

    from tui.drafts import Draft
    from tui.forms import Form

FIRST, OUTSIDE = "1", "4"
NOWHERE = "/"  # what stands for the institution of a birth outside one
NEW = "new"  # the record of a family that is not on the books
# The parts of the form as it is printed: the delivery's staff, the family, the papers.
BIRTH = (
    "sex",
    "birth_date",
    "birth_time",
    "birth_ga_days",
    "birth_weight_g",
    "birth_length_mm",
    "born_at",
    "institution",
    "attendant",
    "hospital_no",
)
PARENT = (
    "name",
    "id_no",
    "id_kind",
    "id_name",
    "other_no",
    "age",
    "nation",
    "ethnic",
    "address",
)
MOTHER = tuple(f"mother_{name}" for name in PARENT)
FATHER = tuple(f"father_{name}" for name in PARENT)
FAMILY = ("child_name", *MOTHER, *FATHER, "address")
COLLECTOR = (
    "relation",
    "receiver",
    "receiver_id_no",
    "receiver_id_kind",
    "receiver_other_no",
    "receiver_phone",
)
PAPERS = (
    "attended",
    "papers",
    "papers_other",
    "paternity_no",
    "marriage_no",
    "late_why",
    "applied_on",
    "remark",
)
MUST_STAND = BIRTH[:-2]  # where one of these is missing, the form begins there
OTHER = "9"  # kind of paper: its name is asked for


class IssuePage(FormPage):
    """An application for a first certificate.

    The record is the child's id, with ``/1`` or ``/4`` when another kind is wanted than the
    delivery says; ``new`` for a family that is not on the books.
    """

    HEADING = "申请出生医学证明"
    NAME = "issue"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        *FormPage.ACTIONS,
        Action("other_kind", "f6", "机构内外", "在机构内出生或机构外出生,两种申请表换着填"),
    )

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.known: dict[str, Any] = {}
        self.local = Local()
        self.at = ""  # the field to begin at, where one was sent to it
        self._died: date | None = None
        self._recorded = False  # whether the records say how the birth was

    @property
    def child_id(self) -> int | None:
        """Whose it is."""
        own = self.record.partition("/")[0]
        return None if own == NEW else int(own)

    @property
    def kind(self) -> str:
        """First issue, or born outside an institution."""
        return str(self.known.get("kind") or FIRST)

    def prepare(self) -> None:
        """What is known already."""
        self.known = draft(self.desk, self.child_id, self.record.partition("/")[2])
        self.local = rules_of(self.desk).certificate_papers
        if self.child_id is not None:
            self._died = child(self.desk, self.child_id).person.values["died_on"]
            self._recorded = birth_recorded(self.desk, self.child_id)

    def why_not(self, action: Action) -> str | None:
        """Which of the two forms it is follows from the records of the birth, where there are."""
        if action.id == "other_kind" and self._recorded:
            words = tr("机构内还是机构外出生,按分娩记录;记错了的先更正分娩")
            return super().why_not(action) or words
        return super().why_not(action)

    def title_of_draft(self) -> str:
        """Whose certificate."""
        return f"{self.heading()} {self.known.get('child_name') or self.known.get('mother_name')}"

    def heading(self) -> str:
        """Which of the two forms."""
        return tr("机构外出生申请") if self.kind == OUTSIDE else super().heading()

    def start(self) -> str:
        """The child's name, unless something of the birth is not known."""
        whole = all(self.known.get(name) is not None for name in MUST_STAND)
        return "child_name" if whole else ""

    def fields(self) -> list[FormField]:
        """The form's parts, what is known passed by."""
        parts = {
            "第一部分:分娩信息": BIRTH,
            "第二部分:新生儿和母亲": ("child_name", *MOTHER),
            "第二部分:父亲": FATHER,
            "第二部分:领证人": (*COLLECTOR, "address"),
            "材料": PAPERS,
        }
        values = self.begins_with()
        return [
            replace(field, known=field.value is not None or field.follows is not None)
            for section, names in parts.items()
            for name in names
            for field in form_fields(self._specs(), (name,), values, section, **self._more())
        ]

    def begins_with(self) -> dict[str, Any]:
        """What is known, but who collects: that follows from the relation."""
        return {n: v for n, v in self.known.items() if n not in COLLECTOR[1:]}

    def _specs(self) -> dict[str, FieldSpec]:
        papers = replace(APPLICATION_FIELDS["papers"], choices=papers_of(self.kind))
        outside = {"attended", "address", "receiver_phone"} if self.kind == OUTSIDE else set()
        must = {n: replace(APPLICATION_FIELDS[n], required=True) for n in outside}
        return APPLICATION_FIELDS | {"papers": papers} | must

    def _more(self) -> dict[str, dict[str, Any]]:
        more: dict[str, dict[str, Any]] = {
            "attended": {"when": lambda _: self.kind == OUTSIDE},
            "papers": {"hint": self._needed},
            "paternity_no": {"when": self._ticked(TESTS)},
            "marriage_no": {"when": self._ticked(MARRIAGES)},
            "late_why": {"when": self._late},
            "receiver": {"follows": _collector("name")},
            "receiver_id_no": {"follows": _collector("id_no"), "when": _with("receiver")},
            "receiver_id_kind": {"follows": _kind_of_collector},
            "receiver_other_no": {
                "follows": _collector("other_no"),
                "when": _with("receiver", resident=False),
            },
            "receiver_phone": {"follows": self._phone},
        }
        for parent in ("mother", "father"):
            there = _named(parent)
            for name in ("id_kind", "age", "nation", "ethnic"):
                follows = partial(_derived, f"{parent}_{name}")
                more[f"{parent}_{name}"] = {"follows": follows, "when": there}
            more[f"{parent}_id_no"] = {"when": _with(parent)}
            more[f"{parent}_other_no"] = {"when": _with(parent, resident=False)}
            more[f"{parent}_id_name"] = {"when": _other_paper(parent)}
            more[f"{parent}_address"] = {"when": there}
        return more

    def _phone(self, values: Mapping[str, Any]) -> Any:
        """The phone known is that of whoever was to collect at first, not of another."""
        same = values.get("relation") == self.known.get("relation")
        return self.known.get("receiver_phone") if same else None

    def _needed(self, values: Mapping[str, Any]) -> str:
        """The papers this case needs, by digit."""
        labels = {paper.code: tr(paper.label) for paper in papers_of(self.kind)}
        codes = (paper.codes[0] for paper in needed(self._case(values), self.local))
        return tr("要: {papers}", papers=" ".join(f"{code} {labels[code]}" for code in codes))

    def _case(self, values: Mapping[str, Any]) -> Any:
        return case_of({**values, "kind": self.kind}, taken=self.taken_on)

    @property
    def taken_on(self) -> "date":
        """The day it is really taken; an earlier one may be typed."""
        return self.app.today

    def _late(self, values: Mapping[str, Any]) -> bool:
        return is_late(self._case(values), self.local)

    def _ticked(self, codes: Mapping[str, str]) -> Callable[[Mapping[str, Any]], bool]:
        return lambda values: codes[self.kind] in (values.get("papers") or ())

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        whole = {**values, "kind": self.kind}
        return check(whole, self.app.today, self.local, taken=self.taken_on)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """A surname of neither parent; a child that died; one born in another institution."""
        asked = certificate_names.doubts(values) | certificate_names.parent_doubts(values)
        asked |= self._back_dated(values)
        place = values.get("institution")
        if self.kind != OUTSIDE and not place:
            asked["institution"] = RuleError("UNKNOWN", "没填出生的机构,是在本院出生的吗?")
        elif place not in {None, NOWHERE} and not is_own(place, self.desk.centre_name):
            asked["institution"] = RuleError("ELSEWHERE", "应由 {place} 签发", place=place)
        if self._died is not None:
            died = RuleError("DIED", "孩子已于 {day} 死亡", day=self._died.isoformat())
            asked["child_name"] = died
        return asked

    def _back_dated(self, values: Mapping[str, Any]) -> dict[str, RuleError]:
        """A day long before today decides nothing, but may be a slip."""
        days = days_back(values.get("applied_on"), self.app.today)
        if not days:
            return {}
        words = "申请日期是 {days} 天以前,是那天来申请的吗?"
        return {"applied_on": RuleError("BACK_DATED", words, days=days)}

    def opened(self, form: "Form") -> None:
        """Who collects follows at once; only now it is known which of the two forms it is."""
        form.model.recheck()
        form.model.settle()
        if self.at in {state.name for state in form.model.visible()}:
            form.go_to(self.at)
        self.query_one(TitleLine).show(self.heading())
        self.query_one(Breadcrumb).show(" > ".join(self.crumbs()))

    def action_other_kind(self) -> None:
        """The same child on the other form."""
        other = FIRST if self.kind == OUTSIDE else OUTSIDE
        own = self.record.partition("/")[0]
        self.leave()
        self.app.open_form(self.NAME, f"{own}/{other}")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:
        """Taken."""
        return take(self.desk, self.child_id, {**given(values), "kind": self.kind}, doubts)

    def kept(self, result: ApplicationView) -> None:
        """Straight to its steps."""
        self.leave()
        self.app.push_screen(self.app.page("application", result.id))


class CorrectApplicationPage(AsksAnew, IssuePage):
    """The correction of an application that is not printed; record is its id."""

    HEADING = "更正申请"
    NAME = "correct-application"
    ACTIONS = FormPage.ACTIONS
    SPECS = APPLICATION_FIELDS

    def read(self) -> AsKept:
        """The application as it is."""
        view = application(self.desk, int(self.record))
        self.reviewed = view.decision is not None
        return (view.version,), dict(view.values)

    def prepare(self) -> None:
        """As it is kept, and what the county asks for."""
        self.versions, self.before = self.read()
        self.known = self.before
        self.local = rules_of(self.desk).certificate_papers

    @property
    def taken_on(self) -> "date":
        """The day that was kept; a correction does not make it earlier."""
        kept: date = self.before["applied_on"]
        return kept

    def fields(self) -> list[FormField]:
        """A reason is asked for once it was reviewed."""
        *fields, reason = super().fields()
        spec = replace(reason.spec, required=self.reviewed)
        return [*map(_as_kept, fields), replace(reason, spec=spec)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:
        """The corrected application over the version that was read."""
        why = self.why(values, doubts)
        return correct(self.desk, int(self.record), self.versions[0], self.over(values), why)


def _as_kept(field: FormField) -> FormField:
    """What is kept stands, but an age, which follows from another number."""
    follows = field.follows if field.name.endswith("_age") else None
    return replace(field, known=False, follows=follows)


def _derived(name: str, values: Mapping[str, Any]) -> Any:
    return derived(values).get(name)


def _collector(name: str) -> Callable[[Mapping[str, Any]], Any]:
    """A parent who collects is known by name and number."""

    def follows(values: Mapping[str, Any]) -> Any:
        parent = COLLECTS.get(values.get("relation") or "")
        return values.get(f"{parent}_{name}") if parent else None

    return follows


def _kind_of_collector(values: Mapping[str, Any]) -> Any:
    """As the parent's; a resident's number says its own kind."""
    return _collector("id_kind")(values) or derived(values).get("receiver_id_kind")


def _named(whose: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: whose != "father" or bool(values.get("father_name"))


def _with(whose: str, *, resident: bool = True) -> Callable[[Mapping[str, Any]], bool]:
    """Whether this kind of paper's number is asked for."""
    there, name = _named(whose), f"{whose}_{'id_no' if resident else 'other_no'}"
    return lambda values: there(values) and number_field(values, whose) == name


def _other_paper(parent: str) -> Callable[[Mapping[str, Any]], bool]:
    there = _named(parent)
    return lambda values: there(values) and values.get(f"{parent}_id_kind") == OTHER
