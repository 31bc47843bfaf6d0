"""``dossier.yaml``: moments, actors, harms, limits and links, each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostic
from engine.language.dossier_parts import is_date
from engine.language.reader import dossier_of, read_scenario
from engine.language.schema import Text

STORY = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
vars: {pari: 3}
sources:
  yee: {title: "Image Cropping on Twitter", year: 2021, facts: {essais: 200}}
  seule: {title: "Cited by the dossier alone"}
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  debut:
    text: {fr: "Pari : {pari}.", en: "Bet: {pari}."}
  fin:
    ending: undecided
    text: {fr: "Fin. [@yee]", en: "End. [@yee]"}
"""
DOSSIER = """\
timeline:
  - date: 2018-01
    text: {fr: "{yee.essais:int} essais.", en: "{yee.essais:int} trials."}
    cites: [yee]
  - date: {fr: Un jour, en: One day}
    text: {fr: Quelqu'un regarde., en: Somebody looks.}
  - date: 2021-05-19
    text: {fr: Publié., en: Published.}
    cites: seule
actors:
  - name: {fr: L'entreprise, en: The company}
    text: {fr: Elle publie., en: It publishes.}
    cites: [yee]
harms:
  - text: {fr: Disparaître., en: To vanish.}
  - name: {fr: Perdre, en: Losing}
    text: {fr: Une place., en: A place.}
public:
  given:
    - text: {fr: Le réseau., en: The network.}
      cites: [yee]
  refused:
    - text: {fr: Les photographies., en: The photographs.}
limits:
  - {fr: "**Aucun taux.** [@yee]", en: "**No rate.** [@yee]"}
links:
  - title: {fr: Le réseau, en: The network}
    url: https://example.org/
    about: {fr: Publié en 2021., en: Published in 2021.}
cite: {fr: Petit, en: Small}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenario.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return tmp_path


def faults(folder: Path, old: str = "", new: str = "") -> list[Diagnostic]:
    assert not old or DOSSIER.count(old) == 1, old
    (folder / "dossier.yaml").write_text(DOSSIER.replace(old, new) if old else DOSSIER, encoding="utf-8")
    return read_scenario(folder / "scenario.yaml")[1]


def french(text: Text | str) -> str:
    return text if isinstance(text, str) else text.in_("fr")[0]


def test_every_part_is_read_as_it_stands(folder: Path) -> None:
    assert faults(folder) == []
    dossier = dossier_of(folder / "scenario.yaml")
    assert dossier is not None
    assert [french(each.date) for each in dossier.timeline] == ["2018-01", "Un jour", "2021-05-19"]
    assert [each.cites for each in dossier.timeline] == [["yee"], [], ["seule"]]
    assert [(french(each.name), each.cites) for each in dossier.actors] == [("L'entreprise", ["yee"])]
    assert [each.name and french(each.name) for each in dossier.harms] == [None, "Perdre"]
    assert [french(each.text) for each in dossier.public.given] == ["Le réseau."]
    assert [french(each.text) for each in dossier.public.refused] == ["Les photographies."]
    assert [french(each) for each in dossier.limits] == ["**Aucun taux.** [@yee]"]
    assert [(french(each.title), each.url) for each in dossier.links] == [
        ("Le réseau", "https://example.org/")
    ]
    assert dossier.cite is not None
    assert dossier.runs == []


def test_a_source_that_the_dossier_alone_cites_is_used(folder: Path) -> None:
    (folder / "dossier.yaml").unlink()
    assert [(each.code, each.line) for each in read_scenario(folder / "scenario.yaml")[1]] == [("R351", 8)]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("cites: seule", "cites: seul", "R342", 9),
        ("**Aucun taux.** [@yee]", "**Aucun taux.** [@yeee]", "R342", 25),
        ('fr: "{yee.essais:int} essais."', 'fr: "{yee.essai:int} essais."', "R303", 3),
        ('fr: "{yee.essais:int} essais."', 'fr: "200 essais."', "P601", 3),
        ('fr: "{yee.essais:int} essais."', 'fr: "{pari} essais."', "R352", 3),
        ("    cites: [yee]\n  - date: {", "  - date: {", "P605", 3),
        (", en: Somebody looks.", "", "L701", 6),
        ("date: 2018-01", "date: 2018-13", "S203", 2),
        ("date: 2018-01", "date: 2018-1", "S203", 2),
        ("date: 2018-01", "date: 19/05/2018", "S203", 2),
        ("date: 2018-01", "date: Janvier", "S203", 2),
        ("  - date: 2018-01\n    text", "  - text", "S201", 2),
        ("date: 2021-05-19", "date: 2017", "S250", 7),
        ("date: 2021-05-19", "date: 2018-01-31", "", 0),
        ("date: 2021-05-19", "date: 2018", "", 0),  # it says nothing of its months
        ("  refused:", "  secret:", "S202", 22),
        ("https://example.org/", "example.org", "S203", 28),
        ("https://example.org/", "javascript:alert(1)", "S203", 28),
        ("harms:\n", "harm:\n", "S202", 14),
        ("actors:\n  - name", "actors:\n    name", "S203", 11),
    ],
)
def test_a_fault_is_told_in_the_dossier(folder: Path, old: str, new: str, code: str, line: int) -> None:
    found = faults(folder, old, new)
    if not code:
        assert found == []
        return
    assert (code, "dossier.yaml", line) in [(each.code, each.file, each.line) for each in found]


@given(st.dates())
def test_every_day_is_a_date_and_what_is_none_is_not(day: object) -> None:
    written = str(day)
    assert is_date(written)
    assert is_date(written[:7])
    assert is_date(written[:4])
    assert not is_date(written + " ")
    assert not is_date(written[:8])


@pytest.mark.parametrize("text", ["", "2021-02-30", "2021-00", "21", "0000", "2021-5", "2021-05-19T00:00"])
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)
