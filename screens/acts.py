"""What else can be done for a person: the second menu of the page, on two leaves by digits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.subsidy import IN_HOSPITAL
from rules.subsidy import following
from tui.actions import Action
from tui.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.person_page import PersonPage
    from desk.pregnancy_view import CardView

NO_CARD = "没有孕册"
NO_OPEN_CARD = "没有未结案的孕册"
NO_CERTIFICATE = "没有出生证编号:先签发;早先签发的用更正补上编号"


@dataclass(frozen=True, slots=True)
class Act:
    """Opens a form or a page for a person.

    ``opens`` is the form's or the page's name; ``record`` gives what it is opened for, or None;
    ``unless`` is the sentence said then. ``later`` gives the form's name where that depends on
    how far things are; ``among`` gives the records it may be for, each in words.
    """

    opens: str
    label: str
    words: str
    record: "Callable[[PersonPage], str | None]"
    unless: str
    permission: str = "records.write"
    page: bool = False  # a page that takes the record's number, not a form
    later: "Callable[[PersonPage], str] | None" = None
    among: "Callable[[PersonPage], dict[str, str]] | None" = None  # records, asked for when several

    @property
    def action(self) -> Action:
        """As the palette, the help and the key table know it."""
        return Action(self.opens, "", self.label, self.words, "此人", self.permission, hint=False)

    def why_not(self, person: "PersonPage") -> str | None:
        """Why it cannot be done for this person."""
        return None if self.record(person) else tr(self.unless)

    def form(self, person: "PersonPage") -> str:
        """The form that does it now."""
        return self.later(person) if self.later else self.opens


def newest_card(person: "PersonPage") -> str | None:
    """Her newest card, closed or not."""
    return str(person.cards[0].id) if person.cards else None


def open_card(person: "PersonPage") -> str | None:
    """The card that is not closed."""
    card = not_closed(person)
    return str(card.id) if card else None


def not_closed(person: "PersonPage") -> "CardView | None":
    """The card that is not closed."""
    return next((card for card in person.cards if card.state in {"ongoing", "delivered"}), None)


def risk_case(person: "PersonPage") -> str | None:
    """The case file of her newest card that has one."""
    for card in person.cards:
        case = card.latest("risk_cases")
        if case is not None:
            return f"{card.id}/{case.id}"
    return None


def unanswered_referrals(person: "PersonPage") -> dict[str, str]:
    """Her referrals without a result: each with its day and reason."""
    return {
        f"{card.id}/{each.id}": f"{each.values['referred_on']}  {each.values['reason']}"
        for card in person.cards
        for each in card.records["referrals"]
        if each.values["result_on"] is None
    }


def unanswered_referral(person: "PersonPage") -> str | None:
    """The first of them."""
    return next(iter(unanswered_referrals(person)), None)


def unexamined(person: "PersonPage") -> str | None:
    """The card that is not closed, while the sheet of its first examination is empty."""
    card = not_closed(person)
    return str(card.id) if card and not card.records["first_exams"] else None


def subsidy(person: "PersonPage") -> str | None:
    """Her newest delivery in hospital, while a step of its subsidy is to come."""
    card = person.last_delivered
    if card is None or card.delivery is None or card.delivery.values["in_hospital"] != IN_HOSPITAL:
        return None
    noted = card.latest("subsidies")
    more = noted is None or following(noted.values["state"], noted.values["category"])
    return str(card.id) if more else None


def subsidy_form(person: "PersonPage") -> str:
    """The application, or the next step of the one that is noted."""
    card = person.last_delivered
    return "subsidy-step" if card and card.records["subsidies"] else "subsidy"


def closed_card(person: "PersonPage") -> str | None:
    """Her newest card, if it is closed or ended."""
    card = person.cards[0] if person.cards else None
    return str(card.id) if card and card.state in {"closed", "ended"} else None


def woman(person: "PersonPage") -> str | None:
    """Anybody who may be on the folic-acid programme."""
    return str(person.person.id) if person.person.sex != "1" and not person.child else None


def living_child(person: "PersonPage") -> str | None:
    """The child, if no death is recorded."""
    return str(person.child.id) if person.child and person.child.death is None else None


def certified_child(person: "PersonPage") -> str | None:
    """The child, if the number of its certificate is known."""
    child = person.child
    return str(child.id) if child and child.values["cert_no"] else None


# In the order of the work. An act keeps its digit whatever else can be done: 1 to 9 on each leaf.
PREGNANT: tuple[Act, ...] = (
    Act(
        "first-exam",
        "首次产检",
        "填第1次产前检查表",
        unexamined,
        "没有还缺第1次产前检查表的孕册",
    ),
    Act("risk", "风险评估", "筛查或评估妊娠风险,定颜色", open_card, NO_OPEN_CARD),
    Act("risk-followup", "高危随访", "记一次高危孕产妇随访", open_card, NO_OPEN_CARD),
    Act(
        "risk-case",
        "高危专案",
        "专案的五个一和转归",
        risk_case,
        "没有高危专案:橙、红、紫色时自动建立",
    ),
    Act("referral", "转诊", "转往上级机构,两周内问结果", newest_card, NO_CARD),
    Act(
        "referral-result",
        "转诊结果",
        "记没有结果的转诊的结果",
        unanswered_referral,
        "没有等结果的转诊",
        among=unanswered_referrals,
    ),
    Act("prenatal", "产前筛查", "登记一次产前筛查、结果或拒绝", open_card, NO_OPEN_CARD),
    Act(
        "infection-test",
        "艾梅乙检测",
        "登记艾滋病、梅毒、乙肝检测;存后只有专管能看",
        newest_card,
        NO_CARD,
        "infections.write",
    ),
    Act(
        "trends",
        "孕期趋势",
        "增重、宫高、血压、血红蛋白的图",
        newest_card,
        NO_CARD,
        "records.read",
        page=True,
    ),
)
BESIDE: tuple[Act, ...] = (
    Act(
        "folic_woman",
        "叶酸",
        "增补叶酸:登记、发药、随访",
        woman,
        "只给妇女登记",
        "records.read",
        page=True,
    ),
    Act(
        "infection",
        "艾梅乙专册",
        "她的检测、个案和孩子",
        newest_card,
        NO_CARD,
        "infections.read",
        page=True,
    ),
    Act(
        "subsidy",
        "分娩补助",
        "住院分娩补助:登记申请,或记下一步",
        subsidy,
        "没有待办的住院分娩补助",
        later=subsidy_form,
    ),
    Act(
        "reopen",
        "撤销结案",
        "结错了的孕册恢复,要写原因",
        closed_card,
        "没有已结案的孕册",
    ),
    Act(
        "maternal-death",
        "孕产妇死亡",
        "孕产妇死亡报告卡",
        newest_card,
        NO_CARD,
    ),
    Act(
        "child-death",
        "儿童死亡",
        "5岁以下儿童死亡报告卡",
        living_child,
        "不在儿童名册里,或已登记",
    ),
    Act(
        "exchange",
        "换发出生证",
        "证有误或损坏,原证交回",
        certified_child,
        NO_CERTIFICATE,
        "certificates.write",
    ),
    Act(
        "reissue",
        "补发出生证",
        "家庭遗失的证,声明作废后补发",
        certified_child,
        NO_CERTIFICATE,
        "certificates.write",
    ),
)
LEAVES = (PREGNANT, BESIDE)
ACTS = {act.opens: act for leaf in LEAVES for act in leaf}
