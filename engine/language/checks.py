"""Every check that needs the whole file: names, types, paths, prose, evidence."""

from __future__ import annotations

from engine.language.conditions import check_conditions
from engine.language.graph import check_graph
from engine.language.header import Header
from engine.language.kinds import Scope
from engine.language.node_parts import Nodes
from engine.language.prose import check_prose
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.tree import Fields, Leaf
from tools.wording import Words


def check(reading: Reading, root: Fields, header: Header, nodes: Nodes, start: str | None) -> None:
    """Run every family of checks; each reports what it finds, none stops another."""
    scope = Scope(header, nodes)
    check_namespace(reading, root, nodes)
    check_conditions(reading, scope)
    check_prose(reading, scope)
    check_graph(reading, header, nodes, start)
    check_hypotheses(reading, root, header)


def check_namespace(reading: Reading, root: Fields, nodes: Nodes) -> None:
    """S212: vars, tool nodes and sources are the bare names of expressions, so none may be shared."""
    taken: dict[str, tuple[Words, int]] = {}
    kinds: list[tuple[Words, list[Leaf]]] = [
        (words("une variable", "a var"), _keys(root, "vars")),
        (words("une source", "a source"), _keys(root, "sources")),
        (
            words("un nœud tool", "a tool node"),
            [nodes.keys[name] for name, kind in nodes.kinds.items() if kind == "tool"],
        ),
    ]
    for kind, keys in kinds:
        for key in keys:
            before = taken.get(key.value)
            if before:
                reading.report("S212", key, id=key.value, kind1=before[0], first=before[1], kind2=kind)
            else:
                taken[key.value] = (kind, key.place.line)


def check_hypotheses(reading: Reading, root: Fields, header: Header) -> None:
    """F903 and F904: rival explanations, one of them ordinary."""
    if not header.hypotheses:
        return
    place = root.items["hypotheses"][0]
    if len(header.hypotheses) < 3:
        reading.report("F903", place, n=len(header.hypotheses))
    if not any(hypothesis.boring for hypothesis in header.hypotheses.values()):
        reading.report("F904", place)


def _keys(root: Fields, name: str) -> list[Leaf]:
    tree = root.get(name)
    return [key for key, _ in tree.items.values()] if isinstance(tree, Fields) else []
