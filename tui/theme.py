"""Four looks in sixteen colours. What a thing is called in a look: a role.

Every style is made of the terminal's own sixteen colours, so that it reads the same in PuTTY, in
a Linux console and over a slow line. ``mono`` uses no colour at all. A status always has a word
as well: a role alone never carries meaning.
"""

from rich.style import Style
from textual.theme import Theme

ROLES = (
    "text",  # plain words
    "dim",  # units, hints, what is not asked now
    "label",  # a field's name
    "focus",  # the field being typed into
    "echo",  # what was derived
    "error",  # refused
    "doubt",  # asked about
    "title",  # the title line
    "rule",  # lines and section headings
    "key",  # a key in the hint bar
    "selected",  # the line the cursor is on
    "marked",  # a line marked with space
    "good",  # reached, done
    "green",
    "yellow",
    "orange",
    "red",
    "purple",
)


def _looks(ground: str, ink: str, colours: dict[str, str]) -> dict[str, Style]:
    """Styles on one ground; a role not named is plain ink."""
    styles = {}
    for role in ROLES:
        words = colours.get(role, "")
        style = Style.parse(words)
        styles[role] = Style(color=ink or None, bgcolor=ground or None) + style
    return styles


LOOKS: dict[str, dict[str, Style]] = {
    "dark": _looks(
        "black",
        "white",
        {
            "dim": "cyan",
            "focus": "bright_white underline",
            "echo": "bright_cyan",
            "error": "bright_red bold",
            "doubt": "bright_yellow",
            "title": "bright_white on blue",
            "rule": "cyan",
            "key": "bright_yellow",
            "selected": "black on white",
            "marked": "bright_green",
            "good": "bright_green",
            "green": "bright_green",
            "yellow": "bright_yellow",
            "orange": "black on bright_yellow",
            "red": "bright_red bold",
            "purple": "bright_white on magenta",
        },
    ),
    "light": _looks(
        "bright_white",
        "black",
        {
            "dim": "blue",
            "focus": "underline",
            "echo": "blue",
            "error": "bright_white on red",
            "doubt": "magenta",
            "title": "bright_white on blue",
            "rule": "blue",
            "key": "red",
            "selected": "bright_white on black",
            "marked": "black on green",
            "good": "black on green",
            "green": "black on green",
            "yellow": "black on bright_yellow",
            "orange": "red",
            "red": "bright_white on red",
            "purple": "magenta",
        },
    ),
    "contrast": _looks(
        "black",
        "bright_white",
        {
            "label": "bold",
            "focus": "black on bright_yellow",
            "echo": "bright_cyan bold",
            "error": "bright_white on red bold",
            "doubt": "black on bright_yellow",
            "title": "black on bright_white",
            "key": "bright_yellow bold",
            "selected": "black on bright_yellow",
            "marked": "bright_green bold",
            "good": "bright_green bold",
            "green": "bright_green bold",
            "yellow": "bright_yellow bold",
            "orange": "black on bright_yellow",
            "red": "bright_red bold",
            "purple": "bright_white on magenta",
        },
    ),
    "mono": _looks(
        "",
        "",
        {
            "focus": "underline",
            "error": "bold",
            "doubt": "bold underline",
            "title": "reverse",
            "key": "bold",
            "selected": "reverse",
            "marked": "bold",
            "red": "bold",
            "purple": "bold underline",
        },
    ),
}

_GROUNDS = {
    "dark": ("ansi_black", "ansi_white"),
    "light": ("ansi_bright_white", "ansi_black"),
    "contrast": ("ansi_black", "ansi_bright_white"),
    "mono": ("ansi_default", "ansi_default"),
}


def textual_theme(look: str) -> Theme:
    """The look as textual needs it, for the few grounds that its style sheet paints."""
    ground, ink = _GROUNDS[look]
    return Theme(
        name=look,
        primary=ink,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        dark=look != "light",
        ansi=True,
        variables={
            "ground": ground,
            "ink": ink,
            "ansi-background": ground,  # textual's own style sheet asks for these
            "ansi-foreground": ink,
            "border": ink,
            "border-blurred": ink,
            "block-cursor-foreground": ground,
            "block-cursor-background": ink,
        },
    )
