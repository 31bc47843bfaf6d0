"""What the studio draws: parts, each a triangle mesh of one material.

Two frames of coordinates, both in decimetres, x to the picture's right, y up, z towards the camera:

- *base*: where the vertex lies on the published mesh before any shape is applied. Eyes are near
  (±0.31, 7.28, 1.25), the chin near y 6.17, the crown near y 8.49. All marks painted by formula (brows,
  hairline, neckline) use it, so that they follow age, sex and expression.
- *set*: the composed bust as it stands in front of the camera, unposed: the middle between the eyes at
  (0, 0.42, 0), crown to chin 2.35. The studio poses every part itself (the head turns above the neck, by
  ``base`` y), so that whoever makes a part never thinks of the pose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

Material = Literal["skin", "eye", "lash", "mouth", "hair", "cloth", "scarf", "glasses"]
MATERIALS: tuple[Material, ...] = ("skin", "eye", "lash", "mouth", "hair", "cloth", "scarf", "glasses")
ATTRIBUTES = 8  # numbers carried per vertex and interpolated; each material says what they mean


@dataclass(frozen=True, eq=False)
class Part:
    """One mesh of one material, with everything that is interpolated over its triangles.

    ``attributes`` (n, 8) are the material's own numbers per vertex; ``parameters`` (16,) its numbers for the
    whole part (a linear colour, an age…), the same for every fragment. Both reach the material's ``covers``
    and ``surface`` (``materials.py``). ``normals`` are computed by area weight after the pose unless given
    here (then they are turned with the head). ``seen_behind``: also drawn where its back faces the camera.
    ``casts``: throws shadows (of a stack of hair shells let one or two do so).
    """

    name: str
    material: Material
    vertices: Floats  # (n, 3) set coordinates
    triangles: Indices  # (m, 3) anticlockwise seen from outside
    base: Floats  # (n, 3) base coordinates
    uv: Floats | None = None  # (n, 2)
    attributes: Floats | None = None  # (n, 8); zeros where None
    parameters: Floats | None = None  # (16,); zeros where None
    normals: Floats | None = None  # (n, 3)
    seen_behind: bool = False
    casts: bool = True


@dataclass(frozen=True, eq=False)
class Body:
    """The composed bust, unposed: what the wardrobe dresses.

    ``vertices`` holds all 19,158 vertices of the published mesh in set coordinates, helpers included, and
    after them those that round the outline (``refine.py``);
    ``base`` the same in base coordinates; ``groups`` the triangles of each group of the mesh (``body``,
    ``helper-tights``, ``helper-hair``, ``helper-l-eye``…) as vertex indices; ``masks`` a number 0–1 per
    vertex read from the published masks (``lips``, ``inside-mouth``, ``ears``, ``eyelids``, ``face``).
    ``normals`` are of the body and helpers, area-weighted, length 1. ``l`` and ``left`` are the bust's own
    left, at the picture's right. ``scale`` is set decimetres per base decimetre.
    """

    vertices: Floats
    base: Floats
    normals: Floats
    groups: Mapping[str, Indices]
    masks: Mapping[str, Floats]
    uv: Floats  # (n, 2), the first that the mesh gives each vertex
    left_eye: tuple[float, float, float]  # centre of the eyeball
    right_eye: tuple[float, float, float]
    eye_radius: float
    scale: float
    marks: Mapping[str, int] = field(default_factory=dict)  # landmark name → vertex


def own_vertices(triangles: Indices) -> tuple[Indices, Indices]:
    """The vertices (k,) that triangles use, and the triangles (m, 3) by place among them.

    Remembered by the array itself: the groups of a mesh are the same arrays for every bust.
    """
    known = _OWN.get(id(triangles))
    if known is None or known[0] is not triangles:
        used, index = np.unique(triangles, return_inverse=True)
        made = np.ascontiguousarray(index.reshape(-1, 3), dtype=np.int32)
        known = (triangles, used.astype(np.int32), made)
        if len(_OWN) >= _MOST_KNOWN:
            _OWN.clear()
        _OWN[id(triangles)] = known
    return known[1], known[2]


_OWN: dict[int, tuple[Indices, Indices, Indices]] = {}
_MOST_KNOWN = 64
