"""``check``, ``record``, ``play`` and ``replay``, on a small scenario and on the one that we publish."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from engine.language.reader import read_scenario
from server.cli import run
from server.cli.shapes import CheckedFault, PlayReport, RecordReport, ReplayReport
from tools.finding import Finding

ROOT = Path(__file__).resolve().parents[2]
FAULTS = TypeAdapter(list[CheckedFault])

SMALL = """\
format: incident/1
id: petite-machine
title: {fr: Petite machine, en: Small machine}
languages: [fr, en]
audiences: [curious, engineer]
subjects:
  recadreur: {model: twitter-crop, about: {fr: Le réseau., en: The network.}}
vars:
  pari: {start: 50, min: 0, max: 100}
hypotheses:
  place:
    text: {fr: La place décide., en: Place decides.}
    boring: true
exhibits:
  regarde:
    text: {fr: La machine a regardé., en: The machine looked.}
    evidence: {place: against}
nodes:
  debut:
    text:
      fr: "Que *faire* ?"
      en: "What to *do*?"
    options:
      mesurer: {text: {fr: Mesurer, en: Measure}, to: pari}
      clore: {text: {fr: Clore, en: Close}, to: abandon}
  pari:
    text: {fr: Votre pari., en: Your bet.}
    ask: number
    range: 0..100
    save: pari
  mesure:
    tool: attribute
    with: {method: saliency, case: chelsea}
    seed: 1
    text: {fr: Voici., en: Here.}
    found: regarde
  fin:
    ending: undecided
    text: {fr: L'enquête reste ouverte., en: The inquiry stays open.}
  abandon:
    ending: abandoned
    text: {fr: Vous partez., en: You leave.}
"""
ANSWERS = "answers: {debut: mesurer, pari: 70}\nexpect: {ending: fin}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "petite" / "scenario.yaml"
    file.parent.mkdir()
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def told(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> Any:
    """The JSON that a command ends with."""
    capsys.readouterr()
    assert run([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def events_of(log: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(log).read_text(encoding="utf-8").splitlines()]


def test_a_sound_scenario_passes_and_a_warning_counts_only_when_strict(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    faults = FAULTS.validate_python(told(capsys, "check", small))
    assert {fault.severity for fault in faults} == {"warning"}
    assert told(capsys, "check", small, "--strict", code=1)


def test_a_broken_scenario_is_told_with_code_line_and_fix(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    small.write_text(SMALL.replace("to: abandon", "to: abandn"), encoding="utf-8")
    faults = {fault.code: fault for fault in FAULTS.validate_python(told(capsys, "check", small, code=1))}
    assert faults["R320"].line == SMALL[: SMALL.index("to: abandon")].count("\n") + 1
    assert "abandon" in (faults["R320"].fix or "")
    assert run(["check", str(small), "--lang", "fr"]) == 1
    assert "R320" in capsys.readouterr().out


def test_the_others_are_still_checked_when_one_is_not_found(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    faults = FAULTS.validate_python(told(capsys, "check", "nowhere", small, code=2))
    assert [(one.code, one.file) for one in faults if one.severity == "error"] == [
        ("unknown_scenario", "nowhere")
    ]
    assert len(faults) > 1


def test_the_scenario_that_we_publish_is_sound() -> None:
    assert run(["check", "recadrage"]) == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_scenario_that_we_publish_plays_at_random_to_an_ending_without_weights(
    capsys: pytest.CaptureFixture[str], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    report = PlayReport.model_validate(told(capsys, "play", "recadrage", "--random", "--seed", str(seed)))
    assert report.ending is not None
    assert {finding.origin for finding in report.findings} <= {"recorded"}
    assert told(capsys, "replay", report.log)["same"]


def test_a_play_by_answers_ends_with_its_report_and_leaves_its_log(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path, tmp_path: Path
) -> None:
    log = tmp_path / "deep" / "log.jsonl"
    found = told(capsys, "play", small, "--answers", answers, "--log", log)
    assert list(found) == ["ending", "nodes_visited", "findings", "log"]
    report = PlayReport.model_validate(found)
    assert (report.ending, report.log) == ("fin", str(log))
    assert report.nodes_visited == ["debut", "pari", "mesure", "fin"]
    events = events_of(log)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(event["at"] for event in events)
    assert {event["type"] for event in events} >= {"opened", "answered", "tool_failed", "ended"}


def test_an_expectation_that_is_not_met_is_exit_1(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path
) -> None:
    answers.write_text("answers: {debut: clore}\nexpect: {ending: fin}\n", encoding="utf-8")
    assert run(["play", str(small), "--answers", str(answers), "--lang", "en"]) == 1
    assert "“fin”" in capsys.readouterr().err


def test_answers_that_lack_a_choice_are_exit_1_and_name_the_options(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path
) -> None:
    answers.write_text("answers: {}\n", encoding="utf-8")
    assert run(["play", str(small), "--answers", str(answers)]) == 1
    assert "mesurer" in capsys.readouterr().err


def test_answers_that_cannot_be_read_are_misuse(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path
) -> None:
    answers.write_text("answers: [1, 2\n", encoding="utf-8")
    assert told(capsys, "play", small, "--answers", answers, code=2)["error"]["code"] == "C901"


def test_the_same_seed_plays_the_same_and_settings_are_kept(
    capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path
) -> None:
    def play(name: str) -> list[dict[str, Any]]:
        log = tmp_path / name
        words = ["--random", "--seed", "5", "--profile", "engineer", "--lang", "en", "--log", log]
        told(capsys, "play", small, *words)
        return [{**event, "at": "", "play": "", "ask_id": ""} for event in events_of(log)]

    first = play("a.jsonl")
    assert first == play("b.jsonl")
    opened = first[0]
    assert (opened["seed"], opened["audience"], opened["language"]) == (5, "engineer", "en")


def test_an_unknown_profile_is_misuse(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    assert "error" in told(capsys, "play", small, "--random", "--profile", "nobody", code=2)


def test_replay_finds_the_line_that_was_changed(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    told(capsys, "play", small, "--answers", answers, "--log", log)
    same = ReplayReport.model_validate(told(capsys, "replay", log, "--scenario", small))
    assert (same.same, same.events) == (True, len(events_of(log)))
    events = events_of(log)
    told_at = next(event["seq"] for event in events if event["type"] == "narrated")
    events[told_at - 1]["text"] = "Something else."
    log.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    other = ReplayReport.model_validate(told(capsys, "replay", log, "--scenario", small, code=1))
    assert other.differs_at == told_at


def by_hand(small: Path, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", "play", str(small), *words],
        cwd=ROOT, input=typed, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_person_plays_by_numbers_and_mistakes_are_asked_again(small: Path) -> None:
    done = by_hand(small, "7\n1\nbeaucoup\n400\n70,5\n", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "Que faire" in done.stdout  # the marks of emphasis are gone
    assert "1. Mesurer" in done.stdout
    assert "Un numéro de 1 à 2." in done.stdout
    assert "Écrivez un nombre." in done.stdout
    assert "L’enquête reste ouverte." in done.stdout
    assert "Traceback" not in done.stderr


def test_when_the_person_leaves_the_log_stays_and_the_exit_is_3(small: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    done = by_hand(small, "1\n", "--log", str(log))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert events_of(log)[-1]["type"] == "offered"


@pytest.mark.weights
def test_recording_makes_findings_that_play_and_that_are_refused_when_altered(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path, weights_folder: Path
) -> None:
    dry = RecordReport.model_validate(told(capsys, "record", small, "--dry-run"))
    assert [one.node for one in dry.recorded] == ["mesure"]
    assert not (small.parent / "findings").exists()

    told(capsys, "record", small, "mesure", "--assets", weights_folder)
    file = small.parent / "findings" / "mesure.json"
    finding = Finding.model_validate_json(file.read_text(encoding="utf-8"))
    assert finding.origin == "recorded"
    assert finding.recorded is not None
    assert finding.recorded.command == "autopsie record petite-machine mesure"
    assert (finding.recorded.seed, finding.recorded.invented) == (1, False)
    assert finding.recorded.subject_sha256 == finding.subject.sha256
    scenario, _ = read_scenario(small)
    assert scenario is not None
    assert list(scenario.fixtures) == ["mesure"]

    played = PlayReport.model_validate(told(capsys, "play", small, "--answers", answers))
    assert [(one.node, one.origin) for one in played.findings] == [("mesure", "recorded")]

    file.write_text(
        file.read_text(encoding="utf-8").replace(finding.subject.sha256, "0" * 64), encoding="utf-8"
    )
    checked = told(capsys, "check", small, code=1)
    assert "F901" in [fault["code"] for fault in checked]
    told(capsys, "record", small, "--assets", weights_folder)  # recording anew mends it
    assert run(["check", str(small)]) == 0


@pytest.mark.weights
def test_live_measures_now(
    capsys: pytest.CaptureFixture[str], small: Path, answers: Path, weights_folder: Path
) -> None:
    words = ["--answers", answers, "--live", "--assets", weights_folder]
    played = PlayReport.model_validate(told(capsys, "play", small, *words))
    assert [(one.node, one.origin) for one in played.findings] == [("mesure", "live")]


def test_recording_without_weights_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    assert told(capsys, "record", small, code=3)["error"]["code"] == "asset_missing"
    assert told(capsys, "record", small, "debut", code=2)["error"]["code"] == "C901"
