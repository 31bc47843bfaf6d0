"""What a room does together, phase by phase; a reader alone goes another way, or writes where the room would.

A room answers each phase as a whole, once it is closed: ``{"phase": {"winner"?, "ranking"?, "added"?}}``.
"""

from __future__ import annotations

from typing import Any

from engine.guide.render import words_of
from engine.language.schema import ActivityNode, Phase, Scenario
from engine.nodes import QuestionKind
from engine.nodes.asks import form_named
from engine.play.environment import Values
from engine.play.events import HypothesisAdded, Offer, OfferedOption, PhaseOffer
from engine.play.state import PlayState
from engine.play.turn import Turn
from tools.wording import both

HYPOTHESES = "hypotheses"
MOST_ADDED = 4  # hypotheses that a room may add to a play's board, in all


class Activity(QuestionKind[ActivityNode]):
    """Opens one phase after another. ``state.phase`` counts those closed since the node was entered."""

    def enter(self, turn: Turn, node: ActivityNode) -> str | None:
        """Tell what it is about; then the room's first phase, or where one reader goes."""
        turn.narrate(node)
        turn.find(node.found, node)
        if not turn.state.group and node.solo is not None:
            return node.solo
        return self._open(turn, node)

    def offer(self, scenario: Scenario, state: PlayState, node: ActivityNode) -> Offer:
        """The open phase; to one reader, a text to write or to pass."""
        at = _phases(node, state)[state.phase]
        if not state.group:
            return Offer(kind="text", optional=True)
        phase = node.phases[at]
        values = Values(scenario, state)
        return Offer(
            kind="phase",
            items=_subjects(scenario, state, phase),
            phase=PhaseOffer(
                do=phase.do,
                at=at,
                of=len(node.phases),
                text=words_of(scenario, phase.text, values) if phase.text else None,
                minutes=phase.minutes,
                per=phase.per,
                anonymous=phase.anonymous,
                method=phase.method,
                tie=phase.tie,
                most=phase.most,
            ),
        )

    def check(self, node: ActivityNode, offer: Offer, answer: dict[str, Any]) -> dict[str, Any]:
        """A text or a skip from one reader; from a room, what the phase came to."""
        if offer.kind == "text" and answer.get("skipped") is True:
            return {"skipped": True}
        form = form_named(offer.kind)
        return {form.field: form.admit(answer.get(form.field), offer)}

    def answered(self, turn: Turn, node: ActivityNode, answer: dict[str, Any]) -> str | None:
        """Keep what the phase came to, then open the next or go on."""
        outcome = answer.get("phase", {})
        phase = node.phases[_phases(node, turn.state)[turn.state.phase - 1]]
        if "winner" in outcome and phase.about in turn.scenario.vars:
            turn.assign_value(str(phase.about), outcome["winner"])
        for added in outcome.get("added", []):
            name = f"added_{len(turn.state.added) + 1}"
            if len(turn.state.added) < MOST_ADDED:
                turn.emit(
                    HypothesisAdded(hypothesis=name, text=added["text"], refuted_by=added["refuted_by"])
                )
        return self._open(turn, node)

    def stays(self, state: PlayState, node: ActivityNode) -> bool:
        """Whether a phase is still to come."""
        return state.phase < len(_phases(node, state))

    def _open(self, turn: Turn, node: ActivityNode) -> str | None:
        phases = _phases(node, turn.state)
        if turn.state.phase >= len(phases):
            return node.to
        at = phases[turn.state.phase]
        if node.phases[at].text is not None:
            turn.say(node, f"phases.{at}")
        return None


def _phases(node: ActivityNode, state: PlayState) -> list[int]:
    """The places of the phases that are played: all of a room's, what one reader would write."""
    return [at for at, phase in enumerate(node.phases) if state.group or phase.do == "write"]


def _subjects(scenario: Scenario, state: PlayState, phase: Phase) -> list[OfferedOption]:
    """What is voted on or ranked."""
    if phase.about is None:
        return []
    values = Values(scenario, state)
    if phase.about == HYPOTHESES:
        named = [
            OfferedOption(id=name, text=words_of(scenario, each.text, values))
            for name, each in scenario.hypotheses.items()
        ]
        return named + [OfferedOption(id=name, text=both(text)) for name, text in state.added.items()]
    var = scenario.vars.get(phase.about)
    choices = var.choices if var is not None else []
    labels = var.labels if var is not None else {}
    return [
        OfferedOption(
            id=name, text=words_of(scenario, labels[name], values) if name in labels else both(name)
        )
        for name in choices
    ]
