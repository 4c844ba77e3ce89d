import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from rules.errors import RuleError
from rules.risk import assess
from rules.risk_facts import SENTENCES, Facts
from rules.risk_items import PURPLE, RiskTable
from rules.risk_table import load_table, risk_table

TEXT = Path(rules.__file__).with_name("risk_2017.json").read_text(encoding="utf-8")
NATIONAL = risk_table()

PINK: dict[str, Any] = {
    "version": "示例-粉红",
    "title": "省级版本",
    "base": "2017",
    "colours": ["绿", "黄", "橙", "粉红", "红"],
    "alike": {"粉红": "红"},
    "remove": ["Y1.4"],
    "sections": [
        {
            "code": "1",
            "items": [
                {
                    "code": "1.2",
                    "words": "身高≤140cm",
                    "when": [{"height_mm": {"at_most": 1400}}],
                    "rows": ["F1.1"],
                    "follows": "F1.1",
                }
            ],
        },
        {
            "code": "F1",
            "title": "省级增列",
            "colour": "粉红",
            "items": [
                {"code": "F1.1", "words": "身高≤140cm"},
                {
                    "code": "F1.2",
                    "words": "剖宫产≥3次",
                    "when": [{"caesareans": {"at_least": 3}}],
                },
            ],
        },
    ],
}
SCORED: dict[str, Any] = {
    "version": "旧评分",
    "title": "高危评分表",
    "colours": ["正常", "轻", "中", "重"],
    "alike": {"正常": "绿", "轻": "黄", "中": "橙", "重": "红"},
    "sums": [
        {"at_least": 5, "colour": "轻"},
        {"at_least": 10, "colour": "中"},
        {"at_least": 20, "colour": "重"},
    ],
    "sections": [
        {
            "code": "A",
            "title": "一般情况",
            "items": [
                {
                    "code": "A1",
                    "words": "年龄≥35岁",
                    "score": 5,
                    "when": [{"age": {"at_least": 35}}],
                },
                {"code": "A2", "words": "身高<145cm", "score": 10},
                {"code": "A3", "words": "骨盆异常", "score": 15},
                {"code": "A4", "words": "心功能Ⅲ级", "score": 20},
                {"code": "A5", "words": "其他轻微异常", "score": 2},
            ],
        }
    ],
}


def loaded(table: dict[str, Any]) -> RiskTable:
    return load_table(json.dumps(table, ensure_ascii=False))


def codes(prefix: str) -> list[str]:
    return [item.code for item in NATIONAL.items if item.code.startswith(prefix)]


def numbered(section: str, count: int) -> list[str]:
    return [f"{section}.{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("section", "count"),
    [
        ("1", 4),
        ("2", 5),
        ("3", 6),
        ("4", 4),
        ("5", 3),
        ("6", 8),  # the paper's seven and the surface antigen
        ("7.1", 7),
        ("7.2", 3),
        ("7.3", 2),
        ("7.4", 3),
        ("7.5", 4),
        ("7.6", 3),
        ("7.7", 4),
    ],
)
def test_the_screening_table_has_every_line_of_the_paper(section: str, count: int) -> None:
    assert codes(f"{section}.") == numbered(section, count)


@pytest.mark.parametrize(
    ("section", "count", "colour"),
    [
        ("Y1", 9, "黄"),
        ("Y2", 11, "黄"),
        ("Y3", 12, "黄"),
        ("O1", 2, "橙"),
        ("O2", 12, "橙"),
        ("O3", 9, "橙"),
        ("R1", 12, "红"),
        ("R2", 3, "红"),
    ],
)
def test_the_assessment_table_has_every_line_in_its_colour(
    section: str, count: int, colour: str
) -> None:
    assert codes(f"{section}.") == numbered(section, count)
    assert {item.colour for item in NATIONAL.items if item.code in numbered(section, count)} == {
        colour
    }


def test_the_infectious_diseases_are_purple() -> None:
    purple = [item.code for item in NATIONAL.items if item.colour == PURPLE]
    assert purple == ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]


def test_every_measure_is_used_by_a_rule_or_there_for_a_variant() -> None:
    used = {
        condition.measure for item in NATIONAL.items for clause in item.when for condition in clause
    }
    assert set(SENTENCES) - used == {"gravida", "para", "ga_days", "family_history"}


def test_every_line_says_how_well_it_is_known() -> None:
    assert {item.evidence for item in NATIONAL.items} == {"V", "R", "I"}


def test_what_tells_of_infections_is_private() -> None:
    private = {item.code for item in NATIONAL.items if item.private}
    assert private == {"6.3", "6.4", "6.8", "Y2.3", "Y2.9", "P1", "P2", "P3"}


def test_colours_rise_and_not_assessed_is_above_green() -> None:
    assert [NATIONAL.rank(each) for each in ("绿", None, "黄", "橙", "红")] == [0, 1, 2, 3, 4]


def test_a_variants_colour_stands_where_its_order_says() -> None:
    pink = loaded(PINK)
    assert assess(Facts(caesareans=3), pink).colour == "粉红"
    assert assess(Facts(caesareans=3, hb=30), pink).colour == "红"
    assert pink.national("粉红") == "红"
    assert pink.national("橙") == "橙"


def test_a_variant_replaces_and_removes_items_of_its_base() -> None:
    pink = loaded(PINK)
    assert assess(Facts(height_mm=1450), pink).colour == "绿"
    assert assess(Facts(height_mm=1400), pink).colour == "粉红"
    assert pink.item("Y1.4") is None
    assert len(pink.items) == len(NATIONAL.items) + 1


@pytest.mark.parametrize(
    ("ticked", "colour"),
    [
        ({"A1"}, "轻"),
        ({"A2"}, "中"),
        ({"A1", "A2"}, "中"),
        ({"A1", "A3"}, "重"),
        ({"A4"}, "重"),
        ({"A5"}, None),
        (set(), "正常"),
    ],
)
def test_a_scored_list_goes_by_the_sum(ticked: set[str], colour: str | None) -> None:
    assert assess(Facts(ticked=frozenset(ticked)), loaded(SCORED)).colour == colour


def test_scores_of_the_data_count_too() -> None:
    risk = assess(Facts(age=35, ticked=frozenset({"A5"})), loaded(SCORED))
    assert (risk.colour, risk.waiting) == ("轻", ())


def test_a_sum_below_the_first_threshold_is_not_assessed() -> None:
    risk = assess(Facts(ticked=frozenset({"A5"})), loaded(SCORED))
    assert (risk.waiting, risk.marks) == (("A5",), ("筛查阳性未评估",))


def test_private_need_not_be_said_where_an_infection_ticks_the_item() -> None:
    added = {"code": "8.1", "words": "自定", "when": [{"hiv": True}]}
    table = loaded(
        {
            "version": "x",
            "title": "x",
            "base": "2017",
            "sections": [{"code": "8", "title": "增列", "items": [added]}],
        }
    )
    item = table.item("8.1")
    assert item
    assert item.private


def changed(**keys: Any) -> dict[str, Any]:
    """A small sound table with one item, some of the item's keys changed."""
    item = {"code": "1.1", "words": "条目", "rows": ["Y1.1"], "follows": "Y1.1"} | keys
    return {
        "version": "x",
        "title": "x",
        "colours": ["绿", "黄", "橙", "红"],
        "sections": [
            {"code": "1", "title": "筛查", "items": [item]},
            {
                "code": "Y1",
                "title": "评估",
                "colour": "黄",
                "items": [{"code": "Y1.1", "words": "黄项"}],
            },
            {
                "code": "O1",
                "title": "评估",
                "colour": "橙",
                "items": [{"code": "O1.1", "words": "橙项"}],
            },
        ],
    }


def test_the_small_table_is_sound() -> None:
    assert [item.code for item in loaded(changed()).items] == ["1.1", "Y1.1", "O1.1"]


@pytest.mark.parametrize(
    ("table", "reason", "said"),
    [
        (changed(code="Y1.1", rows=[]), "RISK_TWICE", "“Y1.1”写了两次"),
        (changed(rows=["Y9"]), "RISK_ROWS", "条目 1.1 对应的评估项 Y9 不存在"),
        (changed(follows="O1.1", rows=["Y1", "O1"]), "RISK_FOLLOWS", "条目 1.1 的 follows"),
        (changed(follows="O1.1"), "RISK_FOLLOWS", "现为 O1.1"),
        (changed(word="x"), "RISK_KEY", "分组 1 中的“word”不认识"),
        (changed(words=""), "RISK_TEXT", "条目 1.1 的 words"),
        (changed(score=0), "RISK_SCORE", "条目 1.1 的分值"),
        (changed(private="yes"), "RISK_PRIVATE", "条目 1.1 的 private"),
        (changed(when=[{}]), "RISK_CONDITION", "条目 1.1 的判断条件是空的"),
        (changed(when=[{"wealth": {"over": 1}}]), "RISK_KEY", "条目 1.1 中的“wealth”不认识"),
        (changed(when=[{"age": {"above": 1}}]), "RISK_KEY", "“above”"),
        (changed(when=[{"age": {"over": "35"}}]), "RISK_CONDITION", "判断条件 age 写法不对"),
        (changed(when=[{"age": True}]), "RISK_CONDITION", "判断条件 age 写法不对"),
        (changed(when=[{"hiv": {"over": 1}}]), "RISK_CONDITION", "判断条件 hiv 写法不对"),
        (changed(when=[{"past_history": []}]), "RISK_CONDITION", "past_history 写法不对"),
        (changed() | {"colours": ["绿", "黄"]}, "RISK_COLOUR", "分组 O1 的颜色“橙”"),
        (changed() | {"colours": ["绿", "黄", "橙", "紫"]}, "RISK_COLOURS", "不写紫色"),
        (changed() | {"colours": ["绿", "黄", "橙", "粉红"]}, "RISK_ALIKE", "“粉红”"),
        (changed() | {"sums": [{"at_least": 5, "colour": "蓝"}]}, "RISK_COLOUR", "“蓝”"),
        (SCORED | {"sums": SCORED["sums"][::-1]}, "RISK_SUMS", "由低到高,请核对 10"),
        (PINK | {"remove": ["Y1.99"]}, "RISK_REMOVE", "Y1.99"),
        (PINK | {"base": "../2017"}, "RISK_BASE", "../2017"),
        ({"version": "x"}, "RISK_MISSING", "文件 中缺少“title”"),
    ],
)
def test_a_mistake_in_a_table_is_named(table: dict[str, Any], reason: str, said: str) -> None:
    with pytest.raises(RuleError) as refused:
        loaded(table)
    assert refused.value.reason == reason
    assert said in str(refused.value)


def test_text_that_is_no_json_is_refused_by_its_line() -> None:
    with pytest.raises(RuleError, match="第 3 行"):
        load_table('{\n"version": "x",\n"title" "x"}')


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '{"sections": 1' + "0" * 5000 + "}"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        load_table(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.data(), VALUES, st.sampled_from([PINK, SCORED, changed(when=[{"age": {"over": 1}}])]))
def test_any_value_anywhere_is_read_or_refused_and_never_fails(
    data: st.DataObject, value: Any, table: dict[str, Any]
) -> None:
    copy: Any = json.loads(json.dumps(table))
    place = copy
    while True:
        key = data.draw(
            st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))
        )
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        place = inner
    place[key] = value
    try:
        made = loaded(copy)
    except RuleError:
        return
    assert assess(Facts(age=40, hb=30), made).marks
