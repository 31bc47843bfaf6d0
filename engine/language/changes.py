"""Reading ``changes``: what each version did to names that saved plays may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from engine.language.declared import Header, unknown
from engine.language.diagnostics import did_you_mean
from engine.language.node_parts import Nodes
from engine.language.reading import Reading
from engine.language.saying import NAMES, listing, nearest, words
from engine.language.schema import Change, ChoiceNode
from engine.language.tree import Fields, Leaf, Tree

FIELDS = ("renamed", "removed", "options", "vars", "exhibits", "hypotheses")
_NULLS = ("null", "~", "")  # gone, with nothing in its place
_NODES = ("renamed", "removed")


def read_changes(reading: Reading, root: Fields, header: Header, nodes: Nodes) -> dict[int, Change]:
    """Every version's changes, oldest first. What a name became must exist today, or be named again by a
    later version. (Whether every name that was published is named is for whoever has that version: G541.)"""
    tree = root.get("changes")
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.wrong("changes", tree, words("une liste de versions", "a list of versions"))
        return {}
    blocks = dict(sorted(_versions(reading, tree, header)))
    read: dict[int, Change] = {}
    for version, block in blocks.items():
        given: dict[str, dict[str, Any]] = {}
        for field in FIELDS:
            given[field] = _map(reading, field, block.get(field), gone=field not in (*_NODES, "options"))
        read[version] = Change(**given)
    for version, block in blocks.items():
        later = [change for at, change in read.items() if at > version]
        _check(reading, header, nodes, version, block, later)
    return read


def _versions(reading: Reading, tree: Fields, header: Header) -> Iterator[tuple[int, Fields]]:
    for key, value in tree.items.values():
        version = int(key.value) if key.value.isascii() and key.value.isdigit() and len(key.value) < 7 else 0
        if not 2 <= version <= header.version:
            expected = words(
                f"une version, de 2 à {header.version} (voir « version: »)",
                f"a version, from 2 to {header.version} (see “version:”)",
            )
            if header.version < 2:
                expected = words("absent tant que « version: » vaut 1", "absent as long as “version:” is 1")
            reading.wrong("changes", key, expected)
            continue
        where = words(f"les changements de la version {version}", f"the changes of version {version}")
        block = reading.fields(value, where, FIELDS)
        if block is not None:
            yield version, block


def _map(reading: Reading, field: str, tree: Tree | None, *, gone: bool) -> dict[str, str | None]:
    """Old name → new name; ``null`` where one may be gone without a stand-in."""
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        expected = words("une liste « ancien: nouveau »", "a list “old: new”")
        reading.wrong(field, tree, expected, "{old_name: new_name}")
        return {}
    read: dict[str, str | None] = {}
    for name, (key, value) in tree.items.items():
        if field == "options":
            node, dot, option = name.partition(".")
            if not (dot and node and option):
                expected = words("« nœud.choix: choix »", "“node.option: option”")
                reading.wrong(field, key, expected, "{hub.old_option: new_option}")
                continue
        elif not reading.identifier(key):
            continue
        if gone and isinstance(value, Leaf) and value.plain and value.value in _NULLS:
            read[name] = None
            continue
        leaf = reading.name(value, field)
        if leaf is not None:
            read[name] = leaf.value
    return read


def _check(
    reading: Reading, header: Header, nodes: Nodes, version: int, block: Fields, later: list[Change]
) -> None:
    """R301, R320, R321, R340 and R341: names that lead nowhere today."""
    gone = {name for change in later for name in (*change.renamed, *change.removed)}
    for leaf in (*_targets(block.get("renamed")), *_targets(block.get("removed"))):
        if leaf.value not in nodes.keys and leaf.value not in gone:
            near = did_you_mean(nearest(leaf.value, nodes.keys))
            fields = {"source": f"changes.{version}", "target": leaf.value[:60], "near": near}
            reading.report("R320", leaf, cause=leaf.value, leads=NAMES, **fields)
    codes: dict[str, tuple[str, Collection[str]]] = {
        "vars": ("R301", header.vars),
        "exhibits": ("R340", header.exhibits),
        "hypotheses": ("R341", header.hypotheses),
    }
    for field, (code, known) in codes.items():
        named_again = {name for change in later for name in getattr(change, field)}
        for leaf in _targets(block.get(field)):
            if leaf.value not in known and leaf.value not in named_again:
                unknown(reading, code, leaf, known)
    tree = block.get("options")
    for name, (_, target) in tree.items.items() if isinstance(tree, Fields) else ():
        node, _, _ = name.partition(".")
        if isinstance(target, Leaf):
            _check_option(reading, nodes, node, target, later)


def _targets(tree: Tree | None) -> Iterator[Leaf]:
    for _, value in tree.items.values() if isinstance(tree, Fields) else ():
        if isinstance(value, Leaf) and not (value.plain and value.value in _NULLS):
            yield value


def _check_option(reading: Reading, nodes: Nodes, node: str, leaf: Leaf, later: list[Change]) -> None:
    """R321: the option is one of its node today, unless a later version says what became of it."""
    option = leaf.value
    for change in later:
        if node in change.removed or f"{node}.{option}" in change.options:
            return  # told there, where it leads nowhere
        node = change.renamed.get(node, node)
    now = nodes.nodes.get(node)
    if not isinstance(now, ChoiceNode):
        return
    known = [each.id for each in now.options]
    if option not in known:
        near = did_you_mean(nearest(option, known))
        reading.report("R321", leaf, node=node, option=option[:40], near=near, list=listing(known))
