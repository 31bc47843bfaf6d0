"""What became of the names that published versions had: saved plays hang on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.language.diagnostics import Place, did_you_mean
from engine.language.reading import Reading
from engine.language.saying import nearest
from engine.language.schema import Change, Scenario
from engine.language.tree import Fields, Items, Leaf, Tree


def check_changes(
    reading: Reading, root: Fields, changes: Mapping[int, Change], nodes: Collection[str]
) -> None:
    """G541: every node that ``changes`` gives to a version is still there, or a later version says where it
    went."""
    for version, change in sorted(changes.items()):
        for name in dict.fromkeys([*change.renamed.values(), *change.removed.values()]):
            if not _accounted(name, version, changes, nodes):
                at = _written(root.get("changes"), str(version), name)
                _report(reading, at or root.items["changes"][0], name, version, nodes)


def check_published(reading: Reading, at: Leaf | Place, published: Scenario, now: Scenario) -> None:
    """G541 for the nodes of the version last published. Raises nothing; reports at ``at``."""
    for name in published.nodes:
        if not _accounted(name, published.version, now.changes, now.nodes):
            _report(reading, at, name, published.version, now.nodes)


def _accounted(name: str, version: int, changes: Mapping[int, Change], nodes: Collection[str]) -> bool:
    """Whether a node of ``version`` can be followed to one of today's."""
    for later in sorted(each for each in changes if each > version):
        change = changes[later]
        name = change.renamed.get(name) or change.removed.get(name) or name
    return name in nodes


def _report(reading: Reading, at: Leaf | Place, name: str, version: int, nodes: Collection[str]) -> None:
    near = did_you_mean(nearest(name, nodes))
    reading.report("G541", at, cause=name, node=name, n=version, near=near)


def _written(tree: Tree | None, version: str, name: str) -> Leaf | None:
    """The leaf that names a node under one version of ``changes``."""
    block = tree.get(version) if isinstance(tree, Fields) else None
    waiting: list[Tree | None] = [block]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Fields):
            waiting += [value for _, value in each.items.values()]
        elif isinstance(each, Items):
            waiting += each.items
        elif each is not None and each.value == name:
            return each
    return None
