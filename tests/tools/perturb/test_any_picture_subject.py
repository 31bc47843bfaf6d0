"""Every change runs on every kind of picture subject: guilty factors are found, clean subjects acquitted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.tools.perturb.planted_readers import Finder, Matter, Scorer
from tools.bench import Bench
from tools.catalogue import subject_card, tool
from tools.errors import CallRefused, ToolFailed
from tools.finding import Call, CurveFigure, Finding, MapFigure
from tools.looking import Count
from tools.perturb.dose_judging import Dose, judged_of
from tools.perturb.dose_reading import Read, drawn, reader_of
from tools.perturb.dose_results import RESULTS
from tools.perturb.telling import amount, bare, change
from tools.statistics import Interval
from tools.stimulus import Texture
from tools.tool import Cancelled

Lend = Callable[[Any], Bench]
PIXELS = (
    "contrast", "brightness", "flip", "shift", "blur", "occlusion", "exposure", "lightness", "chroma", "hue",
    "noise", "jpeg", "scale", "crop",
)  # fmt: skip
STUDIO = (
    "tone", "age", "perceived_sex", "expression", "key_light", "light_side", "pose", "ground", "background",
    "accessory",
)  # fmt: skip


def light(picture: np.ndarray) -> float:
    return float(picture.mean() / 255)


def measure(bench: Bench, method: str, case: str = "photographs", **params: Any) -> Finding:
    call = Call(verb="perturb", method=method, subject="planted_reader", case=case, params=params, seed=7)
    return tool("perturb", method).run(call, bench, lambda done, total: None)


@pytest.mark.parametrize("change", PIXELS)
def test_every_change_runs_on_a_scorer_and_fills_every_field(lent: Lend, change: str) -> None:
    found = measure(lent(Scorer(light)), change, n=3)
    assert set(found.result) == {field.name for field in RESULTS}
    assert len(found.per_unit) == found.n == 3
    assert found.result["max_delta"] == pytest.approx(np.mean(found.per_unit), abs=1e-5)
    (placebo,), (identical,) = found.placebo, found.nulls
    assert "re-encoded (JPEG, quality 95" in placebo.says.en
    assert (placebo.size or 0) > 0
    assert (identical.value, identical.fails) == (0, False)
    assert "exactly the same" in identical.says.en
    curve = next(figure for figure in found.figures if isinstance(figure, CurveFigure))
    assert len(curve.points) == len(found.result["deltas"]) + (change != "jpeg")  # type: ignore[arg-type]
    panels = next(figure for figure in found.figures if isinstance(figure, MapFigure)).panels
    assert all(panel.grid is None and panel.point is None for panel in panels)


@pytest.mark.parametrize("change", [name for name in PIXELS if name != "jpeg"])
def test_the_dose_that_changes_nothing_changes_nothing(lent: Lend, change: str) -> None:
    nothing = tool("perturb", change).nothing  # type: ignore[attr-defined]
    found = measure(lent(Scorer(lambda picture: float(picture[3:5].mean()))), change, levels=[nothing], n=2)
    assert found.result["max_delta"] == 0


def test_light_is_found_guilty_and_hue_acquitted(lent: Lend) -> None:
    for guilty in ("exposure", "lightness", "brightness"):
        found = measure(lent(Scorer(light)), guilty)
        assert found.verdict == "effect"
        assert found.result["monotonic"] is True
    # Turned in hue, a picture keeps its lightness, not quite the mean of its bytes: ask for what hue keeps.
    assert measure(lent(Scorer(lambda picture: float(picture.shape[0]))), "hue").verdict == "inconclusive"
    assert measure(lent(Scorer(lambda picture: float(picture.std()) / 255)), "flip").verdict == "none_shown"


def test_a_subject_that_always_answers_the_same_is_told_so(lent: Lend) -> None:
    found = measure(lent(Scorer(lambda picture: 0.3)), "contrast")
    assert found.verdict == "inconclusive"
    assert "answers the same everywhere" in found.conclusion.en
    assert any("nothing could show" in each.en for each in found.caveats)


def test_a_subject_that_answers_by_chance_is_betrayed_by_the_same_picture_twice(lent: Lend) -> None:
    draw = np.random.default_rng(1)
    found = measure(lent(Scorer(lambda picture: float(draw.normal()))), "contrast", levels=[0.9])
    (identical,) = found.nulls
    assert identical.value > 0
    assert identical.fails
    assert found.verdict == "none_shown"


@pytest.mark.parametrize(("identical", "verdict"), [(0.0, "effect"), (0.1, "effect"), (0.5, "none_shown")])
def test_no_effect_is_shown_by_what_the_same_picture_does_shown_twice(
    lent: Lend, identical: float, verdict: str
) -> None:
    scorer = Scorer(light)
    reader = reader_of(scorer, lent(scorer), "")
    reads = [Read(each / 100, (0, 0), 3.0, (9, 9)) for each in range(30)]
    dose = Dose(reads, [0.3] * 30, [0.0] * 30, 0.0)
    placebo = Dose(reads, [0.01] * 30, [0.0] * 30, 0.0)
    judged = judged_of(reader, reads, {1.0: dose}, dose, placebo, Interval(0.2, 0.4), identical)
    assert judged.verdict == verdict


def test_faces_lost_are_counted_and_judged_by_an_exact_test(lent: Lend) -> None:
    """Half of the photographs are lighter than the median: a median change would see nothing of the loss."""
    finder = Finder(lambda picture: picture.mean() - 60)
    found = measure(lent(finder), "brightness", levels=[-40], n=36)
    assert found.result["baseline"] > 0.5
    lost = -float(found.result["max_delta"])  # type: ignore[arg-type]
    assert lost > 0.2
    assert found.result["flips"] == pytest.approx(lost)
    assert found.verdict == "effect"
    assert found.result["direction"] == "down"
    assert "face found changes by −" in found.conclusion.en
    assert measure(lent(finder), "flip", n=36).verdict == "none_shown"


def test_a_finder_that_finds_nothing_has_nothing_to_lose(lent: Lend) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(lent(Finder(lambda picture: -1)), "contrast", n=2)
    assert refused.value.code == "nothing_found"
    assert "portraits" in (refused.value.cure or refused.value).en  # type: ignore[union-attr]


def test_flips_are_answers_that_cross_the_threshold(lent: Lend) -> None:
    bench = lent(Scorer(light))
    assert measure(bench, "brightness", levels=[-40], n=8, threshold=0.0).result["flips"] == 0
    assert measure(bench, "brightness", levels=[-255], n=8, threshold=0.01).result["flips"] == 1
    assert measure(bench, "brightness", levels=[-40], n=8).result["distance"] == 0


def test_without_a_grid_a_shift_is_told_in_pixels(lent: Lend) -> None:
    found = measure(lent(Scorer(light)), "shift", levels=[2], n=2)
    assert "with the picture moved 6 pixels to the right" in found.conclusion.en
    assert "pas de 3 pixels" in str(found.stimuli.varied[-1].fr)


@pytest.mark.long
@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("change", STUDIO)
def test_every_studio_setting_varies_a_bust_and_nothing_at_its_reference(lent: Lend, change: str) -> None:
    instrument = tool("perturb", change)
    levels = sorted({instrument.nothing, instrument.params().levels[-1]})  # type: ignore[attr-defined]
    bench = lent(Scorer(lambda picture: float(picture.std() + picture[:, :90].mean())))
    found = measure(bench, change, case="portraits", n=1, levels=levels)
    nothing = f"{instrument.nothing:g}"  # type: ignore[attr-defined]
    deltas = found.result["deltas"]
    assert isinstance(deltas, dict)
    assert deltas.pop(nothing) == 0
    assert all(deltas.values())
    assert found.unit_of_n.en == "identity"


@pytest.mark.parametrize("change", STUDIO)
def test_photographs_are_no_busts(lent: Lend, change: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(lent(Scorer(light)), change, n=1)
    assert refused.value.code == "wrong_case"
    assert refused.value.cure is not None
    assert "portraits" in refused.value.cure.en


@pytest.mark.long
@pytest.mark.usefixtures("assets")
def test_a_matte_is_compared_where_the_change_put_the_person(lent: Lend) -> None:
    bench = lent(Matter())
    for moving, level in (("shift", 20), ("flip", 1), ("scale", 0.6), ("crop", 0.8)):
        found = measure(bench, moving, case="portraits", n=1, levels=[level])
        assert abs(float(found.result["max_delta"])) < 0.1, moving  # type: ignore[arg-type]
    with pytest.raises(CallRefused, match="portraits"):
        measure(bench, "flip", n=1)
    assert measure(bench, "flip", n=1, answer="person").n == 1


@pytest.mark.long
@pytest.mark.usefixtures("assets")
def test_settings_of_the_studio_can_be_held_otherwise(lent: Lend) -> None:
    bench = lent(Scorer(light))
    as_is = measure(bench, "flip", case="portraits", n=1).result["baseline"]
    pale = measure(bench, "flip", case="portraits", n=1, hold="background_level=0.95").result["baseline"]
    assert float(pale) > float(as_is) + 0.1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hold", "code"),
    [("light", "bad_hold"), ("ligth=2", "unknown_factor"), ("light=900", "bad_level"), ("tone=", "bad_hold")],
)
def test_a_hold_without_sense_is_refused(lent: Lend, hold: str, code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(lent(Scorer(light)), "flip", case="portraits", n=1, hold=hold)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "level"),
    [("exposure", 11), ("lightness", 101), ("chroma", -1), ("hue", 400), ("noise", -2), ("jpeg", 0),
     ("jpeg", 40.5), ("scale", 0), ("crop", 1.2), ("tone", 11), ("tone", 2.5), ("age", 5), ("pose", 60),
     ("expression", 2), ("background", 0.5), ("accessory", 2), ("ground", 1.5), ("key_light", 0),
     ("light_side", 200), ("perceived_sex", 2)],
)  # fmt: skip
def test_doses_without_sense_are_refused_before_anything_is_read(
    lent: Lend, change: str, level: float
) -> None:
    def never(picture: np.ndarray) -> float:
        raise AssertionError("read")

    case = "portraits" if change in STUDIO else "photographs"
    with pytest.raises(CallRefused):
        measure(lent(Scorer(never)), change, case=case, levels=[level], n=1)


@pytest.mark.parametrize(
    ("case", "fits"), [("pairs", "photographs"), ("identity_sentences_en", "photographs")]
)
def test_pairs_and_texts_are_refused_with_a_case_that_fits(lent: Lend, case: str, fits: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(lent(Scorer(light)), "contrast", case=case)
    assert refused.value.code == "wrong_case"
    assert refused.value.cure is not None
    assert fits in refused.value.cure.en


def test_an_answer_that_does_not_exist_is_refused_with_the_nearest(lent: Lend) -> None:
    with pytest.raises(CallRefused, match="light"):
        measure(lent(Scorer(light)), "contrast", n=1, answer="ligth")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e9])
def test_answers_that_are_not_numbers_leave_nothing(lent: Lend, value: float) -> None:
    with pytest.raises(ToolFailed) as failed:
        measure(lent(Scorer(lambda picture: value)), "contrast", n=2)
    assert failed.value.code == "not_finite"


def test_a_cancelled_call_ends(lent: Lend) -> None:
    def gone(done: int, total: int) -> None:
        if done >= 5:
            raise Cancelled

    call = Call(verb="perturb", method="blur", subject="planted_reader", case="photographs")
    with pytest.raises(Cancelled):
        tool("perturb", "blur").run(call, lent(Scorer(light)), gone)


def test_a_slow_drawing_still_gives_signs_of_life() -> None:
    class Slow(Bench):
        def pixels(self, recipe: Any) -> Any:
            time.sleep(0.5)
            return np.zeros((8, 8, 3), np.uint8)

    heard = [time.perf_counter()]
    list(
        drawn(Slow(), [Texture(pattern="plain")] * 2, Count(lambda *_: heard.append(time.perf_counter()), 2))
    )
    assert max(np.diff(heard)) < 0.2


def test_a_slow_reading_is_left_within_a_fifth_of_a_second(lent: Lend) -> None:
    started: list[float] = []

    def slow(picture: np.ndarray) -> float:
        started.append(time.perf_counter())
        time.sleep(0.4)
        return 1.0

    def gone(done: int, total: int) -> None:
        if started and time.perf_counter() - started[0] > 0.1:
            raise Cancelled

    call = Call(verb="perturb", method="flip", subject="planted_reader", case="photographs", params={"n": 4})
    with pytest.raises(Cancelled):
        tool("perturb", "flip").run(call, lent(Scorer(slow)), gone)
    assert time.perf_counter() - started[0] < 0.35


def test_stand_ins_and_readers_of_texts_are_refused() -> None:
    for method in ("noise", "tone", "crossed"):
        assert tool("perturb", method).accepts(subject_card("twitter_crop_imitation")) is not None
        assert tool("perturb", method).accepts(subject_card("toxicity")) is not None
        for name in ("twitter_crop", "face_finder", "person_matte", "expression", "interview_score"):
            assert tool("perturb", method).accepts(subject_card(name)) is None


def test_small_changes_never_read_as_nothing() -> None:
    assert (amount(0, "en"), amount(0.35, "en"), amount(0.004, "fr")) == ("0", "0.35", "0,004")
    assert amount(0.00012, "en") == "0.0001"
    assert change(-0.00012, "score", "fr") == "−0,0001"
    assert change(0.021, "share", "en") == "+2.1\u00a0points"
    assert change(-0.34, "share", "fr") == "−34\u00a0points"
    assert bare(-0.01, "share", "en") == "−1"
    assert change(0, "share", "en") == "0\u00a0points"
