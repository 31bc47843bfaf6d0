"""One play, moved by answers and findings. Pure: no clock, no chance, no input or output.

``open_play`` starts it; ``take_answer``, ``take_finding``, ``take_failure`` and ``change_settings`` move it.
Each gives a :class:`Step`: the new state, the events that happened, and what the play now waits for.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.language.case_pictures import described
from engine.language.schema import Scenario, ToolNode
from engine.nodes import question_of
from engine.nodes.tool import Fallback, Measure, call_of, fallback_for, flaw_of, recorded_for, title_of
from engine.play.events import (
    Event,
    Migrated,
    Offer,
    Offered,
    Opened,
    SettingsChanged,
    StaleAnswer,
    ToolStarted,
)
from engine.play.state import PlayState, fold
from engine.play.turn import Turn
from engine.play.walk import OpenQuestion, wait_at, walk
from tools.errors import AutopsieError, CallRefused
from tools.finding import Call, Finding
from tools.wording import LANGUAGES, Language, Words

__all__ = [
    "AskWait", "Done", "PlayState", "Step", "ToolWait", "Wait", "carry_on", "change_settings", "fold",
    "open_play", "take_answer", "take_failure", "take_finding", "wait_of",
]  # fmt: skip


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


class Step:
    """What one input did: the new state, the events that happened, what the play now waits for.

    Events and wait may be given as how to make them: they are made when first asked for.
    """

    def __init__(
        self,
        state: PlayState,
        events: list[Event] | Callable[[], list[Event]],
        wait: Wait | Callable[[], Wait],
    ) -> None:
        self.state = state
        self._events, self._wait = events, wait

    @functools.cached_property
    def events(self) -> list[Event]:
        """The events, in full."""
        return self._events() if callable(self._events) else self._events

    @functools.cached_property
    def wait(self) -> Wait:
        """What the play waits for."""
        return self._wait() if callable(self._wait) else self._wait


def open_play(
    scenario: Scenario, *, play: str, seed: int, audience: str, language: Language, group: bool = False
) -> Step:
    """Start a play. Raises :class:`CallRefused` for a profile or a language that the scenario lacks."""
    _check_settings(scenario, language, audience)
    opened = Opened(
        seq=1, play=play, scenario=scenario.id, version=scenario.version, sha=scenario.sha,
        audience=audience, language=language, seed=seed, group=group,
    )  # fmt: skip
    return _go_on(Turn.opening(scenario, opened), scenario.start)


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
    turn = Turn(scenario, state)
    checked = kind.admit(turn, node, answer)
    turn.answer(node, checked, ask_id, key)
    following = kind.answered(turn, node, checked)
    if kind.stays(turn.state, node):
        wait_at(turn, node)
        return _step(turn)
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
    finding = described(scenario.case_pictures, finding)
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
    walk(turn, following)
    return _step(turn)


def _step(turn: Turn) -> Step:
    return Step(turn.state, lambda: turn.events, lambda: _wait_after(turn))


def _wait_after(turn: Turn) -> Wait:
    last = turn.records[-1]
    if isinstance(last, OpenQuestion):
        offer = last.offer(turn.scenario, turn.state)
        return AskWait(ask_id=last.ask_id, node=turn.state.cursor, offer=offer)
    return wait_of(turn.scenario, turn.state)


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
