"""Headings: groups of one to three rows, repeated headers, sections and what stands beyond."""

import pytest

from tests.ledgers.support import (
    CERTIFICATE,
    CHILD,
    PREGNANCY,
    REPORT,
    fields,
    identity,
    ledger,
    read,
    reasons,
    workbook,
)


def _under(form: dict[str, object], groups: dict[str, str], banner: str) -> list[list[object]]:
    """A header of three rows: banners over all, groups over some, and the headings."""
    rest = ["签发情况" if heading == "签发日期" else None for heading in form][1:]
    above: list[object] = [groups.get(heading) for heading in form]
    leaves: list[object] = [
        heading.removeprefix((groups.get(heading) or "")[:2]) for heading in form
    ]
    return [[banner, *rest], above, leaves]


@pytest.mark.parametrize("banner", ["基本情况", "登记信息", "管理情况"])
def test_a_banner_over_the_groups_does_not_hide_whose_number_it_is(banner: str) -> None:
    form = CERTIFICATE | {"母亲证件号": identity(), "父亲证件号": identity(sex="1")}
    groups = {
        **dict.fromkeys(("母亲姓名", "母亲证件号"), "母亲信息"),
        **dict.fromkeys(("父亲姓名", "父亲证件号"), "父亲信息"),
    }
    areas = ["A1:L1", f"M1:{chr(64 + len(form))}1"]
    areas += [f"{chr(65 + at)}2:{chr(66 + at)}2" for at in (7, 9)]
    rows = [*_under(form, groups, banner), list(form.values())]
    found = fields(read(workbook(rows, merged=areas), "certificate"))
    assert (found["mother_id"], found["father_id"]) == (identity(), identity(sex="1"))
    assert found["sex"] == "男"


@pytest.mark.parametrize("between", ["", "-", "_", "/"])
def test_a_check_may_be_headed_in_one_line(between: str) -> None:
    form = CHILD | {"3月龄体检日期": "2025-04-12", "3月龄体重(kg)": 6.1, "3月龄身长(cm)": 60}
    heads = [heading.replace("3月龄", f"3月龄{between}") for heading in form]
    found = fields(read(workbook([heads, list(form.values())]), "child"))
    assert found["checks"]["3"] == {"date": "2025-04-12", "weight_kg": 6.1, "length_cm": 60}


def test_the_upper_line_of_a_header_printed_again_loses_no_column() -> None:
    form = CERTIFICATE | {"母亲证件号": identity()}
    first, second = [*form], [None] * len(form)
    at = first.index("母亲姓名")
    first[at : at + 2] = ["母亲信息", "母亲信息"]
    upper: list[object] = [*first]
    lower: list[object] = [*second]
    lower[at : at + 2] = ["姓名", "有效身份证件号码"]
    other = form | {"出生医学证明编号": "Z337000002"}
    rows = [upper, lower, list(form.values()), upper, list(other.values())]
    found = read(workbook(rows), "certificate")
    assert [each.fields["mother_id"] for each in found.records] == [identity(), identity()]


@pytest.mark.parametrize("line", ["镇区", "石桥村", "一、镇区", "云溪镇集镇社区"])
def test_a_section_may_name_its_village_by_another_name(line: str) -> None:
    form = {heading: value for heading, value in PREGNANCY.items() if heading != "村(组)"}
    values = list(form.values())
    rows: list[list[object]] = [list(form), ["东庄村"], values, [line], values]
    areas = [f"A{row}:{chr(64 + len(form))}{row}" for row in (2, 4)]
    found = read(workbook(rows, merged=areas), "pregnancy")
    second = "石桥头村" if line == "石桥村" else "集镇社区"
    assert [each.fields["village"] for each in found.records] == ["东庄村", second]


def test_cells_under_headings_that_are_empty_are_a_shift() -> None:
    rows: list[list[object]] = [[*REPORT, "", ""], [*ledger(REPORT, {})[1], "多出", ""]]
    text = "\r\n".join(",".join(str(cell) for cell in row) for row in rows)
    assert reasons(read(text.encode("gb18030"), "village-report")) == [("COLUMN_SHIFT",)]
