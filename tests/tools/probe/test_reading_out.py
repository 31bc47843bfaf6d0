"""The reader, its splits and its controls, on features whose content is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.probe.alike import alike, neighbours, shared
from tools.probe.concept_directions import along, rank_p, unrelated
from tools.probe.examples import Examples, drawn_signs, halves, splits
from tools.probe.hidden_layer import hidden_layer
from tools.probe.measuring import Measure, accuracy, measure, steadiness, verdict
from tools.probe.ridge import ridge_directions, ridge_scores
from tools.probe.sensitivity import Slopes
from tools.statistics import Interval
from tools.wording import both


def pairs(n: int) -> Examples:
    """``n`` units, each with the concept and without."""
    units = tuple(f"identity {index // 2}" for index in range(2 * n))
    return Examples(
        shown=(), labels=(False, True) * n, units=units, keys=tuple((unit,) for unit in units),
        drawn=units, unit=both("identity"),
    )  # fmt: skip


def crossed(templates: int, terms: int) -> Examples:
    """Templates × words, half of the words being of the concept."""
    cells = [(f"t{t}", f"w{w}") for t in range(templates) for w in range(terms)]
    return Examples(
        shown=(), labels=tuple(int(w[1:]) % 2 == 1 for _, w in cells), units=tuple(t for t, _ in cells),
        keys=tuple(cells), drawn=tuple(w for _, w in cells), unit=both("template"),
    )  # fmt: skip


def features(examples: Examples, strength: float, seed: int = 0, width: int = 30) -> np.ndarray:
    """Noise of each stimulus and, much larger, of its unit; ``strength`` of the concept along one line."""
    draw = np.random.default_rng(seed)
    own = {unit: draw.normal(size=width) for unit in dict.fromkeys(examples.units)}
    rows = draw.normal(size=(len(examples.labels), width)) * 0.3
    rows += np.stack([own[unit] for unit in examples.units])
    rows[:, 0] += strength * examples.signs()
    return rows


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 40), st.integers(0, 1000))
def test_no_unit_is_ever_on_both_sides(n: int, seed: int) -> None:
    examples = pairs(n)
    tried = []
    for training, test in splits(examples, seed):
        assert not {examples.units[i] for i in training} & {examples.units[i] for i in test}
        tried += test.tolist()
    assert sorted(tried) == list(range(2 * n))  # each once
    first, second = halves(examples, seed)
    assert not {examples.units[i] for i in first} & {examples.units[i] for i in second}


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 20), st.integers(4, 12), st.integers(0, 1000))
def test_neither_a_template_nor_a_word_is_on_both_sides(templates: int, terms: int, seed: int) -> None:
    examples = crossed(templates, 2 * (terms // 2))
    for training, test in splits(examples, seed):
        for kind in (0, 1):
            assert not {examples.keys[i][kind] for i in training} & {examples.keys[i][kind] for i in test}


def test_a_concept_is_found_and_nothing_is_not_over_five_seeds() -> None:
    examples = pairs(40)
    for seed in range(5):
        found = measure(features(examples, 1.5, seed), examples, ridge_scores, seeds=5, seed=seed)
        none = measure(features(examples, 0, seed), examples, ridge_scores, seeds=5, seed=seed)
        assert verdict(found, 0.5, 20) == "encoded"
        assert verdict(none, 0.5, 20) == "not_encoded"
        assert abs(found.control - 0.5) < 0.1
        assert found.selectivity > 0.35


def test_words_learned_by_heart_are_not_a_concept() -> None:
    """Each word its own feature: a reader that met the words would be right every time."""
    examples = crossed(30, 12)
    words = sorted({word for _, word in examples.keys})
    heart = np.eye(len(words))[[words.index(word) for _, word in examples.keys]]
    assert abs(accuracy(heart, examples, ridge_scores, 0) - 0.5) < 0.25
    assert measure(heart, examples, ridge_scores, seeds=5, seed=0).accuracy < 0.7


def test_ridge_is_the_textbook_formula() -> None:
    examples = pairs(20)
    rows = features(examples, 1.0)
    signs = examples.signs()[:, None]
    training, test = splits(examples, 0)[0]
    ours = ridge_scores(rows, signs, training, test)
    mean, spread = rows[training].mean(axis=0), rows[training].std(axis=0)
    scaled = (rows - mean) / spread / np.sqrt(rows.shape[1])
    x, y = scaled[training], signs[training] - signs[training].mean()
    weights = np.linalg.solve(x.T @ x + 0.01 * len(x) * np.eye(x.shape[1]), x.T @ y)
    assert ours == pytest.approx(scaled[test] @ weights + signs[training].mean(), abs=1e-9)
    ways = ridge_directions(rows, signs, training)
    assert rows[test] @ ways - ours == pytest.approx(np.full_like(ours, (rows[test] @ ways - ours)[0]))


def test_constant_features_say_nothing() -> None:
    examples = pairs(30)
    found = measure(np.ones((60, 4)), examples, ridge_scores, seeds=5, seed=0)
    assert found.accuracy == pytest.approx(0.5)
    assert verdict(found, 0.5, 20) == "not_encoded"


def test_the_verdict_needs_units_networks_and_both_controls() -> None:
    def judged(accuracy: float, n: int, random: float, networks: int = 20) -> str:
        half = 0.08
        between = Interval(accuracy - half, min(1.0, accuracy + half))
        return verdict(Measure(accuracy, between, [accuracy] * n, [], 0.5, 0.6), random, networks)

    assert judged(0.9, 40, 0.5) == "encoded"
    assert judged(0.9, 29, 0.5) == "inconclusive"
    assert judged(0.9, 40, 0.5, networks=19) == "inconclusive"
    assert judged(0.9, 40, 0.85) == "inconclusive"  # beyond the control, perhaps not beyond random weights
    assert judged(0.9, 40, 0.95) == "not_encoded"
    assert judged(0.65, 40, 0.5) == "not_encoded"  # the control's limit is within the interval


def test_labels_of_chance_are_balanced_and_keep_to_their_unit() -> None:
    drawn = drawn_signs(pairs(20), 0, 10)
    assert (drawn[::2] == -drawn[1::2]).all()
    terms = drawn_signs(crossed(10, 8), 0, 10)
    assert (terms.sum(axis=0) == 0).all()
    assert (terms[:8] == terms[8:16]).all()


def test_labels_with_nothing_of_the_concept_are_at_right_angles_to_it() -> None:
    for examples in (pairs(20), crossed(10, 8)):
        assert np.abs(examples.signs() @ unrelated(examples, 3, 20)).max() == 0


def test_two_readers_agree_on_a_concept_only() -> None:
    examples = pairs(40)
    assert steadiness(features(examples, 1.5), examples, seeds=5, seed=0).stable
    assert not steadiness(features(examples, 0), examples, seeds=5, seed=0).stable


def test_a_hidden_layer_finds_what_no_line_finds() -> None:
    examples = pairs(40)
    draw = np.random.default_rng(0)
    first = np.where(draw.random(80) < 0.5, -1.0, 1.0)
    rows = np.stack([first, first * examples.signs()], axis=1) + draw.normal(0, 0.1, (80, 2))
    line = accuracy(rows, examples, ridge_scores, 0)
    assert line < 0.7
    assert accuracy(rows, examples, hidden_layer(16, 0), 0) > 0.95


def test_an_answer_that_uses_the_concept_moves_along_it_and_another_does_not() -> None:
    examples = pairs(40)
    for seed in range(5):
        held = features(examples, 1.5, seed)
        uses, ignores = np.zeros_like(held), np.zeros_like(held)
        uses[:, 0], ignores[:, 1] = 1, 1
        guilty = along(Slopes(held, uses, np.zeros(80)), examples, 100, seed)
        clean = along(Slopes(held, ignores, np.zeros(80)), examples, 100, seed)
        assert guilty.slope > 0.9
        assert rank_p(guilty.slope, guilty.random) < 0.05 <= rank_p(clean.slope, clean.random)
    nothing = along(Slopes(held, np.zeros_like(held), np.zeros(80)), examples, 20, 0)
    assert nothing.flat


def test_neighbours_by_cosine() -> None:
    rows = np.array([[1.0, 0], [1, 0.1], [-1, 0], [0, 1], [0, -1.1]])
    cosines = alike(rows)
    assert neighbours(cosines, 0)[0] == 1
    assert neighbours(cosines, 0)[-1] == 2
    assert shared(cosines, cosines, 2) == [1.0] * 5
    assert (alike(np.ones((4, 3))) == 0).all()
