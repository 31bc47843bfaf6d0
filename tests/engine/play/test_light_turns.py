"""A turn keeps records and an environment in place: both must say what events and a fresh reading would."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from engine.author.explore import explore
from engine.language.reader import read_scenario, read_source
from engine.language.schema import Scenario
from engine.play import turn as turns
from engine.play.beliefs import board, chances, word_of
from engine.play.environment import Beliefs, Values, environment
from engine.play.events import Narrated, Opened, Set
from engine.play.playthrough import AskWait, Step, fold, open_play, take_answer
from engine.play.state import opening_state
from engine.play.turn import Turn
from engine.play.walk import walk

SAMPLE = Path(__file__).resolve().parents[2] / "scenarios" / "sample" / "scenario.yaml"


@pytest.fixture(scope="module")
def sample() -> Scenario:
    scenario, found = read_scenario(SAMPLE)
    assert scenario is not None, found
    return scenario


def plain(env: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, Beliefs) else value for name, value in env.items()}


def test_what_conditions_read_is_kept_up_as_a_fresh_reading_would_be(
    sample: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = 0
    genuine = Turn.environment

    def compared(self: Turn) -> dict[str, Any]:
        nonlocal checked
        env = genuine(self)
        assert plain(env) == plain(environment(self.scenario, self.state))
        checked += 1
        return env

    monkeypatch.setattr(turns.Turn, "environment", compared)
    explore(sample, 60)
    assert checked > 500


def test_events_are_those_of_their_moment_whenever_they_are_asked_for() -> None:
    scenario = read(
        """\
vars: {tours: 0}
nodes:
  debut: {text: "Un : {tours}.", set: {tours: tours + 1}}
  suite: {text: "Deux : {tours}.", set: {tours: tours + 1}, to: question}
  question: {text: "Trois : {tours} ?", set: {tours: tours + 10}, options: {fin: {text: Finir, to: fin}}}
  fin: {ending: undecided, text: "Fin : {tours}.", set: {tours: 0}}
"""
    )
    step = open_play(scenario, play="p", seed=1, audience="tous", language="fr")
    assert isinstance(step.wait, AskWait)
    later = take_answer(scenario, step.state, step.wait.ask_id, {"option": "fin"})
    assert [each.text for each in later.events if isinstance(each, Narrated)] == ["Fin\u00a0: 0."]
    told = [each.text for each in step.events if isinstance(each, Narrated)]
    assert told == ["Un\u00a0: 1.", "Deux\u00a0: 2.", "Trois\u00a0: 12\u202f?"]
    assert [each.seq for each in (*step.events, *later.events)] == list(range(1, later.state.seq + 1))
    assert fold(scenario, [*step.events, *later.events]) == later.state
    assert step.events is step.events, "made once"


def test_a_step_may_be_given_its_events() -> None:
    scenario = read("nodes: {fin: {ending: undecided, text: Fin.}}")
    step = open_play(scenario, play="p", seed=1, audience="tous", language="fr")
    again = Step(step.state, list(step.events), step.wait)
    assert (again.state, again.events, again.wait) == (step.state, step.events, step.wait)


def test_a_chance_of_the_board_is_the_same_however_it_is_asked(sample: Scenario) -> None:
    names = list(sample.exhibits)
    rng = random.Random(3)
    for _ in range(40):
        found = rng.sample(names, rng.randint(0, len(names)))
        shown = board(sample, found)
        assert {each.hypothesis: each.p for each in shown} == dict(chances(sample, reversed(found)))
        assert all(word_of(sample, found, each.hypothesis) == each.word for each in shown)


def test_an_emitted_event_is_read_by_the_next_condition(scenario: Scenario) -> None:
    opened = Opened(
        seq=1,
        play="p",
        scenario="essai",
        version=1,
        sha=scenario.sha,
        audience="curious",
        language="fr",
        seed=1,
    )
    turn = Turn.opening(scenario, opened)
    walk(turn, scenario.start)
    assert turn.environment()["pari"] == scenario.vars["pari"].start
    turn.emit(Set(var="pari", value=7))
    assert turn.environment()["pari"] == 7
    assert turn.events[-1].seq == turn.state.seq
    assert opening_state(scenario, opened).vars["pari"] != 7


ASKS = """\
vars: {pari: 0}
nodes:
  pari: {ask: number, range: 0..100, save: pari, optional: true, text: Combien ?}
  suite:
    text: "Bien."
    also:
      - {when: seen.pari and pari.value >= 60, text: "Beaucoup : {pari.value} ({pari})."}
      - {when: not seen.pari, text: "Rien."}
  tri:
    ask: sort
    text: Triez.
    items: {peau: La peau, cadre: Le cadre}
    into: {cause: Une cause, effet: Un effet}
  fin:
    ending: undecided
    text: "{tri.cause:int} cause."
    also: [{when: tri.peau == 'cause' and tri.cadre == 'effet', text: "La peau."}]
"""


def read(nodes: str) -> Scenario:
    head = "format: incident/1\nid: essai\ntitle: Essai\nlanguages: [fr]\naudiences: [tous]\n"
    scenario, found = read_source((head + nodes).encode(), "scenario.yaml")
    assert scenario is not None, [(each.code, each.line, each.message.en) for each in found]
    return scenario


def played(scenario: Scenario, *answers: dict[str, Any]) -> Step:
    step = open_play(scenario, play="p", seed=1, audience="tous", language="fr")
    for answer in answers:
        assert isinstance(step.wait, AskWait)
        step = take_answer(scenario, step.state, step.wait.ask_id, answer)
    return step


def texts(step: Step) -> list[str]:
    return [each.text for each in step.events if isinstance(each, Narrated)]


def test_answers_are_read_by_field_even_under_the_name_of_their_variable() -> None:
    scenario = read(ASKS)
    assert texts(played(scenario, {"number": 80}))[:2] == ["Bien.", "Beaucoup\u00a0: 80 (80)."]
    assert texts(played(scenario, {"number": 20})) == ["Bien.", "Triez."]
    done = played(scenario, {"number": 80}, {"sorted": {"peau": "cause", "cadre": "effet"}})
    assert texts(done) == ["1 cause.", "La peau."]
    bindings = next(each for each in done.events if isinstance(each, Narrated)).bindings
    assert [(each.rests_on, each.name) for each in bindings] == [("reader", "tri")]


def test_a_skipped_question_counts_as_unseen() -> None:
    skipped = played(read(ASKS), {"skipped": True})
    assert texts(skipped)[:2] == ["Bien.", "Rien."]
    assert "pari" not in skipped.state.given
    assert "pari.value" not in Values(read(ASKS), skipped.state)


def test_the_state_keeps_of_an_answer_only_what_is_read() -> None:
    done = played(read(ASKS), {"number": 80}, {"sorted": {"peau": "effet", "cadre": "effet"}})
    assert done.state.given == {"pari": {"value": 80}, "tri": {"peau": "effet", "cadre": "effet", "cause": 0}}
