"""Every field of the national forms is declared: the record forms, the birth, the certificate.

``national_forms.csv`` is what is printed on the forms, copied by hand from them: the field, where
the program keeps it, and the unit and the choices with their digits where the form prints them
(in characters that every terminal draws one cell wide: I for the Roman numeral, 10^9).
"""

import csv
from pathlib import Path

import pytest

from docs.dictionary import text
from models.base import Record
from rules.fields import FieldSpec, field_specs

with Path(__file__).with_name("national_forms.csv").open(encoding="utf-8", newline="") as file:
    PRINTED = list(csv.DictReader(file))
DECLARED = {
    f"{table.__tablename__}.{name}": spec
    for table in Record.__subclasses__()
    for name, spec in field_specs(table).items()
}


def name_of(row: dict[str, str]) -> str:
    return f"{row['form']} {row['printed']}"


@pytest.mark.parametrize("row", PRINTED, ids=name_of)
def test_a_field_of_the_form_is_declared(row: dict[str, str]) -> None:
    spec: FieldSpec | None = DECLARED.get(row["field"])
    assert spec is not None
    assert spec.label
    assert spec.source or row["field"].startswith("people.")


@pytest.mark.parametrize("row", [row for row in PRINTED if row["unit"]], ids=name_of)
def test_a_field_has_the_unit_printed(row: dict[str, str]) -> None:
    assert DECLARED[row["field"]].unit == row["unit"]


@pytest.mark.parametrize("row", [row for row in PRINTED if row["choices"]], ids=name_of)
def test_a_field_has_the_digits_and_words_printed(row: dict[str, str]) -> None:
    offered = {f"{each.code}{each.label}" for each in DECLARED[row["field"]].choices}
    assert set(row["choices"].split()) <= offered


def test_the_dictionary_has_a_line_for_each() -> None:
    page = text()
    assert [f for f in DECLARED if f"`{f.partition('.')[2]}`" not in page] == []
