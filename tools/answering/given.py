"""One stimulus at hand, and what is known of it because we made it: the true matte, where the face is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.examination import Box
from tools.stimuli.geometry import MOVING as MOVING
from tools.stimuli.geometry import move_of, shrunk_window
from tools.stimulus import Edited, Portrait, Recipe, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Shown

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
        """The square around the face of a computed bust, by its geometry, moved as it was; else None."""
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
        after = apply_change(grey, recipe.change, recipe.amount, recipe.at)[:, :, 0]
        if recipe.change == "scale":  # the new ground is nobody, whatever its grey
            height, width = after.shape
            left, top, across, down = shrunk_window(width, height, recipe.amount)
            ground = np.zeros_like(after)
            ground[top : top + down, left : left + across] = after[top : top + down, left : left + across]
            return ground
        return np.ascontiguousarray(after)
    return None


def _face(recipe: Recipe | None) -> Box | None:
    if isinstance(recipe, Edited):
        return _moved(_face(recipe.of), recipe)
    if not isinstance(recipe, Portrait):
        return None
    from tools.stimuli.portraits.studio import portrait  # slow import

    marks = portrait(recipe).landmarks
    (lx, ly), (rx, ry) = marks["left_eye"], marks["right_eye"]
    (ux, uy), (wx, wy) = marks["mouth_upper"], marks["mouth_lower"]
    side = FACE_WIDTHS * float(((lx - rx) ** 2 + (ly - ry) ** 2) ** 0.5)
    x, y = (lx + rx + ux + wx) / 4, (ly + ry + uy + wy) / 4
    return Box(left=float(x - side / 2), top=float(y - side / 2), width=side, height=side)


def _moved(box: Box | None, recipe: Edited) -> Box | None:
    """A box where a change put it; none once its centre has left the picture."""
    if box is None or recipe.change not in MOVING:
        return box
    width, height = _size(recipe.of)
    move = move_of(recipe.change, recipe.amount, (width, height), recipe.at)
    one = move.forth(box.left, box.top)
    other = move.forth(box.left + box.width, box.top + box.height)
    left, top = min(one[0], other[0]), min(one[1], other[1])
    across, down = abs(other[0] - one[0]), abs(other[1] - one[1])
    if not (0 <= left + across / 2 < width and 0 <= top + down / 2 < height):
        return None
    return box.model_copy(update={"left": left, "top": top, "width": across, "height": down})


def _size(recipe: Recipe) -> tuple[int, int]:
    """Of a bust, whatever was changed of it: no change of this kind alters the size of a picture."""
    while isinstance(recipe, Edited):
        recipe = recipe.of
    assert isinstance(recipe, Portrait)
    return recipe.side, recipe.side
