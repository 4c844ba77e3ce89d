"""The plain data a form is made of and gives back."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.errors import RuleError
from rules.fields import FieldSpec


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a look-up field can be set to: a village, a person.

    ``number`` is its code as typed; ``initials`` its pinyin initials, several readings separated
    by spaces; ``note`` tells it from others of the same name.
    """

    value: Hashable
    label: str
    number: str = ""
    initials: str = ""
    note: str = ""


Options = Sequence[Option] | Callable[[str], Sequence[Option]]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: its spec, and what this form adds.

    ``value`` is the stored value to begin with. ``options`` makes it a look-up: a list narrowed in
    memory, or a function of the typed text called in a thread (it may ask the database); ``shown``
    is the words of ``value`` where ``options`` is a function. ``echo`` adds derived words from the
    value and all the form's values. ``when`` hides the field while it says no. ``secret`` shows
    stars, takes the text to the letter, and is never in a draft. ``hint`` gives the words beside
    the field being filled in while it is empty; ``carried``: the value is the last record's, not
    this one's. ``follows`` proposes a value from the form's others, None for the one it began with,
    until another is typed. ``known``: Enter passes it while something right stands in it.
    """

    name: str
    spec: FieldSpec
    value: Any = None
    section: str = ""
    options: Options | None = None
    shown: str = ""
    readonly: bool = False
    help: str = ""
    echo: Callable[[Any, Mapping[str, Any]], str] | None = None
    when: Callable[[Mapping[str, Any]], bool] | None = None
    secret: bool = False
    hint: str | Callable[[Mapping[str, Any]], str] = ""
    carried: bool = False
    follows: Callable[[Mapping[str, Any]], Any] | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check across fields found, put at the named field; ``soft`` is asked about."""

    field: str
    error: RuleError
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt the person answered with yes: kept with the record."""

    field: str
    reason: str
    sentence: str


Check = Callable[[dict[str, Any]], Sequence[Problem]]


def narrow(options: Sequence[Option], text: str, limit: int = 8) -> list[Option]:
    """The options a typed text may mean, the likeliest first.

    >>> villages = [Option(1, "东庄村", "3", "dzc"), Option(2, "大寨村", "13", "dzc dsc")]
    >>> [o.label for o in narrow(villages, "3")], [o.label for o in narrow(villages, "ds")]
    (['东庄村', '大寨村'], ['大寨村'])
    """
    typed = text.strip().lower()
    if not typed:
        return list(options[:limit])
    ranked: list[tuple[int, int, Option]] = []
    for order, option in enumerate(options):
        label, number = option.label.lower(), option.number.lower()
        if typed in {number, label}:
            rank = 0
        elif label.startswith(typed):
            rank = 1
        elif any(reading.startswith(typed) for reading in option.initials.lower().split()):
            rank = 2
        elif typed in label:
            rank = 3
        elif number and typed in number:
            rank = 4
        else:
            continue
        ranked.append((rank, order, option))
    ranked.sort(key=lambda item: item[:2])
    return [option for _, _, option in ranked[:limit]]
