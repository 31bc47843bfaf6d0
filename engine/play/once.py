"""What is worked out of a scenario once and kept as long as the scenario itself (it is frozen)."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import TypeVar

from engine.language.schema import Scenario

T = TypeVar("T")


def once_a_scenario(compute: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """``compute``, whose answer for one scenario object is kept until that object is gone."""
    known: weakref.WeakValueDictionary[int, Scenario] = weakref.WeakValueDictionary()
    kept: dict[int, T] = {}

    @functools.wraps(compute)
    def remembered(scenario: Scenario) -> T:
        # By identity: a scenario holds maps, so it cannot be hashed, and equality would walk all of it.
        key = id(scenario)
        if known.get(key) is not scenario:
            known[key] = scenario
            kept[key] = compute(scenario)
            for gone in kept.keys() - set(known.keys()):
                kept.pop(gone, None)
        return kept[key]

    return remembered
