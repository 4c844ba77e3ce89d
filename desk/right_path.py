"""What is done instead, where a number cannot be voided or declared lost."""

from desk.errors import DeskError
from rules.certificate_states import STOCK


def no_void(number: str, state: str) -> DeskError | None:
    """Why a number in this state is not voided, and what is right; None when it may be."""
    said = {
        "issued": DeskError(
            "ISSUED", "{number} 已签发,不能作废:打印有误办换发,家庭遗失办补发", number=number
        ),
        "transferred": DeskError(
            "TRANSFERRED", "{number} 已调出,由对方作废;退回后才能在这里作废", number=number
        ),
        "lost": DeskError(
            "LOST", "{number} 已报空白证遗失;找回了请在遗失报告里办找回", number=number
        ),
    }
    return said.get(state) or _no_blank(number, state)


def no_loss(number: str, state: str) -> DeskError | None:
    """Why a number in this state is not a lost blank, and what is right; None when it may be."""
    said = {
        "issued": DeskError(
            "ISSUED", "{number} 已签发,不是空白证遗失;家庭遗失办补发", number=number
        ),
        "lost": DeskError("LOST", "{number} 已报过空白证遗失", number=number),
        "void": DeskError(
            "VOID", "{number} 已经是废证,不是空白证;不见了请报废证遗失", number=number
        ),
    }
    return said.get(state) or _no_blank(number, state)


def no_void_loss(number: str, state: str) -> DeskError | None:
    """Why a number in this state is no void lost, and what is right; None when it may be."""
    if state == "void":
        return None
    if state in STOCK:
        return DeskError("BLANK", "{number} 是空白证,不是废证;不见了请报空白证遗失", number=number)
    return no_loss(number, state)


def _no_blank(number: str, state: str) -> DeskError | None:
    said = {
        "recalled": DeskError("RECALLED", "{number} 是换发收回的原证,存档不作废", number=number),
        "declared": DeskError("DECLARED", "{number} 家庭遗失后已补发,不是废证", number=number),
        "short": DeskError(
            "SHORT", "{number} 开包时就短少,已记短少,不是废证也不是遗失", number=number
        ),
        "retracted": DeskError(
            "RETRACTED", "{number} 的入库已撤销,不在账上;这枚真到了请办入库", number=number
        ),
        "handed_back": DeskError("HANDED_BACK", "{number} 已交回,不在本院", number=number),
        "void": DeskError("VOID", "{number} 已经是废证", number=number),
        "void_lost": DeskError(
            "VOID_LOST", "{number} 已报废证遗失;找回了请在遗失报告里办废证找回", number=number
        ),
        "handed_up": DeskError("HANDED_UP", "{number} 已是废证并已上缴", number=number),
        "destroyed": DeskError("DESTROYED", "{number} 已是废证并已销毁", number=number),
    }
    return said.get(state)
