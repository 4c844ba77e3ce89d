"""The ends of a range of numbers in a form: the second may be typed by its last digits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rules.certificate import number_range
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from rules.number_lists import whole_number
from screens.form_page import FormPage
from tui.language import tr

HELP = "整个编号,或只打后几位,前面的同起始编号"


def last_digits(spec: FieldSpec, words: str = HELP) -> FieldSpec:
    """The field of a last number, which takes its last digits too."""
    return replace(spec, kind=Kind.TEXT, help=words)


class RangePage(FormPage):
    """A form with a range, from ``FIRST`` to ``last``."""

    FIRST: ClassVar[str] = "first"

    def changed(self, name: str, value: Any) -> None:
        """The last number in full where its last digits were typed."""
        whole = self.whole({**self.form.values, name: value}).get("last")
        if name == "last" and whole and whole != value:
            self.form.set_value("last", whole)

    @classmethod
    def whole(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with the last number in full; as typed where it cannot be one."""
        first, last = values.get(cls.FIRST), values.get("last")
        try:
            return {**values, "last": whole_number(last, first or "") if last else None}
        except RuleError:
            return dict(values)

    @classmethod
    def count(cls, values: Mapping[str, Any]) -> int | None:
        """How many there are from the first to the last; None while they make no range."""
        whole = cls.whole(values)
        try:
            return number_range(whole.get(cls.FIRST) or "", whole.get("last") or "").count
        except ValueError:
            return None

    @classmethod
    def how_many(cls, last: str, values: Mapping[str, Any]) -> str:
        """The count as the echo of the last number."""
        count = cls.count({**values, "last": last})
        return tr("共 {count} 枚", count=count) if count else ""
