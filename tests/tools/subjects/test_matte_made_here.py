"""The mattes made here: one architecture, two sets that differ in tones only, and what that does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tools.catalogue import subject_card
from tools.errors import AssetRefused, CallRefused
from tools.statistics import Interval, bootstrap
from tools.stimuli.portraits.kept import Render
from tools.stimuli.render import package_data_folder
from tools.stimulus import Portrait
from tools.subjects import person_matte_balanced, person_matte_skewed
from tools.subjects.matting.made_here import MadeHereMatte
from tools.subjects.matting.small_unet import SmallUNet
from tools.tables.matte_balanced_by_tone import face_kept
from training.person_matte_made_here import CONDITIONS, FACES, FIRST_IDENTITY, SETS, recipes, tones_of

LIGHT, DARK = 2, 10
IDENTITIES = range(1, 33)  # below thirty, no verdict
SUBJECTS = {"balanced": person_matte_balanced, "skewed": person_matte_skewed}


def portrait_of(identity: int, tone: int, background: str = "bookshelf", level: float = 0.5) -> Portrait:
    from tools.stimuli.portraits.identities import person

    changes = {"tone": tone, "background": background, "background_level": level, "side": 96}
    return person(identity).model_copy(update=changes)


def drawn(background: str, level: float = 0.5) -> list[Render]:
    """Light, dark, light, dark: each identity in both tones."""
    from tools.stimuli.portraits.studio import render

    return [
        render(portrait_of(identity, tone, background, level))
        for identity in IDENTITIES
        for tone in (LIGHT, DARK)
    ]


def lost_by_the_dark(network: MadeHereMatte, portraits: list[Render]) -> Interval:
    """How much more of the light face than of the dark one is kept, same bust: interval over identities."""
    mattes = network.masks([each.pixels for each in portraits])
    kept = [face_kept(matte, each) for matte, each in zip(mattes, portraits, strict=True)]
    return bootstrap([light - dark for light, dark in zip(kept[::2], kept[1::2], strict=True)], seed=0)


@pytest.mark.long
@pytest.mark.weights
def test_the_planted_cause_is_found_in_every_skewed_network_and_in_no_balanced_one(assets: Path) -> None:
    skewed, balanced = (SUBJECTS[name].load() for name in ("skewed", "balanced"))
    portraits = drawn("bookshelf")
    for seed in range(5):
        assert lost_by_the_dark(skewed.seed(seed), portraits).low > 0.10, seed
        assert lost_by_the_dark(balanced.seed(seed), portraits).high < 0.05, seed


@pytest.mark.weights
def test_on_a_plain_wall_the_same_skew_does_next_to_nothing(assets: Path) -> None:
    lost = lost_by_the_dark(person_matte_skewed.load(), drawn("plain", 0.65))
    assert lost.high < 0.05


@pytest.mark.parametrize("name", SETS)
def test_the_five_networks_are_five(name: str) -> None:
    matte = SUBJECTS[name].load()
    picture = np.random.default_rng(0).integers(0, 256, (120, 80, 3), dtype=np.uint8)
    answers = [matte.seed(seed).masks([picture])[0] for seed in range(matte.seeds)]
    assert len({answer.tobytes() for answer in answers}) == 5
    np.testing.assert_array_equal(answers[0], matte.masks([picture])[0])
    for wrong in (-1, 5):
        with pytest.raises(CallRefused) as refused:
            matte.seed(wrong)
        assert refused.value.code == "no_such_seed"


def test_both_have_the_same_small_architecture_and_other_numbers() -> None:
    first, second = (SUBJECTS[name].load().module for name in SETS)
    assert sum(each.numel() for each in SmallUNet().parameters()) <= 40_000
    one, other = first.state_dict(), second.state_dict()
    assert {key: value.shape for key, value in one.items()} == {
        key: value.shape for key, value in other.items()
    }
    assert any(not one[key].equal(other[key]) for key in one)


def test_the_sets_differ_in_tones_only() -> None:
    count = FACES * CONDITIONS
    balanced, skewed = (Counter(tones_of(name, count)) for name in ("balanced", "skewed"))
    assert set(balanced.values()) == {count // 10}
    assert sum(skewed[tone] for tone in range(1, 5)) == round(0.95 * count)
    assert sum(skewed[tone] for tone in (8, 9, 10)) == 0
    assert skewed.total() == balanced.total() == count
    shared = recipes(5)
    assert shared == recipes(5)
    assert min(recipe.identity for recipe in shared) >= FIRST_IDENTITY > max(IDENTITIES)
    assert {recipe.tone for recipe in shared} == {Portrait().tone}


def test_gradients_reach_the_picture_and_a_batch_answers_as_one() -> None:
    import torch

    matte = person_matte_skewed.load()
    pictures = [
        np.random.default_rng(n).integers(0, 256, (90 + n, 200, 3), dtype=np.uint8) for n in range(40)
    ]
    together = matte.masks(pictures)
    np.testing.assert_allclose(matte.masks([pictures[33]])[0], together[33], atol=1e-4)
    picture = torch.rand(1, 3, 96, 96, requires_grad=True)
    matte.logits(picture)[0, 0, 48, 48].backward()
    assert picture.grad is not None
    assert float(picture.grad.abs().max()) > 0
    assert all(parameter.grad is None for parameter in matte.module.parameters())


def test_a_file_is_examined_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    examined = person_matte_balanced.load().examine(package_data_folder() / "astronaut.png")
    assert examined.pictures["mask"].shape == (512, 512)
    card = subject_card("person-matte-skewed")
    assert (card.badge, card.answers) == ("made-here", "mask")
    with pytest.raises(AssetRefused) as refused:
        assert MadeHereMatte(card, b"not weights").module
    assert refused.value.code == "asset_malformed"
    (tmp_path / "other.safetensors").write_bytes(b"not weights")
    with pytest.raises(AssetRefused):
        person_matte_skewed.load(tmp_path / "other.safetensors")
