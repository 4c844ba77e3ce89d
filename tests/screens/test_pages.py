"""Pages as a person walks through them: first run, signing in, ledgers, numbers opened."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from desk import sign_in as accounts
from desk.context import Desk
from desk.opening import open_store
from desk.pregnancy import open_card
from desk.villages import villages
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.screens.stage import Stage, play
from tui.lists import RecordList

SAMPLES = Path(__file__).parents[1] / "ledgers" / "samples"
REGISTER = "孕产妇系统管理登记册_2026.xlsx"


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "COST", 4)


def test_the_first_run_makes_a_centre_one_can_sign_in_to(
    tmp_path: Path, cheap_passwords: None
) -> None:
    path = tmp_path / "new.db"

    async def act(stage: Stage) -> None:
        await stage.see("新建机构")
        await stage.answer("1")
        await stage.see("> 机构名称*")
        await stage.form("云溪镇卫生院", "331199", "云溪镇")
        await stage.keys("东庄村", "ctrl+j")
        await stage.paste("西岭村、柳溪村")
        await stage.see("共 3 个村", "一行一个(Ctrl+J 换行),或用、隔开")
        await stage.keys("enter", "boss", "f2")
        await stage.see("给 boss 定一个口令")
        await stage.keys("secret", "enter", "secret", "enter")
        await stage.see("已建好,请登录", "new.db")
        await stage.keys("secret", "enter")
        await stage.see("今日工作", "云溪镇卫生院")

    play(path, act)
    store = open_store(path)
    desk = accounts.sign_in(store, "boss", "secret", TODAY)
    assert [village.name for village in villages(desk)] == ["东庄村", "西岭村", "柳溪村"]
    store.close()


def test_passwords_that_differ_make_no_centre(tmp_path: Path, cheap_passwords: None) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("新建机构")
        await stage.answer("1")
        await stage.see("> 机构名称*")
        await stage.form("甲院", "331199", "", "", "boss")
        await stage.keys("f2")
        await stage.see("给 boss 定一个口令")
        await stage.keys("secret", "enter", "secreT", "enter")
        await stage.see("两次输入的口令不一样")

    play(tmp_path / "new.db", act)
    assert not (tmp_path / "new.db").exists()


def test_stopping_the_demo_leaves_nothing(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("演示乡镇")
        await stage.answer("2")
        await stage.see("正在编造", "Esc 停下")
        await stage.keys("escape")
        await stage.see("已停下,什么都没有改变")

    play(tmp_path / "new.db", act)
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".db"]


def test_a_wrong_password_is_one_sentence_and_can_be_typed_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")
        await stage.keys("boss", "enter", "wrong", "enter")
        await stage.see("用户名或口令不对,或账号已停用")
        await stage.keys(PASSWORD, "enter")
        await stage.see("今日工作")

    play(clerk.store.path, act)


def test_the_first_password_must_be_changed(clerk: Desk, cheap_passwords: None) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")
        await stage.keys("clerk", "enter", PASSWORD, "enter")
        await stage.see("请换一个自己的口令", "新口令")
        await stage.keys("my-own", "enter", "my-own", "enter")
        await stage.see("今日工作")

    play(clerk.store.path, act)
    assert not accounts.sign_in(clerk.store, "clerk", "my-own", TODAY).must_change


def test_a_register_is_looked_at_then_taken_in(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / REGISTER
    copy.write_bytes((SAMPLES / REGISTER).read_bytes())
    listed = json.loads((SAMPLES / "villages.json").read_text(encoding="utf-8"))
    assert listed

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f4")
        await stage.see("读入哪种台账?")
        await stage.answer("1")
        await stage.see("选文件")
        await stage.paste(str(copy))
        await stage.keys("enter")
        await stage.see("可以收的", "退回的", "略过的")
        await stage.keys("f6")
        await stage.see("[退回的")
        await stage.keys("f8")
        await stage.see("退回的行存在同一文件夹")
        await stage.keys("f2")
        await stage.see("行的村不在本机构名单里")
        await stage.answer("1")
        await stage.see("收进吗?")
        await stage.answer("1")
        await stage.see("已收进")

    play(clerk.store.path, act, clerk)
    assert (tmp_path / f"{copy.stem}_退回.xlsx").exists()


def test_a_file_that_is_no_ledger_gets_one_sentence(clerk: Desk, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f4")
        await stage.see("读入哪种台账?")
        await stage.answer("2")
        await stage.see("选文件")
        await stage.paste(str(tmp_path / "空.xlsx"))
        await stage.keys("enter")
        await stage.see("1 知道了")
        assert "空" in stage.text

    play(clerk.store.path, act, clerk)


def test_a_quarter_is_exported_with_its_digests(clerk: Desk, tmp_path: Path) -> None:
    out = tmp_path / ("out" * 20)  # too long for the status line: told in a window

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f8")
        await stage.see("2026Q3")
        await stage.keys("ctrl+u")
        await stage.paste(str(out))
        await stage.keys("enter")
        await stage.see("已导出到", "知道了")
        await stage.keys("enter")
        await stage.see("manifest.json", "孕产妇系统管理登记册")
        assert re.search(r"manifest\.json +[0-9a-f]{12}$", stage.line("manifest.json"))

    play(clerk.store.path, act, clerk)
    assert (out / "manifest.json").exists()


def test_a_number_opens_to_who_is_missed_and_why_and_on_to_the_person(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("6")
        await stage.see("产后访视率")
        await stage.keys("down", "down", "enter")
        await stage.see("未计", "赵秀芳", "西岭村")
        await stage.keys("enter")
        await stage.see("1 产前随访", "赵秀芳  女")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(("typed", "field"), [("钱进", "姓名"), ("361199199706122220", "身份证号")])
def test_who_is_not_found_gets_a_card_with_what_was_typed(
    clerk: Desk, typed: str, field: str
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", typed)
        await stage.see("没有找到", "F4 建册")
        await stage.keys("f4")
        await stage.see("F2 保存", "孕妇")
        assert typed in stage.line(f"  {field}")

    play(clerk.store.path, act, clerk)


def test_an_empty_find_box_says_what_may_be_typed(desk_of: DeskOf, clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/")
        await stage.see("可以输:姓名")
        assert "没有找到" not in stage.text

    play(clerk.store.path, act, desk_of("issuer"))


def test_on_new_books_finding_says_that_nobody_is_there(desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/")
        await stage.see("还没有人。按 F4 建册")

    desk = desk_of("clerk")
    play(desk.store.path, act, desk)


def test_a_card_opens_from_today(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名*", "末次月经")

    play(clerk.store.path, act, clerk)


def test_who_may_not_open_a_card_from_today_is_told_why(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("不能建册", "权限")

    play(clerk.store.path, act, desk_of("supervisor"), see="今日工作")


def test_what_is_due_and_how_late_stays_on_a_narrow_screen(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("赵秀芳")
        assert "产后访视" in stage.line("11-08")
        assert "13天" in stage.line("11-08")

    play(clerk.store.path, act, clerk, size=(60, 24))


def test_due_items_narrow_to_a_village(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("赵秀芳", "王小丽")
        await stage.keys("left", "down")
        await stage.gone("王小丽")
        await stage.see("赵秀芳")

    play(clerk.store.path, act, clerk)


def test_the_list_that_the_keys_move_has_the_pointer_and_the_other_a_quiet_mark(
    clerk: Desk,
) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("- 全部", "> 赵秀芳")
        await stage.keys("f6")
        await stage.see("> 全部", "- 赵秀芳")

    play(clerk.store.path, act, clerk)


def test_only_the_active_list_colours_the_row_of_its_cursor(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 赵秀芳")
        for name, coloured in (("#villages", False), ("#items", True)):
            lines = stage.app.screen.query_one(name, RecordList)._lines
            assert any(role == "selected" for line in lines for _, role in line) is coloured

    play(clerk.store.path, act, clerk)


def test_a_list_led_from_the_box_above_it_points_as_active(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "zwyy")
        await stage.see("> zwyy", "> 中文/English")

    play(clerk.store.path, act, clerk)


def test_the_hint_names_the_key_to_the_other_list(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("F6 选村")
        assert "看人" not in stage.text
        await stage.keys("f6")
        await stage.see("F7 看人")
        assert "选村" not in stage.text

    play(clerk.store.path, act, clerk)


def test_the_overdue_are_shown_alone_and_then_all_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("赵秀芳", "王小丽")
        await stage.keys("f9")
        await stage.gone("王小丽")
        await stage.see("> 赵秀芳", "只看逾期的,最久的在前", "共 3 条")
        await stage.keys("f9")
        await stage.see("王小丽", "高风险在前")

    play(clerk.store.path, act, clerk)


def test_the_overdue_stand_by_days_late_whatever_their_risk(clerk: Desk) -> None:
    open_card(clerk, {"name": "孙红", "lmp": date(2026, 5, 25), "risk_colours": ["4"]})

    async def act(stage: Stage) -> None:
        await stage.see("> 孙红")
        await stage.keys("f9")
        await stage.see("> 赵秀芳", "孙红")

    play(clerk.store.path, act, clerk)


def test_where_nothing_is_overdue_the_list_of_the_overdue_says_so(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("left", "end")
        await stage.gone("> 赵秀芳")
        await stage.keys("f9")
        await stage.see("没有逾期的")

    play(clerk.store.path, act, clerk)


def test_a_list_narrows_by_initials(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("王小丽", "赵秀芳")
        await stage.keys("/", "wxl")
        await stage.gone("赵秀芳")
        await stage.see("王小丽")

    play(clerk.store.path, act, clerk)


def test_the_whole_reason_of_the_woman_pointed_at_can_be_read(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("6")
        await stage.see("产后访视率")
        await stage.keys(*["down"] * 4, "enter")
        await stage.see("赵秀芳", "以前访视仍可计入")
        assert "以前访视仍可计入" in stage.text.splitlines()[-2]

    play(clerk.store.path, act, clerk)


def test_a_change_opens_to_who_made_it_and_all_its_words(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("册号C001")
        await stage.keys("down", "f9")
        await stage.see("历史", "末次月经")
        await stage.keys("enter")
        await stage.see("做了", "改为", "Esc 关闭")
        assert "  录入" in stage.text.splitlines()  # the name; the login is "clerk"

    play(clerk.store.path, act, clerk)


def test_a_digit_on_a_childs_page_says_that_it_is_a_child(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("3")
        await stage.see("赵秀芳之女")
        await stage.keys("enter")
        await stage.see("赵秀芳之女  女")
        await stage.keys("1")
        await stage.see("不能产前随访:这是儿童,没有孕册")

    play(clerk.store.path, act, clerk)


def test_history_shows_old_and_new(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("1 产前随访", "第1次产前随访", "册号C001")
        await stage.keys("down", "f9")
        await stage.see("历史", "末次月经", "2026-05-01")

    play(clerk.store.path, act, clerk)


def test_the_palette_finds_a_desk_by_initials(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "zb")
        await stage.see("> 指标")
        await stage.keys("enter")
        await stage.see("回车看每个数背后的人")

    play(clerk.store.path, act, clerk)


def test_help_explains_the_focused_field(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2", "f4")
        await stage.see("> 姓名*")
        await stage.keys("enter", "x", "enter")
        await stage.keys("f1")
        await stage.see("帮助: ", "怎么填")

    play(clerk.store.path, act, clerk)


def test_signing_out_asks_for_the_next_person(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("escape")
        await stage.see("退出妇幼工作台吗")
        await stage.answer("2")
        await stage.see("用户名", "口令")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize("key", ["enter", "1"])
def test_what_is_pressed_by_habit_at_the_question_whether_to_end_stays(
    clerk: Desk, key: str
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("escape")
        await stage.see("退出妇幼工作台吗", "3 退出")
        await stage.answer(key)
        await stage.see("今日工作", "应办")

    play(clerk.store.path, act, clerk)


def test_the_administrator_adds_a_village(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")
        await stage.keys("boss", "enter", PASSWORD, "enter")
        await stage.see("今日工作")
        await stage.keys("ctrl+p", "加村")
        await stage.see("> 加村")
        await stage.keys("enter")
        await stage.see("已有: 东庄村")
        await stage.paste("北岗村，南岗村")
        await stage.see("共 2 个村")
        await stage.keys("f2")
        await stage.see("已加 2 个村")

    play(clerk.store.path, act)
    assert [village.name for village in villages(clerk)][-2:] == ["北岗村", "南岗村"]


def test_the_administrator_alone_sees_no_record(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("这个岗位不看个案")
        await stage.keys("2")
        await stage.see("不能孕产妇", "权限")

    play(clerk.store.path, act, desk_of("admin"), see="今日工作")
