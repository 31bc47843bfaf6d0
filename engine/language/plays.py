"""Plays: who plays, what they answer, what must come of it. In a scenario they are tests; alone, answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from engine.language.declared import Header, unknown
from engine.language.diagnostics import did_you_mean
from engine.language.invented import read_results
from engine.language.node_parts import Nodes
from engine.language.plain_values import value_of
from engine.language.play_answers import problems
from engine.language.reading import Reading
from engine.language.saying import NAMES, listing, nearest, words
from engine.language.schema import Node, Play
from engine.language.tree import Fields, Items, Leaf, Tree
from tools.wording import format_number, in_both

FIELDS = (
    "audience",
    "language",
    "seed",
    "group",
    "minutes",
    "answers",
    "results",
    "fails",
    "expect",
    "about",
)
EXPECT = ("ending", "visits", "never", "check")


def read_play_entry(
    reading: Reading, key: str, tree: Tree, nodes: Nodes | None, header: Header | None = None
) -> Play | None:
    """One play. ``nodes`` and ``header`` let its names be checked; ``None`` for answers read alone."""
    where = words(f"le parcours « {key} »", f"play “{key}”")
    block = reading.fields(tree, where, FIELDS)
    if block is None:
        return None
    expect = block.get("expect")
    outcome = reading.fields(expect, where, EXPECT) if expect is not None else None
    audience = reading.name(block.get("audience"), "audience")
    audiences = [each.id for each in header.audiences] if header else []
    if audience and audiences and audience.value not in audiences:
        unknown(reading, "R330", audience, audiences)
    language = reading.one_of(block.get("language"), "language", reading.languages if nodes else ("fr", "en"))
    ending = reading.name(outcome.get("ending"), "ending") if outcome else None
    visits = reading.names(outcome.get("visits"), "visits") if outcome else []
    never = reading.names(outcome.get("never"), "never") if outcome else []
    answers = _map(reading, block.get("answers"), "answers")
    fails = _map(reading, block.get("fails"), "fails")
    if nodes is not None:
        given = read_results(reading, f"plays.{key}.results", block.get("results"), nodes)
        results = {name: fields for name, (_, fields) in given.items()}
        _check_names(reading, key, nodes, [*([ending] if ending else []), *visits, *never])
        _check_ending(reading, key, nodes, ending)
        _check_names(reading, key, nodes, [leaf for leaf, _ in (*answers.values(), *fails.values())])
        for leaf, _ in fails.values():
            if nodes.kinds.get(leaf.value, "tool") != "tool":
                reading.report("R302", leaf, node=leaf.value, kind=nodes.kinds[leaf.value])
        for leaf, value in answers.values():
            _check_answer(reading, key, leaf, value, nodes, header)
    else:
        listed = _map(reading, block.get("results"), "results")
        results = {name: value_of(value) for name, (_, value) in listed.items() if isinstance(value, Fields)}
    checks = []
    final = outcome.get("check") if outcome else None
    for each in final.items if isinstance(final, Items) else [final] if final else []:
        expression = reading.expression(each, "check", owner=None, role="check")
        if expression:
            checks.append(expression)
    return Play(
        id=key,
        audience=audience.value if audience else None,
        language=cast(Any, language),
        seed=reading.integer(block.get("seed"), "seed") or 0,
        group=reading.flag(block.get("group"), "group"),
        minutes=reading.number(block.get("minutes"), "minutes", 0.1, 600),
        answers={name: value_of(value) for name, (_, value) in answers.items()},
        results=results,
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


def _map(reading: Reading, tree: Tree | None, field: str) -> dict[str, tuple[Leaf, Tree]]:
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.wrong(field, tree, words("une liste de nœuds", "a list of nodes"))
        return {}
    return tree.items


def _check_names(reading: Reading, play: str, nodes: Nodes, leaves: Sequence[Leaf]) -> None:
    for leaf in leaves:
        if leaf.value not in nodes.keys:
            near = did_you_mean(nearest(leaf.value, nodes.keys))
            target = leaf.value[:60]
            reading.report(
                "R320", leaf, cause=leaf.value, source=f"plays.{play}", leads=NAMES, target=target, near=near
            )


def _check_ending(reading: Reading, play: str, nodes: Nodes, ending: Leaf | None) -> None:
    """P620: the ending that is expected is one."""
    kind = nodes.kinds.get(ending.value) if ending else None
    if ending is None or kind in (None, "ending"):
        return
    endings = [name for name, each in nodes.kinds.items() if each == "ending"]
    reason = words("ce nœud n'est pas une fin.", "this node is no ending.")
    cure = words(f"Fins : {listing(endings)}.", f"Endings: {listing(endings)}.")
    reading.report("P620", ending, play=play, node=ending.value, reason=reason, cure=cure)


def _check_answer(
    reading: Reading, play: str, leaf: Leaf, tree: Tree, nodes: Nodes, header: Header | None
) -> None:
    """R321 and P620: answers that the question at a node does not admit."""
    node = nodes.nodes.get(leaf.value)
    if node is None or node.kind != nodes.kinds[leaf.value]:
        return
    _check_options(reading, leaf.value, tree, nodes.nodes)
    for problem in problems(node, value_of(tree), header.hypotheses if header else ()):
        reading.report(
            "P620", tree, cause=leaf.value, play=play, node=leaf.value, reason=problem.reason,
            cure=problem.cure,
        )  # fmt: skip


def _check_options(reading: Reading, name: str, tree: Tree, nodes: dict[str, Node]) -> None:
    node = nodes.get(name)
    if node is None or node.kind != "choice":
        return
    known = [option.id for option in node.options]
    for leaf in tree.items if isinstance(tree, Items) else [tree]:
        if isinstance(leaf, Leaf) and leaf.value not in known:
            near = did_you_mean(nearest(leaf.value, known))
            reading.report("R321", leaf, node=name, option=leaf.value[:40], near=near, list=", ".join(known))


def check_short(reading: Reading, root: Fields, header: Header, plays: dict[str, Play]) -> None:
    """P631: a short path is announced, and no play says that it walks it."""
    tree, announced = root.get("short"), header.short_minutes
    if tree is None or announced is None or any(play.minutes == announced for play in plays.values()):
        return
    shown = in_both(lambda language: format_number(announced, "number", language))
    reading.report("P631", tree, announced=shown, minutes=f"{announced:g}")
