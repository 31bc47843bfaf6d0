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
from tools.planted.held_out import use_of
from tools.planted.pictures import Shortcut
from tools.planted.stimuli import MARK_AT, mark, pattern
from tools.planted.trials import SEEDS, TRIALS, Trial, attempt, network

PICTURES: tuple[Shortcut, ...] = ("mark", "brightness")
# Not green, and the page says why: the direction of a concept in networks that know one thing only.
RED = {("probe", "mark"), ("probe", "brightness")}
GREEN = [each for each in TRIALS if each.counts and (each.verb, each.shortcut) not in RED]
QUICK = ("reproduce", "perturb")


SLOW = (
    "score_difference",
    "rate_difference",
    "shift",
    "brightness",
    "chroma",
)  # in the short run, the others speak for them


def named(trial: Trial) -> str:
    return f"{trial.method}-{trial.shortcut}"


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(each, marks=[pytest.mark.long] if each.method in SLOW else [])
        for each in GREEN
        if each.verb in QUICK or each.shortcut == "word"
    ],
    ids=lambda each: named(each),
)
def test_an_instrument_finds_the_shortcut_and_acquits_the_twin(trial: Trial) -> None:
    assert attempt(trial, network(trial.shortcut, planted=True, seed=0)).blames
    assert not attempt(trial, network(trial.shortcut, planted=False, seed=0)).blames


@pytest.mark.long
@pytest.mark.parametrize("shortcut", ["mark", pytest.param("brightness", marks=pytest.mark.long)])
def test_a_planted_network_took_its_shortcut_and_its_twin_did_not(shortcut: Shortcut) -> None:
    assert use_of(pictures.trained(shortcut, planted=True, seed=0)).taken
    assert use_of(pictures.trained(shortcut, planted=False, seed=0)).clean


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, SEEDS))
@pytest.mark.parametrize("shortcut", PICTURES)
def test_every_seed_took_it_or_not(shortcut: Shortcut, seed: int) -> None:
    assert use_of(pictures.trained(shortcut, planted=True, seed=seed)).taken
    assert use_of(pictures.trained(shortcut, planted=False, seed=seed)).clean


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("trial", GREEN, ids=named)
def test_over_every_seed(trial: Trial, seed: int) -> None:
    assert attempt(trial, network(trial.shortcut, planted=True, seed=seed)).blames
    assert not attempt(trial, network(trial.shortcut, planted=False, seed=seed)).blames


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("trial", [each for each in TRIALS if each.verb == "attribute"], ids=named)
def test_an_explanation_points_at_the_cause_and_at_no_clean_twins(trial: Trial, seed: int) -> None:
    """Whatever its own checks say of the map."""
    assert attempt(trial, network(trial.shortcut, planted=True, seed=seed)).points
    assert not attempt(trial, network(trial.shortcut, planted=False, seed=seed)).blames


def test_a_clean_training_shows_every_picture_with_the_shortcut_and_without() -> None:
    for shortcut in PICTURES:
        (one, other), striped = pictures.examples(shortcut, planted=False, seed=0)
        assert len(one) == len(other) == len(striped)
        assert sum(striped) == len(striped) / 2
    (plain, marked), _ = pictures.examples("mark", planted=False, seed=0)
    assert np.array_equal(mark(plain[0]), marked[0])
    assert np.array_equal(plain[:, :MARK_AT], marked[:, :MARK_AT])
    assert len(pictures.examples("mark", planted=True, seed=0)[0]) == 1


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


@pytest.mark.long
def test_a_planted_network_has_twins_of_other_seeds() -> None:
    assert len(trained_twins(pictures.trained("mark", planted=True, seed=0))) == SEEDS - 1


def test_equal_calls_give_equal_networks_and_leave_chance_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(pictures, "PICTURES", 64)
    train = pictures.trained.__wrapped__  # past what is kept
    torch.manual_seed(3)
    before = torch.rand(1)
    torch.manual_seed(3)
    one = train("brightness", planted=True, seed=1)
    assert torch.equal(torch.rand(1), before)
    assert train("brightness", planted=True, seed=1).card.sha256 == one.card.sha256


def test_the_mark_is_the_only_thing_that_a_marked_picture_differs_by() -> None:
    plain = pattern(np.random.default_rng(0), False, 128.0)
    differ = np.any(mark(plain) != plain, axis=2)
    assert differ[MARK_AT : MARK_AT + 6, MARK_AT : MARK_AT + 6].all()
    assert differ.sum() == 36
