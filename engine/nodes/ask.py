"""A question that is not a choice; each kind of answer has its form in ``asks``."""

from __future__ import annotations

from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes import QuestionKind
from engine.nodes.asks import form_named, invalid
from engine.play.events import Believed, Offer
from engine.play.state import PlayState
from engine.play.turn import Turn


class Ask(QuestionKind[AskNode]):
    """Puts the question and keeps the answer; it never decides a path."""

    def enter(self, turn: Turn, node: AskNode) -> str | None:
        """Tell and wait."""
        turn.narrate(node)
        turn.find(node.found, node)
        return None

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """The question as data."""
        return form_named(node.ask).offer(scenario, state, node)

    def check(self, node: AskNode, offer: Offer, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer to this kind of question, or a skip where that is allowed."""
        if answer.get("skipped") is True:
            if not offer.optional:
                raise invalid("X817", "Cette question demande une réponse.", "This question needs an answer.")
            return {"skipped": True}
        form = form_named(node.ask)
        return {form.field: form.admit(answer.get(form.field), offer)}

    def answered(self, turn: Turn, node: AskNode, answer: dict[str, Any]) -> str | None:
        """Save what is to be saved."""
        if "beliefs" in answer:
            turn.emit(Believed(node=node.id, stated=answer["beliefs"]))
        if node.save is not None:
            for kind in ("number", "text", "ranking"):
                if kind in answer:
                    value = answer[kind]
                    turn.assign_value(node.save, value[0] if kind == "ranking" else value)
        return node.to
