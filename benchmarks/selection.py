"""How often a choice among authored pieces is the author's: the rule, a small model under a grammar, chance.

    python benchmarks/selection.py [--json] [--model]

Over the sixty labelled situations of tests/corpus/guide/selection.yaml. ``--model`` asks SmolLM2 too (the
asset language_model and the package xllamacpp): each situation as it is, and with its candidates in reverse
order, which shows how much the letter alone decides.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.guide.audience import profile_of
from engine.guide.backends.local import Backend
from engine.guide.selection import Candidate, Situation, by_model, by_rule
from tools.statistics import wilson

ROOT = Path(__file__).resolve().parent.parent


def situations() -> list[tuple[dict[str, Any], Situation, int]]:
    entries = yaml.safe_load((ROOT / "tests/corpus/guide/selection.yaml").read_text(encoding="utf-8"))
    return [
        (entry, _situation(entry), [c["id"] for c in entry["candidates"]].index(entry["key"]))
        for entry in entries
    ]


def _situation(entry: dict[str, Any], *, reverse: bool = False) -> Situation:
    found = [Candidate(ref=each["ref"], text=each["text"]) for each in entry["candidates"]]
    return Situation(
        kind=entry["kind"],
        language=entry["language"],
        node=entry["node"],
        asked=entry["asked"],
        missed=entry["missed"],
        candidates=found[::-1] if reverse else found,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", action="store_true")
    options = parser.parse_args()
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    chance = 0.0
    backend = Backend() if options.model else None
    for entry, situation, key in situations():
        profile = profile_of(entry["profile"])
        groups = ("all", situation.kind, situation.language)
        chance += 1 / len(situation.candidates)
        answers = {"rule": by_rule(situation, profile) == key, "first": key == 0}
        if backend is not None:
            answers["model"] = by_model(situation, profile, backend)[0] == key
            turned = by_model(_situation(entry, reverse=True), profile, backend)[0]
            answers["model, reversed"] = len(situation.candidates) - 1 - turned == key
        for method, is_right in answers.items():
            for group in groups:
                right[method][group].append(is_right)
    if backend is not None:
        backend.close()
    table = {
        method: {group: {"right": sum(each), "of": len(each)} for group, each in groups.items()}
        for method, groups in right.items()
    }
    if options.json:
        print(json.dumps({"chance": chance, "table": table}))
        return
    print(f"chance: {chance:.1f} of {len(situations())}")
    for method, groups in table.items():
        cells = []
        for group, each in groups.items():
            cells.append(f"{group} {each['right']}/{each['of']}")
        low, high = wilson(groups["all"]["right"], groups["all"]["of"])
        print(f"{method}: {', '.join(cells)} (all: {low:.0%}-{high:.0%})")


if __name__ == "__main__":
    main()
