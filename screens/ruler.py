"""The ruler: whether this terminal draws some characters one cell wide or two."""

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.actions import PALETTE
from tui.dialogs import Ask, Panel
from tui.draw import Line, paragraph
from tui.language import tr

if TYPE_CHECKING:
    from screens.main import MchDesk

MARKS = "─·×…℃①“”—" * 2  # each of ambiguous width
PLAIN = f"|{'-' * len(MARKS)}|"
SAMPLE = f"|{MARKS}|"


class Ruler(Ask):
    """Two lines, one beneath the other: whether their right ends stand in line tells the width.

    The answer is the width, or None. The second line is drawn once more past everything that
    believes to know how wide it is: straight to the terminal, from one bar to the other.
    """

    app: "MchDesk"

    def __init__(self) -> None:
        super().__init__(
            tr("下面两行,右头的竖线 | 上下对齐吗?"),
            [("1", tr("是,对齐了")), ("2", tr("否,第二行伸出去了"))],
        )

    def asked(self, width: int) -> list[Line]:
        """The question, why one is asked, the two lines."""
        why = tr(
            "请按 1 或 2。Esc 先不管,以后按 {key} 找“量字宽”。",
            key=self.app.key_map.first(PALETTE),
        )
        told = (tr("各种终端画的字宽窄不一,看准了,表格才不会歪。"), why)
        reason = [line for words in told for line in paragraph(words, "dim", width)]
        return [*super().asked(width), *reason, (), ((PLAIN, "text"),), ((SAMPLE, "text"),)]

    def on_mount(self) -> None:
        """Draw when the page stands."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """The lines are elsewhere now."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        panel, driver = self.query_one(Panel), self.app._driver  # noqa: SLF001  past its output
        place = panel.place_of(SAMPLE)
        if driver is None or place is None:
            return
        # What was drawn for the width set until now may reach further than the terminal draws it.
        blank = " " * (self.app.size.width - place.x)
        there = f"\x1b[m\x1b[{place.y + 1};{place.x + 1}H"
        drawn = "".join(
            there + Strip([Segment(words, panel.look["text"])]).render(self.app.console)
            for words in (blank, SAMPLE)
        )
        # The cursor and the pen are given back as they were: the output counts on both.
        driver.write(f"\x1b7{drawn}\x1b8")
        driver.flush()


def measure(app: "MchDesk") -> None:
    """Ask, put the answer to use and keep it; everything is drawn anew, the sample was not ours."""

    def answered(answer: str | None) -> None:
        if answer is not None:
            app.choices.of_terminal(ambiguous=int(answer))
        app.action_repaint()

    app.push_screen(Ruler(), answered)
