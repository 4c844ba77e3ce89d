"""Text on its way into a field: nothing in it may steer the terminal.

Text on its way out goes through ``rules.text.printable`` in the app's line filter.
"""

from rules.text import printable


def typed(text: str, *, lines: bool = False) -> str:
    r"""What a paste puts into a field: line breaks and tabs become spaces, or lines stay.

    >>> typed("  王小丽\r\n")
    '王小丽'
    >>> typed("一\r\n二\t三", lines=True)
    '一\n二 三'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if lines:
        return "\n".join(printable(line).rstrip() for line in text.split("\n")).strip("\n")
    return " ".join(printable(part).strip() for part in text.split("\n")).strip()
