"""The hash chain over a log: what breaks it, and what may be taken away without breaking it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.play.log_chain import START, Link, broken_at, chained

PAYLOADS = st.lists(st.text(max_size=40), min_size=1, max_size=8)


def log_of(texts: list[str]) -> tuple[list[Link], dict[int, str]]:
    payloads = dict(enumerate(texts, 1))
    return chained(START, payloads.items()), payloads


@given(PAYLOADS, st.integers(0, 7))
def test_a_log_added_to_in_two_parts_is_one_chain(texts: list[str], cut: int) -> None:
    numbered = list(enumerate(texts, 1))
    first = chained(START, numbered[:cut])
    links = first + chained(first[-1].chain if first else START, numbered[cut:])
    assert broken_at(links, dict(numbered)) is None


@given(PAYLOADS, st.data())
def test_a_changed_word_is_found_where_it_is(texts: list[str], data: st.DataObject) -> None:
    links, payloads = log_of(texts)
    seq = data.draw(st.sampled_from(sorted(payloads)))
    assert broken_at(links, payloads | {seq: payloads[seq] + "!"}) == seq


@given(PAYLOADS, st.data())
def test_erased_words_leave_their_digest_and_the_chain_holds(texts: list[str], data: st.DataObject) -> None:
    links, payloads = log_of(texts)
    seq = data.draw(st.sampled_from(sorted(payloads)))
    without = [link._replace(salt="") if link.seq == seq else link for link in links]
    assert broken_at(without, payloads | {seq: "erased"}) is None
    assert broken_at(without, {n: text for n, text in payloads.items() if n != seq}) is None


@given(st.lists(st.text(max_size=9), min_size=2, max_size=8), st.data())
def test_an_event_taken_out_or_moved_breaks_the_chain(texts: list[str], data: st.DataObject) -> None:
    links, payloads = log_of(texts)
    place = data.draw(st.integers(0, len(links) - 2))
    assert broken_at(links[:place] + links[place + 1 :], payloads) == links[place + 1].seq
    swapped = [*links[:place], links[place + 1], links[place], *links[place + 2 :]]
    assert broken_at(swapped, payloads) == links[place + 1].seq


def test_the_same_words_twice_have_other_digests() -> None:
    links, _ = log_of(["no", "no"])
    assert links[0].digest != links[1].digest
