"""The BiLSTM of toxic-comment-classifier in torch: embedding 50, LSTM 50 both ways, maximum, two layers.

Keras and torch put the gates of an LSTM in the same order (input, forget, cell, output); Keras keeps one bias
where torch adds two, so the second is zero. Dropout served in training only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

WORDS, WIDTH, UNITS, HIDDEN, LABELS = 20_000, 50, 50, 50, 6

_CELLS = {"": "bidirectional/forward_layer/cell/vars", "_reverse": "bidirectional/backward_layer/cell/vars"}

SHAPES: dict[str, tuple[int, ...]] = {
    "embedding/vars/0": (WORDS, WIDTH),
    **{f"{cell}/0": (WIDTH, 4 * UNITS) for cell in _CELLS.values()},
    **{f"{cell}/1": (UNITS, 4 * UNITS) for cell in _CELLS.values()},
    **{f"{cell}/2": (4 * UNITS,) for cell in _CELLS.values()},
    "dense/vars/0": (2 * UNITS, HIDDEN),
    "dense/vars/1": (HIDDEN,),
    "dense_1/vars/0": (HIDDEN, LABELS),
    "dense_1/vars/1": (LABELS,),
}
"""Every array of the file, as Keras names and shapes it: 1,046,156 numbers."""


class CommentNetwork(nn.Module):
    """From word numbers (n, words) to logits (n, 6); differentiable from :meth:`logits` on."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        super().__init__()
        self.embedding = nn.Embedding(WORDS, WIDTH)
        self.lstm = nn.LSTM(WIDTH, UNITS, batch_first=True, bidirectional=True)
        self.hidden = nn.Linear(2 * UNITS, HIDDEN)
        self.output = nn.Linear(HIDDEN, LABELS)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.from_numpy(arrays["embedding/vars/0"]))
            for suffix, cell in _CELLS.items():
                getattr(self.lstm, f"weight_ih_l0{suffix}").copy_(torch.from_numpy(arrays[f"{cell}/0"].T))
                getattr(self.lstm, f"weight_hh_l0{suffix}").copy_(torch.from_numpy(arrays[f"{cell}/1"].T))
                getattr(self.lstm, f"bias_ih_l0{suffix}").copy_(torch.from_numpy(arrays[f"{cell}/2"]))
                getattr(self.lstm, f"bias_hh_l0{suffix}").zero_()
            for layer, name in ((self.hidden, "dense"), (self.output, "dense_1")):
                layer.weight.copy_(torch.from_numpy(arrays[f"{name}/vars/0"].T))
                layer.bias.copy_(torch.from_numpy(arrays[f"{name}/vars/1"]))

    def forward(self, numbers: Tensor) -> Tensor:
        """Logits (n, 6) of word numbers (n, words)."""
        return self.logits(self.embedding(numbers))

    def logits(self, embedded: Tensor) -> Tensor:
        """Logits (n, 6) of embedded words (n, words, 50); the padding is read like any word."""
        steps, _ = self.lstm(embedded)
        strongest = steps.amax(dim=1)
        found: Tensor = self.output(torch.relu(self.hidden(strongest)))
        return found
