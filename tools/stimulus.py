"""The contract of a stimulus: what a subject is shown, and exactly how it was made.

A picture is named by the SHA-256 of its pixels and can be made again from its recipe, so a finding
carries recipes and never pixels.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import Words

Person = Literal["none", "real", "synthetic", "unknown"]
Layout = Literal["side-by-side", "stacked"]
Change = Literal["identity", "contrast", "brightness", "flip", "shift", "blur", "occlusion", "scale"]


class _Recipe(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Photo(_Recipe):
    """A photograph that comes with scikit-image, whole, or a box (left, top, width, height) of it."""

    kind: Literal["photo"] = "photo"
    file: str
    box: tuple[int, int, int, int] | None = None


class Upload(_Recipe):
    """A picture that a reader brought; ``sha256`` is that of its re-encoded file."""

    kind: Literal["upload"] = "upload"
    sha256: str


class File(_Recipe):
    """A picture file that came with a story, kept in the lab's home; ``sha256`` is the file's own."""

    kind: Literal["file"] = "file"
    sha256: str


class Edited(_Recipe):
    """One change made to a picture. ``amount`` is in the unit that the change's own module states."""

    kind: Literal["edited"] = "edited"
    of: Recipe
    change: Change
    amount: float
    at: tuple[int, int] | None = None  # where, for a local change: x, y of the centre in pixels


class Montage(_Recipe):
    """Two pictures side by side or one above the other, as squares of ``cell`` pixels a side."""

    kind: Literal["montage"] = "montage"
    first: Recipe  # left or top
    second: Recipe  # right or bottom
    layout: Layout
    cell: int


Recipe = Annotated[Photo | Upload | File | Edited | Montage, Field(discriminator="kind")]


class Picture(BaseModel):
    """A picture by name: what a figure shows and what the server can draw again from ``recipe``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str  # of "WIDTHxHEIGHT\\n" followed by the RGB bytes, row by row
    width: int
    height: int
    recipe: Recipe
    alt: Words  # what it shows, in a sentence, for those who do not see it
    credit: str = ""


class StimulusSet(BaseModel):
    """What a finding keeps of all that was shown (honesty rules 6 and 9)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    about: Words
    n: int  # pictures shown, controls apart
    sha256: str  # of the sorted picture hashes, one a line
    person: Person
    licence: str
    credit: str
    held: list[Words] = Field(default_factory=list)
    varied: list[Words] = Field(default_factory=list)
    notes: list[Words] = Field(default_factory=list)  # "first frame of an animation", "flattened on white"


Edited.model_rebuild()
Montage.model_rebuild()
