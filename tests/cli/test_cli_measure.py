"""``reproduce``, ``perturb``, ``attribute``: parameters read from words, and the finding told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from server.cli import run
from server.cli.measure import tell_finding
from tools.catalogue import tool
from tools.errors import CallRefused
from tools.finding import Finding
from tools.parameters import read_params


def test_words_become_the_tools_own_types_and_only_what_was_given_is_kept() -> None:
    contrast = tool("perturb", "contrast")
    assert read_params(contrast, [("levels", "0.5, 2"), ("n", "40")]) == {"levels": [0.5, 2.0], "n": 40}
    assert read_params(contrast, []) == {}
    preference = tool("reproduce", "paired_preference")
    assert read_params(preference, [("nulls", "true"), ("null-seeds", "20")]) == {
        "nulls": True,
        "null_seeds": 20,
    }


def test_a_misspelt_parameter_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(CallRefused, match="levels"):
        read_params(tool("perturb", "contrast"), [("level", "2")])


@pytest.mark.parametrize("verb", ["reproduce", "perturb", "attribute"])
def test_the_help_of_a_verb_lists_its_tools_and_their_parameters(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools.catalogue import tools_of

    assert run([verb, "--help"]) == 0
    told = capsys.readouterr().out
    for method, found in tools_of(verb).items():  # type: ignore[arg-type]
        assert f" {method}: " in told
        for name in found.params.model_fields:
            assert f"--{name.replace('_', '-')}" in told
    assert "Undefined" not in told


@pytest.mark.weights
def test_a_finding_is_printed_whole_in_json_and_told_in_french(
    capsys: pytest.CaptureFixture[str], weights_folder: Path
) -> None:
    words = ["attribute", "twitter-crop", "--method", "saliency", "--case", "chelsea", "--seed", "3"]
    assert run([*words, "--assets", str(weights_folder), "--json"]) == 0
    finding = Finding.model_validate(json.loads(capsys.readouterr().out))
    assert (finding.call.case, finding.call.seed, finding.origin) == ("chelsea", 3, "live")
    assert run([*words, "--assets", str(weights_folder)]) == 0
    told = capsys.readouterr().out
    # Lines are wrapped for reading: compare without them.
    assert " ".join(finding.sentence("en").split()) in " ".join(told.split())
    assert "No published figure." in told


def test_without_weights_measuring_is_exit_3_and_names_the_cure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    assert run(["attribute", "twitter-crop", "--method", "saliency", "--json"]) == 3
    assert "autopsie subjects fetch" in json.loads(capsys.readouterr().out)["error"]["fix"]


def test_mistakes_are_told_in_the_language_of_this_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["perturb", "twitter-crop", "--lang", "fr"]) == 2
    assert "De quelle manière" in capsys.readouterr().err
    assert run(["perturb", "twitter-crop"]) == 2
    assert "Which way" in capsys.readouterr().err


def test_an_unknown_subject_is_told_before_a_missing_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["perturb", "twiter-crop", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert "twiter-crop" in error["message"]
    assert "twitter" in error["fix"]


def test_param_is_no_option_and_the_cure_says_how_to_write_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["perturb", "twitter-crop", "--change", "contrast", "--param", "n=30"]) == 2
    assert "--n 30" in capsys.readouterr().err


def test_numbers_are_told_as_each_language_writes_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = Path(__file__).resolve().parents[2] / "scenarios/recadrage/findings/contraste.json"
    finding = Finding.model_validate_json(recorded.read_bytes())
    told = {}
    for language in ("fr", "en"):
        monkeypatch.setenv("AUTOPSIE_LANG", language)
        monkeypatch.setattr("server.cli.telling._arguments", [])
        tell_finding(finding)
        told[language] = capsys.readouterr().out
    assert " : " not in told["en"]
    assert "Verdict : " in told["fr"].replace("\u00a0", " ")
    assert re.search(r"\d,\d+\u202f% \[\d+(,\d)? à \d+(,\d)?\]", told["fr"])
    assert re.search(r"\d\.\d+% \[\d+(\.\d)? to \d+(\.\d)?\]", told["en"])
