"""Version 4: birth certificates in full.

``version_4.sql`` makes the new tables and makes the changed ones anew. The journal of older books
knew states alone: each line gets the act that leads from one to the other, each void the cause its
words mean, each bundle the edition that was printed when it came.
"""

from pathlib import Path
from typing import Any

_SCHEMA = Path(__file__).with_name("version_4.sql")
_ACTS = """UPDATE certificate_moves SET act = CASE
    WHEN was = '' THEN 'receive'
    WHEN was = 'lost' AND becomes = 'void' THEN 'find'
    WHEN was = 'void' AND becomes = 'in_stock' THEN 'unvoid'
    WHEN was = 'transferred' AND becomes = 'in_stock' THEN 'return'
    WHEN was = 'drawn' AND becomes = 'in_stock' THEN 'put_back'
    WHEN was = 'reserved' AND becomes IN ('in_stock', 'drawn') THEN 'release'
    ELSE CASE becomes
        WHEN 'drawn' THEN 'draw' WHEN 'reserved' THEN 'reserve' WHEN 'printed' THEN 'print'
        WHEN 'issued' THEN 'issue' WHEN 'void' THEN 'void' WHEN 'lost' THEN 'lose'
        WHEN 'transferred' THEN 'transfer' WHEN 'handed_back' THEN 'hand_back'
        WHEN 'recalled' THEN 'recall' WHEN 'declared' THEN 'declare'
        WHEN 'destroyed' THEN 'destroy' END
    END"""
_CAUSES = """UPDATE certificate_moves SET cause = CASE
    WHEN act = 'lose' THEN '9'
    WHEN reason LIKE '%打印%' OR reason LIKE '%填写%' OR reason LIKE '%填错%'
        OR reason LIKE '%打错%' THEN '1'
    WHEN reason LIKE '%涂改%' THEN '2'
    WHEN reason LIKE '%损%' OR reason LIKE '%污%' THEN '3'
    WHEN reason LIKE '%盖章%' THEN '4'
    WHEN reason LIKE '%旧版%' THEN '5'
    ELSE '9' END
    WHERE act IN ('void', 'lose')"""
# From when an edition was in use (NHC notices); blanks that came earlier are of the one before.
_EDITIONS = """UPDATE certificate_receipts SET edition = CASE
    WHEN received_on >= '2023-04-01' THEN '7'
    WHEN received_on >= '2019-01-01' THEN '6'
    WHEN received_on >= '2014-01-01' THEN '5'
    WHEN received_on >= '2004-12-01' THEN '4'
    WHEN received_on >= '2003-01-01' THEN '3'
    ELSE '2' END"""


def certificates(connection: Any) -> None:
    """New tables and columns; acts, causes and editions of what is there."""
    for statement in _SCHEMA.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for statement in (_ACTS, _CAUSES, _EDITIONS):
        connection.execute(statement)
