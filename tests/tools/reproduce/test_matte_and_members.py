"""Outlines against brute force and scikit-image, planted mattes, and which listed member wins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.metrics import contingency_table

sys.path.insert(0, str(Path(__file__).parent))

from subjects_made_up import FlatBench, ask, card

from tools.answering.given import Given
from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, TableFigure
from tools.reproduce.boundary import cut_quality, outline
from tools.reproduce.matte_quality import MatteQuality
from tools.reproduce.paired_preference import PairedPreference
from tools.stimulus import Edited, Portrait

MASKS = arrays(bool, st.tuples(st.integers(3, 12), st.integers(3, 12)), elements=st.booleans())


@settings(deadline=None)  # the first one imports scipy
@given(MASKS, st.integers(0, 2**32 - 1))
def test_overlap_is_that_of_scikit_image_and_distances_those_of_brute_force(ours: Any, seed: int) -> None:
    true = np.random.default_rng(seed).random(ours.shape) < 0.5
    found = cut_quality(ours, true, 2)
    table = np.zeros((2, 2))
    counted = contingency_table(true.astype(int), ours.astype(int)).toarray()
    table[: counted.shape[0], : counted.shape[1]] = counted
    union = table[0, 1] + table[1, 0] + table[1, 1]
    assert found.overlap == pytest.approx(table[1, 1] / union if union else 1)
    one, other = np.argwhere(outline(ours)), np.argwhere(outline(true))
    if len(one) and len(other):
        apart = np.linalg.norm(one[:, None] - other[None], axis=-1)
        assert found.boundary == pytest.approx((apart.min(1).mean() + apart.min(0).mean()) / 2)
        p, r = (apart.min(1) <= 2).mean(), (apart.min(0) <= 2).mean()
        assert found.boundary_f == pytest.approx(2 * p * r / (p + r) if p + r else 0)


def test_the_pictures_edge_is_no_outline_and_a_missed_body_is_a_diagonal_away() -> None:
    body = np.zeros((8, 6), dtype=bool)
    body[3:, 1:5] = True  # leaves the picture at the bottom, as a bust does
    assert outline(body)[-1].tolist() == [False, True, False, False, True, False]
    assert cut_quality(body, body, 1) == (1, 0, 1)
    missed = cut_quality(np.zeros_like(body), body, 1)
    assert missed == (0, 10, 0)
    with pytest.raises(ValueError, match="against"):
        cut_quality(body, body[:4], 1)


class Cuts:
    """Cuts out the true body; of dark tones every so many columns are lost."""

    card = card("image", "mask")

    def __init__(self, loses: int) -> None:
        self.loses = loses

    def masks(self, pictures: list[np.ndarray]) -> list[np.ndarray]:
        found = []
        for pixels in pictures:
            matte = body_of(int(pixels[0, 0, 1]))
            if self.loses and pixels[0, 0, 0] < 150:
                matte[:, :: self.loses] = 0
            found.append(matte.astype(np.float32) / 255)
        return found


def body_of(identity: int) -> np.ndarray:
    matte = np.zeros((32, 32), dtype=np.uint8)
    matte[8:, 6 : 22 + identity % 5] = 255
    return matte


class MatteBench(FlatBench):
    """Busts whose grey tells the tone, and whose second channel tells the identity."""

    def pixels(self, recipe: Any) -> np.ndarray:
        bust = recipe.of if isinstance(recipe, Edited) else recipe
        assert isinstance(bust, Portrait)
        made = np.zeros((32, 32, 3), dtype=np.uint8)
        made[..., 0], made[..., 1] = 200 - 10 * bust.tone, bust.identity
        made[1, 1, 2] = int(bust.background_level * 100)
        return made


@pytest.fixture
def known_mattes(monkeypatch: pytest.MonkeyPatch) -> None:
    def matte(given: Given) -> np.ndarray:
        recipe = given.recipe.of if isinstance(given.recipe, Edited) else given.recipe
        assert isinstance(recipe, Portrait)
        return body_of(recipe.identity)

    monkeypatch.setattr(Given, "matte", property(matte))


@pytest.mark.usefixtures("known_mattes")
def test_a_matte_that_loses_dark_busts_is_found_and_a_fair_one_acquitted() -> None:
    found = ask(MatteQuality(), MatteBench(Cuts(4)), "portraits")
    assert (found.verdict, found.n) == ("effect", 30)
    assert found.result["worst"].startswith("9|")
    assert found.result["gap"] < -0.2
    assert found.result["overlaps"]["2|0.05"] == 1
    assert found.result["boundaries"]["9|0.95"] > 0
    table = next(figure for figure in found.figures if isinstance(figure, TableFigure))
    assert [len(cells) for _, cells in table.rows] == [2, 2]
    fair = ask(MatteQuality(), MatteBench(Cuts(0)), "portraits")
    assert fair.verdict == "none_shown"
    by_outline = ask(MatteQuality(), MatteBench(Cuts(4)), "portraits", measure="boundary", across="none")
    assert by_outline.verdict == "effect"
    assert by_outline.result["gap"] > 0
    assert " px" in by_outline.conclusion.en


@pytest.mark.parametrize(
    ("case", "params", "code"),
    [
        ("photographs", {}, "wrong_case"),
        ("portraits_by_tone", {}, "wrong_case"),
        ("portraits", {"across": "tone"}, "bad_levels"),
        ("portraits", {"across": "walls"}, "unknown_factor"),
        ("portraits", {"n": 65}, "wrong_case"),
    ],
)
def test_a_matte_needs_busts_and_two_settings(case: str, params: dict[str, Any], code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        ask(MatteQuality(), MatteBench(Cuts(0)), case, **params)
    assert refused.value.code == code


def test_only_subjects_that_cut_out_are_accepted() -> None:
    assert MatteQuality().accepts(card("image", "map")) is not None
    assert MatteQuality().accepts(card("image", "mask")) is None


class ByTone(FlatBench):
    """On it a planted cropping subject sees flat busts: the lighter member of a montage wins."""

    def __init__(self, planted: Bench) -> None:
        Bench.__init__(self)
        self.planted = planted.subject("planted")

    def subject(self, name: str) -> Any:
        return self.planted

    def pixels(self, recipe: Any) -> np.ndarray:
        if recipe.kind == "montage":
            sides = [self.pixels(member) for member in (recipe.first, recipe.second)]
            return np.concatenate(sides, axis=1 if recipe.layout == "side-by-side" else 0)
        flat = super().pixels(recipe)[0, 0, 0]
        return np.full((160, 160, 3), flat, dtype=np.uint8)


def preference(bench: Bench, case: str, **params: Any) -> Any:
    call = Call(verb="reproduce", method="paired_preference", subject="planted", case=case,
                params={"factor": "member", **params}, seed=1)  # fmt: skip
    return PairedPreference().run(call, bench, lambda done, total: None)


def test_which_listed_member_wins_is_told_by_name(planted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import tools.stimuli.render as drawing

    bench = ByTone(planted("light"))
    monkeypatch.setattr(drawing, "render", lambda recipe, uploads=None: bench.pixels(recipe))
    found = preference(bench, "portraits_by_tone", n=30)
    assert (found.result["rate"], found.verdict, found.conditions) == (1, "effect", 2)
    assert "the bust (Monk 2) keeps the frame in 100%" in found.conclusion.en
    assert found.question.fr.startswith("Dans un montage de deux images, le buste (Monk 2) garde")
    assert "elle" not in found.question.fr
    assert found.result["sign_p"] > 0
    assert found.per_unit == [1] * 30


def test_members_in_no_order_name_nobody(planted: Any) -> None:
    with pytest.raises(CallRefused) as refused:
        preference(planted("light"), "pairs")
    assert refused.value.code == "wrong_case"
