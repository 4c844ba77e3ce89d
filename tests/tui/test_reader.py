"""A card reader at the keyboard: what it types in one burst lands in the right fields."""

from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import try_out
from tests.tui.test_form import ID, burst, form_of
from tui.keys import ALONE_SECONDS, BURST_SECONDS

CARD = "王小丽{0}女{0}汉{0}19900307{0}云溪镇东庄村1号{0}331199199003076023"
NUMBER, CUT_OFF = "X320101001", "X3201010"
FORMATS = {
    "tabs": CARD.format("\t"),
    "tabs_and_enter": CARD.format("\t") + "\r",
    "commas": CARD.format(",") + "\r",
    "full_width_commas": CARD.format("，"),
    "line_ends": CARD.format("\r") + "\r",
    "cr_lf": CARD.format("\r\n") + "\r\n",
    "labels": "姓名:王小丽 性别:女 民族:汉 公民身份号码:331199199003076023\r",
    "number_first": "331199199003076023\t蒙古\t王小丽\t女\r\n",
}


def keys_of(text: str) -> list[tuple[str, str | None]]:
    named = {"\r": "enter", "\n": "ctrl+j", "\t": "tab"}
    return [(named.get(each, each), each) for each in text]


def read_in(field: str, text: str, name: str = "") -> Demo:
    """A form after a card reader typed a text into a field."""
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).set_value("name", name or None)
        form_of(app).go_to(field)
        burst(app, keys_of(text), BURST_SECONDS / 10)
        await pilot.pause(3 * ALONE_SECONDS)

    try_out(app, act)
    return app


@pytest.mark.parametrize("field", ["name", "id_number"])
@pytest.mark.parametrize("line", FORMATS.values(), ids=FORMATS)
def test_a_card_reader_fills_name_and_number(line: str, field: str) -> None:
    form = form_of(read_in(field, line))
    filled = {name: value for name, value in form.values.items() if value not in (None, [])}
    assert filled == {"name": "王小丽", "id_number": ID, "doctor": "甲"}
    assert form.model.current.name == ("sex" if line.endswith(("\r", "\n")) else "id_number")


def test_a_number_read_into_the_name_goes_where_it_belongs() -> None:
    form = form_of(read_in("name", f"{ID}\r\n"))
    assert (form.values["name"], form.values["id_number"]) == (None, ID)


def test_a_number_read_into_its_field_goes_on_once() -> None:
    form = form_of(read_in("id_number", f"{ID}\r\n"))
    assert form.values["id_number"] == ID
    assert form.model.current.name == "sex"


@pytest.mark.parametrize("before", ["", "王小丽\r"], ids=["number", "name"])
def test_what_follows_the_card_in_the_burst_is_typed_on(before: str) -> None:
    form = form_of(read_in("name" if before else "id_number", f"{before}{ID}\r2\r"))
    assert (form.values["id_number"], form.values["sex"]) == (ID, "2")
    assert form.model.current.name == "village"


def test_a_typed_name_stays_when_the_card_is_read() -> None:
    form = form_of(read_in("id_number", FORMATS["tabs"], name="王晓丽"))
    assert (form.values["name"], form.values["id_number"]) == ("王晓丽", ID)


def test_a_word_and_enter_in_one_burst_go_on_as_typed() -> None:
    form = form_of(read_in("name", "王丽\r"))
    assert form.values["name"] == "王丽"
    assert form.model.current.name == "id_number"


def test_a_card_pasted_into_the_name_fills_name_and_number() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).post_message(Paste(FORMATS["cr_lf"]))
        await pilot.pause()

    try_out(app, act)
    assert (form_of(app).values["name"], form_of(app).values["id_number"]) == ("王小丽", ID)


def scanned(field: str, scan: str, *before: str) -> Demo:
    """A form after a number was scanned into a field; ``before`` was typed there by hand."""
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).go_to(field)
        await pilot.press(*before)
        burst(app, keys_of(scan), BURST_SECONDS / 10)
        await pilot.pause(3 * ALONE_SECONDS)

    try_out(app, act)
    return app


@pytest.mark.parametrize("scan", [NUMBER, f"*{NUMBER}*", NUMBER.lower()])
def test_a_scanned_number_takes_the_place_of_one_that_was_refused(scan: str) -> None:
    form = form_of(scanned("certificate", f"{scan}\r", *CUT_OFF, "enter"))
    assert form.values["certificate"] == NUMBER
    assert form.model.current.name != "certificate"


def test_a_number_typed_on_fast_is_no_scan() -> None:
    form = form_of(scanned("certificate", "01", *CUT_OFF))
    assert form.values["certificate"] == f"{CUT_OFF}01"


@pytest.mark.parametrize("field", ["name", "sex", "village", "phones", "lmp", "weight"])
def test_a_number_scanned_into_another_field_leaves_it_as_it_was(field: str) -> None:
    form = form_of(scanned(field, f"{NUMBER}\r"))
    assert (form.model.current.name, form.model.current.editor.text) == (field, "")
    assert f"{NUMBER} 是证书编号" in form.model.current.sentence()


def test_a_scan_refused_takes_nothing_from_a_choice_made_before() -> None:
    assert form_of(scanned("sex", f"{NUMBER}\r", "2")).values["sex"] == "2"


def test_a_number_pasted_takes_the_place_of_one_that_was_refused() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).go_to("certificate")
        await pilot.press(*CUT_OFF, "enter")
        form_of(app).post_message(Paste(NUMBER))
        await pilot.pause()

    try_out(app, act)
    assert form_of(app).values["certificate"] == NUMBER
