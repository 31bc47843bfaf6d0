"""What each kind of node does when the play enters it; one file per kind, found by its name."""

from __future__ import annotations

import functools
import importlib
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from engine.language.schema import Node, Scenario
from engine.play.events import Offer
from engine.play.state import PlayState
from engine.play.turn import Turn

NodeT = TypeVar("NodeT", bound=Node)


class NodeKind(ABC, Generic[NodeT]):
    """The behaviour of one kind of node. It keeps nothing between calls."""

    @abstractmethod
    def enter(self, turn: Turn, node: NodeT) -> str | None:
        """Do what the kind does on arrival; the id of the next node, or ``None`` to wait there."""


class QuestionKind(NodeKind[NodeT]):
    """A kind that waits for the reader."""

    @abstractmethod
    def offer(self, scenario: Scenario, state: PlayState, node: NodeT) -> Offer:
        """What is asked, given the state."""

    @abstractmethod
    def check(self, node: NodeT, offer: Offer, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer in its canonical shape.

        Raises :class:`~engine.play.events.InvalidAnswer` for one that the offer does not admit.
        """

    def admit(self, turn: Turn, node: NodeT, answer: dict[str, Any]) -> dict[str, Any]:
        """As :meth:`check`, at the moment where ``turn`` stands; kinds that can spare the offer do."""
        return self.check(node, self.offer(turn.scenario, turn.state, node), answer)

    @abstractmethod
    def answered(self, turn: Turn, node: NodeT, answer: dict[str, Any]) -> str | None:
        """Do what a checked answer does; the id of the next node."""

    def stays(self, state: PlayState, node: NodeT) -> bool:
        """Whether the node asks again after an answer (an activity, phase after phase)."""
        return False


@functools.cache
def kind_named(name: str) -> NodeKind[Any]:
    """The one behaviour that ``engine/nodes/<name>.py`` holds."""
    module = importlib.import_module(f"engine.nodes.{name}")
    classes = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, NodeKind) and each.__module__ == module.__name__
    ]
    if len(classes) != 1:
        raise TypeError(f"engine/nodes/{name}.py must hold exactly one kind, not {len(classes)}")
    return classes[0]()


def question_of(node: Node) -> QuestionKind[Any] | None:
    """The kind of a node that asks something; ``None`` for the others."""
    return _question_named(node.kind)


@functools.cache
def _question_named(name: str) -> QuestionKind[Any] | None:
    kind = kind_named(name)
    return kind if isinstance(kind, QuestionKind) else None
