"""Verdicts and what they stand on: no path may reach one without the exhibits that it cites and a placebo."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.node_parts import Nodes
from engine.language.paths import PLACEBO, Paths
from engine.language.reading import Reading
from engine.language.saying import listing, words
from engine.language.schema import AskNode, EndingNode
from engine.language.tree import Fields, Items, Leaf, Tree

_VERDICTS = ("established", "refuted")


def check_verdicts(reading: Reading, root: Fields, nodes: Nodes, paths: Paths) -> None:
    """F909 and F911. A verdict has its exhibits on every path to it, a sentence to sign on one at least."""
    written = root.get("nodes")
    trees = written if isinstance(written, Fields) else Fields(root.place)
    for name, exhibit, at in _citations(nodes, paths, trees):
        fact = f"found:{exhibit}"
        if isinstance(paths.nodes[name], AskNode) and paths.may_find(exhibit, name):
            continue  # the page tells readers which of a sentence's exhibits they lack: that is the question
        if not (paths.sure[name] | paths.own(name)) & paths.bits[fact]:
            path = paths.without(fact, name)
            reading.report("F909", at, cause=f"{name}.{exhibit}", node=name, exhibit=exhibit, path=path)
    _placebos(reading, nodes, paths, trees)


def _citations(nodes: Nodes, paths: Paths, trees: Fields) -> Iterator[tuple[str, str, Leaf]]:
    """Each exhibit that an ending, or a sentence to sign, says that it rests on; and where it says so."""
    for name, node in paths.nodes.items():
        if name not in paths.sure:
            continue
        tree = trees.get(name)
        if isinstance(node, EndingNode):
            for exhibit in node.rests_on:
                yield name, exhibit, _leaf(_below(tree, "rests_on"), exhibit) or nodes.keys[name]
        elif isinstance(node, AskNode):
            for item in node.items:
                for exhibit in item.rests_on:
                    at = _leaf(_below(tree, "items", item.id, "rests_on"), exhibit)
                    yield name, exhibit, at or nodes.keys[name]


def _placebos(reading: Reading, nodes: Nodes, paths: Paths, trees: Fields) -> None:
    """F911: verdicts that a path reaches without a placebo; or, in a scenario without verdicts, no way at
    all of ending that is sure to have met one."""
    if not nodes.instruments or len(nodes.instruments) < sum(kind == "tool" for kind in nodes.kinds.values()):
        return  # no tool, or one that could not be read and may have measured a placebo
    bit = paths.bits[PLACEBO]
    endings = [
        node for node in paths.nodes.values() if isinstance(node, EndingNode) and node.id in paths.sure
    ]
    bare = [node for node in endings if not paths.sure[node.id] & bit]
    told = [node for node in bare if node.status in _VERDICTS]
    if not told and bare and len(bare) == len(endings):
        told = [node for node in bare if node.status != "abandoned"][:1] or bare[:1]
    for node in told:
        tree = trees.get(node.id)
        at = tree.items["ending"][1] if isinstance(tree, Fields) and "ending" in tree.items else None
        measuring = listing(paths.with_placebo)
        tools = measuring if paths.with_placebo else words("par exemple un « perturb »", "a “perturb”, say")
        path = paths.without(PLACEBO, node.id)
        reading.report("F911", at or nodes.keys[node.id], cause="", node=node.id, path=path, tools=tools)


def _below(tree: Tree | None, *names: str) -> Tree | None:
    for name in names:
        tree = tree.get(name) if isinstance(tree, Fields) else None
    return tree


def _leaf(tree: Tree | None, value: str) -> Leaf | None:
    every = tree.items if isinstance(tree, Items) else [tree]
    return next((leaf for leaf in every if isinstance(leaf, Leaf) and leaf.value == value), None)
