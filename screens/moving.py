"""What a correction moves, old beside new, and whether it is kept."""

from typing import TYPE_CHECKING

from screens.compare import Compare
from tui.language import told, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.preview import Move
    from rules.why import Why

MOST = 14  # lines that fit 24 with the question and the answers


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
