"""How many turns a second the pure core makes, without guide, tool or storage.

    python benchmarks/core.py [--runs N] [--json]

A turn is the one of the issue's target: an answer is checked, its option's effects applied, nodes entered,
texts told, an exhibit filed and weighed, and the next question opened. *core* turns go through the public
functions and leave a state, as an exploration or a migration does; *told* turns also make every event and
the next offer, in both languages, as a page wants them. Each figure is the median over the runs; rates by
CPU time stand beside those by the clock, because the machine may be shared.

The target: 20,000 core turns a second.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.turns import hub_scenario
from engine.language.schema import ChoiceNode, Scenario
from engine.play.playthrough import AskWait, Step, open_play, take_answer

TARGET = 20_000.0
TURNS = 20  # a play


def opened(scenario: Scenario, seed: int) -> Step:
    """A fresh play."""
    return open_play(scenario, play=f"core-{seed}", seed=seed, audience="curious", language="fr")


def core_turns(scenario: Scenario, plays: int) -> int:
    """Answer and go on, from state to state."""
    hub = scenario.nodes["carrefour"]
    assert isinstance(hub, ChoiceNode)
    ways = [option.id for option in hub.options if option.id != "clore"]
    for seed in range(plays):
        state = opened(scenario, seed).state
        for turn in range(TURNS):
            assert state.pending is not None
            answer = {"option": ways[turn % len(ways)]}
            state = take_answer(scenario, state, state.pending, answer).state
    return plays * TURNS


def told_turns(scenario: Scenario, plays: int) -> int:
    """The same turns, each with all its events and the next question drawn up."""
    for seed in range(plays):
        step = opened(scenario, seed)
        for turn in range(TURNS):
            assert isinstance(step.wait, AskWait)
            assert step.events
            options = step.wait.offer.options
            answer = {"option": options[turn % (len(options) - 1)].id}
            step = take_answer(scenario, step.state, step.wait.ask_id, answer)
    return plays * TURNS


def rates(work: Callable[[Scenario, int], int], plays: int, runs: int) -> tuple[float, float]:
    """Turns a second, by the clock and by CPU time: medians."""
    scenario = hub_scenario()
    work(scenario, 2)
    by_clock, by_cpu = [], []
    for _ in range(runs):
        clock, cpu = time.perf_counter(), time.process_time()
        turns = work(scenario, plays)
        by_clock.append(turns / (time.perf_counter() - clock))
        by_cpu.append(turns / (time.process_time() - cpu))
    return statistics.median(by_clock), statistics.median(by_cpu)


def main() -> None:
    """Measure and print; exit 1 below the target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    core_clock, core_cpu = rates(core_turns, 200, given.runs)
    told_clock, told_cpu = rates(told_turns, 20, given.runs)
    figures = {
        "core_turns_per_second": round(core_clock),
        "core_turns_per_cpu_second": round(core_cpu),
        "told_turns_per_second": round(told_clock),
        "told_turns_per_cpu_second": round(told_cpu),
        "of_target": round(core_cpu / TARGET, 2),
    }
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:28} {value:>10}")
        print(f"target: {TARGET:g} core turns a second")
    sys.exit(0 if core_cpu >= TARGET else 1)


if __name__ == "__main__":
    main()
