"""The sealer's list, the collection and the administrator's delegations, on the screen."""

from datetime import timedelta
from typing import Any

import pytest

from desk.application import take
from desk.child import register_child
from desk.collecting import collect, collected, uncollected
from desk.context import Desk
from desk.delegation import delegations
from desk.issuing import confirm, printed, reserve
from desk.sealing import seal, unsealed
from desk.sign_in import set_roles
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import issued
from tests.desk.two_hands import LETTER, at, substitute
from tests.screens.stage import Stage, play

HOME = "应办"
NO_RECORDS = "这个岗位不看个案"


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def paper(issuer: Desk, desk_of: DeskOf) -> int:
    """A certificate issued today; its id."""
    return issued(issuer, born(desk_of)).id


async def choose(stage: Stage, label: str, words: str) -> None:
    """Open a page from the palette."""
    await stage.keys("ctrl+p", label)
    await stage.see(f"> {label}")
    await stage.keys("enter")
    await stage.see(words)


def test_the_sealer_seals_what_is_pointed_at(paper: int, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 1 张")
        await stage.see("Z331990001", "孔试安")
        await stage.keys("enter")
        await stage.see("章都盖在纸上了吗")
        await stage.answer("1")
        await stage.see("已记下 1 张的盖章", "没有等着盖章的证")

    play(desk_of("sealer").store.path, act, desk_of("sealer"), see=NO_RECORDS)
    assert unsealed(desk_of("sealer")) == ()


def test_not_yet_sealed_records_nothing(paper: int, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 1 张")
        await stage.keys("f2")
        await stage.see("章都盖在纸上了吗")
        await stage.answer("2")
        await stage.gone("章都盖在纸上了吗")

    play(desk_of("sealer").store.path, act, desk_of("sealer"), see=NO_RECORDS)
    assert len(unsealed(desk_of("sealer"))) == 1


def test_the_day_of_the_seal_is_never_after_today(paper: int, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "盖章日期 2026-11-21")
        await stage.keys("f7")
        await stage.see("盖章日期不能晚于今天")
        await stage.keys("f6")
        await stage.see("盖章日期 2026-11-20")
        await stage.keys("f2")
        await stage.see("2026-11-20 盖章")
        await stage.answer("1")
        await stage.see("的签发日期")

    play(desk_of("sealer").store.path, act, desk_of("sealer"), see=NO_RECORDS)
    assert len(unsealed(desk_of("sealer"))) == 1


def six(issuer: Desk) -> None:
    """Certificates issued today to families that are not on the books, every other one a Sun."""
    mother = {"mother_name": "钱试母", "mother_id_no": "331199199806084705", "relation": "1"}
    birth = {"sex": "1", "birth_date": TODAY, "applied_on": TODAY, "kind": "1", **mother}
    for name in ("钱一", "孙二", "钱三", "孙四", "钱五", "孙六"):
        asked = take(issuer, None, {**birth, "child_name": name, "papers": ["1", "2", "6"]})
        reserve(issuer, asked.id)
        printed(issuer, asked.id)
        confirm(issuer, asked.id)


def test_all_that_wait_are_sealed_by_two_keys(issuer: Desk, desk_of: DeskOf) -> None:
    six(issuer)

    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 6 张")
        await stage.keys("f2")
        await stage.see("3 列出的都盖好了: 6 张,Z331990001 到 Z331990006")
        await stage.answer("3")
        await stage.see("已记下 6 张的盖章", "没有等着盖章的证")

    play(desk_of("sealer").store.path, act, desk_of("sealer"), see=NO_RECORDS)
    assert unsealed(desk_of("sealer")) == ()


def test_all_is_what_the_list_is_narrowed_to(issuer: Desk, desk_of: DeskOf) -> None:
    six(issuer)

    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 6 张")
        await stage.keys("/", "孙")
        await stage.gone("钱五")
        await stage.keys("f2")
        await stage.see("列出的都盖好了: Z331990002 孙二、Z331990004 孙四、Z331990006 孙六")
        await stage.answer("3")
        await stage.see("待盖章 3 张")

    play(desk_of("sealer").store.path, act, desk_of("sealer"), see=NO_RECORDS)
    assert [line.child for line in unsealed(desk_of("sealer"))] == ["钱一", "钱三", "钱五"]


@pytest.fixture
def changed(paper: int, desk_of: DeskOf) -> Desk:
    """A sealer who issued one of the two that wait, while an issuer."""
    child = register_child(
        desk_of("clerk"),
        {"name": "钱试宝", "sex": "1", "birth_date": TODAY, "mother_name": "钱试母"},
    ).id
    set_roles(desk_of("admin"), "clerk", ("issuer",))
    then = at(desk_of, "clerk", TODAY)
    issued(then, child, child_name="钱试宝", papers=["1", "2", "6"])
    set_roles(desk_of("admin"), "clerk", ("sealer",))
    return at(desk_of, "clerk", TODAY)


def test_what_another_hand_must_seal_is_not_among_all(changed: Desk) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 2 张")
        await stage.see("你经手的,要别人盖")
        await stage.keys("f2")
        await stage.see("章都盖在纸上了吗")
        assert "列出的" not in stage.text

    play(changed.store.path, act, changed, see=NO_RECORDS)


def test_what_was_marked_and_left_is_told_with_why(changed: Desk) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 2 张")
        await stage.keys("space", "space", "f2")
        await stage.see("章都盖在纸上了吗")
        await stage.answer("1")
        await stage.see("已记下 1 张的盖章", "留下 1 张", "Z331990002 是", "盖章要由另一个人")
        await stage.keys("enter")
        await stage.see("待盖章 1 张")

    play(changed.store.path, act, changed, see=NO_RECORDS)


def test_at_the_issuers_desk_the_sealer_signs(paper: int, issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await choose(stage, "待盖章", "待盖章 1 张")
        await stage.see("你经手的,要别人盖")
        await stage.keys("f2")
        await stage.see("章都盖在纸上了吗")
        await stage.answer("1")
        await stage.see("第二人签字", "印章", "> 口令")
        await stage.keys(PASSWORD, "enter")
        await stage.see("已记下 1 张的盖章")

    play(issuer.store.path, act, issuer, see=HOME)
    assert [line.sealer for line in uncollected(issuer)] == ["印章"]


def test_the_mother_collects_in_three_keys(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])

    async def act(stage: Stage) -> None:
        await choose(stage, "领证", "待领 1 张")
        await stage.keys("enter")
        await stage.see("> 本人签字", "史试燕")
        await stage.keys("1", "enter")
        await stage.see("待领 0 张")

    play(issuer.store.path, act, issuer, see=HOME)
    assert [line.receiver for line in collected(issuer)] == ["史试燕"]


def test_a_father_who_was_named_with_a_letter_collects_in_three_keys(
    issuer: Desk, desk_of: DeskOf
) -> None:
    father: dict[str, Any] = {"relation": "2", "receiver": "孔试升", "papers": ["1", "2", "3", "5"]}
    number = "331199199512300011"
    paper = issued(issuer, born(desk_of), **father, receiver_id_no=number).id
    seal(desk_of("sealer"), [paper])

    async def act(stage: Stage) -> None:
        await choose(stage, "领证", "待领 1 张")
        await stage.keys("enter")
        await stage.see("> 本人签字", "孔试升", number, "1 有")
        await stage.keys("1", "enter")
        await stage.see("待领 0 张")

    play(issuer.store.path, act, issuer, see=HOME)
    assert [line.receiver for line in collected(issuer)] == ["孔试升"]


def test_the_father_needs_the_mothers_letter(paper: int, issuer: Desk, desk_of: DeskOf) -> None:
    seal(desk_of("sealer"), [paper])

    async def act(stage: Stage) -> None:
        await choose(stage, "领证", "待领 1 张")
        await stage.keys("enter")
        await stage.see("> 本人签字")
        await stage.keys("pageup")
        await stage.see("> 与新生儿关系")
        await stage.keys("2", "enter")
        await stage.see("孔试升", "331199199501010019", "> 委托书")
        await stage.keys("f2")
        await stage.see("要有母亲签字的委托书")
        await stage.see("> 委托书")
        await stage.keys("1", "enter", "1", "enter")
        await stage.see("待领 0 张")

    play(issuer.store.path, act, issuer, see=HOME)
    assert [line.receiver for line in collected(issuer)] == ["孔试升"]


def test_a_collection_is_corrected_from_the_other_list(
    paper: int, issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [paper])
    values = {"receiver": "姑试雁", "relation": "9", "signed": "1", "collected_on": TODAY}
    collect(issuer, paper, values | {"receiver_other_no": "Q1", "letter": "1"})

    async def act(stage: Stage) -> None:
        await choose(stage, "领证", "待领 0 张")
        await stage.keys("f6")
        await stage.see("已领走 1 张", "姑试雁")
        await stage.keys("enter")
        await stage.see("更正领证", "> 与新生儿关系")
        await stage.keys("enter", "ctrl+u", "姑试燕", "f2")
        await stage.see("> 更正原因")
        await stage.keys("错字", "f2")
        await stage.see("姑试燕")

    play(issuer.store.path, act, issuer, see=HOME)
    assert [line.receiver for line in collected(issuer)] == ["姑试燕"]


def test_the_administrator_records_a_letter_by_digits(desk_of: DeskOf) -> None:
    admin = desk_of("admin")

    def digit_of(name: str, text: str) -> str:
        return text.split(f"{name}(", maxsplit=1)[0].rsplit(maxsplit=1)[-1]

    async def act(stage: Stage) -> None:
        await choose(stage, "代岗委托", "没有委托")
        await stage.keys("f4")
        await stage.see("> 代办岗位", "2 印章")
        await stage.keys("2", "enter")
        await stage.see("> 代谁", "印章(")
        await stage.keys(digit_of("印章", stage.text), "enter")
        await stage.see("> 代办人")
        await stage.keys(digit_of("录入", stage.text), "enter")
        await stage.see("> 从")
        await stage.keys("enter", "1127", "enter")
        await stage.paste(LETTER)
        await stage.keys("enter", "院长甲", "f2")
        await stage.see("下次登录起", "生效", LETTER)

    play(admin.store.path, act, admin, see=NO_RECORDS)
    (given,) = delegations(admin)
    assert (given.role, given.login, given.instead_of) == ("sealer", "clerk", "印章")
    assert given.ends_on == TODAY + timedelta(days=6)


def test_one_hand_is_refused_at_the_name(desk_of: DeskOf) -> None:
    admin = desk_of("admin")

    async def act(stage: Stage) -> None:
        await choose(stage, "代岗委托", "没有委托")
        await stage.keys("f4")
        await stage.see("> 代办岗位")
        await stage.keys("2", "enter")
        text = stage.text
        await stage.keys(text.split("印章(", maxsplit=1)[0].rsplit(maxsplit=1)[-1], "enter")
        await stage.keys(text.split("签发(", maxsplit=1)[0].rsplit(maxsplit=1)[-1], "enter")
        await stage.see("> 从")
        await stage.keys("enter", "1127", "enter", LETTER, "enter", "院长甲", "f2")
        await stage.see("不能是同一人", "> 代办人")

    play(admin.store.path, act, admin, see=NO_RECORDS)
    assert delegations(admin) == ()


def test_a_delegation_is_ended_early_with_a_reason(desk_of: DeskOf) -> None:
    substitute(desk_of, "reviewer", "clerk")
    admin = desk_of("admin")

    async def act(stage: Stage) -> None:
        await choose(stage, "代岗委托", "生效")
        await stage.keys("f7")
        await stage.see("> 原因", LETTER)
        await stage.keys("提前回来", "f2")
        await stage.see("代岗委托", "2026-11-21  2026-11-21")

    play(admin.store.path, act, admin, see=NO_RECORDS)
    assert [each.ends_on for each in delegations(admin)] == [TODAY]
