"""A new password typed twice, unseen."""

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from tui.fields.parts import FormField
from tui.forms import Form

MOST = 60


def password_field(name: str, label: str) -> FormField:
    """A field that shows stars."""
    return FormField(name, FieldSpec(Kind.TEXT, label, max_length=MOST), secret=True)


def new_password(form: Form) -> str | None:
    """What was typed in the fields ``new`` and ``again``; None when they differ, which is told."""
    values = form.values
    if values["new"] == values["again"]:
        return values["new"] or ""
    form.set_value("again", None)
    differ = RuleError("DIFFERENT", "两次输入的口令不一样,请再输一次")
    form.show_problem("again", differ)
    return None
