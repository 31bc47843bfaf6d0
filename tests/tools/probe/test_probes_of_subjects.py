"""Probes on real subjects: what was planted is found, what was not is not, and bad input is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools import catalogue
from tools.answering.given import at_hand
from tools.bench import Bench
from tools.errors import AutopsieError, CallRefused
from tools.finding import Call, Finding
from tools.inside.layers import activations, layer_named, layers_of
from tools.inside.twins import reinitialised
from tools.probe.examples import drawn_signs
from tools.stimuli.portraits import kept
from tools.tool import Cancelled

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def _drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Portraits drawn once for this file."""
    return tmp_path_factory.mktemp("portraits")


@pytest.fixture
def bench(assets: Path, _drawn: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(kept, "folder", lambda: _drawn)
    return Bench()


def run(bench: Bench, method: str, subject: str, case: str, **params: Any) -> Finding:
    tool = catalogue.tool("probe", method)
    call = Call(verb="probe", method=method, subject=subject, case=case, params=params)
    found = tool.run(call, bench, lambda done, total: None)
    declared = {field.name: field for field in tool.results}
    assert found.result.keys() == declared.keys()
    for name, value in found.result.items():
        if isinstance(value, float) and declared[name].low is not None:
            assert declared[name].low <= value <= declared[name].high, name
    assert found.sentence("fr")
    assert found.stability is not None
    assert len(found.per_unit) == found.n
    return found


@pytest.mark.long
def test_the_rigged_score_moves_with_glasses_and_the_clean_one_does_not_over_five_trainings(
    bench: Bench,
) -> None:
    rigged, clean = bench.subject("interview_score"), bench.subject("interview_score_clean")
    for seed in range(5):
        bench.lend(rigged.seed(seed))
        bench.lend(clean.seed(seed))
        guilty = run(bench, "direction", "interview_score", "portraits", of="glasses", n=40)
        assert (guilty.verdict, guilty.result["direction"]) == ("effect", "down")
        acquitted = run(bench, "direction", "interview_score_clean", "portraits", of="glasses", n=40)
        assert acquitted.verdict == "none_shown"


@pytest.mark.long
def test_glasses_are_encoded_beyond_random_networks(bench: Bench) -> None:
    found = run(bench, "glasses", "interview_score", "portraits")
    assert found.verdict == "encoded"
    assert found.result["selectivity"] > 0.3
    assert found.result["random_accuracy"] < found.result["ci_low"]


@pytest.mark.long
def test_few_units_and_few_networks_give_no_verdict(bench: Bench) -> None:
    found = run(bench, "glasses", "interview_score", "portraits", n=12, networks=2)
    assert found.verdict == "inconclusive"
    curve = run(bench, "layers", "interview_score", "portraits", of="glasses", n=12, networks=2, most=3)
    assert list(curve.result["accuracies"]) == ["features.0", "features.12", "last"]  # type: ignore[arg-type]
    alike = run(bench, "exemplars", "interview_score", "portraits", n=12, networks=2)
    assert alike.result["verdict"] == "inconclusive"
    small = run(bench, "auxiliary", "interview_score", "portraits", of="glasses", n=12, networks=2)
    assert small.result["layer"] == "places"


def test_hostility_is_read_in_a_filter_of_comments(bench: Bench) -> None:
    found = run(bench, "hostility", "toxicity_balanced", "identity_sentences_en", networks=2)
    assert found.result["accuracy"] > found.result["control_limit"]
    group = run(
        bench, "identity", "toxicity_balanced", "identity_sentences_en", group="religion", n=12, networks=2
    )
    assert group.verdict == "inconclusive"


@pytest.mark.parametrize(
    ("method", "case", "params", "code"),
    [
        ("glasses", "portraits", {"layer": "feature.15"}, "unknown_layer"),
        ("glasses", "photographs", {}, "wrong_case"),
        ("glasses", "identity_sentences_en", {}, "wrong_case"),
        ("glasses", "portraits", {"n": 65}, "wrong_case"),
        ("brightness", "astronaut", {}, "wrong_case"),
        ("brightness", "photographs", {"n": 10}, "too_few"),
        ("layers", "portraits", {"of": "glases"}, "unknown_concept"),
        ("layers", "identity_sentences_en", {"of": "hostility"}, "wrong_subject"),
        ("direction", "portraits", {"answer": "interviews"}, "unknown_answer"),
        ("exemplars", "portraits", {"of": 60}, "bad_param"),
    ],
)
def test_what_makes_no_sense_is_told(
    bench: Bench, method: str, case: str, params: dict[str, Any], code: str
) -> None:
    with pytest.raises(AutopsieError) as told:
        run(bench, method, "interview_score", case, **params)
    assert told.value.code == code
    assert told.value.sentence("fr")


def test_a_group_of_words_that_is_none_is_told(bench: Bench) -> None:
    with pytest.raises(CallRefused) as told:
        run(bench, "identity", "toxicity_balanced", "identity_sentences_en", group="religions")
    assert told.value.code == "unknown_group"


def test_cancelled_half_way_nothing_comes_back(bench: Bench) -> None:
    def tired(done: int, total: int) -> None:
        if done > total / 2:
            raise Cancelled

    call = Call(
        verb="probe", method="glasses", subject="interview_score", case="portraits",
        params={"n": 12, "networks": 2},
    )  # fmt: skip
    with pytest.raises(Cancelled):
        catalogue.tool("probe", "glasses").run(call, bench, tired)


@pytest.mark.parametrize("subject", ["face_finder", "toxicity_linear", "twitter_crop_imitation"])
def test_what_has_no_layers_to_read_says_which_instruments_remain(subject: str) -> None:
    card = catalogue.subject_card(subject)
    assert catalogue.tool("probe", "layers").accepts(card) is not None


@pytest.mark.parametrize("subject", ["person_matte", "face_finder_recent"])
def test_the_steps_of_a_graph_are_layers(bench: Bench, subject: str) -> None:
    loaded = bench.subject(subject)
    layers = layers_of(loaded)
    assert len(layers) > 30
    assert layers[0].name == "convolution.0"
    given = at_hand(bench, [bench.case("astronaut").pictures[0]])
    layer = layer_named(loaded, "")
    (ours,) = activations(loaded, given, layer)
    (blind,) = activations(reinitialised(loaded, 1), given, layer)
    assert ours.shape == blind.shape
    assert not ours.equal(blind)


def test_labels_of_chance_are_the_same_for_the_same_seed(bench: Bench) -> None:
    concept = catalogue.tool("probe", "glasses")
    examples = concept.examples(  # type: ignore[attr-defined]
        bench.case("portraits"), 10, bench.subject("interview_score"), bench, concept.params()
    )
    assert (drawn_signs(examples, 1, 3) == drawn_signs(examples, 1, 3)).all()
    assert (drawn_signs(examples, 1, 3) != drawn_signs(examples, 2, 3)).any()


def test_a_layer_from_which_nothing_leads_to_the_answer_is_told(bench: Bench) -> None:
    aside = layer_named(bench.subject("face_finder_recent"), "").name
    with pytest.raises(CallRefused) as told:
        run(bench, "direction", "face_finder_recent", "portraits", layer=aside, of="glasses", n=10)
    assert told.value.code == "layer_aside"
    found = run(bench, "direction", "face_finder_recent", "portraits", of="glasses", n=10, directions=20)
    assert found.result["layer"] != aside
