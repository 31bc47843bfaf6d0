"""Why something was never reached: what leads there, how often one came that far, and what never held."""

from __future__ import annotations

from typing import NamedTuple

from engine.author.coverage import Place
from engine.author.explore import Exploration
from engine.author.ways import Way, ways
from engine.language.schema import BranchNode, ChoiceNode, EndingNode, ExpectedRange, Scenario, ToolNode
from engine.nodes.tool import FAILURE, SUCCESS, UNMET
from tools.wording import Words


class Unreached(NamedTuple):
    """A place that no play came to. ``follows``: only because what leads there was never reached either."""

    place: Place
    line: int
    is_ending: bool
    conditions: list[str]
    why: Words
    follows: bool


def unreached(scenario: Scenario, exploration: Exploration) -> list[Unreached]:
    """What was never reached; causes first, then what merely follows from them, each in the file's order."""
    coverage = exploration.coverage
    missed = coverage.missed
    never = {place.node for place in missed if not place.part}
    incoming: dict[str, list[Way]] = {}
    for way in ways(scenario):
        incoming.setdefault(way.target, []).append(way)
    found = []
    for place in missed:
        node = scenario.nodes[place.node]
        if place.part:
            if place.node in never:
                continue  # the node itself is told
            conditions, why = _part(scenario, place, coverage.nodes[place.node, ""])
            follows = False
        else:
            conditions, why, follows = _node(scenario, incoming.get(place.node, []), never)
        ends = isinstance(node, EndingNode)
        found.append(Unreached(place, node.line, ends and not place.part, conditions, why, follows))
    return sorted(found, key=lambda each: each.follows)


def _node(scenario: Scenario, arriving: list[Way], never: set[str]) -> tuple[list[str], Words, bool]:
    if not arriving:
        return [], Words(fr="Aucun chemin n'y mène.", en="No path leads there."), False
    alive = [way for way in arriving if way.source not in never]
    held = [shown for way in alive or arriving if (shown := _condition(scenario, way))]
    conditions = list(dict.fromkeys(held))
    if not alive:
        names = ", ".join(dict.fromkeys(way.source for way in arriving))
        why = Words(
            fr=f"On n'y vient que de {names}, jamais atteint non plus.",
            en=f"It is only led to from {names}, never reached either.",
        )
        return conditions, why, True
    places = ", ".join(dict.fromkeys(_shown(way) for way in alive))
    if conditions:
        why = Words(
            fr=f"On y vient de {places}, si l'une de ces conditions tient :",
            en=f"It is led to from {places}, if one of these conditions holds:",
        )
    else:
        why = Words(fr=f"On y vient de {places}.", en=f"It is led to from {places}.")
    return conditions, why, False


def _part(scenario: Scenario, place: Place, visits: int) -> tuple[list[str], Words]:
    """An option never taken, a case never followed, an outcome never drawn, at a node that was visited."""
    node = scenario.nodes[place.node]
    french = f"En {visits} visite{'s' if visits > 1 else ''}"
    english = f"In {visits} visit{'s' if visits > 1 else ''}"
    if isinstance(node, ChoiceNode):
        option = next(each for each in node.options if each.id == place.part)
        if option.when is None:
            return [], Words(
                fr=f"{french}, l'option n'a jamais été choisie.", en=f"{english}, the option was never taken."
            )
        return [option.when.source], Words(
            fr=f"{french}, l'option n'a jamais été ouverte :", en=f"{english}, the option was never open:"
        )
    if isinstance(node, BranchNode):
        case = node.cases[int(place.part) - 1]
        colon = ":" if case.when else "."
        return [case.when.source] if case.when else [], Words(
            fr=f"{french}, ce cas n'a jamais été suivi" + (" :" if case.when else "."),
            en=f"{english}, this case was never followed{colon}",
        )
    expected = _expected(node) if isinstance(node, ToolNode) else []
    told = {
        SUCCESS: Words(
            fr=f"{french}, aucune mesure n'a donné ce qui est attendu.",
            en=f"{english}, no measure gave what is expected.",
        ),
        UNMET: Words(
            fr=f"{french}, aucune mesure n'a manqué ce qui est attendu.",
            en=f"{english}, no measure missed what is expected.",
        ),
        FAILURE: Words(
            fr=f"{french}, aucune mesure n'est tombée en panne.", en=f"{english}, no measure failed."
        ),
    }
    return (expected if place.part != FAILURE else []), told[place.part]


def _condition(scenario: Scenario, way: Way) -> str:
    """What opens a way; "" where nothing has to hold."""
    node = scenario.nodes[way.source]
    if way.kind == "option" and isinstance(node, ChoiceNode):
        option = next((each for each in node.options if each.id == way.name), None)
        return option.when.source if option is not None and option.when else ""
    if way.kind == "case" and isinstance(node, BranchNode):
        before = [case.when.source for case in node.cases if case.when]
        return way.name or " and ".join(f"not ({each})" for each in before)
    return ""


def _shown(way: Way) -> str:
    if way.kind == "option":
        return f"{way.source}.{way.name}"
    return f"{way.source}.{way.kind}" if way.kind in (UNMET, FAILURE) else way.source


def _expected(node: ToolNode) -> list[str]:
    return [
        f"{name}: {wanted.low:g}..{wanted.high:g}"
        if isinstance(wanted, ExpectedRange)
        else f"{name}: {wanted}"
        for name, wanted in node.expect.items()
    ]
