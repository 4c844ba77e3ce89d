"""Everything in a ledger that is no date: one test for each sentence of the contract."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading import VillageList
from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell, Value
from ledgers.reading.measures import read_birth_weight, read_length
from ledgers.reading.values import (
    read_certificate,
    read_colours,
    read_count,
    read_gestation,
    read_gravidity,
    read_id,
    read_mode,
    read_name,
    read_phones,
    read_pressure,
    read_sex,
)
from tests.ledgers.support import VILLAGES, identity, refused


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王 丽", "王丽"),
        ("王\u3000丽", "王丽"),
        ("王\n丽", "王丽"),
        (" 王\u200b丽\xa0", "王丽"),
        ("'王丽", "王丽"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("胡美玲(转出)", "胡美玲"),
        ("胡美玲（离异）", "胡美玲"),
        ("王\x1b[2J丽\u202e", "王[2J丽"),
        ("王[/]丽", "王[/]丽"),
        ("NGUYEN THI HOA", "NGUYEN THI HOA"),
        ("李䶮", "李䶮"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert read_name(Cell(written))[0] == name


NUMBER = identity()


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
        f"{NUMBER[:10]}\n{NUMBER[10:]}",
        f"'{NUMBER}",
        f"\t{NUMBER}",
        f"\u200b{NUMBER}\xa0",
        "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
    ],
)
def test_identity_numbers_however_written(written: str) -> None:
    assert read_id(Cell(written))[0] == NUMBER


def test_a_lower_case_check_character_becomes_upper_case() -> None:
    number = next(n for n in (identity(serial=f"{i:02}") for i in range(60)) if n.endswith("X"))
    assert read_id(Cell(number.lower()))[0] == number


@pytest.mark.parametrize("written", ["331199960322436", 331199960322436])
def test_fifteen_digits_become_eighteen_of_the_last_century(written: str | int) -> None:
    number = read_id(Cell(written))[0]
    assert number is not None
    assert number[:17] == "33119919960322436"


@pytest.mark.parametrize("written", ["无", "未办", "未上户", "/", "—"])
def test_no_number_yet(written: str) -> None:
    assert read_id(Cell(written)) == (None, None)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (331199199502091000, "ID_PRECISION_LOST"),
        (3311991995020910, "ID_PRECISION_LOST"),
        (3.31199199502091e17, "ID_PRECISION_LOST"),
        ("3.31199E+17", "ID_PRECISION_LOST"),
        ("3.31199E17", "ID_PRECISION_LOST"),
        (NUMBER[:17], "ID_LENGTH"),
        (NUMBER[:10] + "O" + NUMBER[11:], "ID_CHARS"),
        ("3311********0040", "ID_MASKED"),
        (NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"), "ID_CHECKSUM"),
        (identity("19951301"), "ID_BIRTHDATE"),
    ],
)
def test_identity_numbers_refused(written: str | float, reason: str) -> None:
    assert refused(read_id, written) == (reason,)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("00" + NUMBER[2:], ("ID_REGION", "ID_CHECKSUM")),
        ("061199" + "19951332" + "0128", ("ID_REGION", "ID_BIRTHDATE", "ID_CHECKSUM")),
        ("3311991995O3010", ("ID_CHARS",)),
        ("3311991995O30101", ("ID_LENGTH", "ID_CHARS")),
        ("E31234567", ("ID_LENGTH", "ID_CHARS")),
    ],
)
def test_all_that_is_wrong_with_an_identity_number_is_named(
    written: str, codes: tuple[str, ...]
) -> None:
    assert refused(read_id, written) == codes


def test_a_passport_is_kept_where_it_may_stand() -> None:
    assert read_id(Cell("e31234567"), passport=True) == ("E31234567", None)


@pytest.mark.parametrize(
    "written", ["12+3", "12W3D", "12周+3天", "12周3天", "12w+3", 12.3, "１２＋３", "孕12周3天"]
)
def test_gestation_with_days(written: str | float) -> None:
    assert read_gestation(Cell(written)) == 87


@pytest.mark.parametrize("written", ["12", 12, "12W", "孕12周", "12周"])
def test_gestation_in_whole_weeks(written: str | int) -> None:
    assert read_gestation(Cell(written)) == 84


@pytest.mark.parametrize(
    "written", ["11+8", 11.8, "足月", "2025", datetime.fromisoformat("2026-12-03")]
)
def test_gestation_refused(written: str | float | datetime) -> None:
    assert refused(read_gestation, written) == ("GA_INVALID",)


@pytest.mark.parametrize(
    "written",
    [
        "孕2产1",
        "孕２产１",
        "G2P1",
        "g2 p1",
        "G2P1A0",
        "2/1",
        "2-1",
        "孕二产一",
        "孕2次产1次",
        datetime.fromisoformat("2026-02-01"),
        "2月1日",
    ],
)
def test_gravidity_and_parity(written: str | datetime) -> None:
    assert read_gravidity(Cell(written)) == (2, 1)


@pytest.mark.parametrize("written", ["孕1产2", "21", "初产", "孕0产0", 2])
def test_gravidity_and_parity_refused(written: str | int) -> None:
    assert refused(read_gravidity, written) == ("GP_INVALID",)


@pytest.mark.parametrize(
    "written", ["120/80", "120-80", "120\\80", "120／80 mmHg", "BP 120/80", "120 / 80mmHg"]
)
def test_blood_pressure(written: str) -> None:
    assert read_pressure(Cell(written)) == (120, 80)


@pytest.mark.parametrize("written", ["80/120", "12080", 12080, "120/20", "300/80", "80/80", "正常"])
def test_blood_pressure_refused(written: str | int) -> None:
    assert refused(read_pressure, written) == ("BP_INVALID",)


@pytest.mark.parametrize(
    ("written", "colours"),
    [
        ("低风险", ["绿"]),
        ("一般风险", ["黄"]),
        ("较高风险", ["橙"]),
        ("高风险", ["红"]),
        ("传染病", ["紫"]),
        ("黄色(一般风险)", ["黄"]),
        ("黄+紫色", ["黄", "紫"]),
        ("橙色(较高风险)+传染病", ["橙", "紫"]),
        ("无", []),
    ],
)
def test_risk_colours(written: str, colours: list[str]) -> None:
    assert read_colours(Cell(written)) == colours


@pytest.mark.parametrize(
    "written",
    [
        "13800000001/057982340000",
        "13800000001、0579-82340000",
        "13800000001；0579 82340000",
        "13800000001，0579-82340000",
        "13800000001或057982340000",
        "138-0000-0001\n0579-82340000",
        "13800000001 057982340000",
        "138 0000 0001/057982340000",
    ],
)
def test_two_telephone_numbers(written: str) -> None:
    assert read_phones(Cell(written)) == (["13800000001", "057982340000"], False)


@pytest.mark.parametrize(
    "written", [13800000001, 13800000001.0, "13800000001.0", "１３８００００００01"]
)
def test_one_telephone_number_as_number_and_text(written: str | float) -> None:
    assert read_phones(Cell(written)) == (["13800000001"], False)


def test_a_telephone_number_too_short_is_dropped_and_noted() -> None:
    assert read_phones(Cell("1390000123/13800000001")) == (["13800000001"], True)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("东庄", ("东庄村", None)),
        ("东庄村", ("东庄村", None)),
        ("东庄7组", ("东庄村", 7)),
        ("云溪镇东庄村", ("东庄村", None)),
        ("东庄村委会", ("东庄村", None)),
        ("溪口村卫生室", ("溪口村", None)),
        ("东庄村三组", ("东庄村", 3)),
        ("东庄村第11村民小组", ("东庄村", 11)),
        ("东庄十一组", ("东庄村", 11)),
        ("东庄二十组", ("东庄村", 20)),
        ("上徐村", ("徐家村", None)),
        ("石桥村2组", ("石桥头村", 2)),
        ("镇区", ("集镇社区", None)),
        ("云溪居委会", ("集镇社区", None)),
        ("集镇社区居委会", ("集镇社区", None)),
        ("塘头社区卫生服务站", ("塘头社区", None)),
        ("东庄村3组12号", ("东庄村", 3)),
        ("东庄村（3组）", ("东庄村", 3)),
        ("东庄村-三组", ("东庄村", 3)),
        ("东庄行政村2组", ("东庄村", 2)),
        ("东庄村(3组", None),
        ("某县云溪镇东庄村", ("东庄村", None)),
        ("河头村", None),
        ("邻县河头乡", None),
        ("白沙镇东庄村", None),
        ("东庄村和西岭村", None),
        ("", None),
    ],
)
def test_villages(written: str, found: tuple[str, int | None] | None) -> None:
    assert VILLAGES.find(written) == found


def test_a_short_name_two_places_share_means_neither() -> None:
    both = VillageList("云溪镇", ("塘头村", "塘头社区"))
    assert (both.find("塘头"), both.find("塘头社区")) == (None, ("塘头社区", None))


@pytest.mark.parametrize("written", ["男", "1", 1, "M", "m", "男孩", "男婴"])
def test_boys(written: str | int) -> None:
    assert read_sex(Cell(written)) == "男"


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("平产", "阴道分娩"),
        ("顺", "阴道分娩"),
        ("自然分娩", "阴道分娩"),
        ("顺娩", "阴道分娩"),
        ("阴道", "阴道分娩"),
        ("剖宫", "剖宫产"),
        ("剖腹产", "剖宫产"),
        ("CS", "剖宫产"),
        ("胎吸", "助产"),
        ("产钳", "助产"),
        ("助娩", "助产"),
    ],
)
def test_modes_of_delivery(written: str, mode: str) -> None:
    assert read_mode(Cell(written)) == mode


@pytest.mark.parametrize(
    "written",
    ["Z337120301", "z337120301", "Z 337120301", "No.Z337120301", "№Z337120301", "Ｚ337120301"],
)
def test_certificate_numbers(written: str) -> None:
    assert read_certificate(Cell(written)) == "Z337120301"


@pytest.mark.parametrize("written", ["Z33O104179", "Z33710428", "337120322", 337120322])
def test_certificate_numbers_refused(written: str | int) -> None:
    assert refused(read_certificate, written) == ("CERT_FORMAT",)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("1,245", 1245),
        ("１２", 12),
        ("12人", 12),
        ("0人次", 0),
        ("12瓶", 12),
        ("12.0", 12),
        (12.0, 12),
        (" 19 ", 19),
        ("-", 0),
        ("/", 0),
        ("无", 0),
        ("—", 0),
        ("-1", None),
        ("-2", None),
        (-1, None),
    ],
)
def test_counts(written: str | float, count: int | None) -> None:
    assert read_count(Cell(written)) == count


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("约20", "COUNT_INVALID"),
        ("12.5", "COUNT_INVALID"),
        ("1,24", "COUNT_INVALID"),
        ("一", "COUNT_INVALID"),
        ("-3", "COUNT_NEGATIVE"),
        (-3, "COUNT_NEGATIVE"),
    ],
)
def test_counts_refused(written: str | int, reason: str) -> None:
    assert refused(read_count, written) == (reason,)


PARSERS = (
    read_id,
    read_gestation,
    read_gravidity,
    read_pressure,
    read_birth_weight,
    read_length,
    read_certificate,
    read_count,
    read_sex,
    read_mode,
    read_colours,
    read_phones,
    read_name,
)


@given(
    st.one_of(st.text(max_size=25), st.integers(), st.floats(), st.datetimes()),
    st.sampled_from(PARSERS),
)
def test_no_cell_breaks_a_parser(value: Value, parser: Callable[[Cell], object]) -> None:
    try:
        parser(Cell(value))
    except Unreadable as error:
        assert error.codes  # noqa: PT017  either end is right
