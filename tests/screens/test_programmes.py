"""Infections, prenatal screening and the delivery subsidy by keys, and what each role sees."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from desk.case_work import record
from desk.context import Desk
from desk.history import history
from desk.pregnancy import card, open_card
from desk.ruling import put_house_rules
from desk.subsidy_work import apply
from models.audit import AuditEntry
from tests.conftest import TODAY, DeskOf
from tests.screens.stage import Stage, golden, play
from tui.forms import Form

POSITIVE = {"tested_on": TODAY, "hiv": "1", "syphilis": "2", "hbsag": "2"}
HIDDEN = "内容只有专管人员能看"


async def save_and_assess_later(stage: Stage) -> None:
    """A positive result changes the risk: the form asks whether to assess her again."""
    await stage.keys("f2")
    await stage.see("风险因素有变化")
    await stage.answer("2")


def drafts(folder: Path) -> list[Path]:
    return list(folder.rglob("*.json"))


async def person(stage: Stage, initials: str) -> None:
    await stage.keys("/", initials, "enter")
    await stage.see("0 更多")


def test_a_clerk_enters_tests_and_reads_nothing_back(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.more("艾梅乙检测")
        await stage.see("HIV抗体")
        await stage.form("1", "2", "", "", "2")
        await save_and_assess_later(stage)
        await stage.see(HIDDEN)

    text = play(clerk.store.path, act, clerk)
    assert "阳性" not in text
    kept = card(desk_of("counsellor"), 1).records["infection_tests"][0].values
    assert (kept["hiv"], kept["syphilis"], kept["hbsag"]) == ("1", "2", "2")


def test_the_clerk_cannot_open_the_correction_of_tests(clerk: Desk) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)

    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.see(HIDDEN)
        await stage.keys("enter")
        await stage.see("「更正这条」不能用")

    play(clerk.store.path, act, clerk)


def test_the_form_of_a_correction_is_refused_to_who_may_not_read(clerk: Desk) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)

    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-infection-test", "1/1")
        await stage.see("此项需要「艾梅乙专管」岗位的人办理")

    play(clerk.store.path, act, clerk)


def test_the_history_shows_the_clerk_who_and_when_only(clerk: Desk) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)

    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.see(HIDDEN)
        await stage.keys("f9")
        await stage.see("登记", "专管人员可看")

    assert "阳性" not in play(clerk.store.path, act, clerk)


def test_nothing_typed_stays_in_a_draft_once_it_is_saved(clerk: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.more("艾梅乙检测")
        await stage.see("HIV抗体")
        await stage.form("2")
        stage.app.write_drafts()
        assert drafts(tmp_path)
        await save_and_assess_later(stage)
        await stage.see(HIDDEN)

    play(clerk.store.path, act, clerk)
    assert not drafts(tmp_path)


@pytest.mark.parametrize("role", ["clerk", "issuer", "reviewer", "supervisor", "admin"])
def test_the_list_of_infections_is_refused_to_other_roles(
    clerk: Desk, desk_of: DeskOf, role: str
) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)

    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("艾梅乙名单", "enter")
        await stage.see("「艾梅乙名单」不能用")

    play(clerk.store.path, act, desk_of(role), see="")


def test_the_counsellor_goes_from_the_list_to_a_case(clerk: Desk, desk_of: DeskOf) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)
    counsellor = desk_of("counsellor")

    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("艾梅乙名单", "enter")
        await stage.see("没有建个案")
        golden("infections", stage.text)
        await stage.keys("enter")
        await stage.see("梅毒血清学试验 阳性")
        golden("infection_card", stage.text)
        await stage.keys("f4")
        await stage.see("登记什么?")
        await stage.answer("2")
        await stage.see("病种")
        await stage.keys("f2")
        await stage.see("病种 梅毒")  # who may not write records is not asked to assess her

    play(clerk.store.path, act, counsellor, see="")
    case = card(counsellor, 1).records["infection_cases"][0].values
    assert (case["disease"], case["confirmed_on"]) == ("2", TODAY)
    assert history(counsellor, "infection_cases", 1)[0].user == "counsellor"


def test_opening_a_womans_infections_is_one_look(clerk: Desk, desk_of: DeskOf) -> None:
    record(clerk, "infection_tests", 1, POSITIVE)
    counsellor = desk_of("counsellor")

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("infection", 1))
        await stage.see("王小丽", "梅毒血清学试验 阳性")
        await stage.pilot.pause(0.5)

    play(clerk.store.path, act, counsellor, see="")
    with counsellor.reading() as session:
        looks = select(AuditEntry.seq).where(AuditEntry.action == "infections.look")
        assert len(session.exec(looks).all()) == 1


def test_a_screening_says_whether_its_day_is_in_the_window(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")  # 29+1: every window has passed
        await stage.more("产前筛查")
        await stage.see("筛查项目")
        await stage.form("5", "1")
        await stage.see("在窗口外")

    play(clerk.store.path, act, clerk)


def test_a_subsidy_goes_from_the_list_to_the_money(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("分娩补助名单", "enter")
        await stage.see("待申请 1")
        await stage.keys("enter")
        await stage.see("补助类别")
        golden("subsidy_form", stage.text)
        await stage.form("1", "")
        await stage.see("标准 400 元")
        await stage.keys("f2")
        await stage.see("已保存")
        await stage.see("本院")
        golden("subsidies", stage.text)

    play(clerk.store.path, act, clerk)
    kept = card(clerk, 2).records["subsidies"][0].values
    assert (kept["state"], kept["category"], kept["standard_fen"]) == ("1", "1", 40_000)


@pytest.mark.parametrize("typed", ["zxf", "秀芳"])
def test_the_subsidies_narrow_by_what_the_find_box_takes(clerk: Desk, typed: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("分娩补助名单", "enter")
        await stage.see("赵秀芳")
        await stage.keys("/", typed)
        await stage.see("共 1 条", "赵秀芳")

    play(clerk.store.path, act, clerk)


def test_a_list_narrowed_to_nobody_does_not_say_that_it_is_empty(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("分娩补助名单", "enter")
        await stage.see("赵秀芳")
        await stage.keys("/", "qqq")
        await stage.see("没有符合“qqq”的")
        assert "没有住院分娩的产妇" not in stage.text

    play(clerk.store.path, act, clerk)


def test_a_step_offers_only_what_follows(clerk: Desk) -> None:
    apply(clerk, 2, {"noted_on": TODAY, "category": "3", "applied_on": TODAY, "papers": ["1"]})

    async def act(stage: Stage) -> None:
        await person(stage, "zxf")
        await stage.more("分娩补助")
        await stage.see("现在是待审", "3 公示  5 退回  6 不予兑现")
        await stage.form("5", "")
        await stage.keys("材料不全", "f2")
        await stage.see("已保存")

    play(clerk.store.path, act, clerk)
    kept = card(clerk, 2).records["subsidies"][0].values
    assert (kept["state"], kept["returned_on"], kept["why"]) == ("5", TODAY, "材料不全")


def test_where_it_is_switched_off_nothing_speaks_of_the_subsidy(
    clerk: Desk, desk_of: DeskOf
) -> None:
    put_house_rules(desk_of("admin"), {"subsidy": "2"}, "并入医保")

    async def act(stage: Stage) -> None:
        await person(stage, "zxf")
        await stage.keys("0")
        await stage.see("产前筛查")
        await stage.answer("0")
        await stage.see("叶酸")
        assert "补助" not in stage.text
        await stage.keys("escape", "ctrl+p")
        await stage.see("全部功能")
        await stage.keys("分娩补助")
        await stage.see("没有这样的功能")

    play(clerk.store.path, act, clerk)


def test_the_subsidy_given_up_is_gone_from_the_pages_at_once(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("house-rules", "all")
        await stage.see("预产期算法")
        form = stage.app.screen.query_one(Form)
        form.set_value("subsidy", "2")
        await stage.keys(*["pagedown"] * 9, "并入医保")
        await stage.keys("f2")
        await stage.see("本院规定已保存")
        assert "subsidies" in stage.app.switched_off

    play(clerk.store.path, act, desk_of("admin"), see="")


def test_the_head_says_which_screening_can_be_done_until_when(clerk: Desk) -> None:
    start = TODAY - timedelta(days=12 * 7 + 1)
    view = open_card(clerk, {"name": "吴试燕", "lmp": start, "booked_on": TODAY})

    async def act(stage: Stage) -> None:
        await person(stage, "wsy")
        await stage.see("可做筛查  早孕血清+NT 到12-03  NIPT 到")
        record(
            clerk, "prenatal_screenings", view.id, {"test": "3", "done_on": TODAY, "answer": "2"}
        )
        await stage.keys("f5")
        await stage.gone("可做筛查")

    play(clerk.store.path, act, clerk)
