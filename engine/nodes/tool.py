"""A measure: the call that is made, what its finding brings, and what happens when there is none."""

from __future__ import annotations

import functools
import hashlib
import math
from typing import Any, Literal, cast

from engine.language.instruments import COMMON_RESULTS
from engine.language.schema import AskNode, ExpectedRange, Scenario, ToolNode
from engine.nodes import NodeKind
from engine.play.events import Event, ToolFailedEvent, ToolFinished, ToolStarted
from engine.play.reads import reads
from engine.play.records import Record
from engine.play.state import Measured, PlayState
from engine.play.turn import Turn
from tools.errors import AssetRefused, AutopsieError, MissingAsset, ToolFailed
from tools.finding import Call, Finding
from tools.verbs import VERBS
from tools.wording import Words

UPLOAD = "upload:"
Fallback = Literal["if_fails", "recorded", "none"]
SUCCESS, UNMET, FAILURE = "success", "else", "if_fails"
"""The ways out of a tool node, as an exploration names them."""


class Started(Record):
    """→ ``tool_started``. The call follows from the state that the step leaves."""

    __slots__ = ("node",)

    def __init__(self, node: ToolNode) -> None:
        self.node = node

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with the call."""
        return ToolStarted(
            seq=seq, turn=state.turn, node=self.node.id, call=call_of(scenario, state, self.node),
            title=title_of(self.node),
        )  # fmt: skip


class Finished(Record):
    """→ ``tool_finished``. ``finding`` is a :class:`~tools.finding.Finding` wherever events are asked for:
    only an exploration, which asks for none, draws less."""

    __slots__ = ("curve", "finding", "met", "node", "predicted")

    def __init__(
        self,
        node: str,
        finding: Measured,
        met: bool,
        predicted: float | None,
        curve: dict[str, float] | None,
    ) -> None:
        self.node, self.finding, self.met = node, finding, met
        self.predicted, self.curve = predicted, curve

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with the whole finding."""
        return ToolFinished(
            seq=seq, turn=state.turn, node=self.node, finding=cast(Finding, self.finding), met=self.met,
            predicted=self.predicted, predicted_curve=self.curve,
        )  # fmt: skip


class Measure(NodeKind[ToolNode]):
    """Asks for a measure and waits. Its text is told after the result, whose figures it may read."""

    def enter(self, turn: Turn, node: ToolNode) -> str | None:
        """Say what was published, where the author names it, then that the measure begins."""
        if node.target is not None:
            turn.say(node, "target")
        turn.record(Started(node))
        return None

    def finished(self, turn: Turn, node: ToolNode, finding: Measured) -> str | None:
        """Keep the finding; file exhibits only where the result is what the prose relies on."""
        met = _meets(node, finding)
        state = turn.state
        record = Finished(node.id, finding, met, state.predicted.get(node.id), state.drawn.get(node.id))
        turn.measure(node, finding, record)
        turn.outcomes.append((node.id, SUCCESS if met else UNMET))
        turn.rest_on(node)
        if met:
            turn.narrate(node)
            turn.find(node.found, node)
            return node.to
        if node.otherwise is not None:
            return node.otherwise
        turn.say(node, "notice.unmet")
        return node.to

    def failed(
        self, turn: Turn, node: ToolNode, code: str, says: Words, fallback: Fallback, recorded: Finding | None
    ) -> str | None:
        """Go where the author says, or take the recorded finding, or say that the step cannot run."""
        turn.emit(ToolFailedEvent(node=node.id, code=code, says=says, fallback=fallback))
        if fallback == "if_fails":
            turn.outcomes.append((node.id, FAILURE))
            return node.if_fails
        if fallback == "recorded" and recorded is not None:
            return self.finished(turn, node, recorded)
        turn.say(node, "notice.cannot_run")
        return node.to


def call_of(scenario: Scenario, state: PlayState, node: ToolNode) -> Call:
    """The call that ``node`` makes at its present visit."""
    return Call(
        verb=node.verb,
        method=node.method,
        subject=node.subject,
        case=_case(scenario, state, node),
        params=node.params,
        seed=_seed(state, node) if node.seed is None else node.seed,
    )


def _case(scenario: Scenario, state: PlayState, node: ToolNode) -> str:
    """The built-in case, or the reader's picture, or the case that stands in for a picture not given."""
    asked = scenario.nodes.get(node.case)
    if not isinstance(asked, AskNode):
        return node.case
    if asked.id in state.pictures:
        return UPLOAD + state.pictures[asked.id]
    return asked.default_case or node.case


def _seed(state: PlayState, node: ToolNode) -> int:
    """First 8 bytes of SHA-256(play seed, node, visit), as a positive 31-bit number."""
    visit = state.count.get(node.id, 1)
    digest = hashlib.sha256(f"{state.seed}\n{node.id}\n{visit}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2**31 - 1) + 1


@functools.cache
def _tool_title(verb: Any, method: str) -> Words:
    from tools.catalogue import tool  # slow import: the tool's own file

    try:
        return tool(verb, method).title
    except AutopsieError:
        return VERBS[verb].words


def title_of(node: ToolNode) -> Words:
    """What the measure is called; the verb alone where this machine has no such tool."""
    return _tool_title(node.verb, node.method)


def asked_then(now: Call, then: Call) -> Call:
    """The call of today without the settings that its instrument has gained since ``then``, where they are
    left as they are: the question is the same."""
    gained = now.params.keys() - then.params.keys()
    if not gained:
        return now
    from tools.catalogue import tool  # slow import: the tool's own file

    try:
        fields = tool(now.verb, now.method).params.model_fields
    except AutopsieError:
        return now
    kept = {
        name: value
        for name, value in now.params.items()
        if name not in gained
        or name not in fields
        or value != fields[name].get_default(call_default_factory=True)
    }
    return now.model_copy(update={"params": kept})


def recorded_for(scenario: Scenario, node: ToolNode, call: Call) -> Finding | None:
    """The finding recorded for this node, if it answers this very call, marked as recorded.

    Never for a reader's own picture: nobody can have recorded that. Seeds are not compared: a recording
    states its own.
    """
    fixture = scenario.fixtures.get(node.id)
    if fixture is None or call.case.startswith(UPLOAD):
        return None
    kept = fixture.call
    same = (kept.verb, kept.method, kept.subject, kept.case) == (
        call.verb, call.method, call.subject, call.case,
    )  # fmt: skip
    if not same or any(kept.params.get(name, value) != value for name, value in call.params.items()):
        return None
    return fixture.model_copy(update={"origin": "recorded"})


def first_recorded(scenario: Scenario, node: ToolNode, call: Call, patience: float) -> Finding | None:
    """The recording that is shown before any measure: always where the author says what a machine can bear
    (``live``), else where making it took longer than ``patience`` seconds. Never an invented one."""
    found = recorded_for(scenario, node, call)
    if found is None or found.recorded is None or found.recorded.invented:
        return None
    return found if node.live or found.seconds > patience else None


def call_again(node: ToolNode | None, call: Call) -> Call:
    """The call of a recording as it is made again here: with the settings of ``live``, the rest as it was."""
    changed = changed_live(node, call)
    return call.model_copy(update={"params": {**call.params, **changed}}) if changed else call


def changed_live(node: ToolNode | None, call: Call) -> dict[str, Any]:
    """The settings of ``live`` that are not those of ``call``. None where the node asks something else now:
    an edited scenario says nothing of a measure of before."""
    if node is None or (node.verb, node.method) != (call.verb, call.method):
        return {}
    return {name: value for name, value in node.live.items() if call.params.get(name) != value}


def fallback_for(node: ToolNode, error: AutopsieError, recorded: Finding | None) -> Fallback:
    """What a failure leads to. Without the genuine weights, or with a file that is not them, the recording
    speaks first: that is what it is for."""
    has_recording, has_path = recorded is not None, node.if_fails is not None
    if isinstance(error, MissingAsset | AssetRefused) and has_recording:
        return "recorded"
    if has_path:
        return "if_fails"
    return "recorded" if has_recording else "none"


def flaw_of(scenario: Scenario, node: ToolNode, call: Call, finding: Finding) -> ToolFailed | None:
    """Why a finding cannot be used here: it answers another call, or lacks what the scenario reads."""
    answered = finding.call
    if (answered.verb, answered.method, answered.case) != (call.verb, call.method, call.case):
        return _bad_result(node, "another call", "un autre appel")
    if answered.subject != call.subject and not _stands_in(finding, call):
        return _bad_result(node, "another call", "un autre appel")
    if finding.origin == "recorded" and call.case.startswith(UPLOAD):
        return _bad_result(node, "a recording of the reader's picture", "un enregistrement de votre image")
    for name in sorted(reads(scenario).fields(node.id) - COMMON_RESULTS.keys()):
        if name not in finding.result:
            return _bad_result(node, f"no field “{name}”", f"aucun champ « {name} »")
    for name, value in finding.result.items():
        numbers = value.values() if isinstance(value, dict) else [value]
        if any(isinstance(each, float) and not math.isfinite(each) for each in numbers):
            return _bad_result(node, f"“{name}” is not finite", f"« {name} » n'est pas un nombre fini")
    return None


def _stands_in(finding: Finding, call: Call) -> bool:
    """Whether a stand-in of the asked subject answered, under its own name, about a reader's own picture."""
    from tools.catalogue import stand_in_of  # slow import: every subject's card

    who = finding.subject
    if not call.case.startswith(UPLOAD) or who.badge != "stand-in" or who.name != finding.call.subject:
        return False
    card = stand_in_of(call.subject)
    return card is not None and card.name == who.name


def _bad_result(node: ToolNode, en: str, fr: str) -> ToolFailed:
    return ToolFailed(
        "bad_result",
        Words(
            fr=f"La mesure « {node.id} » a rendu un résultat inutilisable\u00a0: {fr}.",
            en=f"The measure “{node.id}” gave an unusable result: {en}.",
        ),
    )


def _meets(node: ToolNode, finding: Measured) -> bool:
    for name, wanted in node.expect.items():
        value = finding.result.get(name)
        if isinstance(wanted, ExpectedRange):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or not wanted.low <= value <= wanted.high:  # type: ignore[operator]
                return False
        elif value != wanted:
            return False
    return True
