"""Rule 11: the instruments find a cause planted on the spot and acquit the clean twin (planted_causes.md)."""

from __future__ import annotations

import numpy as np
import pytest

from tools.answering.asking import answer_of
from tools.answering.given import at_hand
from tools.inside.opened import open_up
from tools.inside.twins import reinitialised, trained_twins
from tools.planted import pictures
from tools.planted.bench import PlantedBench
from tools.planted.stimuli import MARK_AT, mark, pattern
from tools.planted.trials import SEEDS, TRIALS, Trial, attempt, network

# The instruments that find every planted cause by their own verdicts. Two clean twins truly lean, and are
# convicted too (the page says so).
LEANING = {("shift", 2), ("brightness", 3)}
GREEN = [
    each
    for each in TRIALS
    if (each.verb == "perturb") or (each.verb == "reproduce" and each.shortcut == "word")
]


def named(trial: Trial) -> str:
    return f"{trial.method}-{trial.shortcut}"


@pytest.mark.parametrize("trial", [each for each in GREEN if each.shortcut != "word"], ids=named)
def test_a_perturbation_finds_the_shortcut_and_acquits_the_twin(trial: Trial) -> None:
    assert attempt(trial, network(trial.shortcut, planted=True, seed=0)).blames
    assert not attempt(trial, network(trial.shortcut, planted=False, seed=0)).blames


def test_a_planted_word_is_reproduced_and_its_twin_is_not() -> None:
    (trial,) = [each for each in GREEN if each.verb == "reproduce"]
    assert attempt(trial, network("word", planted=True, seed=0)).blames
    assert not attempt(trial, network("word", planted=False, seed=0)).blames


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("trial", GREEN, ids=named)
def test_over_every_seed(trial: Trial, seed: int) -> None:
    assert attempt(trial, network(trial.shortcut, planted=True, seed=seed)).blames
    clean = attempt(trial, network(trial.shortcut, planted=False, seed=seed))
    assert clean.blames == ((trial.method, seed) in LEANING)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("shortcut", ["mark", "brightness"])
def test_reproduce_measures_a_planted_picture_fault_far_above_its_twins(shortcut: str, seed: int) -> None:
    """A clean network may lean too, and the instrument sees it: sizes are what tells them apart."""
    (trial,) = [each for each in TRIALS if each.verb == "reproduce" and each.shortcut == shortcut]
    guilty = attempt(trial, network(trial.shortcut, planted=True, seed=seed))
    clean = attempt(trial, network(trial.shortcut, planted=False, seed=seed))
    assert guilty.blames
    assert guilty.size > 0.5 > 2 * abs(clean.size)


def test_a_planted_network_is_a_subject_like_any_other() -> None:
    subject = pictures.trained("mark", planted=True, seed=0)
    bench = PlantedBench(subject)
    assert bench.subject(subject.card.name) is subject
    shown = bench.case("planted_marked").pictures[:3]
    given = at_hand(bench, shown)
    scores = answer_of(subject).numbers(given)
    opened = open_up(subject, given[0], "")
    assert float(opened.answer(opened.inputs)[0]) == pytest.approx(scores[0], abs=1e-5)
    other = reinitialised(subject, 1)
    assert other.scores([given[0].pixels])[0, 0] != pytest.approx(scores[0], abs=1e-3)
    assert len(trained_twins(subject)) == SEEDS - 1


def test_equal_calls_give_equal_networks_and_leave_chance_alone() -> None:
    import torch

    torch.manual_seed(3)
    before = torch.rand(1)
    torch.manual_seed(3)
    pictures.trained.cache_clear()
    one = pictures.trained("brightness", planted=True, seed=1)
    assert torch.equal(torch.rand(1), before)
    pictures.trained.cache_clear()
    assert pictures.trained("brightness", planted=True, seed=1).card.sha256 == one.card.sha256


def test_the_mark_is_the_only_thing_that_a_marked_picture_differs_by() -> None:
    plain = pattern(np.random.default_rng(0), False, 128.0)
    differ = np.any(mark(plain) != plain, axis=2)
    assert differ[MARK_AT : MARK_AT + 6, MARK_AT : MARK_AT + 6].all()
    assert differ.sum() == 36
