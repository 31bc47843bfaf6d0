"""A reference output of every instrument, from a real call, which anybody can find again.

``python -m server.table_references [NAME…]`` measures them and writes one file an instrument beside this one,
``references/<verb>.<method>.json``; an instrument that could not be measured has none, and its page says so.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from server.table_command import command_of
from server.table_state import TableState, accepting, read_state, refusal_of, spelled
from tools.catalogue import tools_of
from tools.errors import AutopsieError
from tools.finding import Finding, Recorded
from tools.tool import Tool
from tools.verbs import VERBS

FOLDER = Path(__file__).parent / "references"
SECONDS = 240.0
_SETTINGS = {  # what an instrument must be told before it measures anything
    "compare.difference": {"subject": "toxicity-planted", "p.against": "toxicity-balanced",
                           "p.instrument": "perturb term", "case": "identity_sentences_en"},
    "reproduce.rate-difference": {"subject": "toxicity-planted"},
}  # fmt: skip


def reference_table(instrument: Tool) -> TableState | None:
    """The table whose result is an instrument's reference; ``None`` where no subject takes it."""
    name = spelled(instrument.verb, instrument.method)
    given = {"instrument": name, **_SETTINGS.get(name, {})}
    state = read_state(given.items())
    if refusal_of(state) is None:
        return state
    for card in accepting(instrument):
        state = read_state({**given, "subject": card.slug}.items())
        if refusal_of(state) is None:
            return state
    return None


@cache
def reference_of(verb: str, method: str) -> Finding | None:
    """What was recorded of an instrument; ``None`` where nothing was."""
    path = FOLDER / f"{verb}.{method}.json"
    return Finding.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else None


def record(instrument: Tool) -> Path | None:
    """Measure an instrument's reference and write it, numbers without drawings. Raises as the lab."""
    from tools.lab import Lab

    state = reference_table(instrument)
    if state is None:
        return None
    with Lab(in_process=True, cached=False) as lab:
        found = lab.run(state.calls()[0], timeout=SECONDS)
    kept = found.model_copy(
        update={
            "figures": [],
            "per_unit": [],
            "origin": "recorded",
            "recorded": Recorded(
                at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                command=command_of(state, 0),
                subject_sha256=found.subject.sha256,
                seed=found.call.seed,
            ),
        }
    )
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{instrument.verb}.{instrument.method}.json"
    path.write_text(kept.model_dump_json(indent=1, exclude_none=True) + "\n", encoding="utf-8")
    return path


def _main(wanted: list[str]) -> int:
    failed = 0
    for verb in VERBS:
        for instrument in tools_of(verb).values():
            name = spelled(verb, instrument.method)
            if wanted and name not in wanted:
                continue
            try:
                print(name, record(instrument) or "no subject takes it", flush=True)
            except AutopsieError as refused:
                failed += 1
                print(name, refused.sentence("en"), file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(_main(sys.argv[1:]))
