"""Where each hypothesis stands, computed from the set of exhibits found (design: language §8).

Pure and order-free: the same exhibits in any order, any number of times, give the same board. Nothing is
stored; a board is computed again whenever it is needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Scenario
from engine.play.events import HypothesisWord, Move
from tools.wording import Words

OTHER_PRIOR = 0.1  # "none of these", on a board of rivals
LOGIT_LIMIT = 4.595  # ln(0.99 / 0.01): nothing is ever certain

WORDS: dict[HypothesisWord, Words] = {
    "set_aside": Words(fr="écartée", en="set aside"),
    "weakened": Words(fr="affaiblie", en="weakened"),
    "open": Words(fr="ouverte", en="open"),
    "strengthened": Words(fr="renforcée", en="strengthened"),
    "established": Words(fr="établie", en="established"),
}


class Standing(BaseModel):
    """One hypothesis on the board. ``moved_by`` names the exhibits that count, in the order found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hypothesis: str
    p: float  # 0..1; shown to engineers only
    word: HypothesisWord
    moved_by: list[str]


def board(scenario: Scenario, found: Iterable[str]) -> list[Standing]:
    """Every hypothesis, in file order, given the exhibits found (in any order, repeats allowed)."""
    order = list(dict.fromkeys(found))
    exhibits = set(order)
    logs: dict[str, float] = {}
    counting: dict[str, set[str]] = {}
    for name in scenario.hypotheses:
        logs[name], counting[name] = _weight(scenario, exhibits, name)
    chances = _separate(scenario, logs) if scenario.board == "separate" else _rivals(scenario, logs)
    untouched = not any(counting.values())
    return [
        Standing(
            hypothesis=name,
            p=chances[name],
            word=_word(scenario, exhibits, name, chances[name], untouched),
            moved_by=[exhibit for exhibit in order if exhibit in counting[name]],
        )
        for name in scenario.hypotheses
    ]


def moves(scenario: Scenario, found: list[str], exhibit: str) -> list[Move]:
    """What ``exhibit`` did to the board: one move per hypothesis that it bears on.

    ``found`` is the list with ``exhibit`` in it, so that its place there is its number in the notebook.
    """
    piece = found.index(exhibit) + 1
    before = {each.hypothesis: each for each in board(scenario, found[: piece - 1])}
    after = {each.hypothesis: each for each in board(scenario, found[:piece])}
    return [
        Move(
            hypothesis=name,
            before=before[name].word,
            after=after[name].word,
            direction=_direction(before[name].p, after[name].p),
            exhibit=exhibit,
            piece=piece,
            p=after[name].p,
        )
        for name in scenario.hypotheses
        if name in scenario.exhibits[exhibit].evidence
    ]


def _direction(before: float, after: float) -> Literal["up", "down", "unchanged"]:
    if math.isclose(before, after, rel_tol=0.0, abs_tol=1e-12):
        return "unchanged"
    return "up" if after > before else "down"


def _weight(scenario: Scenario, exhibits: set[str], hypothesis: str) -> tuple[float, set[str]]:
    """Sum over groups of the strongest ln LR, with the exhibits that count for something.

    Walks the exhibits in file order, so that a tie goes to the first in the file.
    """
    strongest: dict[str, tuple[float, str]] = {}
    for exhibit in scenario.exhibits.values():
        if exhibit.id not in exhibits or hypothesis not in exhibit.evidence:
            continue
        log = math.log(exhibit.evidence[hypothesis])
        group = f"group {exhibit.group}" if exhibit.group else f"exhibit {exhibit.id}"
        if group not in strongest or abs(log) > abs(strongest[group][0]):
            strongest[group] = (log, exhibit.id)
    total = math.fsum(log for log, _ in strongest.values())
    return total, {name for log, name in strongest.values() if log != 0.0}


def _separate(scenario: Scenario, logs: dict[str, float]) -> dict[str, float]:
    chances = {}
    for name, hypothesis in scenario.hypotheses.items():
        prior = 0.5 if hypothesis.prior is None else hypothesis.prior
        logit = math.log(prior / (1 - prior)) + logs[name]
        chances[name] = 1 / (1 + math.exp(-max(-LOGIT_LIMIT, min(LOGIT_LIMIT, logit))))
    return chances


def _rivals(scenario: Scenario, logs: dict[str, float]) -> dict[str, float]:
    declared = {name: each.prior for name, each in scenario.hypotheses.items() if each.prior is not None}
    others = len(scenario.hypotheses) - len(declared)
    left = max(1 - OTHER_PRIOR - sum(declared.values()), 0.01)
    weights = {
        name: declared.get(name, left / others if others else 0.0) * math.exp(logs[name])
        for name in scenario.hypotheses
    }
    total = math.fsum(weights.values()) + OTHER_PRIOR
    return {name: weight / total for name, weight in weights.items()}


def _word(
    scenario: Scenario, exhibits: set[str], hypothesis: str, p: float, untouched: bool
) -> HypothesisWord:
    if untouched and scenario.hypotheses[hypothesis].prior is None:
        return "open"  # among four rivals 0.225 is only where one starts: nothing has weakened anything yet
    p = round(p, 9)  # nine against one is 0.10 exactly, whatever the logarithms made of it
    if p < 0.10:
        return "set_aside"
    if p <= 0.35:
        return "weakened"
    if p <= 0.65:
        return "open"
    if p <= 0.90 or not _decided(scenario, exhibits, hypothesis):
        return "strengthened"
    return "established"


def _decided(scenario: Scenario, exhibits: set[str], hypothesis: str) -> bool:
    """Whether a decisive exhibit among those found favours the hypothesis (a swap, a planted cause)."""
    return any(
        exhibit.decisive and exhibit.evidence.get(hypothesis, 1.0) > 1.0
        for exhibit in scenario.exhibits.values()
        if exhibit.id in exhibits
    )
