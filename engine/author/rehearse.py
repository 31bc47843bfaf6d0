"""Start in the middle: a play that stands at any node, with any findings, as an author supposes them.

What came before is supposed along a shortest path from the start: the nodes are visited, the options taken,
the exhibits filed, the questions answered with their usual values. Nothing of it is narrated; answers and
findings that are supposed show as such.
A supposed finding says that it is invented, wherever it is shown (honesty rule 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.author.constants import around, constants
from engine.author.ways import path_to
from engine.language.instruments import results_of
from engine.language.schema import AskNode, ChoiceNode, ExpectedRange, Scenario, ToolNode
from engine.nodes import question_of
from engine.nodes.asks import form_named
from engine.nodes.tool import call_of
from engine.play.events import Migrated, Offered, Opened, ToolFinished
from engine.play.playthrough import Step, as_json, carry_on
from engine.play.reads import reads
from engine.play.state import PlayState, fold
from engine.play.turn import Turn
from tools import catalogue
from tools.errors import AutopsieError
from tools.finding import Call, Finding, Recorded, Scalar
from tools.stimulus import StimulusSet
from tools.subject import SubjectIdentity
from tools.tool import ResultField
from tools.wording import Language, Words, both

NEVER = "0" * 64  # the hash of what was never computed


class Supposed(BaseModel):
    """What an author supposes: fields of findings by tool node, which of these tools have already measured
    (``None``: those on the path), variables, exhibits already filed (``None``: those of the path)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    results: dict[str, dict[str, Scalar]] = Field(default_factory=dict)
    known: list[str] | None = None
    vars: dict[str, bool | float | str] = Field(default_factory=dict)
    exhibits: list[str] | None = None


def fields_read(scenario: Scenario) -> dict[str, dict[str, ResultField]]:
    """The fields of each tool node's finding that the scenario reads, with what they can be."""
    found: dict[str, dict[str, ResultField]] = {}
    for node in scenario.nodes.values():
        if isinstance(node, ToolNode):
            declared = declared_by(node)
            names = sorted(reads(scenario).fields(node.id) - {"ok", "origin", "seconds"})
            found[node.id] = {name: declared[name] for name in names if name in declared}
    return found


def declared_by(node: ToolNode) -> dict[str, ResultField]:
    """What the tool of a node says that it returns; nothing where this machine has no such tool."""
    try:
        return results_of(catalogue.tool(node.verb, node.method))
    except AutopsieError:
        return {}


def edges(scenario: Scenario, node: ToolNode, field: ResultField) -> list[float]:
    """Values of a field worth trying: at, beside and between the constants that it is compared with."""
    beside = constants(scenario).get(f"{node.id}.{field.name}", set())
    numbers = [float(each) for each in beside if not isinstance(each, str)]
    wanted = node.expect.get(field.name)
    if isinstance(wanted, ExpectedRange):
        numbers += [wanted.low, wanted.high]
    if not numbers:
        return []
    low, high = field.low, field.high
    if field.kind == "number" and low is not None and all(each.is_integer() for each in (*numbers, low)):
        near = {each + by for each in numbers for by in (-1.0, 0.0, 1.0)}  # whole numbers: a count
        return sorted(each for each in near if low <= each and (high is None or each <= high))
    return around(numbers, low, high)


def usual(field: ResultField) -> Scalar:
    """A plain value of a field, where nothing was recorded: the middle of what it can be."""
    low, high = field.low or 0.0, field.high if field.high is not None else 1.0
    if field.kind in ("number", "share") and low < 0 < high:
        return 0.0
    match field.kind:
        case "flag":
            return True
        case "one-of":
            return field.choices[0] if field.choices else ""
        case "text":
            return "–"
        case "list-of":
            return list(field.choices[:1])
        case "table":
            return {}
        case "share":
            return round((low + min(high, 1.0)) / 2, 3)
        case _:
            return float(round((low + min(high, 100.0)) / 2))


def finding_for(scenario: Scenario, node: ToolNode, call: Call, fields: Mapping[str, Scalar]) -> Finding:
    """The recorded finding of ``node``; an invented one where none is recorded or ``fields`` differ from it.

    An invented finding shows no figure: nobody measured what it would draw.
    """
    recorded = scenario.fixtures.get(node.id)
    if recorded is not None and all(recorded.result.get(name) == value for name, value in fields.items()):
        return recorded.model_copy(update={"call": call, "origin": "recorded"})
    declared = declared_by(node)
    result: dict[str, Scalar] = {name: usual(field) for name, field in declared.items()}
    result |= recorded.result if recorded is not None else {}
    result |= fields
    for name in ("ok", "origin", "seconds"):
        result.pop(name, None)
    mark = Recorded(at=_AT, command="autopsie preview", subject_sha256=NEVER, seed=0, invented=True)
    if recorded is not None:
        return recorded.model_copy(
            update={
                "call": call, "result": result, "values": [], "figures": [], "placebo": [], "nulls": [],
                "target": None, "verdict": "inconclusive", "conclusion": _SUPPOSED, "origin": "recorded",
                "recorded": mark, "caveats": [], "n": 0, "conditions": 1, "unit_of_n": _TRIAL, "seconds": 0.0,
            }
        )  # fmt: skip
    return Finding(
        tool_version="preview",
        call=call,
        question=both(node.id),
        subject=_identity(node.subject),
        stimuli=StimulusSet(
            case=call.case, about=_SUPPOSED, n=0, sha256=NEVER, person="none", licence="", credit=""
        ),
        unit_of_n=_TRIAL,
        n=0,
        result=result,
        values=[],
        verdict="inconclusive",
        conclusion=_SUPPOSED,
        seconds=0.0,
        origin="recorded",
        recorded=mark,
    )


def supposed_state(scenario: Scenario, supposed: Supposed, audience: str, language: Language) -> PlayState:
    """A state in which every tool has given the finding recorded or supposed for it: to show texts with."""
    opened = _opened(scenario, "sheet", 0, audience, language)
    state = fold(scenario, [opened])
    events: list[Any] = [opened]
    for node in scenario.nodes.values():
        if isinstance(node, ToolNode) and (node.id in scenario.fixtures or node.id in supposed.results):
            finding = finding_for(
                scenario, node, call_of(scenario, state, node), supposed.results.get(node.id, {})
            )
            events.append(ToolFinished(seq=len(events) + 1, node=node.id, finding=finding, met=True))
    return fold(scenario, events)


def begin_at(
    scenario: Scenario,
    node: str,
    supposed: Supposed,
    *,
    play: str,
    seed: int,
    audience: str,
    language: Language,
) -> Step:
    """A play that stands at ``node``. Raises :class:`KeyError` for a node that is not there."""
    scenario.nodes[node]
    turn = Turn.opening(scenario, _opened(scenario, play, seed, audience, language))
    for way in path_to(scenario, node):
        _pass(turn, way.source, way.name, supposed)
    for name in supposed.known or ():
        target = scenario.nodes.get(name)
        if isinstance(target, ToolNode) and name not in turn.state.results and name != node:
            _measure(turn, target, supposed.results.get(name, {}))
    for name, value in supposed.vars.items():
        if name in scenario.vars:
            turn.assign_value(name, value)
    if supposed.exhibits is not None:
        turn.find([name for name in supposed.exhibits if name in scenario.exhibits], scenario.nodes[node])
    # As after a migration: the log holds the whole state here, and replays from here on.
    supposes = Migrated(
        from_version=scenario.version, from_sha=scenario.sha, version=scenario.version, sha=scenario.sha,
        reopened=node, state=as_json(turn.state),
    )  # fmt: skip
    step = carry_on(scenario, turn.state, supposes)
    return Step(step.state, [*turn.events, *step.events], step.wait)


def _pass(turn: Turn, name: str, option: str, supposed: Supposed) -> None:
    """Do to the state what passing a node does, without telling anything."""
    scenario = turn.scenario
    node = scenario.nodes[name]
    turn.enter(node)
    filed = list(node.found)
    match node:
        case ToolNode():
            if supposed.known is None or name in supposed.known:
                _measure(turn, node, supposed.results.get(name, {}))
        case ChoiceNode():
            _answer(turn, node, {"option": option})
            taken = next((each for each in node.options if each.id == option), None)
            if taken is not None:
                turn.assign(taken.set)
                filed += taken.found
        case AskNode() if node.ask == "picture":
            _answer(turn, node, {"skipped": True})
        case AskNode():
            form = form_named(node.ask)
            var = scenario.vars.get(node.save or "")
            offer = form.offer(scenario, turn.state, node)
            _answer(turn, node, {form.field: form.start(offer, var.start if var else None)})
        case _:
            pass
    if supposed.exhibits is None:
        turn.find(filed, node)


def _answer(turn: Turn, node: ChoiceNode | AskNode, answer: dict[str, Any]) -> None:
    """Ask and answer, so that the page can say in words what is supposed."""
    kind = question_of(node)
    if kind is None:
        raise RuntimeError(f"{node.id} asks nothing")
    ask_id = f"supposed-{node.id}"
    turn.emit(Offered(ask_id=ask_id, node=node.id, offer=kind.offer(turn.scenario, turn.state, node)))
    turn.answer(node, answer, ask_id)


def _measure(turn: Turn, node: ToolNode, fields: Mapping[str, Scalar]) -> None:
    finding = finding_for(turn.scenario, node, call_of(turn.scenario, turn.state, node), fields)
    turn.emit(ToolFinished(node=node.id, finding=finding, met=True))
    turn.rest_on(node)


def _opened(scenario: Scenario, play: str, seed: int, audience: str, language: Language) -> Opened:
    return Opened(
        seq=1, play=play, scenario=scenario.id, version=scenario.version, sha=scenario.sha,
        audience=audience, language=language, seed=seed,
    )  # fmt: skip


def _identity(name: str) -> SubjectIdentity:
    try:
        card = catalogue.subject_card(name)
    except AutopsieError:
        return SubjectIdentity(name=name, title=both(name), badge="external", sha256=NEVER)
    return SubjectIdentity(name=card.name, title=card.title, badge=card.badge, sha256=card.sha256)


_TRIAL = Words(fr="essai supposé", en="supposed trial")
_AT = "1970-01-01T00:00:00Z"
_SUPPOSED = Words(
    fr="Valeurs supposées pour essayer la suite : personne ne les a mesurées.",
    en="Values supposed, to try what follows: nobody measured them.",
)
