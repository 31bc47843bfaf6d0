"""What is held fixed, on subjects with one known reason: it must leave nothing of it, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tools.stimuli.render as drawing
from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.reproduce.held_conditions import CONDITIONS, Light, clipped, couples
from tools.reproduce.held_fixed import HeldFixed
from tools.stimuli.changes import apply_change
from tools.stimulus import Edited, Montage, Portrait, Recipe

Rule = Callable[[np.ndarray], float]
CLOSE = 1.0  # what rounding to bytes leaves between two halves that were brought together


def drawn(recipe: Recipe) -> np.ndarray:
    """A disc before a wall, lighter for a lighter tone; light skins are striped across, dark ones down."""
    if isinstance(recipe, Edited):
        return apply_change(drawn(recipe.of), recipe.change, recipe.amount)
    if isinstance(recipe, Montage):
        return np.concatenate([drawn(recipe.first), drawn(recipe.second)], axis=1)
    assert isinstance(recipe, Portrait)
    rows, columns = np.indices((160, 160))
    face = (rows - 80) ** 2 + (columns - 80) ** 2 < (40 + recipe.identity % 7) ** 2
    stripes = np.where((rows if recipe.tone < 7 else columns) % 8 < 4, 6, -6)
    grey = np.where(face, 215 - 15 * recipe.tone + stripes, 255 * recipe.background_level + stripes)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def contrast(half: np.ndarray) -> float:
    return Light.of(half.astype(np.uint8)).spread


def lightness(half: np.ndarray) -> float:
    return Light.of(half.astype(np.uint8)).mean


def stripes(half: np.ndarray) -> float:
    """Which way the stripes run, whatever their scale: 100 across, 0 down."""
    grey = half[..., 0].astype(float)
    across, down = np.abs(np.diff(grey, axis=0)).sum(), np.abs(np.diff(grey, axis=1)).sum()
    return float(100 * across / (across + down))


class OneReason(Bench):
    """A bench whose subject gives all cells of a half one mark; halves that are close get the same."""

    def __init__(self, planted: Bench, rule: Rule) -> None:
        super().__init__()
        self.one: Any = planted.subject("planted")

        def maps(picture: np.ndarray) -> np.ndarray:
            left, right = rule(picture[:, :160]), rule(picture[:, 160:])
            if abs(left - right) < CLOSE:
                right = left
            return np.repeat([[left] * 10 + [right] * 10], 10, axis=0)

        self.one._rule = maps

    def subject(self, name: str) -> Any:
        return self.one

    def pixels(self, recipe: Recipe) -> np.ndarray:
        return drawn(recipe)


@pytest.fixture
def measured(planted: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finding]:
    monkeypatch.setattr(drawing, "render", lambda recipe, uploads=None: drawn(recipe))

    def measure(rule: Rule, case: str = "portraits_by_tone_dark_wall", **params: Any) -> Finding:
        call = Call(verb="reproduce", method="held_fixed", subject="planted", case=case,
                    params={"n": 32, **params}, seed=1)  # fmt: skip
        return HeldFixed().run(call, OneReason(planted("light"), rule), lambda done, total: None)

    return measure


def test_a_subject_that_follows_contrast_has_nothing_left_once_it_is_held(
    measured: Callable[..., Finding],
) -> None:
    found = measured(contrast)
    assert found.result["rate_skin"] == 1
    assert found.result["rate_lightness"] == 1
    assert found.result["rate_contrast"] == found.result["rate_both"] == 0.5
    assert found.result["rate_contrast_alone"] == 1
    assert found.result["rate_whole"] == 0.5
    assert found.verdict == "none_shown"
    assert found.result["reversed"] is False


def test_a_subject_that_follows_lightness_has_nothing_left_once_it_is_held(
    measured: Callable[..., Finding],
) -> None:
    # Before a grey wall: before a dark one, raised contrast is cut off at black and lightens the picture.
    found = measured(lightness, case="portraits_by_tone")
    assert found.result["rate_skin"] == found.result["rate_contrast"] == 1
    assert found.result["rate_lightness"] == found.result["rate_both"] == 0.5
    assert found.result["rate_whole"] == 1
    assert found.result["rate_contrast_alone"] == 0.5
    assert found.verdict == "none_shown"


def test_what_is_neither_contrast_nor_lightness_remains(measured: Callable[..., Finding]) -> None:
    found = measured(stripes)
    assert [found.result[f"rate_{each}"] for each in CONDITIONS[:4]] == [1, 1, 1, 1]
    assert found.verdict == "effect"
    assert "a preference remains, for the light skin" in found.conclusion.en
    assert "demeure, pour la peau claire" in found.conclusion.fr
    assert "for the dark skin" in measured(lambda half: -stripes(half)).conclusion.en
    assert float(str(found.result["p_both"])) < 0.001


def test_the_answer_may_turn_round_and_is_said_to(measured: Callable[..., Finding]) -> None:
    """Light skins win by lightness, and by less contrast where lightness is not to be had."""
    found = measured(lambda half: lightness(half) if contrast(half) < 20 else -contrast(half) + 300)
    turned = measured(lambda half: contrast(half) * 3 - stripes(half))
    assert turned.result["rate_skin"] == 1
    assert turned.result["rate_contrast"] == 0
    assert turned.result["reversed"] is True
    assert "retourne la réponse" in turned.conclusion.fr
    assert found.result["n"] == 32


def test_holding_holds(measured: Callable[..., Finding]) -> None:
    light, dark = Portrait(identity=3, tone=2, side=160), Portrait(identity=3, tone=9, side=160)
    made = couples(light, dark, drawn)
    lights = {each: [Light.of(drawn(recipe)) for recipe in pair] for each, pair in made.items()}
    for held in ("contrast", "both"):
        assert lights[held][0].spread == pytest.approx(lights[held][1].spread, abs=CLOSE)  # type: ignore[index]
    for held in ("lightness", "both"):
        assert lights[held][0].mean == pytest.approx(lights[held][1].mean, abs=CLOSE)  # type: ignore[index]
    skins = lights["skin"]
    assert lights["whole"][0].mean - lights["whole"][1].mean == pytest.approx(
        abs(skins[0].mean - skins[1].mean), abs=2 * CLOSE
    )
    assert clipped(np.array([[[0, 255, 7]]], np.uint8)) == pytest.approx(2 / 3)


def test_few_pairs_decide_nothing_and_controls_are_told(measured: Callable[..., Finding]) -> None:
    found = measured(stripes, n=10)
    assert found.verdict == "inconclusive"
    assert [each.name for each in (*found.placebo, *found.nulls)] == ["shifted", "identical_pair"]
    assert found.nulls[0].value == 0.5
    assert len(found.per_unit) == 10
    assert len(found.figures[0].rows) == len(CONDITIONS) + 2  # type: ignore[union-attr]


@pytest.mark.parametrize("case", ["pairs", "portraits_by_sex", "portraits_strangers_by_tone"])
def test_other_pairs_are_refused_with_a_case_that_fits(measured: Callable[..., Finding], case: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measured(stripes, case=case)
    assert refused.value.code == "wrong_case"
    assert "portraits_by_tone" in str(refused.value.cure)
