"""The command as a person runs it: exit codes, where words go, errors without a traceback, two languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.cli import run

ROOT = Path(__file__).resolve().parents[2]


def autopsie(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("AUTOPSIE_L", "LC_", "LANG"))
    }
    return subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", *words],
        cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def the_error(told: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told)["error"]
    assert set(found) >= {"code", "message", "fix"}
    return found


def test_help_names_every_verb_and_the_exit_codes() -> None:
    done = autopsie("--help")
    assert done.returncode == 0
    verbs = [
        "serve",
        "doctor",
        "subjects",
        "examine",
        "reproduce",
        "perturb",
        "attribute",
        "check",
        "record",
        "play",
        "replay",
    ]
    assert all(verb in done.stdout for verb in verbs)
    assert "Exit codes" in done.stdout


def test_a_terminal_without_our_signs_still_gets_its_answer() -> None:
    done = autopsie("--lang", "fr", "subjects", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "twitter-crop" in done.stdout


def test_no_words_at_all_are_answered_by_the_help() -> None:
    assert autopsie().stdout == autopsie("--help").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("disect",),
        ("examine",),
        ("examine", "twitter-crop"),
        ("subjects", "--bogus"),
        ("serve", "--port", "many"),
        ("play", "no-such-scenario"),
        ("check", "no-such-scenario"),
        ("record", "no-such-scenario"),
        ("examine", "no-such-subject", "a.png"),
        ("subjects", "fetch", "no-such-subject"),
        ("replay", "README.md"),
        ("replay", "no-such-log.jsonl"),
        ("play", "recadrage", "--answers", "no-such-file.yaml"),
        ("perturb", "twitter-crop"),
        ("perturb", "twitter-crop", "--change", "no-such-change"),
        ("reproduce", "twitter-crop", "--no-such-parameter", "3"),
        ("reproduce", "twitter-crop", "--n", "many"),
        ("reproduce", "twitter-crop", "--set", "n"),
        ("play", "recadrage", "--random", "--answers", "x.yaml"),
        ("subjects", "--lang", "de"),
    ],
)
def test_misuse_is_one_sentence_and_exit_2(words: tuple[str, ...]) -> None:
    done = autopsie(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("autopsie: ")
    assert done.stdout == ""


def test_playing_by_hand_cannot_be_in_json() -> None:
    done = autopsie("play", "recadrage", "--json")
    assert done.returncode == 2
    assert "--random" in the_error(done.stdout)["message"]


def test_in_json_an_error_is_an_object_with_code_message_and_fix() -> None:
    done = autopsie("subjects", "fetch", "twitter-cropp", "--json")
    assert done.returncode == 2
    error = the_error(done.stdout)
    assert error["code"] == "unknown_subject"
    assert "twitter-crop" in error["fix"]


def test_french_by_option_by_variable_and_by_the_system() -> None:
    french = "Il manque"
    assert french in autopsie("examine", "--lang", "fr").stderr
    assert french in autopsie("--lang", "fr", "examine").stderr
    assert french in autopsie("examine", AUTOPSIE_LANG="fr").stderr
    assert french in autopsie("examine", LANG="fr_FR.UTF-8").stderr
    assert french not in autopsie("examine", LANG="fr_FR.UTF-8", AUTOPSIE_LANG="en").stderr
    assert french not in autopsie("examine", LANG="de_DE.UTF-8").stderr


def test_an_unforeseen_failure_is_a_sentence_and_exit_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("tools.catalogue.subjects", broken)
    assert run(["subjects", "--json"]) == 3
    told = capsys.readouterr()
    assert the_error(told.out)["code"] == "C900"
    assert "Traceback" not in told.err
    monkeypatch.setenv("AUTOPSIE_DEBUG", "1")
    assert run(["subjects"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_what_the_system_refuses_is_told_and_exit_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "log.jsonl")

    monkeypatch.setattr("tools.catalogue.subjects", full)
    assert run(["subjects", "--json"]) == 3
    error = the_error(capsys.readouterr().out)
    assert error["code"] == "C903"
    assert "log.jsonl" in error["message"]


@pytest.mark.parametrize("words", ["--help", "subjects --json", "check recadrage"])
def test_a_reader_who_leaves_is_no_failure(words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-c", "from server.cli import main; main()", *words.split()],
            cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tools.catalogue.subjects", interrupted)
    assert run(["subjects"]) == 130
    assert "Traceback" not in capsys.readouterr().err


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "words", ["subjects --json", "--help", "play tests/server/scenarios/petite --random --log /dev/full"]
)
def test_a_full_disk_is_one_sentence_and_exit_3(words: str) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from server.cli import main; main()", *words.split()],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "C903" in done.stderr
