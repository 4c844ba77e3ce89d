"""What a certificate prints: which of it is still empty, and where "/" stands by rule.

"/" is printed where there is no institution, no father's information, no ethnic group.
Source: 首次签发登记表; 国卫妇幼发〔2013〕52号的各地实施办法.
"""

from collections.abc import Mapping
from typing import Any

from rules.certificate_names import is_nobody

NOTHING, CHINA = "/", "中国"
OUTSIDE = frozenset("456")  # kinds of issue: born outside an institution
RESIDENT = (None, "1")  # kinds of paper with a resident's number
_MEASURED = ("birth_ga_days", "birth_weight_g", "birth_length_mm")  # often unknown outside
_BIRTH = ("birth_time", *_MEASURED, "born_at", "institution", "attendant")
_PARENT = ("age", "nation", "ethnic", "address")


def has_father(values: Mapping[str, Any]) -> bool:
    """Whether there is any information of a father; else all of his fields print "/"."""
    return bool(values.get("father_name")) and not is_nobody(values["father_name"])


def number_field(values: Mapping[str, Any], whose: str) -> str:
    """The field of somebody's number: a resident's, or that of another paper.

    >>> number_field({"father_id_kind": "3"}, "father"), number_field({}, "mother")
    ('father_other_no', 'mother_id_no')
    """
    resident = values.get(f"{whose}_id_kind") in RESIDENT
    return f"{whose}_id_no" if resident else f"{whose}_other_no"


def still_empty(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What is printed and not there yet, in the order of the form.

    >>> whole = dict.fromkeys((*_BIRTH, *(f"mother_{name}" for name in ("id_no", *_PARENT))), "x")
    >>> still_empty(whole | {"kind": "1", "mother_ethnic": None, "birth_weight_g": None})
    ('birth_weight_g', 'mother_ethnic')
    >>> still_empty(whole | {"kind": "4", "birth_weight_g": None, "father_name": "钱大勇"})[0]
    'father_id_no'
    """
    outside = values["kind"] in OUTSIDE
    names = [name for name in _BIRTH if not outside or name not in _MEASURED]
    for parent in ("mother", "father") if has_father(values) else ("mother",):
        names += [number_field(values, parent), *(f"{parent}_{name}" for name in _PARENT)]
    return tuple(name for name in names if values.get(name) in {None, ""})


def slashes(values: Mapping[str, Any]) -> dict[str, str]:
    """Where "/" is certain: no institution, and no ethnic group on the papers of foreigners.

    >>> slashes({"kind": "4", "mother_nation": "中国", "father_nation": "中国(香港)"})
    {'institution': '/', 'father_ethnic': '/'}
    """
    found = {"institution": NOTHING} if values.get("kind") in OUTSIDE else {}
    for parent in ("mother", "father"):
        if values.get(f"{parent}_nation") not in {None, "", CHINA}:
            found[f"{parent}_ethnic"] = NOTHING
    return found
