"""What a choice costs in time, where it leads straight to a measure: said before, never after."""

from __future__ import annotations

from engine.language.schema import ChoiceNode, NarrativeNode, Scenario, ToolNode
from server.phrases import phrase
from tools.wording import Language, format_number

MINUTE = 60.0  # seconds


def price(scenario: Scenario, start: str | None, language: Language, patience: float) -> str:
    """The line under a choice that leads to the node ``start``, or "".

    Only where nothing but texts stands before a measure that was recorded here, and only from how long that
    record took to make; a measure of a reader's own picture has none. Beyond ``patience`` seconds the record
    itself is what is shown.
    """
    node = scenario.nodes.get(start or "")
    seen: set[str] = set()
    while isinstance(node, NarrativeNode) and node.id not in seen:
        seen.add(node.id)
        node = scenario.nodes.get(node.to or "")
    if not isinstance(node, ToolNode):
        return ""
    found = scenario.fixtures.get(node.id)
    if found is None or found.recorded is None or found.recorded.invented or node.case in scenario.nodes:
        return ""
    if node.live or found.seconds > patience:
        return phrase("price.recorded", language, took=_took(found.seconds, language))
    return phrase("price.live", language, took=_took(found.seconds, language))


def prices(scenario: Scenario, choice: str, language: Language, patience: float) -> dict[str, str]:
    """The lines of a choice's options, by option; without those that cost nothing."""
    node = scenario.nodes.get(choice)
    if not isinstance(node, ChoiceNode):
        return {}
    told = {each.id: price(scenario, each.to, language, patience) for each in node.options}
    return {name: line for name, line in told.items() if line}


def _took(seconds: float, language: Language) -> str:
    if seconds < 1:
        return phrase("price.instant", language)
    if seconds < MINUTE:
        n = round(seconds)
        return phrase(
            "price.second" if n == 1 else "price.seconds", language, n=format_number(n, "int", language)
        )
    n = round(seconds / MINUTE)
    return phrase(
        "price.minute" if n == 1 else "price.minutes", language, n=format_number(n, "int", language)
    )
