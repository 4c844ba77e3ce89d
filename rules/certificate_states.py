"""The states of a certificate number and the acts that move it, declared in one place.

A number is always in exactly one state. Drawn, reserved and printed blanks are still stock; issued
paper that is exchanged becomes ``recalled`` and paper a family lost ``declared``: neither is void.
A void that is lost from custody stays a void of the period it became one in: no count changes.
The database holds the same table in a trigger, so no other program moves a number otherwise.
Source: 卫妇社发〔2009〕96号; 出生医学证明管理使用情况统计表.
"""

from dataclasses import dataclass

from rules.errors import RuleError
from rules.fields import Choice, choices

LABELS = {
    "in_stock": "在库",
    "drawn": "已领用",
    "reserved": "已占号",
    "printed": "已打印",
    "issued": "已签发",
    "void": "废证",
    "void_lost": "废证遗失",
    "lost": "空白证遗失",
    "transferred": "已调出",
    "handed_back": "已交回",
    "recalled": "换发收回",
    "declared": "声明遗失",
    "handed_up": "已上缴",
    "destroyed": "已销毁",
    "short": "开包短少",
    "retracted": "入库撤销",
}
STATES = tuple(LABELS)
STOCK = frozenset({"in_stock", "drawn", "reserved", "printed"})
PAPERS = frozenset({"issued", "recalled", "declared"})  # once issued, whatever became of the paper
VOIDS = frozenset({"void", "void_lost", "handed_up", "destroyed"})  # wherever the paper is by now
LOST = ("lost", "void_lost")  # out of our hands
# What makes a number no blank for ever, and the word for it, the graver first.
USED = {"lost": "遗失过", "void_lost": "遗失过", "printed": "打印过"}
MISPRINT, OLD_EDITION, FOUND_AGAIN, OTHER = "1", "5", "6", "9"  # codes of VOID_CAUSES

# Why a blank is void. A family's loss is no such cause: that is a reissue.
VOID_CAUSES = choices(
    "1 打印或填写错误", "2 涂改", "3 损毁", "4 误盖章", "5 旧版停用", "6 遗失后找回", "9 其他"
)
LOSS_CAUSES = choices("1 保管中遗失", "2 运送途中遗失", "3 打印时遗失", "4 被盗", "9 其他")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What moves a number from one of the states ``was`` to ``becomes``.

    Attributes:
        name: the act in the journal.
        label: what the desk calls it.
        was: the states it may begin from; "" is a number not on the books.
        becomes: the state it ends in.
        permission: who may, see ``desk.context.PERMISSIONS``.
        causes: the closed list of causes; where there is one, a cause is required.
        words: whether the reason has to be written.
        second: the permission of the second person it takes; "" when one person may.
        never_used: refused for paper that was printed on, or lost, before.
        in_use: refused for paper of an edition out of use.
    """

    name: str
    label: str
    was: frozenset[str]
    becomes: str
    permission: str = "certificates.write"
    causes: tuple[Choice, ...] = ()
    words: bool = False
    second: str = ""
    never_used: bool = False
    in_use: bool = False


_REVIEW = "certificates.review"
_NOT_HERE = frozenset({"", "retracted"})


def _acts(*acts: Act) -> dict[str, Act]:
    return {act.name: act for act in acts}


ACTS = _acts(
    Act(name="receive", label="入库", was=_NOT_HERE, becomes="in_stock"),
    Act(name="miss", label="短少", was=_NOT_HERE, becomes="short"),
    Act(
        name="retract",
        label="撤销入库",
        was=frozenset({"in_stock", "short"}),
        becomes="retracted",
        words=True,
        second=_REVIEW,
    ),
    Act(
        name="turn_up",
        label="补到",
        was=frozenset({"short"}),
        becomes="in_stock",
        words=True,
        second=_REVIEW,
    ),
    Act(name="draw", label="领用", was=frozenset({"in_stock"}), becomes="drawn", in_use=True),
    Act(name="put_back", label="退库", was=frozenset({"drawn"}), becomes="in_stock"),
    Act(name="reserve", label="占号", was=frozenset({"drawn"}), becomes="reserved", in_use=True),
    Act(
        name="release",
        label="退号",
        was=frozenset({"reserved"}),
        becomes="drawn",
        words=True,
    ),
    Act(name="print", label="打印", was=frozenset({"reserved"}), becomes="printed"),
    Act(name="issue", label="签发", was=frozenset({"printed"}), becomes="issued"),
    Act(
        name="void",
        label="作废",
        was=STOCK,
        becomes="void",
        causes=VOID_CAUSES,
    ),
    Act(
        name="lose",
        label="空白证遗失",
        was=STOCK | {"transferred"},
        becomes="lost",
        causes=LOSS_CAUSES,
        words=True,
    ),
    Act(
        name="find",
        label="找回作废",
        was=frozenset({"lost"}),
        becomes="void",
        words=True,
        second=_REVIEW,
    ),
    Act(
        name="unvoid",
        label="撤销作废",
        was=frozenset({"void"}),
        becomes="in_stock",
        words=True,
        second=_REVIEW,
        never_used=True,
        in_use=True,
    ),
    Act(
        name="lose_void",
        label="废证遗失",
        was=frozenset({"void"}),
        becomes="void_lost",
        causes=LOSS_CAUSES,
        words=True,
    ),
    Act(
        name="find_void",
        label="废证找回",
        was=frozenset({"void_lost"}),
        becomes="void",
        words=True,
        second=_REVIEW,
    ),
    Act(name="hand_up", label="上缴", was=frozenset({"void"}), becomes="handed_up"),
    Act(name="destroy", label="销毁", was=frozenset({"handed_up"}), becomes="destroyed"),
    Act(
        name="transfer",
        label="调出",
        was=frozenset({"in_stock"}),
        becomes="transferred",
        in_use=True,
    ),
    Act(name="return", label="退回", was=frozenset({"transferred"}), becomes="in_stock"),
    Act(name="hand_back", label="交回", was=frozenset({"in_stock"}), becomes="handed_back"),
    Act(
        name="recall",
        label="换发收回",
        was=frozenset({"issued"}),
        becomes="recalled",
        words=True,
        second=_REVIEW,
    ),
    Act(
        name="declare",
        label="声明遗失",
        was=frozenset({"issued"}),
        becomes="declared",
        words=True,
        second=_REVIEW,
    ),
)


class WrongMove(RuleError):
    """A number cannot go from its state to the one asked for."""


def check_act(number: str, was: str, name: str, *, used: str = "", retired: bool = False) -> Act:
    """The act by its name, if it may begin from this state.

    >>> check_act("X331000001", "printed", "issue").becomes
    'issued'
    >>> check_act("X331000001", "issued", "lose")
    Traceback (most recent call last):
    ...
    rules.certificate_states.WrongMove: X331000001 现为「已签发」,不能办「空白证遗失」
    >>> check_act("X331000001", "void", "unvoid", retired=True)
    Traceback (most recent call last):
    ...
    rules.certificate_states.WrongMove: X331000001 是停用的旧版,只能作废上缴,不能办「撤销作废」

    Args:
        number: for the sentence.
        was: the state it is in; "" for none.
        name: of ``ACTS``.
        used: the state of ``USED`` it was ever in; "" for none.
        retired: whether its edition is out of use.

    Raises:
        WrongMove: it may not; FOUND where it was lost and found again, USED where printed on,
            RETIRED where its edition is out of use.
    """
    act = ACTS[name]
    if was not in act.was:
        raise WrongMove(
            "WRONG_MOVE",
            "{number} 现为「{was}」,不能办「{act}」",
            number=number,
            was=LABELS.get(was, "未入库"),
            act=act.label,
        )
    if act.never_used and used:
        raise WrongMove(
            "FOUND" if used in LOST else "USED",
            "{number} {been},不再是空白证,只能作废,不能办「{act}」",
            number=number,
            been=USED[used],
            act=act.label,
        )
    if act.in_use and retired:
        words = "{number} 是停用的旧版,只能作废上缴,不能办「{act}」"
        raise WrongMove("RETIRED", words, number=number, act=act.label)
    return act
