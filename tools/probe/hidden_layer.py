"""A reader with one hidden layer: what a layer holds that no straight line finds.

Trained in full batches by Adam for a fixed number of steps, one network a column of labels, all columns at
once. The rows are first turned onto the training's own axes, as many as there are stimuli: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools.probe.ridge import scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Features = NDArray[np.float64]
    Learner = Callable[[Features, Features, NDArray[np.int64], NDArray[np.int64]], Features]

STEPS = 60
RATE = 0.03
DECAY = 0.01  # of all weights: chosen before anything was measured, the same for all


@contextmanager
def _one_thread() -> Iterator[None]:
    """Trainings this small wait for their threads longer than they compute."""
    import torch  # slow import

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def hidden_layer(hidden: int, seed: int) -> Learner:
    """A learner of :mod:`tools.probe.measuring` with ``hidden`` rectified units."""

    def learn(
        features: Features, signs: Features, training: NDArray[np.int64], test: NDArray[np.int64]
    ) -> Features:
        import numpy as np
        import torch  # slow import

        rows, _, _ = scaled(features, training)
        taught_rows = rows[training]
        sizes, axes = np.linalg.eigh(taught_rows @ taught_rows.T)
        kept = sizes > 1e-10 * max(1e-12, float(sizes.max(initial=0)))
        if not kept.any():
            return np.zeros((len(test), signs.shape[1]))
        # Scaled so that a row has a length near √axes, whatever the layer.
        turned = rows @ (taught_rows.T @ (axes[:, kept] / np.sqrt(sizes[kept]))) * np.sqrt(kept.sum())
        many = int(kept.sum())
        columns = signs.shape[1]
        with _one_thread(), torch.inference_mode(False), torch.enable_grad():
            draw = torch.Generator().manual_seed(seed)
            given = torch.from_numpy(turned).float()
            wanted = torch.from_numpy((signs[training].T > 0).astype(np.float32))
            first = torch.randn(columns, many, hidden, generator=draw) * (2 / many) ** 0.5
            last = torch.randn(columns, hidden, 1, generator=draw) * (1 / hidden) ** 0.5
            bias, shift = torch.zeros(columns, 1, hidden), torch.zeros(columns, 1)
            weights = [each.requires_grad_(True) for each in (first, last, bias, shift)]
            adam = torch.optim.AdamW(weights, lr=RATE, weight_decay=DECAY)

            def scores(given: torch.Tensor) -> torch.Tensor:
                inside = torch.relu(torch.matmul(given, first) + bias)
                return torch.matmul(inside, last)[:, :, 0] + shift

            taught = given[training]
            for _ in range(STEPS):
                adam.zero_grad()
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    scores(taught), wanted, reduction="none"
                )
                loss.mean(dim=1).sum().backward()  # type: ignore[no-untyped-call]
                adam.step()
            found: Features = scores(given[test]).T.detach().double().numpy()
        return found

    return learn
