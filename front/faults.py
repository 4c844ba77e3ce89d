"""What a person reads when something fails, and what is kept for who mends it."""

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from desk.places import database_path
from front.who import Call
from rules.errors import RuleError
from tui.language import tr, tr_error


def in_words(error: Exception, call: Call) -> tuple[str, str]:
    """A code for programs and a sentence for people; what is nobody's fault but ours is logged."""
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
