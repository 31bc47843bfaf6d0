"""Whether the instruments find a planted cause and acquit the clean twin, over five seeds.

    python benchmarks/planted_causes.py [--seeds N] [--only SHORTCUT]... [--rows FILE] [--write]

Networks are trained on the spot (``tools/planted``): of each shortcut five with it, five without. Every
instrument judges by its own verdict. ``--rows`` keeps what was tried in a file and goes on from there;
``--write`` makes ``docs/instruments/planted_causes.md`` of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from tools.errors import AutopsieError
from tools.planted.trials import SEEDS, SHORTCUTS, TRIALS, Trial, attempt, network

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "instruments" / "planted_causes.md"
START, END = "<!-- table -->", "<!-- end of the table -->"
HEAD = (
    "| instrument | shortcut | found | acquitted | points at it: planted, clean | planted | clean | seconds |"
)


def main() -> None:
    """Try what was not tried yet, print the table, write the page if asked."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--seeds", type=int, default=SEEDS)
    told.add_argument("--only", action="append", choices=SHORTCUTS)
    told.add_argument("--rows", type=Path)
    told.add_argument("--write", action="store_true")
    told.add_argument("--no-trial", action="store_true", help="only print or write what --rows holds")
    given = told.parse_args()
    rows: dict[str, Any] = {}
    if given.rows and given.rows.is_file():
        rows = json.loads(given.rows.read_text(encoding="utf-8"))
    # The quick ones first: a run that is cut short has whole rows.
    order = sorted(TRIALS, key=lambda trial: ("reproduce", "perturb", "probe", "attribute").index(trial.verb))
    for trial in () if given.no_trial else order:
        if given.only and trial.shortcut not in given.only:
            continue
        for seed in range(given.seeds):
            for planted in (True, False):
                key = f"{trial.name}|{trial.shortcut}|{planted}|{seed}"
                if key in rows:
                    continue
                rows[key] = tried(trial, planted, seed)
                print(key, rows[key], file=sys.stderr, flush=True)
                if given.rows:
                    given.rows.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    made = table(rows)
    print(made)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(START)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{START}\n{made}\n{END}{after}", encoding="utf-8")


def tried(trial: Trial, planted: bool, seed: int) -> dict[str, Any]:
    """What one instrument says of one network, and how long it took."""
    subject = network(trial.shortcut, planted=planted, seed=seed)
    started = time.perf_counter()
    try:
        found: dict[str, Any] = attempt(trial, subject)._asdict()
    except AutopsieError as refused:
        found = {"blames": False, "points": False, "size": None, "verdict": refused.code}
    return found | {"seconds": round(time.perf_counter() - started, 1)}


def table(rows: dict[str, Any]) -> str:
    """One line an instrument and shortcut."""
    lines = [HEAD, "|---" * 8 + "|"]
    for trial in TRIALS:
        both = [
            [row for key, row in rows.items() if key.startswith(f"{trial.name}|{trial.shortcut}|{planted}|")]
            for planted in (True, False)
        ]
        if not all(both):
            continue
        guilty, clean = both
        sizes = [
            f"{median(row['size'] for row in some if row['size'] is not None):.3f}"
            if any(row["size"] is not None for row in some)
            else "–"
            for some in both
        ]
        lines.append(
            f"| `{trial.name}` | {trial.shortcut} | {sum(row['blames'] for row in guilty)}/{len(guilty)}"
            f" | {sum(not row['blames'] for row in clean)}/{len(clean)}"
            f" | {sum(row['points'] for row in guilty)}/{len(guilty)},"
            f" {sum(row['points'] for row in clean)}/{len(clean)} | {sizes[0]} | {sizes[1]}"
            f" | {median(row['seconds'] for row in guilty + clean):.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
