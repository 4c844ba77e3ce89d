"""The forms of the delivery subsidy: applying, the next step, the correction."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from desk.house_rules import HouseRules, rules_of
from desk.pregnancy_view import CardView
from desk.problems import Problems
from desk.subsidy import KIND
from desk.subsidy_work import apply, refuse_off, standard, step, stepped
from rules.errors import RuleError
from rules.fields import Choice, FieldSpec, Kind
from rules.subsidy import (
    APPLIED,
    DAYS,
    PAID,
    PUBLISHED,
    REFUSED,
    RETURNED,
    STATES,
    following,
    missing_papers,
    proposed,
)
from screens.case_form import CaseCorrection, CasePage
from screens.form_page import FormPage, form_fields, given
from tui.fields.parts import FormField
from tui.language import tr

Sections = tuple[tuple[str, tuple[str, ...]], ...]

CLAIM = (
    "noted_on",
    "rural",
    "category",
    "admission_no",
    "papers",
    "total_fen",
    "insured_fen",
    "applied_on",
    "remark",
)
MONEY = ("pay_method", "receiver", "kinship", "account_tail")
# What each step fills in beside its day.
OF_STEP = {
    APPLIED: ("papers", "total_fen", "insured_fen"),
    PUBLISHED: ("reviewed_on", "reviewer"),
    PAID: ("paid_fen", *MONEY),
    RETURNED: ("why",),
    REFUSED: ("why",),
}


class SubsidyPage(CasePage):
    """Noting a subsidy; with the day of the application it is in for review."""

    HEADING = "住院分娩补助"
    NAME = "subsidy"
    KIND = KIND.name
    SECTIONS: ClassVar[Sections] = (("申请", CLAIM),)

    def prepare(self) -> None:
        """The card and the centre's rules."""
        super().prepare()
        self._rules: HouseRules = rules_of(self.desk)
        refuse_off(self._rules)

    def begins_with(self) -> dict[str, Any]:
        """What the delivery tells."""
        values, delivery = super().begins_with(), self.card.delivery
        return values | {"category": delivery.values["area"] if delivery else None}

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """The standard of the category, and which papers it asks for."""
        return {
            "noted_on": {"echo": lambda *_: self._delivery_words()},
            "category": {"echo": lambda value, _: self._standard_words(value)},
            "papers": {"echo": self._papers_words},
        }

    def _delivery_words(self) -> str:
        delivery = self.card.delivery
        if delivery is None:
            return ""
        day, place = delivery.values["delivered_on"], delivery.values["place"] or ""
        return tr("{day} 分娩 {place}", day=day, place=place).rstrip()

    def _standard_words(self, category: str) -> str:
        fen = standard(self._rules, category)
        return "" if fen is None else tr("标准 {yuan} 元", yuan=yuan(fen))

    def _papers_words(self, papers: list[str], values: Mapping[str, Any]) -> str:
        spec = self.specs["papers"]
        missing = missing_papers(values.get("category"), papers)
        words = [tr(option.label) for each in missing if (option := spec.choice(each))]
        return tr("还缺: {papers}", papers=" ".join(words)) if words else tr("齐全")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The application."""
        return apply(self.desk, self.card_id, given(values), doubts)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; money changes no risk."""
        FormPage.kept(self, result)


class SubsidyStepPage(CasePage):
    """The next step of a subsidy that is there."""

    HEADING = "补助下一步"
    NAME = "subsidy-step"
    KIND = KIND.name
    START = "state"

    def prepare(self) -> None:
        """The card, its subsidy, the centre's rules."""
        super().prepare()
        refuse_off(rules_of(self.desk))
        self._subsidy = self.card.latest(self.KIND)
        if self._subsidy is None:
            raise RuleError("NOT_NOTED", "还没有登记补助,请先登记")
        if not self._following():
            raise RuleError("END", "已经兑现,没有下一步;记错了请更正")

    def _following(self) -> tuple[str, ...]:
        kept = self._subsidy.values if self._subsidy else {}
        return following(kept["state"], kept["category"])

    def fields(self) -> list[FormField]:
        """Which state, on which day, and what belongs to it."""
        kept = self._subsidy.values if self._subsidy else {}
        options = tuple(Choice(code, STATES[code]) for code in self._following())
        spec = self.specs["state"]
        state = FieldSpec(Kind.CHOICE, "转为", choices=options, required=True, source=spec.source)
        section = f"{self.card.mother.name}  {self.card.mother.village}  "
        section += tr("现在是{state}", state=tr(STATES[kept["state"]]))
        fields = [FormField("state", state, section=section)]
        values = kept | {DAYS[code]: self.app.today for code in self._following()}
        values["paid_fen"] = proposed(kept["standard_fen"], kept["total_fen"])
        for name in dict.fromkeys(self._names()):
            extra = {"when": _belongs(name)}
            fields += form_fields(self.specs, (name,), values, section, **{name: extra})
        return fields

    def _names(self) -> list[str]:
        return [name for code in self._following() for name in (DAYS[code], *OF_STEP[code])]

    def check(self, values: dict[str, Any]) -> Problems:
        """As the desk will check it."""
        if not values.get("state") or self._subsidy is None:
            return {}
        whole = stepped(self._subsidy.values, given(values))
        return dict(self.kind.check(whole, self.app.today, self.card))

    def doubtful(self, values: dict[str, Any]) -> Problems:
        """Papers that are missing when the application goes in."""
        if values.get("state") != APPLIED or self._subsidy is None:
            return {}
        whole = stepped(self._subsidy.values, given(values))
        asked = self.kind.doubts(whole, self.app.today, self.card)
        return {name: error for name, error in asked.items() if name in values}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The step, over the version that was read."""
        if self._subsidy is None:
            raise RuntimeError("not read yet")
        return step(self.desk, self._subsidy.id, self._subsidy.version, given(values), doubts)

    def kept(self, result: CardView) -> None:
        """Back to where one came from; money changes no risk."""
        FormPage.kept(self, result)


class CorrectSubsidyPage(CaseCorrection, SubsidyPage):
    """Every field of a subsidy, with a reason."""

    HEADING = "更正住院分娩补助"
    NAME = "correct-subsidy"
    SECTIONS: ClassVar[Sections] = (
        ("申请", tuple(name for name in CLAIM if name not in {"applied_on", "remark"})),
        ("进度", ("state", *DAYS.values(), "reviewed_on", "reviewer", "why")),
        ("兑现", ("standard_fen", "paid_fen", *MONEY, "remark")),
    )

    def prepare(self) -> None:
        """The subsidy as it is, and the rules."""
        self._rules = rules_of(self.desk)
        super().prepare()


def _belongs(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a field belongs to the state chosen."""

    def shown(values: Mapping[str, Any]) -> bool:
        state = values.get("state") or ""
        return name in {DAYS.get(state), *OF_STEP.get(state, ())}

    return shown


def yuan(fen: int) -> str:
    """An amount as it is written.

    >>> yuan(40_000), yuan(40_050)
    ('400', '400.50')
    """
    return f"{fen // 100}.{fen % 100:02}".removesuffix(".00")
