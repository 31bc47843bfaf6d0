"""Twitter's cropping network: the very weights that chose what timelines showed of a picture until 2021.

The network scores every cell of 16×16 pixels; the timeline showed a window around the best cell.
Torch is imported when weights are loaded, not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tools.assets.manifest import Published, manifest
from tools.readers.vxm import Convolution, Layer, read_vxm
from tools.subject import SubjectCard
from tools.subjects.cropping.subject import CroppingSubject
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.subjects.cropping.engine import Forward
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


class TwitterCrop(CroppingSubject):
    """The network with its preparation and its cropping rule; or one of its know-nothing twins."""

    card: ClassVar[SubjectCard] = CARD

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
    def _fast(self) -> Forward:
        from tools.subjects.cropping.engine import forward_of

        return forward_of(self.module)

    def _forward(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        import numpy as np
        import torch  # slow import

        scores = self._fast(torch.from_numpy(np.stack(prepared)))
        return [np.ascontiguousarray(grid) for grid in scores.numpy()]


def load(weights: Path | None = None) -> TwitterCrop:
    """The subject, loaded: what the bench calls of every subject's file."""
    return TwitterCrop.load(weights)


def _drawn_anew(layer: Convolution, draw: np.random.Generator) -> Convolution:
    import numpy as np

    _, into, height, width = layer.weight.shape
    spread = np.sqrt(2.0 / ((1.0 + layer.slope**2) * into * height * width))
    weight = draw.normal(0.0, spread, layer.weight.shape).astype(np.float32)
    return Convolution(weight, np.zeros_like(layer.bias), layer.slope)
