"""The course of a pregnancy in text plots: weight, fundal height, blood pressure, haemoglobin."""

from collections.abc import Callable, Iterable
from functools import partial

from textual.widget import Widget

from desk.pregnancy import card
from desk.pregnancy_view import CardView
from desk.trends import Measured, Trends, trends
from rules.antenatal import EARLY_DAYS, LIMITS, gain_so_far
from rules.bands import ANAEMIA_BELOW, HIGH
from rules.gestation import DAYS_A_WEEK, TERM_DAYS, GestationalAge
from screens.desks import DESKS
from screens.page import Page
from tui.actions import REFRESH_KEYS, Action
from tui.chrome import Breadcrumb
from tui.draw import Line, Lines, paragraph
from tui.language import tr
from tui.plot import Guide, Place, Plot, Points, beside, paint_plot
from tui.width import cells_of

WEEKS = (0, 42)
ALL = "all"
LISTED = 3  # lines for the values beneath a plot
NORMAL_BAND, LIMIT = ".", "-"
GAP = 2


class TrendsPage(Page):
    """One measure at a time, or all four; a digit chooses."""

    HEADING = "孕期趋势"
    CSS_PATH = "trends.tcss"
    ACTIONS = (  # the status line tells the digits
        Action("weight", "1", "增重", "体重比孕前增加多少,与推荐范围比较", hint=False),
        Action("fundus", "2", "宫高", "宫底高度与孕周", hint=False),
        Action("pressure", "3", "血压", "血压与140/90", hint=False),
        Action("hb", "4", "血红蛋白", "血红蛋白与110", hint=False),
        Action(ALL, "5", "全部", "四张图一起看", hint=False),
        Action("refresh", REFRESH_KEYS, "刷新", "重新读取", hint=False),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )

    def __init__(self, pregnancy_id: int) -> None:
        super().__init__()
        self.pregnancy_id = pregnancy_id
        self._whose = ""

    def crumbs(self) -> list[str]:
        """Whose they are, once read."""
        return [tr(self.HEADING), self._whose] if self._whose else [tr(self.HEADING)]

    def compose_body(self) -> Iterable[Widget]:
        """The plots."""
        yield Course()

    def on_mount(self) -> None:
        """Read the card."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(card, self.desk, self.pregnancy_id), self._arrived)

    def action_weight(self) -> None:
        """Weight gain."""
        self._show("weight")

    def action_fundus(self) -> None:
        """Fundal height."""
        self._show("fundus")

    def action_pressure(self) -> None:
        """Blood pressure."""
        self._show("pressure")

    def action_hb(self) -> None:
        """Haemoglobin."""
        self._show("hb")

    def action_all(self) -> None:
        """All four."""
        self._show(ALL)

    def _show(self, what: str) -> None:
        course = self.query_one(Course)
        course.what = what
        self._tell_keys()
        course.redraw()

    def _arrived(self, found: CardView) -> None:
        course = self.query_one(Course)
        course.found = trends(found)
        self._tell_keys()
        self.crumb(found.mother.name)
        course.redraw()

    def _tell_keys(self) -> None:
        self.say(tr("数字换图: 1增重 2宫高 3血压 4血红蛋白 5全部"), "dim")

    def crumb(self, name: str) -> None:
        """Whose they are, in the line of the way."""
        self._whose = name
        for way in self.query(Breadcrumb):
            way.show(" > ".join(self.crumbs()))


class Course(Lines):
    """The plot chosen with its values beneath, or all four without."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Trends | None = None
        self.what = ALL

    def paint(self, width: int, height: int) -> list[Line]:
        """The lines of the choice."""
        if self.found is None:
            return []
        measured = [each for course in self.found.measured.values() for each in course]
        if measured and all(each.ga_days is None for each in measured):
            return paragraph(tr("没有末次月经,不知道孕周,画不出图"), "doubt", width)
        if self.what == ALL:
            return self._four(width, height)
        plot, values = VIEWS[self.what](self.found)
        lines = paint_plot(plot, width, height - LISTED - 1)
        told = _packed(values or [tr("还没有测过")], width)
        return [*lines, (), *(((line, "text"),) for line in told[-LISTED:])]

    def _four(self, width: int, height: int) -> list[Line]:
        found = self.found
        if found is None:
            return []
        half, high = (width - GAP) // 2, height // 2
        four = [paint_plot(view(found)[0], half, high) for view in VIEWS.values()]
        return [
            *beside(four[0], four[1], half + GAP),
            *beside(four[2], four[3], half + GAP),
        ]


def _weight(found: Trends) -> tuple[Plot, list[str]]:
    measured, base = found.measured["weight_g"], found.base_g or 0
    gained = [(each, each.value - base) for each in measured]
    guides: tuple[Guide, ...] = ()
    whose = tr("孕前") if found.before else tr("首次")
    title = tr("增重 kg ({base}体重 {weight} kg)", base=whose, weight=_decimal(base))
    if found.band is not None:
        band = found.band
        sides = zip(*(gain_so_far(band, days) for days in _BENDS), strict=True)
        guides = tuple(
            Guide(NORMAL_BAND, tuple(zip(map(_weeks, _BENDS), map(_kilos, side), strict=True)))
            for side in sides
        )
        title = tr(
            "增重 kg ({base}体重 {weight} kg,推荐 {low}-{high})",
            base=whose,
            weight=_decimal(base),
            low=_decimal(band.low_g),
            high=_decimal(band.high_g),
        )
    points = tuple((_weeks(each.ga_days), _kilos(gain)) for each, gain in gained if each.ga_days)
    told = [_told(each, f"{_decimal(each.value)}kg {_kilos(gain):+.1f}") for each, gain in gained]
    return Plot(title, WEEKS, (Points("*", points),), guides, (0, 10)), told


def _fundus(found: Trends) -> tuple[Plot, list[str]]:
    measured = found.measured["fundal_height_mm"]
    first, last = LIMITS.fundal_weeks
    slack = LIMITS.fundal_slack_mm / 10
    guides = tuple(
        Guide(NORMAL_BAND, ((first, first + side), (last, last + side))) for side in (-slack, slack)
    )
    title = tr("宫底高度 cm (孕{first}-{last}周与孕周相近)", first=first, last=last)
    told = [_told(each, f"{each.value / 10:g}cm") for each in measured]
    return Plot(title, WEEKS, (Points("*", _places(measured, 10)),), guides, (10, 40)), told


def _pressure(found: Trends) -> tuple[Plot, list[str]]:
    upper, lower = found.measured["bp_sys"], found.measured["bp_dia"]
    guides = tuple(Guide(LIMIT, ((WEEKS[0], limit), (WEEKS[1], limit))) for limit in HIGH)
    title = tr("血压 mmHg (o 收缩压 x 舒张压,线 {high}/{low})", high=HIGH[0], low=HIGH[1])
    diastolic = {each.visit: each.value for each in lower}
    told = [_told(each, f"{each.value}/{diastolic.get(each.visit, '')}") for each in upper]
    high, low = HIGH
    points = (
        *_marked("o", upper, lambda value: value >= high),
        *_marked("x", lower, lambda value: value >= low),
    )
    return Plot(title, WEEKS, points, guides, (60, 150)), told


def _haemoglobin(found: Trends) -> tuple[Plot, list[str]]:
    measured = found.measured["hb"]
    guide = Guide(LIMIT, ((WEEKS[0], ANAEMIA_BELOW), (WEEKS[1], ANAEMIA_BELOW)))
    title = tr("血红蛋白 g/L (线 {limit})", limit=ANAEMIA_BELOW)
    told = [_told(each, str(each.value)) for each in measured]
    points = _marked("*", measured, lambda value: value < ANAEMIA_BELOW)
    return Plot(title, WEEKS, points, (guide,), (90, 130)), told


VIEWS: dict[str, Callable[[Trends], tuple[Plot, list[str]]]] = {
    "weight": _weight,
    "fundus": _fundus,
    "pressure": _pressure,
    "hb": _haemoglobin,
}
_BENDS = (0, EARLY_DAYS, TERM_DAYS)


def _marked(
    mark: str, measured: Iterable[Measured], unusual: Callable[[int], bool]
) -> tuple[Points, ...]:
    """Points of one mark, those beyond the line in the colour of a doubt."""
    parts: tuple[list[Measured], list[Measured]] = ([], [])
    for each in measured:
        parts[unusual(each.value)].append(each)
    return Points(mark, _places(parts[0], 1)), Points(mark, _places(parts[1], 1), "doubt")


def _places(measured: Iterable[Measured], scale: int) -> tuple[Place, ...]:
    return tuple((_weeks(m.ga_days), m.value / scale) for m in measured if m.ga_days is not None)


def _packed(values: Iterable[str], width: int) -> list[str]:
    """Values on as few lines as they need, none broken."""
    lines: list[str] = []
    for value in values:
        if lines and cells_of(lines[-1]) + GAP + cells_of(value) <= width:
            lines[-1] += " " * GAP + value
        else:
            lines.append(value)
    return lines


def _told(measured: Measured, words: str) -> str:
    """A value as it is listed: the weeks, else the day."""
    if measured.ga_days is None:
        return f"{measured.on} {words}"
    return f"{GestationalAge.from_days(measured.ga_days)} {words}"


def _weeks(days: int | None) -> float:
    return (days or 0) / DAYS_A_WEEK


def _kilos(grams: int) -> float:
    return grams / 1000


def _decimal(grams: int) -> str:
    return f"{_kilos(grams):g}"
