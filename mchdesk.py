"""The front door: the command line of the desk.

It picks what to run and imports it late, so that the desk paints before a database is thought of.
Exit status: 0 done, 1 the answer is no, 2 wrong call. With ``--json`` standard output is one JSON
document and nothing else; sentences go to standard error.
"""

import os
import re
import sys
from collections.abc import Sequence

from desk.places import NoSuchPlace, database_path
from front.faults import in_words
from front.who import BROKEN_OFF, NO, WRONG, Call
from front.words import command_line
from rules.errors import RuleError
from tui.environment import prepare, why_no_screen
from tui.language import choose_language, set_language
from tui.plain import WrongCall, json_text, steady_streams


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = sys.argv[1:] if argv is None else list(argv)
    as_json = "--json" in words
    steady_streams(utf8=as_json)
    set_language(choose_language(_language_in(words)))
    call = Call(db=None)
    try:
        command_line(_open_desk).parse_args(words, call)
        status: int = call.run(call)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return BROKEN_OFF
    except BrokenPipeError:  # whoever read our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO
    except Exception as error:  # noqa: BLE001  the last stop: no traceback ever reaches a person
        code, sentence = in_words(error, call)
        if as_json:
            print(json_text({"error": {"code": code, "message": sentence}}))
        print(f"mchdesk: {sentence}", file=sys.stderr)
        return WRONG if isinstance(error, WrongCall | NoSuchPlace) else NO
    return status


def _open_desk(call: Call) -> int:
    """The desk itself."""
    surroundings = prepare()
    sentence = why_no_screen()
    if sentence:
        raise RuleError("NO_TERMINAL", sentence)
    from screens.app import run

    return run(
        database_path(call.db),
        today=call.on,
        user=call.user,
        asked=call.lang,
        surroundings=surroundings,
    )


def _language_in(words: Sequence[str]) -> str | None:
    """The language asked for, before anything is parsed: the parser itself speaks it."""
    found = re.search(r"(?:^|\0)--lang(?:=|\0)(\w+)", "\0".join(words))
    return found[1] if found else None


if __name__ == "__main__":
    sys.exit(main())
