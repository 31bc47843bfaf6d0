"""The six montages of one pair of busts: its skins with nothing held, then with contrast, lightness or both
held; and one skin alone, lightened by the difference of the two skins' mean luma, or sharpened by the ratio
of their contrasts.

Contrast is RMS contrast: the standard deviation of luma over the picture (Peli 1990, doi
10.1364/JOSAA.7.002032). Luma is .2126 R + .7152 G + .0722 B on the encoded bytes (ITU-R BT.709).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.stimulus import Edited, Portrait, Recipe
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Condition = Literal["skin", "contrast", "lightness", "both", "whole", "contrast_alone"]
CONDITIONS: tuple[Condition, ...] = ("skin", "contrast", "lightness", "both", "whole", "contrast_alone")
LABELS: dict[Condition, Words] = {
    "skin": Words(fr="La peau seule, rien n’est tenu", en="Skin alone, nothing held"),
    "contrast": Words(fr="Même contraste", en="Same contrast"),
    "lightness": Words(fr="Même clarté", en="Same lightness"),
    "both": Words(fr="Même contraste et même clarté", en="Same contrast and same lightness"),
    "whole": Words(fr="Une seule peau, image éclaircie", en="One skin, picture lightened"),
    "contrast_alone": Words(fr="Une seule peau, contraste accru", en="One skin, contrast raised"),
}
COUNTED: dict[Condition, Words] = {
    "skin": Words(fr="Rien n’est tenu : la peau claire", en="Nothing held: the light skin"),
    "contrast": Words(fr="Même contraste : la peau claire", en="Same contrast: the light skin"),
    "lightness": Words(fr="Même clarté : la peau claire", en="Same lightness: the light skin"),
    "both": Words(fr="Les deux tenus : la peau claire", en="Both held: the light skin"),
    "whole": Words(fr="Une seule peau : l’image éclaircie", en="One skin: the lightened picture"),
    "contrast_alone": Words(fr="Une seule peau : la plus contrastée", en="One skin: the more contrasted"),
}
"""Each condition with the member whose wins are counted."""
EDITED: tuple[Condition, ...] = CONDITIONS[1:]  # those that rescale their pictures
MIDDLE_TONE = 5
LEAST_CONTRAST = 0.5  # bytes: below it a picture is flat, and no factor brings it to another's contrast


class Light(NamedTuple):
    """A picture's mean luma and its RMS contrast, in bytes."""

    mean: float
    spread: float

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Light:
        """Those of the whole picture, (height, width, 3)."""
        import numpy as np

        luma = pixels.astype(np.float64) @ np.array((0.2126, 0.7152, 0.0722))
        return cls(float(luma.mean()), max(float(luma.std()), LEAST_CONTRAST))


def couples(
    light: Portrait, dark: Portrait, seen: Callable[[Recipe], NDArray[np.uint8]]
) -> dict[Condition, tuple[Recipe, Recipe]]:
    """For each condition, the counted member and its rival; ``seen`` draws a recipe.

    The counted one is the lighter skin, then the lightened, then the more contrasted picture.
    """
    one, other = Light.of(seen(light)), Light.of(seen(dark))
    mean = (one.mean + other.mean) / 2
    spread = (one.spread * other.spread) ** 0.5
    middle = light.model_copy(update={"tone": MIDDLE_TONE})
    half, ratio = (one.mean - other.mean) / 2, (one.spread / other.spread) ** 0.5
    return {
        "skin": (light, dark),
        "contrast": (_sharpened(light, spread / one.spread), _sharpened(dark, spread / other.spread)),
        "lightness": (_lightened(light, mean - one.mean), _lightened(dark, mean - other.mean)),
        "both": (
            _lightened(_sharpened(light, spread / one.spread), mean - one.mean),
            _lightened(_sharpened(dark, spread / other.spread), mean - other.mean),
        ),
        # By the skins' difference, then ratio, whichever way: what is lightened, then sharpened, is counted.
        "whole": (_lightened(middle, abs(half)), _lightened(middle, -abs(half))),
        "contrast_alone": (
            _sharpened(middle, max(ratio, 1 / ratio)),
            _sharpened(middle, min(ratio, 1 / ratio)),
        ),
    }


class Looked(NamedTuple):
    """What became of one pair's pictures: the share of bytes at either end of the scale in each condition
    that edits them, and how far the mean luma of the two members lies apart, in levels."""

    clipped: dict[Condition, float]
    moved: dict[Condition, float]


def looked_at(
    couple: Mapping[Condition, tuple[Recipe, Recipe]], seen: Callable[[Recipe], NDArray[np.uint8]]
) -> Looked:
    """The pictures of one pair; ``seen`` draws a recipe."""
    drawn = {condition: (seen(one), seen(other)) for condition, (one, other) in couple.items()}
    return Looked(
        {each: (clipped(drawn[each][0]) + clipped(drawn[each][1])) / 2 for each in EDITED},
        {each: abs(Light.of(one).mean - Light.of(other).mean) for each, (one, other) in drawn.items()},
    )


def _lightened(recipe: Recipe, levels: float) -> Recipe:
    return Edited(of=recipe, change="brightness", amount=round(levels, 4))


def _sharpened(recipe: Recipe, factor: float) -> Recipe:
    return Edited(of=recipe, change="contrast", amount=round(factor, 6))


def clipped(pixels: NDArray[np.uint8]) -> float:
    """The share of bytes at either end of the scale: what rescaling could not hold."""
    return float(((pixels == 0) | (pixels == 255)).mean())
