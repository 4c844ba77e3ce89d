"""What came of a referral: asked for within two weeks."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.context import Desk, load, update
from desk.pregnancy import confirmed
from desk.pregnancy_view import CardView, values_of, view_card
from desk.referral import RESULT, check
from desk.settling import settled
from models.base import FieldErrors, checked
from models.pregnancy import Pregnancy
from models.referral import Referral, ReferralData
from rules.errors import RuleError


def record_result(
    desk: Desk,
    referral_id: int,
    version: int,
    values: Mapping[str, Any],
    doubts: Sequence[str] = (),
) -> CardView:
    """The result of a referral, also on a card that is closed by now.

    Args:
        desk: where.
        referral_id: which referral.
        version: the one it was read from.
        values: stored values of ``RESULT``.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
    """
    with desk.writing("records.write", "referral.result", confirmed(doubts)) as session:
        referral = load(session, Referral, referral_id)
        pregnancy = load(session, Pregnancy, referral.pregnancy_id)
        told = {name: values.get(name) for name in RESULT}
        data = checked(ReferralData, values_of(referral, ReferralData) | told)
        wrong = check(data.model_dump(), desk.today, view_card(session, desk, pregnancy))
        if data.result is None:
            wrong["result"] = RuleError("REQUIRED", "请写明转诊结果")
        if wrong:
            raise FieldErrors(wrong)
        update(referral, data.model_dump(), version)
        return settled(session, desk, pregnancy)
