"""What a check of the file finds wrong with the certificates: what no verb ever leaves behind.

Whoever changes the file past the program has to take the guards out of it first, and can put them
back; so both are looked at, the guards and what they guard. What a number is called is held against
the journal of changes, which cannot be rewritten without breaking its chain.
"""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from desk.stock import disjoined, misplaced
from models.audit import TRIGGERS
from models.certificate_guards import GUARDS
from rules.certificate_states import PAPERS

# Code, sentence, and the query that names what is wrong.
_WRONG = (
    (
        "RENAMED",
        "编号 {number} 与入账时记下的编号不同",
        """SELECT blank.number FROM audit
        JOIN certificate_blanks AS blank ON blank.id = audit.record_id
        WHERE audit.table_name = 'certificate_blanks' AND audit.old IS NULL
        AND CASE WHEN json_valid(audit.new) THEN json_extract(audit.new, '$.number') END
            <> blank.number""",
    ),
    (
        "OUT_OF_RANGE",
        "编号 {number} 不在它那批入库的起止编号之内",
        """SELECT blank.number FROM certificate_blanks AS blank
        JOIN certificate_receipts AS came ON came.id = blank.receipt_id
        WHERE blank.number NOT BETWEEN came.first AND came.last""",
    ),
    (
        "NOT_ISSUED",
        "编号 {number} 有签发记录,流转记录里却没有签发",
        f"""SELECT issue.number FROM certificate_issues AS issue
        LEFT JOIN certificate_blanks AS blank
            ON blank.id = issue.blank_id AND blank.number = issue.number
        WHERE coalesce(blank.state, '') NOT IN {tuple(sorted(PAPERS))}""",  # noqa: S608  ours
    ),
)


def guards_changed(session: Session) -> list[str]:
    """The names of triggers that are missing, altered, or none of the program's."""
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {each.name: each.sql for each in session.connection().execute(query)}
    ours = {trigger.split()[2]: trigger for trigger in (*TRIGGERS, *GUARDS)}
    return sorted(name for name in found.keys() | ours.keys() if found.get(name) != ours.get(name))


def certificates_wrong(session: Session) -> Iterator[tuple[str, str, str]]:
    """Every number something is wrong with: code, sentence, the number."""
    for number in sorted(misplaced(session)):
        yield "CERTIFICATE", "编号 {number} 的状态与流转记录不符", number
    for number in sorted(disjoined(session) - {""}):  # a row that is gone is named by its table
        yield "MOVES", "编号 {number} 的流转记录前后不接", number
    for code, sentence, query in _WRONG:
        for number in sorted(session.connection().execute(text(query)).scalars()):
            yield code, sentence, number
