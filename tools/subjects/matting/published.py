"""MediaPipe's selfie segmentation around its graph: the picture stretched to it, the matte stretched back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.readers.graph_layers import Graph
from tools.readers.tflite import before_last_sigmoid, read_tflite
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.subjects.matting.answers import examined
from tools.subjects.matting.stretching import mattes_of
from tools.subjects.mediapipe_graphs import twins
from tools.subjects.mediapipe_graphs.sampling import stretched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.examination import Examination
    from tools.readers.tflite_network import GraphNetwork

_TOGETHER = 8  # pictures at once: larger batches are not faster


class PublishedMatte:
    """One of the two graphs; or one of its know-nothing twins."""

    def __init__(self, card: SubjectCard, graph: Graph) -> None:
        self.card = card
        self._graph = graph
        self._segment = before_last_sigmoid(graph)
        _, self.rows, self.columns, _ = graph.shapes[graph.inputs[0]]

    @classmethod
    def load(cls, card: SubjectCard, weights: Path | None = None) -> PublishedMatte:
        """Read and check the graph; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        return cls(card, read_tflite(store.read(card.assets[0], weights)))

    @cached_property
    def module(self) -> GraphNetwork:
        """The torch module up to the last sigmoid, without it."""
        from tools.readers.tflite_network import GraphNetwork  # slow import

        return GraphNetwork(self._graph, [self._segment])

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels (height, width, 3) as the network sees them."""
        return stretched(pixels, self.rows, self.columns)

    def logits(self, prepared: Tensor) -> Tensor:
        """What the last sigmoid is given, (n, 1, rows, columns), for RGB (n, 3, rows, columns) in 0..1.

        Differentiable, and the place to differentiate: through the sigmoid the gradient is exactly zero
        where the network is sure.
        """
        (found,) = self.module(prepared)
        logits: Tensor = found
        return logits

    def masks(self, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The matte (height, width) in 0..1, 1 for the person, of each picture (height, width, 3)."""
        return mattes_of(pictures, self.prepare, self.logits, _TOGETHER)

    def examine(self, given: Path | str) -> Examination:
        """The matte of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        return examined(opened, self.masks([opened.pixels])[0])

    def scrambled(self, seed: int) -> PublishedMatte:
        """A twin whose weights are permuted within each layer: same numbers, nothing learned."""
        return PublishedMatte(self.card, twins.scrambled(self._graph, seed))

    def reinitialised(self, seed: int) -> PublishedMatte:
        """A twin that never learned: weights drawn anew, biases zero."""
        return PublishedMatte(self.card, twins.reinitialised(self._graph, seed))
