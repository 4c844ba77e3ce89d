"""The story's certificates, put into the database."""

from models.blanks import (
    MISSING,
    Blank,
    BlankMove,
    BlankPlan,
    CountLine,
    Loss,
    Receipt,
    Slip,
    StockCount,
)
from models.certificate import Application, Collection, ExportLog, Issue, Seal
from models.people import Delegation
from seed import names
from seed.blanks import Books, Move
from seed.certificates import Certificates, Issued
from seed.pregnancies import Values
from seed.writing import Writer

_ISSUER, _SEALER, _SUBSTITUTE = "issuer", "sealer", "supervisor"
_BY_ISSUER = {"handler": names.USERS[_ISSUER]}


def write_certificates(writer: Writer, found: Certificates, child_ids: dict[int, int]) -> None:
    """The stock room, the applications, the numbers' journal, the issues with seal and signature.

    A certificate is sealed while it is issued: those replaced since are put so first.
    """
    blanks = _put_stock(writer, found)
    applications = [
        writer.put(
            Application,
            applied.values,
            **applied.columns,
            child_id=child_ids[id(applied.kid)],
            blank_id=blanks[applied.number] if applied.number else None,
        )
        for applied in found.applications
    ]
    slips = [writer.put(Slip, slip, **_BY_ISSUER) for slip in found.books.slips]
    for move in found.books.moves:
        line = _line(move, known=move.moved_on >= found.since)
        line["slip_id"] = slips[move.slip] if move.slip is not None else None
        line["application_id"] = (
            applications[move.application] if move.application is not None else None
        )
        writer.put(BlankMove, line, blank_id=blanks[move.number])
    delegation = writer.put(Delegation, found.delegation) if found.delegation else None
    for issue in found.issues:
        place = issue.application
        issue_id = writer.put(
            Issue,
            issue.values,
            blank_id=blanks[str(issue.values["number"])],
            child_id=child_ids[id(issue.kid)],
            application_id=applications[place] if place is not None else None,
            issuer_user=_ISSUER if place is not None else None,
            reviewer_user="reviewer" if issue.reviewed else None,
        )
        _put_handed(writer, issue, issue_id, delegation)
    writer.write()
    _settle(writer, found, blanks)


def _put_stock(writer: Writer, found: Certificates) -> dict[str, int]:
    """Everything that belongs to no family; the numbers' ids."""
    books = found.books
    receipts = [writer.put(Receipt, receipt) for receipt in books.receipts]
    replaced = _replaced(found)
    blanks = {
        number: writer.put(
            Blank,
            {
                "number": number,
                "state": "issued" if number in replaced else state,
                "receipt_id": receipts[books.receipt_of[number]],
            },
        )
        for number, state in books.states.items()
    }
    for number, report in books.losses:
        writer.put(Loss, report, blank_id=blanks[number], **_BY_ISSUER)
    for plan in books.plans:
        writer.put(BlankPlan, plan, **_BY_ISSUER)
    by_issuer = {"user": _ISSUER, "name": names.USERS[_ISSUER]}
    for report in books.reports:
        writer.put(ExportLog, report, **by_issuer, lines=1, masked=True)
    _put_counts(writer, books)
    return blanks


def _put_counts(writer: Writer, books: Books) -> None:
    for count in books.counts:
        count_id = writer.put(StockCount, count.values, on_books=count.on_books)
        for number, words in count.lines:
            line = {"number": number, "difference": MISSING, "state": "drawn", "words": words}
            writer.put(CountLine, line, count_id=count_id)


def _line(move: Move, *, known: bool) -> Values:
    """A line of the journal; ``known``: the logins stand beside the names."""
    return {
        "moved_on": move.moved_on,
        "was": move.was,
        "becomes": move.becomes,
        "act": move.act,
        "cause": move.cause,
        "reason": move.reason,
        "handler": names.USERS[move.by],
        "user": move.by if known else None,
        "second": names.USERS[move.second] if move.second else None,
        "second_user": move.second if known else None,
    }


def _put_handed(writer: Writer, issue: Issued, issue_id: int, delegation: int | None) -> None:
    """The seal, by the sealer or whoever stood in, and the signature of who collected."""
    if issue.sealed_on is None:
        return
    login = _SUBSTITUTE if issue.substitute else _SEALER
    seal: Values = {
        "issue_id": issue_id,
        "sealed_on": issue.sealed_on,
        "user": login,
        "sealer": names.USERS[login],
        "delegation_id": delegation if issue.substitute else None,
    }
    writer.put(Seal, seal)
    if issue.collection is not None:
        writer.put(Collection, issue.collection, issue_id=issue_id, **_BY_ISSUER)


def _replaced(found: Certificates) -> set[str]:
    """Sealed certificates that are recalled or declared by today."""
    sealed = {str(issue.values["number"]) for issue in found.issues if issue.sealed_on}
    return {number for number in sealed if found.books.states[number] != "issued"}


def _settle(writer: Writer, found: Certificates, blanks: dict[str, int]) -> None:
    """What was replaced after its seal is in its last state."""
    with writer.store.writing(writer.act) as session:
        for number in sorted(_replaced(found)):
            blank = session.get_one(Blank, blanks[number])
            blank.state = found.books.states[number]
