"""The delivery subsidy's way from the application to the money.

Source: 农村孕产妇住院分娩补助项目管理方案(卫妇社发〔2009〕91号), local notices; amounts are local.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rules.errors import Phrase, RuleError
from rules.fields import choices

STATE_CHOICES = choices("1 待申请", "2 待审", "3 公示", "4 已兑现", "5 退回", "6 不予兑现")
STATES = {each.code: each.label for each in STATE_CHOICES}
TO_APPLY, APPLIED, PUBLISHED, PAID, RETURNED, REFUSED = STATES
FIRST = TO_APPLY
# From each state to those that may follow.
MOVES = {
    TO_APPLY: (APPLIED, REFUSED),
    APPLIED: (PUBLISHED, RETURNED, REFUSED),
    PUBLISHED: (PAID, RETURNED, REFUSED),
    PAID: (),
    RETURNED: (APPLIED, REFUSED),
    REFUSED: (APPLIED,),
}
# The day each state was entered on, kept under this name.
DAYS = {
    APPLIED: "applied_on",
    PUBLISHED: "published_on",
    PAID: "paid_on",
    RETURNED: "returned_on",
    REFUSED: "refused_on",
}
OWN, IN_COUNTY, OUTSIDE = "1", "2", "3"
# Papers by category: at the own hospital the money is taken off the bill, elsewhere she pays first
# and claims. The proof of the hospital's level is asked for by some counties only.
IDENTITY, HOUSEHOLD, INSURANCE, BILL, SUMMARY, CERTIFICATE, LEVEL = "1234567"
PAPERS = {
    OWN: (IDENTITY, HOUSEHOLD),
    IN_COUNTY: (IDENTITY, HOUSEHOLD, INSURANCE, BILL, SUMMARY, CERTIFICATE),
    OUTSIDE: (IDENTITY, HOUSEHOLD, INSURANCE, BILL, SUMMARY, CERTIFICATE),
}


def following(state: str, category: str | None) -> tuple[str, ...]:
    """The states that may follow; at the own hospital the bill itself is reduced when approved.

    >>> [STATES[each] for each in following("2", "1")]
    ['公示', '退回', '不予兑现', '已兑现']
    """
    if state == APPLIED and category == OWN:
        return (*MOVES[state], PAID)
    return MOVES[state]


def refuse_jump(state: str, to: str, category: str | None) -> None:
    """Refuse a step that does not follow.

    >>> refuse_jump("1", "4", "3")
    Traceback (most recent call last):
    rules.errors.RuleError: 现在是待申请,不能直接转为已兑现;下一步只能是:待审 不予兑现

    Raises:
        RuleError: JUMP, END.
    """
    allowed = following(state, category)
    if to in allowed:
        return
    if not allowed:
        raise RuleError("END", "已经兑现,没有下一步;记错了请更正")
    raise RuleError(
        "JUMP",
        "现在是{state},不能直接转为{to};下一步只能是:{following}",
        state=STATES[state],
        to=STATES[to],
        following=Phrase(*(STATES[each] for each in allowed)),
    )


def missing_papers(category: str | None, papers: list[str]) -> tuple[str, ...]:
    """The papers its category asks for that are not there.

    >>> missing_papers("1", ["1"])
    ('2',)
    """
    return tuple(each for each in PAPERS.get(category or "", ()) if each not in papers)


def proposed(standard: int | None, total: int | None) -> int | None:
    """What is paid: the standard, or the actual cost where that is less.

    >>> proposed(40_000, 32_000), proposed(40_000, None)
    (32000, 40000)
    """
    if standard is None or total is None:
        return standard
    return min(standard, total)


def unfounded(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """What a state needs and does not have, and days out of order, by field.

    Published: applied for before; paid: published before, unless the own hospital's bill was
    reduced; sent back or refused: why.
    """
    state = values.get("state") or FIRST
    wrong: dict[str, RuleError] = {}
    needed = [DAYS[each] for each in _path(state, values.get("category"))]
    for name in needed:
        if values.get(name) is None:
            wrong[name] = RuleError("REQUIRED", "{state}要有这个日期", state=STATES[state])
    if state in {RETURNED, REFUSED} and not values.get("why"):
        wrong["why"] = RuleError("REQUIRED", "{state}请写明原因", state=STATES[state])
    if state == PAID and values.get("paid_fen") is None:
        wrong["paid_fen"] = RuleError("REQUIRED", "已兑现请填实补金额")
    for before, after in pairwise(name for name in needed if values.get(name)):
        if values[after] < values[before]:
            day = values[before].isoformat()
            wrong[after] = RuleError("DATE_ORDER", "早于前一步 {day}", day=day)
    return wrong


def _path(state: str, category: str | None) -> tuple[str, ...]:
    """The states passed on the way, the state itself last."""
    if state == PAID:
        return (APPLIED, PAID) if category == OWN else (APPLIED, PUBLISHED, PAID)
    if state == PUBLISHED:
        return APPLIED, PUBLISHED
    return (state,) if state in DAYS else ()
