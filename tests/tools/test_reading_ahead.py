"""Reading ahead keeps order, memory and mistakes in their place."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.reading_ahead import read_ahead


@given(st.lists(st.integers(), max_size=40), st.integers(1, 8), st.integers(1, 4))
def test_order_is_kept_and_nothing_is_lost(names, ahead, threads):
    assert list(read_ahead(names, str, ahead=ahead, threads=threads)) == [(name, str(name)) for name in names]


def test_no_more_than_so_many_wait():
    begun = []
    reader = read_ahead(range(100), begun.append, ahead=5)
    next(reader)
    time.sleep(0.1)
    assert len(begun) <= 6
    reader.close()
    time.sleep(0.05)
    assert len(begun) <= 6


def test_what_reading_raises_is_raised_at_its_turn():
    reader = read_ahead([1, 2, 0, 4], lambda n: 1 / n)
    assert next(reader) == (1, 1.0)
    assert next(reader) == (2, 0.5)
    with pytest.raises(ZeroDivisionError):
        next(reader)


def test_reading_goes_on_while_the_caller_works():
    read = threading.Event()

    def second(name):
        if name == 2:
            read.set()
        return name

    reader = read_ahead([1, 2], second)
    next(reader)
    assert read.wait(2)  # without asking for the second
    reader.close()
