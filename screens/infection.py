"""The forms of HIV, syphilis and hepatitis B: tests, a case, a child exposed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desk.infection import CASES, CHILDREN, INFECTION_TESTS
from rules.gestation import gestational_age
from rules.infection import (
    AFTER_BIRTH,
    HEPATITIS_B,
    HIV,
    POSITIVE,
    SYPHILIS,
    TREATED,
    found_by,
    hours_after,
    timing_of,
)
from screens.case_form import CaseCorrection, CasePage
from screens.form_page import when
from tui.language import tr

TESTED = ("1", "2")  # a partner with a result
SCREENED = (
    "tested_on",
    "timing",
    "hiv",
    "hiv_confirmed",
    "syphilis",
    "tppa",
    "rpr",
    "rpr_titre",
    "hbsag",
)
HEPATITIS = ("hbsab", "hbeag", "hbeab", "hbcab")
_CHILD_SECTIONS = {
    HEPATITIS_B: ("乙肝", ("hbig_on", "hbig_at", "vaccine_on", "vaccine_at", "hbv_result")),
    HIV: ("艾滋病", ("hiv_drug", "hiv_drug_from", "hiv_early", "hiv_18_months")),
    SYPHILIS: (
        "梅毒",
        ("syphilis_drug", "syphilis_drug_on", "syphilis_titre", "syphilis_outcome"),
    ),
}


class InfectionTestPage(CasePage):
    """A set of tests; whoever books women fills it in and does not read it back."""

    HEADING = "艾梅乙检测"
    NAME = "infection-test"
    KIND = INFECTION_TESTS.name
    DAY = "tested_on"
    START = "hiv"
    SECTIONS = (
        ("检测", SCREENED),
        ("乙肝其余四项", HEPATITIS),
        ("咨询与告知", ("counselled_on", "told_on", "place", "doctor")),
    )

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """Confirming tests are asked for where the screening is positive."""
        return {
            "tested_on": {"echo": self._timing_words},
            "timing": {"when": lambda values: self._timing(values.get("tested_on")) is None},
            "hiv_confirmed": when("hiv", POSITIVE),
            "tppa": when("syphilis", POSITIVE),
            "rpr": when("syphilis", POSITIVE),
            "rpr_titre": when("rpr", POSITIVE),
        }

    def _timing(self, day: date | None) -> str | None:
        delivery = self.card.delivery
        delivered = delivery.values["delivered_on"] if delivery else None
        return timing_of(self.card.start, delivered, day) if day else None

    def _timing_words(self, day: date, _: Mapping[str, Any]) -> str:
        timing, start = self._timing(day), self.card.start
        option = self.specs["timing"].choice(timing or "")
        pregnant = start is not None and start <= day and timing != AFTER_BIRTH
        weeks = tr("孕{weeks}", weeks=gestational_age(start, day)) if start and pregnant else ""
        return " ".join(part for part in (weeks, tr(option.label) if option else "") if part)


class CorrectInfectionTestPage(CaseCorrection, InfectionTestPage):
    """The correction of a set of tests, by who may read it."""

    HEADING = "更正艾梅乙检测"
    NAME = "correct-infection-test"


class InfectionCasePage(CasePage):
    """The case of one disease; begins with the one found that has none yet."""

    HEADING = "艾梅乙个案"
    NAME = "infection-case"
    KIND = CASES.name
    SECTIONS = (
        ("个案", ("disease", "confirmed_on", "reported_on", "referral_place")),
        ("治疗", ("treated", "drug", "course", "treated_from", "treated_to", "standardised")),
        ("配偶与复查", ("partner", "partner_on", "load_on", "viral_load", "load_titre")),
        ("分娩与随访", ("delivery_plan", "remark", "doctor")),
    )

    def begins_with(self) -> dict[str, Any]:
        """The disease the tests point to, confirmed the day of the test that does."""
        tests = [test.values for test in self.card.records[INFECTION_TESTS.name]]
        there = {case.values["disease"] for case in self.card.records[CASES.name]}
        without = sorted(found_by(*tests) - there)
        values = super().begins_with()
        if without:
            days = [test["tested_on"] for test in tests if without[0] in found_by(test)]
            values |= {"disease": without[0], "confirmed_on": days[0]}
        return values

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """Treatment where there was one; a titre for syphilis, a viral load for the others."""
        treated = when("treated", TREATED)
        return {
            **dict.fromkeys(("drug", "course", "treated_from", "treated_to"), treated),
            "standardised": treated,
            "partner_on": {"when": lambda values: values.get("partner") in TESTED},
            "viral_load": {"when": lambda values: values.get("disease") != SYPHILIS},
            "load_titre": when("disease", SYPHILIS),
        }


class CorrectInfectionCasePage(CaseCorrection, InfectionCasePage):
    """The case goes on: what was done since is added as its correction."""

    HEADING = "艾梅乙个案随访与更正"
    NAME = "correct-infection-case"


class ExposedChildPage(CasePage):
    """A baby's prophylaxis; only the sections of its mother's diseases."""

    HEADING = "母婴阻断儿童"
    NAME = "exposed-child"
    KIND = CHILDREN.name
    SECTIONS = (
        ("孩子", ("born_on", "birth_order")),
        *_CHILD_SECTIONS.values(),
        ("随访", ("followed_on", "closing", "doctor")),
    )

    def begins_with(self) -> dict[str, Any]:
        """The next baby of the delivery."""
        values, delivery = super().begins_with(), self.card.delivery
        if delivery:
            values["born_on"] = delivery.values["delivered_on"]
        values["birth_order"] = 1 + len(self.card.records[CHILDREN.name])
        return values

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """What concerns a disease she does not have is not asked for."""
        tests = [test.values for test in self.card.records[INFECTION_TESTS.name]]
        diseases = found_by(*tests)
        diseases |= {case.values["disease"] for case in self.card.records[CASES.name]}
        found: dict[str, dict[str, Any]] = {
            name: {"when": _said(disease in diseases)}
            for disease, (_, names) in _CHILD_SECTIONS.items()
            for name in names
        }
        found["hbig_at"]["echo"] = self._hours("hbig_on")
        found["vaccine_at"]["echo"] = self._hours("vaccine_on")
        return found

    def _hours(self, day: str) -> Callable[[str, Mapping[str, Any]], str]:
        def echo(at: str, values: Mapping[str, Any]) -> str:
            delivery = self.card.delivery
            if delivery is None:
                return ""
            born = delivery.values["delivered_on"], delivery.values["delivered_at"]
            hours = hours_after(born, (values.get(day), at))
            return "" if hours is None else tr("生后 {hours} 小时", hours=hours)

        return echo


class CorrectExposedChildPage(CaseCorrection, ExposedChildPage):
    """The child's follow-up goes on as its correction."""

    HEADING = "母婴阻断儿童随访与更正"
    NAME = "correct-exposed-child"


def _said(answer: bool) -> Callable[[Mapping[str, Any]], bool]:  # noqa: FBT001  the answer itself
    return lambda _: answer
