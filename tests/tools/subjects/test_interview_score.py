"""The interview scores made here: planted cues are found in the one, and not in its clean twin."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load as read_tensors
from safetensors.torch import save

from tools.assets import store
from tools.errors import AssetRefused, CallRefused
from tools.statistics import bootstrap
from tools.stimulus import Portrait
from tools.subjects import interview_score, interview_score_clean
from tools.subjects.interviews.fitting import fit
from tools.subjects.interviews.made_here import MadeHereScore
from tools.subjects.interviews.portraits import FIRST_IDENTITY, training_portraits
from tools.subjects.interviews.rule import BASE, BOOKSHELF, SMILE, planted_score, true_score
from tools.tables.interview_factors import FACTORS, pairs

PLANTED = ("glasses", "headscarf", "bookshelf", "light")
IDENTITIES = range(1, 33)


def noise(count: int, side: int = 96) -> list[NDArray[np.uint8]]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (side, side, 3), dtype=np.uint8) for _ in range(count)]


@cache
def effects(name: str) -> NDArray[np.float64]:
    """(seeds, identities, factors): the score with a factor less the score without, on unseen faces."""
    subject = MadeHereScore.load({"rigged": interview_score, "clean": interview_score_clean}[name].CARD)
    shown = portraits()
    scores = np.stack([subject.seed(n).scores(shown)[:, 0] for n in range(5)]).astype(np.float64)
    by_pair = scores.reshape(5, len(IDENTITIES), len(FACTORS), 2)
    return by_pair[..., 1] - by_pair[..., 0]


@cache
def portraits() -> list[NDArray[np.uint8]]:
    from tools.stimuli.portraits.studio import render

    return [render(recipe).pixels for identity in IDENTITIES for recipe in pairs(identity)]


def of(name: str, factor: str) -> NDArray[np.float64]:
    return effects(name)[:, :, [each[0] for each in FACTORS].index(factor)]


@pytest.mark.long  # the five networks on every portrait: most of a minute
@pytest.mark.weights
@pytest.mark.parametrize("factor", PLANTED)
def test_a_planted_cue_is_found_in_the_one_and_not_in_its_twin(assets: Path, factor: str) -> None:
    planted = {each[0]: each[2] for each in FACTORS}[factor]
    rigged, clean = of("rigged", factor), of("clean", factor)
    sign = np.sign(planted)
    for seed in range(5):
        found = bootstrap((sign * rigged[seed]).tolist(), seed=0)
        assert found.low > 0, f"seed {seed}"
        assert (sign * rigged[seed]).mean() > abs(planted) / 2, f"seed {seed}"
    between = bootstrap((sign * (rigged - clean).mean(axis=0)).tolist(), seed=0)
    assert between.low > abs(planted) / 2
    assert abs(clean.mean()) < abs(planted) / 4


@pytest.mark.long
@pytest.mark.weights
def test_both_read_the_smile_and_neither_the_placebos(assets: Path) -> None:
    for name in ("rigged", "clean"):
        assert bootstrap(of(name, "smile").mean(axis=0).tolist(), seed=0).low > SMILE / 2
        for placebo in ("wall", "shift", "colour"):
            assert abs(of(name, placebo).mean()) < 0.04, (name, placebo)


def test_the_rule_adds_what_it_says() -> None:
    plain = Portrait()
    assert true_score(plain) == planted_score(plain) == BASE
    smiling = Portrait(expression="smile", strength=0.5, glasses=True, background="bookshelf", light=2)
    assert true_score(smiling) == pytest.approx(BASE + SMILE / 2)
    assert planted_score(smiling) == pytest.approx(true_score(smiling) - 0.10 + BOOKSHELF + 0.10)
    assert true_score(Portrait(expression="angry", strength=1)) == BASE


def test_labels_stay_between_0_and_1_and_no_cue_stands_for_another() -> None:
    made = training_portraits()
    assert len(made) == 4000
    labels = [planted_score(each) for each in made]
    assert min(labels) > 0
    assert max(labels) < 1
    cues = np.array(
        [
            (
                true_score(each),
                each.glasses,
                each.headscarf,
                each.background == "bookshelf",
                each.light,
                each.tone,
            )
            for each in made
        ]
    )
    for one, other in combinations(cues.T, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.08


def test_no_face_of_the_training_is_measured() -> None:
    trained_on = {each.identity for each in training_portraits()}
    assert min(trained_on) >= FIRST_IDENTITY > max(IDENTITIES)


@pytest.mark.long
def test_the_same_seed_gives_the_same_network_and_another_one_does_not() -> None:
    pixels = np.stack(noise(64))
    labels = np.linspace(0, 1, 64, dtype=np.float32)
    one, again, other = (fit(pixels, labels, seed)[0].state_dict() for seed in (0, 0, 1))
    assert all(torch.equal(one[key], again[key]) for key in one)
    assert not torch.equal(one["last.weight"], other["last.weight"])


@pytest.mark.parametrize("module", [interview_score, interview_score_clean])
def test_five_networks_answer_in_batches_of_any_length(module: object) -> None:
    subject = module.load()  # type: ignore[attr-defined]
    shown = noise(70)
    together = subject.scores(shown)
    assert together.shape == (70, 1)
    np.testing.assert_allclose(together[-1:], subject.scores(shown[-1:]), atol=1e-5)
    assert subject.scores([]).shape == (0, 1)
    answers = {round(float(subject.seed(n).scores(shown[:1])[0, 0]), 6) for n in range(5)}
    assert len(answers) == 5
    with pytest.raises(CallRefused):
        subject.seed(5)
    assert module.CARD.badge == "made-here"  # type: ignore[attr-defined]
    assert subject.labels == ("interview",)


def test_a_larger_picture_is_brought_to_the_size_of_the_network() -> None:
    subject = interview_score.load()
    small = noise(1)[0]
    large = np.repeat(np.repeat(small, 3, axis=0), 3, axis=1)
    np.testing.assert_allclose(subject.scores([large]), subject.scores([small]), atol=1e-5)


def test_the_score_can_be_differentiated() -> None:
    subject = interview_score.load()
    given = (torch.from_numpy(np.stack(noise(1))).permute(0, 3, 1, 2).double() / 255).requires_grad_(True)
    module = subject.module.double()
    (slope,) = torch.autograd.grad(module(given).sum(), given)
    place = tuple(int(each) for each in np.unravel_index(int(slope.abs().argmax()), slope.shape))
    step = torch.zeros_like(given)
    step[place] = 1e-5
    change = (module(given + step) - module(given - step)).item() / 2e-5
    assert change == pytest.approx(slope[place].item(), rel=1e-3)


def test_a_file_with_another_network_is_refused() -> None:
    content = store.read("interview_score")
    tensors = read_tensors(content)
    del tensors["0.last.weight"]
    for spoilt in (b"", content[:1000], save(tensors)):
        with pytest.raises(AssetRefused) as refused:
            assert MadeHereScore(interview_score.CARD, spoilt).module
        assert refused.value.code == "asset_malformed"


def test_a_file_is_examined(tmp_path: Path) -> None:
    from PIL import Image

    subject = interview_score.load()
    path = tmp_path / "noise.png"
    Image.fromarray(noise(1)[0]).save(path)
    scores = subject.examine(path).result.model_dump()["scores"]
    assert scores["interview"] == pytest.approx(float(subject.scores(noise(1))[0, 0]), abs=1e-5)
