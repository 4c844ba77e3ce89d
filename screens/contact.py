"""The antenatal contact's form; record is the pregnancy's id, in a correction ``card/contact``."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desk.antenatal import (
    CONTACT_FIELDS,
    OTHER_ADVICE,
    POSITION_WORDS,
    correct_contact,
    doubts_of_contact,
    guidance_field,
    guidance_on,
    measured_before,
    record_contact,
)
from desk.pregnancy import card
from desk.pregnancy_view import CardView, next_number
from desk.problems import contact as contact_problems
from rules.bands import anaemia
from rules.errors import RuleError
from rules.gestation import DAYS_A_WEEK, gestational_age
from rules.schedule import antenatal_contacts
from screens.correct import AsKept, Correction, as_kept, own_id
from screens.examined import SentFor, abnormal_words, nothing_examined
from screens.form_page import FormPage, form_fields, given, when
from screens.risk_offer import CORRECTED, saved_then_offered
from tui.fields.parts import FormField, Option, narrow
from tui.language import tr

MEASURED = (
    "visited_on",
    "number",
    "weight_g",
    "bp_sys",
    "bp_dia",
    "fundal_height_mm",
    "abdomen_mm",
    "fetal_heart",
    "hb",
    "urine_protein",
    "position",  # words: behind the numbers, so that those are typed in one go
    "other_tests",
)
ABNORMAL = "2"
ABOUT = {"visited_on", "number", "doctor", "place", "next_on", "kind"}
JUDGED = (
    "outcome",
    "finding",
    "guidance",
    "guidance_other",
    "referral",
    "referral_reason",
    "referral_place",
    "next_on",
    "doctor",
    "kind",
    "place",
    "complaint",
)


class ContactPage(FormPage):
    """One contact of a pregnancy, today's window filled in."""

    HEADING = "产前随访"
    NAME = "contact"
    DAY = "visited_on"
    START = "weight_g"

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._card: CardView | None = None
        self._derived: int | None = None  # the number that followed from the day
        self._sent_for = SentFor()
        self._listed: int | None = None  # of which number the guidance's list stands there

    def prepare(self) -> None:
        """The card."""
        self._card = card(self.desk, self.card_id)

    @property
    def card_id(self) -> int:
        """Whose card it is."""
        return int(self.record.partition("/")[0])

    @property
    def own_contact(self) -> int | None:
        """The contact that is being corrected, if one is."""
        return None

    @property
    def card(self) -> CardView:
        """The card, once it is read."""
        if self._card is None:
            raise RuntimeError("not read yet")
        return self._card

    def title_of_draft(self) -> str:
        """Whose contact it is."""
        return f"{self.heading()} {self.card.mother.name}"

    def begins_with(self) -> dict[str, Any]:
        """The values the form begins with."""
        day = self.day(self.card.start)
        return {
            "visited_on": day,
            "number": self._number_of(day),
            "kind": "1",
            "outcome": "1",
            "referral": "1",
            "doctor": self.last("doctor"),
            "place": self.last("place"),
        }

    def fields(self) -> list[FormField]:
        """What is measured, then what is judged."""
        values = self.begins_with()
        self._derived = self._listed = values["number"]
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        return [
            *form_fields(
                CONTACT_FIELDS,
                MEASURED,
                values,
                who,
                visited_on={"echo": self.gestation},
                weight_g={"echo": self.change("weight_g")},
                fundal_height_mm={"echo": self.change("fundal_height_mm")},
                hb={"echo": anaemia_words},
                position={
                    "options": positions,
                    "shown": _position(values.get("position")),
                    "hint": _positions_listed,
                },
            ),
            *self.judged(JUDGED, values),
        ]

    def judged(self, names: tuple[str, ...], values: Mapping[str, Any]) -> list[FormField]:
        """The class, the guidance of this contact's sheet, the referral, the rest.

        What was measured beyond the usual proposes the class and its words.
        """
        specs = CONTACT_FIELDS | {"guidance": guidance_field(self._listed)}
        proposes = not self.CORRECTS and not values.get("finding")
        found: dict[str, Any] = {"follows": _abnormal_class} if proposes else {}
        words: dict[str, Any] = {"follows": _abnormal_finding} if proposes else {}
        return form_fields(
            specs,
            names,
            values,
            "判断与指导",
            outcome=found,
            finding=when("outcome", ABNORMAL) | words,
            guidance_other={"when": self._other_advice},
            referral_reason=when("referral", "2"),
            referral_place=when("referral", "2"),
            next_on={"hint": self.next_window, "echo": lambda _, form: self.next_window(form)},
        )

    def changed(self, name: str, value: Any) -> None:
        """The day gives the number, the number the list of guidance, the finding why she goes."""
        super().changed(name, value)
        self._sent_for.changed(self.form, name, value)
        if name == "visited_on" and value and not self.CORRECTS:
            self._count_anew(value)
        elif name == "number":
            self._list_anew(value)

    def restored(self) -> None:
        """The guidance of a draft was typed by the list of its number."""
        self._listed = self.form.values.get("number")
        self.form.model.state("guidance").fit(guidance_field(self._listed))

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        delivery = self.card.delivery
        delivered = delivery.values["delivered_on"] if delivery else None
        return contact_problems(self._meant(values), self.app.today, self.card.start, delivered)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What is unusual, and whether anything was examined: one may have sent her elsewhere."""
        unusual = doubts_of_contact(values, self.card, self.own_contact)
        return {**nothing_examined(values, self.begins_with(), ABOUT), **unusual}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The contact."""
        return record_contact(self.desk, self.card_id, given(values), doubts)

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Save, the guidance by the number it is saved under."""
        super().submit(self._meant(values), doubts)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; what changes her risk is asked about at once."""
        saved_then_offered(self, result, tr("已保存"))

    def gestation(self, day: date, _: Mapping[str, Any]) -> str:
        """The weeks of a day, beside it."""
        start = self.card.start
        return tr("孕{weeks}", weeks=gestational_age(start, day)) if start and start <= day else ""

    def next_window(self, values: Mapping[str, Any]) -> str:
        """Which contact comes after this one, and from when to when."""
        start, day = self.card.start, values.get("visited_on")
        if start is None or day is None:
            return ""
        for number, window in enumerate(antenatal_contacts(start), 1):
            if window.opens > day:
                return tr(
                    "第{number}次 {opens}~{closes}",
                    number=number,
                    opens=window.opens,
                    closes=window.closes,
                )
        return ""

    def change(self, name: str) -> Callable[[Any, Mapping[str, Any]], str]:
        """The change of a measure since the contact before, beside it: "+1.2kg/4周"."""
        spec = CONTACT_FIELDS[name]

        def words(value: int, values: Mapping[str, Any]) -> str:
            before = measured_before(self.card, values, name, self.own_contact)
            if before is None:
                return ""
            weeks, days = divmod((values["visited_on"] - before["visited_on"]).days, DAYS_A_WEEK)
            over = tr("{days}天", days=weeks * DAYS_A_WEEK + days)
            return tr(
                "{change}{unit}/{time}",
                change=format((value - before[name]) / spec.scale, "+.1f"),
                unit=spec.unit,
                time=over if days else tr("{weeks}周", weeks=weeks),
            )

        return words

    def _number_of(self, day: date) -> int | None:
        taken = {contact.values["number"] for contact in self.card.contacts}
        return next_number(self.card.start, day, taken)

    def _count_anew(self, day: date) -> None:
        if self.form.values.get("number") == self._derived:
            self._derived = self._number_of(day)
            self.form.set_value("number", self._derived)
            self._list_anew(self._derived)

    def _list_anew(self, number: int | None) -> None:
        """The list of another contact; what was chosen stays chosen, whatever its digit there."""
        state = self.form.model.state("guidance")
        codes = guidance_on(state.value or [], self._listed, number)
        self._listed = number
        state.fit(guidance_field(number))
        self.form.set_value("guidance", codes)

    def _meant(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with the guidance by the number they are kept under."""
        codes, number = values.get("guidance"), values.get("number", self._listed)
        if not codes or number == self._listed:
            return values
        return {**values, "guidance": guidance_on(codes, self._listed, number)}

    def _other_advice(self, values: Mapping[str, Any]) -> bool:
        return OTHER_ADVICE[self._listed] in (values.get("guidance") or ())


class CorrectContactPage(Correction, ContactPage):
    """The correction of a contact."""

    HEADING = "更正产前随访"
    NAME = "correct-contact"
    SPECS = CONTACT_FIELDS

    @property
    def own_contact(self) -> int | None:
        """The contact."""
        return own_id(self.record)

    def read(self) -> AsKept:
        """The contact, its card read anew."""
        ContactPage.prepare(self)
        return as_kept(self.card.contacts, own_id(self.record))

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected contact over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_contact(self.desk, own, self.versions[0], self.over(values), reason)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; what changes her risk is asked about at once."""
        saved_then_offered(self, result, tr(CORRECTED))


def _usual_positions() -> list[Option]:
    return [
        Option(code, code if code == label else f"{code} {tr(label)}", number=str(place))
        for place, (code, label) in enumerate(POSITION_WORDS.items(), 1)
    ]


def _positions_listed(_: Mapping[str, Any]) -> str:
    """How a position is chosen, and from what."""
    listed = " ".join(f"{place} {code}" for place, code in enumerate(POSITION_WORDS, 1))
    return tr("按序号或代码选,也可写出来: {list}", list=listed)


def _abnormal_class(values: Mapping[str, Any]) -> str | None:
    return ABNORMAL if abnormal_words(values) else None


def _abnormal_finding(values: Mapping[str, Any]) -> str | None:
    return abnormal_words(values) or None


def positions(text: str) -> list[Option]:
    """The usual positions a text may mean, then the text itself."""
    found = narrow(_usual_positions(), text)
    if any(text in {option.value, option.label} for option in found):
        return found
    return [*found, Option(text, text)]


def _position(value: str | None) -> str:
    """A position as it stands in the field."""
    return next(
        (option.label for option in _usual_positions() if option.value == value), value or ""
    )


def anaemia_words(hb: int, _: Mapping[str, Any]) -> str:
    """The clinical grade of a haemoglobin, beside it; the risk colours have bands of their own."""
    return tr(anaemia(hb) or "")
