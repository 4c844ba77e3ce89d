"""What older books and registers wrote for the reason of a void, and the cause it is."""

from rules.certificate_states import MISPRINT, OLD_EDITION, OTHER

_SAID = (
    ("打印", MISPRINT),
    ("填写", MISPRINT),
    ("填错", MISPRINT),
    ("打错", MISPRINT),
    ("涂改", "2"),
    ("损", "3"),
    ("污", "3"),
    ("盖章", "4"),
    ("旧版", OLD_EDITION),
)


def void_cause(words: str) -> str:
    """The code of ``VOID_CAUSES`` that written words mean.

    >>> void_cause("打印机卡纸,打印错误"), void_cause("水浸")
    ('1', '9')
    """
    return next((code for said, code in _SAID if said in words), OTHER)
