"""The desk of the certificates: the account, the list, and the ways on from it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from desk.certificate_duties import NAMES
from desk.certificate_table import certificate_table
from desk.context import Desk
from desk.losses import lose
from desk.stock_book import Place
from desk.voiding import void
from rules.certificate_states import LABELS, STATES
from rules.certificate_table import Table
from screens.certificate_duties import OPENS
from screens.certificates import WAYS, equation, rate_words, where_they_are
from screens.desks import OF_CERTIFICATES, PAGES
from screens.main import MchDesk
from tests.conftest import TODAY, DeskOf
from tests.screens.stage import Stage, play
from tui.language import set_language, tr
from tui.width import cells_of


def test_the_account_of_the_year_and_what_is_in_stock(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("在库 10", "年初 0 + 入库 10 - 签发 0 - 废证 0 = 结存 10  账实相符")

    play(clerk.store.path, act, clerk)


def test_the_void_rate_stands_with_its_colour_in_words(clerk: Desk, desk_of: DeskOf) -> None:
    void(desk_of("issuer"), "Z990000001", "1", "卡纸")

    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("今年废证率 100.00%(1÷1) 过高,要整改")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(
    ("voids", "words"), [(0, "0.00%(0÷1000) 正常"), (5, "0.50%(5÷1000) 偏高"), (11, "过高,要整改")]
)
def test_a_rate_is_told_as_the_house_rules_judge_it(clerk: Desk, voids: int, words: str) -> None:
    report = certificate_table(clerk, TODAY, TODAY)
    colour = {0: "", 5: "amber", 11: "red"}[voids]
    table = Table(opening=2000, first=1000 - voids, misprint=voids)
    assert words in rate_words(replace(report, table=table, colour=colour))


@pytest.mark.parametrize(("colour", "told"), [("red", True), ("", False)])
def test_a_high_void_rate_says_how_many_an_edition_out_of_use_made(
    clerk: Desk, colour: str, *, told: bool
) -> None:
    table = Table(opening=200, first=100, other_void=90, old_edition=88)
    report = replace(certificate_table(clerk, TODAY, TODAY), table=table, colour=colour)
    assert ("含旧版停用 88 枚" in rate_words(report)) is told


def test_what_was_passed_on_is_part_of_the_equation(clerk: Desk) -> None:
    table = Table(opening=100, received=50, first=20, transferred=30, returned=4, handed_back=2)
    report = replace(certificate_table(clerk, TODAY, TODAY), table=table)
    assert equation(report) == (
        "今年: 年初 100 + 入库 50 - 签发 20 - 废证 0 - 调出交回 28 = 结存 102"
    )


def test_zero_leads_by_digit_to_a_page(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("账实相符")
        await stage.keys("0")
        await stage.see("1 申请", "2 盖章", "9 统计表", "0 登记册")
        await stage.answer("1")
        await stage.see("没办完的申请")

    play(clerk.store.path, act, desk_of("issuer"))


def test_what_waits_is_told_and_stands_beside_the_page_that_settles_it(
    clerk: Desk, desk_of: DeskOf
) -> None:
    in_december = replace(desk_of("issuer"), today=date(2026, 12, 5))

    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("要办(0): 月末未盘点  报年度计划")
        await stage.keys("0")
        await stage.see("6 年度计划  报年度计划", "5 月末盘点  月末未盘点")
        await stage.answer("6")
        await stage.see("年度申领计划", "还没有计划")

    play(clerk.store.path, act, in_december, today=in_december.today)


def test_the_yearly_report_opens_the_table_of_its_year(clerk: Desk, desk_of: DeskOf) -> None:
    in_january = replace(desk_of("issuer"), today=date(2027, 1, 4))

    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("报年度统计表")
        await stage.keys("0")
        await stage.see("9 统计表  报年度统计表")
        await stage.answer("9")
        await stage.see("2026年", "2026-01-01 至 2026-12-31")

    play(clerk.store.path, act, in_january, today=in_january.today)


def test_only_what_one_may_open_is_offered(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("账实相符")
        await stage.keys("0")
        await stage.see("2 盖章")
        assert "1 申请" not in stage.text

    play(clerk.store.path, act, desk_of("sealer"), see="")


def test_every_duty_opens_a_page_there_is() -> None:
    assert OPENS.keys() == NAMES.keys()
    assert set(OPENS.values()) <= PAGES.keys()


def test_a_duty_on_today_opens_the_page_that_settles_it(clerk: Desk, desk_of: DeskOf) -> None:
    lose(desk_of("issuer"), "Z990000001", {"found_on": TODAY, "cause": "1", "story": "柜里少一张"})

    async def act(stage: Stage) -> None:
        await stage.see("> Z990000001  遗失证未上报 1")
        await stage.keys("enter")
        await stage.see("空白证遗失", "还要办")

    play(clerk.store.path, act, desk_of("issuer"))


def test_who_reads_no_records_sees_what_waits_for_them(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("这个岗位不看个案", "今天没有该做的")

    play(clerk.store.path, act, desk_of("sealer"), see="")


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_where_the_numbers_are_fits_the_line_and_tells_the_short_and_every_number(
    width: int, spoken: str
) -> None:
    found = [Place(state, 100 + place, ()) for place, state in enumerate(STATES)]
    set_language(spoken)
    try:
        words = where_they_are(found, width)
        short = tr(LABELS["short"])
    finally:
        set_language("zh")
    assert cells_of(words) <= width
    assert f"{short} {100 + STATES.index('short')}" in words
    assert sum(map(int, re.findall(r"\d+", words))) == sum(place.count for place in found)


@pytest.mark.parametrize(("typed", "heading"), [("kbzkf", "保险柜"), ("fzmd", "废证")])
def test_the_palette_finds_the_certificates_pages_from_today(
    clerk: Desk, typed: str, heading: str
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", typed, "enter")
        await stage.gone("应办")
        await stage.see(heading)

    play(clerk.store.path, act, clerk)


def test_every_page_of_the_desk_is_in_the_palette_everywhere_under_the_same_words() -> None:
    here = {(way.page, way.permission) for way in WAYS}
    assert here <= {(action.id, action.permission) for action in MchDesk.ACTIONS}
    told = {way.page: (way.label, way.words) for way in WAYS}
    assert all(told[name] == (label, words) for name, label, words, _ in OF_CERTIFICATES)
