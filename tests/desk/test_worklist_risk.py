"""What risk, referrals and reports put on the worklist, and who never stands on it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.calls import record_call
from desk.errors import DeskError
from desk.worklist import DueItem, due
from models.antenatal import AntenatalContact
from models.folic import FolicCourse
from models.notice import Notice
from models.people import Person
from models.pregnancy import Pregnancy
from models.referral import Referral
from models.report import Report
from models.risk import RiskAssessment, RiskFollowup
from tests.desk.shelf import Shelf, day, opened

LMP, BOOKED = "2026-06-01", "2026-07-20"
GREEN, YELLOW, ORANGE, RED, PURPLE = "12345"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def card(shelf: Shelf, *colours: str, **values: Any) -> int:
    return shelf.pregnancy("王甲", LMP, BOOKED, risk_colours=list(colours), **values)


def assessed(shelf: Shelf, card_id: int, on: str, *colours: str) -> None:
    record = RiskAssessment(
        centre="C1", pregnancy_id=card_id, assessed_on=day(on), colours=list(colours)
    )
    shelf.add(record)


def followed(shelf: Shelf, card_id: int, on: str, next_on: str | None = None) -> None:
    agreed = day(next_on) if next_on else None
    shelf.add(RiskFollowup(centre="C1", pregnancy_id=card_id, followed_on=day(on), next_on=agreed))


def referred(shelf: Shelf, card_id: int, on: str, result_on: str | None = None) -> int:
    answered = day(result_on) if result_on else None
    values: dict[str, Any] = {"referred_on": day(on), "reason": "血压高", "result_on": answered}
    return shelf.add(Referral(centre="C1", pregnancy_id=card_id, **values))


def report(shelf: Shelf, person_id: int, card_id: int | None = None) -> int:
    return shelf.add(
        Report(
            centre="C1",
            kind="1",
            person_id=person_id,
            pregnancy_id=card_id,
            subject_table="pregnancies",
            subject_id=card_id or 0,
            known_at="2026-10-01T17:00:00+00:00",
            due_at="2026-10-04T17:00:00+00:00",
        )
    )


def listed(shelf: Shelf, today: str, *kinds: str) -> list[DueItem]:
    return [item for item in due(shelf.at(today)) if item.kind in kinds]


def one(shelf: Shelf, today: str, kind: str) -> DueItem:
    (item,) = listed(shelf, today, kind)
    return item


@pytest.mark.parametrize(
    ("colours", "days"),
    [([YELLOW], 30), ([ORANGE], 14), ([RED], 7), ([PURPLE], 30), ([YELLOW, PURPLE], 30)],
)
def test_a_follow_up_is_due_so_many_days_after_the_last_by_colour(
    shelf: Shelf, colours: list[str], days: int
) -> None:
    card_id = card(shelf, *colours)
    followed(shelf, card_id, "2026-09-01")
    item = one(shelf, "2026-10-20", "risk")
    assert (item.code, (item.closes - day("2026-09-01")).days) == ("followup", days)


def test_green_asks_for_no_follow_up(shelf: Shelf) -> None:
    card(shelf, GREEN)
    assert listed(shelf, "2026-10-20", "risk") == []


def test_a_follow_up_is_listed_three_days_ahead(shelf: Shelf) -> None:
    followed(shelf, card(shelf, ORANGE), "2026-09-01")  # due on 09-15
    days = ["2026-09-11", "2026-09-12", "2026-09-16"]
    found = [[item.days_late for item in listed(shelf, today, "risk")] for today in days]
    assert found == [[], [0], [1]]


def test_the_day_agreed_at_the_last_follow_up_goes_before_the_usual_one(shelf: Shelf) -> None:
    followed(shelf, card(shelf, RED), "2026-09-01", "2026-09-20")
    assert one(shelf, "2026-09-20", "risk").closes == day("2026-09-20")


def test_the_first_follow_up_counts_from_the_day_the_colour_was_known(shelf: Shelf) -> None:
    card_id = card(shelf, ORANGE)
    assessed(shelf, card_id, "2026-09-10", ORANGE)
    assert one(shelf, "2026-10-20", "risk").closes == day("2026-09-24")


def test_a_contact_in_the_clinic_is_as_good_as_a_follow_up(shelf: Shelf) -> None:
    card_id = card(shelf, ORANGE)
    followed(shelf, card_id, "2026-09-01")
    shelf.add(
        AntenatalContact(centre="C1", pregnancy_id=card_id, visited_on=day("2026-09-10"), number=1)
    )
    assert one(shelf, "2026-10-20", "risk").closes == day("2026-09-24")


def test_a_positive_screening_is_to_be_assessed_within_two_weeks(shelf: Shelf) -> None:
    assessed(shelf, card(shelf), "2026-09-01")
    item = one(shelf, "2026-09-16", "risk")
    assert (item.code, item.closes, item.days_late) == ("assess", day("2026-09-15"), 1)


def test_a_card_nobody_screened_is_to_be_screened_at_booking(shelf: Shelf) -> None:
    card(shelf)
    item = one(shelf, "2026-07-20", "risk")
    assert (item.code, item.closes) == ("screen", day(BOOKED))


def test_the_result_of_a_referral_is_asked_for_within_two_weeks(shelf: Shelf) -> None:
    referral = referred(shelf, card(shelf, GREEN), "2026-09-01")
    item = one(shelf, "2026-10-20", "referral")
    assert (item.record_id, item.closes, item.days_late) == (referral, day("2026-09-15"), 35)


def test_a_referral_that_is_answered_is_done(shelf: Shelf) -> None:
    referred(shelf, card(shelf, GREEN), "2026-09-01", "2026-09-09")
    assert listed(shelf, "2026-09-10", "referral") == []


def test_a_report_stands_before_everything_else(shelf: Shelf) -> None:
    followed(shelf, card(shelf, RED), "2026-09-01")
    report(shelf, shelf.person("李乙"))
    assert due(shelf.at("2026-10-03"))[0].kind == "report"


def test_nobody_is_called_for_the_townships_own_duty(shelf: Shelf) -> None:
    card_id = card(shelf)
    assessed(shelf, card_id, "2026-10-01")
    report(shelf, shelf.person("李乙"), card_id)
    own = listed(shelf, "2026-10-02", "report", "risk")
    assert {item.code for item in own} == {"report1", "assess"}
    for item in own:
        with pytest.raises(DeskError, match="这是本院要办的事"):
            record_call(
                shelf.at("2026-10-02"), item, {"called_on": day("2026-10-02"), "outcome": "1"}
            )


def test_a_report_is_due_on_the_day_in_china_its_clock_ends(shelf: Shelf) -> None:
    report(shelf, shelf.person("李乙"))
    item = one(shelf, "2026-10-06", "report")
    assert (item.opens, item.closes, item.days_late) == (day("2026-10-02"), day("2026-10-05"), 1)


def test_a_report_that_was_made_is_done(shelf: Shelf) -> None:
    made = report(shelf, shelf.person("李乙"))
    shelf.change(made, Report, reported_on=day("2026-10-03"))
    assert listed(shelf, "2026-10-04", "report") == []


def test_the_death_of_a_woman_is_still_to_be_reported(shelf: Shelf) -> None:
    report(shelf, shelf.person("李乙", died_on=day("2026-10-01")))
    assert len(listed(shelf, "2026-10-03", "report")) == 1


# Each makes one thing due for the woman of a card on 20 October.
MADE_DUE: dict[str, Callable[[Shelf, int], object]] = {
    "antenatal": lambda shelf, card_id: None,
    "risk": lambda shelf, card_id: followed(shelf, card_id, "2026-09-01"),
    "referral": lambda shelf, card_id: referred(shelf, card_id, "2026-10-01"),
    "delivery": lambda shelf, card_id: shelf.change(card_id, edd=day("2026-10-10")),
}
GONE: dict[str, Callable[[Shelf, Pregnancy], object]] = {
    "closed": lambda shelf, kept: shelf.change(kept.id or 0, state="closed"),
    "ended": lambda shelf, kept: shelf.change(kept.id or 0, state="ended"),
    "dead": lambda shelf, kept: shelf.change(kept.mother_id, Person, died_on=day("2026-10-02")),
    "moved": lambda shelf, kept: shelf.change(
        kept.mother_id, Person, moved_out_on=day("2026-10-02")
    ),
}


def with_one_due(shelf: Shelf, kind: str) -> int:
    card_id = card(shelf, ORANGE)
    MADE_DUE[kind](shelf, card_id)
    assert listed(shelf, "2026-10-20", kind)
    return card_id


@pytest.mark.parametrize("gone", GONE)
@pytest.mark.parametrize("kind", MADE_DUE)
def test_who_is_gone_never_appears(shelf: Shelf, kind: str, gone: str) -> None:
    card_id = with_one_due(shelf, kind)
    with shelf.desk.reading() as session:
        kept = session.get(Pregnancy, card_id)
    assert kept is not None
    GONE[gone](shelf, kept)
    assert due(shelf.at("2026-10-20")) == ()


def noticed(shelf: Shelf, **values: Any) -> int:
    person = shelf.person("李乙", sex="2", **values)
    return shelf.add(Notice(centre="C1", person_id=person, found_on=day("2026-10-01")))


def test_a_pregnancy_a_village_told_of_is_to_be_booked_within_a_week(shelf: Shelf) -> None:
    notice = noticed(shelf)
    item = one(shelf, "2026-10-10", "notice")
    assert (item.record_id, item.closes, item.days_late) == (notice, day("2026-10-08"), 2)


def test_a_notice_her_card_answered_is_done(shelf: Shelf) -> None:
    shelf.change(noticed(shelf), Notice, pregnancy_id=card(shelf, GREEN))
    assert listed(shelf, "2026-10-10", "notice") == []


@pytest.mark.parametrize("fact", ["died_on", "moved_out_on"])
def test_nobody_gone_is_to_be_booked(shelf: Shelf, fact: str) -> None:
    noticed(shelf, **{fact: day("2026-10-05")})
    assert due(shelf.at("2026-10-10")) == ()


def on_folic_acid(shelf: Shelf, **values: Any) -> int:
    person = shelf.person("李乙", sex="2", **values)
    course = FolicCourse(centre="C1", person_id=person, enrolled_on=day("2026-10-01"), state="1")
    return shelf.add(course)


def test_who_takes_folic_acid_is_due_her_bottle(shelf: Shelf) -> None:
    course = on_folic_acid(shelf)
    item = one(shelf, "2026-10-03", "folic")
    assert (item.code, item.record_id, item.days_late) == ("folic_bottle", course, 2)


@pytest.mark.parametrize("fact", ["died_on", "moved_out_on"])
def test_nobody_gone_is_due_folic_acid(shelf: Shelf, fact: str) -> None:
    on_folic_acid(shelf, **{fact: day("2026-10-02")})
    assert due(shelf.at("2026-10-03")) == ()


def test_a_village_alone_has_only_its_own(shelf: Shelf) -> None:
    noticed(shelf)
    on_folic_acid(shelf, village_id=shelf.west)
    kinds = [
        [item.kind for item in due(shelf.at("2026-10-10"), village)]
        for village in (shelf.east, shelf.west)
    ]
    assert kinds == [["notice"], ["folic"]]
