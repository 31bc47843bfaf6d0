"""The end of a play, with the status that the investigation reached."""

from __future__ import annotations

from engine.language.schema import EndingNode
from engine.nodes import NodeKind
from engine.play.events import Ended
from engine.play.turn import Turn


class Ending(NodeKind[EndingNode]):
    """Tells its text and ends. What to remember and what comes next are drawn from the node itself."""

    def enter(self, turn: Turn, node: EndingNode) -> str | None:
        """Tell, file, end."""
        turn.narrate(node)
        turn.find(node.found, node)
        turn.emit(Ended(node=node.id, status=node.status))
        return None
