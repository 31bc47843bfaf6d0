"""R351: names declared and never used. Told once the rest is sound: a typing error may hide a use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.language.header import Header
from engine.language.node_parts import Nodes
from engine.language.placeholders import parts_of
from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import ActivityNode, AskNode, ChoiceNode, ToolNode
from engine.language.tree import Fields
from tools.wording import Words

_DECLARED: dict[str, Words] = {
    "vars": words("variable", "var"),
    "exhibits": words("pièce", "exhibit"),
    "sources": words("source", "source"),
    "glossary": words("mot du glossaire", "glossary word"),
}


def check_leftovers(
    reading: Reading, root: Fields, header: Header, nodes: Nodes, beside: Sequence[Reading] = ()
) -> None:
    """Report every var, exhibit, source and glossary word that nothing names."""
    if reading.diagnostics.failed:
        return
    used = set(_used(reading, header, nodes, beside))
    for field, kind in _DECLARED.items():
        tree = root.get(field)
        for name, (key, _) in tree.items.items() if isinstance(tree, Fields) else ():
            if (field, name) not in used:
                reading.report("R351", key, name=name, kind=kind)


def _used(
    reading: Reading, header: Header, nodes: Nodes, beside: Sequence[Reading]
) -> Iterator[tuple[str, str]]:
    read: set[str] = set()
    for use in reading.uses:
        read |= use.expression.names
        read.add(use.target)
    for prose in (each for file in (reading, *beside) for each in file.prose):
        yield from (("sources", source) for source in prose.cites)
        for leaf in prose.leaves.values():
            if not any(mark in leaf.value for mark in ("{", "[")):
                continue
            for part in parts_of(leaf.value):
                if part.kind == "placeholder":
                    read.add(part.name)
                elif part.kind == "cite":
                    yield "sources", part.name
                elif part.kind == "gloss":
                    yield "glossary", part.name
    for exhibit in header.exhibits.values():
        yield from (("sources", source) for source in exhibit.cites)
    for node in nodes.nodes.values():
        yield from (("exhibits", name) for name in node.found)
        if isinstance(node, ChoiceNode):
            yield from (("exhibits", name) for option in node.options for name in option.found)
        elif isinstance(node, AskNode):
            read.add(node.save or "")
        elif isinstance(node, ToolNode):
            read.add(node.target or "")
        elif isinstance(node, ActivityNode):
            read |= {phase.about or "" for phase in node.phases}
    for name in read:
        base, _, field = name.partition(".")
        yield ("sources", base) if field else ("vars", base)
