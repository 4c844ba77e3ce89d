from tests.tui.demo import rows as fetch
from tui.rows import LAST, Column, MemorySource, Page, PageAsk, Row, Window, fitting

LIMIT, HELD, SCREEN = 20, 40, 10


def ask(window: Window, how: str) -> PageAsk:
    if how == "after":
        return PageAsk(after=window.rows[-1].key, limit=LIMIT)
    return PageAsk(before=window.rows[0].key, limit=LIMIT)


def opened() -> Window:
    window = Window()
    first = PageAsk(limit=LIMIT)
    window.put(fetch(first, total=100), "new", first, HELD)
    return window


def keys(window: Window) -> list[object]:
    return [row.key for row in window.rows]


def test_the_first_page_knows_that_there_is_more() -> None:
    window = opened()
    assert (keys(window), window.more_before, window.more_after) == (list(range(20)), False, True)


def test_rows_that_follow_push_the_first_ones_out() -> None:
    window = opened()
    for _ in range(2):
        asked = ask(window, "after")
        window.put(fetch(asked, total=100), "after", asked, HELD)
    assert keys(window) == list(range(20, 60))
    assert (window.first, window.more_before) == (20, True)


def test_the_cursor_stays_on_its_row_when_others_leave() -> None:
    window = opened()
    window.move(19, SCREEN)
    for _ in range(2):
        asked = ask(window, "after")
        window.put(fetch(asked, total=100), "after", asked, HELD)
        window.move(5, SCREEN)
    assert window.row
    assert window.row.key == 29


def test_rows_before_come_back() -> None:
    window = opened()
    for how in ("after", "after", "before"):
        asked = ask(window, how)
        window.put(fetch(asked, total=100), how, asked, HELD)
    assert keys(window) == list(range(40))
    assert window.first == 0


def test_the_last_page_knows_its_place() -> None:
    window = opened()
    last = PageAsk(before=LAST, limit=LIMIT)
    window.put(fetch(last, total=100), "last", last, HELD)
    assert (window.first, window.at, window.more_after) == (80, 19, False)


def test_a_new_page_keeps_the_row_one_was_on() -> None:
    window = opened()
    window.move(3, SCREEN)
    window.put(Page([Row(n, (str(n),)) for n in (2, 3, 4)], 3), "new", PageAsk(), HELD)
    assert window.row
    assert window.row.key == 3


def test_moving_beyond_the_rows_tells_by_how_much() -> None:
    assert opened().move(25, SCREEN) == 6


def test_a_short_list_narrows_by_words_in_any_cell() -> None:
    source = MemorySource([Row(1, ("王小丽", "东庄")), Row(2, ("李四", "西岭"))])
    assert [row.key for row in source(PageAsk(narrow="西")).rows] == [2]


def test_what_a_growing_column_cannot_use_goes_to_the_next_that_grows() -> None:
    columns = (Column("甲", 6, grow=True, most=10), Column("乙", 5), Column("丙", 4, grow=True))
    assert fitting(columns, 40) == [(0, 10), (1, 5), (2, 21)]


def test_columns_that_fill_the_width_exactly_all_stay() -> None:
    assert fitting((Column("甲", 6), Column("乙", 5, rank=2)), 13) == [(0, 6), (1, 5)]
