"""One move of the core under way: what node kinds use to say things, set variables and file exhibits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.guide.render import Rendered, render, render_text
from engine.language.expressions import Expression
from engine.language.schema import Node, Scenario
from engine.play.beliefs import moves
from engine.play.environment import Values, environment
from engine.play.events import Entered, Event, Found, Moved, Narrated, Set
from engine.play.reads import reads
from engine.play.state import PlayState, apply

TEXT_KEPT = 280  # characters of a reader's text that a variable keeps; the whole of it is in the log


class Turn:
    """Collects events; ``state`` always is the fold of what came before and of ``events``.

    The state given is not touched: a turn that raises leaves nothing behind.
    """

    def __init__(self, scenario: Scenario, state: PlayState) -> None:
        self.scenario = scenario
        self.state = state.apart()
        self.events: list[Event] = []
        self._grounds: list[str] = []  # the finding that came in, and what the conditions since then read
        self._told: list[str] = []  # what the text of the present node read

    def emit(self, event: Event) -> None:
        """Number the event, apply it, keep it."""
        turn = event.turn or self.state.turn
        numbered = event.model_copy(update={"seq": self.state.seq + 1, "turn": turn})
        apply(self.scenario, self.state, numbered)
        self.events.append(numbered)

    def environment(self) -> dict[str, Any]:
        """What conditions read now."""
        return environment(self.scenario, self.state)

    def holds(self, condition: Expression | None) -> bool:
        """Whether a condition is true now; what it reads becomes part of what the next exhibit rests on."""
        if condition is None:
            return True
        self._grounds.extend(sorted(condition.names))
        return condition.evaluate(self.environment()) is True

    def rest_on(self, node: Node) -> None:
        """What is filed from here on rests on that node's finding."""
        self._grounds.append(node.id)

    def enter(self, node: Node) -> None:
        """Count the visit and apply the node's ``set``."""
        self._told.clear()
        self.emit(Entered(node=node.id, visit=self.state.count.get(node.id, 0) + 1))
        self.assign(node.set)

    def narrate(self, node: Node) -> None:
        """The text for this audience, then the paragraphs whose condition holds."""
        if self.state.audience in node.text_for:
            self.say(node, f"text_for.{self.state.audience}")
        elif node.text is not None:
            self.say(node, "text")
        for at, also in enumerate(node.also):
            if also.when.evaluate(self.environment()) is True:
                self.say(node, f"also.{at}")

    def say(self, node: Node, key: str) -> None:
        """One narrated text."""
        said = render(self.scenario, node.id, key, self.state.language, self._values())
        self._told.extend(said.values)
        self.emit(
            Narrated(
                node=node.id, key=key, values=said.values, sha=said.sha, text=said.text,
                bindings=said.bindings, cites=said.cites, shown_in=_other(said, self.state),
            )
        )  # fmt: skip

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
        self.emit(Set(var=name, value=kept, clamped=kept != value))

    def find(self, exhibits: Iterable[str], node: Node) -> None:
        """File exhibits, each once a play, and say what each does to the board."""
        for name in exhibits:
            if name in self.state.found:
                continue
            exhibit = self.scenario.exhibits[name]
            said = render_text(self.scenario, exhibit.text, self.state.language, self._values())
            basis = [*said.values, *said.cites, *exhibit.cites, *self._grounds, *self._told]
            self.emit(
                Found(
                    exhibit=name, node=node.id, piece=len(self.state.found) + 1,
                    rests_on=reads(self.scenario).rests_on(basis),
                    values=said.values, text=said.text, bindings=said.bindings,
                )
            )  # fmt: skip
            moved = moves(self.scenario, self.state.found, name)
            if moved:
                self.emit(Moved(moves=moved))

    def _values(self) -> Values:
        return Values(self.scenario, self.state)


def _other(said: Rendered, state: PlayState) -> Any:
    return said.language_shown if said.language_shown != state.language else None
