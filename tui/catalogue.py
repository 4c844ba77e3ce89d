"""The English catalogue's keeper, for maintainers: ``python -m tui.catalogue [--add] [--drop]``.

Finds every Chinese message in the source, says which have no English yet and which English is not
used any more, and compiles the catalogue. ``--add`` writes the missing ones into the .po file with
nothing beside them, ``--drop`` takes out the unused. Needs babel, which the program itself does
not.

A message is: in the interface (``tui``, ``screens``, ``front``) every Chinese literal; in the rooms
below, what a person may see there: templates of errors, words of fields and of choices, everything
in the files of ``WORDS``, and the items of the risk tables. Registers that leave are always
Chinese, so headings in ``ledgers`` are no messages.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tui.language import DOMAIN, LOCALE_DIR

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[1]
INTERFACE = ("tui", "screens", "front")
BELOW = ("rules", "models", "desk", "ledgers", "seed")
# Files of the rooms below that hold nothing in Chinese but words for the screen.
WORDS = (
    "desk/application_view.py",
    "desk/certificate_checks.py",
    "desk/certificate_duties.py",
    "desk/certificate_register_names.py",
    "desk/context.py",
    "desk/due_names.py",
    "desk/house_rules.py",
    "desk/intake/child.py",
    "desk/intake/village_report.py",
    "desk/lists.py",
    "desk/number_events.py",
    "desk/number_life.py",
    "desk/person_page.py",
    "desk/safekeeping.py",
    "desk/slips.py",
    "desk/stock_counts.py",
    "desk/stock_plans.py",
    "desk/stock_room.py",
    "ledgers/reading/reasons.py",
    "ledgers/reading/sheets.py",
    "models/",
    "rules/bands.py",
    "rules/birth.py",
    "rules/certificate_papers.py",
    "rules/certificate_states.py",
    "rules/certificate_table.py",
    "rules/indicator_facts.py",
    "rules/indicator_reasons.py",
    "rules/indicators.py",
    "rules/risk.py",
    "rules/risk_facts.py",
    "rules/risk_file.py",
    "rules/risk_table.py",
    "rules/schedule.py",
    "rules/visits.py",
)
# Calls with words.
SAYING = {"FieldSpec", "Choice", "tr", "refuse", "other_format", "differs", "Why"}
PO = LOCALE_DIR / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
HAN = re.compile(r"[\u3400-\u9fff]")
REASON = re.compile("[A-Z][A-Z0-9_]+")


def messages(root: Path = ROOT) -> dict[str, set[str]]:
    """Every message and the files it stands in."""
    found: dict[str, set[str]] = {}
    for room in (*INTERFACE, *BELOW):
        for path in sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            search = every_literal if place.startswith((*INTERFACE, *WORDS)) else shown_literals
            for message in search(ast.parse(path.read_text(encoding="utf-8"))):
                if HAN.search(message):
                    found.setdefault(message, set()).add(place)
    for path in sorted(root.glob("rules/risk_*.json")):
        for section in json.loads(path.read_text(encoding="utf-8"))["sections"]:
            for message in (section["title"], *(item["words"] for item in section["items"])):
                found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return found


def every_literal(tree: ast.Module) -> Iterator[str]:
    """Every literal that is neither a docstring nor a piece of a longer one."""
    pieces = {id(part) for node in ast.walk(tree) for part in _not_words(node)}
    for node in ast.walk(tree):
        if id(node) not in pieces:
            yield from _strings([node])
    yield from _choices(tree)


def shown_literals(tree: ast.Module) -> Iterator[str]:
    """The words of fields and choices, and the template that follows a reason's code."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        words = [*node.args, *(each.value for each in node.keywords)]
        name = _called(node)
        if name in SAYING or name.startswith("Invalid"):
            yield from _strings(words)
        for before, after in pairwise(words):
            if any(REASON.fullmatch(text) for text in _strings([before])):
                yield from _strings([after])
    yield from _choices(tree)


def _not_words(node: ast.AST) -> Iterable[ast.AST]:
    """Docstrings, pieces of f-strings, and what ``choices`` splits."""
    match node:
        case ast.Expr(value=ast.Constant() as text):
            return [text]
        case ast.JoinedStr(values=values):
            return values
        case ast.Call() if _called(node) == "choices":
            return node.args
    return []


def _choices(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "choices":
            yield from (text.split(" ", 1)[-1] for text in _strings(node.args))


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def read() -> "Catalog":
    """The English catalogue as it is."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  a maintainer's tool only

    with PO.open("rb") as file:
        return read_po(file, locale="en", domain=DOMAIN)


def gaps(catalogue: "Catalog", wanted: Iterable[str]) -> tuple[list[str], list[str]]:
    """Messages with no English, and English that no message asks for."""
    known = {str(entry.id): str(entry.string) for entry in catalogue if entry.id}
    wanted = set(wanted)
    missing = sorted(message for message in wanted if not known.get(message))
    return missing, sorted(set(known) - wanted)


def main(arguments: list[str] | None = None) -> int:
    """List the gaps, compile; 1 when there are any."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  a maintainer's tool only
    from babel.messages.pofile import write_po  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m tui.catalogue")
    parser.add_argument("--add", action="store_true", help="write missing messages into the .po")
    parser.add_argument("--drop", action="store_true", help="take unused ones out of the .po")
    call = parser.parse_args(arguments)
    found, catalogue = messages(), read()
    missing, unused = gaps(catalogue, found)
    for message in missing if call.add else ():
        catalogue.add(message, "", locations=[(place, 0) for place in sorted(found[message])])
    for message in unused if call.drop else ():
        catalogue.delete(message)
    if call.add or call.drop:
        with PO.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    for heading, lines in (("no English yet", missing), ("not used any more", unused)):
        print(f"{heading}: {len(lines)}", *lines, sep="\n  ")  # noqa: T201  a command prints
    return 1 if missing or unused else 0


if __name__ == "__main__":
    sys.exit(main())
