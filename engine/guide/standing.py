"""Texts that are read outside of any play (a dossier's, a workshop's): their figures are facts of sources."""

from __future__ import annotations

from engine.guide.render import Rendered, render_text
from engine.language.schema import Scenario, Text
from tools.wording import Language


def standing(scenario: Scenario, text: Text, language: Language) -> Rendered:
    """``text`` with its figures, as :func:`~engine.guide.render.render_text` gives it during a play."""
    facts = {
        f"{source.id}.{fact}": value
        for source in scenario.sources.values()
        for fact, value in source.facts.items()
    }
    return render_text(scenario, text, language, facts)
