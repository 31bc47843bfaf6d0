"""Planted causes: tiny subjects whose one reason is known, on the real bench with the real pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from tools.bench import Bench
from tools.finding import Crop
from tools.subject import SubjectCard
from tools.subjects.cropping import preparation
from tools.subjects.cropping.window import Cells, cell_side, crop_window, point_of_cell
from tools.wording import both

Map = Callable[[np.ndarray], np.ndarray]
CARD = SubjectCard(
    name="planted",
    title=both("Planted"),
    about=both("A subject whose reason is known"),
    badge="made-here",
    modality="image",
    sha256="0" * 64,
    licence="Apache-2.0",
    credit="Autopsie",
    source="tests",
    answers="map",
    assets=(),
)


class Planted:
    """A cropping subject that scores blocks of 16 pixels by one rule."""

    card = CARD

    def __init__(self, rule: Map) -> None:
        self._rule = rule

    def prepare(self, pixels: np.ndarray) -> np.ndarray:
        return preparation.prepare(pixels)

    def maps(self, prepared: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [self._rule(picture.astype(np.float64)).astype(np.float32) for picture in prepared]

    def place_of(self, cell: tuple[int, int], cells: Cells) -> tuple[int, int]:
        return point_of_cell(cell, cells.size, cells.prepared_size)

    def side_of(self, cells: Cells) -> float:
        return cell_side(cells)

    def crop(self, point: tuple[int, int], size: tuple[int, int], ratio: float) -> Crop:
        return crop_window(point, size, ratio)

    def reinitialised(self, seed: int) -> Planted:
        return Planted(lambda picture: by_hash(picture, str(seed)))


class PlantedBench(Bench):
    """The bench with a planted subject on it."""

    def __init__(self, rule: Map) -> None:
        super().__init__()
        self.planted = Planted(rule)

    def subject(self, name: str) -> Planted:  # type: ignore[override]
        return self.planted


def blocks(picture: np.ndarray) -> np.ndarray:
    """(rows, columns, 16·16·3) values of whole blocks."""
    rows, columns = picture.shape[0] // 16, picture.shape[1] // 16
    cut = picture[: rows * 16, : columns * 16].reshape(rows, 16, columns, 16, 3)
    return cut.transpose(0, 2, 1, 3, 4).reshape(rows, columns, -1)


def by_contrast(picture: np.ndarray) -> np.ndarray:
    """Guilty: the more a block varies, the higher its score."""
    return blocks(picture).std(axis=2) / 20


def by_light(picture: np.ndarray) -> np.ndarray:
    """Guilty: the lighter a block, the higher its score."""
    return blocks(picture).mean(axis=2) / 100


def by_slope(picture: np.ndarray) -> np.ndarray:
    """Clean of contrast and light: how well values follow their order in the block, whatever their scale.

    Means of 4 × 4 pixels first: where little varies, rounding to bytes after less contrast is noise that a
    subject answering to single pixels truly loses by (7 pairs of 42 to none).
    """
    rows, columns = picture.shape[0] // 16, picture.shape[1] // 16
    fours = picture[: rows * 16, : columns * 16].reshape(rows, 4, 4, columns, 4, 4, 3).mean(axis=(2, 5))
    cut = fours.transpose(0, 2, 1, 3, 4).reshape(rows, columns, -1)
    order = np.linspace(-1, 1, cut.shape[2])
    centred = cut - cut.mean(axis=2, keepdims=True)
    size = np.linalg.norm(centred, axis=2) * np.linalg.norm(order)
    return np.abs((centred @ order) / np.maximum(size, 1e-9))


def by_place(picture: np.ndarray) -> np.ndarray:
    """Guilty: what comes first wins, whatever it shows."""
    rows, columns = picture.shape[0] // 16, picture.shape[1] // 16
    return -np.add.outer(np.arange(rows), np.arange(columns)).astype(float)


def by_hash(picture: np.ndarray, salt: str = "") -> np.ndarray:
    """Knows nothing, and answers otherwise for every byte that changes."""
    rows, columns = picture.shape[0] // 16, picture.shape[1] // 16
    digest = hashlib.sha256(picture.astype(np.uint8).tobytes() + salt.encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big")).normal(0, 1, (rows, columns))


def by_mirror(picture: np.ndarray) -> np.ndarray:
    """Guilty of the placebo: a half that is symmetric around its 17th column, as a shifted one is, wins."""
    rows, columns = picture.shape[0] // 16, picture.shape[1] // 16
    scores = np.zeros((rows, columns))
    for start in range(0, columns, 10):
        half = picture[:, start * 16 : start * 16 + 160]
        apart = np.abs(half[:, 15:0:-1] - half[:, 17:32]).mean()
        scores[:, start : start + 10] = -apart
    return scores


RULES: dict[str, Map] = {
    "contrast": by_contrast,
    "light": by_light,
    "slope": by_slope,
    "place": by_place,
    "hash": by_hash,
    "mirror": by_mirror,
}


@pytest.fixture
def planted() -> Callable[[str], Bench]:
    """A bench whose subject has one known reason: contrast, light, slope, place, hash or mirror."""
    return lambda rule: PlantedBench(RULES[rule])
