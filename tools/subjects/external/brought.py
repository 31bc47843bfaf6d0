"""A model of one's own, loaded: a class for each kind of answer, with the contracts of ``tools.subject``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.examination import (
    Box,
    BoxesResult,
    Examination,
    MapResult,
    MaskResult,
    ScoresResult,
)
from tools.finding import Crop
from tools.stimuli.picture_file import PictureFile, open_picture
from tools.subject import SubjectCard
from tools.subjects.cropping.window import TIMELINE_RATIOS, Cells, crop_window, salient_cell
from tools.subjects.external.apart import Apart
from tools.subjects.external.description import Description
from tools.subjects.external.feeding import Frame, batch_of, frame_of, prepare, unframed
from tools.subjects.external.reading import Reader
from tools.wording import Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELL = 16  # prepared pixels: a finer map is read by blocks of this size, each at its best score
_TALKATIVE = 1_000_000  # bytes that a model prints before it is said


class Brought:
    """What all kinds share: the card, the process apart, the batches."""

    def __init__(self, card: SubjectCard, description: Description, apart: Apart, unpinned: bool) -> None:
        self.card = card
        self.apart = apart
        self._how = description
        self._reader = Reader(card.name, description)
        self._unpinned = unpinned

    def close(self) -> None:
        """End its process; the next question would start another."""
        self.apart.close()

    def _ask(self, prepared: Sequence[NDArray[np.uint8]]) -> list[tuple[Any, list[int]]]:
        """What the model returns, batch by batch, with the places of its pictures; equal sizes together."""
        answers = []
        for places in _batches([picture.shape for picture in prepared], self._how.batch):
            pictures = [prepared[place] for place in places]
            if self._how.send == "png":
                import numpy as np

                from tools.stimuli.render import png

                arrays = [np.frombuffer(png(picture), np.uint8) for picture in pictures]
            else:
                arrays = [batch_of(pictures, self._how.input)]
            answers.append((self.apart.ask(arrays, None, len(pictures)), places))
        return answers

    def _frame(self, prepared: NDArray[np.uint8]) -> Frame:
        if self._how.send == "png":  # the server pads for itself, if it does
            height, width = prepared.shape[:2]
            return Frame(0, 0, width, height, width, height)
        return frame_of(prepared, self._how.input)

    def _notes(self, opened: tuple[Words, ...] = ()) -> tuple[Words, ...]:
        from tools.subjects.external.card import UNPINNED

        notes = [*opened]
        if self._unpinned:
            notes.append(UNPINNED)
        if self.apart.printed > _TALKATIVE:
            size = self.apart.printed / 1_000_000
            notes.append(
                Words(
                    fr=f"Le modèle a écrit {format_number(size, 'number1', 'fr')} Mo dans son terminal ;"
                    " c’est mis de côté.",
                    en=f"The model printed {format_number(size, 'number1', 'en')} MB; it is set aside.",
                )
            )
        return tuple(notes)

    def _examined(self, opened: PictureFile, result: Any, **drawn: NDArray[np.uint8]) -> Examination:
        return Examination(
            result=result,
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=self._notes(opened.notes),
            pictures=drawn,
        )


class BroughtMap(Brought):
    """Answers ``map``: what the instruments of cropping networks need, but for its layers and weights."""

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels (height, width, 3) at the size at which the model is fed, before padding."""
        return prepare(pixels, self._how.input)

    def maps(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The map of each prepared picture, read by blocks of 16 pixels where it is finer.

        A block has its best score: neither the maximum nor the block that holds it change.
        """
        return [
            by_blocks(grid, (picture.shape[0], picture.shape[1]))
            for grid, picture in zip(self.full_maps(prepared), prepared, strict=True)
        ]

    def full_maps(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The map of each prepared picture as the model gives it, padding left out."""
        found: dict[int, NDArray[np.float32]] = {}
        for raw, places in self._ask(prepared):
            grids = self._reader.maps(raw, len(places))
            for place, grid in zip(places, grids, strict=True):
                found[place] = unframed(grid, self._frame(prepared[place]))
        return [found[place] for place in range(len(prepared))]

    def place_of(self, cell: tuple[int, int], cells: Cells) -> tuple[int, int]:
        """The middle of one cell (row, column) of a map, as (x, y) in pixels of the picture."""
        (row, column), (rows, columns), (width, height) = cell, cells.shape, cells.size
        x, y = (2 * column + 1) * width // (2 * columns), (2 * row + 1) * height // (2 * rows)
        return min(x, width - 1), min(y, height - 1)

    def side_of(self, cells: Cells) -> float:
        """The longer side of one cell of a map, in pixels of the picture."""
        (rows, columns), (width, height) = cells.shape, cells.size
        return max(width / columns, height / rows)

    def crop(self, point: tuple[int, int], size: tuple[int, int], ratio: float) -> Crop:
        """The window of ``ratio`` (height over width) around a point."""
        return crop_window(point, size, ratio)

    def examine(self, given: Path | str) -> Examination:
        """What it answers on a picture file: the point is that of the model's own map, unblocked."""
        opened = open_picture(Path(given))
        size = (opened.width, opened.height)
        picture = self.prepare(opened.pixels)
        (grid,) = self.full_maps([picture])
        cells = Cells((grid.shape[0], grid.shape[1]), size, (picture.shape[1], picture.shape[0]))
        point = self.place_of(salient_cell(grid), cells)
        crops = (self.crop(point, size, ratio) for ratio in TIMELINE_RATIOS)
        return self._examined(
            opened,
            MapResult(
                score=round(float(grid.max()), 6),
                point=point,
                grid=(grid.shape[0], grid.shape[1]),
                crops={crop.ratio: (crop.left, crop.top, crop.width, crop.height) for crop in crops},
            ),
            map=_drawn(grid),
        )


class BroughtMask(Brought):
    """Answers ``mask``."""

    def masks(self, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The matte (height, width) in 0..1 of each picture (height, width, 3)."""
        prepared = [prepare(picture, self._how.input) for picture in pictures]
        found: dict[int, NDArray[np.float32]] = {}
        for raw, places in self._ask(prepared):
            for place, grid in zip(places, self._reader.maps(raw, len(places)), strict=True):
                own = unframed(grid, self._frame(prepared[place]))
                found[place] = _resized(own, pictures[place].shape)
        return [found[place] for place in range(len(pictures))]

    def examine(self, given: Path | str) -> Examination:
        """The share of the picture that the mask holds (half or more), and the box around it."""
        import numpy as np

        opened = open_picture(Path(given))
        (matte,) = self.masks([opened.pixels])
        inside = matte >= 0.5
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        box = None
        if rows.size:
            left, top = int(columns[0]), int(rows[0])
            box = (left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
        drawn = np.floor(matte * 255 + 0.5).astype(np.uint8)
        share = round(float(inside.mean()), 6)
        return self._examined(opened, MaskResult(share=share, box=box), mask=drawn)


class BroughtBoxes(Brought):
    """Answers ``boxes``."""

    def boxes(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Box, ...]]:
        """What it finds in each picture (height, width, 3), best first, in its pixels."""
        prepared = [prepare(picture, self._how.input) for picture in pictures]
        found: dict[int, tuple[Box, ...]] = {}
        for raw, places in self._ask(prepared):
            frames = [self._frame(prepared[place]) for place in places]
            for place, boxes in zip(places, self._reader.boxes(raw, len(places), frames), strict=True):
                across = pictures[place].shape[1] / prepared[place].shape[1]
                down = pictures[place].shape[0] / prepared[place].shape[0]
                found[place] = tuple(_scaled(box, across, down) for box in boxes)
        return [found[place] for place in range(len(pictures))]

    def examine(self, given: Path | str) -> Examination:
        """What it finds in a picture file."""
        opened = open_picture(Path(given))
        (boxes,) = self.boxes([opened.pixels])
        return self._examined(opened, BoxesResult(boxes=boxes))


class BroughtPictureScores(Brought):
    """Answers ``scores`` of pictures."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the scores."""
        return self._how.labels

    def scores(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, labels) for whole pictures (height, width, 3)."""
        import numpy as np

        found = np.zeros((len(pictures), len(self.labels)), dtype=np.float32)
        for raw, places in self._ask([prepare(picture, self._how.input) for picture in pictures]):
            found[places] = self._reader.scores(raw, len(places))
        return found

    def examine(self, given: Path | str) -> Examination:
        """Scores of a picture file."""
        opened = open_picture(Path(given))
        return self._examined(opened, _by_label(self.labels, self.scores([opened.pixels])[0]))


class BroughtTextScores(Brought):
    """Answers ``scores`` of texts."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the scores."""
        return self._how.labels

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, labels)."""
        import numpy as np

        found = np.zeros((len(texts), len(self.labels)), dtype=np.float32)
        for start in range(0, len(texts), self._how.batch):
            some = list(texts[start : start + self._how.batch])
            found[start : start + len(some)] = self._reader.scores(
                self.apart.ask((), some, len(some)), len(some)
            )
        return found

    def examine(self, given: Path | str) -> Examination:
        """Scores of one text."""
        text = str(given)
        return Examination(
            result=_by_label(self.labels, self.scores([text])[0]),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            notes=self._notes(),
        )


def by_blocks(grid: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """A map by blocks of 16 prepared pixels, each at its best score; ``size`` is (height, width).

    A map that is coarser already stays as it is.
    """
    import numpy as np

    for axis in (0, 1):
        cells = max(1, round(size[axis] / CELL))
        if grid.shape[axis] > cells:
            starts = np.arange(cells) * grid.shape[axis] // cells
            grid = np.maximum.reduceat(grid, starts, axis=axis)
    return np.ascontiguousarray(grid)


def _batches(shapes: Sequence[tuple[int, ...]], most: int) -> list[list[int]]:
    by_shape: dict[tuple[int, ...], list[int]] = {}
    for place, shape in enumerate(shapes):
        by_shape.setdefault(shape, []).append(place)
    return [
        places[start : start + most] for places in by_shape.values() for start in range(0, len(places), most)
    ]


def _resized(grid: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    import numpy as np
    from PIL import Image  # slow import

    if grid.shape == shape[:2]:
        return grid
    image = Image.fromarray(np.ascontiguousarray(grid, dtype=np.float32))
    resized = image.resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(resized, dtype=np.float32).clip(0, 1)


def _drawn(grid: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The map in grey, from its lowest to its highest score."""
    import numpy as np

    low, high = float(grid.min()), float(grid.max())
    shade = (grid - low) / (high - low) if high > low else np.zeros_like(grid)
    return np.asarray(np.floor(shade * 255 + 0.5).astype(np.uint8))


def _scaled(box: Box, across: float, down: float) -> Box:
    return Box(left=box.left * across, top=box.top * down, width=box.width * across,
               height=box.height * down, score=box.score)  # fmt: skip


def _by_label(labels: Sequence[str], scores: NDArray[np.float32]) -> ScoresResult:
    return ScoresResult(
        scores={label: round(float(score), 6) for label, score in zip(labels, scores, strict=True)}
    )
