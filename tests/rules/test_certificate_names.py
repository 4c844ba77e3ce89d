"""Names a certificate may print, each slip in its own words."""

from datetime import date

import pytest

from rules import certificate_names
from rules.certificate_names import doubts, problems
from rules.text import name


def refused(child_name: str) -> str:
    """The sentence at the child's name, "" for none."""
    return str(problems({"child_name": name(child_name)}).get("child_name", ""))


@pytest.mark.parametrize(
    "typed",
    [
        "王小雨",
        "欧阳小雨",
        "阿依古丽·买买提",
        "阿依古丽 • 买买提",
        "王䶮",
        "㛃〇",
        "李𬱖",
        "王　小雨",
    ],
)
def test_a_name_of_han_characters_is_taken(typed: str) -> None:
    assert refused(typed) == ""


@pytest.mark.parametrize(
    ("typed", "odd"),
    [
        ("王Anna", "第2个字是“A”"),
        ("王xiaoyu", "第2个字是“x”"),
        ("王小雨2", "第4个字是“2”"),
        ("王小雨２", "第4个字是“２”"),
        ("王小雨(女)", "第4个字是“(”"),
        ("王*", "第2个字是“*”"),
        ("王ü", "第2个字是“ü”"),
        ("/", "第1个字是“/”"),
        ("ㄨㄤ", "第1个字是“ㄨ”"),
        ("王小雨🐷", "第4个字是“🐷”"),
    ],
)
def test_a_letter_a_digit_or_a_symbol_is_named_with_its_place(typed: str, odd: str) -> None:
    assert odd in refused(typed)


@pytest.mark.parametrize("typed", ["·王小雨", "王小雨·", "·"])
def test_the_dot_stands_between_two_characters(typed: str) -> None:
    assert "只能在两个字之间" in refused(typed)


@pytest.mark.parametrize(
    "typed", ["李芳之子", "李芳之女2", "欧阳娜之婴", "李芳之男", "未取名", "暂无姓名", "王男婴"]
)
def test_a_newborns_name_for_the_time_being_is_no_name(typed: str) -> None:
    assert "正式姓名" in refused(typed)


@pytest.mark.parametrize("typed", ["王之", "李之子", "王羲之", "王之女儿", "晏婴", "吴名"])
def test_a_name_that_only_looks_like_one_is_taken(typed: str) -> None:
    assert refused(typed) == ""


@pytest.mark.parametrize("typed", ["/", "／", "无", "不详", "-"])
def test_no_father_is_an_empty_field_and_no_word(typed: str) -> None:
    assert "请空着" in str(problems({"father_name": typed})["father_name"])


@pytest.mark.parametrize("father", ["Anna Maria", "买买提·吐尔逊", None, ""])
def test_a_parent_may_have_any_name(father: str | None) -> None:
    assert problems({"child_name": "王小雨", "father_name": father}) == {}


@pytest.mark.parametrize("nation", ["汉族", "汉", "土家族", "/", "其他", None])
def test_one_of_the_nationalities_is_taken(nation: str | None) -> None:
    assert problems({"mother_ethnic": nation}) == {}
    assert certificate_names.parent_doubts({"mother_ethnic": nation}) == {}


@pytest.mark.parametrize("nation", ["史试丙", "中国", "汉字"])
def test_what_is_no_nationality_is_refused(nation: str) -> None:
    assert list(problems({"father_ethnic": nation})) == ["father_ethnic"]


@pytest.mark.parametrize("nation", ["穿青人", "外国血统中国籍人士", "未识别民族"])
def test_a_group_papers_print_beside_the_list_is_asked_about(nation: str) -> None:
    assert problems({"mother_ethnic": nation}) == {}
    assert list(certificate_names.parent_doubts({"mother_ethnic": nation})) == ["mother_ethnic"]


def doubted(child: str, mother: str, father: str | None) -> bool:
    return bool(doubts({"child_name": child, "mother_name": mother, "father_name": father}))


@pytest.mark.parametrize("child", ["李小雨", "王小雨", "王李小雨"])
def test_the_surname_of_either_parent_is_not_asked_about(child: str) -> None:
    assert not doubted(child, "李芳", "王强")


def test_another_surname_is_asked_about_and_not_refused() -> None:
    assert doubted("张小雨", "李芳", "王强")
    assert problems({"child_name": "张小雨", "mother_name": "李芳", "father_name": "王强"}) == {}


def test_with_no_father_the_mothers_surname_is_expected() -> None:
    assert doubted("王小雨", "李芳", None)
    assert not doubted("李小雨", "李芳", None)


@pytest.mark.parametrize(
    ("child", "mother", "father"),
    [
        ("阿依古丽·买买提", "古丽·吐尔逊", "买买提·艾力"),
        ("王小雨", "Anna Maria", "王强"),
        ("安小雨", "李芳", "John Smith"),
        ("", "李芳", "王强"),
    ],
)
def test_names_with_no_surname_to_compare_are_not_asked_about(
    child: str, mother: str, father: str
) -> None:
    assert not doubted(child, mother, father)


def test_a_surname_is_asked_about_again_once_the_father_is_known() -> None:
    mother = {"child_name": "刘安安", "mother_name": "卢雅蕾"}
    (first,) = certificate_names.doubts(mother).values()
    (again,) = certificate_names.doubts({**mother, "father_name": "周安安"}).values()
    assert first.reason != again.reason


@pytest.mark.parametrize(
    ("field", "number", "born", "reason"),
    [
        ("mother_id_no", "331199199603150012", date(2026, 11, 2), "PARENT_SEX"),
        ("father_id_no", "331199198801010024", date(2026, 11, 2), "PARENT_SEX"),
        ("mother_id_no", "331199198801010024", date(2001, 12, 31), "PARENT_AGE"),
    ],
)
def test_a_number_no_parent_can_have_is_asked_about(
    field: str, number: str, born: date, reason: str
) -> None:
    found = certificate_names.parent_doubts({field: number, "birth_date": born})
    assert {name: error.reason for name, error in found.items()} == {field: reason}


def test_a_parents_own_number_is_not_asked_about() -> None:
    own = {"mother_id_no": "331199198801010024", "father_id_no": "331199199603150012"}
    assert certificate_names.parent_doubts({**own, "birth_date": date(2026, 11, 2)}) == {}
