"""A row of the child register (0-6岁儿童健康管理台账); twins in one row make two records."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ledgers.reading.grid import Cell
from ledgers.reading.measures import (
    CHECK_WEIGHTS,
    read_birth_weight,
    read_check_weight,
    read_length,
)
from ledgers.reading.parts import parts
from ledgers.reading.take import Take, iso
from ledgers.reading.values import (
    EMPTY_MARKS,
    NO_ID,
    NOT_DONE,
    read_certificate,
    read_gestation,
    read_sex,
    squeezed,
)
from rules.people import Sex

_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
_OF_ONE_CHILD = (
    *("name", "sex", "id_no", "cert_no", "birth_weight"),
    *(f"{measure}{age}" for age in CHECK_WEIGHTS for measure in ("weight", "length")),
)
_SAYS_NOTHING = NOT_DONE | NO_ID | EMPTY_MARKS
# Shorter than this, what stands on one line of a cell is no number of its own but a piece of one.
_SHORTEST = {"id_no": 13, "cert_no": 8}


def read_child(take: Take) -> list[dict[str, Any]]:
    """The fields of each child of the row; problems stay with ``take``."""
    children = _children(take)
    if take.problems:
        return []
    if len(children) == 1:
        return [_one(take)]
    found: list[dict[str, Any]] = []
    for cells in children:
        single = Take(replace(take.row, cells=cells), take.context)
        found.append(_one(single))
        take.problems += [each for each in single.problems if each not in take.problems]
        take.notes += [each for each in single.notes if each not in take.notes]
    return found


def _children(take: Take) -> list[dict[str, Cell]]:
    """The cells of the row once for each child named in it."""
    cells = take.row.cells
    split = {name: _values(name, cells[name]) for name in _OF_ONE_CHILD if name in cells}
    count = len(split.get("name", ()))
    below = "\n" in cells["name"].text if "name" in cells else False
    others = [len(values) for name, values in split.items() if name != "name"]
    if count <= 1 and any(len(split.get(name, ())) > 1 for name in ("id_no", "cert_no", "sex")):
        take.person("name")  # names the problem when there is no name at all
        take.refuse("TWINS_UNCLEAR", "name")
        return [cells]
    if count <= 1 or (below and count not in others):
        return [cells]  # a line end inside one name is a slip of the keyboard
    children: list[dict[str, Cell]] = [dict(cells) for _ in range(count)]
    for name, values in split.items():
        if len(values) == 1 and squeezed(values[0]) in _SAYS_NOTHING:
            continue
        if len(values) != count:
            take.refuse("TWINS_UNCLEAR", name)
            return [cells]
        for child, value in zip(children, values, strict=True):
            child[name] = value
    return children


def _values(name: str, cell: Cell) -> list[Cell]:
    """The values of a cell; a line end inside one number does not make two of it."""
    found = parts(cell)
    texts = [squeezed(value) for value in found]
    broken = any(len(text) < _SHORTEST.get(name, 0) and text not in _SAYS_NOTHING for text in texts)
    if broken and "".join(texts) == squeezed(cell):
        return [cell]
    return found


def _one(take: Take) -> dict[str, Any]:
    name = take.person("name")
    village, group = take.village()
    sex = take.strict("sex", read_sex)
    born = take.needed_day("birth_date")
    heading = take.label("birth_weight")
    visited = take.day("nb_visit")
    take.in_order(born, visited, "nb_visit")
    guardian = take.text("guardian")
    remark = take.text("remark")
    if guardian and not take.has("mother_name"):
        said = f"{take.label('guardian')}:{guardian}"  # which parent it is, the ledger does not say
        remark = f"{remark};{said}" if remark else said
    return {
        "name": name,
        "sex": sex,
        "village": village,
        "group": group,
        "mother_name": take.person("mother_name"),
        "mother_id": take.mother_id("mother_id", passport=True),
        "phones": take.phones(),
        "birth_date": iso(born),
        "birth_ga_days": take.strict("birth_ga", read_gestation),
        "id_no": take.identity("id_no", sex=_SEXES[sex] if sex else None, born=born),
        "cert_no": take.strict("cert_no", read_certificate) if _given(take, "cert_no") else None,
        "birth_weight_g": take.measured(
            "birth_weight", lambda cell: read_birth_weight(cell, heading)
        ),
        "nb_visit": iso(visited),
        "checks": {age: _check(take, age, born) for age in CHECK_WEIGHTS},
        "high_risk": take.text_or_none("high_risk"),
        "remark": remark,
    }


def _given(take: Take, name: str) -> bool:
    cell = take.cell(name)
    return cell is not None and squeezed(cell) not in NO_ID


def _check(take: Take, age: str, born: date | None) -> dict[str, Any] | None:
    """One health check: its day and what was measured, or None when there was none."""
    heading = take.label(f"weight{age}")
    before = len(take.problems)
    day = take.day(f"date{age}")
    weight = take.measured(f"weight{age}", lambda cell: read_check_weight(cell, age, heading))
    length = take.measured(f"length{age}", read_length)
    take.in_order(born, day, f"date{age}")
    if day is None and (weight or length) and len(take.problems) == before:
        take.refuse("DATE_INCOMPLETE", f"date{age}", "有体重或身长,但没有体检日期,请补上")
    return {"date": iso(day), "weight_kg": weight, "length_cm": length} if day else None


@dataclass(slots=True)
class ChildrenSeen:
    """The children of the file so far, refused ones too."""

    _ids: set[str] = field(default_factory=set)
    _certificates: set[str] = field(default_factory=set)

    def check(self, take: Take, found: list[dict[str, Any]]) -> None:
        """Refuse a child or a certificate that is in the file already, or twice in the row."""
        for name, seen, code in (
            ("id_no", self._ids, "DUPLICATE_IN_FILE"),
            ("cert_no", self._certificates, "CERT_DUPLICATE"),
        ):
            given = [fields[name] for fields in found if fields[name]]
            if len(set(given) - seen) < len(given):
                take.refuse(code, name)
            if name == "cert_no" or not take.doubts_identity():
                seen.update(given)
