"""Opening the desk on a terminal; the front door has settled textual's environment by now."""

from datetime import date
from pathlib import Path

from desk.places import business_day
from tui.environment import Surroundings
from tui.language import set_language


def run(
    path: Path,
    *,
    today: date | None,
    user: str | None,
    language: str,
    surroundings: Surroundings,
) -> int:
    """The desk, until the person leaves it; the exit status.

    Args:
        path: the database; the first-run page opens when there is none.
        today: the business day, else today in China.
        user: the login to put into the sign-in page.
        language: "zh" or "en".
        surroundings: what the environment asks for.
    """
    from screens.main import MchDesk  # noqa: PLC0415  textual, only when a screen is wanted

    set_language(language)
    app = MchDesk(path, today or business_day(), user=user or "", surroundings=surroundings)
    app.run(mouse=False)
    return app.return_code or 0
