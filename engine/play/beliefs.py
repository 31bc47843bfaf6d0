"""Where each hypothesis stands, computed from the set of exhibits found (design: language §8).

Pure and order-free: the same exhibits in any order, any number of times, give the same board. Nothing is
stored; a board is computed again whenever it is needed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Scenario
from engine.play.events import HypothesisWord, Move
from engine.play.once import once_a_scenario
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


def board(scenario: Scenario, found: Iterable[str], added: Collection[str] = ()) -> list[Standing]:
    """Every hypothesis, in file order, given the exhibits found (in any order, repeats allowed).

    ``added`` are those of a room: nothing weighs on them, so that they stay open; among rivals they share
    what was left to "none of these".
    """
    order = list(dict.fromkeys(found))
    balance = _balance(scenario, order)
    unweighed = 0.5
    if added and scenario.board == "rivals":
        unweighed = (1 - math.fsum(balance.chances.values())) / len(added)
    return [
        Standing(
            hypothesis=name,
            p=p,
            word=_word(scenario, balance, name),
            moved_by=[exhibit for exhibit in order if exhibit in balance.counting[name]],
        )
        for name, p in balance.chances.items()
    ] + [Standing(hypothesis=name, p=unweighed, word="open", moved_by=[]) for name in added]


def chances(scenario: Scenario, found: Iterable[str]) -> Mapping[str, float]:
    """The figure of every hypothesis, 0..1: the board without its words."""
    return _balance(scenario, found).chances


def word_of(scenario: Scenario, found: Iterable[str], hypothesis: str) -> HypothesisWord:
    """Where one hypothesis stands, in a word."""
    return _word(scenario, _balance(scenario, found), hypothesis)


class _Balance(NamedTuple):
    """What a set of exhibits makes of every hypothesis."""

    exhibits: frozenset[str]
    chances: dict[str, float]
    counting: dict[str, set[str]]  # by hypothesis, the exhibits that weigh something


def _balance(scenario: Scenario, found: Iterable[str]) -> _Balance:
    scales = _scales(scenario)
    exhibits = frozenset(found)
    known = scales.known.get(exhibits)
    if known is None:
        logs: dict[str, float] = {}
        counting: dict[str, set[str]] = {}
        for name in scenario.hypotheses:
            logs[name], counting[name] = _weight(scales.weights[name], exhibits)
        p = _separate(scenario, logs) if scenario.board == "separate" else _rivals(scenario, logs)
        known = _Balance(exhibits, p, counting)
        if len(scales.known) >= _MOST_KEPT:
            scales.known.clear()
        scales.known[exhibits] = known
    return known


class _Weight(NamedTuple):
    exhibit: str
    group: str
    log: float  # ln of the likelihood ratio


class _Scales(NamedTuple):
    """By hypothesis, what the exhibits weigh, in file order; and the balances already made."""

    weights: dict[str, list[_Weight]]
    known: dict[frozenset[str], _Balance]


_MOST_KEPT = 2048  # balances: many plays find the same few sets


@once_a_scenario
def _scales(scenario: Scenario) -> _Scales:
    weights: dict[str, list[_Weight]] = {name: [] for name in scenario.hypotheses}
    for exhibit in scenario.exhibits.values():
        group = f"group {exhibit.group}" if exhibit.group else f"exhibit {exhibit.id}"
        for name, ratio in exhibit.evidence.items():
            if name in weights:
                weights[name].append(_Weight(exhibit.id, group, math.log(ratio)))
    return _Scales(weights, {})


def bears(scenario: Scenario, exhibit: str) -> bool:
    """Whether ``exhibit`` says anything of any hypothesis."""
    return any(name in scenario.hypotheses for name in scenario.exhibits[exhibit].evidence)


def moves(scenario: Scenario, found: Sequence[str], exhibit: str) -> list[Move]:
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


def _weight(weights: list[_Weight], exhibits: frozenset[str]) -> tuple[float, set[str]]:
    """Sum over groups of the strongest ln LR, with the exhibits that count for something.

    Walks the exhibits in file order, so that a tie goes to the first in the file.
    """
    strongest: dict[str, _Weight] = {}
    for weight in weights:
        if weight.exhibit not in exhibits:
            continue
        if weight.group not in strongest or abs(weight.log) > abs(strongest[weight.group].log):
            strongest[weight.group] = weight
    total = math.fsum(weight.log for weight in strongest.values())
    return total, {weight.exhibit for weight in strongest.values() if weight.log != 0.0}


def _separate(scenario: Scenario, logs: dict[str, float]) -> dict[str, float]:
    chances = {}
    for name, prior in priors(scenario).items():
        logit = math.log(prior / (1 - prior)) + logs[name]
        chances[name] = 1 / (1 + math.exp(-max(-LOGIT_LIMIT, min(LOGIT_LIMIT, logit))))
    return chances


def priors(scenario: Scenario) -> dict[str, float]:
    """Where every hypothesis starts, 0..1: as declared, else one in two, or among rivals an equal share."""
    declared = {name: each.prior for name, each in scenario.hypotheses.items() if each.prior is not None}
    if scenario.board == "separate":
        return {name: declared.get(name, 0.5) for name in scenario.hypotheses}
    others = len(scenario.hypotheses) - len(declared)
    left = max(1 - OTHER_PRIOR - sum(declared.values()), 0.01)
    return {name: declared.get(name, left / others if others else 0.0) for name in scenario.hypotheses}


def _rivals(scenario: Scenario, logs: dict[str, float]) -> dict[str, float]:
    weights = {name: start * math.exp(logs[name]) for name, start in priors(scenario).items()}
    total = math.fsum(weights.values()) + OTHER_PRIOR
    return {name: weight / total for name, weight in weights.items()}


def _word(scenario: Scenario, balance: _Balance, hypothesis: str) -> HypothesisWord:
    untouched = not any(balance.counting.values())
    if untouched and scenario.hypotheses[hypothesis].prior is None:
        return "open"  # among four rivals 0.225 is only where one starts: nothing has weakened anything yet
    # Nine against one is 0.10 exactly, whatever the logarithms made of it.
    p = round(balance.chances[hypothesis], 9)
    if p < 0.10:
        return "set_aside"
    if p <= 0.35:
        return "weakened"
    if p <= 0.65:
        return "open"
    if p <= 0.90 or not _decided(scenario, balance.exhibits, hypothesis):
        return "strengthened"
    return "established"


def _decided(scenario: Scenario, exhibits: frozenset[str], hypothesis: str) -> bool:
    """Whether a decisive exhibit among those found favours the hypothesis (a swap, a planted cause)."""
    return any(
        exhibit.decisive and exhibit.evidence.get(hypothesis, 1.0) > 1.0
        for exhibit in scenario.exhibits.values()
        if exhibit.id in exhibits
    )
