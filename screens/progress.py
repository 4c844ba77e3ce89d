"""Long work with a bar: Esc asks it to stop, and what was stopped has changed nothing."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from rules.errors import RuleError
from tui.dialogs import Progress
from tui.language import tr

if TYPE_CHECKING:
    from screens.page import Page

Result = TypeVar("Result")
Told = Callable[[int, int], bool]
OFTEN = 0.1  # seconds between two drawings of the bar; a slow line gets no flood


def run_with_progress(
    page: "Page",
    words: str,
    job: Callable[[Told], Result],
    then: Callable[[Result], None],
    refused: Callable[[RuleError], None] | None = None,
) -> None:
    """Run ``job(progress)`` in a thread under a bar; ``then`` gets its result.

    A job that was stopped raises its own error; the page only says that it was stopped.
    """
    bar = Progress(words)
    last = 0.0

    def told(done: int, total: int) -> bool:
        nonlocal last
        now = time.monotonic()
        if now - last > OFTEN or done >= total:
            last = now
            page.app.call_later(bar.show, done, total)
        return not bar.cancelled

    def ready(result: Result) -> None:
        bar.dismiss(True)  # noqa: FBT003  a Progress is dismissed with whether it was done
        then(result)

    def ended(error: RuleError) -> None:
        bar.dismiss(False)  # noqa: FBT003  as above
        if bar.cancelled:
            page.say(tr("已停下,什么都没有改变"), "doubt")
        else:
            (refused or page.refused)(error)

    page.app.push_screen(bar)
    page.work(lambda: job(told), ready, group="long", refused=ended)
