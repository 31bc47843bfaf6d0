"""One move of the core under way: what node kinds use to say things, set variables and file exhibits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.guide.render import plan_of, text_at
from engine.language.answers import Value
from engine.language.expressions import Expression, answer_key
from engine.language.schema import Node, Scenario, Text
from engine.play.beliefs import bears
from engine.play.environment import Beliefs, environment, value_at
from engine.play.events import Event, Opened
from engine.play.records import Arrival, Assignment, Filing, Record, Reply, Telling, Weighing
from engine.play.state import Measured, PlayState, answered, apply, entered, measured, opening_state

TEXT_KEPT = 280  # characters of a reader's text that a variable keeps; the whole of it is in the log

_RESERVED_COUNTS = ("exhibits", "turns")  # of ``count``: what is not a node


class Turn:
    """Collects what happens; ``state`` always is the fold of what came before and of that.

    The state given is not touched: a turn that raises leaves nothing behind. What conditions read is kept up
    in place as the play moves rather than made again at every condition.
    """

    __slots__ = ("_env", "_first", "_grounds", "_told", "outcomes", "records", "scenario", "state")

    def __init__(self, scenario: Scenario, state: PlayState) -> None:
        self.scenario = scenario
        self.state = state.apart()
        self.records: list[Record | Event] = []
        self.outcomes: list[tuple[str, str]] = []  # ways that no event names: a branch's case, a tool's way
        self._first = state.seq + 1
        self._env: dict[str, Any] | None = None
        self._grounds: list[str] = []  # the finding that came in, and what the conditions since then read
        self._told: list[str] = []  # what the text of the present node read

    @classmethod
    def opening(cls, scenario: Scenario, opened: Opened) -> Turn:
        """The first move of a play."""
        turn = cls(scenario, opening_state(scenario, opened))
        turn.records.append(opened)
        turn._first = opened.seq
        return turn

    @property
    def events(self) -> list[Event]:
        """What happened so far, in full, numbered."""
        return [
            record.event(self.scenario, self.state, seq) if isinstance(record, Record) else record
            for seq, record in enumerate(self.records, self._first)
        ]

    def emit(self, event: Event) -> None:
        """Number the event, apply it, keep it."""
        turn = event.turn or self.state.turn
        numbered = event.model_copy(update={"seq": self.state.seq + 1, "turn": turn})
        apply(self.scenario, self.state, numbered)
        self.records.append(numbered)
        self._env = None

    def record(self, record: Record) -> None:
        """Keep what happened and has already been applied to the state."""
        self.records.append(record)
        self.state.seq += 1

    def environment(self) -> dict[str, Any]:
        """What conditions read now; not to be changed."""
        env = self._env
        if env is None:
            env = self._env = environment(self.scenario, self.state)
        return env

    def is_true(self, condition: Expression | None) -> bool:
        """Whether a condition is true now."""
        return condition is None or condition.evaluate(self.environment()) is True

    def holds(self, condition: Expression | None) -> bool:
        """As :meth:`is_true`; what it reads becomes part of what the next exhibit rests on."""
        if condition is None:
            return True
        self._grounds.extend(condition.sorted_names)
        return condition.evaluate(self.environment()) is True

    def rest_on(self, node: Node) -> None:
        """What is filed from here on rests on that node's finding."""
        self._grounds.append(node.id)

    def enter(self, node: Node) -> None:
        """Count the visit and apply the node's ``set``."""
        self._told.clear()
        name, state = node.id, self.state
        visit = state.count.get(name, 0) + 1
        entered(state, name, visit)
        self.record(Arrival(name, visit))
        env = self._env
        if env is not None:
            if name not in _RESERVED_COUNTS:
                env["count"][name] = visit
            if visit == 1 and node.kind != "tool" and node.kind != "ask":
                env["seen"][name] = True
        if node.set:
            self.assign(node.set)

    def answer(self, node: Node, answer: dict[str, Any], ask_id: str, key: str = "") -> None:
        """The reader answered: ``answer`` is in its canonical shape. A new turn begins."""
        state = self.state
        answered(self.scenario, state, node.id, answer, state.turn + 1)
        self.record(Reply(ask_id, node.id, answer, key))
        env = self._env
        if env is not None:
            env["count"]["turns"] = state.turn
            if node.kind == "ask":
                self._keep_answer(env, node.id, state.given.get(node.id))

    @staticmethod
    def _keep_answer(env: dict[str, Any], node: str, fields: dict[str, Value] | None) -> None:
        if fields is None:
            env.pop(answer_key(node), None)
            env["seen"].pop(node, None)
        else:
            env[answer_key(node)] = fields
            env["seen"][node] = True

    def measure(self, node: Node, finding: Measured, record: Record) -> None:
        """A finding came in; ``record`` says so."""
        measured(self.scenario, self.state, node.id, finding)
        self.record(record)
        env = self._env
        if env is not None:
            env[node.id] = self.state.results[node.id]
            env["seen"][node.id] = True

    def narrate(self, node: Node) -> None:
        """The text for this audience, then the paragraphs whose condition holds."""
        audience = self.state.audience
        if audience in node.text_for:
            self._tell(node, f"text_for.{audience}", node.text_for[audience])
        elif node.text is not None:
            self._tell(node, "text", node.text)
        for at, also in enumerate(node.also):
            if self.is_true(also.when):
                self._tell(node, f"also.{at}", also.text)

    def say(self, node: Node, key: str) -> None:
        """One narrated text. Raises :class:`KeyError` for a key that the node does not have."""
        self._tell(node, key, text_at(self.scenario, node.id, key))

    def _tell(self, node: Node, key: str, text: Text) -> None:
        language = self.state.language
        values = self._values(text)
        if values:
            self._told.extend(values)
        self.record(Telling(node.id, key, text, language, values))

    def assign(self, expressions: Mapping[str, Expression]) -> None:
        """Set variables in order, numbers clamped to the variable's bounds."""
        for name, expression in expressions.items():
            value = expression.evaluate(self.environment())
            if value is not None:
                self.assign_value(name, value)

    def assign_value(self, name: str, value: Any) -> None:
        """Set one variable."""
        kept = value
        var = self.scenario.vars.get(name)
        if isinstance(value, str):
            kept = value[:TEXT_KEPT]
        elif var is not None and not isinstance(value, bool) and isinstance(value, int | float):
            kept = value if var.low is None else max(var.low, value)
            kept = kept if var.high is None else min(var.high, kept)
        self.state.vars[name] = kept
        self.record(Assignment(name, kept, kept != value))
        if self._env is not None:
            self._env[name] = kept

    def find(self, exhibits: Iterable[str], node: Node) -> None:
        """File exhibits, each once a play, and say what each does to the board."""
        found = self.state.found
        for name in exhibits:
            if name in found:
                continue
            exhibit = self.scenario.exhibits[name]
            values = self._values(exhibit.text)
            grounds = (*self._grounds, *self._told)
            found.append(name)
            self.record(Filing(exhibit, node.id, len(found), self.state.language, values, grounds))
            env = self._env
            if env is not None:
                env["found"][name] = True
                env["count"]["exhibits"] = len(found)
                env["belief"] = Beliefs(self.scenario, found)
            if bears(self.scenario, name):
                self.record(Weighing(name, tuple(found)))

    def _values(self, text: Text) -> dict[str, Any]:
        """What the text reads, as it is at this moment."""
        names = plan_of(*text.in_(self.state.language)).names
        if not names:
            return {}
        env = self.environment()
        read = ((name, value_at(env, name)) for name in names)
        return {name: value for name, value in read if value is not None}
