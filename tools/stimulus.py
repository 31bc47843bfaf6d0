"""The contract of a stimulus: what a subject is shown, and exactly how it was made.

A picture is named by the SHA-256 of its pixels and can be made again from its recipe, so a finding
carries recipes and never pixels.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.wording import Words

Person = Literal["none", "real", "synthetic", "unknown"]
Layout = Literal["side-by-side", "stacked"]
Change = Literal[
    "identity",
    "contrast",
    "brightness",
    "flip",
    "shift",
    "blur",
    "occlusion",
    "occlusion_noise",
    "occlusion_stripes",
    "scale",
    "lightness",
    "exposure",
    "chroma",
    "hue",
    "noise",
    "jpeg",
    "crop",
]


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
    """Two pictures side by side or one above the other, as squares of ``cell`` pixels a side.

    ``separator`` is the sRGB grey of a band of ``separator_width`` pixels between the two. Without a band
    neither field is written, so that a montage keeps the text, and the names made of it, that it always had.
    """

    kind: Literal["montage"] = "montage"
    first: Recipe  # left or top
    second: Recipe  # right or bottom
    layout: Layout
    cell: int
    separator: float | None = Field(default=None, ge=0, le=1, exclude_if=lambda grey: grey is None)
    separator_width: int = Field(default=0, ge=0, le=1024, exclude_if=lambda pixels: pixels == 0)

    @model_validator(mode="after")
    def _a_band_has_both(self) -> Self:
        """A band without a grey, or a grey without a width, would be a second name of another montage."""
        if (self.separator is None) != (self.separator_width == 0):
            raise ValueError("a separator has both a grey and a width")
        return self


Hair = Literal["bald", "cropped", "short", "curls", "tied", "long"]
Expression = Literal["neutral", "smile", "angry", "surprise", "sad"]
Background = Literal["plain", "gradient", "bookshelf", "office", "near-black", "near-white"]


Share = Annotated[float, Field(ge=0, le=1)]


class Portrait(_Recipe):
    """A computed bust. Every field is one factor; equal recipes give equal bytes on every machine.

    The face is nobody's: ``identity`` seeds the details of its shape, and is the unit of every interval.
    Angles are in degrees, lights in multiples of the reference. ``studio`` is the version of the renderer.
    """

    model_config = ConfigDict(validate_default=True)  # 25 years are 25.0: one recipe, one text

    kind: Literal["portrait"] = "portrait"
    studio: Literal[1] = 1
    identity: int = Field(default=0, ge=0, le=9999)  # 0: the average face, without details of its own
    age: float = Field(default=25, ge=18, le=90)  # years, as the makers of the mesh assign them
    perceived_sex: float = Field(default=0.5, ge=0, le=1)  # 0: female-perceived, 1: male-perceived
    ancestry: tuple[Share, Share, Share] = (1 / 3, 1 / 3, 1 / 3)  # the mesh's african, asian, european
    tone: int = Field(default=5, ge=1, le=10)  # Monk Skin Tone scale, 1 the lightest
    expression: Expression = "neutral"
    strength: float = Field(default=1, ge=0, le=1)  # of the expression
    yaw: float = Field(default=0, ge=-45, le=45)  # positive: the face turns to the picture's right
    pitch: float = Field(default=0, ge=-25, le=25)  # positive: looks up
    roll: float = Field(default=0, ge=-25, le=25)  # positive: leans to the picture's right
    light_azimuth: float = Field(default=-39, ge=-120, le=120)  # of the key light; negative: from the left
    light_elevation: float = Field(default=30, ge=-30, le=80)
    light: float = Field(default=1, ge=0.02, le=8)  # intensity of all lights on the bust
    light_kelvin: float = Field(default=6500, ge=2500, le=12000)
    background: Background = "plain"
    background_level: float = Field(default=0.5, ge=0, le=1)  # sRGB grey of a plain or gradient ground
    hair: Hair = "short"
    glasses: bool = False
    headscarf: bool = False  # hides the hair
    zoom: float = Field(default=1, ge=0.4, le=1.6)
    shift_x: float = Field(default=0, ge=-0.4, le=0.4)  # share of the side, to the right
    shift_y: float = Field(default=0, ge=-0.4, le=0.4)  # share of the side, downwards
    side: int = Field(default=320, ge=48, le=1024)  # pixels


class Lettering(_Recipe):
    """A text, or emoji, drawn as a picture: dark on light or light on dark (sRGB greys in 0..1)."""

    kind: Literal["lettering"] = "lettering"
    text: str = Field(min_length=1, max_length=200)
    font: Literal["dejavu-sans"] = (
        "dejavu-sans"  # the font is an asset, so that bytes are the same everywhere
    )
    size: int = Field(default=48, ge=8, le=200)  # pixels
    ink: float = Field(default=0, ge=0, le=1)
    ground: float = Field(default=1, ge=0, le=1)
    width: int = Field(default=320, ge=32, le=2048)
    height: int = Field(default=320, ge=32, le=2048)


class Texture(_Recipe):
    """A surface without an object: what an occluder, or a background, is made of."""

    kind: Literal["texture"] = "texture"
    pattern: Literal["plain", "noise", "stripes", "checks", "gradient"]
    level: float = Field(default=0.5, ge=0, le=1)  # mean sRGB grey
    contrast: float = Field(default=0.5, ge=0, le=1)
    period: int = Field(default=16, ge=1, le=512)  # pixels, of stripes and checks
    seed: int = 0
    width: int = Field(default=320, ge=8, le=2048)
    height: int = Field(default=320, ge=8, le=2048)


class Computed(_Recipe):
    """A small picture that a search made (what a channel answers to most): it can be made again by nothing
    but that search, so the recipe is the picture itself. ``png`` is its file in base64, 64 KiB at most."""

    kind: Literal["computed"] = "computed"
    png: str = Field(min_length=1, max_length=90_000)


Recipe = Annotated[
    Photo | Upload | File | Edited | Montage | Portrait | Lettering | Texture | Computed,
    Field(discriminator="kind"),
]


class Picture(BaseModel):
    """A picture by name: what a figure shows and what the server can draw again from ``recipe``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str  # of "WIDTHxHEIGHT\\n" followed by the RGB bytes, row by row
    width: int
    height: int
    recipe: Recipe
    alt: Words  # what it shows, in a sentence, for those who do not see it
    credit: str = ""


TextChange = Literal["identity", "swap", "negation", "misspelling", "paraphrase", "order", "truncation"]


class Written(_Recipe):
    """A text as somebody wrote it."""

    kind: Literal["written"] = "written"
    text: str
    language: Literal["fr", "en"] = "en"


class Filled(_Recipe):
    """A template of ``tools/stimuli/sentences`` with its slots filled: slot → the name of a term."""

    kind: Literal["filled"] = "filled"
    template: str
    terms: dict[str, str]


class Reworded(_Recipe):
    """One change made to a text; ``amount`` and ``seed`` as the change states."""

    kind: Literal["reworded"] = "reworded"
    of: TextRecipe
    change: TextChange
    amount: float = 1
    seed: int = 0


TextRecipe = Annotated[Written | Filled | Reworded, Field(discriminator="kind")]


class Sentence(BaseModel):
    """A text by name: what a text subject is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str  # of the text in UTF-8
    text: str
    language: Literal["fr", "en"]
    recipe: TextRecipe


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
Reworded.model_rebuild()
