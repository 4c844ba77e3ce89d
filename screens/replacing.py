"""The forms of exchange and reissue, and the reviewer's: all that is known stands in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.application import application
from desk.application_known import derived
from desk.application_view import APPLICATION_FIELDS, ApplicationView
from desk.house_rules import rules_of
from desk.replacing import review
from desk.replacing_rules import causes, changes, form_problems, is_exchange, not_on_books
from desk.replacing_start import Replacing, begin, begun, correct, take
from rules.certificate_names import doubts, parent_doubts
from rules.errors import RuleError
from rules.fields import Choice, FieldSpec, Kind
from screens.correct import AsKept, AsksAnew
from screens.form_page import FormPage, given
from screens.issuing import BIRTH, COLLECTOR, FAMILY, IssuePage
from screens.signed_form import SignedForm
from screens.specs import shown_value
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from tui.drafts import Draft

TABLE = "certificate_applications"
EXCHANGE = (
    "cause",
    "cause_words",
    "old_number",
    "mother_hukou",
    "father_hukou",
    "returned",
    "paternity_no",
)
REISSUE = (
    "cause",
    "cause_words",
    "old_number",
    "newspaper",
    "declared_on",
    "mother_hukou",
    "father_hukou",
)
CONTENT = (*BIRTH, *FAMILY)
PAPERS = ("papers", "papers_other", "applied_on", "remark")
DAMAGED, NOT_ACCEPTED, OTHER = "2", "4", "9"  # codes of the causes
SENT_BACK = "2"
REGISTERED = "2"  # code of where a child is registered
TOLD = ("id_kind", "age", "nation", "ethnic")  # of a parent by the number of the paper


class ReplacingPage(IssuePage):
    """What exchange and reissue share; record is the child's id or the old number."""

    HEADING = ""
    ACTIONS = FormPage.ACTIONS
    KIND: ClassVar[str] = ""

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.begun = Replacing(None, {}, {})

    @property
    def child_id(self) -> int | None:
        """Whose it is."""
        return self.begun.child_id

    @property
    def exchanges(self) -> bool:
        """Whether the old paper comes back."""
        return is_exchange(self.kind)

    def heading(self) -> str:
        """One heading for both kinds of birth."""
        return tr(self.HEADING)

    def start(self) -> str:
        """At the cause."""
        return "cause"

    def prepare(self) -> None:
        """What the old certificate says."""
        child_id = int(self.record) if self.record.isdigit() else None
        number = "" if child_id else self.record
        self.begun = begin(self.desk, self.KIND, child_id=child_id, number=number)
        self.known = self.begun.values
        self.local = rules_of(self.desk).certificate_papers

    def fields(self) -> list[FormField]:
        """Why, whether it is registered, the papers; then what the certificate says."""
        old = tr("{child} 的原证", child=self.known.get("child_name") or "")
        own = EXCHANGE if self.exchanges else REISSUE
        parts = {old: own, "材料": PAPERS, "领证人": COLLECTOR, "证上内容": self._content()}
        values, specs, more = self.begins_with(), self._specs(), self._more()
        fields = [
            FormField(name, specs[name], values.get(name), section, **more.get(name, {}))
            for section, names in parts.items()
            for name in names
        ]
        return [replace(f, known=f.value is not None or f.follows is not None) for f in fields]

    def _content(self) -> Iterable[str]:
        """What may be typed of the content: all, or only what the old paper did not record."""
        old = self.begun.old
        return [name for name in CONTENT if self.exchanges or old.get(name) is None]

    def _specs(self) -> dict[str, FieldSpec]:
        label = APPLICATION_FIELDS["cause"].label
        cause = FieldSpec(Kind.CHOICE, label, choices=causes(self.kind), required=True)
        number = replace(APPLICATION_FIELDS["old_number"], required=True)
        return super()._specs() | {"cause": cause, "old_number": number}

    def _more(self) -> dict[str, dict[str, Any]]:
        shared = super()._more()
        more: dict[str, dict[str, Any]] = {
            name: {"when": self._beside(each["when"])}
            for name, each in shared.items()
            if "when" in each
        }
        for name in COLLECTOR[1:]:
            more.setdefault(name, {})["follows"] = self._beside(shared[name]["follows"])
        for name in (f"{parent}_{told}" for parent in ("mother", "father") for told in TOLD):
            more[name]["follows"] = partial(self._of_another, name)
        return more | {
            "papers": {"hint": self._needed},
            "cause_words": {"when": lambda values: values.get("cause") == OTHER},
            "old_number": {"readonly": bool(self.known.get("old_number"))},
            "mother_hukou": {"when": self._may_be_registered},
            "father_hukou": {"when": lambda v: self._may_be_registered(v) and self._has_father(v)},
            "paternity_no": {"when": lambda values: values.get("cause") not in {None, DAMAGED}},
        }

    def _beside(self, asks: Callable[[Mapping[str, Any]], Any]) -> Callable[..., Any]:
        """With what the old certificate says where the form does not ask it again."""
        return lambda values: asks({**self.begun.old, **values})

    def _of_another(self, name: str, values: Mapping[str, Any]) -> Any:
        """What another number says of a parent; of the same one stands what is written."""
        parent = name.partition("_")[0]
        number = values.get(f"{parent}_id_no")
        if number is None or number == self.begins_with().get(f"{parent}_id_no"):
            return None
        return derived({**self.begun.old, **values, f"{parent}_nation": None}).get(name)

    def _may_be_registered(self, values: Mapping[str, Any]) -> bool:
        return not (self.exchanges and values.get("cause") == NOT_ACCEPTED)

    def _has_father(self, values: Mapping[str, Any]) -> bool:
        return bool(values.get("father_name") or self.begun.old.get("father_name"))

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        whole = self._whole(values)
        return {**super().check(whole), **form_problems(whole, self.begun.old, self.app.today)}

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """An old number that is not on the books; one child registered in two places; the names."""
        whole = {**self.begun.old, **values}
        names = doubts(whole) | parent_doubts(whole)
        asked = {name: error for name, error in names.items() if name in values}
        asked |= self._back_dated(values)
        if values.get("mother_hukou") == values.get("father_hukou") == REGISTERED:
            words = "母亲和父亲户籍地都填了已入户,一个孩子只在一处入户,请核对"
            asked["father_hukou"] = RuleError("TWICE", words)
        if not self.begun.old:
            asked["old_number"] = not_on_books(values.get("old_number") or "")
        return asked

    def _whole(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """With what the form does not show, which is as the old certificate says."""
        shown = set(self._content())
        kept = {name: value for name, value in self.begun.old.items() if name not in shown}
        return {**kept, **given(values), "kind": self.kind}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:
        """Taken; the reviewer is next."""
        return take(self.desk, self.child_id, self._whole(values), doubts)


class ExchangePage(ReplacingPage):
    """An exchange: the old paper comes back, a new one says what is right."""

    HEADING = "换发"
    NAME = "exchange"
    KIND = "2"


class ReissuePage(ReplacingPage):
    """A reissue: the same again, the lost one declared."""

    HEADING = "补发"
    NAME = "reissue"
    KIND = "3"


class CorrectReplacingPage(AsksAnew, ReplacingPage):
    """The correction of either that is not printed; record is the application's id."""

    HEADING = "更正申请"
    NAME = "correct-replacing"
    SPECS = APPLICATION_FIELDS

    def read(self) -> AsKept:
        """The application as it is."""
        view, old = begun(self.desk, int(self.record))
        self.begun = Replacing(view.child_id, dict(view.values), old)
        self.reviewed = view.decision is not None
        return (view.version,), dict(view.values)

    def prepare(self) -> None:
        """As it is kept."""
        self.versions, self.before = self.read()
        self.known = self.before
        self.local = rules_of(self.desk).certificate_papers

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
    """Who collects stands as kept; what another number says of a parent follows still."""
    follows = None if field.name in COLLECTOR else field.follows
    return replace(field, known=False, follows=follows)


DECISION = replace(
    APPLICATION_FIELDS["returned"],
    label="审核意见",
    choices=(Choice("1", "同意"), Choice("2", "退回")),
    required=True,
    help="同意后才能占号;退回要写明原因",
)
OPINION = FieldSpec(Kind.TEXT, "说明", max_length=200)
CHANGED = FieldSpec(Kind.TEXT, "改动", max_length=200)


class ReviewPage(SignedForm):
    """The review of an application; record is its id. At another desk the reviewer signs."""

    HEADING = "审核"
    NAME = "review"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._view: ApplicationView | None = None
        self._old: dict[str, Any] = {}

    def prepare(self) -> None:
        """The application, and what the old certificate says."""
        self._view = application(self.desk, int(self.record))
        if self._view.values["old_number"]:
            self._view, self._old = begun(self.desk, int(self.record))

    def fields(self) -> list[FormField]:
        """What differs from the old certificate, the decision and what is said."""
        values = self._view.values if self._view else {}
        title = tr("{child} 的申请", child=values.get("child_name") or "")
        shown = [
            FormField(
                f"was_{name}",
                replace(CHANGED, label=APPLICATION_FIELDS[name].label),
                value=f"{self._worded(name, self._old[name])} → {self._worded(name, values[name])}",
                section="与原证不同",
                readonly=True,
            )
            for name in changes(self._old, values)
        ]
        return [
            *shown,
            FormField("decision", DECISION, section=title),
            FormField("opinion", OPINION, section=title),
        ]

    def _worded(self, name: str, value: Any) -> str:
        return shown_value(TABLE, name, value) if value is not None else tr("空")

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Sent back with a reason only."""
        if values.get("decision") == SENT_BACK and not values.get("opinion"):
            return {"opinion": RuleError("REQUIRED", "退回请写明意见")}
        return {}

    def needs_another(self) -> bool:
        """At the desk that took it, and at one that may not review, the reviewer signs."""
        taken_here = self._view is not None and self._view.user == self.desk.user
        return taken_here or not self.desk.may("certificates.review")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ApplicationView:  # noqa: ARG002  none
        """Decided."""
        decision, words = values["decision"], values.get("opinion") or ""
        return review(self.desk, int(self.record), decision, words, self.hand)

    def kept(self, result: ApplicationView) -> None:
        """Back to the application."""
        self.leave()
        self.app.say(tr("已同意") if result.step != "review" else tr("已退回"), "good")
