"""The states of a certificate number and the moves between them, declared in one place.

A number is always in exactly one state. Drawn, reserved and printed blanks are still stock; issued
paper that is exchanged becomes ``recalled`` and paper a family lost ``declared``: neither is void.
Source: 卫妇社发〔2009〕96号; 出生医学证明管理使用情况统计表.
"""

from rules.errors import RuleError

LABELS = {
    "in_stock": "在库",
    "drawn": "已领用",
    "reserved": "已占号",
    "printed": "已打印",
    "issued": "已签发",
    "void": "废证",
    "lost": "空白证遗失",
    "transferred": "已调出",
    "handed_back": "已交回",
    "recalled": "换发收回",
    "declared": "声明遗失",
    "destroyed": "已上缴销毁",
}
STATES = tuple(LABELS)
STOCK = frozenset({"in_stock", "drawn", "reserved", "printed"})

MOVES: dict[str, frozenset[str]] = {
    "": frozenset({"in_stock"}),  # received
    "in_stock": frozenset({"drawn", "reserved", "void", "lost", "transferred", "handed_back"}),
    "drawn": frozenset({"in_stock", "reserved", "void", "lost"}),
    "reserved": frozenset({"in_stock", "drawn", "printed", "void", "lost"}),
    "printed": frozenset({"issued", "void", "lost"}),
    "issued": frozenset({"recalled", "declared"}),
    "void": frozenset({"in_stock", "destroyed"}),
    "transferred": frozenset({"in_stock"}),  # returned from the other institution
}


class WrongMove(RuleError):
    """A number cannot go from its state to the one asked for."""


def check_move(number: str, was: str, becomes: str) -> None:
    """Refuse a move the state machine does not know.

    >>> check_move("X331000001", "printed", "issued")
    >>> check_move("X331000001", "issued", "lost")
    Traceback (most recent call last):
    ...
    rules.certificate_states.WrongMove: X331000001 现为「已签发」,不能改为「空白证遗失」
    """
    if becomes not in MOVES.get(was, frozenset()):
        raise WrongMove(
            "WRONG_MOVE",
            "{number} 现为「{was}」,不能改为「{becomes}」",
            number=number,
            was=LABELS.get(was, "未入库"),
            becomes=LABELS.get(becomes, becomes),
        )
