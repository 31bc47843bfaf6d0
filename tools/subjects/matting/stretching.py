"""From pictures to mattes and back, in batches: what every matting network shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor


def mattes_of(
    pictures: Sequence[NDArray[np.uint8]],
    prepare: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
    logits: Callable[[Tensor], Tensor],
    together: int,
) -> list[NDArray[np.float32]]:
    """The matte (height, width) of each picture (height, width, 3): prepared, computed, stretched back.

    ``logits`` takes RGB (n, 3, rows, columns) in 0..1 and gives (n, 1, rows, columns) before the sigmoid;
    ``together`` pictures go through it at once.
    """
    import cv2  # slow import
    import numpy as np
    import torch  # slow import

    mattes: list[NDArray[np.float32]] = []
    for start in range(0, len(pictures), together):
        batch = pictures[start : start + together]
        prepared = torch.from_numpy(np.stack([prepare(pixels) for pixels in batch]))
        with torch.inference_mode():
            shares = logits(prepared.permute(0, 3, 1, 2).float() / 255).sigmoid()[:, 0].numpy()
        for pixels, share in zip(batch, shares, strict=True):
            back = cv2.resize(share, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
            mattes.append(np.asarray(back, dtype=np.float32))
    return mattes
