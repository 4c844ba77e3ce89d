"""What a birth is called: by its gestation, by the baby's weight, and whether it is a birth at all.

Source: 妇幼卫生年报 指标解释. A birth counts from 28 weeks; where the weeks are not known, from
1000 g. Preterm is 28+0 to 36+6, post-term from 42+0; low birth weight is below 2500 g, 4000 g and
more is a giant baby. The perinatal period ends with the seventh day of life.
"""

from datetime import date

BIRTH_DAYS, TERM_FROM, POST_TERM_FROM = 28 * 7, 37 * 7, 42 * 7
BIRTH_GRAMS, LOW_BELOW, GIANT_FROM = 1000, 2500, 4000
PERINATAL_DAYS = 7


def term(days: int) -> str:
    """What a gestation at birth is called.

    >>> [term(days) for days in (195, 196, 258, 259, 293, 294)]
    ['不足28周', '早产', '早产', '足月', '足月', '过期产']
    """
    if days < BIRTH_DAYS:
        return "不足28周"
    if days < TERM_FROM:
        return "早产"
    return "足月" if days < POST_TERM_FROM else "过期产"


def weight_class(grams: int) -> str:
    """What a birth weight is called, or "" for an ordinary one.

    >>> [weight_class(grams) for grams in (2499, 2500, 3999, 4000)]
    ['低出生体重', '', '', '巨大儿']
    """
    if grams < LOW_BELOW:
        return "低出生体重"
    return "巨大儿" if grams >= GIANT_FROM else ""


def counts(ga_days: int | None, grams: int | None) -> bool | None:
    """Whether it is a birth in the books' sense; None where neither weeks nor weight are known.

    >>> counts(196, 900), counts(195, 1200), counts(None, 1000), counts(None, None)
    (True, False, True, None)
    """
    if ga_days is not None:
        return ga_days >= BIRTH_DAYS
    return None if grams is None else grams >= BIRTH_GRAMS


def perinatal(born: date, died: date) -> bool:
    """Whether a live-born child died in the first seven days.

    >>> perinatal(date(2026, 1, 1), date(2026, 1, 7)), perinatal(date(2026, 1, 1), date(2026, 1, 8))
    (True, False)
    """
    return (died - born).days < PERINATAL_DAYS
