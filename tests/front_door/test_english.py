"""The command line in English: no Chinese but what stands in the books."""

import re

import pytest

from tests.front_door.conftest import KINDS, SAMPLES, VILLAGES, Run
from tests.front_door.test_calls import WRONG_CALLS
from tests.house.test_docs import COMMANDS

HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
EXAMPLES = str.maketrans("", "", "孕产斤")  # to be typed so: 孕2产1
ENGLISH = ("--lang", "en")
ANSWERS = [
    ("indicators", "--quarter", "2026Q3"),
    ("stock",),
    ("check",),
    ("user", "list"),
    ("user", "add", "boss", "--role", "clerk"),
    ("user", "add", "other", "--role", "cook"),
    ("user", "disable", "nobody"),
    ("due", "--village", "Nowhere"),
    ("backup", "mchdesk.py"),
    ("restore", "mchdesk.py"),
    ("import", "pregnancy", "none.xlsx"),
]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_english(run: Run, command: str) -> None:
    ran = run(*ENGLISH, *command.split(), "--help")
    assert (ran.status, HAN.findall(ran.out + ran.err)) == (0, [])


@pytest.mark.parametrize("words", WRONG_CALLS, ids=" ".join)
def test_wrong_call_is_told_in_english(run: Run, words: tuple[str, ...]) -> None:
    lang = () if "--lang" in words else ENGLISH
    ran = run(*lang, *words, env={"LANG": "en_GB.UTF-8"})
    assert (ran.status, HAN.findall(ran.out + ran.err)) == (2, [])


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_answer_is_english(at_desk: Run, words: tuple[str, ...]) -> None:
    ran = at_desk(*ENGLISH, *words)
    assert ran.out + ran.err
    assert HAN.findall(ran.out + ran.err) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_of_a_register_is_english(at_desk: Run, kind: str) -> None:
    """Sheets, headings and villages stand there as in the register; the reasons are ours."""
    file = SAMPLES / KINDS[kind]
    ran = at_desk(*ENGLISH, "import", kind, file, "--villages", VILLAGES, "--dry-run")
    reasons = re.findall(r": ([A-Z][^;\n]+)", ran.out)
    assert reasons
    assert [why for why in reasons if HAN.search(why.translate(EXAMPLES))] == []
