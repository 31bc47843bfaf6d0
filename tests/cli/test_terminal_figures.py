"""A picture beside a text, in the terminal: what it shows, and whose it is."""

from __future__ import annotations

import pytest

from engine.language.reader import read_source
from engine.play.playthrough import open_play
from server.cli.terminal import Reader

STORY = """\
format: incident/1
id: essai
title: Essai
nodes:
  debut:
    text: Voyez.
    also:
      - {when: true, text: Encore.}
    figure: {file: assets/a.png, alt: Un cadre vide., credit: Nous}
  fin: {ending: undecided, text: Fin.}
"""


def test_a_picture_is_told_once_beside_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    scenario, found = read_source(STORY.encode(), "essai.yaml")
    assert scenario is not None, found
    step = open_play(scenario, play="p", seed=1, audience=scenario.default_audience, language="fr")
    reader = Reader(scenario, "fr")
    for event in step.events:
        reader.show(event, step.state)
    told = capsys.readouterr().out
    assert told.count("[Picture: Un cadre vide. (Nous)]") == 1
    assert told.index("Voyez.") < told.index("[Picture") < told.index("Encore.")
