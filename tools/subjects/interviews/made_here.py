"""The interview scores made here: one architecture, five seeds in one file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import AssetRefused, CallRefused
from tools.examination import Examination, ScoresResult
from tools.stimuli.picture_file import open_picture
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.subjects.interviews.network import InterviewNetwork

SEEDS = 5
LABELS = ("interview",)
_TOGETHER = 64  # pictures at once: larger batches are not faster


class MadeHereScore:
    """One of the five networks of a set of labels; :meth:`seed` gives the others.

    The first is the default because it is the first: none was chosen for its results, and what is published
    of the set speaks of all five.
    """

    labels = LABELS
    seeds = SEEDS

    def __init__(self, card: SubjectCard, weights: bytes, seed: int = 0) -> None:
        self.card = card
        self._weights = weights
        self._seed = seed

    @classmethod
    def load(cls, card: SubjectCard, weights: Path | None = None) -> MadeHereScore:
        """Read and check the weights; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        loaded = cls(card, store.read(card.assets[0], weights))
        assert loaded.module  # a malformed file is refused now, not at the first picture
        return loaded

    def seed(self, number: int) -> MadeHereScore:
        """The network that was trained from another seed, 0 to 4. Raises :class:`CallRefused`."""
        if number not in range(SEEDS):
            raise CallRefused(
                "no_such_seed",
                Words(
                    fr=f"Ce sujet a été entraîné cinq fois : la graine va de 0 à 4, pas {number}.",
                    en=f"This subject was trained five times: the seed goes from 0 to 4, not {number}.",
                ),
            )
        return MadeHereScore(self.card, self._weights, number)

    @cached_property
    def module(self) -> InterviewNetwork:
        """The torch module, in evaluation mode, without gradients on its weights."""
        import torch  # slow import
        from safetensors import SafetensorError
        from safetensors.torch import load

        from tools.subjects.interviews.network import InterviewNetwork  # slow import

        start = f"{self._seed}."
        try:
            kept = {
                key.removeprefix(start): value.float()
                for key, value in load(self._weights).items()
                if key.startswith(start)
            }
            network = InterviewNetwork()
            # What counted the batches of the training is not kept.
            counted = [key for key in network.state_dict() if key.endswith("num_batches_tracked")]
            network.load_state_dict(kept | {key: torch.tensor(0) for key in counted})
        except (SafetensorError, RuntimeError) as malformed:
            raise AssetRefused(
                "asset_malformed",
                Words(
                    fr=f"Le fichier de poids de {self.card.slug} ne contient pas les cinq réseaux attendus.",
                    en=f"The weight file of {self.card.slug} does not hold the five networks expected.",
                ),
                Words(
                    fr="Reprenez ce fichier dans le dépôt d’Autopsie.",
                    en="Take this file from Autopsie’s repository again.",
                ),
            ) from malformed
        return network.eval().requires_grad_(False)

    def prepare(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Decoded pixels (height, width, 3) as the network sees them: stretched to (96, 96, 3)."""
        import cv2  # slow import
        import numpy as np

        from tools.subjects.interviews.network import SIDE  # slow import

        height, width, _ = pixels.shape
        if (height, width) == (SIDE, SIDE):
            return pixels
        way = cv2.INTER_AREA if min(height, width) >= SIDE else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(pixels, (SIDE, SIDE), interpolation=way), dtype=np.uint8)

    def scores_from(self, prepared: Tensor) -> Tensor:
        """(n,) scores of RGB (n, 3, 96, 96) in 0..1; differentiable."""
        found: Tensor = self.module(prepared)
        return found

    def scores(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, 1) for whole pictures (height, width, 3)."""
        import numpy as np
        import torch  # slow import

        found = [np.empty((0, 1), dtype=np.float32)]
        with torch.inference_mode():
            for start in range(0, len(pictures), _TOGETHER):
                stacked = np.stack([self.prepare(each) for each in pictures[start : start + _TOGETHER]])
                prepared = torch.from_numpy(stacked).permute(0, 3, 1, 2).float() / 255
                found.append(self.scores_from(prepared)[:, None].numpy())
        return np.concatenate(found)

    def examine(self, given: Path | str) -> Examination:
        """The score of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        score = float(self.scores([opened.pixels])[0, 0])
        return Examination(
            result=ScoresResult(scores={LABELS[0]: round(score, 6)}),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )
