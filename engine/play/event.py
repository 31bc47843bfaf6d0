"""What every event of a play has."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

By = Literal["engine", "reader"]


class BaseEvent(BaseModel):
    """One thing that happened, as it is appended to the log: JSON, immutable, versioned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["event/1"] = "event/1"
    seq: int = 0  # given by the core, from 1
    turn: int = 0
    at: str = ""  # ISO, UTC; given by the shell
    by: By = "engine"
