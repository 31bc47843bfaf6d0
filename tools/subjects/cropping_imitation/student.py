"""The stand-in's network in the place of the original's, with its know-nothing twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tools.subjects.cropping.subject import CroppingSubject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.subjects.cropping_imitation.network import StudentNetwork


class Student(CroppingSubject):
    """A :class:`StudentNetwork` by its named numbers; prepares, points and crops as the original does."""

    def __init__(self, tensors: Mapping[str, NDArray[np.floating]]) -> None:
        self._tensors = dict(tensors)

    @cached_property
    def module(self) -> StudentNetwork:
        """The torch module, in evaluation mode, without gradients on its weights."""
        import numpy as np
        import torch  # slow import

        from tools.subjects.cropping_imitation.network import StudentNetwork  # slow import

        # Its weights can be differentiated through, wherever it is first asked for.
        with torch.inference_mode(False):
            made = StudentNetwork()
            made.load_state_dict(
                {name: torch.from_numpy(values.astype(np.float32)) for name, values in self._tensors.items()}
            )
            return made.eval().requires_grad_(False)

    def scrambled(self, seed: int) -> Student:
        """A twin whose weights and biases are permuted within each layer: same numbers, nothing learned."""
        import numpy as np

        draw = np.random.default_rng(seed)
        return type(self)(
            {
                name: draw.permutation(values.ravel()).reshape(values.shape)
                for name, values in sorted(self._tensors.items())
            }
        )

    def reinitialised(self, seed: int) -> Student:
        """A twin that never learned: weights drawn anew by He's rule (arXiv 1502.01852), biases zero.

        The second convolution of each residual block is drawn too, so that every layer takes part.
        """
        import numpy as np

        draw = np.random.default_rng(seed)
        return type(self)(
            {
                name: draw.normal(0.0, np.sqrt(2.0 / np.prod(values.shape[1:])), values.shape)
                if values.ndim > 1
                else np.zeros(values.shape)
                for name, values in sorted(self._tensors.items())
            }
        )

    def _forward(self, prepared: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        import numpy as np
        import torch  # slow import

        with torch.inference_mode():
            scores = self.module(torch.from_numpy(np.stack(prepared)).permute(0, 3, 1, 2).float())[:, 0]
        return [np.ascontiguousarray(grid) for grid in scores.numpy()]
