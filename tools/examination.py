"""What a subject answers on one file or one text, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pixels = int
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(_Part):
    """Where something was found, in pixels of the upright picture. ``score`` is the subject's own unit."""

    left: float
    top: float
    width: float
    height: float
    score: float | None = None


class Face(_Part):
    """A face that was found, and its scores by label."""

    box: Box
    scores: dict[str, float]


class MapResult(_Part):
    """Where a cropping network looks: crops are left, top, width, height by ratio (height over width).

    ``runner_up`` is the second-best point, at least two cells away: a stand-in never goes without it.
    """

    score: float
    point: tuple[Pixels, Pixels]
    grid: tuple[int, int]  # rows, columns
    crops: dict[str, tuple[Pixels, Pixels, Pixels, Pixels]]
    runner_up: tuple[Pixels, Pixels] | None = None


class MaskResult(_Part):
    """A matte: the share of the picture that is the person, the box around it (left, top, width, height)."""

    mask: str | None = None  # the PNG file that was written, where one was asked for
    share: Share
    box: tuple[Pixels, Pixels, Pixels, Pixels] | None  # None: nobody


class BoxesResult(_Part):
    """What was found."""

    boxes: tuple[Box, ...]


class FacesResult(_Part):
    """Every face that was found, scored."""

    faces: tuple[Face, ...]


class ScoresResult(_Part):
    """Scores by label."""

    scores: dict[str, float]


class WordsResult(_Part):
    """The likeliest next words with their probability, best first."""

    next: tuple[tuple[str, float], ...]


Result = MapResult | MaskResult | BoxesResult | FacesResult | ScoresResult | WordsResult


@dataclass(frozen=True)
class Examination:
    """One answer. ``size`` is (width, height) of the upright picture, ``None`` for a text; ``sha256`` is the
    file's, or that of the text in UTF-8; ``pictures`` draw the answer, by name ("mask")."""

    result: Result
    sha256: str
    size: tuple[int, int] | None = None
    notes: tuple[Words, ...] = ()
    pictures: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)


Kind = Literal["map", "mask", "boxes", "faces", "scores", "words"]
