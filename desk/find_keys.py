"""The texts a person is found by, kept beside the person at each save."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from models.people import FindKey, Person

MAX_READINGS = 16  # 单单单 has 8; a name with more keeps its first ones


def normal(text: str) -> str:
    """A find text or key with width and case folded and spaces gone.

    >>> normal(" ＷＸ l ")
    'wxl'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def initials(name: str) -> list[str]:
    """Pinyin initials of a name in all readings.

    >>> sorted(initials("单晓曾"))
    ['cxc', 'cxz', 'dxc', 'dxz', 'sxc', 'sxz']
    """
    # Character by character: read as a phrase, a name would get the phrase's one reading.
    letters = [_letters(character) for character in name]
    combinations = product(*[options for options in letters if options])
    return ["".join(parts) for parts, _ in zip(combinations, range(MAX_READINGS), strict=False)]


@lru_cache(maxsize=8192)
def _letters(character: str) -> tuple[str, ...]:
    """The initials of a character in all its readings; none for what has no reading."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  290 ms and 55 MB: only when writing

    readings = pinyin(character, style=Style.NORMAL, heteronym=True)
    first = {one[0].lower() for found in readings for one in found if one[:1].isalpha()}
    return tuple(sorted(first))


def keys_of(person: Person, numbers: Iterable[str] = ()) -> set[tuple[str, str]]:
    """(kind, key) pairs of a person; ``numbers`` are card and certificate numbers.

    Last digits are found by the reversed number, under kinds of their own.
    """
    name = normal(person.name)
    found = {("name", name[start:]) for start in range(len(name))}
    found |= {("initials", reading) for reading in initials(person.name)}
    if person.id_no:
        found |= {("id", normal(person.id_no)), ("id_tail", normal(person.id_no)[::-1])}
    for phone in person.phones:
        found |= {("phone", normal(phone)), ("phone_tail", normal(phone)[::-1])}
    for number in numbers:
        found |= {("number", normal(number)), ("number_tail", normal(number)[::-1])}
    return {(kind, key) for kind, key in found if key}


def refresh_keys(session: Session, person: Person, numbers: Iterable[str] = ()) -> None:
    """Write a saved person's keys anew."""
    session.connection().execute(delete(FindKey).where(col(FindKey.person_id) == person.id))
    rows = [
        {"person_id": person.id, "centre": person.centre, "kind": kind, "key": key[:60]}
        for kind, key in sorted(keys_of(person, numbers))
    ]
    if rows:
        session.connection().execute(insert(FindKey), rows)
