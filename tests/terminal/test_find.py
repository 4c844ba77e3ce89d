"""Finding as fast as the line carries keys, in a real terminal."""

from desk.pregnancy import open_card
from models.engine import Store
from tests.conftest import TODAY, DeskOf
from tests.terminal.desk import command, sign_in
from tests.terminal.harness import DOWN, ENTER, Terminal

WOMEN = ("王小丽", "王小兰")  # in the order of the list


def test_a_find_sent_in_one_packet_opens_the_second_of_two(store: Store, desk_of: DeskOf) -> None:
    for name in WOMEN:
        birth = TODAY.replace(year=1996)
        open_card(desk_of("clerk"), {"name": name, "birth_date": birth, "lmp": TODAY})
    with Terminal(command(store.path, "--lang", "zh")) as terminal:
        sign_in(terminal)
        terminal.send("/wxl" + DOWN + ENTER)
        terminal.wait_for(f"{WOMEN[1]}  女", "在孕")
