"""Two languages: Chinese is the text in the code and the key; English comes from a catalogue.

``tr("共 {count} 人", count=3)`` gives the sentence in the language set. Nothing here imports
textual, so the command line uses it too.
"""

import gettext
import locale
import os
from pathlib import Path

from rules.errors import RuleError

DOMAIN = "mchdesk"
LOCALE_DIR = Path(__file__).with_name("locale")
LANGUAGES = ("zh", "en")

_current = "zh"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def set_language(code: str) -> None:
    """Set the language for everything shown from now on: "zh" or "en"."""
    global _current, _catalogue  # noqa: PLW0603  one language for the whole program
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code}")
    _current = code
    _catalogue = (
        gettext.NullTranslations()
        if code == "zh"
        else gettext.translation(DOMAIN, LOCALE_DIR, [code], fallback=True)
    )


def language() -> str:
    """The language set: "zh" or "en"."""
    return _current


def choose_language(asked: str | None = None, setting: str | None = None) -> str:
    """The language to use: what was asked for, else the setting, else the locale's.

    >>> choose_language("en")
    'en'
    """
    for code in (asked, setting):
        if code in LANGUAGES:
            return code
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    spoken = spoken or locale.getlocale()[0] or ""
    return "en" if spoken.lower().startswith("en") else "zh"


def tr(msgid: str, /, **params: object) -> str:
    """The sentence in the language set, its ``{names}`` filled in.

    >>> tr("共 {count} 人", count=3)
    '共 3 人'
    """
    text = _catalogue.gettext(msgid) if msgid else ""
    return text.format(**params) if params else text


def tr_error(error: RuleError) -> str:
    """A rule's sentence in the language set; words among its parameters are translated too."""
    params = {
        name: tr(value) if isinstance(value, str) else value for name, value in error.params.items()
    }
    return tr(error.template).format(**params)
