"""Files written beside their place and put there all at once, or none of them."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desk.errors import DeskError


@dataclass(slots=True)
class Placing:
    """Gives files their names, and takes them back."""

    folder: Path
    out: Path
    placed: list[tuple[Path, Path | None]] = field(default_factory=list)

    def place(self, names: Sequence[str]) -> None:
        """Move the files of the folder to their place; one that is there stands aside."""
        before = self.folder / "before"
        before.mkdir()
        for name in names:
            target = self.out / name
            kept = before / name if target.exists() else None
            if kept:
                target.replace(kept)
            self.placed.append((target, kept))
            (self.folder / name).replace(target)
        _flush_folder(self.out)

    def undo(self) -> None:
        """As it was before."""
        for target, kept in reversed(self.placed):
            with suppress(OSError):  # the fault is told already; the others still go back
                target.unlink(missing_ok=True)
                if kept:
                    kept.replace(target)
        self.placed.clear()


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A hidden folder in the target, gone afterwards; so is a target made for nothing."""
    made = not out.exists()
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made and not any(out.iterdir()):
            out.rmdir()


def _flush_folder(folder: Path) -> None:
    """The new names onto the disk too, where folders can be opened (not on Windows)."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def faults_in_words() -> Iterator[None]:
    """The disk's faults as sentences."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DeskError(
                "DISK_FULL", "磁盘已满,没有写出任何文件;请清理或换一个文件夹"
            ) from error
        if isinstance(error, PermissionError):
            raise DeskError(
                "NOT_WRITABLE", "文件夹不能写入,或台账正被表格程序打开;请关闭后再导出"
            ) from error
        raise DeskError(
            "NOT_WRITTEN", "写不出文件({why}),没有留下任何文件", why=error.strerror
        ) from error
