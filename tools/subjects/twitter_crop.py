"""Twitter's cropping network: the very weights that chose what timelines showed of a picture until 2021.

The network scores every cell of 16×16 pixels; the timeline showed a window around the best cell.
Torch is imported when weights are loaded, not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import Published, manifest
from tools.examination import Examination, MapResult
from tools.finding import Crop
from tools.readers.vxm import Convolution, Layer, read_vxm
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.subjects.cropping import preparation
from tools.subjects.cropping.window import TIMELINE_RATIOS, crop_window, salient_point
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.subjects.cropping.fast_forward import FastForward
    from tools.subjects.cropping.network import SaliencyNetwork

_PINNED = manifest("twitter_crop")
_commit = _PINNED.origin.commit if isinstance(_PINNED.origin, Published) else ""

CARD = SubjectCard(
    name="twitter_crop",
    title=Words(fr="Le réseau de cadrage de Twitter", en="Twitter’s cropping network"),
    about=Words(
        fr="Il note chaque endroit d’une image\u00a0; le fil d’actualité montrait le cadre autour de la "
        "meilleure note. Publié par Twitter en 2021.",
        en="It scores every place of a picture; the timeline showed the window around the best score. "
        "Published by Twitter in 2021.",
    ),
    badge="original",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} ({_commit[:7]}, bin/{_PINNED.file})",
    answers="map",
    assets=("twitter_crop",),
)

# Pixels that go through the network at once: the first two layers take 350 bytes a pixel, and larger
# batches are not faster.
_BATCH_PIXELS = 2 * 320 * 320


@dataclass(frozen=True)
class Look:
    """What the network answers on one picture. Sizes are (width, height); all is in pixels of the picture."""

    score: float
    point: tuple[int, int]
    grid: NDArray[np.float32]  # (rows, columns)
    grid_shape: tuple[int, int]
    crops: tuple[Crop, ...]
    size: tuple[int, int]
    prepared_size: tuple[int, int]
    file_sha256: str | None = None  # of the file, where a file was examined
    notes: tuple[Words, ...] = field(default=())  # what was done to the file before the network saw it


class TwitterCrop:
    """The network with its preparation and its cropping rule; or one of its know-nothing twins."""

    card = CARD

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)

    @classmethod
    def load(cls, weights: Path | None = None) -> TwitterCrop:
        """Read and check the weights; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        return cls(read_vxm(store.read(CARD.name, weights)))

    @cached_property
    def module(self) -> SaliencyNetwork:
        """The torch module, in evaluation mode, without gradients on its weights."""
        from tools.subjects.cropping.network import SaliencyNetwork  # slow import

        return SaliencyNetwork(self._layers).eval().requires_grad_(False)

    def examine_file(self, path: Path) -> Look:
        """What the network answers on a picture file, prepared exactly as the genuine program does.

        A JPEG is shrunk inside its decoder. Raises :class:`~tools.errors.StimulusRefused`.
        """
        opened = open_picture(path, halvings=preparation.decoder_halvings)
        size = (opened.width, opened.height)
        prepared = preparation.prepare(opened.pixels, preparation.target_size(*size))
        return self._look(prepared, size, opened.sha256, opened.notes)

    def examine(self, given: Path | str) -> Examination:
        """What ``examine`` prints of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        look = self.examine_file(Path(given))
        return Examination(
            result=MapResult(
                score=round(look.score, 6),
                point=look.point,
                grid=look.grid_shape,
                crops={crop.ratio: (crop.left, crop.top, crop.width, crop.height) for crop in look.crops},
            ),
            sha256=look.file_sha256 or "",
            size=look.size,
            notes=look.notes,
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

    def look(self, pixels: NDArray[np.uint8]) -> Look:
        """What the network answers on decoded pixels (height, width, 3)."""
        return self._look(self.prepare(pixels), (pixels.shape[1], pixels.shape[0]))

    def point_of(
        self, grid: NDArray[np.float32], size: tuple[int, int], prepared_size: tuple[int, int]
    ) -> tuple[int, int]:
        """Where the map's maximum is, as (x, y) in pixels of the picture; sizes are (width, height)."""
        return salient_point(grid, size, prepared_size)

    def crop(self, point: tuple[int, int], size: tuple[int, int], ratio: float) -> Crop:
        """The window of ``ratio`` (height over width) that the timeline would show.

        Raises :class:`~tools.errors.CallRefused` for a ratio that is not a positive number.
        """
        return crop_window(point, size, ratio)

    def scrambled(self, seed: int) -> TwitterCrop:
        """A twin whose weights and biases are permuted within each layer: same numbers, nothing learned."""
        import numpy as np

        draw = np.random.default_rng(seed)
        return TwitterCrop(
            [
                Convolution(
                    draw.permutation(layer.weight.ravel()).reshape(layer.weight.shape),
                    draw.permutation(layer.bias),
                    layer.slope,
                )
                if isinstance(layer, Convolution)
                else layer
                for layer in self._layers
            ]
        )

    def reinitialised(self, seed: int) -> TwitterCrop:
        """A twin that never learned: weights drawn anew by He's rule (arXiv 1502.01852), biases zero."""
        import numpy as np

        draw = np.random.default_rng(seed)
        return TwitterCrop(
            [_drawn_anew(layer, draw) if isinstance(layer, Convolution) else layer for layer in self._layers]
        )

    @cached_property
    def _fast(self) -> FastForward:
        from tools.subjects.cropping.fast_forward import FastForward  # slow import

        return FastForward(self.module)

    def _forward(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        import numpy as np
        import torch  # slow import

        scores = self._fast(torch.from_numpy(np.stack(prepared)))
        return [np.ascontiguousarray(grid) for grid in scores.numpy()]

    def _look(
        self,
        prepared: NDArray[np.uint8],
        size: tuple[int, int],
        file_sha256: str | None = None,
        notes: tuple[Words, ...] = (),
    ) -> Look:
        (grid,) = self.maps([prepared])
        prepared_size = (prepared.shape[1], prepared.shape[0])
        point = self.point_of(grid, size, prepared_size)
        return Look(
            score=float(grid.max()),
            point=point,
            grid=grid,
            grid_shape=(grid.shape[0], grid.shape[1]),
            crops=tuple(self.crop(point, size, ratio) for ratio in TIMELINE_RATIOS),
            size=size,
            prepared_size=prepared_size,
            file_sha256=file_sha256,
            notes=notes,
        )


def load(weights: Path | None = None) -> TwitterCrop:
    """The subject, loaded: what the bench calls of every subject's file."""
    return TwitterCrop.load(weights)


def _drawn_anew(layer: Convolution, draw: np.random.Generator) -> Convolution:
    import numpy as np

    _, into, height, width = layer.weight.shape
    spread = np.sqrt(2.0 / ((1.0 + layer.slope**2) * into * height * width))
    weight = draw.normal(0.0, spread, layer.weight.shape).astype(np.float32)
    return Convolution(weight, np.zeros_like(layer.bias), layer.slope)
