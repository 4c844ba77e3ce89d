"""The first examination's sheet: what is known already, one key for the rest, its correction."""

import pytest
from sqlmodel import Session, select

from desk.antenatal import first_exam_of
from desk.context import Desk
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from models.infection import InfectionTest
from tests.conftest import TODAY
from tests.screens.stage import Act, Stage, play
from tests.screens.test_antenatal import EARLY, at, form, go


@pytest.fixture
def early(clerk: Desk) -> CardView:
    """A woman at 8+6 whose card was opened today."""
    measured = {"booked_on": TODAY, "height_mm": 1600, "weight_g": 54_000, "gravida": 1, "para": 0}
    return open_card(clerk, {**EARLY, **measured})


def sheet(then: Act) -> Act:
    return at("zz", "1", see="> 丈夫年龄", then=then)


def test_contact_1_of_a_woman_in_her_first_weeks_is_the_first_examination(
    clerk: Desk, early: CardView
) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("28", "", "1", "1", "1", "1")
        await go(stage, "血小板")
        await stage.form("186")
        await go(stage, "HIV抗体")
        await stage.form("1")
        await go(stage, "指导")
        await stage.see("4 避免致畸因素和疾病对胚胎的不良影响")
        await stage.form("14")
        await stage.keys("f2")
        await stage.see("已保存", "第1次产前检查")

    play(clerk.store.path, sheet(then), clerk)
    exam, contact = first_exam_of(card(clerk, early.id))
    assert (exam.values["husband_age"], exam.values["platelets"]) == (28, 186)
    assert (contact.values["number"], contact.values["guidance"]) == (1, ["1", "4"])
    with Session(clerk.store.read) as session:
        assert session.exec(select(InfectionTest.hiv)).all() == ["1"]


def test_one_key_answers_the_rest_of_a_section_where_nothing_was_found(
    clerk: Desk, early: CardView
) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "家族史")
        await stage.form("3")
        await stage.keys("f7")
        await stage.see("> 阴道分娩")
        await stage.keys("f7")
        await stage.see("> 身高")
        await stage.keys("f7")
        await stage.see("> 血红蛋白")
        values = form(stage).form.values
        assert (values["past_history"], values["family_history"]) == (["1"], ["3"])
        assert {values[organ] for organ in ("heart", "lungs", "cervix", "adnexa")} == {"1"}
        await stage.keys("f7")
        values = form(stage).form.values
        assert {values[name] for name in ("hb", "urine_protein", "discharge")} == {None}

    assert early.id
    play(clerk.store.path, sheet(then), clerk)


def test_one_key_sets_the_empty_counts_of_earlier_pregnancies_to_none(clerk: Desk) -> None:
    open_card(clerk, {**EARLY, "name": "周算", "gravida": 4, "para": 1})

    async def then(stage: Stage) -> None:
        await go(stage, "自然流产")
        await stage.form("2")
        await stage.keys("f7")
        await stage.see("> 身高")
        values = form(stage).form.values
        assert values["miscarriages"] == 2
        none = ("induced_abortions", "fetal_deaths", "stillbirths", "neonatal_deaths", "defects")
        assert {values[name] for name in none} == {0}
        assert {values[name] for name in ("vaginal_births", "caesareans", "fetuses")} == {None}

    play(clerk.store.path, at("zs", "1", see="第1次产前检查", then=then), clerk)


def test_one_key_for_the_rest_stays_at_what_cannot_be_read(clerk: Desk, early: CardView) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "胎数")
        await stage.keys("x", "f7")
        await stage.see("> 胎数")
        await stage.gone("> 身高")

    assert early.id
    play(clerk.store.path, sheet(then), clerk)


def test_losses_follow_where_each_earlier_pregnancy_was_a_birth(clerk: Desk) -> None:
    open_card(clerk, {**EARLY, "name": "周算", "gravida": 3, "para": 2})

    async def then(stage: Stage) -> None:
        values = form(stage).form.values
        assert (values["miscarriages"], values["induced_abortions"]) == (0, 0)
        assert (values["stillbirths"], values["vaginal_births"]) == (None, None)

    play(clerk.store.path, at("zs", "1", see="第1次产前检查", then=then), clerk)


def test_what_the_card_has_is_not_typed_again_on_the_sheet(clerk: Desk, early: CardView) -> None:
    async def then(stage: Stage) -> None:
        values = form(stage).form.values
        assert (values["height_mm"], values["weight_g"]) == (1600, 54_000)
        assert (values["caesareans"], values["miscarriages"]) == (0, 0)
        await go(stage, "体重")
        await stage.see("BMI 21.09")

    assert early.id
    play(clerk.store.path, sheet(then), clerk)


def test_births_that_do_not_add_up_to_the_card_are_asked_about(
    clerk: Desk, early: CardView
) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "剖宫产")
        await stage.form("1")
        await stage.see("阴道分娩加剖宫产共 1 次,孕册上产次为 0", "1是 2改")

    assert early.id
    play(clerk.store.path, sheet(then), clerk)


def test_a_sheet_is_corrected_from_the_line_of_events(clerk: Desk, early: CardView) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "血小板")
        await stage.form("186")
        await stage.keys("f2")
        await stage.see("已保存", "第1次产前检查")
        await go(stage, "2026-11-21  第1次产前检查")
        await stage.keys("enter")
        await stage.see("更正第1次产前检查")
        await go(stage, "血小板")
        await stage.form("86")
        await go(stage, "更正原因")
        await stage.keys("看错单子", "f2")
        await stage.see("血小板 86", "要重新评估吗")

    play(clerk.store.path, sheet(then), clerk)
    exam, _ = first_exam_of(card(clerk, early.id))
    assert exam.values["platelets"] == 86


def test_births_one_way_leave_the_rest_of_the_card_to_the_other(clerk: Desk) -> None:
    open_card(clerk, {**EARLY, "name": "周算", "gravida": 4, "para": 3})

    async def then(stage: Stage) -> None:
        await go(stage, "阴道分娩")
        await stage.form("1")
        assert form(stage).form.values["caesareans"] == 2

    play(clerk.store.path, at("zs", "1", see="第1次产前检查", then=then), clerk)
