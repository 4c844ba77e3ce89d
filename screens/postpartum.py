"""The home visit after birth and the day-42 check: two national forms in one page.

The home visit goes on to the newborn visit of each living baby, as the two are one sitting.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from desk.birth_rules import ABNORMAL, CLOSES, abnormal, visit_doubts
from desk.birth_rules import visit as visit_problems
from desk.child import child, next_contact
from desk.delivery import (
    DAY42,
    HOME_VISIT,
    MET,
    POSTPARTUM_FIELDS,
    RECOVERED_FIELD,
    correct_postpartum,
    record_postpartum,
)
from desk.house_rules import HouseRules, rules_of
from desk.pregnancy_view import CardView
from rules.errors import RuleError
from rules.schedule import postpartum_contacts
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.examined import SentFor, nothing_examined
from screens.form_page import form_fields, given
from screens.of_card import OfCard
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr

Values = Mapping[str, Any]

VISIT = ("visited_on", "kind", "met", "not_met_why")
ORGANS = ("breasts", "lochia", "uterus", "wound")
EXAMINED = (
    *("temperature", "bp_sys", "bp_dia", "health", "mind"),
    *(name for organ in ORGANS for name in (organ, f"{organ}_finding")),
    "other",
)
JUDGED = (
    *("outcome", "recovered", "finding", "guidance", "guidance_42", "guidance_other"),
    *("handling", "referral", "referral_reason", "referral_place", "next_on"),
)
FIELDS = POSTPARTUM_FIELDS | {"recovered": RECOVERED_FIELD}
ABOUT = {"visited_on", "kind", "met", "doctor", "next_on"}
OF_HOME_VISIT = {"outcome", "guidance", "referral", "next_on"}
OF_DAY42 = {"recovered", "guidance_42", "handling"}
SENT, NEWBORN = "2", "newborn"


class PostpartumPage(OfCard):
    """The home visit or the day-42 check, or that it was refused."""

    HEADING = "产后随访"
    NAME = "postpartum"
    DAY = "visited_on"
    START = "temperature"

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._rules = HouseRules()
        self._sent_for = SentFor()
        self._babies: list[int] = []  # children whose newborn visit is open
        self._kind_proposed = HOME_VISIT
        self._handling_proposed: str | None = CLOSES

    def prepare(self) -> None:
        """The card, and the house's windows."""
        super().prepare()
        self._rules = rules_of(self.desk)

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        day = self.day(self.delivered_on)
        return {
            "visited_on": day,
            "kind": self._kind(day),
            "met": MET,
            **dict.fromkeys((*ORGANS, "outcome", "recovered", "referral", "handling"), "1"),
            "doctor": self.last("doctor"),
        }

    def fields(self) -> list[FormField]:
        """The visit; what each of the two forms asks is shown by its kind."""
        values = self.begins_with()
        more = {name: {"when": _asked(name)} for name in ("not_met_why", *EXAMINED, *JUDGED)}
        more["visited_on"] = {"echo": self._days_after}
        more["kind"] = {"echo": self._window}
        return [
            field
            for title, names in (
                (self.who, (*VISIT, *EXAMINED)),
                ("判断与指导", (*JUDGED, "doctor")),
            )
            for field in form_fields(
                FIELDS,
                names,
                values,
                title,
                **{name: more[name] for name in names if name in more},
            )
        ]

    def opened(self, form: Form) -> None:
        """The kind of visit follows the day until another is typed."""
        self._kind_proposed = form.values["kind"]

    def changed(self, name: str, value: Any) -> None:
        """The day says which visit it is, what was found whether the card can be closed."""
        super().changed(name, value)
        self._sent_for.changed(self.form, name, value)
        if self.CORRECTS:
            return
        values = self.form.values
        if name == "visited_on" and value and values["kind"] == self._kind_proposed:
            self._kind_proposed = self._kind(value)
            self.form.set_value("kind", self._kind_proposed)
        if self.form.model.state("handling").value == self._handling_proposed:
            well = values.get("recovered") != ABNORMAL and not abnormal(values)
            self._handling_proposed = CLOSES if well else None
            self.form.set_value("handling", self._handling_proposed)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        told, day = self.of_form(values), values.get("visited_on")
        if day and not self.CORRECTS and told["kind"] == self._kind_proposed:
            told["kind"] = self._kind(day)  # it follows once the day is left
        wrong = visit_problems(told, self.app.today, self.delivered_on)
        if "handling" in values and values["handling"] is None:
            wrong["handling"] = RuleError("REQUIRED", "有异常或未恢复,请选结案还是转诊")
        return wrong

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What was found and does not go with the class; whether anything was examined."""
        if values.get("met") != MET:
            return {}
        return nothing_examined(values, self.begins_with(), ABOUT) | self.unusual(values)

    def unusual(self, values: Values) -> dict[str, RuleError]:
        """What speaks against the class, the referral or the closing, at the form's fields."""
        found = visit_doubts(self.of_form(values))
        if "recovered" in values and "outcome" in found:
            found["recovered"] = found.pop("outcome")
        return found

    def of_form(self, values: Values) -> dict[str, Any]:
        """The values as they are kept: each form's classification is one field."""
        told = dict(values)
        if "recovered" in told:
            told["outcome"] = told.pop("recovered")
        return told

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The visit, and whose newborn visit comes next."""
        told = given(self.of_form(values))
        kept = record_postpartum(self.desk, self.card_id, told, doubts)
        if told["kind"] == HOME_VISIT and told.get("met") == MET:
            self._babies = self._to_visit(kept, told["visited_on"])
        return kept

    def kept(self, result: CardView) -> None:
        """On to the newborn visits, the first on top; Esc passes one by."""
        super().kept(result)
        pages = [self.app.page("check", str(baby)) for baby in reversed(self._babies)]
        shown = [self.app.push_screen(page) for page in pages]
        if shown:
            self.app.run_worker(self._tell(shown[-1]))

    async def _tell(self, shown: Awaitable[None]) -> None:
        """Once the first is there: why it opened."""
        await shown
        self.app.say(tr("已保存;接着记新生儿访视,Esc 不记"), "good")

    def _to_visit(self, card: CardView, day: date) -> list[int]:
        """The living children of this birth whose newborn visit is open and not done."""
        found = []
        for baby in card.newborns:
            if baby.child_id is None:
                continue
            view = child(self.desk, baby.child_id)
            done = {check.values["contact"] for check in view.checks}
            coming = next_contact(view.person.birth_date, day, done)
            if coming == NEWBORN and not view.person.values["died_on"]:
                found.append(view.id)
        return found

    def _kind(self, day: date) -> str:
        """The day-42 check once that is open, a home visit until then."""
        opens = self.delivered_on + timedelta(days=self._rules.day42_opens)
        return DAY42 if day >= opens else HOME_VISIT

    def _days_after(self, day: date, _: Values) -> str:
        return tr("产后 {days} 天", days=(day - self.delivered_on).days)

    def _window(self, kind: str, values: Values) -> str:
        """From when to when, how late that is, and whether a late home visit still counts."""
        delivery = self.card.delivery
        if delivery is None or kind not in {HOME_VISIT, DAY42}:
            return ""
        rules = self._rules
        home, check = postpartum_contacts(
            self.delivered_on,
            delivery.values["discharged_on"],
            home_days=rules.home_visit_days,
            home_counts_days=rules.home_visit_counts_days,
            day42=(rules.day42_opens, rules.day42_closes),
        )
        contact = home if kind == HOME_VISIT else check
        window = f"{contact.opens}~{contact.closes}"
        day = values.get("visited_on")
        if kind == DAY42 or day is None or day <= contact.closes:
            return window
        late, most = (day - contact.closes).days, rules.home_visit_counts_days
        counts = (
            tr("迟 {late} 天,{most} 天内仍计入", late=late, most=most)
            if day <= contact.counts_until
            else tr("迟 {late} 天,过了 {most} 天不计入", late=late, most=most)
        )
        return f"{window}  {counts}"


class CorrectPostpartumPage(Correction, PostpartumPage):
    """The correction of a visit; it stays the kind of visit it is."""

    HEADING = "更正产后随访"
    NAME = "correct-postpartum"
    SPECS = POSTPARTUM_FIELDS

    def prepare(self) -> None:
        """As it is kept."""
        Correction.prepare(self)
        self._rules = rules_of(self.desk)

    def read(self) -> AsKept:
        """The visit, its card read anew."""
        OfCard.prepare(self)
        return as_kept(self.card.visits, own_id(self.record))

    def begins_with(self) -> dict[str, Any]:
        """What is kept; the day-42 form has its own words for the classification."""
        return self.before | {"recovered": self.before["outcome"]}

    def fields(self) -> list[FormField]:
        """The visit, its kind only shown."""
        return [
            replace(field, readonly=True) if field.name == "kind" else field
            for field in super().fields()
        ]

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What a correction finds may speak against the class as well."""
        return self.unusual(values)

    def over(self, values: Values) -> dict[str, Any]:
        """The visit with what was filled in."""
        return super().over(self.of_form(values))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected visit over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_postpartum(self.desk, own, self.versions[0], self.over(values), reason)


def _asked(name: str) -> Any:
    """When a field is asked: of its form, of a woman who was met, of what was found."""

    def asked(values: Values) -> bool:
        met, kind = values.get("met") == MET, values.get("kind")
        if name == "not_met_why":
            return not met
        if not met or name in (OF_DAY42 if kind == HOME_VISIT else OF_HOME_VISIT):
            return False
        return _follows(name, values, "outcome" if kind == HOME_VISIT else "recovered")

    return asked


def _follows(name: str, values: Values, judged: str) -> bool:
    if name == "finding":
        return values.get(judged) == ABNORMAL
    if name.endswith("_finding"):
        return values.get(name.removesuffix("_finding")) == ABNORMAL
    if name in {"referral_reason", "referral_place"}:
        return SENT in {values.get("referral"), values.get("handling")}
    if name == "guidance_other":
        home, day42 = values.get("guidance") or (), values.get("guidance_42") or ()
        return "6" in home or "5" in day42
    return True
