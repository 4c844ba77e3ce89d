"""The one choke point for text that is stored or shown.

Names and addresses arrive from keyboards, card readers and workbooks. Whatever could move a cursor,
turn the writing direction or hide stays out; every visible character stays as it was typed,
rare surnames (Ext-B, private use) and ``[/]`` or ``=1+1`` included.
"""

import re
import unicodedata

REPLACEMENT = "\ufffd"  # a half of a character (a lone surrogate) cannot be stored nor sent
# Control, soft hyphen, bidi, zero-width, fillers, variation selectors, tags, surrogates and
# noncharacters. Unassigned code points stay: tomorrow's Han extensions look like that today.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_NEWLINE = re.compile("\r\n?|[\x85\u2028\u2029]")

# Han by script, not by the old 4E00–9FA5 block; private use stands in for Han not yet encoded.
_HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    "\U00020000-\U0003ffff\U000f0000-\U0010ffff"
)
# What is typed for the dot of an ethnic name (民委发〔2016〕33号: U+00B7); an IME turns . into 。
_DOT = re.compile(rf"(?<=[{_HAN}])\s*[•·・･.‧．﹒∙。｡][•·・･.‧．﹒∙。｡\s]*(?=[{_HAN}])")
_INNER_SPACE = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_DASHES = str.maketrans("‐‑‒–—―−。", "-------.")


def clean(text: str, *, multiline: bool = False) -> str:
    r"""Text as it is stored: NFC, visible characters only, no space at the ends.

    >>> clean("  王\x1b[2J小\u202e丽\n")
    '王[2J小丽'
    >>> clean("北街\t3号\n[/] =1+1", multiline=True)
    '北街 3号\n[/] =1+1'
    """
    text = text.replace("\t", " ")
    if multiline:
        lines = (_UNSAFE.sub(_safe, line).rstrip() for line in _NEWLINE.sub("\n", text).split("\n"))
        text = "\n".join(lines)
    else:
        text = _UNSAFE.sub(_safe, text)
    return unicodedata.normalize("NFC", text).strip()


def code(text: str) -> str:
    """A number, date or code as it is read: half width, ``。`` typed for a point, plain dashes.

    >>> code("３６。５"), code("Ｘ３２０—１")
    ('36.5', 'X320-1')
    """
    return clean(unicodedata.normalize("NFKC", clean(text)).translate(_DASHES))


def name(text: str) -> str:
    """A person's name: no inner spaces between Han, one kind of dot between the parts.

    >>> name("王　丽"), name("阿依古丽 • 买买提"), name("Anna Maria")
    ('王丽', '阿依古丽·买买提', 'Anna Maria')
    """
    return _INNER_SPACE.sub("", _DOT.sub("·", clean(text)))


def printable(text: str) -> str:
    r"""Any text as one harmless line for the terminal: nothing trimmed, nothing composed.

    >>> printable("a\x1b]52;c;eA==\x07b\nc")
    'a]52;c;eA==b c'
    >>> printable("王\ud842") == "王\ufffd"
    True
    """
    return _UNSAFE.sub(_safe, _NEWLINE.sub("\n", text).replace("\n", " ").replace("\t", " "))


def _safe(unsafe: re.Match[str]) -> str:
    """Nothing, but a mark where half of a character was: something visible stood there."""
    return REPLACEMENT if "\ud800" <= unsafe[0] <= "\udfff" else ""
