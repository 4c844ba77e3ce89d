"""Which field a column of a record's history is, and how its value is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desk.antenatal import CONTACT_FIELDS, guidance_field
from desk.application_view import APPLICATION_FIELDS
from desk.case_kinds import KINDS
from desk.child import CHECK_FIELDS, CHILD_FIELDS
from desk.child_death import CHILD_DEATH_FIELDS
from desk.collecting import COLLECTION_FIELDS
from desk.delivery import DELIVERY_FIELDS, NEWBORN_FIELDS, POSTPARTUM_FIELDS
from desk.folic import COURSE_FIELDS, FOLLOWUP_FIELDS, HANDOUT_FIELDS
from desk.folic import END_FIELDS as FOLIC_END_FIELDS
from desk.folic_counts import SURVEY_FIELDS
from desk.folic_stock import BATCH_FIELDS, MOVE_FIELDS
from desk.issuing import ISSUE_FIELDS
from desk.losses import LOSS_FIELDS
from desk.notice import NOTICE_FIELDS
from desk.pregnancy import CARD_FIELDS, END_FIELDS, PERSON_FIELDS
from desk.replacing_rules import causes
from desk.report import REPORT_FIELDS
from desk.slips import SLIP_FIELDS
from desk.stock_plans import PLAN_FIELDS
from desk.stock_room import RECEIPT_FIELDS
from desk.supervision import VISIT_FIELDS
from rules.certificate_papers import papers_of
from rules.entry import format_value
from rules.fields import FieldSpec, Kind, field_specs
from screens.words import STATES
from tui.language import tr

TABLES: dict[str, dict[str, FieldSpec]] = {
    "people": PERSON_FIELDS,
    "notices": NOTICE_FIELDS,
    "pregnancies": CARD_FIELDS | {n: s for n, s in END_FIELDS.items() if n not in CARD_FIELDS},
    "antenatal_contacts": CONTACT_FIELDS,
    "deliveries": DELIVERY_FIELDS,
    "newborns": NEWBORN_FIELDS,
    "postpartum_visits": POSTPARTUM_FIELDS,
    "children": CHILD_FIELDS,
    "child_checks": CHECK_FIELDS,
    "child_deaths": CHILD_DEATH_FIELDS,
    "certificate_receipts": RECEIPT_FIELDS,
    "certificate_slips": SLIP_FIELDS,
    "certificate_plans": PLAN_FIELDS,
    "certificate_issues": ISSUE_FIELDS,
    "certificate_applications": APPLICATION_FIELDS,
    "certificate_collections": COLLECTION_FIELDS,
    "certificate_losses": LOSS_FIELDS,
    "supervision_visits": VISIT_FIELDS,
    "folic_courses": COURSE_FIELDS | FOLIC_END_FIELDS,
    "folic_handouts": HANDOUT_FIELDS,
    "folic_followups": FOLLOWUP_FIELDS,
    "folic_batches": BATCH_FIELDS,
    "folic_moves": MOVE_FIELDS,
    "folic_surveys": SURVEY_FIELDS,
}
TABLES["reports"] = REPORT_FIELDS
TABLES |= {name: field_specs(kind.data) for name, kind in KINDS.items()}
OTHERS = {
    "contact_id": "随访编号",
    "state": "状态",
    "mother_id": "孕妇编号",
    "pregnancy_id": "孕册编号",
    "person_id": "人员编号",
    "child_id": "儿童编号",
    "newborn_id": "新生儿编号",
    "blank_id": "空白证编号",
    "issue_id": "签发编号",
    "handler": "经办人",
    "course_id": "叶酸登记编号",
    "batch_id": "批号编号",
}


def in_form_order(table: str, names: Iterable[str]) -> list[str]:
    """Columns as the form has them, then the others."""
    order = {name: place for place, name in enumerate(TABLES.get(table, {}))}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def label_of(table: str, name: str) -> str:
    """A column's label as on the form."""
    spec = TABLES.get(table, {}).get(name)
    return tr(spec.label if spec else OTHERS.get(name, name))


def shown_value(table: str, name: str, value: Any, whole: Mapping[str, Any] | None = None) -> str:
    """A value as words, with its unit.

    ``whole`` is the record it stands in: the number of an antenatal contact says what the digits of
    its guidance mean, the kind of an application those of its papers and its cause.
    """
    spec = _spec(table, name, whole or {})
    if value is None:
        return ""
    if spec is None:
        return tr(STATES.get(str(value), str(value)))
    if spec.choices:
        codes = value if isinstance(value, list) else [value]
        return " ".join(tr(o.label) for code in codes if (o := spec.choice(str(code))))
    shown = format_value(spec, value)
    return f"{shown} {tr(spec.unit)}".rstrip() if spec.kind is Kind.NUMBER and shown else shown


def _spec(table: str, name: str, whole: Mapping[str, Any]) -> FieldSpec | None:
    spec = TABLES.get(table, {}).get(name)
    kind = whole.get("kind")
    if (table, name) == ("antenatal_contacts", "guidance"):
        return guidance_field(whole.get("number"))
    if table == "certificate_applications" and spec is not None and kind is not None:
        if name == "papers":
            return replace(spec, choices=papers_of(kind))
        if name == "cause":
            return replace(spec, choices=causes(kind))
    return spec
