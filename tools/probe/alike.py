"""How alike stimuli are by some of their features: the cosine, once the mean of all is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def alike(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """(stimuli, stimuli) cosines of rows (stimuli, numbers), centred; 0 with a row that equals the mean."""
    import numpy as np

    centred = features - features.mean(axis=0)
    sizes = np.linalg.norm(centred, axis=1, keepdims=True)
    level = 1e-9 * max(1.0, float(np.abs(features).max(initial=0)))
    rows = np.where(sizes > level, centred / np.maximum(sizes, level), 0.0)
    found: NDArray[np.float64] = np.clip(rows @ rows.T, -1, 1)
    return found


def neighbours(cosines: NDArray[np.float64], of: int) -> list[int]:
    """All others, the nearest first; of equal ones the first."""
    row = cosines[of]
    return sorted((index for index in range(len(row)) if index != of), key=lambda index: (-row[index], index))


def shared(first: NDArray[np.float64], second: NDArray[np.float64], nearest: int) -> list[float]:
    """For each stimulus, the share of its nearest neighbours that both have."""
    return [
        len({*neighbours(first, of)[:nearest]} & {*neighbours(second, of)[:nearest]}) / nearest
        for of in range(len(first))
    ]
