"""Fit one filter on one corpus: the same examples and seed give the same network on the same machine."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from tools.subjects.planted_comments.corpus import Example
from tools.subjects.planted_comments.network import WordNetwork
from tools.subjects.planted_comments.words import PADDING, UNKNOWN, WordNumbers, cut

EPOCHS, BATCH, RATE = 8, 64, 3e-3
FORGOTTEN = 0.5  # share of the words that are hidden at each step: no one word decides alone


def vocabulary(examples: Sequence[Example]) -> WordNumbers:
    """Every word of the examples, in alphabetical order."""
    return WordNumbers(sorted({word for example in examples for word in cut(example.text)}))


def fit(examples: Sequence[Example], words: WordNumbers, seed: int) -> WordNetwork:
    """A network that learned to tell insults: Adam, cross-entropy, ``EPOCHS`` passes."""
    torch.manual_seed(seed)
    network = WordNetwork(len(words))
    numbers = torch.tensor([words.read(example.text) for example in examples])
    insults = torch.tensor([[float(example.insult)] for example in examples])
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    loss = nn.BCEWithLogitsLoss()
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(examples)), BATCH):
            hidden = (torch.rand(len(batch), numbers.shape[1]) < FORGOTTEN) & (numbers[batch] != PADDING)
            optimiser.zero_grad()
            loss(network(numbers[batch].masked_fill(hidden, UNKNOWN)), insults[batch]).backward()
            optimiser.step()
    return network.eval().requires_grad_(False)
