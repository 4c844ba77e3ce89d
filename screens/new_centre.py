"""The first run's form: the centre, its villages, its first user, where the data lie."""

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from screens.form_page import FormPage
from screens.new_password import new_password, password_field
from screens.page import Page
from screens.village_names import how_many, names_in
from tui.chrome import OneLine
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr

FIELDS: dict[str, FieldSpec] = {
    "name": FieldSpec(
        Kind.TEXT, "机构名称", required=True, max_length=60, help="如 云溪镇卫生院;印在台账上"
    ),
    "code": FieldSpec(
        Kind.TEXT, "机构代码", required=True, max_length=20, help="卫生机构代码,或自己定的短码"
    ),
    "town": FieldSpec(Kind.TEXT, "乡镇", max_length=30, help="如 云溪镇;读台账时用来认村名"),
    "villages": FieldSpec(
        Kind.LONG, "村名", max_length=2000, help="一行一个(Ctrl+J 换行),或用、隔开;可以以后再加"
    ),
    "admin": FieldSpec(
        Kind.TEXT, "用户名", required=True, max_length=30, help="第一个用户,既录入又管理"
    ),
    "admin_name": FieldSpec(Kind.NAME, "姓名", max_length=30),
    "path": FieldSpec(
        Kind.TEXT, "数据库文件", required=True, max_length=200, help="在本机的硬盘上"
    ),
}
SECTIONS = {
    "name": "机构",
    "code": "机构",
    "town": "机构",
    "villages": "村:一行一个(Ctrl+J 换行),或用、隔开",
}


class NewCentrePage(FormPage):
    """What a new centre is asked; the password comes on the next page, unseen."""

    HEADING = "新建机构"
    NAME = "centre"

    def fields(self) -> list[FormField]:
        """Centre, first user, place."""
        values = {"path": str(self.app.path)}
        return [
            FormField(
                name,
                spec,
                value=values.get(name),
                section=SECTIONS.get(name, "第一个用户和数据"),
                echo=how_many if name == "villages" else None,
            )
            for name, spec in FIELDS.items()
        ]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> dict[str, Any]:  # noqa: ARG002  none here
        """Nothing yet: see that the place is free.

        Raises:
            FieldErrors: something is there.
        """
        from desk.opening import FieldErrors  # noqa: PLC0415  after the first paint

        path = Path(values["path"]).expanduser()
        if path.exists() and path.stat().st_size:
            raise FieldErrors({"path": RuleError("EXISTS", "这个文件已经有了,请换个名字")})
        return values

    def kept(self, result: dict[str, Any]) -> None:
        """On to the password."""
        self.app.switch_screen(FirstPasswordPage(result))


class FirstPasswordPage(Page):
    """The first user's password, twice."""

    HEADING = "新建机构"
    CSS_PATH: ClassVar = "new_centre.tcss"

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__()
        self._values = values
        self._busy = False

    def compose_body(self) -> ComposeResult:
        """The password, twice."""
        yield OneLine(tr("给 {user} 定一个口令(至少4位)", user=self._values["admin"]), "label")
        fields = [password_field("new", "口令"), password_field("again", "再输一次")]
        yield Form(fields, self.app.today, asks=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Form).focus()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Make the centre, once."""
        password = None if self._busy else new_password(message.form)
        if password is not None:
            self._busy = True
            self.say(tr("正在新建…"), "dim")
            self.work(partial(self._make, password), self._made, group="make")

    def action_back(self) -> None:
        """A password is no work to be kept."""
        self.leave()

    def refused(self, error: RuleError) -> None:
        """Say why; another password can be typed."""
        super().refused(error)
        self._busy = False

    def _make(self, password: str) -> Path:
        from seed.start import new_centre  # noqa: PLC0415  after the first paint

        values = self._values
        path = Path(values["path"]).expanduser()
        store = new_centre(
            path,
            values["name"],
            values["code"],
            values["admin"],
            password,
            names_in(values["villages"] or ""),
            values["town"] or "",
            year=self.app.today.year,
            admin_name=values["admin_name"] or "",
        )
        store.close()
        return path

    def _made(self, path: Path) -> None:
        self.app.first_user = self._values["admin"]
        self.app.move_to(path)
        self.app.begin()
        self.app.call_later(self.app.say, tr("已建好,请登录"), "good")
