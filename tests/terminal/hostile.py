"""Three hundred texts that try to steer, hide, link, format or overflow; built from named kinds.

Every text but the empty-looking ones has a tag, ``h000`` to ``h299``, by which it is known again on
a screen, and what it tries would be known too: it moves to 66;66 and its payloads say OWNED.
"""

import re
from collections.abc import Iterator
from itertools import cycle, pairwise

COUNT = 300
LONG = 10_000
TAG = re.compile("h[0-9]{3}")
ESC, BEL, CAN, ST = "\x1b", "\x07", "\x18", "\x1b\\"
CSI8, OSC8, DCS8, APC8, PM8, SOS8, ST8 = "\x9b", "\x9d", "\x90", "\x9f", "\x9e", "\x98", "\x9c"
LINK = "8;;http://owned.example/"

CSI_BODIES = (
    *("66;66H", "2J", "3J", "66d", "66C", "10S", "66L", "66P", "66X", "5;5r", "2;2s", "!p", "4h"),
    *("?1049h", "?1049l", "?47h", "?25l", "?1000h", "?1003h", "?1006h", "?2004l", "?2026h"),
    *("?3h", "?5h", "?6h", "?69h", "?1004h", "8m", "5m", "6n", "c", ">c", "21t", "8;66;66t", "<u"),
)
OSC_BODIES = (
    *("0;OWNED", "1;OWNED", "2;OWNED", "4;1;#ff0000", "7;file://OWNED/", "9;OWNED", "10;#010101"),
    *("11;?", "12;#010101", "22;OWNED", "50;OWNED", "52;c;T1dORUQ=", "52;p;?", "104", "112"),
    *("133;A", "633;E;OWNED", "777;notify;OWNED;x", "1337;File=name=OWNED:AA==", LINK),
)
OTHER_BODIES = (
    *(("P", DCS8, body) for body in ("$qm", "+q544e", "q#0;2;0;0;0#0~~", "tmux;OWNED")),
    ("_", APC8, "Gf=24,s=1,v=1;AAAA"),
    ("^", PM8, "OWNED"),
    ("X", SOS8, "OWNED"),
)
ESC_BODIES = (*"c78DEHMNOZ=>no|}~l", "#8", "%@", "%G", "(0", ")0", " G")
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = (
    *"\xad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u206a\u3164\ufeff",
    *"\uffa0\ufff9\ufffb\ufe00\ufe0f\ufdd0\uffff\U0001bca0\U0001d173\U000e0001\U000e0100",
)
CLUSTERS = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",  # a family
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
    "\U0001f1e8\U0001f1f3\U0001f1e8",  # a flag and a half
    *("\U0001f44d\U0001f3ff", "1\ufe0f\u20e3", "\u2764\ufe0f", "\u231a\ufe0e"),
    *(
        "王" + "\u0301\u0323\u0489" * 40,
        "\u0301\u0302\u0303",
        "e\u20dd\u20e0",
        "\u0e01\u0e33\u0e49",
    ),
    *("\u1112\u1161\u11ab", "\u0915\u094d\u200d\u0937", "\u0f40\u0fb5\u0fb5", "\ufdfd", "\u2e3b"),
)
RARE = (
    *("\ue000\uf8ff", "\U00020000\U0002a6df", "\U00030000", "\U0010fffd", "ＡＢＣ１２", "─│█●→…℃①"),
    *("\u0378", "\u3000王\u3000"),
)
HALVES = (
    *("\ud800", "\udfff", "\udc00\ud800", "\ud83d\ud83d", "王\ud83d", "\ude00王"),
    *("\ud83d\ude00", "\udc80\udcff"),
)
MARKUP = (
    *("[/]", "[/bold]", "[bold", "[bold]b[/bold]", "[@click=app.exit]x[/]", "[@click=app.bell()]x"),
    *("[link=http://owned.example/]x[/link]", "[link='http://owned.example/']x", "[#ff0000]x[/]"),
    *("[$error]x[/]", "[on red]x[/on red]", "[reverse blink]x[/]", "\\[/]", "[[/]]", "[]", "]["),
    *(":smile:", "<b>&amp;</b>"),
)
TEMPLATES = (
    *(
        "{name}",
        "{0}",
        "{}",
        "{",
        "}",
        "{0.__class__.__mro__}",
        "{name!r:>9999}",
        "%s%s%n",
        "%(x)s",
    ),
    *("$name ${x}", "{{}}", "%"),
)
FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1")
SQL = ("'", '"', "';DROP TABLE people;--", "\\' OR 1=1 --", "%_*?[a-z]")
PATHS = ("../../OWNED", "~/OWNED", "C:\\OWNED", "\\\\OWNED\\c$", "/dev/null/OWNED", "file:///OWNED")
EMPTY = ("", " ", "\u3000\xa0", "\u200b\u200d\ufeff", "\x1b\x9b\x00", "\u202e\u2066\n\r")


def kinds() -> dict[str, list[str]]:
    """The payloads by kind."""
    ends = cycle((BEL, ST, ST8, CAN, ""))
    byte_wide = cycle((False, True))
    controls = [chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))]
    found = {
        "control": [f"王{control}丽" for control in controls],
        "CSI": [(CSI8 if next(byte_wide) else f"{ESC}[") + body for body in CSI_BODIES],
        "OSC": [
            (OSC8 if next(byte_wide) else f"{ESC}]") + body + next(ends) for body in OSC_BODIES
        ],
        "string": [
            (wide if next(byte_wide) else ESC + narrow) + body + next(ends)
            for narrow, wide, body in OTHER_BODIES
        ],
        "escape": [ESC + body for body in ESC_BODIES],
        "cut short": [ESC, f"{ESC}[", f"{ESC}[66;6", f"{ESC}]", CSI8, f"{OSC8}{LINK}"],
        "bidi": [*(f"王{mark}丽a" for mark in BIDI), BIDI, "\u202e\u202d" * 20],
        "hidden": [f"王{mark}丽" for mark in HIDDEN],
        "lines": ["王\u2028丽", "王\u2029丽", "\r\n" * 9, "\t" * 9, "\v\f", "\x85\n\r"],
        "cluster": list(CLUSTERS),
        "rare": list(RARE),
        "half": list(HALVES),
        "markup": list(MARKUP),
        "template": list(TEMPLATES),
        "formula": list(FORMULAS),
        "SQL": list(SQL),
        "path": list(PATHS),
        "long": [
            (piece * LONG)[:LONG] for piece in ("王", "a", "\u0301", "\u202e", f"{ESC}[66;66H")
        ],
        "empty": list(EMPTY),
    }
    whole = found["CSI"] + found["bidi"] + found["markup"] + found["half"]
    missing = COUNT - sum(map(len, found.values()))
    found["two at once"] = ["王".join(pair) for pair in pairwise(whole[::5])][:missing]
    return found


def hostile_strings() -> list[str]:
    """The texts, always in the same order; the tag stands before the payload or behind it."""
    return list(_tagged())


def tag(number: int) -> str:
    """How a text is known again."""
    return f"h{number:03}"


def _tagged() -> Iterator[str]:
    number = 0
    for kind, payloads in kinds().items():
        for payload in payloads:
            if kind == "empty":
                yield payload
            elif number % 2 and len(payload) < LONG and kind != "cut short":
                yield payload + tag(number)
            else:
                yield tag(number) + payload
            number += 1
