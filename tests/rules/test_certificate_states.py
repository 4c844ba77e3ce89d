"""The state machine of a number alone: what it lets happen, and that the equation always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.context import ROLES, Hand
from rules.certificate_states import (
    ACTS,
    LABELS,
    LOSS_CAUSES,
    PAPERS,
    STATES,
    VOID_CAUSES,
    Act,
    WrongMove,
    check_act,
)
from rules.certificate_table import Table
from tests.rules.number_model import NUMBER, NUMBERS, Books, Step, lets, steps, ways

CLEAN = frozenset({"in_stock", "drawn", "reserved", "transferred", "handed_back", "retracted"})
STAYS = ("handed_back", "recalled", "declared", "destroyed")
# Every move there is, written out: what is not here must be refused.
MOVES = {
    ("", "receive", "in_stock"),
    ("", "miss", "short"),
    ("in_stock", "retract", "retracted"),
    ("short", "retract", "retracted"),
    ("retracted", "receive", "in_stock"),
    ("retracted", "miss", "short"),
    ("short", "turn_up", "in_stock"),
    ("in_stock", "draw", "drawn"),
    ("drawn", "put_back", "in_stock"),
    ("drawn", "reserve", "reserved"),
    ("reserved", "release", "drawn"),
    ("reserved", "print", "printed"),
    ("printed", "issue", "issued"),
    ("in_stock", "void", "void"),
    ("drawn", "void", "void"),
    ("reserved", "void", "void"),
    ("printed", "void", "void"),
    ("in_stock", "lose", "lost"),
    ("drawn", "lose", "lost"),
    ("reserved", "lose", "lost"),
    ("printed", "lose", "lost"),
    ("transferred", "lose", "lost"),
    ("lost", "find", "void"),
    ("void", "unvoid", "in_stock"),
    ("void", "lose_void", "void_lost"),
    ("void_lost", "find_void", "void"),
    ("void", "hand_up", "handed_up"),
    ("handed_up", "destroy", "destroyed"),
    ("in_stock", "transfer", "transferred"),
    ("transferred", "return", "in_stock"),
    ("in_stock", "hand_back", "handed_back"),
    ("issued", "recall", "recalled"),
    ("issued", "declare", "declared"),
}
BY_TWO = {"retract", "turn_up", "find", "find_void", "unvoid", "recall", "declare"}


@settings(max_examples=10_000, deadline=None)
@given(
    *(st.sampled_from(list(ways(number))) for number in NUMBERS),
    st.tuples(*[st.sampled_from(steps())] * 4),
)
def test_whatever_is_tried_by_whomever_the_books_balance(
    first: tuple[Step, ...], other: tuple[Step, ...], tried: tuple[Step, ...]
) -> None:
    books = Books()
    for done, step in enumerate([*first, *other, *tried]):
        before, was = dict(books.state), books.of(step)
        if books.may(step):
            books.do(step)
            assert (was, step.act, books.of(step)) in MOVES
            assert step.role == "issuer"
            assert step.act not in BY_TWO or step.second == "reviewer"
            assert was not in STAYS
            assert step.number not in books.used or books.of(step) not in CLEAN
        else:
            assert books.state == before
        assert set(books.state.values()) <= set(STATES)
        assert books.table.closing == books.in_stock()
        if done == len(first):  # a new period begins with what the last one closed with
            books.table = Table(opening=books.table.closing)


def test_the_moves_are_the_ones_written_out() -> None:
    declared = {(was, act.name, act.becomes) for act in ACTS.values() for was in act.was}
    assert declared == MOVES


@pytest.mark.parametrize("was", ["", *STATES])
def test_no_other_act_begins_from_a_state(was: str) -> None:
    assert {act for act in ACTS if lets(was, act)} == {
        act for first, act, _ in MOVES if first == was
    }


def test_every_state_can_be_reached_from_a_number_never_seen() -> None:
    reached = {""}
    for _ in STATES:
        reached |= {act.becomes for act in ACTS.values() if act.was & reached}
    assert reached - {""} == set(STATES)


@pytest.mark.parametrize("state", STAYS)
def test_no_number_leaves(state: str) -> None:
    assert [act for act in ACTS if lets(state, act)] == []


@pytest.mark.parametrize("state", sorted(PAPERS))
@pytest.mark.parametrize("act", ["lose", "void", "unvoid", "find", "hand_up", "put_back", "return"])
def test_a_certificate_once_issued_is_no_blank_any_more(state: str, act: str) -> None:
    assert not lets(state, act)


def test_an_issued_number_cannot_be_declared_a_lost_blank() -> None:
    with pytest.raises(WrongMove, match="现为「已签发」,不能办「空白证遗失」"):
        check_act(NUMBER, "issued", "lose")


def test_the_paper_of_an_exchange_is_recalled_and_that_of_a_reissue_declared() -> None:
    assert ACTS["recall"].becomes == "recalled"
    assert ACTS["declare"].becomes == "declared"


@pytest.mark.parametrize("act", ["draw", "reserve", "print", "issue", "transfer", "hand_back"])
def test_a_void_is_not_used(act: str) -> None:
    assert not lets("void", act)


def test_a_void_comes_back_by_two_people_with_a_reason() -> None:
    act = check_act(NUMBER, "void", "unvoid")
    assert (act.second, act.words) == ("certificates.review", True)


@pytest.mark.parametrize(
    ("used", "words", "reason"),
    [
        ("printed", "打印过,不再是空白证", "USED"),
        ("lost", "遗失过,不再是空白证", "FOUND"),
        ("void_lost", "遗失过,不再是空白证", "FOUND"),
    ],
)
def test_a_void_that_was_printed_on_or_lost_never_comes_back(
    used: str, words: str, reason: str
) -> None:
    with pytest.raises(WrongMove, match=words) as refused:
        check_act(NUMBER, "void", "unvoid", used=used)
    assert refused.value.reason == reason


@pytest.mark.parametrize("state", ["handed_up", "destroyed"])
def test_a_void_that_left_the_house_never_comes_back(state: str) -> None:
    assert not lets(state, "unvoid")


def test_paper_printed_on_is_never_stock_to_take_from_again() -> None:
    assert {becomes for was, _, becomes in MOVES if was == "printed"} == {"issued", "void", "lost"}


def test_a_number_is_issued_only_when_it_was_reserved_and_printed() -> None:
    assert {was for was, _, becomes in MOVES if becomes == "issued"} == {"printed"}
    assert {was for was, _, becomes in MOVES if becomes == "printed"} == {"reserved"}


def test_a_number_short_in_its_bundle_can_only_turn_up_or_go_with_its_receipt() -> None:
    assert {act for was, act, _ in MOVES if was == "short"} == {"turn_up", "retract"}


def test_only_what_was_retracted_is_received_again() -> None:
    again = [state for state in STATES if lets(state, "receive") or lets(state, "miss")]
    assert again == ["retracted"]


@pytest.mark.parametrize("state", sorted(set(STATES) - {"in_stock", "short"}))
def test_what_left_the_safe_is_not_retracted(state: str) -> None:
    assert not lets(state, "retract")


def test_a_blank_passed_on_can_be_lost_on_the_way_but_not_used_here() -> None:
    assert {act for was, act, _ in MOVES if was == "transferred"} == {"return", "lose"}


def test_a_lost_blank_that_is_found_is_void_at_once() -> None:
    assert [becomes for was, _, becomes in MOVES if was == "lost"] == ["void"]


def test_a_void_lost_from_custody_can_only_be_found_and_is_a_void_then() -> None:
    assert {(act, becomes) for was, act, becomes in MOVES if was == "void_lost"} == {
        ("find_void", "void")
    }


def test_only_void_paper_is_handed_up_and_only_that_is_destroyed() -> None:
    assert ACTS["hand_up"].was == {"void"}
    assert ACTS["destroy"].was == {"handed_up"}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_the_issuer_moves_a_number(act: Act) -> None:
    assert [role for role in ROLES if Hand("", "", frozenset({role})).may(act.permission)] == [
        "issuer"
    ]


@pytest.mark.parametrize("act", sorted(BY_TWO))
def test_the_second_person_is_the_reviewer(act: str) -> None:
    second = ACTS[act].second
    assert [role for role in ROLES if Hand("", "", frozenset({role})).may(second)] == ["reviewer"]


def test_what_takes_two_takes_a_reason() -> None:
    assert {act.name for act in ACTS.values() if act.second} == BY_TWO
    assert all(ACTS[act].words for act in BY_TWO)


def test_the_lists_of_causes_are_closed_and_have_no_family_loss() -> None:
    assert ACTS["void"].causes == VOID_CAUSES
    assert ACTS["lose"].causes == ACTS["lose_void"].causes == LOSS_CAUSES
    assert not [each for each in (*VOID_CAUSES, *LOSS_CAUSES) if "家" in each.label]


def test_no_two_states_and_no_two_acts_have_one_name() -> None:
    assert len(set(LABELS.values())) == len(STATES)
    assert len({act.label for act in ACTS.values()}) == len(ACTS)


def test_a_number_never_seen_says_so() -> None:
    with pytest.raises(WrongMove, match="现为「未入库」"):
        check_act(NUMBER, "", "draw")
