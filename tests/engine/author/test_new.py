"""A new scenario checks and plays at once, whatever its languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.author.new import CannotStart, draft, identifier_of, start
from engine.author.trial import tried
from engine.language.reader import read_scenario, read_source
from tools.wording import Language

CHOICES: list[list[Language]] = [["fr"], ["en"], ["fr", "en"], ["en", "fr"]]


@pytest.mark.parametrize("languages", CHOICES, ids=lambda each: "-".join(each))
def test_a_new_scenario_has_warnings_only_and_its_plays_pass(languages: list[Language]) -> None:
    source = draft("Qui reste dans l'image ?", "qui-reste", languages, "twitter-crop")
    scenario, found = read_source(source.encode(), "scenario.yaml")
    assert scenario is not None, found
    # No finding yet, invented ones, and a title in one language: an author's next three steps.
    assert {each.code for each in found} <= {"F902", "P610", "L701"}
    assert scenario.languages == languages
    assert len(scenario.plays) == 4
    for play in scenario.plays.values():
        assert tried(scenario, play).passed


def test_the_plays_would_tell_a_wrong_route() -> None:
    source = draft("Titre", "titre", ["fr"], "twitter-crop").replace(
        "to: fin_effet\n", "to: fin_ouverte\n", 1
    )
    scenario, _ = read_source(source.encode(), "scenario.yaml")
    assert scenario is not None
    assert not tried(scenario, scenario.plays["effet"]).passed


@pytest.mark.parametrize("title", ["C'est : l'affaire #1, \"vraiment\"", "{x} & [y] *z*", "- % @ ! \\"])
def test_any_title_survives(title: str) -> None:
    scenario, found = read_source(draft(title, "titre", ["fr"], "twitter_crop").encode(), "scenario.yaml")
    shown = {each.code for each in found if each.severity == "error"}
    # A digit or a brace in a title is told as in any text; the file itself stays readable.
    assert shown <= {"P601", "R301", "P607"}
    if scenario is not None:
        assert scenario.title.by_language == {"fr": title}


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Qui reste dans l'image ?", "qui-reste-dans-l-image"),
        ("  L'Étagère : œuvre n° 3 ", "l-etagere-oeuvre-n-3"),
        ("2020, l'année", "l-annee"),
        ("…", ""),
        ("Pourquoi toujours les institutrices hors champ ?", "pourquoi-toujours-les"),
        ("Anticonstitutionnellementabcdefghij", "anticonstitutionnellementabcdefg"),
    ],
)
def test_the_id_comes_from_the_title(title: str, identifier: str) -> None:
    assert identifier_of(title) == identifier


@pytest.mark.parametrize(
    ("title", "identifier", "model", "code"),
    [
        ("", "a", "twitter-crop", "C910"),
        ("deux\nlignes", "a", "twitter-crop", "C910"),
        ("Titre", "../dehors", "twitter-crop", "C911"),
        ("Titre", "", "twitter-crop", "C911"),
        ("Titre", "titre", "twiter-crop", "C912"),
    ],
)
def test_what_will_not_do_is_said(title: str, identifier: str, model: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(CannotStart) as refused:
        start(title, identifier, ["fr"], model, tmp_path)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
    if code == "C912":
        assert "twitter-crop" in refused.value.sentence("en")


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    path = start("Titre", "titre", ["fr"], "twitter-crop", tmp_path)
    path.write_text("mon travail", encoding="utf-8")
    with pytest.raises(CannotStart) as refused:
        start("Autre", "titre", ["fr"], "twitter-crop", tmp_path)
    assert refused.value.code == "C914"
    assert path.read_text(encoding="utf-8") == "mon travail"


def test_it_reads_from_its_file(tmp_path: Path) -> None:
    scenario, _ = read_scenario(start("Titre", "titre", ["en", "fr"], "twitter-crop", tmp_path))
    assert scenario is not None
    assert scenario.id == "titre"
