"""The forms of exchange and reissue and their correction, as the issuer sees them."""

from typing import Any

import pytest

from desk.application import application
from desk.context import Desk
from desk.replacing_start import begin, take
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import collected, issued
from tests.screens.stage import Stage, play
from tui.forms import Form
from tui.lists import PageAsk, RecordList

LOST: dict[str, Any] = {
    "cause": "1",
    "newspaper": "本人声明",
    "declared_on": TODAY,
    "mother_hukou": "2",
    "father_hukou": "1",
    "papers": ["1", "2", "3", "5", "6"],
}
ANOTHER_FATHER = "331199199003030017"


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(issuer: Desk, desk_of: DeskOf) -> int:
    """A child with a certificate its mother has; its id."""
    own = born(desk_of)
    collected(desk_of, issued(issuer, own, father_nation="中国(香港)"))
    return own


@pytest.fixture
def reissue(issuer: Desk, child: int) -> int:
    """An application for a reissue, the child registered where the mother is; its id."""
    return take(issuer, child, {**begin(issuer, "3", child_id=child).values, **LOST}).id


def form(stage: Stage) -> Form:
    return stage.app.screen.query_one(Form)


def test_a_correction_asks_about_two_registrations_as_the_form_does(
    issuer: Desk, reissue: int
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-replacing", str(reissue))
        await stage.see("更正申请", "父亲户籍地")
        form(stage).go_to("father_hukou")
        await stage.keys("2", "enter")
        await stage.see("一个孩子只在一处入户")
        await stage.answer("1")
        await stage.keys("f2")
        await stage.gone("更正申请")

    play(issuer.store.path, act, issuer)
    assert application(issuer, reissue).values["father_hukou"] == "2"


def test_a_correction_keeps_who_collects_as_it_was_kept(issuer: Desk, child: int) -> None:
    father = {"relation": "2", "receiver": "孔试升", "receiver_id_no": "331199199512300011"}
    values = {**begin(issuer, "3", child_id=child).values, **LOST, **father}
    own = take(issuer, child, {**values, "papers": [*LOST["papers"], "9"]}).id

    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-replacing", str(own))
        await stage.see("更正申请", "声明报刊")
        form(stage).go_to("newspaper")
        await stage.keys("ctrl+u", "云溪日报", "f2")
        await stage.gone("更正申请")

    play(issuer.store.path, act, issuer)
    assert application(issuer, own).values.items() >= father.items()


def test_another_fathers_number_says_his_age_and_nation(issuer: Desk, child: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("exchange", str(child))
        await stage.see("换发", "> 原因")
        form(stage).go_to("father_id_no")
        await stage.keys("ctrl+u", ANOTHER_FATHER, "enter")
        values = form(stage).values
        assert (values["father_age"], values["father_nation"]) == (36, "中国")

    play(issuer.store.path, act, issuer)


def test_the_same_fathers_number_leaves_what_the_old_paper_says(issuer: Desk, child: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("exchange", str(child))
        await stage.see("换发", "> 原因")
        assert form(stage).values["father_nation"] == "中国(香港)"

    play(issuer.store.path, act, issuer)


def test_a_reissue_asks_what_the_old_paper_did_not_record_of_the_father(
    issuer: Desk, child: int
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("reissue", str(child))
        await stage.see("补发", "> 原因")
        shown = {state.name for state in form(stage).model.visible()}
        assert "father_address" in shown
        assert "father_name" not in shown

    play(issuer.store.path, act, issuer)


def test_the_history_of_an_application_says_its_papers_and_cause_in_words(
    issuer: Desk, reissue: int
) -> None:
    async def act(stage: Stage) -> None:
        table = "certificate_applications"
        stage.app.push_screen(stage.app.page("history", table, reissue, "申请"))
        await stage.see("受理")
        records = stage.app.screen.query_one(RecordList)
        rows = {row.cells[3]: row.cells[5] for row in records.source(PageAsk(limit=99)).rows}
        assert rows["已核材料"] == "书面申请 补发登记表 父母证件 病历或存根复印件 遗失声明"
        assert rows["原因"] == "遗失"

    play(issuer.store.path, act, issuer)
