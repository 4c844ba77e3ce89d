from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, choices
from tui.fields.model import FormModel
from tui.fields.paint import paint_form
from tui.fields.parts import Check, FormField, Option, Problem

TODAY = date(2026, 11, 21)
WEIGHT = FieldSpec(
    Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1, hard=(0.3, 300), plausible=(35, 120)
)
NAME = FieldSpec(Kind.NAME, "姓名", required=True)
DAY = FieldSpec(Kind.DATE, "日期")
SEX = FieldSpec(Kind.CHOICE, "性别", choices=choices("1 男", "2 女", "10 其他", "11 不详"))


def model(*fields: FormField, check: Check | None = None) -> FormModel:
    return FormModel(fields, TODAY, check)


def fill(form: FormModel, *texts: str) -> FormModel:
    for text in texts:
        for character in text:
            form.current.type(character)
        form.enter()
    return form


def test_enter_reads_the_field_and_goes_on() -> None:
    form = fill(model(FormField("day", DAY), FormField("weight", WEIGHT)), "1120")
    assert form.values()["day"] == date(2026, 11, 20)
    assert form.current.name == "weight"


def test_a_wrong_value_holds_enter_at_its_field() -> None:
    form = fill(model(FormField("weight", WEIGHT), FormField("day", DAY)), "620")
    assert form.current.name == "weight"
    assert form.current.problem


def test_an_arrow_leaves_a_wrong_field_and_keeps_its_error() -> None:
    form = fill(model(FormField("weight", WEIGHT), FormField("day", DAY)), "620")
    form.step(1)
    assert form.current.name == "day"
    assert form.state("weight").problem


def test_an_unusual_value_is_asked_about() -> None:
    form = fill(model(FormField("weight", WEIGHT), FormField("day", DAY)), "13斤")
    assert form.question
    assert form.question.sentence.endswith("确定? 1是 2改")


def test_a_doubt_answered_with_yes_goes_on_and_is_recorded() -> None:
    form = fill(model(FormField("weight", WEIGHT), FormField("day", DAY)), "13斤")
    form.answer(yes=True)
    assert form.current.name == "day"
    assert [(doubt.field, doubt.reason) for doubt in form.doubts()] == [("weight", "IMPLAUSIBLE")]


def test_another_value_forgets_the_yes_to_the_old_one() -> None:
    form = fill(model(FormField("weight", WEIGHT), FormField("day", DAY)), "13斤")
    form.answer(yes=True)
    form.go_to("weight")
    form.current.type("0")
    assert form.doubts() == []


def test_a_stored_value_left_alone_is_not_asked_about_again() -> None:
    form = model(FormField("weight", WEIGHT, value=6500), FormField("day", DAY))
    form.enter()
    assert form.question is None
    assert form.values()["weight"] == 6500


def test_the_last_enter_asks_to_save() -> None:
    form = fill(model(FormField("day", DAY)), "1120")
    assert form.question
    assert form.question.then == "save"


def test_the_last_enter_goes_back_to_an_empty_required_field() -> None:
    form = fill(model(FormField("name", NAME), FormField("day", DAY)), "", "1120")
    assert (form.current.name, form.question) == ("name", None)
    assert form.current.sentence() == "请填写姓名"


def test_saving_stops_at_an_empty_required_field() -> None:
    form = model(FormField("day", DAY), FormField("name", NAME))
    assert not form.save()
    assert form.current.sentence() == "请填写姓名"


def test_saving_asks_about_every_doubt_first() -> None:
    form = model(FormField("weight", WEIGHT), FormField("day", DAY))
    for character in "6.5":
        form.current.type(character)
    form.step(1)
    assert not form.save()
    assert form.answer(yes=True)
    assert form.save()


def test_a_check_across_fields_stands_at_the_field_it_names() -> None:
    def check(values: dict[str, Any]) -> Sequence[Problem]:
        late = values["first"] and values["second"] and values["second"] < values["first"]
        return (
            [Problem("second", RuleError("ORDER", "不能早于{label}", label="头"))] if late else []
        )

    fields = (FormField("first", DAY), FormField("second", DAY), FormField("weight", WEIGHT))
    form = fill(model(*fields, check=check), "1120", "1119")
    assert form.current.name == "second"
    assert form.current.sentence() == "不能早于头"


def test_a_digit_replaces_the_choice_before_it() -> None:
    form = model(FormField("sex", SEX))
    form.current.type("2")
    form.current.type("1")
    assert form.values()["sex"] == "1"


def test_two_digits_make_one_code_where_there_is_one() -> None:
    form = model(FormField("sex", SEX))
    form.current.type("1")
    form.current.type("0")
    assert form.values()["sex"] == "10"


def test_a_full_width_digit_chooses() -> None:
    form = model(FormField("sex", SEX))
    form.current.type("２")
    assert form.values()["sex"] == "2"


def test_a_hidden_field_is_neither_visited_nor_given_back() -> None:
    only_women = FormField("day", DAY, when=lambda values: values["sex"] == "2")
    form = fill(model(FormField("sex", SEX), only_women, FormField("weight", WEIGHT)), "1")
    assert form.current.name == "weight"
    assert "day" not in form.values()


def test_a_look_up_takes_the_likeliest_on_enter() -> None:
    villages = [Option(1, "东庄村", "1", "dzc"), Option(12, "大寨村", "12", "dzc dsc")]
    field = FormField("village", FieldSpec(Kind.VILLAGE, "村"), options=villages)
    form = fill(model(field, FormField("day", DAY)), "ds")
    assert form.values()["village"] == 12
    assert form.state("village").shown() == "大寨村"


def test_a_look_up_without_a_find_says_so() -> None:
    field = FormField("village", FieldSpec(Kind.VILLAGE, "村"), options=[Option(1, "东庄村")])
    form = fill(model(field, FormField("day", DAY)), "某村")
    assert form.current.sentence() == "没有找到“某村”,请核对或换个写法"


def test_a_village_without_options_takes_the_choices_of_its_spec() -> None:
    spec = FieldSpec(Kind.VILLAGE, "村", choices=choices("3 东庄村", "4 西岭村"))
    form = fill(model(FormField("village", spec), FormField("day", DAY)), "4")
    assert form.values()["village"] == 4


def test_a_section_jump_goes_to_the_first_field_of_the_next() -> None:
    form = model(
        FormField("a", DAY, section="一"),
        FormField("b", DAY, section="一"),
        FormField("c", DAY, section="二"),
    )
    form.jump_section(1)
    assert form.current.name == "c"


def test_a_read_only_field_is_passed_over() -> None:
    form = fill(
        model(FormField("a", DAY), FormField("b", DAY, readonly=True), FormField("c", DAY)), "1"
    )
    assert form.current.name == "c"


TYPED = [
    (Kind.NAME, "阿依古丽•买买提", "阿依古丽·买买提", ""),
    (Kind.ID, "３３１１９９１９９００３０７６０２３", "331199199003076023", "女 1990-03-07 36岁"),
    (Kind.DATE, "１１２０", date(2026, 11, 20), "2026-11-20 周五"),
    (Kind.DATE, "2026年3月5日", date(2026, 3, 5), "2026-03-05 周四"),
    (Kind.DATE, "-3", date(2026, 11, 18), "2026-11-18 周三"),
    (Kind.DATE, "今天", TODAY, "2026-11-21 周六"),
    (Kind.TIME, "0830", "08:30", "08:30"),
    (Kind.GESTATION, "12w3d", 87, "孕12+3"),
    (Kind.GESTATION, "１２＋３", 87, "孕12+3"),
    (Kind.NUMBER, "13斤", 6500, "6.5 kg"),
    (Kind.NUMBER, "６。５", 6500, "6.5 kg"),
    (Kind.CHOICE, "２", "2", ""),
    (Kind.CHOICES, "１３", ["1", "3"], ""),
    (Kind.PHONES, "138 0000 1234、13900001234", ["13800001234", "13900001234"], None),
    (Kind.CERTIFICATE, "z990000001", "Z990000001", "Z990000001"),
    (Kind.TEXT, " 北街3号 ", "北街3号", ""),
]


@pytest.mark.parametrize(("kind", "typed", "value", "words"), TYPED)
def test_what_is_typed_is_read_and_echoed_at_once(
    kind: Kind, typed: str, value: Any, words: str | None
) -> None:
    options = choices("1 甲", "2 乙", "3 丙") if kind in {Kind.CHOICE, Kind.CHOICES} else ()
    spec = WEIGHT if kind is Kind.NUMBER else FieldSpec(kind, "一", choices=options)
    form = model(FormField("one", spec))
    for character in typed:
        form.current.type(character)
    assert form.values()["one"] == value
    if words is not None:
        assert form.current.echo(form.values()) == words


def test_words_beside_a_choice_keep_a_first_digit_like_the_choices_own() -> None:
    state = model(FormField("sex", SEX, "2", echo=lambda _value, _all: "2027-03-15~2027-03-29"))
    told = "".join(words for line in paint_form(state, 80).lines for words, _ in line)
    assert "2027-03-15~2027-03-29" in told


def test_enter_passes_what_is_known_and_the_arrows_do_not() -> None:
    known = FormField("name", NAME, value="王小丽", known=True)
    fields = (FormField("weight", WEIGHT), known, FormField("day", DAY))
    assert fill(model(*fields), "60").current.name == "day"
    form = model(*fields)
    form.step(1)
    assert form.current.name == "name"


def test_enter_stops_at_what_is_known_and_wrong() -> None:
    def check(_: dict[str, Any]) -> Sequence[Problem]:
        return [Problem("name", RuleError("WRONG", "不对"))]

    known = FormField("name", NAME, value="王小丽", known=True)
    form = model(FormField("weight", WEIGHT), known, FormField("day", DAY), check=check)
    assert fill(form, "60").current.name == "name"


def test_enter_stops_at_a_known_field_that_is_empty() -> None:
    form = model(FormField("weight", WEIGHT), FormField("name", NAME, known=True))
    assert fill(form, "60").current.name == "name"
