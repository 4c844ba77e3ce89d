"""Text plots: every mark where its value is, in one-cell characters, at any width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.draw import Line, set_border
from tui.plot import Guide, Plot, Points, beside, paint_plot, ticks
from tui.width import cells_of, set_ambiguous

GAIN = Plot(
    "增重 kg",
    (0, 42),
    (Points("*", ((9, 0.4), (17.2, 3.0), (24, 6.5), (29, 9.1))),),
    (Guide(".", ((0, 0), (13, 0), (40, 8))), Guide(".", ((0, 0), (13, 2), (40, 14)))),
)
PRESSURE = Plot(
    "血压 mmHg",
    (0, 42),
    (Points("o", ((9, 118), (24, 142))), Points("x", ((9, 70), (24, 92)))),
    (Guide("-", ((0, 140), (42, 140))), Guide("-", ((0, 90), (42, 90)))),
)


def told(lines: list[Line]) -> list[str]:
    return ["".join(words for words, _ in line).rstrip() for line in lines]


def test_marks_stand_where_the_values_are() -> None:
    lines = told(paint_plot(GAIN, 51, 13))
    rows = dict(enumerate(lines))
    assert [(row, line.index("*")) for row, line in rows.items() if "*" in line] == [
        (5, 36),
        (6, 30),
        (8, 23),
        (10, 14),
    ]


def test_the_lines_to_compare_with_lie_under_the_points() -> None:
    lines = paint_plot(Plot("Hb", (0, 40), (Points("*", ((20, 110),)),), PRESSURE.guides), 40, 12)
    marks = [span for line in lines for span in line if span[0] == "*"]
    assert marks == [("*", "label")]


def test_two_kinds_on_one_place_are_seen_as_such() -> None:
    both = (Points("o", ((20, 90),)), Points("x", ((20, 90),)))
    assert any("#" in line for line in told(paint_plot(Plot("", (0, 40), both), 40, 8)))


def test_a_value_outside_the_weeks_is_not_drawn() -> None:
    lines = told(paint_plot(Plot("", (0, 40), (Points("*", ((43, 5), (-1, 2))),)), 40, 8))
    assert not any("*" in line for line in lines)


def test_a_plot_of_nothing_has_its_axes() -> None:
    lines = told(paint_plot(Plot("Hb", (0, 40), ()), 40, 8))
    assert (lines[0], lines[-2].strip()[0], lines[-1].split()[0]) == ("Hb", "+", "0")


@pytest.mark.parametrize("width", [24, 39, 78, 130])
@pytest.mark.parametrize("plot", [GAIN, PRESSURE], ids=lambda plot: plot.title)
def test_a_plot_keeps_to_its_cells(plot: Plot, width: int) -> None:
    lines = paint_plot(plot, width, 12)
    assert len(lines) == 12
    assert max(cells_of("".join(words for words, _ in line)) for line in lines) <= width


@pytest.mark.parametrize("border", ["ascii", "none"])
def test_a_plot_is_drawn_in_characters_of_one_width(border: str) -> None:
    set_border(border)
    try:
        lines = told(paint_plot(PRESSURE, 60, 12))[1:]
    finally:
        set_border("ascii")
    assert all(line.isascii() for line in lines)


def test_lines_for_borders_are_counted_as_wide_as_the_terminal_draws_them() -> None:
    set_border("line")
    set_ambiguous(2)
    try:
        lines = paint_plot(PRESSURE, 60, 12)
        widest = max(cells_of("".join(words for words, _ in line)) for line in lines)
    finally:
        set_ambiguous(1)
        set_border("ascii")
    assert widest <= 60


def test_two_plots_stand_side_by_side() -> None:
    lines = told(beside(paint_plot(GAIN, 38, 9), paint_plot(PRESSURE, 38, 9), 40))
    assert lines[0].startswith("增重 kg")
    assert cells_of(lines[0][: lines[0].index("血压")]) == 40


@given(
    st.lists(st.tuples(st.floats(0, 42), st.floats(-20, 40)), min_size=1, max_size=12),
    st.integers(20, 140),
    st.integers(5, 40),
)
def test_every_value_within_the_weeks_is_drawn(
    places: list[tuple[float, float]], width: int, height: int
) -> None:
    lines = paint_plot(Plot("", (0, 42), (Points("*", tuple(places)),)), width, height)
    drawn = sum(span == ("*", "label") for line in lines for span in line)
    assert 1 <= drawn <= len(places)


@given(st.floats(-1000, 1000), st.floats(0, 1000), st.integers(2, 12))
def test_the_numbers_of_an_axis_cover_what_is_drawn(low: float, span: float, most: int) -> None:
    numbers = ticks(low, low + span, most)
    assert numbers[0] <= low
    assert numbers[-1] >= low + span
    assert len(numbers) <= most + 2
