"""Why a rule came out as it did: a sentence that an interface can translate."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Why:
    """A Chinese template, the key of its translation, and what fills its ``{names}``.

    >>> str(Why("血红蛋白 {value} g/L", {"value": 58}))
    '血红蛋白 58 g/L'
    """

    template: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.params)
