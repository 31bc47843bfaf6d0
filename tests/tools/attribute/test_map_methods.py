"""Explanations of pictures: what was planted is found, what fails is shown failing, bad input is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools import catalogue
from tools.answering.given import at_hand
from tools.attribute.asked import ask
from tools.attribute.companions import hidden_one_by_one
from tools.attribute.explainers.sliding import Slid
from tools.attribute.map_method import Beat, MapMethod
from tools.attribute.trial import Explain, shares_of
from tools.bench import Bench
from tools.errors import AutopsieError, CallRefused, ToolFailed
from tools.execution import execute
from tools.finding import Call, Finding, IntervalFigure, MapFigure
from tools.inside.opened import Opened
from tools.subject import SubjectCard
from tools.tool import Cancelled, Progress
from tools.wording import both

METHODS = (
    "gradient", "smoothgrad", "integrated_gradients", "feature_ablation", "kernel_shap", "grad_cam",
    "guided_backpropagation",
)  # fmt: skip
Bust = Callable[..., Any]


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


def measure(
    tool: Any, bench: Bench, subject: str, case: str = "portraits", progress: Progress = quiet, **params: Any
) -> Finding:
    call = Call(verb="attribute", method=tool.method, subject=subject, case=case, params=params, seed=7)
    return execute(tool, call, bench, progress)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize("method", METHODS)
def test_every_explanation_carries_its_checks_and_no_map_stands_bare(
    method: str, bench: Bench, assets: Path
) -> None:
    found = measure(catalogue.tool("attribute", method), bench, "interview_score")
    names = {value.name for value in found.values}
    assert {"permuted_1", "permuted_3", "redrawn_3", "null_3", "nearness", "infidelity"} <= names
    assert {"gain", "gain_nearness", "gain_random"} <= names  # never deletion without what knows nothing
    assert {control.name for control in found.nulls} == {"other_picture", "order_knowing_nothing"}
    assert found.stability is not None
    assert found.stability.neighbours is not None
    assert found.stability.methods is not None
    assert found.stability.twins is not None  # four other trainings of the same recipe
    assert len(found.per_unit) == 1
    maps = [figure for figure in found.figures if isinstance(figure, MapFigure)]
    (figure,) = maps
    captions = [panel.caption.en for panel in figure.panels]
    if found.result["sanity"] == "fail":
        assert captions == ["Map refused: see beside", "The same, scrambled weights"]
        assert "The method fails here" in found.conclusion.en
    elif not found.stability.stable:
        assert captions == ["Spread: it does not hold"]
        assert "Unstable explanation" in found.conclusion.en
    else:
        assert captions[1] == "The same, scrambled weights"
        assert found.result["top_region"] in found.result["shares"]  # type: ignore[operator]
    assert (found.verdict == "usable") == (found.result["sanity"] == "pass" and found.stability.stable)


def test_guided_backpropagation_fails_on_the_interview_score(bench: Bench, assets: Path) -> None:
    found = measure(catalogue.tool("attribute", "guided_backpropagation"), bench, "interview_score")
    assert (found.result["sanity"], found.verdict) == ("fail", "unusable")


def test_hiding_by_face_parts_convicts_the_planted_glasses_and_acquits_the_clean_twin(
    bench: Bench, assets: Path
) -> None:
    """Glasses cost a tenth of the score in the planted labels, nothing in the clean ones: all five seeds."""
    busts = [bench.case("portraits").pictures[number].recipe for number in (0, 10, 20, 30)]

    def eyes(subject: Any) -> tuple[float, float]:
        parts, weights = [], []
        for bust in busts:
            (worn,) = at_hand(bench, [bust.model_copy(update={"glasses": True})])  # type: ignore[union-attr]
            asked = ask(subject, worn, "", "face_parts", slopes=False, cell_side=24)
            lost = asked.regions.sums(hidden_one_by_one(asked.opened, asked.regions, lambda: None))
            number = [region.name for region in asked.regions.regions].index("eyes")
            parts.append(shares_of(lost)[number])
            weights.append(lost[number])
        return float(np.mean(parts)), float(np.mean(weights))

    for seed in range(5):
        planted, clean = (
            bench.subject(name).seed(seed) for name in ("interview_score", "interview_score_clean")
        )
        share, weight = eyes(planted)
        clean_share, clean_weight = eyes(clean)
        assert share > 1.8 * clean_share
        assert weight < -0.015  # hiding them raises the score: they were held against the wearer
        assert abs(clean_weight) < abs(weight) / 2


def test_several_pictures_give_an_interval_over_them(bench: Bench, assets: Path) -> None:
    tool = catalogue.tool("attribute", "feature_ablation")
    found = measure(tool, bench, "interview_score", n=4, regions="face_parts", region="mouth")
    assert (found.n, len(found.per_unit)) == (4, 4)
    assert found.result["top_region"] == "mouth"
    assert min(found.per_unit) <= found.result["top_low"] <= found.result["top_share"]  # type: ignore[operator]
    assert found.result["top_share"] == pytest.approx(np.mean(found.per_unit), abs=1e-5)
    assert sum(found.result["shares"].values()) == pytest.approx(1, abs=1e-4)  # type: ignore[union-attr]


class Left:
    """Scores the mean light of a picture's left half: a model of one's own, whose weights nobody reaches."""

    labels = ("light",)

    def __init__(self, score: Callable[[np.ndarray], float] | None = None, badge: str = "external") -> None:
        self._score = score or (lambda picture: float(picture[:, : picture.shape[1] // 2].mean() / 255))
        self.card: SubjectCard = catalogue.subject_card("interview_score").model_copy(
            update={"name": "left", "badge": badge, "title": both("Left")}
        )

    def scores(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        return np.array([[self._score(picture)] for picture in pictures], dtype=np.float32)


def lent(subject: Any) -> Bench:
    bench = Bench()
    bench.lend(subject)
    return bench


@pytest.mark.parametrize("method", ["feature_ablation", "kernel_shap"])
def test_without_weights_it_is_unchecked_and_never_a_map_but_finds_what_was_planted(
    method: str, assets: Path
) -> None:
    found = measure(catalogue.tool("attribute", method), lent(Left()), "left", regions="grid")
    assert (found.result["sanity"], found.verdict) == ("unchecked", "inconclusive")
    assert not any(isinstance(figure, MapFigure) for figure in found.figures)
    assert any(isinstance(figure, IntervalFigure) for figure in found.figures)
    shares = found.result["shares"]
    assert isinstance(shares, dict)
    assert sum(shares[f"r{row}c{column}"] for row in range(1, 7) for column in (1, 2, 3)) > 0.99
    assert "unchecked" in found.conclusion.en
    assert "sans vérification" in found.conclusion.fr


@pytest.mark.parametrize("method", ["gradient", "integrated_gradients", "grad_cam"])
def test_without_layers_a_slope_is_refused_and_what_remains_is_said(method: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(catalogue.tool("attribute", method), lent(Left()), "left", regions="grid")
    assert refused.value.code == "no_layers"
    assert "piece by piece" in refused.value.sentence("en")
    card = catalogue.subject_card("face_finder")
    assert catalogue.tool("attribute", method).accepts(card) is not None
    assert catalogue.tool("attribute", "feature_ablation").accepts(card) is None


def test_an_answer_that_nothing_changes_has_nothing_to_explain(assets: Path) -> None:
    tool = catalogue.tool("attribute", "feature_ablation")
    found = measure(tool, lent(Left(lambda _: 0.5)), "left", regions="grid")
    assert found.verdict == "inconclusive"
    assert "nothing to explain" in found.conclusion.en


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_answers_that_are_not_numbers_are_not_kept(wrong: float) -> None:
    with pytest.raises(ToolFailed) as failed:
        measure(
            catalogue.tool("attribute", "feature_ablation"), lent(Left(lambda _: wrong)), "left", "astronaut"
        )
    assert failed.value.code == "not_finite"


class _Fake(MapMethod):
    """A method of explanation that a test makes."""

    method = "fake"
    title = both("Fake")
    about = both("Fake")

    def same_question(self, asked: Any, beat: Beat) -> list[Explain]:
        return [lambda opened, _seed, _rough: self.explain(opened, asked.regions, None, 0, True, beat)] * 2


class Light(_Fake):
    """Shows the picture, whatever the network."""

    def explain(
        self, opened: Opened, regions: Any, params: Any, seed: int, rough: bool, beat: Beat
    ) -> np.ndarray:
        return opened.inputs.sum(dim=1)[0].double().numpy()


class Dice(_Fake):
    """Shows dice, thrown again for every picture."""

    def explain(
        self, opened: Opened, regions: Any, params: Any, seed: int, rough: bool, beat: Beat
    ) -> np.ndarray:
        number = float(opened.answer(opened.inputs)[0])  # another in every network, on every picture
        draw = np.random.default_rng(int(abs(number) * 1e7) % 2**31)
        return draw.normal(size=opened.inputs.shape[-2:])


def test_a_map_of_the_picture_is_refused_and_shown_beside_the_scrambled_one(
    bench: Bench, assets: Path
) -> None:
    found = measure(Light(), bench, "interview_score")
    assert (found.result["sanity"], found.verdict) == ("fail", "unusable")
    assert found.result["sanity_rho"] > 0.9  # type: ignore[operator]
    assert len(found.figures[0].panels) == 2  # type: ignore[union-attr]


def test_a_map_of_dice_is_sane_but_unstable(bench: Bench, assets: Path) -> None:
    found = measure(Dice(), bench, "interview_score")
    assert (found.result["sanity"], found.verdict) == ("pass", "unusable")
    assert not found.result["stable"]
    assert [panel.caption.en for panel in found.figures[0].panels] == ["Spread: it does not hold"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("method", "case", "params", "code", "said"),
    [
        ("gradient", "portraits", {"region": "moutn"}, "unknown_region", "mouth"),
        ("grad_cam", "portraits", {"layer": "features.33"}, "unknown_layer", "features.3"),
        ("gradient", "pairs", {}, "wrong_case", "pairs"),
        ("gradient", "astronaut", {"regions": "face_parts"}, "no_face_parts", "superpixels"),
        ("gradient", "portraits", {"answer": "joy"}, "unknown_answer", "interview"),
        ("gradient", "astronaut", {"n": 2}, "wrong_case", "astronaut"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    method: str, case: str, params: dict[str, Any], code: str, said: str, bench: Bench, assets: Path
) -> None:
    with pytest.raises(AutopsieError) as refused:
        measure(catalogue.tool("attribute", method), bench, "interview_score", case, **params)
    assert refused.value.code == code
    for language in ("fr", "en"):
        assert said in refused.value.sentence(language)  # type: ignore[arg-type]


def test_cancelled_half_way_nothing_is_kept(bench: Bench, assets: Path) -> None:
    calls = []

    def give_up(done: int, total: int) -> None:
        calls.append(done)
        if done >= total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure(
            catalogue.tool("attribute", "integrated_gradients"), bench, "interview_score", progress=give_up
        )
    assert max(calls) < 20


def test_occlusion_of_a_subject_without_a_map_fills_the_same_fields(bench: Bench, assets: Path) -> None:
    tool = catalogue.tool("attribute", "occlusion")
    found = measure(tool, bench, "interview_score")
    assert set(found.result) == {field.name for field in tool.results}
    assert found.call.method == Slid.method
    assert tool.accepts(catalogue.subject_card("face_finder")) is not None


@pytest.mark.weights
@pytest.mark.parametrize(
    ("method", "sanity"),
    [
        ("gradient", "pass"),
        ("integrated_gradients", "pass"),
        ("guided_backpropagation", "fail"),
        ("grad_cam", "fail"),
    ],
)
def test_on_twitters_network_slopes_follow_the_weights_and_two_famous_methods_do_not(
    method: str, sanity: str, weights_folder: Path
) -> None:
    found = measure(
        catalogue.tool("attribute", method), Bench(weights=weights_folder), "twitter_crop", "astronaut"
    )
    assert found.result["sanity"] == sanity
    assert found.result["order_knowing_nothing"] > 0.5  # type: ignore[operator]
    if sanity == "fail":
        assert found.verdict == "unusable"
        assert "The method fails here" in found.conclusion.en
    if method == "integrated_gradients":
        assert found.result["gap"] < 0.02  # type: ignore[operator]
