"""A small desk of its own to try the toolkit with. Not shipped.

Run by hand: ``python -m tests.tui.demo [DRAFT_FOLDER] [HOSTILE_TEXT_AS_JSON]``; with the text, F6
opens a page that shows it in every kind of widget.
"""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from tui import environment

if __name__ == "__main__":
    SURROUNDINGS = environment.prepare()
else:
    SURROUNDINGS = environment.Surroundings(mono=False, remote=False)

from textual.widget import Widget

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, choices
from tui.actions import FIND_KEYS, NEW_KEYS, Action
from tui.app import DeskApp
from tui.dialogs import Ask, Progress
from tui.drafts import DraftStore
from tui.forms import Form, FormField, Option, Problem
from tui.lists import LAST, Cell, Column, Page, PageAsk, RecordList, Row
from tui.page import DeskScreen

TODAY = date(2026, 11, 21)
VILLAGES = [
    Option(1, "东庄村", "1", "dzc"),
    Option(2, "大寨村", "2", "dzc dsc"),
    Option(13, "柳树沟村", "13", "lsgc"),
]
PEOPLE = [
    Option(7, "王小丽", "", "wxl", "1990-03-07 东庄村"),
    Option(8, "王晓玲", "", "wxl", "1995-08-12 大寨村"),
]


def find_people(text: str) -> list[Option]:
    """As a finder in the database would."""
    return [p for p in PEOPLE if p.label.startswith(text) or p.initials.startswith(text)]


def fields() -> list[FormField]:
    """One of every kind."""
    return [
        FormField("name", FieldSpec(Kind.NAME, "姓名", required=True), section="基本情况"),
        FormField("id_number", FieldSpec(Kind.ID, "身份证号", max_length=18), section="基本情况"),
        FormField(
            "sex",
            FieldSpec(Kind.CHOICE, "性别", choices=choices("1 男", "2 女", "9 未说明")),
            section="基本情况",
        ),
        FormField(
            "village",
            FieldSpec(Kind.VILLAGE, "现住村"),
            section="基本情况",
            options=VILLAGES,
        ),
        FormField("phones", FieldSpec(Kind.PHONES, "电话"), section="基本情况"),
        FormField("mother", FieldSpec(Kind.TEXT, "母亲"), section="基本情况", options=find_people),
        FormField("lmp", FieldSpec(Kind.DATE, "末次月经"), section="本次妊娠"),
        FormField("time", FieldSpec(Kind.TIME, "分娩时间"), section="本次妊娠"),
        FormField("weeks", FieldSpec(Kind.GESTATION, "孕周"), section="本次妊娠"),
        FormField(
            "weight",
            FieldSpec(
                Kind.NUMBER,
                "体重",
                unit="kg",
                scale=1000,
                decimals=1,
                hard=(0.3, 300),
                plausible=(35, 120),
                help="空腹、脱鞋、穿单衣称",
                source="国家基本公共卫生服务规范(第三版)",
            ),
            section="本次妊娠",
        ),
        FormField(
            "signs",
            FieldSpec(
                Kind.CHOICES, "症状", choices=choices("1 头痛", "2 浮肿", "3 出血", "4 其他")
            ),
            section="本次妊娠",
        ),
        FormField(
            "other",
            FieldSpec(Kind.TEXT, "其他症状", max_length=20),
            section="本次妊娠",
            when=lambda values: "4" in (values["signs"] or []),
        ),
        FormField("certificate", FieldSpec(Kind.CERTIFICATE, "出生证编号"), section="其他"),
        FormField("advice", FieldSpec(Kind.LONG, "指导意见", max_length=200), section="其他"),
        FormField(
            "doctor", FieldSpec(Kind.TEXT, "医生"), value="甲", section="其他", readonly=True
        ),
    ]


def check(values: dict[str, Any]) -> list[Problem]:
    """A check across fields."""
    found = []
    if values["sex"] == "1" and values["lmp"]:
        found.append(Problem("lmp", RuleError("SEX", "男性没有末次月经,请核对性别")))
    if values["weeks"] and values["weeks"] > 290:
        found.append(Problem("weeks", RuleError("POST_TERM", "已过期妊娠"), soft=True))
    return found


class FormPage(DeskScreen[None]):
    """The form."""

    HEADING = "建册"
    ACTIONS: ClassVar = (Action("never", "f8", "导出", "把这一页导出"),)

    def compose_body(self) -> Iterable[Widget]:
        yield Form(fields(), TODAY, check)

    def on_mount(self) -> None:
        form = self.query_one(Form)
        drafts = self.app.drafts  # type: ignore[attr-defined]
        if drafts is not None:
            draft = drafts.load("demo")
            form.keep_draft(drafts, "demo", "建册")
            if draft:
                form.restore(draft)
                self.say("已接着上次没存的内容")

    def why_not(self, action: Action) -> str | None:
        return "还没有保存" if action.id == "never" else super().why_not(action)

    def on_form_submitted(self, message: Form.Submitted) -> None:
        message.form.saved()
        self.app.submitted = message  # type: ignore[attr-defined]
        self.dismiss(None)


def rows(ask: PageAsk, names: list[str] | None = None, total: int = 1000) -> Page:
    """A finder over a thousand rows."""
    everything = range(total)
    if ask.narrow:
        everything = [n for n in everything if ask.narrow in str(n)]  # type: ignore[assignment]
    keys = list(everything)
    if ask.before is LAST:
        keys = keys[-ask.limit :]
    elif ask.before is not None:
        keys = [n for n in keys if n < ask.before][-ask.limit :]  # type: ignore[operator]
    elif ask.after is not None:
        keys = [n for n in keys if n > ask.after][: ask.limit]  # type: ignore[operator]
    else:
        keys = keys[: ask.limit]
    late = Cell("逾期", "red")
    cells = [
        Row(
            n,
            (
                (names or ["王小丽"])[n % len(names or [1])],
                f"村{n}",
                late if n % 3 == 0 else "正常",
                str(n),
            ),
        )
        for n in keys
    ]
    return Page(cells, len(list(everything)))


class ListPage(DeskScreen[None]):
    """The list."""

    HEADING = "今日"
    ACTIONS: ClassVar = (
        Action("new", NEW_KEYS, "新增", "建一张孕册"),
        Action("find", FIND_KEYS, "查找", "找任何人"),
        Action("every", "f6", "全部", hint=False),
        Action("crash", "f7", "出错", hint=False),
        Action("today", "1", "今日", hint=False),
    )

    def compose_body(self) -> Iterable[Widget]:
        columns = (
            Column("姓名", 10),
            Column("村", 12, rank=2),
            Column("状态", 8),
            Column("编号", 8, right=True, rank=3),
        )
        names = self.app.names  # type: ignore[attr-defined]
        yield RecordList(columns, lambda ask: rows(ask, names))

    def action_new(self) -> None:
        self.app.push_screen(FormPage())

    def action_every(self) -> None:
        self.app.push_screen(EveryWidget((self.app.names or [""])[0]))  # type: ignore[attr-defined]

    def action_crash(self) -> None:
        secret = "机密的名字"
        raise ValueError(secret)

    def action_find(self) -> None:
        self.say("查找")

    def action_today(self) -> None:
        self.say("今日")

    def leave(self) -> None:
        self.app.exit(0)


class EveryWidget(DeskScreen[None]):
    """One text in every place that shows text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    @property
    def ACTIONS(self) -> tuple[Action, ...]:  # type: ignore[override]  # noqa: N802
        return (
            Action("ask", "f5", self.text, self.text, self.text),
            Action("progress", "f7", self.text),
        )

    def heading(self) -> str:
        return self.text

    def corner(self) -> str:
        return self.text[:20]

    def crumbs(self) -> list[str]:
        return [self.text, self.text]

    def compose_body(self) -> Iterable[Widget]:
        text = self.text
        spec = FieldSpec(Kind.TEXT, text, text, max_length=20_000, help=text, source=text)
        picked = FieldSpec(Kind.CHOICE, text, choices=choices(f"1 {text}"))
        long = FieldSpec(Kind.LONG, "长", max_length=20_000)
        yield Form(
            [
                FormField("text", spec, text, section=text, echo=lambda value, _: str(value)),
                FormField("choice", picked, "1"),
                FormField("village", spec, options=[Option(1, text, "1", "x", text)]),
                FormField("long", long, text),
            ],
            TODAY,
        )

    def on_mount(self) -> None:
        form = self.query_one(Form)
        form.show_problem("text", RuleError("X", "{text}", text=self.text))
        self.say(self.text)

    def action_ask(self) -> None:
        self.app.push_screen(Ask(self.text, [("1", self.text), ("2", self.text)]))

    def action_progress(self) -> None:
        self.app.push_screen(Progress(self.text))


class Demo(DeskApp):
    """The demo's app."""

    def __init__(
        self, drafts: Path | None = None, names: list[str] | None = None, look: str = "dark"
    ) -> None:
        super().__init__(look=look, surroundings=SURROUNDINGS)
        self.drafts = DraftStore(drafts) if drafts else None
        self.names = names
        self.submitted: Form.Submitted | None = None
        self.form: Form | None = None  # what was on the screen, to look at after the end
        self.records: RecordList | None = None

    def on_mount(self) -> None:
        self.push_screen(ListPage())


if __name__ == "__main__":
    sentence = environment.why_no_screen()
    if sentence:
        sys.exit(sentence)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    told = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None
    sys.exit(Demo(folder, told).start())
