"""The demo's certificates are what the desk's own verbs would have made of the same two years."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk import sign_in as accounts
from desk.application import applications
from desk.application_rules import check
from desk.certificate_duties import certificate_duties
from desk.collecting import collect, uncollected, waiting
from desk.context import Desk
from desk.delegation import delegations
from desk.issuing import confirm, printed, reserve
from desk.losses import losses
from desk.replacing import review
from desk.replacing_rules import content_of, form_problems
from desk.sealing import seal, unsealed
from desk.stock import stock
from desk.stock_counts import books as counted_now
from desk.stock_counts import counts
from desk.stock_plans import plan_due, plans
from models.blanks import Blank, BlankMove, Receipt, Slip
from models.certificate import (
    FIRSTS,
    Application,
    ApplicationData,
    Collection,
    FaceData,
    Issue,
    Seal,
)
from models.engine import Store, sqlite_module
from models.migrations import open_store
from rules.certificate import number_range
from rules.certificate_states import ACTS, STOCK
from rules.dates import add_months
from seed.demo import make_demo

PASSWORD = "demo"


@pytest.fixture
def since(day: date) -> date:
    """From when on the books have everything."""
    return add_months(day, -24)


@pytest.fixture
def own(demo: Store, tmp_path: Path) -> Iterator[Store]:
    """The demo in a file of this test's own."""
    path = tmp_path / "demo.db"
    sqlite = sqlite_module()  # never two libraries at one file
    with closing(sqlite.connect(demo.path)) as full, closing(sqlite.connect(path)) as copy:
        full.backup(copy)
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture
def issuer(demo: Store, day: date) -> Desk:
    return accounts.sign_in(demo, "issuer", PASSWORD, day)


@pytest.fixture
def sealer(demo: Store, day: date) -> Desk:
    return accounts.sign_in(demo, "sealer", PASSWORD, day)


# --- the families


def test_every_issue_of_the_last_two_years_has_its_application(books: Session, since: date) -> None:
    rows = books.exec(select(Issue).order_by(col(Issue.issued_on))).all()
    full = [issue for issue in rows if issue.issued_on >= since]
    assert len(full) > 50
    assert all((issue.application_id is not None) == (issue in full) for issue in rows)


def test_a_certificate_says_what_was_applied_for(books: Session) -> None:
    rows = books.exec(
        select(Issue, Application).join(
            Application, col(Application.id) == col(Issue.application_id)
        )
    )
    for issue, application in rows:
        assert {name: getattr(issue, name) for name in FaceData.model_fields} == {
            name: getattr(application, name) for name in FaceData.model_fields
        }
        assert (issue.kind, issue.reviewer_user) == (application.kind, application.reviewer_user)


def test_the_desk_would_take_every_application(books: Session) -> None:
    for application in books.exec(select(Application)):
        values = application.model_dump(include=set(ApplicationData.model_fields))
        assert check(values, application.applied_on) == {}


def test_an_exchange_or_reissue_follows_its_old_certificate(books: Session) -> None:
    rows = books.exec(select(Application).where(col(Application.kind).not_in(FIRSTS))).all()
    assert rows
    for application in rows:
        values = application.model_dump(include=set(ApplicationData.model_fields))
        old = books.exec(select(Issue).where(Issue.number == application.old_number)).one()
        assert form_problems(values, content_of(old), application.applied_on) == {}


def test_all_but_first_issues_were_reviewed_by_another_hand(books: Session, day: date) -> None:
    for application in books.exec(select(Application)):
        waits = application.kind not in FIRSTS and application.applied_on == day
        assert (application.reviewer_user is None) == (application.kind == "1" or waits)
        assert application.reviewer_user != application.user


def test_every_certificate_is_sealed_within_two_days_by_another_hand(
    books: Session, day: date
) -> None:
    rows: Any = books.exec(
        select(Issue, Seal)
        .join(Seal, col(Seal.issue_id) == col(Issue.id), isouter=True)
        .where(col(Issue.application_id).is_not(None))
    ).all()
    for issue, mark in rows:
        if mark is None:
            assert issue.issued_on == day
            continue
        assert timedelta() <= mark.sealed_on - issue.issued_on <= timedelta(days=2)
        assert mark.user not in {issue.issuer_user, issue.reviewer_user}


def test_whoever_is_not_the_mother_brought_her_letter(books: Session) -> None:
    taken = books.exec(select(Collection)).all()
    assert taken
    assert all(one.relation == "1" or (one.letter, one.receiver_id_no) > ("1", "") for one in taken)


# --- the numbers


def test_every_number_moves_as_the_acts_are_declared(books: Session) -> None:
    where: dict[int, str] = {}
    for move in books.exec(select(BlankMove).order_by(col(BlankMove.id))):
        act = ACTS[move.act or ""]
        assert where.get(move.blank_id, "") == move.was
        assert move.was in act.was
        assert move.becomes == act.becomes
        assert bool(move.cause) == bool(act.causes)
        assert move.reason or not act.words
        assert bool(move.second) == bool(act.second)
        where[move.blank_id] = move.becomes
    assert where == dict(books.exec(select(Blank.id, Blank.state)).all())


def test_the_account_balances_in_every_month(issuer: Desk, since: date, day: date) -> None:
    month = since.replace(day=1)
    while month <= day:
        after = add_months(month, 1)
        assert stock(issuer, month, min(after - timedelta(days=1), day)).balanced
        month = after


def test_counts_agree_with_the_books_of_their_day(issuer: Desk) -> None:
    kept = counts(issuer)
    assert len(kept) >= 23
    found = [line for one in kept for line in one.lines]
    lost = {one.number for one in losses(issuer)}
    for one in kept:
        # A blank found gone by the count is reported lost on that very day.
        gone = sum(line[0].number in lost for line in one.lines)
        assert one.on_books == stock(issuer, end=one.counted_on).closing + gone
        assert one.counted == one.on_books - len(one.lines)
    assert [difference.number for difference, _ in found] == sorted(lost)


def test_a_slip_names_the_numbers_that_moved_with_it(books: Session) -> None:
    moved = Counter(books.exec(select(BlankMove.slip_id)).all())
    slips = books.exec(select(Slip)).all()
    assert {slip.kind for slip in slips} == set("12356")
    for slip in slips:
        assert moved[slip.id] == slip.count
        if slip.first and slip.last:
            assert number_range(slip.first, slip.last).count == slip.count
        assert (
            slip.handler not in {slip.receiver, slip.checked_by, slip.witness} or slip.kind == "3"
        )


# --- what happened once


def test_the_short_bundle_is_settled(books: Session) -> None:
    short = books.exec(select(Receipt).where(col(Receipt.missing).is_not(None))).one()
    blank = books.exec(select(Blank).where(Blank.number == short.missing)).one()
    acts = books.exec(
        select(BlankMove.act).where(BlankMove.blank_id == blank.id).order_by(col(BlankMove.id))
    ).all()
    assert acts[:2] == ["miss", "turn_up"]
    assert number_range(short.first, short.last).count == short.count + 1


def test_of_the_lost_blank_nothing_is_left_to_do(issuer: Desk) -> None:
    (lost,) = losses(issuer)
    assert (lost.state, lost.undone, lost.late) == ("lost", (), False)


def test_of_the_blanks_lent_some_came_back(books: Session) -> None:
    count = Counter(books.exec(select(BlankMove.act)).all())
    assert count["transfer"] > count["return"] > 0


def test_voids_of_past_years_are_destroyed_and_one_was_no_void(books: Session) -> None:
    count = Counter(books.exec(select(BlankMove.act)).all())
    assert count["unvoid"] == 1
    assert count["destroy"] == count["hand_up"] == count["void"] - 1 > 0


def test_the_sealers_substitute_sealed_under_the_letter(demo: Store, day: date) -> None:
    boss = accounts.sign_in(demo, "admin", PASSWORD, day)
    (letter,) = delegations(boss)
    assert (letter.role, letter.state(day)) == ("sealer", "over")
    assert letter.records > 0


def test_every_year_that_came_was_planned_for(issuer: Desk, since: date, day: date) -> None:
    assert {plan.values["year"] for plan in plans(issuer)} == {since.year + 1, day.year}
    assert plan_due(issuer) is None
    december = replace(issuer, today=date(day.year, 12, 1))
    assert plan_due(december) is not None


# --- today


def test_the_work_of_today_waits_at_each_of_its_steps(issuer: Desk, sealer: Desk) -> None:
    steps = Counter(each.step for each in applications(issuer))
    assert steps == {"review": 1, "print": 1, "confirm": 1}
    assert len(unsealed(sealer)) == 2
    assert len(uncollected(issuer)) == 1


def test_nothing_else_about_certificates_waits_today(issuer: Desk) -> None:
    assert {duty.code for duty in certificate_duties(issuer)} <= {"low"}


def test_the_desk_goes_on_where_the_story_stops(own: Store, day: date) -> None:
    desks = {role: accounts.sign_in(own, role, PASSWORD, day) for role in ("issuer", "sealer")}
    issuer, reviewer = desks["issuer"], accounts.sign_in(own, "reviewer", PASSWORD, day)
    at = {each.step: each for each in applications(issuer)}
    printed(issuer, at["print"].id)
    review(reviewer, at["review"].id, "1")
    reserve(issuer, at["review"].id)
    printed(issuer, at["review"].id)
    for step in ("confirm", "print", "review"):
        confirm(issuer, at[step].id)
    seal(desks["sealer"], [line.issue_id for line in unsealed(desks["sealer"])])
    for line in uncollected(issuer):
        mother = waiting(issuer, line.issue_id).people["1"]
        collect(
            issuer, line.issue_id, {**mother, "collected_on": day, "relation": "1", "signed": "1"}
        )
    assert (applications(issuer), unsealed(desks["sealer"]), uncollected(issuer)) == ((), (), ())
    assert stock(issuer).balanced


def test_a_count_today_finds_every_number_in_its_place(issuer: Desk) -> None:
    found = counted_now(issuer)
    here = {number for number, state in found.states.items() if state in STOCK}
    assert found.compare(here) == ()
    assert {number for one in (*found.safe, *found.at_desk) for number in one} == here


@pytest.mark.parametrize("years", [1, 2])
def test_a_small_township_has_what_it_has_room_for(tmp_path: Path, day: date, years: int) -> None:
    path = tmp_path / "small.db"
    make_demo(path, day, 4, years)
    store = open_store(path)
    desk = accounts.sign_in(store, "issuer", PASSWORD, day)
    balanced = stock(desk).balanced
    store.close()
    assert balanced
