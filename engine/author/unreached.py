"""G540: endings that no exploration came to, with the conditions that lead there."""

from __future__ import annotations

from engine.author.explore import Exploration
from engine.language.diagnostics import Diagnostic, Diagnostics, Place
from engine.language.saying import listing
from engine.language.schema import BranchNode, ChoiceNode, Scenario


def never_ended(scenario: Scenario, exploration: Exploration, file: str) -> list[Diagnostic]:
    """One warning for each ending of the file that none of the plays reached."""
    diagnostics = Diagnostics(file)
    for name, times in exploration.endings.items():
        if times:
            continue
        place = Place(scenario.nodes[name].line, 3, 3 + len(name))
        conditions = listing(_conditions(scenario, name))
        diagnostics.report("G540", place, node=name, n=exploration.plays, conditions=conditions)
    return diagnostics.in_order()


def _conditions(scenario: Scenario, name: str) -> list[str]:
    """The conditions of the ways that lead to a node, as written."""
    found: list[str] = []
    for node in scenario.nodes.values():
        ways = node.cases if isinstance(node, BranchNode) else ()
        options = node.options if isinstance(node, ChoiceNode) else ()
        found += [way.when.source for way in (*ways, *options) if way.to == name and way.when]
    return list(dict.fromkeys(found))
