"""What is held fixed, on subjects with one known reason: it must leave nothing of it, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

import tools.stimuli.render as drawing
from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.reproduce import held_fixed_words as words
from tools.reproduce.held_conditions import CONDITIONS, Light, clipped, couples
from tools.reproduce.held_fixed import HeldFixed
from tools.statistics import Interval, Split, wilson
from tools.stimuli.changes import apply_change, difference
from tools.stimulus import Edited, Montage, Portrait, Recipe

Rule = Callable[[np.ndarray], float | tuple[float, ...]]
CLOSE = 1.0  # what rounding to bytes leaves between two halves that were brought together


STRIPED: set[int] = set()  # identities whose two skins are striped alike


@cache
def drawn(recipe: Recipe) -> np.ndarray:
    """A disc before a wall, lighter for a lighter tone; light skins are striped across, dark ones down."""
    if isinstance(recipe, Edited):
        return apply_change(drawn(recipe.of), recipe.change, recipe.amount)
    if isinstance(recipe, Montage):
        return np.concatenate([drawn(recipe.first), drawn(recipe.second)], axis=1)
    assert isinstance(recipe, Portrait)
    rows, columns = np.indices((160, 160))
    face = (rows - 80) ** 2 + (columns - 80) ** 2 < (40 + recipe.identity % 7) ** 2
    across = recipe.tone < 7 and recipe.identity not in STRIPED
    stripes = np.where((rows if across else columns) % 8 < 4, 6, -6)
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
    return 100.0 if across > down else 0.0


class OneReason(Bench):
    """A bench whose subject marks the half that has more of something; of the next thing, where both are
    close in the first."""

    def __init__(self, planted: Bench, rule: Rule) -> None:
        super().__init__()
        self.one: Any = planted.subject("planted")

        def maps(picture: np.ndarray) -> np.ndarray:
            left, right = (np.atleast_1d(rule(half)) for half in (picture[:, :160], picture[:, 160:]))
            more = next((one > other for one, other in zip(left, right, strict=True)
                         if abs(one - other) >= CLOSE), None)  # fmt: skip
            marks = (1.0, 1.0) if more is None else (float(more), 1.0 - float(more))
            return np.repeat([[marks[0]] * 10 + [marks[1]] * 10], 10, axis=0)

        self.one._rule = maps

    def subject(self, name: str) -> Any:
        return self.one

    def pixels(self, recipe: Recipe) -> np.ndarray:
        return drawn(recipe)


class Placed(OneReason):
    """Gives the left half the higher mark, whatever stands there."""

    def __init__(self, planted: Bench) -> None:
        super().__init__(planted, lambda half: 0.0)
        self.one._rule = lambda picture: np.repeat([[1.0] * 10 + [0.0] * 10], 10, axis=0)


@pytest.fixture
def measured(planted: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Finding]]:
    drawn.cache_clear()
    monkeypatch.setattr(drawing, "render", lambda recipe, uploads=None: drawn(recipe))

    def measure(rule: Rule, case: str = "portraits_by_tone_dark_wall", **params: Any) -> Finding:
        call = Call(verb="reproduce", method="held_fixed", subject="planted", case=case,
                    params={"n": 32, **params}, seed=1)  # fmt: skip
        return HeldFixed().run(call, OneReason(planted("light"), rule), lambda done, total: None)

    yield measure
    STRIPED.clear()
    drawn.cache_clear()


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


@pytest.mark.parametrize(
    ("rule", "rates", "reversed_"),
    [
        # By contrast alone: skin, contrast, lightness, both.
        (lambda half: (contrast(half), -lightness(half)), (1, 0, 1, 0.5), True),
        (lambda half: (-contrast(half), lightness(half)), (0, 1, 0, 0.5), True),
        # By both alone: what is left once neither differs.
        (lambda half: (lightness(half), -stripes(half)), (1, 1, 0, 0), True),
        # By lightness alone: that is the question of another condition.
        (lambda half: (lightness(half), -contrast(half)), (1, 1, 0, 0.5), False),
        # Nothing to turn round: nobody is ahead.
        (lambda half: 1.0, (0.5, 0.5, 0.5, 0.5), False),
    ],
)
def test_the_answer_may_turn_round_and_is_said_to(
    measured: Callable[..., Finding], rule: Rule, rates: tuple[float, ...], reversed_: bool
) -> None:
    found = measured(rule)
    assert tuple(found.result[f"rate_{each}"] for each in CONDITIONS[:4]) == rates
    assert found.result["reversed"] is reversed_
    assert ("retourne la réponse" in found.conclusion.fr) is reversed_


@pytest.mark.parametrize(
    ("leaning", "chance", "verdict"),
    [
        (6, 6 * 2 * 0.5**6, "none_shown"),  # .031 by itself: six conditions were asked
        (7, 6 * 2 * 0.5**7, "none_shown"),  # .016 by itself
        (8, 6 * 2 * 0.5**8, "effect"),  # .047, corrected
        (10, 6 * 2 * 0.5**10, "effect"),
    ],
)
def test_six_conditions_are_corrected_for_and_the_verdict_with_them(
    measured: Callable[..., Finding], leaning: int, chance: float, verdict: str
) -> None:
    STRIPED.update(range(2 * leaning + 1, 65))  # a pair of 32 has an odd identity
    found = measured(stripes)
    assert found.result["rate_both"] == 0.5 + leaning / 64
    assert found.result["p_both"] == pytest.approx(chance, abs=1e-6)
    assert found.verdict == found.result["verdict"] == verdict
    low, high = float(str(found.result["spread_low"])), float(str(found.result["spread_high"]))
    assert 0.5 < low < 0.5 + leaning / 64 < high < 1
    spread = next(each for each in found.values if each.name == "both_spread")
    assert (spread.low, spread.high) == (low, high)


def test_the_more_contrasted_is_counted_where_the_dark_skin_has_more(
    measured: Callable[..., Finding],
) -> None:
    found = measured(contrast, case="portraits_by_tone_pale_wall")
    assert found.result["rate_skin"] == 0
    assert found.result["rate_contrast_alone"] == 1
    assert "contrast_alone" in [each.name for each in found.values]


def test_the_lightened_and_the_sharpened_come_first_whichever_way_the_skins_differ() -> None:
    light, dark = Portrait(identity=3, tone=2, side=160), Portrait(identity=3, tone=9, side=160)
    for wall in (0.1, 0.9):
        one, other = (each.model_copy(update={"background_level": wall}) for each in (light, dark))
        for pair in ((one, other), (other, one)):
            made = couples(*pair, drawn)
            assert lightness(drawn(made["whole"][0])) > lightness(drawn(made["whole"][1])) + 5
            assert contrast(drawn(made["contrast_alone"][0])) > contrast(drawn(made["contrast_alone"][1])) + 5


def test_what_is_cut_off_is_told_with_the_condition_that_cuts_most(measured: Callable[..., Finding]) -> None:
    found = measured(contrast, n=4)  # before a dark wall, raised contrast ends at black
    pairs = [(1, 2, 9), (17, 2, 9), (33, 2, 9), (49, 2, 9)]
    made = []
    for identity, *tones in pairs:
        bust = Bench().case("portraits_by_tone_dark_wall").pairs[identity - 1]
        assert [each.recipe.tone for each in bust] == tones  # type: ignore[union-attr]
        made.append(couples(bust[0].recipe, bust[1].recipe, drawn))  # type: ignore[arg-type]
    edited = [drawn(recipe) for of in made for each in CONDITIONS[1:] for recipe in of[each]]
    assert found.result["clipped"] == pytest.approx(np.mean([clipped(each) for each in edited]), abs=1e-6)
    assert float(str(found.result["clipped"])) > 0.01
    assert any("« Une seule peau, contraste accru »" in _plain(each.fr) for each in found.caveats)
    none = measured(contrast, case="portraits_by_tone", n=4)
    assert none.result["clipped"] == 0
    assert any("Aucun octet des images retouchées" in each.fr for each in none.caveats)
    assert not any("0,0" in each.fr for each in none.caveats)


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_control_that_leans_as_much_is_flagged_and_the_verdict_taken_back(
    measured: Callable[..., Finding], planted: Any
) -> None:
    """A subject that prefers the left place to any skin: in both orders, nobody's win but the place's."""
    call = Call(verb="reproduce", method="held_fixed", subject="planted",
                case="portraits_by_tone", params={"n": 32}, seed=1)  # fmt: skip
    found = HeldFixed().run(call, Placed(planted("light")), lambda done, total: None)
    placebo, null = found.placebo[0], found.nulls[0]
    assert (null.value, null.fails) == (1, True)
    assert "autant que la peau" in null.says.fr
    assert (placebo.value, placebo.fails) == (0.5, False)
    assert found.verdict == "none_shown"
    clean = measured(stripes)
    assert not any(each.fails for each in (*clean.placebo, *clean.nulls))
    assert "as much as the skin" not in clean.nulls[0].says.en


def test_the_placebo_is_sized_in_levels(measured: Callable[..., Finding]) -> None:
    found = measured(stripes, n=4)
    members = [Bench().case("portraits_by_tone_dark_wall").pairs[at][at // 16 % 2] for at in (0, 16, 32, 48)]
    sizes = [difference(drawn(each.recipe), "shift", 16) for each in members]
    assert found.placebo[0].size == pytest.approx(np.mean(sizes), abs=1e-6)
    assert found.placebo[0].size != 16
    assert f"{np.mean(sizes):.1f} levels" in found.placebo[0].says.en


def test_each_line_of_the_figure_names_who_is_counted(measured: Callable[..., Finding]) -> None:
    figure = measured(stripes, n=2).figures[0]
    labels = [row.label.en for row in figure.rows[:6]]  # type: ignore[union-attr]
    assert all(each.endswith(": the light skin") for each in labels[:4])
    assert labels[4:] == ["One skin: the lightened picture", "One skin: the more contrasted"]
    assert "member that each line names" in figure.title.en


def test_light_that_comes_second_is_refused(measured: Callable[..., Finding], planted: Any) -> None:
    class Turned(OneReason):
        def case(self, name: str) -> Any:
            case = super().case(name)
            return case.model_copy(update={"pairs": tuple((dark, light) for light, dark in case.pairs)})

    call = Call(verb="reproduce", method="held_fixed", subject="planted",
                case="portraits_by_tone", params={"n": 2})  # fmt: skip
    with pytest.raises(CallRefused) as refused:
        HeldFixed().run(call, Turned(planted("light"), stripes), lambda done, total: None)
    assert refused.value.code == "wrong_case"


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
    said = [each.fr for each in found.caveats]
    assert any("jamais un verdict" in each for each in said)
    assert any("Avec 10 paires" in each for each in said)
    assert any(each.startswith("Aucun chiffre publié") for each in said)
    assert not any("jamais un verdict" in each.fr for each in measured(stripes, n=30).caveats)
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


@pytest.mark.parametrize(
    ("skin", "contrast_held", "both_held", "turned"),
    [(0.5, 1, 1, False), (0.5, 0, 0, False), (1, 0, 1, True), (0, 0, 1, True), (0, 0, 0.5, False)],
)
def test_only_who_was_ahead_can_fall_behind(
    skin: float, contrast_held: float, both_held: float, turned: bool
) -> None:
    def read(rate: float) -> words.Read:
        rates = [rate] * 32
        return words.Read(rates, wilson(sum(rates), 32), Interval(rate, rate), Split.of(rates))

    given = zip(CONDITIONS, (skin, contrast_held, skin, both_held, skin, skin), strict=True)
    held = words.Held(32, {each: read(rate) for each, rate in given}, {"both": 0.0}, {}, "none_shown")
    assert held.reversed is turned
