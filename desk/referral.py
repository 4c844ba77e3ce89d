"""Referrals: what a contact or a visit that sends her on makes by itself, and what came of them.

Source: 孕产妇健康管理服务规范(2017): 转诊后2周内随访转诊结果.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
)


def slip(card: "CardView") -> dict[str, Any]:
    """How a referral begins while a positive screening has not been sent on: why, and from what.

    Referrals are read by everybody, so what an infection ticks is not told in the reason.
    """
    last = card.latest("risk_assessments")
    if last is None or last.values["kind"] != SCREENING or not last.values["factors"]:
        return {}
    day, sent = last.values["assessed_on"], card.records[REFERRALS.name]
    if any(e.values["source"] == SCREENED and e.values["referred_on"] >= day for e in sent):
        return {}
    words = last.values["factors"].replace(PRIVATE, IN_ITS_OWN_BOOK)
    reason = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return {"source": SCREENED, "reason": reason}


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
