"""The parts of a computed bust's face, from its own landmarks and its exact matte: no finder takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.given import MOVING
from tools.attribute.regions.region import NOWHERE, Region
from tools.stimulus import Edited, Portrait
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.stimuli.portraits.kept import Landmarks

PARTS: tuple[Region, ...] = (
    Region("ground", Words(fr="le fond", en="the ground")),
    Region("body", Words(fr="le cou et le vêtement", en="the neck and the garment"), plural=True),
    Region("hair", Words(fr="les cheveux et les oreilles", en="the hair and the ears"), plural=True),
    Region("forehead", Words(fr="le front", en="the forehead")),
    Region("cheeks", Words(fr="les joues", en="the cheeks"), plural=True),
    Region("brows", Words(fr="les sourcils", en="the brows"), plural=True),
    Region("eyes", Words(fr="les yeux et leur tour", en="the eyes and around them"), plural=True),
    Region("nose", Words(fr="le nez", en="the nose")),
    Region("mouth", Words(fr="la bouche", en="the mouth")),
    Region("chin", Words(fr="le menton", en="the chin")),
)
_GLASSES = Region("eyes", Words(fr="les lunettes et les yeux", en="the glasses and the eyes"), plural=True)
_SCARF = Region("hair", Words(fr="le foulard", en="the headscarf"))
_GROUND, _BODY, _HAIR, _FOREHEAD, _CHEEKS, _BROWS, _EYES, _NOSE, _MOUTH, _CHIN = range(len(PARTS))


def bust_of(recipe: Any) -> Portrait | None:
    """The computed bust that a picture shows, where it was made and nothing moved it since."""
    while isinstance(recipe, Edited) and recipe.change not in MOVING:
        recipe = recipe.of
    return recipe if isinstance(recipe, Portrait) else None


def parts_of(recipe: Portrait) -> tuple[Region, ...]:
    """The parts by name, as they are on this bust: glasses and a headscarf are named."""
    named = {_EYES: _GLASSES} if recipe.glasses else {}
    if recipe.headscarf:
        named[_HAIR] = _SCARF
    return tuple(named.get(number, part) for number, part in enumerate(PARTS))


def face_parts(recipe: Portrait) -> NDArray[np.int64]:
    """The part that each pixel of the bust belongs to: (height, width), numbers of :data:`PARTS`."""
    from tools.stimuli.portraits.studio import portrait  # slow import

    made = portrait(recipe)
    return parts_from(made.landmarks, made.matte, glasses=recipe.glasses)


def parts_from(marks: Landmarks, matte: NDArray[np.uint8], *, glasses: bool) -> NDArray[np.int64]:
    """The same from landmarks (x, y in pixels) and a matte (height, width); glasses are of the eyes' part."""
    import cv2  # slow import
    import numpy as np

    height, width = matte.shape
    at = {name: np.array(place) for name, place in marks.items()}
    right, left = at["right_eye"], at["left_eye"]
    unit = float(np.hypot(*(left - right)))  # between the pupils
    across = (left - right) / unit
    down = np.array([-across[1], across[0]])
    middle = (left + right) / 2
    rows, columns = np.indices((height, width))
    x = (columns - middle[0]) * across[0] + (rows - middle[1]) * across[1]
    y = (columns - middle[0]) * down[0] + (rows - middle[1]) * down[1]

    def below(name: str) -> float:
        return float((at[name] - middle) @ down)

    def oval(centre: NDArray[np.float64], wide: float, high: float) -> NDArray[np.bool_]:
        over, under = (centre - middle) @ across, (centre - middle) @ down
        return np.asarray(((x - over) / wide) ** 2 + ((y - under) / high) ** 2 <= 1)

    person = matte >= 128
    chin, top, brow = below("chin"), below("forehead"), below("left_brow_inner")
    labels = np.full((height, width), _GROUND, np.int64)
    labels[person] = _BODY
    labels[person & (y < chin)] = _HAIR
    face_middle = middle + down * (chin + top) / 2
    face = person & oval(face_middle, 1.12 * unit, (chin - top) / 2 * 1.04)
    labels[face] = _CHEEKS
    labels[face & (y < brow)] = _FOREHEAD
    mouth_low = below("mouth_bottom")
    labels[face & (y > mouth_low) & (np.abs(x) < 0.55 * unit)] = _CHIN
    brush = max(1, round(0.14 * unit))
    paint = np.zeros((height, width), np.uint8)
    for side in ("left", "right"):
        inner, outer = at[f"{side}_brow_inner"], at[f"{side}_brow_outer"]
        # A brow is an arch: its highest place lies above the straight line.
        arch = (inner + 2 * outer) / 3 - down * 0.08 * unit
        line = np.round(np.stack([inner, arch, outer])).astype(np.int32)
        cv2.polylines(paint, [line], False, 1, brush)
    labels[face & (paint > 0)] = _BROWS
    for side in ("left", "right"):
        wide, high = (0.56, 0.36) if glasses else (0.42, 0.24)
        labels[face & oval(at[f"{side}_eye"], wide * unit, high * unit)] = _EYES
    bridge, base = below("nose_bridge"), below("nose_base")
    share = np.clip((y - bridge) / max(base - bridge, 1e-6), 0, 1)
    nose = face & (y >= bridge) & (y <= base + 0.03 * unit) & (np.abs(x) <= unit * (0.13 + 0.2 * share))
    labels[nose & (labels != _EYES)] = _NOSE
    corners = float(np.hypot(*(at["left_mouth_corner"] - at["right_mouth_corner"]))) / 2
    centre = (at["mouth_top"] + at["mouth_bottom"]) / 2
    high = max(float((at["mouth_bottom"] - at["mouth_top"]) @ down) / 2, 0.1 * unit)
    labels[face & oval(centre, corners * 1.2, high * 1.25)] = _MOUTH
    assert NOWHERE not in labels
    return labels
