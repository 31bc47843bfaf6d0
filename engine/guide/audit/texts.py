"""The evidence of one author's text by itself, whatever was measured: for sets that are labelled by text."""

from __future__ import annotations

from engine.guide.audit.steps import state_of
from engine.guide.evidence import Evidence
from engine.guide.licensed import evidence_of_text
from engine.guide.render import text_at
from engine.language.schema import Scenario
from engine.play.environment import Values
from tools.wording import Language


def evidence_at_text(
    scenario: Scenario, *, language: Language, profile: str, key: str, node: str = "", exhibit: str = ""
) -> Evidence:
    """What the text ``key`` of a node, or of an exhibit ("text", "why.<hypothesis>"), licenses by itself.

    Raises :class:`KeyError` for a text that the scenario does not have.
    """
    values = Values(scenario, state_of(scenario, language, profile))
    if node:
        text = text_at(scenario, node, key)
    else:
        field, _, which = key.partition(".")
        found = scenario.exhibits[exhibit]
        text = found.why[which] if field == "why" else found.text
    return evidence_of_text(scenario, text, values, language=language, audience=profile)
