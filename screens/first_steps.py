"""What the guided first day tells: five tasks, each with its cues and its praise."""

from dataclasses import dataclass

WOMANS_ID = "331199200005200046"
FATHERS_ID = "331199199605200036"


@dataclass(frozen=True, slots=True)
class Cue:
    """What to do on a page: press the key of an action, or type into a field and press Enter.

    ``words`` may name ``{key}`` and ``{typed}``; of the person ``sought``, also ``{name}`` and
    ``{how}`` they are found. It is told on its page, while its field is the focused one and not
    filled yet, ``until`` another field is filled, and while its action can be done. ``then`` are
    digits that answer the question after it.
    """

    page: str
    words: str
    action: str = ""
    field: str = ""
    typed: str = ""
    until: str = ""
    sought: str = ""
    keys: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A task: the act the desk records when it is done, the praise for it, and its cues."""

    act: str
    praise: str
    cues: tuple[Cue, ...]


WOMAN, BABY = (
    Cue("find", "找{name}:输{how} {typed},看到她就按回车", sought=who) for who in ("woman", "baby")
)
OTHER_BABY = Cue("person", "下一件是孩子的事。按 {key} 找孩子", "find")
STEPS = (
    Step(
        "card.open",
        "册建好了!",
        (
            Cue("today", "来了一位孕妇。按 {key} 给她建册", "new"),
            Cue("card", "输姓名 {typed},按回车到下一栏", field="name", typed="方练习"),
            Cue("card", "输身份证号 {typed},按回车", field="id_no", typed=WOMANS_ID),
            Cue(
                "card",
                "电话可以空着。按回车到「村」",
                field="phones",
                until="village_id",
                keys=("enter",),
            ),
            Cue(
                "card",
                "村:输 {typed},按回车。以后建册会先填上这个村,不对要改",
                field="village_id",
                typed="dxsq",
            ),
            Cue(
                "card",
                "其余可以空着。按 PgDn 跳到「本次妊娠」",
                field="group_no",
                until="lmp",
                keys=("pagedown",),
            ),
            Cue(
                "card",
                "末次月经在60天前:输 {typed},按回车,看旁边的预产期",
                field="lmp",
                typed="-60",
            ),
            Cue("card", "其余的以后再填。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "first_exam.record",
        "首次产检记好了!",
        (
            Cue("person", "这是她的页。按 {key} 记一次产前随访", "contact"),
            Cue("today", "给她记一次产前随访。按 {key} 找她", "find"),
            WOMAN,
            Cue(
                "first-exam",
                "第1次要填检查表,没做的空着。按 PgDn 跳到下一节",
                field="husband_age",
                until="weight_g",
                keys=("pagedown",),
            ),
            Cue(
                "first-exam",
                "再按 PgDn 跳到「体格和妇科检查」",
                field="vaginal_births",
                until="weight_g",
                keys=("pagedown",),
            ),
            Cue("first-exam", "身高:输 {typed},按回车", field="height_mm", typed="160"),
            Cue("first-exam", "体重:输 {typed},按回车", field="weight_g", typed="56.5"),
            Cue("first-exam", "收缩压:输 {typed},按回车", field="bp_sys", typed="118"),
            Cue("first-exam", "舒张压:输 {typed},按回车", field="bp_dia", typed="72"),
            Cue("first-exam", "没量的空着就行。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "check.record",
        "体检记好了!",
        (
            Cue("person", "孩子满月了。按 {key} 记一次儿童体检", "check"),
            OTHER_BABY,
            Cue("today", "下一件是孩子的体检。按 {key} 找孩子", "find"),
            BABY,
            Cue("check", "输体重 {typed},按回车", field="weight_g", typed="4.6"),
            Cue("check", "输身长 {typed},按回车", field="length_mm", typed="55"),
            Cue("check", "都正常就不用再填。按 {key} 保存", "save"),
        ),
    ),
    Step(
        "certificate.issue",
        "证发好了!",
        (
            Cue("person", "给孩子签发出生医学证明。按 {key}", "issue"),
            OTHER_BABY,
            Cue("today", "下一件是孩子的出生证。按 {key} 找孩子", "find"),
            BABY,
            Cue(
                "issue",
                "知道的都已带出来。孩子的姓名:输 {typed},按回车",
                field="child_name",
                until="child_name",
                sought="name",
            ),
            Cue(
                "issue",
                "按 PgDn 跳到「父亲」",
                field="mother_ethnic",
                until="father_id_no",
                keys=("pagedown",),
            ),
            Cue(
                "issue",
                "父亲的证件看过了:输号码 {typed},按回车",
                field="father_id_no",
                typed=FATHERS_ID,
            ),
            Cue(
                "issue",
                "按 PgDn 跳到「领证人」",
                field="father_ethnic",
                until="papers",
                keys=("pagedown",),
            ),
            Cue(
                "issue",
                "母亲自己来领。再按 PgDn 跳到「材料」",
                field="relation",
                until="papers",
                keys=("pagedown",),
            ),
            Cue("issue", "核对过的材料:输 {typed},按回车", field="papers", typed="1 2 3"),
            Cue("issue", "申请填好了。按 {key} 保存", "save"),
            Cue("application", "照屏幕录入省系统,打印好了按 {key}", "printed"),
            Cue(
                "application",
                "核对纸上的字。都对就按回车,再按 1 签发",
                "confirm",
                keys=("enter", "1"),
            ),
            Cue("application", "按 {key} 占用下一个编号,空着的先不补:再按 1", "next", then=("1",)),
        ),
    ),
    Step(
        "ledgers.export",
        "台账导好了!",
        (
            Cue("today", "最后一件:导出季度台账。按 {key} 到台账", "ledgers"),
            Cue("ledgers", "按 {key} 导出", "export"),
            Cue("export", "存到练习的文件夹。按回车导出", keys=("enter",)),
            Cue("", "最后一件:导出季度台账。按 {key} 返回", "back"),
        ),
    ),
)
OVER = (
    Cue("today", "五件事都会了。按 {key},再按 2 结束练习", "back", then=("2",)),
    Cue("", "五件事都会了。按 {key} 返回", "back"),
)
ONWARD = Cue("", "这一栏不用再填。按回车到下一栏", keys=("enter",))
LOST = Cue("", "走到别处了,不要紧。按 {key} 返回", "back")
