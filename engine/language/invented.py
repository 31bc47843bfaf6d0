"""Results written by hand: the ``fixtures`` of a draft and the ``results`` of a play, field by field.

A draft may be played before anything is measured. What its author invents is held to what the tool can
return, says everywhere that it is invented, and is never published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from engine.language.declared import Header
from engine.language.diagnostics import did_you_mean
from engine.language.instruments import Instrument
from engine.language.node_parts import Nodes
from engine.language.plain_values import value_of
from engine.language.reading import Reading
from engine.language.saying import NAMES, describe, listing, nearest, words
from engine.language.schema import AskNode, ToolNode
from engine.language.tree import Fields, Leaf, Tree
from tools.finding import Call, Finding, Recorded, Scalar, Verdict
from tools.stimulus import StimulusSet
from tools.subject import SubjectIdentity
from tools.tool import ResultField
from tools.wording import Words, both

_NOTHING = "0" * 64
_WORTHLESS = words(
    "Résultat inventé pour une répétition : il ne vaut rien.",
    "A result invented for a rehearsal: it is worth nothing.",
)


def read_results(
    reading: Reading, source: str, tree: Tree | None, nodes: Nodes
) -> dict[str, tuple[Leaf, dict[str, Scalar]]]:
    """Node → the place of its name, and the fields given for it. ``source`` names the block."""
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.wrong(source, tree, words("une liste de nœuds", "a list of nodes"))
        return {}
    read: dict[str, tuple[Leaf, dict[str, Scalar]]] = {}
    for name, (key, block) in tree.items.items():
        if name not in nodes.keys:
            near = did_you_mean(nearest(name, nodes.instruments))
            reading.report("R320", key, cause=name, source=source, leads=NAMES, target=name[:60], near=near)
        elif nodes.kinds[name] != "tool":
            reading.report("R302", key, node=name, kind=nodes.kinds[name])
        elif not isinstance(block, Fields):
            reading.wrong(name, block, words("une liste de résultats", "a list of results"), "{rate: 0.5}")
        elif name in nodes.instruments:
            read[name] = (key, _fields(reading, nodes.instruments[name], block))
    return read


def _fields(reading: Reading, instrument: Instrument, block: Fields) -> dict[str, Scalar]:
    tool = instrument.tool
    known = {each.name: each for each in tool.results}
    read: dict[str, Scalar] = {}
    for name, (key, tree) in block.items.items():
        field = known.get(name)
        if field is None:
            near = did_you_mean(nearest(name, known))
            reading.report("R303", key, tool=tool.method, field=name[:40], near=near, list=listing(known))
            continue
        value = value_of(tree)
        problem = _problem(field, value)
        if problem is None:
            read[name] = cast(Scalar, value)
            continue
        near = both("")
        if field.choices and isinstance(value, str):
            near = did_you_mean(nearest(value, field.choices))
        shown = describe(tree) if not isinstance(tree, Leaf) else both(tree.value[:40])
        reading.report("T427", tree, field=name, tool=tool.method, value=shown, problem=problem, near=near)
    return read


def _problem(field: ResultField, value: Any) -> Words | None:
    """Why the tool never returns ``value``; ``None`` when it may."""
    if field.kind == "flag":
        return None if isinstance(value, bool) else words("c'est un oui ou non", "it is a yes or no")
    if field.kind in ("number", "share"):
        return _number_problem(field, value)
    if field.kind == "table":
        if not isinstance(value, dict) or not value:
            return words("c'est un tableau : repère et nombre", "it is a table: mark and number")
        return next((found for each in value.values() if (found := _number_problem(field, each))), None)
    if field.kind == "list-of":
        listed = isinstance(value, list) and all(isinstance(each, str) for each in value)
        odd = [each for each in value if field.choices and each not in field.choices] if listed else [value]
        return _choices_of(field) if odd else None
    if field.kind == "text":
        return None if isinstance(value, str) else words("c'est un texte", "it is a text")
    return None if isinstance(value, str) and value in field.choices else _choices_of(field)


def _choices_of(field: ResultField) -> Words:
    listed = ", ".join(field.choices)
    return words(f"il rend {listed}", f"it returns {listed}")


def _number_problem(field: ResultField, value: Any) -> Words | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return words("c'est un nombre", "it is a number")
    low = field.low if field.low is not None else float("-inf")
    high = field.high if field.high is not None else float("inf")
    if low <= value <= high:
        return None
    return words(f"il rend de {low:g} à {high:g}", f"it returns {low:g} to {high:g}")


def fields_read(reading: Reading, nodes: Nodes) -> dict[str, set[str]]:
    """Tool node → the fields of its result that the scenario reads, in conditions, sentences or questions."""
    read: dict[str, set[str]] = {name: set() for name in nodes.instruments}

    def add(base: str, field: str) -> None:
        if base in read:
            read[base].add(field)

    for use in reading.uses:
        for name in use.expression.names:
            add(*name.partition(".")[::2])
    for prose in reading.prose:
        for leaf in prose.leaves.values():
            for base, field in re.findall(r"\{([a-z]\w*)\.([a-z]\w*)", leaf.value):
                add(base, field)
    for use_of_table in nodes.tables.values():
        add(use_of_table.tool, use_of_table.field)
    for name, node in nodes.nodes.items():
        if isinstance(node, ToolNode):
            read.get(name, set()).update(node.expect)
    return read


def invented_finding(header: Header, nodes: Nodes, node: ToolNode, result: Mapping[str, Scalar]) -> Finding:
    """A finding that holds what its author made up, and says so."""
    from tools import catalogue

    tool = nodes.instruments[node.id].tool
    card = catalogue.card_of(node.subject)
    asked = nodes.nodes.get(node.case)
    case = asked.default_case if isinstance(asked, AskNode) and asked.default_case else node.case
    n = result.get("n", 0)
    verdict = result.get("verdict")
    subject = SubjectIdentity(
        name=node.subject,
        title=card.title if card else both(node.subject),
        badge=card.badge if card else "none",
        sha256=card.sha256 if card else _NOTHING,
    )
    return Finding(
        tool_version=tool.version,
        call=Call(
            verb=node.verb, method=node.method, subject=node.subject, case=case, params=dict(node.params),
            seed=node.seed or 0,
        ),
        question=tool.title,
        subject=subject,
        stimuli=StimulusSet(
            case=case, about=_WORTHLESS, n=0, sha256=_NOTHING, person="none", licence="", credit=""
        ),
        unit_of_n=words("unité inventée", "invented unit"),
        n=int(n) if isinstance(n, int | float) else 0,
        result=dict(result),
        values=[],
        verdict=cast(Verdict, verdict if verdict in get_args(Verdict) else "inconclusive"),
        conclusion=_WORTHLESS,
        seconds=0.0,
        origin="recorded",
        recorded=Recorded(
            at="1970-01-01T00:00:00Z", command=f"{header.id}: fixtures", subject_sha256=subject.sha256,
            seed=node.seed or 0, invented=True,
        ),
    )  # fmt: skip
