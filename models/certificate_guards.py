"""What the database itself refuses about certificates, whatever program writes.

A number moves only as ``rules.certificate_states`` says, one move beginning where the last one
ended, and moves, seals and exports stay as they are. Who issued or reviewed a certificate does not
seal it; nobody gets issuer and sealer together by a delegation, nor by a role beside one.
"""

from rules.certificate_states import ACTS

_PAIRS = sorted({(was, act.becomes) for act in ACTS.values() for was in act.was})
_LEGAL = ", ".join(f"('{was}', '{becomes}')" for was, becomes in _PAIRS)
_KEPT = ("certificate_moves", "certificate_seals", "certificate_exports")
_OTHER = "CASE {new}.role WHEN 'issuer' THEN 'sealer' WHEN 'sealer' THEN 'issuer' END"


def _kept(table: str, does: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{does.lower()} BEFORE {does} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
    )


GUARDS = (
    *(_kept(table, does) for table in _KEPT for does in ("UPDATE", "DELETE")),
    f"""CREATE TRIGGER certificate_move_follows BEFORE INSERT ON certificate_moves
    WHEN (NEW.was, NEW.becomes) NOT IN (VALUES {_LEGAL})
      OR NEW.was <> coalesce((SELECT becomes FROM certificate_moves
        WHERE blank_id = NEW.blank_id ORDER BY id DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'a number moves from where it is, as the trade allows'); END""",  # noqa: S608  our own words
    """CREATE TRIGGER certificate_seal_hands BEFORE INSERT ON certificate_seals
    WHEN (SELECT state FROM certificate_blanks AS blank JOIN certificate_issues AS issue
        ON issue.blank_id = blank.id WHERE issue.id = NEW.issue_id) IS NOT 'issued'
      OR NEW.user IN (SELECT issuer_user FROM certificate_issues WHERE id = NEW.issue_id
        UNION SELECT reviewer_user FROM certificate_issues WHERE id = NEW.issue_id)
    BEGIN SELECT RAISE(ABORT, 'another hand seals, and only what is issued'); END""",
    f"""CREATE TRIGGER delegation_hands BEFORE INSERT ON delegations
    WHEN EXISTS (SELECT 1 FROM users WHERE centre = NEW.centre AND login = NEW.login
        AND CAST(roles AS TEXT) LIKE '%"' || {_OTHER.format(new="NEW")} || '"%')
      OR EXISTS (SELECT 1 FROM delegations AS other WHERE other.centre = NEW.centre
        AND other.login = NEW.login AND other.role = {_OTHER.format(new="NEW")}
        AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on)
    BEGIN SELECT RAISE(ABORT, 'nobody holds the certificates and the seal'); END""",  # noqa: S608  our own words
    f"""CREATE TRIGGER user_hands BEFORE UPDATE OF roles ON users
    WHEN EXISTS (SELECT 1 FROM delegations AS given WHERE given.centre = NEW.centre
        AND given.login = NEW.login AND given.ends_on >= date('now', '-1 day')
        AND CAST(NEW.roles AS TEXT) LIKE '%"' || {_OTHER.format(new="given")} || '"%')
    BEGIN SELECT RAISE(ABORT, 'nobody holds the certificates and the seal'); END""",  # noqa: S608  our own words
)
