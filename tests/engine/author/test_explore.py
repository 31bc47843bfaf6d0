"""What explorations reach, what they find wanting, and that they are the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author.causes import unreached
from engine.author.chance import Bench, benches
from engine.author.constants import around, constants
from engine.author.explore import Exploration, explore
from engine.language.instruments import results_of
from engine.language.reader import find_scenario, read_scenario, read_source
from engine.language.schema import Scenario, ToolNode
from tools.catalogue import tool

SAMPLE = Path(__file__).resolve().parents[2] / "scenarios" / "sample" / "scenario.yaml"
ALL = {"nodes": 1.0, "options": 1.0, "outcomes": 1.0}

HEAD = """\
format: incident/1
id: essai
title: Essai
languages: [fr]
audiences: [tous, presse]
subjects: {reseau: {model: twitter-crop, about: Le réseau.}}
"""


def read(nodes: str, head: str = "") -> Scenario:
    scenario, found = read_source((HEAD + head + nodes).encode(), "scenario.yaml")
    assert scenario is not None, [(each.code, each.line, each.message.en) for each in found]
    return scenario


@pytest.fixture(scope="module")
def sample() -> Scenario:
    scenario, found = read_scenario(SAMPLE)
    assert scenario is not None, found
    return scenario


def same(exploration: Exploration) -> dict[str, Any]:
    """All of an exploration but the time it took."""
    counted = exploration.coverage
    kept = {name: value for name, value in vars(exploration).items() if name not in ("seconds", "coverage")}
    return {**kept, "nodes": counted.nodes, "options": counted.options, "outcomes": counted.outcomes}


def test_the_sample_is_reached_whole(sample: Scenario) -> None:
    found = explore(sample)
    assert len(sample.nodes) == 46
    assert found.coverage.shares == ALL
    assert unreached(sample, found) == []
    assert not found.dead_ends
    assert not found.loops
    assert all(found.lines.values()), [path for path, hits in found.lines.items() if not hits]
    assert found.stalled
    assert sum(found.endings.values()) == found.plays


def test_the_published_scenario_is_reached_whole() -> None:
    scenario, found = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, found
    exploration = explore(scenario)
    assert exploration.coverage.shares == ALL, exploration.coverage.missed
    assert not exploration.dead_ends
    assert not exploration.loops


def test_the_same_seed_gives_the_same_plays(sample: Scenario) -> None:
    first, again, other = explore(sample, 150, 3), explore(sample, 150, 3), explore(sample, 150, 4)
    assert same(first) == same(again)
    assert same(first) != same(other)


BRANCHES = """\
nodes:
  mesure:
    tool: perturb
    with: {change: contrast, case: photographs}
    text: "{mesure.flips:percent}"
    expect: {n: 30..400}
    else: etrange
    if_fails: panne
  lecture:
    branch:
      - {when: mesure.flips == 0.37, to: pile}
      - {when: mesure.flips > 0.371 and mesure.flips < 0.372, to: fente}
      - {when: mesure.monotonic and mesure.verdict == 'none_shown', to: mot}
      - {when: abs(mesure.max_delta) < 0.1 and mesure.max_delta < 0, to: dessous}
      - {to: fin}
  pile: {text: Pile., to: fin}
  fente: {text: Fente., to: fin}
  mot: {text: Mot., to: fin}
  dessous: {text: Dessous., to: fin}
  etrange: {text: Étrange., to: fin}
  panne: {text: Panne., to: fin}
  fin: {ending: undecided, text: Fin.}
"""


def test_findings_are_drawn_at_and_around_what_they_are_compared_with() -> None:
    found = explore(read(BRANCHES))
    assert found.coverage.shares == ALL, found.coverage.missed


def test_answers_are_drawn_at_and_around_what_they_are_compared_with() -> None:
    scenario = read(
        """\
vars: {pari: 0, rang: 1}
nodes:
  pari: {ask: number, range: 0..1000, save: pari, text: Combien ?}
  note: {ask: scale, range: 1..7, save: rang, optional: true, text: Note ?}
  lecture:
    branch:
      - {when: pari == 613, to: pile}
      - {when: 612 < pari < 613, to: presque}
      - {when: seen.note and rang == 7, to: haut}
      - {when: not seen.note, to: passe}
      - {to: fin}
  pile: {text: Pile., to: fin}
  presque: {text: Presque., to: fin}
  haut: {text: Haut., to: fin}
  passe: {text: Passe., to: fin}
  fin: {ending: undecided, text: Fin.}
"""
    )
    assert explore(scenario).coverage.shares == ALL


def test_answers_that_chance_seldom_gives_are_given() -> None:
    items = "{" + ", ".join(f"i{at}: Une phrase" for at in range(16)) + "}"
    scenario = read(
        f"""\
nodes:
  phrases: {{ask: sign, items: {items}, text: Signez.}}
  piles: {{ask: sort, items: {items}, into: {{gauche: À gauche, droite: À droite}}, text: Triez.}}
  bourse: {{ask: budget, total: 16, items: {items}, text: Dépensez.}}
  trace: {{ask: curve, points: [a, b, c, d, e, f, g, h, i, j], range: 0..100, text: Tracez.}}
  lecture:
    branch:
      - {{when: phrases.count == 16, to: tout}}
      - {{when: phrases.count == 0, to: rien}}
      - {{when: piles.droite == 16, to: droite}}
      - {{when: bourse.left == 0, to: pauvre}}
      - {{when: trace.rise == 100 and trace.lowest == 0, to: monte}}
      - {{when: trace.lowest >= 80, to: haut}}
      - {{to: fin}}
  tout: {{text: Tout., to: fin}}
  rien: {{text: Rien., to: fin}}
  droite: {{text: Droite., to: fin}}
  pauvre: {{text: Pauvre., to: fin}}
  monte: {{text: Monte., to: fin}}
  haut: {{text: Haut., to: fin}}
  fin: {{ending: undecided, text: Fin.}}
"""
    )
    assert explore(scenario).coverage.shares == ALL


def test_a_finding_may_be_live_recorded_quick_or_slow() -> None:
    scenario = read(
        """\
nodes:
  mesure:
    tool: perturb
    with: {change: contrast, case: photographs}
    text: Mesure.
  lecture:
    branch:
      - {when: mesure.origin == 'live' and mesure.seconds > 20, to: lente}
      - {when: mesure.origin == 'recorded', to: gardee}
      - {to: fin}
  lente: {text: Lente., to: fin}
  gardee: {text: Gardée., to: fin}
  fin: {ending: undecided, text: Fin.}
"""
    )
    assert explore(scenario).coverage.shares == ALL


def test_what_is_never_reached_is_told_with_its_conditions() -> None:
    scenario = read(
        """\
vars: {pari: {start: 0, min: 0, max: 10}}
nodes:
  pari: {ask: number, range: 0..10, save: pari, text: Combien ?}
  lecture:
    branch:
      - {when: pari == 3 and count.turns > 90, to: secret}
      - {to: suite}
  secret: {text: Secret., to: fin_secrete}
  suite:
    text: Et ensuite ?
    options:
      cle: {text: Ouvrir, to: fin, when: count.turns > 90}
      fin: {text: Finir, to: fin}
  fin: {ending: undecided, text: Fin.}
  fin_secrete: {ending: established, text: Fin.}
"""
    )
    found = explore(scenario)
    told = {str(each.place): each for each in unreached(scenario, found)}
    assert set(told) == {"secret", "fin_secrete", "suite.cle", "lecture.1"}
    assert told["secret"].conditions == ["pari == 3 and count.turns > 90"]
    assert "lecture" in told["secret"].why.en
    assert told["fin_secrete"].is_ending
    assert told["fin_secrete"].follows
    assert told["suite.cle"].conditions == ["count.turns > 90"]
    assert "never open" in told["suite.cle"].why.en
    assert str(list(told)[-1]) == "fin_secrete", "what follows from a cause comes after it"
    assert found.coverage.shares["options"] == 0.5


def built(**nodes: dict[str, Any]) -> Scenario:
    """A scenario that the checks would refuse: explorations must not trust them."""
    text = {"by_language": {"fr": "Un deux trois."}}
    return Scenario.model_validate(
        {
            "id": "essai", "version": 1, "sha": "0" * 12, "title": text, "languages": ["fr"],
            "audiences": [{"id": "tous", "title": text}], "start": next(iter(nodes)),
            "nodes": {name: {"id": name, "line": 1, "text": text, **node} for name, node in nodes.items()},
        }
    )  # fmt: skip


def option(name: str, to: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "text": {"by_language": {"fr": "Aller là."}}, "to": to, **fields}


def test_a_reader_who_cannot_go_on_is_a_dead_end() -> None:
    stuck = built(
        hub={"kind": "choice", "options": [option("une", "suite", once=True)]},
        suite={"kind": "narrative", "to": "hub"},
        fin={"kind": "ending", "status": "undecided"},
    )
    assert explore(stuck, 20).dead_ends == {"hub": 20}
    nowhere = built(debut={"kind": "narrative", "to": None})
    assert explore(nowhere, 20).dead_ends == {"debut": 20}


def test_a_walk_without_end_is_a_loop() -> None:
    turning = built(
        une={"kind": "narrative", "to": "autre"},
        autre={"kind": "narrative", "to": "une"},
    )
    found = explore(turning, 5)
    assert sum(found.loops.values()) == 5
    assert not found.endings


def test_words_minutes_and_lines_are_counted() -> None:
    story = built(
        debut={"kind": "narrative", "to": "choix"},
        choix={"kind": "choice", "options": [option("une", "fin"), option("deux", "fin")]},
        fin={
            "kind": "ending", "status": "undecided",
            "remember": [{"by_language": {"fr": "Ne rien croire trop vite."}}],
        },
    )  # fmt: skip
    found = explore(story, 10)
    words = 3 * 3 + 2 * 2 + 5  # three texts, two options, what to remember
    assert found.words == (words, words, words, words)
    assert found.minutes.median == pytest.approx(words / 230 + 6 / 60, abs=0.001)  # and one answer
    assert found.lines["nodes.debut.text"] == 10
    assert found.lines["nodes.choix.options.une"] + found.lines["nodes.choix.options.deux"] == 10
    assert found.verdicts == {"undecided": 10}


def test_an_ending_that_chance_seldom_meets_is_named() -> None:
    story = built(
        debut={"kind": "choice", "options": [option("une", "fin"), option("deux", "suite")]},
        suite={"kind": "choice", "options": [option("encore", "fin"), option("loin", "plus_loin")]},
        plus_loin={
            "kind": "choice",
            "options": [*[option(f"non_{at}", "fin") for at in range(19)], option("oui", "secret")],
        },
        fin={"kind": "ending", "status": "undecided"},
        secret={"kind": "ending", "status": "undecided"},
    )
    found = explore(story, 1000)
    assert sum(found.by_chance.values()) == 500
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.rare == ["secret"]
    assert explore(story, 1).shares == {}  # the first play looks for something


def test_every_profile_and_rooms_play() -> None:
    scenario = read(
        """\
vars: {voix: [oui, non]}
nodes:
  debut:
    text: Bonjour.
    text_for: {presse: Bonjour la presse.}
  atelier:
    text: Ensemble.
    activity:
      - {do: write, text: Écrivez.}
      - {do: hypothesis, text: Proposez.}
      - {do: vote, about: voix, text: Votez.}
  suite:
    branch:
      - {when: group and voix == 'non', to: salle}
      - {to: fin}
  salle: {text: La salle., to: fin}
  fin: {ending: undecided, text: Fin.}
"""
    )
    found = explore(scenario)
    assert found.coverage.shares == ALL
    assert all(found.lines.values()), found.lines


@pytest.mark.parametrize("name", ["mesure", "lumiere", "marges", "regard", "interne"])
def test_draws_stay_within_what_the_tool_declares(sample: Scenario, name: str) -> None:
    import random

    node = sample.nodes[name]
    assert isinstance(node, ToolNode)
    declared = results_of(tool(node.verb, node.method))
    bench: Bench = benches(sample)[name]
    chance = random.Random(1)
    for _ in range(300):
        drawn = bench.draw(chance)
        if drawn is None:
            assert node.if_fails is not None
            continue
        for field, value in drawn.result.items():
            low, high = declared[field].low, declared[field].high
            if isinstance(value, float):
                assert low is None or value >= low
                assert high is None or value <= high
            if declared[field].choices:
                assert value in declared[field].choices


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.floats(-1e6, 1e6), max_size=5),
    low=st.none() | st.floats(-1e6, 0),
    high=st.none() | st.floats(1, 1e6),
)
def test_around_keeps_to_the_bounds(values: list[float], low: float | None, high: float | None) -> None:
    found = around(values, low, high)
    assert found == sorted(found)
    assert all(
        (low is None or value >= low - 1e-6) and (high is None or value <= high + 1e-6) for value in found
    )
    within = [v for v in values if (low is None or v >= low) and (high is None or v <= high)]
    assert all(any(abs(value - each) <= 1e-6 for each in found) for value in within)


def test_constants_are_those_of_comparisons() -> None:
    found = constants(read(BRANCHES))
    assert found["mesure.flips"] == {0.37, 0.371, 0.372}
    assert found["mesure.verdict"] == {"none_shown"}
    assert found["mesure.monotonic"] == set()
    assert found["mesure.max_delta"] == {0.1, 0.0}


def test_around_looks_at_each_side_of_a_constant() -> None:
    assert around([0.5], 0, 1) == [0, 0.499, 0.5, 0.501, 1]
    assert around([0.2, 0.4], 0.3, None) == [0.3, 0.399, 0.4, 0.401], "what lies outside is left out"


def test_a_recording_that_is_shown_first_keeps_nobody_waiting() -> None:
    story, found = read_scenario(find_scenario("recadrage"))
    assert story is not None, found
    measured = next(
        node
        for node in story.nodes.values()
        if isinstance(node, ToolNode) and not node.live and node.id in story.fixtures
    )
    waits = {}
    for live in ({}, {"n": 10}):
        node = measured.model_copy(update={"live": live})
        waits[bool(live)] = Bench(story, node, {}).wait
    assert waits == {False: story.fixtures[measured.id].seconds, True: 0.0}
    assert waits[False] > 0
