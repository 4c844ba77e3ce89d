"""Version 2: lists are paged by keys of their own, and nothing that is typed scans a table."""

from collections.abc import Iterator
from typing import Any

from models.list_keys import card_keys, child_keys

_SCHEMA = (
    """CREATE TABLE list_keys (
        centre VARCHAR(20) NOT NULL,
        list VARCHAR(20) NOT NULL,
        "key" VARCHAR(200) NOT NULL,
        record_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        PRIMARY KEY (centre, list, "key", record_id),
        FOREIGN KEY(centre) REFERENCES centres (code),
        FOREIGN KEY(person_id) REFERENCES people (id)
    ) WITHOUT ROWID""",
    'CREATE INDEX ix_list_keys_person ON list_keys (person_id, list, "key", record_id)',
    "DROP INDEX ix_find_keys",
    'CREATE INDEX ix_find_keys ON find_keys (centre, kind, "key", person_id)',
    "CREATE INDEX ix_issues_child ON certificate_issues (centre, child_name)",
    "CREATE INDEX ix_issues_mother ON certificate_issues (centre, mother_name)",
    """CREATE INDEX ix_audit_recent ON audit (centre, user, seq)
        WHERE table_name = 'people' AND action <> 'import'""",
)
_CHILDREN = """SELECT people.centre, children.id, people.id, name, birth_date, village_id
    FROM children JOIN people ON people.id = person_id"""
_CARDS = """SELECT people.centre, pregnancies.id, people.id, name, village_id, state, edd, booked_on
    FROM pregnancies JOIN people ON people.id = mother_id"""


def places_in_lists(connection: Any) -> None:
    """The table of list keys, filled from the records; the indexes that finding needs."""
    for statement in _SCHEMA:
        connection.execute(statement)
    for query, keys in ((_CHILDREN, child_keys), (_CARDS, card_keys)):
        connection.executemany(
            "INSERT INTO list_keys (centre, record_id, person_id, list, key) VALUES (?,?,?,?,?)",
            _rows(connection.execute(query), keys),
        )


def _rows(found: Any, keys: Any) -> Iterator[tuple[Any, ...]]:
    for centre, record_id, person_id, *known in found:
        for which, key in keys(*known):
            yield centre, record_id, person_id, which, key
