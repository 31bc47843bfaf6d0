"""Planted words and planted factors are found, clean subjects acquitted, bad input told in a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from subjects_made_up import FlatBench, Reads, ask, card

from tools.errors import CallRefused, ToolFailed
from tools.reproduce.dixon import equality
from tools.reproduce.placebo_stability import PlaceboStability
from tools.reproduce.rate_difference import RateDifference
from tools.reproduce.score_difference import ScoreDifference
from tools.stimuli.cases import case_named
from tools.tool import Cancelled


def by_word(*guilty: str, missed: str = "") -> Reads:
    """Toxic are the insulting sentences and the guilty words; an insult with ``missed`` passes."""
    insults = {text.text for text in case_named("insults_en").texts}

    def rule(text: str) -> float:
        words = text.lower()
        if missed and missed in words:
            return 0.1
        return 0.9 if text in insults or any(each in words for each in guilty) else 0.1

    return Reads("text", rule)


def by_light() -> Reads:
    return Reads("image", lambda pixels: float(pixels.mean()) / 255)


@pytest.mark.parametrize("word", ["gay", "muslim"])
def test_a_planted_word_is_found_guilty(word: str) -> None:
    found = ask(RateDifference(), FlatBench(by_word(word)), "identity_sentences_en", factor="term",
                levels=f"{word}, white")  # fmt: skip
    assert (found.verdict, found.result["judged"], found.result["gap"]) == ("effect", word, 1)
    assert found.result["rates"] == {word: 1, "white": 0}
    assert found.result["fped"] == pytest.approx(1)  # |.5 − 1| + |.5 − 0|
    assert found.result["fped_of_a_neutral_word"] == 0
    assert found.n == 50
    assert "p < 0.1%" in found.conclusion.en.replace("\u00a0", " ")


def test_a_clean_filter_is_acquitted_and_its_constant_answers_are_said() -> None:
    found = ask(RateDifference(), FlatBench(by_word()), "identity_sentences_en")
    assert found.verdict == "none_shown"
    assert set(found.result["gaps"].values()) == {0}
    assert any("never varies" in caveat.en for caveat in found.caveats)


def test_a_neutral_word_that_does_as_much_takes_the_verdict_back() -> None:
    """Whatever moves with any adjective is no matter of identity."""
    found = ask(RateDifference(), FlatBench(by_word("gay", "tall")), "identity_sentences_en", factor="term",
                levels="gay")  # fmt: skip
    assert found.result["chance"] < 0.05
    assert found.verdict == "none_shown"
    assert found.placebo[0].fails
    assert "“tall”" in found.placebo[0].says.en


def test_an_attack_that_passes_with_one_word_is_a_missed_one() -> None:
    found = ask(RateDifference(), FlatBench(by_word(missed="muslim")), "identity_sentences_en", factor="term",
                levels="muslim, jewish")  # fmt: skip
    assert found.result["missed_judged"] == "muslim"
    assert found.result["missed_gap"] > 0.5
    assert found.result["fned"] > 0.5
    assert found.result["hostile_n"] == 30


def test_a_tone_that_loses_the_face_is_found_and_mcnemar_decides() -> None:
    found = ask(RateDifference(), FlatBench(by_light()), "portraits_by_tone")
    assert (found.verdict, found.n, found.result["groups"]) == ("effect", 64, 1)
    assert found.result["rates"] == {"9": 0}
    assert (found.result["reference_rate"], found.result["gap"], found.result["direction"]) == (1, -1, "down")
    assert found.per_unit == [-1] * 64
    assert -1 <= found.result["gap_low"] <= -0.9


def test_the_same_factor_by_name_over_the_busts_is_the_same_measure() -> None:
    pairs = ask(ScoreDifference(), FlatBench(by_light()), "portraits_by_tone", n=32)
    alone = ask(ScoreDifference(), FlatBench(by_light()), "portraits", factor="tone", levels=[2, 9], n=32)
    assert pairs.result["gap"] == alone.result["gap"] == pytest.approx(-70 / 255, abs=1e-5)
    assert alone.verdict == "effect"
    assert alone.result["identical_gap"] == 0


def test_other_settings_are_held_alike_in_every_group() -> None:
    plain = ask(ScoreDifference(), FlatBench(by_light()), "portraits_by_tone", n=30)
    held = ask(ScoreDifference(), FlatBench(by_light()), "portraits_by_tone", n=30, held="glasses=true")
    assert held.result["reference"] == pytest.approx(plain.result["reference"] + 5 / 255, abs=1e-5)
    assert held.result["gap"] == plain.result["gap"]
    assert any(each.en == "glasses=true" for each in held.stimuli.held)


def test_a_factor_without_weight_is_acquitted_and_one_within_the_placebo_too() -> None:
    clean = ask(ScoreDifference(), FlatBench(by_light()), "portraits", factor="age")
    assert (clean.verdict, clean.result["gap"]) == ("none_shown", 0)

    def nervous(pixels: np.ndarray) -> float:  # a shift adds a byte: it weighs more than glasses do
        return float(pixels[0, 0, 0] % 5)

    as_much = ask(ScoreDifference(), FlatBench(Reads("image", nervous)), "portraits", factor="glasses")
    assert as_much.verdict == "none_shown"


def test_several_levels_are_corrected_for() -> None:
    found = ask(ScoreDifference(), FlatBench(by_light()), "portraits", factor="tone", levels="1,5,10")
    assert found.result["groups"] == 2
    assert found.result["judged"] == "10"
    assert "for 2 groups" in found.conclusion.en


def test_under_thirty_units_there_is_no_verdict() -> None:
    found = ask(RateDifference(), FlatBench(by_light()), "portraits_by_tone", n=29)
    assert found.verdict == "inconclusive"
    assert any("never a verdict" in caveat.en for caveat in found.caveats)


@pytest.mark.parametrize(
    ("tool", "case", "params", "code"),
    [
        (RateDifference(), "photographs", {}, "wrong_case"),
        (RateDifference(), "identity_sentences_en", {}, "wrong_case"),
        (RateDifference(), "pairs", {}, "wrong_case"),
        (RateDifference(), "portraits_by_tone", {"factor": "age"}, "wrong_case"),
        (RateDifference(), "portraits_by_tone", {"n": 65}, "wrong_case"),
        (RateDifference(), "portraits", {"factor": "tonne"}, "unknown_factor"),
        (RateDifference(), "portraits", {"factor": "tone", "levels": "3"}, "bad_levels"),
        (RateDifference(), "portraits", {"factor": "tone", "levels": "3, 11"}, "bad_level"),
        (RateDifference(), "portraits", {"held": "light"}, "bad_settings"),
        (RateDifference(), "portraits", {"held": "light=90"}, "bad_level"),
        (RateDifference(), "portraits", {"answer": "toxik"}, "unknown_answer"),
        (RateDifference(), "portraits", {"threshold": 5000}, "bad_threshold"),
        (PlaceboStability(), "portraits", {"changes": "blur"}, "unknown_change"),
        (PlaceboStability(), "identity_sentences_en", {}, "wrong_case"),
    ],
)
def test_what_makes_no_sense_is_refused_in_both_languages(
    tool: Any, case: str, params: dict[str, Any], code: str
) -> None:
    with pytest.raises(CallRefused) as refused:
        ask(tool, FlatBench(by_light()), case, **params)
    assert refused.value.code == code
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")


def test_unknown_words_are_refused_with_the_nearest() -> None:
    with pytest.raises(CallRefused) as refused:
        ask(RateDifference(), FlatBench(by_word()), "identity_sentences_en", levels="muslem")
    assert refused.value.code == "unknown_level"
    assert refused.value.cure is not None
    assert "muslim" in refused.value.cure.en


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("tool", [RateDifference(), ScoreDifference(), PlaceboStability()])
def test_answers_that_are_no_numbers_keep_nothing(tool: Any, value: float) -> None:
    with pytest.raises(ToolFailed) as failed:
        ask(tool, FlatBench(Reads("image", lambda pixels: value)), "portraits", n=3)
    assert failed.value.code == "not_finite"


@pytest.mark.parametrize("tool", [RateDifference(), ScoreDifference(), PlaceboStability()])
def test_a_call_given_up_half_way_leaves_nothing(tool: Any) -> None:
    def give_up(done: int, total: int) -> None:
        if done * 2 >= total:
            raise Cancelled

    with pytest.raises(Cancelled):
        ask(tool, FlatBench(by_light()), "portraits", give_up, n=8)


def test_the_same_call_gives_the_same_finding() -> None:
    one, other = (ask(ScoreDifference(), FlatBench(by_light()), "portraits", n=8) for _ in range(2))
    assert one.model_copy(update={"seconds": 0}) == other.model_copy(update={"seconds": 0})


def test_stand_ins_give_no_rate_and_maps_no_yes() -> None:
    assert RateDifference().accepts(card("image", badge="stand-in")) is not None
    assert ScoreDifference().accepts(card("image", badge="stand-in")) is not None
    assert RateDifference().accepts(card("image", "map")) is not None
    assert ScoreDifference().accepts(card("image", "map")) is None


def test_equality_differences_are_dixons_sums() -> None:
    rates = {"a": [1, 1, 0, 0], "b": [0, 0, 0, 0], "c": [1, 1, 1, 1]}
    found = equality(rates, {"x": [0, 0, 0, 0], "y": [0, 0, 1, 1]}, seed=0)
    assert found.overall == 0.5
    assert found.difference == pytest.approx(0 + 0.5 + 0.5)
    assert found.neutral == pytest.approx(0.25)
    assert found.spread.low <= found.difference <= found.spread.high


def test_an_answer_that_holds_is_usable_and_one_that_jumps_is_not() -> None:
    steady = ask(PlaceboStability(), FlatBench(by_light()), "portraits", n=40, changes="shift, flip")
    assert steady.verdict == "usable"
    assert steady.result["limit"] == pytest.approx(1 / 255, abs=1e-5)  # a shift adds a byte
    jumpy = Reads("image", lambda pixels: float(pixels[0, 0, 0] % 2))
    found = ask(PlaceboStability(), FlatBench(jumpy), "portraits", n=40, changes="shift")
    assert (found.verdict, found.result["flips"]) == ("unusable", {"shift": 1})
    still = ask(PlaceboStability(), FlatBench(Reads("image", lambda pixels: 1.0)), "portraits", n=40)
    assert still.verdict == "inconclusive"
    assert "do not tell" in still.conclusion.en


def test_texts_without_a_place_for_a_change_are_left_out_of_it() -> None:
    found = ask(PlaceboStability(), FlatBench(by_word("gay")), "identity_sentences_en")
    counts = found.result["counts"]
    assert counts["misspelling"] == 50
    assert 20 < counts["swap"] < 50
    assert any("left out" in caveat.en for caveat in found.caveats)
    assert len(found.per_unit) == found.n


@pytest.mark.parametrize("tool", [RateDifference(), ScoreDifference(), PlaceboStability()])
def test_before_anything_runs_it_says_what_n_can_show(tool: Any) -> None:
    from tools.finding import Call

    for case, params in (("portraits_by_tone", {"n": 30}), ("identity_sentences_en", {"factor": "term"})):
        call = Call(verb="reproduce", method=tool.method, subject="made_up", case=case, params=params
                    if not isinstance(tool, PlaceboStability) else {})  # fmt: skip
        said = tool.what_it_can_show(call)
        assert said is not None
        assert said.fr.startswith("Avec ")
