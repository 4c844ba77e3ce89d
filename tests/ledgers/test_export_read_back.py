"""What leaves comes back: our own reader takes the exported registers and every value in them."""

from pathlib import Path

import pytest

from ledgers.export import export_quarter
from ledgers.reading import Record, VillageList, read_ledger
from rules.periods import quarter_period
from tests.desk.shelf import TODAY
from tests.ledgers.quarter import CHILD, FORMULA, WOMAN, filled, in_every_register

VILLAGES = VillageList("云溪镇", ("东庄村", "西沟村"))
REGISTERS = {
    "pregnancy": "孕产妇系统管理登记册",
    "child": "0-6岁儿童健康管理台账",
    "certificate": "出生医学证明签发登记",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    shelf = filled(tmp_path_factory.mktemp("books"))
    export_quarter(shelf.desk, quarter_period("2026Q3"), folder)
    shelf.close()
    return folder


@pytest.fixture(params=["xlsx", "csv"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def records(out: Path, kind: str, form: str) -> tuple[Record, ...]:
    name = "台账.xlsx" if form == "xlsx" else f"{REGISTERS[kind]}.csv"
    return read_ledger(out / f"云溪镇卫生院_2026Q3_{name}", kind, VILLAGES, TODAY).records


@pytest.mark.parametrize("kind", REGISTERS)
def test_of_our_workbook_only_the_registers_own_sheet_is_read(tmp_path: Path, kind: str) -> None:
    shelf = filled(tmp_path)
    in_every_register(shelf)
    export_quarter(shelf.desk, quarter_period("2026Q3"), tmp_path / "out")
    shelf.close()
    found = records(tmp_path / "out", kind, "xlsx")
    assert {record.sheet for record in found} == {REGISTERS[kind]}


def test_the_pregnancy_register_comes_back(out: Path, form: str) -> None:
    (record,) = records(out, "pregnancy", form)
    assert record.notes == ()
    assert record.fields == {
        "card_no": "YCF001",
        "village": "东庄村",
        "group": 3,
        "name": "王甲",
        "id_no": WOMAN,
        "phones": ["13800000001", "13800000002"],
        "husband": "丁乙",
        "gravidity": 2,
        "parity": 1,
        "lmp": "2025-12-01",
        "edd": "2026-09-08",
        "reg_date": "2026-02-01",
        "reg_ga_days": 62,
        "risk_factors": "年龄≥35岁",
        "risk_colours": ["黄", "紫"],
        "bp_sys": 118,
        "bp_dia": 76,
        "anc1": "2026-02-01",
        "anc2": "2026-03-25",
        "anc3": "2026-05-01",
        "anc4": None,
        "anc5": None,
        "delivery_date": "2026-09-06",
        "delivery_place": "县医院",
        "delivery_mode": "剖宫产",
        "delivery_ga_days": 279,
        "newborns": [{"sex": "男", "weight_g": 2600}, {"sex": "女", "weight_g": 2450}],
        "pp_visit": "2026-09-14",
        "pp42": None,
        "doctor": "丙医生",
        "remark": FORMULA,
    }


def test_the_child_register_comes_back(out: Path, form: str) -> None:
    (record,) = records(out, "child", form)
    fields = record.fields
    checks = {age: check for age, check in fields.pop("checks").items() if check}
    assert checks == {"0": {"date": "2026-10-05", "weight_kg": 4.21, "length_cm": 54.5}}
    assert fields == {
        "name": "王小丙",
        "sex": "男",
        "village": "东庄村",
        "group": None,
        "mother_name": "王甲",
        "mother_id": None,
        "phones": ["13800000001"],
        "birth_date": "2026-09-06",
        "birth_ga_days": 279,
        "id_no": CHILD,
        "cert_no": "X331000002",
        "birth_weight_g": 2600,
        "nb_visit": "2026-09-14",
        "high_risk": None,
        "remark": None,
    }


def test_of_the_masked_certificate_register_only_spoilt_numbers_come_back(
    out: Path, form: str
) -> None:
    (void,) = (record.fields for record in records(out, "certificate", form))
    assert void == {
        "type": "void",
        "cert_no": "X331000001",
        "void_reason": "废证",
        "void_date": "2026-07-02",
        "signer": "李四",
    }
