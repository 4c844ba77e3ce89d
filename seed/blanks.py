"""The stock room of certificate blanks: bundles, numbers, slips, a loss, counts and plans."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.certificate_register_names import TABLE
from rules.certificate import number_range
from rules.certificate_states import STOCK, check_act
from rules.number_lists import unbroken
from rules.periods import calendar_year
from seed import names
from seed.pregnancies import Values

BUNDLE, LOW, DRAWN_AT_ONCE = 50, 15, 10
DRAW, TRANSFER, RETURN, HAND_UP, DESTROY = "1", "2", "3", "5", "6"  # codes of SLIPS
_DAMAGED = "3"  # code of VOID_CAUSES
_KEPT_BADLY = "1"  # code of LOSS_CAUSES
_AWAY, _BACK = 5, 2  # blanks lent to the neighbours, and those they sent back
_SLIP_ACTS = {
    DRAW: "draw",
    TRANSFER: "transfer",
    RETURN: "return",
    HAND_UP: "hand_up",
    DESTROY: "destroy",
}
_PROVINCE = "99"  # never assigned
_LETTER_YEAR = 2023  # blanks printed in it begin with X


@dataclass(slots=True, kw_only=True)
class Move:
    """One line of a number's journal; what it belongs to by its place in the lists of the books."""

    number: str
    moved_on: date
    was: str
    becomes: str
    act: str
    cause: str | None = None
    reason: str | None = None
    by: str = "issuer"  # roles, as the demo's users are called
    second: str | None = None
    slip: int | None = None
    application: int | None = None


@dataclass(slots=True)
class Count:
    """A month-end count; ``lines`` are its differences: number and words."""

    values: Values
    on_books: int
    lines: list[tuple[str, str]]


@dataclass(slots=True)
class Books:
    """Receipts, the state of every number, its moves, and the papers of the stock room."""

    receipts: list[Values] = field(default_factory=list)
    receipt_of: dict[str, int] = field(default_factory=dict)  # place in ``receipts``
    states: dict[str, str] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    slips: list[Values] = field(default_factory=list)
    losses: list[tuple[str, Values]] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    plans: list[Values] = field(default_factory=list)
    reports: list[Values] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)  # in stock, in order
    desk: list[str] = field(default_factory=list)  # drawn to the issuing desk, in order
    short: bool = False  # whether the next bundle lacks a number

    @property
    def size(self) -> int:
        """How many records it makes."""
        lines = sum(len(count.lines) for count in self.counts)
        lists = (self.receipts, self.states, self.moves, self.slips, self.losses, self.counts)
        return sum(map(len, (*lists, self.plans, self.reports))) + lines

    def move(  # noqa: PLR0913  what a line of the journal says
        self,
        number: str,
        name: str,
        on: date,
        reason: str | None = None,
        *,
        cause: str | None = None,
        by: str = "issuer",
        second: str | None = None,
        slip: int | None = None,
        application: int | None = None,
    ) -> None:
        """Move a number as the state machine allows."""
        was = self.states.get(number, "")
        act = check_act(number, was, name)
        self.states[number] = act.becomes
        line = Move(number=number, moved_on=on, was=was, becomes=act.becomes, act=name)
        line.reason, line.cause, line.by, line.second = reason, cause, by, second
        line.slip, line.application = slip, application
        self.moves.append(line)

    def receive(self, on: date) -> None:
        """Count in a bundle of the county's."""
        letter = chr(min(ord("Z"), ord("X") + on.year - _LETTER_YEAR))
        serial = 1 + BUNDLE * len(self.receipts)
        first = f"{letter}{_PROVINCE}{serial:07}"
        bundle = number_range(first, f"{letter}{_PROVINCE}{serial + BUNDLE - 1:07}")
        missing = list(bundle)[-2] if self.short else None
        self.receipts.append(
            {
                "received_on": on,
                "first": bundle.first,
                "last": bundle.last,
                "count": bundle.count - self.short,
                "missing": missing,
                "supplier": names.COUNTY_MCH,
                "note_no": f"演妇出〔{on.year}〕{on.month}号",
                "carrier": names.USERS["clerk"],
                "received_by": names.USERS["issuer"],
                "checked_by": names.USERS["reviewer"],
            }
        )
        self.short = False
        for number in bundle:
            self.receipt_of[number] = len(self.receipts) - 1
            if number == missing:
                self.move(number, "miss", on)
            else:
                self.move(number, "receive", on)
                self.queue.append(number)

    def next_number(self, on: date) -> str:
        """The lowest number at the issuing desk, drawn or received first where needed."""
        self.at_desk(on)
        return self.desk.pop(0)

    def at_desk(self, on: date) -> None:
        """See that there are blanks at the issuing desk."""
        if not self.desk:
            drawn, self.queue = self.queue[:DRAWN_AT_ONCE], self.queue[DRAWN_AT_ONCE:]
            self.send(DRAW, drawn, on, done_at="08:30", receiver=names.MIDWIFE)
            self.desk += drawn
            if len(self.queue) < LOW:
                self.receive(on)

    def send(self, kind: str, numbers: list[str], on: date, **words: object) -> None:
        """Numbers that change hands with their slip."""
        ranges = unbroken(numbers)
        ends = {"first": ranges[0].first, "last": ranges[0].last} if len(ranges) == 1 else {}
        self.slips.append({"kind": kind, "done_on": on, "count": len(numbers), **ends, **words})
        for number in numbers:
            self.move(number, _SLIP_ACTS[kind], on, slip=len(self.slips) - 1)

    def _back(self, numbers: list[str]) -> None:
        """In stock again, each at its place in the order of use."""
        self.queue = sorted(self.queue + numbers, key=lambda one: (self.receipt_of[one], one))

    # --- what happens once in a story

    def turn_up(self, on: date) -> None:
        """What a bundle came short of has come after all."""
        late = [number for number, state in self.states.items() if state == "short"]
        for number in late:
            self.move(number, "turn_up", on, "县妇幼清点后补送", second="reviewer")
        self._back(late)

    def lend(self, on: date) -> None:
        """The neighbours run out of blanks and are helped, by the county's order."""
        lent, self.queue = self.queue[-_AWAY:], self.queue[:-_AWAY]
        people = {"carrier": names.USERS["clerk"], "receiver": names.NEIGHBOUR_ISSUER}
        self.send(TRANSFER, lent, on, done_at="10:20", partner=names.NEIGHBOUR, **people)

    def returned(self, on: date) -> None:
        """They send back what they did not use."""
        away = [number for number, state in self.states.items() if state == "transferred"]
        back = away[-_BACK:]
        people = {"carrier": names.NEIGHBOUR_ISSUER, "receiver": names.USERS["issuer"]}
        self.send(RETURN, back, on, done_at="15:10", partner=names.NEIGHBOUR, **people)
        self._back(back)

    def damage(self, on: date) -> None:
        """A drawn blank is spoilt."""
        self.at_desk(on)
        self.move(self.desk.pop(), "void", on, "茶水打湿", cause=_DAMAGED)

    def mistake(self, on: date) -> None:
        """A blank is voided that nothing was wrong with."""
        if self.desk:
            self.move(self.desk.pop(), "void", on, "登记为破损", cause=_DAMAGED)

    def mended(self, on: date) -> None:
        """Two people see that it is whole, and it is used again."""
        last = {move.number: move.reason for move in self.moves if move.act == "void"}
        found = [
            number
            for number, reason in last.items()
            if reason == "登记为破损" and self.states[number] == "void"
        ]
        for number in found:
            words = "两人核对,破损的是封套,证件完好"
            self.move(number, "unvoid", on, words, second="reviewer")
        self._back(found)

    def hand_up(self, on: date) -> None:
        """The voids in custody go up with their list."""
        void = [number for number, state in self.states.items() if state == "void"]
        if void:
            people = {"carrier": names.USERS["issuer"], "checked_by": names.USERS["reviewer"]}
            letter = {"partner": names.COUNTY_HEALTH, "letter_no": f"演卫废〔{on.year}〕1号"}
            self.send(HAND_UP, void, on, **people, **letter)

    def destroy(self, on: date) -> None:
        """What was handed up is destroyed before witnesses."""
        up = [number for number, state in self.states.items() if state == "handed_up"]
        if up:
            how = {"partner": names.COUNTY_HEALTH, "method": "粉碎", "place": names.COUNTY_HEALTH}
            self.send(DESTROY, up, on, witness=names.HEAD, **how)

    def count(self, on: date, missing: str | None = None) -> None:
        """The month-end count, with the one number that was not there."""
        on_books = sum(state in STOCK for state in self.states.values())
        values: Values = {
            "counted_on": on,
            "counted": on_books - (missing is not None),
            "counted_by": names.USERS["issuer"],
            "checked_by": names.USERS["reviewer"],
        }
        lines = [(missing, "抽屉、打印机旁都找过,按空白证遗失上报")] if missing else []
        self.counts.append(Count(values, on_books, lines))

    def lose(self, on: date, today: date) -> None:
        """A count finds a drawn blank gone; its report is filled in to the end."""
        number = self.desk.pop() if self.desk else None
        self.count(on, number)
        if number is None:
            return
        story = "月末盘点发现少一张,当天还在签发台抽屉里,经手人为签发人员"
        self.move(number, "lose", on, story, cause=_KEPT_BADLY)
        declared = on + timedelta(days=6)
        report: Values = {
            "found_on": on,
            "found_at": "16:40",
            "cause": _KEPT_BADLY,
            "story": story,
            "told_police_on": on,
            "police": f"演公(治)受字〔{on.year}〕31号",
            "reported_on": on,
            "reported_at": "17:25",
            "declared_on": declared if declared <= today else None,
            "newspaper": "演示日报",
            "for_unit": "县里通报,限期整改",
            "for_people": "经办人书面检查",
            "reviewer": names.USERS["reviewer"],
        }
        self.losses.append((number, report))

    def plan(self, on: date, births: int) -> None:
        """What the coming year needs: the births of this one and a twentieth."""
        asked = -(-births * 105 // 100)
        values = {"year": on.year + 1, "births": births, "asked": asked, "asked_on": on}
        self.plans.append(values)

    def report(self, on: date) -> None:
        """The county's table of the year before leaves."""
        period = calendar_year(on.year - 1).code
        self.reports.append(
            {"at": f"{on}T02:00:00+00:00", "registers": [TABLE], "period": period, "reason": TABLE}
        )
