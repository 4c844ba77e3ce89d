"""What a correction moves, old beside new, and whether it is kept."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.preview import preview
from screens.compare import Compare
from screens.correct import Correction
from tui.language import told, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.context import Desk
    from desk.pregnancy_view import CardView
    from desk.preview import Move
    from rules.why import Why

MOST = 14  # lines that fit 24 with the question and the answers


class Moving(Correction):
    """A correction that shows what it moves before it is kept, when one of ``MOVERS`` changes."""

    MOVERS: ClassVar[tuple[str, ...]]

    def corrected(self, values: dict[str, Any], doubts: list[str], desk: "Desk") -> "CardView":
        """The verb that corrects, at a desk."""
        raise NotImplementedError

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """Tried first; what moves is shown, and kept when that is wanted."""
        now = self.over(values)
        if self.saving or all(now[name] == self.before[name] for name in self.MOVERS):
            super().submit(values, doubts)
            return

        def shown(moved: "tuple[Move, ...]") -> None:
            save = partial(super(Moving, self).submit, values, doubts)
            self.app.push_screen(moving(moved), lambda digit: save() if digit == "1" else None)

        card_id = int(self.record.partition("/")[0])
        job = partial(preview, self.desk, card_id, partial(self.corrected, values, doubts))
        self.work(job, shown, group="preview", refused=self.decide)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> "CardView":
        """The record over the versions that were read."""
        return self.corrected(values, doubts, self.desk)


def moving(moves: "Sequence[Move]") -> Compare:
    """The window; more than fits is counted."""
    rows = [(_words(move.what), _words(move.old), _words(move.new)) for move in moves[:MOST]]
    question = tr("改了以后这些会变,保存吗?") if moves else tr("别的日期和颜色都不变,保存吗?")
    if len(moves) > MOST:
        question = tr("改了以后有 {count} 处会变,先列前面的,保存吗?", count=len(moves))
    answers = [("1", tr("保存")), ("2", tr("回去再改"))]
    return Compare(question, (tr("原来"), tr("改后")), rows, answers)


def _words(why: "Why | None") -> str:
    return told(why.template, why.params) if why else "-"
