"""What stops a whole file, and what makes one cell unreadable."""

from rules.errors import RuleError


class LedgerFileError(RuleError):
    """The file as a whole cannot be read: one sentence that says why and the cure.

    Reasons: FILE_MISSING FILE_EMPTY FILE_TOO_BIG FILE_DAMAGED FILE_ENCRYPTED FILE_FORMAT
    HEADER_NOT_FOUND WRONG_KIND.
    """


class ReadingCancelled(Exception):
    """The person at the desk stopped the reading."""


class Unreadable(RuleError):
    """One cell that cannot be read surely.

    The first code is ``reason``; ``codes`` names all that apply.
    """

    def __init__(self, *codes: str, template: str = "", **params: object) -> None:
        self.codes = codes
        super().__init__(codes[0], template, **params)


def unreadable(error: RuleError) -> Unreadable:
    """A rule's own error about a cell, its sentence kept."""
    return Unreadable(error.reason, template=error.template, **error.params)


def damaged() -> LedgerFileError:
    """The sentence for a file that is broken, whichever reader found out."""
    return LedgerFileError(
        "FILE_DAMAGED", "文件已损坏,打不开。请用 WPS 或 Excel 打开检查,另存为 .xlsx 后再读"
    )


def encrypted() -> LedgerFileError:
    """The sentence for a file that asks for a password."""
    return LedgerFileError(
        "FILE_ENCRYPTED", "文件有打开密码。请在 WPS 或 Excel 中取消密码,另存为 .xlsx 后再读"
    )


def too_big() -> LedgerFileError:
    """The sentence for a file beyond what a township's register can be."""
    return LedgerFileError(
        "FILE_TOO_BIG", "文件太大,不像一本台账。请删去多余的行列和图片,或分成几个文件再读"
    )


def other_format(name: str) -> LedgerFileError:
    """The sentence for a known format this program does not read."""
    return LedgerFileError(
        "FILE_FORMAT",
        "这是{name}文件,不能直接读。请用 WPS 或 Excel 打开,另存为 .xlsx 后再读",
        name=name,
    )
