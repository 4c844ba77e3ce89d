"""Version 3: the pregnancy desk in full.

``version_3.sql`` makes the new tables and makes the changed ones anew. What old rows say in the
old way is said in the new one: the colour typed on a card becomes its first assessment, and the
advice of a contact, kept by the digits of one list for all, takes the digits of its own sheet.
"""

from typing import Any

from models.scripts import run_script

UNSETTLED = "unsettled"  # a setting: what follows from the open cards is not derived yet
# Of each contact's sheet: the old list's digits 1 to 8 in its own; "other" has room for words.
_ADVICE = {1: "13266666", 2: "12345555", 3: "12345767"}
_OTHER = {1: "6", 2: "5", 3: "7"}
_WORDS = {"4": "运动", "5": "自我监测", "6": "分娩准备", "7": "母乳喂养"}
_COLOURS = """INSERT INTO risk_assessments
    (assessed_on, kind, items, colours, factors, doctor, centre, version, pregnancy_id)
    SELECT coalesce(booked_on, lmp, date(edd, '-280 days')),
        CASE WHEN risk_colours = '[]' THEN '1' ELSE '2' END,
        '[]', risk_colours, risk_factors, doctor, centre, 1, id
    FROM pregnancies
    WHERE (risk_colours <> '[]' OR risk_factors IS NOT NULL)
        AND coalesce(booked_on, lmp, edd) IS NOT NULL"""
_TRANSLATED = """UPDATE antenatal_contacts SET
    guidance_other = (SELECT group_concat(advice.words, '、')
        FROM json_each(antenatal_contacts.guidance) AS said
        JOIN advice ON advice.old = said.value AND advice.number = antenatal_contacts.number),
    guidance = (SELECT json_group_array(code) FROM (
        SELECT DISTINCT advice.new AS code
        FROM json_each(antenatal_contacts.guidance) AS said
        JOIN advice ON advice.old = said.value AND advice.number = antenatal_contacts.number
        ORDER BY 1))
    WHERE number IN (1, 2, 3)"""


def pregnancy_desk(connection: Any) -> None:
    """New tables and columns; colours as assessments, advice in the digits of its sheet."""
    run_script(connection, "version_3.sql")
    connection.execute(_COLOURS)
    connection.execute("CREATE TEMP TABLE advice (number INTEGER, old TEXT, new TEXT, words TEXT)")
    connection.executemany("INSERT INTO advice VALUES (?,?,?,?)", _advice())
    connection.execute(_TRANSLATED)
    connection.execute("DROP TABLE advice")
    connection.execute(
        "INSERT INTO settings (centre, version, key, value) SELECT code, 1, ?, 'true' FROM centres",
        (UNSETTLED,),
    )


def _advice() -> list[tuple[int, str, str, str | None]]:
    return [
        (number, str(old), new, _WORDS.get(str(old)) if new == _OTHER[number] else None)
        for number, digits in _ADVICE.items()
        for old, new in enumerate(digits, 1)
    ]
