"""Networks made here: one architecture, five seeds in one file of weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from tools.errors import AssetRefused, CallRefused
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch.nn import Module

SEEDS = 5

_Network = TypeVar("_Network", bound="Module")


class FiveSeeds(ABC, Generic[_Network]):
    """One of the five networks of a set; :meth:`seed` gives the others.

    The first is the default because it is the first: none was chosen for its results, and what is published
    of the set speaks of all five.
    """

    seeds: ClassVar[int] = SEEDS

    def __init__(self, card: SubjectCard, weights: bytes, seed: int = 0) -> None:
        self.card = card
        self._weights = weights
        self._seed = seed

    @staticmethod
    @abstractmethod
    def untrained() -> _Network:
        """The architecture, its weights as they are drawn."""

    @property
    @abstractmethod
    def side(self) -> int:
        """Pixels a side of what the network sees."""

    @classmethod
    def load(cls, card: SubjectCard, weights: Path | None = None) -> Self:
        """Read and check the weights; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        loaded = cls(card, store.read(card.assets[0], weights))
        assert loaded.module  # a malformed file is refused now, not at the first picture
        return loaded

    def seed(self, number: int) -> Self:
        """The network that was trained from another seed, 0 to 4. Raises :class:`CallRefused`."""
        if number not in range(SEEDS):
            raise CallRefused(
                "no_such_seed",
                Words(
                    fr=f"Ce sujet a été entraîné cinq fois : la graine va de 0 à 4, pas {number}.",
                    en=f"This subject was trained five times: the seed goes from 0 to 4, not {number}.",
                ),
            )
        return type(self)(self.card, self._weights, number)

    @cached_property
    def module(self) -> _Network:
        """The torch module, in evaluation mode, without gradients on its weights.

        Its weights can be differentiated through, wherever it is first asked for.
        """
        import torch  # slow import
        from safetensors import SafetensorError
        from safetensors.torch import load

        start = f"{self._seed}."
        try:
            with torch.inference_mode(False):
                kept = {
                    key.removeprefix(start): value.float()
                    for key, value in load(self._weights).items()
                    if key.startswith(start)
                }
                network = self.untrained()
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
        """Decoded pixels (height, width, 3) as the network sees them: stretched to a square."""
        import cv2  # slow import
        import numpy as np

        height, width, _ = pixels.shape
        if height == width == self.side:
            return pixels
        way = cv2.INTER_AREA if min(height, width) >= self.side else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(pixels, (self.side, self.side), interpolation=way), dtype=np.uint8)
