"""How long a turn of the engine takes, without a tool: the core alone, and through langgraph on SQLite.

    python benchmarks/turns.py [--plays N] [--json]

The target of the shell is a 95th percentile under 20 ms (WAL, synchronous=NORMAL, every step on disk before
the turn is acknowledged). A shell is made anew for each turn, as the server does.
"""

from __future__ import annotations

import argparse
import json
import math
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.language.schema import Scenario
from engine.play.attend import attend
from engine.play.events import Answered, Event
from engine.play.playthrough import AskWait, Step, ToolWait, open_play, take_answer
from tools.finding import Finding

TARGET_MS = 20.0


def hub_scenario(nodes: int = 46) -> Scenario:
    """A hub with many leads: each turn tells, sets, files an exhibit, weighs it and offers again."""

    def text(name: str) -> dict[str, Any]:
        return {"by_language": {"fr": f"{name} : {{tours}} tours, « suite » ?", "en": f"{name}: {{tours}}."}}

    leads = [f"piste{at}" for at in range(nodes - 2)]
    options = [{"id": name, "text": text(name), "to": name} for name in leads[:8]]
    options.append({"id": "clore", "text": text("clore"), "to": "fin"})
    parts: dict[str, dict[str, Any]] = {
        "carrefour": {"kind": "choice", "text": text("Que faire"), "options": options},
        "fin": {"kind": "ending", "status": "undecided", "text": text("Fin")},
    }
    for at, name in enumerate(leads):
        parts[name] = {
            "kind": "narrative", "text": text(name), "to": "carrefour", "found": [f"piece{at % 40}"],
            "set": {"tours": "tours + 1"},
        }  # fmt: skip
    names = ("lumiere", "place", "hasard")
    return Scenario.model_validate(
        {
            "id": "banc", "version": 1, "sha": "0" * 12, "title": text("Banc"), "languages": ["fr", "en"],
            "audiences": [{"id": "curious", "title": text("Curieux")}], "start": "carrefour",
            "vars": {"tours": {"id": "tours", "kind": "number", "start": 0}},
            "hypotheses": {name: {"id": name, "text": text(name)} for name in names},
            "exhibits": {
                f"piece{at}": {"id": f"piece{at}", "text": text("Pièce"), "evidence": {names[at % 3]: 3.0}}
                for at in range(40)
            },
            "nodes": {name: {"id": name, "line": 1, **part} for name, part in parts.items()},
        }
    )  # fmt: skip


def no_tool(wait: ToolWait, progress: Any = None) -> Finding:
    """The bench has no measure to make."""
    raise RuntimeError(f"unexpected measure at {wait.node}")


def core(scenario: Scenario, plays: int) -> dict[str, float]:
    """Turns a second of the pure core."""
    turns, begun = 0, time.perf_counter()
    for seed in range(plays):
        step = opened(scenario, f"core-{seed}", seed)
        for turn in range(20):
            step = answered(scenario, step, turn)
            turns += 1
    seconds = time.perf_counter() - begun
    unattended = time.perf_counter()
    whole = [attend(scenario, no_tool, random_seed=seed) for seed in range(plays)]
    answers = sum(isinstance(event, Answered) for each in whole for event in each.events)
    return {
        "core_turns_per_second": round(turns / seconds),
        "unattended_turns_per_second": round(answers / (time.perf_counter() - unattended)),
    }


def opened(scenario: Scenario, play: str, seed: int) -> Step:
    """A fresh play."""
    return open_play(scenario, play=play, seed=seed, audience="curious", language="fr")


def answered(scenario: Scenario, step: Step, turn: int) -> Step:
    """The next lead of the hub."""
    assert isinstance(step.wait, AskWait)
    options = step.wait.offer.options
    return take_answer(
        scenario, step.state, step.wait.ask_id, {"option": options[turn % (len(options) - 1)].id}
    )


def shell(scenario: Scenario, plays: int, folder: Path) -> dict[str, float]:
    """Milliseconds of a turn through langgraph and a checkpointer on disk."""
    from langgraph.checkpoint.sqlite import SqliteSaver

    from engine.play.graph import Shell

    connection = sqlite3.connect(folder / "checkpoints.sqlite", check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    saver = SqliteSaver(connection)
    spent: list[float] = []
    for seed in range(plays):
        log: list[Event] = []

        def made(log: list[Event] = log) -> Shell:
            return Shell(scenario, run_tool=no_tool, emit=log.extend, checkpointer=saver)

        wait = made().open(play=f"shell-{seed}", seed=seed, audience="curious", language="fr")
        for turn in range(20):
            assert isinstance(wait, AskWait)
            options = wait.offer.options
            begun = time.perf_counter()
            room = made()
            room.resume(log)
            wait = room.answer(wait.ask_id, {"option": options[turn % (len(options) - 1)].id})
            spent.append((time.perf_counter() - begun) * 1000)
    connection.close()
    spent.sort()
    return {
        "shell_turns": len(spent),
        "shell_ms_p50": round(spent[len(spent) // 2], 2),
        "shell_ms_p95": round(spent[math.ceil(len(spent) * 0.95) - 1], 2),
        "shell_ms_max": round(spent[-1], 2),
    }


def main() -> None:
    """Measure and print; exit 1 above the target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plays", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    scenario = hub_scenario()
    with tempfile.TemporaryDirectory() as folder:
        figures = {**core(scenario, given.plays), **shell(scenario, given.plays, Path(folder))}
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value:>10}")
        print(f"target: shell_ms_p95 < {TARGET_MS:g}")
    sys.exit(0 if figures["shell_ms_p95"] < TARGET_MS else 1)


if __name__ == "__main__":
    main()
