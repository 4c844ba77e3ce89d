"""What can go wrong at the desk, in words a person can act on."""

from collections.abc import Mapping
from typing import Any

from rules.errors import RuleError


class DeskError(RuleError):
    """The desk cannot do this; the sentence says why."""


class NotPermitted(DeskError):
    """The user's roles do not cover this."""


class SignInAgain(NotPermitted):
    """The user may no longer do what they could when they signed in."""


class Conflict(DeskError):
    """Somebody else saved the same record first. Both are here; the person chooses."""

    def __init__(self, version: int, theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> None:
        self.version = version
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        super().__init__("CONFLICT", "这条记录刚被别人改过,请对照后选择")


class LooksAlike(DeskError):
    """Somebody on the books looks like the person being registered; ``candidates`` are shown."""

    def __init__(self, candidates: tuple[Any, ...]) -> None:
        self.candidates = candidates
        super().__init__("LOOKS_ALIKE", "已有相似的人,请对照后选择是否同一人")
