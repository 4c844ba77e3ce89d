"""A form as lines: label, what is typed, unit, and what is said about it beside or below."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.fields import Kind
from tui.draw import Line, Span, rule, width_of
from tui.editor import Editor
from tui.fields.model import FormModel
from tui.fields.state import FieldState
from tui.language import tr
from tui.width import cells_of, cut, pad, wrap_words

INPUT_CELLS = {
    Kind.ID: 20,
    Kind.DATE: 12,
    Kind.TIME: 7,
    Kind.GESTATION: 8,
    Kind.NUMBER: 8,
    Kind.CHOICE: 4,
    Kind.CHOICES: 16,
    Kind.CERTIFICATE: 14,
    Kind.PHONES: 36,
    Kind.NAME: 24,
    Kind.VILLAGE: 24,
}
LEAST_INPUT = 6
MOST_LABEL = 24
BESIDE = 12  # the least room beside a field worth using for words


@dataclass(slots=True)
class Painted:
    """The lines of a whole form and where things stand in it.

    ``block`` is the first and last line of the field being filled in, ``caret`` the line and cell
    where the next letter goes.
    """

    lines: list[Line]
    block: tuple[int, int] = (0, 0)
    caret: tuple[int, int] = (0, 0)


def paint_form(model: FormModel, width: int) -> Painted:
    """Every line of the form, the field being filled in opened."""
    states = model.visible()
    label = min(max((cells_of(_label(s)) for s in states), default=0), MOST_LABEL, width // 3)
    painted = Painted([])
    section = ""
    values = model.values()
    for state in states:
        start = len(painted.lines)
        if state.field.section != section:
            section = state.field.section
            painted.lines.append(_heading(tr(section), width))
        first = len(painted.lines)
        focused = state is model.current
        lines, caret = _field(state, label, width, focused=focused)
        indent = label + 3
        notes = _notes(model, state, values, focused=focused, width=width - indent)
        painted.lines += _place(lines, notes, indent, width)
        if focused:
            painted.block = (start, len(painted.lines) - 1)
            painted.caret = (first + caret[0], indent + caret[1])
    return painted


def _label(state: FieldState) -> str:
    return tr(state.spec.label) + ("*" if state.spec.required else "")


def _heading(words: str, width: int) -> Line:
    return ((rule(width, words), "rule"),)


def _field(
    state: FieldState, label: int, width: int, *, focused: bool
) -> tuple[list[Line], tuple[int, int]]:
    """The field's own lines and the caret in them."""
    head: list[Span] = [
        ("> " if focused else "  ", "key" if focused else "text"),
        (pad(_label(state), label) + " ", "label" if not state.field.readonly else "dim"),
    ]
    room = max(LEAST_INPUT, width - label - 4)
    if state.spec.kind is Kind.LONG:
        return _long(state, head, label, room, focused=focused)
    unit = tr(state.spec.unit)
    if not focused:
        role = "error" if state.touched and state.problem else "text"
        if state.spec.kind is Kind.CHOICES:  # several may take more than a line
            first, *rest = _between(state.shown(), room)
            indent = (" " * (label + 3), "text")
            return [(*head, (first, role)), *((indent, (words, role)) for words in rest)], (0, 0)
        words = cut(state.shown(), room - cells_of(unit) - 1)
        tail: list[Span] = [(f" {unit}", "dim")] if unit and words else []
        return [(*head, (words, role), *tail)], (0, 0)
    room = max(LEAST_INPUT, min(_input_cells(state), room - cells_of(unit) - 1))
    words, at = _editor_shown(state).window(room)
    tail = [(f" {unit}", "dim")] if unit else []
    return [(*head, (pad(words, room), "focus"), *tail)], (0, at)


def _between(words: str, room: int) -> list[str]:
    """What was chosen of a list in lines that fit, broken between two of it."""
    lines = [""]
    for each in words.split("  "):
        longer = f"{lines[-1]}  {each}".lstrip()
        if lines[-1] and cells_of(longer) > room:
            lines.append(each)
        else:
            lines[-1] = longer
    return [cut(line, room) for line in lines]


def _editor_shown(state: FieldState) -> Editor:
    """What is typed; of a secret only how long it is."""
    if not state.field.secret:
        return state.editor
    stars = Editor(state.shown())
    stars.go(state.editor.cursor)
    return stars


def _input_cells(state: FieldState) -> int:
    if state.lookup:
        return INPUT_CELLS[Kind.VILLAGE]
    most = INPUT_CELLS.get(state.spec.kind, 10_000)
    if state.spec.kind in {Kind.CHOICE, Kind.CHOICES}:
        codes = sum(cells_of(option.code) + 1 for option in state.spec.choices)
        return max(LEAST_INPUT, min(codes + 1, most))
    return most


def _long(
    state: FieldState, head: list[Span], label: int, room: int, *, focused: bool
) -> tuple[list[Line], tuple[int, int]]:
    """A text of several lines, broken to fit."""
    editor = state.editor
    editor.columns = room - 1
    rows = editor.rows()
    here = max(place for place, (start, _) in enumerate(rows) if start <= editor.cursor)
    caret = (here, cells_of(editor.text[rows[here][0] : editor.cursor]))
    indent: list[Span] = [(" " * (label + 3), "text")]
    lines: list[Line] = []
    for number, (start, end) in enumerate(rows):
        words = editor.text[start:end]
        span = (pad(words, room), "focus") if focused else (words, "text")
        lines.append((*(indent if number else head), span))
    return lines, caret


def _notes(
    model: FormModel, state: FieldState, values: dict[str, object], *, focused: bool, width: int
) -> list[tuple[str, str]]:
    """What is said about a field: the words and their role, the most pressing first."""
    notes: list[tuple[str, str]] = []
    wrong = state.touched and state.problem is not None
    if focused and model.question is not None:
        notes.append((model.question.sentence, "doubt"))
    elif wrong:
        notes.append((state.sentence(), "error"))
    if state.cut_off:
        words = tr("最多 {most} 个字,多出的没有收下", most=state.editor.limit)
        notes.append((words, "doubt"))
    if not wrong:
        meaning = state.shown() if focused and _has_digits(state) and not state.empty else ""
        said = (meaning, _news(state.echo(values), state))
        notes += [(words, "echo") for words in said if words]
    if focused and state.offer and model.question is None and not wrong:
        notes.append((tr("按右箭头填“{words}”", words=state.offer), "dim"))
    if state.carried:
        notes.append((tr("(同上次)"), "dim"))
    elif focused and not state.editor.text:
        hint = state.field.hint
        words = hint(values) if callable(hint) else tr(hint or _ways(state))
        notes += [(words, "dim")] if words else []
    return notes + (_options(state, width) if focused else [])


def _ways(state: FieldState) -> str:
    """What may be typed to find what a look-up takes."""
    if not state.lookup:
        return ""
    if state.spec.kind is Kind.VILLAGE:
        return "村名、拼音首字母或编号"
    return "姓名、拼音首字母或身份证末四位" if callable(state.options) else "名称或编号"


def _has_digits(state: FieldState) -> bool:
    return bool(state.spec.choices) and not state.lookup


def _options(state: FieldState, width: int) -> list[tuple[str, str]]:
    """What can be chosen: the digits, or what a look-up found."""
    if _has_digits(state):
        options = (f"{option.code} {tr(option.label)}" for option in state.spec.choices)
        return [(line, "dim") for line in _flow(options, width)]
    if not state.open:
        return []
    lines = []
    for number, option in enumerate(state.found):
        words = "  ".join(part for part in (option.number, option.label, option.note) if part)
        here = number == state.at
        lines.append(
            (pad(f"{'>' if here else ' '} {words}", width), "selected" if here else "text")
        )
    return lines


def _news(echo: str, state: FieldState) -> str:
    """The part of an echo that the field itself does not show."""
    text = state.editor.text
    if text and (echo == text or echo.startswith(f"{text} ")):
        echo = echo.removeprefix(text).removeprefix(f" {tr(state.spec.unit)}").strip()
    elif text and echo == tr("孕{weeks}", weeks=text):
        return ""
    return echo


def _flow(words: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and cells_of(lines[-1]) + cells_of(word) + 2 <= width:
            lines[-1] += f"  {word}"
        else:
            lines.append(word)
    return lines


def _place(lines: list[Line], notes: list[tuple[str, str]], indent: int, width: int) -> list[Line]:
    """Put the first note beside the field if it fits, the rest below it."""
    lines = list(lines)
    if notes and len(lines) == 1:
        room = width - width_of(lines[0]) - 2
        words, role = notes[0]
        if room >= BESIDE and cells_of(words) <= room:
            lines[0] = (*lines[0], ("  ", "text"), (words, role))
            notes = notes[1:]
    blank = " " * indent
    for words, role in notes:
        for line in wrap_words(words, width - indent):
            lines.append(((blank, "text"), (line, role)))
    return lines
