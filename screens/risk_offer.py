"""After a record that changes what speaks for a risk: the assessment is offered at once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desk.risk import RiskView, risk_of
from rules.risk import Factor
from screens.page import Page
from screens.risk_words import factors_words
from tui.dialogs import Ask
from tui.language import tr

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView
    from screens.main import MchDesk


Changed = tuple[tuple[Factor, ...], tuple[Factor, ...]]  # items that are new, and gone
UNDER_CARE = ("ongoing", "delivered")
CORRECTED = "已更正,原来的值留在历史里"
# Kinds whose values tick items of the risk table, or are what was ticked.
TICKING = frozenset(
    {"first_exams", "risk_assessments", "risk_followups", "infection_tests", "infection_cases"}
)


def saved_then_offered(page: Page, card: "CardView", words: str, opens: str = "") -> None:
    """Leave a form that is saved, say so, and ask whether to assess again if its items changed.

    Args:
        page: the form's page.
        card: the card as it was saved.
        words: what is said on the page beneath.
        opens: a form that comes next, beneath the question.
    """
    page.work(partial(risk_of, page.desk, card.id), partial(_offer, page, card.state, words, opens))


def _offer(page: Page, state: str, words: str, opens: str, risk: RiskView) -> None:
    app, record = page.app, str(risk.card_id)
    page.leave()
    app.say(words, "good")
    if opens:
        app.open_form(opens, record)
    if state not in UNDER_CARE or not app.may("records.write") or not (risk.new or risk.gone):
        return
    put_off: dict[int, Changed] = app.memory.setdefault("assessments put off", {})
    changed = risk.new, risk.gone
    if put_off.get(risk.card_id) == changed:  # it was answered "later", and nothing came since
        return

    def answered(digit: str | None) -> None:
        if digit == "1":
            app.open_form("risk", record)
        else:
            put_off[risk.card_id] = changed

    choices = [("1", tr("现在评估")), ("2", tr("以后"))]
    ask_next(app, Ask(changed_words(risk), choices), answered)


def ask_next(app: "MchDesk", ask: Ask, answered: Callable[[str | None], None]) -> None:
    """A question on the page beneath a form that has just been left.

    The app asks it: a page that is gone would not hear the answer.
    """
    app.call_later(app.push_screen, ask, answered)


def changed_words(risk: RiskView) -> str:
    """What changed since the last assessment, as a question."""
    new, gone = factors_words(risk.new), factors_words(risk.gone)
    parts = [
        tr("新出现: {what}", what=new) if new else "",
        tr("不再有: {what}", what=gone) if gone else "",
    ]
    what = ";".join(part for part in parts if part)
    return tr("风险因素有变化。{what}。要重新评估吗?", what=what)
