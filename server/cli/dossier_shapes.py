"""The shapes of what ``dossier --json`` prints."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DossierMeasure(_Shape):
    """One measure of a dossier: made now, kept from before, to do, or failed (``error``)."""

    name: str
    kind: Literal["node", "run"]
    status: Literal["made", "kept", "to_do", "failed"]
    why: str | None = None  # to do or made: what no longer fitted of the one that was there
    file: str
    seed: int
    bytes: int | None = None
    verdict: str | None = None
    sentence: str | None = None
    seconds: float | None = None
    error: str | None = None


class DossierBuild(_Shape):
    """``dossier build``."""

    scenario: str
    complete: bool
    measures: list[DossierMeasure]


class DossierFindings(_Shape):
    """``dossier findings``: the page, its figures, and the runs that are not measured yet."""

    scenario: str
    page: str
    figures: list[str]
    shown: list[str]
    lacking: list[str]


DOSSIER_SHAPES: dict[str, Any] = {"dossier-build": DossierBuild, "dossier-findings": DossierFindings}
