"""Inside a network that scores whole pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.inside.opened import Opened, mean_fill

if TYPE_CHECKING:
    from torch import Tensor


def open_scores(subject: Any, given: Given, answer: str) -> Opened:
    """The prepared picture, RGB in 0..1; the number is the score."""
    import torch  # slow import

    asked = answer_of(subject, answer)
    assert given.pixels is not None
    inputs = torch.from_numpy(subject.prepare(given.pixels).copy()).permute(2, 0, 1)[None].float() / 255

    def number(pictures: Tensor) -> Tensor:
        scores: Tensor = subject.scores_from(pictures)
        return scores

    height, width = given.pixels.shape[:2]
    window = (0, 0, width, height)
    return Opened(inputs, number, subject.module, mean_fill(inputs), asked.card.label, window)
