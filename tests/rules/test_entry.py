"""Every kind of field: what is typed, what is stored, what is said."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import text
from rules.entry import Value, doubt, format_value, parse_value
from rules.errors import RuleError
from rules.fields import Choice, FieldSpec, Kind, choices

TODAY = date(2026, 11, 21)
WEIGHT = FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1, hard=(0.3, 60))
BIRTH_WEIGHT = FieldSpec(
    Kind.NUMBER, "出生体重", unit="g", hard=(300, 9000), plausible=(1500, 4500)
)
HISTORY = FieldSpec(
    Kind.CHOICES, "既往史", choices=choices("1 无", "2 心脏病", "3 肾脏疾病", "4 肝脏疾病")
)
PROTEIN = FieldSpec(
    Kind.CHOICE, "尿蛋白", choices=choices("0 -", "1 ±", "2 +", "3 ++", "4 +++", "5 ++++")
)
VILLAGE = FieldSpec(
    Kind.VILLAGE,
    "村",
    choices=(Choice("7", "王家庄村"), Choice("12", "王家坪村"), Choice("13", "李村")),
)
GESTATION = FieldSpec(Kind.GESTATION, "分娩孕周", hard=(140, 310))
EMPTY = FieldSpec(Kind.TEXT, "备注")


def read(spec: FieldSpec, typed: str) -> Value:
    return parse_value(spec, typed, TODAY)


def reason(spec: FieldSpec, typed: str) -> str:
    with pytest.raises(RuleError) as refused:
        read(spec, typed)
    assert "\n" not in str(refused.value)
    return refused.value.reason


STORED: dict[Kind, tuple[FieldSpec, st.SearchStrategy[Any]]] = {
    Kind.TEXT: (EMPTY, st.text(max_size=100).map(text.clean)),
    Kind.LONG: (
        FieldSpec(Kind.LONG, "备注"),
        st.text(max_size=100).map(lambda typed: text.clean(typed, multiline=True)),
    ),
    Kind.NAME: (FieldSpec(Kind.NAME, "姓名"), st.text(max_size=50).map(text.name)),
    Kind.ID: (FieldSpec(Kind.ID, "身份证号"), st.just("11010519491231002X")),
    Kind.DATE: (
        FieldSpec(Kind.DATE, "日期", expect="future"),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    ),
    Kind.TIME: (FieldSpec(Kind.TIME, "时间"), st.times().map(lambda at: f"{at:%H:%M}")),
    Kind.GESTATION: (GESTATION, st.integers(140, 310)),
    Kind.NUMBER: (WEIGHT, st.integers(300, 60_000)),
    Kind.CHOICE: (PROTEIN, st.sampled_from("012345")),
    Kind.CHOICES: (HISTORY, st.sets(st.sampled_from("1234")).map(sorted)),
    Kind.PHONES: (
        FieldSpec(Kind.PHONES, "电话"),
        st.lists(st.from_regex(r"1[0-9]{10}|0[1-9][0-9]{8,10}", fullmatch=True), unique=True),
    ),
    Kind.VILLAGE: (VILLAGE, st.sampled_from([7, 12, 13])),
    Kind.CERTIFICATE: (
        FieldSpec(Kind.CERTIFICATE, "证号"),
        st.from_regex(r"[A-Z][0-9]{9}", fullmatch=True),
    ),
}


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_what_is_written_in_a_field_reads_back(kind: Kind, data: st.DataObject) -> None:
    spec, values = STORED[kind]
    stored = data.draw(values)
    assert read(spec, format_value(spec, stored)) == (None if stored == "" else stored)


@pytest.mark.parametrize("kind", Kind)
@given(typed=st.text(max_size=20))
def test_anything_typed_is_refused_or_reads_back(kind: Kind, typed: str) -> None:
    spec, _ = STORED[kind]
    try:
        stored = read(spec, typed)
    except RuleError:
        return
    assert read(spec, format_value(spec, stored)) == stored


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_field_is_nothing(kind: Kind) -> None:
    spec, _ = STORED[kind]
    assert read(spec, " 　\n") == ([] if kind in {Kind.CHOICES, Kind.PHONES} else None)


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_required_field_is_refused(kind: Kind) -> None:
    assert reason(FieldSpec(kind, "栏目", required=True), "　") == "REQUIRED"


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("13斤", 6500),
        ("13 斤", 6500),
        ("13.5斤", 6750),
        ("6.5", 6500),
        ("６．５", 6500),
        ("6。5", 6500),
        ("6.5kg", 6500),
        ("6.5 KG", 6500),
        ("6.5公斤", 6500),
        ("3250g", 3250),
        ("3,250 克", 3250),
        ("3.25公斤", 3250),
        ("6斤8两", 3400),
        ("6斤8", 3400),
        ("3.255", 3255),
    ],
)
def test_weights_as_people_say_them(typed: str, grams: int) -> None:
    assert read(WEIGHT, typed) == grams


@pytest.mark.parametrize(("typed", "grams"), [("3250", 3250), ("3.25kg", 3250), ("6斤5两", 3250)])
def test_a_field_in_grams_takes_kilograms_with_their_unit(typed: str, grams: int) -> None:
    assert read(BIRTH_WEIGHT, typed) == grams


@pytest.mark.parametrize(
    ("spec", "typed", "stored"),
    [
        (FieldSpec(Kind.NUMBER, "身高", unit="cm", scale=10, decimals=1), "1.62米", 1620),
        (FieldSpec(Kind.NUMBER, "身长", unit="cm", scale=10, decimals=1), "62.5厘米", 625),
        (FieldSpec(Kind.NUMBER, "体温", unit="℃", scale=10, decimals=1), "36.5℃", 365),
        (FieldSpec(Kind.NUMBER, "体温", unit="℃", scale=10, decimals=1), "36.5度", 365),
        (FieldSpec(Kind.NUMBER, "收缩压", unit="mmHg"), "120mmHg", 120),
        (FieldSpec(Kind.NUMBER, "胎心率", unit="次/分"), "140次", 140),
        (FieldSpec(Kind.NUMBER, "白细胞", unit="×10⁹/L", scale=10, decimals=1), "5.6×10⁹/L", 56),
    ],
)
def test_a_number_may_carry_its_unit(spec: FieldSpec, typed: str, stored: int) -> None:
    assert read(spec, typed) == stored


@pytest.mark.parametrize(
    ("spec", "typed", "code"),
    [
        (WEIGHT, "六斤", "NUMBER"),
        (WEIGHT, "6.5.1", "UNIT"),
        (WEIGHT, "65 cm", "UNIT"),
        (WEIGHT, "6,5", "UNIT"),
        (WEIGHT, "6.2555", "DECIMALS"),
        (WEIGHT, "620", "OUT_OF_RANGE"),
        (WEIGHT, "-3", "OUT_OF_RANGE"),
        (WEIGHT, "9" * 5000, "UNIT"),
        (BIRTH_WEIGHT, "3.25", "DECIMALS"),
        (BIRTH_WEIGHT, "3", "OUT_OF_RANGE"),
        (FieldSpec(Kind.NUMBER, "组"), "3个", "UNIT"),
        (GESTATION, "19+6", "OUT_OF_RANGE"),
        (GESTATION, "44+3", "OUT_OF_RANGE"),
        (GESTATION, "38+7", "GA_INVALID"),
        (PROTEIN, "6", "CHOICE"),
        (PROTEIN, "有", "CHOICE"),
        (HISTORY, "15", "CHOICE"),
        (HISTORY, "1 癌", "CHOICE"),
        (VILLAGE, "王家", "CHOICE"),
        (VILLAGE, "8", "CHOICE"),
        (FieldSpec(Kind.VILLAGE, "村"), "王家庄", "CHOICE"),
        (FieldSpec(Kind.TIME, "时间"), "24:00", "TIME"),
        (FieldSpec(Kind.TIME, "时间"), "8:60", "TIME"),
        (FieldSpec(Kind.TIME, "时间"), "早上", "TIME"),
        (FieldSpec(Kind.PHONES, "电话"), "1380000000", "PHONE"),
        (FieldSpec(Kind.PHONES, "电话"), "82340000", "PHONE"),
        (FieldSpec(Kind.NAME, "姓名", max_length=3), "王王王王", "TOO_LONG"),
        (FieldSpec(Kind.ID, "身份证号"), "110105194912310025", "ID_CHECKSUM"),
        (FieldSpec(Kind.CERTIFICATE, "证号"), "X32O101001", "CERT_FORMAT"),
        (FieldSpec(Kind.DATE, "日期"), "0230", "DATE_INVALID"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(spec: FieldSpec, typed: str, code: str) -> None:
    assert reason(spec, typed) == code


def test_a_range_error_names_the_range_and_the_value() -> None:
    with pytest.raises(RuleError, match=r"^分娩孕周应在 20\+0–44\+2 之间,现为 19\+6,请核对$"):
        read(GESTATION, "19+6")


@pytest.mark.parametrize(
    "typed", ["1 3", "13", "1,3", "1，3", "1、3", "3 1", "1.3", "1。3", "无、肾脏疾病"]
)
def test_several_choices_in_the_order_of_the_form(typed: str) -> None:
    assert read(HISTORY, typed) == ["1", "3"]


def test_codes_of_two_characters_are_not_taken_apart() -> None:
    spec = FieldSpec(Kind.CHOICES, "因素", choices=choices("1.1 年龄", "1.2 身高", "1 无", "2 有"))
    assert read(spec, "1.1 2") == ["1.1", "2"]
    assert reason(spec, "12") == "CHOICE"


@pytest.mark.parametrize(
    ("typed", "code"), [("2", "2"), ("２", "2"), ("+", "2"), ("＋＋", "3"), ("−", "0"), ("－", "0")]
)
def test_a_choice_by_its_digit_or_its_words(typed: str, code: str) -> None:
    assert read(PROTEIN, typed) == code


def test_a_code_may_be_written_with_or_without_its_zero() -> None:
    spec = FieldSpec(Kind.CHOICE, "民族", choices=choices("01 汉族", "02 蒙古族", "10 朝鲜族"))
    assert [read(spec, typed) for typed in ("1", "02", "10", "蒙古族")] == ["01", "02", "10", "02"]


@pytest.mark.parametrize(("typed", "village"), [("7", 7), ("王家庄", 7), ("李村", 13)])
def test_a_village_by_number_or_name(typed: str, village: int) -> None:
    assert read(VILLAGE, typed) == village


@pytest.mark.parametrize("typed", ["0830", "830", "8:30", "8：30", "8。30", "8点30", "8时30分"])
def test_every_way_of_writing_half_past_eight(typed: str) -> None:
    assert read(FieldSpec(Kind.TIME, "时间"), typed) == "08:30"


@pytest.mark.parametrize("typed", ["8", "8点", "08:00"])
def test_every_way_of_writing_eight_o_clock(typed: str) -> None:
    assert read(FieldSpec(Kind.TIME, "时间"), typed) == "08:00"


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001 057982340000",
        "138 0000 0001/0579-82340000",
        "138-0000-0001、0579 82340000",
        "１３８０００００００１；（0579）82340000",
        "+86 13800000001，0579-82340000",
        "13800000001或0579-82340000",
        "13800000001\n0579-82340000",
        "13800000001 0579-82340000 13800000001",
    ],
)
def test_every_way_of_writing_two_phones(typed: str) -> None:
    assert read(FieldSpec(Kind.PHONES, "电话"), typed) == ["13800000001", "057982340000"]


@pytest.mark.parametrize("typed", ["无", "未办", "未上户"])
def test_no_identity_number_yet_is_nothing(typed: str) -> None:
    assert read(FieldSpec(Kind.ID, "身份证号"), typed) is None
    assert reason(FieldSpec(Kind.ID, "身份证号", required=True), typed) == "REQUIRED"


def test_an_old_identity_number_is_stored_as_the_new_one() -> None:
    assert read(FieldSpec(Kind.ID, "身份证号"), "110105491231002") == "11010519491231002X"


def test_a_date_is_filled_the_way_the_field_expects() -> None:
    assert read(FieldSpec(Kind.DATE, "日期"), "1201") == date(2025, 12, 1)
    assert read(FieldSpec(Kind.DATE, "日期", expect="future"), "1201") == date(2026, 12, 1)


def test_an_unusual_value_is_a_question_and_a_usual_one_is_not() -> None:
    question = doubt(BIRTH_WEIGHT, 1499)
    assert question is not None
    assert str(question) == "出生体重 1499 少见(通常 1500–4500 g),请核对"
    assert doubt(BIRTH_WEIGHT, 1500) is None
    assert doubt(BIRTH_WEIGHT, None) is None
