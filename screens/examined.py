"""What a visit found: doubted where nothing was examined, why she is sent on where it is bad."""

from collections.abc import Collection, Mapping
from typing import Any

from rules.errors import RuleError
from tui.forms import Form

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
