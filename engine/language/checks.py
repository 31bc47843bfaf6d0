"""Every check that needs the whole file: names, types, paths, prose, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.language.beside import check_standing
from engine.language.conditions import check_conditions
from engine.language.evidence import check_evidence
from engine.language.graph import check_graph
from engine.language.header import Header
from engine.language.kinds import Scope
from engine.language.leftovers import check_leftovers
from engine.language.namespace import check_namespace
from engine.language.node_parts import Nodes
from engine.language.opaque import Opaque, opaque_nodes
from engine.language.outcomes import check_outcomes
from engine.language.paths import Paths
from engine.language.phrases import check_phrases
from engine.language.prose import check_prose
from engine.language.reading import Reading
from engine.language.schema import ToolNode
from engine.language.tree import Fields
from engine.language.verdicts import check_verdicts


def check(
    reading: Reading,
    root: Fields,
    header: Header,
    nodes: Nodes,
    start: str | None,
    beside: Sequence[Reading] = (),
) -> None:
    """Run every family of checks; each reports what it finds, none stops another.

    ``beside`` are the files that stand beside the scenario: no play goes through them.
    """
    scope = Scope(header, nodes)
    check_namespace(reading, root, header, nodes)
    check_conditions(reading, scope)
    check_outcomes(reading, scope)
    check_prose(reading, scope)
    check_phrases(reading)
    for library in header.libraries:
        check_prose(library.reading, scope)
    for file in beside:
        check_prose(file, scope)
        check_standing(file, header)
    opaque = opaque_nodes(reading, root, nodes)
    paths = paths_of(nodes, start, opaque)
    check_graph(reading, nodes, paths, opaque)
    check_evidence(reading, root, header, nodes)
    if paths is not None:
        check_verdicts(reading, root, nodes, paths)
    check_leftovers(reading, root, header, nodes, beside)


def paths_of(nodes: Nodes, start: str | None, opaque: Opaque) -> Paths | None:
    """The paths of a scenario, or ``None`` where there is no node to start from."""
    if start is None or (start not in nodes.nodes and start not in opaque.targets):
        return None
    known = {name: node for name, node in nodes.nodes.items() if name not in opaque.targets}
    measuring = [
        name
        for name, node in known.items()
        if isinstance(node, ToolNode)
        and name in nodes.instruments
        and "placebo" in nodes.instruments[name].tool.controls
    ]
    return Paths(known, start, opaque=opaque.targets, conditioned=opaque.conditioned, with_placebo=measuring)
