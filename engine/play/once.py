"""What is worked out of a scenario once and kept as long as the scenario itself (it is frozen)."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import TypeVar

from engine.language.schema import Scenario

T = TypeVar("T")


def once_a_scenario(compute: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """``compute``, whose answer for one scenario object is kept until that object is gone.

    Threads may compute the same answer twice; none sees another scenario's.
    """
    kept: dict[int, tuple[weakref.ref[Scenario], T]] = {}

    @functools.wraps(compute)
    def remembered(scenario: Scenario) -> T:
        # By identity: a scenario holds maps, so it cannot be hashed, and equality would walk all of it.
        key = id(scenario)
        entry = kept.get(key)
        if entry is not None and entry[0]() is scenario:
            return entry[1]

        def forget(gone: weakref.ref[Scenario]) -> None:
            last = kept.get(key)
            if last is not None and last[0] is gone:  # the address may be another scenario's by now
                kept.pop(key, None)

        answer = compute(scenario)
        kept[key] = (weakref.ref(scenario, forget), answer)
        return answer

    return remembered
