"""The front door: the command line of the desk.

It picks what to run and imports it late, so that the desk paints before a database is thought of.
Exit status: 0 done, 1 the answer is no, 2 wrong call. With ``--json`` standard output is one JSON
document and nothing else; sentences go to standard error.
"""

import os
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from desk.places import NoSuchPlace, database_path
from front.who import BROKEN_OFF, NO, WRONG, Call
from front.words import command_line
from rules.errors import RuleError
from tui.environment import prepare, why_no_screen
from tui.language import choose_language, language, set_language, tr, tr_error
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
        code, sentence = _in_words(error, call)
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
        language=language(),
        surroundings=surroundings,
    )


def _language_in(words: Sequence[str]) -> str | None:
    """The language asked for, before anything is parsed: the parser itself speaks it."""
    found = re.search(r"(?:^|\0)--lang(?:=|\0)(\w+)", "\0".join(words))
    return found[1] if found else None


def _in_words(error: Exception, call: Call) -> tuple[str, str]:
    """A code for programs and a sentence for people."""
    if isinstance(error, RuleError):
        return error.reason, tr_error(error)
    if isinstance(error, OSError) and error.filename:
        name = Path(str(error.filename)).name
        if isinstance(error, FileNotFoundError):
            return "FILE_MISSING", tr("没有找到文件 {name}", name=name)
        if isinstance(error, PermissionError):
            return "FILE_DENIED", tr("没有权限读写 {name}", name=name)
        return "FILE", tr("读写 {name} 出错: {why}", name=name, why=error.strerror)
    kind, place = type(error).__name__, _log(error, call)
    return "INTERNAL", tr("程序内部出错({kind}),没有完成;经过记在 {place}", kind=kind, place=place)


def _log(error: Exception, call: Call) -> str:
    """Keep where it broke, without the values: they are people's. Where it is kept."""
    lines = [f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {type(error).__name__}"]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    path = database_path(call.db).with_name("mchdesk.log")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        print("\n".join(lines), file=sys.stderr)
        return "stderr"
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
