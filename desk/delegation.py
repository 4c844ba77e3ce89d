"""Written delegations: for some days a user does another role's work in a small centre.

A delegation is a letter with a number, days and a signature, kept by the administrator. It begins
on the day it is recorded or later: what was done before was done by whoever had the role. It never
makes one person two of issuer, sealer and reviewer; the database refuses it too. What a substitute
does keeps the delegation's id, and shows its letter wherever the record is shown.
Source: 证章分开管理, 卫基妇发〔2001〕45号.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Date, type_coerce
from sqlmodel import Session, col, func, select

from desk.context import ROLES, Desk, load
from desk.errors import DeskError
from models.base import FieldErrors, checked
from models.blanks import BlankMove, BlankPlan, Loss, Receipt, Slip, StockCount
from models.certificate import Application, Collection, ExportLog, Issue, Seal
from models.people import Delegation, DelegationData, User
from rules.errors import RuleError
from rules.fields import field_specs
from rules.text import clean

DELEGATION_FIELDS = field_specs(DelegationData)
DELEGABLE = ("issuer", "sealer", "reviewer")
_ONE_DAY = timedelta(days=1)
_LEFT_ON = type_coerce(func.date(ExportLog.at, "+8 hours"), Date)  # in China
# Where a delegation's id stands, beside the day it was used.
_USES = (
    (BlankMove.delegation_id, BlankMove.moved_on),
    (BlankMove.second_delegation_id, BlankMove.moved_on),
    (Issue.delegation_id, Issue.issued_on),
    (Application.taken_delegation_id, Application.applied_on),
    (Application.delegation_id, Application.decided_on),
    (Seal.delegation_id, Seal.sealed_on),
    (Collection.delegation_id, Collection.collected_on),
    (Loss.delegation_id, Loss.found_on),
    (Slip.delegation_id, Slip.done_on),
    (Receipt.delegation_id, Receipt.received_on),
    (StockCount.delegation_id, StockCount.counted_on),
    (Application.ended_delegation_id, Application.ended_on),
    (BlankPlan.delegation_id, BlankPlan.asked_on),
    (ExportLog.delegation_id, _LEFT_ON),
    (ExportLog.second_delegation_id, _LEFT_ON),
)


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation as it is listed; ``name`` is the substitute's, ``records`` what it touched."""

    id: int
    role: str
    login: str
    name: str
    instead_of: str
    starts_on: date
    ends_on: date
    letter_no: str
    signed_by: str
    reason: str
    records: int

    def over(self, day: date) -> bool:
        """Whether it holds no more on a day, nor later."""
        return self.ends_on < max(day, self.starts_on)

    def state(self, day: date) -> str:
        """Where it stands on a day: withdrawn, coming, on or over."""
        if self.ends_on < self.starts_on:
            return "withdrawn"
        if day < self.starts_on:
            return "coming"
        return "over" if self.over(day) else "on"


def delegate(desk: Desk, values: Mapping[str, Any]) -> DelegationView:
    """Record a letter; it holds at the substitute's next sign-in within its days.

    Args:
        desk: the administrator's.
        values: stored values of ``DELEGATION_FIELDS``.

    Raises:
        FieldErrors: by field; at ``login``, among others, when one person would come to hold
            two of the three roles.
    """
    data = checked(DelegationData, values)
    with desk.writing("users.write", "delegation.add", clean(data.reason)) as session:
        wrong = problems(session, desk, data)
        if wrong:
            raise FieldErrors(wrong)
        record = Delegation(centre=desk.centre, **data.model_dump())
        session.add(record)
        session.flush()
        return _views(session, [record])[0]


def end_early(desk: Desk, delegation_id: int, last: date, words: str) -> DelegationView:
    """End a delegation before its time.

    Args:
        desk: the administrator's.
        delegation_id: which.
        last: its last day; one before its first withdraws it whole.
        words: why.

    Raises:
        DeskError: no reason, not earlier than it ends anyway, or it was used after that day.
    """
    why = clean(words)
    if not why:
        raise DeskError("REASON", "提前结束请写明原因")
    with desk.writing("users.write", "delegation.end", why) as session:
        record = load(session, Delegation, delegation_id)
        last = max(last, record.starts_on - _ONE_DAY)
        if last >= record.ends_on:
            raise DeskError(
                "NOT_EARLIER", "委托本来就到 {day} 为止", day=record.ends_on.isoformat()
            )
        used = [
            session.exec(select(func.max(day)).where(by == delegation_id)).one()
            for by, day in _USES
        ]
        # What was done under it on the day of the entry may be dated before.
        latest = max((max(day, record.starts_on) for day in used if day), default=None)
        if latest and latest > last:
            raise DeskError(
                "USED", "{day} 还按这份委托办过证,不能早于这一天结束", day=latest.isoformat()
            )
        record.ends_on = last
        session.flush()
        return _views(session, [record])[0]


def delegations(desk: Desk) -> tuple[DelegationView, ...]:
    """Every delegation, the latest first."""
    query = select(Delegation).order_by(col(Delegation.starts_on).desc(), col(Delegation.id).desc())
    with desk.reading("users.write") as session:
        return _views(session, session.exec(query).all())


def in_force(session: Session, user: User, day: date) -> dict[str, int]:
    """The roles a user has by delegation on a day, each with the delegation's id."""
    query = select(Delegation).where(
        Delegation.centre == user.centre,
        Delegation.login == user.login,
        Delegation.starts_on <= day,
        Delegation.ends_on >= day,
    )
    return {each.role: each.id or 0 for each in session.exec(query) if each.role not in user.roles}


class Names:
    """Names as records show them, each with the letter of the delegation it worked under."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, name: str | None, delegation_id: int | None) -> str:
        """The name; the letters are read once, and only where one is asked for."""
        return words_of(name, self._letters[delegation_id] if delegation_id else None)

    def letters(self, *delegation_ids: int | None) -> str | None:
        """The letters alone, each once; None for none."""
        return (
            "、".join(dict.fromkeys(self._letters[each] for each in delegation_ids if each)) or None
        )

    @cached_property
    def _letters(self) -> dict[int | None, str]:
        query = select(col(Delegation.id), col(Delegation.letter_no))
        return dict(self._session.execute(query).all())


def words_of(name: str | None, letter_no: str | None) -> str:
    """A name as a record shows it: with the letter of the delegation it worked under.

    >>> words_of("李四", "云卫〔2026〕3号"), words_of("张三", None)
    ('李四(委托 云卫〔2026〕3号)', '张三')
    """
    return f"{name}(委托 {letter_no})" if name and letter_no else name or ""


def refuse_one_hand(session: Session, user: User, roles: Iterable[str], day: date) -> None:
    """Refuse roles that, with a delegation not over yet, put two of the three in one hand.

    Raises:
        DeskError: TWO_HANDS, naming the letter.
    """
    own = set(DELEGABLE) & set(roles)
    others = set(DELEGABLE) - own if own else set()
    query = select(Delegation).where(
        Delegation.centre == user.centre,
        Delegation.login == user.login,
        col(Delegation.role).in_(others),
        Delegation.ends_on >= day,
        Delegation.ends_on >= Delegation.starts_on,
    )
    given = session.exec(query).first()
    if given is not None:
        raise DeskError(
            "TWO_HANDS",
            "{name}按委托 {letter} 代办「{role}」到 {day},不能再任「{own}」;请先结束委托",
            name=user.name,
            letter=given.letter_no,
            role=ROLES[given.role],
            day=given.ends_on.isoformat(),
            own=ROLES[next(role for role in DELEGABLE if role in own)],
        )


def two_hands(roles: Iterable[str]) -> DeskError | None:
    """Why one person cannot have these roles: two of issuer, sealer and reviewer; else None."""
    held = [role for role in DELEGABLE if role in roles]
    if len(held) <= 1:
        return None
    return DeskError(
        "TWO_HANDS",
        "签发、印章、审核须由不同的人担任:「{one}」与「{other}」不能是同一人",
        one=ROLES[held[0]],
        other=ROLES[held[1]],
    )


def problems(session: Session, desk: Desk, data: DelegationData) -> dict[str, RuleError]:
    """What is wrong with a new delegation, by field."""
    wrong: dict[str, RuleError] = {}
    if data.ends_on < data.starts_on:
        wrong["ends_on"] = RuleError("DATE_ORDER", "不能早于开始日期")
    if data.starts_on < desk.today:
        wrong["starts_on"] = RuleError("PAST", "委托从今天或以后开始,不能补写过去的日子")
    user = session.exec(select(User).where(User.login == data.login)).first()
    if user is None or user.disabled:
        return wrong | {"login": RuleError("NO_USER", "没有用户 {login}", login=data.login)}
    if data.role not in DELEGABLE:
        wrong["role"] = RuleError("ROLE", "只有签发、印章、审核岗位可以委托")
    elif data.role in user.roles:
        wrong["login"] = RuleError("OWN_ROLE", "{name}本来就是这个岗位", name=user.name)
    elif refused := two_hands({data.role, *user.roles}):
        wrong["login"] = refused
    else:
        wrong |= _overlapping(session, user, data)
    away = session.exec(select(User).where(User.name == data.instead_of)).all()
    if not any(data.role in each.roles for each in away):
        words = RuleError("NOT_THEIRS", "{name}没有这个岗位", name=data.instead_of)
        wrong.setdefault("instead_of", words)
    if data.signed_by == user.name:
        wrong["signed_by"] = RuleError("SELF", "批准人不能是代办人自己")
    return wrong


def _overlapping(session: Session, user: User, data: DelegationData) -> dict[str, RuleError]:
    """Another letter of the same days: one person stands in for one role at a time."""
    query = select(Delegation).where(
        Delegation.login == user.login,
        Delegation.starts_on <= data.ends_on,
        Delegation.ends_on >= data.starts_on,
        Delegation.ends_on >= Delegation.starts_on,
    )
    other = session.exec(query).first()
    if other is None:
        return {}
    words = RuleError(
        "OVERLAPS",
        "{name}在这几天已按委托 {letter} 代办「{role}」",
        name=user.name,
        letter=other.letter_no,
        role=ROLES[other.role],
    )
    return {"login": words}


def _views(session: Session, records: Sequence[Delegation]) -> tuple[DelegationView, ...]:
    names = dict(session.exec(select(User.login, User.name)).all())
    ids = [each.id for each in records]
    touched: Counter[int | None] = Counter()
    for by, _ in _USES:
        counts = select(by, func.count()).where(col(by).in_(ids)).group_by(col(by))
        touched.update(dict(session.exec(counts).all()))
    return tuple(
        DelegationView(
            each.id or 0,
            name=names.get(each.login, each.login),
            records=touched[each.id],
            **each.model_dump(include=set(DELEGATION_FIELDS)),
        )
        for each in records
    )
