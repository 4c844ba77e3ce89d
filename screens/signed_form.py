"""A form of an act that takes a second person, who signs once it is filled in."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from screens.countersign import Countersigned
from screens.form_page import FormPage
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Hand
    from tui.drafts import Draft


class SignedForm(Countersigned, FormPage):
    """Saved once the other person has signed; ``hand`` is that person."""

    SIGNS: ClassVar[str] = "certificates.review"  # what the other person may

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self.hand: Hand | None = None

    def needs_another(self) -> bool:
        """Whether another person has to sign."""
        return True

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """The other person first."""
        if not self.needs_another():
            super().submit(values, doubts)
            return
        then = partial(self._signed, values, doubts)
        self.countersign(self.SIGNS, f"{tr(self.HEADING)} {self.signed_for()}".rstrip(), then)

    def signed_for(self) -> str:
        """What stands behind the act in the heading of the other's window."""
        return ""

    def _signed(self, values: dict[str, Any], doubts: list[str], hand: "Hand") -> None:
        self.hand = hand
        super().submit(values, doubts)
