"""What instruments may find and readers answer, drawn by chance around what the scenario compares."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.author.constants import Constant, around, constants
from engine.language.answers import fields_of
from engine.language.instruments import COMMON_RESULTS, results_of
from engine.language.schema import ActivityNode, AskNode, ExpectedRange, Scenario, ToolNode
from engine.nodes import QuestionKind, question_of
from engine.nodes.asks import form_named
from engine.nodes.tool import FAILURE, SUCCESS, UNMET
from engine.play.events import Offer
from engine.play.reads import reads
from engine.play.state import PlayState
from tools.errors import AutopsieError
from tools.tool import ResultField

_FAILS = 0.1  # of the measures, where the author wrote a way round
_MISSES = 0.25  # of the others, where the author expects something
_SKIPS = 0.2  # of the questions that may be
_ON_EDGE = 0.5  # of the answers, where the scenario compares them with something


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands for a finding in an exploration: only what a play depends on."""

    result: dict[str, Any]
    origin: str
    seconds: float


class Bench:
    """Draws the results of one tool node: those the scenario reads, within the tool's declared ranges.

    Fields are drawn apart from each other: an exploration asks what the story does with whatever the tool's
    contract admits, not what is likely.
    """

    def __init__(self, scenario: Scenario, node: ToolNode, beside: dict[str, set[Constant]]) -> None:
        declared = _declared(node)
        fixture = scenario.fixtures.get(node.id)
        recorded: dict[str, Any] = dict(fixture.result) if fixture else {}
        self.seconds = fixture.seconds if fixture else 0.0
        self.wait = 0.0 if node.live else self.seconds  # a reader is shown such a recording at once
        told = beside.get(f"{node.id}.seconds", set())
        self._lengths = around([self.seconds, *_numbers_in(told)], 0, None) if told else [self.seconds]
        self._origins = ("recorded", "live") if f"{node.id}.origin" in beside else ("recorded",)
        self._fails = node.if_fails is not None
        self._base: dict[str, Any] = {}
        self._free: list[tuple[str, Sequence[Any]]] = []
        self._met: list[
            tuple[str, Sequence[Any], Sequence[Any]]
        ] = []  # field, values that meet it, that do not
        for name in sorted(reads(scenario).fields(node.id) - COMMON_RESULTS.keys()):
            field = declared.get(name)
            compared = beside.get(f"{node.id}.{name}")
            wanted = node.expect.get(name)
            values = _values(field, compared, wanted, recorded.get(name))
            self._base[name] = recorded.get(name, values[len(values) // 2] if values else None)
            if wanted is not None:
                met = [value for value in values if _meets(value, wanted)]
                self._met.append((name, met, [value for value in values if value not in met]))
            elif compared is not None and len(values) > 1:
                self._free.append((name, values))

    @property
    def ways(self) -> list[str]:
        """The ways out of the node that some draw may take."""
        found = [SUCCESS]
        if any(unmet for _, _, unmet in self._met):
            found.append(UNMET)
        return [*found, FAILURE] if self._fails else found

    def draw(self, chance: random.Random, way: str | None = None) -> Drawn | None:
        """A result; ``None`` for a failure. ``way`` is the one that it should lead to, where it matters."""
        roll = chance.random
        if way == FAILURE or (way is None and self._fails and roll() < _FAILS):
            return None
        result = self._base.copy()
        for name, values in self._free:
            result[name] = values[int(roll() * len(values))]
        if self._met:
            missed = -1
            if way == UNMET or (way is None and roll() < _MISSES):
                open_ones = [at for at, (_, _, unmet) in enumerate(self._met) if unmet]
                missed = open_ones[int(roll() * len(open_ones))] if open_ones else -1
            for at, (name, met, unmet) in enumerate(self._met):
                values = unmet if at == missed else met or unmet
                result[name] = values[int(roll() * len(values))]
        origin = self._origins[int(roll() * len(self._origins))]
        return Drawn(result, origin, self._lengths[int(roll() * len(self._lengths))])


class Reader:
    """Draws the answers to one question that is not a choice."""

    def __init__(
        self, scenario: Scenario, node: AskNode | ActivityNode, beside: dict[str, set[Constant]]
    ) -> None:
        self._scenario, self._node = scenario, node
        kind = question_of(node)
        if kind is None:
            raise TypeError(f"{node.id} asks nothing")
        self._kind: QuestionKind[Any] = kind
        self._offers: dict[object, Offer] = {}
        self._edges: list[Any] = []  # answers worth giving, besides any
        if isinstance(node, AskNode):
            fields = [beside[name] for name in (*_fields_of(node), node.save or "") if name in beside]
            if fields:
                self._edges = extremes(node, _numbers_in({each for field in fields for each in field}))

    def draw(self, state: PlayState, chance: random.Random) -> dict[str, Any]:
        """An admitted answer, in its canonical shape."""
        # What is offered changes in its words only, but for the phases of a room: one offer serves them all.
        at = (state.phase, state.group, len(state.added)) if isinstance(self._node, ActivityNode) else None
        offer = self._offers.get(at)
        if offer is None:
            offer = self._offers[at] = self._kind.offer(self._scenario, state, self._node)
        if offer.optional and chance.random() < _SKIPS:
            return {"skipped": True}
        form = form_named(offer.kind)
        if offer.kind == "picture":
            return {"skipped": True} if offer.optional else {"picture": "0" * 64}
        if self._edges and chance.random() < _ON_EDGE:
            edge = self._edges[int(chance.random() * len(self._edges))]
            try:
                return self._kind.check(self._node, offer, {form.field: edge})
            except AutopsieError:
                self._edges.remove(edge)  # a scale has no such position, a purse cannot buy so much
        drawn = {form.field: form.by_chance(offer, chance)}
        return self._kind.check(self._node, offer, drawn)


def extremes(node: AskNode, numbers: Sequence[float]) -> list[Any]:
    """Answers that chance seldom gives: around what is compared, all or nothing, up or down. Some may not be
    admitted."""
    items = [item.id for item in node.items]
    low, high = node.low or 0.0, node.high if node.high is not None else 100.0
    match node.ask:
        case "number" | "scale" | "slider":
            return list(around(numbers, node.low, node.high)) if numbers else []
        case "rank":
            return [items[at:] + items[:at] for at in range(len(items))]
        case "sort":
            return [dict.fromkeys(items, pile.id) for pile in node.piles]
        case "curve":
            flat = [[each] * len(node.points) for each in around(numbers, low, high)]
            last = max(len(node.points) - 1, 1)
            rising = [round(low + (high - low) * at / last, 6) for at in range(len(node.points))]
            return [*flat, rising, rising[::-1]]
        case "budget":
            left, spent = node.total or 0, {}
            for item in node.items:
                spent[item.id] = min(item.most, left // item.cost if item.cost else item.most)
                left -= item.cost * spent[item.id]
            alone = [
                {item.id: min(item.most, (node.total or 0) // item.cost if item.cost else item.most)}
                for item in node.items
            ]
            return [dict.fromkeys(items, 0), spent, *({**dict.fromkeys(items, 0), **each} for each in alone)]
        case "sign":
            return [[], items, *([item] for item in items)]
        case _:
            return []


def _fields_of(node: AskNode) -> list[str]:
    return [f"{node.id}.{field}" for field in fields_of(node)]


def benches(scenario: Scenario) -> dict[str, Bench]:
    """One for each tool node."""
    beside = constants(scenario)
    return {
        name: Bench(scenario, node, beside)
        for name, node in scenario.nodes.items()
        if isinstance(node, ToolNode)
    }


def readers(scenario: Scenario) -> dict[str, Reader]:
    """One for each question that is not a choice."""
    beside = constants(scenario)
    return {
        name: Reader(scenario, node, beside)
        for name, node in scenario.nodes.items()
        if isinstance(node, AskNode | ActivityNode)
    }


def _declared(node: ToolNode) -> dict[str, ResultField]:
    from tools.catalogue import tool  # slow import: the tool's own file

    return results_of(tool(node.verb, node.method))


def _values(
    field: ResultField | None, compared: set[Constant] | None, wanted: Any, recorded: Any
) -> list[Any]:
    """What a field may be, around what it is compared with; what was recorded is always one of them."""
    found = _KINDS[field.kind](field, compared or set(), wanted) if field else []
    if recorded is not None and recorded not in found:
        found.append(recorded)
    return found


def _numbers(field: ResultField, compared: set[Constant], wanted: Any) -> list[Any]:
    low = 0.0 if field.low is None and field.kind == "share" else field.low
    high = 1.0 if field.high is None and field.kind == "share" else field.high
    edges = _numbers_in(compared)
    edges += [-value for value in edges]  # of an absolute value, and the mirror of a threshold
    if isinstance(wanted, ExpectedRange):
        edges += [wanted.low, wanted.high]
    if low is not None and high is not None:
        edges.append((low + high) / 2)
    return list(around(edges or [0.0], low, high))


def _words(field: ResultField, compared: set[Constant], wanted: Any) -> list[Any]:
    named = sorted(value for value in compared if isinstance(value, str))
    return list(field.choices) or [*named, *([wanted] if isinstance(wanted, str) else []), "…"]


def _lists(field: ResultField, compared: set[Constant], wanted: Any) -> list[Any]:
    named = sorted(value for value in compared if isinstance(value, str)) or list(field.choices)
    return [[], *([word] for word in named), *([named] if len(named) > 1 else [])]


def _flags(field: ResultField, compared: set[Constant], wanted: Any) -> list[Any]:
    return [True, False]


def _tables(field: ResultField, compared: set[Constant], wanted: Any) -> list[Any]:
    low, high = field.low or 0.0, field.high or 0.0
    return [{"1": round((low + high) / 2, 6)}]


_KINDS: dict[str, Callable[[ResultField, set[Constant], Any], list[Any]]] = {
    "number": _numbers, "share": _numbers, "one-of": _words, "text": _words, "list-of": _lists,
    "flag": _flags, "table": _tables,
}  # fmt: skip


def _numbers_in(compared: set[Constant]) -> list[float]:
    return sorted(value for value in compared if not isinstance(value, str))


def _meets(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, ExpectedRange):
        return not isinstance(value, bool) and wanted.low <= value <= wanted.high
    return bool(value == wanted)
