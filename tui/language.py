"""Two languages: Chinese is the text in the code and the key; English comes from a catalogue.

``tr("共 {count} 人", count=3)`` gives the sentence in the language set. Nothing here imports
textual, so the command line uses it too.
"""

import gettext
import locale
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from rules.errors import Phrase, RuleError

DOMAIN = "mchdesk"
LOCALE_DIR = Path(__file__).with_name("locale")
LANGUAGES = ("zh", "en")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

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
    if not spoken and sys.platform == "win32":  # elsewhere Python makes up en_US for none at all
        spoken = locale.getlocale()[0]
    return "en" if (spoken or "").lower().startswith("en") else "zh"


def tr(msgid: str, /, **params: object) -> str:
    """The sentence in the language set, its ``{names}`` filled in.

    >>> tr("共 {count} 人", count=3)
    '共 3 人'
    """
    text = _catalogue.gettext(msgid) if msgid else ""
    return text.format(**params) if params else text


def tr_error(error: RuleError) -> str:
    """A rule's sentence in the language set; words among its parameters are translated too."""
    return told(error.template, error.params)


def told(template: str, params: Mapping[str, object]) -> str:
    """A sentence from below in the language set; words among its parameters are translated too.

    >>> told("{label}应在 {span} 之间", {"label": "胎心率", "span": Phrase("40–240", "次/分")})
    '胎心率应在 40–240 次/分 之间'
    """
    return tr(template).format(**{name: _word(value) for name, value in params.items()})


def side_by_side(sentences: Iterable[str]) -> str:
    """Several sentences on one line.

    >>> side_by_side(["没有姓名,请补上", "性别应为男或女"])
    '没有姓名,请补上；性别应为男或女'
    """
    return ("；" if _current == "zh" else "; ").join(sentences)


def listed(words: Iterable[str]) -> str:
    """Words one after another.

    >>> listed(["东庄村", "西岭村"])
    '东庄村、西岭村'
    """
    return ("、" if _current == "zh" else ", ").join(words)


def weekday(day: date) -> str:
    """The day of the week.

    >>> weekday(date(2026, 11, 21))
    '周六'
    """
    return tr(WEEKDAYS[day.weekday()])


def _word(value: object) -> object:
    if isinstance(value, Phrase):
        said = (tr(word).strip() for word in value.words)  # English leaves some units out
        return " ".join(word for word in said if word)
    return tr(value) if isinstance(value, str) else value
