"""How many plays of the 46-node sample an exploration makes a second, on drawn findings.

    python benchmarks/explore.py [--runs N] [--plays N] [--json]

Beside it, in the same run, the same scenario played at random with every event told through the public
functions (what ``autopsie play --random`` does): the ratio, by nodes entered because those plays have another
length, says what light records spare. Medians over the runs; rates by CPU time stand beside those by the
clock, because the machine may be shared.

The target: 1,000 plays a second by CPU time, every node, option and outcome reached.
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

from engine.author.explore import Exploration, explore
from engine.language.reader import read_scenario
from engine.language.schema import Scenario
from engine.nodes.tool import recorded_for
from engine.play.attend import attend
from engine.play.playthrough import ToolWait
from tools.errors import MissingAsset
from tools.finding import Finding
from tools.wording import both

TARGET = 1_000.0
SAMPLE = Path(__file__).resolve().parent.parent / "tests" / "scenarios" / "sample" / "scenario.yaml"


def told(scenario: Scenario, plays: int) -> int:
    """Random plays with all their events, on the recorded findings; how many nodes they entered."""

    def recorded(wait: ToolWait) -> Finding:
        node = scenario.nodes[wait.node]
        found = recorded_for(scenario, node, wait.call) if node.kind == "tool" else None
        if found is None:
            raise MissingAsset("not_recorded", both(wait.node))
        return found

    return sum(len(attend(scenario, recorded, random_seed=seed).visited) for seed in range(plays))


def rates(work: Callable[[], object], plays: int, runs: int) -> tuple[float, float]:
    """Plays a second, by the clock and by CPU time: medians."""
    work()
    by_clock, by_cpu = [], []
    for _ in range(runs):
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        by_clock.append(plays / (time.perf_counter() - clock))
        by_cpu.append(plays / (time.process_time() - cpu))
    return statistics.median(by_clock), statistics.median(by_cpu)


def main() -> None:
    """Measure and print; exit 1 below the target or where something is never reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--plays", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    scenario, found = read_scenario(SAMPLE)
    if scenario is None:
        sys.exit(f"the sample has errors: {found[0].code} line {found[0].line}")
    few = max(10, given.plays // 20)
    by_clock, by_cpu = rates(lambda: explore(scenario, given.plays), given.plays, given.runs)
    told_clock, told_cpu = rates(lambda: told(scenario, few), few, given.runs)
    once: Exploration = explore(scenario, given.plays)
    visits = sum(once.coverage.nodes.values())
    light, full = visits / given.plays * by_cpu, told(scenario, few) / few * told_cpu
    figures = {
        "plays_per_second": round(by_clock),
        "plays_per_cpu_second": round(by_cpu),
        "nodes_entered_per_cpu_second": round(light),
        "told_plays_per_second": round(told_clock),
        "told_plays_per_cpu_second": round(told_cpu),
        "told_nodes_per_cpu_second": round(full),
        "light_over_told": round(light / full, 1),
        "all_reached_after_plays": once.found_last,
        "coverage": once.coverage.shares,
        "of_target": round(by_cpu / TARGET, 2),
    }
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value!s:>10}")
        print(f"target: {TARGET:g} plays a second")
    sys.exit(0 if by_cpu >= TARGET and once.coverage.is_complete else 1)


if __name__ == "__main__":
    main()
