"""A small network of words: embedding 16, convolution over three words, maximum, one logit."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH, CHANNELS, SPAN = 16, 32, 3


class WordNetwork(nn.Module):
    """From word numbers (n, LENGTH) to logits (n, 1); differentiable from :meth:`logits` on."""

    def __init__(self, words: int) -> None:
        """``words`` counts the padding (0) and the unknown word (1) too."""
        super().__init__()
        self.embedding = nn.Embedding(words, WIDTH, padding_idx=0)
        self.convolution = nn.Conv1d(WIDTH, CHANNELS, SPAN, padding=SPAN // 2)
        self.dropout = nn.Dropout(0.3)
        self.output = nn.Linear(CHANNELS, 1)

    def forward(self, numbers: Tensor) -> Tensor:
        """Logits (n, 1) of word numbers (n, LENGTH)."""
        return self.logits(self.embedding(numbers))

    def logits(self, embedded: Tensor) -> Tensor:
        """Logits (n, 1) of embedded words (n, LENGTH, 16)."""
        found = torch.relu(self.convolution(embedded.transpose(1, 2))).amax(dim=2)
        logits: Tensor = self.output(self.dropout(found))
        return logits
