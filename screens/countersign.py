"""Another person signs at this desk: who, by digit, and their password.

::

    class VoidPage(Countersigned, Page):
        def action_unvoid(self):
            self.countersign("certificates.review", tr("撤销作废"), self._signed)

        def _signed(self, hand: Hand): ...   # work(partial(unvoid, self.desk, …, second=hand))
"""

from collections.abc import Callable

from desk.context import Hand
from screens.page import Page


class Countersigned(Page):
    """A page some acts of which take a second person."""

    def countersign(self, permission: str, words: str, then: Callable[[Hand], None]) -> None:
        """Have another person sign for an act.

        Args:
            permission: what they need, see ``desk.context.PERMISSIONS``.
            words: the act, as the window is headed.
            then: gets the second person, on the page.
        """
        raise NotImplementedError
