"""A linear reader in closed form: ridge regression on labels of −1 and 1, told apart at zero.

In its dual form a training is one system of as many equations as there are stimuli, whatever the width of the
layer, and every column of labels (the true ones, those drawn at random) is solved at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRENGTH = 0.01
"""Of the penalty, beside a mean squared row of 1: chosen before anything was measured, the same for all."""


def scaled(
    features: NDArray[np.float64], training: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Features with the training's mean 0 and spread 1, divided by √width; that mean and that scale.

    What is constant in the training says nothing and is set to 0.
    """
    import numpy as np

    mean, spread = features[training].mean(axis=0), features[training].std(axis=0)
    level = np.maximum(1e-9, 1e-6 * np.abs(features).max(initial=0))
    scale = np.where(spread > level, spread, np.inf) * np.sqrt(features.shape[1])
    return (features - mean) / scale, mean, scale


def ridge_scores(
    features: NDArray[np.float64],
    signs: NDArray[np.float64],
    training: NDArray[np.int64],
    test: NDArray[np.int64],
    strength: float = STRENGTH,
) -> NDArray[np.float64]:
    """(test, columns) scores, the concept above zero, of readers trained on ``signs`` (stimuli, columns)."""
    rows, _, _ = scaled(features, training)
    middle = signs[training].mean(axis=0)
    dual = _dual(rows[training], signs[training] - middle, strength)
    found: NDArray[np.float64] = rows[test] @ (rows[training].T @ dual) + middle
    return found


def ridge_directions(
    features: NDArray[np.float64],
    signs: NDArray[np.float64],
    training: NDArray[np.int64],
    strength: float = STRENGTH,
) -> NDArray[np.float64]:
    """(numbers, columns): which way each reader's score grows, in the layer's own units."""
    rows, _, scale = scaled(features, training)
    dual = _dual(rows[training], signs[training] - signs[training].mean(axis=0), strength)
    found: NDArray[np.float64] = (rows[training].T @ dual) / scale[:, None]
    return found


def _dual(rows: NDArray[np.float64], signs: NDArray[np.float64], strength: float) -> NDArray[np.float64]:
    import numpy as np

    kernel = rows @ rows.T
    found = np.linalg.solve(kernel + strength * len(rows) * np.eye(len(rows)), signs)
    return np.asarray(found, dtype=np.float64)
