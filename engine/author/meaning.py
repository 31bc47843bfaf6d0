"""What a scenario file says, whatever its layout: two files that say the same read as the same scenario."""

from __future__ import annotations

from engine.author.constructs import (
    SCENARIO,
    Construct,
    ListOf,
    MapOf,
    Shape,
    is_twins,
    languages_of,
    shape_of,
)
from engine.language.tree import Items, Leaf, Tree
from tools.wording import Language

Flat = dict[tuple[str, ...], tuple[str, str]]


def flattened(root: Tree | None) -> Flat:
    """Every value of a file by its path: (value, what it is).

    Sentences count without the white space around them and without their quoting, as the reader takes them;
    everything else to the letter. The order of an author's own names counts, that of known fields does not.
    """
    flat: Flat = {}
    if root is not None:
        _flatten(flat, (), SCENARIO, root, languages_of(root)[0])
    return flat


def _flatten(flat: Flat, path: tuple[str, ...], shape: Shape, tree: Tree, source: Language) -> None:
    brief = isinstance(shape, Construct) and shape.brief
    if brief and (isinstance(tree, Leaf) or is_twins(tree)):
        path, shape = (*path, "text"), "text"
    if isinstance(shape, ListOf) and not isinstance(tree, Items):
        path, shape = (*path, "0"), shape.each
    sentence = shape in ("text", "phrase", "note")
    if isinstance(tree, Leaf):
        if sentence:
            flat[(*path, source)] = (tree.value.strip(), "text")
        else:
            flat[path] = (tree.value, "plain" if tree.plain else "quoted")
        return
    if isinstance(tree, Items):
        each = shape.each if isinstance(shape, ListOf) else "other"
        if not tree.items:
            flat[path] = ("[]", "empty")
        for at, value in enumerate(tree.items):
            _flatten(flat, (*path, str(at)), each, value, source)
        return
    if tree.bare:
        flat[(*path, "", "bare")] = (",".join(sorted(tree.bare)), "bare")
    if not tree.items:
        flat[path] = ("{}", "empty")
    if isinstance(shape, MapOf) or (shape == "other" and path):
        flat[(*path, "", "order")] = ("\n".join(tree.items), "order")
    twins = sentence and is_twins(tree)
    for name, (_, value) in tree.items.items():
        if twins and isinstance(value, Leaf):
            flat[(*path, name)] = (value.value.strip(), "text")
        else:
            _flatten(flat, (*path, name), shape_of(shape, name), value, source)
