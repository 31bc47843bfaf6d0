"""A valid file becomes the scenario that it says; records beside it are used, or refused with a reason."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from engine.language import reader
from engine.language.diagnostics import publishable, strictly
from engine.language.placeholders import parts_of
from engine.language.reader import (
    NoSuchScenarioError,
    find_scenario,
    list_scenarios,
    read_play,
    read_scenario,
)
from engine.language.schema import AskNode, BranchNode, ChoiceNode, ExpectedRange, Scenario, ToolNode
from tools import catalogue

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs/authors/example.yaml"

SMALLEST = """\
format: incident/1
id: premier-pas
title: Premier pas
nodes:
  debut:
    text: Un recadrage automatique a coupé un visage. Que faire ?
    options:
      refaire: {text: Refaire l'expérience, to: mesure}
      clore: {text: En rester là, to: fin}
  mesure:
    tool: reproduce
    text: "Le visage clair reste dans {mesure.rate:percent} des {mesure.n} essais."
  fin:
    ending: undecided
    text: L'enquête reste ouverte.
"""


@pytest.fixture(scope="module")
def example() -> Scenario:
    scenario, _ = read_scenario(EXAMPLE)
    assert scenario is not None
    return scenario


def node(scenario: Scenario, name: str, kind: type) -> object:
    found = scenario.nodes[name]
    assert isinstance(found, kind)
    return found


def test_header(example: Scenario) -> None:
    assert example.languages == ["fr", "en"]
    assert [audience.id for audience in example.audiences] == ["curious", "pupil", "press", "engineer"]
    assert example.audiences[1].title.in_("fr")[0] == "Lycée"  # what the usual ids are called
    assert example.duration_minutes == 25
    assert example.hypotheses["hasard"].boring
    assert example.exhibits["place_compte"].evidence == {"place": 3.0, "hasard": pytest.approx(1 / 3)}
    assert example.exhibits["contraste_compte"].decisive
    assert example.sources["yee2021"].facts == {"ecart_blancs": 0.04}
    assert example.vars["titre"].choices == ["aucun", "prudent", "fort"]
    assert example.vars["essais"].high == 9
    assert example.facts["date"].in_("en")[0] == "September 2020"
    assert example.start == "ouverture"


def test_nodes(example: Scenario) -> None:
    tool = node(example, "mesure", ToolNode)
    assert (tool.verb, tool.method, tool.subject, tool.case) == (
        "reproduce", "paired_preference", "twitter_crop", "pairs",
    )  # fmt: skip
    assert tool.params["factor"] == "place"
    assert tool.expect == {"rate": ExpectedRange(low=0.1, high=0.9)}
    assert (tool.timeout, tool.seed, tool.otherwise, tool.if_fails) == (90, 7, "surprise", "panne")
    asked = node(example, "votre_image", AskNode)
    assert (asked.ask, asked.default_case, asked.optional) == ("picture", "chelsea", True)
    assert node(example, "votre_carte", ToolNode).case == "votre_image"
    assert node(example, "contraste", ToolNode).case == "chelsea"
    assert node(example, "pari", AskNode).seals == "mesure"
    assert node(example, "pari", AskNode).to == "ordre"
    assert example.nodes["pari"].falls_through
    assert [item.id for item in node(example, "ordre", AskNode).items] == ["place", "contraste", "hasard"]
    choice = node(example, "carnet", ChoiceNode)
    assert choice.options[0].set["essais"].evaluate({"essais": 2}) == 3
    assert node(example, "titre_choisi", ChoiceNode).options[1].set["titre"].evaluate({}) == "fort"
    assert [case.to for case in node(example, "lecture", BranchNode).cases] == ["place_oui", "place_non"]
    assert example.nodes["mesure"].act == "preuves"
    assert example.nodes["ouverture"].guide.must_not_say[0].in_("fr")[0] == "prouvé"
    assert Scenario.model_validate_json(example.model_dump_json()) == example


def test_plays(example: Scenario) -> None:
    play = example.plays["parcours"]
    assert play.answers["carnet"] == ["mesurer", "contraste", "conclure"]
    assert play.answers["pari"] == 60
    assert play.results["mesure"]["rate"] == 0.7
    assert play.ending == "fin_etablie"
    assert example.plays["panne"].fails == {"mesure": "timeout"}


def test_marks_of_a_sentence() -> None:
    sentence = "{{x}} {mesure.rate:percent} des [[mots|saillance]] [@yee2021, p. 4] {0.a}"
    assert [
        (part.kind, part.name, part.format, part.shown) for part in parts_of(sentence) if part.shown != " "
    ] == [
        ("words", "", "", "{"),
        ("words", "", "", "x"),
        ("words", "", "", "}"),
        ("placeholder", "mesure.rate", "percent", ""),
        ("words", "", "", " des "),
        ("gloss", "saillance", "", "mots"),
        ("cite", "yee2021", "", "p. 4"),
        ("broken", "", "", "{0.a}"),
    ]


def test_smallest(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(SMALLEST, encoding="utf-8")
    scenario, found = read_scenario(path)
    assert scenario is not None
    assert [each.code for each in found] == ["P610", "F911"]
    assert scenario.nodes["mesure"].to == "fin"
    assert scenario.nodes["mesure"].subject == "twitter_crop"


def test_answers_file(tmp_path: Path) -> None:
    answers = {
        "audience": "press",
        "answers": {"pari": 60, "carnet": ["a", "b"]},
        "expect": {"ending": "fin"},
    }
    for name, source in (
        ("a.yaml", "audience: press\nanswers: {pari: 60, carnet: [a, b]}\nexpect: {ending: fin}"),
        ("a.json", json.dumps(answers)),
    ):
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        play, found = read_play(path)
        assert not found
        assert play is not None
        assert (play.audience, play.ending) == ("press", "fin")
        assert play.answers == {"pari": 60, "carnet": ["a", "b"]}
    (tmp_path / "bad.yaml").write_text("answer: {pari: 60}", encoding="utf-8")
    play, found = read_play(tmp_path / "bad.yaml")
    assert play is None
    assert [each.code for each in found] == ["S202"]


def test_finding_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(SMALLEST, encoding="utf-8")
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path))
    assert [(each.id, each.title.in_("fr")[0]) for each in list_scenarios()] == [
        ("premier-pas", "Premier pas")
    ]
    assert find_scenario("premier-pas") == folder / "scenario.yaml"
    assert find_scenario(folder) == folder / "scenario.yaml"
    assert find_scenario(str(folder / "scenario.yaml")) == folder / "scenario.yaml"
    with pytest.raises(NoSuchScenarioError) as caught:
        find_scenario("premier-pa")
    assert "premier-pas" in caught.value.sentence("en")
    with pytest.raises(NoSuchScenarioError):
        read_scenario(tmp_path / "nowhere.yaml")


# -- recorded findings ------------------------------------------------------------------------------------


def recorded(**changes: object) -> dict[str, object]:
    """A record for ``mesure`` of the smallest scenario; only what the reader compares matters."""
    card = catalogue.subject_card("twitter_crop")
    tool = catalogue.tool("reproduce", "paired_preference")
    both = {"fr": "x", "en": "x"}
    result: dict[str, object] = {}
    for each in tool.results:
        number = each.low if each.low is not None else 0
        result[each.name] = each.choices[0] if each.choices else number
    finding: dict[str, object] = {
        "tool_version": "1",
        "call": {
            "verb": "reproduce", "method": "paired_preference", "subject": card.name, "case": "pairs",
            "params": tool.params().model_dump(mode="json", exclude_none=True), "seed": 1,
        },
        "question": both,
        "subject": {"name": card.name, "title": both, "badge": card.badge, "sha256": card.sha256},
        "stimuli": {
            "case": "pairs", "about": both, "n": 2, "sha256": "0" * 64, "person": "none",
            "licence": "", "credit": "",
        },
        "unit_of_n": both, "n": 2, "result": result, "values": [], "verdict": "inconclusive",
        "conclusion": both, "seconds": 1.0, "origin": "recorded",
        "recorded": {"at": "2026-01-01T00:00:00Z", "command": "x", "subject_sha256": card.sha256, "seed": 1},
    }  # fmt: skip
    for path, value in changes.items():
        at = finding
        *parents, last = path.split("__")
        for parent in parents:
            at = at[parent]  # type: ignore[assignment]
        at[last] = value
    return finding


def read_with(tmp_path: Path, finding: object, source: str = SMALLEST) -> tuple[Scenario | None, list[str]]:
    (tmp_path / "findings").mkdir(exist_ok=True)
    (tmp_path / "findings/mesure.json").write_text(json.dumps(finding), encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(source, encoding="utf-8")
    scenario, found = read_scenario(tmp_path / "scenario.yaml")
    return scenario, [each.code for each in found if each.code != "F911"]  # it may end before the measure


def test_record_that_fits(tmp_path: Path) -> None:
    scenario, found = read_with(tmp_path, recorded())
    assert scenario is not None
    assert not found
    assert scenario.fixtures["mesure"].n == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"subject__sha256": "f" * 64},
        {"recorded__subject_sha256": "f" * 64},
        {"subject__sha256": "f" * 64, "recorded__subject_sha256": "f" * 64},
        {"call__case": "photographs"},
        {"call__method": "other"},
        {"call__params": {"factor": "contrast"}},
        {"origin": "live"},
        {"n": "many"},
    ],
)
def test_record_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    scenario, found = read_with(tmp_path, recorded(**changes))
    assert scenario is None
    assert found == ["F901"]


def test_a_refused_or_incomplete_record_can_be_left_out_and_the_story_played(tmp_path: Path) -> None:
    for finding in (recorded(subject__sha256="f" * 64), recorded(result={"n": 2})):
        read_with(tmp_path, finding)
        scenario, found = read_scenario(tmp_path / "scenario.yaml", without_bad_records=True)
        assert scenario is not None
        assert scenario.fixtures == {}
        assert {each.code for each in found} <= {"F901", "T423", "F911"}
        assert {each.code for each in found} != {"F911"}  # still said
    (tmp_path / "scenario.yaml").write_text(SMALLEST.replace("to: fin", "to: nulle_part"), encoding="utf-8")
    assert read_scenario(tmp_path / "scenario.yaml", without_bad_records=True)[0] is None


def test_default_parameters_said_or_not_are_one_question(tmp_path: Path) -> None:
    assert read_with(tmp_path, recorded(call__params={}))[1] == []


@pytest.mark.parametrize("changes", [{"recorded__invented": True}, {"recorded": None}])
def test_invented_record_and_one_without_provenance_are_played_in_a_draft_and_never_published(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    scenario, found = read_with(tmp_path, recorded(**changes))
    assert scenario is not None
    assert found == ["F902"]
    finding = scenario.fixtures["mesure"]
    assert finding.recorded is not None
    assert finding.recorded.invented
    _, diagnostics = read_scenario(tmp_path / "scenario.yaml")
    assert not publishable(each for each in diagnostics if each.code == "F902")
    assert {each.severity for each in strictly(diagnostics) if each.code == "F902"} == {"error"}


def test_record_that_lacks_a_field_or_leaves_the_expectation(tmp_path: Path) -> None:
    finding = recorded()
    source = SMALLEST.replace("tool: reproduce", "tool: reproduce\n    expect: {rate: 0.4..0.8}")
    assert read_with(tmp_path, finding, source)[1] == ["T422"]
    del finding["result"]["rate"]  # type: ignore[attr-defined]
    assert read_with(tmp_path, finding)[1] == ["T423"]


# -- speed ------------------------------------------------------------------------------------------------


def test_checking_does_not_import_torch() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; from engine.language.reader import read_scenario;"
        f"read_scenario(Path({str(EXAMPLE)!r}));"
        "sys.exit(any(name in sys.modules for name in ('torch', 'skimage', 'scipy', 'PIL', 'langgraph')))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_fifty_nodes_are_quick(example: Scenario) -> None:
    middle = "".join(
        f'  n{n}:\n    text: {{fr: "Suite {{pari}}.", en: "More {{pari}}."}}\n' for n in range(30)
    )
    source = EXAMPLE.read_text(encoding="utf-8").replace("  titre_choisi:\n", middle + "  titre_choisi:\n")
    reader.read_source(source.encode(), "long.yaml")
    quickest = 9.0
    for _ in range(5):
        started = time.process_time()
        reader.read_source(source.encode(), "long.yaml")
        quickest = min(quickest, time.process_time() - started)
    assert quickest < 0.25  # 100 ms is the aim; the rest is for a loaded machine
