"""``dossier.yaml`` beside a scenario, and ``live:`` on its tool nodes: each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import dossier_of, read_scenario, read_source
from engine.language.schema import ToolNode
from engine.nodes.tool import call_again, changed_live, first_recorded
from tools.finding import Call

STORY = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
subjects:
  recadreur: {model: twitter-crop}
cases:
  mes_paires: {case: pairs}
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  place:
    tool: reproduce
    with: {case: pairs, factor: contrast, n: 36}
    live: {n: 4}
    text: {fr: "Vu : {place.n}.", en: "Seen: {place.n}."}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""
DOSSIER = """\
runs:
  - id: ordres
    tool: reproduce
    with: {subject: recadreur, case: mes_paires, factor: place, n: 4}
    seed: 3
    about: {fr: "La place décide-t-elle ?", en: "Does place decide?"}
  - id: contraste
    tool: perturb
    with: {change: contrast, n: 4}
    about: Que fait le contraste ?
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenario.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return tmp_path


def errors(found: list[Diagnostic]) -> list[tuple[str, str, int]]:
    return [(each.code, each.file, each.line) for each in found if each.severity == "error"]


def with_dossier(folder: Path, old: str, new: str) -> list[tuple[str, str, int]]:
    assert DOSSIER.count(old) == 1, old
    (folder / "dossier.yaml").write_text(DOSSIER.replace(old, new), encoding="utf-8")
    return errors(read_scenario(folder / "scenario.yaml")[1])


def test_runs_are_calls_in_the_scenario_s_own_names(folder: Path) -> None:
    scenario, found = read_scenario(folder / "scenario.yaml")
    assert scenario is not None, errors(found)
    dossier = dossier_of(folder / "scenario.yaml")
    assert dossier is not None
    assert [run.id for run in dossier.runs] == ["ordres", "contraste"]
    first, second = dossier.runs
    call = first.call
    assert (call.verb, call.method, call.subject, call.case, call.seed) == (
        "reproduce", "paired_preference", "twitter_crop", "pairs", 3,
    )  # fmt: skip
    assert (call.params["n"], call.params["factor"], call.params["nulls"]) == (4, "place", False)
    assert (second.call.seed, second.call.case) == (0, "photographs")
    assert first.about.in_("en") == ("Does place decide?", "en")
    assert second.about.in_("en") == ("Que fait le contraste ?", "fr")
    assert dossier.run("ordres") is first
    assert dossier.run("nulle") is None


def test_a_scenario_without_a_dossier_has_none(folder: Path) -> None:
    (folder / "dossier.yaml").unlink()
    assert dossier_of(folder / "scenario.yaml") is None
    assert read_scenario(folder / "scenario.yaml")[0] is not None


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("change: contrast, n: 4", "change: contrats, n: 4", "T420", 9),
        ("change: contrast, n: 4", "change: contrast, n: -4", "T420", 9),
        ("change: contrast, n: 4", "change: contrast, m: 4", "R311", 9),
        ("subject: recadreur", "subject: recadrer", "R312", 4),
        ("case: mes_paires", "case: tes_paires", "R312", 4),
        ("tool: perturb", "tool: pertrub", "R310", 8),
        ("id: contraste", "id: ordres", "S212", 7),
        ("id: contraste", "id: Contraste !", "S210", 7),
        ("    seed: 3\n", "    graine: 3\n", "S202", 5),
        ("    about: Que fait le contraste ?\n", "", "S201", 7),
        ("seed: 3", "seed: -3", "S203", 5),
        ("runs:\n", "run:\n", "S202", 1),
    ],
)
def test_a_fault_of_the_dossier_is_told_in_the_dossier(
    folder: Path, old: str, new: str, code: str, line: int
) -> None:
    assert (code, "dossier.yaml", line) in with_dossier(folder, old, new)


@pytest.mark.parametrize("text", ["", "- 1\n", "runs: 3\n", "runs: {a: 1}\n", "runs: [\n", "runs: [3]\n"])
def test_whatever_it_holds_it_is_told_and_never_raised(folder: Path, text: str) -> None:
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    scenario, found = read_scenario(folder / "scenario.yaml")
    assert scenario is None
    assert {file for _, file, _ in errors(found)} == {"dossier.yaml"}


def tool_node(source: str = STORY) -> ToolNode:
    scenario, found = read_source(source.encode(), "scenario.yaml")
    assert scenario is not None, errors(found)
    node = scenario.nodes["place"]
    assert isinstance(node, ToolNode)
    return node


def test_live_is_read_beside_the_settings_that_stand() -> None:
    node = tool_node()
    assert node.live == {"n": 4}
    assert node.params["n"] == 36


@pytest.mark.parametrize(
    ("live", "code"),
    [
        ("{n: -4}", "T420"),
        ("{n: beaucoup}", "T420"),
        ("{m: 4}", "R311"),
        ("{case: photographs}", "R311"),
        ("{subject: twitter-crop}", "R311"),
        ("{experiment: paired_preference}", "R311"),
        ("{}", "S203"),
        ("4", "S203"),
    ],
)
def test_live_is_checked_like_with(live: str, code: str) -> None:
    source = STORY.replace("live: {n: 4}", f"live: {live}")
    _, found = read_source(source.encode(), "scenario.yaml")
    assert (code, "scenario.yaml", 17) in errors(found)
    if code == "R311":  # the cure proposes settings, never what a measure is about
        assert not any("subject" in each.fix.en.split(": ")[-1] for each in found if each.fix)


def test_only_a_measure_has_live() -> None:
    source = STORY.replace("    ending: undecided\n", "    ending: undecided\n    live: {n: 4}\n")
    assert ("S202", "scenario.yaml", 21) in errors(read_source(source.encode(), "scenario.yaml")[1])


def test_made_again_is_the_recorded_call_with_what_live_changes() -> None:
    node = tool_node()
    call = Call(
        verb="reproduce", method="paired_preference", subject="twitter_crop", case="pairs",
        params=node.params, seed=9,
    )  # fmt: skip
    again = call_again(node, call)
    assert (again.params["n"], again.params["factor"], again.seed) == (4, "contrast", 9)
    assert call_again(None, call) is call  # the node is gone: as it was recorded
    assert changed_live(node, again) == {}  # already so: nothing to say
    elsewhere = call.model_copy(update={"method": "dixon"})
    assert call_again(node, elsewhere) is elsewhere  # an edited scenario asks something else now


def test_without_a_record_there_is_nothing_to_show_first() -> None:
    scenario, _ = read_source(STORY.encode(), "scenario.yaml")
    assert scenario is not None
    node = tool_node()
    call = Call(
        verb="reproduce", method="paired_preference", subject="twitter_crop", case="pairs", params=node.params
    )
    assert first_recorded(scenario, node, call, 0.0) is None
