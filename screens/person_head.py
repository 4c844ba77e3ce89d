"""The head of a person's page: who it is, the family, where things stand, the menu of digits."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from desk.person_page import PersonPage, Relative
from desk.pregnancy import END_FIELDS
from desk.prenatal import windows_of
from desk.visits import visits_of
from rules.dates import completed_months
from rules.prenatal import Standing
from rules.schedule import CONTACT_NAMES
from rules.visits import Status
from screens.risk_words import clock_span, standing_cell
from screens.words import KIN, SEXES, STATES
from tui.actions import Action
from tui.draw import Line, Lines, Span, rule
from tui.language import tr
from tui.width import cells_of, cut

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView
    from desk.referral import Unanswered
    from desk.report import ReportView

VISIT_ROLES = {Status.DUE: "key", Status.MISSED: "doubt", Status.NOT_ASKED: "dim"}
TOLD_IN_MONTHS = 36  # the age until which months say more than years
MenuItems = list[tuple[str, Action, bool]]


class Head(Lines):
    """The lines above the events."""

    def __init__(self, menu: Callable[[], MenuItems]) -> None:
        super().__init__()
        self.today = date.min  # shows nobody yet
        self._menu = menu
        self._page: PersonPage | None = None

    def show(self, page: PersonPage, today: date) -> None:
        """Show a person; the height follows the lines."""
        self._page, self.today = page, today
        self.styles.height = len(self.paint(self.size.width, 0))
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  as many as needed
        """Who, numbers, family, state, menu."""
        if self._page is None:
            return [((tr("正在读取…"), "dim"),)]
        page = self._page
        lines: list[Line] = [
            ((page.person.name, "key"), ("  ", "text"), *who_line(page, self.today)),
            numbers_line(page),
        ]
        if page.relatives:
            words = "  ".join(kin_words(one) for one in page.relatives)
            lines.append(((cut(words, width), "text"),))
        for card in page.cards[:1]:
            lines += [card_line(card), *visits_line(card, self.today)]
            lines += windows_line(card, self.today)
        lines += [report_line(each) for each in page.reports if each.values["reported_on"] is None]
        lines += [
            referral_line(each, self.today, width)
            for each in page.waiting
            if each.due_on < self.today
        ]
        if page.child:
            lines.append(child_line(page))
        return [
            *lines,
            ((rule(width), "rule"),),
            *menu_lines(self._menu(), width),
            ((rule(width), "rule"),),
        ]


def menu_lines(items: MenuItems, width: int) -> list[Line]:
    """What the digits of a page do; what cannot be done now is dim."""
    lines: list[list[Span]] = [[]]
    used = 0
    for digit, action, can in items:
        words = tr(action.label)
        cells = cells_of(words) + 4
        if used + cells - 2 > width:  # nothing follows the last
            lines.append([])
            used = 0
        used += cells
        lines[-1] += [
            ("  " if lines[-1] else "", "text"),
            (digit, "key" if can else "dim"),
            (f" {words}", "text" if can else "dim"),
        ]
    return [tuple(line) for line in lines]


def who_line(page: PersonPage, today: date) -> Line:
    """Sex, birth date, age, village, and whether she moved away or died."""
    person = page.person
    age = age_words(person.birth_date, today)
    group = person.values["group_no"]
    place = person.village + (tr("{group}组", group=group) if group else "")
    words = (tr(SEXES.get(person.sex, "")), str(person.birth_date or ""), age, place)
    rest = "  ".join(word for word in words if word)
    gone = person.values["moved_out_on"]
    left: tuple[Span, ...] = ((tr("  {day} 迁出", day=gone), "doubt"),) if gone else ()
    died = person.values["died_on"]
    dead: tuple[Span, ...] = ((tr("  {day} 死亡", day=died), "error"),) if died else ()
    return ((rest, "text"), *left, *dead)


def numbers_line(page: PersonPage) -> Line:
    """The identity number and the phones."""
    values = page.person.values
    number = values["id_no"] or tr("未填")
    phones = " ".join(values["phones"]) or tr("未填")
    return ((tr("身份证 {number}  电话 {phones}", number=number, phones=phones), "text"),)


def kin_words(one: Relative) -> str:
    """A relative: kin, name, birth date."""
    return f"{tr(KIN[one.kin])} {one.name} {one.birth_date or ''}".rstrip()


def age_words(born: date | None, today: date) -> str:
    """An age as the desk says it: days, then months, then years."""
    if born is None or born > today:
        return ""
    months = completed_months(born, today)
    if months < 1:
        return tr("{days} 天", days=(today - born).days)
    if months < TOLD_IN_MONTHS:
        return tr("{months} 月龄", months=months)
    return tr("{age}岁", age=months // 12)


def card_line(card: "CardView") -> Line:
    """Where a pregnancy stands, and its risk."""
    values = card.values
    words = [tr("孕册 {number}", number=values["card_no"] or tr("未编号")), tr(STATES[card.state])]
    ended = END_FIELDS["end_reason"].choice(card.end_reason or "")
    if ended:
        words.append(f"{card.ended_on or ''} {tr(ended.label)}".strip())
    if card.gestation:
        words.append(tr("孕{weeks}", weeks=card.gestation))
    if values["edd"] and card.state == "ongoing":
        words.append(tr("预产期{day}", day=values["edd"]))
    if values["gravida"] is not None:
        words.append(tr("孕{gravida}产{para}", gravida=values["gravida"], para=values["para"] or 0))
    line: list[Span] = [("  ".join(words), "text")]
    risk = standing_cell(values["risk_colours"], positive=bool(values["risk_factors"]))
    if risk.text:
        line += [(f"  {tr('风险')} ", "text"), (risk.text, risk.role)]
    if values["risk_factors"]:
        line.append((f"  {values['risk_factors']}", "text"))
    return tuple(line)


def report_line(report: "ReportView") -> Line:
    """What must still be reported, and how long there is left."""
    due = f"{report.due_at:%m-%d %H:%M}"
    words = tr("待上报: {what}  限 {due}  ", what=tr(report.name), due=due)
    return ((words, "error"), clock_span(report))


def referral_line(waiting: "Unanswered", today: date, width: int) -> Line:
    """A referral whose result should be known by now, and how late it is."""
    late = tr("逾期{days}天", days=(today - waiting.due_on).days)
    sent = waiting.referral.values
    words = f"{tr('转诊结果')}  {late}  {sent['place'] or ''} {sent['reason']}"
    return ((cut(words, width), "error"),)


def visits_line(card: "CardView", today: date) -> list[Line]:
    """The five antenatal contacts by number, each with its state; none without a due date."""
    found: list[Span] = [(tr("产检"), "text")]
    for visit in visits_of(card, today):
        words = f"  {visit.number} {tr(str(visit.status))}"
        found.append((words, VISIT_ROLES.get(visit.status, "text")))
    return [tuple(found)] if len(found) > 1 else []


def windows_line(card: "CardView", today: date) -> list[Line]:
    """The prenatal screenings whose window is open and that were neither done nor refused."""
    found = [w for w in windows_of(card, today) if w.standing is Standing.OPEN]
    if not found:
        return []
    words = "  ".join(
        tr("{test} 到{day}", test=tr(w.screening.name), day=f"{w.closes:%m-%d}") for w in found
    )
    return [((f"{tr('可做筛查')}  {words}", "dim"),)]


def child_line(page: PersonPage) -> Line:
    """The certificate, what is due, and what is special."""
    child = page.child
    if child is None:
        return ()
    number = child.values["cert_no"] or tr("未签发")
    words = [f"{tr('出生证 {number}', number=number)} {tr(page.certificate)}".rstrip()]
    if child.next_contact:
        words.append(tr("现在该做: {what}", what=tr(CONTACT_NAMES[child.next_contact])))
    if child.values["high_risk"]:
        words.append(tr("高危: {why}", why=child.values["high_risk"]))
    return (("  ".join(words), "text"),)
