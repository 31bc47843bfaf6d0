"""Prose: it is told and the play goes on."""

from __future__ import annotations

from engine.language.schema import NarrativeNode
from engine.nodes import NodeKind
from engine.play.turn import Turn


class Narrative(NodeKind[NarrativeNode]):
    """Tells its text, files its exhibits, goes on. It does not stop the turn; the client paces it."""

    def enter(self, turn: Turn, node: NarrativeNode) -> str | None:
        """Tell, file, go on."""
        turn.narrate(node)
        turn.find(node.found, node)
        return node.to
