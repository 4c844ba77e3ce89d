"""Why something cannot be done for a person now, and which form corrects which record."""

from collections.abc import Callable

from desk.births import LIVE
from desk.case_kinds import KINDS
from desk.person_page import Event, PersonPage
from screens.acts import not_closed
from tui.language import tr

CHILD = "这是儿童,没有孕册"
# The form that corrects a record of each kind.
CORRECTIONS = {
    "pregnancies": "correct-card",
    "notices": "correct-notice",
    "antenatal_contacts": "correct-contact",
    "first_exams": "correct-first-exam",
    "referrals": "correct-referral",
    "infection_tests": "correct-infection-test",
    "infection_cases": "correct-infection-case",
    "exposed_children": "correct-exposed-child",
    "prenatal_screenings": "correct-prenatal",
    "subsidies": "correct-subsidy",
    "risk_assessments": "correct-risk",
    "risk_cases": "risk-case",
    "risk_followups": "correct-risk-followup",
    "reports": "report",
    "deliveries": "correct-delivery",
    "postpartum_visits": "correct-postpartum",
    "maternal_deaths": "correct-maternal-death",
    "child_deaths": "correct-child-death",
    "calls": "correct-call",
    "children": "correct-child",
    "child_checks": "correct-check",
}
APPLICATIONS = "certificate_applications"  # these have a page of their own
ISSUES = "certificate_issues"  # as their number has
WHOLE = {"pregnancies", "notices", "children"}  # these hang on nothing


def no_open_card(page: PersonPage) -> str | None:
    """A contact and a delivery want a pregnancy going on."""
    if page.open_card:
        return None
    return tr(CHILD) if page.child else tr("没有在孕的孕册,请先建册")


def not_delivered(page: PersonPage) -> str | None:
    """A visit after birth wants a delivery that is not closed."""
    card = page.last_delivered
    if card is None:
        return tr(CHILD) if page.child else tr("还没有分娩记录")
    return None if card.state == "delivered" else tr("这次妊娠已结案")


def no_child(page: PersonPage) -> str | None:
    """A check wants a child."""
    return None if page.child else tr("不在儿童名册里")


def no_issue(page: PersonPage) -> str | None:
    """A certificate is issued once, where the child was born; one on its way is gone on with.

    On a mother's page it is her newborn's.
    """
    if page.child is None:
        return None if len(page.babies) == 1 else _no_newborn(page)
    number = page.child.values["cert_no"]
    if page.application is not None:
        return None
    if number:
        return tr("已有 {number};换发、补发在“更多”里", number=number)
    place = page.born_elsewhere
    words = "该在出生的医疗机构签发: {place}。记错了的先更正"
    return tr(words, place=place) if place else None


def _no_newborn(page: PersonPage) -> str:
    """Where the certificate of somebody's child is issued from."""
    if unmade(page):
        return tr("先给新生儿“建儿童档案”,再签发")
    if page.babies:
        return tr("这次生了几个,在“家人”里打开要签发的那个")
    if any(each.kin == "child" for each in page.relatives):
        return tr("在“家人”里打开孩子的页,再签发")
    return tr("还没有分娩记录") if page.open_card else tr("不在儿童名册里")


def nothing_to_correct(page: PersonPage) -> str | None:
    """A correction wants a card or a child."""
    return None if page.child or page.cards else tr("没有孕册或儿童资料")


def no_card_to_end(page: PersonPage) -> str | None:
    """Only a card that is not closed is ended."""
    if not_closed(page):
        return None
    return tr(CHILD) if page.child else tr("没有未结案的孕册")


def unmade(page: PersonPage) -> list[int]:
    """The live-born babies of her newest delivery that are no children yet."""
    babies = page.last_delivered.newborns if page.last_delivered else ()
    return [b.id for b in babies if b.values["outcome"] == LIVE and b.child_id is None]


def not_to_edit(page: PersonPage, event: Event | None, may: Callable[[str], bool]) -> str | None:
    """Why the selected event is not corrected here."""
    kind = KINDS.get(event.table) if event is not None else None
    if kind is not None and not may(kind.reads):
        return tr("内容只有专管人员能看、能更正")
    own = {APPLICATIONS: "certificates.read", ISSUES: "stock.read"}
    needed = own.get(event.table, "records.write") if event is not None else "records.write"
    if not may(kind.writes if kind else needed):
        return tr("你没有这项权限,请找管理员")
    return None if page.events else tr("还没有记录")


def no_new_card(page: PersonPage) -> str | None:
    """Who gets no card, and who has one."""
    if page.person.sex == "1":
        return tr("男性不建孕册")
    if page.child:
        return tr("儿童不建孕册")
    return tr("她已有一张在孕的孕册") if page.open_card else None
