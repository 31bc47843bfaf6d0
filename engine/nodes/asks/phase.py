"""What a room's phase came to, once its facilitator closes it."""

from __future__ import annotations

import random
from typing import Any

from engine.nodes.asks import AskForm, form_named, invalid
from engine.nodes.asks.text import checked_text
from engine.play.events import Offer, PhaseOffer


class RoomPhase(AskForm):
    """``{"phase": {"winner"?, "ranking"?, "added"?}}``: of a vote, a ranking, hypotheses; else nothing."""

    field = "phase"

    def admit(self, given: Any, offer: Offer) -> dict[str, Any]:
        """What this phase can come to (X825)."""
        phase = _phase(offer)
        if not isinstance(given, dict):
            raise invalid("X825", "Cette phase n'a pas été close.", "This phase was not closed.")
        names = [item.id for item in offer.items]
        if phase.do == "vote":
            if given.get("winner") not in names:
                raise invalid(
                    "X825",
                    "Ce vote ne désigne aucune des réponses proposées.",
                    "This vote names none of the answers.",
                )
            return {"winner": given["winner"]}
        if phase.do == "rank":
            ranking = given.get("ranking")
            if not isinstance(ranking, list) or sorted(map(str, ranking)) != sorted(names):
                raise invalid(
                    "X825",
                    "Ce classement doit contenir chaque élément une fois.",
                    "This ranking must hold each item once.",
                )
            return {"ranking": [str(name) for name in ranking]}
        return {"added": _added(given.get("added", []), phase.most)} if phase.do == "hypothesis" else {}

    def start(self, offer: Offer, held: Any) -> dict[str, Any]:
        """The first answer wins, the author's order stands, nothing is added."""
        phase, names = _phase(offer), [item.id for item in offer.items]
        if phase.do == "vote":
            return {"winner": held if held in names else names[0]}
        return {"ranking": names} if phase.do == "rank" else {}

    def by_chance(self, offer: Offer, chance: random.Random) -> dict[str, Any]:
        """Any answer wins, any order stands; a hypothesis is added now and then."""
        phase, names = _phase(offer), [item.id for item in offer.items]
        match phase.do:
            case "vote":
                return {"winner": chance.choice(names)}
            case "rank":
                return {"ranking": chance.sample(names, len(names))}
            case "hypothesis" if chance.random() < 0.5:
                return {"added": [{"text": form_named("text").by_chance(offer, chance)}]}
            case _:
                return {}


def _phase(offer: Offer) -> PhaseOffer:
    if offer.phase is None:
        raise ValueError("an offer of the kind 'phase' says which")
    return offer.phase


def _added(given: Any, most: int) -> list[dict[str, str]]:
    if not isinstance(given, list) or len(given) > most:
        raise invalid(
            "X825",
            f"Cette phase ajoute {most} hypothèse{'s' if most > 1 else ''} au plus.",
            f"This phase adds {most} hypothes{'es' if most > 1 else 'is'} at most.",
        )
    added = []
    for each in given:
        if not isinstance(each, dict):
            raise invalid("X825", "Une hypothèse est une phrase.", "A hypothesis is a sentence.")
        refuted = each.get("refuted_by", "")
        added.append(
            {"text": checked_text(each.get("text")), "refuted_by": checked_text(refuted) if refuted else ""}
        )
    return added
