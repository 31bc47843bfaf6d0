"""``autopsie ask``: a free question, answered in the file's own sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.cli import run
from server.schemas import schemas


@pytest.fixture(scope="module")
def _warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warm")


@pytest.fixture(autouse=True)
def _one_home(_warm_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home for the module: the passages are encoded once."""
    monkeypatch.setenv("AUTOPSIE_HOME", str(_warm_home))
    monkeypatch.delenv("AUTOPSIE_GUIDE_ENCODER", raising=False)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run(["ask", "recadrage", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_its_three_fields_and_fits_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "Qui est Colin Madland ?", "--lang", "fr")
    assert found.keys() == {"in_scope", "passages", "instrument"}
    assert found["in_scope"] is True
    assert 1 <= len(found["passages"]) <= 3
    assert all(each.keys() == {"id", "text", "score"} for each in found["passages"])
    assert "Madland" in found["passages"][0]["text"]
    jsonschema.validate(found, schemas()["ask-1.json"], cls=jsonschema.Draft202012Validator)


def test_a_measure_is_offered_with_its_call(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "does shrinking one of the two pictures make it lose?")
    assert found["instrument"]["node"] == "taille"
    assert found["instrument"]["call"]["method"] == "paired_preference"
    assert found["instrument"]["awaits"] is None


def test_out_of_scope_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "how long should pasta boil?")
    assert found["in_scope"] is False
    assert found["instrument"] is None


def test_it_reads_as_text_without_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "recadrage", "c'est quoi un placebo ?", "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert "[glossary:placebo]" in out
    assert "[@" not in out
    assert "[[" not in out
    assert run(["ask", "recadrage", "how long should pasta boil?"]) == 0
    assert "The file does not say." in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_it_answers_in_the_questions_own_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    monkeypatch.setenv("AUTOPSIE_LANG", spoken)

    def said(*words: str) -> str:
        capsys.readouterr()
        assert run(["ask", "recadrage", *words]) == 0
        return capsys.readouterr().out

    assert "Un changement qui" in said("c'est quoi un placebo ?")
    assert "A change that" in said("what is a placebo?")
    assert "Le dossier ne le dit pas." in said("combien de temps faut-il cuire les pâtes ?")
    assert "A change that" in said("c'est quoi un placebo ?", "--lang", "en")
    own = {"fr": "Un changement qui", "en": "A change that"}
    assert own[spoken] in said("placebo")  # that word is in both


def test_without_an_encoder_it_says_so_and_answers_by_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_ENCODER", str(tmp_path / "nowhere"))
    assert run(["ask", "recadrage", "Kulynych, le concours", "--json", "--lang", "fr"]) == 0
    told = capsys.readouterr()
    assert "ses seuls mots" in told.err
    assert any("Kulynych" in each["text"] for each in json.loads(told.out)["passages"])


def test_a_scenario_that_cannot_be_read_is_misuse(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["ask", "nowhere", "why?"]) == 2
    broken = tmp_path / "scenario.yaml"
    broken.write_text("format: incident/1\nid: broken\nnodes: {}\n", encoding="utf-8")
    assert run(["ask", str(broken), "why?"]) == 2
    assert run(["ask", "recadrage", "why?", "--audience", "martian"]) == 2
    assert "curious" in capsys.readouterr().err
