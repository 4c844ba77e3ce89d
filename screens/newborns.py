"""The newborns in the form of a delivery: how many, and each one's fields as ``name_order``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desk.delivery import MOST_BABIES, NEWBORN_FIELDS
from rules.birth import weight_class
from rules.fields import FieldSpec, Kind
from screens.form_page import given
from tui.fields.parts import FormField
from tui.language import tr

BABIES = FieldSpec(
    Kind.NUMBER,
    "新生儿个数",
    unit="个",
    hard=(1, MOST_BABIES),
    required=True,
    help="死胎、死产也算",
)
OF_THE_LIVING = frozenset({"apgar_1", "apgar_5", "apgar_10", "blood_taken", "hearing"})
OF_A_DEFECT = frozenset({"defect_diagnosis", "defect_basis"})
LIVE, YES = "1", "2"
# Every newborn field there can be, by its name in the form.
FIELDS: dict[str, FieldSpec] = {"babies": BABIES} | {
    f"{name}_{order}": spec
    for order in range(1, MOST_BABIES + 1)
    for name, spec in NEWBORN_FIELDS.items()
}


def newborn_fields(section: str, values: Mapping[str, Any]) -> list[FormField]:
    """How many, and each of them."""
    fields = [FormField("babies", BABIES, value=values.get("babies") or 1, section=section)]
    for order in range(1, MOST_BABIES + 1):
        fields += [
            FormField(
                f"{name}_{order}",
                spec,
                value=values.get(f"{name}_{order}", LIVE if name == "outcome" else None),
                section=tr("第{order}个新生儿", order=order),
                when=_asked(name, order),
                echo=_weight if name == "weight_g" else None,
            )
            for name, spec in NEWBORN_FIELDS.items()
        ]
    return fields


def newborns_of(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each newborn's values, out of the form's; what was not asked is not there."""
    return [
        given({name: values.get(f"{name}_{order}") for name in NEWBORN_FIELDS})
        for order in range(1, (values.get("babies") or 1) + 1)
    ]


def as_fields(newborns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Newborns as the form has them."""
    return {"babies": len(newborns)} | {
        f"{name}_{order}": value
        for order, newborn in enumerate(newborns, start=1)
        for name, value in newborn.items()
    }


def _asked(name: str, order: int) -> Callable[[Mapping[str, Any]], bool]:
    def asked(values: Mapping[str, Any]) -> bool:
        if (values.get("babies") or 1) < order:
            return False
        if name in OF_THE_LIVING:
            return bool(values.get(f"outcome_{order}") == LIVE)
        return name not in OF_A_DEFECT or values.get(f"defect_{order}") == YES

    return asked


def _weight(grams: int, _: Mapping[str, Any]) -> str:
    return tr(weight_class(grams)) if weight_class(grams) else ""
