"""Compose one bust: the published mesh moved by its shapes, brought in front of the camera.

X = base + Σ weight · shape. The weight of a macro shape is the product of the factors in its name; face units
and details are added with their own weights. Shapes are absolute, so the order does not matter.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import Body, Floats, Indices
from tools.stimuli.portraits.published import Published, published
from tools.stimuli.portraits.refine import refinement
from tools.stimulus import Portrait

EYES_ABOVE = 0.42  # set decimetres between the camera's axis and the middle of the eyes
HEAD = 2.35  # crown to chin, for everybody

_RACES: Final = ("african", "asian", "caucasian")
_AGE_KNOTS: Final = (("child", 0.1875), ("young", 0.5), ("old", 1.0))
_BOTH: Final = ("Left", "Right")

# Face units × strength, of both sides where the name ends with "*".
EXPRESSIONS: Final[Mapping[str, Mapping[str, float]]] = {
    "neutral": {},
    "smile": {
        "mouthSmile*": 1.0,
        "cheekSquint*": 0.8,
        "eyeSquint*": 0.35,
        "mouthUpperUp*": 0.5,
        "mouthDimple*": 0.25,
        "mouthStretch*": 0.15,
        "jawOpen": 0.14,
    },
    "angry": {
        "browDown*": 1.0,
        "noseSneer*": 0.45,
        "mouthPress*": 0.6,
        "mouthFrown*": 0.35,
        "eyeSquint*": 0.3,
    },
    "sad": {"browInnerUp": 1.0, "mouthFrown*": 0.9, "mouthShrugLower": 0.4},
    "surprise": {"browInnerUp": 0.9, "browOuterUp*": 0.9, "eyeWide*": 0.9, "jawOpen": 0.45},
}

# Where landmarks lie on the published mesh (the bust's own left; its right is the mirror image).
_MARKS: Final = {
    "crown": (0.0, 8.491, 0.696),
    "forehead": (0.0, 7.85, 1.473),
    "nose_bridge": (0.0, 7.323, 1.506),
    "nose_tip": (0.0, 6.909, 1.681),
    "nose_base": (0.0, 6.805, 1.573),
    "mouth_top": (0.0, 6.722, 1.571),
    "mouth_upper": (0.0, 6.63, 1.578),
    "mouth_lower": (0.0, 6.574, 1.559),
    "mouth_bottom": (0.0, 6.488, 1.556),
    "chin": (0.0, 6.177, 1.403),
    "left_eye_inner": (0.175, 7.267, 1.378),
    "left_eye_outer": (0.439, 7.288, 1.351),
    "left_eye_top": (0.31, 7.35, 1.41),
    "left_eye_bottom": (0.311, 7.242, 1.393),
    "left_brow_inner": (0.10, 7.45, 1.52),
    "left_brow_outer": (0.55, 7.50, 1.33),
    "left_mouth_corner": (0.254, 6.621, 1.437),
    "left_ear": (0.879, 7.24, 0.375),
}


def compose(recipe: Portrait, details: Mapping[str, float] | None = None) -> Body:
    """The bust of a recipe, unposed. ``details``: weights of shapes by name (``nose/nose-hump-incr``).

    Only the recipe's age, perceived sex, ancestry, expression and strength are read. Raises
    :class:`~tools.errors.MissingAsset` where the mesh is not on this machine, :class:`KeyError` for a detail
    that it does not hold.
    """
    key = (
        recipe.age,
        recipe.perceived_sex,
        recipe.ancestry,
        recipe.expression,
        recipe.strength,
        tuple(sorted((details or {}).items())),
    )
    with _LOCK:
        if key in _MEMO:
            _MEMO.move_to_end(key)
            return _MEMO[key]
    body = _composed(published(), recipe, details or {})
    with _LOCK:
        _MEMO[key] = body
        while len(_MEMO) > _MOST:
            _MEMO.popitem(last=False)
    return body


_MEMO: OrderedDict[object, Body] = OrderedDict()
_MOST = 16
_LOCK = Lock()


def face_units(recipe: Portrait) -> dict[str, float]:
    """The face units of the recipe's expression with their weights."""
    units: dict[str, float] = {}
    for name, weight in EXPRESSIONS[recipe.expression].items():
        for each in [name[:-1] + side for side in _BOTH] if name.endswith("*") else [name]:
            units[each] = weight * recipe.strength
    return {name: weight for name, weight in units.items() if weight}


def macro_weights(recipe: Portrait) -> dict[str, float]:
    """Weights of the macro shapes; they sum to 1. 25 years is the knot 0.5, 90 the knot 1, linear."""
    knot = 0.5 + (recipe.age - 25) / 65 * 0.5
    ages: dict[str, float] = {}
    for (below, low), (above, high) in pairwise(_AGE_KNOTS):
        if low <= knot <= high:
            t = (knot - low) / (high - low)
            ages = {below: 1 - t, above: t}
    total = sum(recipe.ancestry) or 1.0
    ancestry = [part / total for part in recipe.ancestry] if sum(recipe.ancestry) else [1 / 3] * 3
    weights = {}
    for race, share in zip(_RACES, ancestry, strict=True):
        for sex, sexed in (("male", recipe.perceived_sex), ("female", 1 - recipe.perceived_sex)):
            for age, aged in ages.items():
                if (weight := share * sexed * aged) > 0:
                    weights[f"macrodetails/{race}-{sex}-{age}"] = weight
    return weights


def _composed(source: Published, recipe: Portrait, details: Mapping[str, float]) -> Body:
    vertices = source.base.copy()
    for name, weight in [*sorted(macro_weights(recipe).items()), *sorted(details.items())]:
        _add(vertices, source, name, weight)
    placed = _Placing(source, vertices)  # before the expression: an open jaw must not shrink the head
    for name, weight in sorted(face_units(recipe).items()):
        _add(vertices, source, name, weight)
    _lower_arms(vertices, source.base)
    moved = ((vertices - placed.origin) * placed.scale).astype(np.float32)
    moved[:, 1] += np.float32(EYES_ABOVE)
    eyes = {side: _eye(source, side, moved) for side in ("l", "r")}
    finer = _finer(source)
    vertices32, normals = finer.shapes.rounded(moved, vertex_normals(moved, _everything(source)))
    return Body(
        vertices=vertices32,
        base=finer.base,
        normals=normals,
        groups=finer.shapes.groups,
        masks=finer.masks,
        uv=finer.uv,
        left_eye=eyes["l"][0],
        right_eye=eyes["r"][0],
        eye_radius=(eyes["l"][1] + eyes["r"][1]) / 2,
        scale=placed.scale,
        marks=_marks(source),
    )


def _add(vertices: NDArray[np.float64], source: Published, name: str, weight: float) -> None:
    which, moves = source.shape(name)
    vertices[which] += moves * weight


class _Finer:
    """What does not depend on the recipe, with the vertices that round the outline."""

    def __init__(self, source: Published) -> None:
        self.shapes = refinement(source.base, source.groups)
        self.base = self.shapes.extended(source.base.astype(np.float32))
        self.uv = self.shapes.extended(source.uv)
        self.masks = {name: self.shapes.extended(mask) for name, mask in source.masks.items()}


@cache
def _finer(source: Published) -> _Finer:
    return _Finer(source)


class _Placing:
    """Where the camera finds this head: ``origin`` between its eyes, ``scale`` from its height."""

    def __init__(self, source: Published, vertices: NDArray[np.float64]) -> None:
        marks = _marks(source)
        body = vertices[:13380]
        height = float(body[:, 1].max()) - float(vertices[marks["chin"], 1])
        self.scale = HEAD / height
        left, right = (_eye_box(source, side, vertices) for side in ("l", "r"))
        self.origin = (left[0] + left[1] + right[0] + right[1]) / 4


def _eye_box(
    source: Published, side: str, vertices: NDArray[np.float64] | Floats
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ball = vertices[_used(source, f"helper-{side}-eye")].astype(np.float64)
    return ball.min(axis=0), ball.max(axis=0)


def _eye(source: Published, side: str, vertices: Floats) -> tuple[tuple[float, float, float], float]:
    """Centre and radius of an eyeball; the cornea stands out of it in front, so z is taken from the back."""
    low, high = _eye_box(source, side, vertices)
    radius = float(high[0] - low[0] + high[1] - low[1]) / 4
    centre = (low + high) / 2
    return (float(centre[0]), float(centre[1]), float(low[2]) + radius), radius


@cache
def _marks(source: Published) -> dict[str, int]:
    """The vertex of the body nearest to each landmark's place on the published mesh."""
    body = source.base[:13380]
    found = {}
    for name, place in _MARKS.items():
        for each, mirrored in ((name, 1.0), (name.replace("left_", "right_"), -1.0)):
            away = body - np.array([place[0] * mirrored, place[1], place[2]])
            found[each] = int(np.argmin((away * away).sum(axis=1)))
    return found


@cache
def _used(source: Published, group: str) -> NDArray[np.int32]:
    return np.unique(source.groups[group])


@cache
def _everything(source: Published) -> Indices:
    names = [name for name in source.groups if not name.startswith("joint-")]
    return np.ascontiguousarray(np.concatenate([source.groups[name] for name in names]))


def _lower_arms(vertices: NDArray[np.float64], base: NDArray[np.float64]) -> None:
    """Let the arms hang: the mesh holds them away from the body, which only a wide frame would show.

    Turned about the shoulder in the plane of the picture, by weights of the base coordinates.
    """
    for side in (1.0, -1.0):
        shoulder = np.array([1.677 * side, 5.245])
        along = np.array([0.66 * side, -0.751])
        away = base[:, :2] - shoulder
        reach = away[:, 0] * along[0] + away[:, 1] * along[1]
        off = np.abs(away[:, 0] * along[1] - away[:, 1] * along[0])
        weight = _smooth(-0.35, 0.75, reach) * (1 - _smooth(0.62, 0.9, off)) * (base[:, 0] * side > 0.9)
        moved = vertices[:, :2] - shoulder
        # The tangent of half the angle, so that no sine is asked of the machine: 30 degrees at weight 1.
        t = weight * 0.268 * side * -1
        cos, sin = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        vertices[:, 0] = shoulder[0] + moved[:, 0] * cos - moved[:, 1] * sin
        vertices[:, 1] = shoulder[1] + moved[:, 0] * sin + moved[:, 1] * cos


def _smooth(low: float, high: float, x: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


@kernel
def vertex_normals(vertices: Floats, triangles: Indices) -> Floats:
    """Normals (n, 3) of length 1 by the area of the triangles around each vertex; 0 where there are none."""
    normals = np.zeros(vertices.shape, np.float64)
    for at in range(len(triangles)):
        a, b, c = triangles[at, 0], triangles[at, 1], triangles[at, 2]
        ux = float(vertices[b, 0]) - float(vertices[a, 0])
        uy = float(vertices[b, 1]) - float(vertices[a, 1])
        uz = float(vertices[b, 2]) - float(vertices[a, 2])
        vx = float(vertices[c, 0]) - float(vertices[a, 0])
        vy = float(vertices[c, 1]) - float(vertices[a, 1])
        vz = float(vertices[c, 2]) - float(vertices[a, 2])
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for corner in (a, b, c):
            normals[corner, 0] += nx
            normals[corner, 1] += ny
            normals[corner, 2] += nz
    unit = np.zeros(vertices.shape, np.float32)
    for at in range(len(normals)):
        x, y, z = normals[at, 0], normals[at, 1], normals[at, 2]
        length = np.sqrt(x * x + y * y + z * z)
        if length > 0.0:
            unit[at, 0] = x / length
            unit[at, 1] = y / length
            unit[at, 2] = z / length
    return unit
