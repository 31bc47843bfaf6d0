"""A draft is played on the page before anything exists: no model, no instrument, results made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DRAFT = """\
format: incident/1
id: brouillon
title: Brouillon
duration: 2 min
subjects: {maquette: {about: Un modèle à venir.}}
uses: [commune]
nodes:
  debut:
    text: "Le [[mot]] d'abord."
    options: {voir: {text: Voir, to: sonde}, finir: {text: Finir, to: fin}}
  sonde:
    tool: probe
    with: {concept: contrast}
    text: "Le lecteur : {sonde.accuracy:percent}."
  fin:
    ending: undecided
    text: Fin.
fixtures:
  sonde: {n: 60, accuracy: 0.8, control_accuracy: 0.55, verdict: encoded}
"""


def test_a_draft_without_model_instrument_or_measure_is_played_and_says_so(
    start: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "brouillon").mkdir()
    (tmp_path / "brouillon/scenario.yaml").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "libraries").mkdir()
    library = "format: library/1\nid: commune\ntitle: Commun\nglossary: {mot: Son sens partagé.}\n"
    (tmp_path / "libraries/commune.yaml").write_text(library, encoding="utf-8")
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path))
    visitor = start().visitor()
    assert "Brouillon" in visitor.get("/").text
    assert "Brouillon" in visitor.get("/incidents/brouillon").text
    play = visitor.begin(audience="public", scenario="brouillon")
    assert "Son sens partagé." in visitor.get(play).text
    visitor.answer(play, option="voir")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    page = visitor.get(play).text
    for words in ("Sans badge", "80", "Lisible à l'intérieur", "inventé", "Sonder"):
        assert words in page.replace("’", "'"), words
    report = visitor.get(f"{play}/report")
    assert report.status_code == 200
    assert "Sans badge" in report.text
