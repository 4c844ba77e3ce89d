"""What was typed and not saved before: offered once, after signing in."""

from typing import TYPE_CHECKING

from tui.dialogs import Ask
from tui.language import tr

if TYPE_CHECKING:
    from screens.page import Page
    from tui.drafts import Draft


def title_of(draft: "Draft") -> str:
    """Which form it is of, and whose."""
    return " ".join(part for part in (draft.title, draft.texts.get("name")) if part)


def offer_drafts(page: "Page") -> None:
    """Ask about the newest draft: go on, throw away, or leave for later."""
    app = page.app
    drafts = app.drafts.list() if app.offer_drafts else []
    app.offer_drafts = False
    if not drafts:
        return
    draft = drafts[0]

    def answered(digit: str | None) -> None:
        if digit == "1":
            name, _, record = draft.key.partition(":")
            app.open_form(name, record, draft)
        elif digit == "2":
            app.drafts.drop(draft.key)
            app.offer_drafts = True
            offer_drafts(page)

    more = tr(",另有 {count} 份", count=len(drafts) - 1) if len(drafts) > 1 else ""
    question = tr("有未保存的草稿: {title}{more}", title=title_of(draft), more=more)
    choices = [("1", tr("继续填")), ("2", tr("丢弃这份")), ("3", tr("以后再说"))]
    app.push_screen(Ask(question, choices), answered)
