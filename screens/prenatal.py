"""The form of prenatal screening; it begins with the screening whose window is open now."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desk.prenatal import GLUCOSE, KIND, REFERRED, REFUSED, RISKS, windows_of
from rules.gestation import gestational_age
from rules.prenatal import GLUCOSE_TEST, OTHER, Standing, glucose_above, screening
from screens.case_form import CaseCorrection, CasePage
from tui.language import tr

EARLY_SERUM, SERUM, NIPT, SCAN = "1", "2", "3", "4"
BLOOD = (EARLY_SERUM, SERUM, NIPT)
# The tests whose result a field is; the others are asked for with every test.
OF_TESTS = {
    "barcode": BLOOD,
    "weight_g": (EARLY_SERUM, SERUM, NIPT),
    "fetuses": BLOOD,
    "dating": BLOOD,
    "t21": BLOOD,
    "t18": BLOOD,
    "t13": (NIPT,),
    "ntd": (SERUM,),
    **dict.fromkeys(GLUCOSE, (GLUCOSE_TEST,)),
    "outcome": (SCAN, OTHER),
}
DIAGNOSIS = ("diagnosis_place", "diagnosis_on", "diagnosis_result", "diagnosed")


class PrenatalPage(CasePage):
    """One screening."""

    HEADING = "产前筛查"
    NAME = "prenatal"
    KIND = KIND.name
    DAY = "done_on"
    START = "test"
    SECTIONS = (
        (
            "筛查",
            ("done_on", "test", "other_test", "answer", "informed_on", "consent", "place"),
        ),
        (
            "标本与结果",
            ("barcode", "weight_g", "fetuses", "dating", *RISKS, *GLUCOSE, "outcome", "finding"),
        ),
        ("产前诊断", ("diagnosis", *DIAGNOSIS, "doctor")),
    )

    def begins_with(self) -> dict[str, Any]:
        """The first screening whose window is open."""
        values = super().begins_with()
        windows = windows_of(self.card, self.app.today)
        opened = [each.screening.code for each in windows if each.standing is Standing.OPEN]
        return values | {"test": opened[0] if opened else None, "dating": self._dating()}

    def _dating(self) -> str | None:
        basis = self.card.values["lmp_basis"]
        return basis if self.specs["dating"].choice(basis) else None

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """Only what belongs to the test; of one refused only that it was."""
        found: dict[str, dict[str, Any]] = {
            name: {"when": _done_of(tests)} for name, tests in OF_TESTS.items()
        }
        found |= {name: {"when": _done} for name in ("consent", "place", "finding", "diagnosis")}
        found |= {name: {"when": _referred} for name in DIAGNOSIS}
        found["done_on"] = {"echo": self._in_window}
        found["other_test"] = {"when": lambda values: values.get("test") == OTHER}
        for name in GLUCOSE:
            found[name]["echo"] = _above(name)
        return found

    def _in_window(self, day: date, values: Mapping[str, Any]) -> str:
        start, test = self.card.start, screening(values.get("test"))
        if start is None or day < start:
            return ""
        words = tr("孕{weeks}", weeks=gestational_age(start, day))
        if test is None or values.get("answer") == REFUSED:
            return words
        where = tr("在窗口内") if test.holds(start, day) else tr("在窗口外")
        return f"{words} {where} {test.opens}-{test.closes}"


class CorrectPrenatalPage(CaseCorrection, PrenatalPage):
    """Results that come later, or what was wrong."""

    HEADING = "产前筛查结果与更正"
    NAME = "correct-prenatal"


def _done(values: Mapping[str, Any]) -> bool:
    return values.get("answer") != REFUSED


def _done_of(tests: tuple[str, ...]) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: _done(values) and values.get("test") in tests


def _referred(values: Mapping[str, Any]) -> bool:
    return _done(values) and values.get("diagnosis") == REFERRED


def _above(name: str) -> Callable[[int, Mapping[str, Any]], str]:
    return lambda value, _: tr("偏高") if glucose_above({name: value}) else ""
