"""The sheet of an application: number, face, what was done, what is next.

The face stands in the order of the province's system, to be typed over there.
"""

from collections.abc import Collection, Iterable, Sequence

from textual import events

from desk.application_view import APPLICATION_FIELDS, STEPS, ApplicationView, NumberFact
from desk.replacing_rules import FACE_ONLY, causes, pages
from rules.certificate_face import has_father, number_field, still_empty
from rules.certificate_states import ACTS, VOID_CAUSES
from screens.person_head import MenuItems, menu_lines
from screens.specs import shown_value
from tui.draw import Line, Lines, Span, rule
from tui.language import tr
from tui.width import cells_of, wrap_words

TABLE = "certificate_applications"
GAP = 3  # cells between two facts of a line
FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(ord("!"), ord("~") + 1)})
# What the certificate prints, line by line, as the province's system asks for it.
FACE = (
    ("child_name", "sex", "birth_date", "birth_time"),
    ("birth_ga_days", "birth_weight_g", "birth_length_mm", "hospital_no"),
    ("born_at", "institution", "attendant", "attended"),
    ("mother_name", "mother_age", "mother_nation", "mother_ethnic"),
    ("mother_id_kind", "mother_address"),
    ("father_name", "father_age", "father_nation", "father_ethnic"),
    ("father_id_kind", "father_address"),
    ("receiver", "relation", "receiver_id_kind"),
    ("receiver_phone", "address"),
)
PAPERS = {  # somebody's paper in one fact, at the place of its kind
    "mother_id_kind": ("mother", "母亲证件"),
    "father_id_kind": ("father", "父亲证件"),
    "receiver_id_kind": ("receiver", "领证人证件"),
}
OLD = (
    "old_number",
    "cause",
    "cause_words",
    "returned",
    "mother_hukou",
    "father_hukou",
    "newspaper",
    "declared_on",
    "paternity_no",
)


class Sheet(Lines):
    """The sheet of an application; what is next stands below it, however long it is.

    The arrows move what is above where that is longer than the screen.
    """

    can_focus = True

    def __init__(self) -> None:
        super().__init__()
        self.view: ApplicationView | None = None
        self.does = ""
        self.menu: MenuItems = []
        self._top = 0

    def show(self, view: ApplicationView, does: str, menu: MenuItems) -> None:
        """Show an application, what Enter does, and the digits."""
        self.view, self.does, self.menu = view, does, menu
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """Up and down."""
        by = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if by is not None:
            event.stop()
            self._top += by
            self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:
        """The number, the face, what was done, what is next."""
        if self.view is None:
            return [((tr("正在读取…"), "dim"),)]
        edge: Line = ((rule(width), "rule"),)
        lines = [
            *number_lines(self.view),
            *face_lines(self.view, width),
            edge,
            *wrapped(done(self.view), width),
        ]
        following: list[Line] = [
            edge,
            ((f"{tr('回车')} ", "key"), (self.does, "label")) if self.does else (),
            *menu_lines(self.menu, width),
        ]
        return [*self._seen(lines, max(1, height - len(following))), *following][:height]

    def _seen(self, lines: list[Line], room: int) -> list[Line]:
        """The lines there is room for; where some are further down, the last one says so."""
        if len(lines) <= room:
            self._top = 0
            return lines
        self._top = max(0, min(self._top, len(lines) - room))
        seen = lines[self._top : self._top + room]
        below = len(lines) - self._top - room
        if below:
            seen[-1] = ((tr("↓ 下面还有 {count} 行", count=below + 1), "dim"),)
        return seen


def number_lines(view: ApplicationView) -> list[Line]:
    """The number in characters twice as wide, and the step."""
    step: Span = (tr(STEPS[view.step]), "key")
    kind = shown_value(TABLE, "kind", view.kind)
    if view.number is None:
        return [((f"{kind}  ", "text"), step)]
    number = view.number.translate(FULL_WIDTH)
    return [((f"{number}  ", "title"), (f"{kind}  ", "text"), step)]


def face_lines(view: ApplicationView, width: int) -> list[Line]:
    """What the certificate will say, each with its label; what is still empty is marked."""
    lines: list[Line] = []
    empty = still_empty(view.values)
    for names in (*FACE, OLD):
        facts = [fact for name in names for fact in _fact(view, name, empty)]
        if "father_name" in names and not has_father(view.values):
            facts = [((f"{tr('父亲')} ", "label"), (tr("没有父亲信息,各栏打印 /"), "text"))]
        lines += wrapped(facts, width)
    if causes(view.kind) and pages(view.values) == FACE_ONLY:
        lines.append(((tr("已入户:新证只发正页"), "doubt"),))
    return lines


def _fact(view: ApplicationView, name: str, empty: Collection[str]) -> Iterable[Line]:
    if name in PAPERS:
        yield from _paper(view, *PAPERS[name], empty)
        return
    value = view.values[name]
    label: Span = (f"{tr(APPLICATION_FIELDS[name].label)} ", "label")
    if name == "cause" and value is not None:
        words = next((each.label for each in causes(view.kind) if each.code == value), value)
        yield (label, (tr(words), "text"))
    elif name in view.records:
        yield (label, (otherwise(view, name), "doubt"))
    elif value is not None:
        yield (label, (shown_value(TABLE, name, value), "text"))
    elif name in empty:
        yield (label, (tr("未填"), "doubt"))


def _paper(
    view: ApplicationView, whose: str, called: str, empty: Collection[str]
) -> Iterable[Line]:
    """What it is and its number; the kind of another paper is its name."""
    values, number = view.values, number_field(view.values, whose)
    said = [values.get(f"{whose}_id_name") or values[f"{whose}_id_kind"], values[number]]
    role = "doubt" if number in view.records else "text"
    if number in view.records:
        said[1] = otherwise(view, number)
    if said[0] == values[f"{whose}_id_kind"] is not None:
        said[0] = shown_value(TABLE, f"{whose}_id_kind", said[0])
    label: Span = (f"{tr(called)} ", "label")
    if any(said):
        yield (label, (" ".join(filter(None, said)), role))
    elif number in empty:
        yield (label, (tr("未填"), "doubt"))


def otherwise(view: ApplicationView, name: str) -> str:
    """What the application says, and what the records say by now."""
    typed, said = (shown_value(TABLE, name, each[name]) for each in (view.values, view.records))
    return tr("{value}(档案 {said})", value=typed, said=said)


def differs(view: ApplicationView) -> str:
    """The fields that differ from the records, each with what those say."""
    fields = " ".join(
        f"{tr(APPLICATION_FIELDS[name].label)} {otherwise(view, name)}" for name in view.records
    )
    return tr("与现在的档案不同: {fields}", fields=fields)


def done(view: ApplicationView) -> list[Line]:
    """What was done, by whom and when, in its order."""
    values = view.values
    facts = [_done(tr("受理"), values["applied_on"], view.handler)]
    if view.decided_on:
        decision = tr("审核同意") if view.agreed else tr("审核退回")
        facts.append(_done(decision, view.decided_on, f"{view.reviewer} {view.opinion or ''}"))
    facts += [_move(fact) for fact in view.facts if fact.act != "draw"]
    if view.sealed_on:
        facts.append(_done(tr("盖章"), view.sealed_on, view.sealer))
    if view.collected_on:
        handed_by = tr("经办 {value}", value=view.handed_by)
        facts.append(_done(tr("领证"), view.collected_on, f"{view.collector} {handed_by}"))
    if view.passed_to:
        facts.append(_done(tr("移交"), view.ended_on, f"{view.ended_by} {view.passed_to}"))
    elif view.ended_why:
        facts.append(_done(tr("撤回"), view.ended_on, f"{view.ended_by} {view.ended_why}"))
    return facts


def _move(fact: NumberFact) -> Line:
    cause = next((tr(one.label) for one in VOID_CAUSES if one.code == fact.cause), "")
    words = " ".join(part for part in (fact.handler, fact.second, cause, fact.words) if part)
    bad = fact.act in {"void", "lose", "release"}
    line = _done(f"{tr(ACTS[fact.act].label)} {fact.number}", fact.on, words)
    return tuple((text, "doubt") for text, _ in line) if bad else line


def _done(what: str, on: object, who: str) -> Line:
    return ((f"{what} ", "label"), (f"{on} {who}".strip(), "text"))


def wrapped(facts: Sequence[Line], width: int) -> list[Line]:
    """Facts one after another, a new line where one does not fit; a long one over several."""
    lines: list[list[Span]] = []
    used = width
    for fact in facts:
        cells = sum(cells_of(text) for text, _ in fact)
        if used + GAP + cells > width:
            lines.append([])
            used = 0
        elif used:
            lines[-1].append((" " * GAP, "text"))
            used += GAP
        if cells <= width:
            lines[-1] += fact
            used += cells
            continue
        (label, role), (words, own) = fact
        first, *rest = wrap_words(words, width - cells_of(label))
        lines[-1] += [(label, role), (first, own)]
        lines += [[(" " * cells_of(label), role), (each, own)] for each in rest]
        used = width
    return [tuple(line) for line in lines]
