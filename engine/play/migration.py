"""A saved play when its scenario was edited under it: carried over, never lost, never asked again in vain.

Everything comes from the log and from the scenario of today; the file that the play began with need not
exist any more. The log is told again in today's names, what no longer holds is left out, and the state that
results is kept whole in the event ``migrated``, from which a fold or a replay goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.language.schema import AskNode, ChoiceNode, Scenario, ToolNode, Var
from engine.nodes import question_of
from engine.nodes.tool import asked_then, call_of, flaw_of
from engine.play.detour import has, needs
from engine.play.events import (
    Answered,
    Detoured,
    Ended,
    Entered,
    Event,
    Found,
    InvalidAnswer,
    Migrated,
    Offered,
    Opened,
    Renaming,
    Set,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
)
from engine.play.playthrough import PlayState, Step, as_json, carry_on, wait_of
from engine.play.retelling import Steps, renamed, renaming, since_last, version_of
from engine.play.state import apply, fold, opening_state
from tools.finding import Call

_AT_A_NODE = (Entered, Offered, Answered, ToolStarted, ToolFinished, ToolFailedEvent, Detoured)


def is_behind(scenario: Scenario, events: Sequence[Event]) -> bool:
    """Whether a play that is not over was last played on another version of ``scenario``, or another text."""
    return bool(events) and version_of(events)[1] != scenario.sha and not _is_over(events)


def carry_over(scenario: Scenario, events: Sequence[Event]) -> Step:
    """The play of a log on ``scenario`` as it is now: ``migrated`` and what it leads to, up to the next wait.

    The same question stays open, under the same id, wherever it still can. Raises :class:`ValueError` for a
    log that does not begin with ``opened`` or whose play is over.
    """
    if not events or not isinstance(events[0], Opened) or _is_over(events):
        raise ValueError("only a play that was opened and is not over is carried over")
    version, sha = version_of(events)
    then = since_last(events)
    names = renaming(scenario, then)
    kept = _Kept(scenario, names, renamed(then, names))
    moved_from, reopened = kept.place(Steps(scenario, version), then)
    kept.state.seq = events[-1].seq
    migrated = Migrated(
        from_version=version,
        from_sha=sha,
        version=scenario.version,
        sha=scenario.sha,
        names=kept.names,
        withdrawn=_withdrawn(then, kept.names),
        dropped=sorted(kept.dropped),
        moved_from=moved_from,
        reopened=reopened,
        state=as_json(kept.state),
    )
    return carry_on(scenario, kept.state, migrated)


def state_today(scenario: Scenario, events: Sequence[Event]) -> PlayState:
    """The state of a log, even of one that another version of ``scenario`` left: what still holds of it."""
    then = since_last(events)
    if version_of(events)[1] == scenario.sha:
        return fold(scenario, events)
    names = renaming(scenario, then)
    return _Kept(scenario, names, renamed(then, names)).state


def _is_over(events: Sequence[Event]) -> bool:
    return any(isinstance(event, Ended) for event in reversed(events))


def _withdrawn(events: Sequence[Event], names: Renaming) -> list[str]:
    """What readers saw of the exhibits that are gone."""
    gone = [name for name, new in names.exhibits.items() if new is None]
    return [each.text for each in events if isinstance(each, Found) and each.exhibit in gone and each.text]


@dataclass
class _Turn:
    """What one answer led to, for the lead that it used up."""

    option: str | None = None  # "node.option", where the option is one that disappears
    dropped: bool = False  # a result that it brought no longer counts


@dataclass
class _Kept:
    """A fold that leaves out what this scenario cannot have said. ``state`` never fails to be one of its own.

    An answer that the question of today would not admit, a result of another instrument or of other
    arguments, and the exhibits that rested on such a result do not count; a lead that was used up for it can
    be followed again.
    """

    scenario: Scenario
    names: Renaming
    events: list[Event]
    state: PlayState = field(init=False)
    dropped: set[str] = field(default_factory=set)
    _turn: _Turn = field(default_factory=_Turn)
    _started: dict[str, Call] = field(default_factory=dict)

    def __post_init__(self) -> None:
        opened = self.events[0]
        assert isinstance(opened, Opened)
        self.state = opening_state(self.scenario, opened)
        for event in self.events[1:]:
            if self._holds(event):
                apply(self.scenario, self.state, event)
        self._forget_exhibits()
        self._settle()

    def _holds(self, event: Event) -> bool:
        scenario, state = self.scenario, self.state
        if isinstance(event, _AT_A_NODE) and event.node not in scenario.nodes:
            return False
        match event:
            case Answered():
                self._turn = _Turn()
                if not self._admits(event):
                    state.pending = None
                    return False
                self._turn.option = f"{event.node}.{event.answer.get('option')}"
            case ToolStarted():
                self._started[event.node] = event.call
            case ToolFinished():
                if not self._same_measure(event):
                    self._drop(event.node)
                    return False
                self.dropped.discard(event.node)
            case Set():
                return event.var in scenario.vars
            case Migrated() | Ended():
                return False
        return True

    def _admits(self, event: Answered) -> bool:
        """Whether the question of today is one that this answers."""
        node = self.scenario.nodes[event.node]
        if isinstance(node, ChoiceNode):
            return any(option.id == event.answer.get("option") for option in node.options)
        kind = question_of(node)
        if kind is None:
            return False
        if not isinstance(node, AskNode):
            return "option" not in event.answer
        try:
            kind.check(node, kind.offer(self.scenario, self.state, node), event.answer)
        except InvalidAnswer:
            return False
        return True

    def _same_measure(self, event: ToolFinished) -> bool:
        node = self.scenario.nodes[event.node]
        if not isinstance(node, ToolNode):
            return False
        asked = call_of(self.scenario, self.state, node)
        started = self._started.get(event.node, event.finding.call)
        seed = asked.seed if node.seed is not None else started.seed
        return (
            _question(asked_then(asked, started), seed) == _question(started, started.seed)
            and flaw_of(self.scenario, node, asked, event.finding) is None
        )

    def _drop(self, node: str) -> None:
        self.dropped.add(node)
        self.state.results.pop(node, None)
        if self._turn.option in self.state.taken:
            self.state.taken.remove(self._turn.option)

    def _forget_exhibits(self) -> None:
        """What rested on a result that no longer counts no longer counts."""
        lost = [
            event.exhibit
            for event in self.events
            if isinstance(event, Found) and self.dropped & {event.node, *event.rests_on}
        ]
        kept = [name for name in self.state.found if name not in lost and name in self.scenario.exhibits]
        if kept != self.state.found:
            today = {new or old: old for old, new in self.names.exhibits.items()}
            gone: dict[str, str | None] = {today.get(name, name): None for name in lost}
            self.names = self.names.model_copy(update={"exhibits": {**self.names.exhibits, **gone}})
        self.state.found = kept

    def _settle(self) -> None:
        """Settings, variables and leads that this scenario has."""
        scenario, state = self.scenario, self.state
        state.version, state.sha, state.carried = scenario.version, scenario.sha, True
        if state.language not in scenario.languages:
            state.language = scenario.languages[0]
        if state.audience not in {each.id for each in scenario.audiences}:
            state.audience = scenario.default_audience
        state.vars = {name: _fitting(var, state.vars.get(name)) for name, var in scenario.vars.items()}
        options = {
            f"{node.id}.{option.id}"
            for node in scenario.nodes.values()
            if isinstance(node, ChoiceNode)
            for option in node.options
        }
        state.taken = [each for each in state.taken if each in options]
        state.chose = {node: option for node, option in state.chose.items() if f"{node}.{option}" in options}
        state.via = state.via if state.via in options else None
        state.turn_entries = 0
        state.back = {node: back for node, back in state.back.items() if back in scenario.nodes}
        state.tried = []

    def place(self, steps: Steps, then: Sequence[Event]) -> tuple[str | None, str | None]:
        """Where the play stood if it cannot stay there, and the node that it goes on with, if it is another.

        ``then`` is the log in the names of its own version.
        """
        stood = next((event.node for event in reversed(then) if isinstance(event, Entered)), None)
        today = steps.node(stood) if stood is not None else None
        if today is not None and self._stays_at(today, then):
            return None, None
        self.state.pending = None
        if today is not None:
            self.state.cursor = today
            return stood, today
        target = steps.stand_in(stood) if stood is not None else None
        if target is None:
            target = self._last_question()
        self.state.cursor = target
        return stood, target

    def _stays_at(self, node: str, then: Sequence[Event]) -> bool:
        """Whether what was awaited there still can be; its question, or its measure, is then still open."""
        state = self.state
        lacks = any(not has(state, name) for name in needs(self.scenario).get(node, ()))
        last = next((each for each in reversed(then) if isinstance(each, _AT_A_NODE)), None)
        if lacks or state.cursor != node:
            return False
        if isinstance(self.scenario.nodes[node], ToolNode):
            state.pending = None
            return isinstance(last, ToolStarted)
        if not isinstance(last, Offered) or state.pending != last.ask_id:
            return False
        try:
            wait_of(self.scenario, state)
        except (ValueError, LookupError, TypeError):  # a question that is none any more
            return False
        return True

    def _last_question(self) -> str:
        """The last question of the play that this scenario still asks; a lead taken there is given back."""
        for event in reversed(self.events):
            node = self.scenario.nodes.get(event.node) if isinstance(event, Offered) else None
            if node is not None and question_of(node) is not None:
                lead = f"{node.id}.{self.state.chose.get(node.id)}"
                if lead in self.state.taken:
                    self.state.taken.remove(lead)
                return node.id
        return self.scenario.start


def _question(call: Call, seed: int) -> dict[str, Any]:
    return {**call.model_dump(mode="json"), "seed": seed}


def _fitting(var: Var, value: Any) -> bool | float | str:
    """A variable's value, if it is one of those that it holds today; else its start."""
    match var.kind:
        case "flag":
            fits = isinstance(value, bool)
        case "number":
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        case "one-of":
            fits = value in var.choices
        case _:
            fits = isinstance(value, str)
    if not fits:
        return var.start
    if var.kind == "number":
        value = value if var.low is None else max(var.low, value)
        value = value if var.high is None else min(var.high, value)
    kept: bool | float | str = value
    return kept
