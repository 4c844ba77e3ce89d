"""Referrals: what a contact or a visit that sends her on makes by itself, and what came of them.

Source: 孕产妇健康管理服务规范(2017): 转诊后2周内随访转诊结果.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from desk.case import CaseKind
from desk.problems import Problems, not_future
from models.audit import AuditedSession
from models.base import FieldErrors, Record
from models.referral import SCREENED, Referral, ReferralData
from models.risk import SCREENING
from rules.errors import RuleError
from rules.fields import field_specs

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView, RecordView

REFERRED = "2"
PRIVATE, IN_ITS_OWN_BOOK = "感染项", "见专册"  # how an assessment and a slip tell of infections
LONGEST = field_specs(ReferralData)["reason"].max_length
RESULT = ("result_on", "result_place", "result", "result_doctor")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a record says of sending her on; ``Sent.by`` reads a contact or a visit."""

    on: date
    referred: bool
    reason: str | None
    place: str | None
    doctor: str | None

    @classmethod
    def by(cls, record: Any) -> "Sent":
        """As a record says whose fields are named as those of the national forms are."""
        return cls(
            record.visited_on,
            record.referral == REFERRED,
            record.referral_reason,
            record.referral_place,
            record.doctor,
        )


def follow(
    session: AuditedSession,
    source: Record,
    pregnancy_id: int,
    kind: str,
    before: Sent | None = None,
) -> None:
    """The referral of a record that was just saved: made once, afterwards following the record.

    Args:
        session: the transaction in which the record was saved.
        source: the contact or visit, flushed.
        pregnancy_id: on which card.
        kind: code of ``ReferralData.source``.
        before: what a corrected record said before; what it did not change is left as it is.

    Raises:
        FieldErrors: she is not sent on any more, but the result is known.
    """
    sent = Sent.by(source)
    if sent == before:
        return
    kept = session.exec(
        select(Referral).where(
            Referral.source_table == str(source.__tablename__), Referral.source_id == source.id
        )
    ).first()
    if not sent.referred:
        if kept is not None and kept.result_on is not None:
            raise FieldErrors(
                {"referral": RuleError("RESULT_KNOWN", "这次转诊已有结果,不能改为无")}
            )
        if kept is not None:
            session.delete(kept)
        return
    said: dict[str, Any] = {
        "referred_on": sent.on,
        "reason": sent.reason or "",
        "place": sent.place,
    }
    if kept is None:
        session.add(
            Referral(
                centre=source.centre,
                pregnancy_id=pregnancy_id,
                source_table=str(source.__tablename__),
                source_id=source.id,
                source=kind,
                doctor=sent.doctor,
                **said,
            )
        )
        return
    for name, value in said.items():
        if getattr(kept, name) != value:
            setattr(kept, name, value)


def doubts(values: Mapping[str, Any], today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """A result of one character is a key pressed by mistake, mostly."""
    result = values.get("result")
    if result and len(result) == 1:
        return {"result": RuleError("SHORT", "转诊结果只写了“{words}”,就这样吗?", words=result)}
    return {}


def check(values: Mapping[str, Any], today: date, card: "CardView") -> Problems:
    """A referral, with its result when that is known."""
    wrong = not_future(values, today, "referred_on", "result_on")
    sent, told, start = values.get("referred_on"), values.get("result_on"), card.start
    if sent and start and sent < start:
        wrong["referred_on"] = RuleError(
            "DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=start.isoformat()
        )
    if sent and told and told < sent:
        wrong["result_on"] = RuleError("DATE_ORDER", "早于转诊日期 {day}", day=sent.isoformat())
    if told and not values.get("result"):
        wrong["result"] = RuleError("REQUIRED", "请写明转诊结果")
    if not told and any(values.get(name) for name in RESULT):
        wrong["result_on"] = RuleError("REQUIRED", "有转诊结果就要填结果日期")
    return wrong


REFERRALS = CaseKind(
    name="referrals",
    title="转诊",
    act="referral",
    data=ReferralData,
    table=Referral,
    day="referred_on",
    shows=("reason", "place", "result"),
    register="转诊登记",
    closed_too=True,
    check=check,
    doubts=doubts,
)


def slip(card: "CardView") -> dict[str, Any]:
    """How a referral begins: with a positive screening not sent on, else with the last finding.

    What she has been sent on for since is not told again.
    """
    last, sent = card.latest("risk_assessments"), card.records[REFERRALS.name]
    if last is not None and last.values["kind"] == SCREENING and last.values["factors"]:
        day = last.values["assessed_on"]
        if not any(e.values["source"] == SCREENED and e.values["referred_on"] >= day for e in sent):
            return {"source": SCREENED, "reason": _reason(last.values["factors"])}
    told = [(each.values["visited_on"], each.values["finding"]) for each in card.contacts]
    if last is not None:
        told.append((last.values["assessed_on"], last.values["factors"]))
    found = [(day, words) for day, words in told if words]
    if not found:
        return {}
    day, words = max(found, key=itemgetter(0))
    if any(each.values["referred_on"] >= day for each in sent):
        return {}
    return {"reason": _reason(words)}


def _reason(words: str) -> str:
    """Referrals are read by everybody: what an infection ticks is not told in the reason."""
    masked = words.replace(PRIVATE, IN_ITS_OWN_BOOK)
    return masked if len(masked) <= LONGEST else f"{masked[: LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A referral whose result nobody has asked for yet, and the day by which one should."""

    referral: "RecordView"
    due_on: date


def unanswered(card: "CardView", days: int) -> Sequence[Unanswered]:
    """The referrals of a card without a result, the oldest first; ``days`` is the house rule's."""
    return [
        Unanswered(each, each.values["referred_on"] + timedelta(days=days))
        for each in card.records[REFERRALS.name]
        if each.values["result_on"] is None
    ]
