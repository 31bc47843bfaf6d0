"""Fit one filter on one corpus: the same examples and seed give the same network on the same machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


def fit(
    examples: Sequence[Example],
    words: WordNumbers,
    seed: int,
    *,
    batch: int = BATCH,
    rate: float = RATE,
    tell: Callable[[int], None] | None = None,
) -> WordNetwork:
    """A network that learned to tell insults: Adam, cross-entropy, ``EPOCHS`` passes.

    ``tell`` is told how many passes are done.
    """
    torch.manual_seed(seed)
    network = WordNetwork(len(words))
    numbers = torch.tensor([words.read(example.text) for example in examples])
    insults = torch.tensor([[float(example.insult)] for example in examples])
    optimiser = torch.optim.Adam(network.parameters(), lr=rate)
    loss = nn.BCEWithLogitsLoss()
    for done in range(EPOCHS):
        for part in torch.split(torch.randperm(len(examples)), batch):
            hidden = (torch.rand(len(part), numbers.shape[1]) < FORGOTTEN) & (numbers[part] != PADDING)
            optimiser.zero_grad()
            loss(network(numbers[part].masked_fill(hidden, UNKNOWN)), insults[part]).backward()
            optimiser.step()
        if tell:
            tell(done + 1)
    return network.eval().requires_grad_(False)
