"""Reading vars: the start value says the kind, the long form its bounds and its words."""

from __future__ import annotations

from typing import Any

from engine.language.reading import Reading
from engine.language.saying import plain_value, words
from engine.language.schema import Text, Var
from engine.language.tree import Fields, Items, Leaf, Tree

MOST_VARS = 64


def read_vars(reading: Reading, root: Fields) -> dict[str, Var]:
    """Every var that could be read, by name."""
    entries = reading.entries(root.get("vars"), "vars")
    if len(entries) > MOST_VARS:
        where = words("« vars »", "“vars”")
        reading.report("S225", entries[MOST_VARS][0], where=where, n=len(entries), low=0, high=MOST_VARS)
    read = {key.value: _read_var(reading, key.value, tree) for key, tree in entries[:MOST_VARS]}
    return {name: var for name, var in read.items() if var is not None}


def _read_var(reading: Reading, name: str, tree: Tree) -> Var | None:
    low = high = None
    labels: dict[str, Text] = {}
    choices: list[str] = []
    if isinstance(tree, Fields):
        where = words(f"la variable « {name} »", f"var “{name}”")
        block = reading.fields(tree, where, ("start", "min", "max", "about", "labels", "choices"), ("start",))
        if block is None or (start := block.get("start")) is None:
            return None
        low, high = reading.number(block.get("min"), "min"), reading.number(block.get("max"), "max")
        reading.text(block.get("about"), f"vars.{name}.about", role="title")
        named = block.get("labels")
        # The words of a one-of: "none" may be one, as it may where no label is given.
        words_of = named.items.values() if isinstance(named, Fields) else reading.entries(named, "labels")
        for key, label in words_of:
            if not reading.identifier_or_none(key):
                continue
            text = reading.text(label, f"vars.{name}.labels.{key.value}", role="label")
            if text:
                labels[key.value] = text
        choices = [leaf.value for leaf in reading.names(block.get("choices"), "choices")]
        tree = start
    if isinstance(tree, Items):
        choices = [leaf.value for leaf in reading.names(tree, name) if reading.identifier_or_none(leaf)]
        return (
            Var(id=name, kind="one-of", start=choices[0], choices=choices, labels=labels) if choices else None
        )
    if not isinstance(tree, Leaf):
        reading.wrong(name, tree, words("une valeur de départ", "a start value"), "0")
        return None
    if labels or choices:
        every = list(dict.fromkeys([tree.value, *choices, *labels]))
        return Var(id=name, kind="one-of", start=tree.value, choices=every, labels=labels)
    if tree.plain and tree.value in ("true", "false"):
        return Var(id=name, kind="flag", start=tree.value == "true")
    if tree.plain and (number := reading.as_number(tree)) is not None:
        bounds: dict[str, Any] = {"low": low, "high": high}
        return Var(id=name, kind="number", start=float(number), **bounds)
    if tree.plain and tree.value.lower() in ("yes", "no", "on", "off", "null", "~", "oui", "non"):
        reading.report("Y114", tree, value=tree.value, instead=plain_value(tree.value))
    return Var(id=name, kind="text", start=tree.value)
