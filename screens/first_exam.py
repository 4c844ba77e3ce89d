"""The first antenatal examination's sheet; record is the pregnancy's id, else ``card/exam``."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from desk.antenatal import (
    SHEET_FIELDS,
    TEST_FIELDS,
    correct_first_exam,
    doubts_of_contact,
    first_contact,
    first_exam_of,
    record_first_exam,
    sheet_problems,
)
from desk.first_exam import SEVERAL
from desk.first_exam import doubts as exam_doubts
from desk.infection import INFECTION_TESTS
from desk.pregnancy_view import CardView
from rules.bands import bmi
from rules.errors import RuleError
from rules.fields import Kind
from screens.contact import ContactPage, anaemia_words
from screens.correct import AsKept, Correction
from screens.examined import nothing_examined
from screens.form_page import form_fields, given, when
from screens.risk_offer import CORRECTED, saved_then_offered
from tui.actions import Action
from tui.fields.parts import FormField
from tui.language import tr

FIRST = 1
HISTORY = (
    "husband_age",
    "husband_phone",
    "past_history",
    "past_other",
    "family_history",
    "family_other",
    "family_who",
    "personal_history",
    "personal_other",
    "surgery",
    "surgery_what",
)
LOST = ("miscarriages", "induced_abortions")  # those that were no births
BEFORE = (*LOST, "fetal_deaths", "stillbirths", "neonatal_deaths")
BIRTHS = ("vaginal_births", "caesareans")
PREGNANCIES = (*BIRTHS, "last_birth_on", *BEFORE, "defects", "fetuses")
ORGANS = ("heart", "lungs", "vulva", "vagina", "cervix", "uterus", "adnexa")
EXAMINED = (
    "height_mm",
    "prepregnancy_weight_g",
    "weight_g",
    "bp_sys",
    "bp_dia",
    *(name for organ in ORGANS for name in (organ, f"{organ}_finding")),
)
TESTED = (
    "hb",
    "wbc",
    "platelets",
    "blood_other",
    "urine_protein",
    "urine_glucose",
    "urine_ketone",
    "urine_blood",
    "urine_other",
    "abo",
    "rh",
    "glucose",
    "alt",
    "ast",
    "albumin",
    "bilirubin_total",
    "bilirubin_direct",
    "creatinine",
    "urea",
    "discharge",
    "discharge_other",
    "cleanliness",
)
MORE = ("ultrasound", "other_tests")
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
    "place",
    "complaint",
)
# Answered "nothing found" in one go; never a result of the laboratory.
ASKED = {"past_history", "family_history", "personal_history", "surgery", *ORGANS}
ABOUT = {"visited_on", "doctor", "place", "next_on", "kind", *HISTORY, *PREGNANCIES}


class FirstExamPage(ContactPage):
    """The sheet whole: history, examination, laboratory, infections, judgement."""

    HEADING = "第1次产前检查"
    NAME = "first-exam"
    START = ""
    ACTIONS = (
        *ContactPage.ACTIONS,
        Action("rest", "f7", "其余正常", "没填的史、次数和查体填无、0、未见异常"),
    )

    def action_rest(self) -> None:
        """One key for what is mostly so: the section's open questions answered with nothing found.

        What was examined is asked of her who presses it; nothing is filled in by itself. What
        cannot be read is left as it is, and one stands there.
        """
        model = self.form.model
        section = model.current.field.section
        none = {*BEFORE, "defects", *(BIRTHS if self.card.values["para"] == 0 else ())}
        model.commit()
        for state in model.rest_of_section():
            if state.editor.text:
                continue
            if state.name in ASKED:
                state.set_value(["1"] if state.spec.kind is Kind.CHOICES else "1")
            elif state.name in none:
                state.set_value(0)
        model.recheck()
        wrong = [s for s in model.visible() if s.field.section == section and s.problem]
        if wrong:
            wrong[0].touched = True
            model.go_to(wrong[0].name)
        else:
            model.jump_section(1)
        self.form.redraw()

    def begins_with(self) -> dict[str, Any]:
        """What is known: contact 1 if it was read from a register, else the card's own measures."""
        known, kept = super().begins_with(), first_contact(self.card)
        card = self.card.values
        known["height_mm"] = card["height_mm"]
        if kept is not None:
            return known | kept.values
        if card["booked_on"] == known["visited_on"]:
            known |= {name: card[name] for name in ("weight_g", "bp_sys", "bp_dia")}
        before = (card["gravida"] or 0) - 1
        if before == 0:  # there was no pregnancy before this one
            known |= dict.fromkeys((*BEFORE, "defects"), 0)
        elif before == card["para"]:  # each ended in a birth
            known |= dict.fromkeys(LOST, 0)
        if 0 in {card["para"], before}:
            known |= dict.fromkeys(BIRTHS, 0)
        return known

    def fields(self) -> list[FormField]:
        """The sheet, in the order in which it is printed."""
        values = self.begins_with()
        self._listed = FIRST
        who = f"{self.card.mother.name}  {self.card.mother.village}"
        specs = SHEET_FIELDS | {"outcome": replace(SHEET_FIELDS["outcome"], label="总体评估")}
        sections: list[tuple[str, tuple[str, ...]]] = [
            (who, ("visited_on", *HISTORY)),
            ("孕产史", PREGNANCIES),
            ("体格和妇科检查", EXAMINED),
            ("化验", TESTED),
        ]
        found = [
            field
            for title, names in sections
            for field in form_fields(specs, names, values, title, **self._more(names))
        ]
        if not self.CORRECTS and self.desk.may(INFECTION_TESTS.writes):
            found += form_fields(TEST_FIELDS, tuple(TEST_FIELDS), {}, "乙肝、梅毒、艾滋病")
        found += form_fields(specs, MORE, values, "其他检查")
        judged = self.judged(JUDGED, values)
        return found + [
            replace(field, spec=specs["outcome"]) if field.name == "outcome" else field
            for field in judged
        ]

    def _more(self, names: tuple[str, ...]) -> dict[str, Mapping[str, Any]]:
        """Which fields are shown when, and what is told beside them."""
        more: dict[str, Mapping[str, Any]] = {
            "visited_on": {"echo": self.gestation},
            "surgery_what": when("surgery", "2"),
            "family_who": {
                "when": lambda form: form.get("family_history") not in (None, [], ["1"])
            },
            "last_birth_on": {"when": _gave_birth},
            "prepregnancy_weight_g": {"echo": _bmi},
            "weight_g": {"echo": _bmi_without("prepregnancy_weight_g")},
            "hb": {"echo": anaemia_words},
        }
        more |= {f"{organ}_finding": when(organ, "2") for organ in ORGANS}
        more |= {words: {"when": _chosen(name, code)} for name, (_, code, words) in SEVERAL.items()}
        return {name: said for name, said in more.items() if name in names}

    def changed(self, name: str, value: Any) -> None:
        """Of the births the card counts, those not one way were the other.

        Nothing follows from the day: it is the first, whenever it was.
        """
        self._sent_for.changed(self.form, name, value)
        para = self.card.values["para"]
        if name != BIRTHS[0] or None in {value, para} or self.CORRECTS:
            return
        if para >= value and self.form.model.state(BIRTHS[1]).empty:
            self.form.set_value(BIRTHS[1], para - value)

    def restored(self) -> None:
        """The list of guidance is always that of the first sheet."""

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return sheet_problems(values, self.app.today, self.card)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """What is unusual, does not fit the card, or whether anything was examined."""
        return {
            **nothing_examined(values, self.begins_with(), ABOUT),
            **exam_doubts(values, self.app.today, self.card),
            **doubts_of_contact(values, self.card),
        }

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The sheet."""
        return record_first_exam(self.desk, self.card_id, given(values), doubts)


class CorrectFirstExamPage(Correction, FirstExamPage):
    """The correction of the sheet; its infection tests have their own."""

    HEADING = "更正第1次产前检查"
    NAME = "correct-first-exam"
    SPECS = SHEET_FIELDS

    def read(self) -> AsKept:
        """The sheet, its card read anew."""
        ContactPage.prepare(self)
        exam, contact = first_exam_of(self.card)
        return (exam.version, contact.version), contact.values | exam.values

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected sheet over the versions that were read."""
        exam, _ = first_exam_of(self.card)
        reason = self.why(values, doubts)
        return correct_first_exam(self.desk, exam.id, self.versions, self.over(values), reason)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; what changes her risk is asked about at once."""
        saved_then_offered(self, result, tr(CORRECTED))


def _gave_birth(form: Mapping[str, Any]) -> bool:
    """Whether there was a birth to have a day."""
    return bool(form.get("vaginal_births") or form.get("caesareans"))


def _chosen(name: str, code: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda form: code in (form.get(name) or ())


def _bmi(weight: int, form: Mapping[str, Any]) -> str:
    height = form.get("height_mm")
    return tr("BMI {value}", value=bmi(weight, height)) if height else ""


def _bmi_without(name: str) -> Callable[[int, Mapping[str, Any]], str]:
    """The body mass index by this weight while the better one is not known."""
    return lambda weight, form: "" if form.get(name) else _bmi(weight, form)
