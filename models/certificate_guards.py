"""What the database itself refuses about certificates, whatever program writes.

A number moves only as ``rules.certificate_states`` says, one move beginning where the last one
ended; a void that was printed on or lost is never stock again; moves, seals and exports stay as
they are. Who issued, printed or reviewed a certificate does not seal it, whoever seals is a sealer
on that day, and nothing is collected unsealed. Nobody gets two of issuer, sealer and reviewer, as
roles, by a delegation or beside one. No clock is asked: a user's roles say since when they hold,
and a delegation from when to when.
"""

# ruff: noqa: S608  our own words and the state machine's, nothing that was typed

from itertools import combinations

from rules.certificate_states import ACTS, USED

_PAIRS = sorted({(was, act.becomes) for act in ACTS.values() for was in act.was})
_LEGAL = ", ".join(f"('{was}', '{becomes}')" for was, becomes in _PAIRS)
_THREE = ("issuer", "sealer", "reviewer")  # three people
_KEPT = ("certificate_moves", "certificate_seals", "certificate_exports")
_NEVER_GONE = ("certificate_issues", "certificate_collections", "delegations")
_ISSUE = "(SELECT {column} FROM certificate_issues WHERE id = NEW.issue_id)"
# Who had the paper of the issue that is sealed.
_HANDS = """SELECT issuer_user FROM certificate_issues WHERE id = NEW.issue_id
    UNION SELECT reviewer_user FROM certificate_issues WHERE id = NEW.issue_id
    UNION SELECT application.reviewer_user FROM certificate_applications AS application
        JOIN certificate_issues AS issue ON issue.application_id = application.id
        WHERE issue.id = NEW.issue_id
    UNION SELECT move.user FROM certificate_moves AS move
        JOIN certificate_issues AS issue ON issue.blank_id = move.blank_id
        WHERE issue.id = NEW.issue_id AND move.act IN ('reserve', 'print', 'issue')"""


def _has(role: str, user: str = "users") -> str:
    """A user row whose roles name a role."""
    return f"""CAST({user}.roles AS TEXT) LIKE '%"' || {role} || '"%'"""


def _another(role: str, user: str = "users") -> str:
    """A user row that names one of the three roles that is not this one."""
    return "({})".format(
        " OR ".join(f"({role} <> '{each}' AND {_has(repr(each), user)})" for each in _THREE)
    )


def _refuse(name: str, when: str, condition: str, words: str) -> str:
    refusal = f"SELECT RAISE(ABORT, '{words}')"
    return f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN {refusal}; END"


def _kept(table: str, does: str) -> str:
    return _refuse(f"{table}_no_{does.lower()}", f"{does} ON {table}", "1", f"{table} are kept")


_ONE_HAND = "issuer, sealer and reviewer are different users"
# A guard and no CHECK of the table: files of before may hold such users, who stay until changed.
_BOTH = " OR ".join(
    f"({_has(repr(one), 'NEW')} AND {_has(repr(other), 'NEW')})"
    for one, other in combinations(_THREE, 2)
)
_SOMEBODYS = f"""EXISTS (SELECT 1 FROM delegations AS given
    WHERE given.centre = NEW.centre AND given.login = NEW.login
    AND given.ends_on >= given.starts_on
    AND given.ends_on >= coalesce(NEW.roles_from, '') AND {_another("given.role", "NEW")})"""

GUARDS = (
    *(_kept(table, does) for table in _KEPT for does in ("UPDATE", "DELETE")),
    *(_kept(table, "DELETE") for table in _NEVER_GONE),
    _refuse(
        "certificate_move_follows",
        "INSERT ON certificate_moves",
        f"""(NEW.was, NEW.becomes) NOT IN (VALUES {_LEGAL})
        OR NEW.was <> coalesce((SELECT becomes FROM certificate_moves
            WHERE blank_id = NEW.blank_id ORDER BY id DESC LIMIT 1), '')""",
        "a number moves from where it is, as the trade allows",
    ),
    _refuse(
        "certificate_void_stays",
        "INSERT ON certificate_moves",
        f"""NEW.was = 'void' AND NEW.becomes = 'in_stock'
        AND EXISTS (SELECT 1 FROM certificate_moves
            WHERE blank_id = NEW.blank_id AND becomes IN {tuple(USED)})""",
        "what was printed on or lost is no blank any more",
    ),
    _refuse(
        "certificate_move_hands",
        "INSERT ON certificate_moves",
        """NEW.act IS NOT 'lose' AND NEW.user = (SELECT reviewer_user
            FROM certificate_applications WHERE id = NEW.application_id)""",
        "who reviewed an application does not take its number further",
    ),
    _refuse(
        "certificate_issue_hands",
        "UPDATE ON certificate_issues",
        """(NEW.blank_id, NEW.number, NEW.issuer_user, NEW.reviewer_user, NEW.delegation_id)
        IS NOT (OLD.blank_id, OLD.number, OLD.issuer_user, OLD.reviewer_user, OLD.delegation_id)""",
        "who issued and reviewed which number stays",
    ),
    _refuse(
        "certificate_review_first",
        "UPDATE OF reviewer_user ON certificate_applications",
        """NEW.reviewer_user IS NOT OLD.reviewer_user
        AND EXISTS (SELECT 1 FROM certificate_issues WHERE application_id = NEW.id)""",
        "a certificate is reviewed before it is issued",
    ),
    _refuse(
        "certificate_seal_issued",
        "INSERT ON certificate_seals",
        f"""(SELECT state FROM certificate_blanks
            WHERE id = {_ISSUE.format(column="blank_id")}) IS NOT 'issued'
        OR NEW.sealed_on < {_ISSUE.format(column="issued_on")}""",
        "only what is issued is sealed, from that day on",
    ),
    _refuse(
        "certificate_seal_hands",
        "INSERT ON certificate_seals",
        f"NEW.user IN ({_HANDS})",
        "another hand seals",
    ),
    _refuse(
        "certificate_seal_role",
        "INSERT ON certificate_seals",
        f"""NOT EXISTS (SELECT 1 FROM users LEFT JOIN delegations AS given
            ON given.id = NEW.delegation_id AND given.centre = users.centre
                AND given.login = users.login AND given.role = 'sealer'
                AND NEW.sealed_on BETWEEN given.starts_on AND given.ends_on
            WHERE users.centre = NEW.centre AND users.login = NEW.user
            AND NEW.sealed_on >= coalesce(users.roles_from, '')
            AND CASE WHEN NEW.delegation_id IS NULL THEN {_has("'sealer'")}
                ELSE given.id IS NOT NULL END)""",
        "whoever seals is a sealer on that day",
    ),
    _refuse(
        "certificate_collect_sealed",
        "INSERT ON certificate_collections",
        f"""{_ISSUE.format(column="issuer_user")} IS NOT NULL AND NEW.collected_on < coalesce(
            (SELECT sealed_on FROM certificate_seals WHERE issue_id = NEW.issue_id), '9999')""",
        "what is collected is sealed before",
    ),
    _refuse(
        "certificate_collection_of",
        "UPDATE OF issue_id ON certificate_collections",
        "NEW.issue_id <> OLD.issue_id",
        "a collection is of one certificate",
    ),
    _refuse(
        "delegation_hands",
        "INSERT ON delegations",
        f"""EXISTS (SELECT 1 FROM users WHERE centre = NEW.centre AND login = NEW.login
            AND {_another("NEW.role")})
        OR EXISTS (SELECT 1 FROM delegations AS other
            WHERE other.centre = NEW.centre AND other.login = NEW.login
            AND other.role <> NEW.role AND other.ends_on >= other.starts_on
            AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on)""",
        _ONE_HAND,
    ),
    _refuse(
        "delegation_shortened",
        "UPDATE ON delegations",
        """NEW.ends_on > OLD.ends_on
        OR (NEW.centre, NEW.role, NEW.login, NEW.instead_of, NEW.starts_on, NEW.letter_no,
            NEW.signed_by, NEW.reason) IS NOT (OLD.centre, OLD.role, OLD.login, OLD.instead_of,
            OLD.starts_on, OLD.letter_no, OLD.signed_by, OLD.reason)""",
        "a delegation is only ever shortened",
    ),
    _refuse("user_hands", "INSERT ON users", f"{_SOMEBODYS} OR {_BOTH}", _ONE_HAND),
    _refuse(
        "user_hands_again",
        "UPDATE OF login, roles, roles_from ON users",
        f"{_SOMEBODYS} OR (NEW.roles IS NOT OLD.roles AND ({_BOTH}))",
        _ONE_HAND,
    ),
)
