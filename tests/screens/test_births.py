"""At the keyboard: a home visit in one sitting, births, deaths, an ending undone."""

from datetime import date, timedelta

from sqlmodel import col, select

from desk.child import child
from desk.context import Desk
from desk.delivery import record_delivery, record_postpartum
from desk.ending import end_card
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from models.audit import AuditEntry
from models.child import ChildCheck
from models.death import ChildDeath
from tests.conftest import TODAY
from tests.screens.stage import KEYS, Act, Stage, play

BORN = TODAY - timedelta(days=9)
LEFT = TODAY - timedelta(days=5)


def at_person(initials: str, digit: str, see: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("F6 家人")
        await stage.keys(digit)
        await stage.see("F2 保存", see)
        await then(stage)

    return act


def chosen(initials: str, label: str, then: Act) -> Act:
    """What the palette finds by the initials of its label."""

    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("F6 家人")
        await stage.keys("ctrl+p", label)
        await stage.keys("enter")
        await stage.see("F2 保存")
        await then(stage)

    return act


def twins(clerk: Desk) -> CardView:
    opened = open_card(
        clerk,
        {
            "name": "孙巧云",
            "birth_date": date(1998, 4, 4),
            "village_id": 3,
            "lmp": BORN - timedelta(days=260),
        },
    )
    return record_delivery(
        clerk,
        opened.id,
        {"delivered_on": BORN, "discharged_on": LEFT, "mode": "3", "place": "县医院"},
        [{"sex": "1", "weight_g": 2600}, {"sex": "2", "weight_g": 2400}],
    )


def newborn_visits(desk: Desk) -> list[tuple[int, date, str | None, int | None]]:
    with desk.reading() as session:
        rows = session.exec(select(ChildCheck).order_by(col(ChildCheck.id)))
        return [(each.child_id, each.checked_on, each.doctor, each.weight_g) for each in rows]


def test_a_home_visit_and_both_newborn_visits_are_one_sitting(clerk: Desk) -> None:
    born = twins(clerk)
    pressed = 0

    async def keys(stage: Stage, *names: str) -> None:
        nonlocal pressed
        pressed += sum(1 if name in KEYS else len(name) for name in names)
        await stage.keys(*names)

    async def then(stage: Stage) -> None:
        await keys(stage, "36.6", "enter", "118", "enter", "72", "enter", "pagedown")
        await keys(stage, "enter", "enter", "enter", "enter", "李医生", "f2")
        await stage.see("孙巧云之子1", "接着记新生儿访视", "李医生", "新生儿访视  2026")
        await keys(stage, "2.9", "enter", "f2")
        await stage.see("孙巧云之女2", "李医生")
        await keys(stage, "2.7", "enter", "f2")
        await stage.see("F6 家人", "产后访视")

    play(clerk.store.path, at_person("sqy", "3", "产后 9 天", then), clerk)
    first, second = (baby.child_id for baby in born.newborns)
    assert newborn_visits(clerk) == [
        (first, TODAY, "李医生", 2900),
        (second, TODAY, "李医生", 2700),
    ]
    assert pressed <= 35


def test_esc_passes_a_newborn_visit_by(clerk: Desk) -> None:
    born = twins(clerk)

    async def then(stage: Stage) -> None:
        await stage.form("36.6")
        await stage.keys("f2")
        await stage.see("孙巧云之子1", "Esc 不记")
        await stage.keys("escape")
        await stage.see("孙巧云之女2")
        await stage.form("2.7")
        await stage.keys("f2")
        await stage.see("F6 家人", "产后访视")

    play(clerk.store.path, at_person("sqy", "3", "产后 9 天", then), clerk)
    assert [visit[0] for visit in newborn_visits(clerk)] == [born.newborns[1].child_id]


def test_a_refused_visit_asks_nothing_but_why(clerk: Desk) -> None:
    born = twins(clerk)

    async def then(stage: Stage) -> None:
        await stage.keys("up")
        await stage.form("2")
        await stage.see("未访原因")
        await stage.gone("子宫")
        await stage.form("回娘家")
        await stage.keys("f2")
        await stage.see("F6 家人", "拒访", "回娘家")

    play(clerk.store.path, at_person("sqy", "3", "产后 9 天", then), clerk)
    assert [visit.values["met"] for visit in card(clerk, born.id).visits] == ["2"]


def test_the_day_42_form_has_its_own_words_and_closes(clerk: Desk) -> None:
    opened = open_card(
        clerk,
        {"name": "孙巧云", "birth_date": date(1998, 4, 4), "lmp": TODAY - timedelta(days=320)},
    )
    born = {"delivered_on": TODAY - timedelta(days=45)}
    record_delivery(clerk, opened.id, born, [{"sex": "2"}])

    async def then(stage: Stage) -> None:
        await stage.see("2 产后42天检查", "1 已恢复", "1 结案")
        await stage.form("36.6")
        await stage.keys("f2")
        await stage.see("F6 家人", "处理 结案")

    play(clerk.store.path, at_person("sqy", "3", "产后 45 天", then), clerk)
    assert card(clerk, opened.id).state == "closed"


def delivered_before(clerk: Desk, days: int) -> CardView:
    opened = open_card(
        clerk,
        {
            "name": "孙巧云",
            "birth_date": date(1998, 4, 4),
            "lmp": TODAY - timedelta(days=days + 275),
        },
    )
    born = {"delivered_on": TODAY - timedelta(days=days)}
    return record_delivery(clerk, opened.id, born, [{"sex": "2", "outcome": "2"}])


def test_a_day_42_check_with_a_fever_proposes_no_closing(clerk: Desk) -> None:
    born = delivered_before(clerk, 45)

    async def then(stage: Stage) -> None:
        await stage.see("1 结案")
        await stage.form("38.6")
        await stage.see("38.6 少见")
        await stage.answer("1")
        await stage.gone("1 结案")
        await stage.keys("f2")
        await stage.see("请选结案还是转诊")
        await stage.form("2", "产褥感染")
        await stage.keys("f2")
        await stage.see("体温 38.6 ℃,分类却是已恢复", "1是 2改")

    play(clerk.store.path, at_person("sqy", "3", "产后 45 天", then), clerk)
    assert card(clerk, born.id).state == "delivered"


def test_a_day_42_check_closed_over_a_high_pressure_tells_so_in_the_journal(clerk: Desk) -> None:
    born = delivered_before(clerk, 45)

    async def then(stage: Stage) -> None:
        await stage.form("36.6", "150", "100")
        await stage.gone("1 结案")
        await stage.keys("f2")
        await stage.see("请选结案还是转诊")
        await stage.keys("1", "f2")
        await stage.see("血压 150/100,分类却是已恢复")
        await stage.answer("1")
        await stage.see("血压 150/100,仍结案吗? 1是 2改")
        await stage.answer("1")
        await stage.see("F6 家人", "处理 结案")

    play(clerk.store.path, at_person("sqy", "3", "产后 45 天", then), clerk)
    assert card(clerk, born.id).state == "closed"
    with clerk.reading() as session:
        query = select(AuditEntry.reason).where(AuditEntry.action == "postpartum.record")
        assert session.exec(query).all()[-1] == "确认: 分类、处理"


def test_a_finding_put_right_proposes_the_closing_again(clerk: Desk) -> None:
    delivered_before(clerk, 45)

    async def then(stage: Stage) -> None:
        await stage.form("36.6", "150", "100")
        await stage.gone("1 结案")
        await stage.keys("up")
        await stage.form("80")
        await stage.keys("up", "up")
        await stage.form("120")
        await stage.see("1 结案")

    play(clerk.store.path, at_person("sqy", "3", "产后 45 天", then), clerk)


def test_a_home_visit_with_a_fever_and_no_referral_is_asked_about(clerk: Desk) -> None:
    born = delivered_before(clerk, 9)

    async def then(stage: Stage) -> None:
        await stage.form("37.8")
        await stage.keys("f2")
        await stage.see("体温 37.8 ℃,分类却是未见异常")
        await stage.answer("1")
        await stage.see("没有转诊(产褥感染等应转诊),仍保存吗?")
        await stage.answer("1")
        await stage.see("F6 家人", "体温 37.8℃")

    play(clerk.store.path, at_person("sqy", "3", "产后 9 天", then), clerk)
    assert [visit.values["temperature"] for visit in card(clerk, born.id).visits] == [378]


def test_after_a_home_visit_another_is_proposed_until_the_day_42_check_opens(clerk: Desk) -> None:
    born = delivered_before(clerk, 41)
    first = {"visited_on": TODAY - timedelta(days=38)}
    record_postpartum(clerk, born.id, first)

    async def then(stage: Stage) -> None:
        await stage.see("1 产后访视", "迟 34 天,过了 28 天不计入")

    play(clerk.store.path, at_person("sqy", "3", "产后 41 天", then), clerk)


def test_the_proposed_visit_follows_its_day_and_a_late_one_says_whether_it_counts(
    clerk: Desk,
) -> None:
    born = delivered_before(clerk, 60)
    day = TODAY - timedelta(days=42)

    async def then(stage: Stage) -> None:
        opens, closes = (TODAY - timedelta(days=60 - days) for days in (42, 56))
        await stage.see("2 产后42天检查", f"{opens}~{closes}")
        await stage.keys("up", "up", "up")
        await stage.form(f"{day:%Y%m%d}")
        await stage.see("产后 18 天", "产后访视", "迟 11 天,28 天内仍计入")

    play(clerk.store.path, at_person("sqy", "3", "产后 60 天", then), clerk)
    assert card(clerk, born.id).visits == ()


def test_our_own_hospital_by_another_name_is_asked_about(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("20261120", "", "1", "县医院", "2", "1")
        await stage.see("填的是本院,分娩机构却是 县医院", "1是 2改")

    play(clerk.store.path, at_person("wxl", "2", "> 分娩日期", then), clerk)


def test_a_stillborn_twin_is_asked_for_no_apgar_and_becomes_no_child(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("20261120", "", "3", "县医院", "2", "2", "2", "3")
        await stage.gone("Apgar 1分钟")
        await stage.keys("pagedown")
        await stage.form("1", "2", "2500")
        await stage.keys("f2")
        await stage.see("F6 家人", "王小丽之女2", "围产儿死亡报告")
        await stage.gone("王小丽之子1")

    play(clerk.store.path, at_person("wxl", "2", "> 分娩日期", then), clerk)
    assert [baby.child_id is None for baby in card(clerk, 1).newborns] == [True, False]


def test_a_newborns_weight_is_corrected_with_the_delivery_and_its_child_follows(
    clerk: Desk,
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "zxf", "enter")
        await stage.see("F6 家人", "分娩")
        while "分娩" not in stage.line("> 2026"):
            await stage.keys("down")
        await stage.keys("enter")
        await stage.see("更正分娩", "F2 保存")
        await stage.keys("pagedown", "down", "down")
        await stage.form("2300")
        await stage.see("低出生体重")
        await stage.keys("pagedown", "pagedown")
        await stage.form("抄错了")
        await stage.keys("f2")
        await stage.see("已更正")

    play(clerk.store.path, act, clerk)
    baby = card(clerk, 2).newborns[0]
    assert baby.values["weight_g"] == 2300
    assert child(clerk, baby.child_id or 0).values["birth_weight_g"] == 2300


def test_a_mother_who_died_at_delivery_has_her_report_card_asked_for(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("20261120", "", "3", "县医院", "2", "2", "1", "1", "2", "2500")
        await stage.keys("pagedown")
        while not stage.line("> ").startswith("> 母亲结局"):
            await stage.keys("down")
        await stage.form("2")
        await stage.keys("f2")
        await stage.see("孕产妇死亡报告卡", "2026-11-20")
        await stage.keys("f2")
        await stage.see("已保存", "2026-11-20 死亡", "孕产妇死亡报告")

    play(clerk.store.path, at_person("wxl", "2", "> 分娩日期", then), clerk)
    (death,) = card(clerk, 1).records["maternal_deaths"]
    assert (death.values["died_on"], death.values["counted"]) == (date(2026, 11, 20), "1")
    assert death.values["exams"] == 1


def test_a_childs_death_is_recorded_from_its_page(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("儿童死亡报告卡", "> 死亡日期")
        await stage.form("20261105")
        await stage.keys("f2")
        await stage.see("已保存", "2026-11-05 死亡")

    play(clerk.store.path, chosen("zxfzn", "etsw", then), clerk)
    with clerk.reading() as session:
        assert [each.died_on for each in session.exec(select(ChildDeath))] == [date(2026, 11, 5)]


def test_a_move_keeps_where_to_and_is_undone_with_a_reason(clerk: Desk) -> None:
    end_card(
        clerk, 1, {"ended_on": TODAY, "end_reason": "6", "moved_to": "邻县", "handed_over": "1"}
    )

    async def then(stage: Stage) -> None:
        await stage.see("撤销结案", "迁出", "> 更正原因")
        await stage.form("没有搬")
        await stage.keys("f2")
        await stage.see("孕册已恢复")

    play(clerk.store.path, chosen("wxl", "cxja", then), clerk)
    back = card(clerk, 1)
    assert (back.state, back.mother.values["moved_out_on"]) == ("ongoing", None)


def test_another_day_of_birth_shows_what_it_moves_before_it_is_kept(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-delivery", "2")
        await stage.see("更正分娩", "> 分娩日期*")
        await stage.keys("20261020", "enter", *["pagedown"] * 5, "抄错了", "f2")
        await stage.see("改了以后这些会变", "分娩孕周", "40+5", "39+0")
        await stage.answer("1")
        await stage.see("已更正")

    play(clerk.store.path, act, clerk)
    delivery = card(clerk, 2).delivery
    assert delivery is not None
    assert (delivery.values["delivered_on"], delivery.values["ga_days"]) == (
        date(2026, 10, 20),
        273,
    )
