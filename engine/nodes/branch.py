"""Routing by what is known: the first case whose condition holds."""

from __future__ import annotations

from engine.language.schema import BranchNode
from engine.nodes import NodeKind
from engine.play.turn import Turn


class Branch(NodeKind[BranchNode]):
    """Shows nothing; the last case has no condition, so one is always taken."""

    def enter(self, turn: Turn, node: BranchNode) -> str | None:
        """Take the first case that holds."""
        for at, case in enumerate(node.cases, 1):
            if turn.holds(case.when):
                turn.outcomes.append((node.id, str(at)))
                return case.to
        return node.to
