"""Stories that are played before anything is measured: invented results, subjects and tools to come."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source
from engine.language.schema import Scenario, ToolNode
from tools import catalogue

DRAFT = {"P610", "F902", "F903", "F904", "F906", "F907", "F909", "F910", "F911", "R351", "L701", "G504"}
STORY = (Path(__file__).parent / "constructs.yaml").read_text(encoding="utf-8")


def read(source: str, folder: Path | None = None) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(source.encode(), "essai.yaml", folder)


def sound(source: str = STORY, folder: Path | None = None) -> Scenario:
    scenario, found = read(source, folder)
    assert {each.code for each in found} <= DRAFT, [each.message.en for each in found]
    assert scenario is not None
    return scenario


FIXTURES = STORY + "fixtures:\n  mesure: {n: 40, flips: 0.5, deltas: {0.4: -1, 1.4: 1}, verdict: effect}\n"


def test_invented_results_are_findings_that_say_so() -> None:
    scenario, found = read(FIXTURES)
    assert scenario is not None
    assert "F902" in {each.code for each in found}
    assert "P610" not in {each.code for each in found}
    finding = scenario.fixtures["mesure"]
    assert finding.result == {"n": 40, "flips": 0.5, "deltas": {"0.4": -1, "1.4": 1}, "verdict": "effect"}
    assert finding.recorded is not None
    assert finding.recorded.invented
    assert finding.origin == "recorded"
    assert (finding.n, finding.verdict) == (40, "effect")
    assert "inventé" in finding.sentence("fr")
    assert finding.call.params == catalogue.tool("perturb", "contrast").params().model_dump(
        mode="json", exclude_none=True
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("n: 40, flips", "n: 0, flips", "T427"),
        ("flips: 0.5, d", "flips: -0.1, d", "T427"),
        ("verdict: effect}\n", "verdict: effets}\n", "T427"),
        ("deltas: {0.4: -1", "deltas: {0.4: beaucoup", "T427"),
        ("deltas: {0.4: -1, 1.4: 1}", "deltas: 3", "T427"),
        ("flips: 0.5, deltas", "deltas", "T423"),
        (" deltas: {0.4: -1, 1.4: 1},", "", "T423"),  # the curve is to be laid upon it
        ("flips: 0.5, deltas", "flips: 0.5, delta", "R303"),
        ("  mesure: {n: 40, flips: 0.5, deltas", "  mesur: {n: 40, flips: 0.5, deltas", "R320"),
        ("  mesure: {n: 40, flips: 0.5, deltas", "  hub: {n: 40, flips: 0.5, deltas", "R302"),
    ],
)
def test_an_invented_result_is_one_that_the_tool_could_give(old: str, new: str, code: str) -> None:
    assert FIXTURES.count(old) >= 1
    at = FIXTURES.rindex(old)
    found = read(FIXTURES[:at] + new + FIXTURES[at + len(old) :])[1]
    assert code in {each.code for each in found}, [(each.code, each.message.en) for each in found]


def test_an_invented_result_out_of_the_expected_range_is_told() -> None:
    source = FIXTURES.replace("target: etude.ecart", "expect: {flips: 0.6..1}")
    assert "T422" in {each.code for each in read(source)[1]}


def test_a_subject_to_come_plays_without_a_badge() -> None:
    source = FIXTURES.replace("vars:", "subjects: {maquette: {about: À construire.}}\nvars:", 1)
    scenario, found = read(source)
    assert scenario is not None
    assert "F910" in {each.code for each in found}
    assert scenario.fixtures["mesure"].subject.badge == "none"
    assert scenario.nodes["mesure"].subject == "maquette"  # type: ignore[union-attr]
    assert scenario.about_subjects["maquette"].in_("fr")[0] == "À construire."


def test_a_subject_to_come_does_not_stand_for_the_one_that_is_here() -> None:
    two = "subjects: {maquette: {about: Un.}, vrai: {model: twitter-crop}}\nvars:"
    scenario = sound(STORY.replace("vars:", two, 1))
    assert scenario.nodes["mesure"].subject == "twitter_crop"  # type: ignore[union-attr]


def test_a_subject_without_model_cannot_take_the_name_and_badge_of_the_labs_own() -> None:
    source = STORY.replace("vars:", "subjects: {twitter_crop: {about: Un.}}\nvars:", 1)
    assert "S201" in {each.code for each in read(source)[1]}


@pytest.mark.parametrize(
    ("asked_with", "code"),
    [
        ("{change: contrast}", None),
        ("{concept: contrast, layer: dernière}", None),
        ("{concept: contrast, seeds: 2}", "T420"),
        ("{concept: contrasts}", "T420"),
        ("{}", "S201"),
    ],
)
def test_a_probe_is_read_by_its_contract(asked_with: str, code: str | None) -> None:
    verb = "perturb" if "change" in asked_with else "probe"
    source = STORY.replace("tool: perturb", f"tool: {verb}").replace("{change: contrast}", asked_with)
    found = {each.code for each in read(source)[1]}
    assert (code in found) if code else not found & {"T420", "S201", "R310", "R311"}


def test_retraining_wants_a_model_made_here() -> None:
    retrain = "tool: retrain\n    with: {cause: planted-cue, amount: 0.2}"
    source = STORY.replace("tool: perturb\n    with: {change: contrast}", retrain).replace(
        "{mesure.flips", "{mesure.rate"
    )
    source = source.replace("of: deltas", "of: gaps").replace("flips: 0.5", "rate: 0.5")
    assert "T420" in {each.code for each in read(source)[1]}
    draft = source.replace("vars:", "subjects: {maquette: {about: Un.}}\nvars:", 1)
    node = sound(draft).nodes["mesure"]
    assert isinstance(node, ToolNode)
    assert node.params == {"action": "plant", "amount": 0.2, "seeds": 5, "seconds": 60.0}


def test_a_case_keeps_what_it_is_about() -> None:
    kept = sound(STORY.replace("vars:", "cases: {chatte: {case: chelsea, about: La chatte.}}\nvars:", 1))
    assert kept.about_cases["chatte"].in_("fr")[0] == "La chatte."
