"""``explore`` and ``stats``: what they print, for people and for machines, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.cli import run
from server.cli.author_shapes import ExploreReport, StatsReport

SAMPLE = str(Path(__file__).resolve().parents[1] / "scenarios" / "sample")

SCENARIO = """\
format: incident/1
id: essai
title: {fr: Essai, en: Try}
languages: [fr, en]
vars: {cle: false}
nodes:
  debut:
    text: {fr: "Que faire ?", en: "What now?"}
    options:
      ouvrir: {text: {fr: Ouvrir, en: Open}, to: secret, when: cle and count.turns > 90}
      tourner: {text: {fr: Prendre la clé, en: Take the key}, to: fin, set: {cle: true}}
      clore: {text: {fr: Clore, en: Close}, to: fin}
  secret:
    ending: established
    text: {fr: Secret., en: Secret.}
  fin:
    ending: undecided
    text: {fr: "C'est la fin.", en: The end.}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    return run([*words]), capsys.readouterr().out


def test_explore_prints_what_was_reached(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = printed(capsys, "explore", SAMPLE, "--json")
    report = json.loads(out)
    ExploreReport.model_validate(report)
    assert code == 0
    assert report["coverage"] == {"nodes": 1.0, "options": 1.0, "outcomes": 1.0}
    assert set(report["endings"]) == {"fin_etablie", "fin_conception", "fin_ouverte", "fin_abandon"}
    assert sum(report["endings"].values()) == report["plays"]
    assert report["dead_ends"] == report["loops"] == report["unreached"] == []
    assert report["lines"]["nodes.ouverture.text"] > 0


def test_explore_makes_the_plays_that_it_is_asked_and_the_same_each_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def report() -> dict[str, Any]:
        _, out = printed(capsys, "explore", SAMPLE, "--plays", "40", "--seed", "7", "--json")
        found: dict[str, Any] = json.loads(out)
        found.pop("seconds")
        return found

    first = report()
    assert first["plays"] == 40
    assert first["seed"] == 7
    assert first == report()


def test_explore_tells_what_was_never_reached_and_why(capsys: pytest.CaptureFixture[str], file: str) -> None:
    code, out = printed(capsys, "explore", file, "--plays", "60")
    assert code == 1
    assert "nodes            2 / 3  67%" in out
    assert "secret (line 13) [G540]:" in out
    assert "It is led to from debut.ouvrir" in out
    assert "      cle and count.turns > 90\n" in out
    _, machine = printed(capsys, "explore", file, "--plays", "60", "--json")
    missed = {each["place"]: each for each in json.loads(machine)["unreached"]}
    assert missed["secret"]["code"] == "G540"
    assert missed["debut.ouvrir"]["conditions"] == ["cle and count.turns > 90"]


def test_explore_speaks_french_and_leaves_conditions_as_they_are_written(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    _, out = printed(capsys, "explore", file, "--plays", "60", "--lang", "fr", "--lines")
    assert "Jamais atteint\u00a0:" in out
    assert "On y vient de debut.ouvrir" in out
    assert "      cle and count.turns > 90\n" in out
    assert "       60  nodes.debut.text" in out


def test_explore_refuses_what_cannot_be_played(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["explore", "nowhere", "--json"]) == 2
    broken = tmp_path / "scenario.yaml"
    broken.write_text(SCENARIO.replace("to: secret", "to: nulle_part"), encoding="utf-8")
    assert run(["explore", str(broken), "--json"]) == 1
    assert run(["explore", SAMPLE, "--plays", "0"]) == 2
    capsys.readouterr()


def test_stats_count(capsys: pytest.CaptureFixture[str], file: str) -> None:
    code, out = printed(capsys, "stats", file, "--json")
    assert code == 0
    report = StatsReport.model_validate_json(out)
    words = 1 + 2 + 1 + 3 + 1 + 1 + 3  # title, question, three options, two endings
    assert (report.nodes, report.words) == (3, words)
    assert report.minutes == round(words / 230, 1)
    assert report.kinds == {"choice": 1, "ending": 2}
    assert report.words_by_language == {"fr": words, "en": 1 + 2 + 1 + 3 + 1 + 1 + 2}
    assert report.untranslated == {"fr": 0, "en": 0}
    assert (report.options, report.outcomes, report.hypotheses, report.exhibits) == (3, 0, 0, 0)
    assert report.longest is not None
    assert (report.longest.path, report.longest.words) == ("nodes.debut.options.tourner.text", 3)


def test_stats_tell_kinds_in_the_language_of_the_reader(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = printed(capsys, "stats", SAMPLE, "--lang", "fr")
    assert code == 0
    assert "46 nœuds" in out
    assert "récits 19" in out
    code, out = printed(capsys, "stats", SAMPLE)
    assert "46 nodes" in out
    assert "narrative 19" in out


def test_stats_count_a_profile_by_what_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = printed(capsys, "stats", SAMPLE, "--json")
    by_profile = json.loads(out)["words_by_profile"]
    assert by_profile["public"] == by_profile["journaliste"] > by_profile["sociologue"]


def test_stats_and_explore_say_how_easy_and_how_rare(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = printed(capsys, "stats", SAMPLE, "--json")
    ease = StatsReport.model_validate_json(out).ease
    assert set(ease) == {"fr", "en"}
    assert all(0 < value < 130 for profiles in ease.values() for value in profiles.values())
    _, out = printed(capsys, "stats", SAMPLE)
    assert "Reading ease, French (Kandel and Moles" in out
    _, out = printed(capsys, "explore", SAMPLE, "--plays", "400", "--json")
    report = ExploreReport.model_validate_json(out)
    assert sum(report.shares.values()) == pytest.approx(1, abs=1e-4)
    assert report.rare == [name for name, share in report.shares.items() if share < 0.03]
    if report.rare:
        _, out = printed(capsys, "explore", SAMPLE, "--plays", "400")
        assert "Endings under 3% of the plays by chance alone" in out
