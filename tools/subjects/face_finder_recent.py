"""MediaPipe's short-range face detector: where the faces in front of a camera are.

The recent control beside the old cascades: on controlled busts it finds every face. Torch is imported when
weights are loaded, not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.examination import Box, BoxesResult, Examination
from tools.readers.graph_layers import Graph
from tools.readers.tflite import read_tflite
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.subjects.mediapipe_graphs import detections, twins
from tools.subjects.mediapipe_graphs.sampling import letterboxed, square_around
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.readers.tflite_network import GraphNetwork

_PINNED = manifest("face_finder_recent")

CARD = SubjectCard(
    name="face_finder_recent",
    title=Words(fr="Un détecteur de visages récent", en="A recent face finder"),
    about=Words(
        fr="Il encadre les visages proches de la caméra et dit à quel point il en est sûr. Publié par "
        "Google avec MediaPipe.",
        en="It puts a box around the faces near the camera and says how sure it is. Published by Google "
        "with MediaPipe.",
    ),
    badge="proxy",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} (0.10.21)",
    answers="boxes",
    assets=("face_finder_recent",),
    differs=Words(
        fr="Ce n’est le détecteur d’aucun des incidents racontés ici : c’est un témoin, plus récent que les "
        "cascades de Haar. Sur nos bustes, il trouve tous les visages.",
        en="This is the detector of none of the incidents told here: it is a control, more recent than the "
        "Haar cascades. On our busts it finds every face.",
    ),
)

_TOGETHER = 16  # pictures at once: larger batches are not faster


class FaceFinderRecent:
    """The detector with its preparation and its choice among boxes; or one of its know-nothing twins."""

    card = CARD

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @classmethod
    def load(cls, weights: Path | None = None) -> FaceFinderRecent:
        """Read and check the graph; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        return cls(read_tflite(store.read(CARD.name, weights)))

    @cached_property
    def module(self) -> GraphNetwork:
        """The torch module: RGB (n, 3, 128, 128) in −1..1 to regressors (n, 896, 16), logits (n, 896, 1)."""
        from tools.readers.tflite_network import GraphNetwork  # slow import

        return GraphNetwork(self._graph)

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels (height, width, 3) as the network sees them: (128, 128, 3), black around."""
        return letterboxed(pixels, detections.SIDE)

    def logits(self, prepared: Tensor) -> Tensor:
        """How sure each of the 896 candidates is, before the sigmoid: (n, 896), for RGB (n, 3, 128, 128) in
        0..1. Differentiable."""
        _, logits = self.module(prepared * 2 - 1)
        flat: Tensor = logits[:, :, 0]
        return flat

    def boxes(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Box, ...]]:
        """The faces of each picture (height, width, 3), best first; ``score`` is in 0..1, at least one half.

        A box may reach beyond the picture, as MediaPipe's do.
        """
        import numpy as np
        import torch  # slow import

        found: list[tuple[Box, ...]] = []
        for start in range(0, len(pictures), _TOGETHER):
            batch = pictures[start : start + _TOGETHER]
            prepared = torch.from_numpy(np.stack([self.prepare(pixels) for pixels in batch]))
            with torch.inference_mode():
                both = self.module(prepared.permute(0, 3, 1, 2).float() / 127.5 - 1)
            regressors, logits = (each.numpy() for each in both)
            for pixels, regressor, logit in zip(batch, regressors, logits[:, :, 0], strict=True):
                window = square_around(pixels.shape[1], pixels.shape[0])
                faces = detections.one_a_face(*detections.decoded(regressor, logit))
                found.append(tuple(detections.in_pixels(face, score, window) for face, score in faces))
        return found

    def examine(self, given: Path | str) -> Examination:
        """The faces of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        return Examination(
            result=BoxesResult(boxes=self.boxes([opened.pixels])[0]),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )

    def scrambled(self, seed: int) -> FaceFinderRecent:
        """A twin whose weights are permuted within each layer: same numbers, nothing learned."""
        return FaceFinderRecent(twins.scrambled(self._graph, seed))

    def reinitialised(self, seed: int) -> FaceFinderRecent:
        """A twin that never learned: weights drawn anew, biases zero."""
        return FaceFinderRecent(twins.reinitialised(self._graph, seed))


def load(weights: Path | None = None) -> FaceFinderRecent:
    """The subject, loaded: what the bench calls of every subject's file."""
    return FaceFinderRecent.load(weights)
