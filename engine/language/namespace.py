"""The bare names of expressions: vars, sources, tool nodes and questions with an answer to read. None may be
shared, or a condition could not tell which is meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.answers import fields_of
from engine.language.declared import Header
from engine.language.node_parts import Nodes
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import AskNode
from engine.language.tree import Fields, Leaf
from tools.wording import Words

_VAR = words("une variable", "a var")
_SOURCE = words("une source", "a source")
_TOOL = words("un nœud tool", "a tool node")
_ASK = words("un nœud ask", "an ask node")


def check_namespace(reading: Reading, root: Fields, header: Header, nodes: Nodes) -> None:
    """S212: one name for two things. A question may be named like the var that keeps its answer: the two
    say the same."""
    taken: dict[str, tuple[Words, int]] = {}
    for library in header.libraries:
        for key in library.keys["sources"]:
            kind = words(
                f"une source de la bibliothèque « {library.name} »", f"a source of library “{library.name}”"
            )
            taken[key.value] = (kind, key.place.line)
    for kind, key in _names(root, nodes):
        before = taken.get(key.value)
        if before is None:
            taken[key.value] = (kind, key.place.line)
            continue
        node = nodes.nodes.get(key.value)
        keeps = isinstance(node, AskNode) and node.save == key.value and before[0] is _VAR
        if not keeps and not (kind is _SOURCE and before[0] not in (_VAR, _SOURCE)):
            reading.report("S212", key, id=key.value, kind1=before[0], first=before[1], kind2=kind)


def _names(root: Fields, nodes: Nodes) -> Iterator[tuple[Words, Leaf]]:
    for kind, field in ((_VAR, "vars"), (_SOURCE, "sources")):
        tree = root.get(field)
        for key, _ in tree.items.values() if isinstance(tree, Fields) else ():
            yield kind, key
    for name, node_kind in nodes.kinds.items():
        node = nodes.nodes.get(name)
        if node_kind == "tool":
            yield _TOOL, nodes.keys[name]
        elif isinstance(node, AskNode) and fields_of(node):
            yield _ASK, nodes.keys[name]
