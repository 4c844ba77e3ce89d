"""The one error of the rules: a reason code for programs and a sentence for people."""

from typing import Self


class Phrase(str):
    """Words set side by side, which an interface translates one by one.

    >>> Phrase("110–160", "次/分"), Phrase("1", "").words
    ('110–160 次/分', ('1',))
    """

    __slots__ = ("words",)

    words: tuple[str, ...]

    def __new__(cls, *words: str) -> Self:
        """The words that are not empty, a space between two."""
        said = tuple(filter(None, words))
        made = super().__new__(cls, " ".join(said))
        made.words = said
        return made


class RuleError(ValueError):
    """Something typed or read breaks a rule of the trade.

    ``reason`` is a stable code in capitals. ``template`` is the Chinese sentence with ``{names}``
    for ``params``, and the key its translation is found by: it says what is wrong and the cure.

    >>> error = RuleError("OUT_OF_RANGE", "应在 {low}–{high} 之间", low=1, high=9)
    >>> error.reason, str(error)
    ('OUT_OF_RANGE', '应在 1–9 之间')
    """

    def __init__(self, reason: str, template: str, **params: object) -> None:
        self.reason = reason
        self.template = template
        self.params = params
        super().__init__(template.format(**params))
