"""What every network made here owes to whoever examines it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tools.bench import Bench
from tools.errors import CallRefused
from tools.subjects.made_here.five_seeds import SEEDS

SETS = ["interview_score", "interview_score_clean", "person_matte_balanced", "person_matte_skewed"]


@pytest.mark.parametrize("name", SETS)
def test_the_module_can_be_differentiated_through_even_after_a_batch(name):
    subject = Bench().subject(name)
    picture = np.full((96, 96, 3), 90, np.uint8)
    answer = subject.masks if subject.card.answers == "mask" else subject.scores
    other = subject.seed(1)  # its network is first asked for inside a batch
    (other.masks if subject.card.answers == "mask" else other.scores)([picture])
    answer([picture])
    given = torch.full((1, 3, 96, 96), 0.4, requires_grad=True)
    other.module(given).sum().backward()
    assert given.grad is not None
    assert given.grad.abs().sum() > 0


@pytest.mark.parametrize("name", SETS)
def test_five_seeds_are_five_networks_and_there_is_no_sixth(name):
    subject = Bench().subject(name)
    first = [next(iter(subject.seed(number).module.parameters())) for number in range(SEEDS)]
    assert all(not torch.equal(first[0], each) for each in first[1:])
    with pytest.raises(CallRefused, match="0 to 4"):
        subject.seed(SEEDS)
