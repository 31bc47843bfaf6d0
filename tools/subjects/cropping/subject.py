"""What every cropping subject does around its network: prepare, look, point, crop, as the program does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from tools.examination import Examination, MapResult
from tools.finding import Crop
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.subjects.cropping import preparation
from tools.subjects.cropping.symmetry import CENTRED, is_symmetric
from tools.subjects.cropping.window import (
    TIMELINE_RATIOS,
    Cells,
    cell_side,
    crop_window,
    point_of_cell,
    runner_up,
    salient_point,
)
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import nn

# Pixels that go through the network at once: the original's first two layers take 350 bytes a pixel, and
# larger batches are not faster.
_BATCH_PIXELS = 2 * 320 * 320


@dataclass(frozen=True)
class Look:
    """What the network answers on one picture. Sizes are (width, height); all is in pixels of the picture."""

    score: float
    point: tuple[int, int]
    runner_up: tuple[int, int] | None  # the best point at least two cells away; None where there is no other
    grid: NDArray[np.float32]  # (rows, columns)
    grid_shape: tuple[int, int]
    crops: tuple[Crop, ...]
    size: tuple[int, int]
    prepared_size: tuple[int, int]
    file_sha256: str | None = None  # of the file, where a file was examined
    notes: tuple[Words, ...] = field(default=())  # what was done to the file before the network saw it


class CroppingSubject(ABC):
    """A network that scores the cells of a picture, with the preparation and the rules around it."""

    card: ClassVar[SubjectCard]

    @property
    @abstractmethod
    def module(self) -> nn.Module:
        """The torch module, in evaluation mode, without gradients on its weights.

        It takes ``(n, 3, height, width)``, RGB in 0..255 as floats, and gives ``(n, 1, rows, columns)``.
        """

    @abstractmethod
    def scrambled(self, seed: int) -> Self:
        """A twin whose weights and biases are permuted within each layer: same numbers, nothing learned."""

    @abstractmethod
    def reinitialised(self, seed: int) -> Self:
        """A twin that never learned: weights drawn anew by He's rule (arXiv 1502.01852), biases zero."""

    @abstractmethod
    def _forward(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The maps of prepared pictures of one size."""

    def examine_file(self, path: Path, *, symmetric: bool = False) -> Look:
        """What the network answers on a picture file, prepared exactly as the genuine program does.

        A JPEG is shrunk inside its decoder. ``symmetric`` as for :meth:`look`.
        Raises :class:`~tools.errors.StimulusRefused`.
        """
        opened = open_picture(path, halvings=preparation.decoder_halvings)
        size = (opened.width, opened.height)
        prepared = preparation.prepare(opened.pixels, preparation.target_size(*size))
        centred = symmetric and is_symmetric(opened.pixels)
        return self._look(prepared, size, opened.sha256, opened.notes, centred=centred)

    def examine(self, given: Path | str, *, symmetric: bool = False) -> Examination:
        """What ``examine`` prints of a picture file. Raises :class:`~tools.errors.StimulusRefused`.

        A stand-in never gives its point without the runner-up and the sentence of its agreement.
        """
        look = self.examine_file(Path(given), symmetric=symmetric)
        agreement = self.card.agreement
        return Examination(
            result=MapResult(
                score=round(look.score, 6),
                point=look.point,
                grid=look.grid_shape,
                crops={crop.ratio: (crop.left, crop.top, crop.width, crop.height) for crop in look.crops},
                runner_up=look.runner_up if self.card.imitates else None,
            ),
            sha256=look.file_sha256 or "",
            size=look.size,
            notes=(*look.notes, agreement) if agreement else look.notes,
        )

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels (height, width, 3) as the network sees them, at most 320 a side."""
        return preparation.prepare(pixels)

    def maps(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The saliency map (rows, columns) of each prepared picture, in order; equal sizes go together."""
        by_size: dict[tuple[int, ...], list[int]] = {}
        for index, picture in enumerate(prepared):
            by_size.setdefault(picture.shape, []).append(index)
        found: dict[int, NDArray[np.float32]] = {}
        for indices in by_size.values():
            height, width, _ = prepared[indices[0]].shape
            together = max(1, _BATCH_PIXELS // (height * width))
            for start in range(0, len(indices), together):
                batch = indices[start : start + together]
                found.update(zip(batch, self._forward([prepared[i] for i in batch]), strict=True))
        return [found[index] for index in range(len(prepared))]

    def look(self, pixels: NDArray[np.uint8], *, symmetric: bool = False) -> Look:
        """What the network answers on decoded pixels (height, width, 3).

        ``symmetric`` applies the program's rule of left–right symmetry: a picture that
        :func:`~tools.subjects.cropping.symmetry.is_symmetric` finds symmetric is centred across. It is off
        by default, because only the published Python port of the rule is known, not the program's own.
        """
        centred = symmetric and is_symmetric(pixels)
        return self._look(self.prepare(pixels), (pixels.shape[1], pixels.shape[0]), centred=centred)

    def point_of(
        self, grid: NDArray[np.float32], size: tuple[int, int], prepared_size: tuple[int, int]
    ) -> tuple[int, int]:
        """Where the map's maximum is, as (x, y) in pixels of the picture; sizes are (width, height)."""
        return salient_point(grid, size, prepared_size)

    def place_of(self, cell: tuple[int, int], cells: Cells) -> tuple[int, int]:
        """Where one cell (row, column) of a map is, as (x, y) in pixels of the picture."""
        return point_of_cell(cell, cells.size, cells.prepared_size)

    def side_of(self, cells: Cells) -> float:
        """The side of one cell of a map, in pixels of the picture."""
        return cell_side(cells)

    def crop(self, point: tuple[int, int], size: tuple[int, int], ratio: float) -> Crop:
        """The window of ``ratio`` (height over width) that the timeline would show.

        Raises :class:`~tools.errors.CallRefused` for a ratio that is not a positive number.
        """
        return crop_window(point, size, ratio)

    def _look(
        self,
        prepared: NDArray[np.uint8],
        size: tuple[int, int],
        file_sha256: str | None = None,
        notes: tuple[Words, ...] = (),
        *,
        centred: bool = False,
    ) -> Look:
        (grid,) = self.maps([prepared])
        prepared_size = (prepared.shape[1], prepared.shape[0])
        point = self.point_of(grid, size, prepared_size)
        if centred:
            point = (size[0] // 2, point[1])
        second = runner_up(grid)
        return Look(
            score=float(grid.max()),
            point=point,
            runner_up=point_of_cell(second, size, prepared_size) if second is not None else None,
            grid=grid,
            grid_shape=(grid.shape[0], grid.shape[1]),
            crops=tuple(self.crop(point, size, ratio) for ratio in TIMELINE_RATIOS),
            size=size,
            prepared_size=prepared_size,
            file_sha256=file_sha256,
            notes=(*notes, CENTRED) if centred else notes,
        )
