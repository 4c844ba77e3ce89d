import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.entry import doubt, settle
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, choices
from tests.tui.test_form import on_form
from tui import catalogue
from tui.language import choose_language, set_language, tr, tr_error


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def test_chinese_is_the_sentence_itself() -> None:
    assert tr("请填写{label}", label="姓名") == "请填写姓名"


def test_braces_of_a_sentence_without_parameters_stay() -> None:
    assert tr("{}") == "{}"


def test_an_error_is_told_in_english_with_its_words_translated(english: None) -> None:
    error = RuleError("REQUIRED", "请填写{label}", label="保存")
    assert tr_error(error) == "Please fill in: Save"


def test_a_range_is_told_with_its_unit_in_english(english: None) -> None:
    heart = FieldSpec(Kind.NUMBER, "胎心率", unit="次/分", plausible=(110, 160))
    question = doubt(heart, 170)
    assert question is not None
    assert tr_error(question) == "Fetal heart 170 is unusual (usually 110–160 /min); please check"


def test_a_unit_that_english_leaves_out_leaves_no_gap(english: None) -> None:
    gravida = FieldSpec(Kind.NUMBER, "孕次", unit="次", hard=(1, 20))
    with pytest.raises(RuleError) as refused:
        settle(gravida, 25)
    assert tr_error(refused.value) == "Gravida must be 1–20, it is 25; please check"


def test_options_are_told_one_by_one_in_english(english: None) -> None:
    mode = FieldSpec(Kind.CHOICE, "分娩方式", choices=choices("1 阴道分娩", "2 剖宫产"))
    with pytest.raises(RuleError) as refused:
        settle(mode, "7")
    told = 'Delivery mode: there is no "7"; choose from: 1 Vaginal 2 Caesarean'
    assert tr_error(refused.value) == told


def test_a_sentence_without_english_is_told_in_chinese(english: None) -> None:
    assert tr("没有译文的话") == "没有译文的话"


def test_the_page_speaks_english(english: None) -> None:
    _, screen = on_form("f1")
    assert "How to fill it in" in screen
    assert "怎么填" not in screen


@pytest.mark.parametrize(
    ("spoken", "code"), [("en_GB.UTF-8", "en"), ("zh_CN.UTF-8", "zh"), ("C", "zh")]
)
def test_the_locale_decides_where_nobody_asked(
    monkeypatch: pytest.MonkeyPatch, spoken: str, code: str
) -> None:
    monkeypatch.setenv("LC_ALL", spoken)
    assert choose_language() == code


def test_the_setting_goes_before_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert choose_language(setting="zh") == "zh"


def test_every_english_sentence_takes_the_same_parameters() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    entries = [(str(entry.id), str(entry.string)) for entry in catalogue.read() if entry.id]
    assert [chinese for chinese, english in entries if names(chinese) != names(english)] == []


def test_the_compiled_catalogue_is_the_written_one(english: None) -> None:
    entries = [(str(entry.id), str(entry.string)) for entry in catalogue.read() if entry.string]
    assert [chinese for chinese, told in entries if chinese and tr(chinese) != told] == []


def source(tmp_path: Path, room: str, text: str) -> set[str]:
    (tmp_path / room).mkdir()
    (tmp_path / room / "a.py").write_text(text, encoding="utf-8")
    return set(catalogue.messages(tmp_path))


def test_literals_of_the_interface_are_messages(tmp_path: Path) -> None:
    text = '"""文档"""\nx = tr("甲")\nACTIONS = (Action("a", "f4", "乙"),)\n'
    assert source(tmp_path, "screens", text) == {"甲", "乙"}


def test_below_the_interface_only_what_is_shown_is_a_message(tmp_path: Path) -> None:
    text = (
        'raise RuleError("BAD", "甲")\nFieldSpec(Kind.TEXT, "乙", help="丙")\n'
        'choices("1 丁")\nHEADING = "台账"\n'
    )
    assert source(tmp_path, "rules", text) == {"甲", "乙", "丙", "丁"}


@pytest.mark.parametrize(
    ("lang", "expected"), [(None, "zh"), ("C", "zh"), ("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en")]
)
def test_a_line_that_names_no_language_speaks_chinese(
    monkeypatch: pytest.MonkeyPatch, lang: str | None, expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    if lang:
        monkeypatch.setenv("LANG", lang)
    assert choose_language() == expected
