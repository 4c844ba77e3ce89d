"""What must be settled before textual is first imported, and whether there is a terminal at all.

Call ``prepare()`` first thing in the front door, before anything imports textual: textual reads
its environment once, at import.
"""

import os
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass

# Kitty's key protocol loses composed text in some terminals and prints litter in old SecureCRT;
# animations and smooth scrolling cost bytes on a slow line.
FIXED = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}

NO_TERMINAL = "妇幼工作台要在终端窗口里运行。请直接打开终端再运行 mchdesk,不要用管道或重定向。"
DUMB_TERMINAL = (
    "这个终端不能画屏幕 (TERM=dumb)。请换用 PuTTY、Xshell 或系统自带的终端;通过 SSH 时请用 ssh -t。"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the environment says: ``mono`` asks for no colour, ``remote`` is an SSH session."""

    mono: bool
    remote: bool


def prepare(environ: MutableMapping[str, str] | None = None) -> Surroundings:
    """Settle textual's environment and say what the surroundings ask for.

    Every ``TEXTUAL_*`` from outside is dropped (``TEXTUAL_DRIVER`` would import any class, others
    write logs of the screen). ``NO_COLOR`` becomes the mono theme: textual's own filter for it
    leaves black on black. An exported ``COLUMNS`` or ``LINES`` would be believed before the
    terminal itself, even after its window has another size.

    >>> env = {"TEXTUAL_DRIVER": "evil:Driver", "NO_COLOR": "1", "SSH_TTY": "/dev/pts/1"}
    >>> env["COLUMNS"] = "80"
    >>> prepare(env)
    Surroundings(mono=True, remote=True)
    >>> sorted(env)
    ['SSH_TTY', 'TEXTUAL_ANIMATIONS', 'TEXTUAL_DISABLE_KITTY_KEY', 'TEXTUAL_SMOOTH_SCROLL']
    """
    env = os.environ if environ is None else environ
    for name in [name for name in env if name.startswith("TEXTUAL")]:
        del env[name]
    for name in ("COLUMNS", "LINES"):
        env.pop(name, None)
    env.update(FIXED)
    mono = bool(env.pop("NO_COLOR", ""))
    remote = bool(env.get("SSH_TTY") or env.get("SSH_CONNECTION"))
    return Surroundings(mono, remote)


def why_no_screen(environ: MutableMapping[str, str] | None = None) -> str | None:
    """The sentence for a place where no screen can be drawn, or None when one can."""
    env = os.environ if environ is None else environ
    if env.get("TERM") in {"dumb", "unknown"}:
        return DUMB_TERMINAL
    # Textual draws on standard error; all three must be the terminal.
    if not all(
        stream is not None and stream.isatty()
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    ):
        return NO_TERMINAL
    return None


def erases_in_colour() -> bool:
    """Whether this terminal's description says that erasing leaves the ground colour in use."""
    try:
        import curses  # noqa: PLC0415  not on Windows
    except ImportError:
        return False
    try:
        curses.setupterm(os.environ.get("TERM", "dumb"), 1)
    except curses.error:  # a terminal nobody described
        return False
    return bool(curses.tigetflag("bce") > 0)
