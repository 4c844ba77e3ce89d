"""What a masked copy shows of a person: enough to know the family again, not enough to use it.

Decided in this one place for every register of certificates. The number of the certificate, the
days and the names of the staff stay: the county checks those. Written remarks are left out
altogether, for a person may be named in them. Our own reader refuses ``*`` in an identity number,
so a masked copy cannot come back as somebody's data.
"""

HIDDEN, STAR = "○", "*"
_MOST_HIDDEN = 2  # however long a name is
_AREA, _END = 6, 2  # of an identity number: the division it was given in, and its end
_PLACES = ("村", "社区", "街道", "镇", "乡")
_NOTHING = frozenset({"", "/"})  # what the form prints where there is nothing


def name(text: str | None) -> str | None:
    """The surname alone.

    >>> name("王小丽"), name("阿依古丽·买买提"), name("/"), name(None)
    ('王○○', '阿○○', '/', None)
    """
    if text is None or text in _NOTHING:
        return text
    return text[0] + HIDDEN * min(max(1, len(text) - 1), _MOST_HIDDEN)


def id_no(text: str | None) -> str | None:
    """First six and last two of an identity number; of any other number the last two.

    >>> id_no("331199199802010017"), id_no("E12345678"), id_no("7")
    ('331199**********17', '*******78', '*')
    """
    if text is None or text in _NOTHING:
        return text
    if len(text) <= _AREA + _END:
        return STAR * (len(text) - _END) + text[-_END:] if len(text) > _END else STAR * len(text)
    shown = _AREA if text[:_AREA].isdigit() else 0
    return text[:shown] + STAR * (len(text) - shown - _END) + text[-_END:]


def address(text: str | None) -> str | None:
    """Down to the village or the street, no further.

    >>> address("云溪镇东庄村3组12号"), address("和平路8号")
    ('云溪镇东庄村***', '***')
    """
    if text is None or text in _NOTHING:
        return text
    places = (text.find(mark) + len(mark) for mark in _PLACES if mark in text)
    return text[: next(places, 0)] + STAR * 3


def remark(text: str | None) -> None:
    """Left out: anybody may be named in it."""
