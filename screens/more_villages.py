"""The administrator's form for villages that are not on the township's list yet."""

from typing import Any

from desk.villages import VillageView, add_villages, villages
from rules.fields import FieldSpec, Kind
from screens.form_page import FormPage
from screens.village_names import how_many, names_in
from tui.fields.parts import FormField
from tui.language import listed, tr

NAMES = FieldSpec(
    Kind.LONG, "村名", required=True, max_length=2000, help="一行一个(Ctrl+J 换行),或用、隔开"
)


class MoreVillagesPage(FormPage):
    """One village a line; those already there are left as they are."""

    HEADING = "加村"
    NAME = "villages"

    def __init__(self, record: str = "new", draft: Any = None) -> None:
        super().__init__(record, draft)
        self._known: tuple[VillageView, ...] = ()

    def prepare(self) -> None:
        """The villages there are."""
        self._known = villages(self.desk)

    def fields(self) -> list[FormField]:
        """The names, under those that are there."""
        there = listed(village.name for village in self._known)
        words = tr("一行一个或用、隔开。已有: {names}", names=there or tr("没有"))
        return [FormField("names", NAMES, section=words, echo=how_many)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> int:  # noqa: ARG002  none here
        """Add those that are missing."""
        add_villages(self.desk, names_in(values["names"]))
        return len(villages(self.desk)) - len(self._known)

    def kept(self, result: int) -> None:
        """The next form reads the villages anew."""
        self.app.village_options = ()
        self.leave()
        self.app.say(tr("已加 {count} 个村", count=result), "good")
