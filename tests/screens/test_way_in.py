"""In and out: the first run, the demo, signing in and out, the administrator."""

from datetime import date
from pathlib import Path

import pytest

from desk import sign_in as accounts
from desk.context import Desk
from desk.opening import open_store
from desk.villages import villages
from screens import main
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.screens.stage import Stage, play


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


def test_a_computer_whose_day_lies_before_the_books_is_asked_about(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("口令")
        monkeypatch.setattr(main, "business_day", lambda: date(2020, 1, 1))  # set back meanwhile
        await stage.keys("boss", "enter", PASSWORD, "enter")
        await stage.see("电脑日期 2020-01-01 早于账上最后一笔", "2 照常进入")
        await stage.answer("2")
        await stage.see("今日工作", "2020-01-01")

    play(clerk.store.path, act, today=None)


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
        await stage.see("「孕产妇」不能用", "权限")

    play(clerk.store.path, act, desk_of("admin"), see="今日工作")
