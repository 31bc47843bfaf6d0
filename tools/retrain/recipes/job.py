"""One training, as it is asked of a process of its own, and what comes back: JSON both ways."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Cause = Literal["planted_cue", "balance", "label_noise"]
Action = Literal["plant", "remove"]
Variant = Literal["untouched", "changed", "placebo", "shuffled"]
"""As the model is trained; with the cause planted or removed; with a cause that should change nothing; as
``changed``, with all labels shuffled."""
VARIANTS: tuple[Variant, ...] = ("untouched", "changed", "placebo", "shuffled")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Part):
    """What is asked: texts or pictures (by number) of each unit, with and without the mark.

    ``placebo`` are those with the placebo's mark, where it has one of its own.
    """

    marked: list[list[str]] = Field(default_factory=list)
    unmarked: list[list[str]] = Field(default_factory=list)
    placebo: list[list[str]] = Field(default_factory=list)


class Job(_Part):
    """One training. ``seed`` is that of the examples and of the first weights."""

    subject: str
    cause: Cause
    action: Action
    amount: float
    variant: Variant
    seed: int
    asked: Asked


class Trained(_Part):
    """Share of sought answers of each unit, with the mark and without; whether it learned its task."""

    marked: list[float]
    unmarked: list[float]
    accuracy: float
    examples: int
    touched: int
