"""A small quarter with a line in each register, and hostile text where text may stand."""

from pathlib import Path
from typing import Any

from models.antenatal import AntenatalContact
from models.certificate import Issue
from models.death import ChildDeath, MaternalDeath
from models.delivery import Newborn, PostpartumVisit
from models.folic import FolicBatch, FolicCourse, FolicHandout, FolicMove
from models.notice import Notice
from models.pregnancy import Pregnancy
from models.prenatal import PrenatalScreening
from models.referral import Referral
from models.risk import RiskFollowup
from models.subsidy import Subsidy
from models.supervision import SupervisionVisit
from tests.desk.shelf import Shelf, day
from tests.ledgers.support import identity

FORMULA = "=1+1"
WOMAN, CHILD = identity("19950301"), identity("20260906", sex="1")


def filled(path: Path) -> Shelf:
    shelf = Shelf(path)
    pregnancy = shelf.pregnancy(
        "王甲",
        "2025-12-01",
        "2026-02-01",
        id_no=WOMAN,
        birth_date=day("1995-03-01"),
        phones=["13800000001", "13800000002"],
        group_no=3,
        card_no="YCF001",
        edd=day("2026-09-08"),
        booked_ga_days=62,
        gravida=2,
        para=1,
        husband_name="丁乙",
        risk_factors="年龄≥35岁",
        risk_colours=["2", "5"],
        bp_sys=118,
        bp_dia=76,
        doctor="丙医生",
        remark=FORMULA,
    )
    for number, on in enumerate(("2026-02-01", "2026-03-25", "2026-05-01"), 1):
        shelf.add(
            AntenatalContact(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), number=number)
        )
    newborns = shelf.delivery(
        pregnancy,
        "2026-09-06",
        "1",
        "1",
        place="县医院",
        mode="3",
        ga_days=279,
        discharged_on=day("2026-09-09"),
    )
    for newborn, sex, weight in zip(newborns, "12", (2600, 2450), strict=True):
        shelf.change(newborn, Newborn, sex=sex, weight_g=weight)
    shelf.add(
        PostpartumVisit(centre="C1", pregnancy_id=pregnancy, visited_on=day("2026-09-14"), kind="1")
    )
    child = shelf.child(
        "王小丙",
        "2026-09-06",
        id_no=CHILD,
        sex="1",
        phones=["13800000001"],
        newborn_id=newborns[0],
        mother_name="王甲",
        birth_weight_g=2600,
        birth_ga_days=279,
        cert_no="X331000002",
    )
    shelf.check(child, "newborn", "2026-09-14")
    shelf.check(child, "1m", "2026-10-05", weight_g=4210, length_mm=545)
    shelf.blank("X331000001", ("2026-07-01", "in_stock"), ("2026-07-02", "void"))
    blank = shelf.blank("X331000002", ("2026-07-01", "in_stock"), ("2026-09-20", "issued"))
    shelf.add(
        Issue(
            centre="C1",
            blank_id=blank,
            number="X331000002",
            child_name="王小丙",
            sex="1",
            birth_date=day("2026-09-06"),
            birth_time="08:05",
            birth_ga_days=279,
            birth_weight_g=2600,
            birth_length_mm=480,
            mother_name="王甲",
            mother_id_no=WOMAN,
            address="东庄村3组",
            issued_on=day("2026-09-20"),
            receiver="王甲",
            relation="1",
            receiver_id_no=WOMAN,
            issuer="李四",
        )
    )
    shelf.add(
        SupervisionVisit(
            centre="C1",
            village_id=shelf.east,
            visited_on=day("2026-08-05"),
            supervisors="甲 乙",
            score=925,
            problems="两本手册缺项\n一例访视逾期",
            advice="十日内补齐",
            deadline=day("2026-08-20"),
        )
    )
    return shelf


def in_every_register(shelf: Shelf) -> None:
    """A woman and a child with a line in each register that ``filled`` leaves empty."""
    card = shelf.pregnancy("李全", "2026-03-01", "2026-07-02", phones=["13800000003"])
    common: dict[str, Any] = {"centre": "C1", "pregnancy_id": card}
    with shelf.store.reading("C1") as session:
        woman = session.get_one(Pregnancy, card).mother_id
    child = shelf.child("李小全", "2026-07-01")
    course = shelf.add(FolicCourse(centre="C1", person_id=woman, enrolled_on=day("2026-07-03")))
    batch = shelf.add(FolicBatch(centre="C1", number="A1", expires_on=day("2027-12-31")))
    for record in (
        Notice(centre="C1", person_id=woman, found_on=day("2026-07-01"), remark=FORMULA),
        RiskFollowup(**common, followed_on=day("2026-07-06"), weight_g=61500, symptoms="头晕"),
        Referral(**common, referred_on=day("2026-07-07"), reason="血压高"),
        PrenatalScreening(**common, done_on=day("2026-07-08"), test="5", glucose_0=512),
        MaternalDeath(**common, died_on=day("2026-09-29"), summary="第一行\n第二行"),
        Subsidy(**common, noted_on=day("2026-09-30"), category="1", paid_fen=40050),
        ChildDeath(centre="C1", child_id=child, died_on=day("2026-07-04"), cause_a="窒息"),
        FolicMove(centre="C1", batch_id=batch, kind="1", moved_on=day("2026-07-01"), bottles=9),
        FolicHandout(
            centre="C1", course_id=course, batch_id=batch, given_on=day("2026-07-03"), bottles=2
        ),
    ):
        shelf.add(record)
