import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widget import Widget

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from tests.tui.demo import TODAY, Demo, FormPage
from tests.tui.screen import line_with, text_of, try_out, type_in
from tui.drafts import DraftStore
from tui.forms import Form, FormField, Option
from tui.keys import ALONE_SECONDS, BURST_SECONDS
from tui.page import DeskScreen

ID = "331199199003076023"


def form_of(app: Demo) -> Form:
    return app.form or app.screen.query_one(Form)


def on_form(*keys: str, drafts: Path | None = None) -> tuple[Demo, str]:
    app = Demo(drafts)

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        await type_in(pilot, *keys)

    return app, try_out(app, act)


def test_the_form_as_it_opens() -> None:
    _, screen = on_form()
    assert screen.splitlines()[2:12] == [
        "-- 基本情况 " + "-" * 68,
        "> 姓名*",
        "  身份证号",
        "  性别",
        "  现住村",
        "  电话",
        "  母亲",
        "-- 本次妊娠 " + "-" * 68,
        "  末次月经",
        "  分娩时间",
    ]


def test_what_was_derived_stands_beside_the_field() -> None:
    _, screen = on_form("down", ID)
    assert f"> 身份证号   {ID}    女 1990-03-07 36岁" in screen


def test_a_wrong_digit_is_told_at_the_field_with_the_right_one() -> None:
    _, screen = on_form("down", ID[:-1] + "4", "enter")
    assert f"> 身份证号   {ID[:-1]}4    身份证第18位应为 3,请核对" in screen


def test_a_date_typed_short_becomes_a_whole_one() -> None:
    _, screen = on_form(*["down"] * 6, "1120", "enter")
    assert "  末次月经   2026-11-20  周五" in screen


def test_the_options_of_a_choice_stand_below_it() -> None:
    _, screen = on_form("down", "down", "2")
    assert "> 性别       2       2 女\n             1 男  2 女  9 未说明" in screen


def test_typing_over_a_date_one_came_back_to_replaces_it() -> None:
    _, screen = on_form(*["down"] * 6, "1120", "enter", "up", "1121", "enter")
    assert "  末次月经   2026-11-21  周六" in screen


def test_a_date_one_came_back_to_is_edited_after_end() -> None:
    _, screen = on_form(*["down"] * 6, "1120", "enter", "up", "end", "backspace", "1", "enter")
    assert "  末次月经   2026-11-21  周六" in screen


def test_typing_in_a_name_one_came_back_to_adds_to_it() -> None:
    app, _ = on_form("钱", "enter", "up", "进", "enter")
    assert form_of(app).values["name"] == "钱进"


def test_a_look_up_in_a_function_narrows_and_is_taken() -> None:
    app, screen = on_form(*["down"] * 5, "wxl", "enter")
    assert "  母亲       王小丽" in screen
    assert form_of(app).values["mother"] == 7


def test_after_esc_a_look_up_looks_again() -> None:
    app, _ = on_form(*["down"] * 5, "wxl", "down", "up", "escape", "enter")
    assert form_of(app).values["mother"] == 7


def test_a_look_up_that_fails_loses_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: str) -> list[Option]:
        raise OSError

    monkeypatch.setattr("tests.tui.demo.find_people", failing)
    app, screen = on_form("钱进", *["down"] * 5, "wxl", "down")
    assert "没有读到,请再试一次" in screen
    assert form_of(app).model.texts()["name"] == "钱进"


def test_saving_gives_stored_values_and_answered_doubts() -> None:
    app, _ = on_form("甲", *["down"] * 9, "13斤", "enter", "1", "f2")
    assert app.submitted
    assert (app.submitted.values["name"], app.submitted.values["weight"]) == ("甲", 6500)
    assert [doubt.reason for doubt in app.submitted.doubts] == ["IMPLAUSIBLE"]


def test_answering_no_goes_back_to_the_field() -> None:
    app, screen = on_form("甲", *["down"] * 9, "13斤", "enter", "2")
    assert app.submitted is None
    assert "> 体重       6.5" in screen


def test_a_field_beyond_the_screen_scrolls_into_view() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4", *["down"] * 12)

    screen = try_out(app, act, size=(80, 12))
    assert "> 指导意见" in screen
    assert "第 13 项,共 13 项" in screen


def test_the_terminal_cursor_stands_where_the_next_letter_goes_in_a_scrolled_form() -> None:
    app = Demo()
    seen: list[tuple[int, int]] = []

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4", *["down"] * 12, "王")
        form = form_of(app)
        line = text_of(app).splitlines().index(line_with(app, "> 指导意见"))
        assert form.caret is not None
        seen.append((form.caret.x, form.caret.y - line))

    try_out(app, act, size=(80, 12))
    assert seen == [(15, 0)]


def test_ctrl_z_takes_back_typing_in_the_field() -> None:
    app, _ = on_form("王小", "ctrl+z")
    assert form_of(app).model.current.editor.text == ""


def test_a_paste_that_does_not_fit_is_cut_and_told() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4", *["down"] * 1)
        form_of(app).post_message(Paste("9" * 40))
        await pilot.pause()

    assert "最多 30 个字,多出的没有收下" in try_out(app, act)


def test_what_the_desk_refuses_stands_at_its_field() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4", "down", "down")
        form_of(app).show_problem("name", RuleError("SAME", "已有同名同号的人"))

    assert "> 姓名*                                已有同名同号的人" in try_out(app, act)


def test_a_committed_word_that_comes_with_enter_is_text() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).post_message(Key("enter", "丽"))
        await pilot.pause()

    screen = try_out(app, act)
    assert "> 姓名*      丽" in screen


def burst(app: Demo, keys: list[tuple[str, str | None]], gap: float) -> None:
    """Keys as they arrive from the driver, so far apart."""
    at = Key("a", "a").time + 1  # some time after the last key of the pilot
    for key, character in keys:
        event = Key(key, character)
        at += gap
        event.time = at
        app.post_message(event)


def last_field_then(gap: float, keys: list[tuple[str, str | None]]) -> Demo:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).set_value("name", "甲")
        form_of(app).go_to("advice")
        burst(app, keys, gap)
        await pilot.pause(2 * ALONE_SECONDS)

    try_out(app, act)
    return app


SCANNED: list[tuple[str, str | None]] = [("1", "1"), ("enter", "\r"), ("1", "1")]


def test_a_scanner_cannot_answer_the_question_its_enter_opened() -> None:
    assert last_field_then(BURST_SECONDS / 10, SCANNED).submitted is None


def test_a_hand_answers_the_same_keys() -> None:
    assert last_field_then(BURST_SECONDS * 10, SCANNED).submitted is not None


def test_the_line_feed_of_a_scanner_breaks_no_line() -> None:
    app = last_field_then(BURST_SECONDS / 10, [("a", "a"), ("enter", "\r"), ("ctrl+j", None)])
    assert app.submitted is None


def test_leaving_a_field_writes_the_draft(tmp_path: Path) -> None:
    on_form("王小丽", "enter", drafts=tmp_path)
    draft = DraftStore(tmp_path).load("demo")
    assert draft
    assert draft.texts["name"] == "王小丽"


def test_a_draft_is_taken_up_again(tmp_path: Path) -> None:
    on_form("王小丽", "enter", *["down"] * 2, "2", "enter", drafts=tmp_path)
    _, screen = on_form(drafts=tmp_path)
    assert "王小丽" in screen
    assert "  现住村     大寨村" in screen


def test_saving_drops_the_draft(tmp_path: Path) -> None:
    on_form("甲", "enter", "f2", drafts=tmp_path)
    assert DraftStore(tmp_path).list() == []


def test_esc_asks_before_typed_text_is_left() -> None:
    _, screen = on_form("甲", "escape")
    assert "填了的内容还没有保存" in screen


def test_esc_leaves_an_untouched_form_at_once() -> None:
    _, screen = on_form("escape")
    assert "共 1000 条" in screen


def test_a_disabled_action_says_why() -> None:
    _, screen = on_form("f8")
    assert "「导出」不能用:还没有保存" in screen


def test_help_explains_the_field() -> None:
    _, screen = on_form(*["down"] * 9, "f1")
    for words in ("空腹、脱鞋、穿单衣称", "应在 0.3–300 之间", "国家基本公共卫生服务规范"):
        assert words in screen


def test_what_changed_is_told_once() -> None:
    heard: list[tuple[str, Any]] = []

    class Listening(FormPage):
        def on_form_changed(self, message: Form.Changed) -> None:
            heard.append((message.name, message.value))

    app = Demo()

    async def run() -> None:
        async with app.run_test() as pilot:
            app.push_screen(Listening())
            await pilot.pause()
            await type_in(pilot, "甲", "enter", "down")
            await pilot.pause()

    asyncio.run(run())
    assert heard == [("name", "甲")]


def asking_for_a_secret(drafts: Path, *keys: str) -> tuple[list[dict[str, Any]], str]:
    """Type into a form of a name and a secret that Enter submits; what it gave, and the screen."""
    given: list[dict[str, Any]] = []

    class Door(DeskScreen[None]):
        def compose_body(self) -> Iterable[Widget]:
            spec = FieldSpec(Kind.TEXT, "口令", max_length=60)
            yield Form(
                [
                    FormField("user", FieldSpec(Kind.TEXT, "用户名")),
                    FormField("word", spec, secret=True),
                ],
                TODAY,
                asks=False,
            )

        def on_mount(self) -> None:
            form = self.query_one(Form)
            form.keep_draft(DraftStore(drafts), "door")
            form.focus()

        def on_form_submitted(self, message: Form.Submitted) -> None:
            given.append(message.values)

    async def act(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(Door())
        await pilot.pause()
        await type_in(pilot, *keys)

    return given, try_out(Demo(None), act)


def test_a_secret_is_taken_to_the_letter_and_the_last_enter_submits(tmp_path: Path) -> None:
    given, screen = asking_for_a_secret(tmp_path, "ab", "enter", "? Q１ ", "enter")
    assert given == [{"user": "ab", "word": "? Q１ "}]
    assert "> 口令   *****" in screen
    assert "Q" not in screen.replace("Ctrl+Q", "")


def test_a_secret_is_never_in_a_draft(tmp_path: Path) -> None:
    asking_for_a_secret(tmp_path, "ab", "enter", "Quiet", "up", "down")
    (draft,) = DraftStore(tmp_path).list()
    assert draft.texts == {"user": "ab"}


def test_f2_does_not_say_yes_to_a_doubt() -> None:
    app, screen = on_form("甲", *["down"] * 9, "13斤", "enter", "f2", "f2")
    assert app.submitted is None
    assert "确定? 1是 2改" in screen


def test_f2_says_yes_to_saving() -> None:
    app, _ = on_form("甲", *["down"] * 12, "enter", "f2")
    assert app.submitted is not None


def test_the_foot_names_the_keys_between_sections() -> None:
    _, screen = on_form()
    assert "-- PgUp/PgDn 换节 --" in screen


def asked_then(keys: list[tuple[str, str | None]]) -> Demo:
    """The last field's Enter has asked whether to save; then these keys come in one burst."""
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        form_of(app).set_value("name", "甲")
        form_of(app).go_to("advice")
        await pilot.press("enter")
        burst(app, keys, BURST_SECONDS / 10)
        await pilot.pause(2 * ALONE_SECONDS)

    try_out(app, act)
    return app


def test_the_first_key_of_a_burst_answers_no_question() -> None:
    app = asked_then([("1", "1"), ("3", "3"), ("enter", "\r")])
    assert app.submitted is None
    assert form_of(app).question is not None


def test_f2_in_a_burst_answers_no_question() -> None:
    assert asked_then([("9", "9"), ("f2", None), ("enter", "\r")]).submitted is None


def test_a_number_pasted_with_spaces_is_taken_whole() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("f4", "down")
        form_of(app).post_message(Paste("331199 19900307 6023"))
        await pilot.pause()

    try_out(app, act)
    assert form_of(app).values["id_number"] == ID


def test_arrows_move_in_a_long_text_and_leave_at_its_edge() -> None:
    app, _ = on_form(*["down"] * 12, "一", "ctrl+j", "二", "up", "三")
    assert form_of(app).model.current.editor.text == "一三\n二"
    app, _ = on_form(*["down"] * 12, "一", "ctrl+j", "二", "up", "up")
    assert form_of(app).model.current.name == "certificate"


def test_typing_that_was_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    on_form("王", "enter", "up", "ctrl+u", "enter", "down", drafts=tmp_path)
    assert DraftStore(tmp_path).list() == []


HOSPITALS = ("青川县妇幼保健院", "青川县人民医院", "云溪镇卫生院")
PLACE = FormField("place", FieldSpec(Kind.TEXT, "机构", max_length=20, habit="institution"))
REMARK = FormField("remark", FieldSpec(Kind.TEXT, "备注"))


def offered(*keys: str, field: FormField = PLACE) -> tuple[Form, str]:
    """A field of a habit, and one of none, when keys were typed into the first."""
    app, form = Demo(), Form([field, REMARK], TODAY)

    class Page(DeskScreen[None]):
        def compose_body(self) -> Iterable[Widget]:
            yield form

        def on_mount(self) -> None:
            form.focus()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(Page())
        form.offer(dict.fromkeys(form.habits, HOSPITALS))
        await type_in(pilot, *keys)

    return form, try_out(app, act)


@pytest.mark.parametrize(
    ("keys", "offer", "taken"),
    [
        ((), HOSPITALS[0], HOSPITALS[0]),
        (("青川县人",), HOSPITALS[1], HOSPITALS[1]),
        (("云",), HOSPITALS[2], HOSPITALS[2]),
        (("县",), "", "县"),
        ((HOSPITALS[2],), "", HOSPITALS[2]),
        (("云", "left"), "", "云"),  # Right goes right there
    ],
)
def test_right_takes_the_words_offered(keys: tuple[str, ...], offer: str, taken: str) -> None:
    _, screen = offered(*keys)
    assert (f"按右箭头填“{offer}”" in screen) if offer else ("按右箭头" not in screen)
    form, screen = offered(*keys, "right", "enter")
    assert form.values["place"] == taken
    assert "按右箭头" not in screen  # the next field has no habit


def test_what_was_taken_may_be_typed_on_and_taken_back() -> None:
    assert offered("right", "产科")[0].values["place"] == f"{HOSPITALS[0]}产科"
    assert offered("云", "right", "ctrl+z")[0].values["place"] == "云"


def test_nothing_is_offered_over_what_stands_there() -> None:
    _, screen = offered(field=replace(PLACE, value="外省某医院"))
    assert "按右箭头" not in screen
