"""One stimulus at hand, and what is known of it because we made it: the true matte, where the face is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.examination import Box
from tools.stimulus import Change, Edited, Portrait, Recipe, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Shown

# Changes that move what a picture shows; all others leave every thing in its place.
MOVING: frozenset[Change] = frozenset({"flip", "shift", "scale", "crop"})
FACE_WIDTHS = 2.9  # side of the square around a face, in distances between the eyes


@dataclass(frozen=True, eq=False)
class Given:
    """A picture, by its recipe and its pixels (height, width, 3), or a text."""

    recipe: Recipe | None = None
    pixels: NDArray[np.uint8] | None = None
    text: str = ""

    @cached_property
    def matte(self) -> NDArray[np.uint8] | None:
        """The exact matte (height, width), 0 to 255, of a computed bust, moved as the bust was; else None."""
        return _matte(self.recipe)

    @cached_property
    def face(self) -> Box | None:
        """The square around the face of a computed bust that nothing moved, by its geometry; else None."""
        return _face(self.recipe)


def at_hand(bench: Bench, shown: Sequence[Shown | Sentence | Recipe]) -> list[Given]:
    """Pictures or texts of a case, or recipes, ready to be shown."""
    return [_given(bench, each) for each in shown]


def _given(bench: Bench, shown: Any) -> Given:
    if isinstance(shown, Sentence):
        return Given(text=shown.text)
    recipe = getattr(shown, "recipe", shown)
    return Given(recipe=recipe, pixels=bench.pixels(recipe))


def _matte(recipe: Recipe | None) -> NDArray[np.uint8] | None:
    import numpy as np

    if isinstance(recipe, Portrait):
        from tools.stimuli.portraits.studio import portrait  # slow import

        return portrait(recipe).matte
    if isinstance(recipe, Edited) and (before := _matte(recipe.of)) is not None:
        if recipe.change not in MOVING:
            return before
        from tools.stimuli.changes import apply_change

        grey = np.repeat(before[:, :, None], 3, axis=2)
        return np.ascontiguousarray(apply_change(grey, recipe.change, recipe.amount, recipe.at)[:, :, 0])
    return None


def _face(recipe: Recipe | None) -> Box | None:
    if isinstance(recipe, Edited) and recipe.change not in MOVING:
        return _face(recipe.of)
    if not isinstance(recipe, Portrait):
        return None
    from tools.stimuli.portraits.studio import portrait  # slow import

    marks = portrait(recipe).landmarks
    (lx, ly), (rx, ry) = marks["left_eye"], marks["right_eye"]
    (ux, uy), (wx, wy) = marks["mouth_upper"], marks["mouth_lower"]
    side = FACE_WIDTHS * float(((lx - rx) ** 2 + (ly - ry) ** 2) ** 0.5)
    x, y = (lx + rx + ux + wx) / 4, (ly + ry + uy + wy) / 4
    return Box(left=float(x - side / 2), top=float(y - side / 2), width=side, height=side)
