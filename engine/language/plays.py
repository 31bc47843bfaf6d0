"""Plays: who plays, what they answer, what must come of it. In a scenario they are tests; alone, answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from engine.language.diagnostics import did_you_mean
from engine.language.header import unknown
from engine.language.reading import Reading
from engine.language.saying import nearest, words
from engine.language.schema import Node, Play
from engine.language.tree import Fields, Items, Leaf, Tree

FIELDS = ("audience", "language", "seed", "group", "answers", "results", "fails", "expect", "about")
EXPECT = ("ending", "visits", "never", "check")


def read_play_entry(
    reading: Reading, key: str, tree: Tree, nodes: dict[str, Node] | None, audiences: Sequence[str] = ()
) -> Play | None:
    """One play. ``nodes`` lets its names be checked; ``None`` for an answers file read alone."""
    where = words(f"le parcours « {key} »", f"play “{key}”")
    block = reading.fields(tree, where, FIELDS)
    if block is None:
        return None
    expect = block.get("expect")
    outcome = reading.fields(expect, where, EXPECT) if expect is not None else None
    audience = reading.name(block.get("audience"), "audience")
    if audience and audiences and audience.value not in audiences:
        unknown(reading, "R330", audience, audiences)
    language = reading.one_of(block.get("language"), "language", reading.languages if nodes else ("fr", "en"))
    ending = reading.name(outcome.get("ending"), "ending") if outcome else None
    visits = reading.names(outcome.get("visits"), "visits") if outcome else []
    never = reading.names(outcome.get("never"), "never") if outcome else []
    answers = _map(reading, block.get("answers"), "answers")
    results = _map(reading, block.get("results"), "results")
    fails = _map(reading, block.get("fails"), "fails")
    if nodes is not None:
        named = [ending] if ending else []
        named += (
            visits + never + [leaf for leaf, _ in (*answers.values(), *results.values(), *fails.values())]
        )
        for leaf in named:
            _known_node(reading, key, leaf, nodes)
        for leaf, value in answers.values():
            _check_options(reading, leaf.value, value, nodes)
    checks = []
    listed = outcome.get("check") if outcome else None
    for each in listed.items if isinstance(listed, Items) else [listed] if listed else []:
        expression = reading.expression(each, "check", owner=None, role="check")
        if expression:
            checks.append(expression)
    return Play(
        id=key,
        audience=audience.value if audience else None,
        language=cast(Any, language),
        seed=reading.integer(block.get("seed"), "seed") or 0,
        group=reading.flag(block.get("group"), "group"),
        answers={name: value_of(value) for name, (_, value) in answers.items()},
        results={
            name: cast(Any, value_of(value))
            for name, (_, value) in results.items()
            if isinstance(value, Fields)
        },
        fails={
            name: cast(Any, word)
            for name, (_, value) in fails.items()
            if (word := reading.one_of(value, name, ("error", "timeout")))
        },
        ending=ending.value if ending else None,
        visits=[leaf.value for leaf in visits],
        never=[leaf.value for leaf in never],
        check=checks,
    )


def value_of(tree: Tree) -> Any:
    """An answer as JSON would hold it: plain numbers and flags get their type, the rest is text."""
    if isinstance(tree, Items):
        return [value_of(each) for each in tree.items]
    if isinstance(tree, Fields):
        return {name: value_of(value) for name, (_, value) in tree.items.items()}
    if tree.plain and re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", tree.value):
        return int(tree.value)
    if tree.plain and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", tree.value):
        return float(tree.value)
    if tree.plain and tree.value in ("true", "false"):
        return tree.value == "true"
    return tree.value


def _map(reading: Reading, tree: Tree | None, field: str) -> dict[str, tuple[Leaf, Tree]]:
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.wrong(field, tree, words("une liste de nœuds", "a list of nodes"))
        return {}
    return tree.items


def _known_node(reading: Reading, play: str, leaf: Leaf, nodes: dict[str, Node]) -> None:
    if leaf.value not in nodes:
        near = did_you_mean(nearest(leaf.value, nodes))
        reading.report(
            "R320", leaf, cause=leaf.value, source=f"plays.{play}", target=leaf.value[:60], near=near
        )


def _check_options(reading: Reading, name: str, tree: Tree, nodes: dict[str, Node]) -> None:
    node = nodes.get(name)
    if node is None or node.kind != "choice":
        return
    known = [option.id for option in node.options]
    for leaf in tree.items if isinstance(tree, Items) else [tree]:
        if isinstance(leaf, Leaf) and leaf.value not in known:
            near = did_you_mean(nearest(leaf.value, known))
            reading.report("R321", leaf, node=name, option=leaf.value[:40], near=near, list=", ".join(known))
