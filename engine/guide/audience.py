"""How we speak to someone: the profiles of a scenario, and what a profile may be shown."""

from __future__ import annotations

from engine.language.schema import Scenario
from tools.wording import Language

NUMBERS_SHOWN_TO = frozenset({"engineer"})
"""Profiles that see the computed value behind a hypothesis' word; for all others it is false precision."""


def default_audience(scenario: Scenario) -> str:
    """The first profile of the file."""
    return scenario.audiences[0].id


def audience_title(scenario: Scenario, audience: str, language: Language) -> str:
    """What the profile is called; its id where the scenario does not name it."""
    for each in scenario.audiences:
        if each.id == audience:
            return each.title.in_(language)[0]
    return audience


def shows_numbers(audience: str) -> bool:
    """Whether the board's computed values may be shown."""
    return audience in NUMBERS_SHOWN_TO
