"""One play, moved by answers and findings. Pure: no clock, no chance, no input or output.

``open_play`` starts it; ``take_answer``, ``take_finding``, ``take_failure`` and ``change_settings`` move it.
Each gives a :class:`Step`: the new state, the events that happened, and what the play now waits for.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Node, Scenario, ToolNode
from engine.nodes import kind_named, question_of
from engine.nodes.tool import Fallback, Measure, call_of, fallback_for, flaw_of, recorded_for, title_of
from engine.play.detour import next_node
from engine.play.events import (
    Answered,
    Ended,
    Event,
    Migrated,
    Offer,
    Offered,
    Opened,
    SettingsChanged,
    StaleAnswer,
    ToolStarted,
)
from engine.play.state import PlayState, fold, opening_state
from engine.play.turn import Turn
from tools.errors import AutopsieError, CallRefused
from tools.finding import Call, Finding
from tools.wording import LANGUAGES, Language, Words

__all__ = [
    "AskWait", "Done", "PlayState", "Step", "ToolWait", "Wait", "carry_on", "change_settings", "fold",
    "open_play", "take_answer", "take_failure", "take_finding", "wait_of",
]  # fmt: skip

MAX_ENTRIES = 500  # nodes entered in a play
MAX_ENTRIES_A_TURN = 60


class _Wait(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskWait(_Wait):
    """The reader's turn."""

    ask_id: str
    node: str
    offer: Offer


class ToolWait(_Wait):
    """The lab's turn. ``timeout`` in seconds."""

    node: str
    call: Call
    timeout: float
    title: Words


class Done(_Wait):
    """The play is over, at ``node``, with the ending's status."""

    node: str
    status: str


Wait = AskWait | ToolWait | Done


class Step(NamedTuple):
    """What one input did."""

    state: PlayState
    events: list[Event]
    wait: Wait


def open_play(
    scenario: Scenario, *, play: str, seed: int, audience: str, language: Language, group: bool = False
) -> Step:
    """Start a play. Raises :class:`CallRefused` for a profile or a language that the scenario lacks."""
    _check_settings(scenario, language, audience)
    opened = Opened(
        seq=1, play=play, scenario=scenario.id, version=scenario.version, sha=scenario.sha,
        audience=audience, language=language, seed=seed, group=group,
    )  # fmt: skip
    turn = Turn(scenario, opening_state(scenario, opened))
    turn.events.append(opened)
    return _go_on(turn, scenario.start)


def take_answer(
    scenario: Scenario, state: PlayState, ask_id: str, answer: dict[str, Any], key: str = ""
) -> Step:
    """The reader's answer to the open question.

    Raises :class:`StaleAnswer` when ``ask_id`` is not that of the open question and
    ``InvalidAnswer`` for an answer that it does not admit; the state is then untouched.
    """
    if state.pending is None or ask_id != state.pending:
        raise StaleAnswer(
            "X802",
            Words(fr="Cette réponse n’est plus attendue.", en="This answer is no longer awaited."),
            Words(
                fr="La page montre la question ouverte, s’il y en a une.",
                en="The page shows the open question, if there is one.",
            ),
        )
    node = scenario.nodes[state.cursor]
    kind = question_of(node)
    if kind is None:
        raise RuntimeError(f"the play waits for an answer at {node.id}, which asks nothing")
    checked = kind.check(node, kind.offer(scenario, state, node), answer)
    turn = Turn(scenario, state)
    turn.emit(Answered(ask_id=ask_id, node=node.id, answer=checked, key=key, turn=state.turn + 1))
    following = kind.answered(turn, node, checked)
    if kind.stays(turn.state, node):
        return _wait_at(turn, node)
    return _go_on(turn, following)


def take_finding(scenario: Scenario, state: PlayState, finding: Finding) -> Step:
    """The finding of the measure under way. One that cannot be used here counts as a failure of the tool.

    Raises :class:`StaleAnswer` when no measure is awaited.
    """
    node = _awaited(scenario, state)
    flaw = flaw_of(scenario, node, call_of(scenario, state, node), finding)
    if flaw is not None:
        return take_failure(scenario, state, flaw)
    turn = Turn(scenario, state)
    return _go_on(turn, Measure().finished(turn, node, finding))


def take_failure(scenario: Scenario, state: PlayState, error: AutopsieError) -> Step:
    """The measure under way gave nothing: the recorded finding, or the author's way round, or a notice.

    Raises :class:`StaleAnswer` when no measure is awaited.
    """
    node = _awaited(scenario, state)
    call = call_of(scenario, state, node)
    recorded = recorded_for(scenario, node, call)
    if recorded is not None and flaw_of(scenario, node, call, recorded) is not None:
        recorded = None
    says = Words(fr=error.sentence("fr"), en=error.sentence("en"))
    return fail(scenario, state, error.code, says, fallback_for(node, error, recorded), recorded)


def fail(
    scenario: Scenario,
    state: PlayState,
    code: str,
    says: Words,
    fallback: Fallback,
    recorded: Finding | None,
) -> Step:
    """A failure whose way out is already decided: what replay feeds from a log."""
    node = _awaited(scenario, state)
    turn = Turn(scenario, state)
    return _go_on(turn, Measure().failed(turn, node, code, says, fallback, recorded))


def change_settings(scenario: Scenario, state: PlayState, language: Language, audience: str) -> Step:
    """Another language or profile in the middle of a play; the same question stays open.

    Raises :class:`CallRefused` for a profile or a language that the scenario lacks.
    """
    _check_settings(scenario, language, audience)
    before = wait_of(scenario, state)
    turn = Turn(scenario, state)
    turn.emit(SettingsChanged(language=language, audience=audience))
    after = wait_of(scenario, turn.state)
    if isinstance(after, AskWait) and after != before:  # an option may depend on the profile
        turn.emit(Offered(ask_id=after.ask_id, node=after.node, offer=after.offer))
    return Step(turn.state, turn.events, after)


def carry_on(scenario: Scenario, state: PlayState, migrated: Migrated) -> Step:
    """Go on after a migration: where it reopens the play, or at what was awaited, which is said again."""
    turn = Turn(scenario, state)
    turn.emit(migrated)
    if migrated.reopened is not None:
        return _go_on(turn, migrated.reopened)
    wait = wait_of(scenario, turn.state)
    if isinstance(wait, AskWait):
        turn.emit(Offered(ask_id=wait.ask_id, node=wait.node, offer=wait.offer))
    elif isinstance(wait, ToolWait):
        turn.emit(ToolStarted(node=wait.node, call=wait.call, title=wait.title))
    return Step(turn.state, turn.events, wait)


def wait_of(scenario: Scenario, state: PlayState) -> Wait:
    """What a play in ``state`` waits for. Raises :class:`ValueError` for a state caught between two waits."""
    if state.ended is not None:
        return Done(node=state.cursor, status=state.ended)
    node = scenario.nodes.get(state.cursor)
    if isinstance(node, ToolNode):
        return ToolWait(
            node=node.id, call=call_of(scenario, state, node), timeout=node.timeout, title=title_of(node)
        )
    kind = question_of(node) if node is not None else None
    if node is None or kind is None or state.pending is None:
        raise ValueError(f"the play is between two waits, at {state.cursor or 'its opening'}")
    return AskWait(ask_id=state.pending, node=node.id, offer=kind.offer(scenario, state, node))


def _go_on(turn: Turn, following: str | None) -> Step:
    """Walk from node to node until something is awaited."""
    while following is not None:
        following = next_node(turn, following)
        if turn.state.entries >= MAX_ENTRIES or turn.state.turn_entries >= MAX_ENTRIES_A_TURN:
            return _give_up(turn)
        node = turn.scenario.nodes[following]
        turn.enter(node)
        following = kind_named(node.kind).enter(turn, node)
        if following is None:
            return _wait_at(turn, node)
    return _give_up(turn)  # nothing follows: the checks refuse such scenarios


def _wait_at(turn: Turn, node: Node) -> Step:
    kind = question_of(node)
    if kind is not None:
        offered = AskWait(
            ask_id=_ask_id(turn.state), node=node.id, offer=kind.offer(turn.scenario, turn.state, node)
        )
        turn.emit(Offered(ask_id=offered.ask_id, node=node.id, offer=offered.offer))
        return Step(turn.state, turn.events, offered)
    if not isinstance(node, ToolNode) and turn.state.ended is None:
        return _give_up(turn)
    return Step(turn.state, turn.events, wait_of(turn.scenario, turn.state))


def _give_up(turn: Turn) -> Step:
    """A play that would walk for ever, or has nowhere to go, ends as abandoned where it stands."""
    turn.emit(Ended(node=turn.state.cursor, status="abandoned"))
    return Step(turn.state, turn.events, wait_of(turn.scenario, turn.state))


def _ask_id(state: PlayState) -> str:
    """The same question at the same moment of the same play has the same id."""
    place = [state.play, state.cursor, state.count.get(state.cursor, 0), state.turn]
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()[:32]


def _awaited(scenario: Scenario, state: PlayState) -> ToolNode:
    node = scenario.nodes.get(state.cursor)
    if not isinstance(node, ToolNode) or state.ended is not None:
        raise StaleAnswer("X802", Words(fr="Aucune mesure n’est attendue.", en="No measure is awaited."))
    return node


def _check_settings(scenario: Scenario, language: str, audience: str) -> None:
    if language not in scenario.languages or language not in LANGUAGES:
        known = ", ".join(scenario.languages)
        raise CallRefused(
            "unknown_language",
            Words(
                fr=f"Cette enquête n’existe pas en « {language} ».",
                en=f"This investigation does not exist in “{language}”.",
            ),
            Words(fr=f"Langues\u00a0: {known}.", en=f"Languages: {known}."),
        )
    if audience not in {each.id for each in scenario.audiences}:
        known = ", ".join(each.id for each in scenario.audiences)
        raise CallRefused(
            "unknown_audience",
            Words(
                fr=f"Cette enquête ne connaît pas le profil « {audience} ».",
                en=f"This investigation has no profile “{audience}”.",
            ),
            Words(fr=f"Profils\u00a0: {known}.", en=f"Profiles: {known}."),
        )


def as_json(state: PlayState) -> dict[str, Any]:
    """The state in JSON types only, for a checkpoint or a row."""
    return state.model_dump(mode="json")


def state_size(state: PlayState) -> int:
    """Bytes of the state as compact JSON."""
    return len(json.dumps(as_json(state), ensure_ascii=False, separators=(",", ":")).encode())
