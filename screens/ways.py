"""The ways through the desk: its pages by name, and the actions that lead to them from anywhere."""

from collections.abc import Hashable
from importlib import import_module
from typing import TYPE_CHECKING

from screens.desks import FORMS, PAGES
from screens.page import Page
from tui.app import DeskApp
from tui.drafts import Draft
from tui.forms import Form
from tui.lists import RecordList
from tui.page import DeskScreen

if TYPE_CHECKING:
    from desk.context import Desk
    from screens.find import FindPage

HOME = 2  # textual's blank screen, then the home page


class Ways(DeskApp):
    """An app whose pages open by name."""

    signed_in: "Desk | None" = None
    switched_off: frozenset[str] = frozenset()  # pages and forms the house rules have given up

    def page(self, name: str, *arguments: object) -> Page:
        """A page by name."""
        module, kind = (PAGES | FORMS)[name]
        page: Page = getattr(import_module(module), kind)(*arguments)
        return page

    def leave_all(self) -> None:
        """Back to the home page."""
        while len(self.screen_stack) > HOME:
            self.pop_screen()

    def go(self, name: str) -> None:
        """Open a desk from wherever one is."""
        if self.signed_in is None:
            return
        self.leave_all()
        if name != "today":
            self.push_screen(self.page(name))

    def open_person(self, person_id: int) -> None:
        """A person's page on top of where one is."""
        self.push_screen(self.page("person", person_id))

    def point(self, identity: Hashable) -> None:
        """The list in front stands on the row just saved when it is read anew."""
        for records in self.screen.query(RecordList):
            records.seek(identity)

    def open_form(self, name: str, record: str = "new", draft: Draft | None = None) -> None:
        """A form on top of where one is."""
        self.push_screen(self.page(name, record, draft))

    def reword(self) -> None:
        """The language, the borders or the keys are others: every open page says so."""
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.reword()

    def action_find(self) -> None:
        """Find anyone: on the page beneath from which one came here, else on a new one."""
        if self.signed_in is None:
            return
        page = self._find_beneath()
        if page is None:
            self.push_screen(self.page("find"))
            return
        while self.screen is not page:
            self.pop_screen()
        page.action_find()

    def _find_beneath(self) -> "FindPage | None":
        """The find page beneath, unless there is a form to come back to above it."""
        from screens.find import FindPage  # noqa: PLC0415  it imports pages, which import this

        for screen in reversed(self.screen_stack):
            if isinstance(screen, FindPage):
                return screen
            if screen.query(Form):
                return None
        return None

    def action_today(self) -> None:
        """The home page."""
        self.go("today")

    def action_pregnancies(self) -> None:
        """The pregnancy list."""
        self.go("pregnancies")

    def action_children(self) -> None:
        """The list of children."""
        self.go("children")

    def action_certificates(self) -> None:
        """Certificates."""
        self.go("certificates")

    def action_supervision(self) -> None:
        """Supervision."""
        self.go("supervision")

    def action_indicators(self) -> None:
        """Indicators."""
        self.go("indicators")

    def action_ledgers(self) -> None:
        """Ledgers in and out."""
        self.go("ledgers")

    def action_infections(self) -> None:
        """Who is infected with what, for who is permitted."""
        self.go("infections")

    def action_folic(self) -> None:
        """The folic-acid programme."""
        self.go("folic")

    def action_subsidies(self) -> None:
        """The delivery subsidies."""
        self.go("subsidies")

    def action_seals(self) -> None:
        """What waits for the seal."""
        self.go("seals")

    def action_collect(self) -> None:
        """What waits to be collected."""
        self.go("collect")

    def action_applications(self) -> None:
        """Applications on their way."""
        self.go("applications")

    def action_blanks(self) -> None:
        """The stock room."""
        self.go("blanks")

    def action_blank_counts(self) -> None:
        """Counts of the stock."""
        self.go("blank_counts")

    def action_blank_plans(self) -> None:
        """How many blanks a year needs."""
        self.go("blank_plans")

    def action_voids(self) -> None:
        """Void certificates in the cupboard."""
        self.go("voids")

    def action_losses(self) -> None:
        """Lost blanks."""
        self.go("losses")

    def action_certificate_table(self) -> None:
        """The county's table of certificates."""
        self.go("certificate_table")

    def action_certificate_registers(self) -> None:
        """The registers of certificates for print."""
        self.go("certificate_registers")

    def action_delegations(self) -> None:
        """Who substitutes for whom."""
        self.go("delegations")

    def action_house_rules(self) -> None:
        """The centre's own rules."""
        if self.signed_in is not None:
            self.open_form("house-rules", "all")

    def action_villages(self) -> None:
        """More villages."""
        if self.signed_in is not None:
            self.open_form("villages")

    def action_keyboard(self) -> None:
        """What keys arrive."""
        from screens.keyboard import KeyboardTest  # noqa: PLC0415  seldom wanted

        self.push_screen(KeyboardTest())

    def action_settings(self) -> None:
        """How the terminal draws and what the person prefers."""
        self.open_form("settings")
