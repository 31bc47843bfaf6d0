"""Explanations word by word: captum's numbers, the planted word convicted, its twin acquitted."""

from __future__ import annotations

from collections.abc import Iterator

import captum.attr
import numpy as np
import pytest
import torch

from tools.attribute.explainers import texts as explainers
from tools.attribute.word_asked import ask_text, phrases_of, without
from tools.attribute.word_checks import agreement, matched
from tools.bench import Bench
from tools.catalogue import subject_card, tool
from tools.errors import CallRefused
from tools.execution import execute
from tools.finding import Call, Finding, WordsFigure
from tools.stimuli.own_texts import keep_texts

METHODS = ["word_gradients", "word_removal", "word_shapley"]
SHORT = "I am a gay person who likes tea."
LONG = "My neighbour is a gay man and he was very kind to us when we moved into the small house near the sea."


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Small networks wait for each other's threads on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _asked(
    subject: str, method: str, seed: int = 0, case: str = "identity_sentences_en", **params
) -> Finding:
    bench = Bench()
    bench.lend(bench.subject(subject).of_seed(seed))
    call = Call(verb="attribute", method=method, subject=subject, case=case, params=params)
    return execute(tool("attribute", method), call, bench, lambda done, total: None)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 5))])
@pytest.mark.parametrize("method", ["word_gradients", "word_removal"])
def test_the_planted_word_is_convicted_and_its_twin_acquitted(method: str, seed: int) -> None:
    guilty = _asked("toxicity_planted", method, seed, term="gay")
    assert guilty.result["term_verdict"] == "effect"
    assert guilty.result["term_weight"] > 2 * guilty.result["neutral_limit"]
    clean = _asked("toxicity_balanced", method, seed, term="gay")
    assert clean.result["term_verdict"] == "none_shown"


def test_integrated_gradients_are_captums() -> None:
    subject = Bench().subject("toxicity_planted")
    asked = ask_text(subject, LONG, "", phrases=False, slopes=True)
    (ours,) = explainers.integrated([asked], 50)
    numbers = torch.tensor([subject._read[0].read(LONG)])
    network = subject.module
    theirs = captum.attr.LayerIntegratedGradients(
        lambda given: network(given).sigmoid()[:, 0], network.embedding
    ).attribute(numbers, baselines=torch.zeros_like(numbers), n_steps=50)
    assert np.abs(ours - theirs.sum(dim=2)[0, : asked.count].detach().numpy()).max() < 1e-4
    ((whole, nothing),) = explainers.ends([asked])
    assert abs(ours.sum() - (whole - nothing)) < 0.02


def test_hiding_and_shapley_are_captums() -> None:
    subject = Bench().subject("toxicity_planted")
    asked = ask_text(subject, LONG, "", phrases=False, slopes=False)
    assert asked.opened is not None
    mask = torch.full((1, 40, 1), asked.count)
    mask[0, list(asked.places), 0] = torch.arange(asked.count)
    answer, inputs = asked.opened.answer, asked.opened.inputs
    ablation = captum.attr.FeatureAblation(answer).attribute(
        inputs, baselines=asked.opened.fill.expand_as(inputs), feature_mask=mask.expand_as(inputs)
    )
    (ours,) = explainers.removed([asked])
    assert np.abs(ours - ablation[0, list(asked.places), 0].numpy()).max() < 1e-4


@pytest.mark.long
def test_short_texts_have_exact_shapley_values() -> None:
    subject = Bench().subject("toxicity_planted")
    asked = ask_text(subject, SHORT, "", phrases=False, slopes=False)
    (exact,) = explainers.shapley([asked], 64, 0)
    ((whole, nothing),) = explainers.ends([asked])
    assert exact.sum() == pytest.approx(whole - nothing, abs=1e-5)
    by_kernel = captum.attr.ShapleyValues(
        lambda shown: torch.tensor(explainers.answers([asked], [shown.numpy() > 0.5])[0])
    ).attribute(torch.ones(1, asked.count), perturbations_per_eval=1)
    assert by_kernel.shape[1] == asked.count
    assert np.abs(exact).argmax() == list(asked.words).index("gay")


def test_a_filter_without_layers_is_explained_by_removal_only(assets) -> None:
    assert tool("attribute", "word_gradients").accepts(subject_card("toxicity_linear")) is not None
    subject = Bench().subject("toxicity_linear")
    asked = ask_text(subject, SHORT, "", phrases=False, slopes=False)
    (ours,) = explainers.removed([asked])
    by_hand = subject.scores([SHORT])[0, 0] - subject.scores([SHORT.replace("gay ", "")])[0, 0]
    assert ours[list(asked.words).index("gay")] == pytest.approx(by_hand, abs=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_every_explanation_carries_what_can_take_it_back(method: str) -> None:
    found = _asked("toxicity_planted", method, n=3)
    assert found.stability is not None
    assert found.stability.twins is not None
    assert found.stability.neighbours is not None
    assert found.stability.methods is not None
    names = {control.name for control in found.nulls}
    assert {"scrambled", "position"} <= names
    (scrambled,) = (control for control in found.nulls if control.name == "scrambled")
    assert scrambled.n == 6
    (figure,) = found.figures
    assert isinstance(figure, WordsFigure)
    assert len(found.per_unit) == found.n == 3


def test_a_scrambled_network_is_not_explained_alike() -> None:
    """Takes the check out: a method that ignores the weights must fail it."""
    from tools.attribute import word_checks

    subject = Bench().subject("toxicity_planted")
    shown = [ask_text(subject, text, "", phrases=False, slopes=False) for text in (SHORT, LONG)]

    def by_length(texts, seed):
        return [np.array([float(len(word)) for word in each.words]) for each in texts]

    trial = word_checks.tried(
        shown, shown, by_length(shown, 0), by_length, neighbours=[shown], methods=[by_length], chance=False,
        seeds=3, seed=0, tick=lambda: None,
    )  # fmt: skip
    assert trial.sanity == "fail"
    assert trial.sanity_rho == 1


def test_an_unstable_explanation_shows_its_spread() -> None:
    case = keep_texts([SHORT])
    found = _asked("toxicity_planted", "word_removal", case=case)
    (figure,) = found.figures
    if found.stability is not None and not found.stability.stable:
        assert "spread" in figure.title.en
    else:
        assert figure.title.en == "What each word brings"


def test_words_and_phrases() -> None:
    assert phrases_of(["I", "am", "a", "gay", "man"]) == (0, 0, 1, 1, 1)
    assert without("I am, alas, late.", [(0, 1), (2, 4), (6, 10), (12, 16)], [True, True, False, True]) == (
        "I am, , late."
    )
    assert matched(["a", "b", "c"], ["a", "x", "c"]) == [(0, 0), (2, 2)]
    same = [np.array([3.0, 1.0, 2.0])]
    assert agreement(same, same) == pytest.approx(1)
    assert agreement(same, [-same[0]]) == pytest.approx(-1)
    assert agreement(same, [np.zeros(3)]) == 0


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"answer": "toxic"}, "unknown_answer"),
        ({"term": "zebra"}, "nothing_to_change"),
        ({"n": 199}, "wrong_case"),
    ],
)
def test_what_makes_no_sense_is_refused(params: dict, code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        _asked("toxicity_planted", "word_removal", **params)
    assert refused.value.code == code


def test_a_text_without_a_word_is_refused() -> None:
    with pytest.raises(CallRefused) as refused:
        _asked("toxicity_planted", "word_removal", case=keep_texts(["12 34 !!"]))
    assert refused.value.code == "no_word"
