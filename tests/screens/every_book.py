"""Books in which every page has something to show, made by the desk's verbs."""

from desk.antenatal import record_first_exam
from desk.calls import record_call
from desk.case_work import record
from desk.child import record_check
from desk.child_death import record_child_death
from desk.context import Desk
from desk.delivery import record_postpartum
from desk.folic import end_course
from desk.folic_counts import record_survey
from desk.notice import record_notice
from desk.subsidy_work import apply
from desk.worklist import due
from tests.conftest import TODAY, DeskOf
from tests.desk.folic_woman import enrolled, followed, handed, stocked
from tests.screens.certificate_books import certificate_books


def fill_books(desk_of: DeskOf) -> None:
    """A visit after delivery and a child's check as well, and each programme's records."""
    clerk = desk_of("clerk")
    visit = {"kind": "1", "visited_on": TODAY, "bp_sys": 118, "bp_dia": 72}
    record_postpartum(clerk, 2, visit)
    record_check(clerk, 1, {"contact": "newborn", "checked_on": TODAY, "weight_g": 4000})
    item = next(item for item in due(clerk) if item.code == "followup")
    record_call(clerk, item, {"called_on": TODAY, "outcome": "3"})
    folic_acid(clerk)
    sheet = {"visited_on": TODAY, "hb": 58, "referral": "2", "referral_reason": "贫血"}
    record_first_exam(clerk, 3, sheet)
    record(clerk, "risk_followups", 3, {"followed_on": TODAY, "symptoms": "头晕"})
    programmes(clerk, desk_of("counsellor"))
    record(clerk, "maternal_deaths", 3, {"died_on": TODAY, "cause_1": "车祸", "counted": "2"})
    record_notice(clerk, {"name": "吴试梅", "found_on": TODAY})
    record_child_death(clerk, 1, {"died_on": TODAY, "root_cause": "窒息"})
    certificate_books(clerk, desk_of)


def programmes(clerk: Desk, counsellor: Desk) -> None:
    """Tests, a case, an exposed child, a screening, a subsidy that waits."""
    record(clerk, "infection_tests", 1, {"tested_on": TODAY, "syphilis": "2"})
    record(counsellor, "infection_cases", 1, {"disease": "2", "confirmed_on": TODAY})
    record(counsellor, "exposed_children", 1, {"born_on": TODAY})
    record(clerk, "prenatal_screenings", 1, {"test": "2", "done_on": TODAY})
    apply(clerk, 2, {"noted_on": TODAY, "category": "3", "applied_on": TODAY})


def folic_acid(clerk: Desk) -> None:
    """A batch, a woman who takes it, one who stopped, a survey."""
    batch = stocked(clerk)
    woman = enrolled(clerk)
    handed(clerk, woman.id, batch.id)
    followed(clerk, woman.id, TODAY, 100)
    stopped = enrolled(clerk, "孙小英")
    end_course(clerk, stopped.id, {"ended_on": TODAY, "end_reason": "2"})
    record_survey(clerk, {"surveyed_on": TODAY, "asked": 10, "knew": 8})
