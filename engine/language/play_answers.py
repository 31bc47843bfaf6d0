"""Whether the answers that a play gives are ones that its questions admit, before anyone plays them.

What the questions finally admit is said by ``engine.nodes``; what is caught here is what can be known from
the file alone: names, counts, bounds, and answers to nodes that ask nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from engine.language.diagnostics import did_you_mean
from engine.language.saying import listing, nearest, words
from engine.language.schema import ActivityNode, AskNode, ChoiceNode, Node
from tools.wording import Words, both

_LISTS = ("rank", "curve", "sign")  # whose answer is a list already
_FIELDS = {
    "number": "number", "scale": "number", "slider": "number", "text": "text", "rank": "ranking",
    "beliefs": "beliefs", "picture": "picture", "sort": "sorted", "curve": "curve", "budget": "spent",
    "sign": "signed",
}  # fmt: skip


class Problem(NamedTuple):
    """Why an answer is not admitted, and what would be."""

    reason: Words
    cure: Words = both("")


def problems(node: Node, given: Any, hypotheses: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the answers given at ``node``: one value, or a list of one a visit. The options of
    a choice are checked elsewhere."""
    if isinstance(node, ChoiceNode | ActivityNode):
        return
    if not isinstance(node, AskNode):
        yield Problem(
            words("ce nœud ne demande rien.", "this node asks nothing."),
            words("Retirez cette réponse.", "Take this answer out."),
        )
        return
    for value in _visits(node, given):
        problem = _problem(node, value, hypotheses)
        if problem is not None:
            yield problem


def _visits(node: AskNode, given: Any) -> list[Any]:
    if not isinstance(given, list):
        return [given]
    if node.ask in _LISTS and not any(isinstance(each, list | dict) or each is None for each in given):
        return [given]
    return given


def _problem(node: AskNode, value: Any, hypotheses: Collection[str]) -> Problem | None:
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in (_FIELDS[node.ask], "skipped"):
        value = None if "skipped" in value else value[_FIELDS[node.ask]]
    if value is None or (value in ("skip", "null") and node.ask != "text"):
        if node.optional:
            return None
        return Problem(
            words("cette question ne se passe pas.", "this question cannot be skipped."),
            words("Répondez, ou écrivez « optional: true ».", "Answer, or write “optional: true”."),
        )
    items = [item.id for item in node.items]
    match node.ask:
        case "number" | "scale" | "slider":
            return _number(node, value)
        case "curve":
            return _curve(node, value)
        case "rank":
            return _names(value, items, every=True)
        case "sign":
            return _names(value, items, every=False)
        case "sort":
            return _sorted(value, items, [pile.id for pile in node.piles])
        case "budget":
            return _spent(node, value)
        case "beliefs":
            return _beliefs(value, list(hypotheses))
        case _:
            return (
                None if isinstance(value, str) else Problem(words("il faut un texte.", "a text is needed."))
            )


def _number(node: AskNode, value: Any) -> Problem | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Problem(words("il faut un nombre.", "a number is needed."), _range(node))
    if (node.low is not None and value < node.low) or (node.high is not None and value > node.high):
        return Problem(words(f"{value:g} sort de l'intervalle.", f"{value:g} is out of range."), _range(node))
    return None


def _range(node: AskNode) -> Words:
    if node.low is None or node.high is None:
        return both("")
    return words(f"De {node.low:g} à {node.high:g}.", f"From {node.low:g} to {node.high:g}.")


def _curve(node: AskNode, value: Any) -> Problem | None:
    if not isinstance(value, list) or len(value) != len(node.points):
        n = len(node.points)
        return Problem(
            words(f"il faut {n} hauteurs, une par repère.", f"{n} heights are needed, one a mark."),
            both(", ".join(node.points)),
        )
    return next((found for each in value if (found := _number(node, each))), None)


def _names(value: Any, items: list[str], *, every: bool) -> Problem | None:
    if not isinstance(value, list):
        return Problem(words("il faut une liste de noms.", "a list of names is needed."), _listed(items))
    for name in value:
        if name not in items:
            return _unknown(name, items)
    if len(set(value)) != len(value):
        return Problem(words("un nom y est deux fois.", "a name stands there twice."), _listed(items))
    missing = [name for name in items if name not in value]
    if every and missing:
        return Problem(
            words(f"il manque {', '.join(missing)}.", f"{', '.join(missing)} is missing."), _listed(items)
        )
    return None


def _sorted(value: Any, items: list[str], piles: list[str]) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(
            words("il faut dire la pile de chaque chose.", "the pile of each thing is needed."),
            _listed(piles),
        )
    problem = _names(list(value), items, every=True)
    return problem or next((_unknown(pile, piles) for pile in value.values() if pile not in piles), None)


def _spent(node: AskNode, value: Any) -> Problem | None:
    items = {item.id: item for item in node.items}
    if not isinstance(value, dict):
        return Problem(
            words("il faut dire combien de chaque.", "how many of each is needed."), _listed(items)
        )
    paid = 0
    for name, count in value.items():
        if name not in items:
            return _unknown(name, items)
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= items[name].most:
            most = items[name].most
            return Problem(
                words(f"« {name} » se prend de 0 à {most} fois.", f"“{name}” is taken 0 to {most} times.")
            )
        paid += items[name].cost * count
    total = node.total or 0
    if paid > total:
        return Problem(
            words(
                f"cela coûte {paid}, et le budget est de {total}.", f"it costs {paid} of a budget of {total}."
            )
        )
    return None


def _beliefs(value: Any, hypotheses: list[str]) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(
            words("il faut une part par hypothèse.", "a share a hypothesis is needed."), _listed(hypotheses)
        )
    for name, share in value.items():
        if name not in hypotheses:
            return _unknown(name, hypotheses)
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            return Problem(words(f"« {name} » va de 0 à 1.", f"“{name}” runs from 0 to 1."))
    return None


def _unknown(name: Any, known: Collection[str]) -> Problem:
    shown = str(name)[:40]
    near = did_you_mean(nearest(shown, known))
    listed = listing(known)
    return Problem(
        words(f"« {shown} » n'est pas parmi les réponses.", f"“{shown}” is not among the answers."),
        words(f"{near.fr}Réponses : {listed}.", f"{near.en}Answers: {listed}."),
    )


def _listed(known: Collection[str]) -> Words:
    return words(f"Noms : {listing(known)}.", f"Names: {listing(known)}.")
