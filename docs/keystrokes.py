"""Writes ``keystrokes.md`` from the clerk's script: ``python -m docs.keystrokes``.

Every task is played in a real terminal first; nothing is written unless each does what it should.
A test fails when the page and the script differ.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.terminal.play import make_centre, play
from tests.terminal.script import NAMED, TASKS, Card, Task, Word

FILE = Path(__file__).with_name("keystrokes.md")
HEAD = """# 按键数 Keystrokes

常做的事要按多少次键。由测试在真实终端里逐键录入并计数(`python -m docs.keystrokes`),请勿手改。
How many keys the everyday tasks take: typed and counted key by key in a real terminal; do not edit
by hand.

每件事都从登录后的首页开始。回车、功能键、每个数字和字母各算一次;〔〕里的汉字由输入法打出,
身份证由读卡器读入,不计;没有读卡器的,身份证号手输 18 位。
Every task begins on the home page. Enter, F-keys, each digit and letter count one; what stands in
〔〕 is not counted: Chinese composed by the input method, an identity card read by a card reader.
Without a reader its 18 digits are typed.

| 做什么 | task | 按键 keys | 上限 at most | 怎么按 how |
|---|---|---:|---:|---|
"""


def text() -> str:
    """The whole page."""
    return HEAD + "".join(_line(task) for task in TASKS)


def _line(task: Task) -> str:
    keys = " ".join(_shown(key) for step in task.steps for key in step.keys)
    cells = (task.name, task.english, str(task.count), str(task.most), keys)
    return f"| {' | '.join(cells)} |\n"


def _shown(key: str) -> str:
    if isinstance(key, Card):
        return "〔刷身份证〕"
    if isinstance(key, Word):
        return f"〔{key}〕"
    return NAMED.get(key) or f"`{key}`"


def main() -> None:
    """Play every task, then write the page."""
    with TemporaryDirectory() as folder:
        centre = Path(folder) / "centre.db"
        make_centre(centre)
        for number, task in enumerate(TASKS):
            home = Path(folder) / str(number)
            home.mkdir()
            played = play(task, centre, home)
            if (played.keys, played.kept) != (task.count, task.kept):
                raise SystemExit(f"{task.english}: {played.keys} keys kept {played.kept}")
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
