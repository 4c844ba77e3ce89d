"""The second menu of a person's page: everything has a digit, what cannot be done says why."""

from desk.antenatal import record_first_exam
from desk.context import Desk
from screens.acts import LEAVES
from tests.conftest import TODAY
from tests.screens.stage import Stage, play

DIGITS = 9  # 0 turns the leaf


async def person(stage: Stage, initials: str) -> None:
    await stage.keys("/", initials, "enter")
    await stage.see("0 更多")


def test_every_leaf_has_a_digit_for_each_of_its_acts() -> None:
    assert all(0 < len(leaf) <= DIGITS for leaf in LEAVES)


def test_the_last_act_of_the_second_leaf_is_reached(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.more("孕产妇死亡")
        await stage.see("死亡日期")

    play(clerk.store.path, act, clerk)


def test_a_leaf_turned_twice_is_the_first_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.keys("0")
        await stage.see("2 风险评估", "0 下一页")
        await stage.answer("0")
        await stage.see("1 叶酸")
        await stage.answer("0")
        await stage.see("2 风险评估")

    play(clerk.store.path, act, clerk)


def test_the_first_examination_is_offered_while_its_sheet_is_missing(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.more("首次产检")
        await stage.see("第1次产前检查", "王小丽")

    play(clerk.store.path, act, clerk)


def test_the_first_examination_leaves_the_menu_and_no_digit_moves(clerk: Desk) -> None:
    record_first_exam(clerk, 1, {"visited_on": TODAY})

    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.keys("0")
        await stage.see("2 风险评估")
        assert "首次产检" not in stage.text

    play(clerk.store.path, act, clerk)


def test_what_cannot_be_done_says_why_from_the_palette(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await person(stage, "wxl")
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("转诊结果", "enter")
        await stage.see("「转诊结果」不能用", "没有等结果的转诊")

    play(clerk.store.path, act, clerk)
