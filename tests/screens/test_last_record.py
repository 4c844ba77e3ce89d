"""What the next record begins with: kept for its user from session to session."""

from typing import Any

from desk.context import Desk
from desk.risk import assess_risk
from screens.form_page import FormPage
from tests.conftest import TODAY, DeskOf
from tests.screens.stage import Act, Stage, play
from tui.preferences import PersonalChoice, Preferences

CARD = ("钱进", "", "19980102", "", "3", "", "", "20260801")
LAST: dict[str, str | int] = {"village_id": 3, "doctor": "陈医生", "place": "云溪镇卫生院"}


def kept(desk: Desk) -> Preferences:
    return Preferences(desk.store.path.with_suffix(".settings"))


def begun(stage: Stage) -> dict[str, Any]:
    """What stands in the form in front."""
    page = stage.app.screen
    assert isinstance(page, FormPage)
    return page.form.values


def at_card(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("2", "f4")
        await stage.see("> 姓名*")
        await then(stage)

    return act


async def open_a_card(stage: Stage) -> None:
    await stage.form(*CARD)
    await stage.keys("f2")
    await stage.see("已为 钱进 建册")


def test_the_next_session_begins_with_the_last_village(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        assert "柳溪村" in stage.line("  村 ")

    play(clerk.store.path, at_card(open_a_card), clerk)
    play(clerk.store.path, at_card(then), clerk)


def test_what_was_not_typed_is_marked_until_something_is(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        assert "柳溪村" in stage.line("(同上次)")
        await stage.form(*CARD[:4])
        await stage.keys("ctrl+u")
        await stage.see("村名、拼音首字母或编号")
        await stage.keys("1")
        await stage.gone("(同上次)")

    kept(clerk).keep_person(clerk.user, PersonalChoice(last={"village_id": 3}))
    play(clerk.store.path, at_card(then), clerk)


def test_a_known_womans_village_is_not_marked_as_the_last_records(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("card", "p1")
        await stage.see("> ", "村 ")
        assert "(同上次)" not in stage.text

    kept(clerk).keep_person(clerk.user, PersonalChoice(last={"village_id": 1}))
    play(clerk.store.path, act, clerk)


def test_another_user_begins_with_nothing_of_it(clerk: Desk, desk_of: DeskOf) -> None:
    async def then(stage: Stage) -> None:
        assert begun(stage)["village_id"] is None

    kept(clerk).keep_person(clerk.user, PersonalChoice(last=LAST))
    play(clerk.store.path, at_card(then), desk_of("boss"))


def test_nothing_of_the_person_is_kept(clerk: Desk) -> None:
    play(clerk.store.path, at_card(open_a_card), clerk)
    assert kept(clerk).person(clerk.user).last == {"village_id": 3}


def test_a_village_that_is_there_no_more_is_not_begun_with(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        assert begun(stage)["village_id"] is None

    kept(clerk).keep_person(clerk.user, PersonalChoice(last={"village_id": 99}))
    play(clerk.store.path, at_card(then), clerk)


def at_contact(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter", "1")
        await stage.see("F2 保存", "> 体重")
        await then(stage)

    return act


def test_a_contact_begins_with_the_last_doctor_and_place(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        assert (begun(stage)["doctor"], begun(stage)["place"]) == (LAST["doctor"], LAST["place"])

    kept(clerk).keep_person(clerk.user, PersonalChoice(last=LAST))
    play(clerk.store.path, at_contact(then), clerk)


def test_the_day_of_a_record_is_of_its_session_alone(clerk: Desk) -> None:
    async def yesterday(stage: Stage) -> None:
        await stage.keys("up", "up", "2", "0", "enter")
        await stage.see("2026-11-20")
        await stage.form("", "55")
        await stage.keys("f2")
        await stage.see("已保存")

    async def then(stage: Stage) -> None:
        assert begun(stage)["visited_on"] == TODAY

    play(clerk.store.path, at_contact(yesterday), clerk)
    play(clerk.store.path, at_contact(then), clerk)


def test_where_a_woman_gave_birth_is_not_where_the_next_one_is_seen(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter", "2")
        await stage.see("F2 保存", "> 分娩日期")
        await stage.form("20261120", "", "3", "县医院", "2", "2", "1", "1", "1", "2400")
        await stage.keys("f2")
        await stage.see("已保存")

    play(clerk.store.path, act, clerk)
    assert kept(clerk).person(clerk.user).last == {
        "delivery_place": "县医院",
        "delivery_level": "2",
        "delivery_area": "2",
    }


def test_keys_chosen_at_another_terminal_meanwhile_stay(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        kept(clerk).keep_person(clerk.user, PersonalChoice(keys={"find": "f12"}))
        await open_a_card(stage)

    play(clerk.store.path, at_card(then), clerk)
    assert kept(clerk).person(clerk.user).keys == {"find": "f12"}


def test_an_assessment_begins_without_the_place_of_another_womans(clerk: Desk) -> None:
    assess_risk(clerk, 1, {"assessed_on": TODAY})

    async def act(stage: Stage) -> None:
        stage.app.choices.remember(place="县妇幼")
        stage.app.open_form("risk", "1")
        await stage.see("勾选后")
        await stage.keys("f2")
        await stage.see("评估机构")
        assert "县妇幼" not in stage.text
        assert (begun(stage)["kind"], begun(stage)["place"]) == ("2", None)

    play(clerk.store.path, act, clerk)
