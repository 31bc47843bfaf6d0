"""A saved play when its scenario is edited: what goes on, what is asked again, and that nothing is lost."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author.rehearse import finding_for
from engine.language.reader import read_scenario
from engine.language.schema import Play, Scenario, ToolNode
from engine.nodes.asks import form_named
from engine.play.attend import attend
from engine.play.events import (
    Detoured,
    Entered,
    Event,
    Found,
    Migrated,
    Moved,
    Offered,
    ToolStarted,
    parse_event,
)
from engine.play.graph import Shell
from engine.play.migration import carry_over, is_behind, state_today
from engine.play.playthrough import (
    AskWait,
    Done,
    Step,
    ToolWait,
    fold,
    open_play,
    state_size,
    take_answer,
    take_failure,
    take_finding,
    wait_of,
)
from engine.play.replay import catch_up, differences, replay
from engine.play.retelling import retold
from tools.errors import ToolFailed
from tools.wording import both

Json = dict[str, Any]
SAMPLE = Path(__file__).resolve().parents[2] / "scenarios" / "sample" / "scenario.yaml"


def edited(scenario: Scenario, change: Callable[[Json], Any], **fields: Any) -> Scenario:
    """The scenario after an edit of its JSON; another text, so another sha."""
    whole = scenario.model_dump(mode="json", by_alias=True)
    change(whole)
    whole.update(fields)
    whole["sha"] = f"{random.Random(json.dumps(whole, sort_keys=True)).getrandbits(48):012x}"
    return Scenario.model_validate(whole)


def called(whole: Any, old: str, new: str) -> Any:
    """A name replaced wherever it stands: keys, targets, conditions, placeholders."""
    pattern = re.compile(rf"(?<![\w-]){old}(?![\w-])")
    if isinstance(whole, dict):
        return {pattern.sub(new, key): called(value, old, new) for key, value in whole.items()}
    if isinstance(whole, list):
        return [called(value, old, new) for value in whole]
    return pattern.sub(new, whole) if isinstance(whole, str) else whole


def replace(whole: Json, old: str, new: str) -> None:
    made = called(
        {name: whole[name] for name in ("nodes", "vars", "exhibits", "fixtures", "start")}, old, new
    )
    whole.update(made)


class Player:
    """Plays the scenario of the fixtures step by step and keeps the log."""

    def __init__(self, scenario: Scenario, finding: Any) -> None:
        self.scenario, self._finding = scenario, finding
        self.log: list[Event] = []
        self.step: Step = open_play(scenario, play="p", seed=5, audience="curious", language="fr")
        self.log += self.step.events

    def answer(self, **answer: Any) -> Player:
        assert isinstance(self.step.wait, AskWait)
        return self._took(take_answer(self.scenario, self.step.state, self.step.wait.ask_id, answer))

    def measure(self, **result: Any) -> Player:
        assert isinstance(self.step.wait, ToolWait)
        return self._took(
            take_finding(self.scenario, self.step.state, self._finding(self.step.wait.call, **result))
        )

    def fail(self) -> Player:
        return self._took(take_failure(self.scenario, self.step.state, ToolFailed("tool_error", both("No."))))

    def carried_to(self, scenario: Scenario) -> Migrated:
        assert is_behind(scenario, self.log)
        self.scenario = scenario
        self._took(carry_over(scenario, self.log))
        assert not is_behind(scenario, self.log)
        return next(event for event in reversed(self.log) if isinstance(event, Migrated))

    def _took(self, step: Step) -> Player:
        self.step = step
        self.log += step.events
        assert fold(self.scenario, self.log) == step.state
        assert wait_of(self.scenario, step.state) == step.wait
        return self

    @property
    def at(self) -> str:
        return self.step.wait.node


@pytest.fixture
def player(scenario: Scenario, finding: Any) -> Player:
    return Player(scenario, finding)


def texts(whole: Json) -> None:
    whole["nodes"]["carrefour"]["text"]["by_language"]["fr"] = "Et maintenant ?"


def test_a_text_edit_asks_nothing_again(scenario: Scenario, player: Player) -> None:
    player.answer(number=60)
    asked = player.step.wait
    migrated = player.carried_to(edited(scenario, texts))
    assert (migrated.reopened, migrated.dropped, migrated.from_version, migrated.version) == (None, [], 1, 1)
    assert player.step.wait == asked
    assert [event.type for event in player.log[-2:]] == ["migrated", "offered"]
    player.answer(option="clore")
    assert isinstance(player.step.wait, Done)
    assert differences(player.log, replay(player.scenario, player.log)) == []
    assert differences(player.log, replay(player.scenario, player.log, [scenario])) == []


def test_everything_follows_a_renaming(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer").measure(rate=0.61, ci_low=0.55)
    assert player.step.state.found == ["mesuree", "ecart"]

    def rename(whole: Json) -> None:
        for old, new in (
            ("carrefour", "hub"),
            ("mesure", "paires"),
            ("ecart", "net_ecart"),
            ("mesurer", "voir"),
        ):
            replace(whole, old, new)

    change = {
        "renamed": {"carrefour": "hub", "mesure": "paires"},
        "options": {"carrefour.mesurer": "voir"},
        "exhibits": {"ecart": "net_ecart"},
    }
    asked = player.step.wait
    assert isinstance(asked, AskWait)
    migrated = player.carried_to(edited(scenario, rename, version=2, changes={"2": change}))
    state, wait = player.step.state, player.step.wait
    assert isinstance(wait, AskWait)
    assert (wait.node, wait.ask_id, migrated.reopened) == ("hub", asked.ask_id, None)
    assert state.results["paires"]["rate"] == 0.61
    assert state.found == ["mesuree", "net_ecart"]
    assert (state.chose, state.taken) == ({"hub": "voir"}, ["hub.voir"])
    assert "voir" not in {option.id for option in wait.offer.options}
    assert migrated.names.nodes == {
        "carrefour": "hub",
        "mesure": "paires",
    }
    told = retold(player.scenario, player.log)
    assert {event.node for event in told if isinstance(event, Entered)} <= player.scenario.nodes.keys()
    assert [event.exhibit for event in told if isinstance(event, Found)] == state.found
    player.answer(option="cle")
    assert differences(player.log, replay(player.scenario, player.log)) == []


def test_a_removed_node_sends_to_its_stand_in(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="questions")
    assert player.at == "croyances"

    def remove(whole: Json) -> None:
        del whole["nodes"]["croyances"]
        replace(whole, "croyances", "ordre")

    migrated = player.carried_to(
        edited(
            scenario,
            remove,
            version=3,
            changes={"2": {"removed": {"croyances": "rang"}}, "3": {"renamed": {"rang": "ordre"}}},
        )
    )
    assert (migrated.moved_from, migrated.reopened, player.at) == ("croyances", "ordre", "ordre")


def test_a_node_gone_without_a_word_reopens_the_last_question(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="questions")

    def remove(whole: Json) -> None:
        del whole["nodes"]["croyances"]
        replace(whole, "croyances", "ordre")

    migrated = player.carried_to(edited(scenario, remove))
    assert (migrated.moved_from, migrated.reopened, player.at) == ("croyances", "carrefour", "carrefour")
    wait = player.step.wait
    assert isinstance(wait, AskWait)
    assert "questions" in {option.id for option in wait.offer.options}, "the lead is given back"
    assert len({event.ask_id for event in player.log if isinstance(event, Offered)}) == 4


def other_count(whole: Json) -> None:
    whole["nodes"]["mesure"]["params"]["pairs"] = 72
    whole["fixtures"] = {}


def test_another_instrument_takes_its_result_along(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer").measure(rate=0.61, ci_low=0.55)
    migrated = player.carried_to(edited(scenario, other_count))
    assert migrated.dropped == ["mesure"]
    assert migrated.withdrawn == [
        "Taux : 61 %.".replace(" :", "\u00a0:").replace(" %", "\u202f%"),
        "Un écart.",
    ]
    assert (player.step.state.found, player.step.state.results) == ([], {})
    wait = player.step.wait
    assert isinstance(wait, AskWait)
    assert "mesurer" in {option.id for option in wait.offer.options}, "the measure can be made anew"
    player.answer(option="mesurer").measure(rate=0.61, ci_low=0.55)
    assert player.step.state.found == ["mesuree", "ecart"]
    told = [event for event in retold(player.scenario, player.log) if isinstance(event, Found)]
    assert [(event.exhibit, event.piece) for event in told] == [("mesuree", 1), ("ecart", 2)]


def test_pieces_are_counted_again_without_those_that_are_gone(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer").measure(rate=0.61, ci_low=0.55)

    def withdraw(whole: Json) -> None:
        del whole["exhibits"]["mesuree"]
        whole["nodes"]["mesure"]["found"] = []

    migrated = player.carried_to(
        edited(scenario, withdraw, version=2, changes={"2": {"exhibits": {"mesuree": None}}})
    )
    assert (migrated.dropped, len(migrated.withdrawn)) == ([], 1)
    told = retold(player.scenario, player.log)
    assert [(each.exhibit, each.piece) for each in told if isinstance(each, Found)] == [("ecart", 1)]
    assert {move.piece for each in told if isinstance(each, Moved) for move in each.moves} == {1}


def needing(whole: Json) -> None:
    """A measure that every path now passes, and a choice that reads it."""
    other_count(whole)
    whole["nodes"]["pari"]["to"] = "mesure"
    whole["nodes"]["carrefour"]["text"]["by_language"]["fr"] = "{mesure.rate:percent}. Que faire ?"
    for name in ("panne",):
        whole["nodes"]["mesure"]["if_fails"] = None
        del whole["nodes"][name]


def test_what_is_read_and_lacks_is_measured_first(scenario: Scenario, player: Player) -> None:
    player.answer(number=60)
    assert player.at == "carrefour"
    migrated = player.carried_to(edited(scenario, needing))
    assert migrated.reopened == "carrefour"
    assert isinstance(player.step.wait, ToolWait)
    assert [(each.node, each.back) for each in player.log if isinstance(each, Detoured)] == [
        ("mesure", "carrefour")
    ]
    player.measure(rate=0.61, ci_low=0.2)
    assert player.at == "carrefour", "and the play comes back, not on to where the measure leads"
    assert not [event for event in player.log if isinstance(event, Entered) and event.node == "flou"]
    assert any(
        "61" in event.text for event in player.log if event.type == "narrated" and event.node == "carrefour"
    )
    assert differences(player.log, replay(player.scenario, player.log)) == []


def test_a_measure_made_out_of_turn_that_fails_is_not_tried_for_ever(
    scenario: Scenario, player: Player
) -> None:
    player.answer(number=60)
    player.carried_to(edited(scenario, needing))
    player.fail()
    assert player.at == "carrefour"
    assert sum(isinstance(event, ToolStarted) for event in player.log) == 1


def test_a_play_waiting_for_a_measure_waits_on(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer")
    migrated = player.carried_to(edited(scenario, other_count))
    assert migrated.reopened is None
    assert isinstance(player.step.wait, ToolWait)
    assert player.step.wait.call.params == {"pairs": 72}
    player.measure(rate=0.61)
    assert player.at == "carrefour"


def test_a_value_that_no_longer_fits_starts_anew(scenario: Scenario, player: Player) -> None:
    player.answer(number=60)
    assert player.step.state.vars["pari"] == 60

    def narrower(whole: Json) -> None:
        whole["vars"]["pari"] |= {"high": 40}
        whole["vars"]["tours"] = {"id": "tours", "kind": "one-of", "start": "un", "choices": ["un", "deux"]}

    player.carried_to(edited(scenario, narrower))
    assert (player.step.state.vars["pari"], player.step.state.vars["tours"]) == (40, "un")


def test_the_shell_takes_a_play_up_again_on_the_edited_scenario(scenario: Scenario, finding: Any) -> None:
    from langgraph.checkpoint.memory import InMemorySaver

    log: list[Event] = []
    kept = InMemorySaver()
    parts: Json = {"run_tool": lambda wait, progress: finding(wait.call, rate=0.6), "checkpointer": kept}
    first = Shell(scenario, emit=log.extend, **parts)
    asked = first.open(play="p", seed=1, audience="curious", language="fr")
    assert isinstance(asked, AskWait)
    first.answer(asked.ask_id, {"number": 60})
    other = edited(
        scenario,
        lambda whole: replace(whole, "carrefour", "hub"),
        version=2,
        changes={"2": {"renamed": {"carrefour": "hub"}}},
    )
    again = Shell(other, emit=log.extend, **parts)
    wait = again.resume(log)
    assert isinstance(wait, AskWait)
    assert wait.node == "hub"
    assert any(isinstance(event, Migrated) for event in log)
    after = again.answer(wait.ask_id, {"option": "mesurer"})
    assert after.node == "hub"
    assert differences(log, replay(other, log)) == []


def test_settings_that_are_gone_fall_back(scenario: Scenario, finding: Any) -> None:
    player = Player(scenario, finding)
    fewer = edited(scenario, lambda whole: whole.update(languages=["en"], audiences=whole["audiences"][1:]))
    player.carried_to(fewer)
    assert (player.step.state.language, player.step.state.audience) == ("en", "pupil")


def test_twice_and_back(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer").measure(rate=0.61, ci_low=0.55)
    second = edited(
        scenario,
        lambda whole: replace(whole, "carrefour", "hub"),
        version=2,
        changes={"2": {"renamed": {"carrefour": "hub"}}},
    )
    player.carried_to(second)
    assert player.at == "hub"
    player.carried_to(scenario)  # the author thought better of it
    assert player.at == "carrefour"
    assert set(player.step.state.found) == {"mesuree", "ecart"}
    assert differences(player.log, replay(scenario, player.log, [second])) == []


def test_a_play_that_is_over_stays_so(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="clore")
    other = edited(scenario, lambda whole: replace(whole, "mesure", "paires"))
    assert not is_behind(other, player.log)
    with pytest.raises(ValueError, match="not over"):
        carry_over(other, player.log)
    assert state_today(other, player.log).vars["pari"] == 60


def test_every_prefix_of_a_carried_log_folds_and_replays(scenario: Scenario, player: Player) -> None:
    player.answer(number=60).answer(option="mesurer").measure(rate=0.61, ci_low=0.55)
    other = edited(scenario, needing)
    player.carried_to(other)
    player.measure(rate=0.3, ci_low=0.1).answer(option="questions").answer(skipped=True)
    log = player.log
    begun = next(at for at, event in enumerate(log) if isinstance(event, Migrated))
    for cut in range(1, len(log) + 1):
        known = other if cut > begun else scenario
        head = log[:cut]
        step = catch_up(known, head)
        whole = head + step.events
        assert whole == log[: len(whole)] or cut <= begun
        assert fold(known, whole) == step.state
        assert wait_of(known, step.state) == step.wait
        assert differences(whole, replay(known, head)) == []


def fickle(chance: random.Random, make: Any) -> Any:
    def run(wait: ToolWait) -> Any:
        if chance.random() < 0.3:
            raise ToolFailed("tool_timeout", both("Too long."))
        return make(wait.call, rate=round(chance.random(), 6), ci_low=round(chance.random(), 6))

    return run


def mangled(scenario: Scenario, chance: random.Random) -> Scenario:
    """A few random renamings, removals and changes of arguments; half of them are not declared."""
    change: Json = {"renamed": {}, "removed": {}, "options": {}, "vars": {}, "exhibits": {}, "hypotheses": {}}

    def edit(whole: Json) -> None:
        for at in range(chance.randint(0, 4)):
            name = chance.choice(sorted(whole["nodes"]))
            said = chance.random() < 0.5
            action = chance.choice(("rename", "remove", "argument", "exhibit", "option", "kind"))
            node = whole["nodes"][name]
            if action == "rename":
                replace(whole, name, f"autre_{at}")
                if said:
                    change["renamed"][name] = f"autre_{at}"
                    change["vars"][name] = f"autre_{at}"
            elif action == "remove" and node["kind"] != "ending" and name != whole["start"]:
                del whole["nodes"][name]
                stand_in = chance.choice(sorted(whole["nodes"]))
                for each in whole["nodes"].values():
                    for field in ("to", "otherwise", "if_fails"):
                        if each.get(field) == name:
                            each[field] = stand_in
                    for way in [*each.get("options", []), *each.get("cases", [])]:
                        way["to"] = stand_in if way["to"] == name else way["to"]
                if said:
                    change["removed"][name] = stand_in
            elif action == "argument" and node["kind"] == "tool":
                node["params"]["pairs"] = chance.randint(40, 90)
            elif action == "exhibit":
                gone = chance.choice(sorted(whole["exhibits"]))
                replace(whole, gone, f"piece_{at}")
                if said:
                    change["exhibits"][gone] = f"piece_{at}"
            elif action == "option" and node["kind"] == "choice":
                option = chance.choice(node["options"])
                if said:
                    change["options"][f"{name}.{option['id']}"] = f"choix_{at}"
                option["id"] = f"choix_{at}"
            elif action == "kind" and node["kind"] == "ask":
                node |= {"ask": "scale", "low": 1, "high": 5, "seals": None, "save": None, "items": []}
        for target in [each.get("to") for each in whole["nodes"].values()]:
            assert target is None or target in whole["nodes"]

    return edited(scenario, edit, version=2, changes={"2": change})


def played_on(scenario: Scenario, step: Step, run: Any, chance: random.Random) -> list[Event]:
    events = list(step.events)
    for _ in range(700):
        wait = step.wait
        if isinstance(wait, Done):
            return events
        if isinstance(wait, ToolWait):
            try:
                step = take_finding(scenario, step.state, run(wait))
            except ToolFailed as failed:
                step = take_failure(scenario, step.state, failed)
        else:
            step = take_answer(scenario, step.state, wait.ask_id, some_answer(wait, chance))
        events += step.events
    raise AssertionError("no end")


def some_answer(wait: AskWait, chance: random.Random) -> Json:
    offer = wait.offer
    if offer.kind == "choice":
        return {"option": chance.choice([each.id for each in offer.options if each.locked is None])}
    if offer.optional:
        return {"skipped": True}
    form = form_named(offer.kind)
    return {form.field: form.by_chance(offer, chance)}


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_edit_breaks_a_play(scenario: Scenario, finding: Any, seed: int) -> None:
    chance = random.Random(seed)
    log = attend(scenario, fickle(chance, finding), random_seed=seed, seed=seed).events
    head = log[: chance.randint(1, len(log) - 1)]
    other = mangled(scenario, chance)
    step = carry_over(other, head)
    assert isinstance(step.wait, AskWait | ToolWait | Done)
    log = head + step.events
    log = [parse_event(json.loads(event.model_dump_json())) for event in log]
    assert fold(other, log) == step.state
    assert state_size(step.state) < 4000
    assert differences(log, replay(other, log)) == []
    log += played_on(other, step, fickle(chance, finding), chance)[len(step.events) :]
    assert differences(log, replay(other, log)) == []
    told = retold(other, log)
    assert [each.piece for each in told if isinstance(each, Found)] == list(
        range(1, 1 + sum(isinstance(e, Found) for e in told))
    )
    third = mangled(other, chance).model_copy(update={"version": 3})
    begun = next(at for at, event in enumerate(log) if isinstance(event, Migrated))
    again = log[: chance.randint(begun + 1, len(log))]
    if is_behind(third, again):
        later = carry_over(third, again)
        assert fold(third, again + later.events) == later.state
        played_on(third, later, fickle(chance, finding), chance)
    else:
        state_today(third, again)
        retold(third, again)


@pytest.fixture(scope="module")
def sample() -> Scenario:
    """Forty-six nodes of every kind, a workshop among them."""
    scenario, said = read_scenario(SAMPLE)
    assert scenario is not None, said
    return scenario


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_edit_breaks_a_play_of_a_long_scenario(sample: Scenario, seed: int) -> None:
    chance = random.Random(seed)

    def supposing(scenario: Scenario) -> Any:
        def run(wait: ToolWait) -> Any:
            if chance.random() < 0.2:
                raise ToolFailed("tool_timeout", both("Too long."))
            node = scenario.nodes[wait.node]
            assert isinstance(node, ToolNode)
            return finding_for(scenario, node, wait.call, {})

        return run

    room = Play(group=seed % 3 == 0)
    log = attend(sample, supposing(sample), answers=room, random_seed=seed, seed=seed).events
    head = log[: chance.randint(1, len(log) - 1)]
    other = mangled(sample, chance)
    step = carry_over(other, head)
    log = head + played_on(other, step, supposing(other), chance)
    assert differences(log, replay(other, log)) == []
    retold(other, log)
