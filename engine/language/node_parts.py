"""What all kinds of nodes share: texts, figures, assignments, exhibits, targets."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from engine.language.assets import read_asset
from engine.language.diagnostics import did_you_mean
from engine.language.expressions import Expression
from engine.language.header import Header, known_names, unknown
from engine.language.instruments import Instrument
from engine.language.reading import Reading
from engine.language.saying import LEADS, SEALS, nearest, possible_name, words
from engine.language.schema import Also, Figure, GuideRules, Node, Text
from engine.language.tree import Fields, Items, Leaf, Tree


@dataclass(frozen=True, slots=True)
class TableUse:
    """A question that reads a tool's table, while it moves (``shows``) or afterwards (``of``)."""

    leaf: Leaf
    tool: str
    field: str
    shown: bool


@dataclass
class Nodes:
    """The nodes read, and what the checks need to know of those that could not be."""

    nodes: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Leaf] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    seals: dict[str, Leaf] = field(default_factory=dict)  # ask node → the leaf naming the tool node
    tables: dict[str, TableUse] = field(default_factory=dict)  # by ask node
    unsure: bool = False  # some target or node could not be read: paths are not known


class NodeParts:
    """Reads the fields that every node may have."""

    def __init__(self, reading: Reading, header: Header, folder: Path | None) -> None:
        self.reading = reading
        self.header = header
        self.folder = folder
        self.out = Nodes()
        self.pictures: set[str] = set()

    def target(self, tree: Tree | None, source: str, field: str) -> str | None:
        """A node by name; R320 when there is none, and the nearest is taken if there is one."""
        leaf = self.reading.name(tree, field)
        if leaf is None:
            if tree is not None:
                self.out.unsure = True
            return None
        if leaf.value in self.out.keys:
            return leaf.value
        near = nearest(leaf.value, self.out.keys)
        fields = {"source": source, "target": leaf.value[:60]}
        said = (
            did_you_mean(near)
            if near
            else words("Ajoutez ce nœud, ou changez de cible.", "Add that node, or lead elsewhere.")
        )
        leads = SEALS if field == "seals" else LEADS
        self.reading.report("R320", leaf, cause=leaf.value, near=said, leads=leads, **fields)
        self.out.unsure = True
        return near or leaf.value

    def common(self, name: str, block: Fields) -> dict[str, Any]:
        """The fields of every kind."""
        reading = self.reading
        also: list[Also] = []
        for at, each in enumerate(list_of(reading, block.get("also"), "also")):
            where = words(f"« also » du nœud « {name} »", f"“also” of node “{name}”")
            part = reading.fields(each, where, ("when", "text"), ("when", "text"))
            if part is None:
                continue
            when = reading.expression(part.get("when"), "when", owner=name)
            path = f"nodes.{name}.also.{at}"
            text = reading.text(part.get("text"), path, owner=name, role="also", guard=when)
            if when and text:
                also.append(Also(when=when, text=text))
        text_for: dict[str, Text] = {}
        audiences = [audience.id for audience in self.header.audiences]
        for key, value in reading.entries(block.get("text_for"), "text_for"):
            if key.value not in audiences:
                unknown(reading, "R330", key, audiences)
                continue
            said = reading.text(value, f"nodes.{name}.text_for.{key.value}", owner=name)
            if said:
                text_for[key.value] = said
        path = f"nodes.{name}.facilitator"
        return {
            "facilitator": reading.text(block.get("facilitator"), path, role="facilitator"),
            "text": reading.text(block.get("text"), f"nodes.{name}.text", owner=name),
            "text_for": text_for,
            "also": also,
            "figure": self.figure(name, block.get("figure")),
            "set": self.assignments(name, block.get("set")),
            "found": self.found(block.get("found")),
            "guide": self.guide(name, block.get("guide")),
        }

    def figure(self, name: str, tree: Tree | None) -> Figure | None:
        """A picture of the scenario's own folder."""
        if tree is None:
            return None
        where = words(f"l'image du nœud « {name} »", f"the figure of node “{name}”")
        block = self.reading.fields(tree, where, ("file", "alt", "credit"), ("file",))
        leaf = self.reading.name(block.get("file"), "file") if block else None
        if block is None or leaf is None:
            return None
        sha256 = read_asset(self.reading, leaf, self.folder, drawing=True)
        if sha256 is None:
            return None
        alt = self.reading.text(block.get("alt"), f"nodes.{name}.figure.alt", owner=name)
        if alt is None:
            self.reading.report("S231", leaf, file=leaf.value)
            return None
        if any(re.search(r"(?<!\{)\{(?!\{)", said) for said in alt.by_language.values()):
            expected = words(
                "une phrase sans {chiffre} : l'image ne change pas avec la mesure",
                "a sentence without {figures}: the picture does not change with the measure",
            )
            self.reading.wrong("alt", leaf, expected)
        credit = self.reading.text(block.get("credit"), f"nodes.{name}.figure.credit", role="title")
        return Figure(file=leaf.value, alt=alt, credit=credit, sha256=sha256)

    def assignments(self, owner: str, tree: Tree | None, guard: Expression | None = None) -> dict[str, Any]:
        """``set``: variables and what they become."""
        read: dict[str, Any] = {}
        if tree is None:
            return read
        if not isinstance(tree, Fields):
            self.reading.wrong("set", tree, words("une liste de variables", "a list of vars"))
            return read
        for name, (key, value) in tree.items.items():
            var = self.header.vars.get(name)
            if var is None:
                unknown(self.reading, "R301", key, self.header.vars)
                continue
            if isinstance(value, Leaf) and (var.kind == "text" or value.value in var.choices):
                # The field decides: for a one-of or a text, a bare word is that word.
                value = _quoted(value)
            made = self.reading.expression(value, name, owner=owner, role="set", target=name, guard=guard)
            if made:
                read[name] = made
        return read

    def found(self, tree: Tree | None) -> list[str]:
        """``found``: exhibits gained."""
        return known_names(self.reading, "R340", tree, "found", self.exhibits)

    @cached_property
    def exhibits(self) -> Collection[str]:
        """The exhibits by name, those that could not be read included: their fault is already told."""
        declared = [key[1] for key in self.reading.places if key[0] == "exhibits"]
        return {*self.header.exhibits, *declared, *map(possible_name, declared)}

    def guide(self, name: str, tree: Tree | None) -> GuideRules:
        """``guide``: what may be reworded; the header's forbidden phrases are added."""
        must_not = list(self.header.must_not_say)
        if tree is None:
            return GuideRules(must_not_say=must_not)
        where = words(f"le guide du nœud « {name} »", f"the guide of node “{name}”")
        block = self.reading.fields(tree, where, ("adapt", "must_say", "must_not_say"))
        if block is None:
            return GuideRules()
        adapt = self.reading.one_of(block.get("adapt"), "adapt", ("none", "light", "free"))
        path = f"nodes.{name}.guide"
        must_not += self.reading.texts(block.get("must_not_say"), f"{path}.must_not_say", role="phrase")
        return GuideRules(
            adapt=cast(Any, adapt or "light"),
            must_say=self.reading.texts(block.get("must_say"), f"{path}.must_say", owner=name, role="phrase"),
            must_not_say=must_not,
        )


def value_of_leaf(tree: Tree | None) -> str | None:
    """The text of a scalar."""
    return tree.value if isinstance(tree, Leaf) else None


def list_of(reading: Reading, tree: Tree | None, field: str) -> list[Tree]:
    """The members of a list; reports what is not one, or an empty one."""
    if tree is None:
        return []
    if isinstance(tree, Items) and tree.items:
        return tree.items
    reading.wrong(field, tree, words("une liste", "a list"))
    return []


def _quoted(leaf: Leaf) -> Leaf:
    plain = leaf.value.strip().strip("'\"")
    mark = '"' if "'" in plain else "'"
    return Leaf(f"{mark}{plain}{mark}", leaf.style, leaf.place, leaf.last_line, leaf.last_column)
