"""The mother of a child who is registered: looked up as one types, or only a name."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk.child import register_child
from desk.context import Desk
from desk.people import find
from desk.pregnancy import open_card
from models.child import Child
from screens.form_page import FormPage
from tests.screens.stage import Act, Stage, play

CHILD = ("王安安", "", "1", "20260501")


def at_mother(then: Act, *more: str) -> Act:
    """A new child as far as the mother's name; ``more`` are phone, village, group."""

    async def act(stage: Stage) -> None:
        await stage.keys("3", "f4")
        await stage.see("> 姓名*")
        await stage.form(*CHILD, *(more or ("", "", "")))
        await stage.see("> 母亲姓名")
        await then(stage)

    return act


async def save(stage: Stage) -> None:
    await stage.keys("f2")
    await stage.see("已登记 王安安")


def values(stage: Stage) -> dict[str, Any]:
    page = stage.app.screen
    assert isinstance(page, FormPage)
    return page.form.values


def child(desk: Desk) -> Child:
    """The child registered last."""
    with Session(desk.store.read) as session:
        return session.exec(select(Child).order_by(col(Child.id).desc())).all()[0]


def another(desk: Desk, name: str, born: date, village: int) -> int:
    """A woman of this name on the books; her id."""
    values = {"name": name, "birth_date": born, "village_id": village, "lmp": date(2026, 6, 1)}
    return open_card(desk, values).mother.id


@pytest.mark.parametrize("typed", ["wxl", "王小丽", "0025"])
def test_the_mother_is_found_and_taken_by_enter(clerk: Desk, typed: str) -> None:
    async def then(stage: Stage) -> None:
        await stage.form(typed)
        await stage.see("王小丽  1996-03-05  东庄村", "> 父亲姓名")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    (mother,) = find(clerk, "王小丽")
    assert (child(clerk).mother_id, child(clerk).mother_name) == (mother.person_id, "王小丽")


def test_namesakes_are_told_apart_and_picked_by_the_arrows(clerk: Desk) -> None:
    other = another(clerk, "王小丽", date(1990, 2, 3), 3)

    async def then(stage: Stage) -> None:
        await stage.keys("王小丽")
        await stage.see("王小丽  1996-03-05  东庄村", "王小丽  1990-02-03  柳溪村")
        while not stage.line("1990-02-03").strip().startswith(">"):
            await stage.keys("down")
        await stage.keys("enter")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    assert child(clerk).mother_id == other


def test_of_several_namesakes_none_is_taken_unasked(clerk: Desk) -> None:
    another(clerk, "王小丽", date(1990, 2, 3), 3)

    async def then(stage: Stage) -> None:
        await stage.form("王小丽")
        await stage.see("只记姓名,没有对上名册里的人")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    assert (child(clerk).mother_id, child(clerk).mother_name) == (None, "王小丽")


def test_a_longer_name_on_the_books_is_not_taken_for_the_one_typed(clerk: Desk) -> None:
    another(clerk, "孙小丽", date(1990, 2, 3), 3)

    async def then(stage: Stage) -> None:
        await stage.form("孙小")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    assert (child(clerk).mother_id, child(clerk).mother_name) == (None, "孙小")


def test_a_name_that_is_not_found_stays_as_typed_and_says_so(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("外地人")
        await stage.see("> 父亲姓名")
        assert "外地人" in stage.line("只记姓名,没有对上名册里的人")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    assert (child(clerk).mother_id, child(clerk).mother_name) == (None, "外地人")


def test_last_digits_of_nobody_are_no_name(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("7777")
        await stage.see("没有找到“7777”")

    play(clerk.store.path, at_mother(then), clerk)


@pytest.mark.parametrize(("name", "sex"), [("郑小文", "2"), ("郑大山", "1")])
def test_neither_girls_nor_boys_are_offered(clerk: Desk, name: str, sex: str) -> None:
    register_child(clerk, {"name": name, "sex": sex, "birth_date": date(2024, 1, 2)})

    async def then(stage: Stage) -> None:
        await stage.form(name)
        await stage.see("只记姓名,没有对上名册里的人")

    play(clerk.store.path, at_mother(then), clerk)


def test_village_and_phone_left_empty_are_hers(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("wxl")
        await stage.see("> 父亲姓名", "13800000001")
        assert (values(stage)["village_id"], values(stage)["phones"]) == (1, ["13800000001"])

    play(clerk.store.path, at_mother(then), clerk)


def test_village_and_phone_that_were_typed_stay(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("wxl")
        await stage.see("> 父亲姓名", "王小丽  1996-03-05")
        assert (values(stage)["village_id"], values(stage)["phones"]) == (3, ["13900000009"])

    play(clerk.store.path, at_mother(then, "13900000009", "3", ""), clerk)


def test_a_mother_picked_is_in_the_draft(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("wxl")
        await stage.see("> 父亲姓名")
        await stage.keys("escape")
        await stage.see("填了的内容还没有保存")
        await stage.answer("2")
        await stage.gone("> 父亲姓名")
        await stage.keys("f4")
        await stage.see("这张表上次没有保存完")
        await stage.answer("1")
        await stage.see("王小丽", "名册里的人")
        await save(stage)

    play(clerk.store.path, at_mother(then), clerk)
    (mother,) = find(clerk, "王小丽")
    assert child(clerk).mother_id == mother.person_id


def test_a_mothers_name_is_corrected_as_words(clerk: Desk) -> None:
    view = register_child(
        clerk,
        {"name": "王安安", "sex": "1", "birth_date": date(2026, 5, 1), "mother_name": "王小利"},
    )

    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-child", str(view.id))
        await stage.see("F2 保存", "王小利")
        page = stage.app.screen
        assert isinstance(page, FormPage)
        page.form.go_to("mother_name")
        await stage.keys("ctrl+u", "王小丽", "pagedown", "pagedown", "抄错了", "f2")
        await stage.see("已更正 王安安 的资料")

    play(clerk.store.path, act, clerk)
    assert (child(clerk).mother_id, child(clerk).mother_name) == (None, "王小丽")
