"""What the database itself refuses about certificates, whatever program writes.

What it refuses about numbers stands in ``models.number_guards``. A certificate is written on the
number that was issued for its application, and stays; what it left empty may be filled in. Who
issued, printed or reviewed a certificate does not seal it, whoever seals is a sealer on that day,
and nothing is collected unsealed. Nobody gets two of issuer, sealer and reviewer, as roles, by a
delegation or beside one. No clock is asked: a user's roles say since when they hold, and a
delegation from when to when.
"""

# ruff: noqa: S608  our own words and the state machine's, nothing that was typed

from itertools import combinations

from models.certificate import AGREED, FIRST, FaceData
from models.guards import never_changed, never_gone, refuse, stays
from models.number_guards import NUMBER_GUARDS

_THREE = ("issuer", "sealer", "reviewer")  # three people
_UNKNOWN_SEX = "0"
# What an issue is; what its paper says may be filled in where it was empty.
_SAID = (
    *("id", "centre", "blank_id", "number", "kind", "issued_on", "application_id"),
    *("issuer_user", "reviewer_user", "delegation_id"),
)
_TAKEN = ("id", "centre", "kind", "child_id", "user", "handler")
_FILLED = (*FaceData.model_fields, "child_id", "issuer", "reviewer")
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
    return f"""{role} IN (SELECT value FROM json_each(CAST({user}.roles AS TEXT)))"""


def _another(role: str, user: str = "users") -> str:
    """A user row that names one of the three roles that is not this one."""
    return "({})".format(
        " OR ".join(f"({role} <> '{each}' AND {_has(repr(each), user)})" for each in _THREE)
    )


_ONE_HAND = "issuer, sealer and reviewer are different users"
# A guard and no CHECK of the table: files of before may hold such users, who stay until changed.
_BOTH = " OR ".join(
    f"({_has(repr(one), 'NEW')} AND {_has(repr(other), 'NEW')})"
    for one, other in combinations(_THREE, 2)
)
# What reads as a list of names to the desk and to nobody else would slip past.
_NO_LIST = """EXISTS (SELECT 1 FROM json_each(CAST(NEW.roles AS TEXT))
    WHERE type <> 'text' OR typeof(key) <> 'integer')"""
_SOMEBODYS = f"""EXISTS (SELECT 1 FROM delegations AS given
    WHERE given.centre = NEW.centre AND given.login = NEW.login
    AND given.ends_on >= given.starts_on
    AND given.ends_on >= coalesce(NEW.roles_from, '') AND {_another("given.role", "NEW")})"""

GUARDS = (
    *NUMBER_GUARDS,
    *never_gone("certificate_applications", ("blank_id",)),
    *never_gone("certificate_issues", ("blank_id",)),
    *never_gone("certificate_seals", ("issue_id",)),
    never_changed("certificate_seals"),
    *never_gone("certificate_collections", ("issue_id",)),
    *never_gone("certificate_exports"),
    never_changed("certificate_exports"),
    refuse(
        "certificate_export_two",
        "INSERT ON certificate_exports",
        """NOT NEW.masked AND (NEW.second_user IS NEW.user OR trim(coalesce(NEW.second, '')) = ''
        OR NOT EXISTS (SELECT 1 FROM users WHERE centre = NEW.centre AND login = NEW.second_user))
        """,
        "what is not masked takes a second person",
    ),
    *never_gone("delegations"),
    *never_gone("users", ("centre", "login")),
    refuse(
        "certificate_move_hands",
        "INSERT ON certificate_moves",
        """NEW.act IS NOT 'lose' AND NEW.user = (SELECT reviewer_user
            FROM certificate_applications WHERE id = NEW.application_id)""",
        "who reviewed an application does not take its number further",
    ),
    stays("certificate_application_hands", "certificate_applications", _TAKEN, "who took it stays"),
    refuse(
        "certificate_issue_number",
        "INSERT ON certificate_issues",
        """NOT EXISTS (SELECT 1 FROM certificate_blanks AS blank
            JOIN certificate_moves AS move ON move.blank_id = blank.id
            WHERE blank.id = NEW.blank_id AND blank.number = NEW.number
            AND blank.centre = NEW.centre AND move.act = 'issue'
            AND (move.moved_on, move.user) IS (NEW.issued_on, NEW.issuer_user))""",
        "a certificate is of a number that was issued",
    ),
    refuse(
        "certificate_issue_agreed",
        "INSERT ON certificate_issues",
        f"""NEW.issuer_user IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM certificate_applications AS asked
            WHERE asked.id = NEW.application_id AND asked.blank_id = NEW.blank_id
            AND asked.kind = NEW.kind AND asked.reviewer_user IS NEW.reviewer_user
            AND (asked.kind = '{FIRST}'
                OR (asked.decision = '{AGREED}' AND asked.reviewer_user IS NOT NULL)))""",
        "a certificate is issued as it was applied for and reviewed",
    ),
    stays(
        "certificate_issue_hands",
        "certificate_issues",
        _SAID,
        "who issued and reviewed which number stays",
    ),
    refuse(
        "certificate_issue_says",
        "UPDATE ON certificate_issues",
        " OR ".join(
            f"(NEW.{name} IS NOT OLD.{name} AND coalesce(OLD.{name}, '') <> '')"
            for name in _FILLED
            if name != "sex"
        )
        + f" OR (NEW.sex <> OLD.sex AND OLD.sex <> '{_UNKNOWN_SEX}')",
        "what a certificate says stays",
    ),
    refuse(
        "certificate_review_first",
        "UPDATE OF reviewer_user ON certificate_applications",
        """NEW.reviewer_user IS NOT OLD.reviewer_user
        AND EXISTS (SELECT 1 FROM certificate_issues WHERE application_id = NEW.id)""",
        "a certificate is reviewed before it is issued",
    ),
    refuse(
        "certificate_seal_issued",
        "INSERT ON certificate_seals",
        f"""(SELECT state FROM certificate_blanks
            WHERE id = {_ISSUE.format(column="blank_id")}) IS NOT 'issued'
        OR NEW.sealed_on < {_ISSUE.format(column="issued_on")}""",
        "only what is issued is sealed, from that day on",
    ),
    refuse(
        "certificate_seal_hands",
        "INSERT ON certificate_seals",
        f"NEW.user IN ({_HANDS})",
        "another hand seals",
    ),
    refuse(
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
    refuse(
        "certificate_collect_sealed",
        "INSERT ON certificate_collections",
        f"""{_ISSUE.format(column="issuer_user")} IS NOT NULL AND NEW.collected_on < coalesce(
            (SELECT sealed_on FROM certificate_seals WHERE issue_id = NEW.issue_id), '9999')""",
        "what is collected is sealed before",
    ),
    refuse(
        "certificate_collection_of",
        "UPDATE OF issue_id ON certificate_collections",
        "NEW.issue_id <> OLD.issue_id",
        "a collection is of one certificate",
    ),
    refuse(
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
    refuse(
        "delegation_shortened",
        "UPDATE ON delegations",
        """NEW.ends_on > OLD.ends_on
        OR (NEW.centre, NEW.role, NEW.login, NEW.instead_of, NEW.starts_on, NEW.letter_no,
            NEW.signed_by, NEW.reason) IS NOT (OLD.centre, OLD.role, OLD.login, OLD.instead_of,
            OLD.starts_on, OLD.letter_no, OLD.signed_by, OLD.reason)""",
        "a delegation is only ever shortened",
    ),
    stays("user_login", "users", ("id", "centre", "login"), "a login stays with its user"),
    refuse("user_roles", "INSERT ON users", _NO_LIST, "roles are a list of names"),
    refuse("user_roles_again", "UPDATE OF roles ON users", _NO_LIST, "roles are a list of names"),
    refuse("user_hands", "INSERT ON users", f"{_SOMEBODYS} OR {_BOTH}", _ONE_HAND),
    refuse(
        "user_hands_again",
        "UPDATE OF roles, roles_from ON users",
        f"{_SOMEBODYS} OR (NEW.roles IS NOT OLD.roles AND ({_BOTH}))",
        _ONE_HAND,
    ),
)
