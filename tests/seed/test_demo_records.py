"""The demo's records: possible, complete, and in agreement with each other."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Date, func, text
from sqlmodel import Session, col, select

from desk.context import Desk
from desk.people import find
from desk.safekeeping import check
from desk.stock import stock
from models.antenatal import AntenatalContact
from models.audit import AuditEntry, broken_links
from models.base import Record
from models.blanks import Blank
from models.certificate import Issue
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.engine import Store
from models.people import Person
from models.pregnancy import Pregnancy
from models.supervision import SupervisionVisit
from rules.identity import parse_resident_id
from seed.checklist import checklist
from seed.names import ID_REGIONS

PLANNED = {"next_on", "edd", "deadline", "expires_on", "again_on"}


def test_check_finds_nothing_wrong(demo: Store) -> None:
    assert check(demo) == ()


def test_audit_chain_is_unbroken(books: Session) -> None:
    assert list(broken_links(books)) == []


def test_every_record_has_its_audit_entry(books: Session) -> None:
    entries = Counter(
        books.exec(select(AuditEntry.table_name).where(AuditEntry.record_version == 1)).all()
    )
    records = {
        str(table.__tablename__): books.exec(select(func.count()).select_from(table)).one()
        for table in Record.__subclasses__()
    }
    assert dict(entries) == {name: count for name, count in records.items() if count}


def test_identity_numbers_are_right_and_of_areas_never_assigned(books: Session) -> None:
    for person in books.exec(select(Person).where(col(Person.id_no).is_not(None))):
        said = parse_resident_id(person.id_no or "")
        assert said.region in ID_REGIONS
        assert said.birth_date == person.birth_date
        assert {"M": "1", "F": "2"}[said.sex] == person.sex


def test_no_two_people_have_one_identity_number(books: Session) -> None:
    numbers = [number for number in books.exec(select(Person.id_no)) if number]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("table", Record.__subclasses__(), ids=lambda table: table.__name__)
def test_nothing_happened_in_the_future(books: Session, day: date, table: type[Record]) -> None:
    columns = inspect_dates(table) - PLANNED
    for name in columns:
        latest = books.exec(select(func.max(getattr(table, name)))).one()
        assert latest is None or latest <= day, name


def inspect_dates(table: type[Record]) -> set[str]:
    kept = table.metadata.tables[str(table.__tablename__)]
    return {column.name for column in kept.columns if isinstance(column.type, Date)}


def test_no_antenatal_contact_after_the_delivery(books: Session) -> None:
    late = books.exec(
        select(func.count())
        .select_from(AntenatalContact)
        .join(Delivery, col(Delivery.pregnancy_id) == col(AntenatalContact.pregnancy_id))
        .where(col(AntenatalContact.visited_on) >= col(Delivery.delivered_on))
    ).one()
    assert late == 0


def test_no_visit_after_birth_is_before_it(books: Session) -> None:
    early = books.exec(
        select(func.count())
        .select_from(PostpartumVisit)
        .join(Delivery, col(Delivery.pregnancy_id) == col(PostpartumVisit.pregnancy_id))
        .where(col(PostpartumVisit.visited_on) < col(Delivery.delivered_on))
    ).one()
    assert early == 0


def test_children_are_born_on_the_day_of_delivery(books: Session) -> None:
    born = books.exec(
        select(col(Person.birth_date), col(Delivery.delivered_on))
        .join(Child, col(Child.person_id) == col(Person.id))
        .join(Newborn, col(Newborn.id) == col(Child.newborn_id))
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
    ).all()
    assert born
    assert all(birth == delivery for birth, delivery in born)


def test_each_live_birth_is_one_child(books: Session) -> None:
    alive = set(books.exec(select(Newborn.id).where(Newborn.outcome == "1")))
    children = books.exec(select(Child.newborn_id).where(col(Child.newborn_id).is_not(None))).all()
    assert len(children) == len(alive)
    assert set(children) == alive


def test_twins_are_in_the_books(books: Session) -> None:
    babies = Counter(books.exec(select(Newborn.delivery_id)))
    share = sum(count == 2 for count in babies.values()) / len(babies)
    assert 0 < share < 0.03


def test_checks_stop_when_a_child_dies_or_moves(books: Session) -> None:
    after = books.exec(
        select(func.count())
        .select_from(ChildCheck)
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(
            (col(ChildCheck.checked_on) > col(Person.moved_out_on))
            | (col(ChildCheck.checked_on) > col(Person.died_on))
        )
    ).one()
    assert after == 0


def test_card_state_agrees_with_the_delivery(books: Session) -> None:
    states = books.exec(
        select(Pregnancy.state, Delivery.id).join(
            Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id), isouter=True
        )
    ).all()
    assert {state for state, delivery in states if delivery} == {"delivered", "closed"}
    assert {state for state, delivery in states if not delivery} == {"ongoing", "ended"}


def test_certificate_stock_balances(clerk: Desk, books: Session) -> None:
    account = stock(clerk)
    assert account.balanced
    assert sum(account.states.values()) == books.exec(select(func.count(col(Blank.id)))).one()
    assert account.issued == books.exec(select(func.count(col(Issue.id)))).one()


def test_issued_paper_is_in_a_state_of_issued_paper(books: Session) -> None:
    states = set(
        books.exec(select(Blank.state).join(Issue, col(Issue.blank_id) == col(Blank.id)).distinct())
    )
    assert states <= {"issued", "recalled", "declared"}


def test_numbers_are_issued_in_their_order(books: Session) -> None:
    in_order = books.exec(
        select(Issue.blank_id).order_by(col(Issue.issued_on), col(Issue.id))
    ).all()
    assert list(in_order) == sorted(in_order)


def test_a_child_carries_its_newest_certificate(books: Session) -> None:
    newest: dict[int | None, str] = {}
    for issue in books.exec(select(Issue).order_by(col(Issue.id))):
        newest[issue.child_id] = issue.number
    kept = dict(books.exec(select(Child.id, Child.cert_no)).all())
    assert newest == {child_id: kept[child_id] for child_id in newest}


def test_supervision_scores_fit_the_checklist(books: Session) -> None:
    full = {
        str(item["no"]): item["points"] * 10
        for group in checklist()["groups"]
        for item in group["items"]
    }
    for visit in books.exec(select(SupervisionVisit)):
        assert visit.scores.keys() == full.keys()
        assert all(0 <= score <= full[no] for no, score in visit.scores.items())
        assert visit.score == sum(visit.scores.values())


def test_every_village_is_supervised_every_full_quarter(books: Session) -> None:
    visits = books.execute(
        text(
            "SELECT count(DISTINCT village_id) FROM supervision_visits"
            " WHERE visited_on BETWEEN '2026-07-01' AND '2026-09-30'"
        )
    ).scalar()
    assert visits == 17


def test_a_woman_is_found_by_her_card_number(clerk: Desk, books: Session) -> None:
    card = books.exec(select(Pregnancy).where(col(Pregnancy.card_no).is_not(None))).first()
    assert card
    assert [found.person_id for found in find(clerk, card.card_no or "")] == [card.mother_id]
