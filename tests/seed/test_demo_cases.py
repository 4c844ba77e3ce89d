"""What hangs on the demo's cards is there, and as the desk itself would have kept it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session, col, func, select

from desk import birth_rules, problems
from desk.case_kinds import KINDS
from desk.context import Desk
from desk.dating import verdict
from desk.house_rules import HouseRules
from desk.pregnancy_view import CardView, values_of, view_card
from desk.risk_course import course, factor_words, rose_on, rules_in_force, stood_on
from desk.risk_findings import findings_of
from desk.risk_settling import LONGEST
from desk.settling import settled
from models.antenatal import AntenatalContact
from models.audit import Act, AuditedSession, last_entry
from models.base import Record, checked
from models.child import Child
from models.death import ChildDeath, ChildDeathData
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.engine import Store
from models.first_exam import FirstExam
from models.infection import ExposedChild, InfectionCase, InfectionTest
from models.people import Person
from models.pregnancy import Pregnancy, PregnancyData
from models.prenatal import PrenatalScreening
from models.referral import Referral
from models.report import DEFECT, ORANGE, PERINATAL_DEATH, RED, Report
from models.risk import RiskCase
from models.subsidy import Subsidy
from rules.birth import counts
from rules.infection import HEPATITIS_B, found_by
from rules.prenatal import screening
from rules.subsidy import STATES
from seed.children import Kid
from seed.deaths import report_death
from seed.invented import World
from seed.writing import TABLES

EVERY = 5  # one card in so many is looked at closely


@pytest.fixture(scope="module")
def cards(demo: Store, day: date) -> Iterator[list[CardView]]:
    """Some cards as the counsellor's desk shows them."""
    desk = Desk(demo, "331199101", "", "counsellor", "", frozenset({"counsellor"}), day)
    with desk.reading() as session:
        found = session.exec(select(Pregnancy).order_by(col(Pregnancy.id))).all()
        yield [view_card(session, desk, each) for each in found[::EVERY]]


@pytest.mark.parametrize(
    "table", [table for table, data in TABLES.items() if data and table is not ChildDeath]
)
def test_every_kind_of_record_is_there_and_passes_its_data_class(
    books: Session, table: type[Record]
) -> None:
    data_class = TABLES[table]
    assert data_class
    kept = books.exec(select(table).order_by(col(table.id))).all()[::EVERY]
    assert kept
    for each in kept:
        values = values_of(each, data_class)
        assert checked(data_class, values).model_dump() == values


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"maternal_deaths"}))
def test_records_of_a_kind_break_none_of_its_rules(
    cards: list[CardView], day: date, name: str
) -> None:
    kind = KINDS[name]
    for card in cards:
        for each in card.records[name]:
            others = tuple(other for other in card.records[name] if other is not each)
            without = replace(card, records={**card.records, name: others})
            assert kind.check(each.values, day, without) == {}


@pytest.mark.parametrize("name", ["first_exams", "prenatal_screenings", "subsidies"])
def test_records_of_a_kind_raise_no_doubt(cards: list[CardView], day: date, name: str) -> None:
    asked = [
        doubt
        for card in cards
        for each in card.records[name]
        for doubt in KINDS[name].doubts(each.values, day, card)
        if each.values.get("state") != "5"  # sent back because a paper is missing
    ]
    assert asked == []


def test_contacts_deliveries_and_visits_break_no_rule(cards: list[CardView], day: date) -> None:
    for card in cards:
        delivered = card.delivery.values["delivered_on"] if card.delivery else None
        for contact in card.contacts:
            assert problems.contact(contact.values, day, card.start, delivered) == {}
        if card.delivery:
            assert problems.delivery(card.delivery.values, day, card.start) == {}
            assert birth_rules.newborns([baby.values for baby in card.newborns]) == {}
        for visit in card.visits:
            assert delivered
            assert birth_rules.visit(visit.values, day, delivered) == {}


def test_colour_and_factors_are_what_the_records_come_to(books: Session) -> None:
    rules = rules_in_force(books)
    for card in books.exec(select(Pregnancy).order_by(col(Pregnancy.id))).all()[::EVERY]:
        findings = findings_of(books, card)
        days = course(findings, rules)
        assert card.risk_colours == (days[-1].colours if days else [])
        words = "；".join(factor_words(findings, rules))
        told = card.risk_factors or ""
        assert words.startswith(told.removesuffix("…"))
        assert len(told) == min(len(words), LONGEST)


def test_settling_a_card_changes_nothing(demo: Store, books: Session, clerk: Desk) -> None:
    every = books.exec(select(Pregnancy.id).order_by(col(Pregnancy.id))).all()
    still_open = books.exec(
        select(Pregnancy.id).where(col(Pregnancy.state).in_(("ongoing", "delivered")))
    ).all()
    with AuditedSession(demo.write, Act(clerk.centre, "clerk", "test")) as session:
        session.info["centre"] = clerk.centre
        before = last_entry(session.connection())
        for card_id in {*every[::EVERY], *still_open}:
            settled(session, clerk, session.get_one(Pregnancy, card_id))
        assert last_entry(session.connection()) == before


def test_basis_of_dating_is_what_the_rule_says(books: Session) -> None:
    bases = Counter(books.exec(select(Pregnancy.lmp_basis)).all())
    assert set(bases) == {"1", "2"}
    for card in books.exec(select(Pregnancy)):
        assert card.lmp_basis == verdict(values_of(card, PregnancyData), HouseRules()).basis


def test_every_examined_woman_has_her_first_sheet(books: Session) -> None:
    booked = set(books.exec(select(Pregnancy.id).where(col(Pregnancy.booked_on).is_not(None))))
    assert set(books.exec(select(FirstExam.pregnancy_id))) == booked


def test_the_first_sheet_is_of_contact_number_1(books: Session) -> None:
    pairs = books.exec(
        select(FirstExam, AntenatalContact).join(
            AntenatalContact, col(AntenatalContact.id) == col(FirstExam.contact_id)
        )
    ).all()
    assert {contact.number for _, contact in pairs} == {1}
    assert all(exam.examined_on == contact.visited_on for exam, contact in pairs)


def test_nearly_all_are_tested_for_infections_and_few_found(books: Session) -> None:
    booked = books.exec(select(func.count()).where(col(Pregnancy.booked_on).is_not(None))).one()
    tests: dict[int, list[dict[str, object]]] = {}
    for each in books.exec(select(InfectionTest).order_by(col(InfectionTest.tested_on))):
        tests.setdefault(each.pregnancy_id, []).append(each.model_dump())
    ill = [card for card, done in tests.items() if HEPATITIS_B in found_by(*done)]
    assert len(tests) / booked > 0.97
    assert 0.02 < len(ill) / booked < 0.09


def test_who_is_infected_has_a_case_and_her_children_are_followed(books: Session) -> None:
    tests: dict[int, list[dict[str, object]]] = {}
    for each in books.exec(select(InfectionTest).order_by(col(InfectionTest.tested_on))):
        tests.setdefault(each.pregnancy_id, []).append(each.model_dump())
    ill = {card for card, done in tests.items() if found_by(*done)}
    assert set(books.exec(select(InfectionCase.pregnancy_id))) == ill
    children = books.exec(select(ExposedChild.pregnancy_id, ExposedChild.birth_order)).all()
    born = books.exec(
        select(Delivery.pregnancy_id, Newborn.birth_order)
        .join(Newborn, col(Newborn.delivery_id) == col(Delivery.id))
        .where(Newborn.outcome == "1", col(Delivery.pregnancy_id).in_(ill))
    ).all()
    assert sorted(children) == sorted(born)


def test_each_referral_of_a_contact_or_visit_has_its_slip(books: Session) -> None:
    for table in (AntenatalContact, PostpartumVisit):
        sent = set(books.exec(select(table.id).where(table.referral == "2")))
        slips = books.exec(
            select(Referral.source_id).where(Referral.source_table == table.__tablename__)
        )
        assert set(slips) == sent


def test_some_referrals_wait_for_their_result(books: Session) -> None:
    waiting = books.exec(
        select(func.count())
        .select_from(Referral)
        .join(Pregnancy, col(Pregnancy.id) == col(Referral.pregnancy_id))
        .where(col(Referral.result_on).is_(None), col(Pregnancy.state) == "ongoing")
    ).one()
    assert 0 < waiting < 15


def test_every_screening_lies_in_its_window(books: Session) -> None:
    rows = books.exec(
        select(PrenatalScreening, Pregnancy).join(
            Pregnancy, col(Pregnancy.id) == col(PrenatalScreening.pregnancy_id)
        )
    ).all()
    for each, card in rows:
        window = screening(each.test)
        assert window
        assert card.start
        assert window.holds(card.start, each.done_on)


def test_every_case_file_begins_when_a_colour_asked_for_it(books: Session) -> None:
    rules = rules_in_force(books)
    filed = books.exec(
        select(RiskCase, Pregnancy).join(Pregnancy, col(Pregnancy.id) == col(RiskCase.pregnancy_id))
    ).all()
    assert filed
    for case, card in filed:
        days = course(findings_of(books, card), rules)
        assert case.found_on == stood_on(days, HouseRules().case_colours)


def test_each_rise_to_orange_or_red_has_one_clock(books: Session) -> None:
    rules = rules_in_force(books)
    clocks = books.exec(
        select(Report.kind, Report.subject_id).where(Report.subject_table == "pregnancies")
    ).all()
    risen = [
        (kind, card.id)
        for card in books.exec(select(Pregnancy).where(col(Pregnancy.booked_on).is_not(None)))
        for colour, kind in (("3", ORANGE), ("4", RED))
        if rose_on(course(findings_of(books, card), rules), colour)
    ]
    assert sorted(clocks) == sorted(risen)


def test_losses_and_defects_have_their_clock(books: Session) -> None:
    clocks = books.exec(
        select(Report.kind, Report.subject_id).where(Report.subject_table == "newborns")
    ).all()
    babies = books.exec(
        select(Newborn, Delivery).join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
    )
    wanted = []
    for baby, delivery in babies:
        if baby.outcome != "1" and counts(delivery.ga_days, baby.weight_g):
            wanted.append((PERINATAL_DEATH, baby.id))
        if baby.defect == "2":
            wanted.append((DEFECT, baby.id))
    assert sorted(clocks) == sorted(wanted)


def test_reports_were_made_in_time_or_still_wait(books: Session, day: date) -> None:
    for each in books.exec(select(Report)):
        if each.reported_on is None:
            assert (day - date.fromisoformat(each.known_at[:10])).days < 11
        else:
            assert f"{each.reported_on}" <= each.due_at[:10]


def test_subsidies_stand_in_every_state(books: Session) -> None:
    assert set(books.exec(select(Subsidy.state))) == set(STATES)


@pytest.mark.parametrize("age", [0, 6, 27, 300, 1500])
def test_the_card_of_a_child_that_died_passes_its_data_class(day: date, age: int) -> None:
    world = World(Random(age), date(2016, 1, 1), day)  # noqa: S311  a story, not a secret
    born = day - timedelta(days=age + 30)
    kid = Kid(world.woman(born - timedelta(days=280)), born, "1", {}, {})
    report_death(world, kid, born + timedelta(days=age))
    assert kid.death
    assert kid.clock
    assert checked(ChildDeathData, kid.death).died_on == born + timedelta(days=age)


def test_a_dead_child_has_its_card(books: Session) -> None:
    dead = books.exec(
        select(Child.id)
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(col(Person.died_on).is_not(None))
    ).all()
    assert set(books.exec(select(ChildDeath.child_id))) == set(dead)
