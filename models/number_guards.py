"""What the database itself refuses about certificate numbers, whatever program writes.

The journal says where a number is. A move begins where the last one ended and not before its day,
by an act of ``rules.certificate_states``, with the cause, the words and the second person it takes;
the number's state is what its last move made it. Nothing of the stock room is deleted or replaced,
and what a paper says of its numbers stays.
"""

# ruff: noqa: S608  our own words and the state machine's, nothing that was typed

from collections.abc import Iterable

from models.guards import never_changed, never_gone, refuse, stays
from rules.certificate_states import ACTS, USED, Act

_LAST = """(SELECT {column} FROM certificate_moves WHERE blank_id = {blank}
    ORDER BY id DESC LIMIT 1)"""
_LAST_STATE = _LAST.format(column="becomes", blank="NEW.blank_id")
_LAST_DAY = _LAST.format(column="moved_on", blank="NEW.blank_id")
# A register read in knows the paper that took this one's place, and no second person.
_READ_IN = """NEW.user IS NULL AND NEW.act IN ('recall', 'declare') AND EXISTS (
    SELECT 1 FROM certificate_issues AS newer
    JOIN certificate_blanks AS blank ON newer.old_number = blank.number
    WHERE blank.id = NEW.blank_id AND newer.issuer_user IS NULL)"""


def _listed(words: Iterable[str]) -> str:
    return "({})".format(", ".join(f"'{each}'" for each in words))


def _ways() -> str:
    """Whether act, from and to of a new move fit each other."""
    ways = (
        f"WHEN '{act.name}' THEN NEW.was IN {_listed(sorted(act.was))}"
        f" AND NEW.becomes = '{act.becomes}'"
        for act in ACTS.values()
    )
    return f"CASE NEW.act {' '.join(ways)} ELSE 0 END"


def _causes() -> str:
    """Whether a new move has a cause of its act's closed list, where there is one."""
    lists = (
        f"WHEN '{act.name}' THEN coalesce(NEW.cause, '') IN"
        f" {_listed(choice.code for choice in act.causes)}"
        for act in ACTS.values()
        if act.causes
    )
    return f"CASE NEW.act {' '.join(lists)} ELSE 1 END"


def _names(acts: Iterable[Act]) -> str:
    return _listed(act.name for act in acts)


NUMBER_GUARDS = (
    *never_gone("certificate_moves"),
    never_changed("certificate_moves"),
    *never_gone("certificate_blanks", ("number",)),
    *never_gone("certificate_receipts"),
    *never_gone("certificate_slips"),
    *never_gone("certificate_losses"),
    *never_gone("certificate_plans", ("centre", "year")),
    *never_gone("stock_counts"),
    never_changed("stock_counts"),
    *never_gone("stock_count_lines", ("count_id", "number")),
    never_changed("stock_count_lines"),
    stays(
        "certificate_blank_number",
        "certificate_blanks",
        ("id", "centre", "number"),
        "a number stays what it is",
    ),
    refuse(
        "certificate_blank_moved",
        "UPDATE OF state ON certificate_blanks",
        f"""NEW.state IS NOT OLD.state
        AND NEW.state IS NOT {_LAST.format(column="becomes", blank="NEW.id")}""",
        "a number is where its last move led",
    ),
    stays(
        "certificate_receipt_numbers",
        "certificate_receipts",
        ("id", "centre", "received_on", "first", "last", "count", "missing"),
        "what came stays",
    ),
    stays(
        "certificate_slip_numbers",
        "certificate_slips",
        ("id", "centre", "kind", "done_on", "first", "last", "count", "handler"),
        "what went stays",
    ),
    stays(
        "certificate_loss_number",
        "certificate_losses",
        ("id", "centre", "blank_id", "found_on", "cause", "handler"),
        "what was lost stays",
    ),
    refuse(
        "certificate_move_follows",
        "INSERT ON certificate_moves",
        f"NOT {_ways()} OR NEW.was <> coalesce({_LAST_STATE}, '')",
        "a number moves from where it is, as the trade allows",
    ),
    refuse(
        "certificate_move_day",
        "INSERT ON certificate_moves",
        f"date(NEW.moved_on) IS NOT NEW.moved_on OR NEW.moved_on < coalesce({_LAST_DAY}, '')",
        "a number moves on a day, not before its last move",
    ),
    refuse(
        "certificate_move_why",
        "INSERT ON certificate_moves",
        f"""NOT {_causes()} OR (trim(coalesce(NEW.reason, '')) = ''
        AND NEW.act IN {_names(act for act in ACTS.values() if act.words)})""",
        "a move has the cause and the words of its act",
    ),
    refuse(
        "certificate_move_two",
        "INSERT ON certificate_moves",
        f"""NEW.act IN {_names(act for act in ACTS.values() if act.second)}
        AND (trim(coalesce(NEW.second, '')) = '' OR (NEW.user IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM users WHERE centre = NEW.centre AND login = NEW.second_user)))
        AND NOT ({_READ_IN})""",
        "an act of two has a second person",
    ),
    refuse(
        "certificate_void_stays",
        "INSERT ON certificate_moves",
        f"""NEW.was = 'void' AND NEW.becomes = 'in_stock'
        AND EXISTS (SELECT 1 FROM certificate_moves
            WHERE blank_id = NEW.blank_id AND becomes IN {tuple(USED)})""",
        "what was printed on or lost is no blank any more",
    ),
)
