"""The centre's own rules, the administrator's form."""

from collections.abc import Mapping
from typing import Any

from desk.house_rules import (
    HOUSE_RULE_FIELDS,
    HouseRules,
    contradictions,
    rules_of,
)
from desk.ruling import put_house_rules
from rules.errors import RuleError
from screens.correct import AsKept, Correction
from screens.form_page import FormPage, form_fields
from tui.fields.parts import FormField
from tui.language import tr

SECTIONS = (
    ("孕周和建册", ("edd_rule", "early_booking_days", "scan_rule", "notice_days")),
    (
        "随访",
        (
            "referral_days",
            "home_visit_days",
            "home_visit_counts_days",
            "day42_opens",
            "day42_closes",
        ),
    ),
    (
        "风险",
        (
            "followup_days_yellow",
            "followup_days_orange",
            "followup_days_red",
            "followup_days_purple",
            "case_colours",
            "hbsag",
            "risk_table",
        ),
    ),
    (
        "上报",
        (
            "report_hours_orange",
            "report_hours_red",
            "report_hours_death",
            "report_hours_child_death",
            "report_hours_defect",
        ),
    ),
    (
        "叶酸",
        (
            "bottle_tablets",
            "folic_bottles",
            "folic_early_days",
            "folic_followup_days",
            "folic_expiry_days",
            "folic_adherence_percent",
            "folic_adherence_of",
            "folic_pass_mark",
        ),
    ),
    (
        "艾梅乙",
        ("infection_card_days", "hbig_hours"),
    ),
    (
        "出生医学证明",
        (
            "cert_apply_days",
            "cert_late_days",
            "cert_outside",
            "cert_outside_test",
            "cert_reissue",
            "cert_marriage",
            "cert_void_warn_permille",
            "cert_void_limit_permille",
            "cert_low_stock_months",
            "cert_loss_report_hours",
            "cert_plan_percent",
            "cert_collect_days",
            "cert_county",
        ),
    ),
    (
        "补助",
        (
            "subsidy",
            "subsidy_own_fen",
            "subsidy_county_fen",
            "subsidy_outside_fen",
        ),
    ),
)


class _RulesForm(FormPage):
    """The rules in their sections."""

    def begins_with(self) -> dict[str, Any]:
        """Filled in by the correction."""
        return {}

    def fields(self) -> list[FormField]:
        """Each rule with where it comes from as its help."""
        values = self.begins_with()
        return [
            field
            for title, names in SECTIONS
            for field in form_fields(HOUSE_RULE_FIELDS, names, values, title)
        ]


class HouseRulesPage(Correction, _RulesForm):
    """Every rule as it is set; changed with a reason, the old value stays in the history."""

    HEADING = "本院规定"
    NAME = "house-rules"
    SPECS = HOUSE_RULE_FIELDS

    def __init__(self, record: str = "all", draft: Any = None) -> None:
        super().__init__(record, draft)

    def read(self) -> AsKept:
        """The rules as they are set now."""
        return (), rules_of(self.desk).model_dump()

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return contradictions(values)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> HouseRules:
        """The rules."""
        return put_house_rules(self.desk, self.over(values), self.why(values, doubts))

    def kept(self, result: HouseRules) -> None:  # noqa: ARG002  nothing to tell of it
        """Back to where one came from; what was given up is gone from every page at once."""
        self.app.heed_rules()
        self.leave()
        self.app.say(tr("本院规定已保存,从现在起照新的算"), "good")
