"""The first investigation, played at random with findings that hold to the tools' own contracts."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import EndingNode, Scenario, ToolNode
from engine.play.attend import attend
from engine.play.events import Ended, Found, Narrated, ToolFinished
from engine.play.playthrough import Done, ToolWait, fold, state_size
from engine.play.replay import differences, replay
from tools.catalogue import tool
from tools.errors import MissingAsset, ToolFailed
from tools.finding import Finding, Scalar
from tools.tool import ResultField
from tools.wording import Language, both

SEEDS = range(300)
ROOM = 40  # bytes of state that a node may take: its visits, what was answered, the fields that are read


@pytest.fixture(scope="module")
def recadrage() -> Scenario:
    scenario, said = read_scenario(find_scenario("recadrage"))
    assert scenario is not None, [f"{each.line}: {each.message.en}" for each in said]
    return scenario


def any_value(field: ResultField, chance: random.Random) -> Scalar:
    low = field.low if field.low is not None else 0.0
    high = field.high if field.high is not None else low + 1.0
    number = chance.choice([low, high, round(chance.uniform(low, high), 6)])
    match field.kind:
        case "flag":
            return chance.random() < 0.5
        case "one-of":
            # Where nothing was published the verdict is one of the last three.
            return chance.choice(field.choices[-3:])
        case "list-of":
            return list(field.choices[:2])
        case "table":
            return {"1": number}
        case "text":
            return "x"
        case _:
            return number


def lab(seed: int, make: Any) -> Any:
    """Findings anywhere within what the tools declare, and now and then none."""
    chance = random.Random(seed)

    def run(wait: ToolWait) -> Finding:
        if chance.random() < 0.1:
            raise chance.choice([MissingAsset, ToolFailed])("none_today", both("Not today."))
        fields = tool(wait.call.verb, wait.call.method).results
        result = {field.name: any_value(field, chance) for field in fields}
        interval = [name for name in ("ci_low", "rate", "ci_high") if name in result]
        result.update(zip(interval, sorted(result[name] for name in interval), strict=True))  # type: ignore[type-var]
        finding: Finding = make(wait.call).model_copy(update={"result": result})
        return finding

    return run


def test_every_play_ends_whatever_is_measured(recadrage: Scenario, finding: Any) -> None:
    seen: set[str] = set()
    tried: Counter[tuple[str, str]] = Counter()
    languages: tuple[Language, ...] = ("fr", "en")
    for seed in SEEDS:
        done = attend(
            recadrage,
            lab(seed, finding),
            random_seed=seed,
            tried=tried,
            language=languages[seed % 2],
            audience=recadrage.audiences[seed % len(recadrage.audiences)].id,
        )
        assert done.faults == []
        assert isinstance(done.wait, Done)
        assert isinstance(recadrage.nodes[done.wait.node], EndingNode)
        assert state_size(done.state) < ROOM * len(recadrage.nodes)
        assert fold(recadrage, done.events) == done.state
        if seed < 20:
            assert differences(done.events, replay(recadrage, done.events)) == []
        for event in done.events:
            if isinstance(event, Narrated | Found):
                assert "—" not in {binding.shown for binding in event.bindings}
                assert "{" not in event.text
        seen.update(done.visited)
    # Chance alone seldom draws a rare result twice over; that every node is reached is for `explore`.
    assert len(seen) > 0.9 * len(recadrage.nodes), set(recadrage.nodes) - seen


def test_the_plays_of_the_scenario_come_out_as_they_say(recadrage: Scenario) -> None:
    def run(wait: ToolWait) -> Finding:
        return recadrage.fixtures[wait.node]

    measured = {node.id for node in recadrage.nodes.values() if isinstance(node, ToolNode)}
    if not measured <= recadrage.fixtures.keys():
        pytest.skip("not every measure is recorded: autopsie record recadrage")
    for script in recadrage.plays.values():
        done = attend(recadrage, run, answers=script)
        assert [fault.en for fault in done.faults] == [], script.id


def test_without_weights_nor_recordings_there_still_is_an_end(recadrage: Scenario) -> None:
    bare = recadrage.model_copy(update={"fixtures": {}})

    def nothing(wait: ToolWait) -> Finding:
        raise MissingAsset("missing_asset", both("No weights."))

    for seed in range(10):
        done = attend(bare, nothing, random_seed=seed)
        assert any(isinstance(event, Ended) for event in done.events)
        assert not any(isinstance(event, ToolFinished) for event in done.events)


def test_the_scenario_measures(recadrage: Scenario) -> None:
    assert sum(isinstance(node, ToolNode) for node in recadrage.nodes.values()) >= 3
