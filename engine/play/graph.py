"""A play on langgraph: three steps (``enter``, ``tool``, ``ask``) around the core, checkpoints, interrupts.

The only place of the engine that knows langgraph, and it is thin on purpose: the log is the truth, the
checkpoint a cache of where the play stands. What langgraph 1.2 does at its edges shapes this file: an old
interrupt id is ignored in silence, ``Command(resume=None)`` crashes, of two simultaneous resumes one is
lost, and a resume of a checkpoint that was already answered gives the *first* answer again. So questions
are checked here by our own ids, one turn at a time, and the answer is handed over beside the interrupt.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import weakref
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from engine.guide.audience import profile_of
from engine.guide.guide import Guide
from engine.language.schema import Scenario
from engine.play.events import Event, Narrated, Opened, ToolProgress
from engine.play.playthrough import (
    Step,
    ToolWait,
    Wait,
    as_json,
    change_settings,
    open_play,
    take_answer,
    take_failure,
    take_finding,
    wait_of,
)
from engine.play.replay import ASIDE, catch_up
from engine.play.state import STATE_FORMAT, PlayState
from tools.errors import AutopsieError, ToolFailed
from tools.finding import Finding
from tools.tool import Cancelled
from tools.wording import Language, Words

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

MAX_STEPS = 200  # graph steps a turn; the core's own guard stops long before
CHECKPOINTS_KEPT = 2
PROGRESS_EVERY = 0.3  # seconds between two progress events of one measure

log = logging.getLogger(__name__)


class ReportProgress(Protocol):
    """What a running measure calls: ``done`` of ``total``, and its place in the queue while it waits."""

    def __call__(self, done: int, total: int, place: int | None = None) -> None: ...  # noqa: D102


RunTool = Callable[[ToolWait, ReportProgress], Finding]
Emit = Callable[[list[Event]], None]


class _GraphState(TypedDict):
    core: dict[str, Any]  # the PlayState, in JSON types only


class _Lock:
    """A lock that a weak dictionary can hold."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_locks: weakref.WeakValueDictionary[str, _Lock] = weakref.WeakValueDictionary()
_locks_guard = threading.Lock()


class Shell:
    """One play, run on a checkpointer. Every method returns what the play then waits for.

    ``run_tool`` measures (it may block for a minute); ``emit`` appends events to the log and publishes them,
    and is called as soon as there are any, so that what was told before a measure shows while it runs.
    Progress has ``seq`` 0 and comes from the measuring thread: it is news to publish, not part of the log.
    Two shells of one process may hold the same play: their turns take place one after the other.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        run_tool: RunTool,
        emit: Emit,
        checkpointer: BaseCheckpointSaver[Any],
        guide: Guide | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._scenario = scenario
        self._run_tool = run_tool
        self._emit_to = emit
        self._saver = checkpointer
        self._guide = guide or Guide()
        self._clock = clock
        self._graph = _three_steps().copy({"checkpointer": checkpointer})
        self._play = ""
        self._seq = 0
        self._state: PlayState | None = None
        self._wait: Wait | None = None  # of the last step taken here
        self._answered: Step | None = None  # the answer under way, already checked and taken
        self._told: list[Narrated] = []
        self._log: list[Event] = []  # what a guide may draw on; empty where the author's words are said

    @property
    def state(self) -> PlayState:
        """Where the play stands. Raises :class:`RuntimeError` before ``open`` or ``resume``."""
        if self._state is None:
            raise RuntimeError("open a play or resume one first")
        return self._state

    def open(self, *, play: str, seed: int, audience: str, language: Language) -> Wait:
        """Start a play. Raises :class:`~tools.errors.CallRefused` for unknown settings."""
        step = open_play(self._scenario, play=play, seed=seed, audience=audience, language=language)
        with self._turn(play):
            self._commit(step)
            return self._seat(step.state)

    def resume(self, events: Sequence[Event]) -> Wait:
        """Pick a play up where its log leaves it, and finish what a kill interrupted.

        A measure under way is made again. Raises :class:`~engine.play.replay.ReplayError` for a log that
        this scenario cannot have produced.
        """
        first = events[0] if events else None
        if not isinstance(first, Opened):
            raise ValueError("a log begins with the event 'opened'")
        with self._turn(first.play):
            self._seq = events[-1].seq
            if not self._guide.backend.verbatim:
                self._log = list(events)
            kept, _ = self._checkpoint()
            said = next(event.seq for event in reversed(events) if not isinstance(event, ASIDE))
            if kept is not None and kept.sha == self._scenario.sha and said <= kept.seq <= self._seq:
                self._state = kept
                wait = wait_of(self._scenario, kept)
                return self._invoke(None) if isinstance(wait, ToolWait) else wait
            step = catch_up(self._scenario, events)
            self._commit(step)
            return self._seat(step.state)

    def answer(self, ask_id: str, answer: dict[str, Any], key: str = "") -> Wait:
        """The reader's answer, and all that follows from it up to the next wait.

        Raises :class:`StaleAnswer` or :class:`InvalidAnswer`; nothing has then moved.
        """
        from langgraph.types import Command  # slow import

        with self._turn(self.state.play):
            kept, pending = self._checkpoint()
            state = self._load(kept or self.state)
            step = take_answer(self._scenario, state, ask_id, answer, key)  # may refuse: nothing has moved
            if pending is None:  # the checkpoint is gone, or of another release
                self._seat(state)
                _, pending = self._checkpoint()
            self._answered = step
            try:
                return self._invoke(Command(resume={pending: answer}))
            finally:
                self._answered = None

    def settings(self, language: Language, audience: str) -> Wait:
        """Another language or profile; the same question stays open under the same id."""
        with self._turn(self.state.play):
            step = change_settings(self._scenario, self._load(self.state), language, audience)
            self._commit(step)
            return self._seat(step.state)

    # The graph.

    def _ask(self, core: dict[str, Any], given: Any) -> dict[str, Any]:
        """The step that ``answer`` took; or, after a kill, what langgraph kept of the answer."""
        if self._answered is not None:
            return self._commit(self._answered)
        state = self._load(PlayState.model_validate(core))
        return self._commit(take_answer(self._scenario, state, core["pending"], given))

    def _next(self, core: dict[str, Any]) -> str:
        if core["ended"] is not None:
            return "end"
        return "tool" if self._scenario.nodes[core["cursor"]].kind == "tool" else "ask"

    def _measure(self, core: dict[str, Any]) -> dict[str, Any]:
        """Run the tool that is awaited. Failure is data: nothing is raised but a cancellation."""
        state = self._load(PlayState.model_validate(core))
        wait = wait_of(self._scenario, state)
        if not isinstance(wait, ToolWait):
            raise RuntimeError("no measure is awaited")
        try:
            finding = self._run_tool(wait, self._progress(wait.node, state.turn))
        except Cancelled:
            raise
        except AutopsieError as error:
            return self._commit(take_failure(self._scenario, self._load(state), error))
        except Exception:
            log.exception("the tool of node %s broke", wait.node)
            broken = ToolFailed(
                "tool_error",
                Words(fr="La mesure s’est interrompue.", en="The measure broke off."),
            )
            return self._commit(take_failure(self._scenario, self._load(state), broken))
        return self._commit(take_finding(self._scenario, self._load(state), finding))

    def _progress(self, node: str, turn: int) -> ReportProgress:
        last: list[tuple[float, int | None]] = []

        def report(done: int, total: int, place: int | None = None) -> None:
            now = self._clock().timestamp()
            if last and place == last[0][1] and now - last[0][0] < PROGRESS_EVERY:
                return
            last[:] = [(now, place)]
            self._publish([ToolProgress(turn=turn, node=node, done=done, total=total, place=place)])

        return report

    # What is kept.

    def _commit(self, step: Step) -> dict[str, Any]:
        """Log and publish, then hand the state to the graph, which checkpoints it."""
        if step.events:
            self._send(step.events)
        self._told += [event for event in step.events if isinstance(event, Narrated)]
        self._state, self._wait = step.state, step.wait
        return {"core": as_json(step.state)}

    def _send(self, events: Sequence[Event]) -> None:
        self._publish(events)
        self._seq = events[-1].seq
        if not self._guide.backend.verbatim:
            self._log += events

    def _publish(self, events: Sequence[Event]) -> None:
        at = self._clock().isoformat(timespec="milliseconds")
        self._emit_to([event.model_copy(update={"at": at}) for event in events])

    def _load(self, state: PlayState) -> PlayState:
        """The state, numbering on after what the shell itself logged (the guide's words)."""
        return state.model_copy(update={"seq": max(state.seq, self._seq)})

    def _seat(self, state: PlayState) -> Wait:
        """Put the play on a fresh thread at ``state`` and run it to its next wait."""
        self._saver.delete_thread(state.play)
        self._graph.update_state(self._config(), {"core": as_json(state)}, as_node="tool")
        return self._invoke(None)

    def _invoke(self, given: Any) -> Wait:
        self._graph.invoke(given, self._config(), durability="sync")
        self._prune()
        self._word()
        return self._wait or wait_of(self._scenario, self.state)

    def _word(self) -> None:
        """Let the guide word what was told in this turn. Its words come after the turn, never before."""
        told, self._told = self._told, []
        for narrated in told:
            worded = self._guide.tell(
                self._scenario, narrated, self._log,
                language=self.state.language, profile=profile_of(self.state.audience),
            )  # fmt: skip
            if worded is not None:
                self._send([worded.model_copy(update={"seq": self._seq + 1, "turn": narrated.turn})])

    def _config(self) -> Any:
        return {"configurable": {"thread_id": self._play}, "recursion_limit": MAX_STEPS}

    def _checkpoint(self) -> tuple[PlayState | None, str | None]:
        """The state of the last checkpoint and the id of the interrupt it waits at, where there are such."""
        kept = self._graph.get_state(self._config())
        pending = kept.interrupts[0].id if len(kept.interrupts) == 1 else None
        try:
            state = PlayState.model_validate(kept.values["core"])
        except (KeyError, ValueError):  # nothing kept, or of another release
            return None, None
        return (state, pending) if state.v == STATE_FORMAT else (None, None)

    def _prune(self) -> None:
        """Keep the last checkpoints only: fifty turns would weigh 750 kB, and the log is the truth."""
        cursor = getattr(self._saver, "cursor", None)
        if cursor is None:
            return
        old = (
            "thread_id = ? AND checkpoint_id NOT IN (SELECT checkpoint_id FROM checkpoints"
            " WHERE thread_id = ? ORDER BY checkpoint_id DESC LIMIT ?)"
        )
        with cursor() as cur:
            for table in ("writes", "checkpoints"):
                cur.execute(f"DELETE FROM {table} WHERE {old}", (self._play, self._play, CHECKPOINTS_KEPT))

    @contextlib.contextmanager
    def _turn(self, play: str) -> Any:
        with _locks_guard:
            lock = _locks.setdefault(play, _Lock())
        with lock.lock:
            self._play = play
            self._told = []
            running = _running.set(self)
            try:
                yield
            finally:
                _running.reset(running)


_running: ContextVar[Shell] = ContextVar("_running")
"""The shell whose turn it is: the compiled graph is the same for all plays."""


@functools.cache
def _three_steps() -> CompiledStateGraph[Any, Any, Any, Any]:
    """``enter`` looks at what is awaited, ``tool`` measures, ``ask`` interrupts until the reader answers."""
    from langgraph.graph import END, START, StateGraph  # slow import
    from langgraph.types import interrupt  # slow import

    def enter(state: _GraphState) -> dict[str, Any]:
        return {}

    def tool(state: _GraphState) -> dict[str, Any]:
        return _running.get()._measure(state["core"])

    def ask(state: _GraphState) -> dict[str, Any]:
        given = interrupt({"ask_id": state["core"]["pending"]})  # runs again on resume: nothing before this
        return _running.get()._ask(state["core"], given)

    def awaited(state: _GraphState) -> str:
        return _running.get()._next(state["core"])

    graph = StateGraph(_GraphState)
    graph.add_node("enter", enter)
    graph.add_node("tool", tool)
    graph.add_node("ask", ask)
    graph.add_edge(START, "enter")
    graph.add_conditional_edges("enter", awaited, {"tool": "tool", "ask": "ask", "end": END})
    graph.add_edge("tool", "enter")
    graph.add_edge("ask", "enter")
    return graph.compile()
