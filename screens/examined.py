"""What a visit found: doubted where nothing was examined, told and sent on where it is bad."""

from collections.abc import Collection, Mapping
from typing import Any

from rules.antenatal import abnormal
from rules.bands import anaemia
from rules.errors import RuleError
from tui.forms import Form
from tui.language import tr

NOTHING_EXAMINED = "NOTHING_EXAMINED"
EXAMINED = "检查内容"  # how the journal names what was confirmed


def nothing_examined(
    values: Mapping[str, Any], began: Mapping[str, Any], about: Collection[str]
) -> dict[str, RuleError]:
    """A doubt at the form's last field while it holds no more than it began with.

    ``about`` are the fields that say when and by whom, not what was found.

    >>> began, about = {"uterus": "1"}, {"visited_on"}
    >>> nothing_examined({"visited_on": 1, "hb": None, "uterus": "1"}, began, about)
    {'uterus': RuleError('没有任何检查内容,仍保存吗?')}
    >>> nothing_examined({"visited_on": 1, "hb": 110, "uterus": "1"}, began, about)
    {}
    """
    found = any(
        value not in (None, [], "", began.get(name))
        for name, value in values.items()
        if name not in about
    )
    if found:
        return {}
    return {list(values)[-1]: RuleError(NOTHING_EXAMINED, "没有任何检查内容,仍保存吗?")}


def abnormal_words(values: Mapping[str, Any]) -> str:
    """What was measured beyond the usual, as it is written down; "" where all is well.

    >>> abnormal_words({"bp_sys": 165, "bp_dia": 112, "hb": 102, "fetal_heart": 140})
    '血压 165/112; 轻度贫血'
    """
    found = abnormal(values)
    words = {
        "bp_sys": tr(
            "血压 {high}/{low}", high=values.get("bp_sys") or "-", low=values.get("bp_dia") or "-"
        ),
        "hb": tr(anaemia(values.get("hb") or 0) or ""),
        "fetal_heart": tr("胎心率 {rate} 次/分", rate=values.get("fetal_heart")),
    }
    return "; ".join(told for name, told in words.items() if name in found)


class SentFor:
    """What was found is what she is sent on for, until another reason is typed."""

    def __init__(self) -> None:
        self._taken: str | None = None

    def changed(self, form: Form, name: str, value: Any) -> None:
        """The finding stands as the reason; that is shown once she is sent on."""
        if name != "finding":
            return
        if form.model.state("referral_reason").value in {None, "", self._taken}:
            form.set_value("referral_reason", value)
            self._taken = value
