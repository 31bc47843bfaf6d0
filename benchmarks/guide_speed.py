"""How long the guide's own models take: SmolLM2 here rewording real steps, and the sentence encoder.

    python benchmarks/guide_speed.py [--json] [--steps N] [--assets FOLDER]

Needs the asset language_model and the package xllamacpp. Medians over the first N steps of recadrage, in
English, each asked twice in one run: a step that is new, and the same step again, whose question the process
still remembers; and memory of each process. Exit 1 where the model holds more than 1.2 GB, the encoder more
than 400 MB, or a question is encoded in more than 100 ms: the bars of this project.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.guide.audience import profile_of
from engine.guide.audit.steps import steps_of
from engine.guide.backend import Prompt
from engine.guide.backends.local import Backend
from engine.guide.guide import Guide
from engine.guide.licensed import evidence_of
from engine.guide.settings import GuideSettings
from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import Scenario
from tools.encoders.process import EncoderProcess

MODEL_MB, ENCODER_MB, QUERY_MS = 1200.0, 400.0, 100.0
QUESTIONS = (
    "Pourquoi le cadrage préfère-t-il certains visages ?",
    "How many photographs were measured?",
    "Est-ce que Twitter le savait ?",
    "What did the network look at?",
    "Et si c'était le contraste ?",
)


def questions_to_the_model(scenario: Scenario, most: int) -> list[Prompt]:
    """What the guide would ask of it at the first steps."""
    guide = Guide(settings=GuideSettings(backend="local", whole_seconds=300))
    profile = profile_of("curious")
    found = []
    for step in steps_of(scenario, "en", "curious"):
        evidence = evidence_of(scenario, step.narrated, step.events, language="en", audience="curious")
        if evidence.own:
            found.append(guide.question(scenario, evidence, profile))
        if len(found) == most:
            break
    return found


def passages(scenario: Scenario) -> list[str]:
    """The sentences of every step in both languages: what a question is compared with, about."""
    told: dict[str, None] = {}
    for language in ("fr", "en"):
        for step in steps_of(scenario, language, "curious"):
            evidence = evidence_of(
                scenario, step.narrated, step.events, language=language, audience="curious"
            )
            told.update(dict.fromkeys(each.shown for each in evidence.own))
    return list(told)[:400]


def timed(backend: Backend, question: Prompt) -> tuple[float, float, int]:
    """Seconds to the first piece and to the last, and how many pieces."""
    start, first, count = time.perf_counter(), 0.0, 0
    for _ in backend.write(question):
        first = first or time.perf_counter() - start
        count += 1
    return first, time.perf_counter() - start, count


def of_the_model(scenario: Scenario, steps: int) -> dict[str, float]:
    asked = questions_to_the_model(scenario, steps)
    backend = Backend(GuideSettings(backend="local", whole_seconds=300))
    cold = timed(backend, asked[0].model_copy(update={"most_tokens": 1}))[1]
    new, again = [], []
    for question in asked[1:]:
        new.append(timed(backend, question))
        again.append(timed(backend, question))
    memory = backend.resident_bytes() or 0
    choosing = []
    for question in asked[1:]:
        start = time.perf_counter()
        backend.choose(question, ["a", "b", "c"])
        choosing.append(time.perf_counter() - start)
    backend.close()
    paces = [(count - 1) / (whole - first) for first, whole, count in new if count > 1 and whole > first]
    return {
        "start_and_first_piece_s": round(cold, 2),
        "prompt_characters": statistics.median(len(each.system) + len(each.user) for each in asked[1:]),
        "first_piece_s": round(statistics.median(each[0] for each in new), 2),
        "first_piece_again_s": round(statistics.median(each[0] for each in again), 2),
        "whole_text_s": round(statistics.median(each[1] for each in new), 2),
        "whole_text_worst_s": round(max(each[1] for each in new), 2),
        "pieces": statistics.median(each[2] for each in new),
        "pieces_a_second": round(statistics.median(paces), 1),
        "choice_s": round(statistics.median(choosing), 2),
        "model_mb": round(memory / 1e6, 1),
    }


def of_the_encoder(scenario: Scenario) -> dict[str, float]:
    texts = passages(scenario)
    encoder = EncoderProcess()
    start = time.perf_counter()
    encoder.encode(["."])
    figures = {"encoder_start_s": round(time.perf_counter() - start, 2)}
    asking = []
    for at in range(50):
        start = time.perf_counter()
        encoder.encode([f"{QUESTIONS[at % 5]} {at}"])
        asking.append(time.perf_counter() - start)
    figures["query_ms"] = round(1000 * statistics.median(asking), 1)
    start = time.perf_counter()
    encoder.encode(texts, keep=True)
    figures["passages"] = len(texts)
    figures["passage_ms"] = round(1000 * (time.perf_counter() - start) / len(texts), 2)
    memory = encoder.resident_bytes() or 0
    encoder.close()
    start = time.perf_counter()
    EncoderProcess().encode(texts, keep=True)
    figures["passages_kept_ms"] = round(1000 * (time.perf_counter() - start), 1)
    figures["encoder_mb"] = round(memory / 1e6, 1)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--assets", type=Path)
    asked = parser.parse_args()
    if asked.assets:
        os.environ["AUTOPSIE_ASSETS"] = str(asked.assets)
    scenario, _ = read_scenario(find_scenario("recadrage"))
    assert scenario is not None
    with tempfile.TemporaryDirectory() as home:
        os.environ["AUTOPSIE_HOME"] = home
        figures = of_the_model(scenario, asked.steps + 1) | of_the_encoder(scenario)
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:28} {value}")
    well = (
        0 < figures["model_mb"] <= MODEL_MB
        and 0 < figures["encoder_mb"] <= ENCODER_MB
        and figures["query_ms"] <= QUERY_MS
    )
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
