"""What stands in each register for a woman whose records are known."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.errors import NotPermitted
from ledgers.export import export_infections, export_quarter
from models.antenatal import AntenatalContact
from models.child import Child
from models.death import ChildDeath, MaternalDeath
from models.delivery import Newborn, PostpartumVisit
from models.folic import FolicBatch, FolicCourse, FolicHandout, FolicMove
from models.infection import InfectionCase
from models.notice import Notice
from models.people import Person
from models.pregnancy import Pregnancy
from models.referral import Referral
from models.report import DEFECT, Report
from models.risk import RiskAssessment, RiskCase, RiskFollowup
from models.subsidy import Subsidy
from rules.periods import quarter_period
from tests.desk.shelf import Shelf, day, opened

Q3 = quarter_period("2026Q3")
Row = dict[str, str]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


@pytest.fixture
def card(shelf: Shelf) -> int:
    return shelf.pregnancy(
        "王甲",
        "2026-01-05",
        "2026-02-20",
        card_no="C1",
        gravida=2,
        para=1,
        risk_colours=["3", "5"],
        risk_factors="年龄≥35岁；乙肝表面抗原阳性",
    )


def rows(shelf: Shelf, out: Path, name: str) -> list[Row]:
    export_quarter(shelf.desk, Q3, out)
    return read(out, name)


def read(out: Path, name: str) -> list[Row]:
    with (out / f"云溪镇卫生院_2026Q3_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def only(row: Row, *headings: str) -> list[str]:
    return [row[heading] for heading in headings]


def person_of(shelf: Shelf, card: int) -> int:
    with shelf.store.reading("C1") as session:
        found = session.get(Pregnancy, card)
        assert found is not None
        return found.mother_id


def test_base_pressure_is_that_of_the_first_contact_where_the_card_has_none(
    shelf: Shelf, card: int, tmp_path: Path
) -> None:
    for on, sys in (("2026-03-01", None), ("2026-04-01", 118), ("2026-05-01", 130)):
        shelf.add(
            AntenatalContact(
                centre="C1", pregnancy_id=card, visited_on=day(on), bp_sys=sys, bp_dia=sys and 76
            )
        )
    (row,) = rows(shelf, tmp_path, "孕产妇系统管理登记册")
    assert row["基础血压(mmHg)"] == "118/76"


def test_no_ordinary_register_tells_an_infection(shelf: Shelf, card: int, tmp_path: Path) -> None:
    shelf.add(
        Referral(centre="C1", pregnancy_id=card, referred_on=day("2026-07-09"), reason="HIV 待确证")
    )
    (woman,) = rows(shelf, tmp_path, "孕产妇系统管理登记册")
    (sent,) = read(tmp_path, "转诊登记")
    assert only(woman, "高危因素", "风险等级") == ["年龄≥35岁；感染项", "橙、紫"]
    assert sent["转诊原因"] == "感染项"


def test_notice_tells_what_became_of_it(shelf: Shelf, card: int, tmp_path: Path) -> None:
    woman = person_of(shelf, card)
    shelf.add(
        Notice(
            centre="C1",
            person_id=woman,
            pregnancy_id=card,
            found_on=day("2026-07-03"),
            source="3",
            lmp=day("2026-05-10"),
            gravida=1,
            para=0,
        )
    )
    shelf.add(Notice(centre="C1", person_id=woman, found_on=day("2026-07-05"), outcome="2"))
    first, second = rows(shelf, tmp_path, "孕情登记册")
    told = ("发现日期", "姓名", "孕产次", "预产期", "来源", "建册日期", "结局")
    due = "2027-02-17"
    assert only(first, *told) == [
        "2026-07-03",
        "王甲",
        "孕1产0",
        due,
        "计生",
        "2026-02-20",
        "已建册",
    ]
    assert second["结局"] == "流产、引产"


def test_booking_tells_whether_it_was_early_and_the_first_screening(
    shelf: Shelf, tmp_path: Path
) -> None:
    card = shelf.pregnancy("李乙", "2026-05-01", "2026-07-20")
    for on, kind, colours in (("2026-07-20", "1", ["2"]), ("2026-08-01", "2", ["3"])):
        shelf.add(
            RiskAssessment(
                centre="C1", pregnancy_id=card, assessed_on=day(on), kind=kind, colours=colours
            )
        )
    shelf.pregnancy("迟丙", "2026-03-01", "2026-07-21")
    early, late = rows(shelf, tmp_path, "建册登记")
    assert only(early, "姓名", "建册孕周", "孕13周前", "初筛结果") == ["李乙", "11+3", "是", "黄"]
    assert only(late, "姓名", "孕13周前", "初筛结果") == ["迟丙", "否", ""]


def test_high_risk_line_has_its_steps_and_the_referral(
    shelf: Shelf, card: int, tmp_path: Path
) -> None:
    shelf.add(
        RiskCase(
            centre="C1",
            pregnancy_id=card,
            found_on=day("2026-03-01"),
            registered_on=day("2026-03-02"),
            outcome="3",
        )
    )
    shelf.add(
        Referral(
            centre="C1",
            pregnancy_id=card,
            referred_on=day("2026-03-05"),
            reason="血压高",
            place="县医院",
        )
    )
    (newborn,) = shelf.delivery(card, "2026-09-20")
    shelf.change(newborn, Newborn, sex="2", weight_g=3100)
    (row,) = rows(shelf, tmp_path, "高危孕产妇登记册")
    assert only(row, "登记日期", "登记孕周") == ["2026-03-02", "8+0"]
    sent = [f"转诊/{each}" for each in ("转诊日期", "转出医院", "转入医院", "转诊原因")]
    assert only(row, *sent) == ["2026-03-05", "云溪镇卫生院", "县医院", "血压高"]
    assert row["结案/母婴转归"] == "分娩；活产1(女,3100g)"


def test_followup_has_the_referral_that_follows_from_it(
    shelf: Shelf, card: int, tmp_path: Path
) -> None:
    followup = shelf.add(
        RiskFollowup(
            centre="C1",
            pregnancy_id=card,
            followed_on=day("2026-07-06"),
            way="2",
            bp_sys=150,
            bp_dia=95,
            referral="2",
        )
    )
    shelf.add(
        Referral(
            centre="C1",
            pregnancy_id=card,
            referred_on=day("2026-07-06"),
            reason="血压高",
            place="县医院",
            source_table="risk_followups",
            source_id=followup,
        )
    )
    (row,) = rows(shelf, tmp_path, "高危随访登记")
    told = ("孕周", "方式", "血压(mmHg)", "转诊/转诊", "转诊/转往机构")
    assert only(row, *told) == ["26+0", "入户", "150/95", "有", "县医院"]


def test_a_refused_visit_is_no_visit(shelf: Shelf, card: int, tmp_path: Path) -> None:
    shelf.delivery(card, "2026-09-20", discharged_on=day("2026-09-23"))
    for on, met in (("2026-09-26", "2"), ("2026-09-28", "1")):
        shelf.add(
            PostpartumVisit(
                centre="C1",
                pregnancy_id=card,
                visited_on=day(on),
                met=met,
                mind="情绪低落",
                wound="2",
                wound_finding="红肿",
                guidance=["1", "4"],
            )
        )
    (row,) = rows(shelf, tmp_path, "产后访视登记")
    said = [f"产后访视/{each}" for each in ("应访日", "访视日期", "伤口", "乳房", "心理", "指导")]
    expected = ["2026-09-30", "2026-09-28", "红肿", "未见异常", "情绪低落", "个人卫生、母乳喂养"]
    assert only(row, *said) == expected
    assert row["备注"] == "2026-09-26拒访"
    (refused,) = read(tmp_path, "产后访视拒访登记")
    assert refused["访视/上门日期"] == "2026-09-26"


def test_a_defect_has_the_day_it_was_reported(shelf: Shelf, card: int, tmp_path: Path) -> None:
    (newborn,) = shelf.delivery(card, "2026-09-20")
    shelf.change(newborn, Newborn, defect="2", defect_diagnosis="唇裂", defect_basis="2")
    shelf.add(
        Report(
            centre="C1",
            kind=DEFECT,
            person_id=person_of(shelf, card),
            subject_table="newborns",
            subject_id=newborn,
            known_at="2026-09-20T00:00:00+00:00",
            due_at="2026-09-25T00:00:00+00:00",
            reported_on=day("2026-09-22"),
        )
    )
    (row,) = rows(shelf, tmp_path, "出生缺陷登记")
    told = [f"出生缺陷/{each}" for each in ("缺陷诊断", "诊断依据", "报告日期")]
    assert only(row, *told) == ["唇裂", "产后", "2026-09-22"]


@pytest.mark.parametrize(("counted", "lines"), [("1", 1), ("9", 0)])
def test_a_withdrawn_death_is_not_registered(
    shelf: Shelf, card: int, tmp_path: Path, counted: str, lines: int
) -> None:
    shelf.add(
        MaternalDeath(
            centre="C1",
            pregnancy_id=card,
            died_on=day("2026-08-01"),
            counted=counted,
            cause_1="出血",
        )
    )
    found = rows(shelf, tmp_path, "孕产妇死亡登记")
    assert [row["死因/死因1"] for row in found] == ["出血"] * lines


@pytest.mark.parametrize(
    ("died", "lived"), [("2026-07-04", "3天"), ("2026-09-02", "2月"), ("2026-09-30", "2月")]
)
def test_a_child_death_tells_the_age(shelf: Shelf, tmp_path: Path, died: str, lived: str) -> None:
    child = shelf.child("小甲", "2026-07-01", mother_name="王甲")
    shelf.add(ChildDeath(centre="C1", child_id=child, died_on=day(died), cause_a="窒息"))
    (row,) = rows(shelf, tmp_path, "5岁以下儿童死亡登记")
    told = ("儿童姓名", "母亲姓名", "死亡情况/死亡年龄")
    assert only(row, *told) == ["小甲", "王甲", lived]


def test_folic_acid_stands_with_the_woman_and_in_the_stock_book(
    shelf: Shelf, tmp_path: Path
) -> None:
    woman = shelf.add(Person(centre="C1", name="待孕丁", birth_date=day("1998-01-01")))
    course = shelf.add(FolicCourse(centre="C1", person_id=woman, enrolled_on=day("2026-07-10")))
    batch = shelf.add(FolicBatch(centre="C1", number="A1", expires_on=day("2027-12-31")))
    shelf.add(
        FolicMove(centre="C1", batch_id=batch, kind="1", moved_on=day("2026-07-01"), bottles=10)
    )
    shelf.add(
        FolicHandout(
            centre="C1", course_id=course, batch_id=batch, given_on=day("2026-07-10"), bottles=2
        )
    )
    (row,) = rows(shelf, tmp_path, "叶酸服用登记")
    first = [f"第一次领取/{each}" for each in ("数量(瓶)", "批号", "日期", "领取人")]
    assert only(row, "姓名", *first) == ["待孕丁", "2", "A1", "2026-07-10", "本人"]
    book = read(tmp_path, "叶酸出入库登记")
    assert [only(line, "类别", "本批结存(瓶)") for line in book] == [["入库", "10"], ["发放", "8"]]
    counts = {line["项目"]: line["数"] for line in read(tmp_path, "叶酸季报数")}
    assert counts["新增服用人数"] == "1"


def test_subsidy_names_the_child_and_the_certificate(
    shelf: Shelf, card: int, tmp_path: Path
) -> None:
    (newborn,) = shelf.delivery(card, "2026-09-20", place="县医院", mode="3")
    child = shelf.add(Person(centre="C1", name="王小甲", birth_date=day("2026-09-20")))
    shelf.add(Child(centre="C1", person_id=child, newborn_id=newborn, cert_no="X331000009"))
    shelf.add(
        Subsidy(
            centre="C1",
            pregnancy_id=card,
            noted_on=day("2026-09-25"),
            category="2",
            papers=["1", "6"],
            paid_fen=40000,
        )
    )
    (row,) = rows(shelf, tmp_path, "住院分娩补助登记")
    births = [f"分娩情况/{each}" for each in ("分娩医院", "分娩方式", "新生儿姓名", "出生证编号")]
    assert only(row, *births) == ["县医院", "剖宫产", "王小甲", "X331000009"]
    money = ("费用与补助/实补金额(元)", "申请与审核/材料")
    assert only(row, *money) == ["400.00", "身份证、出生证"]


def test_infections_are_written_apart_for_those_permitted(
    shelf: Shelf, card: int, tmp_path: Path
) -> None:
    shelf.add(
        InfectionCase(
            centre="C1", pregnancy_id=card, disease="2", confirmed_on=day("2026-08-05"), drug="甲药"
        )
    )
    export_infections(shelf.only("counsellor"), Q3, tmp_path / "out")
    (row,) = read(tmp_path / "out", "艾梅乙个案登记")
    assert only(row, "姓名", "病种", "药名") == ["王甲", "梅毒", "甲药"]


def test_infections_are_written_for_nobody_else(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        export_infections(shelf.only("clerk", "supervisor"), Q3, tmp_path / "out")
