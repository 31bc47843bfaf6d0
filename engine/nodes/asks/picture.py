"""A picture that the reader brings; what comes here is its SHA-256, once it was taken in."""

from __future__ import annotations

import random
import re
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, invalid
from engine.play.events import Offer
from engine.play.state import PlayState

_SHA = re.compile(r"[0-9a-f]{64}")


class Picture(AskForm):
    """``{"picture": sha256}``; skipped, the author's own case stands in."""

    field = "picture"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """Optional wherever a case stands in."""
        optional = node.optional or node.default_case is not None
        return super().offer(scenario, state, node).model_copy(update={"optional": optional})

    def admit(self, given: Any, offer: Offer) -> str:
        """The hash of a picture (X816)."""
        if not isinstance(given, str) or not _SHA.fullmatch(given):
            raise self._none()
        return given

    def start(self, offer: Offer, held: Any) -> str:
        """Nobody there has a picture: raises :class:`InvalidAnswer` (X816)."""
        raise self._none()

    def by_chance(self, offer: Offer, chance: random.Random) -> str:
        """Nor has chance."""
        raise self._none()

    def _none(self) -> Exception:
        return invalid(
            "X816",
            "Aucune image lisible n'accompagne cette réponse.",
            "No readable picture came with this answer.",
        )
