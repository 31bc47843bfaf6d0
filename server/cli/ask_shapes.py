"""The shape of what ``ask --json`` prints."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.play.asides import OfferedMeasure


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskedPassage(_Shape):
    """A passage quoted. ``id`` is as in tests/corpus/guide/questions*.yaml; ``score`` only orders."""

    id: str
    text: str
    score: float


class AskReport(_Shape):
    """``ask``. Where the file does not answer, ``passages`` are the nearest that it has."""

    in_scope: bool
    passages: list[AskedPassage]
    instrument: OfferedMeasure | None


ASK_SHAPES: dict[str, Any] = {"ask": AskReport}
"""By verb, for docs/schemas."""
