"""``check`` in its four forms, ``--strict`` and ``--since``; ``explain`` for codes, verbs and tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.author.explain import page_of
from engine.language.messages import catalogue
from server.cli import run
from server.cli.shapes import Explained
from tools import catalogue as lab
from tools.verbs import VERBS

DRAFT = """\
format: incident/1
id: essai
title: Essai
nodes:
  debut:
    text: "Que faire ?"
    options:
      refaire: {text: Refaire, to: mesure}
      clore: {text: "En rester là : 100 %, vraiment", to: fin}
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: Fin.
"""
BROKEN = DRAFT.replace("to: mesure", "to: mesur")
SOUND = DRAFT.replace(" : 100 %, vraiment", "")

# The part of SARIF 2.1.0 that readers of it rely on.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"type": "object", "required": ["id"]},
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "message": {
                                    "type": "object",
                                    "required": ["text"],
                                    "properties": {"text": {"type": "string", "minLength": 1}},
                                },
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "region": {
                                                        "type": "object",
                                                        "additionalProperties": {
                                                            "type": "integer",
                                                            "minimum": 1,
                                                        },
                                                    }
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def written(tmp_path: Path, text: str, name: str = "essai.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: object, code: int) -> str:
    capsys.readouterr()
    assert run([str(word) for word in words]) == code
    return capsys.readouterr().out


def test_json_is_a_list_of_faults_and_the_short_option_prints_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, BROKEN)
    faults = json.loads(printed(capsys, "check", path, "--format", "json", code=1))
    assert all(
        list(fault) == ["code", "severity", "file", "line", "column", "end", "message", "fix"]
        for fault in faults
    )
    fault = next(fault for fault in faults if fault["code"] == "R320")
    line = BROKEN.split("\n")[fault["line"] - 1]
    assert line[fault["column"] - 1 : fault["end"] - 1] == "mesur"
    assert faults == json.loads(printed(capsys, "check", path, "--json", code=1))


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (SOUND, (), 0), (SOUND, ("--strict",), 1), (BROKEN, (), 1), (BROKEN, ("--strict",), 1),
        (SOUND, ("--format", "html"), 2),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_exit_codes(tmp_path: Path, text: str, options: tuple[str, ...], code: int, form: str) -> None:
    assert run(["check", str(written(tmp_path, text)), "--format", form, *options]) == code


def test_what_a_draft_may_lack_is_an_error_to_whoever_publishes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, SOUND)

    def severities(*options: str, code: int) -> dict[str, str]:
        faults = json.loads(printed(capsys, "check", path, "--json", *options, code=code))
        return {fault["code"]: fault["severity"] for fault in faults}

    assert severities(code=0) == {"P610": "warning", "F911": "warning"}
    assert severities("--strict", code=1) == {"P610": "warning", "F911": "error"}


def test_github_commands_escape_what_would_end_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(
        tmp_path, DRAFT.replace('"En rester là : 100 %, vraiment"', "Rester : 100 %, a"), "a,b.yaml"
    )
    lines = printed(capsys, "check", path, "--format", "github", code=1).splitlines()
    assert lines
    assert all(
        line.startswith(("::error file=a%2Cb.yaml,line=", "::warning file=a%2Cb.yaml,line="))
        for line in lines
    )
    assert any("title=P601" in line and "100 %25" in line for line in lines)
    assert any("%0A" in line for line in lines)


def test_sarif_has_the_structure_that_code_scanners_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, BROKEN, "mon essai.yaml")
    report = json.loads(printed(capsys, "check", path, "--format", "sarif", code=1))
    jsonschema.validate(report, SARIF, cls=jsonschema.Draft7Validator)
    (ran,) = report["runs"]
    rules = ran["tool"]["driver"]["rules"]
    for result in ran["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "mon%20essai.yaml"
        assert place["region"]["endColumn"] > place["region"]["startColumn"]
    assert {"R320"} <= {result["ruleId"] for result in ran["results"] if result["level"] == "error"}
    empty = json.loads(printed(capsys, "check", written(tmp_path, SOUND), "--format", "sarif", code=0))
    jsonschema.validate(empty, SARIF, cls=jsonschema.Draft7Validator)


def test_no_report_names_a_folder_of_this_machine(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, BROKEN)
    for form in ("json", "github", "sarif"):
        assert str(tmp_path) not in printed(capsys, "check", path, "--format", form, code=1)


def test_nodes_of_the_published_version_are_accounted_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = written(tmp_path, SOUND, "avant.yaml")
    now = SOUND.replace("  mesure:", "  mesures:").replace("to: mesure", "to: mesures")
    now = now.replace("{mesure.", "{mesures.").replace("id: essai", "id: essai\nversion: 2")
    after = written(tmp_path, now, "apres.yaml")
    said = printed(capsys, "check", after, "--since", before, code=1)
    assert "G541" in said
    assert "“mesures”" in said
    declared = now.replace("nodes:", "changes:\n  2: {renamed: {mesure: mesures}}\nnodes:")
    after.write_text(declared, encoding="utf-8")
    assert "G541" not in printed(capsys, "check", after, "--since", before, code=0)


# -- explain ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(catalogue()))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_is_explained_in_both_languages_with_its_examples(code: str, language: Any) -> None:
    page = page_of(code, language)
    assert page.startswith(f"{code} · ")
    assert ("── Fautif ──" if language == "fr" else "── Wrong ──") in page
    assert "→" in page or catalogue()[code].cure is None or code in ("S203", "T420", "T426", "R301", "T427")


def test_a_code_is_explained_however_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    english = printed(capsys, "explain", "R320", code=0)
    assert english == printed(capsys, "explain", "r320", code=0)
    assert "leads to" in english
    assert "mène à" in printed(capsys, "explain", "R320", "--lang", "fr", code=0)


@pytest.mark.parametrize(
    ("verb", "method"), [(verb, method) for verb in VERBS for method in lab.tools_of(verb)]
)
def test_every_tool_prints_its_contract(capsys: pytest.CaptureFixture[str], verb: str, method: str) -> None:
    tool = lab.tool(verb, method)
    said = printed(capsys, "explain", verb, method, code=0)
    assert method in printed(capsys, "explain", verb, code=0)
    for name in (*tool.params.model_fields, *(each.name for each in tool.results)):
        assert f"  {name}:" in said
    told = Explained.model_validate_json(printed(capsys, "explain", verb, method, "--json", code=0))
    assert told.contract is not None
    assert {each.name for each in told.contract.results} > {each.name for each in tool.results}
    assert told.contract.controls == sorted(tool.controls)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["R32"], "R3"), (["Z999"], ""), (["reproduise"], "reproduce"),
        (["reproduce", "paired_preferenc"], "paired_preference"), (["perturb", "contrste"], "contrast"),
    ],
)  # fmt: skip
def test_unknown_names_are_told_the_nearest(
    capsys: pytest.CaptureFixture[str], words: list[str], near: str
) -> None:
    assert run(["explain", *words]) == 2
    assert near in capsys.readouterr().err


def test_without_a_name_all_that_can_be_explained_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "explain", code=0)
    assert all(code in said for code in catalogue())
    assert all(verb in said for verb in VERBS)


def test_each_message_says_how_grave_it_is_and_strict_says_that_warnings_count(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(written(tmp_path, SOUND))
    assert run(["check", path, "--lang", "fr"]) == 0
    plain = capsys.readouterr()
    assert "── Avertissement P610 ─" in plain.out
    assert "\x1b" not in plain.out
    assert "compte" not in plain.err
    assert run(["check", path, "--lang", "fr", "--strict"]) == 1
    strict = capsys.readouterr()
    assert "── Erreur F911 ─" in strict.out
    assert "un avertissement compte comme une erreur" in strict.err
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert run(["check", path, "--lang", "en"]) == 0
    assert "\x1b[33m── Warning P610 ─" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(["check", path, "--lang", "en"]) == 0
    assert "\x1b" not in capsys.readouterr().out


TIMED = """\
format: incident/1
id: essai
title: Essai
short: 7 min
nodes:
  debut:
    text: "Le réseau choisit un cadre."
    options:
      lire: {text: Lire, to: suite}
      clore: {text: En rester là, to: fin}
  suite:
    text: "On lit la suite."
    to: fin
  fin:
    ending: undecided
    text: "Fin."
plays:
  vite:
    minutes: 7
    answers: {debut: clore}
"""


def test_a_play_that_takes_another_time_than_announced_is_a_warning(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(TIMED, encoding="utf-8")
    assert run(["check", str(file)]) == 0
    assert "P630" in capsys.readouterr().out
    assert run(["check", str(file), "--strict"]) == 1
    capsys.readouterr()
    file.write_text(TIMED.replace("7", "0.15"), encoding="utf-8")
    assert run(["check", str(file)]) == 0
    assert "P63" not in capsys.readouterr().out
    file.write_text(TIMED.replace("    minutes: 7\n", ""), encoding="utf-8")
    assert run(["check", str(file), "--strict"]) == 1
    assert "P631" in capsys.readouterr().out
