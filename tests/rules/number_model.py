"""The states of a number kept by the machine alone: what the tests drive, and compare with.

Every act is tried as it should be done and with each one thing amiss, on two numbers that stand
wherever a number can.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from desk.context import ROLES, Hand
from rules.certificate_states import ACTS, STOCK, WrongMove, check_act
from rules.certificate_table import Table, columns_of

NUMBER, OTHER = NUMBERS = ("X331990001", "X331990002")


def lets(was: str, act: str, *, used: str = "") -> bool:
    """Whether the machine lets an act begin from a state."""
    try:
        check_act(NUMBER, was, act, used=used)
    except WrongMove:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An act tried on one number by one person, perhaps with another at the side."""

    act: str
    number: str
    role: str = "issuer"
    second: str = ""
    cause: str = ""
    words: bool = True
    kind: str = "1"


def right(name: str, number: str) -> list[Step]:
    """An act as it should be done: by the issuer, with what it asks for."""
    act = ACTS[name]
    return [
        Step(
            act=name, number=number, second="reviewer" if act.second else "", cause=cause, kind=kind
        )
        for cause in [choice.code for choice in act.causes] or [""]
        for kind in ("123456" if name == "issue" else "1")
    ]


def steps() -> list[Step]:
    """Every act as it should be done, and with each one thing amiss."""
    found: list[Step] = []
    for name, number in product(ACTS, NUMBERS):
        found += right(name, number) * 8
        found += [Step(act=name, number=number, role=role, second="reviewer") for role in ROLES]
        found += [Step(act=name, number=number, second=role) for role in ("", *ROLES)]
        found += [Step(act=name, number=number, second="reviewer", cause="8", words=False)]
    return found


def ways(number: str, been: tuple[str, ...] = ("",)) -> Iterator[tuple[Step, ...]]:
    """Every way a number comes to a state, back in stock, at the desk or void once at the most."""
    yield ()
    for name, act in ACTS.items():
        times = 2 if act.becomes in {"in_stock", "drawn", "void"} else 1
        if been[-1] in act.was and been.count(act.becomes) < times:
            for first, then in product(right(name, number)[:2], ways(number, (*been, act.becomes))):
                yield (first, *then)


@dataclass(slots=True)
class Books:
    """The numbers and the running table, kept by the machine alone."""

    state: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    cause: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    table: Table = field(default_factory=Table)

    def may(self, step: Step) -> bool:
        """Whether the declared act lets this person do it so."""
        act = ACTS[step.act]
        by = (Hand("1", "", frozenset({step.role})), Hand("2", "", frozenset({step.second})))
        return (
            by[0].may(act.permission)
            and (not act.second or by[1].may(act.second))
            and step.second != step.role
            and (not act.causes or step.cause in {choice.code for choice in act.causes})
            and (not act.words or step.words)
            and lets(self.of(step), step.act, used=self.used.get(step.number, ""))
        )

    def of(self, step: Step) -> str:
        return self.state.get(step.number, "")

    def do(self, step: Step) -> None:
        was, becomes = self.of(step), ACTS[step.act].becomes
        self.state[step.number] = becomes
        if becomes in {"printed", "lost", "void_lost"}:
            self.used[step.number] = becomes
        if step.act == "void":
            self.cause[step.number] = step.cause
        if step.act == "issue":
            self.kind[step.number] = step.kind
        for column, amount in columns_of(
            was,
            becomes,
            cause=self.cause.get(step.number),
            kind=self.kind.get(step.number, "1"),
        ):
            sums = {column: getattr(self.table, column) + amount}
            self.table = replace(self.table, **sums)

    def in_stock(self) -> int:
        return sum(state in STOCK for state in self.state.values())
