"""Round the outline: split long edges of the published mesh along the curve that its normals suggest.

Which edges are split is decided once, on the published mesh, edge by edge, so that neighbours agree and no
crack opens. The new vertex lies on the middle of the edge's cubic (PN triangles: Vlachos et al., 2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.mesh import Floats, Indices

ROUNDS = 2
# Longest edge left whole, and the base y above which it matters, by group.
_LONGEST = {"body": (0.085, 5.0), "helper-tights": (0.2, 2.5), "helper-hair": (0.2, 3.0)}


@dataclass(frozen=True, eq=False)
class Refinement:
    """``pairs``: for each round the two ends (k, 2) of the edges that are split; the groups then."""

    pairs: tuple[Indices, ...]
    groups: Mapping[str, Indices]

    def extended(self, values: NDArray[np.floating]) -> NDArray[np.floating]:
        """Values of the vertices, then those of the new ones: the mean of the two ends."""
        for ends in self.pairs:
            middles = (values[ends[:, 0]] + values[ends[:, 1]]) * values.dtype.type(0.5)
            values = np.concatenate([values, middles])
        return values

    def rounded(self, vertices: Floats, normals: Floats) -> tuple[Floats, Floats]:
        """Positions and normals with those of the new vertices."""
        for ends in self.pairs:
            a, b = vertices[ends[:, 0]], vertices[ends[:, 1]]
            na, nb = normals[ends[:, 0]], normals[ends[:, 1]]
            along = b - a
            rise_a = _dot(along, na)[:, None] * na
            rise_b = _dot(along, nb)[:, None] * nb
            middle = (a + b) * np.float32(0.5) + (rise_b - rise_a) * np.float32(0.125)
            normal = na + nb
            length = np.sqrt(_dot(normal, normal))[:, None]
            vertices = np.concatenate([vertices, middle])
            normals = np.concatenate([normals, normal / np.maximum(length, np.float32(1e-6))])
        return vertices, normals


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] + a[:, 2] * b[:, 2])


def refinement(base: NDArray[np.float64], groups: Mapping[str, Indices]) -> Refinement:
    """Decide which edges are split, and how the triangles then are."""
    refined = dict(groups)
    rounds = []
    for _ in range(ROUNDS):
        ends: dict[tuple[int, int], int] = {}
        for name, (longest, above) in _LONGEST.items():
            refined[name] = _split(base, refined[name], longest, above, ends)
        pairs = np.array(list(ends), dtype=np.int32).reshape(-1, 2)
        base = np.concatenate([base, (base[pairs[:, 0]] + base[pairs[:, 1]]) / 2])
        rounds.append(pairs)
    return Refinement(tuple(rounds), refined)


def _split(
    base: NDArray[np.float64],
    triangles: Indices,
    longest: float,
    above: float,
    ends: dict[tuple[int, int], int],
) -> Indices:
    done: list[tuple[int, int, int]] = []
    lengths = [
        np.sqrt(((base[triangles[:, at]] - base[triangles[:, (at + 1) % 3]]) ** 2).sum(axis=1))
        for at in range(3)
    ]
    high = base[:, 1] > above

    def middle(a: int, b: int) -> int:
        edge = (a, b) if a < b else (b, a)
        return ends.setdefault(edge, len(base) + len(ends))

    for number, (a, b, c) in enumerate(triangles.tolist()):
        corners = (a, b, c)
        cut = [
            lengths[at][number] > longest and bool(high[corners[at]] and high[corners[(at + 1) % 3]])
            for at in range(3)
        ]
        if not any(cut):
            done.append(corners)
            continue
        # Turn the triangle so that its cut edges come first; each case then has one pattern.
        start = cut.index(True) if sum(cut) == 1 else 0 if all(cut) else (cut.index(False) + 1) % 3
        p, q, r = (corners[(start + at) % 3] for at in range(3))
        pq = middle(p, q)
        if sum(cut) == 1:
            done += [(p, pq, r), (pq, q, r)]
            continue
        qr = middle(q, r)
        if sum(cut) == 2:
            done += [(p, pq, r), (pq, qr, r), (pq, q, qr)]
            continue
        rp = middle(r, p)
        done += [(p, pq, rp), (pq, q, qr), (rp, qr, r), (pq, qr, rp)]
    return np.array(done, dtype=np.int32)
