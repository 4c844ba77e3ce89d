"""The names of the fifty-six nationalities (民族), as papers print them.

Source: GB/T 3304-1991.
"""

_NAMES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
    "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 "
    "怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
GROUPS = frozenset(_NAMES.split())
_OTHERWISE = frozenset({"/", "／", "其他", "未识别", "外国血统"})
_LIKE_ONE = ("族", "人", "人士", "民族", "族称", "血统")  # 穿青人, 未识别民族, 外国血统中国籍人士


def is_nation(text: str) -> bool:
    """Whether it is one of them, with 族 or without, or what stands where there is none.

    >>> [is_nation(text) for text in ("汉族", "土家", "其他", "/", "穿青人", "王小丽")]
    [True, True, True, True, False, False]
    """
    return text.removesuffix("族") in GROUPS or text in _OTHERWISE


def may_be_nation(text: str) -> bool:
    """Whether it could be a group that is not on the list, as papers print some.

    >>> [may_be_nation(text) for text in ("穿青人", "外国血统中国籍人士", "王小丽")]
    [True, True, False]
    """
    return text.endswith(_LIKE_ONE)
