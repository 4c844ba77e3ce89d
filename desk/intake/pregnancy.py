"""The pregnancy register: women, cards, antenatal contacts, deliveries, visits after birth.

The babies of a register are kept as newborns of their deliveries and are not made children here.
A register names no baby, and the children of the same births stand by name in the child register,
which shares no number with it: children made from both would be counted twice in every rate. The
book of children is the child register; a newborn whose mother and birth date agree with one of its
children is joined to that child (``newborns``), and any other can be made a child at the desk.
"""

from collections import defaultdict
from collections.abc import Sequence

from desk.intake.matching import People, compatible, days_apart
from desk.intake.newborns import join_newborns
from desk.intake.pregnancy_draft import Case, Draft, draft_of
from desk.intake.pregnancy_events import reach_state, take_events
from desk.intake.report import Row
from desk.intake.work import Work, spot
from desk.notice_view import answer_all
from desk.settling import NOT_CLOSED, settle
from models.people import Person, PersonData
from models.pregnancy import FROM_LEDGER, Pregnancy, PregnancyData
from rules.fields import field_specs

SAME_DAYS = 30  # LMPs this close are one pregnancy
LONGEST_DAYS = 310
_CARD = field_specs(PregnancyData)


def take_pregnancies(work: Work, rows: Sequence[Row]) -> None:
    """Rows of a pregnancy register."""
    drafts = work.drafts(rows, lambda row: draft_of(work, row))
    women = _Women(work, [draft for _, draft in drafts])
    mothers = [women.mother(row, draft) for row, draft in drafts]
    work.session.flush()
    cases = [
        Case(row, draft, women.pregnancy(row, draft, mother))
        for (row, draft), mother in zip(drafts, mothers, strict=True)
    ]
    for case in cases:
        reach_state(work, case)
    work.session.flush()
    answer_all(work.session, (case.pregnancy for case in cases))
    take_events(work, cases)
    join_newborns(work, {case.pregnancy.mother_id for case in cases})
    for case in cases:  # a closed card keeps what the register says of it
        if case.pregnancy.state in NOT_CLOSED and spot(case.row) in work.changed:
            settle(work.session, work.desk, case.pregnancy)


class _Women:
    """The women of some rows and their pregnancies, known and new."""

    def __init__(self, work: Work, drafts: Sequence[Draft]) -> None:
        self.work = work
        self.people = People(
            work,
            [draft.mother.id_no for draft in drafts],
            [(draft.mother.name, draft.mother.birth_date) for draft in drafts],
            [draft.mother.name for draft in drafts if not draft.mother.birth_date],
        )
        self.cards: defaultdict[int, list[Pregnancy]] = defaultdict(list)
        self.unnumbered: list[tuple[Person, PregnancyData]] = []
        for pregnancy in work.fetch(
            Pregnancy, "mother_id", [person.id for person in self.people.all]
        ):
            self.cards[pregnancy.mother_id].append(pregnancy)

    def mother(self, row: Row, draft: Draft) -> Person:
        """The woman of a row: known by number, by name and birth date, or by her card."""
        data = draft.mother
        person = self.people.find(data) or self._by_card(data, draft.card)
        if person is None:
            person = Person(centre=self.work.centre, **data.model_dump())
            self.people.add(self.work.add(row, person))
        else:
            moved = person.village_id not in {None, data.village_id}
            skip = ["group_no"] if moved else []
            if person.address:
                skip.append("address")  # the village's name says less than what somebody wrote
            self.work.fill(row, person, data, *skip)
            self.people.learn(person, data.id_no)
        if not person.id_no:
            self.unnumbered.append((person, draft.card))
        return person

    def _by_card(self, data: PersonData, card: PregnancyData) -> Person | None:
        """A register gives a woman without a number no birth date; her card tells who she is."""
        for person in self.people.named(data.name, data.id_no, data.sex):
            cards = self.cards[person.id] if person.id else []
            if compatible(person.birth_date, data.birth_date) and any(
                _same_card(kept, card) for kept in cards
            ):
                return person
        for person, kept in self.unnumbered:
            if person.name == data.name and _same_card(kept, card):
                return person
        return None

    def pregnancy(self, row: Row, draft: Draft, mother: Person) -> Pregnancy:
        """The pregnancy of a row: the one of her card, else a new one."""
        mother_id = mother.id or 0
        known = self.cards[mother_id]
        kept = next((one for one in known if _same_pregnancy(one, draft.card)), None)
        if kept:
            basis_known = kept.lmp is not None
            against = _contradictions(kept, draft.card)
            for name in against:
                self.work.clash(row, _CARD[name], None, getattr(draft.card, name))
            self.work.fill(row, kept, draft.card, "lmp_basis", *OF_RISK, *against)
            if kept.lmp and not basis_known:
                kept.lmp_basis = draft.card.lmp_basis
            return kept
        for other in known:
            if other.state == "ongoing":
                self.work.find(
                    row,
                    "OLDER_ONGOING",
                    "另有未结案的孕册 {card}(建册 {day}),请核对是否结案",
                    card=other.card_no or "",
                    day=other.booked_on.isoformat() if other.booked_on else "",
                )
        values = draft.card.model_dump() | {"source": FROM_LEDGER}
        new = Pregnancy(centre=self.work.centre, mother_id=mother_id, **values)
        if draft.card.card_no:
            self.work.reindex(mother)
        known.append(self.work.add(row, new))
        return new


OF_RISK = ("risk_colours", "risk_factors")  # derived; what a register tells is an assessment


def _contradictions(kept: Pregnancy, card: PregnancyData) -> list[str]:
    """Fields still empty whose value would not go with what is kept beside them."""
    values = {name: getattr(kept, name) or getattr(card, name) for name in ("lmp", "booked_on")}
    for name in ("gravida", "para"):
        ours = getattr(kept, name)
        values[name] = getattr(card, name) if ours is None else ours
    wrong = [
        (low, high)
        for low, high in (("para", "gravida"), ("lmp", "booked_on"))
        if None not in {values[low], values[high]} and values[low] > values[high]
    ]
    return [name for pair in wrong for name in pair if getattr(kept, name) is None]


def _same_card(kept: Pregnancy | PregnancyData, card: PregnancyData) -> bool:
    """Whether a card of a woman of the same name is this one."""
    if kept.card_no and card.card_no:
        return kept.card_no == card.card_no
    return (
        (kept.lmp, kept.edd) == (card.lmp, card.edd)
        and kept.husband_name == card.husband_name
        and bool(card.lmp or card.edd)
    )


def _same_pregnancy(kept: Pregnancy, card: PregnancyData) -> bool:
    """Whether two cards of one woman are of one pregnancy.

    The LMP decides, without it the due date, without either the day of booking. One card number
    decides as long as the dates could still be of one pregnancy.
    """
    apart = days_apart(kept.lmp, card.lmp)
    if apart is None:
        apart = days_apart(kept.edd, card.edd)
    same_number = bool(card.card_no) and kept.card_no == card.card_no
    if apart is None:
        other_number = bool(card.card_no and kept.card_no) and not same_number
        return same_number or (not other_number and kept.booked_on == card.booked_on)
    return apart <= SAME_DAYS or (same_number and apart <= LONGEST_DAYS)
