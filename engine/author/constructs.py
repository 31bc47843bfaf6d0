"""What each construct of a scenario is made of, field by field, in the order in which the docs give them.

One table serves all who treat the file as text: the formatter takes the order from it, the editor and the
translations take from it which values are sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from engine.language.tree import Fields, Items, Leaf, Tree
from tools.wording import LANGUAGES, Language


class Construct(NamedTuple):
    """A map with known fields. ``brief`` ones may be a bare sentence, which stands for their ``text``."""

    fields: dict[str, Shape]
    brief: bool = False


class MapOf(NamedTuple):
    """A map from the author's own names to something. Its order is the author's and never changes."""

    each: Shape


class ListOf(NamedTuple):
    """A list of something, or that one thing alone."""

    each: Shape


Shape = Construct | MapOf | ListOf | Literal["text", "twins", "phrase", "note", "other"]
"""``text``: a sentence readers see; ``twins``: one only where it is given by language; ``phrase``: words to
look for; ``note``: for facilitators; ``other``."""

_GUIDE: Shape = Construct({"adapt": "other", "must_say": ListOf("phrase"), "must_not_say": ListOf("phrase")})
_FIGURE: Shape = Construct({"file": "other", "alt": "text", "credit": "text"})
_OPTION: Shape = Construct(
    {
        "text": "text", "to": "other", "when": "other", "locked": "text", "once": "other", "set": "other",
        "found": "other", "facilitator": "note",
    },
    brief=True,
)  # fmt: skip
_ITEM: Shape = Construct({"text": "text", "cost": "other", "most": "other", "rests_on": "other"}, brief=True)
_PHASE: Shape = Construct(
    {
        "do": "other", "time": "other", "text": "text", "per": "other", "anonymous": "other",
        "about": "other", "method": "other", "tie": "other", "max": "other",
    }
)  # fmt: skip
_NODE: Shape = Construct(
    {
        "act": "other", "tool": "other", "with": "other", "seed": "other", "timeout": "other",
        "target": "other", "live": "other", "ending": "other", "text": "text", "text_for": MapOf("text"),
        "also": ListOf(Construct({"when": "other", "text": "text"})), "figure": _FIGURE, "ask": "other",
        "range": "other", "step": "other", "points": "other", "total": "other", "items": MapOf(_ITEM),
        "into": MapOf(_ITEM), "unit": "text", "shows": "other", "save": "other",
        "seals": "other", "of": "other", "optional": "other", "default": "other",
        "activity": ListOf(_PHASE), "roles": MapOf("text"), "solo": "other", "options": MapOf(_OPTION),
        "branch": ListOf(Construct({"when": "other", "to": "other"})), "expect": "other", "else": "other",
        "if_fails": "other", "set": "other", "found": "other", "rests_on": "other",
        "remember": ListOf("text"), "next_steps": ListOf("text"), "reopens": ListOf("text"),
        "guide": _GUIDE, "facilitator": "note",
        "to": "other",
    }
)  # fmt: skip
_SUBJECT: Shape = Construct({"model": "other", "about": "text", "default_case": "other"})
_CASE: Shape = Construct(
    {"about": "text", "case": "other", "file": "other", "sha256": "other", "person": "other",
     "licence": "other", "credit": "other"}
)  # fmt: skip
_VAR: Shape = Construct(
    {"start": "other", "min": "other", "max": "other", "choices": "other", "about": "text",
     "labels": MapOf("text")}
)  # fmt: skip
_SOURCE: Shape = Construct(
    {"title": "other", "authors": "other", "year": "other", "url": "other", "licence": "other",
     "facts": "other"}
)  # fmt: skip
_TERM: Shape = Construct({"title": "text", "text": "text", "text_for": MapOf("text")}, brief=True)
_HYPOTHESIS: Shape = Construct(
    {"text": "text", "prior": "other", "boring": "other", "facilitator": "note"}, brief=True
)
_EXHIBIT: Shape = Construct(
    {
        "text": "text", "evidence": "other", "why": MapOf("text"), "group": "other", "cites": "other",
        "decisive": "other", "facilitator": "note",
    },
    brief=True,
)  # fmt: skip
_PLAY: Shape = Construct(
    {
        "about": "other", "audience": "other", "language": "other", "group": "other", "seed": "other",
        "minutes": "other",
        "answers": "other", "results": "other", "fails": "other",
        "expect": Construct({"ending": "other", "visits": "other", "never": "other", "check": "other"}),
    }
)  # fmt: skip
_CHANGE: Shape = Construct(
    {"renamed": "other", "removed": "other", "options": "other", "vars": "other", "exhibits": "other",
     "hypotheses": "other"}
)  # fmt: skip
SCENARIO: Shape = Construct(
    {
        "format": "other", "id": "other", "version": "other", "title": "text", "summary": "text",
        "language": "other", "languages": "other", "audiences": MapOf("text"), "duration": "other",
        "short": "other",
        "uses": "other", "acts": MapOf("text"), "facts_sheet": MapOf("text"), "subjects": MapOf(_SUBJECT),
        "cases": MapOf(_CASE), "vars": MapOf(_VAR), "sources": MapOf(_SOURCE), "glossary": MapOf(_TERM),
        "board": "other", "hypotheses": MapOf(_HYPOTHESIS), "exhibits": MapOf(_EXHIBIT),
        "guide": Construct({"voice": "text", "must_not_say": ListOf("phrase")}), "facilitator": "note",
        "start": "other", "nodes": MapOf(_NODE), "plays": MapOf(_PLAY), "changes": MapOf(_CHANGE),
        "fixtures": MapOf("other"),
    }
)  # fmt: skip


class Sentence(NamedTuple):
    """A sentence where it stands: bare, or in several languages. ``flow``: somewhere inside braces."""

    path: tuple[str, ...]
    shape: str  # text | phrase | note
    tree: Tree
    parent: Fields | Items | None
    key: Leaf | None
    flow: bool

    def leaves(self, source: Language) -> dict[Language, Leaf]:
        """The sentence in each language that it has."""
        if isinstance(self.tree, Leaf):
            return {source: self.tree}
        items = self.tree.items if isinstance(self.tree, Fields) else {}
        return {
            code: value for code in LANGUAGES if code in items and isinstance(value := items[code][1], Leaf)
        }

    @property
    def name(self) -> str:
        """The path as people write it: ``nodes.debut.text``."""
        return ".".join(self.path)


def is_twins(tree: Tree) -> bool:
    """Whether a map gives one sentence in several languages."""
    return isinstance(tree, Fields) and bool(tree.items) and all(name in LANGUAGES for name in tree.items)


def languages_of(root: Tree | None) -> list[Language]:
    """The languages a scenario declares, the source language first."""
    tree = None
    if isinstance(root, Fields):
        tree = root.get("languages") or root.get("language")
    leaves = tree.items if isinstance(tree, Items) else [tree]
    named = [leaf.value for leaf in leaves if isinstance(leaf, Leaf) and leaf.value in LANGUAGES]
    return cast(list[Language], list(dict.fromkeys(named))) or ["fr"]


def sentences(root: Tree | None, shape: Shape = SCENARIO, path: tuple[str, ...] = ()) -> Iterator[Sentence]:
    """Every sentence of a scenario, in the file's order; of a file beside it, by its own ``shape``, under
    ``path``."""
    if isinstance(root, Fields):
        yield from _sentences(path, shape, root, None, None, False)


def shape_of(shape: Shape, name: str) -> Shape:
    """The shape of a field or entry of a map."""
    if isinstance(shape, Construct):
        return shape.fields.get(name, "other")
    return shape.each if isinstance(shape, MapOf) else "other"


def _sentences(
    path: tuple[str, ...],
    shape: Shape,
    tree: Tree,
    parent: Fields | Items | None,
    key: Leaf | None,
    flow: bool,
) -> Iterator[Sentence]:
    if shape == "twins":
        shape = "text" if is_twins(tree) else "other"
    if isinstance(shape, str):
        if shape != "other":
            yield Sentence(path, shape, tree, parent, key, flow)
        return
    if isinstance(shape, ListOf):
        inside = flow or (isinstance(tree, Items) and tree.flow)
        for at, each in enumerate(tree.items if isinstance(tree, Items) else [tree]):
            holder = tree if isinstance(tree, Items) else parent
            within = None if isinstance(tree, Items) else key
            yield from _sentences((*path, str(at)), shape.each, each, holder, within, inside)
        return
    if isinstance(shape, Construct) and shape.brief and (isinstance(tree, Leaf) or is_twins(tree)):
        yield Sentence((*path, "text"), "text", tree, parent, key, flow)
        return
    if isinstance(tree, Fields):
        inside = flow or tree.flow
        for name, (leaf, value) in tree.items.items():
            yield from _sentences((*path, name), shape_of(shape, name), value, tree, leaf, inside)
