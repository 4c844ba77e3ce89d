"""Which papers each kind of certificate asks for, and what the centre's own rules change."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.certificate_papers import (
    Case,
    Local,
    case_of,
    is_late,
    missing,
    needed,
    papers_of,
    problems,
)

KINDS = "123456"
MARRIED = Local(marriage=True)
BORN = date(2026, 1, 31)
FIRST: dict[str, Any] = {
    "kind": "1",
    "birth_date": BORN,
    "applied_on": date(2026, 2, 10),
    "relation": "1",
    "mother_name": "李芳",
    "mother_id_no": "331199199001010024",
    "father_name": "王强",
}


def asked(case: Case, local: Local | None = None) -> list[str]:
    """The words of the papers asked for, in the order of the form."""
    words = {paper.code: paper.label for paper in papers_of(case.kind)}
    return [words[paper.codes[0]] for paper in needed(case, local or Local())]


def first(**values: Any) -> Case:
    return case_of(FIRST | values)


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_of_a_form_has_one_digit_of_its_own(kind: str) -> None:
    codes = [paper.code for paper in papers_of(kind)]
    assert codes == sorted(set(codes) & set("123456789"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("relation", ["1", "2", "3", "9"])
@pytest.mark.parametrize("father", [True, False])
def test_no_paper_is_asked_for_that_the_form_does_not_have(
    kind: str, relation: str, *, father: bool
) -> None:
    case = Case(kind=kind, relation=relation, father=father, days=400, cause="3", other_name=True)
    codes = {code for paper in needed(case, MARRIED) for code in paper.codes}
    assert codes <= {paper.code for paper in papers_of(kind)}


def test_a_mother_who_comes_in_time_shows_the_form_and_both_parents_papers() -> None:
    assert asked(first()) == ["首次签发登记表", "母亲证件", "父亲证件"]


def test_the_father_who_collects_brings_her_letter_but_no_third_paper() -> None:
    assert asked(first(relation="2")) == ["首次签发登记表", "母亲证件", "父亲证件", "母亲委托书"]


@pytest.mark.parametrize("relation", ["3", "9"])
def test_anyone_else_who_collects_brings_her_letter_and_an_own_paper(relation: str) -> None:
    assert asked(first(relation=relation))[-2:] == ["领证人证件", "母亲委托书"]


def test_a_mother_who_cannot_sign_a_letter_has_other_papers() -> None:
    assert "母亲委托书" not in asked(first(relation="2", papers_other="母亲死亡医学证明"))


def test_with_no_father_the_mother_signs_a_statement() -> None:
    assert asked(first(father_name=None)) == ["首次签发登记表", "母亲证件", "母亲声明"]


@pytest.mark.parametrize("father", ["/", "无"])
def test_a_stroke_for_the_fathers_name_is_no_father(father: str) -> None:
    assert "母亲声明" in asked(first(father_name=father))


def test_with_no_father_the_mother_comes_herself() -> None:
    case = first(father_name=None, relation="3")
    assert "母亲本人来办" in str(problems(case, list("123456789"))["relation"])
    assert "relation" not in problems(replace(case, relation="1"), [])


def test_a_father_without_the_mothers_paper_brings_a_test() -> None:
    assert "亲子鉴定证明" in asked(first(relation="2", mother_id_no=None))
    assert "母亲证件" not in asked(first(relation="2", mother_id_no=None))


def test_a_mother_admitted_under_another_name_brings_proof_of_either_kind() -> None:
    case = case_of(FIRST, other_name=True)
    assert problems(case, ["1", "2", "3", "9"]) == problems(case, ["1", "2", "3", "7"]) == {}
    assert "与住院登记不符" in str(problems(case, ["1", "2", "3"])["papers"])


@pytest.mark.parametrize(("applied", "late"), [(date(2026, 3, 2), False), (date(2026, 3, 3), True)])
def test_a_month_after_the_birth_is_still_in_time(applied: date, late: bool) -> None:  # noqa: FBT001  a value of the table
    case = first(applied_on=applied)
    assert is_late(case) is late
    assert ("late_why" in problems(case, ["1", "2", "3"])) is late


def test_a_late_application_says_why() -> None:
    case = first(applied_on=date(2026, 5, 1), late_why="外出打工")
    assert problems(case, ["1", "2", "3"]) == {}


@pytest.mark.parametrize(
    ("applied", "test"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)]
)
def test_beyond_a_year_a_test_is_asked_for(applied: date, test: bool) -> None:  # noqa: FBT001  a value of the table
    assert ("亲子鉴定证明" in asked(first(applied_on=applied))) is test


def test_where_the_county_says_a_month_the_test_comes_sooner() -> None:
    assert "亲子鉴定证明" in asked(first(applied_on=date(2026, 3, 3)), Local(late_days=30))


def test_where_the_county_asks_for_no_test_none_is_asked_for_ever() -> None:
    assert "亲子鉴定证明" not in asked(first(applied_on=date(2036, 1, 1)), Local(late_days=0))


@pytest.mark.parametrize("kind", ["1", "4"])
def test_the_marriage_certificate_is_asked_for_only_where_the_province_does(kind: str) -> None:
    case = first(kind=kind)
    assert "结婚证" in asked(case, MARRIED)
    assert "结婚证" not in asked(case)
    assert "结婚证" not in asked(replace(case, father=False), MARRIED)


def test_a_birth_outside_asks_for_test_account_and_statement() -> None:
    assert asked(first(kind="4")) == [
        "亲子鉴定证明",
        "出生情况说明",
        "母亲证件",
        "父亲证件",
        "亲子关系声明",
    ]


def test_where_no_test_is_asked_for_outside_a_late_one_still_is() -> None:
    local = Local(outside_test=False)
    assert "亲子鉴定证明" not in asked(first(kind="4"), local)
    assert "亲子鉴定证明" in asked(first(kind="4", applied_on=date(2027, 6, 1)), local)


def test_outside_the_collector_brings_letter_and_paper_too() -> None:
    assert {"领证人证件", "母亲委托书"} <= set(asked(first(kind="4", relation="3")))


@pytest.mark.parametrize("kind", ["2", "5"])
def test_an_exchange_asks_for_application_file_and_the_parents_papers(kind: str) -> None:
    assert asked(first(kind=kind, cause="1")) == ["书面申请", "病历或存根复印件", "父母证件"]


def test_a_paper_the_hukou_office_refused_comes_with_its_proof() -> None:
    assert "无法入户证明" in asked(first(kind="2", cause="4"))


def test_parents_changed_are_proved_by_a_document_or_a_test() -> None:
    case = first(kind="2", cause="3")
    assert problems(case, ["1", "2", "4", "7"]) == problems(case, ["1", "2", "4", "9"]) == {}
    assert "papers" in problems(case, ["1", "2", "4"])


@pytest.mark.parametrize("kind", ["3", "6"])
def test_a_reissue_of_an_unregistered_child_asks_both_hukou_places(kind: str) -> None:
    case = first(kind=kind, cause="1", mother_hukou="1", father_hukou="1")
    assert asked(case)[-2:] == ["母亲户籍地证明", "父亲户籍地证明"]
    assert asked(replace(case, father=False))[-1] == "母亲户籍地证明"


@pytest.mark.parametrize("where", ["mother_hukou", "father_hukou"])
def test_a_reissue_of_a_registered_child_asks_neither(where: str) -> None:
    papers = asked(first(kind="3", cause="1", **{where: "2"}))
    assert not [paper for paper in papers if "户籍地" in paper]


@pytest.mark.parametrize("kind", ["2", "3", "5", "6"])
def test_a_second_certificate_is_never_late(kind: str) -> None:
    case = first(kind=kind, applied_on=date(2031, 1, 1))
    assert not is_late(case)
    assert "late_why" not in problems(case, [])


def test_one_missing_paper_says_why_and_several_say_which() -> None:
    assert str(problems(first(), ["1", "2"])["papers"]) == "要核对父亲有效身份证件原件"
    assert str(problems(first(), [])["papers"]) == "还缺: 1 首次签发登记表 2 母亲证件 3 父亲证件"


def test_one_paper_missing_for_two_reasons_is_named_once() -> None:
    case = first(relation="2", mother_id_no=None, applied_on=date(2028, 1, 1), late_why="外出")
    assert [paper.codes[0] for paper in missing(case, ["1", "3", "5"])] == ["7", "7"]
    assert str(problems(case, ["1", "3", "5"])["papers"]) == "还缺: 7 亲子鉴定证明"


def test_a_paper_beyond_those_asked_for_is_no_harm() -> None:
    assert problems(first(), ["1", "2", "3", "8"]) == {}


def test_an_application_with_no_day_yet_is_in_time() -> None:
    assert not is_late(case_of({"kind": "1"}))
