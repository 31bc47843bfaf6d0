"""How well the stand-in imitates the original: measured figures, kept beside its weights, and their words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import NO_BREAK_SPACE, Words

MEASURED = Path(__file__).parents[1] / "weights" / "twitter_crop_imitation.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Share(_Part):
    """A share of ``shown`` pictures, with its 95 % interval (Wilson) over ``n`` independent units."""

    hits: int = Field(ge=0)
    shown: int = Field(ge=1)
    n: int = Field(ge=1)  # pictures or identities; each may be shown several times
    value: float
    low: float
    high: float


class Places(_Part):
    """On pictures that were never trained on, one map a unit."""

    same_point: Share  # the best cells at most one cell apart, across and down
    map_correlation: float  # Pearson's, the mean over the pictures
    score_error: float  # of the best score, the mean absolute difference


class Winners(_Part):
    """Of two pictures side by side, whether both networks name the same."""

    same: Share
    clear: Share  # where the original's two sides differ by ``clear_from`` at least
    clear_from: float


class Preference(_Part):
    """One and the same preference, measured on both networks: why no rate may come from this one."""

    what: Words
    original: Share
    imitation: Share


class Agreement(_Part):
    """Everything that was measured, on which student, when and by which command."""

    weights_sha256: str
    made: str  # the day, ISO
    command: str
    photographs: Places
    portraits: Places
    photograph_pairs: Winners
    portrait_pairs: Winners
    preferences: tuple[Preference, ...]

    @property
    def in_ten(self) -> int:
        """Of ten photographs, on about how many the point is the same."""
        return round(10 * self.photographs.same_point.value)

    @property
    def sentence(self) -> Words:
        """What stands beside every point and map of the stand-in."""
        return Words(
            fr=f"imitation{NO_BREAK_SPACE}: le même point sur environ {self.in_ten} photographies sur 10",
            en=f"imitation: the same point in about {self.in_ten} of 10 photographs",
        )


@cache
def agreement() -> Agreement:
    """What was measured of the weights that are in the repository."""
    return Agreement.model_validate_json(MEASURED.read_text(encoding="utf-8"))
