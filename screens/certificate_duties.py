"""Lines of Today about certificates: what waits, and the page that settles it."""

from datetime import date
from typing import TYPE_CHECKING

from screens.words import day_or_month
from tui.language import tr
from tui.lists import Cell, Row

if TYPE_CHECKING:
    from desk.certificate_duties import Duty
    from screens.page import Page

# The page that settles a duty, by its code.
OPENS = {
    "loss": "losses",
    "void_red": "voids",
    "review": "applications",
    "left": "applications",
    "seal": "seals",
    "issue": "applications",
    "short": "blanks",
    "loss_open": "losses",
    "collect": "collect",
    "unsettled": "blank_counts",
    "count": "blank_counts",
    "low": "blanks",
    "retire": "blanks",
    "report": "certificate_table",
    "plan": "blank_plans",
    "hand_up": "voids",
    "void_amber": "voids",
}


def duty_row(place: int, duty: "Duty", today: date) -> Row:
    """As a line among the people's: the number in the name's place, where it is about one."""
    late = Cell(tr("{days}天", days=duty.days_late), "red") if duty.days_late else ""
    closes = day_or_month(duty.closes, today) if duty.closes else ""
    role = "error" if duty.urgent else "text"
    cells = (duty.number or tr("出生证"), Cell(duty_words(duty), role), closes, late, "", "")
    return Row((place, duty.code), cells, duty)


def duty_words(duty: "Duty") -> str:
    """What waits, and how many or how much."""
    return f"{tr(duty.name)} {duty.value}".rstrip()


def open_duty(page: "Page", duty: "Duty") -> None:
    """The page where it can be settled; the yearly report's is that of its year."""
    of_year = (duty.closes.year - 1,) if duty.code == "report" and duty.closes else ()
    page.app.push_screen(page.app.page(OPENS[duty.code], *of_year))
