from collections.abc import Iterator
from datetime import date

import pytest

from rules.entry import Value
from rules.fields import FieldSpec, Kind
from tui.fields.echo import echo
from tui.language import set_language

TODAY = date(2026, 11, 21)
WEIGHT = FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=2)
HEART = FieldSpec(Kind.NUMBER, "胎心率", unit="次/分")
GESTATION = FieldSpec(Kind.GESTATION, "孕周")
DAY = FieldSpec(Kind.DATE, "日期")
ID = FieldSpec(Kind.ID, "身份证号")


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


@pytest.mark.parametrize(
    ("spec", "stored", "words"),
    [
        (WEIGHT, 6750, "6.75 kg"),
        (GESTATION, 121, "孕17+2"),
        (DAY, TODAY, "2026-11-21 周六"),
        (FieldSpec(Kind.TIME, "时间"), "08:30", "08:30"),
        (FieldSpec(Kind.PHONES, "电话"), ["13800000001", "13900000002"], "13800000001 13900000002"),
        (ID, "11010519491231002X", "女 1949-12-31 76岁"),
        (ID, "E12345678", ""),
        (FieldSpec(Kind.NAME, "姓名"), "王丽", ""),
        (WEIGHT, None, ""),
    ],
)
def test_the_meaning_is_shown_beside_the_field(spec: FieldSpec, stored: Value, words: str) -> None:
    assert echo(spec, stored, TODAY) == words


@pytest.mark.parametrize(
    ("spec", "stored", "words"),
    [
        (HEART, 140, "140 /min"),
        (GESTATION, 121, "GA 17+2"),
        (DAY, TODAY, "2026-11-21 Sat"),
        (ID, "11010519491231002X", "F 1949-12-31 76 y"),
    ],
)
def test_the_meaning_is_told_in_english(
    english: None, spec: FieldSpec, stored: Value, words: str
) -> None:
    assert echo(spec, stored, TODAY) == words
