"""Opening the desk on a terminal; the front door has settled textual's environment by now."""

import gc
from datetime import date
from pathlib import Path

from tui.environment import Surroundings


def run(
    path: Path,
    *,
    today: date | None,
    user: str | None,
    asked: str | None,
    surroundings: Surroundings,
) -> int:
    """The desk, until the person leaves it; the exit status.

    Args:
        path: the database; the first-run page opens when there is none.
        today: the business day, else today in China, past midnight too.
        user: the login to put into the sign-in page.
        asked: the language asked for, "zh" or "en", before what the user once chose.
        surroundings: what the environment asks for.
    """
    gc.disable()  # what the start makes stays: to look for garbage in it only costs time
    from screens.main import MchDesk  # noqa: PLC0415  textual, only when a screen is wanted

    app = MchDesk(path, today, user=user or "", asked=asked, surroundings=surroundings)
    return app.start(mouse=app.choices.terminal.mouse)
