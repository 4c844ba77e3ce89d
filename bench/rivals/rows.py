"""Ten thousand invented people in rows of 80 cells, mostly Chinese, the same in every run."""

from tui.width import pad

COUNT = 10_000
COLUMNS = (
    ("姓名", 8),
    ("现住村", 10),
    ("电话", 11),
    ("孕周", 6),
    ("状态", 8),
    ("医生", 8),
    ("下次随访", 13),
)
FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"
GIVEN = "安佳晨丹恩菲刚涵静可乐敏宁沛琪然思桐文欣雅泽"
VILLAGES = ("东庄村", "西岭村", "柳树沟村", "大寨子村", "上河头村", "石桥铺村", "南坪村")
STATES = ("正常随访", "高危专案", "已转诊", "外出未归")
DOCTORS = ("赵春梅", "钱小芳", "孙立", "李秀英")
FIELDS = "姓名 身份证号 出生日期 现住村 联系电话 丈夫姓名 丈夫电话 末次月经 孕次 产次"
LABELS = f"{FIELDS} 身高 体重 收缩压 舒张压 血红蛋白 尿蛋白 胎心率 指导意见 下次随访 医生".split()


def person(number: int) -> tuple[str, ...]:
    """The cells of a row."""
    family = FAMILY[number % len(FAMILY)]
    given = GIVEN[number * 7 % len(GIVEN)] + GIVEN[number * 13 // 5 % len(GIVEN)]
    return (
        family + given,
        VILLAGES[number * 3 % len(VILLAGES)],
        f"139{number * 7919 % 100_000_000:08}",
        f"{10 + number % 30}+{number * 5 % 7}",
        STATES[number // 3 % len(STATES)],
        DOCTORS[number * 11 // 7 % len(DOCTORS)],
        f"{1 + number % 12}月{1 + number * 5 % 28}日上午",
    )


def line(number: int) -> str:
    """The row as a line of a text, where the toolkit's list has it."""
    cells = zip(person(number), COLUMNS, strict=True)
    return "  " + "  ".join(pad(cell, width) for cell, (_, width) in cells).rstrip()
