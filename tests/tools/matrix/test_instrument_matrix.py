"""Every instrument on every subject that it accepts, from the command line and from a scenario's node.

A file a verb (``*.yaml``) says what to ask that takes a second or two. The whole is long; a sample of it, one
subject an instrument, runs with every test.
"""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.finding import Finding
from tools.lab import Lab

sys.path.insert(0, str(Path(__file__).parent))

from quick_calls import Quick, quick_calls

SEED = 3
CALLS = quick_calls()
# The cheapest subject of a kind comes first where a sample is taken.
CHEAP = ("toxicity_planted", "toxicity_balanced", "interview_score", "person_matte_balanced", "expression",
         "twitter_crop")  # fmt: skip


def sample() -> list[Quick]:
    """One subject an instrument."""

    def cost(call: Quick) -> int:
        return CHEAP.index(call.subject) if call.subject in CHEAP else len(CHEAP)

    chosen: dict[tuple[str, str], Quick] = {}
    for call in sorted(CALLS, key=cost):
        if not call.refused:
            chosen.setdefault((call.verb, call.method), call)
    return list(chosen.values())


@functools.cache
def _lab() -> Lab:
    return Lab(in_process=True)


@pytest.fixture
def one_lab(monkeypatch: pytest.MonkeyPatch, assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """One lab and one home for all calls: subjects load once, portraits are drawn once, and the second
    asking finds the first's answer."""
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path_factory.getbasetemp() / "matrix-home"))
    lab = _lab()

    class Shared:
        def __init__(self, **_: Any) -> None:
            pass

        def __enter__(self) -> Lab:
            return lab

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr("tools.lab.Lab", Shared)
    return lab


def test_every_pair_has_a_quick_call() -> None:
    missing = sorted(call.name for call in CALLS if not call.case)
    assert not missing


def _is_refused(call: Quick, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line says why it cannot be asked, and what to ask instead."""
    code, told = _typed(call, capsys)
    error = json.loads(told)["error"]
    assert (code, error["code"]) == (2, call.refused)
    assert error["message"].endswith(".")


def _asked(call: Quick, capsys: pytest.CaptureFixture[str]) -> Finding:
    """The finding that the command line prints."""
    code, told = _typed(call, capsys)
    assert code == 0, told
    return Finding.model_validate_json(told)


def _typed(call: Quick, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code, and what the command line answers: the finding, or the error."""
    from server.cli import run
    from tools.verbs import VERBS

    argv = [
        call.verb, call.subject.replace("_", "-"), f"--{VERBS[call.verb].way}", call.method.replace("_", "-"),
        "--case", call.case, "--seed", str(SEED), "--json",
    ]  # fmt: skip
    for name, value in call.params.items():
        shown = ",".join(map(str, value)) if isinstance(value, list) else value
        argv += ["--set", f"{name}={str(shown).lower() if isinstance(shown, bool) else shown}"]
    code = run(argv)
    told = capsys.readouterr()
    return code, told.out or told.err


def _from_a_scenario(call: Quick, folder: Path, lab: Lab) -> Finding:
    """The finding that a node of a scenario gets, after the scenario was read and checked."""
    from engine.language.reader import read_scenario
    from engine.play.attend import attend
    from engine.play.events import ToolFinished
    from tools.verbs import VERBS

    path = folder / "scenario.yaml"
    path.write_text(yaml.safe_dump(_scenario(call, VERBS[call.verb].way), allow_unicode=True), "utf-8")
    scenario, diagnostics = read_scenario(path)
    assert scenario is not None, [f"{each.code} {each.message.en}" for each in diagnostics]
    done = attend(scenario, lambda wait: lab.run(wait.call), random_seed=1)
    (finished,) = [each for each in done.events if isinstance(each, ToolFinished)]
    return finished.finding


def _scenario(call: Quick, way: str) -> dict[str, Any]:
    def both(fr: str, en: str) -> dict[str, str]:
        return {"fr": fr, "en": en}

    return {
        "format": "incident/1",
        "id": "essai",
        "version": 1,
        "title": both("Essai", "Trial"),
        "languages": ["fr", "en"],
        "audiences": ["curious"],
        "subjects": {"sujet": {"model": call.subject, "about": both("Le sujet.", "The subject.")}},
        "hypotheses": {"hasard": {"text": both("Le hasard décide.", "Chance decides."), "boring": True}},
        "nodes": {
            "debut": {
                "tool": call.verb,
                "with": {way: call.method.replace("_", "-"), "case": call.case, **call.params},
                "seed": SEED,
                "text": both("Voici.", "Here."),
                "to": "fin",
            },
            "fin": {"ending": "undecided", "text": both("Fin.", "End.")},
        },
    }


def _holds(call: Quick, finding: Finding) -> None:
    """What is asked of every finding, whatever the instrument."""
    assert (finding.call.verb, finding.call.method) == (call.verb, call.method)
    assert finding.subject.name == call.subject
    assert finding.subject.sha256
    # The network's own map is output, not explanation: honesty rule 8 exempts it.
    if finding.call.method != "saliency":
        assert finding.placebo or finding.nulls or finding.stability, "an answer carries its own control"
    assert finding.conclusion.fr.strip().endswith((".", "!", "»"))
    assert finding.conclusion.en.strip().endswith((".", "!", "”"))
    assert finding.conclusion.fr != finding.conclusion.en
    assert finding.figures or finding.verdict == "inconclusive"
    assert finding.result["verdict"] == finding.verdict
    if finding.n < 30 and finding.verdict not in ("usable", "unusable"):
        assert finding.verdict == "inconclusive", "no verdict below 30 units"


_TRAININGS = "retrain-"


def _run(call: Quick, folder: Path, lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    from tools import figures

    assert call.case, "no quick call is written"
    if call.refused:
        _is_refused(call, capsys)
        return
    told = _asked(call, capsys)
    _holds(call, told)
    played = _from_a_scenario(call, folder, lab)
    assert played.result == told.result
    assert played.conclusion == told.conclusion
    for figure in told.figures:
        for language in ("fr", "en"):
            for narrow in (False, True):
                drawn = figures.draw(figure, language, narrow=narrow, picture_url=lambda sha: f"/{sha}.png")
                assert drawn.startswith("<svg")
            assert figures.alt_text(figure, language)
            assert figures.table(figure, language).rows
    assert figures.to_csv(told, "en").count("\n") > len(told.values)
    assert len(json.dumps(told.model_dump(mode="json"))) < 1_500_000


@pytest.mark.weights
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "call",
    # A training takes half a minute: the long run has them.
    [
        pytest.param(each, marks=[pytest.mark.long] if each.name.startswith(_TRAININGS) else [])
        for each in sample()
    ],
    ids=lambda call: call.name,
)
def test_each_instrument_runs_from_the_command_line_and_from_a_scenario(
    call: Quick, tmp_path: Path, one_lab: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(call, tmp_path, one_lab, capsys)


@pytest.mark.long
@pytest.mark.weights
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_each_instrument_runs_on_each_subject(
    call: Quick, tmp_path: Path, one_lab: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(call, tmp_path, one_lab, capsys)
