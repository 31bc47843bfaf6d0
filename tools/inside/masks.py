"""Inside a matting network: how much of the person it keeps, before the last sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.answering.masks import KEPT, PERSON
from tools.inside.opened import Opened, mean_fill, not_differentiable

if TYPE_CHECKING:
    from torch import Tensor


def open_mask(subject: Any, given: Given, answer: str) -> Opened:
    """The prepared picture, RGB in 0..1; the number is the mean logit.

    Over the pixels that are the person where the matte is known (``kept``), over the whole picture otherwise
    (``person``). Logits rather than shares: where the network is sure, the sigmoid's gradient is zero.
    """
    import cv2  # slow import
    import numpy as np
    import torch  # slow import

    if answer not in ("", "kept", "person"):
        raise not_differentiable(subject.card, answer)
    assert given.pixels is not None
    inputs = torch.from_numpy(subject.prepare(given.pixels).copy()).permute(2, 0, 1)[None].float() / 255
    rows, columns = inputs.shape[2:]
    known = None if answer == "person" else given.matte
    where = np.ones((rows, columns), np.float32)
    if known is not None:
        where = (cv2.resize(known, (columns, rows), interpolation=cv2.INTER_AREA) >= 128).astype(np.float32)
    weights = torch.from_numpy(where / max(1.0, float(where.sum())))

    def number(pictures: Tensor) -> Tensor:
        logits: Tensor = subject.logits(pictures)[:, 0]
        return (logits * weights).sum(dim=(1, 2))

    height, width = given.pixels.shape[:2]
    label = PERSON.label if known is None else KEPT.label
    return Opened(inputs, number, subject.module, mean_fill(inputs), label, (0, 0, width, height))
